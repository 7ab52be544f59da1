//! Every table, in an order in which what is referred to comes first.

/// A table, and the columns that tell its rows apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its primary key, or another unique key that means the same in both engines.
    pub key: &'static [&'static str],
    /// Columns that the engine fills in by itself.
    pub derived: &'static [&'static str],
    /// Whether a server writes to it at its first start, before anybody has come.
    pub at_start: bool,
}

const fn table(name: &'static str, key: &'static [&'static str]) -> Table {
    Table { name, key, derived: &[], at_start: false }
}

/// Every table of the product. A test compares it with what the migrations make.
pub const TABLES: &[Table] = &[
    table("alliance", &["id"]),
    table("alliance_version", &["version"]),
    Table { at_start: true, ..table("setup", &["id"]) },
    Table { at_start: true, ..table("server_key", &["id"]) },
    table("invitation", &["id"]),
    table("objection", &["candidate", "member"]),
    table("person", &["id"]),
    table("person_member", &["person", "member"]),
    table("session", &["id"]),
    table("passkey", &["id"]),
    table("ceremony", &["id"]),
    table("code", &["key"]),
    table("sign_in_link", &["hash"]),
    table("throttle", &["key"]),
    table("token", &["id"]),
    table("replay", &["key"]),
    table("member", &["id"]),
    table("intent", &["id"]),
    table("taken_back", &["id"]),
    table("logo", &["member", "id"]),
    table("claim", &["id"]),
    table("handle", &["handle"]),
    table("not_for_us", &["member", "other"]),
    table("import_batch", &["id"]),
    table("import_member", &["batch", "line"]),
    table("despite", &["member", "other"]),
    table("relationship", &["id"]),
    table("relationship_party", &["relationship", "member"]),
    table("relationship_step", &["id"]),
    table("relationship_value", &["id"]),
    table("interaction", &["id"]),
    table("relationship_message", &["id"]),
    table("relationship_review", &["id"]),
    table("introduction", &["id"]),
    table("calendar_feed", &["person"]),
    table("circle", &["id"]),
    table("circle_member", &["circle", "member"]),
    table("note", &["id"]),
    table("note_kept_from", &["note", "work"]),
    table("note_version", &["note", "version"]),
    table("note_comment", &["id"]),
    table("note_use", &["note", "member"]),
    table("note_file", &["id"]),
    table("event", &["id"]),
    table("outbox", &["id"]),
    Table {
        name: "search_document",
        key: &["subject", "audience"],
        derived: &["number", "found_by"],
        at_start: false,
    },
    Table {
        name: "note_document",
        key: &["note"],
        derived: &["number", "found_by"],
        at_start: false,
    },
];
