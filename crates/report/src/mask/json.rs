//! JSON as it stands in a text, broken or not: punctuation, harmless names and the values of harmless names are shown, all
//! else is masked, however it is written.

use super::fields::{self, Treatment};
use super::masked::Edit;
use super::named::is_chosen;
use super::scan::Scanner;
use super::shape::Mode;

/// Whether what begins with a bracket is JSON, or what is left of it.
pub(super) fn begins(text: &str) -> bool {
    let mut inside = text[1..].trim_start().chars();
    match (text.as_bytes()[0], inside.next()) {
        (_, Some('"' | '{' | '[' | '\\')) => true,
        (b'{', Some('\'')) => true,
        (b'[', Some('\'')) => true,
        (b'{', Some(c)) if c.is_alphabetic() => {
            let name_ends = inside.as_str().find(|c: char| !c.is_alphanumeric() && c != '_');
            name_ends.is_some_and(|end| inside.as_str()[end..].trim_start().starts_with(':'))
        }
        (b'{' | b'[', None) => true,
        _ => false,
    }
}

/// Reads from a bracket to the one that closes it, or to the end of the text; says where that is.
pub(super) fn scan<'t>(scanner: &mut Scanner<'_, 't>, start: usize) -> usize {
    let text: &'t str = scanner.text;
    // The name whose value each open bracket is: items of a list are values of its name.
    let mut open: Vec<&str> = Vec::new();
    let mut key = "";
    // After a colon comes a value, whatever follows it; after that a name, even where the comma is missing.
    let mut at_key = true;
    let mut last = "";
    let mut first_of_pair = None;
    let mut at = start;
    // Numbers that are shown: what is read behind one may tell that it is a secret.
    let mut numbers = Vec::new();
    let end = loop {
        let Some(first) = text[at..].chars().next() else { break at };
        match first {
            '{' | '[' => {
                // `["password": "…"]`, as Swift prints what has names.
                at_key = first == '{' || key.is_empty() && is_pair(text, at + 1);
                open.push(if first == '[' { key } else { "" });
                if first == '{' {
                    key = "";
                }
                at += 1;
            }
            '}' | ']' => {
                open.pop();
                at += 1;
                // `["code"]=>`: what PHP calls a member.
                key = if first == ']' && text[at..].starts_with("=>") { last } else { "" };
                at_key = true;
                if open.is_empty() {
                    break at;
                }
            }
            // `{password,<<"…">>}`, as Erlang prints a pair.
            ',' if first_of_pair.is_some() => {
                key = first_of_pair.take().unwrap_or_default();
                at_key = false;
                at += 1;
            }
            ',' => {
                key = open.last().copied().unwrap_or_default();
                at_key = true;
                at += 1;
            }
            // `:code=>`: what Ruby puts before a name.
            ':' if at_key && is_symbol(text, at) => at += 1,
            ':' => {
                at_key = false;
                at += 1;
            }
            '=' if text[at..].starts_with("=>") => {
                at_key = false;
                at += 2;
            }
            '\\' => at += 1,
            c if c.is_whitespace() => at += c.len_utf8(),
            _ => {
                let (end, content) = word(text, at, first);
                let after = text[end..].trim_start_matches(['\\', ' ', '\n', '\r', '\t']);
                let is_name = at_key && (after.starts_with(':') || after.starts_with("=>"));
                let word = &text[content.clone()];
                last = word;
                let is_tuple = text[..at].ends_with('{') && text[end..].starts_with(',');
                first_of_pair = (is_tuple && is_chosen(word)).then_some(word);
                if is_name && fields::is_plain_name(word) {
                    key = word;
                } else if !matches!(word, "" | "true" | "false" | "null" | "<<" | ">>") {
                    let label = if key.is_empty() { "value" } else { key };
                    let treatment = match (is_name, key) {
                        (false, "") if scanner.mode == Mode::Prose => Treatment::Prose,
                        (false, key) => fields::member(key),
                        (true, _) => Treatment::Secret,
                    };
                    let is_quoted = matches!(first, '"' | '\'');
                    if !value(scanner, content.clone(), label, treatment, is_quoted) {
                        numbers.push((content, label));
                    }
                }
                if !is_name && open.last().is_none_or(|name| name.is_empty()) {
                    at_key = true;
                }
                at = end;
            }
        }
    };
    for (number, label) in numbers {
        if !scanner.redactor.escaped(&text[number.clone()]).is_empty() {
            let name = scanner.redactor.name(label, &text[number.clone()]);
            scanner.edits.push(Edit { at: number, by: format!("\"{name}\"") });
        }
    }
    end
}

/// Whether a name in quotes and its colon stand there.
fn is_pair(text: &str, at: usize) -> bool {
    let rest = text[at..].trim_start();
    let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return false };
    let inside = rest[1..].split_once(quote);
    inside.is_some_and(|(name, behind)| fields::is_plain_name(name) && behind.trim_start().starts_with(':'))
}

/// Whether a bare word is a number of JSON, which has no quotes that a name could stand in.
fn is_number(word: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(word).is_ok()
}

/// Masks a value; whether it was looked at, and is no number that stands as it is.
fn value(
    scanner: &mut Scanner<'_, '_>,
    at: std::ops::Range<usize>,
    label: &str,
    treatment: Treatment,
    is_quoted: bool,
) -> bool {
    let raw = &scanner.text[at.clone()];
    let decoded = match raw.contains('\\') {
        true => serde_json::from_str::<String>(&format!("\"{raw}\"")).ok(),
        false => None,
    };
    let value = decoded.as_deref().unwrap_or(raw);
    if !is_quoted && fields::shows_number(label, treatment, value) {
        return false;
    }
    let shown = scanner.redactor.value(label, treatment, value);
    if shown.as_str() != value {
        let by = if !is_quoted && is_number(value) { format!("\"{shown}\"") } else { shown.to_string() };
        scanner.edits.push(Edit { at, by });
    }
    true
}

/// A string or a bare word: where it ends, and what is in it. Quotes may be escaped: JSON in a string of JSON.
fn word(text: &str, at: usize, first: char) -> (usize, std::ops::Range<usize>) {
    if matches!(first, '"' | '\'') {
        let escape = &text[text[..at].trim_end_matches('\\').len()..at];
        let inside = at + 1;
        let close = end_of_string(&text[inside..], first, escape);
        let content = inside..close.map_or(text.len(), |close| inside + close);
        let end = close.map_or(text.len(), |close| inside + close + 1 + escape.len());
        return (end.min(text.len()), content);
    }
    let end = text[at..]
        .find(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '[' | ']' | ',' | ':' | '"' | '\''));
    let end = match end {
        Some(0) | None => text.len(),
        Some(end) => at + end,
    };
    let end = text[at..end].find("=>").filter(|length| *length > 0).map_or(end, |length| at + length);
    (end, at..end)
}

/// Whether a colon stands before a name and not behind one.
fn is_symbol(text: &str, at: usize) -> bool {
    text[..at].trim_end().ends_with(['{', ','])
}

/// `escape`: the backslashes before the quote that opens it stand before the one that closes it too.
fn end_of_string(text: &str, quote: char, escape: &str) -> Option<usize> {
    if !escape.is_empty() {
        return text.find(&format!("{escape}{quote}"));
    }
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let end = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        end.then_some(at)
    })
}
