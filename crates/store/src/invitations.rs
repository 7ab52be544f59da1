//! Ways in that members made: links for several, and invitations for one person.

use domain::alliance::joining::Invitation;
use domain::kernel::id::{InvitationId, MemberId, PersonId};
use domain::kernel::text::{Email, Name};
use domain::kernel::time::Time;

use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// Remembers a new invitation.
pub async fn insert(tx: &mut WriteTx, invitation: &Invitation) -> Result<(), StoreError> {
    tx.query(
        "insert into invitation (id, by_person, by_member, for_name, email, into_member, hash,
             uses_max, uses, at, until, withdrawn)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(invitation.id.to_bytes())
    .bind(invitation.by.map(PersonId::to_bytes))
    .bind(invitation.by_member.map(MemberId::to_bytes))
    .bind(invitation.to.as_ref().map(|it| it.as_str()))
    .bind(invitation.email.as_ref().map(|it| it.as_str()))
    .bind(invitation.into.map(MemberId::to_bytes))
    .bind(invitation.hash)
    .bind(invitation.uses_max)
    .bind(invitation.uses)
    .bind(invitation.at.0)
    .bind(invitation.until.0)
    .bind(invitation.withdrawn)
    .run()
    .await?;
    Ok(())
}

/// The invitation whose code has this hash.
pub async fn with_hash(tx: &mut ReadTx, hash: [u8; 32]) -> Result<Option<Invitation>, StoreError> {
    let query = tx.query("select * from invitation where hash = $1");
    query.bind(hash).first().await?.map(|it| read(&it)).transpose()
}

/// The invitation with this id.
pub async fn find(tx: &mut ReadTx, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
    let query = tx.query("select * from invitation where id = $1");
    query.bind(id.to_bytes()).first().await?.map(|it| read(&it)).transpose()
}

/// Remembers that it was used once more, and whether it was taken back. `uses_before` is how
/// often it was used when it was loaded: two who use the last place at once do not both get it.
///
/// # Errors
/// [`StoreError::Stale`] if someone else was faster.
pub async fn save(
    tx: &mut WriteTx,
    invitation: &Invitation,
    uses_before: i64,
) -> Result<(), StoreError> {
    let saved = tx
        .query("update invitation set uses = $1, withdrawn = $2 where id = $3 and uses = $4")
        .bind(invitation.uses)
        .bind(invitation.withdrawn)
        .bind(invitation.id.to_bytes())
        .bind(uses_before)
        .run()
        .await?;
    if saved == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

/// A member's invitations made before `before` that still let somebody in at `now`, newest first.
pub async fn open_of_member(
    tx: &mut ReadTx,
    member: MemberId,
    now: Time,
    before: InvitationId,
    limit: i64,
) -> Result<Vec<Invitation>, StoreError> {
    let rows = tx
        .query(
            "select * from invitation
             where by_member = $1 and id < $2 and withdrawn = 0 and until > $3 and uses < uses_max
             order by id desc limit $4",
        )
        .bind(member.to_bytes())
        .bind(before.to_bytes())
        .bind(now.0)
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Invitation, StoreError> {
    let corrupt = |what| StoreError::Corrupt { table: "invitation", what };
    let member = |column: &'static str| {
        let bytes = row.bytes_or_none(column)?;
        bytes.map(|it| MemberId::from_bytes(&it).ok_or(corrupt(column))).transpose()
    };
    let person = row.bytes_or_none("by_person")?;
    let (name, email) = (row.text_or_none("for_name")?, row.text_or_none("email")?);
    Ok(Invitation {
        id: InvitationId::from_bytes(&row.bytes("id")?).ok_or(corrupt("id"))?,
        by: person.map(|it| PersonId::from_bytes(&it).ok_or(corrupt("by_person"))).transpose()?,
        by_member: member("by_member")?,
        to: name.map(|it| Name::parse(&it).map_err(|_| corrupt("for_name"))).transpose()?,
        email: email.map(|it| Email::parse(&it).map_err(|_| corrupt("email"))).transpose()?,
        into: member("into_member")?,
        hash: row.bytes("hash")?.try_into().map_err(|_| corrupt("hash"))?,
        uses_max: row.int("uses_max")?,
        uses: row.int("uses")?,
        at: Time(row.int("at")?),
        until: Time(row.int("until")?),
        withdrawn: row.flag("withdrawn")?,
    })
}
