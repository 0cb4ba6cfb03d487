//! A recording that is left on for days keeps the newest logins, whole, and says how many it let go.

use std::collections::BTreeSet;

use http::CaptureEvent;
use lint::Session;
use oauth_lens_tests::{events_of, hostile, request_of};

/// More than may be kept.
const LOGINS: usize = 1_100;

struct Left {
    session: Session,
    events: Vec<CaptureEvent>,
    forgotten: BTreeSet<String>,
    evicted: u32,
}

fn left_on(logins: usize) -> Left {
    let recording = hostile::exchanges(&hostile::logins(logins));
    let events: Vec<CaptureEvent> = events_of(&recording, "r").into_iter().map(|(_, event)| event).collect();
    let mut session = Session::new();
    let (mut forgotten, mut evicted) = (BTreeSet::new(), 0);
    for some in events.chunks(40) {
        let ingested = session.ingest(some.to_vec());
        forgotten.extend(ingested.forget);
        evicted += ingested.evicted;
    }
    Left { session, events, forgotten, evicted }
}

fn logins(session: &Session) -> Vec<serde_json::Value> {
    let report = report::report(session, &[], None);
    report.logins.iter().map(|login| serde_json::to_value(login).unwrap()).collect()
}

#[test]
fn the_oldest_logins_go_whole_and_are_counted() {
    let few = left_on(2);
    let many = left_on(LOGINS);
    assert_eq!((few.evicted, few.forgotten.len()), (0, 0));
    let kept = logins(&many.session);
    assert!(many.evicted > 0);
    assert_eq!(many.session.forgotten(), many.evicted);
    assert_eq!(kept.len() + many.evicted as usize, LOGINS);
    let oldest = many.events.iter().find_map(request_of).unwrap();
    let newest = many.events.iter().rev().find_map(request_of).unwrap();
    assert!(many.forgotten.contains(oldest) && !many.forgotten.contains(newest));
    let whole = logins(&few.session)[0]["messages"].as_array().unwrap().len();
    for login in &kept {
        assert_eq!(login["messages"].as_array().unwrap().len(), whole, "{login}");
    }
}

#[test]
fn what_the_log_kept_gives_the_same_view_after_a_restart() {
    let Left { session, events, forgotten, .. } = left_on(LOGINS);
    let log: Vec<CaptureEvent> = events
        .into_iter()
        .filter(|event| request_of(event).is_none_or(|request| !forgotten.contains(request)))
        .collect();
    let mut resumed = Session::resumed(session.forgotten());
    let evicted = resumed.ingest(log).evicted;
    assert_eq!(evicted, 0);
    assert_eq!(logins(&resumed), logins(&session));
}
