//! What someone can do here. Every action reads the same way: may they? load, decide, save,
//! commit. No word of HTTP and none of SQL.

use std::path::Path;
use std::sync::Arc;

use domain::kernel::event::Event;
use domain::kernel::id::{EventId, uuid_v7};
use domain::kernel::time::Time;
use domain::kernel::who::Who;
use store::{Store, WriteTx};

/// The alliance: its first run, its pages, ways in, candidates.
pub mod alliance;
/// Why an action did not happen.
pub mod error;
/// Finding partners.
pub mod fit;
/// Letters to the outside.
pub mod letters;
/// Members: read a page, describe oneself.
pub mod members;
/// Notes: tell, read, talk, move outward and inward; circles.
pub mod notes;
/// People: who is asking, how they sign in, their devices and programs.
pub mod people;
/// Who may do what: one table.
pub mod permission;
/// Relationships: hello, steps, what the parties say and do, introductions.
pub mod relationships;
/// A form or request that is sent twice.
pub mod replay;
/// Secrets that are given out once and kept as hashes.
pub mod secret;

pub use error::ActionError;

/// What every action needs: the memory, the time, chance, and what the server was told at its
/// start. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// Where things are remembered.
    pub store: Store,
    /// Reads the time; a test passes a fixed one.
    pub now: Arc<dyn Fn() -> Time + Send + Sync>,
    /// Draws 32 bytes that nobody can guess; a test passes known ones.
    pub chance: Arc<dyn Fn() -> [u8; 32] + Send + Sync>,
    /// What the server was told at its start.
    pub config: Arc<Config>,
    /// The server's key, which seals what is sent out and must come back unchanged.
    pub key: Arc<[u8]>,
    /// All members in memory, for finding partners.
    pub finder: Arc<fit::index::Finder>,
    /// The members as they were last counted.
    pub counted: alliance::presence::Counted,
    /// Where those wait who want to hear what is new.
    pub live: Arc<notes::live::Live>,
    /// The folder where what people upload is kept.
    pub files: Arc<Path>,
}

/// Where uploads are kept unless the server is told otherwise.
const FILES: &str = "./hanse-data/files";

/// What the server was told at its start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// How people reach it, without a slash at the end, such as `https://alliance.example`.
    pub base_url: String,
    /// Whether mail goes out. Without it, people sign in with passkeys and links.
    pub mail: bool,
    /// Whether a proxy of ours stands before the server and says where a request comes from
    /// (`X-Forwarded-For`). Without one, anybody could write there what they like.
    pub behind_proxy: bool,
}

impl Config {
    /// Whether people reach it over an encrypted connection.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

impl App {
    /// Puts together what every action needs. The server's key is drawn the first time.
    ///
    /// # Errors
    /// [`ActionError`] when the store fails.
    pub async fn new(
        store: Store,
        now: Arc<dyn Fn() -> Time + Send + Sync>,
        chance: Arc<dyn Fn() -> [u8; 32] + Send + Sync>,
        config: Config,
    ) -> Result<Self, ActionError> {
        let mut tx = store.write().await?;
        let key = store::alliance::server_key(&mut tx, chance()).await?;
        tx.commit().await?;
        Ok(Self {
            store,
            now,
            chance,
            config: Arc::new(config),
            key: key.into(),
            finder: Arc::default(),
            counted: alliance::presence::Counted::default(),
            live: Arc::default(),
            files: Arc::from(Path::new(FILES)),
        })
    }

    /// Keeps uploads in this folder.
    #[must_use]
    pub fn with_files(self, folder: &Path) -> Self {
        Self { files: Arc::from(folder), ..self }
    }

    /// The time.
    pub fn now(&self) -> Time {
        (self.now)()
    }

    /// 128 bits for a new id (UUIDv7).
    pub fn new_id(&self) -> u128 {
        let chance = (self.chance)();
        let mut half = [0; 16];
        half.copy_from_slice(&chance[..16]);
        let unix_ms = u64::try_from(self.now().0 / 1_000).unwrap_or_default();
        uuid_v7(unix_ms, u128::from_be_bytes(half))
    }

    /// Records what happened in the transaction in which it happened.
    pub(crate) async fn record(
        &self,
        tx: &mut WriteTx,
        who: Who,
        events: &[Event],
    ) -> Result<(), ActionError> {
        for event in events {
            let id = EventId::from_bits(self.new_id());
            store::events::record(tx, id, self.now(), who.person(), event).await?;
        }
        Ok(())
    }
}
