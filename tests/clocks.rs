//! Two halves of one login, written by machines whose clocks differ.

use lint::Session;
use oauth_lens_tests::{diagnosis, expand, session_of, transcripts};

const BROWSER: &str = r#"
@ 09:41:00 page
> GET https://auth.example.com/authorize?response_type=code&client_id=web-shop&scope=openid
>   &redirect_uri=https%3A%2F%2Fshop.example.com%2Fcallback&state=state-of-the-shop-login&nonce=nonce-of-the-shop-login
>   &code_challenge=$s256(verifier-of-the-shop-login-with-43-characters)&code_challenge_method=S256
< 302
< Date: $date(09:41:00)
< Location: https://shop.example.com/callback?code=code-of-the-shop-login&state=state-of-the-shop-login

@ 09:41:01 page
> GET https://shop.example.com/callback?code=code-of-the-shop-login&state=state-of-the-shop-login
< 302
< Date: $date(09:41:03)
< Location: /

@ 09:41:05 page
> GET https://auth.example.com/authorize?response_type=code&client_id=other&scope=openid
>   &redirect_uri=https%3A%2F%2Fother.example.com%2Fcallback&state=state-of-another-login&prompt=none
< 302
< Date: $date(09:41:05)
< Location: https://other.example.com/callback?error=login_required&state=state-of-another-login
"#;

/// What the shop's server wrote: by its own clock at `own`, by the provider's at 09:41:02.
fn server(own: &str, expires: &str) -> String {
    format!(
        r#"
@ {own} server
> POST https://auth.example.com/token
> Authorization: Basic $base64(web-shop:secret-of-the-shop)
> Content-Type: application/x-www-form-urlencoded
>
> grant_type=authorization_code&code=code-of-the-shop-login
>   &redirect_uri=https%3A%2F%2Fshop.example.com%2Fcallback
>   &code_verifier=verifier-of-the-shop-login-with-43-characters
< 200
< Date: $date(09:41:02)
< Content-Type: application/json
<
< {{"access_token": "access-token-of-alice", "token_type": "Bearer", "expires_in": 3600,
<  "id_token": "$jwt({{"iss":"https://auth.example.com","aud":"web-shop","sub":"alice","nonce":"nonce-of-the-shop-login","iat":$time(09:41:02),"exp":$time({expires})}})"}}
"#
    )
}

fn together(halves: &[&str]) -> Session {
    let mut session = Session::new();
    for half in halves {
        let recording = http::readers::read(expand(half).as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
        session.import(recording.exchanges, recording.statements);
    }
    session
}

/// Milliseconds from the first message of the first login to its token request.
fn offset_of_token_request(session: &Session) -> Option<f64> {
    let analysis = session.analysis();
    let logins = analysis.stories();
    let messages = &logins.first()?.flow().messages;
    let token = messages.iter().find(|m| m.kind == oauth::MessageKind::TokenRequest)?;
    Some(token.exchange.started?.as_millis() - messages.first()?.exchange.started?.as_millis())
}

#[test]
fn times_of_the_second_half_are_moved_onto_the_first_one_s_clock() {
    let right = together(&[BROWSER, &server("09:41:02", "11:41:02")]);
    for own in ["10:41:02", "08:11:02", "09:43:32"] {
        let moved = together(&[BROWSER, &server(own, "11:41:02")]);
        let apart = offset_of_token_request(&moved).expect("the token request is part of the login");
        assert!((apart - 2_000.0).abs() <= 1_000.0, "{own}: {apart}");
        let kinds = |session: &Session| -> Vec<_> {
            session
                .analysis()
                .stories()
                .iter()
                .map(|login| login.flow().messages.iter().map(|m| m.kind).collect::<Vec<_>>())
                .collect()
        };
        assert_eq!(kinds(&moved), kinds(&right), "{own}");
    }
    assert_eq!(offset_of_token_request(&right), Some(2_000.0), "clocks that agree stay as they are");
}

#[test]
fn a_clock_that_is_off_is_found_all_the_same() {
    // The shop's server is an hour ahead, so that the token has expired for it: its library refuses it.
    let half = server("10:41:02", "09:51:02");
    let alone = diagnosis(&together(&[&half]));
    assert!(
        alone.contains("root cause jwt/clock-skew-idp"),
        "whose clock is off is not to be told:\n{alone}"
    );
    for halves in [[BROWSER, &half], [&half, BROWSER]] {
        let found = diagnosis(&together(&halves));
        assert!(found.contains("root cause jwt/expired"), "the browser's half is a witness:\n{found}");
    }
    // Nothing is wrong by the clock of a server that is right, whatever the browser's clock shows.
    let late_browser = BROWSER.replace("@ 09:41", "@ 10:41");
    let right = server("09:41:02", "09:51:02");
    let found = diagnosis(&together(&[&late_browser, &right]));
    assert!(!found.contains("jwt/"), "{found}");
}

#[test]
fn a_report_says_that_times_were_moved() {
    let report = |halves: &[&str]| {
        let mut session = Session::new();
        let sources: Vec<report::Source> = halves
            .iter()
            .map(|half| {
                let recording =
                    http::readers::read(expand(half).as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
                report::Source {
                    name: report::Shown::from_user("a file"),
                    kind: recording.form.name,
                    imported: session.import(recording.exchanges, recording.statements),
                    problems: Vec::new(),
                }
            })
            .collect();
        let markdown = report::ReportFormat::named("markdown").unwrap();
        markdown.write(&report::report(&session, &sources, None)).unwrap()
    };
    let said = "clock was 2 min 30 s ahead of the first file's";
    assert!(report(&[BROWSER, &server("09:43:32", "11:41:02")]).contains(said));
    assert!(!report(&[BROWSER, &server("09:41:02", "11:41:02")]).contains("clock was"));
}

/// What a rule's page shows fires with these words.
fn summaries(rule: &str, of: &str) -> Vec<String> {
    let page = lint::rule(rule).unwrap().page;
    let found = transcripts(page, "Fires").into_iter().filter(|text| text.contains(of)).map(|text| {
        let view = report::report(&session_of(&text), &[], None);
        view.logins[0].findings[0].summary.to_string()
    });
    found.collect()
}

#[test]
fn the_times_of_an_assertion_are_told() {
    let ends = |rule, of, words: &[&str]| {
        let found = summaries(rule, of);
        assert_eq!(found.len(), words.len(), "{found:?}");
        for (summary, words) in found.iter().zip(words) {
            assert!(summary.ends_with(words), "{summary}");
        }
    };
    let expired = "It had expired 10 min before the request.";
    let ahead = "Its iat is 3 min in the future.";
    ends("token/assertion-invalid", "\"jti\"", &[expired, ahead]);
    ends("token/invalid-client", "client_secret=$jwt", &[expired]);
    ends("token/invalid-grant", "assertion=$jwt", &[expired]);
}
