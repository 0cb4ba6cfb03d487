//! A recording that is left on for days keeps the newest logins, whole, and says how many it let go. Whatever comes, it keeps
//! no more than it may, and what its log keeps shows the same after a restart.

use std::collections::BTreeSet;

use http::{CaptureEvent, EventBody};
use lint::{Limits, Session};
use oauth_lens_tests::{Log, events_of, hostile};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// More than may be kept.
const LOGINS: usize = 1_100;

/// A time of all these tests, in milliseconds.
const NOW: f64 = 1_795_500_000_000.0;

const PROVIDER: &str = "https://auth.example.com";

struct Left {
    session: Session,
    log: Log,
    evicted: u32,
}

fn left_on(logins: usize) -> Left {
    left_with(Session::new(), events(&hostile::logins(logins)), 40)
}

fn left_with(mut session: Session, events: Vec<CaptureEvent>, batch: usize) -> Left {
    let mut log = Log::default();
    let mut evicted = 0;
    for some in events.chunks(batch) {
        evicted += log.ingest(&mut session, some.to_vec()).evicted;
        assert_bounded(&session, Limits::default());
    }
    Left { session, log, evicted }
}

fn events(recording: &str) -> Vec<CaptureEvent> {
    events_of(&hostile::exchanges(recording), "r").into_iter().map(|(_, event)| event).collect()
}

fn logins(session: &Session) -> Vec<serde_json::Value> {
    let report = report::report(session, &[], None);
    report.logins.iter().map(|login| serde_json::to_value(login).unwrap()).collect()
}

/// Nothing that is kept exceeds its limit.
fn assert_bounded(session: &Session, limits: Limits) {
    let held = session.held();
    assert!(held.exchanges <= limits.exchanges && held.bytes <= limits.bytes, "{held:?}");
    assert!(held.open <= 512 && held.open_bytes <= 4_000_000, "{held:?}");
    assert!(held.undecided <= 256 && held.undecided_bytes <= 4_000_000, "{held:?}");
}

/// What a restart makes of the log is what there was before it, and a second one too; it has no more events than that.
fn assert_restarts(left: &mut Left) {
    let seen = logins(&left.session);
    for _ in 0..2 {
        let (resumed, ingested) = left.log.replayed(left.session.forgotten());
        assert_eq!(ingested.evicted, 0);
        assert_eq!(logins(&resumed), seen);
        assert_bounded(&resumed, Limits::default());
        left.session = resumed;
    }
}

#[test]
fn the_oldest_logins_go_whole_and_are_counted() {
    let few = left_on(2);
    let many = left_on(LOGINS);
    assert_eq!(few.evicted, 0);
    let kept = logins(&many.session);
    assert!(many.evicted > 0);
    assert_eq!(many.session.forgotten(), many.evicted);
    assert_eq!(kept.len() + many.evicted as usize, LOGINS);
    let whole = logins(&few.session)[0]["messages"].as_array().unwrap().len();
    for login in &kept {
        assert_eq!(login["messages"].as_array().unwrap().len(), whole, "{login}");
    }
    let of_one = few.log.len() / 2;
    assert_eq!(many.log.len(), kept.len() * of_one, "the log has what is kept, and nothing else");
}

#[test]
fn what_the_log_kept_gives_the_same_view_after_a_restart() {
    assert_restarts(&mut left_on(LOGINS));
}

/// The tabs of the logins that are kept; each login has its own.
fn tabs(session: &Session) -> BTreeSet<i64> {
    let analysis = session.analysis();
    analysis.stories().iter().flat_map(|story| story.exchanges()).filter_map(|e| e.context.tab).collect()
}

#[test]
fn a_clock_that_is_set_back_makes_no_login_older() {
    const HOUR: f64 = 3_600_000.0;
    let mut events = events(&hostile::logins(60));
    let half = events.len() / 2;
    events[half..].iter_mut().for_each(|event| set_back(event, HOUR));
    let limits = Limits { stories: 40, ..Limits::default() };
    let mut left = left_with(Session::new().within(limits), events, 40);
    assert!(left.evicted > 0);
    let newest: BTreeSet<i64> = (1..=60).skip(left.evicted as usize).collect();
    assert_eq!(tabs(&left.session), newest);
    assert_restarts(&mut left);
    assert_eq!(tabs(&left.session), newest);
}

#[test]
fn of_one_login_the_beginning_stays_though_its_clock_is_set_back() {
    let mut events = events(&hostile::one_code_exchanged(300));
    let half = events.len() / 2;
    events[half..].iter_mut().for_each(|event| set_back(event, 70_250.0));
    let limits = Limits { exchanges: 250, ..Limits::default() };
    let mut session = Session::new().within(limits);
    session.ingest(events);
    let analysis = session.analysis();
    let kept: BTreeSet<u32> =
        analysis.stories().iter().flat_map(|story| story.exchanges()).map(|exchange| exchange.id.0).collect();
    assert!(kept.len() < 250);
    assert!((0..64).all(|id| kept.contains(&id)), "{kept:?}");
    assert!(kept.contains(&301), "{kept:?}");
}

// --- Too much ---------------------------------------------------------------------------------------------------------

#[test]
fn one_login_that_never_ends_is_trimmed_and_stays() {
    for recording in [hostile::one_code_exchanged(700), hostile::redirect_loop(250)] {
        let limits = Limits { exchanges: 600, ..Limits::default() };
        let mut left = left_with(Session::new().within(limits), events(&recording), 100);
        assert!(left.session.held().exchanges > 300);
        assert!(!logins(&left.session).is_empty());
        assert_restarts(&mut left);
    }
}

#[test]
fn a_redirect_chain_under_one_request_id_goes_hop_by_hop() {
    let chain = events(&hostile::redirect_loop(300));
    let limits = Limits { exchanges: 200, ..Limits::default() };
    let mut session = Session::new().within(limits);
    let mut log = Log::default();
    for event in chain {
        log.ingest(&mut session, vec![event]);
        assert_bounded(&session, limits);
        assert!(log.len() <= 3 * (limits.exchanges + 1), "{}", log.len());
    }
    let (resumed, ingested) = log.replayed_in(Session::resumed(session.forgotten()).within(limits));
    assert_eq!(ingested.evicted, 0);
    assert_eq!(logins(&resumed), logins(&session));
}

#[test]
fn bytes_are_bounded_wherever_they_are() {
    let megabyte = "x".repeat(1_000_000);
    let header = vec![("x".to_owned(), "y".repeat(100_000))];
    let long = |number: usize| format!("{PROVIDER}/token?{number}={}", "z".repeat(300_000));
    let token =
        |number: usize| exchange(&format!("t{number}"), NOW + 1_000.0 * number as f64, "POST", "/token");
    let large: [(&str, Vec<CaptureEvent>); 5] = [
        (
            "answers",
            (0..12)
                .flat_map(|n| {
                    [token(n), vec![body(NOW + 1_000.0 * n as f64, "POST", "/token", &megabyte)]].concat()
                })
                .collect(),
        ),
        (
            "answers before the end",
            (0..12)
                .flat_map(|n| {
                    let start = token(n).remove(0);
                    [start, body(NOW + 1_000.0 * n as f64, "POST", "/token", &megabyte)]
                })
                .collect(),
        ),
        (
            "headers of what never ends",
            (0..200)
                .flat_map(|n| {
                    let mut begun = token(n);
                    begun.truncate(1);
                    let request = format!("t{n}");
                    begun.push(CaptureEvent::ResponseStarted {
                        request,
                        time: NOW,
                        status: 200,
                        headers: header.clone(),
                    });
                    begun
                })
                .collect(),
        ),
        (
            "addresses",
            (0..30)
                .flat_map(|n| {
                    let mut events = token(n);
                    if let CaptureEvent::RequestStarted { url, .. } = &mut events[0] {
                        *url = long(n);
                    }
                    events
                })
                .collect(),
        ),
        ("one address", {
            let mut events = token(0);
            if let CaptureEvent::RequestStarted { url, .. } = &mut events[0] {
                url.push_str(&"?a=".repeat(2_000_000));
            }
            events
        }),
    ];
    for (name, events) in large {
        let mut left = left_with(Session::new(), events, 1);
        let bytes: usize = left.log.events().iter().map(size).sum();
        assert!(bytes <= 9_000_000, "{name}: {bytes}");
        assert_restarts(&mut left);
    }
}

#[test]
fn stories_of_every_kind_are_bounded() {
    let callback = |n: usize| {
        exchange_at(
            &format!("c{n}"),
            NOW + n as f64,
            "GET",
            &format!("https://app{n}.example/cb?code=abcdefgh{n}&state=s{n}"),
        )
    };
    let discovery = |n: usize| {
        exchange_at(
            &format!("d{n}"),
            NOW + n as f64,
            "GET",
            &format!("https://idp{n}.example/.well-known/openid-configuration"),
        )
    };
    for events in [
        (0..1_200).flat_map(callback).collect::<Vec<_>>(),
        (0..1_200).flat_map(discovery).collect::<Vec<_>>(),
    ] {
        let mut left = left_with(Session::new(), events, 50);
        assert!(left.session.held().exchanges <= 1_000, "{:?}", left.session.held());
        assert!(left.session.analysis().stories().len() <= 1_000);
        assert_restarts(&mut left);
    }
}

#[test]
fn whether_somebody_looks_changes_nothing_of_what_is_kept() {
    let events: Vec<CaptureEvent> = (0..300)
        .flat_map(|n| {
            exchange_at(
                &format!("d{n}"),
                NOW + n as f64,
                "GET",
                &format!("https://idp{n}.example/.well-known/openid-configuration"),
            )
        })
        .collect();
    let limits = Limits { stories: 100, ..Limits::default() };
    let [watched, alone] = [true, false].map(|is_watched| {
        let mut session = Session::new().within(limits);
        for event in events.clone() {
            session.ingest(vec![event]);
            if is_watched {
                session.analysis();
            }
        }
        session
    });
    assert_eq!(logins(&watched), logins(&alone));
}

#[test]
fn requests_that_never_end_make_room() {
    let mut begun = Vec::new();
    for n in 0..1_500 {
        let mut events = exchange(&format!("h{n}"), NOW + n as f64, "POST", "/token");
        if let CaptureEvent::RequestStarted { body, .. } = &mut events[0] {
            *body = EventBody::Text {
                text: format!("grant_type=authorization_code&client_id=c&code=code-number-{n}"),
            };
        }
        begun.push(events.remove(0));
    }
    let mut left = left_with(Session::new(), begun, 10);
    assert!(left.log.len() <= 1_000, "{}", left.log.len());
    assert_restarts(&mut left);
}

// --- What belongs to nothing ------------------------------------------------------------------------------------------

#[test]
fn tabs_go_with_the_last_that_is_kept_of_them() {
    let limits = Limits { stories: 20, ..Limits::default() };
    let mut session = Session::new().within(limits);
    let mut log = Log::default();
    for n in 0..200_i64 {
        let time = NOW + 60_000.0 * n as f64;
        let url = format!(
            "{PROVIDER}/authorize?response_type=token&client_id=c{n}&redirect_uri=https%3A%2F%2Fapp.example.com%2F&state=s{n}"
        );
        let mut events = vec![CaptureEvent::TabOpened { tab: 100 + n, opener: 1, time }];
        events.extend(exchange_at(&format!("p{n}"), time, "GET", &url));
        events.extend(exchange_at(&format!("q{n}"), time + 10.0, "GET", "https://app.example.com/"));
        let url = format!("https://app.example.com/#access_token=t{n}&state=s{n}");
        events.push(CaptureEvent::Navigated { tab: 100 + n, frame: 0, time: time + 20.0, url, of: None });
        events.push(CaptureEvent::TabClosed { tab: 100 + n, time: time + 30.0 });
        for mut event in events {
            if let CaptureEvent::RequestStarted { tab, resource, .. } = &mut event {
                *tab = 100 + n;
                *resource = "main_frame".to_owned();
            }
            log.ingest(&mut session, vec![event]);
        }
        assert!(log.len() <= 20 * 9 + 9, "{} after {n}", log.len());
    }
}

#[test]
fn a_tab_that_closes_before_its_requests_end_stays_known() {
    let url = format!(
        "{PROVIDER}/authorize?response_type=code&client_id=c&redirect_uri=https%3A%2F%2Fapp.example.com%2F"
    );
    let mut events = vec![CaptureEvent::TabOpened { tab: 7, opener: 1, time: NOW }];
    events.extend(exchange_at("1", NOW + 1.0, "GET", &url));
    let end = events.pop();
    events.push(CaptureEvent::TabClosed { tab: 7, time: NOW + 5.0 });
    events.extend(end);
    for event in &mut events {
        if let CaptureEvent::RequestStarted { tab, resource, .. } = event {
            *tab = 7;
            *resource = "main_frame".to_owned();
        }
    }
    let mut left = left_with(Session::new(), events, 1);
    let closed = |session: &Session| {
        let analysis = session.analysis();
        let context = &analysis.stories()[0].flow().messages[0].exchange.context;
        (context.tab_closed.is_some(), context.opener)
    };
    assert_eq!(closed(&left.session), (true, Some(1)));
    assert_restarts(&mut left);
    assert_eq!(closed(&left.session), (true, Some(1)));
}

#[test]
fn what_cannot_be_placed_is_not_kept() {
    let bad = [
        CaptureEvent::Completed { request: "none".to_owned(), time: NOW, status: 200, from_cache: false },
        CaptureEvent::TabClosed { tab: i64::MAX, time: f64::INFINITY },
        CaptureEvent::TabClosed { tab: i64::MIN, time: NOW },
        CaptureEvent::Navigated {
            tab: i64::MAX,
            frame: i64::MIN,
            time: 0.0,
            url: "https://a.example/#b".to_owned(),
            of: None,
        },
        body(f64::NAN, "GET", "/nothing", "{}"),
    ];
    let starts = ["http://[", ""].into_iter().map(|url| exchange_at("u", NOW, "GET", url).remove(0));
    let times = [f64::INFINITY, f64::NAN, 1e300]
        .into_iter()
        .map(|time| exchange("t", time, "GET", "/token").remove(0));
    let mut left = left_with(Session::new(), bad.into_iter().chain(starts).chain(times).collect(), 1);
    assert_eq!(left.log.len(), 0);
    assert_restarts(&mut left);
}

// --- Whose a body is --------------------------------------------------------------------------------------------------

/// Two requests for one address within a second; the first plays no role and is forgotten, the second is kept.
fn of_one_address() -> Vec<CaptureEvent> {
    let mut login = exchange_at(
        "1",
        NOW - 60_000.0,
        "GET",
        &format!(
            "{PROVIDER}/authorize?response_type=code&client_id=c&state=state-1&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb"
        ),
    );
    login.extend(exchange_at(
        "2",
        NOW - 50_000.0,
        "GET",
        "https://app.example.com/cb?code=code-number-1&state=state-1",
    ));
    for event in &mut login {
        if let CaptureEvent::RequestStarted { resource, .. } = event {
            *resource = "main_frame".to_owned();
        }
    }
    let call = |request: &str, time: f64, sent: &str| {
        let mut events = exchange_at(request, time, "POST", "https://app.example.com/api");
        if let CaptureEvent::RequestStarted { body, .. } = &mut events[0] {
            *body = EventBody::Text { text: sent.to_owned() };
        }
        events
    };
    [login, call("other", NOW, "{}"), call("handover", NOW + 500.0, "{\"code\":\"code-number-1\"}")].concat()
}

#[test]
fn a_late_body_of_a_forgotten_request_sticks_to_no_other() {
    let mut events = of_one_address();
    events.push(body_at(NOW, "POST", "https://app.example.com/api", "{\"whose\":\"other\"}"));
    let mut left = left_with(Session::new(), events, 1);
    let bodies = |session: &Session| -> Vec<String> {
        let analysis = session.analysis();
        let all = analysis.stories().iter().flat_map(|story| story.exchanges());
        let bodies = all.filter_map(|e| e.response.as_ref()?.body.present()?.text().map(str::to_owned));
        bodies.collect()
    };
    assert_eq!(bodies(&left.session), Vec::<String>::new(), "live");
    assert!(!left.log.events().iter().any(|event| matches!(event, CaptureEvent::Content { .. })));
    let own = body_at(NOW + 500.0, "POST", "https://app.example.com/api", "{\"whose\":\"handover\"}");
    left.log.ingest(&mut left.session, vec![own]);
    assert_eq!(bodies(&left.session), ["{\"whose\":\"handover\"}"]);
    assert_restarts(&mut left);
    assert_eq!(bodies(&left.session), ["{\"whose\":\"handover\"}"]);
}

#[test]
fn a_body_stays_with_its_request_when_that_is_forgotten() {
    // Ten logins' token requests for one address within two seconds, each with its body; the first ones make room.
    let limits = Limits { stories: 8, ..Limits::default() };
    let mut session = Session::new().within(limits);
    let mut log = Log::default();
    for n in 0..10 {
        let time = NOW + 100.0 * f64::from(n);
        let mut token = exchange(&format!("t{n}"), time, "POST", "/token");
        if let CaptureEvent::RequestStarted { body, .. } = &mut token[0] {
            *body = EventBody::Text {
                text: format!("grant_type=authorization_code&client_id=c&code=code-number-{n}"),
            };
        }
        // Of every second one the body never comes.
        if n % 2 == 0 {
            token.push(body(time, "POST", "/token", &format!("{{\"error\":\"invalid_grant\",\"n\":{n}}}")));
        }
        log.ingest(&mut session, token);
    }
    assert!(session.forgotten() > 0);
    let (resumed, _) = log.replayed_in(Session::resumed(session.forgotten()).within(limits));
    assert_eq!(logins(&resumed), logins(&session));
}

#[test]
fn what_an_api_answers_is_not_kept_in_the_log() {
    let mut log = Log::default();
    let mut session = Session::new();
    let mut all = events(&hostile::logins_and_calls(1, 3));
    // One body comes before its request is over.
    let last = all.len() - 1;
    all.swap(last, last - 1);
    for event in all {
        log.ingest(&mut session, vec![event]);
    }
    let said = log.events().iter().filter(|event| matches!(event, CaptureEvent::Content { body: EventBody::Text { text }, .. } if text.contains("\"id\""))).count();
    assert_eq!(said, 0);
}

// --- By chance --------------------------------------------------------------------------------------------------------

mod properties {
    use super::*;

    /// What may happen next.
    #[derive(Clone, Debug)]
    enum Act {
        /// The next event of a login.
        Login(usize),
        /// The next event of a login, in a batch with that many.
        Batch(usize, usize),
        /// A request that plays no role, or hangs, or has the id of another one.
        Noise(u8, bool),
        /// A body of nobody, or of whoever is near.
        Body(u8, f64),
        /// A document arrives.
        Fragment(i64),
        /// A tab is opened or closed.
        Tab(i64, bool),
        /// The clock is put.
        Clock(f64),
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            12 => (0..STREAMS).prop_map(Act::Login),
            4 => (0..STREAMS, 2..8_usize).prop_map(|(stream, count)| Act::Batch(stream, count)),
            2 => (0..6_u8, any::<bool>()).prop_map(|(id, ends)| Act::Noise(id, ends)),
            2 => (0..6_u8, -3_000.0..3_000.0).prop_map(|(id, late)| Act::Body(id, late)),
            1 => (1..6_i64).prop_map(Act::Fragment),
            1 => (1..6_i64, any::<bool>()).prop_map(|(tab, opens)| Act::Tab(tab, opens)),
            1 => prop_oneof![Just(0.0), Just(-1e13), Just(9e13), -1e5..1e5].prop_map(Act::Clock),
        ]
    }

    const STREAMS: usize = 6;

    fn streams() -> [Vec<CaptureEvent>; STREAMS] {
        let named = |name: &str, recording: String| {
            let events = events_of(&hostile::exchanges(&recording), name);
            events.into_iter().map(|(_, event)| event).collect::<Vec<_>>()
        };
        [
            named("a", hostile::logins_and_calls(6, 12)),
            named("b", hostile::redirect_loop(8)),
            named("c", hostile::one_code_exchanged(12)),
            named("d", hostile::pairs_under_one_state(6)),
            named("e", hostile::late_answers_under_one_state(6)),
            // The same ids as the first one's.
            named("a", hostile::logins(6)),
        ]
    }

    fn moved(mut event: CaptureEvent, by: f64) -> CaptureEvent {
        match &mut event {
            CaptureEvent::RequestStarted { time, .. }
            | CaptureEvent::RequestSent { time, .. }
            | CaptureEvent::ResponseStarted { time, .. }
            | CaptureEvent::Redirected { time, .. }
            | CaptureEvent::Completed { time, .. }
            | CaptureEvent::Failed { time, .. }
            | CaptureEvent::Content { time, .. }
            | CaptureEvent::TabOpened { time, .. }
            | CaptureEvent::Navigated { time, .. }
            | CaptureEvent::TabClosed { time, .. } => *time += by,
        }
        event
    }

    /// The batches that these acts make.
    fn batches(acts: Vec<Act>) -> Vec<Vec<CaptureEvent>> {
        let mut streams = streams().map(Vec::into_iter);
        let (mut clock, mut now) = (0.0, NOW);
        let mut batches = Vec::new();
        for act in acts {
            let batch: Vec<CaptureEvent> = match act.clone() {
                Act::Login(stream) => streams[stream].next().into_iter().collect(),
                Act::Batch(stream, count) => streams[stream].by_ref().take(count).collect(),
                Act::Noise(id, ends) => {
                    let mut events = exchange(&format!("a{id}"), now, "POST", "/token");
                    events.truncate(if ends { 3 } else { 1 });
                    events
                }
                Act::Body(id, late) => vec![body(
                    now + late,
                    "POST",
                    ["/token", "/authorize"][usize::from(id) % 2],
                    "{\"access_token\":\"another-token\"}",
                )],
                Act::Fragment(tab) => {
                    let url = "https://app.example.com/callback#state=x&code=abcdefghij".to_owned();
                    vec![CaptureEvent::Navigated { tab, frame: 0, time: now, url, of: None }]
                }
                Act::Tab(tab, true) => vec![CaptureEvent::TabOpened { tab, opener: tab + 1, time: now }],
                Act::Tab(tab, false) => vec![CaptureEvent::TabClosed { tab, time: now }],
                Act::Clock(to) => {
                    clock = to;
                    Vec::new()
                }
            };
            // No browser gives two requests one id and one moment.
            let apart = match act {
                Act::Login(stream) | Act::Batch(stream, _) => 3.0 * stream as f64,
                _ => 0.5,
            };
            let batch: Vec<CaptureEvent> =
                batch.into_iter().map(|event| moved(event, clock + apart)).collect();
            let mut started = batch.iter().filter_map(|event| match event {
                CaptureEvent::RequestStarted { time, .. } => Some(*time - clock),
                _ => None,
            });
            now = started.next_back().unwrap_or(now);
            batches.push(batch);
        }
        batches
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: ProptestConfig::default().cases / 16,
            ..ProptestConfig::with_failure_persistence(FileFailurePersistence::WithSource("regressions"))
        })]

        #[test]
        fn a_restart_at_any_time_shows_what_there_was(
            acts in prop::collection::vec(act(), 1..80),
            exchanges in prop_oneof![Just(5_000_usize), 8..40_usize],
            stories in prop_oneof![Just(1_000_usize), 4..10_usize],
            bytes in prop_oneof![Just(4_000_000_usize), 6_000..30_000_usize],
            looks in any::<bool>(),
        ) {
            let limits = Limits { exchanges, bytes, stories };
            let mut session = Session::new().within(limits);
            let mut log = Log::default();
            for (at, batch) in batches(acts).into_iter().enumerate() {
                log.ingest(&mut session, batch);
                assert_bounded(&session, limits);
                if looks {
                    session.analysis();
                }
                if at % 7 == 0 {
                    let seen = logins(&session);
                    for restart in 0..2 {
                        let again = Session::resumed(session.forgotten()).within(limits);
                        let (resumed, ingested) = log.replayed_in(again);
                        prop_assert_eq!(ingested.evicted, 0);
                        prop_assert_eq!(logins(&resumed), seen.clone(), "restart {} after batch {}", restart, at);
                    }
                }
            }
        }
    }
}

// --- Events -----------------------------------------------------------------------------------------------------------

fn exchange(request: &str, time: f64, method: &str, path: &str) -> Vec<CaptureEvent> {
    exchange_at(request, time, method, &format!("{PROVIDER}{path}"))
}

/// Begun, answered, complete.
fn exchange_at(request: &str, time: f64, method: &str, url: &str) -> Vec<CaptureEvent> {
    let request = request.to_owned();
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    vec![
        CaptureEvent::RequestStarted {
            request: request.clone(),
            time,
            method: method.to_owned(),
            url: url.to_owned(),
            resource: "xmlhttprequest".to_owned(),
            tab: 1,
            frame: 0,
            initiator: None,
            container: None,
            body: if method == "POST" {
                EventBody::Text {
                    text: "grant_type=refresh_token&client_id=c&refresh_token=a-refresh-token".to_owned(),
                }
            } else {
                EventBody::None
            },
        },
        CaptureEvent::ResponseStarted { request: request.clone(), time: time + 1.0, status: 200, headers },
        CaptureEvent::Completed { request, time: time + 2.0, status: 200, from_cache: false },
    ]
}

fn body(time: f64, method: &str, path: &str, text: &str) -> CaptureEvent {
    body_at(time, method, &format!("{PROVIDER}{path}"), text)
}

fn body_at(time: f64, method: &str, url: &str, text: &str) -> CaptureEvent {
    CaptureEvent::Content {
        method: method.to_owned(),
        url: url.to_owned(),
        time,
        status: 200,
        request_body: None,
        body: EventBody::Text { text: text.to_owned() },
        of: None,
        passed: false,
    }
}

/// The same event by a clock that is so many milliseconds behind.
fn set_back(event: &mut CaptureEvent, by: f64) {
    match event {
        CaptureEvent::RequestStarted { time, .. }
        | CaptureEvent::RequestSent { time, .. }
        | CaptureEvent::ResponseStarted { time, .. }
        | CaptureEvent::Redirected { time, .. }
        | CaptureEvent::Completed { time, .. }
        | CaptureEvent::Failed { time, .. }
        | CaptureEvent::Content { time, .. }
        | CaptureEvent::TabOpened { time, .. }
        | CaptureEvent::Navigated { time, .. }
        | CaptureEvent::TabClosed { time, .. } => *time -= by,
    }
}

/// Bytes of an event, as far as they may be many.
fn size(event: &CaptureEvent) -> usize {
    let fields = |headers: &[(String, String)]| headers.iter().map(|(n, v)| n.len() + v.len()).sum();
    match event {
        CaptureEvent::RequestStarted { url, .. } => url.len(),
        CaptureEvent::ResponseStarted { headers, .. } => fields(headers),
        CaptureEvent::Content { body: EventBody::Text { text }, .. } => text.len(),
        _ => 0,
    }
}
