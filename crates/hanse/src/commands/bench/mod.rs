//! Measurements that need no server.

mod crowd;
pub(super) mod fit;
