-- Runs unchanged on SQLite and PostgreSQL: only text, bigint and bytea. Ids are 16 bytes
-- (UUIDv7), times microseconds since 1970 in UTC, yes and no are 1 and 0.

create table alliance (
    id             bigint not null primary key check (id = 1),
    name           text   not null,
    line           text,
    meaning        text,
    goals          text,
    interests      text,
    causes         text   not null,
    joining        text   not null,
    open_directory bigint not null check (open_directory in (0, 1)),
    since          bigint not null,
    version        bigint not null
);

-- Every version the alliance ever had, with who made it: the public history, and the way back.
create table alliance_version (
    version        bigint not null primary key,
    name           text   not null,
    line           text,
    meaning        text,
    goals          text,
    interests      text,
    causes         text   not null,
    joining        text   not null,
    open_directory bigint not null check (open_directory in (0, 1)),
    since          bigint not null,
    at             bigint not null,
    person         bytea,
    member         bytea,
    words          text   not null
);

-- The one-time code that lets the first person in; gone once the alliance has a name.
create table setup (
    id   bigint not null primary key check (id = 1),
    hash bytea  not null,
    at   bigint not null
);

-- One key of the server, drawn at the first start: signs form tokens and cursors.
create table server_key (
    id    bigint not null primary key check (id = 1),
    bytes bytea  not null
);

create table invitation (
    id        bytea  not null primary key,
    by_person bytea,
    by_member bytea,
    for_name  text,
    email     text,
    into_member bytea,
    hash      bytea  not null unique,
    uses_max  bigint not null,
    uses      bigint not null,
    at        bigint not null,
    until     bigint not null,
    withdrawn bigint not null check (withdrawn in (0, 1))
);
create index invitation_by_member on invitation (by_member, id);

-- A member's reason against a candidate; withdrawn when talked over.
create table objection (
    candidate bytea  not null,
    member    bytea  not null,
    person    bytea  not null,
    reason    text   not null,
    at        bigint not null,
    withdrawn bigint not null check (withdrawn in (0, 1)),
    primary key (candidate, member)
);
