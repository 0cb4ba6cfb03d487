//! What an answer says of the reason why it is none, in whatever form: its words before its code.

use std::ops::Range;

use http::Exchange;
use oauth::{Challenge, Part, Pointer, numbered_code};
use serde_json::Value;

use crate::evidence::{Evidence, Place};
use crate::html::element;

/// Members of an answer that say why, the plainest first.
const MEMBERS: [&str; 17] = [
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
    "Detail",
    "faultstring",
    "errors",
    "error_msg",
    "cause",
    "hint",
];

/// Members that hold the errors, or one.
const LISTS: [&str; 5] = ["errors", "Errors", "fault", "Fault", "serviceErrors"];

/// The last words of names of members that say why, in lower case, whatever a product puts before: `errorText`, `fault_text`.
const ENDINGS: [&str; 9] =
    ["message", "msg", "text", "description", "reason", "detail", "details", "summary", "title"];

/// How deep the errors of a list are looked for.
const DEEPEST: usize = 6;

/// Members of an error in a list that say more than `message`.
const LONG_MEMBERS: [&str; 2] = ["long_message", "longMessage"];

/// Members with the name of a fault.
const CODES: [&str; 6] = ["error", "errorCode", "error_code", "code", "__type", "type"];

/// Headers in which some servers say why.
const HEADERS: [&str; 3] = ["x-amzn-errormessage", "x-error-message", "x-ms-error-code"];

/// Elements of an XML or HTML answer that say why.
const ELEMENTS: [&str; 5] = ["message", "error_description", "title", "h1", "h2"];

/// Characters of the longest answer in plain text that is one sentence.
const LONGEST: usize = 2_000;

/// Characters of the shortest text in an address that is a word.
const SHORTEST: usize = 6;

/// The words of a text; names with a low line are one.
pub(crate) fn each_word(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Whether a text, in lower case, says that something went wrong, and not what: it has no other words than such ones, those that name
/// what it is `about`, and numbers.
pub(crate) fn says_nothing(text: &str, about: &[&str]) -> bool {
    const EMPTY: [&str; 34] = [
        "a",
        "an",
        "and",
        "bad",
        "be",
        "been",
        "code",
        "could",
        "error",
        "failed",
        "general",
        "has",
        "have",
        "http",
        "invalid",
        "is",
        "not",
        "occurred",
        "oops",
        "or",
        "request",
        "requests",
        "something",
        "sorry",
        "status",
        "the",
        "try",
        "unexpected",
        "valid",
        "was",
        "we",
        "wrong",
        "your",
        "again",
    ];
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    each_word(text)
        .flat_map(|word| word.split('_'))
        .all(|word| EMPTY.contains(&word) || about.contains(&word) || is_number(word))
}

/// The words with which a server refuses a request.
pub(crate) struct Words {
    /// In lower case.
    pub(crate) text: String,
    /// Where they stand.
    pub(crate) place: Pointer,
}

impl Words {
    /// `None` where it says nothing, or nothing was seen.
    pub(crate) fn of(message: usize, exchange: &Exchange) -> Option<Self> {
        in_challenge(message, exchange).or_else(|| in_body(message, exchange))
    }

    /// Whether headers or body of the answer, in which they would stand, were not seen.
    pub(crate) fn may_be_unseen(exchange: &Exchange) -> bool {
        let headers = exchange.response.as_ref().and_then(|response| response.headers.present());
        headers.is_none() || exchange.response_body().present().is_none()
    }

    /// Whether they speak of one of these (in lower case).
    pub(crate) fn have(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.text.contains(word))
    }

    /// The same of whole words: `used` is none of `refused`.
    pub(crate) fn have_whole(&self, words: &[&str]) -> bool {
        each_word(&self.text).any(|word| words.contains(&word))
    }

    /// Whether they have a numbered code of one of the providers.
    pub(crate) fn have_code_of_provider(&self) -> bool {
        numbered_code(&self.text).is_some()
    }

    fn new(text: &str, place: Pointer) -> Self {
        Words { text: text.to_ascii_lowercase(), place }
    }
}

/// All that an answer says of its reason.
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
        let words = Words::of(message, exchange).map(|words| words.place);
        let is_code = |name: &str| {
            json.and_then(|json| json.get(name)).is_some_and(|code| !code.is_object() && says_something(code))
        };
        let code = CODES
            .into_iter()
            .find(|name| is_code(name) && words.as_ref().is_none_or(|words| words.part.name() != *name));
        let header =
            |name: &&&str| exchange.response_header(name).is_some_and(|text| !text.trim().is_empty());
        let of_header =
            || HEADERS.iter().find(header).map(|name| place(Part::ResponseHeader((*name).into())));
        // A page without a heading.
        let page = || {
            let text = body.filter(|_| json.is_none())?.text()?;
            text.trim_start().starts_with('<').then(|| place(Part::ResponseBody))
        };
        let is_told = words.as_ref().is_some_and(|words| words.part.name() == "www-authenticate");
        let challenge = exchange.response_header("www-authenticate").is_some() && !is_told;
        Said {
            words: words.or_else(of_header).or_else(page),
            code: code.map(|name| place(Part::ResponseJson(name.into()))),
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

/// What the address of a provider's error page says, where it says it in base64, as Google's does.
pub(crate) fn in_address(exchange: &Exchange) -> Option<String> {
    let texts = jose::texts_in_base64(exchange.request.uri.query().text("authError")?, SHORTEST);
    (!texts.is_empty()).then(|| texts.join("\n"))
}

fn in_challenge(message: usize, exchange: &Exchange) -> Option<Words> {
    let challenges = Challenge::read_all(exchange.response_header("www-authenticate")?);
    let text = challenges.iter().find_map(|challenge| challenge.parameter("error_description"))?;
    let place = Pointer::new(message, Part::ResponseHeader("www-authenticate".into()));
    (!text.trim().is_empty()).then(|| Words::new(text, place))
}

fn in_body(message: usize, exchange: &Exchange) -> Option<Words> {
    let body = exchange.response_body().present().copied()?;
    let place = |part| Pointer::new(message, part);
    if let Some(answer) = body.json() {
        // Google's and others' errors are objects.
        let inside = answer.get("error").filter(|error| error.is_object());
        if let Some(text) = inside
            .and_then(|error| MEMBERS.into_iter().chain(CODES).find_map(|name| error.get(name)?.as_str()))
        {
            return Some(Words::new(text, place(Part::ResponseBody).marking(place_of(text, body.text()?))));
        }
        // What stands in the list of errors says more than the sentence about all of them.
        let listed = LISTS.into_iter().find_map(|name| answer.get(name));
        if let Some(text) = listed.and_then(|errors| sentence_in(errors, DEEPEST)) {
            return Some(Words::new(text, place(Part::ResponseBody).marking(place_of(text, body.text()?))));
        }
        let named = MEMBERS.into_iter().find(|name| answer.get(name).is_some_and(says_something));
        let Some((name, value)) = named.and_then(|name| Some((name, answer.get(name)?))) else {
            let text = any_sentence(answer, DEEPEST)?;
            return Some(Words::new(text, place(Part::ResponseBody).marking(place_of(text, body.text()?))));
        };
        if let Some(text) =
            Some(value).filter(|value| !value.is_string()).and_then(|value| any_sentence(value, DEEPEST))
        {
            return Some(Words::new(text, place(Part::ResponseBody).marking(place_of(text, body.text()?))));
        }
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        return Some(Words::new(&text, place(Part::ResponseJson(name.into()))));
    }
    if let Some(said) = body.form().and_then(|form| form.text("error_description")) {
        return Some(Words::new(said, place(Part::ResponseJson("error_description".into()))));
    }
    let text = body.text()?;
    if text.trim_start().starts_with('<') {
        let range = ELEMENTS.iter().find_map(|tag| element(text, tag))?;
        return Some(Words::new(text.get(range.clone())?, place(Part::ResponseBody).marking([range])));
    }
    (!text.trim().is_empty() && text.len() <= LONGEST).then(|| Words::new(text, place(Part::ResponseBody)))
}

/// The first sentence in a list of errors, or in errors by the names of what they are about.
fn sentence_in(errors: &Value, depth: usize) -> Option<&str> {
    let deeper = |value| if depth == 0 { None } else { sentence_in(value, depth - 1) };
    match errors {
        Value::Object(members) => LONG_MEMBERS
            .into_iter()
            .chain(MEMBERS)
            .filter_map(|name| members.get(name)?.as_str())
            .find(|text| !text.trim().is_empty())
            // No sentence, but what is wrong with which field.
            .or_else(|| members.get("field").and_then(|_| members.get("code")?.as_str()))
            .or_else(|| members.values().filter(|value| !value.is_string()).find_map(deeper)),
        Value::Array(all) => all.iter().find_map(deeper),
        _ => None,
    }
}

/// The first sentence in JSON of whatever shape: what stands behind a name that promises one, else what has several words.
fn any_sentence(answer: &Value, depth: usize) -> Option<&str> {
    fn find(value: &Value, depth: usize, is_named: bool, only_named: bool) -> Option<&str> {
        let deeper = |value, is_named| find(value, depth.checked_sub(1)?, is_named, only_named);
        match value {
            Value::String(text) => {
                let words =
                    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
                let tells = if is_named { words > 0 } else { !only_named && words > 2 };
                (tells && text.len() <= LONGEST).then_some(text.as_str())
            }
            Value::Object(members) => members
                .iter()
                .find_map(|(name, value)| deeper(value, ENDINGS.contains(&last_word(name).as_str()))),
            Value::Array(all) => all.iter().find_map(|value| deeper(value, is_named)),
            _ => None,
        }
    }
    let named = find(answer, depth, answer.is_string() || answer.is_array(), true);
    named.or_else(|| find(answer, depth, false, false))
}

/// The last word of a name, in lower case: `text` of `errorText` and of `fault_text`, `context` of `context`.
fn last_word(name: &str) -> String {
    let is_begun = |(at, c): &(usize, char)| {
        let before = name.get(..*at).and_then(|before| before.chars().next_back());
        c.is_uppercase() && before.is_some_and(char::is_lowercase)
    };
    let hump = name.char_indices().rev().find(is_begun).map_or(0, |(at, _)| at);
    let sign = name.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
    name.get(hump.max(sign)..).unwrap_or(name).to_lowercase()
}

/// Where a member's text stands in the JSON.
fn place_of(text: &str, body: &str) -> Option<Range<usize>> {
    let written = serde_json::to_string(text).ok()?;
    let inner = written.trim_matches('"');
    let at = body.find(inner).map(|at| at..at + inner.len());
    at.or_else(|| body.find(text).map(|at| at..at + text.len()))
}

/// Whether a member holds more than a mark that it is there.
fn says_something(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.trim().is_empty(),
        Value::Number(_) => true,
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(_) | Value::Null => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &str) -> Option<String> {
        let transcript = format!("@ server\n> GET https://api.example.com/\n< 400\n<\n< {body}\n");
        let recording = http::readers::read(transcript.as_bytes()).ok()?;
        Some(Words::of(0, recording.exchanges.first()?)?.text)
    }

    #[test]
    fn reads_every_form() {
        assert_eq!(said(r#"{"error":"x","error_description":"No A"}"#).as_deref(), Some("no a"));
        assert_eq!(said(r#"{"message":"No B"}"#).as_deref(), Some("no b"));
        assert_eq!(said("error=x&error_description=No+C").as_deref(), Some("no c"));
        assert_eq!(said("<Error><Message>No D</Message></Error>").as_deref(), Some("no d"));
        assert_eq!(said("No E").as_deref(), Some("no e"));
        assert_eq!(said(r#"{"error":{"code":403,"message":"No F"}}"#).as_deref(), Some("no f"));
        assert_eq!(said(r#"{"error":"x"}"#), None);
        assert_eq!(said(r#"{"serviceErrors":[{"code":"-1","message":"No G"}]}"#).as_deref(), Some("no g"));
        assert_eq!(said(r#"{"result":{"reasonCode":4,"reasonText":"No H"}}"#).as_deref(), Some("no h"));
        assert_eq!(said(r#"{"meta":{"error_message":"No I"},"id":"7"}"#).as_deref(), Some("no i"));
        assert_eq!(said(r#"[{"errorCode":"X","message":"No J"}]"#).as_deref(), Some("no j"));
        assert_eq!(said(r#""No K""#).as_deref(), Some("no k"));
        assert_eq!(said(r#"{"a":{"b":"no such client here"}}"#).as_deref(), Some("no such client here"));
        assert_eq!(said(r#"{"id":"a7","ok":false}"#), None);
    }
}
