//! Importing a file of members: look at it first, then take it in, and undo that if it was a
//! mistake. Nothing is half-written: a batch is taken in whole or not at all.

use domain::kernel::id::{BatchId, MemberId, PersonId};
use domain::kernel::who::Who;
use domain::members::file::twins::Likeness;
use domain::members::visibility::{Part, Viewer};
use store::members::alike::Alike;
pub use store::members::imports::{Batch, Counts, Stage};
use store::{ReadTx, members::imports as rows};

use crate::error::ActionError;
use crate::permission::{Act, must};

/// Free addresses for many names at once.
mod handles;
/// Which rows are new, which are there already, and which have something to do.
mod judging;
/// Looking at a file and at the batches there are.
mod looking;
/// The rows that are not taken in, as a file.
mod rejecting;
/// A file as rows.
mod sheet;
/// Taking a batch in, and undoing it.
mod taking;

pub use looking::{
    BATCHES, Found, Look, Opened, PAGE, Row, RowVerdict, Show, list, look, preview, read, rejected,
};
pub use sheet::{BYTES_MAX, CELL_MAX, ROWS_MAX};
pub use store::members::imports::Came;
pub use taking::{Progress, Twins, Undone, take, undo};

/// Who imports or exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// Whoever runs the command line on the server; what they do is recorded without a person.
    Operator,
    /// Somebody who is, or is not, signed in.
    Person(Who),
}

impl Asker {
    /// Whose batches these are: a person's own, or those of the command line.
    fn owner(self, act: Act) -> Result<Option<PersonId>, ActionError> {
        match self {
            Self::Operator => Ok(None),
            Self::Person(who) => Ok(Some(must(who, act, None)?.person)),
        }
    }

    /// As whom events are recorded.
    fn who(self) -> Who {
        match self {
            Self::Operator => Who::Guest,
            Self::Person(who) => who,
        }
    }

    fn member(self) -> Option<MemberId> {
        self.who().member()
    }

    /// From how near they look at a member; the command line sees all.
    pub(crate) fn viewer(self, member: MemberId) -> Viewer {
        match self {
            Self::Operator => Viewer::Own,
            Self::Person(who) => super::viewer(who, member),
        }
    }

    /// What of a listed member a row may be compared with: a hidden town or address must not be
    /// found out by guessing it in a file.
    fn likeness(self, alike: &Alike) -> Likeness {
        let viewer = self.viewer(alike.id);
        let sees = |part| viewer.sees(alike.visibility.of(part));
        let places = if sees(Part::Places) { alike.places.clone() } else { Default::default() };
        let web = alike.web.as_ref().filter(|_| sees(Part::Contact));
        Likeness::of(&alike.name, &places, web)
    }
}

/// Whether somebody may import at all, asked before their file is read.
///
/// # Errors
/// As [`must`] says.
pub fn allowed(asker: Asker) -> Result<(), ActionError> {
    asker.owner(Act::ImportMembers).map(drop)
}

async fn batch(tx: &mut ReadTx, asker: Asker, id: BatchId) -> Result<Batch, ActionError> {
    let owner = asker.owner(Act::ImportMembers)?;
    rows::find(tx, id, owner).await?.ok_or(ActionError::NotFound("import"))
}

/// Work that takes the processor for long, beside the tasks that answer others.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
