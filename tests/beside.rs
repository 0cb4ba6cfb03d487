//! Logins beside each other and tokens after them: loops with their lap, who changed a cookie, what a refresh lost.

use oauth_lens_tests::session_of;

/// The sentences of the last story's root cause: its rule, its summary, and the notes of its evidence.
fn cause(transcript: &str, story: usize) -> (&'static str, Vec<String>) {
    let session = session_of(transcript);
    let report = report::report(&session, &[], None);
    let login = report.logins.get(story).unwrap_or_else(|| panic!("no story {story} in {transcript}"));
    let first = login.findings.first().unwrap_or_else(|| panic!("no finding in {transcript}"));
    let notes = first.evidence.iter().filter_map(|evidence| Some(evidence.note.as_ref()?.to_string()));
    (first.rule, [first.summary.to_string()].into_iter().chain(notes).collect())
}

fn says(transcript: &str, story: usize, rule: &str, words: &[&str]) {
    let (found, sentences) = cause(transcript, story);
    assert_eq!(found, rule, "{sentences:#?}");
    for words in words {
        assert!(sentences.iter().any(|said| said.contains(words)), "“{words}” is not in {sentences:#?}");
    }
}

/// The app's redirect to the provider and the request there, for the Nth login in a tab.
fn begins(number: usize, tab: usize, start: &str) -> String {
    let query = format!(
        "response_type=code&client_id=web-shop&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&state=state-number-{number}-of-this-test"
    );
    format!(
        "@ +100ms page tab={tab}
> GET https://app.example.com{start}
< 302
< Set-Cookie: oauth_state=state-number-{number}; Path=/; Secure; HttpOnly; SameSite=Lax
< Location: https://auth.example.com/authorize?{query}

@ +100ms page tab={tab}
> GET https://auth.example.com/authorize?{query}
> Cookie: idp=7f3a
"
    )
}

/// The provider's redirect back, and the request that it leads to.
fn comes_back(number: usize, tab: usize, cookie: &str) -> String {
    let to =
        format!("/callback?code=code-number-{number}-of-this-test&state=state-number-{number}-of-this-test");
    format!(
        "< 302
< Location: https://app.example.com{to}

@ +100ms page tab={tab}
> GET https://app.example.com{to}
{cookie}"
    )
}

#[test]
fn a_loop_over_logins_says_its_lap_and_what_changes() {
    let mut transcript = String::new();
    for number in 1..=4 {
        transcript += &begins(number, 1, "/account");
        transcript += &comes_back(number, 1, &format!("> Cookie: oauth_state=state-number-{number}\n"));
        transcript += "< 302\n< Location: https://app.example.com/account\n< Set-Cookie: session=9; Path=/app; Secure\n\n";
    }
    says(
        &transcript,
        2,
        "cookie/session-dropped",
        &["Login 3 in a row in this tab that asks for the same, each with a state of its own"],
    );
    let rows = report::Lens::default().changes(&session_of(&transcript), 0).rows;
    assert_eq!(rows.iter().map(|row| row.lap).collect::<Vec<_>>(), [0, 2, 3, 4]);
}

#[test]
fn a_circle_of_redirects_says_how_often_and_by_way_of_what() {
    let lap = |cookie: &str| {
        format!(
            "@ +50ms page tab=1
> GET https://app.example.com/callback?code=code-of-this-test-0001&state=state-of-this-test-0001
> Cookie: {cookie}
< 302
< Location: https://app.example.com/login/done

@ +50ms page tab=1
> GET https://app.example.com/login/done
> Cookie: {cookie}
< 302
< Location: https://app.example.com/callback?code=code-of-this-test-0001&state=state-of-this-test-0001

"
        )
    };
    let end = "@ +50ms page tab=1
> GET https://app.example.com/callback?code=code-of-this-test-0001&state=state-of-this-test-0001
> Cookie: a=1
! net::ERR_TOO_MANY_REDIRECTS
";
    let transcript = lap("a=1") + &lap("a=1") + end;
    says(
        &transcript,
        0,
        "network/redirect-loop",
        &[
            "It had been there 2 times before",
            "The last lap changed nothing: parameters and cookies are the same.",
        ],
    );
    let transcript = lap("a=1") + &lap("a=2") + end;
    says(&transcript, 0, "network/redirect-loop", &["In the last lap the cookies changed"]);
}

#[test]
fn who_overwrote_the_cookie_is_named() {
    let transcript = begins(1, 1, "/login")
        + "< 200\n\n"
        + &begins(2, 2, "/login")
        + "< 200\n\n"
        + "@ +2s page tab=1\n> POST https://auth.example.com/login\n"
        + &comes_back(1, 1, "> Cookie: oauth_state=state-number-2\n")
        + "< 403\n";
    says(
        &transcript,
        0,
        "state/crossed",
        &["another login began in another tab, ", " after this one, and its answer overwrote the cookie"],
    );
    let by_asset = transcript
        .replacen(
            "@ +100ms page tab=2\n> GET https://app.example.com/login\n",
            "@ +100ms page tab=1\n> GET https://app.example.com/favicon.ico\n> Sec-Fetch-Dest: image\n",
            1,
        )
        .replace("tab=2", "tab=1");
    says(&by_asset, 0, "state/crossed", &["in the same tab", "by a request that was for no page"]);
}

#[test]
fn who_deleted_the_cookie_is_named() {
    let transcript = begins(1, 1, "/login")
        + "< 200\n\n"
        + &begins(2, 2, "/login")
        + &comes_back(2, 2, "> Cookie: oauth_state=state-number-2\n")
        + "< 302\n< Location: https://app.example.com/\n< Set-Cookie: oauth_state=; Path=/; Max-Age=0\n\n"
        + "@ +2s page tab=1\n> POST https://auth.example.com/login\n"
        + &comes_back(1, 1, "> Cookie: session=9\n")
        + "< 403\n";
    says(
        &transcript,
        0,
        "cookie/state-not-sent",
        &["later the app's answer to another login in another tab deleted it"],
    );
}

const LOGIN: &str = "@ fetch from=https://app.example.com
> POST https://auth.example.com/token
> Content-Type: application/x-www-form-urlencoded
>
> grant_type=authorization_code&code=code-of-this-test-0001&client_id=web-shop&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&code_verifier=verifier-of-this-test-with-43-characters-abc
< 200
< Content-Type: application/json
< Access-Control-Allow-Origin: *
<
< {\"access_token\":\"access-token-one-0001\",\"token_type\":\"Bearer\",\"expires_in\":300,\"scope\":\"openid read write\",\"refresh_token\":\"refresh-token-one-0001\"}

";

fn refresh(with: &str, answer: &str) -> String {
    format!(
        "@ +5m fetch from=https://app.example.com
> POST https://auth.example.com/token
> Content-Type: application/x-www-form-urlencoded
>
> grant_type=refresh_token&refresh_token={with}&client_id=web-shop
{answer}"
    )
}

fn gives(members: &str) -> String {
    format!(
        "< 200\n< Content-Type: application/json\n< Access-Control-Allow-Origin: *\n<\n< {{\"token_type\":\"Bearer\",\"expires_in\":300,{members}}}\n\n"
    )
}

const REFUSED: &str = "< 400\n< Content-Type: application/json\n< Access-Control-Allow-Origin: *\n<\n< {\"error\":\"invalid_grant\"}\n\n";

#[test]
fn what_a_refresh_lost_is_named() {
    let call = "@ +1s fetch from=https://app.example.com
> GET https://api.example.com/orders
> Authorization: Bearer access-token-two-0002
< 403
< Access-Control-Allow-Origin: *
< WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"write\"

";
    let transcript = LOGIN.to_owned()
        + &refresh(
            "refresh-token-one-0001",
            &gives(
                "\"access_token\":\"access-token-two-0002\",\"scope\":\"openid read\",\"refresh_token\":\"refresh-token-two-0002\"",
            ),
        )
        + call;
    says(&transcript, 0, "api/403-insufficient-scope", &["the login's token had it: the refresh lost it"]);
    let (_, sentences) = cause(&transcript.replace("\"openid read\"", "\"openid read write\""), 0);
    assert!(!sentences.iter().any(|said| said.contains("lost")), "{sentences:#?}");
    let lost_token = LOGIN.to_owned()
        + &refresh(
            "refresh-token-one-0001",
            &gives("\"access_token\":\"access-token-two-0002\",\"refresh_token\":\"refresh-token-two-0002\""),
        )
        + &refresh("refresh-token-one-0001", REFUSED);
    says(&lost_token, 0, "refresh/reused", &["and the app sent the old one again"]);
}

/// Of two requests with one refresh token the second is refused: a race where they overlap, an old token where they do not.
#[test]
fn a_race_of_renewals_is_told_from_an_old_token() {
    let answer =
        gives("\"access_token\":\"access-token-two-0002\",\"refresh_token\":\"refresh-token-two-0002\"");
    let race = LOGIN.to_owned()
        + &refresh("refresh-token-one-0001", &answer)
        + &refresh("refresh-token-one-0001", REFUSED).replace("+5m", "+200ms");
    says(&race, 0, "refresh/concurrent", &["the provider took one and refused the other"]);
}

/// What a repetition says hides the first error.
#[test]
fn the_first_failure_is_the_cause_of_the_second() {
    let (request, _) = LOGIN.split_once("< 200").unwrap();
    let answer = |status: u16, body: &str| {
        format!(
            "{request}< {status}\n< Content-Type: application/json\n< Access-Control-Allow-Origin: *\n<\n< {body}\n\n"
        )
    };
    let transcript =
        answer(500, r#"{"error":"server_error","error_description":"The directory did not answer in time"}"#)
            + &answer(400, r#"{"error":"invalid_grant","error_description":"Code was already redeemed"}"#);
    says(
        &transcript,
        0,
        "token/first-failure",
        &[
            "The first token request with this code failed with status 500: The directory did not answer in time",
        ],
    );
}

/// A hybrid login whose token answer nobody read has an ID token, and its UserInfo is called with a token that was never seen.
#[test]
fn a_userinfo_call_stays_with_the_login_of_its_tab() {
    let request = |state: &str, kind: &str| {
        format!(
            "https://auth.example.com/authorize?response_type={kind}&client_id=todo-app&scope=openid\
             &redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&state={state}&nonce=nonce-of-{state}"
        )
    };
    let hybrid = request("state-of-the-first-tab", "code+id_token");
    let other = request("state-of-the-second-tab", "code");
    let transcript = format!(
        "@ page tab=1
> GET {hybrid}
< 302
< Location: https://app.example.com/callback#code=code-of-the-first-tab&state=state-of-the-first-tab&id_token=$jwt({{\"iss\":\"https://auth.example.com\",\"aud\":\"todo-app\",\"sub\":\"alice\",\"nonce\":\"nonce-of-state-of-the-first-tab\"}})

@ page tab=1
> GET https://app.example.com/callback
< 200

@ page tab=2
> GET {other}
< 200

@ fetch tab=1 from=https://app.example.com
> POST https://auth.example.com/token
> Content-Type: application/x-www-form-urlencoded
>
> grant_type=authorization_code&client_id=todo-app&code=code-of-the-first-tab&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback
< 200
< Content-Type: application/json
~ not recorded

@ fetch tab=1 from=https://app.example.com
> GET https://auth.example.com/userinfo
> Authorization: Bearer access-token-that-nobody-saw
< 200
< Content-Type: application/json
<
< {{\"sub\": \"alice\"}}
"
    );
    let session = session_of(&oauth_lens_tests::expand(&transcript));
    let report = report::report(&session, &[], None);
    let kinds = |login: &report::Login| {
        login.messages.iter().map(|message| format!("{:?}", message.kind)).collect::<Vec<_>>().join(" ")
    };
    let of_login: Vec<String> = report.logins.iter().map(kinds).collect();
    assert_eq!(of_login.len(), 2, "{of_login:?}");
    assert!(of_login[0].to_lowercase().contains("userinfo"), "{of_login:?}");
    assert!(!of_login[1].to_lowercase().contains("userinfo"), "{of_login:?}");
}

/// A browser's recording without pages: no message names a tab.
#[test]
fn a_loop_is_one_where_no_tab_is_named() {
    let mut entries = Vec::new();
    for number in 1..=4 {
        let query = format!(
            "response_type=code&client_id=web-shop&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&state=state-{number}-of-this-test"
        );
        let back = format!(
            "https://app.example.com/callback?code=code-{number}-of-this-test&state=state-{number}-of-this-test"
        );
        let mut hop = |at: usize, url: &str, to: &str, cookie: &str| {
            entries.push(format!(
                r#"{{"startedDateTime":"2026-11-23T09:41:{number:02}.{at}00Z","time":20,"request":{{"method":"GET","url":"{url}","headers":[]}},"response":{{"status":302,"headers":[{{"name":"Location","value":"{to}"}},{{"name":"Set-Cookie","value":"{cookie}"}}],"content":{{}}}}}}"#
            ));
        };
        let provider = format!("https://auth.example.com/authorize?{query}");
        hop(1, "https://app.example.com/account", &provider, "oauth_state=1; Path=/; Secure; HttpOnly");
        hop(3, &provider, &back, "idp=1; Path=/; Secure; HttpOnly");
        hop(5, &back, "https://app.example.com/account", "session=9; Domain=other.example; Path=/; Secure");
    }
    let har = format!(
        r#"{{"log":{{"version":"1.2","creator":{{"name":"t","version":"1"}},"entries":[{}]}}}}"#,
        entries.join(",")
    );
    let recording = http::readers::read(har.as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
    let mut session = lint::Session::new();
    session.import(recording.exchanges, recording.statements);
    let report = report::report(&session, &[], None);
    let login = &report.logins[1];
    let cause = login.root_cause.as_ref().map(ToString::to_string);
    assert!(cause.is_some(), "{:?}", login.outcome_text.to_string());
}
