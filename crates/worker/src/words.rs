//! What letters say: plain text, plain words.

use actions::letters::Letter;

/// A letter in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// The words of a letter.
pub fn of(letter: &Letter) -> Words {
    let (subject, text) = match letter {
        Letter::SignInCode { alliance, code } => (
            format!("{code} is your code for {alliance}"),
            format!(
                "Hello,\n\nyour code to sign in to {alliance} is:\n\n    {code}\n\nIt is good for \
                 10 minutes, and for once. If you did not ask for it, somebody probably mistyped \
                 their address; nothing has happened, and you need not do anything.\n"
            ),
        ),
        Letter::AddressCode { alliance, code } => (
            format!("{code} is your code for {alliance}"),
            format!(
                "Hello,\n\nsomebody would like to use this address to sign in to {alliance}. If \
                 that is you, the code is:\n\n    {code}\n\nIt is good for 10 minutes. If it is \
                 not you, you need not do anything: without the code nothing changes.\n"
            ),
        ),
        Letter::Invitation { alliance, from, link, into } => {
            let doing = into.as_ref().map_or_else(
                || format!("invites you to join {alliance}"),
                |member| format!("invites you to act for {member} in {alliance}"),
            );
            (
                format!("{from} {doing}"),
                format!(
                    "Hello,\n\n{from} {doing}.\n\nThis is your way in:\n\n    {link}\n\nYou need \
                     no password. If this is not for you, you need not do anything.\n"
                ),
            )
        }
    };
    Words { subject, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_has_what_its_reader_needs() {
        let (alliance, code) = ("Tideway".to_owned(), "042917".to_owned());
        let words = of(&Letter::SignInCode { alliance: alliance.clone(), code: code.clone() });
        assert_eq!(words.subject, "042917 is your code for Tideway");
        assert!(words.text.contains("\n    042917\n"), "{}", words.text);
        let words = of(&Letter::AddressCode { alliance: alliance.clone(), code });
        assert!(words.text.contains("\n    042917\n"), "{}", words.text);
        let words = of(&Letter::Invitation {
            alliance,
            from: "Ife Adeyemi".to_owned(),
            link: "https://t.example/join/x".to_owned(),
            into: Some("Quay Stories".to_owned()),
        });
        assert_eq!(words.subject, "Ife Adeyemi invites you to act for Quay Stories in Tideway");
        assert!(words.text.contains("\n    https://t.example/join/x\n"), "{}", words.text);
    }
}
