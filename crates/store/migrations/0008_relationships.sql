-- A tie between two or more members. Never deleted: ending one must not take away what it gave.
create table relationship (
    id          bytea  not null primary key,
    slug        text   not null unique,
    together    text   unique,            -- whom it is between while it has not ended
    kind        text   not null,
    rung        text   not null,
    state       text   not null check (state in ('proposed', 'active', 'resting', 'ended')),
    state_at    bigint not null,
    ended_by    text,
    asked_by    bytea  not null,
    asked_at    bigint not null,
    purpose     text   not null,
    word        text   not null,
    goals       text,
    interests   text,
    parting     text,
    known_since bigint,                   -- days since 1970
    known_how   text,
    review_due  bigint,                   -- days since 1970
    review_days bigint not null,
    step        bytea,                    -- the newest one
    changed     bigint not null,
    version     bigint not null
);

-- Who belongs to it, or was asked, or has left. `shelf` and `changed` repeat what the
-- relationship says, so that a member's list is one walk along an index.
create table relationship_party (
    relationship bytea  not null references relationship (id),
    member       bytea  not null,
    position     bigint not null,
    stand        text   not null,
    stand_at     bigint not null,
    since        bigint,                  -- from when on it reads along
    reason       text,
    reason_words text,
    knows        bigint not null check (knows in (0, 1)),
    agenda       text,
    care         text,
    off_table    text,
    sphere       text,
    shelf        text   not null,
    changed      bigint not null,
    primary key (relationship, member)
);
create index relationship_party_of_member
    on relationship_party (member, shelf, changed, relationship);

-- What was proposed, and what became of it. The newest one of a relationship may be open.
create table relationship_step (
    id           bytea  not null primary key,
    relationship bytea  not null references relationship (id),
    what         text   not null,
    detail       text,
    was          text,
    why          text,
    by_member    bytea  not null,
    at           bigint not null,
    outcome      text   not null,
    closed_at    bigint,
    agreed       text   not null          -- who said yes, in the order they did
);
create index relationship_step_of on relationship_step (relationship, id);

-- A named thing that one party gives another.
create table relationship_value (
    id           bytea  not null primary key,
    relationship bytea  not null references relationship (id),
    giver        bytea  not null,
    receiver     bytea  not null,
    words        text   not null,
    at           bigint not null,
    until        bigint                   -- taken back then
);
create index relationship_value_of on relationship_value (relationship, id);

-- What the parties did, each with its own circumstance.
create table interaction (
    id           bytea  not null primary key,
    relationship bytea  not null references relationship (id),
    by_member    bytea  not null,
    person       bytea,
    at           bigint not null,
    day          bigint not null,
    what         text   not null,
    circumstance text   not null,
    words        text   not null
);
create index interaction_of on interaction (relationship, id);

create table relationship_message (
    id           bytea  not null primary key,
    relationship bytea  not null references relationship (id),
    member       bytea  not null,
    person       bytea,
    at           bigint not null,
    words        text   not null
);
create index relationship_message_of on relationship_message (relationship, id);

create table relationship_review (
    id           bytea  not null primary key,
    relationship bytea  not null references relationship (id),
    member       bytea  not null,
    person       bytea,
    at           bigint not null,
    useful       text   not null,
    words        text
);
create index relationship_review_of on relationship_review (relationship, id);

-- An opportunity or a member that one member passes on to a partner. The other person in it is
-- asked too.
create table introduction (
    id         bytea  not null primary key,
    by_member  bytea  not null,
    person     bytea,
    to_member  bytea  not null,
    about      bytea,
    passed_on  bytea,                     -- the introduction it came by
    words      text   not null,
    at         bigint not null,
    to_answer  text   not null,
    about_answer text not null,
    version    bigint not null
);
create index introduction_by on introduction (by_member, id);
create index introduction_to on introduction (to_member, id);
create index introduction_about on introduction (about, id);

-- The secret address of a person's calendar of reviews.
create table calendar_feed (
    person bytea  not null primary key references person (id),
    hash   bytea  not null unique,
    made   bigint not null
);

create index event_of_subject on event (subject, id);
