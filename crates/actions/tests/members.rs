//! Stories of members, told on both engines.

#![cfg(test)]

mod house;

use actions::ActionError;
use actions::members::search::{After, search};
use actions::members::{self, claims, contacts, history, leaving, list, offers, sealed};
use domain::kernel::id::MemberId;
use domain::kernel::who::Who;
use domain::members::parts::Standing;
use domain::members::visibility::{Level, Part};
use house::House;
use store::{Store, on_both};

on_both!(
    people_who_write_at_once_both_keep_their_work,
    a_part_is_seen_by_whom_it_is_for_and_found_by_nobody_else,
    a_search_goes_on_and_shows_nobody_twice,
    a_closed_directory_is_searched_by_members_alone,
    any_member_keeps_a_contact_right_until_its_people_come,
    who_asks_for_a_contact_waits_for_a_member,
    offers_fade_are_said_again_and_taken_back,
    who_leaves_may_come_back_for_thirty_days,
    who_is_sealed_from_whom_is_for_own_people_alone,
);

fn fields(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

async fn found(house: &House, who: Who, words: &str) -> Vec<MemberId> {
    let found = search(&house.app, who, words, None, 20).await.unwrap();
    found.hits.iter().map(|it| it.view.member.id).collect()
}

async fn people_who_write_at_once_both_keep_their_work(store: Store) {
    let house = House::new(store).await;
    let (ana, id) = house.someone("Quay Stories", Standing::Member).await;
    let ben = house.person_of(id, Standing::Member).await;
    for round in 0..5 {
        let text = format!("Round {round}");
        let of_ana = fields(&[("story", &text)]);
        let of_ben = fields(&[("mission", &text), ("visibility.size", "only_us")]);
        let (one, other) = tokio::join!(
            members::describe(&house.app, ana, id, &of_ana),
            members::describe(&house.app, ben, id, &of_ben),
        );
        one.unwrap();
        other.unwrap();
        let now = members::own(&house.app, ana).await.unwrap();
        assert_eq!(now.profile.story.unwrap().as_str(), text);
        assert_eq!(now.profile.mission.unwrap().as_str(), text);
    }
    let lines = history::read(&house.app, ana, id, None).await.unwrap();
    assert_eq!(lines.len(), 10);
    assert!(lines.iter().all(|it| it.by.as_ref().unwrap().as_str() == "Ana Silva"));
    let rest = history::read(&house.app, ana, id, Some(lines[8].id)).await.unwrap();
    assert_eq!(rest.len(), 1);
    let (eve, _) = house.someone("Eve", Standing::Member).await;
    let refused = history::read(&house.app, eve, id, None).await;
    assert!(matches!(refused, Err(ActionError::Refused(_))));
}

/// A field of each part that holds words, to be found by.
fn field_of(part: Part) -> Option<&'static str> {
    Some(match part {
        Part::Story => "story",
        Part::Audience => "audience_words",
        Part::Purpose => "mission",
        Part::Agenda => "agenda",
        Part::Connections => "connections",
        Part::Capacity => "capacity_words",
        // These hold choices, or things of their own.
        Part::Places | Part::Offers | Part::Needs | Part::Style | Part::Size | Part::Contact => {
            return None;
        }
    })
}

async fn a_part_is_seen_by_whom_it_is_for_and_found_by_nobody_else(store: Store) {
    let house = House::new(store).await;
    let (own, id) = house.someone("Quay Stories", Standing::Member).await;
    let (fellow, _) = house.someone("Meadow", Standing::Member).await;
    let (candidate, _) = house.someone("Asking", Standing::Candidate).await;
    offers::put_offer(&house.app, own, id, None, &fields(&[("title", "offerword")])).await.unwrap();
    offers::put_need(&house.app, own, id, None, &fields(&[("title", "needword")])).await.unwrap();
    members::describe(&house.app, own, id, &fields(&[("places", "Bristol, GB")])).await.unwrap();
    for part in Part::ALL.iter().copied() {
        let word = match part {
            Part::Offers => "offerword".to_owned(),
            Part::Needs => "needword".to_owned(),
            Part::Places => "bristol".to_owned(),
            _ => format!("word{}", part.wire()),
        };
        if let Some(field) = field_of(part) {
            members::describe(&house.app, own, id, &fields(&[(field, &word)])).await.unwrap();
        }
        let searchable = !matches!(part, Part::Style | Part::Size | Part::Contact);
        for level in Level::ALL.iter().copied() {
            let field = format!("visibility.{}", part.wire());
            let set = fields(&[(&field, level.wire())]);
            members::describe(&house.app, own, id, &set).await.unwrap();
            let who = [
                (own, level != Level::OnlyUs, true),
                (fellow, level != Level::OnlyUs, level != Level::OnlyUs),
                (candidate, level == Level::Everyone, level == Level::Everyone),
                (Who::Guest, level == Level::Everyone, level == Level::Everyone),
            ];
            for (who, finds, sees) in who {
                let hits = found(&house, who, &word).await;
                let expected = searchable && finds;
                assert_eq!(hits.contains(&id), expected, "{part:?} {level:?} {who:?}");
                let view = members::read(&house.app, who, "quay-stories").await.unwrap();
                let shown = !view.member.profile.is_empty(part);
                assert_eq!(shown, sees && searchable, "{part:?} {level:?} {who:?}");
            }
        }
    }
    // A candidate is found by members alone.
    assert_eq!(found(&house, fellow, "asking").await.len(), 1);
    assert!(found(&house, Who::Guest, "asking").await.is_empty());
    let unknown = members::read(&house.app, Who::Guest, "asking").await;
    assert!(matches!(unknown, Err(ActionError::NotFound(_))));
    let refused = members::describe(&house.app, fellow, id, &fields(&[("line", "x")])).await;
    assert!(matches!(refused, Err(ActionError::Refused(_))));
    let guest = members::describe(&house.app, Who::Guest, id, &fields(&[("line", "x")])).await;
    assert!(matches!(guest, Err(ActionError::SignIn)));
}

async fn a_search_goes_on_and_shows_nobody_twice(store: Store) {
    let house = House::new(store).await;
    let (ana, _) = house.someone("Ana", Standing::Member).await;
    for number in 0..9 {
        // Some begin so, some only say it somewhere; a contact is among the names.
        let name = if number % 2 == 0 { format!("Film {number}") } else { format!("N {number}") };
        let standing = if number == 4 { Standing::Contact } else { Standing::Member };
        let (who, id) = house.someone(&name, standing).await;
        let line = fields(&[("line", "We film")]);
        let writer = if standing == Standing::Contact { ana } else { who };
        members::describe(&house.app, writer, id, &line).await.unwrap();
    }
    for limit in [1, 2, 3, 20] {
        let mut seen = Vec::new();
        let mut after: Option<After> = None;
        loop {
            let page = search(&house.app, ana, "film", after, limit).await.unwrap();
            assert!(page.hits.len() <= limit);
            seen.extend(page.hits.iter().map(|it| it.view.member.name.to_string()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 9, "{limit}: {seen:?}");
        assert!(seen[..5].iter().all(|it| it.starts_with("Film")), "{seen:?}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 9);
    }
    assert!(search(&house.app, ana, " ,. ", None, 20).await.unwrap().hits.is_empty());
}

async fn a_closed_directory_is_searched_by_members_alone(store: Store) {
    let house = House::new(store).await;
    let (ana, _) = house.someone("Ana", Standing::Member).await;
    let (candidate, _) = house.someone("Asking", Standing::Candidate).await;
    house.open_directory(false).await;
    assert_eq!(found(&house, ana, "ana").await.len(), 1);
    assert!(matches!(
        search(&house.app, Who::Guest, "ana", None, 20).await,
        Err(ActionError::SignIn)
    ));
    assert!(matches!(
        search(&house.app, candidate, "ana", None, 20).await,
        Err(ActionError::Refused(_))
    ));
    let listed = list::by_name(&house.app, Who::Guest, Standing::Member, None).await;
    assert!(matches!(listed, Err(ActionError::SignIn)));
    let listed = list::by_name(&house.app, ana, Standing::Candidate, None).await.unwrap();
    assert_eq!(listed.views.len(), 1);
}

async fn any_member_keeps_a_contact_right_until_its_people_come(store: Store) {
    let house = House::new(store).await;
    let (ana, _) = house.someone("Ana", Standing::Member).await;
    let (ben, _) = house.someone("Ben", Standing::Member).await;
    let (candidate, _) = house.someone("Asking", Standing::Candidate).await;
    let form = fields(&[
        ("name", "Copper Lane"),
        ("line", "Web for small theatres"),
        ("offers", "Web sites\nTicketing"),
        ("places", "Leeds, GB"),
    ]);
    for who in [Who::Guest, candidate] {
        assert!(contacts::add(&house.app, who, &form).await.is_err());
    }
    let contact = contacts::add(&house.app, ana, &form).await.unwrap();
    assert_eq!((contact.standing, contact.profile.offers.len()), (Standing::Contact, 2));
    let second = contacts::add(&house.app, ana, &form).await.unwrap();
    assert_eq!(second.handle.as_str(), "copper-lane-2");
    let wrong = fields(&[("line", "x"), ("places", "Atlantis"), ("offers", &"x".repeat(300))]);
    let Err(ActionError::Fields(problems)) = contacts::add(&house.app, ana, &wrong).await else {
        panic!("a contact without a name was listed");
    };
    let names: Vec<&str> = problems.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(names, ["places", "name", "offers"]);

    // Another member corrects it; a candidate may not.
    let better = fields(&[("line", "Web sites for theatres")]);
    members::describe(&house.app, ben, contact.id, &better).await.unwrap();
    let refused = members::describe(&house.app, candidate, contact.id, &better).await;
    assert!(matches!(refused, Err(ActionError::Refused(_))));
    let origin = contacts::origin(&house.app, ben, contact.id).await.unwrap().unwrap();
    assert_eq!(origin.by.unwrap().as_str(), "Ana Silva");
    let origin = contacts::origin(&house.app, Who::Guest, contact.id).await.unwrap().unwrap();
    assert_eq!(origin.by, None);

    contacts::remove(&house.app, ben, "copper-lane").await.unwrap();
    let gone = members::read(&house.app, ana, "copper-lane").await;
    assert!(matches!(gone, Err(ActionError::NotFound(_))));
    assert_eq!(found(&house, ana, "theatres").await, [second.id]);
    let changed = members::describe(&house.app, ben, contact.id, &better).await;
    assert!(matches!(changed, Err(ActionError::NotFound(_))));
    contacts::put_back(&house.app, ben, contact.id).await.unwrap();
    assert_eq!(found(&house, ana, "ticketing").await.len(), 2);
    // A member is no contact: nobody takes it off the list.
    assert!(matches!(contacts::remove(&house.app, ana, "ben").await, Err(ActionError::Rule(_))));
}

async fn who_asks_for_a_contact_waits_for_a_member(store: Store) {
    let house = House::new(store).await;
    let (ana, _) = house.someone("Ana", Standing::Member).await;
    contacts::add(&house.app, ana, &fields(&[("name", "Copper Lane")])).await.unwrap();
    let ask = |name: &'static str, email: String| {
        let app = house.app.clone();
        async move { claims::ask(&app, Who::Guest, "copper-lane", name, &email).await }
    };
    assert!(matches!(ask("", "x".into()).await, Err(ActionError::Fields(it)) if it.len() == 2));
    ask("Cy", "cy@copper.example".into()).await.unwrap();
    ask("Cy again", "cy@copper.example".into()).await.unwrap();
    let waiting = claims::waiting(&house.app, ana, "copper-lane").await.unwrap();
    assert_eq!(waiting.len(), 1, "the same address waits once");
    for number in 0..4 {
        ask("Cy", format!("cy{number}@copper.example")).await.unwrap();
    }
    let full = ask("Cy", "more@copper.example".into()).await;
    assert!(matches!(full, Err(ActionError::Refused(_))));
    assert!(claims::waiting(&house.app, Who::Guest, "copper-lane").await.is_err());
    assert!(claims::set_aside(&house.app, Who::Guest, waiting[0].id).await.is_err());
    claims::set_aside(&house.app, ana, waiting[0].id).await.unwrap();
    assert_eq!(claims::waiting(&house.app, ana, "copper-lane").await.unwrap().len(), 4);
    // Nothing came of it by itself, and a member cannot be asked for.
    let view = members::read(&house.app, Who::Guest, "copper-lane").await.unwrap();
    assert_eq!(view.member.standing, Standing::Contact);
    let member = claims::ask(&house.app, Who::Guest, "ana", "Cy", "cy@copper.example").await;
    assert!(matches!(member, Err(ActionError::Refused(_))));
}

async fn offers_fade_are_said_again_and_taken_back(store: Store) {
    let house = House::new(store).await;
    let (ana, id) = house.someone("Quay Stories", Standing::Member).await;
    let (eve, _) = house.someone("Eve", Standing::Member).await;
    let form = fields(&[("title", "Film"), ("tags", "video"), ("enjoyment", "5")]);
    let offer = offers::put_offer(&house.app, ana, id, None, &form).await.unwrap();
    let said = offer.fresh;
    house.wait_days(60);
    offers::still_true(&house.app, ana, id, offer.id.bits()).await.unwrap();
    let now = members::own(&house.app, ana).await.unwrap();
    assert!(now.profile.offers[0].fresh > said.plus_days(59));

    // Only what is named changes.
    let detail = fields(&[("detail", "Short films")]);
    let changed = offers::put_offer(&house.app, ana, id, Some(offer.id), &detail).await.unwrap();
    assert_eq!((changed.title.as_str(), changed.tags.iter().len()), ("Film", 1));
    let wrong = fields(&[("enjoyment", "9"), ("weakness", "x"), ("scope", "galactic")]);
    let refused = offers::put_offer(&house.app, ana, id, Some(offer.id), &wrong).await;
    assert!(matches!(refused, Err(ActionError::Fields(it)) if it.len() == 3));
    let untitled = offers::put_need(&house.app, ana, id, None, &[]).await;
    assert!(matches!(untitled, Err(ActionError::Fields(it)) if it[0].field == "title"));

    for who in [eve, Who::Guest] {
        assert!(offers::drop_offer(&house.app, who, id, offer.id).await.is_err());
        assert!(offers::put_back(&house.app, who, id, offer.id.bits()).await.is_err());
    }
    offers::drop_offer(&house.app, ana, id, offer.id).await.unwrap();
    let twice = offers::drop_offer(&house.app, ana, id, offer.id).await;
    assert!(matches!(twice, Err(ActionError::NotFound(_))));
    assert!(found(&house, ana, "video").await.is_empty());
    offers::put_back(&house.app, ana, id, offer.id.bits()).await.unwrap();
    let now = members::own(&house.app, ana).await.unwrap();
    assert_eq!(now.profile.offers, [changed]);
    let hits = search(&house.app, eve, "video", None, 20).await.unwrap().hits;
    assert_eq!(hits[0].offers, [offer.id]);
}

async fn who_leaves_may_come_back_for_thirty_days(store: Store) {
    let house = House::new(store).await;
    let (ana, id) = house.someone("Quay Stories", Standing::Member).await;
    let (eve, eve_id) = house.someone("Eve", Standing::Member).await;
    members::describe(&house.app, ana, id, &fields(&[("story", "A secret")])).await.unwrap();
    assert!(leaving::leave(&house.app, eve, id).await.is_err());
    leaving::leave(&house.app, ana, id).await.unwrap();
    let view = members::read(&house.app, eve, "quay-stories").await.unwrap();
    assert_eq!((view.member.standing, view.member.profile.story), (Standing::Left, None));
    let gone = members::read(&house.app, Who::Guest, "quay-stories").await;
    assert!(matches!(gone, Err(ActionError::NotFound(_))));
    assert!(found(&house, eve, "quay").await.is_empty());
    let write = members::describe(&house.app, ana, id, &fields(&[("line", "x")])).await;
    assert!(matches!(write, Err(ActionError::Rule(_))));
    house.wait_days(29);
    leaving::come_back(&house.app, ana, id).await.unwrap();
    assert_eq!(found(&house, eve, "quay").await, [id]);

    leaving::leave(&house.app, eve, eve_id).await.unwrap();
    house.wait_days(31);
    let late = leaving::come_back(&house.app, eve, eve_id).await;
    assert!(matches!(late, Err(ActionError::Rule(_))));
}

async fn who_is_sealed_from_whom_is_for_own_people_alone(store: Store) {
    let house = House::new(store).await;
    let (ana, id) = house.someone("Quay Stories", Standing::Member).await;
    let (eve, eve_id) = house.someone("Eve", Standing::Member).await;
    sealed::add(&house.app, ana, id, "eve").await.unwrap();
    for handle in ["nobody", "", "quay-stories"] {
        let refused = sealed::add(&house.app, ana, id, handle).await;
        assert!(matches!(refused, Err(ActionError::Fields(_))), "{handle}");
    }
    assert_eq!(sealed::list(&house.app, ana, id).await.unwrap().len(), 1);
    assert!(sealed::list(&house.app, eve, id).await.is_err());
    let view = members::read(&house.app, eve, "quay-stories").await.unwrap();
    assert!(view.member.profile.sealed_from.is_empty());
    sealed::remove(&house.app, ana, id, eve_id).await.unwrap();
    assert!(sealed::list(&house.app, ana, id).await.unwrap().is_empty());
}
