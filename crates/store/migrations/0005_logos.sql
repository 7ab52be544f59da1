-- The picture a member shows instead of its flag. The one before it stays for a few days, so that
-- the change can be undone; its time is in "replaced".
create table logo (
    member   bytea  not null references member (id),
    id       bytea  not null,
    picture  bytea  not null,   -- WebP, made by this server
    replaced bigint,
    primary key (member, id)
);
create index logo_replaced on logo (replaced);

alter table member add column logo bytea;
