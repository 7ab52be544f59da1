//! The laws of the state machine: nothing without everyone's yes, nothing lost, an end is an end.

use proptest::prelude::*;

use crate::kernel::event::Event;
use crate::kernel::id::{MemberId, RelationshipId, StepId};
use crate::kernel::text::{Handle, Line, Prose};
use crate::kernel::time::{Day, Time};
use crate::relationships::hello::is_too_soon;
use crate::relationships::ladder::{Kind, Rung};
use crate::relationships::party::{Decline, Shelf, Stand};
use crate::relationships::refusal::Refusal;
use crate::relationships::relationship::{
    EndedBy, Hello, Known, Moved, Relationship, State, together,
};
use crate::relationships::review::{Review, Useful, is_one_sided};
use crate::relationships::step::{Outcome, Step, Wish};

fn id(number: u128) -> MemberId {
    MemberId::from_bits(number)
}

fn step(number: u128) -> StepId {
    StepId::from_bits(number)
}

fn wish(number: u128, what: Step, why: Option<Line>) -> Wish {
    Wish { id: step(number), what, why }
}

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn hello(to: &[MemberId]) -> Moved {
    let hello = Hello {
        by: id(1),
        at: Time(1),
        purpose: line("work together"),
        word: Prose::parse("Shall we?").unwrap(),
    };
    let slug = Handle::parse("ana-ben").unwrap();
    Relationship::say_hello(RelationshipId::from_bits(9), slug, Kind::Collaboration, hello, to)
}

fn pair() -> Relationship {
    hello(&[id(2)]).unwrap().0.accept(id(2), Time(2)).unwrap().0
}

fn three() -> Relationship {
    let asked = hello(&[id(2), id(3)]).unwrap().0;
    asked.accept(id(2), Time(2)).unwrap().0.accept(id(3), Time(3)).unwrap().0
}

fn to(it: &Relationship, rung: Rung) -> Step {
    Step::Move { from: it.rung, to: rung }
}

#[test]
fn two_are_in_touch_once_the_other_says_yes() {
    let (asked, _) = hello(&[id(2)]).unwrap();
    assert_eq!((asked.state, asked.shelf(id(1))), (State::Proposed, Shelf::Asked));
    assert_eq!(asked.shelf(id(2)), Shelf::Waiting);
    assert_eq!(asked.clone().accept(id(1), Time(2)).unwrap_err(), Refusal::Answered);
    assert_eq!(asked.clone().accept(id(7), Time(2)).unwrap_err(), Refusal::Answered);
    let (active, events) = asked.accept(id(2), Time(2)).unwrap();
    assert_eq!((active.state, active.rung), (State::Active, Rung::InTouch));
    assert_eq!(active.rhythm.due, Some(Day(52)));
    assert_eq!(events.len(), 2);
    assert_eq!(hello(&[id(1)]).unwrap_err(), Refusal::Alone);
}

#[test]
fn a_hello_can_be_declined_rest_or_be_taken_back() {
    let (asked, _) = hello(&[id(2)]).unwrap();
    let (no, events) = asked.clone().decline(id(2), Decline::Full, None, Time(2)).unwrap();
    assert_eq!(no.state, State::Ended(EndedBy::Declined));
    assert_eq!(events[0].words, "declined: We have our hands full");
    assert!(is_too_soon(Time(2), Time(3)));
    assert!(!is_too_soon(Time(2), Time(2).plus_days(52)));

    let (aside, _) = asked.clone().set_aside(id(2), Time(2)).unwrap();
    assert_eq!((aside.state, aside.shelf(id(2))), (State::Proposed, Shelf::Resting));
    assert_eq!(aside.accept(id(2), Time(3)).unwrap().0.state, State::Active);

    let (back, _) = asked.clone().withdraw_hello(id(1), Time(2)).unwrap();
    assert_eq!(back.state, State::Ended(EndedBy::Withdrawn));
    assert_eq!(back.accept(id(2), Time(3)).unwrap_err(), Refusal::Answered);
    assert_eq!(asked.clone().withdraw_hello(id(2), Time(2)).unwrap_err(), Refusal::NotYours);
    assert_eq!(asked.clone().lapse(id(1), Time(2)).unwrap_err(), Refusal::NotNow);
    let late = Time(1).plus_days(52);
    assert_eq!(asked.lapse(id(1), late).unwrap().0.state, State::Ended(EndedBy::Lapse));
}

#[test]
fn of_three_two_go_on_when_one_declines() {
    let (asked, _) = hello(&[id(2), id(3)]).unwrap();
    let (one, _) = asked.accept(id(2), Time(2)).unwrap();
    assert_eq!(one.state, State::Proposed);
    let (two, events) = one.decline(id(3), Decline::NotNow, None, Time(3)).unwrap();
    assert_eq!((two.state, two.inside().count()), (State::Active, 2));
    assert_eq!(events.len(), 2);
    assert_eq!(two.shelf(id(3)), Shelf::Ended);
    assert_eq!(two.reads(id(3)), None);
}

#[test]
fn a_rung_moves_when_all_three_have_said_yes() {
    let it = three();
    let up = to(&it, Rung::Guidance);
    let (it, _) = it.propose(id(1), wish(1, up, None), Time(4)).unwrap();
    assert_eq!(it.shelf(id(2)), Shelf::Waiting);
    let (it, _) = it.agree(id(2), step(1), Time(5)).unwrap();
    assert_eq!(it.rung, Rung::InTouch);
    assert_eq!(it.clone().agree(id(2), step(1), Time(6)).unwrap_err(), Refusal::AgreedAlready);
    let (it, events) = it.agree(id(3), step(1), Time(6)).unwrap();
    assert_eq!(it.rung, Rung::Guidance);
    assert_eq!(events[1].words, "everyone agreed: you are at “Guidance” now");
    assert_eq!(it.agree(id(3), step(1), Time(7)).unwrap_err(), Refusal::Answered);
}

#[test]
fn one_question_is_open_at_a_time_and_only_its_author_takes_it_back() {
    let it = pair();
    let up = to(&it, Rung::Guidance);
    let (it, _) = it.propose(id(1), wish(1, up, None), Time(4)).unwrap();
    let other = it.clone().propose(id(2), wish(2, Step::Pause, None), Time(4));
    assert_eq!(other.unwrap_err(), Refusal::StepOpen);
    assert_eq!(it.clone().withdraw(id(2), step(1), Time(5)).unwrap_err(), Refusal::NotYours);
    let (back, _) = it.clone().withdraw(id(1), step(1), Time(5)).unwrap();
    assert_eq!(back.agree(id(2), step(1), Time(6)).unwrap_err(), Refusal::Answered);
    let (kept, _) = it.keep(id(2), step(1), Time(5)).unwrap();
    assert_eq!((kept.rung, kept.step.unwrap().outcome), (Rung::InTouch, Outcome::Kept));
}

#[test]
fn leaving_a_rung_out_asks_why_and_kinds_do_not_change_in_silence() {
    let it = pair();
    let far = to(&it, Rung::OneOff);
    let refused = it.clone().propose(id(1), wish(1, far.clone(), None), Time(4));
    assert_eq!(refused.unwrap_err(), Refusal::SkipsWithoutWhy);
    let why = Some(line("We have worked together for years"));
    assert!(it.clone().propose(id(1), wish(1, far, why.clone()), Time(4)).is_ok());
    let top = to(&it, Rung::Partnership);
    let refused = it.clone().propose(id(1), wish(1, top.clone(), why.clone()), Time(4));
    assert_eq!(refused.unwrap_err(), Refusal::NotAPartnership);

    let convert = Step::Convert { from: Kind::Collaboration, to: Kind::Partnership };
    let (it, _) = it.propose(id(1), wish(1, convert, None), Time(4)).unwrap();
    assert_eq!(it.kind, Kind::Collaboration);
    let (it, _) = it.agree(id(2), step(1), Time(5)).unwrap();
    assert_eq!(it.kind, Kind::Partnership);
    let (it, _) = it.propose(id(1), wish(2, top, why), Time(6)).unwrap();
    let (it, _) = it.agree(id(2), step(2), Time(7)).unwrap();
    let back = Step::Convert { from: Kind::Partnership, to: Kind::Friendship };
    assert_eq!(it.propose(id(1), wish(3, back, None), Time(8)).unwrap_err(), Refusal::StillFormal);
}

#[test]
fn a_third_comes_in_when_all_agree_and_reads_from_then_on() {
    let (it, _) = pair().propose(id(1), wish(1, Step::Include(id(3)), None), Time(4)).unwrap();
    let (it, _) = it.agree(id(2), step(1), Time(5)).unwrap();
    assert_eq!(it.shelf(id(3)), Shelf::Waiting);
    assert_eq!(it.reads(id(3)), None);
    let (it, _) = it.accept(id(3), Time(6)).unwrap();
    assert_eq!(it.reads(id(3)), Some((Time(6), Time(i64::MAX))));
    let (it, _) = it.leave(id(3), Time(7)).unwrap();
    assert_eq!((it.state, it.reads(id(3))), (State::Active, Some((Time(6), Time(7)))));
    let (it, _) = it.leave(id(2), Time(8)).unwrap();
    assert_eq!((it.state, it.together()), (State::Ended(EndedBy::Lapse), None));
    assert_eq!(it.leave(id(1), Time(9)).unwrap_err(), Refusal::NotNow);
}

#[test]
fn since_when_they_know_each_other_is_true_when_all_say_so() {
    let known = |year: i32| Known { since: Day(year * 365), how: None };
    let now = Day(20_000).start();
    let (it, _) = pair().say_known(id(1), known(40), now).unwrap();
    assert!(!it.known_by_all());
    let (same, _) = it.clone().confirm_known(id(2), now).unwrap();
    assert!(same.known_by_all());
    let (other, _) = same.say_known(id(2), known(41), now).unwrap();
    assert!(!other.known_by_all());
    assert!(other.say_known(id(1), known(41), now).unwrap().0.known_by_all());
    assert_eq!(pair().confirm_known(id(1), now).unwrap_err(), Refusal::NothingToConfirm);
    assert_eq!(pair().say_known(id(1), known(70), now).unwrap_err(), Refusal::Future);
}

#[test]
fn a_review_puts_the_next_one_a_rhythm_later() {
    let at = Day(100).start();
    let review = |by: u128, useful| Review {
        id: crate::kernel::id::ReviewId::from_bits(by),
        by: id(by),
        at,
        useful,
        words: None,
    };
    let (it, _) = pair().hold_review(&review(1, Useful::Yes)).unwrap();
    assert_eq!(it.rhythm.due, Some(Day(152)));
    let (it, _) = it.change_rhythm(id(2), Day(130), 30, at).unwrap();
    assert_eq!((it.rhythm.due, it.rhythm.days), (Some(Day(130)), 30));
    assert_eq!(it.change_rhythm(id(2), Day(100), 30, at).unwrap_err(), Refusal::PastReview);
    assert!(is_one_sided(&[review(1, Useful::Yes), review(2, Useful::NotNow)]));
    assert!(!is_one_sided(&[review(1, Useful::Yes), review(2, Useful::Partly)]));
}

#[test]
fn the_same_members_are_the_same_in_any_order() {
    assert_eq!(together([id(2), id(1)].into_iter()), together([id(1), id(2)].into_iter()));
    assert_ne!(together([id(1), id(2)].into_iter()), together([id(1), id(3)].into_iter()));
}

/// Something somebody tries, sensible or not.
#[derive(Debug, Clone)]
enum Try {
    Accept,
    Decline,
    SetAside,
    WithdrawHello,
    Propose(Step),
    Agree,
    Keep,
    Withdraw,
    Leave,
}

fn any_try() -> impl Strategy<Value = (u128, Try)> {
    let rung = prop::sample::select(Rung::ALL);
    let kind = prop::sample::select(Kind::ALL);
    let moves = (rung.clone(), rung).prop_map(|(from, to)| Step::Move { from, to });
    let converts = (kind.clone(), kind).prop_map(|(from, to)| Step::Convert { from, to });
    let steps = prop_oneof![
        4 => moves,
        1 => converts,
        1 => Just(Step::Pause),
        1 => Just(Step::Wake),
        1 => Just(Step::End { plan: None }),
        1 => (1..6u128).prop_map(|it| Step::Include(id(it))),
    ];
    let tries = prop_oneof![
        3 => Just(Try::Accept),
        1 => Just(Try::Decline),
        1 => Just(Try::SetAside),
        1 => Just(Try::WithdrawHello),
        6 => steps.prop_map(Try::Propose),
        8 => Just(Try::Agree),
        1 => Just(Try::Keep),
        1 => Just(Try::Withdraw),
        1 => Just(Try::Leave),
    ];
    (1..6u128, tries)
}

fn attempt(it: Relationship, by: MemberId, what: Try, number: u128, now: Time) -> Moved {
    let open = it.step.as_ref().map_or(step(0), |it| it.id);
    match what {
        Try::Accept => it.accept(by, now),
        Try::Decline => it.decline(by, Decline::Other, None, now),
        Try::SetAside => it.set_aside(by, now),
        Try::WithdrawHello => it.withdraw_hello(by, now),
        Try::Propose(what) => it.propose(by, wish(number, what, Some(line("because"))), now),
        Try::Agree => it.agree(by, open, now),
        Try::Keep => it.keep(by, open, now),
        Try::Withdraw => it.withdraw(by, open, now),
        Try::Leave => it.leave(by, now),
    }
}

/// What must hold from one moment to the next.
fn law(before: &Relationship, after: &Relationship, events: &[Event]) {
    assert!(!events.is_empty(), "something happened without a trace");
    assert!(!matches!(before.state, State::Ended(_)), "an end is an end");
    for party in &before.parties {
        assert!(after.party(party.member).is_some(), "a party was forgotten");
    }
    let bound = (before.rung, before.kind) != (after.rung, after.kind)
        || (before.is_alive() && before.state != after.state);
    if bound {
        let left = events.iter().any(|it| it.kind == "relationship.left");
        let step = after.step.as_ref();
        let agreed = step.is_some_and(|step| {
            step.outcome == Outcome::Agreed
                && before.inside().all(|it| step.agreed.contains(&it.member))
        });
        assert!(left || agreed, "moved without everyone's yes: {events:?}");
        if left {
            assert_eq!((before.rung, before.kind), (after.rung, after.kind));
        }
    }
    if let Some(step) = after.step.as_ref().filter(|it| it.outcome == Outcome::Agreed) {
        assert!(step.agreed.len() >= 2);
    }
    let joined = after.inside().filter(|it| before.party(it.member).is_none_or(|it| !it.is_in()));
    for party in joined {
        let was = before.party(party.member).expect("nobody comes in without being asked");
        assert!(matches!(was.stand, Stand::Asked | Stand::Aside), "came in unasked");
    }
    assert!(!after.is_alive() || after.inside().count() >= 2, "one alone is no relationship");
}

proptest! {
    #[test]
    fn whatever_is_tried_everyone_consents_and_nothing_is_lost(
        tries in prop::collection::vec(any_try(), 1..60),
        many in any::<bool>(),
    ) {
        let asked: &[MemberId] = if many { &[id(2), id(3)] } else { &[id(2)] };
        let mut it = hello(asked).unwrap().0;
        let mut happened = 0;
        for (number, (by, what)) in tries.into_iter().enumerate() {
            let now = Time(10 + i64::try_from(number).unwrap());
            let number = u128::try_from(number).unwrap() + 1;
            if let Ok((after, events)) = attempt(it.clone(), id(by), what, number, now) {
                law(&it, &after, &events);
                happened += events.len();
                prop_assert_eq!(after.changed, now);
                it = after;
            }
        }
        prop_assert!(happened < 200);
    }
}
