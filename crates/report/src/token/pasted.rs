//! The tokens in what somebody pasted: a token, a header line, a response, an address, a log.

use std::ops::Range;

use http::{Parameters, Uri};
use serde_json::Value;

use crate::mask::Shown;

/// Tokens of one text that are read.
const MOST: usize = 20;

/// How deep in JSON tokens are looked for.
const DEEPEST: usize = 4;

/// A token, and what it was called there.
pub(super) struct Pasted {
    /// `id_token`; empty where the text is the token.
    pub(super) name: Shown,
    pub(super) token: String,
}

/// The tokens of a text, in their order; the text itself where none is found in it.
pub(super) fn tokens_in(text: &str) -> Vec<Pasted> {
    let text = of_header(text.trim()).unwrap_or(text.trim());
    let mut found = Vec::new();
    if let Ok(json @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(text) {
        of_json("", &json, &mut found, DEEPEST);
    }
    if found.is_empty() {
        of_parameters(text, &mut found);
    }
    if found.is_empty() && !is_one(text) {
        found.extend(
            runs(text)
                .map(|run| Pasted { name: name_before(&text[..run.start]), token: text[run].to_owned() }),
        );
    }
    found.dedup_by(|one, other| one.token == other.token);
    found.truncate(MOST);
    if found.is_empty() {
        found.push(Pasted { name: Shown::default(), token: text.to_owned() });
    }
    found
}

/// The token of an `Authorization` line (RFC 6750 §2.1, RFC 9449 §7.1), whatever form it has.
fn of_header(line: &str) -> Option<&str> {
    let (_, value) = line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("authorization"))?;
    let (_, token) = value
        .trim()
        .split_once(' ')
        .filter(|(scheme, _)| ["Bearer", "DPoP"].iter().any(|known| known.eq_ignore_ascii_case(scheme)))?;
    Some(token.trim())
}

/// Whether a text is a token as people copy it: in quotes, broken into lines, behind its scheme. What is wrong with that is said
/// of the token.
fn is_one(text: &str) -> bool {
    let scheme = text.split_once(' ').filter(|(word, _)| word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let rest = scheme.map_or(text, |(_, rest)| rest);
    let begins_another = |line: &str| line.starts_with("eyJ") && line.contains('.');
    if rest.split_whitespace().skip(1).any(begins_another) {
        return false;
    }
    let joined: String = rest.split_whitespace().collect();
    let joined = joined.trim_matches(['"', '\'', '`', ',']);
    // What is broken inside of it is said of the token, too.
    is_run(joined) || !rest.contains(char::is_whitespace) && joined.starts_with("eyJ")
}

fn of_json(name: &str, value: &Value, found: &mut Vec<Pasted>, deepest: usize) {
    match value {
        Value::String(text) if is_token(name, text) => found.push(pasted(name, text)),
        Value::Object(members) if deepest > 0 => {
            members.iter().for_each(|(name, value)| of_json(name, value, found, deepest - 1));
        }
        Value::Array(items) if deepest > 0 => {
            items.iter().for_each(|item| of_json(name, item, found, deepest - 1));
        }
        _ => {}
    }
}

/// An address of a callback, or what stands behind its `#` or `?`.
fn of_parameters(text: &str, found: &mut Vec<Pasted>) {
    if text.contains(char::is_whitespace) || !text.contains('=') {
        return;
    }
    let uri = Uri::parse(text);
    let parts: Vec<Parameters> = match &uri {
        Some(uri) => vec![uri.query().clone(), uri.fragment().clone()],
        None => vec![Parameters::decode(text.trim_start_matches(['#', '?', '&']))],
    };
    for parameters in &parts {
        for (name, value) in parameters.iter() {
            if is_token(name, value.text()) {
                found.push(pasted(name, value.text()));
            }
        }
    }
}

fn pasted(name: &str, text: &str) -> Pasted {
    Pasted { name: known(name), token: text.to_owned() }
}

/// Whether a value is a token, by its name or its form.
fn is_token(name: &str, value: &str) -> bool {
    !value.is_empty() && (!known(name).as_str().is_empty() || is_run(value))
}

/// The names of tokens in the protocols; of a name that is none of them nothing is shown.
fn known(name: &str) -> Shown {
    const NAMES: [&str; 12] = [
        "access_token",
        "id_token",
        "refresh_token",
        "id_token_hint",
        "logout_token",
        "client_assertion",
        "assertion",
        "subject_token",
        "actor_token",
        "request",
        "response",
        "DPoP",
    ];
    let known = NAMES.iter().find(|known| known.eq_ignore_ascii_case(name));
    known.map_or(Shown::default(), |known| Shown::from(*known))
}

/// The name in front of a token in a log: `id_token: eyJ…`, `"id_token" => "eyJ…`.
fn name_before(before: &str) -> Shown {
    let word = before.trim_end_matches(|character: char| !character.is_ascii_alphanumeric());
    let start = word.rfind(|character: char| !character.is_ascii_alphanumeric() && character != '_');
    known(&word[start.map_or(0, |at| at + 1)..])
}

/// Whether a text is one token and nothing else.
fn is_run(text: &str) -> bool {
    runs(text).eq(std::iter::once(0..text.len()))
}

/// What looks like a JWT: a header in base64url, a dot, and more.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'=');
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text.get(from..)?.find("eyJ")?;
            let length = text[start..].bytes().take_while(|byte| belongs(*byte)).count();
            let is_begun = start.checked_sub(1).is_some_and(|at| text.as_bytes()[at].is_ascii_alphanumeric());
            from = start + length.max(1);
            if !is_begun && text[start..from].contains('.') {
                return Some(start..from);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c2ln";

    fn names_in(text: &str) -> Vec<(String, String)> {
        tokens_in(text).into_iter().map(|found| (found.name.to_string(), found.token)).collect()
    }

    #[test]
    fn a_token_is_taken_out_of_what_stands_around_it() {
        let response =
            format!(r#"{{"token_type":"Bearer","id_token":"{TOKEN}","data":[{{"x":"{TOKEN}x"}}]}}"#);
        let of = |name: &str, token: &str| (name.to_owned(), token.to_owned());
        assert_eq!(names_in(&response).len(), 2);
        for text in [
            format!("https://app.example/cb#state=a&id_token={TOKEN}"),
            format!("id_token={TOKEN}&state=a"),
            format!("#id_token={TOKEN}"),
            format!("2026-11-23 the id_token: {TOKEN}, and more"),
            format!(r#""id_token" => "{TOKEN}""#),
        ] {
            assert_eq!(names_in(&text), [of("id_token", TOKEN)], "{text}");
        }
        assert_eq!(names_in(&format!("Authorization: Bearer {TOKEN}\r\n")), [of("", TOKEN)]);
        assert_eq!(names_in("authorization: bearer opaque-1"), [of("", "opaque-1")]);
        assert_eq!(names_in(&format!("DPoP: {TOKEN}")), [of("DPoP", TOKEN)]);
        assert_eq!(names_in(&format!("{TOKEN}\n{TOKEN}x\n")), [of("", TOKEN), of("", &format!("{TOKEN}x"))]);
        let opaque = r#"{"access_token":"opaque-1","expires_in":3600}"#;
        assert_eq!(names_in(opaque), [of("access_token", "opaque-1")]);
    }

    /// What is wrong with how it was copied is said of the token.
    #[test]
    fn a_token_alone_is_the_text() {
        let broken = format!("{}\n{}", &TOKEN[..25], &TOKEN[25..]);
        for text in
            [TOKEN, &format!("'{TOKEN}'"), &format!("Bearer {TOKEN}"), &broken, "opaque", "eyJ", "", "é=1"]
        {
            assert_eq!(names_in(text), [(String::new(), text.to_owned())]);
        }
    }
}
