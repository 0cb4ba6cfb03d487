//! The body of an answer that says no more than the status that every server has: `{"message":"Unauthorized"}`. Who answered and what
//! was asked is not there; what such a status means in a login is told as a perhaps.

use serde_json::{Map, Value};

use crate::behind::is_reason;
use crate::known::{Known, just};

/// Members with the number of the status.
const NUMBERS: [&str; 5] = ["status", "statusCode", "status_code", "code", "error_code"];

/// Members with its phrase.
const PHRASES: [&str; 7] = ["message", "Message", "msg", "error", "title", "detail", "status"];

/// Objects in objects.
const DEEPEST: usize = 3;

/// What it means that an answer alone says 401 or 403; `None` where the message is no such answer.
pub(super) fn answer(message: &str) -> Option<&'static Known> {
    let object: Map<String, Value> = serde_json::from_str(message.trim()).ok()?;
    if says_more(&object, 0) {
        return None;
    }
    just(match status(&object, 0)? {
        401 => "status 401 in an answer alone",
        403 => "status 403 in an answer alone",
        _ => return None,
    })
}

/// Whether an object has a sentence or a code of its own: then it says why.
fn says_more(object: &Map<String, Value>, depth: usize) -> bool {
    let is_phrase = |text: &str| {
        let bare = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | ' ' | '-'));
        is_reason(bare.trim_end_matches(['.', '!'])) || bare.is_empty()
    };
    const OF_REQUEST: [&str; 8] =
        ["timestamp", "path", "requestId", "request_id", "instance", "type", "trace_id", "traceId"];
    let says = |text: &str| {
        !is_phrase(text) && !OWN.iter().any(|own| text.trim_end_matches('.').eq_ignore_ascii_case(own))
    };
    object.iter().filter(|(name, _)| !OF_REQUEST.contains(&name.as_str())).any(|(name, value)| match value {
        Value::String(text) => says(text),
        // A number that is no status is a code of whoever answers.
        Value::Number(number) => {
            NUMBERS.contains(&name.as_str())
                && !number.as_u64().is_some_and(|status| (400..600).contains(&status))
        }
        Value::Object(inner) => depth >= DEEPEST || says_more(inner, depth + 1),
        Value::Array(inner) => inner.iter().any(|value| match value {
            Value::String(text) => says(text),
            Value::Object(inner) => depth >= DEEPEST || says_more(inner, depth + 1),
            _ => false,
        }),
        Value::Null | Value::Bool(_) => false,
    })
}

/// What gateways write in place of a phrase (google.rpc.Code).
const OWN: [&str; 3] = ["not authenticated", "unauthenticated", "permission_denied"];

/// The status that an object names by its number or its phrase, or one in it that tells of the error.
fn status(object: &Map<String, Value>, depth: usize) -> Option<u64> {
    let number = |name: &&str| {
        let value = object.get(*name)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok()).filter(|status| (400..600).contains(status))
    };
    let phrase = |name: &&str| match object
        .get(*name)?
        .as_str()?
        .trim_end_matches('.')
        .to_ascii_lowercase()
        .as_str()
    {
        // The last ones are gRPC's (google.rpc.Code), as gateways write them.
        "unauthorized" | "not authenticated" | "unauthenticated" => Some(401),
        "forbidden" | "permission_denied" => Some(403),
        _ => None,
    };
    let inner = || {
        let of_error = object.get("error").or_else(|| object.get("errors")?.as_array()?.first())?;
        status(of_error.as_object().filter(|_| depth < DEEPEST)?, depth + 1)
    };
    NUMBERS.iter().find_map(number).or_else(|| PHRASES.iter().find_map(phrase)).or_else(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_say_no_more_than_their_status() {
        for (message, expected) in [
            (r#"{"message":"Unauthorized"}"#, Some("status 401 in an answer alone")),
            (r#"{"message":"Forbidden"}"#, Some("status 403 in an answer alone")),
            (r#"{"statusCode":401,"message":"Unauthorized"}"#, Some("status 401 in an answer alone")),
            (r#"{"error":{"code":401}}"#, Some("status 401 in an answer alone")),
            (r#"{"errors":[{"code":"403","title":"Forbidden"}]}"#, Some("status 403 in an answer alone")),
            (r#"{"status":401,"errors":["Quota of your partner plan is exhausted"]}"#, None),
            (r#"{"statusCode":401,"message":"Unauthorized","error_code":70043}"#, None),
            (r#"{"code":403,"message":"Rate limit exceeded"}"#, None),
            (r#"{"status":404,"message":"Not Found"}"#, None),
            (r#"{"message":"Order shipped"}"#, None),
            (r#"{"status":500,"error":"Unauthorized"}"#, None),
            ("Unauthorized", None),
            ("[401]", None),
            ("", None),
        ] {
            assert_eq!(answer(message).map(|known| known.text), expected, "{message}");
        }
    }
}
