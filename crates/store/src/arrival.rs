//! What every page asks first, in one statement: the alliance, and whose device it is.

use domain::alliance::settings::Alliance;
use domain::kernel::time::Time;

use crate::alliance;
use crate::db::ReadTx;
use crate::error::StoreError;
use crate::people::{self, Session};

/// The alliance, and the session whose secret has this hash, as [`people::session`] finds it.
/// Nothing as long as the alliance has no name: nobody can have signed in before.
pub async fn read(
    tx: &mut ReadTx,
    hash: Option<[u8; 32]>,
    now: Time,
) -> Result<Option<(Alliance, Option<Session>)>, StoreError> {
    let row = tx
        .query(
            "select alliance.*, session.id as session, session.seen, session.until,
                 person.id as person, person.name as person_name, email, zone, steward,
                 person.since as person_since, member.id as member, handle,
                 member.name as member_name, standing, logo
             from alliance
             left join session on session.hash = $1 and session.until > $2
             left join person on person.id = session.person
             left join person_member on person_member.person = session.person
                 and person_member.member = session.member
             left join member on member.id = person_member.member
             where alliance.id = 1",
        )
        .bind(hash)
        .bind(now.0)
        .first()
        .await?;
    let Some(row) = row else { return Ok(None) };
    let is_signed_in = row.bytes_or_none("session")?.is_some();
    let session = is_signed_in.then(|| people::read_session(&row)).transpose()?;
    Ok(Some((alliance::read(&row)?, session)))
}
