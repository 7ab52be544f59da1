//! The story of notes, told to both databases.

#![cfg(test)]

mod notes_cast;

use std::collections::BTreeSet;

use domain::kernel::id::{CommentId, FileId, NoteId};
use domain::kernel::text::{Line, Name, Prose};
use domain::kernel::time::{Day, Time};
use domain::notes::audience::{Audience, Reach};
use domain::notes::comment::Comment;
use domain::notes::file::{File, Kind};
use domain::notes::note::Note;
use domain::notes::telling::{Outcome, Telling, Turn};
use notes_cast::{ANA, BEN, CLEO, Cast, DORA, circle, ids, note, person, span, tie};
use store::notes::{circles, comments, few, files, one, search, stream, uses, versions};
use store::{Store, StoreError, on_both};

on_both!(
    a_note_comes_back_as_it_was,
    each_audience_is_seen_by_exactly_those_it_is_for,
    streams_go_on_where_they_stopped,
    comments_go_no_further_than_the_note_went_when_they_were_written,
    what_a_note_was_is_kept_for_those_who_could_read_it,
    circles_are_known_to_their_owner_alone,
    uses_and_files_hang_on_their_note,
    what_is_between_us_is_for_those_who_belong_and_belonged_then,
);

async fn a_note_comes_back_as_it_was(store: Store) {
    let cast = Cast::gather(&store).await;
    let prose = |it: &str| Prose::parse(it).unwrap();
    let tellings = [
        Telling::Plain(prose("One line")),
        Telling::Lesson { happened: prose("It rained"), learned: prose("Bring a tent") },
        Telling::Probe {
            hypothesis: prose("A tea on Fridays"),
            watch: Day(20_800),
            outcome: Some(Outcome {
                turn: Turn::Amplify,
                seen: Line::parse_optional("Ten").unwrap(),
            }),
        },
        Telling::Probe { hypothesis: prose("Later"), watch: Day(20_800), outcome: None },
    ];
    let mut tx = store.write().await.unwrap();
    for (number, telling) in (100..).zip(tellings) {
        let told = Note { telling, ..note(number, ANA, Audience::Members, "x") };
        one::insert(&mut tx, &told, &BTreeSet::new()).await.unwrap();
        assert_eq!(one::find(&mut tx, told.id).await.unwrap(), Some(told.clone()));
        let seen = one::seen(&mut tx, &cast.ben, told.id).await.unwrap().unwrap();
        assert_eq!((seen.note, seen.by.name.as_str()), (told, "Ana"));
    }
    let first = one::find(&mut tx, NoteId::from_bits(100)).await.unwrap().unwrap();
    let edited = Note { edited: Some(Time(9)), telling: Telling::Plain(prose("Two")), ..first };
    one::save(&mut tx, &edited, &BTreeSet::new()).await.unwrap();
    let again = one::save(&mut tx, &edited, &BTreeSet::new()).await;
    assert!(matches!(again, Err(StoreError::Stale)));
    let found = search::with_words(&mut tx, &cast.ben, &["two"], i64::MAX, 5).await.unwrap();
    assert_eq!(found.len(), 1);
    assert!(
        search::with_words(&mut tx, &cast.ben, &["one", "li"], i64::MAX, 5)
            .await
            .unwrap()
            .is_empty()
    );
    // Taken back, it is there for its own people alone.
    let gone = Note { gone: true, version: 2, ..edited };
    one::save(&mut tx, &gone, &BTreeSet::new()).await.unwrap();
    assert!(one::seen(&mut tx, &cast.ben, gone.id).await.unwrap().is_none());
    assert!(one::seen(&mut tx, &cast.ana, gone.id).await.unwrap().is_some());
    assert!(
        search::with_words(&mut tx, &cast.ana, &["two"], i64::MAX, 5).await.unwrap().is_empty()
    );
}

/// Ben makes the same as Ana, Cleo is in her circle, Dora is neither.
async fn each_audience_is_seen_by_exactly_those_it_is_for(store: Store) {
    let cast = Cast::gather(&store).await;
    let numbers = cast.tell_one_of_each(&store).await;
    let mut tx = store.read().await.unwrap();
    for (reach, number) in &numbers {
        let expected = |who: u128| match reach {
            _ if who == ANA => true,
            Reach::Sealed | Reach::Us => false,
            Reach::Circle => who == CLEO,
            Reach::Makers => who != BEN,
            Reach::Members | Reach::Everyone => true,
        };
        let id = NoteId::from_bits(*number);
        for (who, reader) in
            [(ANA, &cast.ana), (BEN, &cast.ben), (CLEO, &cast.cleo), (DORA, &cast.dora)]
        {
            let sees = expected(who);
            let one = one::seen(&mut tx, reader, id).await.unwrap();
            assert_eq!(one.is_some(), sees, "{reach:?} {who}");
            // What is sealed is in no list, not even for its own people.
            let listed = sees && *reach != Reach::Sealed;
            let among = stream::seen_among(&mut tx, reader, &[*number]).await.unwrap();
            assert_eq!(!among.is_empty(), listed, "{reach:?} {who}");
            let of = stream::of_author(&mut tx, reader, cast.ana.member, span(50)).await.unwrap();
            assert_eq!(ids(&of).contains(number), listed, "{reach:?} {who}");
            let word = format!("word{}", reach.wire());
            let found = search::with_words(&mut tx, reader, &[&word], i64::MAX, 9).await.unwrap();
            assert_eq!(found.len(), usize::from(listed), "{reach:?} {who}");
        }
        let public = *reach == Reach::Everyone;
        assert_eq!(one::public(&mut tx, id).await.unwrap().is_some(), public, "{reach:?}");
        let among = stream::public_among(&mut tx, &[*number]).await.unwrap();
        assert_eq!(!among.is_empty(), public);
        let word = format!("word{}", reach.wire());
        let found = search::public_with_words(&mut tx, &[&word], i64::MAX, 9).await.unwrap();
        assert_eq!(found.len(), usize::from(public), "{reach:?}");
    }
    let all = stream::public(&mut tx, span(50)).await.unwrap();
    assert_eq!(ids(&all), [numbers[&Reach::Everyone]]);
    assert_eq!(stream::public_of(&mut tx, cast.ana.member, span(50)).await.unwrap(), all);
    let sealed = stream::sealed_of(&mut tx, cast.ana.member, span(50)).await.unwrap();
    assert_eq!(sealed.len(), 1);
    let makers = stream::makers(&mut tx, &cast.ben, span(50)).await.unwrap();
    assert!(makers.is_empty());
    assert_eq!(stream::makers(&mut tx, &cast.dora, span(50)).await.unwrap().len(), 1);
    assert_eq!(few::circles(&mut tx, &cast.cleo, span(50)).await.unwrap().len(), 1);
    assert!(few::circles(&mut tx, &cast.dora, span(50)).await.unwrap().is_empty());
    assert_eq!(stream::own(&mut tx, &cast.ana, span(50)).await.unwrap().len(), 4);
}

async fn streams_go_on_where_they_stopped(store: Store) {
    let cast = Cast::gather(&store).await;
    let mut tx = store.write().await.unwrap();
    for number in 1..=30 {
        let audience = if number % 3 == 0 { Audience::Everyone } else { Audience::Members };
        let told = note(number, ANA, audience, "x");
        one::insert(&mut tx, &told, &BTreeSet::new()).await.unwrap();
    }
    let mut seen = Vec::new();
    let mut next = span(4);
    loop {
        let page = stream::wide(&mut tx, false, next).await.unwrap();
        let Some(last) = page.last() else { break };
        next.before = last.note.placed;
        seen.extend(ids(&page));
    }
    let expected: Vec<u128> = (1..=30).rev().filter(|it| it % 3 != 0).collect();
    assert_eq!(seen, expected);
    assert_eq!(ids(&stream::wide(&mut tx, true, span(2)).await.unwrap()), [30, 27]);
    let far = stream::far_in_author(&mut tx, cast.ana.member, 21, 5).await.unwrap();
    assert_eq!(far, Some(16));
    assert_eq!(stream::far_in_author(&mut tx, cast.ana.member, 4, 5).await.unwrap(), None);
    let far = stream::far_in_reach(&mut tx, Reach::Everyone, 21, 2).await.unwrap();
    assert_eq!(far, Some(15));
}

fn comment(number: u128, note: &Note, author: u128, body: &str) -> Comment {
    Comment {
        id: CommentId::from_bits(number),
        note: note.id,
        author: domain::kernel::id::MemberId::from_bits(author),
        person: person(author),
        audience: note.audience,
        body: Prose::parse(body).unwrap(),
        at: Time(5),
        gone: false,
    }
}

async fn comments_go_no_further_than_the_note_went_when_they_were_written(store: Store) {
    let cast = Cast::gather(&store).await;
    let mut tx = store.write().await.unwrap();
    let told = note(1, ANA, Audience::Circle(circle()), "Between us");
    one::insert(&mut tx, &told, &BTreeSet::new()).await.unwrap();
    comments::insert(&mut tx, &comment(10, &told, CLEO, "In the circle")).await.unwrap();
    // The note goes out; what Cleo said does not.
    let out = Note { audience: Audience::Everyone, ..told };
    one::save(&mut tx, &out, &BTreeSet::new()).await.unwrap();
    comments::insert(&mut tx, &comment(11, &out, BEN, "In front of all")).await.unwrap();
    let zero = CommentId::from_bits(0);
    for (reader, count) in [(&cast.ana, 2), (&cast.cleo, 2), (&cast.ben, 1), (&cast.dora, 1)] {
        let said = comments::of_note(&mut tx, reader, out.id, zero, 9).await.unwrap();
        assert_eq!(said.len(), count, "{reader:?}");
    }
    let said = comments::public_of_note(&mut tx, out.id, zero, 9).await.unwrap();
    assert_eq!(said[0].comment, comment(11, &out, BEN, "In front of all"));
    assert_eq!((said.len(), said[0].by.name.as_str()), (1, "Ben"));
    comments::set_gone(&mut tx, CommentId::from_bits(11), true).await.unwrap();
    assert!(comments::find(&mut tx, CommentId::from_bits(11)).await.unwrap().unwrap().gone);
    assert!(comments::public_of_note(&mut tx, out.id, zero, 9).await.unwrap().is_empty());
    let last = comments::last_of(&mut tx, &cast.cleo, &[1]).await.unwrap();
    assert_eq!(last[0].comment.id.bits(), 10);
    assert!(comments::last_of(&mut tx, &cast.dora, &[1]).await.unwrap().is_empty());
    assert!(comments::public_last_of(&mut tx, &[1]).await.unwrap().is_empty());
    // From the next comment on.
    let rest = comments::of_note(&mut tx, &cast.ana, out.id, CommentId::from_bits(10), 9).await;
    assert!(rest.unwrap().is_empty());
}

async fn what_a_note_was_is_kept_for_those_who_could_read_it(store: Store) {
    let cast = Cast::gather(&store).await;
    let mut tx = store.write().await.unwrap();
    let first = note(1, ANA, Audience::Members, "With a price");
    one::insert(&mut tx, &first, &BTreeSet::new()).await.unwrap();
    versions::keep(&mut tx, &first, person(ANA), Time(7)).await.unwrap();
    let telling = note(1, ANA, Audience::Members, "Without").telling;
    let out = Note { audience: Audience::Everyone, telling, ..first.clone() };
    one::save(&mut tx, &out, &BTreeSet::new()).await.unwrap();
    let kept = versions::of_note(&mut tx, &cast.dora, out.id).await.unwrap();
    assert_eq!((kept.len(), kept[0].number, kept[0].until), (1, 1, Time(7)));
    assert_eq!((kept[0].telling.clone(), kept[0].audience), (first.telling, Audience::Members));
    assert!(versions::public_of_note(&mut tx, out.id).await.unwrap().is_empty());
}

async fn circles_are_known_to_their_owner_alone(store: Store) {
    let cast = Cast::gather(&store).await;
    let (ana, ben, cleo) = (cast.ana.member, cast.ben.member, cast.cleo.member);
    let mut tx = store.write().await.unwrap();
    let mine = circles::of_owner(&mut tx, ana).await.unwrap();
    assert_eq!((mine.len(), mine[0].members), (1, 1));
    assert!(circles::of_owner(&mut tx, ben).await.unwrap().is_empty());
    assert!(circles::find(&mut tx, ben, circle()).await.unwrap().is_none());
    let found = circles::find(&mut tx, ana, circle()).await.unwrap().unwrap();
    circles::add(&mut tx, circle(), ben, Time(2)).await.unwrap();
    circles::add(&mut tx, circle(), ben, Time(3)).await.unwrap();
    let inside = circles::members(&mut tx, ana, circle()).await.unwrap();
    assert_eq!(inside.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Ben", "Cleo"]);
    assert!(circles::members(&mut tx, cleo, circle()).await.unwrap().is_empty());
    assert!(circles::remove(&mut tx, circle(), ben).await.unwrap());
    assert!(!circles::remove(&mut tx, circle(), ben).await.unwrap());
    // A circle that is gone lets nobody read, until it is put back.
    let told = note(5, ANA, Audience::Circle(circle()), "x");
    one::insert(&mut tx, &told, &BTreeSet::new()).await.unwrap();
    let mut changed = found;
    for (gone, version) in [(true, 1), (false, 2)] {
        changed = domain::notes::circle::Circle { gone, version, ..changed };
        circles::save(&mut tx, &changed).await.unwrap();
        let sees = one::seen(&mut tx, &cast.cleo, told.id).await.unwrap().is_some();
        assert_eq!(sees, !gone);
        let stream = few::circles(&mut tx, &cast.cleo, span(9)).await.unwrap();
        assert_eq!(stream.len(), usize::from(!gone));
    }
    assert!(matches!(circles::save(&mut tx, &changed).await, Err(StoreError::Stale)));
}

async fn uses_and_files_hang_on_their_note(store: Store) {
    let cast = Cast::gather(&store).await;
    let mut tx = store.write().await.unwrap();
    let told = note(1, ANA, Audience::Members, "A template");
    one::insert(&mut tx, &told, &BTreeSet::new()).await.unwrap();
    let words = Line::parse("our brochure").unwrap();
    uses::put(&mut tx, told.id, cast.ben.member, None, Time(3)).await.unwrap();
    uses::put(&mut tx, told.id, cast.ben.member, Some(&words), Time(4)).await.unwrap();
    let used = uses::of_notes(&mut tx, &[1, 2]).await.unwrap();
    assert_eq!((used.len(), used[0].by.name.as_str(), used[0].at), (1, "Ben", Time(3)));
    assert_eq!(used[0].words.as_ref(), Some(&words));
    assert!(uses::remove(&mut tx, told.id, cast.ben.member).await.unwrap());
    assert!(!uses::remove(&mut tx, told.id, cast.ben.member).await.unwrap());
    let file = File {
        id: FileId::from_bits(20),
        note: told.id,
        name: Name::parse("boat.png").unwrap(),
        kind: Kind::Png,
        alt: Line::parse_optional("A red boat").unwrap(),
        bytes: 1_000,
        hash: "00ff".into(),
        at: Time(3),
        gone: false,
    };
    files::insert(&mut tx, &file).await.unwrap();
    assert_eq!(files::of_notes(&mut tx, &[1]).await.unwrap(), std::slice::from_ref(&file));
    assert_eq!(files::find(&mut tx, file.id).await.unwrap(), Some(file.clone()));
    files::set_gone(&mut tx, file.id, true).await.unwrap();
    assert!(files::find(&mut tx, file.id).await.unwrap().unwrap().gone);
    assert!(files::of_notes(&mut tx, &[1]).await.unwrap().is_empty());
}

async fn what_is_between_us_is_for_those_who_belong_and_belonged_then(store: Store) {
    let cast = Cast::gather(&store).await;
    let us = Audience::Us(tie(&store).await);
    let mut tx = store.write().await.unwrap();
    let before = Note { at: Time(0), ..note(1, ANA, us, "wordbefore") };
    let now = note(2, ANA, us, "wordnow");
    for told in [&before, &now, &note(3, ANA, Audience::Members, "x")] {
        one::insert(&mut tx, told, &BTreeSet::new()).await.unwrap();
    }
    comments::insert(&mut tx, &comment(10, &now, CLEO, "Between us")).await.unwrap();
    // Cleo came after the first was told; Dora has left; Ben was never asked.
    for (reader, sees) in [(&cast.ana, 2), (&cast.cleo, 1), (&cast.dora, 0), (&cast.ben, 0)] {
        let among = stream::seen_among(&mut tx, reader, &[1, 2]).await.unwrap();
        assert_eq!(among.len(), sees, "{reader:?}");
        let one = one::seen(&mut tx, reader, now.id).await.unwrap();
        assert_eq!(one.is_some(), sees > 0, "{reader:?}");
        let found = search::with_words(&mut tx, reader, &["wordnow"], i64::MAX, 9).await.unwrap();
        assert_eq!(found.len(), usize::from(sees > 0), "{reader:?}");
        let zero = CommentId::from_bits(0);
        let said = comments::of_note(&mut tx, reader, now.id, zero, 9).await.unwrap();
        assert_eq!(said.len(), usize::from(sees > 0), "{reader:?}");
    }
    assert_eq!(ids(&few::between_us(&mut tx, &cast.cleo, span(9)).await.unwrap()), [2]);
    assert!(few::between_us(&mut tx, &cast.dora, span(9)).await.unwrap().is_empty());
    assert_eq!(ids(&few::partners(&mut tx, &cast.cleo, span(9)).await.unwrap()), [3, 2]);
    assert!(few::partners(&mut tx, &cast.dora, span(9)).await.unwrap().is_empty());
    assert!(one::public(&mut tx, now.id).await.unwrap().is_none());
    let ties = few::ties(&mut tx, cast.ana.member, 9).await.unwrap();
    assert_eq!((ties.len(), ties[0].1.as_str()), (1, "Cleo"));
    assert!(few::ties(&mut tx, cast.dora.member, 9).await.unwrap().is_empty());
}
