//! Full-text search: the one place with a text for each engine. Documents are written with the
//! member they are about, in the same transaction, by whoever saves a member.

use domain::kernel::id::MemberId;
use domain::members::member::Member;
use domain::members::parts::Standing;
use domain::members::search::{Query, documents};
use domain::members::visibility::Level;

use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;

/// A member whose document has all the words, and where in the order of documents it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The number of the document; a list goes on after it.
    pub number: i64,
    /// Whose it is.
    pub member: MemberId,
    /// Its folded name.
    pub title: String,
}

pub(crate) async fn add(tx: &mut WriteTx, member: &Member) -> Result<(), StoreError> {
    for document in documents(member) {
        tx.query(
            "insert into search_document (kind, subject, audience, title, words)
             values ($1, $2, $3, $4, $5)",
        )
        .bind(member.standing.wire())
        .bind(member.id.to_bytes())
        .bind(document.audience.wire())
        .bind(document.title)
        .bind(document.words)
        .run()
        .await?;
    }
    Ok(())
}

pub(crate) async fn forget(tx: &mut WriteTx, member: MemberId) -> Result<(), StoreError> {
    tx.query("delete from search_document where subject = $1")
        .bind(member.to_bytes())
        .run()
        .await?;
    Ok(())
}

/// Documents for `audience` after number `after` in which all words stand, in the order in which
/// they were written: no ranking, so that the work stays small however many there are.
pub async fn with_words(
    tx: &mut ReadTx,
    query: &Query,
    audience: Level,
    after: i64,
    limit: i64,
) -> Result<Vec<Hit>, StoreError> {
    let sqlite = "
        select search_document.number, search_document.subject, search_document.title
        from search_index
        cross join search_document on search_document.number = search_index.rowid
        where search_index.words match $1 and search_index.rowid > $2
            and search_document.audience = $3
        order by search_index.rowid limit $4";
    let postgres = "
        select number, subject, title from search_document
        where found_by @@ to_tsquery('simple', $1) and number > $2 and audience = $3
        order by number limit $4";
    let sql = tx.by_engine(sqlite, postgres);
    let asked = if sql == sqlite { for_sqlite(query) } else { for_postgres(query) };
    let rows =
        tx.query(sql).bind(asked).bind(after).bind(audience.wire()).bind(limit).all().await?;
    let hit = |row: &crate::query::Row| {
        let corrupt = StoreError::Corrupt { table: "search_document", what: "subject" };
        let member = MemberId::from_bytes(&row.bytes("subject")?).ok_or(corrupt)?;
        Ok(Hit { number: row.int("number")?, member, title: row.text("title")? })
    };
    rows.iter().map(hit).collect()
}

/// Members of one standing whose folded name begins with `start`, by name, after `after`.
pub async fn with_name(
    tx: &mut ReadTx,
    start: &str,
    standing: Standing,
    after: (&str, MemberId),
    limit: i64,
) -> Result<Vec<MemberId>, StoreError> {
    let sqlite = "
        select id from member
        where standing = $1 and name_folded >= $2 and name_folded < $3
            and (name_folded, id) > ($4, $5)
        order by name_folded, id limit $6";
    let postgres = "
        select id from member
        where standing = $1 and name_folded collate \"C\" >= $2 and name_folded collate \"C\" < $3
            and (name_folded collate \"C\", id) > ($4, $5)
        order by name_folded collate \"C\", id limit $6";
    let sql = tx.by_engine(sqlite, postgres);
    let rows = tx
        .query(sql)
        .bind(standing.wire())
        .bind(start)
        // The last letter there is: behind every name that begins so.
        .bind(format!("{start}\u{10ffff}"))
        .bind(after.0)
        .bind(after.1.to_bytes())
        .bind(limit)
        .all()
        .await?;
    let id = |row: &crate::query::Row| {
        let corrupt = StoreError::Corrupt { table: "member", what: "id" };
        MemberId::from_bytes(&row.bytes("id")?).ok_or(corrupt)
    };
    rows.iter().map(id).collect()
}

/// `"cafe" "fil"*`: folded words hold no quotes, so none can end the phrase.
fn for_sqlite(query: &Query) -> String {
    let words: Vec<String> = query.words().iter().map(|it| format!("\"{it}\"")).collect();
    words.join(" ") + "*"
}

/// `'cafe' & 'fil':*`
fn for_postgres(query: &Query) -> String {
    let words: Vec<String> = query.words().iter().map(|it| format!("'{it}'")).collect();
    words.join(" & ") + ":*"
}
