-- Full-text search on PostgreSQL: a generated tsvector over folded words, with a GIN index. Runs
-- at every start and changes nothing the second time.
create table if not exists search_document (
    number   bigint generated always as identity primary key,
    kind     text  not null,
    subject  bytea not null,
    audience text  not null check (audience in ('everyone', 'members')),
    title    text  not null,
    words    text  not null,
    found_by tsvector generated always as (to_tsvector('simple', words)) stored,
    unique (subject, audience)
);

create index if not exists search_document_found_by on search_document using gin (found_by);

-- Names by how they begin, byte by byte, whatever the collation of the database.
create index if not exists member_by_name_start
    on member (standing, (name_folded collate "C"), id);

-- Words of notes; which of them somebody may see, `note` says.
create table if not exists note_document (
    number   bigint generated always as identity primary key,
    note     bytea not null unique,
    words    text  not null,
    found_by tsvector generated always as (to_tsvector('simple', words)) stored
);

create index if not exists note_document_found_by on note_document using gin (found_by);
