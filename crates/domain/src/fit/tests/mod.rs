//! Golden cases of every gate and factor, and laws that hold for any two members.

mod golden;
mod laws;
mod sample;
