//! Claims, each with its value and what it means.

use http::Timestamp;
use jose::{Disclosure, Jwt};
use serde_json::Value;

use super::model::{Claim, Disclosed};
use super::{TokenContext, gloss};
use crate::mask::{Redactor, Shown, shown};
use crate::{resolve, words};

/// Claims that are moments (RFC 7519 §2, OpenID Connect Core §2, §5.1).
const MOMENTS: [&str; 5] = ["exp", "nbf", "iat", "auth_time", "updated_at"];

/// A name with its value and its gloss.
pub(super) fn shown(name: &str, value: &Value, reveals: bool, redactor: &Redactor) -> Claim {
    let (text, secret) = if reveals {
        (Shown::revealed(value), false)
    } else {
        resolve::shown_claim(redactor, name, value).unwrap_or_default()
    };
    // What somebody asked to see they may see under its own name too.
    let name_shown = if reveals { Shown::revealed(&Value::from(name)) } else { redactor.field_name(name) };
    Claim { name: name_shown, value: text, secret, meaning: Shown::from(gloss::of(name)), time_ms: None }
}

/// A claim of a token.
pub(super) fn claim(
    name: &str,
    value: &Value,
    jwt: &Jwt,
    context: &TokenContext<'_>,
    redactor: &Redactor,
) -> Claim {
    let claim = shown(name, value, context.reveals, redactor);
    let time = MOMENTS.contains(&name).then(|| jwt.time(name).and_then(of_seconds)).flatten();
    match (time, name, value) {
        (Some(time), ..) => {
            let meaning = shown!(claim.meaning, ": ", when(time, context.now));
            Claim { meaning, time_ms: Some(time.as_millis()), ..claim }
        }
        (None, "amr", Value::Array(methods)) => {
            let words = methods.iter().filter_map(Value::as_str).map(gloss::amr);
            let words: Vec<Shown> = words.filter(|word| !word.is_empty()).map(Shown::from).collect();
            Claim { meaning: listed(claim.meaning, &words), ..claim }
        }
        _ => claim,
    }
}

/// A NumericDate in the range that can be told (RFC 7519 §2).
pub(super) fn of_seconds(seconds: f64) -> Option<Timestamp> {
    Timestamp::from_millis(seconds * 1000.0)
}

fn listed(mut meaning: Shown, words: &[Shown]) -> Shown {
    for (index, word) in words.iter().enumerate() {
        meaning = shown!(meaning, if index == 0 { ": " } else { ", " }, word);
    }
    meaning
}

/// `2026-11-23 09:41:08 UTC, 2 h 13 min ago`.
pub(super) fn when(time: Timestamp, now: Option<Timestamp>) -> Shown {
    let Some(now) = now else { return Shown::time(time) };
    let ahead = time.as_seconds() - now.as_seconds();
    let span = words::duration(ahead.round() as i64);
    match ahead {
        _ if ahead.abs() < 1.0 => shown!(Shown::time(time), ", now"),
        _ if ahead > 0.0 => shown!(Shown::time(time), ", in ", span),
        _ => shown!(Shown::time(time), ", ", span, " ago"),
    }
}

/// A claim that is shown along with a token.
pub(super) fn disclosed(disclosure: &Disclosure, jwt: &Jwt, reveals: bool, redactor: &Redactor) -> Disclosed {
    let claim = disclosure.value.as_ref().map(|value| {
        let name = disclosure.name.as_deref().unwrap_or("(an item of a list)");
        shown(name, value, reveals, redactor)
    });
    Disclosed { claim, is_vouched_for: disclosure.is_in(&jwt.claims) }
}
