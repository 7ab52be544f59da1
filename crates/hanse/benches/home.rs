//! `/home` of a member who is in touch with two hundred others, and telling by 64 at once.
//!
//! `--full` measures in an alliance of 100,000 members with 10,000,000 notes, which takes the
//! better part of an hour to make; `--members N --notes N` any other.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot be prepared is none")]

#[expect(dead_code, reason = "each measurement uses another part")]
mod house;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use actions::notes::tell::{Words, tell};
use actions::{App, people};
use domain::kernel::id::{MemberId, NoteId, PersonId, RelationshipId, uuid_v7};
use domain::kernel::text::{Handle, Line, Prose};
use domain::kernel::time::Time;
use domain::kernel::who::Who;
use domain::notes::audience::Audience;
use domain::notes::note::Note;
use domain::notes::telling::Telling;
use domain::relationships::ladder::Kind;
use domain::relationships::relationship::{Hello, Relationship};
use house::clients::{Run, paced, run};
use house::server::Server;
use house::{Folder, fill, open};

const PARTNERS: usize = 200;
const CLIENTS: usize = 16;
const TELLERS: usize = 64;
const LENGTH: Duration = Duration::from_secs(8);
/// So many notes are written in one transaction.
const AT_ONCE: u64 = 2_000;
/// Notes are spread over so many days before now.
const DAYS: i64 = 730;

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().collect();
    let full = words.iter().any(|it| it == "--full");
    let said = |name: &str, usual: u64, all: u64| {
        let at = words.iter().position(|it| it == name);
        let number = at.and_then(|it| words.get(it + 1)).and_then(|it| it.parse().ok());
        number.unwrap_or(if full { all } else { usual })
    };
    let members = said("--members", 2_000, 100_000);
    let notes = said("--notes", 50_000, 10_000_000);
    let folder = Folder::new();
    let house = fill(&folder.0, usize::try_from(members).unwrap()).await;
    let app = open(&house.file).await;
    let arrival = people::arrive(&app, Some(&house.session)).await.unwrap();
    let who = people::who(arrival.session.as_ref());
    prepare(&app, who, notes).await;
    app.store.look_after().await.unwrap();
    app.store.clone().close().await.unwrap();

    println!("{members} members, {notes} notes, in touch with {PARTNERS}\n");
    println!("| page | most per second | p99 at half of that |");
    println!("|---|---|---|");
    let server = Server::hanse(&house.file);
    server.wait_for("/readyz").await;
    let cookie = format!("session={}", house.session);
    for (name, path) in [("home", "/home"), ("partners", "/home?see=partners")] {
        let most: Run = run(server.port, &cookie, CLIENTS, LENGTH, move |_| path.to_owned()).await;
        let rate = most.per_second / 2.0;
        let half = paced(server.port, &cookie, (CLIENTS, rate), LENGTH, path).await;
        let ms = half.percentile(99).as_secs_f64() * 1_000.0;
        println!("| {name} | {:.0}/s | {ms:.1} ms |", most.per_second);
    }
    drop(server);
    telling(&house.file, who).await;
}

/// Notes by everybody, for members, everyone, and members but same makers; and partners.
async fn prepare(app: &App, who: Who, notes: u64) {
    let me = who.member().unwrap();
    let mut tx = app.store.read().await.unwrap();
    let mut authors = Vec::new();
    let mut last = MemberId::from_bits(0);
    loop {
        let some = store::members::after(&mut tx, last, 500).await.unwrap();
        let Some(end) = some.last() else { break };
        last = end.id;
        authors.extend(some.iter().map(|it| it.id));
    }
    drop(tx);
    let mut tx = app.store.write().await.unwrap();
    let others = authors.iter().filter(|it| **it != me).take(PARTNERS);
    for (number, other) in (1..).zip(others) {
        store::relationships::insert(&mut tx, &tie(number, me, *other)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let (now, works) = (app.now(), BTreeSet::from(["film".to_owned()]));
    for start in (0..notes).step_by(usize::try_from(AT_ONCE).unwrap()) {
        let mut tx = app.store.write().await.unwrap();
        for number in start..notes.min(start + AT_ONCE) {
            let author = authors[usize::try_from(number).unwrap() * 7_919 % authors.len()];
            let note = note(number, notes, author, now);
            store::notes::one::insert(&mut tx, &note, &works).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
}

fn tie(number: u128, me: MemberId, other: MemberId) -> Relationship {
    let hello = Hello {
        by: me,
        at: Time(1),
        purpose: Line::parse("work together").unwrap(),
        word: Prose::parse("Shall we?").unwrap(),
    };
    let slug = Handle::parse(&format!("tie-{number}")).unwrap();
    let id = RelationshipId::from_bits(number);
    let said = Relationship::say_hello(id, slug, Kind::Collaboration, hello, &[other]).unwrap().0;
    said.accept(other, Time(2)).unwrap().0
}

fn note(number: u64, notes: u64, author: MemberId, now: Time) -> Note {
    let age = i64::try_from(notes - number).unwrap() * (DAYS * 86_400_000_000 / 1_000_000);
    let age = age / i64::try_from(notes).unwrap() * 1_000_000;
    let at = Time(now.0 - age);
    let id = uuid_v7(u64::try_from(at.0 / 1_000).unwrap(), u128::from(number) << 8);
    let audience = match number % 10 {
        0..=6 => Audience::Members,
        7 => Audience::Makers,
        _ => Audience::Everyone,
    };
    let text = format!("Day {number}: proofs for the market, and a word with those next door.");
    Note {
        id: NoteId::from_bits(id),
        author,
        person: PersonId::from_bits(author.bits()),
        audience,
        telling: Telling::Plain(Prose::parse(&text).unwrap()),
        placed: id,
        at,
        edited: None,
        gone: false,
        version: 1,
    }
}

/// Each teller waits until its note is on the disk before it tells the next.
async fn telling(file: &std::path::Path, who: Who) {
    let app = open(file).await;
    let told = Arc::new(AtomicU64::new(0));
    let end = Instant::now() + LENGTH;
    let tellers: Vec<_> = (0..TELLERS)
        .map(|teller| {
            let (app, told) = (app.clone(), told.clone());
            tokio::spawn(async move {
                let body = format!("Teller {teller} is at work on the posters for the market.");
                let words = Words { body, ..Words::default() };
                while Instant::now() < end {
                    tell(&app, who, &words, "members").await.unwrap();
                    told.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for teller in tellers {
        teller.await.unwrap();
    }
    let per_second = told.load(Ordering::Relaxed) as f64 / LENGTH.as_secs_f64();
    println!("\n{TELLERS} tellers: {per_second:.0} notes a second, each on the disk when answered");
    app.store.close().await.unwrap();
}
