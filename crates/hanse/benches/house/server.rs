//! A server in a process of its own.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::clients;

/// Ended when this is dropped.
pub struct Server {
    process: Child,
    pub port: u16,
}

impl Server {
    /// Starts `hanse serve` on a database.
    pub fn hanse(file: &Path) -> Self {
        let port = free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_hanse"));
        command.args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--database"]).arg(file);
        command.env("HANSE_BASE_URL", "http://localhost").env("HANSE_LOG", "warn");
        Self::run(command, port)
    }

    /// Starts this very program with other words.
    pub fn bare(words: &[&str]) -> Self {
        let port = free_port();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(words).arg(port.to_string());
        Self::run(command, port)
    }

    fn run(mut command: Command, port: u16) -> Self {
        let quiet = command.stdin(Stdio::null()).stdout(Stdio::null());
        Self { process: quiet.spawn().unwrap(), port }
    }

    /// Waits until a page is answered with 200, and says how long that took.
    pub async fn wait_for(&self, path: &str) -> Duration {
        let start = Instant::now();
        loop {
            if let Some(200) = clients::once(self.port, path, "").await {
                return start.elapsed();
            }
            assert!(start.elapsed() < Duration::from_secs(120), "{path} is not answered");
            tokio::time::sleep(Duration::from_micros(500)).await;
        }
    }

    /// Memory that the process holds, in bytes, as Linux tells it: its own (`RssAnon`), or with
    /// what it sees of files (`VmRSS`), which the kernel keeps as long as nobody else needs the
    /// room.
    pub fn memory(&self, what: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.unwrap();
        let line = status.lines().find(|it| it.starts_with(what)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1_024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
