//! Free addresses for many names at once, with few questions to the store.

use std::collections::{BTreeSet, HashMap};

use domain::kernel::text::Handle;
use domain::members::file::row::Draft;
use store::ReadTx;
use store::members::alike::taken_handles;

use crate::error::ActionError;

/// How many numbers behind a name are asked about at once.
const ASKED_AT_ONCE: u32 = 40;

/// One free handle for each draft: the one it asks for, or its name, with the smallest number
/// behind it that nobody has or had.
pub(super) async fn choose(tx: &mut ReadTx, drafts: &[&Draft]) -> Result<Vec<Handle>, ActionError> {
    let wish = |it: &&Draft| it.handle.clone().unwrap_or_else(|| plain(it));
    let wishes: Vec<Handle> = drafts.iter().map(wish).collect();
    let asked: Vec<&str> = wishes.iter().map(Handle::as_str).collect();
    let mut free = Free { taken: taken_handles(tx, &asked).await?, next: HashMap::new() };
    let mut chosen = Vec::with_capacity(drafts.len());
    for (draft, wish) in drafts.iter().zip(wishes) {
        chosen.push(if free.take(&wish) { wish } else { free.numbered(tx, draft).await? });
    }
    Ok(chosen)
}

fn plain(draft: &Draft) -> Handle {
    Handle::suggest(draft.name().as_str(), 1)
}

struct Free {
    /// Those that somebody has, as far as asked, and those chosen here.
    taken: BTreeSet<String>,
    /// For each name the next number to try, and the first that was not asked about.
    next: HashMap<String, (u32, u32)>,
}

impl Free {
    fn take(&mut self, handle: &Handle) -> bool {
        self.taken.insert(handle.as_str().to_owned())
    }

    async fn numbered(&mut self, tx: &mut ReadTx, draft: &Draft) -> Result<Handle, ActionError> {
        let name = draft.name().as_str();
        let stem = plain(draft).as_str().to_owned();
        let (mut number, mut unknown) = self.next.get(&stem).copied().unwrap_or((2, 2));
        loop {
            if number == unknown {
                let some = unknown..unknown + ASKED_AT_ONCE;
                let some: Vec<Handle> = some.map(|it| Handle::suggest(name, it)).collect();
                let some: Vec<&str> = some.iter().map(Handle::as_str).collect();
                self.taken.extend(taken_handles(tx, &some).await?);
                unknown += ASKED_AT_ONCE;
            }
            let handle = Handle::suggest(name, number);
            number += 1;
            if self.take(&handle) {
                self.next.insert(stem, (number, unknown));
                return Ok(handle);
            }
        }
    }
}
