//! What an app has stored in its page, compared with the login: nothing of it is shown as it stands, and nothing is kept.

use lint::Session;
use oauth_lens_tests::expand;
use report::{Answer, Lens, PageStorage, Question, ReportFormat, Store, Stored, StoredItem, StoredTone};

const STATE: &str = "Zt8QnW3vBq0sLxYk";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const ACCESS: &str = "mZ4tXq91LbPw8sRd5KvYc2Hn";
const REFRESH: &str = "rT7yUe30NcGa6fJo1XiBs9Wk";

/// A login of an app's page that went well; `returned` is the state that came back.
fn login(returned: &str) -> Session {
    let transcript = format!(
        "> GET https://idp.example.com/authorize?response_type=code&client_id=web-shop&state={STATE}&nonce=n-0S6_WzA2Mj\
         &code_challenge={CHALLENGE}&code_challenge_method=S256&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb\n\
         < 302\n< Location: https://app.example.com/cb?code=SplxlOBeZQQYbYS6WxSbIA&state={returned}\n\n\
         > GET https://app.example.com/cb?code=SplxlOBeZQQYbYS6WxSbIA&state={returned}\n< 200\n\n\
         > POST https://idp.example.com/token\n> Content-Type: application/x-www-form-urlencoded\n> Origin: https://app.example.com\n\
         >\n> grant_type=authorization_code&client_id=web-shop&code=SplxlOBeZQQYbYS6WxSbIA&code_verifier={VERIFIER}\
         &redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb\n\
         < 200\n< Content-Type: application/json\n<\n\
         < {{\"access_token\":\"{ACCESS}\",\"refresh_token\":\"{REFRESH}\",\"token_type\":\"Bearer\",\"expires_in\":300}}\n"
    );
    let recording = http::readers::read(expand(&transcript).as_bytes()).unwrap();
    let mut session = Session::new();
    session.import(recording.exchanges, recording.statements);
    session
}

fn item(store: Store, name: &str, value: &str) -> StoredItem {
    StoredItem { store, name: name.to_owned(), value: value.to_owned() }
}

fn page(items: Vec<StoredItem>) -> PageStorage {
    PageStorage { origin: "https://app.example.com".to_owned(), items, left_out: 0, refused: Vec::new() }
}

fn ask(session: &Session, page: PageStorage) -> Stored {
    let mut lens = Lens::default();
    let key = lens.changes(session, 0).rows[0].key.clone();
    let answer = lens.ask(session, Question::Stored { login: key, page }, None);
    let Some(Answer::Stored(Some(stored))) = answer else { panic!("no answer") };
    stored
}

/// What it is, the library, how that is, and the verdict, of each value.
fn lines(stored: &Stored) -> Vec<String> {
    let line = |value: &report::StoredValue| {
        let library = value.library.unwrap_or("-");
        format!("{} | {library} | {:?} | {}", value.what, value.tone, value.verdict)
    };
    stored.values.iter().map(line).collect()
}

/// How each library stores a login that waits for its answer, and the tokens behind it.
#[test]
fn the_forms_of_the_libraries_are_recognised() {
    let other = "another-value-of-another-time-0123456789-abcdef";
    let transaction = |state: &str, verifier: &str| {
        format!(r#"{{"state":"{state}","code_verifier":"{verifier}","nonce":"n-0S6_WzA2Mj"}}"#)
    };
    let encode = |text: &str| {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.encode(text)
    };
    let cases: Vec<(&str, Store, String, String, usize)> = vec![
        (
            "oidc-client-ts",
            Store::LocalStorage,
            format!("oidc.{STATE}"),
            format!(r#"{{"id":"{STATE}","code_verifier":"{VERIFIER}","client_id":"web-shop"}}"#),
            3,
        ),
        (
            "oidc-client-ts",
            Store::SessionStorage,
            "oidc.user:https://idp.example.com:web-shop".into(),
            format!(r#"{{"access_token":"{ACCESS}","refresh_token":"{REFRESH}"}}"#),
            2,
        ),
        (
            "MSAL.js",
            Store::SessionStorage,
            "msal.web-shop.request.params".into(),
            encode(&format!(r#"{{"codeVerifier":"{VERIFIER}","state":"{STATE}"}}"#)),
            2,
        ),
        (
            "MSAL.js",
            Store::LocalStorage,
            "u.t-login.example.com-refreshtoken-web-shop----".into(),
            format!(r#"{{"credentialType":"RefreshToken","secret":"{REFRESH}"}}"#),
            1,
        ),
        ("Auth0 SPA", Store::SessionStorage, "a0.spajs.txs.web-shop".into(), transaction(STATE, VERIFIER), 3),
        (
            "Auth0 SPA",
            Store::Cookie,
            "a0.spajs.txs.web-shop".into(),
            transaction(STATE, VERIFIER).replace('"', "%22").replace('{', "%7B"),
            3,
        ),
        (
            "Auth0 SPA",
            Store::LocalStorage,
            "@@auth0spajs@@::web-shop::default::openid".into(),
            format!(r#"{{"body":{{"access_token":"{ACCESS}"}},"expiresAt":1}}"#),
            1,
        ),
        (
            "keycloak-js",
            Store::LocalStorage,
            format!("kc-callback-{STATE}"),
            format!(r#"{{"state":"{STATE}","nonce":"n-0S6_WzA2Mj","pkceCodeVerifier":"{VERIFIER}"}}"#),
            4,
        ),
        (
            "AppAuth",
            Store::LocalStorage,
            "Hh1_appauth_authorization_request".into(),
            format!(r#"{{"state":"{STATE}","internal":{{"code_verifier":"{VERIFIER}"}}}}"#),
            2,
        ),
        (
            "Amplify",
            Store::LocalStorage,
            "CognitoIdentityServiceProvider.web-shop.oauthPKCE".into(),
            VERIFIER.into(),
            1,
        ),
        (
            "Amplify",
            Store::LocalStorage,
            "CognitoIdentityServiceProvider.web-shop.jane.accessToken".into(),
            ACCESS.into(),
            1,
        ),
        (
            "Firebase",
            Store::LocalStorage,
            "firebase:authUser:AIza:[DEFAULT]".into(),
            format!(
                r#"{{"uid":"u1","stsTokenManager":{{"refreshToken":"{REFRESH}","accessToken":"{ACCESS}"}}}}"#
            ),
            2,
        ),
        (
            "Supabase",
            Store::LocalStorage,
            "sb-abc-auth-token".into(),
            format!(r#"{{"access_token":"{ACCESS}","refresh_token":"{REFRESH}"}}"#),
            2,
        ),
        (
            "Supabase",
            Store::LocalStorage,
            "sb-abc-auth-token-code-verifier".into(),
            format!("\"{VERIFIER}\""),
            1,
        ),
        (
            "Supabase",
            Store::Cookie,
            "sb-abc-auth-token".into(),
            format!("base64-{}", encode(&format!(r#"{{"access_token":"{ACCESS}"}}"#))),
            1,
        ),
        (
            "NextAuth",
            Store::Cookie,
            "__Secure-next-auth.state".into(),
            format!("eyJhbGciOiJkaXIifQ..{other}.x.y"),
            1,
        ),
    ];
    let session = login(STATE);
    for (library, store, name, value, count) in cases {
        let stored = ask(&session, page(vec![item(store, &name, &value)]));
        assert_eq!(stored.values.len(), count, "{library} {name}: {:?}", lines(&stored));
        for one in &stored.values {
            assert_eq!(one.library, Some(library), "{name}");
            let is_sealed = one.verdict.as_str().contains("encrypts it");
            assert_eq!(is_sealed, library == "NextAuth", "{name}: {}", one.verdict);
            let is_own = is_sealed || !one.verdict.as_str().contains("Not ");
            assert!(is_own && one.tone != StoredTone::Error, "{name}: {}", one.verdict);
        }
    }
}

#[test]
fn stored_values_are_told_from_those_of_other_attempts() {
    let items = || {
        vec![
            item(
                Store::SessionStorage,
                "a0.spajs.txs.web-shop",
                &format!(r#"{{"state":"left-over-state-value","code_verifier":"{}"}}"#, "b".repeat(43)),
            ),
            item(Store::LocalStorage, "anything", STATE),
            item(Store::LocalStorage, "app", &format!(r#"{{"auth":{{"at":"{ACCESS}"}}}}"#)),
            item(Store::LocalStorage, "filter", r#"{"state":"in-delivery","nonce":"9f3kd02m"}"#),
            item(Store::LocalStorage, "theme", "dark"),
        ]
    };
    let left_over = [
        "code verifier | Auth0 SPA | Warning | Does not belong to the code_challenge of message 1: left over from another attempt, or of another login.",
        "state | Auth0 SPA | Warning | Not the one of this login (message 1): left over from another attempt, or of another login.",
    ];
    let of_something_else = [
        "access token | - | Warning | The one of message 3.",
        "nonce | - | Info | Is called so, and is none of this login: it may be of something else.",
        "state | - | Info | Is called so, and is none of this login: it may be of something else.",
    ];
    for (returned, verdict) in [
        (STATE, "state | - | Ok | Same as sent (message 1) and as it came back in the callback (message 2)."),
        (
            "attackers-own-state",
            "state | - | Error | Same as sent (message 1). The callback (message 2) has another one.",
        ),
    ] {
        let mut expected: Vec<&str> =
            left_over.into_iter().chain([verdict]).chain(of_something_else).collect();
        let mut said = lines(&ask(&login(returned), page(items())));
        let tones: Vec<_> = said.iter().filter_map(|line| line.split(" | ").nth(2)).collect();
        let order = ["Error", "Warning", "Ok", "Info"];
        assert!(tones.is_sorted_by_key(|tone| order.iter().position(|known| known == tone)), "{tones:?}");
        said.sort();
        expected.sort_unstable();
        assert_eq!(said, expected);
    }
}

#[test]
fn a_token_that_scripts_can_read_is_said_so() {
    let session = login(STATE);
    for (store, word) in [
        (Store::LocalStorage, "after the browser was closed"),
        (Store::SessionStorage, "as long as the tab is open"),
        (Store::Cookie, "HttpOnly"),
    ] {
        let stored = ask(&session, page(vec![item(store, "token", ACCESS), item(store, "s", STATE)]));
        let said: Vec<_> = stored.values.iter().map(|value| value.hygiene.is_some()).collect();
        assert_eq!(said, [true, false]);
        assert!(stored.values[0].hygiene.unwrap().contains(word));
        assert_eq!(stored.values[0].tone, StoredTone::Warning);
    }
}

#[test]
fn what_is_missing_what_is_elsewhere_and_what_was_refused_is_said() {
    let notes = |page: PageStorage| {
        ask(&login(STATE), page).notes.iter().map(|note| note.text.to_string()).collect::<Vec<_>>()
    };
    let nowhere = "Nothing of a login is stored where scripts can read it. What is in IndexedDB, in the app's memory, in cookies with HttpOnly or on the app's server is not seen here.";
    assert_eq!(
        notes(page(Vec::new())),
        [
            "Of message 1 not stored here now: the state, the code verifier, the nonce. Libraries take it out when they read the answer: that is as it should be where the app went on. Where the app says that it does not know the state, or lost the request, it was gone before.",
            nowhere
        ]
    );
    let elsewhere = PageStorage { origin: "https://idp.example.com".into(), ..page(Vec::new()) };
    assert_eq!(
        notes(elsewhere),
        [
            "This page is of idp.example.com, the app of this login of app.example.com: what the app stored is not seen here. Open a page of the app in this tab, and look again.",
            nowhere
        ]
    );
    let refused = PageStorage {
        origin: "null".into(),
        refused: vec![Store::LocalStorage, Store::Cookie],
        left_out: 3,
        ..page(Vec::new())
    };
    assert_eq!(
        notes(refused),
        [
            "This page has no origin of its own (an empty tab, an error page or a sandbox): it stores nothing.",
            "The browser does not let this page read its localStorage.",
            "The browser does not let this page read its cookies.",
            "3 of what is stored was too much or too large to be read.",
            nowhere
        ]
    );
}

/// Whatever the page says: no value of it is shown as it stands, and what follows is as if nobody had asked.
#[test]
fn nothing_that_a_page_says_is_shown_or_kept() {
    let session = login(STATE);
    let secret = "Qx7-unseen-verifier-value-0123456789-ABCDEFGH";
    let hostile = [
        format!(
            r#"{{"__proto__":{{"state":"{secret}"}},"constructor":{{"prototype":{{"nonce":"{secret}"}}}}}}"#
        ),
        format!(r#"{{"<img src=x onerror=alert(1)>":{{"code_verifier":"{secret}"}}}}"#),
        "[".repeat(60_000),
        format!("{{\"a\":{}\"x\"{}}}", "{\"a\":".repeat(40), "}".repeat(40)),
        "x".repeat(70_000),
        format!(r#"{{"access_token":"\u001b[31m{secret}\u202e"}}"#),
    ];
    let mut items: Vec<StoredItem> =
        hostile.iter().map(|value| item(Store::LocalStorage, "oidc.k", value)).collect();
    items.push(item(Store::LocalStorage, &format!("oidc.{secret}"), "{}"));
    items.extend((0..5_000).map(|at| {
        item(Store::SessionStorage, &format!("state{at}"), &format!("{{\"state\":\"{at}-{secret}\"}}"))
    }));
    let mut lens = Lens::default();
    let key = lens.changes(&session, 0).rows[0].key.clone();
    let report = |lens: &mut Lens| {
        let question = Question::Report { login: None, format: ReportFormat::all()[0] };
        let Some(Answer::Report(text)) = lens.ask(&session, question, None) else { panic!() };
        text
    };
    let before = report(&mut lens);
    let Some(Answer::Stored(Some(stored))) =
        lens.ask(&session, Question::Stored { login: key, page: page(items) }, None)
    else {
        panic!("no answer")
    };
    assert!(stored.values.len() <= 200, "{}", stored.values.len());
    let told = serde_json::to_string(&stored).unwrap();
    for value in [secret, STATE, ACCESS, "\u{1b}", "\u{202e}"] {
        assert!(!told.contains(value), "{value:?} is told");
    }
    assert!(stored.notes.iter().any(|note| note.text.as_str().contains("too much or too large")));
    assert_eq!(report(&mut lens), before);
}
