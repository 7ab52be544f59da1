//! What the measurements share: members to fill a database with, a server, and clients.

pub mod clients;
pub mod members;
pub mod server;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use actions::alliance::setup;
use actions::people::sign_in::Knock;
use actions::{App, Config, people};
use domain::kernel::time::Time;
use store::Store;

/// A database full of members.
pub struct House {
    pub file: PathBuf,
    /// The secret of a session of a member who is fully described.
    pub session: String,
    pub handles: Vec<String>,
}

/// Makes a SQLite database with one described member whose person is signed in, and `count`
/// others.
pub async fn fill(folder: &Path, count: usize) -> House {
    let file = folder.join(format!("members-{count}.db"));
    let app = open(&file).await;
    let code = setup::setup_code(&app).await.unwrap().unwrap();
    let knock = Knock { from: "bench".to_owned(), device: "bench".to_owned(), before: None };
    let entered = setup::set_up(&app, &code, "bench", &members::founder(), &knock).await.unwrap();
    let session = entered.secret.unwrap();
    let arrival = people::arrive(&app, Some(&session)).await.unwrap();
    let who = people::who(arrival.session.as_ref());
    let viewer = who.member().unwrap();
    actions::members::change(&app, who, viewer, members::described()).await.unwrap();

    let mut handles = Vec::with_capacity(count);
    let all: Vec<usize> = (0..count).collect();
    for some in all.chunks(1_000) {
        let mut tx = app.store.write().await.unwrap();
        for number in some {
            let member = members::member(*number, app.now());
            handles.push(member.handle.as_str().to_owned());
            store::members::insert(&mut tx, &member).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    app.store.look_after().await.unwrap();
    app.store.close().await.unwrap();
    House { file, session, handles }
}

/// What every action needs, on this database.
pub async fn open(file: &Path) -> App {
    let store = Store::open(&file.to_string_lossy()).await.unwrap();
    let base_url = "http://localhost".to_owned();
    let config = Config { base_url, mail: false, behind_proxy: false };
    let now = Arc::new(|| Time(jiff::Timestamp::now().as_microsecond()));
    let chance = Arc::new(|| {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).unwrap();
        bytes
    });
    App::new(store, now, chance, config).await.unwrap()
}

/// An empty folder that goes when this is dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("hanse-bench-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
