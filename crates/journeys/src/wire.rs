//! Commands of chromedriver that fantoccini has no words for.

use fantoccini::Client;
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A POST below the session's address.
#[derive(Debug)]
struct Post<'a> {
    path: &'a str,
    body: Value,
}

impl WebDriverCompatibleCommand for Post<'_> {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// A command of the Chrome DevTools Protocol.
pub(crate) async fn devtools(
    client: &Client,
    command: &str,
    parameters: Value,
) -> Result<Value, CmdError> {
    let body = json!({ "cmd": command, "params": parameters });
    client.issue_cmd(Post { path: "goog/cdp/execute", body }).await
}

/// What the browser wrote to its console since this was last asked.
pub(crate) async fn console(client: &Client) -> Result<Value, CmdError> {
    client.issue_cmd(Post { path: "se/log", body: json!({ "type": "browser" }) }).await
}

/// Plugs in a device that holds passkeys and always finds the right finger.
/// (W3C Web Authentication, section 11: user agent automation.)
pub(crate) async fn plug_in_authenticator(client: &Client) -> Result<Value, CmdError> {
    let body = json!({
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": true,
        "hasUserVerification": true,
        "isUserConsenting": true,
        "isUserVerified": true,
    });
    client.issue_cmd(Post { path: "webauthn/authenticator", body }).await
}
