//! What is copied of a single message: a command without a secret in it, and values as they stand.

use oauth_lens_tests::{scenarios, session_of};
use report::{Answer, Lens, Login, Question};

fn curl(lens: &mut Lens, session: &lint::Session, login: &Login, message: u32) -> Option<String> {
    match lens.ask(session, Question::Curl { login: login.key.clone(), message }, None) {
        Some(Answer::Curl(command)) => command.map(|command| command.to_string()),
        _ => panic!("a question without its answer"),
    }
}

fn value(
    lens: &mut Lens,
    session: &lint::Session,
    login: &Login,
    message: u32,
    part: &str,
) -> Option<String> {
    let question = Question::Value { login: login.key.clone(), message, part: part.to_owned() };
    match lens.ask(session, question, None) {
        Some(Answer::Value(value)) => value.map(|value| value.to_string()),
        _ => panic!("a question without its answer"),
    }
}

fn token_call(name: &str) -> (lint::Session, Login, u32) {
    let (_, transcript) = scenarios().into_iter().find(|(scenario, _)| scenario == name).unwrap();
    let session = session_of(&transcript);
    let login = report::report(&session, &[], None).logins.remove(0);
    let call = login.messages.iter().find(|message| message.kind == "token-request").unwrap().number;
    (session, login, call)
}

#[test]
fn a_token_request_becomes_a_command_whose_secrets_are_variables() {
    let (session, login, call) = token_call("fault-pkce-verifier");
    let command = curl(&mut Lens::of_files(), &session, &login, call).unwrap();
    for line in [
        "curl -i -X POST",
        "--data-urlencode \"grant_type=authorization_code\"",
        "--data-urlencode \"code=$CODE\"",
        "--data-urlencode \"code_verifier=$CODE_VERIFIER\"",
    ] {
        assert!(command.contains(line), "{line} in {command}");
    }
}

const SECRETS: [&str; 7] = [
    "code",
    "code_verifier",
    "client_secret",
    "client_assertion",
    "refresh_token",
    "assertion",
    "id_token_hint",
];

#[test]
fn no_command_has_the_text_of_a_secret() {
    let mut secrets = 0;
    for (name, transcript) in scenarios() {
        let session = session_of(&transcript);
        let mut lens = Lens::of_files();
        for login in &report::report(&session, &[], None).logins {
            for message in &login.messages {
                let Some(command) = curl(&mut lens, &session, login, message.number) else { continue };
                // What nobody knows is masked too, and can be an address that stands elsewhere.
                let is_secret = |field: &&report::Field| SECRETS.contains(&field.name.as_str());
                for field in message.parameters.iter().filter(is_secret) {
                    let Some(text) = value(&mut lens, &session, login, message.number, field.part.as_str())
                    else {
                        continue;
                    };
                    // Shorter ones occur in words.
                    if text.len() < 12 {
                        continue;
                    }
                    secrets += 1;
                    assert!(!command.contains(&text), "{name}, message {}: {command}", message.number);
                }
            }
        }
    }
    assert!(secrets > 100, "{secrets}");
}

#[test]
fn a_value_is_the_one_that_the_message_has() {
    let (session, login, call) = token_call("fault-pkce-verifier");
    let mut lens = Lens::of_files();
    let shown = &login.messages[call as usize - 1];
    assert_eq!(
        value(&mut lens, &session, &login, call, "form.grant_type").as_deref(),
        Some("authorization_code")
    );
    let verifier = value(&mut lens, &session, &login, call, "form.code_verifier").unwrap();
    assert!(!shown.parameters.iter().any(|field| field.value.as_str() == verifier), "it is masked");
    assert!(value(&mut lens, &session, &login, call, "url").unwrap().starts_with("https://"));
    assert_eq!(value(&mut lens, &session, &login, call, "form.nothing"), None);
    assert_eq!(value(&mut lens, &session, &login, 99, "url"), None);
}
