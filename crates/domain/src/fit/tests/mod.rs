//! Golden cases of every gate and factor.

mod golden;
mod sample;
