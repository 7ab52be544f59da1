-- What happened, written in the transaction in which it happened.
create table event (
    id      bytea  not null primary key,
    at      bigint not null,
    kind    text   not null,
    member  bytea,
    subject bytea  not null,
    person  bytea,                    -- who did it; null when the command line did
    words   text   not null
);
create index event_of_member on event (member, id);

-- What the worker is to tell the outside: at least once, after the fact is durable.
create table outbox (
    id       bytea  not null primary key,
    kind     text   not null,
    payload  text   not null,
    due      bigint not null,
    tries    bigint not null,
    failure  text
);
create index outbox_due on outbox (due, id);
