//! One visitor's window. It does what a person does, and waits as a person waits.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use crate::folder::target;
use crate::words::{self, Match};
use crate::{Look, wire};

/// Longer than any page may take, even on a machine that also compiles; shorter than a reader's
/// patience with a failing test.
const PATIENCE: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_millis(50);

/// A window of [`crate::Browser`].
pub struct Window {
    client: Client,
    look: Look,
}

impl Window {
    pub(crate) async fn new(client: Client, look: Look) -> Self {
        let mut window = Self { client, look };
        window.wear(look).await;
        window
    }

    /// Looks at the page in another way. Whether scripts run was settled with the window.
    pub async fn wear(&mut self, look: Look) {
        self.look = Look { javascript: self.look.javascript, ..look };
        self.resize(look.height).await;
        let scheme = if look.dark { "dark" } else { "light" };
        let features = json!({ "media": "", "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]});
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// How the visitor looks at the page.
    #[must_use]
    pub fn look(&self) -> Look {
        self.look
    }

    /// Opens an address.
    pub async fn go(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// Opens a link that signs in, and says yes where the page asks first.
    pub async fn sign_in(&self, link: &str) {
        self.go(link).await;
        if self.path().await.starts_with("/sign-in/") {
            self.click("Sign in").await;
        }
        self.until("not signed in", async || {
            Ok((!self.path().await.starts_with("/sign-in")).then_some(()))
        })
        .await;
    }

    /// Opens the page again.
    pub async fn reload(&self) {
        self.client.refresh().await.expect("a page can be opened again");
    }

    /// Where the window is: path and query.
    pub async fn path(&self) -> String {
        let url = self.client.current_url().await.expect("a window has an address");
        url[url::Position::BeforePath..].to_owned()
    }

    /// Waits until the window is at this path, whatever the query.
    pub async fn at(&self, path: &str) {
        self.until(&format!("not at {path}"), async || {
            let here = self.path().await;
            Ok((here.split('?').next() == Some(path)).then_some(()))
        })
        .await;
    }

    /// Waits until the page shows the words. Line breaks count as spaces.
    pub async fn see(&self, words: &str) {
        self.until(&format!("“{words}” is not to be seen"), async || {
            Ok(self.shown().await?.contains(words).then_some(()))
        })
        .await;
    }

    /// Waits until the page does not show the words.
    pub async fn not_see(&self, words: &str) {
        self.until(&format!("“{words}” is still to be seen"), async || {
            Ok((!self.shown().await?.contains(words)).then_some(()))
        })
        .await;
    }

    /// What the page shows, on one line.
    pub async fn text(&self) -> String {
        self.shown().await.expect("a page has a text")
    }

    /// The name of the page in the window's title.
    pub async fn title(&self) -> String {
        self.client.title().await.expect("a window has a title")
    }

    /// Presses the link or button with these words, the one in the middle of the page first.
    pub async fn click(&self, words: &str) {
        self.until(&format!("no link or button “{words}” can be pressed"), async || {
            for how in Match::ORDER {
                if self.press(&words::pressable(words, how)).await? {
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await;
    }

    /// Presses the link or button in the row, card or section that says `near`.
    pub async fn click_near(&self, near: &str, words: &str) {
        let what = format!("no link or button “{words}” can be pressed near “{near}”");
        self.until(&what, async || {
            for how in Match::ORDER {
                for steps in 1..=4 {
                    if self.press(&words::pressable_near(words, near, how, steps)).await? {
                        return Ok(Some(()));
                    }
                }
            }
            Ok(None)
        })
        .await;
    }

    /// Writes into the field with this label, in place of what stood there.
    pub async fn fill(&self, label: &str, text: &str) {
        self.until(&format!("no field “{label}” can be filled in"), async || {
            let Some(field) = self.field(label).await? else { return Ok(None) };
            field.clear().await?;
            field.send_keys(text).await?;
            Ok(Some(()))
        })
        .await;
    }

    /// Puts a file into the field with this label.
    pub async fn upload(&self, label: &str, file: &Path) {
        self.until(&format!("no field “{label}” takes a file"), async || {
            let Some(field) = self.any_field(label).await? else { return Ok(None) };
            field.send_keys(&file.to_string_lossy()).await?;
            Ok(Some(()))
        })
        .await;
    }

    /// What stands in the field with this label.
    pub async fn value(&self, label: &str) -> String {
        self.until(&format!("no field “{label}” can be read"), async || {
            let Some(field) = self.any_field(label).await? else { return Ok(None) };
            Ok(Some(field.prop("value").await?.unwrap_or_default()))
        })
        .await
    }

    /// Chooses from the list, or the group of choices, with this label.
    pub async fn choose(&self, label: &str, option: &str) {
        self.until(&format!("“{option}” cannot be chosen for “{label}”"), async || {
            for how in Match::ORDER {
                if let Some(list) = self.any_field(label).await?
                    && let Ok(entry) = list.find(Locator::XPath(&words::option(option, how))).await
                {
                    entry.click().await?;
                    return Ok(Some(()));
                }
                if self.press(&words::choice(label, option, how)).await? {
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await;
    }

    /// Ticks the box, or picks the choice, with this label; a ticked one stays ticked.
    pub async fn tick(&self, label: &str) {
        self.set(label, true).await;
    }

    /// Takes the tick out of the box with this label.
    pub async fn untick(&self, label: &str) {
        self.set(label, false).await;
    }

    /// Runs a script in the page and returns what it returns. Where the visitor's scripts are
    /// off it still runs, but it must answer at once: timers and promises stand still.
    pub async fn script(&self, script: &str) -> Value {
        let done = self.client.execute(script, Vec::new()).await;
        done.unwrap_or_else(|error| panic!("the script failed: {error}\n{script}"))
    }

    /// From now on the visitor's device holds passkeys, and the visitor always agrees.
    pub async fn hold_passkeys(&self) {
        wire::plug_in_authenticator(&self.client).await.expect("chromedriver has passkeys");
    }

    /// What the browser complained of since this was last asked: errors of scripts, breaches of
    /// the content security policy, files that are not there. A page that is itself a refusal
    /// (a form sent back with its errors) is none, nor is one that was left meanwhile.
    pub async fn troubles(&self) -> Vec<String> {
        let log = wire::console(&self.client).await.expect("the browser keeps a log");
        let entries = log.as_array().cloned().unwrap_or_default();
        let here = self.client.current_url().await.expect("a window has an address").to_string();
        let text = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        let severe = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        let messages = severe.map(|entry| (text(entry, "source"), text(entry, "message")));
        let answer = |(source, message): &(String, String)| {
            let sent_back = message.contains("status of 422");
            source == "network" && (sent_back || message.starts_with(&format!("{here} ")))
        };
        messages.filter(|it| !answer(it)).map(|(source, it)| format!("{source}: {it}")).collect()
    }

    /// A picture of the whole page, in `journeys/` of the target folder.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let path = target().join("journeys").join(format!("{name}.png"));
        self.picture(&path).await;
        path
    }

    /// A picture of the whole page, in full height.
    pub async fn picture(&self, path: &Path) {
        let script = "return Math.ceil(document.documentElement.getBoundingClientRect().height)";
        let height = self.script(script).await.as_u64().and_then(|it| u32::try_from(it).ok());
        self.resize(height.unwrap_or(0).max(self.look.height)).await;
        self.picture_of_window(path).await;
        self.resize(self.look.height).await;
    }

    /// A picture of what fits into the window.
    pub async fn picture_of_window(&self, path: &Path) {
        // Without scripts nothing can tell us when the fonts are there.
        if self.look.javascript {
            self.script("return document.fonts.ready.then(() => null)").await;
        }
        let png = self.client.screenshot().await.expect("chromedriver takes pictures");
        let folder = path.parent().expect("a picture lies in a folder");
        fs::create_dir_all(folder).expect("the target folder can be written to");
        fs::write(path, png).expect("the target folder can be written to");
    }

    /// Closes the window before its browser goes.
    pub async fn close(self) {
        self.client.close().await.expect("a window can be closed");
    }

    async fn resize(&self, height: u32) {
        let metrics = json!({
            "width": self.look.width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    async fn devtools(&self, command: &str, parameters: Value) {
        let done = wire::devtools(&self.client, command, parameters).await;
        done.unwrap_or_else(|error| panic!("{command}: {error}"));
    }

    async fn shown(&self) -> Result<String, CmdError> {
        let text = self.client.find(Locator::Css("body")).await?.text().await?;
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Presses the first that is shown; whether there was one.
    async fn press(&self, xpath: &str) -> Result<bool, CmdError> {
        let mut outside = Vec::new();
        for element in self.client.find_all(Locator::XPath(xpath)).await? {
            if !element.is_displayed().await? {
                continue;
            }
            // To the middle, where no bar lies over it, as a person would scroll.
            let inside = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'}); \
                          return arguments[0].closest('main, dialog') !== null";
            let argument = serde_json::to_value(&element)?;
            if self.client.execute(inside, vec![argument]).await? == json!(true) {
                element.click().await?;
                return Ok(true);
            }
            outside.push(element);
        }
        match outside.first() {
            Some(element) => element.click().await.map(|()| true),
            None => Ok(false),
        }
    }

    async fn set(&self, label: &str, ticked: bool) {
        self.until(&format!("the box “{label}” cannot be set"), async || {
            let Some(field) = self.any_field(label).await? else { return Ok(None) };
            if field.is_selected().await? == ticked {
                return Ok(Some(()));
            }
            for how in Match::ORDER {
                if self.press(&words::label(label, how)).await? {
                    return Ok(Some(()));
                }
            }
            field.click().await.map(Some)
        })
        .await;
    }

    async fn field(&self, label: &str) -> Result<Option<Element>, CmdError> {
        self.first_field(label, true).await
    }

    /// Also one that the page draws itself and hides.
    async fn any_field(&self, label: &str) -> Result<Option<Element>, CmdError> {
        self.first_field(label, false).await
    }

    async fn first_field(&self, label: &str, shown: bool) -> Result<Option<Element>, CmdError> {
        for how in Match::ORDER {
            let found = self.client.find_all(Locator::XPath(&words::field(label, how))).await?;
            for field in found {
                if !shown || field.is_displayed().await? {
                    return Ok(Some(field));
                }
            }
        }
        Ok(None)
    }

    /// Tries again until there is an answer. A page that changes under our hands is no failure
    /// yet; patience that runs out is, with a picture.
    async fn until<T>(
        &self,
        failure: &str,
        attempt: impl AsyncFn() -> Result<Option<T>, CmdError>,
    ) -> T {
        let start = Instant::now();
        loop {
            let reason = match attempt().await {
                Ok(Some(answer)) => return answer,
                Ok(None) => String::new(),
                Err(error) => format!("\n{error}"),
            };
            if start.elapsed() > PATIENCE {
                let url =
                    self.client.current_url().await.map_or_else(|it| it.to_string(), Into::into);
                let shown = self.shown().await.unwrap_or_default();
                let picture = self.screenshot(&format!("failed-{}", std::process::id())).await;
                let picture = picture.display();
                panic!("{failure}, on {url}{reason}\nThe page says: {shown}\nPicture: {picture}");
            }
            tokio::time::sleep(GLANCE).await;
        }
    }
}
