//! A session is a deterministic fold: however a recording is cut, replayed or mixed, the diagnosis is the same.

use std::collections::BTreeSet;

use http::{CaptureEvent, EventBody};
use lint::Session;
use oauth_lens_tests::{Log, diagnosis, events_of, expand, request_of, transcripts};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// The first firing transcript of every rule whose login a browser sees.
fn recordings() -> Vec<(&'static str, Vec<http::Exchange>)> {
    let read = |rule: &'static lint::Rule| {
        Some((rule.id, exchanges_of(&transcripts(rule.page, "Fires").first()?.clone())?))
    };
    lint::catalogue().iter().copied().filter_map(read).collect()
}

fn exchanges_of(transcript: &str) -> Option<Vec<http::Exchange>> {
    let exchanges = http::readers::read(expand(transcript).as_bytes()).ok()?.exchanges;
    exchanges.iter().all(|exchange| exchange.started.is_some()).then_some(exchanges)
}

fn view(session: &Session) -> String {
    serde_json::to_string(&report::report(session, &[], None).logins).unwrap()
}

#[test]
fn one_batch_and_single_events_and_a_log_without_the_forgotten_give_the_same_view() {
    for (rule, exchanges) in recordings() {
        let events: Vec<CaptureEvent> =
            events_of(&exchanges, "r").into_iter().map(|(_, event)| event).collect();
        let mut batch = Session::new();
        batch.ingest(events.clone());
        let mut single = Session::new();
        let mut log = Log::default();
        for event in events {
            log.ingest(&mut single, vec![event]);
        }
        assert_eq!(view(&batch), view(&single), "{rule}");
        let (replayed, _) = log.replayed(0);
        assert_eq!(view(&single), view(&replayed), "{rule}: after a restart");
    }
}

#[test]
fn a_redirect_without_a_role_does_not_take_the_login_with_it() {
    // All hops of the chain have one webRequest id; only the last plays no role.
    let exchanges = exchanges_of(
        "> GET https://idp.example.com/authorize?response_type=code&client_id=app&state=s1\
         &redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb\n\
         < 302\n< Location: https://app.example.com/cb?code=c1&state=s2\n\n\
         > GET https://app.example.com/cb?code=c1&state=s2\n\
         < 302\n< Location: https://app.example.com/home\n\n\
         > GET https://app.example.com/home\n< 200\n",
    );
    let events = events_of(&exchanges.unwrap(), "r");
    let ids: BTreeSet<&str> = events.iter().filter_map(|(_, event)| request_of(event)).collect();
    assert_eq!(ids.len(), 1);
    let mut session = Session::new();
    let mut log = Log::default();
    for (_, event) in events {
        log.ingest(&mut session, vec![event]);
    }
    assert_eq!(roots(&session), [Some("state/mismatch")]);
    let started = |event: &&CaptureEvent| matches!(event, CaptureEvent::RequestStarted { .. });
    assert_eq!(log.events().iter().filter(started).count(), 2, "the page without a role is forgotten alone");
    assert_eq!(roots(&log.replayed(0).0), [Some("state/mismatch")]);
}

#[test]
fn a_live_login_gets_the_diagnosis_of_the_recorded_one() {
    for (rule, exchanges) in recordings() {
        let mut live = Session::new();
        live.ingest(events_of(&exchanges, "r").into_iter().map(|(_, event)| event).collect());
        let mut recorded = Session::new();
        recorded.import(exchanges, Vec::new());
        // While a browser is watched the request behind a preflight may still come.
        let is_told = |story: &&lint::Story<'_>| story.kind() != oauth::StoryKind::Preflight;
        let roots = |session: &Session| -> Vec<Option<&str>> {
            session
                .analysis()
                .stories()
                .iter()
                .filter(is_told)
                .map(|login| login.diagnosis().root_cause().map(|f| f.rule.id))
                .collect()
        };
        assert_eq!(roots(&live), roots(&recorded), "{rule}\n{}\n{}", diagnosis(&live), diagnosis(&recorded));
    }
}

#[test]
fn a_live_message_says_in_which_tab_and_request_it_was_seen() {
    let exchanges = exchanges_of(
        "@ tab=3\n> GET https://idp.example.com/authorize?response_type=code&client_id=a&redirect_uri=https%3A%2F%2Fapp.example.com%2F\n< 200\n",
    );
    let mut session = Session::new();
    session.ingest(events_of(&exchanges.unwrap(), "r").into_iter().map(|(_, event)| event).collect());
    let login = report::report(&session, &[], None).logins.remove(0);
    let request = login.key.split('@').next().unwrap();
    assert_eq!(
        login.messages[0].source.as_ref().map(report::Shown::as_str),
        Some(format!("tab 3, request {request}").as_str())
    );
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
        let done = CaptureEvent::Completed {
            request: url.to_owned(),
            time: 1_795_427_000_100.0,
            status: 200,
            from_cache: false,
        };
        let ingested = session.ingest(vec![done]);
        let hop = http::Hop { request: url.to_owned(), time: 1_795_427_000_000.0 };
        assert_eq!(ingested.forget, [hop], "it is forgotten at once");
        assert!(!ingested.changed);
    }
    assert!(session.analysis().stories().is_empty());
}

/// Two logins in two windows, their events mixed in an order that keeps the order of each: the causes of each alone, and
/// those of both together.
fn alone_and_mixed(left: &lint::Rule, right: &lint::Rule, order: Vec<bool>) -> (Roots, Roots, String) {
    let login = |rule: &lint::Rule, window: i64, name: &str| -> Vec<CaptureEvent> {
        let transcript = in_its_own_world(&transcripts(rule.page, "Fires")[0], name);
        let events = events_of(&exchanges_of(&transcript).unwrap_or_default(), name);
        events.into_iter().map(|(_, event)| in_window(event, window)).collect()
    };
    let alone = |events: &[CaptureEvent]| {
        let mut session = Session::new();
        session.ingest(events.to_vec());
        roots(&session)
    };
    let (left, right) = (login(left, 1, "a"), login(right, 2, "b"));
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
    (expected, found, diagnosis(&session))
}

/// What the property below has found.
#[test]
fn logins_that_were_mixed_up_once_are_told_apart() {
    let rule = |id: &str| *lint::catalogue().iter().find(|rule| rule.id == id).unwrap();
    for (left, right) in [
        ("jar/uri-http", "par/status"),
        ("mcp/pkce-not-advertised", "mcp/pkce-not-advertised"),
        ("par/extra-params", "par/client-id-mismatch"),
        ("par/extra-params", "par/status"),
        ("network/coop-popup", "redirect-uri/http"),
        ("pkce/plain", "token/content-type"),
        ("registration/response-changed", "registration/response-changed"),
    ] {
        let (expected, found, diagnosis) = alone_and_mixed(rule(left), rule(right), [true, false].repeat(40));
        assert_eq!(found, expected, "{left} beside {right}: {diagnosis}");
    }
}

mod properties {
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: ProptestConfig::default().cases / 4,
            ..ProptestConfig::with_failure_persistence(FileFailurePersistence::WithSource("regressions"))
        })]

        #[test]
        fn any_interleaving_of_two_logins_gives_the_same_two(a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(), order in prop::collection::vec(any::<bool>(), 0..80)) {
            let (left, right) = (a.get(lint::catalogue()), b.get(lint::catalogue()));
            let (expected, found, diagnosis) = alone_and_mixed(left, right, order);
            prop_assert_eq!(found, expected, "{} beside {}: {}", left.id, right.id, diagnosis);
        }
    }
}

type Roots = Vec<Option<&'static str>>;

fn roots(session: &Session) -> Roots {
    session
        .analysis()
        .stories()
        .iter()
        .map(|login| login.diagnosis().root_cause().map(|finding| finding.rule.id))
        .collect()
}

/// Other hosts and clients, and other values for everything that is unique to a login.
fn in_its_own_world(transcript: &str, name: &str) -> String {
    let mut text = transcript.replace(".example.com", &format!(".{name}.example.com"));
    for client in ["web-shop", "tool-1", "=c-1", "\"c-1"] {
        text = text.replace(client, &format!("{client}{name}"));
    }
    for value in [
        "state=",
        "code=",
        "nonce=",
        "code_verifier=",
        "refresh_token=",
        "access_token=",
        "\"nonce\":\"",
        "\"code\": \"",
        "\"code_verifier\": \"",
        "$s256(",
        "request_uri:",
        "request_uri%3A",
        "&token=",
        "> token=",
    ] {
        text = text.replace(value, &format!("{value}{name}"));
    }
    // A token that is a JWT is another one by the issuer in it.
    for token in
        ["\"access_token\": \"", "\"refresh_token\": \"", "Authorization: Bearer ", "Authorization: DPoP "]
    {
        let parts: Vec<&str> = text.split(token).collect();
        let is_word = |part: &&str| !part.starts_with('$');
        let own = |part: &&str| if is_word(part) { format!("{name}{part}") } else { (*part).to_owned() };
        let first = parts[0].to_owned();
        let others: Vec<String> = parts[1..].iter().map(own).collect();
        text = [vec![first], others].concat().join(token);
    }
    text
}

/// The event in the same tab of another window. A service worker has none.
fn in_window(mut event: CaptureEvent, window: i64) -> CaptureEvent {
    let moved = |tab: &mut i64| *tab += if *tab < 0 { 0 } else { 100 * window };
    match &mut event {
        CaptureEvent::RequestStarted { tab, .. }
        | CaptureEvent::Navigated { tab, .. }
        | CaptureEvent::TabClosed { tab, .. } => moved(tab),
        CaptureEvent::TabOpened { tab, opener, .. } => {
            moved(tab);
            moved(opener);
        }
        _ => {}
    }
    event
}
