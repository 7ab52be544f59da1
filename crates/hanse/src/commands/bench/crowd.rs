//! Made-up members for measuring, always the same for a seed: a few tags that nearly everybody
//! uses and many that few do, 250 places, several offers of one trade, needs of all kinds.

use std::collections::BTreeSet;

use domain::fit::meaning;
use domain::kernel::geo::{Country, Place, Point};
use domain::kernel::id::{MemberId, NeedId, OfferId};
use domain::kernel::language::Language;
use domain::kernel::text::{Handle, Line, Name, TextError};
use domain::kernel::time::{Day, Time};
use domain::members::member::{Dated, Member, Profile};
use domain::members::offers::{Need, Offer, Reach, When};
use domain::members::parts::{
    Audience, Capacity, Kind, OpenTo, Places, Scope, Size, Stage, Standing, Tag, Tags, Turnover,
};
use domain::members::style::{Stand, Style};
use domain::members::visibility::Visibility;

/// The day on which all of this is.
pub const TODAY: Day = Day(20_600);

/// Tags in use.
const TAGS: usize = 2_000;
/// Places in use.
const PLACES: usize = 250;
/// Tags one trade is about.
const TRADE: usize = 12;

/// Draws members.
pub struct Crowd {
    seed: u64,
    tags: Vec<Tag>,
    places: Vec<Place>,
    languages: Vec<Language>,
}

impl Crowd {
    /// # Errors
    /// Never, unless the rules for text change.
    pub fn new(seed: u64) -> Result<Self, TextError> {
        let labels = (0..).map_while(meaning::label).map(str::to_owned);
        let made_up = (0..).map(|it: u64| word(it * 7_919 + 11));
        let tags = labels.chain(made_up).take(TAGS);
        let tags = tags.map(|it| Tag::parse(&it)).collect::<Result<Vec<_>, _>>()?;
        let mut chance = Chance(seed ^ 0x5eed);
        let places = (0..PLACES).map(|_| place(&mut chance)).collect::<Result<_, _>>()?;
        let languages = ["en", "de", "fr", "es", "it", "pl", "nl", "el"];
        let languages = languages.iter().map(|it| Language::parse(it));
        Ok(Self { seed, tags, places, languages: languages.collect::<Result<_, _>>()? })
    }

    /// The member with this number; the same one every time.
    ///
    /// # Errors
    /// Never, unless the rules for text change.
    pub fn member(&self, number: u64) -> Result<Member, TextError> {
        let mut chance = Chance(self.seed.wrapping_mul(0x0100_0001).wrapping_add(number));
        let since = TODAY.start().plus_days(-chance.below(1_500));
        Ok(Member {
            id: MemberId::from_bits(u128::from(chance.next()) << 64 | u128::from(number)),
            handle: Handle::parse(&format!("member-{number}"))?,
            name: Name::parse(&format!("Member {number}"))?,
            kind: if chance.one_in(3) { Kind::FreeAgent } else { Kind::Organisation },
            standing: if chance.one_in(5) { Standing::Contact } else { Standing::Member },
            since,
            changed: since,
            profile: self.profile(&mut chance)?,
            visibility: Visibility::default(),
            version: 1,
        })
    }

    fn profile(&self, chance: &mut Chance) -> Result<Profile, TextError> {
        let trade = chance.skewed(TAGS / 4) * 4;
        let home = chance.skewed(PLACES);
        Ok(Profile {
            line: Some(Line::parse(&format!("We do {}.", self.words(chance, 5)))?),
            places: Places::new(self.towns(chance, home))?,
            languages: self.spoken(chance, home),
            offers: self.offers(chance, trade)?,
            needs: self.needs(chance)?,
            audience: Audience { tags: self.some(chance, 4, 260)?, words: None },
            causes: if chance.one_in(2) { self.some(chance, 2, 60)? } else { Tags::default() },
            values: if chance.one_in(4) { Tags::default() } else { self.some(chance, 4, 50)? },
            mission: self.sentence(chance, 3)?,
            direction: self.sentence(chance, 2)?.map(|said| Dated { said, at: ago(chance, 500) }),
            style: style(chance)?,
            size: chance.most(Size::ALL, 4),
            turnover: chance.most(Turnover::ALL, 2),
            stage: chance.most(Stage::ALL, 2),
            capacity: Capacity {
                free_from: chance.one_in(2).then(|| Day(TODAY.0 + chance.below(200) as i32 - 90)),
                words: None,
            },
            open_to: OpenTo::ALL.iter().copied().filter(|_| chance.one_in(3)).collect(),
            sealed_from: BTreeSet::new(),
            ..Profile::default()
        })
    }

    fn towns(&self, chance: &mut Chance, home: usize) -> Vec<Place> {
        let mut towns = vec![self.places[home].clone()];
        if chance.one_in(10) {
            towns.push(self.places[chance.skewed(PLACES)].clone());
        }
        if chance.one_in(12) { Vec::new() } else { towns }
    }

    fn spoken(&self, chance: &mut Chance, home: usize) -> Vec<Language> {
        let own = self.languages[home % self.languages.len()];
        let other = self.languages[chance.skewed(self.languages.len())];
        match chance.below(5) {
            0 => Vec::new(),
            1 | 2 => vec![own],
            _ if own == other => vec![own],
            _ => vec![own, other],
        }
    }

    fn offers(&self, chance: &mut Chance, trade: usize) -> Result<Vec<Offer>, TextError> {
        let scope = chance.most(Scope::ALL, 3);
        let reach = chance.most(Reach::ALL, 3);
        let offer = |chance: &mut Chance| {
            let tag = |chance: &mut Chance| {
                self.tags[(trade + chance.below(TRADE as i64) as usize) % TAGS].clone()
            };
            let tags: Vec<Tag> = (0..1 + chance.below(3)).map(|_| tag(chance)).collect();
            Ok(Offer {
                id: OfferId::from_bits(u128::from(chance.next())),
                title: Line::parse(&format!("{} for everybody", tag(chance).as_str()))?,
                detail: None,
                tags: Tags::new(tags)?,
                scope,
                reach,
                enjoyment: None,
                used_ourselves: false,
                fresh: ago(chance, 700),
            })
        };
        (0..1 + chance.below(4)).map(|_| offer(chance)).collect()
    }

    fn needs(&self, chance: &mut Chance) -> Result<Vec<Need>, TextError> {
        let need = |chance: &mut Chance| {
            let wanted = self.tags[chance.skewed(TAGS)].clone();
            Ok(Need {
                id: NeedId::from_bits(u128::from(chance.next())),
                title: Line::parse(&format!("{} for {}", wanted.as_str(), self.words(chance, 1)))?,
                detail: None,
                tags: Tags::new(if chance.one_in(2) { vec![wanted] } else { Vec::new() })?,
                when: When::Now,
                fresh: ago(chance, 300),
            })
        };
        (0..chance.below(4)).map(|_| need(chance)).collect()
    }

    fn some(&self, chance: &mut Chance, most: i64, of: usize) -> Result<Tags, TextError> {
        let one = |chance: &mut Chance| self.tags[(150 + chance.skewed(of)) % TAGS].clone();
        Tags::new((0..1 + chance.below(most)).map(|_| one(chance)).collect())
    }

    fn words(&self, chance: &mut Chance, count: usize) -> String {
        let one = |_| self.tags[chance.skewed(TAGS)].as_str();
        (0..count).map(one).collect::<Vec<_>>().join(" and ")
    }

    fn sentence(&self, chance: &mut Chance, of_four: i64) -> Result<Option<Line>, TextError> {
        if chance.below(4) >= of_four {
            return Ok(None);
        }
        Line::parse(&format!("Towards {}", self.words(chance, 4))).map(Some)
    }
}

fn ago(chance: &mut Chance, days: i64) -> Time {
    TODAY.start().plus_days(-(chance.below(days).min(chance.below(days))))
}

fn style(chance: &mut Chance) -> Result<Style, TextError> {
    let mut style = Style::default();
    if chance.one_in(4) {
        return Ok(style);
    }
    for stand in &mut style.0 {
        if !chance.one_in(3) {
            let at = chance.below(5) as i8 - 2;
            *stand = Some(Stand::new(at, at != 0 && chance.one_in(12))?);
        }
    }
    Ok(style)
}

/// Somewhere between Lisbon and Helsinki, in the country its longitude falls to.
fn place(chance: &mut Chance) -> Result<Place, TextError> {
    const COUNTRIES: [&str; 8] = ["PT", "ES", "FR", "GB", "DE", "AT", "PL", "FI"];
    let (lat, lon) = (360_000 + chance.below(240_000), -90_000 + chance.below(320_000));
    let country = COUNTRIES[((lon + 90_000) / 40_000) as usize];
    let city = Line::parse(&format!("Town {}", chance.below(100_000)))?;
    let at = Point { lat: lat as i32, lon: lon as i32 };
    Ok(Place { city: Some(city), country: Country::parse(country)?, at: Some(at) })
}

/// A word nobody uses.
fn word(mut number: u64) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ko", "mi", "tu", "re", "lo", "sa", "ne", "fi", "gu", "da", "po", "vi", "zu", "he",
        "ra",
    ];
    let mut word = String::new();
    for _ in 0..5 {
        word += SYLLABLES[(number % 16) as usize];
        number /= 16;
    }
    word + "x"
}

/// Numbers that look like chance (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    /// 0 to below `end`.
    fn below(&mut self, end: i64) -> i64 {
        (self.next() % end.max(1).unsigned_abs()) as i64
    }

    fn one_in(&mut self, count: i64) -> bool {
        self.below(count) == 0
    }

    /// 0 to below `end`; the first come most often, about as Zipf found for words.
    fn skewed(&mut self, end: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((end as f64 + 1.0).powf(share) as usize).clamp(1, end) - 1
    }

    /// One of `all`, or `None` once in `count`.
    fn most<T: Copy>(&mut self, all: &[T], count: i64) -> Option<T> {
        let one = all[self.below(all.len() as i64) as usize];
        (!self.one_in(count)).then_some(one)
    }
}
