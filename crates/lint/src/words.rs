//! What a server says of a refusal, in whatever form: its words are read before its codes.

use http::Exchange;
use oauth::{Challenge, Part, Pointer};
use serde_json::Value;

use crate::html::element;
use crate::said::{WORDS, says_something};

/// Elements of an XML or HTML answer that say why.
const ELEMENTS: [&str; 4] = ["message", "error_description", "h1", "title"];

/// Characters of the longest answer in plain text that is one sentence.
const LONGEST: usize = 2_000;

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
}

/// The member of a JSON answer that says why.
fn member(answer: &Value) -> Option<&'static str> {
    WORDS.into_iter().find(|name| answer.get(name).is_some_and(says_something))
}

fn in_challenge(message: usize, exchange: &Exchange) -> Option<Words> {
    let challenges = Challenge::read_all(exchange.response_header("www-authenticate")?);
    let text = challenges.iter().find_map(|challenge| challenge.parameter("error_description"))?;
    let place = Pointer::new(message, Part::ResponseHeader("www-authenticate".into()));
    (!text.trim().is_empty()).then(|| Words { text: text.to_ascii_lowercase(), place })
}

fn in_body(message: usize, exchange: &Exchange) -> Option<Words> {
    let body = exchange.response_body().present().copied()?;
    let words =
        |text: &str, part| Words { text: text.to_ascii_lowercase(), place: Pointer::new(message, part) };
    if let Some(answer) = body.json() {
        let name = member(answer)?;
        let value = answer.get(name)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        return Some(words(&text, Part::ResponseJson(name.into())));
    }
    if let Some(said) = body.form().and_then(|form| form.text("error_description")) {
        return Some(words(said, Part::ResponseJson("error_description".into())));
    }
    let text = body.text()?;
    if text.trim_start().starts_with('<') {
        let range = ELEMENTS.iter().find_map(|tag| element(text, tag))?;
        let mut words = words(text.get(range.clone())?, Part::ResponseBody);
        words.place = words.place.marking([range]);
        return Some(words);
    }
    (!text.trim().is_empty() && text.len() <= LONGEST).then(|| words(text, Part::ResponseBody))
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
        assert_eq!(said(r#"{"error":"x"}"#), None);
    }
}
