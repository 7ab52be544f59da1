//! The only place that reads the time and draws chance. All others are handed both.

use domain::kernel::time::Time;

/// Now.
pub(crate) fn now() -> Time {
    Time(jiff::Timestamp::now().as_microsecond())
}

/// 32 bytes that nobody can guess.
///
/// # Panics
/// When the system has no chance to give. Going on without would make every secret guessable.
pub(crate) fn chance() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}
