//! Chromium, moved by chromedriver.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;

use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

use crate::folder::{Folder, unique};
use crate::skip::skip;
use crate::{Look, Window};

/// Chromium's content setting for "never".
const BLOCKED: u8 = 2;

/// A machine that also compiles may need this long for what takes a second otherwise.
const SCRIPT_MS_MAX: u32 = 120_000;

/// A chromedriver of this test's own. It goes, with all its windows, when this is dropped.
pub struct Browser {
    driver: Child,
    port: u16,
    profiles: Folder,
}

impl Browser {
    /// Starts chromedriver; `None`, having said so, where there is none.
    #[must_use]
    pub fn start() -> Option<Self> {
        let Some(program) = chromedriver() else { return skip("chromedriver") };
        let mut driver = Command::new(program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver can be run");
        let mut lines = BufReader::new(driver.stdout.take().expect("stdout is piped")).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("started successfully on port ")?;
                port.trim_end_matches('.').parse::<u16>().ok()
            })
            .expect("chromedriver says on which port it listens");
        // A full pipe would stop it.
        thread::spawn(move || lines.for_each(drop));
        Some(Self { driver, port, profiles: Folder::new("browser") })
    }

    /// Opens a window with a profile of its own: a visitor who was never here.
    pub async fn window(&self, look: Look) -> Window {
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(self.capabilities(look))
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .expect("chromedriver opens a window");
        Window::new(client, look).await
    }

    fn capabilities(&self, look: Look) -> Map<String, Value> {
        let profile = self.profiles.path().join(unique());
        let mut preferences = json!({ "profile.password_manager_leak_detection": false });
        if !look.javascript {
            preferences["profile.managed_default_content_settings.javascript"] = json!(BLOCKED);
        }
        let options = json!({
            "args": [
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--lang=en-GB",
                format!("--window-size={},{}", look.width, look.height),
                format!("--user-data-dir={}", profile.display()),
            ],
            "prefs": preferences,
        });
        let mut capabilities = Map::new();
        capabilities.insert("timeouts".into(), json!({ "script": SCRIPT_MS_MAX }));
        capabilities.insert("goog:chromeOptions".into(), options);
        capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
        capabilities
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Killed, it would leave its windows behind; asked, it closes them first.
        let asked = TcpStream::connect(("127.0.0.1", self.port)).and_then(|mut stream| {
            stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")?;
            stream.read(&mut [0]).map(drop)
        });
        if asked.is_err() {
            let _ = self.driver.kill();
        }
        let _ = self.driver.wait();
    }
}

fn chromedriver() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROMEDRIVER") {
        return Some(named.into());
    }
    let path = env::var_os("PATH")?;
    let names = ["chromedriver", "chromium.chromedriver"];
    let mut places = env::split_paths(&path).flat_map(|it| names.map(|name| it.join(name)));
    places.find(|place| place.is_file())
}
