//! Writing members.

use domain::kernel::id::MemberId;
use domain::kernel::text::Line;
use domain::kernel::words;
use domain::members::member::{Dated, Member};
use domain::members::offers::{Need, Offer};

use crate::db::WriteTx;
use crate::error::StoreError;
use crate::query::Query;
use crate::search;

/// Remembers a new member.
///
/// # Errors
/// [`StoreError::Taken`] when the handle is or was another member's.
pub async fn insert(tx: &mut WriteTx, member: &Member) -> Result<(), StoreError> {
    let query = tx.query(
        "insert into member (
             handle, name, name_folded, kind, standing, since, changed, visibility, line, story,
             perspective, perspective_at, places, languages, audience_tags, audience_words,
             causes, stakeholders, direction, direction_at, mission, held_values, style, agenda,
             off_table, size, turnover, stage, connections, free_from, capacity_words, open_to,
             web, sealed_from, logo, id, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35,
             $36, $37)",
    );
    bind_columns(query, member).bind(member.id.to_bytes()).bind(member.version).run().await?;
    remember_handle(tx, member).await?;
    insert_intents(tx, member).await?;
    search::add(tx, member).await
}

/// Remembers what changed in a member.
///
/// # Errors
/// [`StoreError::Stale`] if it was saved by someone else since it was loaded, and
/// [`StoreError::Taken`] when its new handle is or was another member's.
pub async fn save(tx: &mut WriteTx, member: &Member) -> Result<(), StoreError> {
    let query = tx.query(
        "update member set
             handle = $1, name = $2, name_folded = $3, kind = $4, standing = $5, since = $6,
             changed = $7, visibility = $8, line = $9, story = $10, perspective = $11,
             perspective_at = $12, places = $13, languages = $14, audience_tags = $15,
             audience_words = $16, causes = $17, stakeholders = $18, direction = $19,
             direction_at = $20, mission = $21, held_values = $22, style = $23, agenda = $24,
             off_table = $25, size = $26, turnover = $27, stage = $28, connections = $29,
             free_from = $30, capacity_words = $31, open_to = $32, web = $33, sealed_from = $34,
             logo = $35, version = version + 1
         where id = $36 and version = $37",
    );
    let saved =
        bind_columns(query, member).bind(member.id.to_bytes()).bind(member.version).run().await?;
    if saved == 0 {
        return Err(StoreError::Stale);
    }
    remember_handle(tx, member).await?;
    tx.query("delete from intent where member = $1").bind(member.id.to_bytes()).run().await?;
    insert_intents(tx, member).await?;
    search::forget(tx, member.id).await?;
    search::add(tx, member).await
}

/// Forgets a member that nothing depends on yet: the undo of an import.
pub async fn delete(tx: &mut WriteTx, id: MemberId) -> Result<(), StoreError> {
    search::forget(tx, id).await?;
    for sql in [
        "delete from taken_back where member = $1",
        "delete from claim where contact = $1",
        "delete from intent where member = $1",
        "delete from logo where member = $1",
        "delete from handle where member = $1",
        "delete from not_for_us where member = $1",
        "delete from member where id = $1",
    ] {
        tx.query(sql).bind(id.to_bytes()).run().await?;
    }
    Ok(())
}

fn bind_columns<'c>(query: Query<'c>, member: &Member) -> Query<'c> {
    let profile = &member.profile;
    let said = |it: &Option<Dated<Line>>| it.as_ref().map(|it| it.said.as_str().to_owned());
    let since = |it: &Option<Dated<Line>>| it.as_ref().map(|it| it.at.0);
    let line = |it: &Option<Line>| it.as_ref().map(|it| it.as_str().to_owned());
    let joined = |it: Vec<String>| it.join(",");
    query
        .bind(member.handle.as_str())
        .bind(member.name.as_str())
        .bind(words::fold(member.name.as_str()))
        .bind(member.kind.wire())
        .bind(member.standing.wire())
        .bind(member.since.0)
        .bind(member.changed.0)
        .bind(member.visibility.to_text())
        .bind(line(&profile.line))
        .bind(profile.story.as_ref().map(|it| it.as_str()))
        .bind(said(&profile.perspective))
        .bind(since(&profile.perspective))
        .bind(profile.places.to_text())
        .bind(joined(profile.languages.iter().map(|it| it.code().to_owned()).collect()))
        .bind(profile.audience.tags.to_text())
        .bind(line(&profile.audience.words))
        .bind(profile.causes.to_text())
        .bind(profile.stakeholders.to_text())
        .bind(said(&profile.direction))
        .bind(since(&profile.direction))
        .bind(line(&profile.mission))
        .bind(profile.values.to_text())
        .bind(profile.style.to_text())
        .bind(profile.agenda.as_ref().map(|it| it.as_str()))
        .bind(profile.off_table.as_ref().map(|it| it.as_str()))
        .bind(profile.size.map(|it| it.wire()))
        .bind(profile.turnover.map(|it| it.wire()))
        .bind(profile.stage.map(|it| it.wire()))
        .bind(profile.connections.to_text())
        .bind(profile.capacity.free_from.map(|it| i64::from(it.0)))
        .bind(line(&profile.capacity.words))
        .bind(joined(profile.open_to.iter().map(|it| it.wire().to_owned()).collect()))
        .bind(profile.web.as_ref().map(|it| it.as_str()))
        .bind(joined(profile.sealed_from.iter().map(ToString::to_string).collect()))
        .bind(profile.logo.map(|it| it.to_bytes()))
}

/// An address that was once a member's stays its own: links to it go on working.
async fn remember_handle(tx: &mut WriteTx, member: &Member) -> Result<(), StoreError> {
    tx.query("insert into handle (handle, member) values ($1, $2) on conflict do nothing")
        .bind(member.handle.as_str())
        .bind(member.id.to_bytes())
        .run()
        .await?;
    let owner = tx
        .query("select member from handle where handle = $1")
        .bind(member.handle.as_str())
        .one()
        .await?;
    if owner.bytes("member")? == member.id.to_bytes() { Ok(()) } else { Err(StoreError::Taken) }
}

async fn insert_intents(tx: &mut WriteTx, member: &Member) -> Result<(), StoreError> {
    for (position, offer) in (0..).zip(&member.profile.offers) {
        insert_offer(tx, member.id, position, offer).await?;
    }
    for (position, need) in (0..).zip(&member.profile.needs) {
        insert_need(tx, member.id, position, need).await?;
    }
    Ok(())
}

const INSERT_INTENT: &str = "
    insert into intent (id, member, side, position, title, detail, tags, scope, reach, enjoyment,
        used_ourselves, need_when, fresh)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

async fn insert_offer(
    tx: &mut WriteTx,
    member: MemberId,
    position: i64,
    offer: &Offer,
) -> Result<(), StoreError> {
    tx.query(INSERT_INTENT)
        .bind(offer.id.to_bytes())
        .bind(member.to_bytes())
        .bind("offer")
        .bind(position)
        .bind(offer.title.as_str())
        .bind(offer.detail.as_ref().map(|it| it.as_str()))
        .bind(offer.tags.to_text())
        .bind(offer.scope.map(|it| it.wire()))
        .bind(offer.reach.map(|it| it.wire()))
        .bind(offer.enjoyment.map(|it| i64::from(it.get())))
        .bind(offer.used_ourselves)
        .bind(None::<&str>)
        .bind(offer.fresh.0)
        .run()
        .await?;
    Ok(())
}

async fn insert_need(
    tx: &mut WriteTx,
    member: MemberId,
    position: i64,
    need: &Need,
) -> Result<(), StoreError> {
    tx.query(INSERT_INTENT)
        .bind(need.id.to_bytes())
        .bind(member.to_bytes())
        .bind("need")
        .bind(position)
        .bind(need.title.as_str())
        .bind(need.detail.as_ref().map(|it| it.as_str()))
        .bind(need.tags.to_text())
        .bind(None::<&str>)
        .bind(None::<&str>)
        .bind(None::<i64>)
        .bind(false)
        .bind(need.when.wire())
        .bind(need.fresh.0)
        .run()
        .await?;
    Ok(())
}
