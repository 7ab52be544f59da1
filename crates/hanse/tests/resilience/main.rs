//! What is acknowledged stays, whatever happens to the server.

#![cfg(test)]

mod disk;
mod kills;
mod server;
mod serving;
