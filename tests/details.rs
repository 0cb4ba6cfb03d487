//! What is said of a single message: its cookies by RFC 6265bis, the CORS check by the Fetch standard, its bodies, and what a field
//! is for.

use std::collections::BTreeSet;

use lint::Session;
use oauth_lens_tests::{scenarios, session_of, transcripts};
use report::{Answer, CookieRow, CookieState, CorsState, Detail, Lens, Login, Question, acts};

fn detail(lens: &mut Lens, session: &Session, login: &Login, message: u32) -> Detail {
    match lens.ask(session, Question::Message { login: login.key.clone(), message }, None) {
        Some(Answer::Message(Some(detail))) => *detail,
        _ => panic!("a message without its detail"),
    }
}

fn raw(lens: &mut Lens, session: &Session, login: &Login, message: u32, reveal: bool) -> String {
    let question = Question::Raw { login: login.key.clone(), message, reveal };
    match lens.ask(session, question, None) {
        Some(Answer::Raw(Some(raw))) => raw.to_string(),
        _ => panic!("a message without its raw view"),
    }
}

fn logins(session: &Session) -> Vec<Login> {
    report::report(session, &[], None).logins
}

const CHROME: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0";

/// How the browser comes back to the app.
#[derive(Clone, Copy)]
struct Back<'a> {
    /// How and when, as a transcript has it.
    how: &'a str,
    method: &'a str,
    address: &'a str,
    agent: &'a str,
    /// What the request carries.
    cookies: Option<&'a str>,
    /// Whether the user saw a page of the provider in between.
    by_page: bool,
}

const BACK: Back<'static> = Back {
    how: "+5s page from=https://auth.example.org",
    method: "GET",
    address: "https://app.example.com/callback",
    agent: CHROME,
    cookies: Some("other=1"),
    by_page: true,
};

/// A login that begins at an address with a cookie, and comes back.
fn login(start: &str, set: &[&str], back: Back<'_>) -> String {
    let Back { how, method, address, agent, cookies, by_page } = back;
    let request = format!(
        "https://auth.example.org/authorize?response_type=code&client_id=web-shop&state=af0ifjsldkj-3Kx9\
         &redirect_uri={}",
        address.replace(':', "%3A").replace('/', "%2F")
    );
    let set: String = set.iter().map(|cookie| format!("< Set-Cookie: {cookie}\n")).collect();
    let answer = "code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj-3Kx9";
    let is_post = method == "POST";
    let location = format!("< 302\n< Location: {address}?{answer}\n");
    let arrival = if is_post { String::new() } else { format!("?{answer}") };
    let provider = match (by_page, is_post) {
        (false, _) => location,
        (true, false) => format!(
            "< 200\n< Content-Type: text/html\n<\n< <form>\n\n\
             @ +9s page from=https://auth.example.org\n> POST https://auth.example.org/login\n~ not recorded\n{location}"
        ),
        (true, true) => "< 200\n< Content-Type: text/html\n<\n< <form>\n".to_owned(),
    };
    let cookies = cookies.map_or(String::new(), |cookies| format!("> Cookie: {cookies}\n"));
    let form = if is_post {
        format!("> Content-Type: application/x-www-form-urlencoded\n>\n> {answer}\n")
    } else {
        String::new()
    };
    format!(
        "@ 09:41:00 page from=https://app.example.com\n> GET {start}\n> Cookie: other=1\n< 302\n< Location: {request}\n{set}\n\
         @ +1s page from=https://app.example.com\n> GET {request}\n> Cookie: idp=1\n{provider}\n\
         @ {how}\n> {method} {address}{arrival}\n> User-Agent: {agent}\n{cookies}{form}< 500\n"
    )
}

/// The rows of the last message's request, and of the first message's answer.
fn cookies(transcript: &str) -> (Vec<CookieRow>, Vec<CookieRow>, Vec<String>) {
    let session = session_of(transcript);
    let login = logins(&session).remove(0);
    let last = login.messages.last().unwrap().number;
    let mut lens = Lens::of_files();
    let asked = detail(&mut lens, &session, &login, last).cookies;
    let set = detail(&mut lens, &session, &login, 1).cookies;
    let (asked, notes) = asked.map_or_else(Default::default, |table| (table.asked, table.notes));
    let notes = notes.iter().map(ToString::to_string).collect();
    (asked, set.map(|table| table.set).unwrap_or_default(), notes)
}

#[track_caller]
fn check(start: &str, set: &[&str], back: Back<'_>, state: CookieState, words: &str) {
    let transcript = login(start, set, back);
    let (asked, ..) = cookies(&transcript);
    let row = asked.iter().find(|row| row.name.as_str().ends_with("sid"));
    let row = row.unwrap_or_else(|| panic!("no cookie sid: {set:?} in\n{transcript}"));
    assert_eq!(row.state, state, "{set:?}: {}", row.why);
    assert!(row.why.as_str().contains(words), "{set:?}: {} lacks {words}", row.why);
    assert_eq!(row.message, Some(1));
}

const START: &str = "https://app.example.com/login";

#[test]
fn a_cookie_that_came_says_who_set_it() {
    let back = Back { cookies: Some("other=1; sid=1"), ..BACK };
    check(START, &["sid=1; Path=/; SameSite=Lax"], back, CookieState::Ok, "Set by message 1.");
    check(START, &["sid=2; Path=/"], back, CookieState::Ok, "another value than message 1 set");
    // What came is said, whatever the rules say.
    check(START, &["sid=1; Path=/; SameSite=Strict"], back, CookieState::Ok, "Set by message 1.");
    check(
        "https://app.example.com:8443/login",
        &["sid=1; Path=/"],
        back,
        CookieState::Ok,
        "Set by message 1.",
    );
    check(
        "https://www.app.example.com/login",
        &["sid=1; Path=/; Domain=app.example.com"],
        back,
        CookieState::Ok,
        "Set by message 1.",
    );
    let (asked, ..) = cookies(&login(START, &["sid=1; Path=/"], back));
    let other = asked.iter().find(|row| row.name.as_str() == "other").unwrap();
    assert!(other.why.as_str().starts_with("Set before this recording"), "{}", other.why);
}

#[test]
fn a_cookie_of_another_host_is_not_the_one_that_came() {
    let back = Back { cookies: Some("other=1; sid=2"), ..BACK };
    let (asked, ..) = cookies(&login("https://www.app.example.com/login", &["sid=1; Path=/"], back));
    let row = asked.iter().find(|row| row.name.as_str() == "sid").unwrap();
    assert_eq!((row.state, row.message), (CookieState::Ok, None), "{}", row.why);
}

#[test]
fn a_cookie_that_did_not_come_says_why() {
    let no = |start: &str, set: &[&str], back: Back<'_>, words: &str| {
        check(start, set, back, CookieState::No, words);
    };
    let post = Back { method: "POST", ..BACK };
    let old_post = Back { how: "+3m page from=https://auth.example.org", ..post };
    no(
        START,
        &["sid=1; Path=/; SameSite=Strict"],
        BACK,
        "SameSite=Strict, and the request comes from another site.",
    );
    no(
        START,
        &["sid=1; Path=/; SameSite=Lax"],
        post,
        "SameSite=Lax, and the request comes from another site by POST.",
    );
    no(START, &["sid=1; Path=/"], old_post, "no SameSite, which this browser takes for Lax");
    no(
        START,
        &["sid=1; Path=/; SameSite=Lax"],
        Back { how: "+5s frame from=https://auth.example.org", ..BACK },
        "not as what the address bar shows",
    );
    no("https://app.example.com/login/start", &["sid=1"], BACK, "without a Path");
    no(START, &["sid=1; Path=/account"], BACK, "for the Path that it names");
    no("https://www.app.example.com/login", &["sid=1; Path=/"], BACK, "its own host alone");
    no(
        START,
        &["sid=1; Path=/; Domain=other.example.com"],
        BACK,
        "its Domain is not one that this host is in",
    );
    no(START, &["sid=1; Path=/; Max-Age=5"], BACK, "for 5 s, and that is over");
    no(START, &["__Host-sid=1; Path=/; Secure; Domain=app.example.com"], BACK, "__Host-");
    no(START, &["sid=1; Path=/; SameSite=None"], BACK, "SameSite=None without Secure");
    no(START, &["sid=1; Path=/; Partitioned"], BACK, "Partitioned without Secure");
    no("http://app.example.com/login", &["sid=1; Path=/; Secure"], BACK, "Secure and came over http");
    no(
        START,
        &["sid=1; Path=/; Secure"],
        Back { address: "http://app.example.com/callback", ..BACK },
        "not https",
    );
    no(START, &[&format!("sid={}; Path=/", "x".repeat(5_000))], BACK, "more than 4096 bytes");
    no(START, &["sid=1; Path=/", "sid=; Path=/; Max-Age=0"], BACK, "message 1 removed it");
    // Nothing that was seen keeps these back.
    no(START, &["sid=1; Path=/; SameSite=Lax"], BACK, "was not seen");
    no(START, &["sid=1; Path=/; SameSite=None; Secure"], post, "was not seen");
    no(START, &["sid=1; Path=/"], post, "was not seen");
    no(START, &["sid=1; Path=/"], Back { agent: FIREFOX, ..old_post }, "was not seen");
    // Redirects alone lead from the app back to it: the request comes from there.
    let straight = Back { by_page: false, how: "+5s page from=https://app.example.com", ..BACK };
    no(START, &["sid=1; Path=/; SameSite=Strict"], straight, "browsers differ");
    no(START, &["sid=1; Path=/; SameSite=Lax"], straight, "was not seen");
}

#[test]
fn what_a_recording_does_not_show_is_said() {
    let unseen =
        login(START, &["sid=1; Path=/; SameSite=Lax", "far=1; Path=/far"], Back { cookies: None, ..BACK });
    let unseen = unseen.replace("> Cookie: other=1\n", "").replace("> Cookie: idp=1\n", "");
    let (asked, _, notes) = cookies(&unseen);
    assert_eq!(notes, ["The recording does not show which cookies this request carried."]);
    let states: Vec<_> = asked.iter().map(|row| (row.name.to_string(), row.state)).collect();
    let expected = [("sid".to_owned(), CookieState::Unknown), ("far".to_owned(), CookieState::No)];
    assert_eq!(states, expected);
}

#[test]
fn an_answer_says_what_becomes_of_its_cookies() {
    let set = [
        "a=1; Path=/",
        "a=2; Path=/",
        "b=1; Secure; SameSite=None; Path=/",
        "__Host-c=1",
        "d=; Max-Age=0",
        "e=1; Path=/x; HttpOnly",
    ];
    let (_, rows, _) = cookies(&login(START, &set, BACK));
    let shown: Vec<_> =
        rows.iter().map(|row| (row.name.to_string(), row.says, row.why.to_string())).collect();
    let is = |at: usize, says: &str, why: &str| {
        assert!(shown[at].1 == says && shown[at].2.contains(why), "{:?}", shown[at]);
    };
    assert_eq!(shown.len(), 6);
    is(0, "kept", "Later message 1 put another one in its place.");
    is(1, "kept", "");
    is(2, "kept", "");
    is(3, "not kept", "__Host-");
    is(4, "removed", "Nothing was seen to be set");
    assert_eq!(rows[5].attributes.as_str(), "path=/x; httponly");
}

/// One judge: where a rule names a cookie that was lost, the table says the same of it.
#[test]
fn the_table_says_what_the_rules_say() {
    // These read the reason from the cookie itself.
    let sure = [
        "cookie/none-without-secure",
        "cookie/prefix-violation",
        "cookie/strict-on-callback",
        "cookie/formpost-samesite",
        "cookie/host-or-path",
        "cookie/secure-over-http",
    ];
    let mut compared = BTreeSet::new();
    let pages = lint::catalogue().iter().filter(|rule| sure.contains(&rule.id));
    for (rule, transcript) in
        pages.flat_map(|rule| transcripts(rule.page, "Fires").into_iter().map(|t| (rule.id, t)))
    {
        let session = session_of(&transcript);
        let mut lens = Lens::of_files();
        for login in logins(&session) {
            let Some(finding) = login.findings.iter().find(|finding| finding.rule == rule) else { continue };
            let arrivals = login.messages.iter().filter(|message| message.kind == "authorization-response");
            let lost: Vec<String> = arrivals
                .filter_map(|arrival| detail(&mut lens, &session, &login, arrival.number).cookies)
                .flat_map(|table| table.asked)
                .filter(|row| {
                    row.state == CookieState::No && finding.summary.as_str().contains(row.name.as_str())
                })
                .map(|row| row.why.to_string())
                .collect();
            assert!(!lost.is_empty(), "{rule}: {} is not in the table of\n{transcript}", finding.summary);
            assert!(lost.iter().all(|why| !why.contains("was not seen")), "{rule}: {lost:?}");
            compared.insert(rule);
        }
    }
    assert_eq!(compared.len(), sure.len(), "{compared:?}");
}

/// The steps and the findings are by one judge: where a rule of CORS has a finding, a step failed, and the reverse.
#[test]
fn the_steps_of_cors_agree_with_its_findings() {
    // These are about something beside the check.
    let beside = ["cors/null-origin", "cors/origin-missing"];
    let (mut failed, mut passed) = (0, 0);
    for (name, transcript) in scenarios() {
        let session = session_of(&transcript);
        let mut lens = Lens::of_files();
        for login in logins(&session) {
            let mut with_failed = BTreeSet::new();
            for message in &login.messages {
                let Some(table) = detail(&mut lens, &session, &login, message.number).cors else { continue };
                passed += usize::from(table.state == CorsState::Passed);
                with_failed.extend(
                    table
                        .steps
                        .iter()
                        .filter(|step| step.state == CorsState::Failed)
                        .map(|step| step.message),
                );
            }
            let of_cors = |rule: &str| rule.starts_with("cors/") && !beside.contains(&rule);
            let found: BTreeSet<u32> = login
                .findings
                .iter()
                .filter(|finding| of_cors(finding.rule) && finding.confidence_text.is_none())
                .filter_map(|finding| finding.message)
                .collect();
            for message in &found {
                assert!(
                    with_failed.contains(message),
                    "{name}: message {message} has a finding, and no step failed"
                );
            }
            for message in &with_failed {
                let told = login.findings.iter().any(|finding| {
                    finding.message == Some(*message)
                        || finding.evidence.iter().any(|e| e.message == *message)
                });
                assert!(told, "{name}: a step of message {message} failed, and no finding is there");
            }
            failed += with_failed.len();
        }
    }
    assert!(failed >= 5 && passed >= 5, "{failed} {passed}");
}

#[test]
fn a_faulty_body_has_its_fault_marked() {
    let (_, transcript) = scenarios().into_iter().find(|(name, _)| name == "fault-pkce-verifier").unwrap();
    let session = session_of(&transcript);
    let login = logins(&session).remove(0);
    let call = login.messages.iter().find(|message| message.kind == "token-request").unwrap().number;
    let detail = detail(&mut Lens::of_files(), &session, &login, call);
    let body = detail.response_body.unwrap();
    let marked: Vec<String> = body
        .lines
        .iter()
        .flat_map(|line| &line.runs)
        .filter(|run| run.marked)
        .map(|run| run.text.to_string())
        .collect();
    assert!(marked.iter().any(|text| text.contains("invalid_grant")), "{marked:?}");
    let gloss = detail.meanings.iter().find(|meaning| meaning.part.as_str() == "form.code_verifier").unwrap();
    assert!(gloss.gloss.contains("PKCE"));
}

#[test]
fn a_raw_view_is_masked_until_its_owner_asks() {
    let (_, transcript) = scenarios().into_iter().find(|(name, _)| name == "fault-pkce-verifier").unwrap();
    let session = session_of(&transcript);
    let login = logins(&session).remove(0);
    let call = login.messages.iter().find(|message| message.kind == "token-request").unwrap().number;
    let mut lens = Lens::of_files();
    let revealed = raw(&mut lens, &session, &login, call, true);
    let verifier = revealed.lines().find(|line| line.contains("code_verifier=")).unwrap();
    let verifier = verifier.split("code_verifier=").nth(1).unwrap().split('&').next().unwrap();
    assert!(verifier.len() >= 43, "{verifier}");
    let masked = raw(&mut lens, &session, &login, call, false);
    assert!(masked.starts_with("POST ") && !masked.contains(verifier), "{masked}");
    assert!(masked.contains("code_verifier=") && masked.contains("\n400\n"), "{masked}");
}

#[test]
fn hostile_content_is_bounded_and_harmless() {
    let many: String = (0..10_000).map(|at| format!("c{at}=v{at}; ")).collect();
    let control = "esc\u{1b}[31m\u{202e}";
    let set: Vec<String> =
        (0..1_000).map(|at| format!("s{at}={}; Path=/{control}", "x".repeat(20))).collect();
    let set: Vec<&str> = set.iter().map(String::as_str).collect();
    let huge = format!("sid={}; Path=/", "y".repeat(100_000));
    let mut all = set.clone();
    all.push(&huge);
    let transcript = login(START, &all, Back { cookies: Some(&many), ..BACK });
    let session = session_of(&transcript);
    // As the panel does it.
    let mut lens = Lens::default();
    let key = lens.changes(&session, 0).rows[0].key.clone();
    let Some(Answer::Login(Some(login))) = lens.ask(&session, Question::Login { login: key }, None) else {
        panic!("the login is there")
    };
    for message in 1..=login.messages.len() as u32 {
        let detail = detail(&mut lens, &session, &login, message);
        let table = detail.cookies.as_ref();
        assert!(table.is_none_or(|table| table.asked.len() <= 200 && table.set.len() <= 200));
        let text = serde_json::to_string(&detail).unwrap();
        assert!(text.len() < 300_000, "{}", text.len());
        for masked in [true, false] {
            let raw = raw(&mut lens, &session, &login, message, !masked);
            assert!(!raw.chars().any(|c| c != '\n' && acts(c)), "message {message}");
        }
        let written: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(!written.to_string().contains(control));
    }
    let first = detail(&mut lens, &session, &login, 1).cookies.unwrap();
    assert!(first.notes.iter().any(|note| note.as_str().contains("more cookies are not listed")));
}
