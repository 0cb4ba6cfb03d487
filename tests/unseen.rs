//! What a recording does not show is no evidence: leaving something out of it must not add a fault.

use http::Exchange;
use lint::{Confidence, Session, Severity};
use oauth_lens_tests::{PARTS, cuts, expand, scenarios, transcripts};

/// The answer says that a grant is refused; only the request tells that it was a refresh token, which has a rule of its own.
/// And that a request is refused is said by the answer alone; what was taken out is what said why.
const NAMED_BY_ANSWER: [&str; 2] = ["token/invalid-grant", "answer/refused"];

/// The rules that find fault with a recording without that part, and whether they are sure.
fn faults(text: &str, leave_out: fn(&mut Exchange)) -> Vec<(&'static str, bool)> {
    let mut recording = http::readers::read(text.as_bytes()).unwrap_or_else(|e| panic!("{e:?}: {text}"));
    recording.exchanges.iter_mut().for_each(leave_out);
    faults_of(recording.exchanges)
}

fn faults_of(exchanges: Vec<Exchange>) -> Vec<(&'static str, bool)> {
    let mut session = Session::new();
    session.import(exchanges, Vec::new());
    let analysis = session.analysis();
    let logins = analysis.stories();
    let findings = logins.iter().flat_map(|login| &login.diagnosis().findings);
    findings.map(|f| (f.rule.id, f.severity == Severity::Error && f.confidence == Confidence::High)).collect()
}

/// The scenarios, and what the rules' pages tell.
fn scenarios_and_pages() -> Vec<(String, String)> {
    let mut recordings = scenarios();
    for rule in lint::catalogue() {
        for part in ["Fires", "Silent"] {
            for text in transcripts(rule.page, part) {
                recordings.push((format!("{} {part}", rule.id), expand(&text)));
            }
        }
    }
    recordings
}

#[test]
fn what_was_not_seen_is_no_fault() {
    let mut worse = Vec::new();
    for (name, text) in &scenarios_and_pages() {
        let before = faults(text, |_| {});
        for (part, leave_out) in PARTS {
            let is_new =
                |id: &str| !NAMED_BY_ANSWER.contains(&id) && !before.iter().any(|(known, _)| *known == id);
            let found = faults(text, leave_out);
            let new: Vec<_> = found.iter().filter(|(id, sure)| *sure && is_new(id)).collect();
            if !new.is_empty() {
                worse.push(format!("{name} without {part}: {new:?}"));
            }
        }
    }
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}

/// Where what is left out is what cleared up a fault, or what made it another one.
const TELLING: [&str; 15] = [
    // That the API was called all the same, the call shows.
    "healthy-refused-preflight-of-an-api after 3",
    // That the login was silent, its request says.
    "fault-silent-login-required without 1",
    "fault-silent-login-required after 1",
    "fault-silent-frame-of-another-site without 1",
    "fault-silent-frame-of-another-site after 1",
    // Of two handovers the refused one is left.
    "fault-code-handed-over-twice without 2",
    "fault-token-retried-alone without 2",
    "fault-token-retried-alone until 1",
    "fault-state-of-other-tab without 3",
    "fault-gateway-after-a-hiccup without 2",
    "healthy-client-auth-probing without 5",
    "healthy-client-auth-probing until 4",
    "healthy-call-tried-again without 2",
    "healthy-call-tried-again until 1",
    // A client that tries several addresses for one document has come to the first.
    "healthy-mcp until 4",
];

#[test]
fn messages_that_were_not_recorded_are_no_fault() {
    let mut worse = Vec::new();
    for (scenario, text) in scenarios() {
        let recording = http::readers::read(text.as_bytes()).unwrap_or_else(|e| panic!("{e:?}: {text}"));
        let before = faults_of(recording.exchanges.clone());
        let is_new = |id: &str| id != NAMED_BY_ANSWER[1] && !before.iter().any(|(known, _)| *known == id);
        for (part, exchanges) in cuts(&recording.exchanges) {
            let name = format!("{scenario} {part}");
            let found = faults_of(exchanges);
            let new: Vec<_> = found.iter().filter(|(id, sure)| *sure && is_new(id)).collect();
            let is_telling = TELLING.contains(&name.as_str());
            if new.is_empty() == is_telling {
                worse.push(format!(
                    "{name}: {new:?}, {}",
                    if is_telling { "expected some" } else { "expected none" }
                ));
            }
        }
    }
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}

/// Where the host is what tells one fault from another.
const TOLD_BY_HOST: [&str; 1] = ["token/federated-identity"];

/// Hosts of the scenarios and pages, and what somebody puts in their place.
const HOSTS: [(&str, &str); 4] = [
    ("auth.example.com", "<TENANT>.example.com"),
    ("auth.example.com", "[REDACTED]"),
    ("app.example.com", "<APP>"),
    ("api.example.com", "***"),
];

#[test]
fn a_host_that_was_taken_out_is_no_fault() {
    let mut worse = Vec::new();
    for (name, text) in &scenarios_and_pages() {
        let before = faults(text, |_| {});
        for (host, mark) in HOSTS.into_iter().filter(|(host, _)| text.contains(host)) {
            let Ok(recording) = http::readers::read(text.replace(host, mark).as_bytes()) else {
                worse.push(format!("{name} with {mark} cannot be read"));
                continue;
            };
            let found = faults_of(recording.exchanges);
            let is_new = |id: &str| {
                !NAMED_BY_ANSWER.contains(&id)
                    && !TOLD_BY_HOST.contains(&id)
                    && !before.iter().any(|(known, _)| *known == id)
            };
            let new: Vec<_> = found.iter().filter(|(id, sure)| *sure && is_new(id)).collect();
            if !new.is_empty() || !recording.problems.is_empty() {
                worse.push(format!("{name} with {mark}: {new:?} {:?}", recording.problems));
            }
        }
    }
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}

#[test]
fn a_login_that_began_before_somebody_looked_is_to_be_tried_again() {
    let told = |from: usize| {
        let text = "\
            @ page tab=1\n\
            > GET https://auth.example.com/authorize?response_type=code&client_id=web&state=af0ifjsldkj-3Kx9&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb\n\
            < 302\n\
            < Location: https://app.example.com/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj-3Kx9\n\
            @ page from=https://auth.example.com tab=1\n\
            > GET https://app.example.com/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj-3Kx9\n\
            < 400\n";
        let exchanges = http::readers::read(text.as_bytes()).unwrap().exchanges;
        let mut session = Session::new();
        let events = oauth_lens_tests::events_of(&exchanges[from..], "r");
        session.ingest(events.into_iter().map(|(_, event)| event).collect());
        let analysis = session.analysis();
        let login = &analysis.stories()[0];
        login.diagnosis().not_seen.iter().any(|line| line.contains("Log in again while it records"))
    };
    assert!(told(1) && !told(0));
}
