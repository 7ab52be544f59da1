create table person (
    id      bytea  not null primary key,
    name    text   not null,
    email   text   unique,
    zone    text   not null,
    steward bigint not null check (steward in (0, 1)),
    since   bigint not null
);

-- Who acts for whom. All people of a member are equal: there is no column for a rank.
create table person_member (
    person bytea  not null references person (id),
    member bytea  not null,
    since  bigint not null,
    primary key (person, member)
);
create index person_member_member on person_member (member, person);

create table session (
    id     bytea  not null primary key,
    hash   bytea  not null unique,
    person bytea  not null references person (id),
    member bytea,
    device text   not null,
    made   bigint not null,
    seen   bigint not null,
    until  bigint not null
);
create index session_person on session (person, id);
create index session_until on session (until);

create table passkey (
    id         bytea  not null primary key,
    person     bytea  not null references person (id),
    credential bytea  not null unique,
    name       text   not null,
    data       text   not null,
    made       bigint not null,
    used       bigint not null
);
create index passkey_person on passkey (person, id);

-- A passkey ceremony between its two requests.
create table ceremony (
    id    bytea  not null primary key,
    data  text   not null,
    until bigint not null
);
create index ceremony_until on ceremony (until);

-- Six-digit codes that were sent: to sign in, or to show that a new address is one's own. There
-- is a row for addresses of nobody too, so that asking is the same work for all.
create table code (
    key   text   not null primary key,
    hash  bytea  not null,
    until bigint not null,
    tries bigint not null,
    used  bigint not null check (used in (0, 1))
);
create index code_until on code (until);

create table sign_in_link (
    hash      bytea  not null primary key,
    person    bytea  not null references person (id),
    by_person bytea,
    made      bigint not null,
    until     bigint not null,
    used      bigint not null check (used in (0, 1))
);
create index sign_in_link_until on sign_in_link (until);

create table throttle (
    key   text   not null primary key,
    count bigint not null,
    last  bigint not null
);
create index throttle_last on throttle (last);

-- Access tokens for programs.
create table token (
    id     bytea  not null primary key,
    hash   bytea  not null unique,
    person bytea  not null references person (id),
    member bytea,
    name   text   not null,
    made   bigint not null,
    used   bigint
);
create index token_person on token (person, id);

-- What a program or form sent once already, and what it was answered.
create table replay (
    key    text   not null primary key,
    status bigint not null,
    answer text   not null,
    at     bigint not null
);
create index replay_at on replay (at);
