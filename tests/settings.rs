//! What somebody says beside a recording counts for what is there already, live and of files.

use lint::{Session, Settings};
use oauth::RegisteredClient;
use oauth_lens_tests::{events_of, hostile};
use report::{Lens, Login};

/// The provider refuses a request without a reason, and a page asks another host.
const RECORDING: &str = concat!(
    r#"{"time":1764322000000,"tab":1,"method":"GET","status":400,"response_headers":{"content-type":"text/html"},"#,
    r#""response_body":"<h1>Bad request</h1>","url":"https://auth.example.com/authorize?response_type=code"#,
    r#"&client_id=web-shop&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb%2F&state=s-1"}"#,
    "\n",
    r#"{"time":1764322001000,"tab":1,"method":"POST","status":400,"url":"https://other.example/oauth/token","#,
    r#""request_body":"grant_type=refresh_token&refresh_token=r-1&client_id=other","#,
    r#""response_headers":{"content-type":"application/json"},"response_body":"{\"error\":\"invalid_grant\"}"}"#,
);

fn client() -> RegisteredClient {
    RegisteredClient {
        client_id: "web-shop".to_owned(),
        redirect_uris: vec!["https://app.example.com/cb".to_owned()],
        ..RegisteredClient::default()
    }
}

/// The sessions of a browser and of a file, with what they are to take into account told before and after.
fn sessions(settings: &Settings) -> Vec<Session> {
    let exchanges = || hostile::exchanges(RECORDING);
    let ingest = |session: &mut Session| {
        session.ingest(events_of(&exchanges(), "").into_iter().map(|(_, event)| event).collect());
    };
    let import = |session: &mut Session| {
        session.import(exchanges(), Vec::new());
    };
    let takes: [&dyn Fn(&mut Session); 2] = [&ingest, &import];
    let of = |take: &dyn Fn(&mut Session), is_first: bool| {
        let mut session = Session::new();
        if is_first {
            session.set(settings.clone());
        }
        take(&mut session);
        let _ = session.analysis();
        session.set(settings.clone());
        session
    };
    takes.iter().flat_map(|take| [of(take, true), of(take, false)]).collect()
}

fn logins(session: &Session) -> Vec<Login> {
    report::report(session, &[], None).logins
}

#[test]
fn a_known_client_explains_a_refusal_without_a_reason() {
    for session in sessions(&Settings { clients: vec![client()], ..Settings::default() }) {
        let login = &logins(&session)[0];
        assert_eq!(login.root_cause, Some("redirect-uri/not-registered"));
        let evidence =
            &login.findings.iter().find(|f| f.rule == "redirect-uri/not-registered").unwrap().evidence;
        assert_eq!(evidence[0].shows.as_str(), "https://app.example.com/cb");
        assert_eq!((evidence[0].message, evidence[0].part.as_str()), (0, "registered.redirect_uris"));
        assert!(evidence[1].runs.iter().any(|run| run.marked && run.text.as_str() == "/"));
    }
    let elsewhere = RegisteredClient { issuer: "https://login.example.org".to_owned(), ..client() };
    let other =
        RegisteredClient { redirect_uris: vec!["https://app.example.com/login".to_owned()], ..client() };
    let here = RegisteredClient { issuer: "https://auth.example.com".to_owned(), ..client() };
    // One of another provider; two of whom either may be meant; the one that is named among two.
    for (clients, is_compared) in
        [(vec![elsewhere], false), (vec![client(), other.clone()], false), (vec![other, here], true)]
    {
        for session in sessions(&Settings { clients: clients.clone(), ..Settings::default() }) {
            let is_cause = logins(&session)[0].root_cause == Some("redirect-uri/not-registered");
            assert_eq!(is_cause, is_compared, "{clients:?}");
        }
    }
}

#[test]
fn a_host_that_is_ignored_has_no_story() {
    let all = sessions(&Settings::default());
    assert!(all.iter().all(|session| logins(session).len() == 2));
    for session in sessions(&Settings { hosts: vec!["other.example".to_owned()], ..Settings::default() }) {
        assert_eq!(logins(&session).len(), 1);
    }
}

#[test]
fn a_rule_that_is_off_is_not_told_but_for_what_broke_a_login() {
    let off: Vec<String> = lint::catalogue().iter().map(|rule| rule.id.to_owned()).collect();
    for session in sessions(&Settings { off: off.clone(), ..Settings::default() }) {
        for login in logins(&session) {
            let found: Vec<_> = login.findings.iter().map(|finding| finding.rule).collect();
            assert_eq!(found, login.root_cause.into_iter().collect::<Vec<_>>());
            assert!(login.root_cause.is_some(), "a refusal is never silent: {found:?}");
        }
    }
}

#[test]
fn a_list_is_told_anew_when_settings_change() {
    let mut session = sessions(&Settings::default()).remove(0);
    let mut lens = Lens::default();
    let first = lens.changes(&session, 0);
    assert!(lens.changes(&session, first.revision as u64).rows.is_empty());
    session.set(Settings { clients: vec![client()], ..Settings::default() });
    let changes = lens.changes(&session, first.revision as u64);
    let cause = changes.rows.iter().find_map(|row| row.cause.as_ref()).unwrap();
    assert_eq!(cause.rule, "redirect-uri/not-registered");
}
