//! What programs say in their logs: alone it is an answer, beside messages it explains them.

#![allow(missing_docs)]

use http::{Place, Provenance, Secret, Statement};
use lint::{Outcome, Session, Story};
use report::{Report, ReportFormat, Shown, Source};

const CSRF: &str = "[AuthFailure] Invalid authentication via OAuth2: unable to obtain CSRF cookie";
const HEADER: &str = "upstream sent too big header while reading response header from upstream";

/// The lines of a log.
fn log(lines: &[&str]) -> Vec<Statement> {
    let statement = |(number, line): (u32, &&str)| Statement {
        provenance: Provenance::File { input: 0, place: Place::Line(number) },
        time: None,
        text: Secret::from(*line),
        level: http::LogLevel::Unsaid,
    };
    (1..).zip(lines).map(statement).collect()
}

/// A session of transcripts, and of a log after them.
fn session(transcripts: &[&str], lines: &[&str]) -> Session {
    let mut session = Session::new();
    for transcript in transcripts {
        let recording = http::readers::read(transcript.as_bytes()).unwrap();
        assert_eq!(recording.problems, [], "{transcript}");
        session.import(recording.exchanges, recording.statements);
    }
    session.import(Vec::new(), log(lines));
    session
}

/// `kind: root cause > what follows from it` for each story.
fn stories(session: &Session) -> Vec<String> {
    let words = |story: &Story<'_>| {
        let diagnosis = story.diagnosis();
        let groups = diagnosis.groups();
        let of_group = |group: &lint::Group| {
            let ids = std::iter::once(&group.head).chain(&group.followers);
            ids.map(|&index| diagnosis.findings[index].rule.id).collect::<Vec<_>>().join(" > ")
        };
        let groups = groups.iter().filter(|group| group.role != lint::Role::Hygiene);
        let groups: Vec<String> = groups.map(of_group).collect();
        format!("{}: {}", story.kind().id(), groups.join(" | "))
    };
    session.analysis().stories().iter().map(words).collect()
}

/// A login whose callback the app answers with a status.
fn login(state: &str, status: u16) -> String {
    format!(
        "@ page\n> GET https://auth.example.com/authorize?response_type=code&client_id=web-client\
         &redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&state={state}&scope=openid&nonce=N{state}\n< 302\n\
         < location: https://app.example.com/cb?code=C{state}&state={state}\n\n\
         @ page\n> GET https://app.example.com/cb?code=C{state}&state={state}\n< {status}\n"
    )
}

#[test]
fn a_log_alone_is_an_answer() {
    let session = session(&[], &["started", HEADER, "done"]);
    assert_eq!(stories(&session), ["statement: log/nginx-header-too-big"]);
    let analysis = session.analysis();
    assert_eq!(analysis.stories()[0].diagnosis().outcome, Outcome::Failed);
}

#[test]
fn a_log_in_which_nothing_is_known_makes_no_story() {
    let session = session(&[], &["started", "the disk is full: error 28", "oidc plugin: error: xyzzy"]);
    assert_eq!(stories(&session), Vec::<String>::new());
    let said = session.said_in(0).unwrap();
    assert_eq!((said.statements, said.known, said.unknown.len()), (3, 0, 2));
}

#[test]
fn a_statement_explains_what_messages_only_show_the_end_of() {
    let session = session(&[&login("S-1234567890", 500)], &[CSRF]);
    assert_eq!(stories(&session), ["login: log/oauth2-proxy-csrf > callback/server-error"]);
}

#[test]
fn the_status_behind_words_that_wrap_an_error_is_a_reason() {
    let line = "Error redeeming code during OAuth2 callback: token exchange failed: oauth2: cannot fetch token: 403 Forbidden";
    let session = session(&[&login("S-1234567890", 500)], &[line]);
    assert_eq!(stories(&session), ["login: log/oauth2-proxy-redeem > callback/server-error"]);
    let analysis = session.analysis();
    let diagnosis = analysis.stories()[0].diagnosis();
    assert!(diagnosis.findings[0].fix.contains("curl -i"), "{}", diagnosis.findings[0].fix);
}

#[test]
fn a_status_in_an_error_of_an_unknown_program_is_heard() {
    let heard = session(&[], &["oidc plugin: error: it answered 404 Not Found"]);
    assert_eq!(stories(&heard), ["statement: log/status"]);
    let with_step = session(&[], &["oidc plugin: error: discovery failed: 404 Not Found"]);
    assert_eq!(stories(&with_step), ["statement: log/spoken-discovery"]);
    // Without an error of OAuth it says nothing.
    let passed_over = session(&[], &["GET /favicon.ico: 404 Not Found", "oidc plugin ready in 404 ms"]);
    assert_eq!(stories(&passed_over), Vec::<String>::new());
}

#[test]
fn what_messages_prove_stays_the_cause() {
    let token = "@ server\n> POST https://auth.example.com/token\n> content-type: application/x-www-form-urlencoded\n>\n\
                 > grant_type=authorization_code&code=CS-1234567890&client_id=web-client&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb\n\
                 < 401\n< content-type: application/json\n<\n< {\"error\":\"invalid_client\"}\n";
    let line = "oauth2: cannot fetch token: 401 {\"error\":\"invalid_client\"}";
    let session = session(&[&login("S-1234567890", 500), token], &[line]);
    let stories = stories(&session);
    assert!(stories[0].starts_with("login: token/invalid-client"), "{stories:?}");
    let analysis = session.analysis();
    let cause = analysis.stories()[0].diagnosis().root_cause().unwrap();
    let parts: Vec<String> = cause.points.iter().map(|point| point.pointer.part.path()).collect();
    assert!(parts.contains(&"statement".to_owned()) && cause.stated.is_none(), "{parts:?}");
}

#[test]
fn a_shared_value_tells_whose_statement_it_is() {
    let line = format!("{CSRF} (state=S-bbbbbbbbbb)");
    let session = session(&[&login("S-aaaaaaaaaa", 500), &login("S-bbbbbbbbbb", 500)], &[&line]);
    let stories = stories(&session);
    assert!(!stories[0].contains("log/"), "{stories:?}");
    assert!(stories[1].contains("log/oauth2-proxy-csrf"), "{stories:?}");
}

#[test]
fn what_cannot_be_told_stands_alone() {
    let two = [&*login("S-aaaaaaaaaa", 500), &*login("S-bbbbbbbbbb", 500)];
    let of_two = stories(&session(&two, &[CSRF]));
    assert_eq!(of_two.last().map(String::as_str), Some("statement: log/oauth2-proxy-csrf"), "{of_two:?}");
}

#[test]
fn a_file_that_comes_later_changes_the_revision() {
    let mut session = Session::new();
    let recording = http::readers::read(login("S-1234567890", 500).as_bytes()).unwrap();
    session.import(recording.exchanges, recording.statements);
    let before = session.analysis().stories()[0].revision();
    session.import(Vec::new(), log(&[CSRF]));
    let after = session.analysis().stories()[0].revision();
    assert_ne!(before, after);
    assert_eq!(session.analysis().stories()[0].revision(), after, "nothing changed since");
    // What is about no story does not change one.
    session.import(Vec::new(), log(&["nothing"]));
    assert_eq!(session.analysis().stories()[0].revision(), after);
}

#[test]
fn of_one_failure_the_line_that_says_most_is_the_cause() {
    let lines = [
        "[next-auth][error][OAUTH_CALLBACK_ERROR]",
        "https://next-auth.js.org/errors#oauth_callback_error invalid_client (Client authentication failed) {",
        "  at async AuthHandler",
    ];
    assert_eq!(
        stories(&session(&[], &lines)),
        ["statement: token/invalid-client > log/next-auth-oauth-callback"]
    );
    // A status says less than a code, and what follows from another fault less than that fault, in whatever order they stand.
    let refused = [
        "oauth token exchange: Request failed with status code 401",
        "oauth token response: {\"error\":\"invalid_grant\",\"error_description\":\"no\"}",
    ];
    let found = stories(&session(&[], &refused));
    assert!(found[0].starts_with("statement: token/invalid-grant > log/http-axios-status"), "{found:?}");
    for strategy in [
        [
            "passport: OAuth2Strategy requires a clientID option",
            "passport: Unknown authentication strategy \"oidc\"",
        ],
        [
            "passport: Unknown authentication strategy \"oidc\"",
            "passport: OAuth2Strategy requires a clientID option",
        ],
    ] {
        let found = stories(&session(&[], &strategy));
        assert!(found[0].ends_with(" > log/passport-unknown-authentication-strategy"), "{found:?}");
    }
    let trace = [
        "javax.net.ssl.SSLHandshakeException: while calling the token endpoint",
        "  at a.b.C",
        "Caused by: sun.security.validator.ValidatorException: PKIX path building failed: unable to find valid certification path",
    ];
    let stories = stories(&session(&[], &trace));
    assert!(stories[0].starts_with("statement: ") && !stories[0].contains('|'), "{stories:?}");
}

/// The report of a log in all forms, as one text.
fn all_forms(lines: &[&str]) -> String {
    let mut session = Session::new();
    let imported = session.import(Vec::new(), log(lines));
    let source = Source { name: Shown::from("app.log"), kind: "log", imported, problems: Vec::new() };
    let report: Report = report::report(&session, &[source], None);
    ReportFormat::all().iter().map(|format| format.write(&report).unwrap()).collect()
}

#[test]
fn nothing_of_a_line_is_shown_unmasked() {
    let secrets = [
        "wVbR7kq2ZfLx9TnD",
        "hunter2-Xq81ZpLm",
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqb2huIn0.c2lnbmF0dXJl",
        "j.doe@example.com",
    ];
    let around =
        format!("user {} password={} code={} bearer {}", secrets[3], secrets[1], secrets[0], secrets[2]);
    for lines in [
        [format!("{around} {HEADER} {around}"), around.clone()],
        [format!("error: oidc plugin: {around}"), format!("failed: {around}")],
    ] {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let shown = all_forms(&lines);
        for secret in secrets {
            assert!(!shown.contains(secret), "{secret} in\n{shown}");
        }
        assert!(shown.contains("app.log:1"), "{shown}");
    }
}

#[test]
fn a_log_without_a_known_error_says_how_many_lines_were_read() {
    let shown = all_forms(&["started", "error: the flux capacitor of the oidc plugin"]);
    assert!(shown.contains("2 lines read, none holds a request or an error that is known"), "{shown}");
}

#[test]
fn what_a_console_says_of_the_addresses_of_a_login_is_told() {
    let told = |text: &str| {
        let recording = http::readers::read(text.as_bytes()).unwrap();
        let mut session = Session::new();
        session.import(recording.exchanges, recording.statements);
        stories(&session).join(" + ")
    };
    for (text, expected) in [
        ("POST https://app.example.com/auth/callback 500 (Internal Server Error)\n", "answer/refused"),
        ("GET https://app.example.com/auth/callback?code=abc&state=xyz 500\n", "callback/server-error"),
        ("main.js:1  GET https://auth.example.com/userinfo 401\n", "answer/refused"),
        ("GET https://auth.example.com/authorize?prompt=none 400 (Bad Request)\n", "answer/refused"),
        (
            "https://auth.example.com/oauth/token:1  Failed to load resource: the server responded with a status of 400 ()\n",
            "answer/refused",
        ),
        (
            "GET https://app.example.com/auth/callback?code=c-1234567890ab&state=s-1234567890ab 500 (Internal Server Error)\n",
            "callback/server-error",
        ),
        ("GET https://app.example.com/logo.png 404 (Not Found)\n", ""),
    ] {
        let found = told(text);
        assert!(found.ends_with(expected) && found.is_empty() == expected.is_empty(), "{text}{found}");
    }
}

/// A session of a log, as it is read.
fn read(text: &str) -> Session {
    let recording = http::readers::read(text.as_bytes()).unwrap();
    let mut session = Session::new();
    session.import(recording.exchanges, recording.statements);
    session
}

#[test]
fn what_a_line_says_of_its_request_is_heard_beside_it() {
    const ANSWER: &str = "code=1b2c3d4e5f60718293a4b5c6d7e8f9a0&state=VJ3OZGKLX8S9";
    for (line, expected) in [
        (
            r#"{"level":2,"method":"GET","url":"/apps/x/code?@","message":"state does not match"}"#,
            "spoken-state",
        ),
        (
            r#"{"level":"error","method":"GET","url":"/auth/callback?@","message":"nonce in ID token does not match"}"#,
            "spoken-nonce",
        ),
        (
            r#"{"level":"error","method":"GET","url":"/auth/callback?@","message":"session expired, state not found"}"#,
            "spoken-state",
        ),
        (r#"{"method":"GET","url":"/auth/callback?@","message":"the state is a mismatch"}"#, "spoken-state"),
        ("level=error msg=invalid_client from provider method=POST path=/oauth/token", "invalid-client"),
        ("ERROR GET /auth/callback?@ state mismatch", "spoken-state"),
        ("[web] production.ERROR: state mismatch for /login/callback?@", "spoken-state"),
        ("level=warn msg=the code verifier does not match method=GET path=/cb?@", "spoken-verifier-refused"),
    ] {
        let line = line.replace('@', ANSWER);
        let heard = stories(&read(&line));
        assert!(heard.len() == 1 && heard[0].contains(expected), "{line}: {heard:?}");
    }
    for line in [
        r#"{"level":"info","method":"GET","url":"/auth/callback?@","message":"request completed"}"#,
        r#"{"level":"info","method":"GET","url":"/auth/callback?@","message":"state not found in cache"}"#,
        r#"{"level":30,"method":"GET","url":"/auth/callback?@","message":"request completed"}"#,
        r#"{"level":200,"method":"GET","url":"/auth/callback?@","message":"Matched route \"callback\"."}"#,
        r#"{"method":"GET","url":"/auth/callback?@","message":"request completed"}"#,
        r#"{"level":"error","method":"GET","url":"/theme?x=1","message":"template not found"}"#,
        "level=info msg=request completed method=GET path=/auth/callback?@",
        "GET /auth/callback?@ redirecting to the page",
    ] {
        let heard = stories(&read(&line.replace('@', ANSWER)));
        assert!(!heard.iter().any(|story| story.contains("log/")), "{line}: {heard:?}");
    }
}

#[test]
fn a_refused_path_of_a_login_is_told_with_what_was_raised_behind_it() {
    let frames = "  File \"/a/django/views.py\", line 5, in get\n    return self.get(a)\n           ^^^^^\n"
        .repeat(12);
    let trace = |raised: &str| format!("Traceback (most recent call last):\n{frames}{raised}\n");
    let head = "Internal Server Error: /accounts/x/login/callback/\n";
    let access = "[01/May/2026 10:00:01] \"GET /accounts/x/login/callback/?code=c0de-1234&state=st-123456 HTTP/1.1\" 500 145\n";
    for (text, expected) in [
        (format!("{head}{}", trace("KeyError: 'email_verified'")), "statement: log/failure"),
        ("Bad Request: /o/token/\n".to_owned(), "statement: log/failure"),
        (
            format!("{head}{}{access}", trace("KeyError: 'email'")),
            "callback: callback/server-error | log/failure",
        ),
        (format!("{head}{access}"), "callback: callback/server-error"),
        (
            format!(
                "{head}{}",
                trace("allauth.socialaccount.providers.oauth2.client.OAuth2Error: Invalid id_token")
            ),
            "statement: log/django-allauth-oauth2error-invalid-id-token",
        ),
        (
            "Bad Request: /o/token/\n[01/May/2026 10:00:01] \"POST /o/token/ HTTP/1.1\" 400 38\n".to_owned(),
            "request: answer/refused",
        ),
    ] {
        let heard = stories(&read(&text));
        assert_eq!(heard, [expected], "{text}");
    }
    for text in
        ["Not Found: /favicon.ico\n", "Internal Server Error: /shop/\n", "Unauthorized: /api/token/\n"]
    {
        assert_eq!(stories(&read(text)), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn an_error_directly_beside_a_request_that_failed_is_quoted_and_proves_nothing() {
    let access = |status: u16| {
        format!(
            "10.0.0.1 - - [01/May/2026:10:00:01 +0000] \"GET /auth/callback?code=c0de-12345&state=st-123456 HTTP/1.1\" {status} 21\n"
        )
    };
    let with = "callback: callback/server-error | log/moment";
    for (line, expected) in [
        ("Error: connect ECONNREFUSED 10.0.0.1:6379", with),
        ("TypeError: Cannot read properties of undefined (reading 'sub')", with),
        ("redis.exceptions.ConnectionError: Error 111 connecting to cache:6379. Connection refused.", with),
        ("ERROR could not render the page", with),
        ("GET done in 3 ms", "callback: callback/server-error"),
        ("cache: 12 entries", "callback: callback/server-error"),
    ] {
        assert_eq!(stories(&read(&format!("{}{line}\n", access(500)))), [expected], "{line}");
        assert_eq!(stories(&read(&format!("{line}\n{}", access(500)))), [expected], "{line}");
        let far = "ready\n".repeat(8);
        let apart = read(&format!("{}{far}{line}\n", access(500)));
        assert_eq!(stories(&apart), ["callback: callback/server-error"], "{line}");
        let fine = stories(&read(&format!("{}{line}\n", access(302))));
        assert!(!fine.iter().any(|story| story.contains("log/")), "{line}: {fine:?}");
    }
}

#[test]
fn a_console_that_names_only_the_file_tells_its_status() {
    const WORDS: &str = "Failed to load resource: the server responded with a status of 400 (Bad Request)";
    for line in [
        format!("{WORDS} (token, line 0)\n"),
        format!("[Error] {WORDS} (openid-configuration, line 0)\n"),
        format!("token:1  {WORDS}\n"),
    ] {
        assert_eq!(stories(&read(&line)).len(), 1, "{line}");
    }
    for line in
        [format!("{WORDS} (logo.png, line 0)\n"), format!("main.css:1  {WORDS}\n"), format!("{WORDS}\n")]
    {
        assert_eq!(stories(&read(&line)), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn an_error_in_the_address_of_a_callback_needs_no_state() {
    for (text, expected) in [
        ("https://app.example.com/callback?error=access_denied", "callback: callback/access-denied"),
        ("/signin-oidc?error=InvalidScope", "callback: callback/error"),
        ("https://app.example.com/oauth/cb?error=temporarily_unavailable", "callback: callback/error"),
    ] {
        assert_eq!(stories(&read(&format!("{text}\n"))), [expected], "{text}");
    }
    for text in
        ["https://app.example.com/search?error=access_denied", "https://app.example.com/oauth?error=1"]
    {
        assert_eq!(stories(&read(&format!("{text}\n"))), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn what_a_paste_says_beside_the_address_of_a_login_is_not_passed_over() {
    let address = "https://git.example/oauth/authorize?client_id=a&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2F&state=s1-2345678";
    let said = |line: &str| stories(&read(&format!("{address}\n{line}\n")));
    assert_eq!(said("remote: HTTP Basic: Access denied"), ["login: log/beside"]);
    assert_eq!(said("waiting for the browser"), ["login: "]);
}

#[test]
fn an_error_in_an_error_and_a_number_that_is_not_known_are_refusals() {
    for (text, expected) in [
        (
            r#"{"error":{"code":"AccessDenied","message":"You cannot do this, required scopes are missing in the token."}}"#,
            "statement: log/spoken-scope-missing",
        ),
        ("ERROR: MSIS9999: The received grant is of no use.", "statement: log/failure"),
        (
            "Array\n(\n    [error] => invalid_grant\n    [error_description] => Code not valid\n)",
            "statement: token/invalid-grant",
        ),
    ] {
        assert_eq!(stories(&read(&format!("{text}\n"))), [expected], "{text}");
    }
}
