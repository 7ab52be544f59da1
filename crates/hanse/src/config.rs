//! From what was said at the start to what every action needs.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use actions::{App, Config};
use store::Store;
use worker::Post;

use crate::arguments::Place;
use crate::clock;
use crate::failure::{Failure, Outcome};

/// The folder for everything that is no row.
const DATA: &str = "./hanse-data";

/// Opens the database and puts together what every action needs.
///
/// # Errors
/// [`Failure`] when the database cannot be opened or the base URL is none.
pub(crate) async fn open(place: &Place) -> Result<App, Failure> {
    let base_url = base_url(place)?;
    let store = open_store(&place.database).await?;
    let config = Config { base_url, mail: place.smtp.is_some(), behind_proxy: place.behind_proxy };
    let app = App::new(store, Arc::new(clock::now), Arc::new(clock::chance), config).await?;
    let data = place.data.clone().unwrap_or_else(|| PathBuf::from(DATA));
    Ok(app.with_files(&data.join("files")))
}

/// As [`open`], where a mistyped name must not make a new, empty database.
///
/// # Errors
/// As [`open`] and [`must_be_there`].
pub(crate) async fn open_existing(place: &Place) -> Result<App, Failure> {
    must_be_there(place)?;
    open(place).await
}

/// Looks whether there is a database.
///
/// # Errors
/// [`Failure`] when the SQLite file is not there. A PostgreSQL server answers for itself.
pub(crate) fn must_be_there(place: &Place) -> Outcome {
    match Store::file_of(&place.database) {
        Some(file) if !file.is_file() => {
            Err(Failure::new(format!("There is no database {}.", file.display())))
        }
        _ => Ok(()),
    }
}

/// Where letters go; `None` when the server was not told to send any.
///
/// # Errors
/// [`Failure`] when the address of the mail server or of the sender cannot be read.
pub(crate) fn post(place: &Place, config: &Config) -> Result<Option<Post>, Failure> {
    let Some(smtp) = &place.smtp else { return Ok(None) };
    let from = place.mail_from.clone().unwrap_or_else(|| format!("hanse@{}", host_of(config)));
    let post = Post::open(smtp, &from);
    post.map(Some).map_err(|error| Failure::of("Letters cannot be sent", &error))
}

/// The host of the base URL, without its port.
fn host_of(config: &Config) -> &str {
    let (_, host) = config.base_url.split_once("://").unwrap_or_default();
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Opens the database alone.
///
/// # Errors
/// [`Failure`] when that fails; it names the database, without a password.
pub(crate) async fn open_store(url: &str) -> Result<Store, Failure> {
    let tried = format!("The database {} could not be opened", without_password(url));
    Store::open(url).await.map_err(|error| Failure::of(&tried, &error))
}

/// A database's URL as it may be shown.
pub(crate) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    match rest.rsplit_once('@') {
        Some((login, host)) => {
            let user = login.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{host}")
        }
        None => url.to_owned(),
    }
}

fn base_url(place: &Place) -> Result<String, Failure> {
    let Some(said) = &place.base_url else { return Ok(base_url_of(place.listen)) };
    let url = said.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => {
            Ok(url.to_owned())
        }
        _ => Err(Failure::new(format!(
            "The base URL “{said}” should be http:// or https:// and a host, and nothing more."
        ))),
    }
}

/// How a browser on this machine reaches the server. Loopback is called by its name, because
/// passkeys work with a name only.
pub(crate) fn base_url_of(listen: SocketAddr) -> String {
    if listen.ip().is_loopback() || listen.ip().is_unspecified() {
        format!("http://localhost:{}", listen.port())
    } else {
        format!("http://{listen}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(base_url: Option<&str>, listen: &str) -> Place {
        Place {
            database: String::new(),
            base_url: base_url.map(str::to_owned),
            listen: listen.parse().unwrap(),
            data: None,
            smtp: None,
            mail_from: None,
            behind_proxy: false,
        }
    }

    #[test]
    fn the_base_url_is_what_was_said_or_follows_from_where_it_listens() {
        let url = |said, listen| base_url(&place(said, listen)).ok();
        assert_eq!(url(None, "127.0.0.1:1").as_deref(), Some("http://localhost:1"));
        assert_eq!(url(None, "10.0.0.5:80").as_deref(), Some("http://10.0.0.5:80"));
        let said = url(Some("https://alliance.example/"), "127.0.0.1:1");
        assert_eq!(said.as_deref(), Some("https://alliance.example"));
        for wrong in ["alliance.example", "https://", "https://a.example/path", "ftp://a.example"] {
            assert_eq!(url(Some(wrong), "127.0.0.1:1"), None, "{wrong}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(
            without_password("postgres://hanse:se:cr@et@db.example/hanse"),
            "postgres://hanse@db.example/hanse"
        );
        assert_eq!(without_password("./hanse.db"), "./hanse.db");
        assert_eq!(without_password("postgres://localhost/h"), "postgres://localhost/h");
    }
}
