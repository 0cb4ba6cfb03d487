//! Recordings that grow in one direction: what a hostile site, a broken app or a long day makes of a login.
//!
//! Each is JSON lines (`docs/jsonl.md`), so that every way into the core can be given the same: the readers, the fold of
//! browser events, the command, a fuzzer. The same arguments give the same text.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Exchange;
use serde_json::{Value, json};

const APP: &str = "https://app.example.com";
const PROVIDER: &str = "https://auth.example.com";
/// 23 November 2026, 09:41.
const START: f64 = 1_795_426_860_000.0;

/// What a recording says.
///
/// # Panics
/// If it is not one of these.
pub fn exchanges(recording: &str) -> Vec<Exchange> {
    let read = http::readers::read(recording.as_bytes()).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(read.problems, []);
    read.exchanges
}

/// An app that sends the same `state` with every one of its authorization requests, each answered at once.
pub fn pairs_under_one_state(pairs: usize) -> String {
    let mut lines = Lines::default();
    for login in (0..pairs).map(Login::under_one_state) {
        lines.authorization(&login, 302);
        lines.callback(&login, json!({ "status": 200 }));
    }
    lines.text
}

/// The same, but all requests are sent before the first is answered: every answer fits every request.
pub fn late_answers_under_one_state(pairs: usize) -> String {
    let mut lines = Lines::default();
    for login in (0..pairs).map(Login::under_one_state) {
        lines.page_at(&login, login.url(""), json!({ "status": 200 }));
    }
    for login in (0..pairs).map(Login::under_one_state) {
        lines.callback(&login, json!({ "status": 200 }));
    }
    lines.text
}

/// An app that sends its user to the provider again as soon as the code is there.
pub fn redirect_loop(rounds: usize) -> String {
    let mut lines = Lines::default();
    for number in 0..rounds {
        let login = Login { tab: 1, ..Login::new(number) };
        lines.page(
            &login,
            "/login",
            json!({ "status": 302, "response_headers": { "location": login.url("") } }),
        );
        lines.authorization(&login, 302);
        let back = format!("{APP}/login");
        lines.callback(&login, json!({ "status": 302, "response_headers": { "location": back } }));
    }
    lines.text
}

/// A retrying app: one login, and its code exchanged that many times.
pub fn one_code_exchanged(times: usize) -> String {
    let mut lines = Lines::default();
    let login = Login::new(0);
    lines.authorization(&login, 302);
    lines.callback(&login, json!({ "status": 200 }));
    for number in 0..times {
        if number == 0 {
            lines.token(&login);
        } else {
            lines.exchange(&login, 400, json!({ "error": "invalid_grant" }));
        }
    }
    lines.text
}

/// Whole logins, each in its tab.
pub fn logins(count: usize) -> String {
    logins_and_calls(count, 0)
}

/// Whole logins, and calls of an API with their tokens in turn.
pub fn logins_and_calls(logins: usize, calls: usize) -> String {
    let mut lines = Lines::default();
    for number in 0..logins {
        lines.login(&Login::new(number));
    }
    for number in 0..calls {
        lines.call(&Login::new(number % logins), number);
    }
    lines.text
}

/// A login whose authorization request has `state` that many times, with other values.
pub fn repeated_state(times: usize) -> String {
    let mut lines = Lines::default();
    let login = Login::new(0);
    lines.page_at(&login, login.url(&repeated_states(times)), login.answer(302));
    lines.callback(&login, json!({ "status": 200 }));
    lines.text
}

/// Two authorization requests, each with `state` that many times: every value can be looked for in the other one.
pub fn repeated_state_in_two(times: usize) -> String {
    let mut lines = Lines::default();
    let login = Login::new(0);
    for _ in 0..2 {
        lines.page_at(&login, login.url(&repeated_states(times)), login.answer(302));
    }
    lines.callback(&login, json!({ "status": 200 }));
    lines.text
}

fn repeated_states(times: usize) -> String {
    (0..times).map(|number| format!("&state=value-{number}")).collect()
}

/// A login whose URLs and token request have that many parameters more, each with a value of its own.
pub fn parameters(count: usize) -> String {
    let mut lines = Lines::default();
    let login = Login::new(0);
    let more: String =
        (0..count).map(|number| format!("&p{number}={}", random("parameter", number))).collect();
    lines.page_at(&login, login.url(&more), login.answer(302));
    lines.page_at(&login, login.back() + &more, json!({ "status": 200 }));
    lines.exchange_with(&login, &more, 200, login.tokens());
    lines.text
}

/// A login whose token response has that many members more, each a secret.
pub fn members(count: usize) -> String {
    let mut body = Login::new(0).tokens();
    for number in 0..count {
        body[format!("member_{number}")] = Value::from(random("member", number));
    }
    answered(200, body)
}

/// A login whose token response has a list of that many items.
pub fn items(count: usize) -> String {
    let mut body = Login::new(0).tokens();
    body["scope"] = (0..count).map(|number| random("item", number)).collect();
    answered(200, body)
}

/// A login whose token call is answered by an error page of that many lines.
pub fn error_page(lines: usize) -> String {
    let line = |number: usize| format!("<p class=\"row\">Line {number} was {}</p>\n", random("line", number));
    let rows: String = (0..lines).map(line).collect();
    answered(502, Value::from(format!("<html><body>\n{rows}</body></html>")))
}

/// A login whose token response has an ID token with that many claims.
pub fn claims(count: usize) -> String {
    let mut body = Login::new(0).tokens();
    let mut claims = json!({ "iss": PROVIDER, "sub": "alice", "aud": "web-shop", "iat": START / 1_000.0 });
    for number in 0..count {
        claims[format!("claim_{number}")] = Value::from(random("claim", number));
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    body["id_token"] = Value::from(format!("{}.{}.c2ln", part(&json!({ "alg": "RS256" })), part(&claims)));
    answered(200, body)
}

/// A login at whose start that many cookies are set.
pub fn cookies(count: usize) -> String {
    let mut lines = Lines::default();
    let login = Login::new(0);
    let set = |number: usize| Value::from(format!("c{number}={}; Path=/; Secure", random("cookie", number)));
    let cookies: Vec<Value> = (0..count).map(set).collect();
    let headers = json!({ "location": login.back(), "set-cookie": cookies });
    lines.page_at(&login, login.url(""), json!({ "status": 302, "response_headers": headers }));
    lines.callback(&login, json!({ "status": 200 }));
    lines.text
}

/// A login whose request is signed, with one claim of that many bytes.
pub fn long_token(bytes: usize) -> String {
    let mut body = Login::new(0).tokens();
    let claims =
        json!({ "iss": PROVIDER, "sub": "alice", "aud": "web-shop", "long": "long ".repeat(bytes / 5) });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    body["id_token"] = Value::from(format!("{}.{}.c2ln", part(&json!({ "alg": "RS256" })), part(&claims)));
    answered(200, body)
}

/// A login whose token request is answered like that.
fn answered(status: u16, body: Value) -> String {
    let mut lines = Lines::default();
    let login = Login::new(0);
    lines.authorization(&login, 302);
    lines.callback(&login, json!({ "status": 200 }));
    lines.exchange(&login, status, body);
    lines.text
}

/// Long and different in every place, as random values are.
fn random(kind: &str, number: usize) -> String {
    jose::s256(&format!("{kind} {number}"))
}

/// The values of one login, all of its own.
struct Login {
    tab: usize,
    state: String,
    code: String,
    verifier: String,
    token: String,
}

impl Login {
    fn new(number: usize) -> Self {
        let value = |kind: &str| random(kind, number);
        Self {
            tab: number + 1,
            state: value("state"),
            code: value("code"),
            verifier: value("verifier"),
            token: value("token"),
        }
    }

    fn under_one_state(number: usize) -> Self {
        Self { tab: 1, state: "always-the-same".to_owned(), ..Self::new(number) }
    }

    /// The URL of its authorization request, with more parameters at its end.
    fn url(&self, more: &str) -> String {
        format!(
            "{PROVIDER}/authorize?response_type=code&client_id=web-shop&scope=orders&redirect_uri={APP}/callback\
             &state={}&code_challenge={}&code_challenge_method=S256{more}",
            self.state,
            jose::s256(&self.verifier)
        )
    }

    fn back(&self) -> String {
        format!("{APP}/callback?code={}&state={}", self.code, self.state)
    }

    fn tokens(&self) -> Value {
        json!({ "access_token": self.token, "token_type": "Bearer", "expires_in": 3600 })
    }

    fn answer(&self, status: u16) -> Value {
        json!({ "status": status, "response_headers": { "location": self.back() } })
    }
}

/// A recording being written: a line a request, half a second apart.
#[derive(Default)]
struct Lines {
    text: String,
    count: u32,
}

impl Lines {
    /// One line; `fields` are added to those that all have.
    fn line(&mut self, login: &Login, request: Value, fields: Value) {
        let mut line = json!({
            "time": START + f64::from(self.count) * 500.0,
            "duration_ms": 30,
            "seen": "browser",
            "tab": login.tab,
            "frame": 0,
            "request_headers": { "accept": "*/*" },
            "response_headers": { "content-type": "text/html" },
        });
        for (name, value) in [request, fields].iter().filter_map(Value::as_object).flatten() {
            line[name] = value.clone();
        }
        let _ = writeln!(self.text, "{line}");
        self.count += 1;
    }

    fn page_at(&mut self, login: &Login, url: String, response: Value) {
        self.line(login, json!({ "method": "GET", "url": url, "via": "page" }), response);
    }

    fn page(&mut self, login: &Login, path: &str, response: Value) {
        self.page_at(login, format!("{APP}{path}"), response);
    }

    fn authorization(&mut self, login: &Login, status: u16) {
        self.page_at(login, login.url(""), login.answer(status));
    }

    fn callback(&mut self, login: &Login, response: Value) {
        self.page_at(login, login.back(), response);
    }

    fn fetch(&mut self, login: &Login, request: Value, status: u16, body: Value) {
        let response = json!({
            "via": "fetch",
            "from": APP,
            "status": status,
            "response_headers": { "content-type": "application/json", "access-control-allow-origin": APP },
            "response_body": body,
        });
        self.line(login, request, response);
    }

    /// A token request with the login's code.
    fn exchange(&mut self, login: &Login, status: u16, body: Value) {
        self.exchange_with(login, "", status, body);
    }

    /// The same with more parameters at its end.
    fn exchange_with(&mut self, login: &Login, more: &str, status: u16, body: Value) {
        let form = format!(
            "grant_type=authorization_code&client_id=web-shop&redirect_uri={APP}/callback&code={}&code_verifier={}{more}",
            login.code, login.verifier
        );
        let request = json!({
            "method": "POST",
            "url": format!("{PROVIDER}/token"),
            "request_headers": { "content-type": "application/x-www-form-urlencoded", "origin": APP },
            "request_body": form,
        });
        self.fetch(login, request, status, body);
    }

    fn token(&mut self, login: &Login) {
        self.exchange(login, 200, login.tokens());
    }

    fn login(&mut self, login: &Login) {
        self.authorization(login, 302);
        self.callback(login, json!({ "status": 200 }));
        self.token(login);
    }

    fn call(&mut self, login: &Login, number: usize) {
        let request = json!({
            "method": "GET",
            "url": format!("https://api.example.com/items/{number}"),
            "request_headers": { "authorization": format!("Bearer {}", login.token), "origin": APP },
        });
        self.fetch(login, request, 200, json!({ "id": number }));
    }
}
