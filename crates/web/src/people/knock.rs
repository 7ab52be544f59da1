//! Who knocks: from where, with which device.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actions::App;
use actions::people::sign_in::Knock;
use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::visit::Visit;

/// Somebody at the door, before it is known who they are.
pub struct Knocking {
    /// Where the request comes from, for counting tries.
    pub from: String,
    device: String,
}

impl Knocking {
    /// With the session that this device has so far.
    pub fn with(self, visit: &Visit) -> Knock {
        let before = visit.arrival.session.as_ref().map(|it| it.id);
        Knock { from: self.from, device: self.device, before }
    }
}

impl<S> FromRequestParts<S> for Knocking
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip());
        let behind_proxy = App::from_ref(state).config.behind_proxy;
        let agent = parts.headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok());
        Ok(Self {
            from: from(peer, behind_proxy, &parts.headers),
            device: device(agent.unwrap_or_default()),
        })
    }
}

/// Where a request comes from: the other end of the connection, or what our proxy says. It adds
/// the address it sees to the end of the line, so only the last one is not made up.
fn from(peer: Option<IpAddr>, behind_proxy: bool, headers: &HeaderMap) -> String {
    let mut lines =
        headers.get_all("x-forwarded-for").into_iter().filter_map(|it| it.to_str().ok());
    let last = lines.next_back().and_then(|it| it.rsplit(',').next()?.trim().parse().ok());
    match last.filter(|_| behind_proxy).or(peer) {
        Some(address) => network(address),
        None => "unknown".to_owned(),
    }
}

/// A home or office has 2^64 addresses of IPv6, so they count as one.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let network = u128::from(address) >> 64 << 64;
            format!("{}/64", Ipv6Addr::from(network))
        }
    }
}

/// What a device calls itself, in plain words. Browsers name each other in this line, so the more
/// particular ones are asked first.
fn device(agent: &str) -> String {
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, word)| *word)
    };
    let browser = find(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = find(&[
        ("iPhone", "an iPhone"),
        ("iPad", "an iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("CrOS", "a Chromebook"),
        ("Macintosh", "a Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("A browser on {system}"),
        (None, None) => "A device without a name".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn devices_are_called_by_plain_words() {
        for (agent, words) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Firefox/146.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
                "Safari on an iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/156.0 Safari/537.36 Edg/156.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 16) Chrome/156.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            ("curl/8.5.0", "A device without a name"),
            ("", "A device without a name"),
        ] {
            assert_eq!(device(agent), words, "{agent}");
        }
    }

    #[test]
    fn only_our_own_proxy_is_believed() {
        let peer = Some("10.0.0.9".parse().unwrap());
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("1.2.3.4, 5.6.7.8"));
        assert_eq!(from(peer, false, &headers), "10.0.0.9");
        assert_eq!(from(peer, true, &headers), "5.6.7.8");
        headers.append("x-forwarded-for", HeaderValue::from_static("not an address"));
        assert_eq!(from(peer, true, &headers), "10.0.0.9");
        assert_eq!(from(None, false, &headers), "unknown");
    }

    #[test]
    fn a_network_of_version_six_counts_as_one() {
        let of = |address: &str| network(address.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(of("2001:db8:1:2::9"), of("2001:db8:1:2:3:4:5:6"));
        assert_eq!(of("::ffff:1.2.3.4"), "1.2.3.4");
    }
}
