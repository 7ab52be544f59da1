//! Clients that ask over one connection each, and note how long every answer took.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// How a run went.
pub struct Run {
    pub per_second: f64,
    /// Every answer's time, in order of length.
    times: Vec<Duration>,
}

impl Run {
    /// The time that so many of a hundred answers kept below.
    pub fn percentile(&self, percent: usize) -> Duration {
        self.times[(self.times.len() * percent / 100).min(self.times.len() - 1)]
    }

    /// Several runs as one.
    pub fn of_all(runs: Vec<Self>) -> Self {
        let per_second = runs.iter().map(|it| it.per_second).sum::<f64>() / runs.len() as f64;
        let mut times: Vec<Duration> = runs.into_iter().flat_map(|it| it.times).collect();
        times.sort_unstable();
        Self { per_second, times }
    }
}

/// `clients` ask one after the other for the pages that `path` names, as long as `length`.
pub async fn run(
    port: u16,
    cookie: &str,
    clients: usize,
    length: Duration,
    path: impl Fn(usize) -> String + Send + Sync + 'static,
) -> Run {
    let (path, cookie) = (Arc::new(path), Arc::new(cookie.to_owned()));
    let end = Instant::now() + length;
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let (path, cookie) = (path.clone(), cookie.clone());
            tokio::spawn(async move {
                let mut connection = Connection::open(port).await.unwrap();
                let mut times = Vec::new();
                for number in (client..).step_by(clients) {
                    let start = Instant::now();
                    if start >= end {
                        break;
                    }
                    let path = path(number);
                    let status = connection.ask(&path, &cookie).await;
                    assert_eq!(status, Some(200), "{path}");
                    times.push(start.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.unwrap());
    }
    let per_second = times.len() as f64 / length.as_secs_f64();
    times.sort_unstable();
    Run { per_second, times }
}

/// As [`run`], but only so many requests a second in all, each timed from when it was due: a slow
/// answer also counts for those that had to wait behind it.
pub async fn paced(
    port: u16,
    cookie: &str,
    (clients, per_second): (usize, f64),
    length: Duration,
    path: &'static str,
) -> Run {
    let every = Duration::from_secs_f64(clients as f64 / per_second);
    let start = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let cookie = cookie.to_owned();
            tokio::spawn(async move {
                let mut connection = Connection::open(port).await.unwrap();
                let mut times = Vec::new();
                let mut due = start + every.mul_f64(client as f64 / clients as f64);
                while due < start + length {
                    tokio::time::sleep_until(due.into()).await;
                    assert_eq!(connection.ask(path, &cookie).await, Some(200), "{path}");
                    times.push(due.elapsed());
                    due += every;
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.unwrap());
    }
    times.sort_unstable();
    Run { per_second: times.len() as f64 / length.as_secs_f64(), times }
}

/// Asks once; `None` when nobody answers.
pub async fn once(port: u16, path: &str, cookie: &str) -> Option<u16> {
    Connection::open(port).await?.ask(path, cookie).await
}

/// Asks once for the whole page.
pub async fn page(port: u16, path: &str, cookie: &str) -> String {
    let mut connection = Connection::open(port).await.unwrap();
    let status = connection.ask(path, cookie).await;
    assert_eq!(status, Some(200), "{path}");
    String::from_utf8_lossy(&connection.body).into_owned()
}

struct Connection {
    stream: BufReader<TcpStream>,
    body: Vec<u8>,
}

impl Connection {
    async fn open(port: u16) -> Option<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
        stream.set_nodelay(true).ok()?;
        Some(Self { stream: BufReader::with_capacity(65_536, stream), body: Vec::new() })
    }

    async fn ask(&mut self, path: &str, cookie: &str) -> Option<u16> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\
             Cookie: {cookie}\r\n\r\n"
        );
        self.stream.write_all(request.as_bytes()).await.ok()?;
        let (mut status, mut length) = (None, 0);
        let mut line = String::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line).await.ok()?;
            let text = line.trim_end();
            if text.is_empty() {
                break;
            }
            status = status.or_else(|| text.split(' ').nth(1)?.parse().ok());
            if let Some((name, value)) = text.split_once(": ")
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.parse().ok()?;
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).await.ok()?;
        status
    }
}
