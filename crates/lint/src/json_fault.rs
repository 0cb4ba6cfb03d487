//! What a body is that should be JSON, and where and how its JSON breaks.
//!
//! One classification for all rules of `format/`, so that one broken body has one cause. What a JavaScript engine
//! reads and only this parser refuses (half surrogate pairs, numbers without bound, deep nesting) is JSON.

use std::ops::Range;

use http::{Body, Exchange};
use jose::Jwt;
use serde_json::Value;

/// What a body is that should be JSON.
pub(crate) enum Content {
    /// One JSON value and nothing else.
    Json,
    /// Nothing but white space.
    Blank,
    /// A page.
    Html,
    /// Parameters as in a form, which some providers answer.
    Form,
    /// A JWT, which UserInfo endpoints answer.
    Jwt,
    /// JSON that ends before it is complete.
    CutOff,
    /// JSON with a mistake in it, or no JSON at all.
    Broken(JsonFault),
    /// Bytes that are no text: encrypted, compressed, or recorded wrongly; and text with holes where values were.
    NoText,
}

/// Where JSON breaks and why.
pub(crate) struct JsonFault {
    /// The offending bytes.
    pub(crate) at: Range<usize>,
    /// The line, from 1.
    pub(crate) line: usize,
    /// The character in the line, from 1.
    pub(crate) column: usize,
    /// What stands there.
    pub(crate) mistake: &'static str,
    /// Whether the JSON is whole without these bytes, and browsers pass over them.
    pub(crate) harmless_in_browsers: bool,
}

impl Content {
    /// Looks at a body; `media_type` is the one of its label, where that was seen.
    pub(crate) fn of(body: &Body, media_type: Option<&str>) -> Self {
        if body.is_blank() {
            return Content::Blank;
        }
        let Some(text) = body.text() else {
            return if body.form().is_some() { Content::Form } else { Content::NoText };
        };
        // Most are JSON, and were read as such before; not those with a mark before it, which is a fault here.
        if !text.starts_with('\u{feff}') && body.json().is_some() {
            return Content::Json;
        }
        let error = match serde_json::from_str::<Value>(text) {
            Ok(_) => return Content::Json,
            Err(error) => error,
        };
        if body.form().is_some() {
            return Content::Form;
        }
        if Jwt::is_likely(text.trim()) {
            return Content::Jwt;
        }
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let looks_like_json = start.starts_with(['{', '[']);
        if looks_like_json && http::redaction::is_marked(text) {
            // Whoever took values out of it broke it.
            return Content::NoText;
        }
        if let Some(fault) = around(text) {
            return Content::Broken(fault);
        }
        if is_html(start) || (media_type == Some("text/html") && !looks_like_json) {
            return Content::Html;
        }
        if error.is_eof() && looks_like_json {
            return Content::CutOff;
        }
        let words = error.to_string();
        if ["hex escape", "number out of range", "recursion limit"]
            .iter()
            .any(|lenient| words.contains(lenient))
        {
            return Content::Json;
        }
        let at = offset(text, &error);
        Content::Broken(JsonFault::new(text, at..at, mistake(text, at, &words)))
    }
}

/// `application/json` and its kin (RFC 6839 §3.1).
pub(crate) fn is_json_type(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}

/// `Content-Length`, where it counts the bytes of the body as it was recorded: recorded bodies are decoded.
pub(crate) fn declared_length(exchange: &Exchange) -> Option<usize> {
    let response = exchange.response.as_ref().filter(|r| r.status != 304 && !r.from_cache)?;
    let headers = response.headers.present()?;
    let encoded = headers.has("content-encoding")
        || headers.has("transfer-encoding")
        || exchange.request.method == "HEAD";
    if encoded { None } else { headers.text("content-length")?.trim().parse().ok() }
}

impl JsonFault {
    fn new(text: &str, at: Range<usize>, mistake: &'static str) -> Self {
        let before = &text[..at.start];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let one = text[at.start..].chars().next().map_or(0, char::len_utf8);
        JsonFault {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            at: at.start..at.end.max(at.start + one),
            mistake,
            harmless_in_browsers: false,
        }
    }
}

fn is_html(start: &str) -> bool {
    const BEGINNINGS: [&str; 15] = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<meta",
        "<h1",
        "<center",
        "<div",
        "<p>",
        "<br",
        "<form",
        "<script",
        "<b>",
        "<!--",
    ];
    let start = beginning(start, 2_000);
    BEGINNINGS.iter().any(|tag| start.starts_with(tag))
        || (start.starts_with("<?xml") && start.contains("<html"))
}

/// The first bytes in lower case.
fn beginning(text: &str, most: usize) -> String {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text[..end].to_ascii_lowercase()
}

/// Something around JSON that is otherwise whole.
fn around(text: &str) -> Option<JsonFault> {
    if let Some(rest) = text.strip_prefix('\u{feff}')
        && is_json(rest)
    {
        let fault = JsonFault::new(text, 0..3, "a byte order mark before the JSON");
        return Some(JsonFault { harmless_in_browsers: true, ..fault });
    }
    for guard in [")]}'", "while(1);", "for(;;);"] {
        if text.trim_start().starts_with(guard) {
            let start = text.len() - text.trim_start().len();
            return Some(JsonFault::new(
                text,
                start..start + guard.len(),
                "a guard against script inclusion before the JSON",
            ));
        }
    }
    if let Some(call) = jsonp(text) {
        return Some(JsonFault::new(text, call, "a function call around the JSON (JSONP)"));
    }
    let brace =
        text.match_indices('{').map(|(at, _)| at).take(8).find(|at| *at > 0 && is_json(&text[*at..]))?;
    let before = text[..brace].trim();
    // A list or an object that goes wrong before its first member has its own mistake.
    if before.is_empty()
        || before.starts_with(['{', '[', '"'])
        || before.starts_with("//")
        || before.starts_with("/*")
    {
        return None;
    }
    let php = ["notice", "warning", "deprecated", "fatal error"]
        .iter()
        .any(|word| before.to_ascii_lowercase().contains(word));
    let mistake =
        if php { "a warning of the server's program before the JSON" } else { "text before the JSON" };
    let start = text.find(before).unwrap_or(0);
    Some(JsonFault::new(text, start..start + before.len(), mistake))
}

/// The `name(` of `name({…});`.
fn jsonp(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let name = text[start..].find(|c: char| !c.is_ascii_alphanumeric() && !"_$.".contains(c))?;
    let call = name > 0 && text[start + name..].starts_with('(');
    let ends = text.trim_end().trim_end_matches(';').ends_with(')');
    (call && ends).then_some(start..start + name + 1)
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok()
}

/// The byte at which the parser stopped. Its columns count bytes, from 1; column 0 is the line feed before the line.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let line_start: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = (line_start + error.column()).saturating_sub(1).min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// What a person would call it; `words` are the parser's.
fn mistake(text: &str, at: usize, words: &str) -> &'static str {
    let rest = &text[at..];
    let before = text[..at].trim_end();
    let next = rest.chars().next().unwrap_or(' ');
    let word_start = before.len() == at && before.ends_with('-');
    if words.starts_with("trailing characters") {
        return if next == '{' || next == '[' {
            "a second JSON document after the first"
        } else {
            "text after the JSON"
        };
    }
    if words.contains("control character") {
        return "a raw line break or tab inside a text";
    }
    if words.contains("invalid escape") {
        return "a backslash that escapes nothing";
    }
    if rest.starts_with("//") || rest.starts_with("/*") || next == '#' {
        return "a comment, which JSON does not have";
    }
    match next {
        '}' if before.ends_with(',') => "a comma before the closing brace",
        ']' if before.ends_with(',') => "a comma before the closing bracket",
        '\'' => "single quotes, where JSON takes double quotes",
        '\u{201c}' | '\u{201d}' => "typographic quotes, where JSON takes plain ones",
        _ if rest.starts_with("NaN") => "NaN, which JSON does not have",
        _ if rest.starts_with("Infinity") || (word_start && rest.starts_with('I')) => {
            "Infinity, which JSON does not have"
        }
        _ if rest.starts_with("undefined") => "undefined, which JSON does not have",
        _ if rest.starts_with("None") || rest.starts_with("True") || rest.starts_with("False") => {
            "a value as Python writes it"
        }
        '<' => "a tag: this is XML, not JSON",
        '"' | '{' | '[' if words.starts_with("expected `,`") => "a missing comma before this",
        _ if words.starts_with("expected `,`") => {
            "text after a value: a quote inside the text is not escaped"
        }
        _ if words.starts_with("expected `:`") => "a missing colon",
        _ if words.starts_with("key must be a string") => "a name without double quotes",
        _ if words.starts_with("invalid number") => "a number that JSON does not allow",
        _ if before.is_empty() => "text that is no JSON",
        _ => "something that is no JSON",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, place: (usize, usize), at: Range<usize>, mistake: &str) {
        match Content::of(&Body::from_text(text), None) {
            Content::Broken(fault) => {
                assert_eq!(((fault.line, fault.column), fault.at, fault.mistake), (place, at, mistake));
            }
            _ => panic!("not found to be broken"),
        }
    }

    #[test]
    fn names_the_mistake_and_its_place() {
        check("{\n  \"a\": 1,\n}", (3, 1), 12..13, "a comma before the closing brace");
        check("{\"ä\": 1,}", (1, 9), 9..10, "a comma before the closing brace");
        check("[1, 2,]", (1, 7), 6..7, "a comma before the closing bracket");
        check("{'a': 1}", (1, 2), 1..2, "single quotes, where JSON takes double quotes");
        check("{\"a\": NaN}", (1, 7), 6..7, "NaN, which JSON does not have");
        check("{\"a\": True}", (1, 7), 6..7, "a value as Python writes it");
        check("{\"a\": 1 // one\n}", (1, 9), 8..9, "a comment, which JSON does not have");
        check("{\"a\": \"x\ny\"}", (1, 9), 8..9, "a raw line break or tab inside a text");
        check("{\"a\": 1 \"b\": 2}", (1, 9), 8..9, "a missing comma before this");
        check(
            "{\"a\": \"b\"c\"}",
            (1, 10),
            9..10,
            "text after a value: a quote inside the text is not escaped",
        );
        check("{a: 1}", (1, 2), 1..2, "a name without double quotes");
        check("{\"a\": 1}{\"b\": 2}", (1, 9), 8..9, "a second JSON document after the first");
        check("{\"a\": 1}\nOK", (2, 1), 9..10, "text after the JSON");
        check("\u{feff}{\"a\": 1}", (1, 1), 0..3, "a byte order mark before the JSON");
        check(")]}'\n{\"a\": 1}", (1, 1), 0..4, "a guard against script inclusion before the JSON");
        check("cb({\"a\": 1});", (1, 1), 0..3, "a function call around the JSON (JSONP)");
        check(
            "<br />\n<b>Notice</b>: x\n{\"a\": 1}",
            (1, 1),
            0..23,
            "a warning of the server's program before the JSON",
        );
        check("connected\n{\"a\": 1}", (1, 1), 0..9, "text before the JSON");
        check("<?xml version=\"1.0\"?><a/>", (1, 1), 0..1, "a tag: this is XML, not JSON");
        check("OK", (1, 1), 0..1, "text that is no JSON");
        check("ÄÖ", (1, 1), 0..2, "text that is no JSON");
    }

    #[test]
    fn tells_what_is_not_broken() {
        let of = |text: &str, media_type| Content::of(&Body::from_text(text), media_type);
        assert!(matches!(of(" \n", None), Content::Blank));
        assert!(matches!(of("{\"a\": \"\\ud83d\"}", None), Content::Json));
        assert!(matches!(of("access_token=1&token_type=bearer", None), Content::Form));
        assert!(matches!(of("<!DOCTYPE HTML><p>x", Some("application/json")), Content::Html));
        assert!(matches!(of("Not found", Some("text/html")), Content::Html));
        assert!(matches!(of("{\"a\": \"b", Some("text/html")), Content::CutOff));
        assert!(matches!(of("{\"a\": {\"b\": 1}", None), Content::CutOff));
        assert!(matches!(Content::of(&Body::from_bytes(vec![0xff, 0xfe]), None), Content::NoText));
    }
}
