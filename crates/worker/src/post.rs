//! Where letters go: a mail server, or a folder in which each letter is a file.

use std::path::Path;
use std::time::{Duration, SystemTime};

use domain::kernel::time::Time;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::{file, smtp};
use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor, address,
};
use thiserror::Error;

use crate::words::Words;

/// How long a mail server may take for one letter.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sends letters. Cheap to clone.
#[derive(Clone)]
pub struct Post {
    from: Mailbox,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(AsyncFileTransport<Tokio1Executor>),
}

/// Why there is no post, or a letter was not sent.
#[derive(Debug, Error)]
pub enum PostError {
    /// The address of the mail server cannot be read.
    #[error("this is no address of a mail server; it looks like smtp://USER:PASSWORD@HOST:587")]
    Url(#[source] smtp::Error),
    /// The folder cannot be made.
    #[error("the folder for letters cannot be made")]
    Folder(#[source] std::io::Error),
    /// No letter can come from or go to such an address.
    #[error("no mail reaches this address")]
    Address(#[source] address::AddressError),
    /// The letter has something in it that no mail may have.
    #[error("this letter cannot be written")]
    Letter(#[source] lettre::error::Error),
    /// The mail server did not take it.
    #[error("the mail server said: {0}")]
    Smtp(smtp::Error),
    /// The folder did not take it.
    #[error("the letter could not be put into its folder: {0}")]
    File(file::Error),
}

impl PostError {
    /// Whether trying again is of no use.
    pub fn is_final(&self) -> bool {
        match self {
            Self::Address(_) | Self::Letter(_) => true,
            Self::Smtp(error) => error.is_permanent(),
            Self::Url(_) | Self::Folder(_) | Self::File(_) => false,
        }
    }
}

impl Post {
    /// By a mail server: `smtp://USER:PASSWORD@HOST:587` (encrypted if the server can; with
    /// `?tls=required`, always) or `smtps://…`; or into a folder: `file:FOLDER`. `from` is the
    /// sender's address.
    ///
    /// # Errors
    /// [`PostError`] when the address cannot be read or the folder not made. Whether the server
    /// answers is found out with the first letter.
    pub fn open(url: &str, from: &str) -> Result<Self, PostError> {
        match url.strip_prefix("file:") {
            Some(folder) => Self::into_folder(Path::new(folder), from),
            None => {
                let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
                let smtp = smtp.map_err(PostError::Url)?.timeout(Some(PATIENCE)).build();
                Ok(Self { from: mailbox(from)?, way: Way::Smtp(smtp) })
            }
        }
    }

    /// Into a folder, one file `*.eml` a letter: for trying things out.
    ///
    /// # Errors
    /// [`PostError::Folder`] when it cannot be made.
    pub fn into_folder(folder: &Path, from: &str) -> Result<Self, PostError> {
        std::fs::create_dir_all(folder).map_err(PostError::Folder)?;
        Ok(Self { from: mailbox(from)?, way: Way::Folder(AsyncFileTransport::new(folder)) })
    }

    /// Sends a letter that is written at `now`.
    ///
    /// # Errors
    /// [`PostError`] when it was not taken.
    pub async fn send(&self, to: &str, words: &Words, now: Time) -> Result<(), PostError> {
        let letter = Message::builder()
            .from(self.from.clone())
            .to(mailbox(to)?)
            .date(on_the_calendar(now))
            .subject(words.subject.as_str())
            .header(ContentType::TEXT_PLAIN)
            .body(words.text.clone())
            .map_err(PostError::Letter)?;
        match &self.way {
            Way::Smtp(way) => way.send(letter).await.map(|_| ()).map_err(PostError::Smtp),
            Way::Folder(way) => way.send(letter).await.map(|_| ()).map_err(PostError::File),
        }
    }
}

fn mailbox(text: &str) -> Result<Mailbox, PostError> {
    text.parse().map_err(PostError::Address)
}

fn on_the_calendar(now: Time) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(now.0).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_that_is_none_is_said_at_the_start() {
        assert!(matches!(Post::open("not a url", "h@example.org"), Err(PostError::Url(_))));
        let from = Post::open("smtp://localhost:25", "nobody");
        assert!(matches!(from, Err(PostError::Address(_))));
    }
}
