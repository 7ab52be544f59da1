//! What the demo shows to whoever signs in.

use std::sync::Arc;

use actions::fit::{FindQuery, Slice, answer, find};
use actions::{App, Config};
use domain::fit::{Purpose, Refusal, TalkAbout, Verdict};
use domain::kernel::who::Who;
use domain::members::parts::Standing;

use super::making;
use crate::clock;

async fn made() -> (App, Who) {
    let store = store::testing::fresh(store::testing::Engine::Sqlite).await.unwrap().unwrap();
    let base_url = "http://localhost:4747".to_owned();
    let config = Config { base_url, mail: false, behind_proxy: false };
    let app = App::new(store, Arc::new(clock::now), Arc::new(clock::chance), config).await.unwrap();
    let who = making::make(&app).await.unwrap();
    (app, who)
}

async fn verdict(app: &App, who: Who, handle: &str, purpose: Purpose) -> Verdict {
    answer(app, who, handle, purpose).await.unwrap().answer.verdict
}

/// The story is told so that a newcomer meets every kind of answer.
#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_answer_is_there() {
    let (app, who) = made().await;
    for (handle, purpose, expected) in [
        ("quay-stories", Purpose::Together, Verdict::Strong),
        ("northlight-data", Purpose::Together, Verdict::Strong),
        ("severn-media-group", Purpose::Together, Verdict::Good),
        ("second-bloom", Purpose::Together, Verdict::WorthAChat),
        ("pageworks", Purpose::Together, Verdict::Refused),
        ("fastlane-growth", Purpose::Together, Verdict::Refused),
        ("clyde-print-studio", Purpose::Learn, Verdict::Strong),
        ("weir-daughters", Purpose::Mentored, Verdict::Good),
    ] {
        assert_eq!(verdict(&app, who, handle, purpose).await, expected, "{handle} {purpose}");
    }

    let why =
        async |handle: &str| answer(&app, who, handle, Purpose::Together).await.unwrap().answer;
    let refused = why("pageworks").await.refused_because;
    assert!(matches!(refused[..], [Refusal::Competitor { .. }]), "{refused:?}");
    let refused = why("fastlane-growth").await.refused_because;
    assert!(matches!(refused[..], [Refusal::StyleVeto { .. }]), "{refused:?}");
    let talk = why("severn-media-group").await.talk_about;
    let uneven = |it: &TalkAbout| matches!(it, TalkAbout::Uneven { significant: true, .. });
    assert!(talk.iter().any(uneven), "{talk:?}");

    let mut tx = app.store.read().await.unwrap();
    let listed = store::members::count(&mut tx, Standing::Contact).await.unwrap();
    assert!(listed > 280, "the directory is listed: {listed}");
    drop(tx);

    let query = FindQuery::of(Purpose::Together);
    let found = find(&app, who, &query, Slice { after: None, size: 9 }).await.unwrap();
    assert_eq!(found.found.len(), 9);
    assert_eq!(found.peers.first.len(), 2, "two do the same work for the same people");
}
