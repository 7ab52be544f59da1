//! The brake: how a statement that takes too long on SQLite is stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Shared by a connection and the engine that looks at it while it works.
#[derive(Debug, Clone, Default)]
pub(crate) struct Brake(Arc<AtomicBool>);

impl Brake {
    /// The engine looks at the brake after so many of its steps, some tens of microseconds.
    pub(crate) const STEPS: i32 = 4_096;

    pub(crate) fn pull(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn release(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// Whether the engine may go on.
    pub(crate) fn is_free(&self) -> bool {
        !self.0.load(Ordering::Relaxed)
    }
}
