//! Errors that Go prints as a map, `map[error:invalid_grant error_description:Code not valid]`, as JSON.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::pieces::of_lines;

const OPENING: &str = "map[";

/// Bytes of the longest map that is read.
const LONGEST: usize = 8 << 10;

/// Maps of one line that are looked at, and maps in maps.
const MOST_IN_LINE: usize = 8;
const DEEPEST: usize = 4;

/// The text with each such map as JSON. Others stay: of them the names alone tell nothing.
pub(super) fn as_json(text: &str) -> Cow<'_, str> {
    if !text.contains("map[") || !text.contains("error:") {
        return Cow::Borrowed(text);
    }
    let lines: Vec<Cow<str>> = text.lines().map(line).collect();
    Cow::Owned(of_lines(&lines, text))
}

fn line(line: &str) -> Cow<'_, str> {
    if !line.contains("error:") {
        return Cow::Borrowed(line);
    }
    // One in another is read with that.
    let mut tried = 0;
    let places = line
        .match_indices(OPENING)
        .map(|(at, _)| at)
        .filter(|at| !line[..*at].ends_with(|c: char| c.is_alphanumeric()));
    for at in places.take(MOST_IN_LINE) {
        let Some(inner) = line.get(at + OPENING.len()..).filter(|_| at >= tried) else { continue };
        let Some(end) = end(inner) else { break };
        tried = at + OPENING.len() + end;
        let map = inner.get(..end).filter(|inner| inner.contains("error:")).and_then(|inner| map(inner, 0));
        if let Some(map) = map.filter(|map| map.contains_key("error")) {
            return Cow::Owned(format!("{}{}{}", &line[..at], Value::Object(map), &line[tried + 1..]));
        }
    }
    Cow::Borrowed(line)
}

/// Where the bracket closes that is open.
fn end(inner: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in inner.bytes().enumerate().take(LONGEST) {
        match byte {
            b'[' => depth += 1,
            b']' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(at),
            },
            _ => {}
        }
    }
    None
}

/// Names and values: a name stands behind a blank, and its value directly behind its colon.
fn map(inner: &str, depth: usize) -> Option<Map<String, Value>> {
    let mut members = Map::new();
    let mut rest = inner;
    while !rest.is_empty() {
        let (name, value) = rest.split_once(':').filter(|(name, _)| is_name(name))?;
        let length = length_of_value(value);
        let (value, behind) = value.split_at(length);
        let inner = value.strip_prefix(OPENING).and_then(|value| value.strip_suffix(']'));
        let inner = inner.filter(|_| depth < DEEPEST).and_then(|inner| map(inner, depth + 1));
        let value = inner.map_or_else(|| Value::from(value), Value::Object);
        members.insert(name.to_owned(), value);
        rest = behind.trim_start();
    }
    Some(members)
}

/// Up to the blank before the next name.
fn length_of_value(value: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b' ' if depth == 0 => {
                let next = value.get(at + 1..).unwrap_or_default();
                let word = next.split(' ').next().unwrap_or_default();
                let is_next = word.split_once(':').is_some_and(|(name, value)| {
                    is_name(name) && !value.is_empty() && !value.starts_with("//")
                });
                if is_next {
                    return at;
                }
            }
            _ => {}
        }
    }
    value.len()
}

fn is_name(text: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_with_an_error_are_json() {
        for (text, expected) in [
            (
                "400 map[error:invalid_grant error_description:Code: not valid, see https://a.example/x now] (end)",
                r#"400 {"error":"invalid_grant","error_description":"Code: not valid, see https://a.example/x now"} (end)"#,
            ),
            (
                "map[error:map[code:401 message:Invalid Credentials list:[a b]] x:y]",
                r#"{"error":{"code":"401","list":"[a b]","message":"Invalid Credentials"},"x":"y"}"#,
            ),
        ] {
            assert_eq!(as_json(text), expected);
        }
        for text in ["map[a:b] error: c", "map[error:x", "heatmap[error:x]"] {
            assert_eq!(as_json(text), text);
        }
    }
}
