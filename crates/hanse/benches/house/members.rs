//! Members as they might be: the same ones at every run.

use domain::kernel::id::{MemberId, NeedId, OfferId, uuid_v7};
use domain::kernel::text::{Handle, Line, Name};
use domain::kernel::time::Time;
use domain::members::change::Change;
use domain::members::member::{Member, Profile};
use domain::members::offers::{Need, Offer, Reach, When};
use domain::members::parts::{Kind, Scope, Standing, Tags};
use domain::members::visibility::Visibility;

const WORK: &[&str] = &[
    "film",
    "photography",
    "print",
    "graphic design",
    "web development",
    "evaluation",
    "catering",
    "translation",
    "accounting",
    "training",
    "illustration",
    "bid writing",
    "events",
    "surveys",
    "gardening",
    "carpentry",
    "music",
    "podcast",
    "branding",
    "legal advice",
    "fundraising",
    "software",
    "cleaning",
    "repair",
    "childcare",
    "transport",
    "journalism",
    "animation",
];
const PEOPLE: &[&str] = &[
    "small charities",
    "schools",
    "local shops",
    "museums",
    "older people",
    "tenants",
    "artists",
    "co-operatives",
    "neighbours",
    "students",
    "farmers",
    "refugees",
    "families",
    "start-ups",
];
const VALUES: &[&str] = &["kindness", "honesty", "openness", "thrift", "patience", "fairness"];
const PLACES: &[&str] = &[
    "Bristol, GB",
    "Leeds, GB",
    "Cardiff, GB",
    "Glasgow, GB",
    "Vienna, AT",
    "Graz, AT",
    "Berlin, DE",
    "Lyon, FR",
    "Madrid, ES",
    "Porto, PT",
    "Warsaw, PL",
    "Athens, GR",
];
const SIZES: &[&str] = &["1", "2-5", "6-20", "21-100"];

/// Draws the same numbers for the same member.
struct Dice(u64);

impl Dice {
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        ((self.0 >> 33) as usize) % end
    }
}

/// What the first person of the alliance types.
pub fn founder() -> Vec<(String, String)> {
    [
        ("alliance", "Bench"),
        ("name", "Rowan Meadow"),
        ("organisation", "Meadow & Finch"),
        ("kind", "organisation"),
        ("line", "Posters, leaflets and signs"),
    ]
    .map(|(field, text)| (field.to_owned(), text.to_owned()))
    .to_vec()
}

/// What the first member says about itself.
pub fn described() -> Vec<Change> {
    let now = Time(0);
    let fields = [
        ("audience", "small charities, local shops, schools"),
        ("values", "kindness, honesty"),
        ("style", "-1,0,1,1,-1,1"),
        ("places", "Bristol, GB"),
        ("languages", "en"),
        ("size", "2-5"),
    ];
    let mut changes: Vec<Change> =
        fields.iter().map(|(field, text)| Change::parse(field, text, now).unwrap()).collect();
    let mut dice = Dice(1);
    changes.push(Change::Offer(offer(&mut dice, "print", now)));
    changes.push(Change::Need(need(&mut dice, "film", now)));
    changes.push(Change::Need(need(&mut dice, "evaluation", now)));
    changes
}

/// The member with this number.
pub fn member(number: usize, now: Time) -> Member {
    let mut dice = Dice(number as u64 * 7_919 + 17);
    let (work, more) = (dice.pick(WORK), dice.pick(WORK));
    let place = dice.pick(PLACES);
    let empty = Member {
        id: MemberId::from_bits(id(&mut dice, number)),
        handle: Handle::parse(&format!("{}-{number}", work.replace(' ', "-"))).unwrap(),
        name: Name::parse(&format!("{work} by number {number}")).unwrap(),
        kind: Kind::Organisation,
        standing: if number.is_multiple_of(3) { Standing::Contact } else { Standing::Member },
        since: now.plus_days(-100),
        changed: now,
        profile: Profile::default(),
        visibility: Visibility::default(),
        version: 1,
    };
    let line = format!("{work} and {more} for {} near {place}", dice.pick(PEOPLE));
    let story = format!("We began with {work}. {line}. ").repeat(4);
    let audience = format!("{}, {}", dice.pick(PEOPLE), dice.pick(PEOPLE));
    let values = format!("{}, {}", dice.pick(VALUES), dice.pick(VALUES));
    let style: Vec<String> = (0..6).map(|_| (dice.below(5) as i64 - 2).to_string()).collect();
    let fields = [
        ("line", line.as_str()),
        ("story", story.as_str()),
        ("audience", audience.as_str()),
        ("values", values.as_str()),
        ("places", place),
        ("languages", "en"),
        ("size", dice.pick(SIZES)),
        ("style", &style.join(",")),
        ("open_to", "one_off, promote"),
    ];
    let mut changes: Vec<Change> =
        fields.iter().map(|(field, text)| Change::parse(field, text, now).unwrap()).collect();
    changes.push(Change::Offer(offer(&mut dice, work, now)));
    changes.push(Change::Offer(offer(&mut dice, more, now)));
    let wanted = dice.pick(WORK);
    changes.push(Change::Need(need(&mut dice, wanted, now)));
    empty.apply(changes, now).unwrap().0
}

/// A word that some members have and others have not.
pub fn word(number: usize) -> &'static str {
    WORK[number % WORK.len()]
}

fn offer(dice: &mut Dice, work: &str, now: Time) -> Offer {
    Offer {
        id: OfferId::from_bits(id(dice, 1)),
        title: Line::parse(&format!("{work} with care")).unwrap(),
        detail: None,
        tags: Tags::parse(work).unwrap(),
        scope: Some([Scope::Local, Scope::Regional, Scope::National][dice.below(3)]),
        reach: Some([Reach::PlaceBound, Reach::Remote][dice.below(2)]),
        enjoyment: None,
        used_ourselves: false,
        fresh: now,
    }
}

fn need(dice: &mut Dice, work: &str, now: Time) -> Need {
    Need {
        id: NeedId::from_bits(id(dice, 2)),
        title: Line::parse(&format!("somebody for {work}")).unwrap(),
        detail: None,
        tags: Tags::parse(work).unwrap(),
        when: When::Now,
        fresh: now,
    }
}

/// An id that nobody else has, spread as ids are that were drawn at different times.
fn id(dice: &mut Dice, number: usize) -> u128 {
    let (high, low) = (dice.below(1 << 31) as u128, dice.below(1 << 31) as u128);
    uuid_v7(1_700_000_000_000 + number as u64, high << 90 | dice.0 as u128 ^ low << 31)
}
