//! Where members are, counted by country (R86), for the public page. Counted from what everyone
//! may see, kept in memory until something happens, and counted anew then; in an alliance of
//! many not at once, and at most every ten minutes in a very large one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::kernel::geo::Country;
use domain::kernel::id::{EventId, MemberId};
use domain::kernel::time::Time;
use domain::kernel::who::Who;
use domain::members::parts::{Places, Standing};
use domain::members::visibility::{Part, Viewer};
use store::members as rows;

use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, may};

/// The more there are, the older a count may be, because it takes longer and changes less: a
/// second for so many members, and ten minutes at most.
const MEMBERS_PER_SECOND: i64 = 100;
const SECONDS_MAX: i64 = 600;
/// So long after the last event nothing earlier shows up any more.
const SETTLED_MS: i64 = 15_000;
/// How many are read at once.
const PAGE: i64 = 1_000;

/// Members and where they are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Presence {
    /// How many members have joined.
    pub members: i64,
    /// How many contacts are listed.
    pub contacts: i64,
    /// How many are in each country, as far as everyone may know; most members first.
    pub countries: Vec<InCountry>,
}

/// The members in one country.
#[derive(Debug, Clone, PartialEq)]
pub struct InCountry {
    /// Which one.
    pub country: Country,
    /// How many.
    pub members: i64,
    /// The middle of their places, in degrees north and east, where any is known.
    pub middle: Option<(f64, f64)>,
}

#[derive(Default)]
struct Sum {
    members: i64,
    points: f64,
    north: f64,
    east: f64,
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
    let mut countries: BTreeMap<String, (Country, Sum)> = BTreeMap::new();
    let mut after = MemberId::from_bits(0);
    loop {
        let page = rows::places_after(&mut tx, Standing::Member, after, PAGE).await?;
        let Some((last, ..)) = page.last() else { break };
        after = *last;
        for (_, places, visibility) in &page {
            if Viewer::Stranger.sees(visibility.of(Part::Places)) {
                add(&mut countries, places);
            }
        }
    }
    let mut countries: Vec<InCountry> =
        countries.into_values().map(|(country, sum)| sum.of(country)).collect();
    countries.sort_by(|a, b| {
        b.members.cmp(&a.members).then_with(|| a.country.name().cmp(b.country.name()))
    });
    let members = rows::count(&mut tx, Standing::Member).await?;
    let contacts = rows::count(&mut tx, Standing::Contact).await?;
    let presence = Presence { members, contacts, countries };
    app.counted.put(Count { presence: presence.clone(), upto, at: app.now() });
    Ok(presence)
}

fn add(countries: &mut BTreeMap<String, (Country, Sum)>, places: &Places) {
    for country in places.countries() {
        let code = country.code().to_owned();
        let (_, sum) = countries.entry(code).or_insert_with(|| (country, Sum::default()));
        sum.members += 1;
        let there = places.as_slice().iter().filter(|it| it.country == country);
        if let Some(point) = there.filter_map(|it| it.at).next() {
            let (north, east) = point.degrees();
            (sum.points, sum.north, sum.east) =
                (sum.points + 1.0, sum.north + north, sum.east + east);
        }
    }
}

impl Sum {
    fn of(self, country: Country) -> InCountry {
        let known = self.points > 0.0;
        let middle = known.then(|| (self.north / self.points, self.east / self.points));
        InCountry { country, members: self.members, middle }
    }
}

impl Count {
    /// Whether it is still to be believed when `upto` is the last event. Events of one moment
    /// have no order, and some become visible late, so a count made just after the last one is
    /// made again.
    fn holds(&self, upto: EventId, now: Time) -> bool {
        let last = i64::try_from(self.upto.bits() >> 80).unwrap_or(i64::MAX);
        let settled = self.at.0 / 1_000 > last.saturating_add(SETTLED_MS);
        let seconds = (self.presence.members / MEMBERS_PER_SECOND).min(SECONDS_MAX);
        (self.upto == upto && settled) || now < self.at.plus_seconds(seconds)
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
