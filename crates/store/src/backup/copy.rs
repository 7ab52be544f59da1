//! Walks tables in the order of their keys, some rows at a time.
//!
//! The statements are put together from [`TABLES`] and the columns that the database names. Each
//! is kept for the life of the process, as all statements are: a command copies once, and the
//! tables are a few dozen.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Summary;
use super::tables::{TABLES, Table};
use crate::db::{ReadTx, Store, WriteTx};
use crate::error::StoreError;
use crate::query::{Row, Value};

/// Rows that are in memory at once.
const ROWS_AT_ONCE: i64 = 500;

/// A column and what it holds.
struct Column {
    name: String,
    holds: Holds,
}

#[derive(Clone, Copy)]
enum Holds {
    Text,
    Int,
    Bytes,
}

/// A table with the columns to copy, keys first.
struct Shape {
    table: &'static Table,
    columns: Vec<Column>,
    first: &'static str,
    next: &'static str,
}

pub(super) async fn all(from: &Store, to: &Store) -> Result<(), StoreError> {
    let mut source = from.read().await?;
    let mut target = to.write().await?;
    for table in TABLES.iter().rev() {
        target.query(kept(format!("delete from {}", table.name))).run().await?;
    }
    for table in TABLES {
        let shape = Shape::of(&mut source, table).await?;
        let insert = shape.insert();
        let mut walk = Walk::default();
        while let Some(rows) = walk.step(&mut source, &shape).await? {
            for row in rows {
                put(&mut target, insert, row).await?;
            }
        }
    }
    target.commit().await
}

async fn put(tx: &mut WriteTx, insert: &'static str, row: Vec<Value>) -> Result<(), StoreError> {
    let query = row.into_iter().fold(tx.query(insert), |query, value| query.bind(value));
    query.run().await?;
    Ok(())
}

pub(super) async fn is_empty(store: &Store) -> Result<bool, StoreError> {
    let mut tx = store.read().await?;
    for table in TABLES.iter().filter(|it| !it.at_start) {
        let sql = kept(format!("select 1 as one from {} limit 1", table.name));
        if tx.query(sql).first().await?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) async fn summary(store: &Store) -> Result<Vec<Summary>, StoreError> {
    let mut tx = store.read().await?;
    let mut summaries = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        summaries.push(read(&mut tx, table).await?);
    }
    Ok(summaries)
}

/// Reads every row of a table.
pub(super) async fn read(tx: &mut ReadTx, table: &'static Table) -> Result<Summary, StoreError> {
    let shape = Shape::of(tx, table).await?;
    let mut summary = Summary { table: table.name, rows: 0, fingerprint: 0 };
    let mut walk = Walk::default();
    while let Some(rows) = walk.step(tx, &shape).await? {
        for row in rows {
            summary.rows += 1;
            // A sum, because the engines put texts in different orders.
            summary.fingerprint = summary.fingerprint.wrapping_add(fingerprint(&row));
        }
    }
    Ok(summary)
}

fn fingerprint(row: &[Value]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for value in row {
        match value {
            Value::Text(it) => it.hash(&mut hasher),
            Value::Int(it) => it.hash(&mut hasher),
            Value::Bytes(it) => it.hash(&mut hasher),
        }
    }
    hasher.finish()
}

/// Where a walk through a table is: the key of the last row seen.
#[derive(Default)]
struct Walk {
    last: Option<Vec<Value>>,
}

impl Walk {
    /// The next rows; `None` at the end.
    async fn step(
        &mut self,
        tx: &mut ReadTx,
        shape: &Shape,
    ) -> Result<Option<Vec<Vec<Value>>>, StoreError> {
        let sql = if self.last.is_some() { shape.next } else { shape.first };
        let after = self.last.take().unwrap_or_default();
        let query = after.into_iter().fold(tx.query(sql), |query, value| query.bind(value));
        let rows = query.bind(ROWS_AT_ONCE).all().await?;
        let rows: Vec<Vec<Value>> =
            rows.iter().map(|row| shape.read(row)).collect::<Result<_, _>>()?;
        let Some(last) = rows.last() else { return Ok(None) };
        self.last = Some(last[..shape.table.key.len()].to_vec());
        Ok(Some(rows))
    }
}

impl Shape {
    async fn of(tx: &mut ReadTx, table: &'static Table) -> Result<Self, StoreError> {
        let mut columns: Vec<Column> = columns(tx, table.name).await?;
        columns.retain(|it| !table.derived.contains(&it.name.as_str()));
        // Keys first and in their order, then by name: the same in both engines.
        let place = |it: &Column| table.key.iter().position(|key| *key == it.name);
        columns.sort_by_key(|it| (place(it).unwrap_or(table.key.len()), it.name.clone()));
        let names: Vec<&str> = columns.iter().map(|it| it.name.as_str()).collect();
        let (names, keys) = (names.join(", "), table.key.join(", "));
        let (name, n) = (table.name, table.key.len());
        let first = format!("select {names} from {name} order by {keys} limit $1");
        let next = format!(
            "select {names} from {name} where ({keys}) > ({}) order by {keys} limit ${}",
            numbers(n),
            n + 1
        );
        Ok(Self { table, columns, first: kept(first), next: kept(next) })
    }

    fn insert(&self) -> &'static str {
        let names: Vec<&str> = self.columns.iter().map(|it| it.name.as_str()).collect();
        kept(format!(
            "insert into {} ({}) values ({})",
            self.table.name,
            names.join(", "),
            numbers(names.len())
        ))
    }

    fn read(&self, row: &Row) -> Result<Vec<Value>, StoreError> {
        let value = |column: &Column| {
            Ok(match column.holds {
                Holds::Text => Value::Text(row.text_or_none(&column.name)?),
                Holds::Int => Value::Int(row.int_or_none(&column.name)?),
                Holds::Bytes => Value::Bytes(row.bytes_or_none(&column.name)?),
            })
        };
        self.columns.iter().map(value).collect()
    }
}

/// The tables that are there. `search_index` and `note_index` with their parts are derived from
/// `search_document` and `note_document`.
pub(super) async fn tables_made(store: &Store) -> Result<Vec<String>, StoreError> {
    let mut tx = store.read().await?;
    let sql = tx.by_engine(
        "select name from sqlite_schema
         where type = 'table' and name not like 'sqlite\\_%' escape '\\'
             and name not like 'search\\_index%' escape '\\'
             and name not like 'note\\_index%' escape '\\' and name <> '_sqlx_migrations'",
        "select tablename::text as name from pg_tables
         where schemaname = current_schema() and tablename <> '_sqlx_migrations'",
    );
    tx.query(sql).all().await?.iter().map(|row| row.text("name")).collect()
}

/// The columns of a table, as the database itself names them.
async fn columns(tx: &mut ReadTx, table: &'static str) -> Result<Vec<Column>, StoreError> {
    let sql = tx.by_engine(
        "select name, lower(type) as type from pragma_table_info($1)",
        "select column_name::text as name, data_type::text as type
         from information_schema.columns
         where table_schema = current_schema() and table_name = $1",
    );
    let rows = tx.query(sql).bind(table).all().await?;
    let column = |row: &Row| {
        let holds = match row.text("type")?.as_str() {
            "text" => Holds::Text,
            "bigint" | "integer" => Holds::Int,
            "bytea" | "blob" => Holds::Bytes,
            // Only what the engine derives has another type, and that is not copied.
            _ => Holds::Text,
        };
        Ok(Column { name: row.text("name")?, holds })
    };
    rows.iter().map(column).collect()
}

/// `$1, $2, …, $n`.
fn numbers(n: usize) -> String {
    (1..=n).map(|i| format!("${i}")).collect::<Vec<_>>().join(", ")
}

/// Keeps a statement for the life of the process.
fn kept(sql: String) -> &'static str {
    sql.leak()
}
