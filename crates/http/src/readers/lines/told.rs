//! What a printed object tells of a request and its answer: errors and responses of axios, gaxios, got, superagent and their
//! like, a `Response` of fetch, what botocore or wreck were asked to send.
//!
//! No library is known here, only the names that such members have.

use base64::Engine as _;

use super::object::{Value, form};
use crate::Uri;
use crate::readers::default_scheme;

/// Objects in objects in which a request is looked for.
const DEEPEST: usize = 4;

/// The objects that hold what was sent.
const REQUESTS: [&str; 6] = ["config", "options", "request", "req", "requestOptions", "requestConfig"];

/// The objects that hold what came back.
const ANSWERS: [&str; 6] = ["response", "res", "resp", "Response internals", "data", "output"];

/// A request, an answer, or both.
#[derive(Default, PartialEq, Debug)]
pub(super) struct Told {
    pub(super) method: Option<String>,
    /// A URL or a path.
    pub(super) target: Option<String>,
    pub(super) sent: Vec<(String, String)>,
    pub(super) sent_body: Option<String>,
    pub(super) status: Option<u16>,
    pub(super) got: Vec<(String, String)>,
    pub(super) got_body: Option<String>,
    /// Why nothing came back, in the words of the system.
    pub(super) failed: Option<String>,
}

/// What an object tells, or the objects in it.
pub(super) fn told(value: &Value) -> Vec<Told> {
    let mut found = Vec::new();
    walk(value, 0, &mut found);
    found
}

fn walk(value: &Value, depth: usize, found: &mut Vec<Told>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Map(members) => match Told::of(value) {
            Some(told) => found.push(told),
            None => members.iter().for_each(|(_, value)| walk(value, depth + 1, found)),
        },
        Value::List(items) => items.iter().for_each(|item| walk(item, depth + 1, found)),
        _ => {}
    }
}

impl Told {
    fn of(value: &Value) -> Option<Self> {
        let mut told = Told::default();
        let answer =
            value.first(&["response", "resp", "res"]).filter(|answer| matches!(answer, Value::Map(_)));
        let asked = || {
            let in_answer = answer.into_iter().flat_map(|answer| REQUESTS.map(|name| answer.get(name)));
            REQUESTS.map(|name| value.get(name)).into_iter().chain(in_answer).flatten().find_map(Asked::of)
        };
        let own = Asked::of(value);
        let is_own = own.is_some();
        if let Some(asked) = own.or_else(asked) {
            told.method = Some(asked.method);
            told.target = Some(asked.target);
            told.sent = asked.headers;
            told.sent_body = asked.body;
        }
        match answer {
            Some(answer) => told.answer(answer),
            // Its fields are those of the request.
            None if is_own => told.status = status(value),
            None => told.answer(value),
        }
        told.status = told.status.or_else(|| status(value));
        told.failed = if told.status.is_none() { failed(value) } else { None };
        let has_error = told.got_body.as_ref().is_some_and(|body| body.contains("\"error\""));
        let is_answer = told.status.is_some() && (!told.got.is_empty() || told.target.is_some() || has_error);
        (told.method.is_some() || is_answer).then_some(told)
    }

    /// Takes what came back from an object, and from those in it.
    fn answer(&mut self, value: &Value) {
        self.status = status(value);
        self.got = value.first(&["headers", "header"]).map(Value::pairs).unwrap_or_default();
        let read = value.first(&["data", "body", "payload", "text", "rawBody"]).and_then(body);
        // An error of Angular's has the body so.
        let error = || value.get("error").filter(|error| matches!(error, Value::Map(_))).and_then(body);
        self.got_body = read.or_else(error);
        if self.method.is_none() {
            let url = value.first(&["url", "responseUrl", "requestUrl"]).and_then(Value::text);
            self.target = url.filter(|url| is_target(url)).map(str::to_owned);
        }
        for inner in ANSWERS.iter().filter_map(|name| value.get(name)) {
            let url = inner.first(&["url", "responseUrl"]).and_then(Value::text).filter(|url| is_target(url));
            self.target = self.target.take().or(url.map(str::to_owned));
            self.status = self.status.or_else(|| status(inner));
            if self.got.is_empty() {
                self.got = inner.get("headers").map(Value::pairs).unwrap_or_default();
            }
            self.got_body = self.got_body.take().or_else(|| inner.first(&["text", "payload"]).and_then(body));
        }
    }
}

/// What pairs tell, as Terraform's providers write them.
pub(super) fn of_pairs<'t>(
    pairs: impl Iterator<Item = (&'t str, std::borrow::Cow<'t, str>)>,
) -> Option<Told> {
    let (mut told, mut fields) = (Told::default(), Vec::new());
    for (name, value) in pairs {
        let value = value.into_owned();
        match name {
            "tf_http_req_method" => told.method = Some(value),
            "tf_http_req_uri" => told.target = Some(value),
            "tf_http_req_body" => told.sent_body = Some(value).filter(|body| !body.is_empty()),
            "tf_http_res_body" => told.got_body = Some(value).filter(|body| !body.is_empty()),
            "tf_http_res_status_code" => told.status = value.parse().ok(),
            name if name.starts_with(|c: char| c.is_ascii_uppercase()) => {
                fields.push((name.to_owned(), value))
            }
            _ => {}
        }
    }
    if told.status.is_some() {
        told.got = fields
    } else {
        told.sent = fields
    }
    (told.status.is_some() || told.method.is_some()).then_some(told)
}

/// What an object tells of a URL that stands before it.
pub(super) fn of_url(url: &str, value: &Value) -> Told {
    let method = value.get("method").and_then(Value::text).map(str::to_ascii_uppercase);
    let target = Some(url.to_owned());
    match status(value) {
        Some(status) => {
            let got = value.get("headers").map(Value::pairs).unwrap_or_default();
            Told { method, target, status: Some(status), got, ..Told::default() }
        }
        None => {
            let method = method.or(Some("GET".to_owned()));
            Told { method, target, ..options(value).unwrap_or_default() }
        }
    }
}

/// What an object tells by what stands before it in its line: the options of a call of `fetch`, the answer that is a member
/// of what was printed, `res: {`, or the options that were printed behind their URL.
pub(super) fn behind(head: &str, value: &Value) -> Option<Told> {
    let by_words = fetch_call(head, value).or_else(|| answer(head, value));
    by_words.or_else(|| answered(head, value)).or_else(|| arguments(head, value))
}

/// The arguments of a call of `fetch` that were printed: a URL, and the options with a method.
fn arguments(head: &str, value: &Value) -> Option<Told> {
    let url = head.split_ascii_whitespace().next_back().map(|word| word.trim_matches(['"', '\'', ',']))?;
    let method = value.get("method").and_then(Value::text).map(str::to_ascii_uppercase)?;
    let is_it = Uri::parse(url).is_some() && super::pattern::is_method(&method) && target(value).is_none();
    is_it.then(|| of_url(url, value))
}

/// The body of an answer behind its request and status: `401 GET https://a.example/me {`.
fn answered(head: &str, value: &Value) -> Option<Told> {
    let mut words = head.split_ascii_whitespace().rev();
    let mut last = [words.next()?, words.next()?, words.next()?];
    let mut take = |is_one: &dyn Fn(&str) -> bool| {
        let at = last.iter().position(|word| is_one(word.trim_end_matches(':')))?;
        Some(std::mem::take(&mut last[at]).trim_end_matches(':').to_owned())
    };
    let status = take(&super::pattern::is_status)?.parse().ok()?;
    let method = take(&super::pattern::is_method)?;
    let target = take(&|word| word.starts_with("http://") || word.starts_with("https://"))?;
    let got_body = body(value);
    Some(Told {
        method: Some(method),
        target: Some(target),
        status: Some(status),
        got_body,
        ..Told::default()
    })
}

fn answer(head: &str, value: &Value) -> Option<Told> {
    let name = head.split_ascii_whitespace().next_back()?.strip_suffix(':')?;
    let is_member = ANSWERS.contains(&name.trim_matches(['"', '\'']));
    // The body of an answer may repeat its status.
    let is_body = value.get("error").is_some() && value.get("headers").is_none();
    let status = status(value).filter(|_| is_member && !is_body)?;
    let got = value.get("headers").map(Value::pairs).unwrap_or_default();
    Some(Told { status: Some(status), got, ..Told::default() }).filter(|_| Told::of(value).is_none())
}

fn fetch_call(head: &str, value: &Value) -> Option<Told> {
    let (_, argument) = head.rsplit_once("fetch(")?;
    let (target, _) = super::object::read(argument)?;
    let target = target.text().filter(|url| is_target(url))?.to_owned();
    let mut told = options(value).unwrap_or_default();
    let referrer = value.get("referrer").and_then(Value::text).filter(|referrer| is_target(referrer));
    told.sent.extend(referrer.map(|referrer| ("referer".to_owned(), referrer.to_owned())));
    let named = value.get("method").and_then(Value::text).map(str::to_ascii_uppercase);
    let posts = if told.sent_body.is_some() { "POST" } else { "GET" };
    Some(Told { method: named.or(Some(posts.to_owned())), target: Some(target), ..told })
}

/// The fields and the body in the options of a request.
pub(super) fn options(value: &Value) -> Option<Told> {
    let sent = value.get("headers").map(Value::pairs).unwrap_or_default();
    let sent_body = value.first(&["data", "body", "payload", "form"]).and_then(sent_body);
    let is_some = !sent.is_empty() || sent_body.is_some();
    is_some.then(|| Told { sent, sent_body, ..Told::default() })
}

/// What was sent.
struct Asked {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

impl Asked {
    fn of(value: &Value) -> Option<Self> {
        let method = value.get("method")?.text()?.to_ascii_uppercase();
        if !super::pattern::is_method(&method) {
            return None;
        }
        let target = target(value)?;
        let mut headers = value.get("headers").map(Value::pairs).unwrap_or_default();
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization")) {
            headers.extend(credentials(value).map(|basic| ("authorization".to_owned(), basic)));
        }
        let body =
            value.first(&["data", "body", "payload", "form", "json", "requestBody"]).and_then(sent_body);
        Some(Asked { method, target, headers, body })
    }
}

/// The header that the library makes of the name and the password in its options (RFC 7617 §2).
fn credentials(value: &Value) -> Option<String> {
    let auth = value.get("auth")?;
    let of = |names: &[&str]| auth.first(names).and_then(Value::text);
    let (user, password) = match auth {
        Value::List(items) => (items.first()?.text()?, items.get(1)?.text()?),
        Value::Map(_) => (of(&["username", "user"])?, of(&["password", "pass"]).unwrap_or_default()),
        _ => return None,
    };
    let pair = format!("{user}:{password}");
    Some(format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair)))
}

/// The URL, or what is known of it.
fn target(value: &Value) -> Option<String> {
    let url = value.first(&["url", "uri", "href"])?;
    let url = url.text().or_else(|| url.get("href")?.text())?;
    let base = value.first(&["baseURL", "baseUrl", "prefixUrl"]).and_then(Value::text);
    // What a server was asked for has its host beside it.
    let host = value.get("host").and_then(Value::text).filter(|_| url.starts_with('/'));
    let base =
        base.map(str::to_owned).or_else(|| host.map(|host| format!("{}://{host}", default_scheme(host))));
    let base = base.unwrap_or_default();
    let url = match (Uri::parse(url), base.as_str()) {
        (None, base) if base.contains("://") => {
            format!("{}/{}", base.trim_end_matches('/'), url.trim_start_matches('/'))
        }
        _ => url.to_owned(),
    };
    let parameters = value.first(&["params", "searchParams", "qs"]).map(Value::pairs).unwrap_or_default();
    let url = match url.contains('?') || parameters.is_empty() {
        true => url,
        false => format!("{url}?{}", form(&parameters)),
    };
    is_target(&url).then_some(url)
}

fn is_target(text: &str) -> bool {
    text.starts_with('/') || text.starts_with("http://") || text.starts_with("https://")
}

/// With what codes the system and TLS call what keeps a request from its answer.
const CODES: [&str; 15] = [
    "CERT_HAS_EXPIRED",
    "CERT_NOT_YET_VALID",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "ENOTFOUND",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "ETIMEDOUT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UND_ERR_CONNECT_TIMEOUT",
];

/// The code with which the system or TLS calls what kept a request from its answer, in an error or in what it wraps.
fn failed(value: &Value) -> Option<String> {
    let code =
        |value: &Value| value.get("code")?.text().filter(|code| CODES.contains(code)).map(str::to_owned);
    code(value).or_else(|| code(value.get("cause")?))
}

fn status(value: &Value) -> Option<u16> {
    let status = value.first(&["status", "statusCode", "status_code"])?.text()?;
    super::pattern::is_status(status).then(|| status.parse().ok()).flatten()
}

/// A body of an answer: its text, or what was read from it.
fn body(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) if !text.is_empty() => Some(text.clone()),
        Value::Map(members) if !members.is_empty() && !is_of_library(value) => Some(value.json().to_string()),
        Value::List(items) if !items.is_empty() => Some(value.json().to_string()),
        _ => None,
    }
}

/// A body of a request: its text, or the fields of a form.
fn sent_body(value: &Value) -> Option<String> {
    match value {
        Value::Map(members) if !members.is_empty() && !is_of_library(value) => Some(form(&value.pairs())),
        other => body(other),
    }
}

/// A stream or a buffer, not what it carried.
fn is_of_library(value: &Value) -> bool {
    let Value::Map(members) = value else { return false };
    members.iter().any(|(name, _)| name.starts_with('_'))
        || ["locked", "isResponseError", "type"].iter().any(|name| value.get(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::object::read;
    use super::*;
    use crate::{NetworkError, NetworkFault};

    fn check(text: &str, expected: &[&str]) {
        let (value, _) = read(text).unwrap_or_else(|| panic!("no object: {text}"));
        let line = |told: &Told| {
            let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
            let status = told.status.map_or("-".to_owned(), |status| status.to_string());
            let (method, target) = (text(&told.method), text(&told.target));
            format!(
                "{method} {target} {} {} => {status} {} {}",
                told.sent.len(),
                text(&told.sent_body),
                told.got.len(),
                text(&told.got_body)
            )
        };
        let lines: Vec<String> = super::told(&value).iter().map(line).collect();
        assert_eq!(lines, expected, "{text}");
    }

    #[test]
    fn what_objects_tell() {
        check(
            "{ config: { method: 'post', baseURL: 'https://a.example', url: '/t', data: 'b=c', headers: { d: 'e' } },
               response: { status: 400, headers: { f: 'g' }, data: { error: 'h' } }, status: 400 }",
            &[r#"POST https://a.example/t 1 b=c => 400 1 {"error":"h"}"#],
        );
        check(
            "{ status: 200, headers: { a: 'b' }, config: { method: 'get', url: 'https://a.example/' }, data: {} }",
            &["GET https://a.example/ 0 - => 200 1 -"],
        );
        check(
            "Response { status: 400, headers: Headers { a: 'b' }, body: ReadableStream { locked: false }, url: 'https://a.example/' }",
            &["- https://a.example/ 0 - => 400 1 -"],
        );
        check(
            "[{'method': 'POST', 'url': 'https://a.example/t', 'body': b'{}', 'headers': {}}]",
            &["POST https://a.example/t 0 {} => - 0 -"],
        );
        check(
            "{ options: { method: 'POST', url: URL { href: 'https://a.example/' }, form: { b: 'c' } } }",
            &["POST https://a.example/ 0 b=c => - 0 -"],
        );
        check(
            "{ method: 'post', url: 'https://a.example/', auth: { username: 'b', password: 'c' } }",
            &["POST https://a.example/ 1 - => - 0 -"],
        );
        check("{ error: 'a', status: 400 }", &[]);
        check("{ method: 'fancy', url: 'https://a.example/' }", &[]);
    }

    #[test]
    fn what_each_code_means_is_known() {
        for code in CODES {
            assert_ne!(NetworkError::new(code).fault, NetworkFault::Other, "{code}");
        }
    }

    #[test]
    fn what_stands_before_an_object() {
        let told = |head: &str, object: &str| behind(head, &read(object).unwrap().0);
        let found =
            told("[requests.go:25] 401 GET https://a.example/me", r#"{"error":{"code":"b"}}"#).unwrap();
        let body = r#"{"error":{"code":"b"}}"#.to_owned();
        assert_eq!((found.status, found.got_body), (Some(401), Some(body)));
        // The status in a body is not that of another answer.
        assert_eq!(told("endpoint response:", r#"{"error":"a","status_code":401}"#), None);
        assert_eq!(told("took 401 ms for", r#"{"a":1}"#), None);
    }
}
