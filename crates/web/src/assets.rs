//! Style, script, fonts and drawings: all inside the binary, each under a name that changes with
//! its content, so that a browser may keep it for ever.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::{LazyLock, OnceLock};

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;

/// Everything in `crates/web/assets`, as it lies there.
#[derive(RustEmbed)]
#[folder = "assets/"]
struct Source;

/// The parts of the one style sheet, in the order of the cascade.
const STYLES: &[&str] = &[
    "fonts.css",
    "tokens.css",
    "base.css",
    "layout.css",
    "menus.css",
    "buttons.css",
    "cards.css",
    "forms.css",
    "choices.css",
    "feedback.css",
    "lists.css",
    "figures.css",
    "dialogs.css",
    "pages-find.css",
    "pages-partners.css",
    "pages-profile.css",
    "pages-start.css",
    "pages-notes.css",
    "utilities.css",
    "print.css",
];

/// The parts of the one script that every page loads. What only one page needs is served alone.
const SCRIPTS: &[&str] = &[
    "toast.js",
    "menus.js",
    "times.js",
    "theme.js",
    "copy.js",
    "autosave.js",
    "palette.js",
    "live.js",
];

/// What is served under its own name: `(public name, file)`.
const SINGLES: &[(&str, &str)] = &[
    ("bricolage-latin.woff2", "fonts/bricolage-latin.woff2"),
    ("atkinson-next-latin.woff2", "fonts/atkinson-next-latin.woff2"),
    ("atkinson-next-latin-ext.woff2", "fonts/atkinson-next-latin-ext.woff2"),
    ("icons.svg", "icons.svg"),
    ("favicon.svg", "favicon.svg"),
    ("world.svg", "world.svg"),
    ("htmx.js", "vendor/htmx.min.js"),
    ("passkey.js", "js/passkey.js"),
];

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::load);

/// The names of all icons.
static ICONS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let drawing = text("icons.svg");
    let named = drawing.split("symbol id=\"").skip(1);
    named.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
});

/// The address of an asset, as `/assets/app.0123456789ab.css`.
///
/// # Panics
/// If there is no asset of that name. Names are written in templates, and a test renders them.
#[must_use]
pub fn url(name: &str) -> &'static str {
    let assets: &'static Assets = &ASSETS;
    assets.urls.get(name).unwrap_or_else(|| panic!("there is no asset called {name}"))
}

/// The name of an icon in `icons.svg`, as it came.
///
/// # Panics
/// In debug builds, if there is no icon of that name: an empty square is easily overlooked.
#[must_use]
pub fn icon(name: &str) -> &str {
    debug_assert!(ICONS.contains(name), "there is no icon called {name}");
    name
}

/// `GET /assets/{file}`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{file}", get(serve))
}

/// All assets, by the name templates use (`urls`) and by the name browsers ask for (`files`).
struct Assets {
    urls: BTreeMap<&'static str, String>,
    files: BTreeMap<String, Asset>,
}

struct Asset {
    content_type: &'static str,
    plain: Bytes,
    /// Made when first asked for; `None` where it would not be smaller.
    zipped: OnceLock<Option<Bytes>>,
}

impl Assets {
    fn load() -> Self {
        let mut assets = Self { urls: BTreeMap::new(), files: BTreeMap::new() };
        for (name, file) in SINGLES {
            assets.add(name, content(file));
        }
        let style = assets.with_hashed_urls(&joined("css", STYLES));
        assets.add("app.css", Bytes::from(style));
        assets.add("app.js", Bytes::from(scripts()));
        assets
    }

    fn add(&mut self, name: &'static str, plain: Bytes) {
        let (stem, kind) = name.rsplit_once('.').expect("asset names have an ending");
        let file = format!("{stem}.{:012x}.{kind}", fingerprint(&plain) >> 16);
        self.urls.insert(name, format!("/assets/{file}"));
        let content_type = content_type(kind);
        self.files.insert(file, Asset { content_type, plain, zipped: OnceLock::new() });
    }

    /// Style sheets name other assets as `url("asset:name")`.
    fn with_hashed_urls(&self, style: &str) -> String {
        let mut parts = style.split("asset:");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('"').expect("asset names in styles are quoted");
            out.push_str(self.urls.get(name).expect("styles name assets that exist"));
            out.push('"');
            out.push_str(rest);
        }
        out
    }
}

impl Asset {
    fn zipped(&self) -> Option<Bytes> {
        self.zipped.get_or_init(|| gzip(&self.plain)).clone()
    }
}

async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.files.get(&file) else {
        return (StatusCode::NOT_FOUND, "There is no such file.").into_response();
    };
    let zipped = if takes_gzip(&headers) { asset.zipped() } else { None };
    let is_zipped = zipped.is_some();
    let mut answer = zipped.unwrap_or_else(|| asset.plain.clone()).into_response();
    let out = answer.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    out.insert(header::CACHE_CONTROL, forever);
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_zipped {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    answer
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    accepted.unwrap_or_default().split(',').any(|it| {
        let mut parts = it.split(';').map(str::trim);
        parts.next() == Some("gzip") && parts.next() != Some("q=0")
    })
}

fn content_type(kind: &str) -> &'static str {
    match kind {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

fn content(file: &str) -> Bytes {
    match Source::get(file).expect("the file is listed above and lies in assets/").data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    }
}

fn joined(folder: &str, files: &[&str]) -> String {
    files.iter().map(|file| text(&format!("{folder}/{file}")) + "\n").collect()
}

/// Each part in its own braces: what one part names, no other sees.
fn scripts() -> String {
    SCRIPTS.iter().map(|file| format!("{{\n{}}}\n", text(&format!("js/{file}")))).collect()
}

fn text(file: &str) -> String {
    String::from_utf8(content(file).to_vec()).expect("style and script are written in UTF-8")
}

/// FNV-1a, 64 bits. It names a version of a file and protects nothing.
fn fingerprint(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

fn gzip(plain: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).ok()?;
    let zipped = encoder.finish().ok()?;
    (zipped.len() * 10 < plain.len() * 9).then(|| Bytes::from(zipped))
}

/// Every file as it is served: its name with the hash, and its content.
#[cfg(test)]
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let assets: &'static Assets = &ASSETS;
    assets.files.iter().map(|(name, asset)| (name.as_str(), &asset.plain[..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_in_the_folder_is_served() {
        for file in Source::iter() {
            let is_note = file.ends_with(".md");
            let served = is_note
                || match file.split_once('/') {
                    Some(("css", part)) => STYLES.contains(&part),
                    Some(("js", part)) => SCRIPTS.contains(&part) || part == "passkey.js",
                    _ => SINGLES.iter().any(|(_, single)| *single == file),
                };
            assert!(served, "{file} is in assets/ but nothing serves it");
        }
    }

    #[test]
    fn an_icon_is_known_by_its_whole_name() {
        assert_eq!(icon("arrow-left"), "arrow-left");
        assert!(!ICONS.contains("arrow") && ICONS.len() > 50);
    }

    #[test]
    fn names_change_with_the_content() {
        assert_ne!(fingerprint(b"a"), fingerprint(b"b"));
        assert_eq!(fingerprint(b"hanse"), fingerprint(b"hanse"));
        let url = url("app.css");
        assert!(url.starts_with("/assets/app.") && url.ends_with(".css"), "{url}");
        assert_eq!(url.len(), "/assets/app.0123456789ab.css".len());
    }

    #[test]
    fn styles_ask_for_fonts_by_their_hashed_names() {
        let style = &ASSETS.files[url("app.css").trim_start_matches("/assets/")].plain;
        let style = std::str::from_utf8(style).unwrap();
        assert!(style.contains(url("bricolage-latin.woff2")));
        assert!(!style.contains("asset:"));
    }

    #[test]
    fn all_script_stays_under_25_kilobytes_zipped() {
        let size = |name: &str| {
            let file = url(name).trim_start_matches("/assets/");
            ASSETS.files[file].zipped().expect("script shrinks").len()
        };
        let total = size("app.js") + size("htmx.js") + size("passkey.js");
        assert!(total <= 25_000, "{total} bytes of script");
    }

    #[test]
    fn gzip_is_given_only_to_those_who_take_it() {
        let asks = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            takes_gzip(&headers)
        };
        assert!(asks("br, gzip"));
        assert!(asks("gzip;q=0.5"));
        assert!(!asks("br, gzip;q=0"));
        assert!(!asks("identity"));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
