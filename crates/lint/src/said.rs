//! What an answer says of the reason why it is none: its words before its code.

use std::ops::Range;

use http::Exchange;
use oauth::{Part, Pointer};
use serde_json::Value;

use crate::evidence::{Evidence, Place};
use crate::html::element;

/// Members of an answer that say why, the plainest first.
pub(crate) const WORDS: [&str; 15] = [
    "error_description",
    "message",
    "detail",
    "error_message",
    "errorSummary",
    "errorMessage",
    "msg",
    "reason",
    "title",
    "description",
    "Message",
    "errors",
    "error_msg",
    "cause",
    "hint",
];

/// Members with the name of a fault.
const CODES: [&str; 6] = ["error", "errorCode", "error_code", "code", "__type", "type"];

/// Headers in which some servers say why.
const HEADERS: [&str; 3] = ["x-amzn-errormessage", "x-error-message", "x-ms-error-code"];

/// Characters of the longest plain text that is quoted whole.
const SHORT: usize = 600;

/// What an answer says of its reason.
pub(crate) struct Said {
    /// Its sentence.
    pub(crate) words: Option<Pointer>,
    /// Its code.
    pub(crate) code: Option<Pointer>,
    /// Its challenge (RFC 9110 §11.6.1).
    pub(crate) challenge: Option<Pointer>,
}

impl Said {
    /// Reads an answer.
    pub(crate) fn of(message: usize, exchange: &Exchange) -> Self {
        let place = |part| Pointer::new(message, part);
        let body = exchange.response_body().present().copied();
        let json = body.and_then(|body| body.json());
        let member = |name: &str| json.and_then(|json| json.get(name)).is_some_and(says_something);
        let inside = || {
            let error = json?.get("error").filter(|error| error.is_object())?;
            let text = WORDS.into_iter().find_map(|name| error.get(name)?.as_str())?;
            Some(place(Part::ResponseBody).marking(place_of(text, body?.text()?)))
        };
        let words = WORDS.into_iter().find(|name| member(name));
        let words = words.map(|name| place(Part::ResponseJson(name.into())));
        let is_plain =
            |name: &str| json.and_then(|json| json.get(name)).is_some_and(|value| !value.is_object());
        let code = CODES.into_iter().find(|name| {
            is_plain(name) && member(name) && words.as_ref().is_none_or(|w| w.part.name() != *name)
        });
        let code = code.map(|name| place(Part::ResponseJson(name.into())));
        let header =
            |name: &&&str| exchange.response_header(name).is_some_and(|text| !text.trim().is_empty());
        let of_header =
            || HEADERS.iter().find(header).map(|name| place(Part::ResponseHeader((*name).into())));
        let text = || {
            let text = body.filter(|_| json.is_none())?.text().filter(|text| !text.trim().is_empty())?;
            let heading = ["title", "h1", "h2"].iter().find_map(|tag| element(text, tag));
            let is_page = text.trim_start().starts_with('<');
            let marked = place(Part::ResponseBody).marking(heading);
            (is_page || text.len() <= SHORT).then_some(marked)
        };
        let challenge = exchange.response_header("www-authenticate").is_some();
        Said {
            words: inside().or(words).or_else(of_header).or_else(text),
            code,
            challenge: challenge.then(|| place(Part::ResponseHeader("www-authenticate".into()))),
        }
    }

    /// What tells most.
    pub(crate) fn most(&self) -> Option<&Pointer> {
        self.words.as_ref().or(self.code.as_ref())
    }

    /// Shows all of it.
    pub(crate) fn show<P: Place>(self, evidence: Evidence<P>) -> Evidence<P> {
        [self.code, self.words, self.challenge]
            .into_iter()
            .fold(evidence, |evidence, said| evidence.noted_if(said, "What the answer says."))
    }
}

/// Where a member's text stands in the JSON.
fn place_of(text: &str, body: &str) -> Option<Range<usize>> {
    let written = serde_json::to_string(text).ok()?;
    let inner = written.trim_matches('"');
    let at = body.find(inner).map(|at| at..at + inner.len());
    at.or_else(|| body.find(text).map(|at| at..at + text.len()))
}

/// Whether a member holds more than a mark that it is there.
pub(crate) fn says_something(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.trim().is_empty(),
        Value::Number(_) => true,
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(_) | Value::Null => false,
    }
}
