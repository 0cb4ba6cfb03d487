//! A session is a deterministic fold: however a recording is cut, replayed or mixed, the diagnosis is the same.

use std::collections::BTreeSet;

use http::{CaptureEvent, EventBody};
use lint::Session;
use oauth_lens_tests::{diagnosis, events_of, expand, transcripts};
use proptest::prelude::*;

/// The first firing transcript of every rule whose login a browser sees.
fn recordings() -> Vec<(&'static str, Vec<http::Exchange>)> {
    lint::catalogue()
        .iter()
        .filter_map(|rule| {
            let transcript = expand(transcripts(rule.page, "Fires").first()?);
            let exchanges = http::readers::read(transcript.as_bytes()).ok()?.exchanges;
            let by_browser = exchanges.iter().all(|exchange| exchange.started.is_some());
            by_browser.then_some((rule.id, exchanges))
        })
        .collect()
}

fn request_of(event: &CaptureEvent) -> Option<&str> {
    match event {
        CaptureEvent::RequestStarted { request, .. }
        | CaptureEvent::RequestSent { request, .. }
        | CaptureEvent::ResponseStarted { request, .. }
        | CaptureEvent::Redirected { request, .. }
        | CaptureEvent::Completed { request, .. }
        | CaptureEvent::Failed { request, .. } => Some(request),
        CaptureEvent::Content { .. } | CaptureEvent::TabOpened { .. } | CaptureEvent::Navigated { .. } | CaptureEvent::TabClosed { .. } => None,
    }
}

fn view(session: &Session) -> String {
    serde_json::to_string(&report::view(session).logins).unwrap()
}

#[test]
fn one_batch_and_single_events_and_a_log_without_the_forgotten_give_the_same_view() {
    for (rule, exchanges) in recordings() {
        let events: Vec<CaptureEvent> = events_of(&exchanges, "r").into_iter().map(|(_, event)| event).collect();
        let mut batch = Session::new();
        batch.ingest(events.clone());
        let mut single = Session::new();
        let mut forgotten = BTreeSet::new();
        for event in events.clone() {
            forgotten.extend(single.ingest(vec![event]).forget);
        }
        assert_eq!(view(&batch), view(&single), "{rule}");
        let mut replayed = Session::new();
        replayed.ingest(events.into_iter().filter(|e| request_of(e).is_none_or(|id| !forgotten.contains(id))).collect());
        assert_eq!(view(&single), view(&replayed), "{rule}: after a restart");
    }
}

#[test]
fn a_live_login_gets_the_diagnosis_of_the_recorded_one() {
    for (rule, exchanges) in recordings() {
        let mut live = Session::new();
        live.ingest(events_of(&exchanges, "r").into_iter().map(|(_, event)| event).collect());
        let mut recorded = Session::new();
        recorded.import(exchanges);
        let roots = |session: &Session| -> Vec<Option<&str>> {
            session.logins().iter().map(|login| login.diagnosis.root_cause().map(|f| f.rule.id)).collect()
        };
        assert_eq!(roots(&live), roots(&recorded), "{rule}\n{}\n{}", diagnosis(&live), diagnosis(&recorded));
    }
}

#[test]
fn every_prefix_gives_a_view() {
    for (_, exchanges) in recordings() {
        let mut session = Session::new();
        for (_, event) in events_of(&exchanges, "r") {
            session.ingest(vec![event]);
            assert!(!view(&session).is_empty());
        }
    }
}

#[test]
fn nothing_is_kept_of_what_plays_no_role() {
    let noise = |url: &str, resource: &str| CaptureEvent::RequestStarted {
        request: url.to_owned(),
        time: 1_795_427_000_000.0,
        method: "GET".to_owned(),
        url: url.to_owned(),
        resource: resource.to_owned(),
        tab: 1,
        frame: 0,
        initiator: None,
        container: None,
        body: EventBody::None,
    };
    let urls = [
        "https://shop.example/cart?code=SUMMER25&state=CA",
        "https://www.example-analytics.com/collect?client_id=12345.678&v=2",
        "https://shop.example/search?scope=all&state=open",
        "https://shop.example/oauth-is-great.html",
    ];
    let mut session = Session::new();
    for url in urls {
        session.ingest(vec![noise(url, "main_frame")]);
        let done = CaptureEvent::Completed { request: url.to_owned(), time: 1_795_427_000_100.0, status: 200, from_cache: false };
        let ingested = session.ingest(vec![done]);
        assert_eq!(ingested.forget, [url], "it is forgotten at once");
        assert!(!ingested.changed);
    }
    assert!(session.logins().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Two logins in two tabs, their events mixed in any way that keeps the order of each.
    #[test]
    fn any_interleaving_of_two_logins_gives_the_same_two(a in 0..33usize, b in 0..33usize, order in prop::collection::vec(any::<bool>(), 0..80)) {
        let all = recordings();
        let (_, first) = &all[a % all.len()];
        let (_, second) = &all[b % all.len()];
        let unique = |exchanges: &[http::Exchange], tab: i64, name: &str| -> Vec<CaptureEvent> {
            events_of(exchanges, name).into_iter().map(|(_, event)| in_its_own_world(event, tab, name)).collect()
        };
        let (left, right) = (unique(first, 1, "a"), unique(second, 2, "b"));
        let alone = |events: &[CaptureEvent]| {
            let mut session = Session::new();
            session.ingest(events.to_vec());
            roots(&session)
        };
        let mut expected = [alone(&left), alone(&right)].concat();
        let mut session = Session::new();
        let (mut l, mut r) = (left.into_iter(), right.into_iter());
        for take_left in order {
            session.ingest(if take_left { l.next() } else { r.next() }.into_iter().collect());
        }
        session.ingest(l.chain(r).collect());
        let mut found = roots(&session);
        expected.sort();
        found.sort();
        prop_assert_eq!(found, expected, "{}", diagnosis(&session));
    }
}

fn roots(session: &Session) -> Vec<Option<&'static str>> {
    session.logins().iter().map(|login| login.diagnosis.root_cause().map(|finding| finding.rule.id)).collect()
}

/// Another tab, and other values for everything that tells two logins apart.
fn in_its_own_world(mut event: CaptureEvent, own_tab: i64, name: &str) -> CaptureEvent {
    let own = |text: &str| {
        text.replace(".example.com", &format!(".{name}.example.com"))
            .replace("state=", &format!("state={name}"))
            .replace("code=", &format!("code={name}"))
    };
    match &mut event {
        CaptureEvent::RequestStarted { url, tab, initiator, body, .. } => {
            if let EventBody::Text { text } = body {
                *text = own(text);
            }
            *url = own(url);
            *tab = own_tab;
            *initiator = initiator.as_deref().map(own);
        }
        CaptureEvent::Redirected { location, headers, .. } => {
            *location = own(location);
            headers.iter_mut().for_each(|(_, value)| *value = own(value));
        }
        CaptureEvent::RequestSent { headers, .. } | CaptureEvent::ResponseStarted { headers, .. } => {
            headers.iter_mut().for_each(|(_, value)| *value = own(value));
        }
        CaptureEvent::Content { url, .. } => *url = own(url),
        CaptureEvent::Completed { .. } | CaptureEvent::Failed { .. } | CaptureEvent::TabOpened { .. } | CaptureEvent::Navigated { .. } | CaptureEvent::TabClosed { .. } => {}
    }
    event
}
