//! What stands beside a name: the member's logo, or the flag that is drawn from its id.

use domain::kernel::id::LogoId;
use domain::members::member::Member;

use crate::flag::Flag;

/// A mark. Templates draw it with `mark::of(mark, size)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The flag.
    pub flag: Flag,
    /// Where the logo is, if there is one.
    pub logo: Option<String>,
}

impl Mark {
    /// The mark of a member, as far as it was cut down to what its reader may see.
    #[must_use]
    pub fn of(member: &Member) -> Self {
        let logo = member.profile.logo.map(|it| address(member.handle.as_str(), it));
        Self { flag: Flag::of(member.id.bits()), logo }
    }

    /// A flag, as long as there is no logo.
    #[must_use]
    pub fn flag(id: u128) -> Self {
        Self { flag: Flag::of(id), logo: None }
    }
}

/// Where the logo of a member is: another picture has another address, so that this one can be
/// kept by browsers for ever.
#[must_use]
pub fn address(handle: &str, logo: LogoId) -> String {
    format!("/@{handle}/logo/{}", file_name(logo))
}

/// The last part of its address.
#[must_use]
pub(crate) fn file_name(logo: LogoId) -> String {
    format!("{:032x}.webp", logo.bits())
}

/// The logo whose address ends like this.
pub(crate) fn parse(file: &str) -> Option<LogoId> {
    let digits = file.strip_suffix(".webp")?;
    let plain = digits.len() == 32 && digits.bytes().all(|it| it.is_ascii_hexdigit());
    let bits = plain.then(|| u128::from_str_radix(digits, 16).ok()).flatten()?;
    Some(LogoId::from_bits(bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_and_others_lead_nowhere() {
        let logo = LogoId::from_bits(0xab);
        let address = address("quay-stories", logo);
        assert_eq!(address, "/@quay-stories/logo/000000000000000000000000000000ab.webp");
        assert_eq!(parse(address.rsplit('/').next().unwrap()), Some(logo));
        for other in ["", ".webp", "ab.webp", "000000000000000000000000000000ab.svg"] {
            assert_eq!(parse(other), None, "{other}");
        }
        assert_eq!(parse(&format!("+{:031x}.webp", 1)), None);
    }
}
