//! Stories of relationships, told on both engines.

#![cfg(test)]

mod house;

use actions::relationships::{calendar, describe, doing, hello, introductions, read, steps};
use actions::{ActionError, App, fit};
use domain::fit::Purpose;
use domain::kernel::id::MemberId;
use domain::kernel::who::Who;
use domain::members::parts::Standing;
use domain::relationships::introduction::Answer;
use domain::relationships::ladder::{Kind, Rung};
use domain::relationships::party::Shelf;
use domain::relationships::relationship::{EndedBy, Relationship, State};
use domain::relationships::step::Outcome;
use house::House;
use store::{Store, on_both};

on_both!(
    three_rungs_up_one_down_and_a_pause,
    two_who_say_hello_at_once_are_in_touch,
    both_propose_a_different_step_at_once,
    yes_and_taking_back_at_once,
    sent_twice_it_is_one_hello,
    who_said_no_is_left_in_peace,
    a_group_of_three_and_a_fourth_who_comes_later,
    what_worked_suggests_the_next_rung,
    an_introduction_is_made_when_all_say_yes,
    a_calendar_is_read_by_its_secret_alone,
    whom_both_are_in_touch_with_is_a_reason,
);

async fn two(house: &House) -> (Who, Who) {
    let (ana, _) = house.someone("Ana Print", Standing::Member).await;
    let (ben, _) = house.someone("Ben Film", Standing::Member).await;
    (ana, ben)
}

fn to(handles: &[&str]) -> hello::Asked {
    hello::Asked {
        to: handles.iter().map(|it| (*it).to_owned()).collect(),
        kind: "collaboration".to_owned(),
        purpose: "work together".to_owned(),
        word: "We liked your last film.".to_owned(),
    }
}

async fn in_touch(house: &House) -> (Who, Who, String) {
    let (ana, ben) = two(house).await;
    let slug = hello::say(&house.app, ana, &to(&["ben-film"])).await.unwrap().slug.to_string();
    hello::accept(&house.app, ben, &slug).await.unwrap();
    (ana, ben, slug)
}

fn step(what: &str, to: &str) -> steps::Asked {
    steps::Asked { what: what.to_owned(), to: to.to_owned(), ..Default::default() }
}

/// Proposed by one, agreed by the other.
async fn agreed(app: &App, by: Who, other: Who, slug: &str, asked: &steps::Asked) -> Relationship {
    let id = steps::propose(app, by, slug, asked).await.unwrap().step.unwrap().id.to_string();
    steps::agree(app, other, slug, &id).await.unwrap()
}

async fn three_rungs_up_one_down_and_a_pause(store: Store) {
    let house = House::new(store).await;
    let (ana, ben, slug) = in_touch(&house).await;
    let app = &house.app;
    for (rung, by, other) in
        [("guidance", ana, ben), ("one_off", ben, ana), ("cross_promotion", ana, ben)]
    {
        agreed(app, by, other, &slug, &step("move", rung)).await;
    }
    let it = agreed(app, ben, ana, &slug, &step("move", "one_off")).await;
    assert_eq!(it.rung, Rung::OneOff);
    let it = agreed(app, ana, ben, &slug, &step("pause", "")).await;
    assert_eq!(it.state, State::Resting);
    let resting = read::shelf(app, ana, Shelf::Resting, None).await.unwrap();
    assert_eq!(resting.relationships, [it]);

    // Leaving a rung out asks why, and nothing is lost of what went before.
    agreed(app, ben, ana, &slug, &step("wake", "")).await;
    let far = steps::propose(app, ana, &slug, &step("move", "integrated_service")).await;
    assert!(matches!(far, Err(ActionError::Rule(_))));
    let it = steps::leave(app, ben, &slug).await.unwrap();
    assert_eq!(it.state, State::Ended(EndedBy::Lapse));
    let page = read::page(app, ana, &slug, None).await.unwrap();
    assert_eq!(page.steps.len(), 6);
    assert!(page.steps.iter().all(|it| it.outcome == Outcome::Agreed));
    let history = read::history(app, ana, &slug, None).await.unwrap();
    assert_eq!(history.len(), 22);
    assert_eq!(history[0].words, "left");
    assert_eq!(history.last().unwrap().words, "said hello: work together");
    // What is over may begin anew, beside what was.
    let anew = hello::say(app, ben, &to(&["ana-print"])).await.unwrap();
    assert_ne!(anew.slug.to_string(), slug);
}

async fn two_who_say_hello_at_once_are_in_touch(store: Store) {
    let house = House::new(store).await;
    let (ana, ben) = two(&house).await;
    let (to_ben, to_ana) = (to(&["ben-film"]), to(&["ana-print"]));
    let both =
        tokio::join!(hello::say(&house.app, ana, &to_ben), hello::say(&house.app, ben, &to_ana),);
    let (one, other) = (both.0.unwrap(), both.1.unwrap());
    assert_eq!(one.id, other.id);
    let found = read::shelf(&house.app, ana, Shelf::Active, None).await.unwrap();
    assert_eq!(found.relationships.len(), 1);
    // The word of the second is not lost.
    let page = read::page(&house.app, ben, one.slug.as_str(), None).await.unwrap();
    assert_eq!(page.messages.len(), 1);
    let again = hello::say(&house.app, ana, &to_ben).await;
    assert!(matches!(again, Err(ActionError::Fields(_))));
}

/// Somebody else was faster, and says so.
fn told(outcome: &Result<Relationship, ActionError>) -> bool {
    matches!(outcome, Err(ActionError::Rule(_) | ActionError::Stale))
}

async fn both_propose_a_different_step_at_once(store: Store) {
    let house = House::new(store).await;
    let (ana, ben, slug) = in_touch(&house).await;
    let (up, pause) = (step("move", "guidance"), step("pause", ""));
    let (one, other) = tokio::join!(
        steps::propose(&house.app, ana, &slug, &up),
        steps::propose(&house.app, ben, &slug, &pause),
    );
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|it| **it).count(), 1);
    assert!(told(&one) || told(&other), "{one:?} {other:?}");
    let page = read::page(&house.app, ana, &slug, None).await.unwrap();
    assert_eq!(page.steps.len(), 1);
    assert_eq!(page.relationship.rung, Rung::InTouch);
    assert_eq!(page.relationship.state, State::Active);
}

async fn yes_and_taking_back_at_once(store: Store) {
    let house = House::new(store).await;
    let (ana, ben, slug) = in_touch(&house).await;
    for round in 0..8 {
        let rung = if round % 2 == 0 { "guidance" } else { "in_touch" };
        let current = read::one(&house.app, ana, &slug).await.unwrap().relationships[0].rung;
        let asked = if current.wire() == rung { step("pause", "") } else { step("move", rung) };
        let it = steps::propose(&house.app, ana, &slug, &asked).await.unwrap();
        let id = it.step.unwrap().id.to_string();
        let (yes, back) = tokio::join!(
            steps::agree(&house.app, ben, &slug, &id),
            steps::withdraw(&house.app, ana, &slug, &id),
        );
        assert_ne!(yes.is_ok(), back.is_ok(), "{yes:?} {back:?}");
        assert!(told(&yes) || told(&back), "{yes:?} {back:?}");
        let page = read::page(&house.app, ana, &slug, None).await.unwrap();
        let last = page.steps.last().unwrap().outcome;
        let expected = if yes.is_ok() { Outcome::Agreed } else { Outcome::Withdrawn };
        assert_eq!(last, expected);
        if page.relationship.state == State::Resting {
            agreed(&house.app, ana, ben, &slug, &step("wake", "")).await;
        }
    }
}

async fn sent_twice_it_is_one_hello(store: Store) {
    let house = House::new(store).await;
    let (ana, ben) = two(&house).await;
    let asked = to(&["ben-film"]);
    let (one, other) =
        tokio::join!(hello::say(&house.app, ana, &asked), hello::say(&house.app, ana, &asked),);
    assert_eq!(one.unwrap().id, other.unwrap().id);
    let waiting = read::shelf(&house.app, ben, Shelf::Waiting, None).await.unwrap();
    assert_eq!(waiting.relationships.len(), 1);
    assert_eq!(read::waiting(&house.app, ben).await.unwrap(), 1);
    assert_eq!(read::waiting(&house.app, ana).await.unwrap(), 0);
}

async fn who_said_no_is_left_in_peace(store: Store) {
    let house = House::new(store).await;
    let (ana, ben) = two(&house).await;
    let app = &house.app;
    let slug = hello::say(app, ana, &to(&["ben-film"])).await.unwrap().slug.to_string();
    let wrong = hello::decline(app, ben, &slug, "never", "").await;
    assert!(matches!(wrong, Err(ActionError::Fields(_))));
    hello::decline(app, ben, &slug, "full", "In spring, perhaps").await.unwrap();
    let again = hello::say(app, ana, &to(&["ben-film"])).await;
    assert!(matches!(again, Err(ActionError::Rule(_))));
    // Those who said no may come back by themselves.
    let back = hello::say(app, ben, &to(&["ana-print"])).await.unwrap();
    hello::withdraw(app, ben, back.slug.as_str()).await.unwrap();
    house.wait_days(53);
    hello::say(app, ana, &to(&["ben-film"])).await.unwrap();
}

async fn a_group_of_three_and_a_fourth_who_comes_later(store: Store) {
    let house = House::new(store).await;
    let (ana, ben) = two(&house).await;
    let (cleo, _) = house.someone("Cleo Care", Standing::Member).await;
    let (dan, _) = house.someone("Dan Design", Standing::Member).await;
    let app = &house.app;
    let it = hello::say(app, ana, &to(&["ben-film", "cleo-care"])).await.unwrap();
    let slug = it.slug.as_str();
    hello::accept(app, ben, slug).await.unwrap();
    hello::set_aside(app, cleo, slug).await.unwrap();
    assert_eq!(hello::accept(app, cleo, slug).await.unwrap().state, State::Active);
    describe::say(app, ana, slug, "Before Dan came").await.unwrap();
    let convert = steps::propose(app, ana, slug, &step("convert", "friendship")).await.unwrap();
    let id = convert.step.unwrap().id.to_string();
    assert_eq!(steps::agree(app, ben, slug, &id).await.unwrap().kind, Kind::Collaboration);
    assert_eq!(steps::agree(app, cleo, slug, &id).await.unwrap().kind, Kind::Friendship);

    assert!(matches!(read::one(app, dan, slug).await, Err(ActionError::NotFound(_))));
    let asked = steps::propose(app, cleo, slug, &step("include", "dan-design")).await.unwrap();
    let id = asked.step.unwrap().id.to_string();
    steps::agree(app, ana, slug, &id).await.unwrap();
    steps::agree(app, ben, slug, &id).await.unwrap();
    let asked = read::page(app, dan, slug, None).await.unwrap();
    assert!(asked.messages.is_empty() && asked.steps.is_empty());
    hello::accept(app, dan, slug).await.unwrap();
    describe::say(app, ben, slug, "Welcome, Dan").await.unwrap();
    let page = read::page(app, dan, slug, None).await.unwrap();
    assert_eq!(page.messages.len(), 1);

    // Who leaves reads what was, and nothing of what comes after.
    steps::leave(app, dan, slug).await.unwrap();
    describe::say(app, ben, slug, "After Dan left").await.unwrap();
    let goal = ("goals".to_owned(), "A film festival".to_owned());
    describe::write(app, ana, slug, &[goal]).await.unwrap();
    let page = read::page(app, dan, slug, None).await.unwrap();
    assert_eq!(page.messages[0].words.as_str(), "Welcome, Dan");
    assert_eq!((page.messages.len(), page.relationship.shared.goals), (1, None));
    let said = describe::say(app, dan, slug, "Still here?").await;
    assert!(matches!(said, Err(ActionError::Rule(_))));
}

async fn what_worked_suggests_the_next_rung(store: Store) {
    let house = House::new(store).await;
    let (ana, ben, slug) = in_touch(&house).await;
    let app = &house.app;
    let page = read::page(app, ana, &slug, None).await.unwrap();
    assert!(!page.outlook.unwrap().is_suggested());
    describe::say_known(app, ana, &slug, "2024-03", "at a fair").await.unwrap();
    describe::confirm_known(app, ben, &slug, "2024-03-01").await.unwrap();
    let other = describe::confirm_known(app, ben, &slug, "2024-04-01").await;
    assert!(matches!(other, Err(ActionError::Stale)));
    let outlook = read::page(app, ana, &slug, None).await.unwrap().outlook.unwrap();
    assert!(outlook.is_suggested());
    // It is suggested and not done.
    let page = read::page(app, ben, &slug, None).await.unwrap();
    assert_eq!(page.relationship.rung, Rung::InTouch);

    let done = doing::Asked {
        what: "guidance".to_owned(),
        circumstance: "competitive".to_owned(),
        day: String::new(),
        words: "Prices for schools".to_owned(),
    };
    doing::record(app, ana, &slug, &done).await.unwrap();
    let later = doing::Asked { day: "2999-01-01".to_owned(), ..done };
    assert!(doing::record(app, ana, &slug, &later).await.is_err());
    let value = describe::give(app, ana, &slug, "ben-film", "Posters at cost").await.unwrap();
    let id = value.id.to_string();
    let others = describe::change_value(app, ben, &slug, &id, false).await;
    assert!(matches!(others, Err(ActionError::Rule(_))));
    describe::change_value(app, ana, &slug, &id, false).await.unwrap();
    describe::change_value(app, ana, &slug, &id, true).await.unwrap();
    doing::review(app, ben, &slug, "partly", "More often, please").await.unwrap();
    doing::change_rhythm(app, ana, &slug, "2026-12-24", "30").await.unwrap();
    let page = read::page(app, ben, &slug, None).await.unwrap();
    assert_eq!((page.done.len(), page.values.len(), page.reviews.len()), (1, 1, 1));
    assert_eq!(read::reviews_due(app, ben, 31).await.unwrap().relationships.len(), 1);
    assert_eq!(read::reviews_due(app, ben, 30).await.unwrap().relationships.len(), 0);
}

async fn an_introduction_is_made_when_all_say_yes(store: Store) {
    let house = House::new(store).await;
    let (ana, ben, _) = in_touch(&house).await;
    let (cleo, _) = house.someone("Cleo Care", Standing::Member).await;
    house.someone("Listed Only", Standing::Contact).await;
    let app = &house.app;
    let asked = |to: &str, about: &str, from: &str| introductions::Asked {
        to: to.to_owned(),
        about: about.to_owned(),
        words: "You would get on".to_owned(),
        passed_on: from.to_owned(),
    };
    let strangers = introductions::pass_on(app, ana, &asked("cleo-care", "", "")).await;
    assert!(matches!(strangers, Err(ActionError::Fields(_))));
    let it = introductions::pass_on(app, ana, &asked("ben-film", "cleo-care", "")).await.unwrap();
    let id = it.id.to_string();
    assert!(!introductions::answer(app, ben, &id, true).await.unwrap().is_made());
    assert!(introductions::answer(app, cleo, &id, true).await.unwrap().is_made());

    let listed = introductions::pass_on(app, ana, &asked("ben-film", "listed-only", "")).await;
    assert_eq!(listed.unwrap().about_answer, Answer::Nobody);
    assert_eq!(introductions::waiting(app, ben).await.unwrap().shown.len(), 1);

    // Through whose hands it came is told to who gets it next.
    hello::say(app, ben, &to(&["cleo-care"])).await.unwrap();
    let met = hello::say(app, cleo, &to(&["ben-film"])).await.unwrap();
    assert_eq!(met.state, State::Active);
    let chance = introductions::pass_on(app, ana, &asked("ben-film", "", "")).await.unwrap();
    let from = chance.id.to_string();
    let on = introductions::pass_on(app, ben, &asked("cleo-care", "", &from)).await.unwrap();
    let shown = introductions::one(app, cleo, &on.id.to_string()).await.unwrap();
    assert_eq!(shown.shown[0].hands, [member(ana)]);
    let stranger = introductions::one(app, cleo, &from).await;
    assert!(matches!(stranger, Err(ActionError::NotFound(_))));
}

async fn whom_both_are_in_touch_with_is_a_reason(store: Store) {
    let house = House::new(store).await;
    let (ana, ben, _) = in_touch(&house).await;
    let (cleo, _) = house.someone("Cleo Care", Standing::Member).await;
    let app = &house.app;
    let common = async || {
        let fitting = fit::answer(app, ana, "cleo-care", Purpose::Together).await.unwrap();
        format!("{:?}", fitting.answer).contains("Ben Film")
    };
    let slug = hello::say(app, cleo, &to(&["ben-film"])).await.unwrap().slug.to_string();
    assert!(!common().await);
    hello::accept(app, ben, &slug).await.unwrap();
    assert!(common().await);
    steps::leave(app, ben, &slug).await.unwrap();
    assert!(!common().await);
}

fn member(who: Who) -> MemberId {
    who.member().unwrap()
}

async fn a_calendar_is_read_by_its_secret_alone(store: Store) {
    let house = House::new(store).await;
    let (ana, _, slug) = in_touch(&house).await;
    let app = &house.app;
    assert_eq!(calendar::made(app, ana).await.unwrap(), None);
    let first = calendar::make(app, ana).await.unwrap();
    let secret = calendar::make(app, ana).await.unwrap();
    assert!(matches!(calendar::read(app, &first).await, Err(ActionError::NotFound(_))));
    let due = calendar::read(app, &secret).await.unwrap();
    assert_eq!((due.len(), due[0].slug.as_str()), (1, slug.as_str()));
    assert_eq!(due[0].others[0].as_str(), "Ben Film");
    calendar::forget(app, ana).await.unwrap();
    assert!(matches!(calendar::read(app, &secret).await, Err(ActionError::NotFound(_))));
}
