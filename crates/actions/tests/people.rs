//! The story of signing in, and of what is one's own, told to both databases.

#![cfg(test)]

mod house;

use std::sync::Arc;

use actions::letters::{Envelope, Letter};
use actions::people::sign_in::{self, Knock};
use actions::people::{self, devices, links, me, passkeys, team, tokens};
use actions::{ActionError, App, Config};
use domain::kernel::id::{MemberId, PersonId, SessionId, TokenId};
use domain::kernel::text::Email;
use domain::kernel::time::Time;
use domain::kernel::who::Who;
use domain::members::parts::Standing;
use domain::people::person::Person;
use house::House;
use store::{Store, on_both, outbox};

on_both!(
    the_same_code_twice_at_once_signs_in_once,
    the_same_link_twice_at_once_signs_in_once,
    many_guesses_at_once_are_no_more_guesses,
    what_is_anothers_does_not_exist,
    guests_have_nothing_of_their_own,
    two_people_do_not_leave_a_member_alone_at_once,
    what_ran_out_is_forgotten,
    a_link_for_a_fellow_stands_in_the_history,
);

const EMAIL: &str = "ana@example.org";

/// A house from which mail goes out, and Ana in it, who has an address.
async fn with_ana(store: Store) -> (House, Who, MemberId) {
    let mut house = House::new(store).await;
    let config = Config { mail: true, ..(*house.app.config).clone() };
    house.app.config = Arc::new(config);
    let (ana, quay) = house.someone("Quay", Standing::Member).await;
    let mut tx = house.app.store.write().await.unwrap();
    let person = store::people::find(&mut tx, ana.person().unwrap()).await.unwrap().unwrap();
    let person = Person { email: Some(Email::parse(EMAIL).unwrap()), ..person };
    store::people::save(&mut tx, &person).await.unwrap();
    tx.commit().await.unwrap();
    (house, ana, quay)
}

fn knock(from: &str) -> Knock {
    Knock { from: from.to_owned(), device: "a test".to_owned(), before: None }
}

async fn code(app: &App) -> String {
    sign_in::ask_code(app, EMAIL, "here").await.unwrap();
    let mut tx = app.store.write().await.unwrap();
    let waiting = outbox::take(&mut tx, Time(i64::MAX - 1), Time(0), 99).await.unwrap();
    let envelope = Envelope::read(app, &waiting[0].payload).unwrap();
    match envelope.letter {
        Letter::SignInCode { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

async fn the_same_code_twice_at_once_signs_in_once(store: Store) {
    let (house, ana, _) = with_ana(store).await;
    let code = code(&house.app).await;
    let mut tries = Vec::new();
    for i in 0..4 {
        let (app, code) = (house.app.clone(), code.clone());
        let from = format!("place {i}");
        tries.push(tokio::spawn(async move {
            sign_in::with_code(&app, EMAIL, (&code, &from), &knock(&from)).await
        }));
    }
    let mut secrets = Vec::new();
    for tried in tries {
        match tried.await.unwrap() {
            Ok(secret) => secrets.push(secret),
            Err(ActionError::Rule(_) | ActionError::Stale) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(secrets.len(), 1);
    assert_eq!(devices::list(&house.app, ana).await.unwrap().len(), 1);
    let arrival = people::arrive(&house.app, Some(&secrets[0])).await.unwrap();
    assert_eq!(people::who(arrival.session.as_ref()).person(), ana.person());
}

async fn the_same_link_twice_at_once_signs_in_once(store: Store) {
    let (house, ana, _) = with_ana(store).await;
    let link = links::from_console(&house.app, EMAIL).await.unwrap();
    let code = link.rsplit('/').next().unwrap().to_owned();
    let mut tries = Vec::new();
    for i in 0..4 {
        let (app, code) = (house.app.clone(), code.clone());
        let from = format!("place {i}");
        tries.push(tokio::spawn(async move {
            sign_in::with_link(&app, (&code, &from), &knock(&from)).await.is_ok()
        }));
    }
    let mut done = 0;
    for tried in tries {
        done += i32::from(tried.await.unwrap());
    }
    assert_eq!(done, 1);
    assert_eq!(devices::list(&house.app, ana).await.unwrap().len(), 1);
}

async fn many_guesses_at_once_are_no_more_guesses(store: Store) {
    let (house, ana, _) = with_ana(store).await;
    let right = code(&house.app).await;
    let mut tries = Vec::new();
    for i in 0..30 {
        let app = house.app.clone();
        let guess = if right == "000000" { "000001" } else { "000000" };
        tries.push(tokio::spawn(async move {
            sign_in::with_code(&app, EMAIL, (guess, "form"), &knock(&format!("place {i}"))).await
        }));
    }
    let (mut counted, mut told) = (0, 0);
    for tried in tries {
        match tried.await.unwrap() {
            Err(ActionError::Rule(_)) => counted += 1,
            Err(ActionError::Wait { .. } | ActionError::Stale) => told += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(counted <= 5 && counted + told == 30, "{counted} guesses were taken");
    assert!(devices::list(&house.app, ana).await.unwrap().is_empty());
}

async fn what_is_anothers_does_not_exist(store: Store) {
    let (house, ana, quay) = with_ana(store).await;
    let (app, (eve, _)) = (&house.app, house.someone("Eve", Standing::Member).await);
    let code = code(app).await;
    sign_in::with_code(app, EMAIL, (&code, "form"), &knock("here")).await.unwrap();
    let device = devices::list(app, ana).await.unwrap()[0].id;
    let (token, _) = tokens::make(app, ana, "Web", Some(quay)).await.unwrap();

    let none = |it: Result<(), ActionError>| {
        assert!(matches!(it, Err(ActionError::NotFound(_))), "{it:?}");
    };
    none(devices::end(app, eve, device).await);
    none(tokens::remove(app, eve, token.id).await);
    none(me::departure(app, eve, quay).await.map(|_| ()));
    none(me::leave(app, eve, quay, true).await.map(|_| ()));
    let refused = team::list(app, eve, quay).await;
    assert!(matches!(refused, Err(ActionError::Refused(_))), "{refused:?}");
    let refused = links::for_fellow(app, eve, quay, ana.person().unwrap()).await;
    assert!(matches!(refused, Err(ActionError::Refused(_))), "{refused:?}");
    let refused = tokens::make(app, eve, "Web", Some(quay)).await;
    assert!(matches!(refused, Err(ActionError::Fields(_))), "{refused:?}");

    assert_eq!(devices::list(app, ana).await.unwrap().len(), 1);
    devices::end(app, ana, device).await.unwrap();
    tokens::remove(app, ana, token.id).await.unwrap();
}

async fn guests_have_nothing_of_their_own(store: Store) {
    let (house, ana, quay) = with_ana(store).await;
    let (app, who) = (&house.app, Who::Guest);
    let fellow = ana.person().unwrap();
    let refused = [
        me::read(app, who).await.map(|_| ()),
        me::change(app, who, "Eve", "UTC").await.map(|_| ()),
        me::change_email(app, who, EMAIL, "here").await.map(|_| ()),
        me::prove_email(app, who, EMAIL, "000000", "here").await.map(|_| ()),
        me::departure(app, who, quay).await.map(|_| ()),
        me::leave(app, who, quay, true).await.map(|_| ()),
        devices::list(app, who).await.map(|_| ()),
        devices::end(app, who, SessionId::from_bits(1)).await,
        devices::end_others(app, who, SessionId::from_bits(1)).await.map(|_| ()),
        tokens::list(app, who).await.map(|_| ()),
        tokens::make(app, who, "Web", None).await.map(|_| ()),
        tokens::remove(app, who, TokenId::from_bits(1)).await,
        passkeys::list(app, who).await.map(|_| ()),
        passkeys::begin_adding(app, who).await.map(|_| ()),
        team::list(app, who, quay).await.map(|_| ()),
        links::for_fellow(app, who, quay, fellow).await.map(|_| ()),
    ];
    for (i, it) in refused.into_iter().enumerate() {
        assert!(matches!(it, Err(ActionError::SignIn)), "number {i}: {it:?}");
    }
    let nobody = people::with_token(app, "hanse_0").await;
    assert!(matches!(nobody, Err(ActionError::SignIn)), "{nobody:?}");
    let stranger = links::for_fellow(app, ana, quay, PersonId::from_bits(9)).await;
    assert!(matches!(stranger, Err(ActionError::NotFound(_))), "{stranger:?}");
}

async fn two_people_do_not_leave_a_member_alone_at_once(store: Store) {
    let (house, ana, quay) = with_ana(store).await;
    let ben = house.person_of(quay, Standing::Member).await;
    let leave = |who: Who| {
        let app = house.app.clone();
        tokio::spawn(async move { me::leave(&app, who, quay, false).await.is_ok() })
    };
    let (one, two) = (leave(ana), leave(ben));
    let left = [one.await.unwrap(), two.await.unwrap()];
    assert_ne!(left, [true, true], "the second one is the last one, and did not say so");
    let mut tx = house.app.store.read().await.unwrap();
    assert!(!store::people::of_member(&mut tx, quay).await.unwrap().is_empty());
}

async fn what_ran_out_is_forgotten(store: Store) {
    let (house, ana, _) = with_ana(store).await;
    let app = &house.app;
    let code = code(app).await;
    let secret = sign_in::with_code(app, EMAIL, (&code, "form"), &knock("here")).await.unwrap();
    passkeys::begin_signing_in(app, "here").await.unwrap();
    assert_eq!(people::forget_what_ran_out(app).await.unwrap(), 0, "all of it is still good");
    house.wait_days(2);
    assert!(people::forget_what_ran_out(app).await.unwrap() >= 3, "code, ceremony, tries");
    assert!(people::arrive(app, Some(&secret)).await.unwrap().session.is_some());
    house.wait_days(61);
    assert_eq!(people::forget_what_ran_out(app).await.unwrap(), 1, "the session");
    assert!(devices::list(app, ana).await.unwrap().is_empty());
}

async fn a_link_for_a_fellow_stands_in_the_history(store: Store) {
    let (house, ana, quay) = with_ana(store).await;
    let ben = house.person_of(quay, Standing::Member).await;
    let (_, link) = links::for_fellow(&house.app, ben, quay, ana.person().unwrap()).await.unwrap();
    let mut tx = house.app.store.read().await.unwrap();
    let latest = domain::kernel::id::EventId::from_bits(u128::MAX);
    let history = store::events::of_member(&mut tx, quay, latest, 9).await.unwrap();
    let event = history.iter().find(|it| it.kind == "people.link_made").unwrap();
    assert_eq!(event.person, ben.person());
    assert!(!event.words.contains(link.rsplit('/').next().unwrap()), "{}", event.words);
}
