//! `name=value` pairs, as logfmt and the logs of many servers have them.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::quoted::literal;
use super::wrapped::{self, Entry};

/// Pairs of the longest line.
const MOST: usize = 200;

/// The pairs in a text; what stands between them is passed over.
pub(super) fn pairs(text: &str) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches([' ', '\t', ',']);
            let end = rest.find([' ', '\t', '=', '"'])?;
            let (name, after) = rest.split_at(end);
            let Some(value) = after.strip_prefix('=').filter(|_| is_name(name)) else {
                let end = after.find([' ', '\t']).unwrap_or(after.len());
                rest = &after[end..];
                continue;
            };
            if let Some(inner) = value.strip_prefix('"') {
                let (content, after) = literal('"', inner)?;
                rest = after;
                return Some((name, Cow::Owned(content)));
            }
            let (value, after) = value.split_at(value.find([' ', '\t']).unwrap_or(value.len()));
            rest = after;
            return Some((name, Cow::Borrowed(value)));
        }
    })
    .take(MOST)
}

/// The value of the first pair that has one of the names.
pub(super) fn value(text: &str, names: &[&str]) -> Option<String> {
    pairs(text).find(|(name, _)| names.contains(name)).map(|(_, value)| value.into_owned())
}

/// The exchange that a line of pairs tells.
pub(super) fn exchange(text: &str) -> Option<Entry> {
    // Some write `URI=/login`.
    let names = [&["method=", "Method=", "METHOD="][..], &["path=", "Path=", "uri=", "URI=", "url=", "URL="]];
    if !names.iter().all(|names| names.iter().any(|name| text.contains(name))) {
        return None;
    }
    let value = |name: &str, value: Cow<str>| match wrapped::is_message(name) {
        true => sentence(text, name, value),
        false => value.into_owned(),
    };
    let object: Map<String, Value> =
        pairs(text).map(|(name, text)| (own_name(name), Value::String(value(name, text)))).collect();
    wrapped::exchange(&object, None)
}

/// The value of a pair, with the words behind it that have no name: some write a sentence without quotes.
fn sentence(text: &str, name: &str, value: Cow<str>) -> String {
    let pair = format!("{name}={value}");
    let is_whole =
        |at: &usize| !text.get(..*at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
    let at = text.match_indices(&pair).map(|(at, _)| at).find(is_whole);
    let behind = at.and_then(|at| text.get(at + pair.len()..)).filter(|behind| behind.starts_with(' '));
    let words = behind.into_iter().flat_map(|behind| behind.split_ascii_whitespace());
    let words = words.take_while(|word| !word.contains(['=', '"']));
    std::iter::once(&*value).chain(words).collect::<Vec<_>>().join(" ")
}

/// The name of a pair; that of a part of a request in small letters.
fn own_name(name: &str) -> String {
    const OF_REQUESTS: [&str; 7] = ["method", "path", "uri", "url", "status", "host", "query"];
    let lower = name.to_ascii_lowercase();
    if OF_REQUESTS.contains(&lower.as_str()) { lower } else { name.to_owned() }
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 60
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.@/".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_between_other_words() {
        let text = r#"12 heroku[router]: at=info path="/a?b=c&d=\"e" host=a.example x="" "quoted words" y=1"#;
        let found: Vec<String> = pairs(text).map(|(name, value)| format!("{name}:{value}")).collect();
        assert_eq!(found, ["at:info", "path:/a?b=c&d=\"e", "host:a.example", "x:", "y:1"]);
        assert_eq!(value(text, &["y", "at"]).as_deref(), Some("info"));
    }

    #[test]
    fn a_line_of_pairs_is_a_request_however_its_names_are_written() {
        for text in [
            "6:17PM INF HTTP URI=/oauth/corp/callback?code=c ip=192.0.2.7 method=GET status=400",
            "time=x method=GET path=/oauth/corp/callback?code=c status=400",
        ] {
            assert!(matches!(exchange(text), Some(Entry::Exchange { .. })), "{text}");
        }
        assert!(exchange("method=GET of the URI").is_none());
    }

    #[test]
    fn a_sentence_without_quotes_is_one() {
        for (text, name, expected) in [
            ("level=error msg=no such client method=POST", "msg", "no such client"),
            ("msg=no", "msg", "no"),
            ("dmsg=a b msg=c d \"e\" f=g", "msg", "c d"),
            ("msg=\"a b\" c d=e", "msg", "a b"),
        ] {
            let value = pairs(text).find(|(own, _)| *own == name).map(|(_, value)| value).unwrap();
            assert_eq!(sentence(text, name, value), expected, "{text}");
        }
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(text in "[a\"= \\\\é]{0,40}") {
                pairs(&text).for_each(drop);
            }
        }
    }
}
