create table member (
    id             bytea  not null primary key,
    handle         text   not null unique,
    name           text   not null,
    name_folded    text   not null,
    kind           text   not null,
    standing       text   not null,
    since          bigint not null,
    changed        bigint not null,
    visibility     text   not null,
    line           text,
    story          text,
    perspective    text,
    perspective_at bigint,
    places         text   not null,   -- one a line, main place first
    languages      text   not null,   -- between commas, as all lists of tags
    audience_tags  text   not null,
    audience_words text,
    causes         text   not null,
    stakeholders   text   not null,
    direction      text,
    direction_at   bigint,
    mission        text,
    held_values    text   not null,
    style          text   not null,
    agenda         text,
    off_table      text,
    size           text,
    turnover       text,
    stage          text,
    connections    text   not null,
    free_from      bigint,            -- days since 1970
    capacity_words text,
    open_to        text   not null,
    web            text,
    sealed_from    text   not null,
    version        bigint not null
);
create index member_by_name on member (standing, name_folded, id);
create index member_by_since on member (standing, since, id);
create index member_by_web on member (web);

-- Offers and needs: published intents.
create table intent (
    id             bytea  not null primary key,
    member         bytea  not null references member (id),
    side           text   not null check (side in ('offer', 'need')),
    position       bigint not null,
    title          text   not null,
    detail         text,
    tags           text   not null,
    scope          text,
    reach          text,
    enjoyment      bigint,
    used_ourselves bigint not null check (used_ourselves in (0, 1)),
    need_when      text,
    fresh          bigint not null
);
create index intent_of_member on intent (member, position, id);

-- Offers and needs that were taken back, so that this can be undone.
create table taken_back (
    id             bytea  not null primary key,
    member         bytea  not null references member (id),
    side           text   not null check (side in ('offer', 'need')),
    position       bigint not null,
    title          text   not null,
    detail         text,
    tags           text   not null,
    scope          text,
    reach          text,
    enjoyment      bigint,
    used_ourselves bigint not null check (used_ourselves in (0, 1)),
    need_when      text,
    fresh          bigint not null
);
create index taken_back_of_member on taken_back (member, id);

-- "This is us": somebody outside says that a listed contact is theirs.
create table claim (
    id      bytea  not null primary key,
    contact bytea  not null references member (id),
    name    text   not null,
    email   text   not null,
    at      bigint not null
);
create index claim_of_contact on claim (contact, id);

-- Every name an address ever had; old ones lead to the new one.
create table handle (
    handle text  not null primary key,
    member bytea not null references member (id)
);
create index handle_of_member on handle (member);

-- "Not for us": one member does not want to see another among its suggestions.
create table not_for_us (
    member bytea  not null,
    other  bytea  not null,
    at     bigint not null,
    primary key (member, other)
);

-- A file of members that somebody imports: looked at first, then taken in, then perhaps undone.
-- Verdicts have a line for each row; counts are the same in short.
create table import_batch (
    id        bytea  not null primary key,
    by_person bytea,
    by_member bytea,
    file_name text   not null,
    encoding  text   not null,
    content   text   not null,
    verdicts  text   not null,
    fresh     bigint not null,
    alike     bigint not null,
    refused   bigint not null,
    stage     text   not null check (stage in ('preview', 'taken', 'undone')),
    at        bigint not null
);
create index import_batch_by_person on import_batch (by_person, id);

-- Which rows of a batch became which members, to undo it.
create table import_member (
    batch  bytea  not null references import_batch (id),
    line   bigint not null,
    member bytea  not null,
    primary key (batch, line)
);

-- Why a member wants to work with another although they compete.
create table despite (
    member bytea  not null,
    other  bytea  not null,
    reason text   not null,
    at     bigint not null,
    primary key (member, other)
);
