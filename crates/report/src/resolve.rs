//! What stands at a pointer, and how it may be shown.

use std::ops::Range;

use http::{Redaction, Secret};
use oauth::{Flow, MessageKind, Part, Pointer};
use serde_json::Value;

use crate::mask::fields::{self, Treatment};
use crate::mask::{Masked, Redactor, Shown, readable};
use crate::model::Run;
use crate::view::headers::cookie_attribute;

/// Characters of context on each side of a marked place in a body.
const CONTEXT: usize = 40;

/// Characters of context on each side of what a program says.
const CONTEXT_OF_STATEMENT: usize = 160;

/// Characters of a body without a mark.
const EXCERPT: usize = 160;

/// The text at a pointer in runs, the telling ones marked; nothing where nothing stands there.
pub(crate) fn runs(flow: &Flow<'_>, pointer: &Pointer, redactor: &Redactor) -> Vec<Run> {
    if let Part::Statement(at) = pointer.part {
        return statement_runs(flow, at, pointer, redactor);
    }
    let Some(found) = resolve(flow, pointer, redactor) else {
        return vec![plain(Shown::from("(not there)"))];
    };
    match found {
        Found::Value { label, treatment, text } => value_runs(redactor, &label, treatment, &text, pointer),
        Found::Json { label, treatment, value } => vec![plain(redactor.json(&label, treatment, &value))],
        Found::Body(text) => body_runs(redactor, &text, pointer),
        Found::Shown(shown) => vec![plain(shown)],
        Found::Runs(runs) => runs,
    }
}

/// The text at a pointer; of a marked one only the first telling range.
pub(crate) fn text(flow: &Flow<'_>, pointer: &Pointer, redactor: &Redactor) -> Shown {
    let runs = runs(flow, pointer, redactor);
    let marked = runs.iter().find(|run| run.marked).map(|run| run.text.clone());
    marked.unwrap_or_else(|| Shown::concat(runs.iter().map(|run| &run.text)))
}

enum Found {
    Value { label: String, treatment: Treatment, text: String },
    Json { label: String, treatment: Treatment, value: Value },
    Body(String),
    Shown(Shown),
    Runs(Vec<Run>),
}

fn resolve(flow: &Flow<'_>, pointer: &Pointer, redactor: &Redactor) -> Option<Found> {
    let message = flow.messages.get(pointer.message)?;
    let exchange = message.exchange;
    let parameter = |name: &str, value: Option<&str>| {
        value.map(|text| Found::Value {
            label: name.to_owned(),
            treatment: fields::parameter(name),
            text: text.to_owned(),
        })
    };
    match &pointer.part {
        Part::Method => Some(Found::Value {
            label: "method".to_owned(),
            treatment: Treatment::Prose,
            text: exchange.request.method.clone(),
        }),
        Part::Url => Some(Found::Value {
            label: "url".to_owned(),
            treatment: Treatment::Url,
            text: exchange.request.uri.text().text().to_owned(),
        }),
        Part::Origin => Some(Found::Value {
            label: "origin".to_owned(),
            treatment: Treatment::Url,
            text: exchange.requesting_origin()?,
        }),
        Part::Query(name) => parameter(name, exchange.request.uri.query().captured(name).map(Secret::text)),
        Part::Fragment(name) => {
            let arrived = flow.authorization_responses();
            let arrived = arrived.iter().find(|response| response.message == pointer.message);
            match arrived {
                Some(response) => parameter(name, response.parameters.captured(name).map(Secret::text)),
                None => parameter(name, exchange.request.uri.fragment().captured(name).map(Secret::text)),
            }
        }
        Part::Form(name) => parameter(name, exchange.form()?.captured(name).map(Secret::text)),
        Part::Json(name) => {
            let body = exchange.request.body.present()?.json()?;
            member(name, body.get(name.as_ref())?, message.kind)
        }
        Part::Location(name) => {
            let location = exchange.location()?;
            let (query, fragment) = (location.query(), location.fragment());
            parameter(name, query.captured(name).or(fragment.captured(name)).map(Secret::text))
        }
        Part::RequestHeader(name)
            if name == "authorization" && flow.client_request(pointer.message).is_some() =>
        {
            let basic = basic_runs(flow, pointer.message, redactor).map(Found::Runs);
            basic.or_else(|| Some(header(name, exchange.request.headers.present()?.captured(name)?.text())))
        }
        Part::RequestHeader(name) => {
            Some(header(name, exchange.request.headers.present()?.captured(name)?.text()))
        }
        Part::ResponseHeader(name) => {
            let headers = exchange.response.as_ref()?.headers.present()?;
            let value = headers.captured(name)?.text();
            let mark = pointer.marks.first().and_then(|mark| value.get(mark.clone()));
            match mark.filter(|_| *name == "content-security-policy") {
                // One directive of many.
                Some(directive) => Some(header(name, directive)),
                None => Some(header(name, value)),
            }
        }
        Part::Cookie(name) => {
            let cookies = exchange.request.headers.present()?.captured("cookie")?.text();
            let pair = cookies.split(';').map(str::trim).find(|pair| is_cookie(pair, name))?;
            Some(Found::Runs(cookie_runs(pair, &[], redactor)))
        }
        Part::SetCookie(name) => {
            let headers = exchange.response.as_ref()?.headers.present()?;
            let fields = headers.iter().filter(|(n, _)| *n == "set-cookie").map(|(_, value)| value.text());
            let field = fields.filter(|field| is_cookie(field, name)).last()?;
            Some(Found::Runs(cookie_runs(field, &pointer.marks, redactor)))
        }
        Part::Status => Some(Found::Shown(Shown::number(exchange.status()?))),
        Part::ResponseBody => {
            let body = exchange.response.as_ref()?.body.present()?;
            match body.text() {
                Some("") => Some(Found::Shown(Shown::from("(empty)"))),
                Some(text) => Some(Found::Body(text.to_owned())),
                None => Some(Found::Shown(Shown::from("(not text)"))),
            }
        }
        Part::ResponseJson(name) => {
            let body = exchange.response.as_ref()?.body.present()?;
            match body.json() {
                Some(json) => member(name, json.get(name.as_ref())?, message.kind),
                None => parameter(name, body.form()?.captured(name).map(Secret::text)),
            }
        }
        Part::IdToken(name) => {
            let tokens = flow.id_tokens();
            let token = tokens.iter().find(|token| token.message == pointer.message)?;
            let value =
                token.jwt.claims.get(name.as_ref()).or_else(|| token.jwt.header.get(name.as_ref()))?;
            claim(name, value)
        }
        Part::AccessToken(name) => {
            let (_, token) = exchange.authorization()?;
            claim(name, jose::Jwt::read(token).claims.get(name.as_ref())?)
        }
        Part::DpopProof(name) => {
            let proof = jose::Jwt::read(exchange.request_header("dpop")?.trim());
            claim(name, proof.claims.get(name.as_ref()).or_else(|| proof.header.get(name.as_ref()))?)
        }
        Part::Claim(token, name) => {
            let jwt = jose::Jwt::read(&token_text(flow, pointer.message, token)?);
            claim(name, claim_of(&jwt, name)?)
        }
        Part::Token => None,
        Part::Statement(_) => None,
        Part::Registered(name, at) => {
            let text = flow.registered?.member(name).get(*at)?;
            let treatment = if *name == "redirect_uris" { Treatment::Url } else { Treatment::Plain };
            Some(Found::Value { label: (*name).to_owned(), treatment, text: text.clone() })
        }
        Part::NetworkError => Some(Found::Value {
            label: "error".to_owned(),
            treatment: Treatment::Prose,
            text: exchange.error.as_ref()?.text.text().to_owned(),
        }),
    }
}

/// What a claim or a header parameter of a token says, as text.
pub(crate) fn claim_text(jwt: &jose::Jwt, name: &str, redactor: &Redactor) -> Option<Shown> {
    Some(shown_claim(redactor, name, claim_of(jwt, name)?)?.0)
}

fn claim_of<'j>(jwt: &'j jose::Jwt, name: &str) -> Option<&'j Value> {
    jwt.claims.get(name).or_else(|| jwt.header.get(name))
}

/// The token that stands at a part, as it was sent.
fn token_text(flow: &Flow<'_>, message: usize, part: &Part) -> Option<String> {
    let exchange = flow.messages.get(message)?.exchange;
    let arrived = || flow.authorization_responses().iter().find(|response| response.message == message);
    let text = match part {
        Part::Query(name) => exchange.request.uri.query().text(name)?,
        Part::Form(name) => exchange.form()?.text(name)?,
        Part::Json(name) => exchange.request.body.present()?.json()?.get(name.as_ref())?.as_str()?,
        Part::Fragment(name) => match exchange.request.uri.fragment().text(name) {
            Some(text) => text,
            None => arrived()?.signed.or_else(|| arrived()?.parameters.text(name))?,
        },
        Part::Location(name) => {
            let location = exchange.location()?;
            location.query().text(name).or_else(|| location.fragment().text(name))?
        }
        Part::ResponseJson(name) => {
            let body = exchange.response.as_ref()?.body.present()?;
            match body.json() {
                Some(json) => json.get(name.as_ref())?.as_str()?,
                None => body.form()?.text(name)?,
            }
        }
        Part::RequestHeader(name) if name == "authorization" => exchange.authorization()?.1,
        Part::RequestHeader(name) => exchange.request_header(name)?,
        _ => return None,
    };
    Some(text.to_owned())
}

/// HTTP Basic at an endpoint of the provider (RFC 6749 §2.3.1): the client's name in the open, and marked, its secret masked.
fn basic_runs(flow: &Flow<'_>, message: usize, redactor: &Redactor) -> Option<Vec<Run>> {
    let request = flow.client_request(message)?;
    if request.parameters.has("client_id") || request.parameters.has("client_secret") {
        return None;
    }
    let (id, (_, secret)) = (request.client_id()?, request.client_secret()?);
    let id = Run { text: redactor.value("client_id", fields::parameter("client_id"), &id), marked: true };
    let secret = plain(redactor.name("client_secret", secret.text()));
    Some(vec![plain(Shown::from("Basic ")), id, plain(Shown::from(":")), secret])
}

fn is_cookie(pair: &str, name: &str) -> bool {
    pair.split('=').next().is_some_and(|own| own.trim() == name)
}

/// The name of a cookie, its value masked, and of a `Set-Cookie` header the attributes, the marked ones marked.
fn cookie_runs(field: &str, marks: &[Range<usize>], redactor: &Redactor) -> Vec<Run> {
    let mut at = 0;
    let mut runs = Vec::new();
    for part in field.split(';') {
        let own = at..at + part.len();
        at = own.end + 1;
        if own.start == 0 {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            runs.push(Run { text: redactor.field_name(name.trim()), marked: true });
            runs.push(plain(Shown::concat([&Shown::from("="), &redactor.name("cookie", value.trim())])));
        } else {
            let marked = marks.iter().any(|mark| mark.start < own.end && own.start < mark.end);
            runs.push(plain(Shown::from("; ")));
            runs.push(Run { text: cookie_attribute(part.trim(), redactor), marked });
        }
    }
    runs
}

fn header(name: &str, value: &str) -> Found {
    Found::Value {
        label: name.to_owned(),
        treatment: fields::header(name).unwrap_or(Treatment::Secret),
        text: value.to_owned(),
    }
}

fn member(name: &str, value: &Value, kind: MessageKind) -> Option<Found> {
    let is_public = matches!(kind, MessageKind::Discovery | MessageKind::ResourceMetadata);
    let treatment = if is_public { fields::metadata(name) } else { fields::member(name) };
    Some(json_value(name, treatment, value))
}

fn claim(name: &str, value: &Value) -> Option<Found> {
    let treatment = match fields::jose_header(name) {
        Treatment::Secret => fields::claim(name),
        treatment => treatment,
    };
    Some(json_value(name, treatment, value))
}

/// A JSON value: text by its treatment, of a secret number or structure only the kind.
fn json_value(name: &str, treatment: Treatment, value: &Value) -> Found {
    match value {
        Value::String(text) => Found::Value { label: name.to_owned(), treatment, text: text.clone() },
        Value::Null => Found::Shown(Shown::from("null")),
        Value::Bool(true) => Found::Shown(Shown::from("true")),
        Value::Bool(false) => Found::Shown(Shown::from("false")),
        _ if treatment == Treatment::Secret => Found::Shown(Shown::from(match value {
            Value::Number(_) => "(a number)",
            Value::Array(_) => "(a list)",
            _ => "(an object)",
        })),
        other => Found::Json { label: name.to_owned(), treatment, value: other.clone() },
    }
}

/// How a member of a JSON body is shown.
pub(crate) fn shown_member(
    redactor: &Redactor,
    name: &str,
    value: &Value,
    kind: MessageKind,
) -> Option<(Shown, bool)> {
    Some(shown(redactor, member(name, value, kind)?))
}

/// How a claim is shown.
pub(crate) fn shown_claim(redactor: &Redactor, name: &str, value: &Value) -> Option<(Shown, bool)> {
    Some(shown(redactor, claim(name, value)?))
}

fn shown(redactor: &Redactor, found: Found) -> (Shown, bool) {
    match found {
        Found::Value { label, treatment, text } => {
            (redactor.value(&label, treatment, &text), treatment == Treatment::Secret)
        }
        Found::Json { label, treatment, value } => (redactor.json(&label, treatment, &value), false),
        Found::Body(text) => (redactor.value("body", Treatment::Body, &text), false),
        Found::Shown(shown) => (shown, false),
        Found::Runs(runs) => (Shown::concat(runs.iter().map(|run| &run.text)), false),
    }
}

fn value_runs(
    redactor: &Redactor,
    label: &str,
    treatment: Treatment,
    text: &str,
    pointer: &Pointer,
) -> Vec<Run> {
    // Marks point into the value; they say nothing about a name that stands in its place.
    if treatment == Treatment::Secret || pointer.marks.is_empty() || Redaction::of(text).is_some() {
        return vec![plain(redactor.value(label, treatment, text))];
    }
    let masked = redactor.mask(treatment, text);
    let mut runs = Vec::new();
    let mut at = 0;
    for mark in &pointer.marks {
        let mark = masked.widened(mark.clone());
        if text.get(mark.clone()).is_some() && mark.start >= at {
            runs.push(plain(masked.part(at..mark.start)));
            runs.push(Run { text: masked.part(mark.clone()), marked: true });
            at = mark.end;
        }
    }
    runs.push(plain(masked.part(at..text.len())));
    runs.retain(|run| !run.text.is_empty());
    runs
}

/// What a program says around the telling words.
fn statement_runs(flow: &Flow<'_>, at: usize, pointer: &Pointer, redactor: &Redactor) -> Vec<Run> {
    let text = flow.statements.get(at).map(|statement| statement.text.text());
    let Some(text) = text else { return Vec::new() };
    let masked = redactor.mask_statement(text, &lint::known_words(text));
    marked_line(&masked, text, pointer, CONTEXT_OF_STATEMENT)
}

/// The line with the first mark, or the beginning of the body.
fn body_runs(redactor: &Redactor, text: &str, pointer: &Pointer) -> Vec<Run> {
    // Shown is what stands around a mark: far behind the beginning nobody looks for one.
    let whole = text;
    let text = readable(whole);
    if pointer.marks.first().is_some_and(|mark| mark.end > text.len() && mark.end <= whole.len()) {
        return vec![plain(Shown::from("(behind the first 64 KB of the body, which alone are looked at)"))];
    }
    marked_line(&redactor.mask(Treatment::Body, text), text, pointer, CONTEXT)
}

fn marked_line(masked: &Masked<'_>, text: &str, pointer: &Pointer, context: usize) -> Vec<Run> {
    let Some(mark) = pointer.marks.first().filter(|mark| text.get((*mark).clone()).is_some()) else {
        return vec![plain(first_chars(masked.whole(), EXCERPT))];
    };
    let line_start = text[..mark.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[mark.end..].find('\n').map_or(text.len(), |at| mark.end + at);
    let is_place = mark.is_empty();
    let mark = masked.widened(mark.clone());
    let before = last_chars(masked.part(line_start.min(mark.start)..mark.start), context);
    let after = first_chars(masked.part(mark.end..line_end.max(mark.end)), context);
    let marked = if is_place && mark.is_empty() { Shown::from("⏴ here") } else { masked.part(mark) };
    let mut runs = vec![plain(before), Run { text: marked, marked: true }, plain(after)];
    runs.retain(|run| !run.text.is_empty());
    runs
}

fn last_chars(shown: Shown, count: usize) -> Shown {
    let total = shown.as_str().chars().count();
    if total <= count { shown } else { shown.cut(total - count, total) }
}

fn first_chars(shown: Shown, count: usize) -> Shown {
    let total = shown.as_str().chars().count();
    if total <= count { shown } else { shown.cut(0, count) }
}

fn plain(text: Shown) -> Run {
    Run { text, marked: false }
}
