//! A server with nothing but axum and SQLite, and pages that say what the rows say.

use std::fmt::Write;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use axum::routing::get;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow};
use sqlx::{AssertSqlSafe, Row, SqlitePool};

/// The word by which the program knows that it is to be this server.
pub const MARKER: &str = "serve-bare-pages";

#[derive(Clone)]
struct Bare {
    pool: SqlitePool,
    session: Vec<u8>,
}

pub async fn serve(file: &str, session: &str, port: u16) {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .statement_cache_capacity(256)
        .pragma("cache_size", "-20000")
        .pragma("mmap_size", "268435456")
        .pragma("query_only", "on");
    let pool = SqlitePoolOptions::new()
        .max_connections(8)
        .test_before_acquire(false)
        .connect_with(options)
        .await
        .unwrap();
    let session = Sha256::digest(session.as_bytes()).to_vec();
    let router = Router::new()
        .route("/ready", get(|| async { "ready" }))
        .route("/bare/find", get(find))
        .route("/bare/@{handle}", get(profile))
        .with_state(Bare { pool, session });
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    axum::serve(listener, router).await.unwrap();
}

async fn profile(State(bare): State<Bare>, Path(handle): Path<String>) -> Html<String> {
    let mut tx = bare.pool.begin().await.unwrap();
    let mut page = String::with_capacity(8_192);
    frame(&mut page, &mut tx, &bare.session).await;
    let member = sqlx::query(
        "select member.* from handle join member on member.id = handle.member
         where handle.handle = $1",
    )
    .bind(handle)
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    let id: Vec<u8> = member.get("id");
    let intents = sqlx::query("select * from intent where member = $1 order by position, id")
        .bind(id)
        .fetch_all(&mut *tx)
        .await
        .unwrap();
    show(&mut page, &member);
    for intent in &intents {
        show_intent(&mut page, intent);
    }
    Html(page)
}

#[derive(Deserialize)]
struct Wanted {
    handles: String,
}

async fn find(State(bare): State<Bare>, Query(wanted): Query<Wanted>) -> Html<String> {
    let mut tx = bare.pool.begin().await.unwrap();
    let mut page = String::with_capacity(32_768);
    frame(&mut page, &mut tx, &bare.session).await;
    let handles: Vec<&str> = wanted.handles.split(',').collect();
    let numbers: Vec<String> = (1..=handles.len()).map(|it| format!("${it}")).collect();
    let sql = format!("select * from member where handle in ({})", numbers.join(", "));
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for handle in handles {
        query = query.bind(handle.to_owned());
    }
    let members = query.fetch_all(&mut *tx).await.unwrap();
    let ids: Vec<Vec<u8>> = members.iter().map(|it| it.get("id")).collect();
    let sql = format!("select * from intent where member in ({})", numbers.join(", "));
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(id);
    }
    let intents = query.fetch_all(&mut *tx).await.unwrap();
    for member in &members {
        show(&mut page, member);
    }
    for intent in &intents {
        show_intent(&mut page, intent);
    }
    Html(page)
}

/// Who is asking, and where: what every page reads.
async fn frame(page: &mut String, tx: &mut sqlx::SqliteConnection, session: &[u8]) {
    let who = sqlx::query(
        "select person.name, member.handle, member.id from session
         join person on person.id = session.person
         left join member on member.id = session.member where session.hash = $1",
    )
    .bind(session)
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    let alliance = sqlx::query("select * from alliance").fetch_one(&mut *tx).await.unwrap();
    let (name, handle) = (who.get::<String, _>("name"), who.get::<String, _>("handle"));
    let alliance: String = alliance.get("name");
    write!(page, "<!doctype html><title>{alliance}</title><p>{name} of {handle}</p>").unwrap();
}

/// Every text of a member, as it stands in its row.
fn show(page: &mut String, member: &SqliteRow) {
    for column in [
        "name",
        "handle",
        "line",
        "story",
        "perspective",
        "places",
        "languages",
        "audience_tags",
        "audience_words",
        "causes",
        "stakeholders",
        "direction",
        "mission",
        "held_values",
        "style",
        "agenda",
        "off_table",
        "size",
        "turnover",
        "stage",
        "connections",
        "capacity_words",
        "open_to",
        "web",
    ] {
        if let Some(text) = member.get::<Option<String>, _>(column) {
            write!(page, "<p>{text}</p>").unwrap();
        }
    }
}

fn show_intent(page: &mut String, intent: &SqliteRow) {
    for column in ["title", "detail", "tags", "scope", "reach"] {
        if let Some(text) = intent.get::<Option<String>, _>(column) {
            write!(page, "<li>{text}</li>").unwrap();
        }
    }
}
