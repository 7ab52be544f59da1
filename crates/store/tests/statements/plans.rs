//! How each engine would run a statement.

use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection, Row, SqliteConnection};
use store::Store;
use store::testing::{Engine, fresh_url};

/// Tables of one row.
const SINGLE: &[&str] = &["alliance", "setup", "server_key"];

/// Statements that read a whole table on purpose, with the reason.
const ON_PURPOSE: &[(&str, &str)] = &[(
    "select id from event order by id desc limit 1",
    "the newest event is one step from the end of the index",
)];

pub struct Sqlite(SqliteConnection);

pub struct Postgres(PgConnection);

fn is_on_purpose(sql: &str) -> bool {
    ON_PURPOSE.iter().any(|(begins, _)| sql.starts_with(begins))
}

impl Sqlite {
    pub async fn open() -> Self {
        let url = fresh_url(Engine::Sqlite).await.unwrap().unwrap();
        Store::open(&url).await.unwrap().close().await.unwrap();
        let file = Store::file_of(&url).unwrap();
        Self(SqliteConnectOptions::new().filename(file).connect().await.unwrap())
    }

    /// What is wrong with a statement.
    pub async fn complaint(&mut self, sql: &str) -> Option<String> {
        let explain = AssertSqlSafe(format!("explain query plan {sql}"));
        let rows = match sqlx::query(explain).fetch_all(&mut self.0).await {
            Ok(rows) => rows,
            Err(error) => return Some(format!("{error}: {sql}")),
        };
        let steps: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        let bad = steps.iter().find(|step| reads_everything_in_sqlite(step))?;
        (!is_on_purpose(sql)).then(|| format!("{bad}: {sql}"))
    }
}

/// `SCAN member` walks through the whole table; `SEARCH member USING …` finds its place first.
fn reads_everything_in_sqlite(step: &str) -> bool {
    let Some(what) = step.strip_prefix("SCAN ") else { return false };
    let name = what.split(' ').next().unwrap_or_default();
    let not_a_table = name.starts_with('(') || name.parse::<u32>().is_ok() || name == "CONSTANT";
    // An FTS5 table that is asked with `match` looks words up.
    let looked_up = what.contains("VIRTUAL TABLE INDEX") && what.contains(":M");
    !not_a_table && !looked_up && !SINGLE.contains(&name)
}

impl Postgres {
    pub async fn open() -> Option<Self> {
        let url = fresh_url(Engine::Postgres).await.unwrap()?;
        Store::open(&url).await.unwrap().close().await.unwrap();
        let mut connection = PgConnectOptions::from_str(&url).unwrap().connect().await.unwrap();
        // Tables are small here; this asks what the planner would do if they were not.
        for sql in ["set enable_seqscan = off", "set plan_cache_mode = force_generic_plan"] {
            sqlx::query(sql).execute(&mut connection).await.unwrap();
        }
        Some(Self(connection))
    }

    /// What is wrong with a statement.
    pub async fn complaint(&mut self, sql: &str) -> Option<String> {
        let steps = match self.plan(sql).await {
            Ok(steps) => steps,
            Err(error) => return Some(format!("{error}: {sql}")),
        };
        let bad = reads_everything_in_postgres(&steps)?;
        (!is_on_purpose(sql)).then(|| format!("{}: {sql}", bad.trim()))
    }

    async fn plan(&mut self, sql: &str) -> Result<Vec<String>, sqlx::Error> {
        let prepare = AssertSqlSafe(format!("prepare statement as {sql}"));
        sqlx::raw_sql(prepare).execute(&mut self.0).await?;
        let count = (1..).take_while(|n| sql.contains(&format!("${n}"))).count();
        let nulls = vec!["null"; count].join(", ");
        let arguments = if count == 0 { String::new() } else { format!("({nulls})") };
        let explain = AssertSqlSafe(format!("explain (costs off) execute statement{arguments}"));
        let steps = sqlx::raw_sql(explain).fetch_all(&mut self.0).await;
        sqlx::raw_sql("deallocate statement").execute(&mut self.0).await?;
        Ok(steps?.iter().map(|row| row.get(0)).collect())
    }
}

/// The step that walks through a whole table: without an index, or through an index from one end
/// to the other, which shows as a scan without a condition.
fn reads_everything_in_postgres(steps: &[String]) -> Option<&String> {
    steps.iter().enumerate().find_map(|(i, step)| {
        let (kind, table) = step.split_once(" on ")?;
        let kinds = ["Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"];
        if !kinds.iter().any(|it| kind.contains(it)) {
            return None; // Of what another step found, or of the lines of an index.
        }
        let table = table.split(' ').next().unwrap_or_default();
        let own = steps[i + 1..].iter().take_while(|it| !it.contains("->"));
        let mut own = own.map(|it| it.trim());
        let finds = own.any(|it| it.starts_with("Index Cond") || it.starts_with("Recheck Cond"));
        (!finds && !SINGLE.contains(&table)).then_some(step)
    })
}
