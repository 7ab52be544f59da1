//! Secrets that are given out once and kept as hashes: session cookies, links, codes, tokens.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// SHA-256, which suffices because every secret but the six-digit code has 256 bits of chance,
/// and the code is tried at most a few times before it is void.
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// SHA-256 of what a file holds, by which it is named.
pub fn hash_bytes(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
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
    text(mac(key, parts))
}

fn mac(key: &[u8], parts: &[&str]) -> [u8; 32] {
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
    outer.finalize().into()
}

/// Makes a text unreadable to who has not the server's key, with AES-256-GCM (NIST SP 800-38D)
/// under a key of its own for each `purpose`. Twelve bytes of chance are the nonce, so that two
/// are alike after thousands of millions only.
pub fn close(key: &[u8], purpose: &str, open: &str, chance: [u8; 32]) -> String {
    let mut nonce = [0; NONCE];
    nonce.copy_from_slice(&chance[..NONCE]);
    let payload = Payload { msg: open.as_bytes(), aad: purpose.as_bytes() };
    let closed = cipher(key, purpose).encrypt(&nonce.into(), payload);
    let closed = closed.expect("a text is far shorter than the 64 GB that fit");
    nonce.iter().chain(&closed).map(|it| format!("{it:02x}")).collect()
}

/// Reads what [`close`] wrote for the same purpose; `None` for anything else.
pub fn open(key: &[u8], purpose: &str, closed: &str) -> Option<String> {
    let hex = |i: usize| u8::from_str_radix(closed.get(i..i + 2)?, 16).ok();
    let bytes: Vec<u8> = (0..closed.len()).step_by(2).map(hex).collect::<Option<_>>()?;
    let (nonce, closed) = bytes.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: closed, aad: purpose.as_bytes() };
    let open = cipher(key, purpose).decrypt(&(*nonce).into(), payload).ok()?;
    String::from_utf8(open).ok()
}

/// The bytes of a nonce of AES-GCM.
const NONCE: usize = 12;

fn cipher(key: &[u8], purpose: &str) -> Aes256Gcm {
    Aes256Gcm::new(&mac(key, &["close", purpose]).into())
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

    #[test]
    fn what_is_closed_opens_with_its_key_and_purpose_alone() {
        let closed = close(b"key", "letters", "the code is 042917", [7; 32]);
        assert!(!closed.contains("042917"));
        assert_eq!(open(b"key", "letters", &closed).as_deref(), Some("the code is 042917"));
        assert_eq!(open(b"other", "letters", &closed), None);
        assert_eq!(open(b"key", "lessons", &closed), None);
        let changed =
            closed.replace(&closed[40..42], if &closed[40..42] == "00" { "01" } else { "00" });
        for broken in ["", "0", "00", "zz", "é", &closed[2..], &changed] {
            assert_eq!(open(b"key", "letters", broken), None, "{broken}");
        }
        assert_ne!(close(b"key", "letters", "the code is 042917", [8; 32]), closed);
    }
}
