-- Full-text search on SQLite: FTS5 over folded words. Runs at every start and changes nothing
-- the second time.
create table if not exists search_document (
    number   integer primary key,
    kind     text not null,
    subject  blob not null,
    audience text not null check (audience in ('everyone', 'members')),
    title    text not null,
    words    text not null,
    unique (subject, audience)
);

create virtual table if not exists search_index using fts5 (
    words, content = 'search_document', content_rowid = 'number', prefix = '2 3 4'
);

create trigger if not exists search_document_added after insert on search_document begin
    insert into search_index (rowid, words) values (new.number, new.words);
end;

create trigger if not exists search_document_removed after delete on search_document begin
    insert into search_index (search_index, rowid, words) values ('delete', old.number, old.words);
end;

-- Words of notes; which of them somebody may see, `note` says.
create table if not exists note_document (
    number integer primary key,
    note   blob not null unique,
    words  text not null
);

create virtual table if not exists note_index using fts5 (
    words, content = 'note_document', content_rowid = 'number'
);

create trigger if not exists note_document_added after insert on note_document begin
    insert into note_index (rowid, words) values (new.number, new.words);
end;

create trigger if not exists note_document_removed after delete on note_document begin
    insert into note_index (note_index, rowid, words) values ('delete', old.number, old.words);
end;
