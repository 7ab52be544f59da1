//! Where members are, counted by country (R86), for the public page. Counted from what everyone
//! may see, kept in memory until something happens, and counted anew then; in an alliance of very
//! many at most every ten minutes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::kernel::geo::Country;
use domain::kernel::id::{EventId, MemberId};
use domain::kernel::time::Time;
use domain::kernel::who::Who;
use domain::members::parts::Standing;
use domain::members::visibility::{Part, Viewer};
use store::members as rows;

use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, may};

/// From so many members on, a count may be some minutes old.
const MANY: i64 = 20_000;
const SECONDS_MAX: i64 = 600;
/// So long after the last event nothing earlier shows up any more.
const SETTLED_MS: i64 = 15_000;
/// How many are read at once.
const PAGE: i64 = 1_000;

/// Members and where they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presence {
    /// How many members have joined.
    pub members: i64,
    /// How many contacts are listed.
    pub contacts: i64,
    /// In how many of their public places they are, most members first.
    pub countries: Vec<(Country, i64)>,
}

/// The last count; one for each running server.
#[derive(Debug, Clone, Default)]
pub struct Counted(Arc<Mutex<Option<Count>>>);

#[derive(Debug, Clone)]
struct Count {
    presence: Presence,
    /// The last event when it was made.
    upto: EventId,
    at: Time,
}

/// How many there are, and where.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn presence(app: &App, who: Who) -> Result<Presence, ActionError> {
    may(who, Act::ReadAlliance, None)?;
    let mut tx = app.store.read().await?;
    let upto = store::events::newest(&mut tx).await?;
    if let Some(known) = app.counted.get().filter(|it| it.holds(upto, app.now())) {
        return Ok(known.presence);
    }
    let mut countries: BTreeMap<String, (Country, i64)> = BTreeMap::new();
    let mut after = MemberId::from_bits(0);
    loop {
        let page = rows::places_after(&mut tx, Standing::Member, after, PAGE).await?;
        let Some((last, ..)) = page.last() else { break };
        after = *last;
        for (_, places, visibility) in &page {
            if !Viewer::Stranger.sees(visibility.of(Part::Places)) {
                continue;
            }
            for country in places.countries() {
                let code = country.code().to_owned();
                countries.entry(code).or_insert((country, 0)).1 += 1;
            }
        }
    }
    let mut countries: Vec<(Country, i64)> = countries.into_values().collect();
    countries.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.name().cmp(b.0.name())));
    let members = rows::count(&mut tx, Standing::Member).await?;
    let contacts = rows::count(&mut tx, Standing::Contact).await?;
    let presence = Presence { members, contacts, countries };
    app.counted.put(Count { presence: presence.clone(), upto, at: app.now() });
    Ok(presence)
}

impl Count {
    /// Whether it is still to be believed when `upto` is the last event. Events of one moment
    /// have no order, and some become visible late, so a count made just after the last one is
    /// made again.
    fn holds(&self, upto: EventId, now: Time) -> bool {
        let last = i64::try_from(self.upto.bits() >> 80).unwrap_or(i64::MAX);
        let settled = self.at.0 / 1_000 > last.saturating_add(SETTLED_MS);
        let young = now < self.at.plus_seconds(SECONDS_MAX);
        (self.upto == upto && settled) || (self.presence.members > MANY && young)
    }
}

impl Counted {
    fn get(&self) -> Option<Count> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put(&self, count: Count) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(count);
    }
}
