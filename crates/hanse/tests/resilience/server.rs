//! A running server, and just enough of a browser.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Long enough for a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// `hanse serve`, ended when this is dropped.
pub struct Server {
    pub process: Child,
    pub port: u16,
}

/// What it answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Server {
    /// Starts `hanse serve` on a database in `folder`, and waits until it answers.
    pub fn start(folder: &Path) -> Self {
        Self::start_as(Vec::new(), "serve", folder)
    }

    /// Starts `before... hanse COMMAND`, which makes its database in `folder`.
    pub fn start_as(mut before: Vec<String>, command: &str, folder: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        before.push(env!("CARGO_BIN_EXE_hanse").to_owned());
        let process = Command::new(&before[0])
            .args(&before[1..])
            .args([command, "--listen", &format!("127.0.0.1:{port}"), "--database"])
            .arg(folder.join("hanse.db"))
            .arg("--data")
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut server = Self { process, port };
        let start = Instant::now();
        while server.try_get("/readyz").is_none_or(|it| it.status != 200) {
            assert!(server.process.try_wait().unwrap().is_none(), "the server ended");
            assert!(start.elapsed() < PATIENCE, "the server is not ready");
            sleep(Duration::from_millis(20));
        }
        server
    }

    pub fn get(&self, path: &str) -> Answer {
        self.try_get(path).unwrap()
    }

    fn try_get(&self, path: &str) -> Option<Answer> {
        self.ask(&format!("GET {path} HTTP/1.1\r\n"), "")
    }

    /// Sends a form; `body` is encoded already.
    pub fn post(&self, path: &str, body: &str) -> Answer {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nContent-Length: {length}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n"
        );
        self.ask(&head, body).unwrap()
    }

    /// The token in the forms of a page.
    pub fn token(&self, path: &str) -> String {
        let page = self.get(path).body;
        let (_, after) = page.split_once("name=\"csrf\" value=\"").expect("a page with a form");
        after.split('"').next().unwrap().to_owned()
    }

    fn ask(&self, head: &str, body: &str) -> Option<Answer> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = format!("{head}Host: localhost:{}\r\nConnection: close\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).ok()?;
        stream.write_all(body.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Answer { status, head: head.to_owned(), body: body.to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An empty folder for one test.
pub fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join("hanse-tests");
    let folder = folder.join(format!("{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
