//! Two logins beside each other: what differs is what broke the one.

use std::collections::HashMap;

use oauth_lens_tests::{recorded, scenarios, session_of};
use report::{Answer, Comparison, Lens, Login, Question, Report};

fn report(session: &lint::Session) -> Report {
    report::report(session, &[], None)
}

#[test]
fn a_login_does_not_differ_from_itself() {
    for (name, transcript) in scenarios() {
        for login in &report(&session_of(&transcript)).logins {
            let comparison = Comparison::of(login, login);
            assert!(comparison.first.is_none(), "{name}");
            assert!(comparison.steps.is_empty(), "{name}");
            let pages = login.messages.iter().filter(|message| message.kind == "provider-page").count();
            assert!(comparison.alike + pages >= login.messages.len(), "{name}");
        }
    }
}

/// The part that a sentence names: `…, Token request: form.redirect_uri is …`.
fn part(comparison: &Comparison) -> String {
    let first = comparison.first.as_ref().map_or_else(String::new, |first| first.text.to_string());
    let after = first.split_once(": ").map_or("", |(_, after)| after);
    after.split(' ').next().unwrap_or_default().to_owned()
}

#[test]
fn the_difference_from_a_login_that_went_well_is_what_was_broken_on_purpose() {
    let sessions: HashMap<String, lint::Session> = recorded().into_iter().collect();
    let longest = |name: &str| -> Login {
        let logins = report(&sessions[&format!("hars/{name}.har")]).logins;
        logins.into_iter().max_by_key(|login| login.messages.len()).unwrap()
    };
    for (good, bad, expected) in [
        ("op-oidcts-healthy", "op-oidcts-code-dropped", "query.code"),
        ("op-oidcts-healthy", "op-oidcts-state-changed", "query.state"),
        ("op-oidcts-healthy", "op-oidcts-redirect-uri-unregistered", "query.redirect_uri"),
        ("op-oidcts-healthy", "op-oidcts-client-unknown", "query.client_id"),
        ("op-oidcts-healthy", "op-oidcts-scope-unknown", "query.scope"),
        ("op-oidcts-healthy", "op-oidcts-idt-aud", "id_token.aud"),
        ("op-oidcts-healthy", "op-oidcts-idt-iss-resigned", "id_token.iss"),
        ("op-oidcts-healthy", "op-oidcts-idt-exp", "id_token.exp"),
        ("op-oidcts-healthy", "op-oidcts-tok-no-id_token", "response.json.id_token"),
        ("op-oidcts-healthy", "op-oidcts-tok-ctype-html", "response.header.content-type"),
        ("op-oidcts-healthy", "op-oidcts-disc-html200", "response.header.content-type"),
        ("op-oidcts-healthy", "op-oidcts-ui-401", "response.header.www-authenticate"),
        ("op-o4w-healthy", "op-o4w-bug-no-verifier", "form.code_verifier"),
    ] {
        let comparison = Comparison::of(&longest(good), &longest(bad));
        assert_eq!(part(&comparison), expected, "{bad}: {:?}", comparison.first.map(|first| first.text));
    }
}

#[test]
fn what_is_compared_with_is_the_last_of_the_client_that_went_well() {
    let (_, session) = recorded()
        .into_iter()
        .find(|(_, session)| {
            let logins = report(session).logins;
            logins.len() > 1 && logins.iter().all(|login| login.kind == "login" && login.client_id.is_some())
        })
        .expect("a recording of several logins");
    let logins = report(&session).logins;
    let mut lens = Lens::of_files();
    for login in &logins {
        let question = Question::Compare { login: login.key.clone(), other: None };
        let Some(Answer::Compare(comparison)) = lens.ask(&session, question, None) else {
            panic!("a question without its answer")
        };
        let Some(comparison) = comparison else { continue };
        assert_eq!(comparison.this.key, login.key);
        assert_ne!(comparison.other.key, login.key);
        let other = logins.iter().find(|other| other.key == comparison.other.key).unwrap();
        assert_eq!(other.client_id, login.client_id);
    }
}

#[test]
fn a_recording_without_a_login_that_went_well_has_nothing_to_compare_with() {
    let transcript = scenarios().into_iter().find(|(name, _)| name == "fault-cors-token").unwrap().1;
    let session = session_of(&transcript);
    let login = report(&session).logins.remove(0).key;
    let answer = Lens::of_files().ask(&session, Question::Compare { login, other: None }, None);
    assert!(matches!(answer, Some(Answer::Compare(None))));
}
