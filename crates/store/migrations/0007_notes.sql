-- Named sets of members. Who is in one, only its owner can see.
create table circle (
    id      bytea  not null primary key,
    owner   bytea  not null references member (id),
    name    text   not null,
    at      bigint not null,
    gone    bigint not null check (gone in (0, 1)),
    version bigint not null
);
create index circle_of_owner on circle (owner, id);

-- `open` follows the circle: a circle that is gone lets nobody read, and keeps who was in it.
create table circle_member (
    circle bytea  not null references circle (id),
    member bytea  not null references member (id),
    at     bigint not null,
    open   bigint not null check (open in (0, 1)),
    primary key (circle, member)
);
create index circle_of_member on circle_member (member, circle);

-- What members tell. Streams are read from these indexes, newest first: of everyone and of all
-- members by audience, of circles and relationships by scope, of one member by author.
create table note (
    id       bytea  not null primary key,
    author   bytea  not null references member (id),
    person   bytea  not null,
    audience text   not null check (
        audience in ('sealed', 'us', 'circle', 'makers', 'members', 'everyone')),
    scope    bytea,                   -- the relationship or circle
    kind     text   not null check (kind in ('plain', 'lesson', 'probe')),
    body     text   not null,
    more     text,                    -- what was learned, or what was seen
    watch    bigint,                  -- days since 1970
    outcome  text,
    placed   bytea  not null,         -- its place in streams
    at       bigint not null,
    edited   bigint,
    gone     bigint not null check (gone in (0, 1)),
    version  bigint not null
);
create index note_by_audience on note (audience, placed);
create index note_by_author on note (author, placed);
create index note_by_scope on note (scope, placed) where scope is not null;

-- What the author makes, for a note that is kept from those who make the same.
create table note_kept_from (
    note bytea not null references note (id),
    work text  not null,
    primary key (note, work)
);

-- What a note was before it was edited or moved.
create table note_version (
    note     bytea  not null references note (id),
    version  bigint not null,
    audience text   not null,
    scope    bytea,
    kind     text   not null,
    body     text   not null,
    more     text,
    watch    bigint,
    outcome  text,
    until    bigint not null,
    person   bytea  not null,         -- who changed it
    primary key (note, version)
);

-- What is said about a note, for whom the note was then: moving it outward publishes no comment.
create table note_comment (
    id       bytea  not null primary key,
    note     bytea  not null references note (id),
    author   bytea  not null,
    person   bytea  not null,
    audience text   not null,
    scope    bytea,
    body     text   not null,
    at       bigint not null,
    gone     bigint not null check (gone in (0, 1))
);
create index note_comment_of_note on note_comment (note, id);

-- "We used this": the only thing that is counted.
create table note_use (
    note   bytea  not null references note (id),
    member bytea  not null,
    words  text,
    at     bigint not null,
    primary key (note, member)
);

-- Files of notes; what they hold lies in a folder, named by its hash.
create table note_file (
    id    bytea  not null primary key,
    note  bytea  not null references note (id),
    name  text   not null,
    kind  text   not null,
    alt   text,
    bytes bigint not null,
    hash  text   not null,
    at    bigint not null,
    gone  bigint not null check (gone in (0, 1))
);
create index note_file_of_note on note_file (note, id);
