//! Stories of finding partners, told on both engines.

#![cfg(test)]

mod house;

use actions::fit::{self, FindAnswer, FindQuery, Position, Slice};
use actions::{ActionError, App, members};
use domain::fit::{Purpose, Refusal, Verdict};
use domain::kernel::id::MemberId;
use domain::kernel::text::Line;
use domain::kernel::who::Who;
use domain::members::change::Change;
use domain::members::member::Member;
use domain::members::parts::Standing;
use house::House;
use store::{Store, on_both};

on_both!(
    what_was_said_a_moment_ago_is_found,
    more_changes_than_fit_into_one_reading_are_all_taken_in,
    another_node_learns_of_it_by_the_feed,
    who_is_not_for_us_stays_away_until_we_say_otherwise,
    who_is_sealed_off_is_found_from_neither_side,
    competitors_can_say_why_they_want_to_all_the_same,
    pages_go_on_where_they_stopped,
    who_is_left_out_is_told_with_the_reason,
    what_is_only_ours_is_in_no_answer,
    only_members_find,
);

const TOGETHER: Purpose = Purpose::Together;
const ALL: Slice = Slice { after: None, size: 200 };

fn fields(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect()
}

async fn describe(app: &App, who: Who, all: &[(&str, &str)]) {
    let member = who.member().unwrap();
    members::describe(app, who, member, &fields(all)).await.unwrap();
}

async fn offer(app: &App, who: Who, title: &str) {
    let (member, fields) = (who.member().unwrap(), fields(&[("title", title), ("tags", title)]));
    members::offers::put_offer(app, who, member, None, &fields).await.unwrap();
}

/// A printer for small charities in Bristol.
async fn printer(house: &House, name: &str) -> (Who, MemberId) {
    of_trade(house, name, "print").await
}

async fn of_trade(house: &House, name: &str, trade: &str) -> (Who, MemberId) {
    let (who, id) = house.someone(name, Standing::Member).await;
    let said = [("audience", "small charities"), ("places", "Bristol, GB"), ("languages", "en")];
    describe(&house.app, who, &said).await;
    offer(&house.app, who, trade).await;
    (who, id)
}

async fn found(app: &App, who: Who, purpose: Purpose) -> FindAnswer {
    fit::find(app, who, &FindQuery::of(purpose), ALL).await.unwrap()
}

fn ids(answer: &FindAnswer) -> Vec<MemberId> {
    answer.found.iter().map(|it| it.member.id).collect()
}

async fn what_was_said_a_moment_ago_is_found(store: Store) {
    let house = House::new(store).await;
    house.wait_days(1);
    let (ana, _) = printer(&house, "Ana Prints").await;
    assert_eq!(ids(&found(&house.app, ana, TOGETHER).await), []);
    let (ben, quay) = of_trade(&house, "Quay Stories", "film").await;
    assert_eq!(ids(&found(&house.app, ana, TOGETHER).await), [quay]);
    describe(&house.app, ben, &[("line", "We film slowly")]).await;
    let line = found(&house.app, ana, TOGETHER).await.found[0].member.profile.line.clone();
    assert_eq!(line, Some(Line::parse("We film slowly").unwrap()));
    members::leaving::leave(&house.app, ben, quay).await.unwrap();
    assert_eq!(ids(&found(&house.app, ana, TOGETHER).await), []);
}

async fn more_changes_than_fit_into_one_reading_are_all_taken_in(store: Store) {
    let house = House::new(store).await;
    let (ana, _) = printer(&house, "Ana Prints").await;
    found(&house.app, ana, TOGETHER).await;
    let (ben, quay) = of_trade(&house, "Quay Stories", "film").await;
    for round in 0..1_050 {
        describe(&house.app, ben, &[("line", &format!("Round {round}"))]).await;
        if round == 600 {
            found(&house.app, ana, TOGETHER).await;
        }
    }
    let (_, last) = of_trade(&house, "Northlight Data", "evaluation").await;
    let mut both = ids(&found(&house.app, ana, TOGETHER).await);
    both.sort_unstable();
    assert_eq!(both, [quay, last]);
}

async fn another_node_learns_of_it_by_the_feed(store: Store) {
    let house = House::new(store.clone()).await;
    let (ana, _) = printer(&house, "Ana Prints").await;
    let elsewhere = house.app.clone();
    let elsewhere = App { finder: Default::default(), ..elsewhere };
    assert_eq!(ids(&found(&elsewhere, ana, TOGETHER).await), []);
    let (_, quay) = of_trade(&house, "Quay Stories", "film").await;
    assert_eq!(ids(&found(&house.app, ana, TOGETHER).await), [quay]);
    assert_eq!(ids(&found(&elsewhere, ana, TOGETHER).await), [quay]);
}

async fn who_is_not_for_us_stays_away_until_we_say_otherwise(store: Store) {
    let house = House::new(store).await;
    let (ana, printer_id) = printer(&house, "Ana Prints").await;
    let (ben, quay) = of_trade(&house, "Quay Stories", "film").await;
    fit::not_for_us(&house.app, ana, "quay-stories").await.unwrap();
    fit::not_for_us(&house.app, ana, "quay-stories").await.unwrap();
    let without = found(&house.app, ana, TOGETHER).await;
    assert_eq!((ids(&without), without.hidden), (vec![], 1));
    let hidden = fit::hidden(&house.app, ana).await.unwrap();
    assert_eq!(hidden.iter().map(|it| it.id).collect::<Vec<_>>(), [quay]);
    let one = fit::answer(&house.app, ana, "quay-stories", TOGETHER).await.unwrap();
    assert!(one.hidden, "one can still look at them");
    // They are not told, and still find us.
    assert_eq!(ids(&found(&house.app, ben, TOGETHER).await), [printer_id]);
    assert_eq!(fit::hidden(&house.app, ben).await.unwrap(), []);
    fit::suggest_again(&house.app, ana, "quay-stories").await.unwrap();
    assert_eq!(ids(&found(&house.app, ana, TOGETHER).await), [quay]);
}

async fn who_is_sealed_off_is_found_from_neither_side(store: Store) {
    let house = House::new(store).await;
    let (ana, printer_id) = printer(&house, "Ana Prints").await;
    let (ben, quay) = of_trade(&house, "Quay Stories", "film").await;
    assert_eq!(ids(&found(&house.app, ana, TOGETHER).await), [quay]);
    let seal = vec![Change::SealFrom(printer_id)];
    members::change(&house.app, ben, quay, seal).await.unwrap();
    for (who, other) in [(ana, "quay-stories"), (ben, "ana-prints")] {
        assert_eq!(ids(&found(&house.app, who, TOGETHER).await), []);
        let one = fit::answer(&house.app, who, other, TOGETHER).await.unwrap();
        assert_eq!(one.answer.refused_because, [Refusal::Sealed]);
        assert_eq!(one.other.profile.sealed_from.len(), 0);
        let query = FindQuery::of(TOGETHER);
        let left_out = fit::left_out(&house.app, who, &query, None).await.unwrap();
        assert_eq!(left_out.found, [], "who asked for it is not to be found out");
    }
}

async fn competitors_can_say_why_they_want_to_all_the_same(store: Store) {
    let house = House::new(store).await;
    let (ana, _) = printer(&house, "Ana Prints").await;
    let (ben, pageworks) = printer(&house, "Pageworks").await;
    of_trade(&house, "Quay Stories", "film").await;
    let answer = found(&house.app, ana, TOGETHER).await;
    assert!(!ids(&answer).contains(&pageworks));
    assert_eq!(answer.peers.count.found, 1);
    assert_eq!(answer.peers.first[0].member.id, pageworks);
    let one = |who, other| fit::answer(&house.app, who, other, TOGETHER);
    assert_eq!(one(ana, "pageworks").await.unwrap().answer.verdict, Verdict::Refused);

    let want = |other, why| fit::want_despite(&house.app, ana, other, why);
    assert!(matches!(want("pageworks", " ").await, Err(ActionError::Fields(_))));
    assert!(matches!(want("quay-stories", "Why not").await, Err(ActionError::Fields(_))));
    want("pageworks", "They take what is too much for us").await.unwrap();
    let with_reason = one(ana, "pageworks").await.unwrap();
    assert_ne!(with_reason.answer.verdict, Verdict::Refused);
    assert!(with_reason.answer.talk_about[0].words().to_string().contains("too much for us"));
    let listed = found(&house.app, ana, TOGETHER).await.despite;
    assert_eq!(listed[0].0.id, pageworks);
    // It is our reason, not theirs.
    assert_eq!(one(ben, "ana-prints").await.unwrap().answer.verdict, Verdict::Refused);
    fit::forget_reason(&house.app, ana, "pageworks").await.unwrap();
    assert_eq!(one(ana, "pageworks").await.unwrap().answer.verdict, Verdict::Refused);
}

async fn pages_go_on_where_they_stopped(store: Store) {
    let house = House::new(store).await;
    let (ana, _) = printer(&house, "Ana Prints").await;
    for number in 0..13 {
        of_trade(&house, &format!("Film {number}"), "film").await;
    }
    let whole = ids(&found(&house.app, ana, TOGETHER).await);
    assert_eq!(whole.len(), 13);
    let (mut paged, mut after) = (Vec::new(), None);
    loop {
        let slice = Slice { after, size: 5 };
        let query = FindQuery::of(TOGETHER);
        let page = fit::find(&house.app, ana, &query, slice).await.unwrap();
        paged.extend(ids(&page));
        after = page.next.and_then(|it| Position::parse(&it.to_string()));
        if after.is_none() {
            break;
        }
    }
    assert_eq!(paged, whole);
    let too_many = Slice { after: None, size: 201 };
    let refused = fit::find(&house.app, ana, &FindQuery::of(TOGETHER), too_many).await;
    assert!(matches!(refused, Err(ActionError::Fields(_))));
}

async fn who_is_left_out_is_told_with_the_reason(store: Store) {
    let house = House::new(store).await;
    let (ana, _) = printer(&house, "Ana Prints").await;
    let (_, pageworks) = printer(&house, "Pageworks").await;
    let (_, quay) = of_trade(&house, "Quay Stories", "film").await;
    let query = FindQuery::of(TOGETHER);
    let page = fit::left_out(&house.app, ana, &query, None).await.unwrap();
    let told: Vec<MemberId> = page.found.iter().map(|it| it.member.id).collect();
    assert_eq!(told, [pageworks]);
    assert!(!told.contains(&quay));
    let why = &page.found[0].answer.refused_because;
    assert!(matches!(why[..], [Refusal::Competitor { .. }]));
    // After the members come the contacts, and then nobody.
    let contacts = page.next.unwrap();
    let rest = fit::left_out(&house.app, ana, &query, Some(&contacts)).await.unwrap();
    assert_eq!((rest.found.len(), rest.next), (0, None));
    assert!(fit::left_out(&house.app, ana, &query, Some("nonsense")).await.is_err());
}

async fn what_is_only_ours_is_in_no_answer(store: Store) {
    let house = House::new(store).await;
    let (ana, _) = printer(&house, "Ana Prints").await;
    let (ben, _) = of_trade(&house, "Quay Stories", "film").await;
    let secret = [
        ("mission", "Zanzibar regattas"),
        ("visibility.purpose", "only_us"),
        ("agenda", "Zanzibar money"),
        ("visibility.agenda", "only_us"),
    ];
    describe(&house.app, ben, &secret).await;
    let listed = found(&house.app, ana, TOGETHER).await;
    assert!(!format!("{:?}", listed.found).contains("Zanzibar"));
    for purpose in Purpose::FIXED {
        let one = fit::answer(&house.app, ana, "quay-stories", purpose).await.unwrap();
        assert!(!format!("{:?} {:?}", one.answer, one.other).contains("Zanzibar"), "{purpose}");
    }
    let own: Member = members::own(&house.app, ben).await.unwrap();
    assert!(format!("{own:?}").contains("Zanzibar"));
}

async fn only_members_find(store: Store) {
    let house = House::new(store).await;
    printer(&house, "Ana Prints").await;
    let (candidate, _) = house.someone("Eve", Standing::Candidate).await;
    let query = FindQuery::of(TOGETHER);
    let ask = |who| fit::find(&house.app, who, &query, ALL);
    assert!(matches!(ask(Who::Guest).await, Err(ActionError::SignIn)));
    assert!(matches!(ask(candidate).await, Err(ActionError::Refused(_))));
    let one = |who| fit::answer(&house.app, who, "ana-prints", TOGETHER);
    assert!(matches!(one(Who::Guest).await, Err(ActionError::SignIn)));
    assert!(matches!(one(candidate).await, Err(ActionError::Refused(_))));
    let hide = |who| fit::not_for_us(&house.app, who, "ana-prints");
    assert!(matches!(hide(Who::Guest).await, Err(ActionError::SignIn)));
    assert!(matches!(hide(candidate).await, Err(ActionError::Refused(_))));
}
