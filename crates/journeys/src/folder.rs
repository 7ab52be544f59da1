//! Folders: one that goes when the test ends, and one where its pictures stay.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A folder of one test, removed with everything in it when it is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(what: &str) -> Self {
        let path = env::temp_dir().join(format!("hanse-{what}-{}", unique()));
        // A process of the same number may have left one behind.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the temporary folder can be written to");
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A word that no other test running on this machine has.
pub(crate) fn unique() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The target folder: this program stands in `debug/` or `debug/deps/` of it.
pub(crate) fn target() -> PathBuf {
    let me = env::current_exe().expect("a running program has a path");
    let profile = me.ancestors().find(|it| it.ends_with("debug") || it.ends_with("release"));
    profile.and_then(Path::parent).expect("cargo runs programs in its target folder").to_owned()
}
