//! Pages in the words of schema.org, for programs: a block of JSON-LD in the head. It is data, not
//! a script, so the content security policy has nothing to forbid (HTML, "prepare the script
//! element": a block of another type than JavaScript ends before the policy is asked).

use serde_json::Value;

/// The text of such a block. No `<` is left in it, so that nothing in it can end the block.
pub fn text(data: &Value) -> String {
    data.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_ends_the_block() {
        let text = text(&json!({ "name": "</script><script>alert(1)</script>" }));
        assert!(!text.contains('<'));
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["name"], "</script><script>alert(1)</script>");
    }
}
