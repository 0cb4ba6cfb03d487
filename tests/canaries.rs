//! Secrets are planted in every place of a login that can carry one; none may survive into any output.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use oauth_lens_tests::{expand, forms, session_of};

fn transcript() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("canaries/login.txt")).unwrap()
}

/// Every planted value, also in the encodings in which it travels.
fn canaries(transcript: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let without_comments: String =
        transcript.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    let mut found: Vec<String> = without_comments
        .match_indices("Kanari")
        .map(|(at, _)| without_comments[at..].chars().take_while(|c| is_part(*c)).collect::<String>())
        .map(|value| value.trim_end_matches('.').to_owned())
        .collect();
    found.sort();
    found.dedup();
    let encoded: Vec<String> = found
        .iter()
        .flat_map(|value| [STANDARD.encode(value), URL_SAFE_NO_PAD.encode(value)])
        .map(|text| text.trim_end_matches('=').to_owned())
        .collect();
    found.extend(encoded);
    // Whole tokens and credentials.
    let expanded = expand(transcript);
    let is_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    for (at, _) in expanded.match_indices("eyJ") {
        let token: String = expanded[at..].chars().take_while(|c| is_token(*c)).collect();
        found.extend(token.rsplit('.').next().filter(|part| part.len() > 8).map(str::to_owned));
    }
    found
}

fn assert_clean(what: &str, output: &str, canaries: &[String]) {
    let leaked: Vec<&String> = canaries.iter().filter(|canary| output.contains(canary.as_str())).collect();
    assert!(leaked.is_empty(), "{what} leaks {leaked:?} in\n{output}");
}

#[test]
fn the_test_would_see_a_leak() {
    let transcript = transcript();
    let canaries = canaries(&transcript);
    assert!(canaries.len() > 100, "{}", canaries.len());
    let leaks = |text: &str| canaries.iter().any(|canary| text.contains(canary.as_str()));
    assert!(leaks("… Kanari.plain.password …"));
    assert!(leaks(&expand("$base64(Kanari.plain.password)")));
    assert!(leaks(&expand(r#"$jwt({"a":1})"#)));
}

#[test]
fn no_secret_reaches_a_report_or_the_panel() {
    let transcript = transcript();
    let canaries = canaries(&transcript);
    let session = session_of(&transcript);
    let report = report::report(&session, &[], None);
    assert!(report.logins.len() >= 3, "the logins are found");
    for format in report::ReportFormat::all() {
        assert_clean(format.name, &format.write(&report).unwrap(), &canaries);
    }
    let view = report::report(&session, &[], None);
    assert_clean("the panel's view", &serde_json::to_string(&view).unwrap(), &canaries);
    let mut tokens = 0;
    for login in &view.logins {
        let found = report::login_tokens(&session, &login.key, None, None, false);
        assert_clean("the tokens of a login", &serde_json::to_string(&found).unwrap(), &canaries);
        tokens += found.tokens.len();
    }
    assert!(tokens >= 5, "only {tokens} tokens are found");
    assert!(report.summary.errors >= 3, "the faults are found, so that evidence is shown");
}

/// The canaries in other forms of recording: each value may arrive in every one of them.
#[test]
fn no_secret_of_another_form_reaches_a_report() {
    let transcript = transcript();
    let canaries = canaries(&transcript);
    let recording = http::readers::read(expand(&transcript).as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
    for (form, text) in
        [("jsonl", forms::json_lines(&recording.exchanges)), ("raw", forms::raw(&recording.exchanges))]
    {
        let recording = http::readers::read(text.as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(recording.form.name, form);
        assert_clean(form, &format!("{:?}", recording.problems), &canaries);
        let mut session = lint::Session::new();
        session.import(recording.exchanges);
        let report = report::report(&session, &[], None);
        assert!(!report.logins.is_empty(), "{form}: the logins are found");
        for format in report::ReportFormat::all() {
            assert_clean(form, &format.write(&report).unwrap(), &canaries);
        }
    }
}

#[test]
fn readers_say_nothing_of_what_they_read() {
    let transcript = expand(&transcript());
    let canaries = canaries(&transcript);
    for cut in (0..transcript.len()).step_by(97).filter(|cut| transcript.is_char_boundary(*cut)) {
        let said = match http::readers::read(&transcript.as_bytes()[cut..]) {
            Ok(recording) => format!("{:?}", recording.problems),
            Err(error) => format!("{error:?}"),
        };
        assert_clean("a reader", &said, &canaries);
    }
}
