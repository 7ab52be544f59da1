use thiserror::Error;

/// Why something was not done; each says what holds now or what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Nobody to say hello to.
    #[error("please choose at least one other member")]
    Alone,
    /// More than fit at one table.
    #[error("please keep it to twelve members; a small group finds its way sooner")]
    TooMany,
    /// It has been answered already, or taken back.
    #[error("this was answered or taken back a moment ago; please look again")]
    Answered,
    /// Only those who belong to it can do that.
    #[error("only those who belong to it can do that")]
    NotIn,
    /// It does not go on just now.
    #[error("this is not possible as it stands now; please look again")]
    NotNow,
    /// There is an open question already.
    #[error("something is proposed already; please answer or take back that first")]
    StepOpen,
    /// What is proposed is so already.
    #[error("that is how it is already")]
    Already,
    /// A rung would be left out without a word.
    #[error("this leaves a rung out; please say in a sentence why")]
    SkipsWithoutWhy,
    /// A formal partnership is for partnerships.
    #[error("this step is for partnerships; please propose first that you are one")]
    NotAPartnership,
    /// A formal partnership would become something else without stepping down.
    #[error("please step down from the formal partnership first")]
    StillFormal,
    /// The one who proposed cannot do the others' part.
    #[error("you said yes to this already")]
    AgreedAlready,
    /// Only who proposed may take it back.
    #[error("only those who proposed this can take it back")]
    NotYours,
    /// Said no a short while ago.
    #[error("they said no a short while ago; please leave it to them to come back to you")]
    TooSoon,
    /// Nobody said since when.
    #[error("please say first since when you know each other")]
    NothingToConfirm,
    /// A day that is still to come.
    #[error("please choose a day that has been")]
    Future,
    /// A day that is over, or too far away.
    #[error("please choose a day from tomorrow on, within the next two years")]
    PastReview,
    /// Only who wrote a thing may take it back.
    #[error("only those who wrote this can take it back")]
    NotWriter,
    /// Passing a member on to itself.
    #[error("please choose two different members")]
    SameMember,
}
