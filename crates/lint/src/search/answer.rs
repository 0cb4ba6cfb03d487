//! What an answer in a message says of an error: in JSON as the specifications have it (RFC 6749 §5.2, RFC 9457), as servers have it
//! on their own, as a program prints it, in a fault of SOAP, or in what Apple's errors carry. Its words say more than its code.

use crate::behind::is_reason;
use crate::quoted;

/// Members with the words of an error, the most telling first.
const WORDS: [&str; 19] = [
    "error_description",
    "errorDescription",
    "error_message",
    "errorMessage",
    "errorSummary",
    "MSALErrorDescriptionKey",
    "NSLocalizedFailureReason",
    "NSLocalizedDescription",
    "faultstring",
    "error_msg",
    "detail",
    "details",
    "message",
    "Message",
    "msg",
    "reason",
    "description",
    "error",
    "title",
];

/// Members with its code.
const CODES: [&str; 8] =
    ["error", "MSALOAuthErrorKey", "errorCode", "error_code", "code", "status", "faultcode", "type"];

/// Elements with its words (SOAP 1.1 §4.4, SOAP 1.2 §5.4.2).
const ELEMENTS: [&str; 5] = ["faultstring", "Text", "error_description", "Message", "message"];

/// So many places of one name are looked at.
const MOST_NAMED: usize = 4;
/// So many words are read as messages.
const MOST: usize = 4;

/// What is read as a message of its own, the most telling first: `invalid_grant: Bad Request` of
/// `{"error":"invalid_grant","error_description":"Bad Request"}`.
pub(super) fn readings(message: &str) -> Vec<String> {
    let code = code(message).filter(|code| is_code_of_oauth(code));
    // A reason phrase beside a code of OAuth is an answer of its own: Google's.
    let words = words(message).into_iter().filter(|words| code.is_some() || !is_phrase(words)).take(MOST);
    // Who says both in one has said them together.
    let with_code = |words: &str| match code {
        Some(code) if !words.contains(code) => format!("{code}: {words}"),
        _ => words.to_owned(),
    };
    words.map(with_code).collect()
}

/// What an answer says, for who reads it: `something_own: The words.`; `None` where the message has none.
pub(super) fn said(message: &str) -> Option<String> {
    if is_harmless(message) {
        return None;
    }
    let words = words(message).into_iter().find(|words| !is_phrase(words))?;
    let code = code(message).filter(|code| !words.contains(*code));
    let said: Vec<&str> = code.into_iter().chain([words]).collect();
    Some(said.join(": "))
}

/// Whether it is a line of a log that says of itself that all is well: no answer.
fn is_harmless(message: &str) -> bool {
    const LEVELS: [&str; 4] = ["level", "severity", "lvl", "levelname"];
    let levels = LEVELS.iter().flat_map(|name| values_of(message, name));
    levels
        .into_iter()
        .any(|level| matches!(level.to_ascii_lowercase().as_str(), "info" | "debug" | "trace" | "notice"))
}

/// The sentences in which an answer says what failed.
fn words(message: &str) -> Vec<&str> {
    let named = WORDS.iter().flat_map(|name| values_of(message, name));
    let elements = ELEMENTS.iter().filter_map(|name| element(message, name));
    let quoted = behind_number(message).into_iter();
    let mut found: Vec<&str> = Vec::new();
    for words in named.chain(elements).chain(quoted).filter(|words| is_sentence(words)) {
        if !found.iter().any(|other| other.contains(words)) {
            found.push(words);
        }
    }
    found
}

/// Whether these are words: a single one is a name, a flag or a value.
fn is_sentence(words: &str) -> bool {
    words.contains(' ') && !words.starts_with(['{', '['])
}

/// Whether these are the reason phrase that every server says: `401: Unauthorized`.
fn is_phrase(words: &str) -> bool {
    let bare = words.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | ' '));
    is_reason(bare.trim_end_matches('.'))
}

/// The code of an error.
fn code(message: &str) -> Option<&str> {
    CODES.iter().flat_map(|name| values_of(message, name)).find(|code| {
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        code.len() > 1 && code.chars().all(is_word) && code.contains(char::is_alphabetic) && *code != "null"
    })
}

/// Whether an answer has a code of the specifications.
pub(super) fn has_code_of_oauth(message: &str) -> bool {
    code(message).is_some_and(is_code_of_oauth)
}

/// Whether a code is written as those of the specifications are.
pub(super) fn is_code_of_oauth(code: &str) -> bool {
    code.contains('_') && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// The texts of pairs with this name: `"name":"text"`, `name='text'`, `"name"=>"text"`, `name: text, other: …`, also as text in
/// a text.
fn values_of<'m>(message: &'m str, name: &str) -> impl Iterator<Item = &'m str> {
    let named = message.match_indices(name).take(MOST_NAMED);
    let places: Vec<usize> = named.map(|(at, _)| at).collect();
    let length = name.len();
    places.into_iter().filter_map(move |at| value_at(message, at, length))
}

/// The value of the pair whose name stands at a place.
fn value_at(message: &str, at: usize, length: usize) -> Option<&str> {
    let before = message.get(..at)?;
    if before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/' | '.')) {
        return None;
    }
    let is_quote = |c: char| matches!(c, '"' | '\'' | '\\' | ' ');
    let name = message.get(at + length..)?;
    let rest = name.trim_start_matches(is_quote);
    let is_quoted = name.starts_with(['"', '\'', '\\']);
    let rest = rest.strip_prefix("=>").or_else(|| rest.strip_prefix([':', '=']))?.trim_start();
    let opened = rest.trim_start_matches('\\');
    let Some(quote) = opened.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        // Without quotes it is a pair only where one stands before or behind it.
        let is_pair = before.trim_end().ends_with(['[', '{', ',']) || is_quoted;
        return is_pair.then(|| unquoted(rest)).filter(|text| !text.is_empty() && *text != "null");
    };
    let text = opened.get(1..)?;
    let text = text.get(..quoted::end(text, quote, rest.len() - opened.len())?)?.trim();
    (!text.is_empty()).then_some(text)
}

/// A value that has no quotes: up to what closes it, the end of its line or the next pair.
fn unquoted(rest: &str) -> &str {
    let end = rest.find(['\n', '}', ']', '"']).unwrap_or(rest.len());
    let text = rest.get(..end).unwrap_or_default();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let begins_pair = |at: &usize| {
        let behind = text.get(at + 1..).unwrap_or_default().trim_start();
        let name = behind.trim_start_matches(is_name);
        name.len() < behind.len() && name.starts_with(['=', ':'])
    };
    let next = text.match_indices(',').map(|(at, _)| at).find(begins_pair);
    text.get(..next.unwrap_or(text.len())).unwrap_or_default().trim()
}

/// The text of an element with this name, whatever stands before a colon in it.
fn element<'m>(message: &'m str, name: &str) -> Option<&'m str> {
    message.match_indices(name).take(MOST_NAMED).find_map(|(at, _)| {
        let begin = message.get(..at)?.rfind('<')?;
        let prefix = message.get(begin + 1..at)?;
        let is_prefix = prefix.chars().all(|c| c.is_ascii_alphanumeric() || c == ':');
        let rest = message.get(at + name.len()..)?;
        let opened = rest.starts_with(['>', ' ']).then(|| rest.find('>')).flatten()?;
        let text = rest.get(opened + 1..)?;
        let text = text.get(..text.find("</")?)?.trim();
        (is_prefix && !text.contains('<')).then_some(text)
    })
}

/// The words behind the number of one of Apple's errors: `Code=-15 "Nonce mismatch"`. Of one in another that of the innermost.
fn behind_number(message: &str) -> Option<&str> {
    message.rmatch_indices(" Code=").find_map(|(at, mark)| {
        let rest = message.get(at + mark.len()..)?.trim_start_matches('-');
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(" \"")?;
        let text = rest.get(..rest.find("\" UserInfo").or_else(|| rest.find('"'))?)?;
        is_sentence(text).then_some(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_its_code_and_its_words() {
        for answer in [
            r#"{"error":"invalid_grant","error_description":"Bad Request"}"#,
            r#"resulted in a `400`: { "error": "invalid_grant", "error_description": "Bad Request" } (truncated)"#,
            r#"log="{\"error\": \"invalid_grant\", \"error_description\": \"Bad Request\"}""#,
            "{'error' => 'invalid_grant', 'error_description' => 'Bad Request'}",
            r#"Bearer error="invalid_grant", error_description="Bad Request""#,
            "Failed to get token: [error: invalid_grant, description: Bad Request], null)",
        ] {
            assert_eq!(
                readings(answer).first().map(String::as_str),
                Some("invalid_grant: Bad Request"),
                "{answer}"
            );
        }
        assert!(readings(r#"{"error":"invalid_grant"}"#).is_empty());
        assert!(readings(r#"{"error_description": null, "error":"#).is_empty());
    }

    #[test]
    fn servers_have_members_of_their_own() {
        for (answer, words) in [
            (r#"{"code":"UNAUTHORIZED","message":"The token is over"}"#, "The token is over"),
            (r#"{"title":"Bad Request","status":400,"detail":"The token is over"}"#, "The token is over"),
            (
                r#"{"error":{"code":400,"status":"INVALID","message":"The token is over"}}"#,
                "The token is over",
            ),
            (
                r#"{"errors":[{"status":401,"title":"Unauthorized","detail":"The token is over"}]}"#,
                "The token is over",
            ),
            (
                "<s:Fault><faultstring xml:lang=\"en\">The token is over</faultstring></s:Fault>",
                "The token is over",
            ),
            ("<env:Reason><env:Text>The token is over</env:Text></env:Reason>", "The token is over"),
            ("Error Domain=a.b Code=-15 \"The token is over\" UserInfo={}", "The token is over"),
            (
                "UserInfo={NSLocalizedDescription=The token is over, NSUnderlyingError=0x1}",
                "The token is over",
            ),
        ] {
            assert_eq!(readings(answer), [words], "{answer}");
        }
        assert_eq!(
            said(r#"{"code":"E7","message":"The token is over"}"#).as_deref(),
            Some("E7: The token is over")
        );
    }

    #[test]
    fn what_every_server_says_are_no_words() {
        for answer in [
            r#"{"code": 0, "message": "401: Unauthorized"}"#,
            r#"{"error":"Unauthorized","message":"Unauthorized"}"#,
            "the message: it was late, they said",
            "https://app.example/?message=one two",
            "<p>Text</p> message",
            "",
        ] {
            assert!(readings(answer).is_empty(), "{answer}: {:?}", readings(answer));
        }
    }
}
