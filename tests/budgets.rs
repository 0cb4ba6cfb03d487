//! What a look may cost has budgets. What they leave out is said, and nothing comes out that a larger budget would hide.

use lint::Session;
use oauth_lens_tests::{events_of, hostile};
use report::{Answer, Changes, Lens, Login, Question, ReportFormat};

/// Parameters of each message: many more than are learnt at a look.
const PARAMETERS: usize = 1_500;

/// The value of the last parameter: words, so that nothing but its being known hides it where it stands elsewhere.
const SECRET: &str = "velvet-harbour";

/// A login whose answer says that value once more.
fn recording() -> String {
    let last = jose::s256(&format!("parameter {}", PARAMETERS - 1));
    let text = hostile::parameters(PARAMETERS).replace(&last, SECRET);
    assert!(text.contains("Bearer") && text.contains(SECRET));
    text.replace("Bearer", SECRET)
}

fn live() -> Session {
    let mut session = Session::new();
    let events = events_of(&hostile::exchanges(&recording()), "");
    session.ingest(events.into_iter().map(|(_, event)| event).collect());
    session
}

fn look(lens: &mut Lens, session: &Session, since: f64) -> (Changes, Login) {
    let changes = lens.changes(session, since as u64);
    let key = lens.changes(session, 0).rows[0].key.clone();
    let answer = lens.ask(session, Question::Login { login: key }, None);
    let Some(Answer::Login(Some(login))) = answer else { panic!("the login is there") };
    (changes, *login)
}

fn is_closed(login: &Login) -> bool {
    login.left_out.iter().any(|left_out| left_out.part == "words")
}

fn reports(lens: &mut Lens, session: &Session) -> Vec<String> {
    let written = ReportFormat::all().iter().map(|format| {
        match lens.ask(session, Question::Report { login: None, format }, None) {
            Some(Answer::Report(text)) => text,
            _ => panic!("{} is written", format.name),
        }
    });
    written.collect()
}

#[test]
fn what_is_not_learnt_yet_is_not_shown() {
    let session = live();
    for format in 0..ReportFormat::all().len() {
        // Each by a lens that has not looked before.
        let written = &reports(&mut Lens::default(), &session)[format];
        assert!(!written.contains("velvet"), "{written}");
    }
    let mut lens = Lens::default();
    let (changes, login) = look(&mut lens, &session, 0.0);
    let shown = serde_json::to_string(&(&changes.rows, &login)).unwrap();
    assert!(is_closed(&login) && shown.contains("(…)"));
    assert!(!shown.contains("velvet"), "{shown}");
}

#[test]
fn look_after_look_all_is_learnt_and_rows_are_made_again() {
    let session = live();
    let mut lens = Lens::default();
    let (mut changes, mut login) = look(&mut lens, &session, 0.0);
    let mut looks = 1;
    while is_closed(&login) {
        looks += 1;
        assert!(looks < 50, "it ends");
        (changes, login) = look(&mut lens, &session, changes.revision);
        let shown = serde_json::to_string(&(&changes.rows, &login)).unwrap();
        assert!(!shown.contains("velvet"), "{shown}");
    }
    assert!(looks > 1);
    // All may have been learnt for the list or for the login.
    let later = lens.changes(&session, changes.revision as u64).rows;
    assert_eq!(changes.rows.len() + later.len(), 1, "its row had words left out");
    let rows = serde_json::to_string(&lens.changes(&session, 0).rows).unwrap();
    assert!(!rows.contains("(…)") && !rows.contains("velvet"), "{rows}");
    for written in reports(&mut lens, &session) {
        assert!(!written.contains("velvet") && !written.contains("(…)"), "{written}");
    }
}

/// Many logins at once, as after a restart: none of them has much to learn.
#[test]
fn of_many_stories_a_look_learns_some_and_the_next_ones_the_rest() {
    let mut session = Session::new();
    let events = events_of(&hostile::exchanges(&hostile::logins(900)), "");
    session.ingest(events.into_iter().map(|(_, event)| event).collect());
    let mut lens = Lens::default();
    let (mut changes, mut login) = look(&mut lens, &session, 0.0);
    assert!(is_closed(&login) && changes.rows.len() > 300, "{} rows", changes.rows.len());
    let mut looks = 1;
    while is_closed(&login) {
        looks += 1;
        assert!(looks < 20, "it ends");
        (changes, login) = look(&mut lens, &session, changes.revision);
    }
    assert!(looks > 1);
    let rows = serde_json::to_string(&lens.changes(&session, 0).rows).unwrap();
    assert!(!rows.contains("(…)"), "{rows}");
}

#[test]
fn what_is_left_out_is_said_in_every_form() {
    let session = live();
    let report = report::report(&session, &[], None);
    let login = &report.logins[0];
    let parameters: Vec<_> = login.left_out.iter().filter(|left_out| left_out.part == "parameters").collect();
    assert_eq!(parameters.len(), 3, "{:?}", login.not_seen);
    for message in &login.messages {
        assert!(message.parameters.len() <= 200);
        let said = parameters.iter().find(|left_out| left_out.message == Some(message.number));
        assert!(said.is_some_and(|said| said.count + message.parameters.len() >= PARAMETERS));
    }
    for format in ReportFormat::all() {
        let written = format.write(&report).unwrap();
        // A picture breaks lines.
        let words = written.replace(['<', '>'], " ");
        let said = ["more of the parameters", "of message 1 are not shown"];
        assert!(said.iter().all(|part| words.contains(part)), "{}", format.name);
        assert!(!written.contains("velvet"), "{}", format.name);
    }
}

/// What is too long to be learnt in all its parts may be shown in a part: that is said.
#[test]
fn what_is_learnt_in_part_is_said() {
    let told = |state: &str| {
        let line = serde_json::json!({
            "time": 1_764_322_000_000_u64, "method": "POST", "url": "https://auth.example.com/token",
            "request_body": format!("grant_type=authorization_code&code=abc-17&client_id=web&state={state}"),
            "status": 400, "response_headers": { "content-type": "application/json" },
            "response_body": r#"{"error":"invalid_grant"}"#,
        });
        let mut session = Session::new();
        session.import(hostile::exchanges(&line.to_string()), Vec::new());
        let report = report::report(&session, &[], None);
        let is_told = report.logins[0].left_out.iter().any(|left_out| left_out.part == "parts of values");
        ReportFormat::all().iter().for_each(|format| {
            let words = format.write(&report).unwrap().replace(['<', '>'], " ");
            assert_eq!(words.contains("learnt in all"), is_told, "{}", format.name);
        });
        is_told
    };
    assert!(!told("velvet-harbour%7Clantern-meadow"));
    assert!(told(&"velvet-harbour%7C".repeat(2_000)));
}

/// What is nested deeper than anybody nests ends no stack, wherever it stands.
#[test]
fn nesting_is_bounded() {
    for depth in [16, 127, 200, 20_000] {
        let nested = format!("{}\"x\"{}", "[".repeat(depth), "]".repeat(depth));
        let objects = format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        for body in [&nested, &objects, &"<a>".repeat(depth), &"{'a':[".repeat(depth)] {
            let line = serde_json::json!({
                "time": 1_764_322_000_000_u64, "method": "POST", "url": "https://auth.example.com/token",
                "request_body": "grant_type=refresh_token&refresh_token=abc-17&client_id=web",
                "status": 400, "response_headers": { "content-type": "application/json" }, "response_body": body,
            });
            let mut session = Session::new();
            session.import(hostile::exchanges(&line.to_string()), Vec::new());
            let report = report::report(&session, &[], None);
            assert_eq!(report.logins.len(), 1, "{depth}");
            ReportFormat::all().iter().for_each(|format| assert!(format.write(&report).is_ok()));
        }
    }
}
