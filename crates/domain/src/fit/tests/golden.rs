use super::sample::{TODAY, card, member, need_id};
use crate::fit::{Answer, Card, Given, Hint, Known, Purpose, Side, Ties, Verdict, fit};
use crate::kernel::id::MemberId;
use crate::kernel::text::{Line, Name};
use crate::members::visibility::{Level, Part};

const FILM: &str = "A film for a funding bid | film";

/// The members of the prototype: a print studio and film makers who serve small charities.
fn meadow() -> Vec<(&'static str, &'static str)> {
    vec![
        ("offer", "Posters and print | print, graphic design | regional | place_bound"),
        ("need", FILM),
        ("need", "Evaluation help | evaluation"),
        ("audience", "small charities, local shops"),
        ("values", "kindness, openness"),
        ("style", "-2,0,1,1,-1,1"),
        ("places", "Bristol, GB"),
        ("languages", "en"),
        ("size", "2-5"),
    ]
}

fn quay() -> Vec<(&'static str, &'static str)> {
    vec![
        ("offer", "Film and photography | film, photography | regional | place_bound"),
        ("need", "Posters and print | print"),
        ("audience", "small charities, museums"),
        ("values", "kindness, patience"),
        ("style", "-2,0,1,1,0,1"),
        ("places", "Bristol, GB"),
        ("languages", "en"),
        ("size", "2-5"),
    ]
}

/// The fields with one of them said differently.
fn with<'a>(
    mut fields: Vec<(&'a str, &'a str)>,
    field: &'a str,
    text: &'a str,
) -> Vec<(&'a str, &'a str)> {
    fields.retain(|it| it.0 != field);
    fields.push((field, text));
    fields
}

fn asked(a: &[(&str, &str)], b: &[(&str, &str)], purpose: Purpose) -> Answer {
    fit(&card(1, a), &card(2, b), purpose, &Given::default())
}

fn together(a: &[(&str, &str)], b: &[(&str, &str)]) -> Answer {
    asked(a, b, Purpose::Together)
}

fn said(answer: &Answer) -> Vec<String> {
    let reasons = answer.reasons.iter().map(|it| it.words().to_string());
    let talk = answer.talk_about.iter().map(|it| it.words().to_string());
    let refused = answer.refused_because.iter().map(|it| it.words().to_string());
    reasons.chain(talk).chain(refused).collect()
}

fn marks(answer: &Answer) -> [u8; 5] {
    answer.factors.map(|it| it.marks)
}

#[test]
fn a_need_each_way_and_people_in_common_are_a_strong_fit() {
    let answer = together(&meadow(), &quay());
    assert_eq!(answer.verdict, Verdict::Strong);
    assert_eq!(
        said(&answer),
        [
            "You both serve small charities in Bristol.",
            "They need Posters and print. You offer it.",
            "You need a film for a funding bid. They offer Film and photography.",
        ]
    );
    assert_eq!(marks(&answer), [5, 5, 5, 4, 5]);
    assert!(answer.would_help.is_empty());
}

#[test]
fn the_same_work_for_the_same_people_in_the_same_place_is_competition() {
    let twin = with(meadow(), "need", "A new website | web design");
    let answer = together(&meadow(), &twin);
    assert_eq!(answer.verdict, Verdict::Refused);
    assert_eq!(
        said(&answer),
        ["You both offer print and graphic design to the same people in the \
          same place. That makes you competitors; you may be good to swap notes with."]
    );
    assert_eq!(answer.would_help, [Hint::SayWhy, Hint::TryLearning]);
    assert!(answer.reasons.is_empty());
    assert_eq!(asked(&meadow(), &twin, Purpose::Promote).verdict, Verdict::Refused);
}

#[test]
fn a_reasoned_override_makes_competition_something_to_talk_about() {
    let (a, b) = (card(1, &meadow()), card(2, &meadow()));
    let despite = Line::parse("The press is broken until May.").ok();
    let answer = fit(&a, &b, Purpose::Together, &Given { despite, ..Given::default() });
    assert_ne!(answer.verdict, Verdict::Refused);
    assert!(
        said(&answer).iter().any(|it| it.ends_with(
            "to the same people. You want to all the same: The press is broken until May."
        )),
        "{:?}",
        said(&answer)
    );
}

#[test]
fn an_override_opens_no_other_gate() {
    let tough = with(meadow(), "style", "2!");
    let (a, b) = (card(1, &meadow()), card(2, &tough));
    let despite = Line::parse("We are desperate").ok();
    let answer = fit(&a, &b, Purpose::Together, &Given { despite, ..Given::default() });
    assert_eq!(answer.verdict, Verdict::Refused);
}

#[test]
fn the_same_work_elsewhere_is_a_peer_and_no_competitor() {
    let peer = with(with(meadow(), "places", "Graz, AT"), "languages", "de, en");
    let answer = asked(&meadow(), &peer, Purpose::Learn);
    assert!(answer.verdict >= Verdict::Good, "{answer:?}");
    assert_eq!(said(&answer)[1], "They work elsewhere, in Graz: you are not in each other’s way.");
    assert!(answer.talk_about.is_empty());
    // In the same market one can still learn, but talks about it first.
    let near = asked(&meadow(), &meadow(), Purpose::Learn);
    assert!(near.score() < answer.score());
    assert!(said(&near).iter().any(|it| it.starts_with("You serve the same market")));
    // Who does other work is no peer.
    assert_eq!(asked(&meadow(), &quay(), Purpose::Learn).verdict, Verdict::Refused);
}

#[test]
fn a_little_overlap_is_spoken_out() {
    let both =
        with(quay(), "offer", "Film, animation, sound and graphic design | film, sound, animation");
    let answer = together(&meadow(), &both);
    assert_ne!(answer.verdict, Verdict::Refused);
    assert_eq!(
        answer.talk_about[0].words().to_string(),
        "Worth talking about: you both offer graphic design."
    );
}

#[test]
fn demand_cannot_buy_back_a_style_veto() {
    let hard_sell = with(quay(), "style", "2,0,1,1,0,1");
    let gentle = with(meadow(), "style", "-2!,0,1,1,-1,1");
    for (a, b) in [(&gentle, &hard_sell), (&hard_sell, &gentle)] {
        let answer = together(a, b);
        assert_eq!(answer.verdict, Verdict::Refused);
        assert!(
            said(&answer)[0].starts_with("One of you could not work with someone at the other end")
        );
    }
    // Without the veto the same two are worth it.
    assert_ne!(together(&meadow(), &hard_sell).verdict, Verdict::Refused);
    let need = Purpose::Need(need_id(FILM));
    assert_eq!(asked(&gentle, &hard_sell, need).verdict, Verdict::Refused);
}

#[test]
fn too_far_is_refused_only_when_both_work_in_person() {
    let local = |fields, place| {
        let fields: Vec<_> = with(fields, "places", place);
        fields
    };
    let (a, b) = (local(meadow(), "Bristol, GB"), local(quay(), "Glasgow, GB"));
    let answer = together(&a, &b);
    assert_eq!(said(&answer), ["Too far apart for work that is done in person."]);
    assert_eq!(answer.would_help, [Hint::MarkRemote]);
    let remote = with(b.clone(), "offer", "Film | film | regional | remote");
    assert_ne!(together(&a, &remote).verdict, Verdict::Refused);
    // To promote each other markets must meet, whatever the distance of the work.
    assert_eq!(said(&asked(&a, &remote, Purpose::Promote)).len(), 1);
}

#[test]
fn without_a_language_in_common_nothing_works() {
    let answer = together(&meadow(), &with(quay(), "languages", "de"));
    assert_eq!(said(&answer), ["You have no language in common."]);
}

#[test]
fn other_people_are_another_context_unless_a_cause_is_shared() {
    let bikes = with(quay(), "audience", "cyclists");
    let answer = together(&meadow(), &bikes);
    assert_eq!(
        said(&answer),
        ["You do not serve the same people: they serve cyclists, you serve small charities and \
          local shops."]
    );
    let mut cause = [meadow(), vec![("causes", "climate")]].concat();
    let shared = [bikes, vec![("causes", "climate action")]].concat();
    let answer = together(&cause, &shared);
    assert_ne!(answer.verdict, Verdict::Refused);
    assert!(said(&answer).iter().any(|it| it.starts_with("Different audience")), "{answer:?}");
    cause.pop();
    // A need is met by work: whom one serves does not rule it out.
    assert_ne!(asked(&cause, &shared, Purpose::Need(need_id(FILM))).verdict, Verdict::Refused);
}

#[test]
fn audiences_are_best_near_but_not_the_same() {
    let serving = |audience| {
        asked(
            &with(meadow(), "audience", "small charities, local shops"),
            &with(quay(), "audience", audience),
            Purpose::Promote,
        )
    };
    let best = serving("small charities, museums");
    let same = serving("small charities, local shops");
    let far = serving("charities, sport, museums, animals");
    assert!(best.score() > same.score() && same.score() > far.score());
    assert!(said(&same).iter().any(|it| it.starts_with("You serve the very same people")));
    assert_eq!((marks(&best)[0], marks(&same)[0]), (5, 4));
    assert!(marks(&far)[0] <= 2);
}

#[test]
fn a_need_is_filled_by_who_offers_it() {
    let need = Purpose::Need(need_id(FILM));
    let answer = asked(&meadow(), &quay(), need);
    assert_eq!(answer.verdict, Verdict::Strong);
    assert_eq!(
        said(&answer)[0],
        "You need a film for a funding bid. They offer Film and photography."
    );
    let other = with(quay(), "offer", "Accounts | accounting");
    let refused = asked(&meadow(), &other, need);
    assert_eq!(said(&refused), ["They do not offer what this needs: a film for a funding bid."]);
    let video = with(quay(), "offer", "Video for campaigns");
    assert_ne!(asked(&meadow(), &video, need).verdict, Verdict::Refused);
}

#[test]
fn guidance_goes_from_the_established_to_the_new() {
    let old = [meadow(), vec![("open_to", "guide"), ("stage", "established")]].concat();
    let new = [meadow(), vec![("open_to", "guided"), ("stage", "new")]].concat();
    let right = asked(&new, &old, Purpose::Mentored);
    let wrong = asked(&old, &new, Purpose::Mentored);
    assert!(right.score() > wrong.score());
    assert!(right.verdict >= Verdict::Good);
    assert_eq!(right.score(), asked(&old, &new, Purpose::Mentor).score());
    assert_eq!(said(&right)[0], "They are open to giving guidance.");
    assert!(said(&wrong).iter().any(|it| it.starts_with("This is not among the things")));
}

#[test]
fn the_uneven_hear_what_a_study_found_and_its_limits() {
    let large = with(quay(), "size", "101+");
    let answer = together(&meadow(), &large);
    let sentence = answer.talk_about[0].words().to_string();
    assert!(sentence.starts_with("You differ in number of people by a lot."), "{sentence}");
    assert!(sentence.contains("49 alliances between large companies"));
    assert!(sentence.contains("little about small ones"));
    assert!(answer.score() < together(&meadow(), &quay()).score());
}

#[test]
fn one_need_alone_is_named_as_one_sided() {
    let content = with(quay(), "need", "A bookkeeper | accounts");
    let answer = together(&meadow(), &content);
    assert_eq!(answer.factors[2].marks, 3);
    assert!(said(&answer).iter().any(|it| it.contains("you would be the one asking first")));
    assert!(answer.score() < together(&meadow(), &quay()).score());
}

#[test]
fn nothing_said_is_never_held_against_anybody() {
    let nothing: [(&str, &str); 0] = [];
    for purpose in Purpose::FIXED {
        let answer = asked(&nothing, &nothing, purpose);
        assert_eq!(answer.verdict, Verdict::WorthAChat, "{purpose}");
        assert!(answer.factors.iter().all(|it| !it.known && it.marks == 0));
        assert!(answer.would_help.iter().any(|it| matches!(it, Hint::Say(Side::You, _))));
    }
    let answer = together(&meadow(), &nothing);
    assert_eq!(answer.verdict, Verdict::WorthAChat);
    assert_eq!(answer.would_help[0].words().to_string(), "Ask them whom they serve.");
}

#[test]
fn sealed_is_refused_both_ways_and_says_nothing_else() {
    let mut other = member(2, &quay());
    other.profile.sealed_from.insert(MemberId::from_bits(1));
    let (a, b) = (card(1, &meadow()), Card::of(&other, TODAY));
    let ways = [
        fit(&a, &b, Purpose::Together, &Given::default()),
        fit(&b, &a, Purpose::Together, &Given::default()),
    ];
    for answer in &ways {
        assert_eq!(said(answer), ["You two are not suggested to each other."]);
        assert!(answer.factors.iter().all(|it| !it.known));
        assert!(answer.would_help.is_empty());
    }
    assert_eq!(ways[0], ways[1]);
}

#[test]
fn private_parts_are_neither_used_nor_named() {
    let mut shy = member(2, &quay());
    let open = Card::of(&shy, TODAY);
    for part in Part::ALL {
        shy.visibility.set(*part, Level::OnlyUs);
    }
    let card_of_shy = Card::of(&shy, TODAY);
    assert_ne!(open, card_of_shy);
    let nothing = card(2, &[]);
    let viewer = card(1, &meadow());
    for purpose in Purpose::FIXED {
        let told = fit(&viewer, &card_of_shy, purpose, &Given::default());
        assert_eq!(told, fit(&viewer, &nothing, purpose, &Given::default()), "{purpose}");
    }
}

#[test]
fn whom_both_know_is_named_and_counts() {
    let (a, b) = (card(1, &meadow()), card(2, &with(quay(), "need", "A bookkeeper")));
    let known =
        |name: &str| Known { member: MemberId::from_bits(9), name: Name::parse(name).unwrap() };
    let ties =
        Ties { in_common: vec![known("Copper Lane Web"), known("Ife Adeyemi")], path: vec![] };
    let answer = fit(&a, &b, Purpose::Together, &Given { ties, despite: None });
    assert!(
        said(&answer).contains(&"Known to Copper Lane Web and Ife Adeyemi, as you are.".to_owned())
    );
    assert!(answer.score() > fit(&a, &b, Purpose::Together, &Given::default()).score());
}

#[test]
fn what_was_said_long_ago_counts_less() {
    let mut old = member(2, &quay());
    old.profile.offers[0].fresh = TODAY.start().plus_days(-800);
    old.profile.needs[0].fresh = TODAY.start().plus_days(-800);
    let (a, b) = (card(1, &meadow()), Card::of(&old, TODAY));
    let answer = fit(&a, &b, Purpose::Together, &Given::default());
    assert!(answer.score() < together(&meadow(), &quay()).score());
    assert!(said(&answer).iter().any(|it| it.contains("ask whether it still holds")));
}
