//! Archives whose secrets `har-sanitizer` (npm) replaced by hashes: one value is one hash all over the file, and nothing can be read
//! from either.
//!
//! A hash looks like the token of many a provider, and not like the JWT that it may stand for. The name of a report says what is
//! known of it: that it is the same value wherever it stands.

use std::borrow::Cow;
use std::collections::HashMap;

/// Bytes in which the archive says who wrote it.
const HEAD: usize = 64 << 10;

/// The characters of SHA-256 in hexadecimal.
const LENGTH: usize = 64;

/// The text with names in place of hashes, where that tool wrote it.
pub(super) fn with_names(text: Cow<'_, str>) -> Cow<'_, str> {
    if !is_hashed(text.as_bytes()) {
        return text;
    }
    let mut names = HashMap::new();
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(start) = rest.find(is_hex) {
        let (before, from) = rest.split_at(start);
        let (run, after) = from.split_at(from.find(|c| !is_hex(c)).unwrap_or(from.len()));
        out.push_str(before);
        let is_word = before.ends_with(|c: char| c.is_ascii_alphanumeric())
            || after.starts_with(|c: char| c.is_ascii_alphanumeric());
        if run.len() == LENGTH && !is_word {
            let next = names.len() + 1;
            let number = names.entry(run).or_insert(next);
            out.push_str(&format!("hash#{number} · {LENGTH} chars"));
        } else {
            out.push_str(run);
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether that tool wrote what begins so.
pub(in crate::readers) fn is_hashed(text: &[u8]) -> bool {
    let head = text.get(..HEAD).unwrap_or(text);
    let creator = head.windows(9).position(|name| name == b"\"creator\"");
    let creator = creator.and_then(|at| head.get(at..)?.get(..200.min(head.len() - at)));
    creator.is_some_and(|creator| creator.windows(15).any(|name| name == b"\"har-sanitizer\""))
}

fn is_hex(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, 'a'..='f')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_keeps_what_is_the_same() {
        let (one, two) = ("0a".repeat(32), "0b".repeat(32));
        let har = |creator: &str| {
            format!(
                r#"{{"log": {{"creator": {{"name": "{creator}"}}, "a": "{one}", "b": "Basic {two}", "c": "x={one};", "d": "{one}0"}}}}"#
            )
        };
        let read = with_names(har("har-sanitizer").into());
        let expected = [
            r#""a": "hash#1 · 64 chars""#,
            r#""b": "Basic hash#2 · 64 chars""#,
            r#""c": "x=hash#1 · 64 chars;""#,
        ];
        assert!(
            expected.iter().all(|part| read.contains(part)) && read.contains(&format!("{one}0")),
            "{read}"
        );
        assert_eq!(with_names(har("WebInspector").into()), har("WebInspector"));
    }
}
