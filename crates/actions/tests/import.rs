//! Importing a file of members, told on both databases: looked at, taken in, undone, and exported
//! again.

#![cfg(test)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use actions::alliance::{invitations, join};
use actions::members::export;
use actions::members::import::{
    self, Asker, Batch, Counts, RowVerdict, Show, Stage, Twins, look, preview, read, take, undo,
};
use actions::{ActionError, App, Config, members, secret};
use domain::alliance::settings::Alliance;
use domain::kernel::id::{BatchId, MemberId, PersonId};
use domain::kernel::text::{Handle, Name};
use domain::kernel::time::Time;
use domain::kernel::who::{Actor, Who};
use domain::members::change::Change;
use domain::members::member::{Member, Profile};
use domain::members::parts::{Kind, Standing};
use domain::members::visibility::{Level, Part, Visibility};
use store::{Store, on_both};

on_both!(
    the_directory_comes_in_whole_and_goes_again,
    a_second_taking_changes_nothing,
    what_somebody_changed_is_kept,
    what_somebody_is_invited_to_take_over_is_kept,
    who_is_there_already_is_told_and_skipped,
    a_hidden_town_is_not_found_out_by_guessing,
    names_that_are_taken_get_a_number,
    a_batch_is_its_makers_alone,
    nothing_is_written_before_all_is,
    an_export_comes_back_as_it_went,
    one_may_take_ones_own_data_along,
);

const DIRECTORY: &[u8] = include_bytes!("../../../demo/directory.csv");

async fn app(store: Store) -> App {
    let (clock, drawn) = (AtomicI64::new(1_795_435_200_000_000), AtomicU64::new(1));
    let chance = move || secret::hash(&drawn.fetch_add(1, Ordering::Relaxed).to_string());
    let now = Arc::new(move || Time(clock.fetch_add(1, Ordering::Relaxed)));
    let base_url = "http://localhost:4747".to_owned();
    let config = Config { base_url, mail: false, behind_proxy: false };
    App::new(store, now, Arc::new(chance), config).await.unwrap()
}

/// Somebody who acts for a member of this name that has joined.
async fn somebody(app: &App, number: u128, name: &str, fields: &[(&str, &str)]) -> Who {
    let blank = Member {
        id: MemberId::from_bits(number),
        handle: Handle::suggest(name, 1),
        name: Name::parse(name).unwrap(),
        kind: Kind::Organisation,
        standing: Standing::Member,
        since: Time(1),
        changed: Time(1),
        profile: Profile::default(),
        visibility: Visibility::default(),
        version: 1,
    };
    let changes = fields.iter().map(|(field, text)| Change::parse(field, text, Time(1)).unwrap());
    let (member, _) = blank.apply(changes.collect(), Time(1)).unwrap();
    let mut tx = app.store.write().await.unwrap();
    store::members::insert(&mut tx, &member).await.unwrap();
    tx.commit().await.unwrap();
    let person = PersonId::from_bits(number + 1_000);
    Who::Person(Actor { person, hat: Some(member.id), joined: true, steward: false })
}

async fn previewed(app: &App, asker: Asker, text: &str) -> Batch {
    preview(app, asker, "list.csv", text.as_bytes().to_vec()).await.unwrap()
}

async fn taken(app: &App, asker: Asker, id: BatchId) -> Batch {
    take(app, asker, id, Twins::Skip, &|_, _| ()).await.unwrap()
}

async fn contacts(app: &App) -> i64 {
    let mut tx = app.store.read().await.unwrap();
    store::members::count(&mut tx, Standing::Contact).await.unwrap()
}

async fn the_directory_comes_in_whole_and_goes_again(store: Store) {
    let app = app(store).await;
    let ana = Asker::Person(somebody(&app, 1, "Quay Stories", &[]).await);
    let batch = preview(&app, ana, "directory.csv", DIRECTORY.to_vec()).await.unwrap();
    assert_eq!(batch.counts, Counts { fresh: 287, alike: 0, refused: 1 });
    assert_eq!(contacts(&app).await, 0);

    // The one that stays outside says why, and its row comes back.
    let opened = read(&app, ana, batch.id, Show::Refused, 0).await.unwrap();
    let [row] = opened.rows.as_slice() else { panic!("{:?}", opened.rows) };
    let RowVerdict::Refused(problems) = &row.verdict else { panic!("{row:?}") };
    assert_eq!(problems[0].advice, "please keep it to 80 characters; this has 83");
    assert_eq!(opened.header.not_taken.len(), 2);
    let rejected = import::rejected(&app, ana, batch.id).await.unwrap();
    assert_eq!(rejected.lines().count(), 2);
    assert!(rejected.lines().next().unwrap().ends_with("last_changed,reason"), "{rejected}");
    assert!(rejected.contains("name: please keep it to 80 characters"), "{rejected}");

    let progress = AtomicU64::new(0);
    let count = |done: usize, of: usize| {
        assert!(done <= of && of == 287);
        progress.fetch_add(1, Ordering::Relaxed);
    };
    let taken = take(&app, ana, batch.id, Twins::Skip, &count).await.unwrap();
    assert_eq!((taken.stage, progress.load(Ordering::Relaxed)), (Stage::Taken, 287));
    assert_eq!(contacts(&app).await, 287);
    let view = members::read(&app, Who::Guest, "stadtwerkstatt").await.unwrap();
    assert_eq!(view.member.profile.offers.len(), 4);
    let opened = read(&app, ana, batch.id, Show::New, 0).await.unwrap();
    let RowVerdict::New(Some(found)) = &opened.rows[0].verdict else { panic!("not taken") };
    assert_eq!(found.handle.as_str(), "foodcoop-furmi");

    // The same file again is recognised, row by row.
    let again = preview(&app, ana, "directory.csv", DIRECTORY.to_vec()).await.unwrap();
    assert_eq!(again.counts, Counts { fresh: 0, alike: 287, refused: 1 });

    let undone = undo(&app, ana, batch.id).await.unwrap();
    assert_eq!((undone.removed, undone.kept.len(), contacts(&app).await), (287, 0, 0));
    assert_eq!(undone.batch.counts, batch.counts);
    assert_eq!(undo(&app, ana, batch.id).await.unwrap().removed, 0);
    let member = members::read(&app, Who::Guest, "stadtwerkstatt").await;
    assert!(matches!(member, Err(ActionError::NotFound(_))));

    // And can be taken in again.
    let retaken = self::taken(&app, ana, batch.id).await;
    assert_eq!((retaken.stage, contacts(&app).await), (Stage::Taken, 287));
}

async fn a_second_taking_changes_nothing(store: Store) {
    let app = app(store).await;
    let batch = previewed(&app, Asker::Operator, "name\nOne\nTwo\n").await;
    let first = taken(&app, Asker::Operator, batch.id).await;
    let second = taken(&app, Asker::Operator, batch.id).await;
    assert_eq!(first, second);
    assert_eq!(contacts(&app).await, 2);

    // Two at once have one effect as well.
    let batch = previewed(&app, Asker::Operator, "name\nThree\nFour\n").await;
    let both = tokio::join!(
        take(&app, Asker::Operator, batch.id, Twins::Skip, &|_, _| ()),
        take(&app, Asker::Operator, batch.id, Twins::Skip, &|_, _| ()),
    );
    assert_eq!(both.0.unwrap(), both.1.unwrap());
    assert_eq!(contacts(&app).await, 4);
}

async fn what_somebody_changed_is_kept(store: Store) {
    let app = app(store).await;
    let ana = Asker::Person(somebody(&app, 1, "Quay Stories", &[]).await);
    let batch = previewed(&app, ana, "name\nOne\nTwo\nThree\n").await;
    assert!(matches!(undo(&app, ana, batch.id).await, Err(ActionError::Refused(_))));
    taken(&app, ana, batch.id).await;
    let handle = Handle::parse("two").unwrap();
    let mut tx = app.store.write().await.unwrap();
    let two = store::members::at_handle(&mut tx, &handle).await.unwrap().unwrap();
    let line = Change::parse("line", "Changed", app.now()).unwrap();
    let (two, _) = two.apply(vec![line], app.now()).unwrap();
    store::members::save(&mut tx, &two).await.unwrap();
    tx.commit().await.unwrap();

    let undone = undo(&app, ana, batch.id).await.unwrap();
    assert_eq!(undone.removed, 2);
    let kept: Vec<&str> = undone.kept.iter().map(|it| it.name.as_str()).collect();
    assert_eq!((kept, contacts(&app).await), (vec!["Two"], 1));

    // Taken in again, the one that stayed is not doubled.
    assert_eq!(undone.batch.counts, Counts { fresh: 2, alike: 1, refused: 0 });
    taken(&app, ana, batch.id).await;
    assert_eq!(contacts(&app).await, 3);
}

async fn what_somebody_is_invited_to_take_over_is_kept(store: Store) {
    let app = app(store).await;
    let who = somebody(&app, 1, "Quay Stories", &[]).await;
    let ana = Asker::Person(who);
    let batch = previewed(&app, ana, "name\nOne\nTwo\n").await;
    taken(&app, ana, batch.id).await;
    let into = (Some("two"), 7);
    let made = invitations::invite(&app, who, "Bo Berg", into, "seed").await.unwrap().remove(0);
    let undone = undo(&app, ana, batch.id).await.unwrap();
    let kept: Vec<&str> = undone.kept.iter().map(|it| it.name.as_str()).collect();
    assert_eq!((undone.removed, kept), (1, vec!["Two"]));
    // The way in that was given out leads in.
    let mut tx = app.store.write().await.unwrap();
    let alliance = Alliance::new(Name::parse("Tideway").unwrap(), app.now());
    store::alliance::insert(&mut tx, &alliance).await.unwrap();
    tx.commit().await.unwrap();
    let said = join::look(&app, &made.code, "192.0.2.7").await.unwrap();
    assert_eq!(said.into.unwrap().0.as_str(), "Two");
}

async fn who_is_there_already_is_told_and_skipped(store: Store) {
    let app = app(store).await;
    let fields = [("places", "Bristol, GB"), ("web", "https://quay.example")];
    let who = somebody(&app, 1, "Quay Stories", &fields).await;
    let ana = Asker::Person(who);
    let text = "name;country;city;website\n\
        quay  stories;GB;Bath;\n\
        Quay Stories;DE;;\n\
        Another name;GB;Bristol;http://www.quay.example/\n\
        A branch;GB;Bath;quay.example\n\
        Twice;GB;;\nTwice;GB;;\nTwice;AT;;\n";
    let batch = previewed(&app, ana, text).await;
    let opened = read(&app, ana, batch.id, Show::All, 0).await.unwrap();
    let told: Vec<String> = opened
        .rows
        .iter()
        .map(|row| match &row.verdict {
            RowVerdict::New(_) => "new".to_owned(),
            RowVerdict::Listed(Some(it)) => format!("listed {}", it.handle),
            RowVerdict::Twice(line) => format!("twice {line}"),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(
        told,
        ["listed quay-stories", "new", "listed quay-stories", "new", "new", "twice 6", "new"]
    );
    let alike = read(&app, ana, batch.id, Show::Alike, 3).await.unwrap();
    assert_eq!(alike.rows.iter().map(|it| it.line).collect::<Vec<_>>(), [4, 7]);

    taken(&app, ana, batch.id).await;
    assert_eq!(contacts(&app).await, 4);
    undo(&app, ana, batch.id).await.unwrap();
    take(&app, ana, batch.id, Twins::Take, &|_, _| ()).await.unwrap();
    assert_eq!(contacts(&app).await, 7);
}

async fn a_hidden_town_is_not_found_out_by_guessing(store: Store) {
    let app = app(store).await;
    let fields = [
        ("places", "Bristol, GB"),
        ("web", "https://quay.example"),
        ("visibility.places", "only_us"),
        ("visibility.contact", "only_us"),
    ];
    somebody(&app, 1, "Quay Stories", &fields).await;
    let ben = Asker::Person(somebody(&app, 2, "Ben", &[]).await);
    // By the name alone it is found wherever one guesses; by the address never.
    let text = "name,country,website\nQuay Stories,GB,\nQuay Stories,AT,\nOther,,quay.example\n";
    let batch = previewed(&app, ben, text).await;
    assert_eq!(batch.counts, Counts { fresh: 1, alike: 2, refused: 0 });
    // Whoever runs the server knows better.
    let batch = previewed(&app, Asker::Operator, text).await;
    assert_eq!(batch.counts, Counts { fresh: 1, alike: 2, refused: 0 });
    let opened = read(&app, Asker::Operator, batch.id, Show::New, 0).await.unwrap();
    assert_eq!(opened.rows[0].line, 3);
}

async fn names_that_are_taken_get_a_number(store: Store) {
    let app = app(store).await;
    somebody(&app, 1, "Quay", &[("places", "Wien, AT")]).await;
    let text = "name,country,handle\nQuay,GB,\nQuay,DE,\nQuay,FR,own-way\nQuay,IT,own-way\n";
    let batch = previewed(&app, Asker::Operator, text).await;
    taken(&app, Asker::Operator, batch.id).await;
    let opened = read(&app, Asker::Operator, batch.id, Show::All, 0).await.unwrap();
    let handles = opened.rows.iter().map(|row| match &row.verdict {
        RowVerdict::New(Some(it)) => it.handle.to_string(),
        other => format!("{other:?}"),
    });
    assert_eq!(handles.collect::<Vec<_>>(), ["quay-2", "quay-3", "own-way", "quay-4"]);
}

async fn a_batch_is_its_makers_alone(store: Store) {
    let app = app(store).await;
    let ana = somebody(&app, 1, "Quay Stories", &[]).await;
    let ben = somebody(&app, 2, "Ben", &[]).await;
    let batch = previewed(&app, Asker::Person(ana), "name\nOne\n").await;
    for other in [Asker::Person(ben), Asker::Operator] {
        let none =
            |it: Result<(), ActionError>| assert!(matches!(it, Err(ActionError::NotFound(_))));
        none(read(&app, other, batch.id, Show::All, 0).await.map(drop));
        none(take(&app, other, batch.id, Twins::Skip, &|_, _| ()).await.map(drop));
        none(undo(&app, other, batch.id).await.map(drop));
        none(import::rejected(&app, other, batch.id).await.map(drop));
    }
    assert_eq!(import::list(&app, ben, None).await.unwrap().0, []);
    assert_eq!(import::list(&app, ana, None).await.unwrap().0, [batch]);
    let guest = Asker::Person(Who::Guest);
    let asked = preview(&app, guest, "x", b"name\nx".to_vec()).await;
    assert!(matches!(asked, Err(ActionError::SignIn)));
    let candidate = Who::Person(Actor { joined: false, ..ana.actor().unwrap() });
    let asked = look(&app, Asker::Person(candidate), b"name\nx".to_vec()).await;
    assert!(matches!(asked, Err(ActionError::Refused(_))));
}

async fn nothing_is_written_before_all_is(store: Store) {
    let app = app(store).await;
    let text: String = (0..50).map(|it| format!("\nName {it}")).collect();
    let batch = previewed(&app, Asker::Operator, &format!("name{text}")).await;
    // Whoever takes it in goes away in the middle: after some rows the work is dropped.
    let gone = tokio::spawn({
        let app = app.clone();
        async move {
            let stop = |done: usize, _: usize| assert!(done < 20, "gone away");
            take(&app, Asker::Operator, batch.id, Twins::Skip, &stop).await.map(drop)
        }
    });
    assert!(gone.await.is_err());
    assert_eq!(contacts(&app).await, 0);
    let opened = read(&app, Asker::Operator, batch.id, Show::All, 0).await.unwrap();
    assert_eq!(opened.batch.stage, Stage::Preview);
    taken(&app, Asker::Operator, batch.id).await;
    assert_eq!(contacts(&app).await, 50);
}

async fn exported(app: &App, asker: Asker) -> String {
    let (mut text, mut after) = (String::new(), None);
    loop {
        let piece = export::members(app, asker, after).await.unwrap();
        text += &piece.text;
        after = piece.next;
        if after.is_none() {
            return text;
        }
    }
}

async fn an_export_comes_back_as_it_went(store: Store) {
    let app = app(store).await;
    let batch = preview(&app, Asker::Operator, "d.csv", DIRECTORY.to_vec()).await.unwrap();
    taken(&app, Asker::Operator, batch.id).await;
    let first = exported(&app, Asker::Operator).await;
    undo(&app, Asker::Operator, batch.id).await.unwrap();
    let batch = previewed(&app, Asker::Operator, &first).await;
    assert_eq!(batch.counts, Counts { fresh: 287, alike: 0, refused: 0 });
    taken(&app, Asker::Operator, batch.id).await;
    let second = exported(&app, Asker::Operator).await;
    // All but the day of listing and the order of ids drawn within a microsecond is the same.
    let rows = |text: &str| {
        let mut rows: Vec<Vec<String>> = csv::ReaderBuilder::new()
            .from_reader(text.as_bytes())
            .records()
            .map(|it| it.unwrap().iter().map(str::to_owned).collect())
            .collect();
        rows.iter_mut().for_each(|it| it[4].clear());
        rows.sort();
        rows
    };
    assert_eq!(rows(&first).len(), 287);
    assert_eq!(rows(&first), rows(&second));
}

async fn one_may_take_ones_own_data_along(store: Store) {
    let app = app(store).await;
    let ana = somebody(&app, 1, "Quay Stories", &[("agenda", "More films")]).await;
    let ben = somebody(&app, 2, "Ben", &[]).await;
    let mut tx = app.store.write().await.unwrap();
    let mut member = store::members::find(&mut tx, MemberId::from_bits(1)).await.unwrap().unwrap();
    member.visibility.set(Part::Agenda, Level::OnlyUs);
    store::members::save(&mut tx, &member).await.unwrap();
    tx.commit().await.unwrap();
    assert!(export::own_row(&app, ana).await.unwrap().contains("More films"));
    let data: serde_json::Value =
        serde_json::from_str(&export::own_data(&app, ana).await.unwrap()).unwrap();
    assert_eq!(data["member"]["agenda"], "More films");
    assert!(data["history"].is_array());
    assert!(!exported(&app, Asker::Person(ben)).await.contains("More films"));
    assert!(exported(&app, Asker::Person(ana)).await.contains("More films"));
    let guest = export::members(&app, Asker::Person(Who::Guest), None).await;
    assert!(matches!(guest, Err(ActionError::SignIn)));
}
