//! A body that is quoted as evidence: broken JSON, a form, XML, a page.
//!
//! What is quoted is broken, so that no parser helps: a keep-list over tokens does. Of JSON and XML the punctuation, the
//! names and the values of harmless names are shown, everything else is masked, however it is written. The whole body is
//! read before it is cut, so that no half of a value escapes.

use std::ops::Range;

use crate::fields::{self, Treatment};
use crate::redact::{Redactor, Shown};

/// A piece of a body: where it stood, and what is shown of it.
struct Piece {
    at: Range<usize>,
    shown: Shown,
}

/// A body, ready to be cut.
pub(crate) struct Excerpt<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
}

impl<'t> Excerpt<'t> {
    pub(crate) fn of(text: &'t str, redactor: &Redactor) -> Self {
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let pieces = if start.starts_with(['{', '[', '"', '\'']) {
            json(text, redactor)
        } else if start.starts_with('<') && !is_page(start) {
            xml(text, redactor)
        } else if is_form(start) {
            vec![Piece { at: 0..text.len(), shown: redactor.form(text) }]
        } else {
            vec![Piece { at: 0..text.len(), shown: redactor.prose(text) }]
        };
        Excerpt { text, pieces }
    }

    /// What is shown of a part of the text. A masked value that lies across its border is shown with the part in which it
    /// begins; prose is cut.
    pub(crate) fn part(&self, part: Range<usize>, redactor: &Redactor) -> Shown {
        let inside =
            self.pieces.iter().filter(|piece| piece.at.start < part.end && part.start < piece.at.end);
        let shown: Vec<Shown> = inside
            .map(|piece| {
                let overlap = piece.at.start.max(part.start)..piece.at.end.min(part.end);
                if overlap == piece.at {
                    piece.shown.clone()
                } else if self.pieces.len() == 1 {
                    self.text.get(overlap).map(|text| redactor.prose(text)).unwrap_or_default()
                } else if piece.at.start >= part.start {
                    piece.shown.clone()
                } else {
                    Shown::default()
                }
            })
            .collect();
        Shown::concat(&shown)
    }

    /// The telling bytes: as they stand where they are no part of a value, else not at all.
    pub(crate) fn marked(&self, mark: Range<usize>, redactor: &Redactor) -> Shown {
        let marked = self.text.get(mark.clone()).unwrap_or_default();
        if marked.is_empty() {
            return Shown::from("⏴ here");
        }
        if !marked.contains(char::is_alphanumeric) {
            return redactor.prose(marked);
        }
        let shown = self.part(mark, redactor);
        if shown.is_empty() { Shown::from("…") } else { shown }
    }
}

fn is_page(text: &str) -> bool {
    let head: String = text.chars().take(2_000).collect::<String>().to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body", "<title", "<h1", "<p>", "<p ", "<div", "<center", "<script"]
        .iter()
        .any(|tag| head.contains(tag))
}

/// `name=value&…` without white space: what some providers answer.
fn is_form(text: &str) -> bool {
    let text = text.trim_end();
    text.contains('=')
        && !text.contains(char::is_whitespace)
        && text
            .split('&')
            .all(|pair| pair.split_once('=').is_some_and(|(name, _)| fields::is_plain_name(name)))
}

fn json(text: &str, redactor: &Redactor) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut key = "";
    // After a colon comes a value, whatever follows it; after that a name, even where the comma is missing.
    let mut at_key = true;
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let (end, content, quoted) = match first {
            '"' | '\'' => {
                let inside = at + 1;
                let close = end_of_string(&text[inside..], first);
                let content = inside..close.map_or(text.len(), |close| inside + close);
                (close.map_or(text.len(), |close| inside + close + 1), content, true)
            }
            c if is_punctuation(c) => {
                let end = at + text[at..].find(|c| !is_punctuation(c)).unwrap_or(text.len() - at);
                if text[at..end].contains([',', '{', '}', '[', ']']) {
                    key = "";
                }
                if let Some(last) = text[at..end].rfind([',', '{', ':']) {
                    at_key = !text[at + last..].starts_with(':');
                }
                pieces.push(Piece { at: at..end, shown: redactor.prose(&text[at..end]) });
                at = end;
                continue;
            }
            _ => {
                let end = text[at..].find(|c| is_punctuation(c) || c == '"' || c == '\'');
                let end = end.map_or(text.len(), |end| at + end);
                (end, at..end, false)
            }
        };
        let word = &text[content.clone()];
        let is_key = at_key && text[end..].trim_start().starts_with(':') && fields::is_plain_name(word);
        at_key = true;
        let shown = if is_key {
            key = word;
            redactor.field_name(word)
        } else if !quoted && matches!(word, "true" | "false" | "null") {
            redactor.prose(word)
        } else {
            redactor.value(if key.is_empty() { "value" } else { key }, fields::parameter(key), word)
        };
        for (range, shown) in
            [(at..content.start, None), (content.clone(), Some(shown)), (content.end..end, None)]
        {
            if !range.is_empty() {
                let shown = shown.unwrap_or_else(|| redactor.prose(&text[range.clone()]));
                pieces.push(Piece { at: range, shown });
            }
        }
        at = end;
    }
    pieces
}

/// The tags, and the masked text between them.
fn xml(text: &str, redactor: &Redactor) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let in_tag = text[at..].starts_with('<');
        let end = match in_tag {
            true => text[at..].find('>').map(|end| end + 1),
            false => text[at..].find('<'),
        };
        let end = end.map_or(text.len(), |end| at + end);
        let part = &text[at..end];
        let shown = if part.trim().is_empty() || in_tag && !part.contains('=') {
            redactor.prose(part)
        } else if in_tag {
            let name = part.split_whitespace().next().unwrap_or_default();
            Shown::concat(&[redactor.prose(name), Shown::from(" …>")])
        } else {
            redactor.value("value", Treatment::Secret, part)
        };
        pieces.push(Piece { at: at..end, shown });
        at = end;
    }
    pieces
}

fn is_punctuation(c: char) -> bool {
    c.is_whitespace() || matches!(c, '{' | '}' | '[' | ']' | ',' | ':')
}

fn end_of_string(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let end = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        end.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> String {
        let redactor = Redactor::default();
        Excerpt::of(text, &redactor).part(0..text.len(), &redactor).to_string()
    }

    #[test]
    fn broken_json_is_masked_however_it_is_written() {
        for (text, expected) in [
            (
                r#"{"error": "invalid_grant", "access_token": "short", "x": "cut of"#,
                r#"{"error": "invalid_grant", "access_token": "access_token#1 · 5 chars", "x": "x#1 · 6 chars"#,
            ),
            (
                r#"{"access_token":"abc" "refresh_token":"tiny"}"#,
                r#"{"access_token":"access_token#1 · 3 chars" "refresh_token":"refresh_token#1 · 4 chars"}"#,
            ),
            ("{'token': 'hunter', ok: true}", "{'token': 'token#1 · 6 chars', ok: true}"),
            (
                "{\"access_token\": correct-horse, \"pin\": 1234}",
                "{\"access_token\": access_token#1 · 13 chars, \"pin\": pin#1 · 4 chars}",
            ),
            (
                "<r><access_token id=\"7\">horse</access_token></r>",
                "<r><access_token …>value#1 · 5 chars</access_token></r>",
            ),
            ("access_token=abc&scope=user", "access_token=(access_token#1 · 3 chars)&scope=user"),
            ("upstream connect error", "upstream connect error"),
            ("<html><title>Bad gateway</title>", "<html><title>Bad gateway</title>"),
        ] {
            assert_eq!(whole(text), expected);
        }
    }

    #[test]
    fn a_cut_never_shows_half_a_value() {
        let redactor = Redactor::default();
        let text = "{\"refresh_token\":\"first\nsecond-part\",\"client_secret\":\"hunter\"}";
        let excerpt = Excerpt::of(text, &redactor);
        let newline = text.find('\n').unwrap();
        assert_eq!(
            excerpt.part(0..newline, &redactor).as_str(),
            "{\"refresh_token\":\"refresh_token#1 · 17 chars"
        );
        assert_eq!(excerpt.marked(newline..newline + 1, &redactor).as_str(), "\n");
        assert_eq!(
            excerpt.part(newline + 1..text.len(), &redactor).as_str(),
            "\",\"client_secret\":\"client_secret#1 · 6 chars\"}"
        );
        assert_eq!(excerpt.marked(newline - 2..newline + 3, &redactor).as_str(), "…");
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn no_value_of_json_survives_any_cut(
                secret in "[a-z]{5,9}-[a-z]{4,9}", before in "[,:'\"{}\\\\\n ]{0,3}", after in "[,'\"{}\\\\\n ]{0,3}",
                from in 0..60usize, to in 0..60usize,
            ) {
                let text = format!("{{\"access_token\":{before}\"{secret}\"{after},\"token_type\":\"Bearer\"}}");
                let redactor = Redactor::default();
                let excerpt = Excerpt::of(&text, &redactor);
                let (from, to) = (from.min(to).min(text.len()), from.max(to).min(text.len()));
                let shown = excerpt.part(from..to, &redactor).to_string() + excerpt.marked(from..to, &redactor).as_str();
                proptest::prop_assert!(!shown.contains(&secret), "{text}: {shown}");
            }
        }
    }
}
