//! Who may do what. Asked once per act, from this one table; `tests/doors.rs` goes through it
//! line by line with every kind of person.

use domain::kernel::id::MemberId;
use domain::kernel::who::{Actor, Who};

use crate::error::ActionError;

/// Who may do an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Anyone, signed in or not. What they see of it is a matter of visibility.
    Anyone,
    /// Whoever has signed in.
    Person,
    /// Whoever acts for a member that has joined. To others the thing does not exist.
    Member,
    /// Whoever acts for the member, candidate or contact in question.
    Own,
    /// Whoever acts for a member that is, was or may become a party of the relationship in
    /// question, as far as its rules say. To others, stewards included, it does not exist: the
    /// action loads it for them alone.
    Party,
    /// Whoever looks after the server.
    Steward,
}

macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident: $rule:ident;)*) => {
        /// Everything one can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Act {
            $($(#[$doc])* $act,)*
        }

        impl Act {
            /// Every act with its rule.
            pub const TABLE: &'static [(Act, Rule)] = &[$((Act::$act, Rule::$rule),)*];

            /// Who may do it.
            pub const fn rule(self) -> Rule {
                match self { $(Act::$act => Rule::$rule,)* }
            }
        }
    };
}

acts! {
    /// Name the alliance with the code that the server printed.
    SetUp: Anyone;
    /// Come in with an invitation.
    Join: Anyone;
    /// Read what the alliance says about itself, and what it said before.
    ReadAlliance: Anyone;
    /// Change what the alliance says about itself, and bring earlier words back.
    ChangeAlliance: Member;
    /// Invite somebody.
    Invite: Member;
    /// See the open invitations of one's member.
    ReadInvitations: Member;
    /// Take an invitation of one's member back.
    TakeInvitationBack: Member;
    /// See who asks to join, and what members say.
    ReadCandidates: Member;
    /// Ask to talk with a candidate before they are in.
    Object: Member;
    /// See how one's own question to join stands.
    ReadMyCandidacy: Person;
    /// Show who one is: with a passkey, a code or a link.
    SignIn: Anyone;
    /// Read and change one's own name, address and time zone.
    ChangeMyself: Person;
    /// Choose for which of one's members one acts on this device.
    ChangeHat: Person;
    /// Stop acting for a member.
    LeaveTeam: Person;
    /// See where one is signed in, and sign devices out.
    ManageDevices: Person;
    /// Add and remove one's passkeys.
    ManagePasskeys: Person;
    /// Make and take back access tokens for one's programs.
    ManageTokens: Person;
    /// See who acts for a member.
    ReadTeam: Own;
    /// Make a link that signs a person of the same member in.
    LinkForFellow: Own;
    /// Find partners, and say about a suggestion that it is not for us.
    Find: Member;
    /// See with whom one's member is in touch, who said hello, and what was passed on.
    ListRelationships: Member;
    /// Say hello to another member.
    SayHello: Member;
    /// Read a relationship and its history.
    ReadRelationship: Party;
    /// Answer a hello, or take one's own back.
    AnswerHello: Party;
    /// Propose a step.
    ProposeStep: Party;
    /// Answer a proposal, or take one's own back.
    AnswerStep: Party;
    /// Leave a relationship, alone.
    LeaveRelationship: Party;
    /// Write what one gives and wants, and since when they know each other.
    DescribeRelationship: Party;
    /// Say something to the other parties.
    WriteMessage: Party;
    /// Note what the parties did.
    RecordInteraction: Party;
    /// Look at how it goes, and choose when.
    HoldReview: Party;
    /// Pass an opportunity or a member on to a partner.
    Introduce: Member;
    /// Answer what was passed on.
    AnswerIntroduction: Party;
    /// Have an address for one's calendar of reviews.
    ManageCalendar: Person;
    /// Read a member's page.
    ReadMember: Anyone;
    /// Change what a member says about itself.
    DescribeMember: Own;
    /// Choose the picture that a member shows instead of its flag.
    ChangeLogo: Own;
    /// Look through the members where the directory is not open to everyone, and at candidates.
    ListMembers: Member;
    /// List somebody outside as a contact.
    ListContact: Member;
    /// Change or take off what is listed about a contact.
    DescribeContact: Member;
    /// Say that a listed contact is one's own.
    ClaimContact: Anyone;
    /// Read and answer who says so.
    AnswerClaim: Member;
    /// Read notes, each as far as it went.
    ReadNotes: Anyone;
    /// See the stream of one's member.
    ReadHome: Member;
    /// Tell something.
    Tell: Member;
    /// Change the words of a note, say what came of a probe, take it back.
    ChangeNote: Own;
    /// Move a note outward or inward.
    MoveNote: Own;
    /// Say something about a note.
    Comment: Member;
    /// Say that one used what a note says.
    UseNote: Member;
    /// Keep circles.
    KeepCircles: Member;
    /// Leave the alliance, and come back.
    LeaveAlliance: Own;
    /// Read what changed in a member's profile, and who changed it.
    ReadHistory: Own;
    /// Import a file of members, and see and undo one's own imports.
    ImportMembers: Member;
    /// Take the members out as a file, as far as one sees them.
    ExportMembers: Member;
    /// Take one's own data out.
    ExportOwn: Person;
}

/// Asks the table. `about` is the member in question, for [`Rule::Own`].
///
/// # Errors
/// [`ActionError::SignIn`] to guests who might be allowed, [`ActionError::NotFound`] when they may
/// not know, [`ActionError::Refused`] when they know of it and may not.
pub fn may(who: Who, act: Act, about: Option<MemberId>) -> Result<Option<Actor>, ActionError> {
    let rule = act.rule();
    let Some(actor) = who.actor() else {
        return if rule == Rule::Anyone { Ok(None) } else { Err(ActionError::SignIn) };
    };
    let allowed = match rule {
        Rule::Anyone | Rule::Person => true,
        Rule::Member | Rule::Party => who.member().is_some(),
        Rule::Own => about.is_some_and(|it| who.acts_for(it)),
        Rule::Steward => actor.steward,
    };
    match (allowed, rule) {
        (true, _) => Ok(Some(actor)),
        (false, Rule::Own) => {
            Err(ActionError::Refused("only the people of this member can do that"))
        }
        (false, Rule::Steward) => Err(ActionError::NotFound("page")),
        (false, _) => Err(ActionError::Refused("this is for members; you are in once they agree")),
    }
}

/// As [`may`], and answers the actor, who is known then.
///
/// # Errors
/// As [`may`]; also [`ActionError::SignIn`] for a guest where anyone may.
pub fn must(who: Who, act: Act, about: Option<MemberId>) -> Result<Actor, ActionError> {
    may(who, act, about)?.ok_or(ActionError::SignIn)
}
