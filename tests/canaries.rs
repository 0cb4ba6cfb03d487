//! Secrets are planted in every place of a login that can carry one; none may survive into any output.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use oauth_lens_tests::canaries::{self, Case, Form, Haystack, Shape, Spelling, Table};
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
        session.import(recording.exchanges, recording.statements);
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

/// Each generated recording is read in the form in which it was written, holds a login and what is planted in it.
#[test]
fn the_generator_plants_what_it_says() {
    let places = canaries::places();
    let sample = canaries::sample(&places);
    for shape in Shape::ALL {
        assert!(sample.iter().filter(|case| case.shape == shape).count() > 50, "{shape:?}");
    }
    let mut forms = BTreeMap::<String, usize>::new();
    for case in sample.iter().step_by(7) {
        let (name, value) = (case.name(), case.value());
        let recording = case.recording(&value);
        if matches!(case.form, Form::CutHar | Form::CutLines) {
            continue;
        }
        let read = http::readers::read(recording.as_bytes())
            .unwrap_or_else(|e| panic!("{name}: {e:?}\n{recording}"));
        *forms.entry(format!("{:?} as {}", case.form, read.form.name)).or_default() += 1;
        let mut session = lint::Session::new();
        session.import(read.exchanges, read.statements);
        assert!(!report::report(&session, &[], None).logins.is_empty(), "{name}: no login in\n{recording}");
        // Elsewhere bodies are left out or encoded; of a value in a host name only what may stand there is left.
        let is_plain = matches!(case.form, Form::JsonLines | Form::Raw | Form::Transcript);
        if is_plain
            && case.spelling == Spelling::Plain
            && !name.contains("host")
            && !name.contains("network error")
        {
            let found = Haystack::of(&Haystack::decoded(&recording))
                .find(&canaries::needles(case.shape, &value))
                .is_some();
            assert!(found, "{name}: {:?} is not in\n{recording}", value.text);
        }
    }
    assert_eq!(forms.len(), Form::ALL.len() - 2, "{forms:?}");
    println!("{forms:#?}");
}

/// Every place of two kinds of message, or as many rounds over all of them as `CANARY_ROUNDS` says (`./build.sh canaries`).
#[test]
fn no_generated_secret_reaches_any_output() {
    let places = canaries::places();
    let rounds = std::env::var("CANARY_ROUNDS").map_or(0, |rounds| rounds.parse().unwrap());
    let sample = [canaries::sample(&places)].into_iter().filter(|_| rounds == 0);
    let all = (0..rounds).map(|round| canaries::round(&places, round).collect());
    let mut table = Table::default();
    for cases in sample.chain(all) {
        let cases: Vec<Case<'_>> = cases;
        for (case, outcome) in canaries::run_all(&cases, canaries::outputs) {
            table.add(case, outcome);
        }
    }
    println!("{} places{}", places.len(), table.text());
    if let Ok(folder) = std::env::var("CANARY_FOLDER") {
        std::fs::create_dir_all(&folder).unwrap();
        for (at, (name, leak)) in table.examples().enumerate() {
            let name: String =
                name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
            std::fs::write(Path::new(&folder).join(format!("{at}-{name}")), &leak.recording).unwrap();
        }
    }
    assert_eq!(table.leaks(), 0, "secrets came through: the table above says where");
}

#[test]
fn no_attack_comes_through() {
    let attacks = canaries::attacks();
    assert!(attacks.len() >= 50, "{}", attacks.len());
    let mut leaks = Vec::new();
    for attack in &attacks {
        for turn in 0..4 {
            for (output, text) in canaries::outputs(&attack.text, Form::JsonLines, turn) {
                let name = attack.path.file_name().unwrap().display();
                leaks.extend(attack.leaks(&text).into_iter().map(|leak| format!("{name}, {output}: {leak}")));
            }
        }
    }
    leaks.sort();
    leaks.dedup();
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}
