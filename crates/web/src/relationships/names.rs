//! What parties are called, and sentences that name several of them.

use actions::relationships::read::Members;
use domain::kernel::id::MemberId;

use crate::flag::Flag;
use crate::mark::Mark;

/// What a member is called on a page; `me` is “You”.
pub fn name(members: &Members, me: MemberId, id: MemberId) -> String {
    if id == me {
        return "You".to_owned();
    }
    plain(members, id)
}

/// What a member is called.
pub fn plain(members: &Members, id: MemberId) -> String {
    members.get(&id).map_or("Somebody".to_owned(), |it| it.name.to_string())
}

/// Where a member's page is.
pub fn handle(members: &Members, id: MemberId) -> String {
    members.get(&id).map(|it| it.handle.to_string()).unwrap_or_default()
}

/// What stands beside a member's name.
pub fn mark(members: &Members, id: MemberId) -> Mark {
    members.get(&id).map_or(Mark { flag: Flag::of(id.bits()), logo: None }, Mark::of)
}

/// `Ana`, `Ana and Ben`, `Ana, Ben and Cleo`.
pub fn joined(names: &[String]) -> String {
    match names {
        [] => "nobody else".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The paragraphs of a text.
pub fn paragraphs(text: &str) -> Vec<String> {
    let all = text.split("\n\n").map(str::trim).filter(|it| !it.is_empty());
    all.map(str::to_owned).collect()
}

/// What an act answers that came too late: the same as a rule that says no, so that it stands
/// above the form and what was typed is kept.
pub fn told(error: actions::ActionError) -> actions::ActionError {
    match error {
        actions::ActionError::Stale => {
            actions::ActionError::field("", "someone changed this a moment ago; please look again")
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_as_one_says_them() {
        let names = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        assert_eq!(joined(&names(&["Ana"])), "Ana");
        assert_eq!(joined(&names(&["Ana", "Ben", "Cleo"])), "Ana, Ben and Cleo");
        assert_eq!(paragraphs("one\n\n\n two"), ["one", "two"]);
    }
}
