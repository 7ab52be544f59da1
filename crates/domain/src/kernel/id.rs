//! Typed ids: a [`MemberId`] can never be passed where a [`PersonId`] is meant.

use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// Makes an id from 128 bits that the caller drew (UUIDv7: time first, then chance).
            pub const fn from_bits(bits: u128) -> Self {
                Self(bits)
            }

            /// The bits, for storing and for drawing a flag.
            pub const fn bits(self) -> u128 {
                self.0
            }

            /// The 16 bytes the store keeps, most significant first, so that they sort by time.
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0.to_be_bytes()
            }

            /// Reads what [`Self::to_bytes`] wrote; `None` unless there are 16 bytes.
            pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(|it| Self(u128::from_be_bytes(it)))
            }

            /// Reads the hyphenated text that [`fmt::Display`] writes; `None` for anything else.
            pub fn parse(text: &str) -> Option<Self> {
                let digits: String = text.chars().filter(|it| *it != '-').collect();
                let id = u128::from_str_radix(&digits, 16).ok().map(Self)?;
                (id.to_string() == text).then_some(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let hex = format!("{:032x}", self.0);
                let (a, b, c) = (&hex[..8], &hex[8..12], &hex[12..16]);
                write!(f, "{a}-{b}-{c}-{}-{}", &hex[16..20], &hex[20..])
            }
        }
    )*};
}

ids! {
    /// A human being who can sign in.
    PersonId;
    /// An organisation or free agent, with people who act for it.
    MemberId;
    /// Something a member offers.
    OfferId;
    /// Something a member needs.
    NeedId;
    /// One signed-in device.
    SessionId;
    /// One passkey of a person.
    PasskeyId;
    /// One access token of a person, for programs.
    TokenId;
    /// One way in: a link or a named invitation.
    InvitationId;
    /// Somebody's word that a listed contact is theirs.
    ClaimId;
    /// One file of members that was imported.
    BatchId;
    /// One picture that a member shows for itself: half of the SHA-256 of its file, so that the
    /// same picture has the same id.
    LogoId;
    /// A tie between two or more members.
    RelationshipId;
    /// Something that was proposed within a relationship.
    StepId;
    /// Something one party gives another.
    ValueId;
    /// Something the parties of a relationship did.
    InteractionId;
    /// A line of the conversation between the parties.
    MessageId;
    /// One party's part of a review.
    ReviewId;
    /// Something or somebody that was passed on.
    IntroductionId;
    /// Something that was narrated: a note, a lesson or a probe.
    NoteId;
    /// Something that was said about a note.
    CommentId;
    /// A named set of members that notes are written for.
    CircleId;
    /// A file that hangs on a note.
    FileId;
    /// One thing that happened.
    EventId;
}

/// Writes a UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then `chance`, with the version
/// and variant bits in their places. Pure: the caller reads the clock and draws the chance.
pub const fn uuid_v7(unix_ms: u64, chance: u128) -> u128 {
    let time = (unix_ms as u128 & 0xffff_ffff_ffff) << 80;
    let kept = chance & 0x0000_0000_0000_0fff_3fff_ffff_ffff_ffff;
    time | kept | (0x7 << 76) | (0b10 << 62)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_text_and_its_bytes() {
        let id = MemberId::from_bits(uuid_v7(1_750_000_000_000, u128::MAX));
        assert_eq!(id.to_string(), "01977420-dc00-7fff-bfff-ffffffffffff");
        assert_eq!(MemberId::parse(&id.to_string()), Some(id));
        assert_eq!(MemberId::from_bytes(&id.to_bytes()), Some(id));
    }

    #[test]
    fn other_texts_are_no_id() {
        for text in ["", "7", "01977420dc007fffbfffffffffffffff", "not-an-id", "０"] {
            assert_eq!(MemberId::parse(text), None, "{text}");
        }
        assert_eq!(MemberId::from_bytes(&[1, 2, 3]), None);
    }
}
