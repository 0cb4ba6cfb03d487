//! The same login seen by Chromium, by Firefox, and in the archive that each of them saves (`tests/fixtures`).

use std::collections::{BTreeMap, BTreeSet};

use http::CaptureEvent;
use lint::Session;
use oauth_lens_tests::{Log, archive, request_of};
use serde::Deserialize;

const BROWSERS: [&str; 2] = ["chromium", "firefox"];

/// What the lab says about an app.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct App {
    name: String,
    outcome: String,
    root_cause: String,
    #[serde(default = "one")]
    logins: usize,
}

fn one() -> usize {
    1
}

/// What every source must show of an app's logins, and which do not.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    logins: Vec<String>,
    #[serde(default)]
    differs: Vec<Difference>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    sources: Vec<String>,
    logins: Vec<String>,
    because: String,
}

struct Fixtures {
    files: BTreeMap<String, Vec<u8>>,
    apps: Vec<App>,
}

impl Fixtures {
    fn read() -> Self {
        let files = archive("fixtures/recordings.tar.gz");
        let apps = serde_json::from_slice(&files["apps.json"]).unwrap();
        Fixtures { files, apps }
    }

    fn events(&self, browser: &str, app: &str) -> Vec<CaptureEvent> {
        let lines = std::str::from_utf8(&self.files[&format!("{browser}/{app}.events.jsonl")]).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn har(&self, browser: &str, app: &str) -> &[u8] {
        &self.files[&format!("{browser}/{app}.har")]
    }

    /// The events of each app in each browser.
    fn live(&self) -> impl Iterator<Item = (String, Vec<CaptureEvent>)> {
        self.apps.iter().flat_map(move |App { name, .. }| {
            BROWSERS.map(|browser| (format!("{browser}, {name}"), self.events(browser, name)))
        })
    }
}

#[test]
fn every_source_gives_the_same_diagnosis() {
    let fixtures = Fixtures::read();
    let expected: BTreeMap<String, Expected> =
        serde_json::from_str(include_str!("fixtures/expected.json")).unwrap();
    let mut wrong = Vec::new();
    for app in &fixtures.apps {
        let Some(expected) = expected.get(&app.name) else {
            wrong.push(format!("{}: nothing is expected", app.name));
            continue;
        };
        let declared = vec![ending(&app.outcome, Some(&app.root_cause)); app.logins];
        let heads: Vec<&str> = expected.logins.iter().filter_map(|login| login.split(':').next()).collect();
        assert_eq!(heads, declared, "{}: the lab declares another diagnosis", app.name);

        for browser in BROWSERS {
            let seen = [
                ("events", logins(&ingested(fixtures.events(browser, &app.name)))),
                ("har", logins(&imported(fixtures.har(browser, &app.name)))),
                ("har without credentials", logins(&imported(&exported(fixtures.har(browser, &app.name))))),
            ];
            for (kind, seen) in seen {
                let source = format!("{browser} {kind}");
                let difference = expected.differs.iter().find(|d| d.sources.contains(&source));
                let wanted = difference.map_or(&expected.logins, |difference| &difference.logins);
                if &seen != wanted {
                    let because = difference.map_or("", |difference| &difference.because);
                    wrong.push(format!("{}, {source} {because}\n  {}", app.name, seen.join("\n  ")));
                }
            }
        }
        for difference in &expected.differs {
            assert_ne!(difference.logins, expected.logins, "{}: this is no difference any more", app.name);
            assert!(!difference.because.is_empty(), "{}", app.name);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn single_events_and_a_restart_give_the_view_of_one_batch() {
    for (name, events) in Fixtures::read().live() {
        let batch = ingested(events.clone());
        let mut single = Session::new();
        let mut log = Log::default();
        let all = events.len();
        for event in events {
            log.ingest(&mut single, vec![event]);
        }
        assert_eq!(view(&batch), view(&single), "{name}");
        assert!(log.len() < all, "{name}: the app's first page plays no role");
        let (restarted, _) = log.replayed(0);
        assert_eq!(view(&batch), view(&restarted), "{name}: after a restart");
    }
}

/// The browsers' events race after a response that CORS blocks: the headers tell, not the event.
#[test]
fn a_blocked_response_is_told_by_its_headers() {
    let fixtures = Fixtures::read();
    for browser in BROWSERS {
        let whole = logins(&ingested(fixtures.events(browser, "cors")));
        for error in [None, Some("net::ERR_FAILED"), Some("NS_ERROR_DOM_BAD_URI")] {
            let mut events = fixtures.events(browser, "cors");
            let token = events.iter().rev().find_map(request_of).unwrap().to_owned();
            let end = events
                .iter_mut()
                .rev()
                .find(|e| {
                    request_of(e) == Some(&token)
                        && matches!(e, CaptureEvent::Completed { .. } | CaptureEvent::Failed { .. })
                })
                .unwrap();
            let (CaptureEvent::Completed { time, .. } | CaptureEvent::Failed { time, .. }) = *end else {
                unreachable!()
            };
            *end = match error {
                None => CaptureEvent::Completed { request: token, time, status: 200, from_cache: false },
                Some(error) => CaptureEvent::Failed { request: token, time, error: error.to_owned() },
            };
            assert_eq!(logins(&ingested(events)), whole, "{browser}, {error:?}");
        }
    }
}

/// Chromium's DevTools give an empty body for it.
#[test]
fn a_body_that_the_browser_hides_is_not_empty() {
    let session = ingested(Fixtures::read().events("chromium", "cors"));
    let analysis = session.analysis();
    let logins = analysis.stories();
    let (_, token) = logins[0].flow().of_kind(oauth::MessageKind::TokenRequest).next().unwrap();
    assert_eq!(token.response_body().missing(), Some(http::Missing::Blocked));
}

#[test]
fn what_came_from_the_cache_says_so() {
    let fixtures = Fixtures::read();
    for browser in BROWSERS {
        assert_eq!(cached(&ingested(fixtures.events(browser, "cached"))), [false, true], "{browser}");
    }
    assert_eq!(cached(&imported(fixtures.har("chromium", "cached"))), [false, true]);
}

/// Where no DevTools is open the browser shows no body. What is not seen makes no login better, and what it hid is said.
#[test]
fn without_bodies_no_login_looks_better_and_what_is_missing_is_said() {
    let mut lost = 0;
    for (name, events) in Fixtures::read().live() {
        let whole = ingested(events.clone());
        let blind =
            ingested(events.into_iter().filter(|e| !matches!(e, CaptureEvent::Content { .. })).collect());
        let (whole, blind) = (whole.analysis(), blind.analysis());
        assert_eq!(whole.stories().len(), blind.stories().len(), "{name}");
        for (whole, blind) in whole.stories().iter().zip(blind.stories()) {
            let (seen, diagnosis) = (whole.diagnosis(), blind.diagnosis());
            if diagnosis.outcome == lint::Outcome::Succeeded {
                // The provider took the token at its UserInfo endpoint: that is seen without a body.
                assert_eq!(seen.outcome, lint::Outcome::Succeeded, "{name}");
                assert!(blind.flow().of_kind(oauth::MessageKind::Userinfo).next().is_some(), "{name}");
            }
            if seen.outcome == lint::Outcome::Failed {
                assert!(
                    matches!(diagnosis.outcome, lint::Outcome::Failed | lint::Outcome::OutOfSight),
                    "{name}: {:?}",
                    diagnosis.outcome
                );
            }
            let has_lost =
                blind.flow().token_exchanges().iter().any(|token| {
                    token.exchange.response_body().missing() == Some(http::Missing::NotRecorded)
                });
            assert!(!has_lost || !diagnosis.not_seen.is_empty(), "{name}: what was not seen is not said");
            lost += usize::from(has_lost);
        }
    }
    assert!(lost > 20, "{lost} answers were not seen");
}

/// Where `webRequest` is blind to fragments, `webNavigation` is not; where the app's router changes them later,
/// the first one was the answer.
#[test]
fn a_navigation_tells_the_fragment_that_the_requests_do_not() {
    let fixtures = Fixtures::read();
    for browser in BROWSERS {
        for app in ["fragment", "router"] {
            let events = fixtures.events(browser, app);
            let whole = ingested(events.clone());
            let blind = ingested(events.into_iter().map(without_fragment).collect());
            assert_eq!(logins(&blind), logins(&whole), "{browser}, {app}");
            let answer = |session: &Session| {
                let analysis = session.analysis();
                let logins = analysis.stories();
                let mut answers = logins[0].flow().of_kind(oauth::MessageKind::AuthorizationResponse);
                answers.next().unwrap().1.request.uri.clone()
            };
            assert!(answer(&blind) == answer(&whole), "{browser}, {app}");
        }
    }
}

fn without_fragment(mut event: CaptureEvent) -> CaptureEvent {
    let cut = |text: &mut String| text.truncate(text.find('#').unwrap_or(text.len()));
    match &mut event {
        CaptureEvent::RequestStarted { url, .. } => cut(url),
        CaptureEvent::Redirected { location, headers, .. } => {
            cut(location);
            headers.iter_mut().for_each(|(_, value)| cut(value));
        }
        CaptureEvent::ResponseStarted { headers, .. } => headers.iter_mut().for_each(|(_, value)| cut(value)),
        _ => {}
    }
    event
}

/// Of each discovery document of the first login.
fn cached(session: &Session) -> Vec<bool> {
    let analysis = session.analysis();
    let logins = analysis.stories();
    let documents = logins[0].flow().of_kind(oauth::MessageKind::Discovery);
    documents.filter_map(|(_, exchange)| Some(exchange.response.as_ref()?.from_cache)).collect()
}

/// Firefox's ids of frames have more than 32 bits.
#[test]
fn a_frame_keeps_its_id() {
    let session = ingested(Fixtures::read().events("firefox", "frame"));
    let analysis = session.analysis();
    let logins = analysis.stories();
    let frame = logins[1]
        .flow()
        .of_kind(oauth::MessageKind::AuthorizationRequest)
        .next()
        .and_then(|(_, e)| e.context.frame);
    assert!(frame.is_some_and(|id| id > i64::from(u32::MAX)), "{frame:?}");
}

/// Firefox gives all `Set-Cookie` fields of a response as the lines of one value.
#[test]
fn no_report_shows_a_cookie() {
    for (name, events) in Fixtures::read().live() {
        let cookies: BTreeSet<String> = events.iter().flat_map(cookies_set).collect();
        assert!(!cookies.is_empty(), "{name}");
        let session = ingested(events);
        for login in session.analysis().stories() {
            for response in login.flow().messages.iter().filter_map(|m| m.exchange.response.as_ref()) {
                let mut headers = response.headers.present().into_iter().flat_map(http::Headers::iter);
                assert!(headers.all(|(_, value)| !value.text().contains('\n')), "{name}");
            }
        }
        let report = view(&session);
        let told: Vec<_> = cookies.iter().filter(|cookie| report.contains(cookie.as_str())).collect();
        assert!(told.is_empty(), "{name}: {told:?}");
    }
}

fn cookies_set(event: &CaptureEvent) -> Vec<String> {
    let (CaptureEvent::ResponseStarted { headers, .. } | CaptureEvent::Redirected { headers, .. }) = event
    else {
        return Vec::new();
    };
    let fields = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
    let lines = fields.flat_map(|(_, value)| value.lines());
    let values = lines.filter_map(|line| line.split(';').next()?.split_once('=')).map(|(_, value)| value);
    values.filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

fn ingested(events: Vec<CaptureEvent>) -> Session {
    let mut session = Session::new();
    session.ingest(events);
    session
}

fn imported(har: &[u8]) -> Session {
    let recording = http::readers::read(har).unwrap();
    assert_eq!(recording.problems, []);
    let mut session = Session::new();
    session.import(recording.exchanges, recording.statements);
    session
}

/// What Chromium leaves out of an archive that is saved the default way.
fn exported(har: &[u8]) -> Vec<u8> {
    let mut har: serde_json::Value = serde_json::from_slice(har).unwrap();
    for entry in har["log"]["entries"].as_array_mut().unwrap() {
        for side in ["request", "response"] {
            let Some(headers) = entry[side]["headers"].as_array_mut() else { continue };
            headers.retain(|header| {
                let name = header["name"].as_str().unwrap().to_ascii_lowercase();
                !matches!(name.as_str(), "cookie" | "set-cookie" | "authorization")
            });
        }
    }
    serde_json::to_vec(&har).unwrap()
}

/// One line for each login: how it ended, why, and its messages.
fn logins(session: &Session) -> Vec<String> {
    let line = |login: &lint::Story<'_>| {
        let root = login.diagnosis().root_cause().map(|finding| finding.rule.id);
        let messages: Vec<&str> = login.flow().messages.iter().map(|message| message.kind.id()).collect();
        let outcome = match login.diagnosis().outcome {
            lint::Outcome::OutOfSight => "out-of-sight".to_owned(),
            other => format!("{other:?}").to_lowercase(),
        };
        format!("{}: {}", ending(&outcome, root), messages.join(", "))
    };
    session.analysis().stories().iter().map(line).collect()
}

fn ending(outcome: &str, root: Option<&str>) -> String {
    let because = root.filter(|root| !root.is_empty()).map(|root| format!(" because of {root}"));
    format!("{outcome}{}", because.unwrap_or_default())
}

fn view(session: &Session) -> String {
    serde_json::to_string(&report::report(session, &[], None).logins).unwrap()
}
