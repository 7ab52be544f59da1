//! The description of the API that is committed is the one the server gives.

#![cfg(test)]

#[test]
fn the_committed_description_is_true() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let current = web::api::description();
    assert!(committed == current, "docs/openapi.json is stale; run `cargo xtask openapi`");
}
