//! Secrets that are given out once and kept as hashes: session cookies, links, codes, tokens.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// SHA-256, which suffices because every secret but the six-digit code has 256 bits of chance,
/// and the code is tried at most a few times before it is void.
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Compares two hashes in a time that does not depend on them.
pub fn same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.ct_eq(b).into()
}

/// Compares two texts in a time that depends on their length alone.
pub fn same_text(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

/// 64 hex digits, for a cookie, a link or a token.
pub fn text(chance: [u8; 32]) -> String {
    chance.iter().map(|it| format!("{it:02x}")).collect()
}

/// Six digits. 2^64 is so much larger than a million that no code is likelier than another by
/// more than a ten-billionth.
pub fn six_digits(chance: [u8; 32]) -> String {
    let mut eight = [0; 8];
    eight.copy_from_slice(&chance[..8]);
    format!("{:06}", u64::from_be_bytes(eight) % 1_000_000)
}

/// What proves that a form came from this server and this session: the hash of both with the
/// server's key.
pub fn seal(key: &[u8], parts: &[&str]) -> String {
    // HMAC (RFC 2104) over the parts, each with its length before it so that no two lists of
    // parts read alike.
    let mut padded = [0_u8; 64];
    padded[..key.len().min(64)].copy_from_slice(&key[..key.len().min(64)]);
    let mut inner = Sha256::new_with_prefix(padded.map(|it| it ^ 0x36));
    for part in parts {
        inner.update((part.len() as u64).to_be_bytes());
        inner.update(part.as_bytes());
    }
    let mut outer = Sha256::new_with_prefix(padded.map(|it| it ^ 0x5c));
    outer.update(inner.finalize());
    text(outer.finalize().into())
}

/// Whether a seal is the one for these parts.
pub fn is_sealed(key: &[u8], parts: &[&str], shown: &str) -> bool {
    same_text(&seal(key, parts), shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_six_digits() {
        assert_eq!(six_digits([0; 32]), "000000");
        assert_eq!(six_digits([0xff; 32]), format!("{:06}", u64::MAX % 1_000_000));
    }

    #[test]
    fn a_seal_is_for_its_parts_alone() {
        let seal = seal(b"key", &["ab", "c"]);
        assert!(is_sealed(b"key", &["ab", "c"], &seal));
        assert!(!is_sealed(b"key", &["a", "bc"], &seal));
        assert!(!is_sealed(b"other", &["ab", "c"], &seal));
        assert!(!is_sealed(b"key", &["ab", "c"], ""));
    }
}
