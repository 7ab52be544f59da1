//! Laws that hold for any members.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::sample::{TODAY, member, need_id};
use crate::fit::{Card, Filter, FitIndex, Given, Purpose, Search, Verdict, Wanted, Way, fit};
use crate::kernel::geo::Country;
use crate::kernel::id::MemberId;
use crate::members::member::Member;
use crate::members::offers::Reach;
use crate::members::parts::{OpenTo, Size};
use crate::members::visibility::{Level, Part};

const OFFERS: &[&str] = &[
    "Film | film, photography | regional | place_bound",
    "Photography | photography | local | place_bound",
    "Posters and print | print | local | place_bound",
    "Web design | web design, hosting | worldwide | remote",
    "Accounts for small charities | accounting",
    "Evaluation | evaluation, surveys | national | remote",
    "Zither lessons for beginners",
    "Media work of all kinds | media",
];
const NEEDS: &[&str] = &[
    "A film for a funding bid | film",
    "Someone for media",
    "Bookkeeping",
    "A leaflet | print",
    "A new website | web design",
    "Zither",
];
const TAGS: &[&str] =
    &["small charities", "charities", "local shops", "schools", "refugees", "zither players"];
const VALUES: &[&str] = &["kindness", "openness", "climate", "justice", "slowness"];
const PLACES: &[&str] = &["Bristol, GB", "Bath, GB", "Glasgow, GB", "Graz, AT", "GB"];

type Fields = Vec<(&'static str, String)>;

/// What one member may say; each part may be missing.
fn fields() -> impl Strategy<Value = Fields> {
    let list = |field: &'static str, of: &'static [&'static str], most: usize| {
        let some = subsequence(of, 0..=most);
        some.prop_map(move |it| vec![(field, it.join(", "))])
    };
    let each = |field: &'static str, of: &'static [&'static str], most: usize| {
        let some = subsequence(of, 0..=most);
        some.prop_map(move |it| it.iter().map(|one| (field, (*one).to_owned())).collect())
    };
    let one = |field: &'static str, of: &'static [&'static str]| {
        select(of).prop_map(move |it| vec![(field, it.to_owned())])
    };
    let parts: (_, _, _, _, _, _, _, _, _, _) = (
        each("offer", OFFERS, 3),
        each("need", NEEDS, 3),
        list("audience", TAGS, 3),
        list("values", VALUES, 3),
        list("causes", VALUES, 1),
        one("places", PLACES),
        one("size", &["", "1", "2-5", "101+"]),
        one("stage", &["", "new", "established"]),
        one("open_to", &["", "guide", "guided, one_off", "promote"]),
        (
            one("style", &["", "-2,0,1", "-2!,,2", "2,1,-1,0,1,2", "1,,,,,-2!"]),
            one("languages", &["", "en", "de, en", "fr"]),
            one("mission", &["", "Everybody learns", "Film for everybody"]),
            one("direction", &["", "Towards schools", "Towards film and schools"]),
        ),
    );
    parts.prop_map(|it| {
        let (a, b, c, d, e, f, g, h, i, (j, k, l, m)) = it;
        let all: Vec<Fields> = vec![a, b, c, d, e, f, g, h, i, j, k, l, m];
        all.concat()
    })
}

fn described(id: u128, fields: &Fields) -> Member {
    let fields: Vec<_> = fields.iter().map(|(field, text)| (*field, text.as_str())).collect();
    member(id, &fields)
}

fn card_of(id: u128, fields: &Fields) -> Card {
    Card::of(&described(id, fields), TODAY)
}

fn purposes() -> Vec<Purpose> {
    let need = Purpose::Need(need_id(NEEDS[0]));
    Purpose::FIXED.into_iter().chain([need]).collect()
}

/// The same as the index, by asking about everybody.
fn full_scan(cards: &[Card], search: &Search<'_>, k: usize) -> Vec<(MemberId, Verdict)> {
    let mut all: Vec<_> = cards
        .iter()
        .filter(|it| it.member != search.viewer.member && !search.exclude.contains(&it.member))
        .map(|it| (fit(search.viewer, it, search.purpose, &Given::default()), it.member))
        .filter(|(answer, _)| answer.verdict != Verdict::Refused)
        .collect();
    all.sort_by_key(|(answer, member)| (std::cmp::Reverse(answer.score()), *member));
    all.into_iter().take(k).map(|(answer, member)| (member, answer.verdict)).collect()
}

fn found(index: &FitIndex, search: &Search<'_>, k: usize) -> Vec<(MemberId, Verdict)> {
    index.top(search, k).into_iter().map(|it| (it.member, it.verdict)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn who_is_refused_refuses(a in fields(), b in fields(), seal in 0..3_u8) {
        let (mut one, mut other) = (described(1, &a), described(2, &b));
        match seal {
            0 => drop(one.profile.sealed_from.insert(other.id)),
            1 => drop(other.profile.sealed_from.insert(one.id)),
            _ => (),
        }
        let (a, b) = (Card::of(&one, TODAY), Card::of(&other, TODAY));
        for purpose in Purpose::FIXED {
            let there = fit(&a, &b, purpose, &Given::default());
            let back = fit(&b, &a, purpose.mirrored().unwrap(), &Given::default());
            prop_assert_eq!(there.verdict, back.verdict, "{}", purpose);
            prop_assert_eq!(there.score(), back.score(), "{}", purpose);
            prop_assert_eq!(there.refused_because.len(), back.refused_because.len());
        }
    }

    #[test]
    fn the_same_cards_give_the_same_answer_within_its_limits(a in fields(), b in fields()) {
        let (a, b) = (card_of(1, &a), card_of(2, &b));
        for purpose in purposes() {
            let answer = fit(&a, &b, purpose, &Given::default());
            prop_assert_eq!(&answer, &fit(&a, &b, purpose, &Given::default()));
            let refused = answer.verdict == Verdict::Refused;
            prop_assert_eq!(refused, !answer.refused_because.is_empty());
            prop_assert!(answer.reasons.len() <= 3 && answer.talk_about.len() <= 2);
            prop_assert!(!refused || answer.reasons.is_empty());
            prop_assert!(answer.factors.iter().all(|it| it.marks <= 5));
            let texts = answer.reasons.iter().map(|it| it.words().to_string());
            let talk = answer.talk_about.iter().map(|it| it.words().to_string());
            for text in texts.chain(talk) {
                prop_assert!(!text.contains('%') && !text.contains("  "), "{}", text);
            }
        }
    }

    #[test]
    fn a_private_part_changes_nothing_for_others(
        a in fields(), b in fields(), part in select(Part::ALL),
    ) {
        let viewer = card_of(1, &a);
        let mut hiding = described(2, &b);
        hiding.visibility.set(part, Level::OnlyUs);
        let mut without = described(2, &b);
        without.profile.forget(part);
        let (hiding, without) = (Card::of(&hiding, TODAY), Card::of(&without, TODAY));
        for purpose in purposes() {
            let given = Given::default();
            let answer = fit(&viewer, &hiding, purpose, &given);
            prop_assert_eq!(answer, fit(&viewer, &without, purpose, &given));
        }
    }

    #[test]
    fn the_index_answers_as_if_everybody_was_asked(
        all in vec(fields(), 2..40), changed in vec((0..40_usize, fields()), 0..12),
        excluded in vec(1..40_u128, 0..4), sealed in vec((0..40_usize, 1..40_u128), 0..4),
        k in 0..50_usize, filtered: bool, place in somewhere(),
    ) {
        let mut members: Vec<Member> =
            all.iter().zip(1..).map(|(fields, id)| described(id, fields)).collect();
        let cards: Vec<Card> = members.iter().map(|it| Card::of(it, TODAY)).collect();
        let mut index = FitIndex::build(cards);
        for (at, fields) in changed {
            let at = at % members.len();
            members[at] = described(at as u128 + 1, &fields);
            index.replace(&Card::of(&members[at], TODAY));
        }
        for (at, other) in sealed {
            let at = at % members.len();
            members[at].profile.sealed_from.insert(MemberId::from_bits(other));
            index.replace(&Card::of(&members[at], TODAY));
        }
        let gone = members.remove(members.len() / 2);
        index.remove(gone.id);
        prop_assert_eq!(index.len(), members.len());
        let packed = index.compact();
        let cards: Vec<Card> = members.iter().map(|it| Card::of(it, TODAY)).collect();
        let exclude: BTreeSet<_> = excluded.into_iter().map(MemberId::from_bits).collect();
        let filter = if filtered { narrow(place) } else { Filter::default() };
        let kept: Vec<Card> =
            cards.iter().filter(|it| !filtered || is_narrow(it, place)).cloned().collect();
        for viewer in cards.iter().take(3) {
            for purpose in purposes() {
                let search = Search { viewer, purpose, filter: &filter, exclude: &exclude };
                let all = full_scan(&kept, &search, k);
                prop_assert_eq!(&all, &found(&index, &search, k), "{}", purpose);
                prop_assert_eq!(&all, &found(&packed, &search, k), "{}", purpose);
                let fitting = full_scan(&kept, &search, usize::MAX).len();
                prop_assert_eq!(index.facets(&search).total.found as usize, fitting);
            }
        }
    }
}

/// Where somebody is or works, beside what they do.
fn somewhere() -> impl Strategy<Value = (Option<Country>, bool)> {
    (proptest::option::of(select(vec!["GB", "AT"])), any::<bool>())
        .prop_map(|(code, remote)| (code.and_then(|it| Country::parse(it).ok()), remote))
}

fn narrow((country, at_a_distance): (Option<Country>, bool)) -> Filter {
    Filter {
        country,
        at_a_distance,
        sizes: BTreeSet::from([Size::One, Size::Few]),
        offer: Wanted::parse("film or print"),
        ..Filter::default()
    }
}

fn is_narrow(card: &Card, (country, at_a_distance): (Option<Country>, bool)) -> bool {
    let it = card.profile();
    let there = it.places.as_slice().iter().any(|it| Some(it.country) == country);
    let far = it.offers.iter().any(|it| it.reach == Some(Reach::Remote));
    if (country.is_some() && !there) || (at_a_distance && !far) {
        return false;
    }
    let size = matches!(it.size, Some(Size::One | Size::Few));
    let offers = |it: &str| ["Film", "Posters"].iter().any(|word| it.starts_with(word));
    size && it.offers.iter().any(|it| offers(it.title.as_str()))
}

#[test]
fn facets_count_what_each_choice_would_show() {
    let describe = |fields: &[(&'static str, &str)]| -> Fields {
        fields.iter().map(|(field, text)| (*field, (*text).to_owned())).collect()
    };
    let people = [
        describe(&[("open_to", "one_off"), ("style", "-2"), ("audience", "schools")]),
        describe(&[("open_to", "promote"), ("style", "-2"), ("audience", "schools")]),
        describe(&[("open_to", "promote"), ("style", ",,-2"), ("kind", "free_agent")]),
        describe(&[("offer", "Film | film"), ("free_from", "2020-01-01"), ("size", "1")]),
    ];
    let index = FitIndex::build(people.iter().zip(10..).map(|(it, id)| card_of(id, it)));
    let viewer = card_of(1, &describe(&[]));
    let none = BTreeSet::new();
    let count = |filter: &Filter| {
        let purpose = Purpose::Together;
        index.facets(&Search { viewer: &viewer, purpose, filter, exclude: &none })
    };
    let all = count(&Filter::default());
    assert_eq!(all.total.found, 4);
    assert_eq!(all.open_to, [(OpenTo::OneOff, 1), (OpenTo::Promote, 2)]);
    assert_eq!(all.ways, [(Way::Gentle, 2), (Way::Fast, 1)]);
    assert_eq!(all.sizes, [(Size::One, 1)]);
    assert_eq!(all.free.len(), 2);
    assert_eq!(all.offers[0], ("film".to_owned(), 1));
    assert_eq!(all.audiences[0], ("schools".to_owned(), 2));
    let promoting = Filter { open_to: BTreeSet::from([OpenTo::Promote]), ..Filter::default() };
    let some = count(&promoting);
    assert_eq!(some.total.found, 2);
    // Its own group still says what the other choices would show, the others count with it.
    assert_eq!(some.open_to, all.open_to);
    assert_eq!(some.ways, [(Way::Gentle, 1), (Way::Fast, 1)]);
}

#[test]
fn peers_are_those_left_out_as_competitors() {
    let print = |place: &str| -> Fields {
        let fields = [("offer", "Print | print"), ("audience", "schools"), ("places", place)];
        fields.iter().map(|(field, text)| (*field, (*text).to_owned())).collect()
    };
    let cards = [print("Bristol, GB"), print("Bath, GB"), print("Graz, AT")];
    let index = FitIndex::build(cards.iter().zip(2..).map(|(it, id)| card_of(id, it)));
    let (viewer, none) = (card_of(1, &print("Bristol, GB")), BTreeSet::new());
    let filter = Filter::default();
    let search = |purpose| Search { viewer: &viewer, purpose, filter: &filter, exclude: &none };
    let peers = index.peers(&search(Purpose::Learn), 1);
    assert_eq!((peers.count.found, peers.first), (2, vec![MemberId::from_bits(2)]));
    let partners = index.top(&search(Purpose::Together), 9);
    assert_eq!(partners.iter().map(|it| it.member.bits()).collect::<Vec<_>>(), [4]);
}

#[test]
fn newcomers_are_those_who_fit_and_came_in_the_last_sixty_days() {
    let aged = |id: u128, days: i64| {
        let mut it = described(id, &vec![("offer", "Film | film".to_owned())]);
        it.since = TODAY.start().plus_days(-days);
        Card::of(&it, TODAY)
    };
    let index = FitIndex::build([aged(2, 0), aged(3, 59), aged(4, 60), aged(5, 900)]);
    let (viewer, filter, none) = (card_of(1, &Vec::new()), Filter::default(), BTreeSet::new());
    let purpose = Purpose::Together;
    let new =
        index.newcomers(&Search { viewer: &viewer, purpose, filter: &filter, exclude: &none });
    assert_eq!(new.iter().map(|it| it.member.bits()).collect::<Vec<_>>(), [2, 3]);
}
