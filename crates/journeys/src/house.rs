//! The product itself, running for one test.

use std::env;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::Mailbox;
use crate::folder::{Folder, target, unique};
use crate::mailbox::link_in;
use crate::skip::skip;

/// A demo imports a directory of hundreds before it opens, in a build without optimisation.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running `hanse` with a folder and a database of its own, all gone when this is dropped.
pub struct House {
    process: Child,
    port: u16,
    /// Where its links lead: cookies of `localhost` are none of 127.0.0.1.
    base: String,
    database: Database,
    demo: bool,
    link: Option<String>,
    folder: Folder,
}

enum Database {
    /// In the house's folder.
    Sqlite(String),
    /// On the server of the tests: its address, and the name to drop there in the end.
    Postgres { url: String, server: String, name: String },
}

impl Database {
    fn url(&self) -> &str {
        match self {
            Self::Sqlite(url) | Self::Postgres { url, .. } => url,
        }
    }
}

impl House {
    /// A house nobody has set up yet, on SQLite.
    #[must_use]
    pub fn new() -> Self {
        let folder = Folder::new("house");
        let database = format!("sqlite://{}", folder.path().join("hanse.db").display());
        Self::open(folder, Database::Sqlite(database), false)
    }

    /// A house nobody has set up yet, on PostgreSQL; `None`, having said so, where there is none.
    #[must_use]
    pub fn on_postgres() -> Option<Self> {
        let Ok(server) = env::var("TEST_POSTGRES_URL") else { return skip("TEST_POSTGRES_URL") };
        let name = format!("journey_{}", unique().replace('-', "_"));
        administer("createdb", &server, &[&name]);
        let (host, _) = server.rsplit_once('/').expect("TEST_POSTGRES_URL names a database");
        let url = format!("{host}/{name}");
        let database = Database::Postgres { url, server: server.clone(), name };
        Some(Self::open(Folder::new("house"), database, false))
    }

    /// The demo, with its directory and its members, fresh.
    #[must_use]
    pub fn demo() -> Self {
        let folder = Folder::new("house");
        let database = format!("sqlite://{}", folder.path().join("hanse.db").display());
        Self::open(folder, Database::Sqlite(database), true)
    }

    /// The address of a page. A house that is served is called `localhost`, which is what makes
    /// passkeys work without https; a demo calls itself as it likes.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// What the house printed when it opened: where to set it up, or, of a demo, where to sign in.
    #[must_use]
    pub fn link(&self) -> &str {
        self.link.as_deref().expect("an open house has printed its link")
    }

    /// A link that signs this person in once, as the command line makes it.
    #[must_use]
    pub fn sign_in_link(&self, email: &str) -> String {
        self.link_from(&["sign-in-link", email])
    }

    /// A link to join, as the command line makes it.
    #[must_use]
    pub fn join_link(&self, name: &str) -> String {
        self.link_from(&["invite", "--for", name])
    }

    /// The mail that the house would have sent.
    #[must_use]
    pub fn mailbox(&self) -> Mailbox {
        Mailbox::new(self.folder.path().join("mail"))
    }

    /// Runs a command of the product on this house's data: what it printed, and whether it was
    /// done.
    #[must_use]
    pub fn command(&self, words: &[&str]) -> (bool, String) {
        let done = self.hanse(words).output().expect("hanse can be run");
        let text = [done.stdout, done.stderr].concat();
        (done.status.success(), String::from_utf8_lossy(&text).into_owned())
    }

    /// Ends the house as a power cut does, and opens it again on what is left.
    pub fn crash_and_reopen(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        self.process = self.start(false);
        self.wait_until_ready();
    }

    /// One more server on the same database, as a larger alliance runs several.
    #[must_use]
    pub fn neighbour(&self) -> Neighbour {
        let port = free_port();
        let log = File::options().create(true).append(true).open(self.folder.path().join("log"));
        let process = self
            .hanse(&["serve", "--listen", &format!("127.0.0.1:{port}")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log.expect("a house can write into its folder"))
            .spawn()
            .expect("hanse can be run");
        let start = Instant::now();
        while !answers(port) {
            assert!(start.elapsed() < PATIENCE, "the neighbour is not ready\n{}", self.log());
            thread::sleep(Duration::from_millis(20));
        }
        Neighbour { process, port }
    }

    /// What the house wrote to its log.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn open(folder: Folder, database: Database, demo: bool) -> Self {
        let port = free_port();
        // Something to hold until the house is there; it ends at once.
        let process = Command::new("true").spawn().expect("the system has `true`");
        let base = format!("http://localhost:{port}");
        let mut house = Self { process, port, base, database, demo, link: None, folder };
        let _ = house.process.wait();
        house.process = house.start(true);
        let lines = printed(&mut house.process);
        house.wait_until_ready();
        let wanted = if demo { "/sign-in/link/" } else { "/setup?code=" };
        let link = || {
            let line = lines.recv_timeout(Duration::from_secs(10)).ok()?;
            Some(link_in(&line).filter(|link| link.contains(wanted)))
        };
        let Some(link) = std::iter::from_fn(link).flatten().next() else {
            panic!("the house printed no {wanted} link\n{}", house.log());
        };
        house.base = link.split(wanted).next().unwrap_or_default().to_owned();
        house.link = Some(link);
        house
    }

    fn start(&self, fresh: bool) -> Child {
        let listen = format!("127.0.0.1:{}", self.port);
        let mut words = vec![if self.demo { "demo" } else { "serve" }, "--listen", &listen];
        if self.demo && fresh {
            words.push("--fresh");
        }
        let log = File::options().create(true).append(true).open(self.folder.path().join("log"));
        self.hanse(&words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log.expect("a house can write into its folder"))
            .spawn()
            .expect("hanse can be run")
    }

    fn hanse(&self, words: &[&str]) -> Command {
        let mut command = Command::new(binary());
        let letters = format!("file:{}", self.folder.path().join("mail").display());
        command.args(words).env("HANSE_DATA", self.folder.path()).env("HANSE_SMTP", letters);
        // The demo knows where its database is; its commands must be told.
        if words.first() != Some(&"demo") {
            command.env("HANSE_DATABASE", self.database.url());
            command.env("HANSE_BASE_URL", self.url(""));
        }
        command
    }

    fn link_from(&self, words: &[&str]) -> String {
        let (done, text) = self.command(words);
        let link = link_in(&text).filter(|_| done);
        link.unwrap_or_else(|| panic!("hanse {} printed no link: {text}", words.join(" ")))
    }

    fn wait_until_ready(&mut self) {
        let start = Instant::now();
        while !self.is_ready() {
            if let Ok(Some(status)) = self.process.try_wait() {
                panic!("hanse ended with {status}\n{}", self.log());
            }
            assert!(start.elapsed() < PATIENCE, "hanse is not ready\n{}", self.log());
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn is_ready(&self) -> bool {
        answers(self.port)
    }
}

fn answers(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let question = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let mut answer = String::new();
    stream.write_all(question.as_bytes()).is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.split(' ').nth(1) == Some("200")
}

/// Another server on the database of a [`House`]; gone when this is dropped.
pub struct Neighbour {
    process: Child,
    port: u16,
}

impl Neighbour {
    /// The address of a page there. Cookies are those of the house: they do not know ports.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Default for House {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        if let Database::Postgres { server, name, .. } = &self.database {
            administer("dropdb", server, &["--force", "--if-exists", name]);
        }
    }
}

/// The lines that it prints, until it ends.
fn printed(process: &mut Child) -> Receiver<String> {
    let (sender, receiver) = channel();
    let stdout = process.stdout.take().expect("stdout is piped");
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            // Nobody may be listening any more; a full pipe would still stop the house.
            let _ = sender.send(line);
        }
    });
    receiver
}

/// `cargo xtask test` names the binary it has built; otherwise it is the one cargo built last.
fn binary() -> PathBuf {
    let named = env::var_os("HANSE_BIN").map(PathBuf::from);
    let binary = named.unwrap_or_else(|| target().join("debug").join("hanse"));
    assert!(binary.is_file(), "{} is missing: cargo build -p hanse", binary.display());
    binary
}

/// Runs a program that comes with PostgreSQL. A panic while panicking would hide the first.
fn administer(program: &str, server: &str, words: &[&str]) {
    let done = Command::new(program).arg(format!("--maintenance-db={server}")).args(words).status();
    let done = done.is_ok_and(|status| status.success());
    assert!(done || thread::panicking(), "{program} {} failed", words.join(" "));
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr());
    listener.expect("the machine has a free port").port()
}
