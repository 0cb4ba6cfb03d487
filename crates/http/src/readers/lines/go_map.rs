//! Errors that Go prints as a map, `map[error:invalid_grant error_description:Code not valid]`, as JSON.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::pieces::of_lines;

const OPENING: &str = "map[";

/// Bytes of the longest map that is read.
const LONGEST: usize = 8 << 10;

/// The text with each such map as JSON. Others stay: of them the names alone tell nothing.
pub(super) fn as_json(text: &str) -> Cow<'_, str> {
    if !text.contains("map[") || !text.contains("error:") {
        return Cow::Borrowed(text);
    }
    let lines: Vec<Cow<str>> = text.lines().map(line).collect();
    Cow::Owned(of_lines(&lines, text))
}

fn line(line: &str) -> Cow<'_, str> {
    let mut places = line.match_indices(OPENING).map(|(at, _)| at);
    let is_name = |at: usize| line[..at].ends_with(|c: char| c.is_alphanumeric());
    let found = places.find_map(|at| {
        let inner = line.get(at + OPENING.len()..).filter(|_| !is_name(at))?;
        let end = end(inner)?;
        let map = map(&inner[..end]).filter(|map| map.contains_key("error"))?;
        Some((at, at + OPENING.len() + end + 1, map))
    });
    match found {
        Some((from, to, map)) => {
            Cow::Owned(format!("{}{}{}", &line[..from], Value::Object(map), &line[to..]))
        }
        None => Cow::Borrowed(line),
    }
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
fn map(inner: &str) -> Option<Map<String, Value>> {
    let mut members = Map::new();
    let mut rest = inner;
    while !rest.is_empty() {
        let (name, value) = rest.split_once(':').filter(|(name, _)| is_name(name))?;
        let length = length_of_value(value);
        let (value, behind) = value.split_at(length);
        let inner = value.strip_prefix(OPENING).and_then(|value| value.strip_suffix(']'));
        let value = inner.and_then(map).map_or_else(|| Value::from(value), Value::Object);
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
