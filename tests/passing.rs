//! Answers that are read while they pass: each goes to its own request, whatever DevTools tells besides.

use http::{CaptureEvent, EventBody, Hop};
use lint::Session;
use oauth_lens_tests::Log;

const NOW: f64 = 1_795_500_000_000.0;
const TOKEN: &str = "https://auth.example.com/token";

fn form(fields: &[(&str, &str)]) -> EventBody {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]));
    EventBody::Form { fields: fields.collect() }
}

fn started(
    request: &str,
    time: f64,
    method: &str,
    url: &str,
    resource: &str,
    body: EventBody,
) -> CaptureEvent {
    CaptureEvent::RequestStarted {
        request: request.to_owned(),
        time,
        method: method.to_owned(),
        url: url.to_owned(),
        resource: resource.to_owned(),
        tab: 1,
        frame: 0,
        initiator: Some("https://app.example.com".to_owned()),
        container: None,
        body,
    }
}

fn answered(request: &str, time: f64, status: u16) -> [CaptureEvent; 2] {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let request = request.to_owned();
    [
        CaptureEvent::ResponseStarted { request: request.clone(), time, status, headers },
        CaptureEvent::Completed { request, time: time + 1.0, status, from_cache: false },
    ]
}

fn exchange(request: &str, time: f64, code: &str) -> Vec<CaptureEvent> {
    let sent = form(&[("grant_type", "authorization_code"), ("code", code), ("client_id", "shop")]);
    let mut events = vec![started(request, time, "POST", TOKEN, "xmlhttprequest", sent)];
    events.extend(answered(request, time + 20.0, 400));
    events
}

fn told(time: f64, text: &str, of: Option<Hop>) -> CaptureEvent {
    CaptureEvent::Content {
        method: "POST".to_owned(),
        url: TOKEN.to_owned(),
        time,
        status: 400,
        request_body: None,
        body: EventBody::Text { text: text.to_owned() },
        passed: of.is_some(),
        of,
    }
}

fn passed(request: &str, time: f64, text: &str) -> CaptureEvent {
    told(time, text, Some(Hop { request: request.to_owned(), time }))
}

const GRANT: &str = r#"{"error":"invalid_grant"}"#;
const CLIENT: &str = r#"{"error":"invalid_client"}"#;

/// What the report says of the bodies of all messages, in order.
fn bodies(session: &Session) -> Vec<String> {
    let report = serde_json::to_value(report::report(session, &[], None)).unwrap();
    let logins = report["logins"].as_array().unwrap().iter();
    let messages = logins.flat_map(|login| login["messages"].as_array().unwrap());
    messages
        .map(|message| message["response_fields"].to_string() + &message["response_body"].to_string())
        .collect()
}

/// Two requests of one address at nearly the same time, of which one has no body: what DevTools tells once more of the other is not it.
#[test]
fn what_devtools_tells_once_more_is_the_body_of_no_other() {
    let mut session = Session::new();
    let mut log = Log::default();
    let mut events = exchange("1", NOW, "one");
    events.extend(exchange("2", NOW + 30.0, "two"));
    events.push(passed("1", NOW, GRANT));
    events.push(told(NOW + 10.0, GRANT, None));
    log.ingest(&mut session, events);
    let seen = bodies(&session);
    assert_eq!(seen.len(), 2);
    assert!(seen[0].contains("invalid_grant"), "{seen:?}");
    assert!(!seen[1].contains("invalid_grant"), "{seen:?}");

    // What is still missing comes to its own.
    log.ingest(&mut session, vec![told(NOW + 31.0, CLIENT, None)]);
    assert!(bodies(&session)[1].contains("invalid_client"));
    assert_eq!(bodies(&log.replayed(0).0), bodies(&session), "a restart shows the same");
}

#[test]
fn an_answer_goes_to_its_own_request_whatever_is_nearer() {
    for late in [false, true] {
        let mut session = Session::new();
        let bodies_of = [passed("2", NOW, CLIENT), passed("1", NOW, GRANT)];
        let mut events = exchange("1", NOW, "one");
        events.extend(exchange("2", NOW, "two"));
        // Before the request is over, or after it.
        let at = if late { events.len() } else { 5 };
        events.splice(at..at, bodies_of);
        session.ingest(events);
        let seen = bodies(&session);
        assert!(seen[0].contains("invalid_grant"), "{seen:?}");
        assert!(seen[1].contains("invalid_client"), "{seen:?}");
    }
}

#[test]
fn answers_that_play_a_role_are_wanted_and_no_pages() {
    let mut session = Session::new();
    let authorize = "https://auth.example.com/authorize?response_type=code&client_id=shop&state=s1&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb";
    session.ingest(vec![started("1", NOW, "GET", authorize, "main_frame", EventBody::None)]);
    session.ingest(answered("1", NOW + 10.0, 200).into());
    let mut wants = |method: &str, url: &str, resource: &str, body: EventBody, status: u16| {
        session.wants_body(started("9", NOW + 500.0, method, url, resource, body), status)
    };
    let code = || form(&[("grant_type", "authorization_code"), ("code", "one"), ("client_id", "shop")]);
    let password = || form(&[("username", "alice"), ("password", "horse")]);
    let callback = "https://app.example.com/cb?code=one&state=s1";
    for (is_wanted, method, url, resource, body, status) in [
        (true, "POST", TOKEN, "xmlhttprequest", code(), 200),
        (
            true,
            "GET",
            "https://auth.example.com/.well-known/openid-configuration",
            "xmlhttprequest",
            EventBody::None,
            200,
        ),
        (true, "GET", callback, "main_frame", EventBody::None, 500),
        (false, "GET", callback, "main_frame", EventBody::None, 200),
        (false, "GET", authorize, "main_frame", EventBody::None, 200),
        (false, "GET", authorize, "main_frame", EventBody::None, 400),
        (false, "POST", "https://auth.example.com/login", "main_frame", password(), 200),
        (false, "POST", "https://auth.example.com/login", "main_frame", password(), 401),
        (false, "GET", "https://news.example.org/today.json", "xmlhttprequest", EventBody::None, 200),
    ] {
        assert_eq!(wants(method, url, resource, body, status), is_wanted, "{method} {url} {status}");
    }
}

#[test]
fn to_ask_changes_nothing() {
    let mut session = Session::new();
    session.ingest(exchange("1", NOW, "one"));
    let before = bodies(&session);
    let sent = form(&[("grant_type", "authorization_code"), ("code", "one"), ("client_id", "shop")]);
    for _ in 0..3 {
        assert!(
            session.wants_body(started("2", NOW + 5.0, "POST", TOKEN, "xmlhttprequest", sent.clone()), 200)
        );
    }
    assert_eq!(bodies(&session), before);
    assert_eq!(session.held().exchanges, 1);
}
