//! How an alliance begins and grows, told on both databases: the first run, ways in, candidates,
//! and what is said about the alliance.

#![cfg(test)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use actions::alliance::invitations::{self, Bounds, Made};
use actions::alliance::{Entered, candidates, join, presence, settings, setup};
use actions::error::RuleError;
use actions::letters::{Envelope, Letter};
use actions::people::sign_in::Knock;
use actions::{ActionError, App, Config, people, secret};
use domain::alliance::joining::Closed;
use domain::kernel::time::Time;
use domain::kernel::who::Who;
use domain::members::member::Member;
use domain::members::parts::Standing;
use store::{Store, on_both};

on_both!(
    the_first_person_comes_in_once,
    two_set_ups_at_once_make_one_alliance,
    the_last_place_is_given_to_one,
    a_form_that_is_sent_twice_lets_in_one,
    wrong_codes_are_slowed_down,
    a_contact_and_a_colleague_come_in_by_invitation,
    silence_is_consent_and_an_objection_waits,
    every_version_can_be_brought_back,
    an_invitation_is_taken_back_by_its_own_member,
    letters_go_out_where_mail_does,
    members_are_counted_where_everyone_may_see_them,
);

type Fields = Vec<(String, String)>;

struct House {
    app: App,
    clock: Arc<AtomicI64>,
}

async fn house(store: Store, mail: bool) -> House {
    let clock = Arc::new(AtomicI64::new(1_795_435_200_000_000));
    let (drawn, now) = (AtomicU64::new(1), clock.clone());
    let chance = move || secret::hash(&drawn.fetch_add(1, Ordering::Relaxed).to_string());
    let now = Arc::new(move || Time(now.fetch_add(1, Ordering::Relaxed)));
    let base_url = "http://localhost:4747".to_owned();
    let config = Config { base_url, mail, behind_proxy: false };
    let app = App::new(store, now, Arc::new(chance), config).await.unwrap();
    House { app, clock }
}

impl House {
    fn wait_days(&self, days: i64) {
        self.clock.fetch_add(days * 86_400_000_000, Ordering::Relaxed);
    }

    /// An alliance whose first member is Quay Stories.
    async fn founded(store: Store, mail: bool) -> (Self, Who) {
        let house = house(store, mail).await;
        let code = setup::setup_code(&house.app).await.unwrap().unwrap();
        let entered =
            setup::set_up(&house.app, &code, "form", &founding(), &knock()).await.unwrap();
        let who = house.who(&entered).await;
        (house, who)
    }

    async fn who(&self, entered: &Entered) -> Who {
        let arrival = people::arrive(&self.app, entered.secret.as_deref()).await.unwrap();
        people::who(arrival.session.as_ref())
    }

    async fn consent(&self, who: Who) {
        let fields = fields(&[("joining", "consent:7")]);
        settings::change(&self.app, who, &fields).await.unwrap();
    }

    async fn link(&self, who: Who, uses: i64) -> Made {
        let bounds = Bounds { days: 30, uses };
        invitations::make_link(&self.app, who, bounds, None, "seed").await.unwrap()
    }

    async fn join(&self, code: &str, form: &str, name: &str) -> Result<Entered, ActionError> {
        join::join(&self.app, Who::Guest, (code, form), &joining(name), &knock()).await
    }

    async fn candidate(&self, who: Who, name: &str) -> Who {
        let link = self.link(who, 1).await;
        let entered = self.join(&link.code, name, name).await.unwrap();
        assert_eq!(entered.standing, Standing::Candidate);
        self.who(&entered).await
    }

    async fn count(&self, standing: Standing) -> i64 {
        let mut tx = self.app.store.read().await.unwrap();
        store::members::count(&mut tx, standing).await.unwrap()
    }
}

fn knock() -> Knock {
    Knock { from: "192.0.2.7".into(), device: "a test".into(), before: None }
}

fn fields(all: &[(&str, &str)]) -> Fields {
    all.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn founding() -> Fields {
    fields(&[
        ("alliance", "Tideway"),
        ("alliance_line", "Independents of the coast"),
        ("meaning", "The tide lifts every boat."),
        ("name", "Ana Silva"),
        ("email", "ana@example.org"),
        ("organisation", "Quay Stories"),
        ("kind", "organisation"),
    ])
}

fn joining(name: &str) -> Fields {
    fields(&[("name", name), ("kind", "free_agent")])
}

async fn the_first_person_comes_in_once(store: Store) {
    let house = house(store, false).await;
    let app = &house.app;
    let old = setup::setup_code(app).await.unwrap().unwrap();
    let code = setup::setup_code(app).await.unwrap().unwrap();
    assert!(!setup::is_setup_code(app, &old).await.unwrap(), "only the last code is good");
    assert!(setup::is_setup_code(app, &code).await.unwrap());
    let refused = setup::set_up(app, &old, "form", &founding(), &knock()).await;
    assert!(matches!(refused, Err(ActionError::Refused(_))), "{refused:?}");

    let wrong = fields(&[("name", "Ana"), ("email", "ana@"), ("kind", "organisation")]);
    let refused = setup::set_up(app, &code, "form", &wrong, &knock()).await;
    let Err(ActionError::Fields(problems)) = refused else { panic!("not refused") };
    let of: Vec<&str> = problems.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(of, ["alliance", "email", "organisation"]);
    assert_eq!(house.count(Standing::Member).await, 0, "nothing was written");

    let entered = setup::set_up(app, &code, "form", &founding(), &knock()).await.unwrap();
    let actor = house.who(&entered).await.actor().unwrap();
    assert!(actor.joined && actor.steward);
    let again = setup::set_up(app, &code, "form", &founding(), &knock()).await.unwrap();
    assert_eq!(again, entered, "the same form is answered alike");
    let second = setup::set_up(app, &code, "another form", &founding(), &knock()).await;
    assert!(matches!(second, Err(ActionError::Refused(_))));
    assert_eq!(setup::setup_code(app).await.unwrap(), None);
    assert!(matches!(setup::is_setup_code(app, &code).await, Err(ActionError::Refused(_))));
    assert_eq!(house.count(Standing::Member).await, 1);
}

async fn two_set_ups_at_once_make_one_alliance(store: Store) {
    let house = house(store, false).await;
    let code = setup::setup_code(&house.app).await.unwrap().unwrap();
    let (app, fields, knock) = (&house.app, founding(), knock());
    let (a, b) = tokio::join!(
        setup::set_up(app, &code, "one", &fields, &knock),
        setup::set_up(app, &code, "two", &fields, &knock),
    );
    assert_eq!([a.is_ok(), b.is_ok()].iter().filter(|it| **it).count(), 1, "{a:?} {b:?}");
    assert_eq!(house.count(Standing::Member).await, 1);
}

async fn the_last_place_is_given_to_one(store: Store) {
    let (house, who) = House::founded(store, false).await;
    let link = house.link(who, 1).await;
    let (a, b) = tokio::join!(
        house.join(&link.code, "one", "Bo Berg"),
        house.join(&link.code, "two", "Cy Cole"),
    );
    let refused: Vec<ActionError> = [a, b].into_iter().filter_map(Result::err).collect();
    let used =
        |it: &ActionError| matches!(it, ActionError::Rule(RuleError::Invitation(Closed::Used)));
    assert!(refused.len() == 1 && used(&refused[0]), "{refused:?}");
    assert_eq!(house.count(Standing::Member).await, 2);
    let looked = join::look(&house.app, &link.code, "192.0.2.7").await;
    assert!(looked.is_err_and(|it| used(&it)));
}

async fn a_form_that_is_sent_twice_lets_in_one(store: Store) {
    let (house, who) = House::founded(store, false).await;
    let link = house.link(who, 5).await;
    let (a, b) = tokio::join!(
        house.join(&link.code, "form", "Bo Berg"),
        house.join(&link.code, "form", "Bo Berg"),
    );
    assert_eq!(a.unwrap(), b.unwrap());
    assert_eq!(house.count(Standing::Member).await, 2);
    // Of one name, and still two.
    house.join(&link.code, "other form", "Bo Berg").await.unwrap();
    assert_eq!(house.count(Standing::Member).await, 3);
    let (open, _) = invitations::list(&house.app, who, None, "seed").await.unwrap();
    assert_eq!((open[0].0.uses, open[0].1.as_ref()), (2, Some(&link.code)));
    let (open, _) = invitations::list(&house.app, who, None, "other seed").await.unwrap();
    assert_eq!(open[0].1, None, "who does not hold the seed does not see the link");
}

async fn wrong_codes_are_slowed_down(store: Store) {
    let (house, who) = House::founded(store, false).await;
    let link = house.link(who, 1).await;
    for _ in 0..5 {
        let wrong = join::look(&house.app, "wrong", "192.0.2.7").await;
        assert!(matches!(wrong, Err(ActionError::NotFound(_))));
    }
    let wrong = join::look(&house.app, "wrong", "192.0.2.7").await;
    assert!(matches!(wrong, Err(ActionError::Wait { .. })));
    let wrong = house.join("wrong", "form", "Bo").await;
    assert!(matches!(wrong, Err(ActionError::Wait { .. })));
    assert!(join::look(&house.app, &link.code, "192.0.2.7").await.is_ok(), "a right one is right");
    let elsewhere = join::look(&house.app, "wrong", "198.51.100.1").await;
    assert!(matches!(elsewhere, Err(ActionError::NotFound(_))), "others are not slowed down");
}

async fn a_contact_and_a_colleague_come_in_by_invitation(store: Store) {
    let (house, who) = House::founded(store, false).await;
    house.consent(who).await;
    let app = &house.app;
    let ours = (Some("quay-stories"), 7);
    let colleague = invitations::invite(app, who, "Bo Berg", ours, "seed").await.unwrap();
    let bo = fields(&[("name", "Bo Berg")]);
    let code = colleague[0].code.as_str();
    let entered = join::join(app, Who::Guest, (code, "form"), &bo, &knock()).await.unwrap();
    assert_eq!(entered.standing, Standing::Member, "a member decides itself who acts for it");
    assert_eq!(house.who(&entered).await.member(), who.member());

    // A contact that is claimed asks like everybody else.
    let listed = house.candidate(who, "Second Bloom").await.actor().unwrap().hat.unwrap();
    let mut tx = app.store.write().await.unwrap();
    let member = store::members::find(&mut tx, listed).await.unwrap().unwrap();
    let contact = Member { standing: Standing::Contact, ..member };
    store::members::save(&mut tx, &contact).await.unwrap();
    tx.commit().await.unwrap();
    let into = (Some("second-bloom"), 7);
    let claim = invitations::invite(app, who, "dee@example.org", into, "seed").await.unwrap();
    let said = join::look(app, &claim[0].code, "192.0.2.7").await.unwrap();
    assert_eq!(said.into.map(|it| it.2), Some(true));
    let dee = fields(&[("name", "Dee"), ("email", "dee@example.org")]);
    let code = claim[0].code.as_str();
    let entered = join::join(app, Who::Guest, (code, "form"), &dee, &knock()).await.unwrap();
    assert_eq!(entered.standing, Standing::Candidate);
    assert_eq!(house.who(&entered).await.actor().unwrap().hat, Some(listed));

    // Nobody invites people into somebody else's member.
    house.candidate(who, "Eve").await;
    let wrong = invitations::invite(app, who, "Flo", (Some("eve"), 7), "seed").await;
    assert!(matches!(wrong, Err(ActionError::Fields(_))));
}

async fn silence_is_consent_and_an_objection_waits(store: Store) {
    let (house, who) = House::founded(store, false).await;
    house.consent(who).await;
    let app = &house.app;
    let bo = house.candidate(who, "Bo Berg").await;
    let cy = house.candidate(who, "Cy Cole").await;
    assert!(matches!(candidates::list(app, bo).await, Err(ActionError::Refused(_))));
    assert!(candidates::object(app, bo, "cy-cole", "x").await.is_err());
    assert_eq!(candidates::list(app, who).await.unwrap().len(), 2);
    let silent = candidates::object(app, who, "cy-cole", " ").await;
    assert!(matches!(silent, Err(ActionError::Fields(_))), "with a reason or not at all");
    candidates::object(app, who, "cy-cole", "They sell what we give").await.unwrap();

    house.wait_days(6);
    assert_eq!(candidates::settle(app).await.unwrap(), 0);
    house.wait_days(1);
    assert_eq!(candidates::settle(app).await.unwrap(), 1);
    assert!(candidates::mine(app, bo).await.unwrap().joined);
    let mine = candidates::mine(app, cy).await.unwrap();
    assert!(mine.talk_first && !mine.joined);
    let waiting = candidates::list(app, who).await.unwrap();
    assert_eq!(waiting[0].against[0].reason.as_str(), "They sell what we give");
    assert!(waiting[0].against[0].mine);

    candidates::withdraw(app, who, "cy-cole").await.unwrap();
    let twice = candidates::withdraw(app, who, "cy-cole").await;
    assert!(matches!(twice, Err(ActionError::NotFound(_))));
    assert!(candidates::mine(app, cy).await.unwrap().joined, "read is enough, no worker needed");
    assert_eq!(candidates::list(app, who).await.unwrap(), []);
}

async fn every_version_can_be_brought_back(store: Store) {
    let (house, who) = House::founded(store, false).await;
    let app = &house.app;
    let guest = settings::change(app, Who::Guest, &fields(&[("goals", "x")])).await;
    assert!(matches!(guest, Err(ActionError::SignIn)));
    let wrong = fields(&[("goals", "x"), ("joining", "no"), ("rank", "1")]);
    let refused = settings::change(app, who, &wrong).await;
    let Err(ActionError::Fields(problems)) = refused else { panic!("not refused") };
    assert_eq!(problems.len(), 2);
    let same = settings::change(app, who, &fields(&[("name", "Tideway")])).await.unwrap();
    assert_eq!(same.version, 1, "nothing changed, nothing is written");
    let changed = settings::change(app, who, &fields(&[("goals", "Fair work")])).await.unwrap();
    assert_eq!(changed.version, 2);
    let restored = settings::restore(app, who, 1).await.unwrap();
    assert_eq!((restored.version, restored.goals.as_ref()), (3, None));
    assert_eq!(settings::read(app, Who::Guest).await.unwrap(), restored);
    let (history, more) = settings::history(app, who, None).await.unwrap();
    let words: Vec<&str> = history.iter().map(|it| it.words.as_str()).collect();
    let goals = "changed the common goals";
    assert_eq!(words, [&format!("{goals} back"), goals, "began the alliance"]);
    assert!(!more && history[0].person.is_some());
    let (public, _) = settings::history(app, Who::Guest, None).await.unwrap();
    assert!(public.iter().all(|it| it.person.is_none() && it.member.is_some()));
    let none = settings::restore(app, who, 99).await;
    assert!(matches!(none, Err(ActionError::NotFound(_))));
}

async fn an_invitation_is_taken_back_by_its_own_member(store: Store) {
    let (house, who) = House::founded(store, false).await;
    let (app, link) = (&house.app, house.link(who, 5).await);
    let entered = house.join(&link.code, "form", "Bo Berg").await.unwrap();
    let bo = house.who(&entered).await;
    let id = link.invitation.id;
    let other = invitations::take_back(app, bo, id).await;
    assert!(matches!(other, Err(ActionError::NotFound(_))));
    invitations::take_back(app, who, id).await.unwrap();
    let closed = join::look(app, &link.code, "192.0.2.7").await;
    let withdrawn = ActionError::from(Closed::Withdrawn).to_string();
    assert_eq!(closed.unwrap_err().to_string(), withdrawn);
    assert!(invitations::list(app, who, None, "seed").await.unwrap().0.is_empty());
    invitations::put_back(app, who, id).await.unwrap();
    assert!(join::look(app, &link.code, "192.0.2.7").await.is_ok());
    house.wait_days(30);
    let late = join::look(app, &link.code, "192.0.2.7").await;
    assert_eq!(late.unwrap_err().to_string(), ActionError::from(Closed::Late).to_string());
    for bounds in [Bounds { days: 0, uses: 1 }, Bounds { days: 1, uses: 1_001 }] {
        let refused = invitations::make_link(app, who, bounds, None, "seed").await;
        assert!(matches!(refused, Err(ActionError::Fields(_))), "{bounds:?}");
    }
}

async fn letters_go_out_where_mail_does(store: Store) {
    let (house, who) = House::founded(store, true).await;
    let list = "Bo Berg <bo@example.org>\nCy Cole\ndee@example.org";
    let made = invitations::invite(&house.app, who, list, (None, 7), "seed").await.unwrap();
    assert_eq!(made.len(), 3);
    let wrong = invitations::invite(&house.app, who, "Flo\nGus@", (None, 7), "seed").await;
    let Err(ActionError::Fields(problems)) = wrong else { panic!("not refused") };
    assert!(problems[0].problem.starts_with("Line 2: "), "{problems:?}");
    let now = house.app.now();
    let mut tx = house.app.store.write().await.unwrap();
    let errands = store::outbox::take(&mut tx, now, now.plus_days(1), 10).await.unwrap();
    assert_eq!(errands.len(), 2, "one for each address, none for the list that was refused");
    let link = invitations::link(&house.app, &made[0].code);
    assert!(!errands.iter().any(|it| it.payload.contains(&made[0].code)), "it waits unreadable");
    let letters = errands.iter().map(|it| Envelope::read(&house.app, &it.payload).unwrap().letter);
    let links = letters.filter_map(|it| match it {
        Letter::Invitation { link, .. } => Some(link),
        _ => None,
    });
    assert!(links.into_iter().any(|it| it == link));
    drop(tx);
    let console = invitations::from_console(&house.app, "Gus").await.unwrap();
    let code = console.rsplit('/').next().unwrap();
    let said = join::look(&house.app, code, "192.0.2.7").await.unwrap();
    assert_eq!((said.by, said.to.unwrap().as_str()), (None, "Gus"));
}

async fn members_are_counted_where_everyone_may_see_them(store: Store) {
    let (house, who) = House::founded(store, false).await;
    let app = &house.app;
    let places = fields(&[("places", "Bristol, GB\nLeeds, GB\nVienna, AT")]);
    actions::members::describe(app, who, who.member().unwrap(), &places).await.unwrap();
    let link = house.link(who, 1).await;
    let bo = house.join(&link.code, "form", "Bo Berg").await.unwrap();
    let bo = house.who(&bo).await;
    let places = fields(&[("places", "Graz, AT")]);
    actions::members::describe(app, bo, bo.member().unwrap(), &places).await.unwrap();
    let by_country = |it: &presence::Presence| -> Vec<(String, i64)> {
        it.countries.iter().map(|it| (it.country.code().to_owned(), it.members)).collect()
    };
    let found = presence::presence(app, Who::Guest).await.unwrap();
    assert_eq!((found.members, by_country(&found)), (2, vec![("AT".into(), 2), ("GB".into(), 1)]));
    let (north, east) = found.countries[1].middle.unwrap();
    assert!(
        (north - 51.45).abs() < 0.1 && (east + 2.6).abs() < 0.1,
        "the first place there counts"
    );
    // What is for members only is not counted in public; the count follows at once.
    let hidden = fields(&[("visibility.places", "members")]);
    actions::members::describe(app, bo, bo.member().unwrap(), &hidden).await.unwrap();
    let found = presence::presence(app, Who::Guest).await.unwrap();
    assert_eq!(by_country(&found), [("AT".to_owned(), 1), ("GB".to_owned(), 1)]);
}
