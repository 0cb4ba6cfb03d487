//! Every secret of a login, named before anything is shown: so the names do not depend on what is shown first, and no
//! secret escapes inside a text that is shown before the place where it is known.

use http::{Headers, Parameters, Uri};
use lint::Session;
use oauth::{Flow, FlowMessage, MessageKind};
use serde_json::Value;

use super::beside::{Beside, is_credential};
use super::fields::{self, Treatment};
use super::redactor::Redactor;
use super::shape::{Mode, Strength, is_open, is_technical, strength};
use super::spelling::readable;
use super::uri::tenant_in;
use crate::view::parameters;

/// Values of each story that one look at a live recording learns: no honest login has many more that are new.
pub(crate) const MOST_OF_STORY: usize = 100;

/// So many more of all its stories together: what more of them cost could be felt.
pub(crate) const MORE_OF_LOOK: usize = 200;

/// Values that a look at the list learns of all stories together: some 15 µs each, and as much again until they can be found.
pub(crate) const MOST_OF_LIST: usize = 1_200;

/// Values that a look at one login learns: the list has been looked at before.
pub(crate) const MOST_OF_LOGIN: usize = 500;

/// Values of a live recording that are learnt at all: each is kept in some spellings, and what finds them is larger still.
pub(crate) const MOST: usize = 30_000;

/// How deep into a JSON body secrets are looked for, and into what is encoded in them.
const DEEPEST: usize = 16;

/// Bytes of the longest value that is looked into for what is encoded in it.
const LONGEST_NESTED: usize = 16 * 1024;

/// Bytes of the longest body of no known form that is looked through.
const LONGEST_TEXT: usize = 64 * 1024;

/// Digits of the shortest number that is a secret: shorter ones stand everywhere.
const SHORTEST_NUMBER: usize = 4;

/// Letters of the longest part of a path that is one word.
const LONGEST_WORD: usize = 16;

/// All secrets of a recording.
pub(crate) fn learn_all(redactor: &Redactor, session: &Session) {
    session.analysis().stories().iter().for_each(|story| learn(redactor, story.flow()));
    learn_beside(redactor, session);
}

/// The credentials in what belongs to no story.
pub(crate) fn learn_beside(redactor: &Redactor, session: &Session) {
    session.overheard().iter().for_each(|line| redactor.study_beside(line.text()));
    if session.overheard_is_cut() {
        redactor.set_cut();
    }
    let mut beside = Beside::new(redactor);
    session.look_at_files(|exchange| {
        let uri = &exchange.request.uri;
        let fields = uri.query().iter().chain(uri.fragment().iter());
        for (name, value) in fields.chain(exchange.form().into_iter().flat_map(Parameters::iter)) {
            if is_credential(name) {
                redactor.learn(name, value);
            }
        }
        learn_password(redactor, uri);
        beside.learn(exchange);
        let received = exchange.response.as_ref().and_then(|response| response.headers.present());
        for headers in exchange.request.headers.present().into_iter().chain(received) {
            learn_headers(redactor, headers);
        }
    });
}

/// The runs of letters and digits in a text.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| !run.is_empty())
}

/// The secrets of a story.
pub(crate) fn learn(redactor: &Redactor, flow: &Flow<'_>) {
    flow.messages.iter().for_each(|message| learn_open(redactor, message));
    for statement in &flow.statements {
        let text = statement.text.text();
        hosts_in(text).for_each(|host| open_host(redactor, host));
        let places = lint::known_words(text);
        let known = places.iter().filter_map(|place| text.get(place.clone()));
        known.flat_map(runs).for_each(|run| redactor.open(run));
        redactor.study_statement(text, &places);
    }
    for message in &flow.messages {
        if redactor.stops() {
            return;
        }
        learn_parameters(redactor, message);
        let exchange = message.exchange;
        let response = exchange.response.as_ref();
        let received = response.and_then(|response| response.headers.present());
        for headers in exchange.request.headers.present().into_iter().chain(received) {
            learn_headers(redactor, headers);
        }
        let is_public = matches!(
            message.kind,
            MessageKind::Discovery | MessageKind::ResourceMetadata | MessageKind::Jwks
        );
        let sent = exchange.request.body.present();
        let answered = response.and_then(|response| response.body.present()).filter(|_| !is_public);
        sent.into_iter().chain(answered).for_each(|body| learn_body(redactor, body));
        sent.into_iter().for_each(|body| learn_document(redactor, body));
        if let Some(error) = &exchange.error {
            redactor.study(Treatment::Prose, error.text.text());
        }
    }
}

/// What stands in the open by design: hosts, paths, clients.
fn learn_open(redactor: &Redactor, message: &FlowMessage<'_>) {
    let exchange = message.exchange;
    let open_address = |uri: &Uri| {
        open_host(redactor, uri.host());
        // Longer ones may be several words of which somebody made a secret.
        let is_word = |part: &&str| {
            part.bytes().all(|b| b.is_ascii_alphabetic())
                && (part.len() <= LONGEST_WORD || is_technical(part))
        };
        let words = uri.path().split('/').filter(is_word);
        words.chain(tenant_in(uri, uri.path())).for_each(|part| redactor.open(part));
    };
    open_address(&exchange.request.uri);
    if let Some(location) = exchange.location() {
        open_address(location);
    }
    for field in parameters::parameters(message) {
        match fields::parameter(field.name) {
            Treatment::Url => {
                if let Some(uri) = Uri::parse(field.value) {
                    open_address(&uri);
                }
            }
            Treatment::Plain => redactor.open(field.value),
            _ => {}
        }
    }
}

/// A host is shown, and with it the hosts above it: what somebody calls himself may be one of them.
fn open_host(redactor: &Redactor, host: &str) {
    redactor.open(host);
    host.match_indices('.').for_each(|(dot, _)| {
        redactor.open(&host[dot + 1..]);
        redactor.open(&host[dot..]);
    });
    host.split('.').for_each(|label| redactor.open(label));
}

/// The hosts of the addresses in a text.
fn hosts_in(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    text.split("://").skip(1).map(move |rest| &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())])
}

fn learn_parameters(redactor: &Redactor, message: &FlowMessage<'_>) {
    for field in parameters::parameters(message) {
        learn_field(redactor, field.name, field.value, DEEPEST);
    }
    let exchange = message.exchange;
    study_address(redactor, &exchange.request.uri);
    if let Some(location) = exchange.location() {
        let fields = location.query().iter().chain(location.fragment().iter());
        fields.for_each(|(name, value)| learn_field(redactor, name, value.text(), DEEPEST));
        study_address(redactor, location);
    }
}

/// The password in an address.
fn learn_password(redactor: &Redactor, uri: &Uri) {
    if let Some(password) = uri.url().password() {
        redactor.learn("password", &Parameters::decode_value(password).as_str().into());
    }
}

/// An address whose parameters are learnt each for itself: a long one is not read for them once more.
fn study_address(redactor: &Redactor, uri: &Uri) {
    let text = uri.text().text();
    learn_password(redactor, uri);
    let end = if text.len() > LONGEST_NESTED { text.find(['?', '#']) } else { None };
    redactor.study(Treatment::Url, &text[..end.unwrap_or(text.len())]);
}

fn learn_field(redactor: &Redactor, name: &str, value: &str, depth: usize) {
    if redactor.stops() {
        return;
    }
    if !redactor.is_plain_name(name) {
        redactor.learn("name", &name.into());
    }
    match fields::member(name) {
        Treatment::Time if fields::is_time(value) => {}
        Treatment::Coded if fields::is_coded(value) => {}
        Treatment::Secret if fields::names_error(name, value) => {}
        Treatment::Secret | Treatment::Time | Treatment::Coded => {
            redactor.learn(name, &value.into());
            learn_nested(redactor, name, value, depth);
        }
        treatment => redactor.study(treatment, value),
    }
}

fn learn_headers(redactor: &Redactor, headers: &Headers) {
    for (name, value) in headers.iter() {
        if redactor.stops() {
            return;
        }
        let value = value.text();
        match name {
            "authorization" | "proxy-authorization" => {
                let (scheme, credentials) = value.split_once(' ').unwrap_or(("", value));
                redactor.learn("credentials", &credentials.into());
                if scheme.eq_ignore_ascii_case("Basic") {
                    learn_basic(redactor, credentials);
                } else {
                    learn_nested(redactor, "credentials", credentials, DEEPEST);
                }
            }
            "cookie" => value.split(';').for_each(|cookie| learn_cookie(redactor, cookie)),
            "set-cookie" => super::set_cookies(value).into_iter().for_each(|cookie| {
                let mut parts = cookie.split(';');
                learn_cookie(redactor, parts.next().unwrap_or_default());
                // Of what was folded at a line break the next cookie stands behind an attribute.
                let folded = parts.flat_map(|part| part.trim().split(' ').skip(1));
                folded.filter(|pair| pair.contains('=')).for_each(|pair| learn_cookie(redactor, pair));
            }),
            "dpop" => {
                redactor.learn("dpop-proof", &value.into());
                learn_nested(redactor, "dpop-proof", value, DEEPEST);
            }
            _ => match fields::header(name) {
                Some(treatment) => redactor.study(treatment, value),
                None if says_something(name, value) => redactor.learn(name, &value.into()),
                None => {}
            },
        }
    }
}

/// Whether a header that is not shown says what may be a secret elsewhere: not what each browser and server says of itself.
fn says_something(name: &str, value: &str) -> bool {
    /// Headers of browsers and servers (RFC 9110 and the registry of fields) whose values are words, numbers and names of programs.
    const OF_PROGRAMS: [&str; 22] = [
        "alt-svc",
        "content-disposition",
        "content-language",
        "content-location",
        "content-range",
        "dnt",
        "downlink",
        "expect-ct",
        "expires",
        "if-modified-since",
        "keep-alive",
        "nel",
        "p3p",
        "permissions-policy",
        "priority",
        "report-to",
        "reporting-endpoints",
        "rtt",
        "server-timing",
        "timing-allow-origin",
        "user-agent",
        "x-ua-compatible",
    ];
    /// Bytes of the longest code of a language and the longest flag.
    const SHORT: usize = 7;
    if strength(name) != Strength::None {
        return true;
    }
    let is_of_program = OF_PROGRAMS.contains(&name)
        || name == "te"
        || ["accept", "sec-"].iter().any(|begins| name.starts_with(begins));
    let is_one = !value.contains([' ', ',', ';', '"', '=', '/', '(']);
    let is_moment_or_version = value.bytes().all(|b| b.is_ascii_digit() || b".:, -".contains(&b))
        && (value.len() <= SHORT || value.contains(['.', ':']));
    // What a proxy says of who asked stands in the open: addresses of the network.
    let mut addresses = value.split([',', ' ']).filter(|part| !part.is_empty());
    let is_public = is_moment_or_version || addresses.all(|part| part.parse::<std::net::IpAddr>().is_ok());
    let is_shown = !value.contains(' ') && is_open(value, Mode::Path);
    !(is_public || !is_one && is_of_program || is_shown && value.len() <= SHORT)
}

fn learn_cookie(redactor: &Redactor, pair: &str) {
    if redactor.stops() {
        return;
    }
    let Some((name, value)) = pair.trim().split_once('=') else { return };
    if !redactor.is_plain_name(name) {
        redactor.learn("name", &name.into());
    }
    redactor.learn("cookie", &value.into());
    learn_nested(redactor, "cookie", value, DEEPEST);
}

/// The secret of HTTP Basic, as it stands there and as RFC 6749 §2.3.1 encodes it.
fn learn_basic(redactor: &Redactor, credentials: &str) {
    let Some(decoded) = http::Body::from_base64(credentials) else { return };
    let Some((_, secret)) = decoded.text().and_then(|text| text.split_once(':')) else { return };
    redactor.learn("client_secret", &secret.into());
    redactor.learn("client_secret", &Parameters::decode_value(secret).as_str().into());
}

fn learn_body(redactor: &Redactor, body: &http::Body) {
    if let Some(json) = body.json() {
        return learn_json(redactor, "value", json, DEEPEST);
    }
    if let Some(form) = body.form() {
        form.iter().for_each(|(name, value)| learn_field(redactor, name, value.text(), DEEPEST));
    }
    match body.text() {
        Some(text) if text.len() <= LONGEST_TEXT => redactor.study(Treatment::Body, text),
        Some(text) if lint::speaks_of_credentials(text) => redactor.set_cut(),
        _ => {}
    }
}

/// What a client says in XML, of which a report shows no attribute.
fn learn_document(redactor: &Redactor, body: &http::Body) {
    let text = body.text().map(str::trim_start).filter(|text| text.len() <= LONGEST_TEXT);
    if let Some(text) = text.filter(|text| text.starts_with('<') && body.json().is_none()) {
        redactor.learn_parts(text);
    }
}

fn learn_json(redactor: &Redactor, name: &str, value: &Value, depth: usize) {
    match value {
        Value::String(text) => learn_field(redactor, name, text, depth),
        Value::Number(number) if fields::member(name) == Treatment::Secret => {
            let number = number.to_string();
            if number.len() >= SHORTEST_NUMBER {
                redactor.learn(name, &number.as_str().into());
            }
        }
        Value::Array(items) if depth > 0 => {
            let items = items.iter().take_while(|_| !redactor.stops());
            items.for_each(|item| learn_json(redactor, name, item, depth - 1));
        }
        Value::Object(members) if depth > 0 => {
            for (name, value) in members.iter().take_while(|_| !redactor.stops()) {
                if !redactor.is_plain_name(name) {
                    redactor.learn("name", &name.as_str().into());
                }
                learn_json(redactor, name, value, depth - 1);
            }
        }
        _ => {}
    }
}

/// What is encoded in a secret: a token's claims, JSON, a form, a user name and a password.
fn learn_nested(redactor: &Redactor, name: &str, value: &str, depth: usize) {
    if depth == 0 || value.len() > LONGEST_NESTED {
        return;
    }
    if jose::Jwt::is_likely(value) {
        let jwt = jose::Jwt::read(value);
        for (name, value) in &jwt.claims {
            if fields::claim(name) == Treatment::Secret {
                learn_json(redactor, name, value, depth - 1);
            }
        }
        return;
    }
    if value.starts_with(['{', '[']) {
        if let Ok(json) = serde_json::from_str::<Value>(value) {
            learn_json(redactor, name, &json, depth - 1);
        }
    } else if value.contains('=') && value.contains('&') {
        let form = Parameters::decode(value);
        form.iter().for_each(|(name, value)| learn_field(redactor, name, value.text(), depth - 1));
    } else if let Some(uri) = value.contains("://").then(|| Uri::parse(value)).flatten() {
        redactor.study(Treatment::Url, uri.text().text());
    } else if let Some(text) = readable(value.trim_end_matches('=')) {
        learn_nested(redactor, name, &text, depth - 1);
        if let Some((user, password)) = text.split_once(':').filter(|_| !text.starts_with('{')) {
            redactor.learn(name, &user.into());
            redactor.learn(name, &password.into());
        } else if !text.starts_with(['{', '[']) {
            redactor.learn(name, &text.as_str().into());
        }
    }
}
