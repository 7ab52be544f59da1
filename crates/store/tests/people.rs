//! The story of people and how they sign in, told to both databases.

#![cfg(test)]

use domain::alliance::settings::Alliance;
use domain::kernel::id::{MemberId, PasskeyId, PersonId, SessionId, TokenId};
use domain::kernel::text::{Email, Handle, Name};
use domain::kernel::time::Time;
use domain::members::member::{Member, Profile};
use domain::members::parts::{Kind, Standing};
use domain::members::visibility::Visibility;
use domain::people::person::Person;
use domain::people::proof::{Proof, Throttle};
use store::people::{self, Hat, Session, devices, passkeys, proofs, throttle, tokens};
use store::{ReadTx, Store, StoreError, members, on_both};

on_both!(
    people_act_for_members,
    devices_sign_in_and_out,
    codes_and_links_are_good_once,
    passkeys_and_their_ceremonies,
    tokens_belong_to_their_maker,
    tries_are_counted_by_key,
);

const ANA: PersonId = PersonId::from_bits(1);
const BEN: PersonId = PersonId::from_bits(2);
const QUAY: MemberId = MemberId::from_bits(11);

fn person(id: PersonId, name: &str, email: Option<&str>) -> Person {
    Person {
        id,
        name: Name::parse(name).unwrap(),
        email: email.map(|it| Email::parse(it).unwrap()),
        zone: "Europe/London".to_owned(),
        steward: id == ANA,
        since: Time(1),
    }
}

fn quay() -> Member {
    Member {
        id: QUAY,
        handle: Handle::parse("quay").unwrap(),
        name: Name::parse("Quay Stories").unwrap(),
        kind: Kind::Organisation,
        standing: Standing::Member,
        since: Time(1),
        changed: Time(1),
        profile: Profile::default(),
        visibility: Visibility::default(),
        version: 1,
    }
}

fn hat() -> Hat {
    let quay = quay();
    let (name, standing) = (quay.name, quay.standing);
    Hat { member: QUAY, handle: quay.handle, name, standing, logo: None }
}

fn session(id: u128, of: &Person, hat: Option<Hat>) -> Session {
    Session {
        id: SessionId::from_bits(id),
        person: of.clone(),
        hat,
        seen: Time(10),
        until: Time(100),
    }
}

/// Ana acts for Quay Stories; Ben is there and acts for nobody.
async fn settled(store: &Store) -> (Person, Person) {
    let ana = person(ANA, "Ana", Some("ana@example.org"));
    let ben = person(BEN, "Ben", None);
    let mut tx = store.write().await.unwrap();
    people::insert(&mut tx, &ana).await.unwrap();
    people::insert(&mut tx, &ben).await.unwrap();
    members::insert(&mut tx, &quay()).await.unwrap();
    people::add_hat(&mut tx, ANA, QUAY, Time(2)).await.unwrap();
    people::add_hat(&mut tx, ANA, QUAY, Time(3)).await.unwrap();
    tx.commit().await.unwrap();
    (ana, ben)
}

async fn people_act_for_members(store: Store) {
    let (ana, ben) = settled(&store).await;
    let mut tx = store.write().await.unwrap();
    assert_eq!(people::find(&mut tx, ANA).await.unwrap().as_ref(), Some(&ana));
    assert_eq!(people::find(&mut tx, PersonId::from_bits(9)).await.unwrap(), None);
    let email = ana.email.clone().unwrap();
    assert_eq!(people::with_email(&mut tx, &email).await.unwrap().as_ref(), Some(&ana));
    assert_eq!(people::hats(&mut tx, ANA).await.unwrap(), [hat()]);
    assert_eq!(people::of_member(&mut tx, QUAY).await.unwrap(), std::slice::from_ref(&ana));

    people::add_hat(&mut tx, BEN, QUAY, Time(4)).await.unwrap();
    assert_eq!(people::of_member(&mut tx, QUAY).await.unwrap(), [ana.clone(), ben.clone()]);
    assert!(people::remove_hat(&mut tx, ANA, QUAY).await.unwrap());
    assert!(!people::remove_hat(&mut tx, ANA, QUAY).await.unwrap());
    assert_eq!(people::of_member(&mut tx, QUAY).await.unwrap(), [ben]);

    let renamed = Person {
        name: Name::parse("Ana María").unwrap(),
        email: None,
        zone: "America/Lima".to_owned(),
        ..ana.clone()
    };
    people::save(&mut tx, &renamed).await.unwrap();
    assert_eq!(people::find(&mut tx, ANA).await.unwrap(), Some(renamed));
    people::save(&mut tx, &ana).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.write().await.unwrap();
    let taken = person(BEN, "Ben", Some("ana@example.org"));
    let saved = people::save(&mut tx, &taken).await;
    assert!(matches!(saved, Err(StoreError::Taken)), "{saved:?}");
    drop(tx);
    let mut tx = store.write().await.unwrap();
    let third = person(PersonId::from_bits(3), "Cy", Some("ana@example.org"));
    let inserted = people::insert(&mut tx, &third).await;
    assert!(matches!(inserted, Err(StoreError::Taken)), "{inserted:?}");
}

async fn devices_sign_in_and_out(store: Store) {
    let (ana, ben) = settled(&store).await;
    let mut tx = store.write().await.unwrap();
    let first = session(21, &ana, Some(hat()));
    people::insert_session(&mut tx, &first, [1; 32], "Firefox on Linux").await.unwrap();
    let second = session(22, &ana, None);
    people::insert_session(&mut tx, &second, [2; 32], "a phone").await.unwrap();
    let bens = session(23, &ben, None);
    people::insert_session(&mut tx, &bens, [3; 32], "Chrome").await.unwrap();

    assert_eq!(people::session(&mut tx, [1; 32], Time(50)).await.unwrap(), Some(first.clone()));
    assert_eq!(people::session(&mut tx, [1; 32], Time(100)).await.unwrap(), None, "it has ended");
    assert_eq!(people::session(&mut tx, [9; 32], Time(50)).await.unwrap(), None);

    devices::see(&mut tx, second.id, Time(60), Time(160)).await.unwrap();
    let list = devices::of_person(&mut tx, ANA, Time(61)).await.unwrap();
    let names: Vec<&str> = list.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["a phone", "Firefox on Linux"], "the one seen last first");
    assert_eq!((list[0].made, list[0].seen), (Time(10), Time(60)));
    assert_eq!(devices::of_person(&mut tx, ANA, Time(120)).await.unwrap().len(), 1);

    devices::wear(&mut tx, second.id, Some(QUAY)).await.unwrap();
    let worn = people::session(&mut tx, [2; 32], Time(61)).await.unwrap().unwrap();
    assert_eq!(worn.hat, Some(hat()));
    let arrival = async |tx: &mut ReadTx, hash| store::arrival::read(tx, hash, Time(61)).await;
    assert_eq!(arrival(&mut tx, Some([2; 32])).await.unwrap(), None, "it has no name yet");
    let hanse = Alliance::new(Name::parse("Hanse").unwrap(), Time(1));
    store::alliance::insert(&mut tx, &hanse).await.unwrap();
    let arrived = arrival(&mut tx, Some([2; 32])).await.unwrap();
    assert_eq!(arrived, Some((hanse.clone(), Some(worn))));
    for stranger in [Some([9; 32]), None] {
        assert_eq!(arrival(&mut tx, stranger).await.unwrap(), Some((hanse.clone(), None)));
    }
    people::remove_hat(&mut tx, ANA, QUAY).await.unwrap();
    let bare = people::session(&mut tx, [2; 32], Time(61)).await.unwrap().unwrap();
    assert_eq!(bare.hat, None, "who no longer acts for a member has no hat of it");

    assert!(!devices::end(&mut tx, BEN, first.id).await.unwrap(), "not Ben's to end");
    assert!(devices::end(&mut tx, ANA, first.id).await.unwrap());
    let again = session(24, &ana, None);
    people::insert_session(&mut tx, &again, [4; 32], "a tablet").await.unwrap();
    assert_eq!(devices::end_others(&mut tx, ANA, again.id).await.unwrap(), 1);
    assert!(people::session(&mut tx, [3; 32], Time(61)).await.unwrap().is_some(), "Ben's stays");
    assert_eq!(devices::forget(&mut tx, Time(100)).await.unwrap(), 2);
    assert_eq!(people::session(&mut tx, [4; 32], Time(61)).await.unwrap(), None);
}

async fn codes_and_links_are_good_once(store: Store) {
    settled(&store).await;
    let proof = Proof { hash: [5; 32], until: Time(100), tries: 0, used: false };
    let mut tx = store.write().await.unwrap();
    assert_eq!(proofs::code(&mut tx, "a").await.unwrap(), None);
    proofs::put_code(&mut tx, "a", &Proof { hash: [4; 32], ..proof.clone() }).await.unwrap();
    proofs::miss_code(&mut tx, "a").await.unwrap();
    assert_eq!(proofs::code(&mut tx, "a").await.unwrap().unwrap().tries, 1);
    proofs::put_code(&mut tx, "a", &proof).await.unwrap();
    assert_eq!(proofs::code(&mut tx, "a").await.unwrap().as_ref(), Some(&proof));
    proofs::use_code(&mut tx, "a").await.unwrap();
    assert!(proofs::code(&mut tx, "a").await.unwrap().unwrap().used);
    let again = proofs::use_code(&mut tx, "a").await;
    assert!(matches!(again, Err(StoreError::Stale)), "{again:?}");
    proofs::miss_code(&mut tx, "nobody's").await.unwrap();

    let link = proofs::Link { person: ANA, proof: Proof { hash: [6; 32], ..proof } };
    proofs::insert_link(&mut tx, &link, Some(BEN), Time(3)).await.unwrap();
    assert_eq!(proofs::link(&mut tx, [6; 32]).await.unwrap(), Some(link));
    assert_eq!(proofs::link(&mut tx, [7; 32]).await.unwrap(), None);
    proofs::use_link(&mut tx, [6; 32]).await.unwrap();
    let again = proofs::use_link(&mut tx, [6; 32]).await;
    assert!(matches!(again, Err(StoreError::Stale)), "{again:?}");

    assert_eq!(proofs::forget(&mut tx, Time(100)).await.unwrap(), 0);
    assert_eq!(proofs::forget(&mut tx, Time(101)).await.unwrap(), 2);
}

async fn passkeys_and_their_ceremonies(store: Store) {
    settled(&store).await;
    let passkey = passkeys::Passkey {
        id: PasskeyId::from_bits(31),
        person: ANA,
        credential: vec![1, 2, 3],
        name: Name::parse("Laptop").unwrap(),
        data: "{}".to_owned(),
        made: Time(5),
        used: Time(5),
    };
    let mut tx = store.write().await.unwrap();
    passkeys::insert(&mut tx, &passkey).await.unwrap();
    passkeys::see(&mut tx, passkey.id, "{1}", Time(7)).await.unwrap();
    let used = passkeys::Passkey { data: "{1}".to_owned(), used: Time(7), ..passkey.clone() };
    let found = passkeys::with_credential(&mut tx, &[1, 2, 3]).await.unwrap();
    assert_eq!(found.as_ref(), Some(&used));
    assert_eq!(passkeys::with_credential(&mut tx, &[1]).await.unwrap(), None);
    assert_eq!(passkeys::of_person(&mut tx, ANA).await.unwrap(), [used]);
    assert!(!passkeys::remove(&mut tx, BEN, passkey.id).await.unwrap(), "not Ben's to remove");
    assert!(passkeys::remove(&mut tx, ANA, passkey.id).await.unwrap());
    assert_eq!(passkeys::of_person(&mut tx, ANA).await.unwrap(), []);

    passkeys::begin(&mut tx, [8; 32], "state", Time(100)).await.unwrap();
    assert_eq!(passkeys::finish(&mut tx, [8; 32], Time(100)).await.unwrap(), None, "too late");
    let state = passkeys::finish(&mut tx, [8; 32], Time(99)).await.unwrap();
    assert_eq!(state.as_deref(), Some("state"));
    assert_eq!(passkeys::finish(&mut tx, [8; 32], Time(99)).await.unwrap(), None, "once");
    passkeys::begin(&mut tx, [9; 32], "state", Time(100)).await.unwrap();
    assert_eq!(passkeys::forget(&mut tx, Time(99)).await.unwrap(), 0);
    assert_eq!(passkeys::forget(&mut tx, Time(100)).await.unwrap(), 1);
}

async fn tokens_belong_to_their_maker(store: Store) {
    let (ana, _) = settled(&store).await;
    let token = tokens::Token {
        id: TokenId::from_bits(41),
        name: Name::parse("Our web site").unwrap(),
        hat: Some(hat()),
        made: Time(5),
        used: None,
    };
    let mut tx = store.write().await.unwrap();
    tokens::insert(&mut tx, ANA, &token, [1; 32]).await.unwrap();
    let bearer = tokens::bearer(&mut tx, [1; 32]).await.unwrap().unwrap();
    let expected = tokens::Bearer { id: token.id, person: ana, hat: Some(hat()), used: None };
    assert_eq!(bearer, expected);
    assert_eq!(tokens::bearer(&mut tx, [2; 32]).await.unwrap(), None);
    tokens::see(&mut tx, token.id, Time(9)).await.unwrap();
    let used = tokens::Token { used: Some(Time(9)), ..token.clone() };
    assert_eq!(tokens::of_person(&mut tx, ANA).await.unwrap(), [used]);
    assert_eq!(tokens::of_person(&mut tx, BEN).await.unwrap(), []);

    people::remove_hat(&mut tx, ANA, QUAY).await.unwrap();
    let bearer = tokens::bearer(&mut tx, [1; 32]).await.unwrap().unwrap();
    assert_eq!(bearer.hat, None, "a token cannot do what its maker no longer may");
    assert!(!tokens::remove(&mut tx, BEN, token.id).await.unwrap(), "not Ben's to take back");
    assert!(tokens::remove(&mut tx, ANA, token.id).await.unwrap());
    assert_eq!(tokens::bearer(&mut tx, [1; 32]).await.unwrap(), None);
}

async fn tries_are_counted_by_key(store: Store) {
    let mut tx = store.write().await.unwrap();
    assert_eq!(throttle::find(&mut tx, "a").await.unwrap(), None);
    for count in 1..=2 {
        throttle::save(&mut tx, "a", Throttle { count, last: Time(count) }).await.unwrap();
    }
    throttle::save(&mut tx, "b", Throttle { count: 7, last: Time(9) }).await.unwrap();
    let found = throttle::find(&mut tx, "a").await.unwrap();
    assert_eq!(found, Some(Throttle { count: 2, last: Time(2) }));
    assert_eq!(throttle::forget(&mut tx, Time(3)).await.unwrap(), 1);
    assert_eq!(throttle::find(&mut tx, "a").await.unwrap(), None);
    throttle::clear(&mut tx, "b").await.unwrap();
    assert_eq!(throttle::find(&mut tx, "b").await.unwrap(), None);
}
