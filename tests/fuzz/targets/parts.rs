//! The parts of messages: read for themselves, and as what stood there in a login.

use std::borrow::Cow;

use http::cookie::{self, SetCookie};
use http::{Body, Headers, Parameters, Uri};
use serde_json::{Value, json};

const ISSUER: &str = "https://auth.example.com";
const CALLBACK: &str = "https://app.example.com/cb";
const ID_TOKEN: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6ImtleS0xIn0.eyJpc3MiOiJodHRwczovL2F1dGguZXhhbXBsZS5jb20iLCJzdWIiOiJhIiwiYXVkIjoid2ViIn0.bm90IGEgcmVhbCBzaWduYXR1cmUsIDMyIGJ5dGVzLi4";

/// The messages of a login, by where they are in [`login`].
const ASKED: usize = 1;
const CALLED_BACK: usize = 2;
const TOKEN: usize = 3;
const KEYS: usize = 4;
const API: usize = 5;

/// A login that works, as JSON lines (`docs/jsonl.md`).
fn login() -> Vec<Value> {
    let callback = format!("{CALLBACK}?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkjwnqbc");
    let document = json!({ "issuer": ISSUER, "authorization_endpoint": format!("{ISSUER}/authorize"), "token_endpoint": format!("{ISSUER}/token"), "jwks_uri": format!("{ISSUER}/keys") });
    let token = json!({ "access_token": "2YotnFZFEjr1zCsicMWpAA", "token_type": "Bearer", "expires_in": 3600, "id_token": ID_TOKEN });
    vec![
        json!({ "method": "GET", "url": format!("{ISSUER}/.well-known/openid-configuration"), "seen": "server", "status": 200,
            "response_body": document.to_string() }),
        json!({ "method": "GET", "url": format!("{ISSUER}/authorize?response_type=code&client_id=web&scope=openid&state=af0ifjsldkjwnqbc&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb"),
            "seen": "browser", "tab": 1, "via": "page", "status": 302, "response_headers": [["location", callback]] }),
        json!({ "method": "GET", "url": callback, "seen": "browser", "tab": 1, "via": "page", "status": 200,
            "request_headers": [["cookie", "session=abc"]], "response_headers": [["set-cookie", "session=def; Path=/; HttpOnly"]], "response_body": "" }),
        json!({ "method": "POST", "url": format!("{ISSUER}/token"), "seen": "server", "status": 200,
            "request_headers": [["content-type", "application/x-www-form-urlencoded"]],
            "request_body": "grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&client_id=web",
            "response_headers": [["content-type", "application/json"]], "response_body": token.to_string() }),
        json!({ "method": "GET", "url": format!("{ISSUER}/keys"), "seen": "server", "status": 200,
            "response_headers": [["content-type", "application/json"]], "response_body": "{\"keys\":[]}" }),
        json!({ "method": "GET", "url": format!("{ISSUER}/userinfo"), "seen": "server", "status": 401,
            "request_headers": [["authorization", "Bearer 2YotnFZFEjr1zCsicMWpAA"]], "response_headers": [["www-authenticate", "Bearer"]] }),
    ]
}

/// Which of several places an input goes to: one is enough for it, and saves half of the time.
fn turn(bytes: &[u8], count: usize) -> usize {
    bytes.iter().fold(0_usize, |sum, b| sum.wrapping_mul(31).wrapping_add(usize::from(*b))) % count
}

/// The login after a change, with all that is said about it.
fn diagnose(change: impl FnOnce(&mut [Value])) {
    let mut messages = login();
    change(&mut messages);
    for (at, message) in messages.iter_mut().enumerate() {
        message["time"] = json!(1_795_427_000_000_u64 + 500 * at as u64);
    }
    let lines: String = messages.iter().map(|message| format!("{message}\n")).collect();
    super::look::file(lines.as_bytes(), false);
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn parameters(parameters: &Parameters, most: usize) {
    let held: usize = parameters.iter().map(|(name, value)| name.len() + value.text().len()).sum();
    assert!(held <= most, "{held} bytes of parameters, at most {most}");
    for (name, _) in parameters.iter() {
        parameters.parameter(name);
        parameters.seen(name);
        assert!(parameters.has(name));
    }
}

/// An address and, in a second line, a reference in an answer of it: as what is asked for, as where it leads, and in a parameter.
pub(super) fn url(bytes: &[u8]) -> bool {
    let text = text(bytes);
    let (address, reference) = text.split_once('\n').unwrap_or((&text, ""));
    let parsed = Uri::parse(address);
    if let Some(uri) = &parsed {
        parameters(uri.query(), 10 * bytes.len());
        parameters(uri.fragment(), 10 * bytes.len());
        assert!(uri.same_resource(uri) && uri.same_endpoint(uri));
        assert!(Uri::parse(uri.text().text()).is_some_and(|again| again == *uri), "read twice");
        assert!(Uri::parse(uri.url().as_str()).is_some(), "what was read can be read");
        let origin = uri.origin();
        if let Some(joined) = uri.join(reference) {
            assert!(Uri::parse(joined.text().text()).is_some(), "what was joined can be read");
            cookie::is_cross_site(uri, &joined);
        }
        let policy = format!("form-action {reference} {origin}");
        let headers = Headers::from_pairs([("content-security-policy".to_owned(), policy)]);
        for directive in http::csp::directives(&headers, &["form-action"]) {
            directive.allows(uri, uri);
        }
    }
    diagnose(|login| match turn(bytes, 2) {
        0 => {
            login[CALLED_BACK]["url"] = json!(address);
            login[ASKED]["response_headers"] = json!([["location", address]]);
            login[CALLED_BACK]["status"] = json!(302);
            login[CALLED_BACK]["response_headers"] = json!([["location", reference]]);
        }
        _ => {
            let encoded: String = url_encoded(address);
            login[ASKED]["url"] =
                json!(format!("{ISSUER}/authorize?response_type=code&client_id=web&redirect_uri={encoded}"));
            login[API]["url"] = json!(address);
        }
    });
    parsed.is_some()
}

fn url_encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

/// A form: as what is sent for a token, as what comes back, and as what an address ends with.
pub(super) fn form(bytes: &[u8]) -> bool {
    let form = text(bytes);
    parameters(&Parameters::decode(&form), 3 * form.len());
    let body = Body::from_text(&*form);
    body.form().into_iter().chain(body.parameters()).for_each(|read| parameters(read, 3 * form.len()));
    diagnose(|login| match turn(bytes, 3) {
        0 => {
            login[TOKEN]["request_body"] = json!(form);
        }
        1 => {
            login[TOKEN]["response_body"] = json!(form);
            login[TOKEN]["response_headers"] = json!([["content-type", "application/x-www-form-urlencoded"]]);
            login[CALLED_BACK]["url"] = json!(format!("{CALLBACK}?{form}"));
        }
        _ => {
            login[ASKED]["url"] = json!(format!("{ISSUER}/authorize?{form}"));
            login[CALLED_BACK]["method"] = json!("POST");
            login[CALLED_BACK]["request_body"] = json!(form);
        }
    });
    true
}

/// `Cookie`, a header in each line.
pub(super) fn cookie(bytes: &[u8]) -> bool {
    let (text, pairs) = lines(bytes, "cookie");
    let headers = Headers::from_pairs(pairs.clone());
    let names = cookie::names(&headers);
    assert!(names.iter().map(|name| name.len()).sum::<usize>() <= text.len());
    diagnose(|login| {
        login[CALLED_BACK]["request_headers"] = json!(pairs);
        login[ASKED]["request_headers"] = json!(pairs);
    });
    true
}

/// `Set-Cookie`, a header in each line.
pub(super) fn set_cookie(bytes: &[u8]) -> bool {
    let (_, pairs) = lines(bytes, "set-cookie");
    let headers = Headers::from_pairs(
        pairs.iter().cloned().chain([("date".to_owned(), "Mon, 23 Nov 2026 09:41:08 GMT".to_owned())]),
    );
    let fields: Vec<&str> =
        headers.iter().filter(|(name, _)| *name == "set-cookie").map(|(_, value)| value.text()).collect();
    let addresses = ["https://app.example.com/cb", "http://localhost:3000/a/b", "myapp://cb"]
        .map(|text| Uri::parse(text).expect("an address"));
    for set in SetCookie::all(&headers) {
        let field = fields[set.index];
        assert!(set.size <= field.len() && field.contains(set.value()));
        for name in ["secure", "domain", "path", "samesite", "expires", "max-age", "", "httponly"] {
            let range = set.range(name);
            assert_eq!(range.is_some(), set.attribute(name).is_some());
            let shown = range.map(|range| field.get(range).expect("a range of the header"));
            assert!(
                shown.is_none_or(|shown| shown.to_ascii_lowercase().starts_with(name)),
                "{name:?} at {shown:?}"
            );
        }
        set.max_age();
        set.expires();
        for from in &addresses {
            set.refused_by_browser(from);
            for to in &addresses {
                set.kept_from(from, to);
            }
        }
    }
    let name =
        fields.first().and_then(|field| field.split_once('=')).map_or("session", |(name, _)| name.trim());
    diagnose(|login| {
        login[ASKED]["response_headers"] = json!(
            pairs
                .iter()
                .cloned()
                .chain([("location".to_owned(), format!("{CALLBACK}?code=a&state=b"))])
                .collect::<Vec<_>>()
        );
        login[CALLED_BACK]["request_headers"] = json!([["cookie", format!("{name}=1")]]);
        login[CALLED_BACK]["response_headers"] = json!(pairs);
    });
    true
}

/// `WWW-Authenticate`, a header in each line: of an API and of the token endpoint.
pub(super) fn www_authenticate(bytes: &[u8]) -> bool {
    let (_, pairs) = lines(bytes, "www-authenticate");
    diagnose(|login| match turn(bytes, 2) {
        0 => {
            login[API]["response_headers"] = json!(pairs);
        }
        _ => {
            login[API]["request_headers"] = json!([["authorization", "DPoP 2YotnFZFEjr1zCsicMWpAA"]]);
            login[API]["response_headers"] = json!(pairs);
            login[TOKEN]["status"] = json!(401);
            login[TOKEN]["response_headers"] = json!(pairs);
        }
    });
    true
}

/// A document of a provider; after a line with nothing but `---`, that of the API.
pub(super) fn discovery(bytes: &[u8]) -> bool {
    let text = text(bytes);
    let (provider, api) = text.split_once("\n---\n").unwrap_or((&text, &text));
    diagnose(|login| match turn(bytes, 2) {
        0 => {
            login[0]["response_body"] = json!(provider);
        }
        _ => {
            login[0]["url"] = json!("https://api.example.com/.well-known/oauth-protected-resource");
            login[0]["response_body"] = json!(api);
        }
    });
    true
}

/// A key set: of the provider of a login, and as what somebody pasted.
pub(super) fn jwks(bytes: &[u8]) -> bool {
    let text = text(bytes);
    diagnose(|login| login[KEYS]["response_body"] = json!(text));
    super::token::jwks(bytes)
}

fn lines<'b>(bytes: &'b [u8], name: &str) -> (Cow<'b, str>, Vec<(String, String)>) {
    let text = text(bytes);
    let pairs = text.split('\n').map(|line| (name.to_owned(), line.to_owned())).collect();
    (text, pairs)
}
