//! Members for the tests: described as people describe themselves, by the fields of the form.

use crate::fit::Card;
use crate::kernel::id::{MemberId, NeedId, OfferId};
use crate::kernel::text::Line;
use crate::kernel::time::{Day, Time};
use crate::members::change::{self, Change};
use crate::members::member::Member;
use crate::members::offers::{Need, Offer, Reach, When};
use crate::members::parts::{Scope, Tags};

/// The day of all tests.
pub const TODAY: Day = Day(20_600);

/// A member who said nothing but its name.
pub fn nobody(id: u128) -> Member {
    let fresh = TODAY.start();
    Member { id: MemberId::from_bits(id), since: fresh, changed: fresh, ..change::example() }
}

/// A member with these fields, as a form sends them.
pub fn member(id: u128, fields: &[(&str, &str)]) -> Member {
    let read = |(field, text): &(&str, &str)| match *field {
        "offer" => Change::Offer(offer(text)),
        "need" => Change::Need(need(text)),
        _ => Change::parse(field, text, TODAY.start()).unwrap(),
    };
    nobody(id).apply(fields.iter().map(read).collect(), TODAY.start()).unwrap().0
}

/// The card of a member with these fields.
pub fn card(id: u128, fields: &[(&str, &str)]) -> Card {
    Card::of(&member(id, fields), TODAY)
}

/// `Title | tag, tag | scope | reach`; all but the title may be missing.
pub fn offer(text: &str) -> Offer {
    let mut parts = text.split('|').map(str::trim);
    let title = Line::parse(parts.next().unwrap()).unwrap();
    let id = OfferId::from_bits(bits(text));
    Offer {
        id,
        title,
        detail: None,
        tags: Tags::parse(parts.next().unwrap_or_default()).unwrap(),
        scope: parts.next().and_then(|it| Scope::parse(it).ok()),
        reach: parts.next().and_then(|it| Reach::parse(it).ok()),
        enjoyment: None,
        used_ourselves: false,
        fresh: TODAY.start(),
    }
}

/// `Title | tag, tag`.
pub fn need(text: &str) -> Need {
    let (title, tags) = text.split_once('|').unwrap_or((text, ""));
    Need {
        id: need_id(text),
        title: Line::parse(title).unwrap(),
        detail: None,
        tags: Tags::parse(tags).unwrap(),
        when: When::Now,
        fresh: Time(TODAY.start().0),
    }
}

/// The id that [`need`] gives.
pub fn need_id(text: &str) -> NeedId {
    NeedId::from_bits(bits(text))
}

fn bits(text: &str) -> u128 {
    text.bytes().fold(7, |sum: u128, it| (sum * 31 + u128::from(it)) % (1 << 90))
}
