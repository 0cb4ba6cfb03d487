//! The headers: all of them, since one that nobody knows can be what a preflight was refused for.

use super::budget::Budget;
use crate::mask::fields::{self, Treatment};
use crate::mask::{Redactor, Shown, set_cookies, shown};
use crate::model::Field;

/// Cookies of one field that are shown.
const MOST_COOKIES: usize = 100;

pub(super) fn headers(
    headers: &http::Headers,
    message: u32,
    what: &'static str,
    prefix: &'static str,
    budget: &mut Budget,
    redactor: &Redactor,
) -> Vec<Field> {
    budget.fields(message, what, headers.iter(), |(name, value)| {
        let treatment = fields::header(name);
        Some(Field {
            part: shown!(prefix, ".", redactor.field_name(name)),
            name: redactor.field_name(name),
            value: one_header(name, value.text(), redactor),
            secret: treatment.is_none_or(|treatment| treatment == Treatment::Secret),
            note: None,
        })
    })
}

/// The value of a header, masked.
pub(crate) fn one_header(name: &str, value: &str, redactor: &Redactor) -> Shown {
    match fields::header(name) {
        Some(treatment) => header_value(name, value, treatment, redactor),
        None => not_shown(value),
    }
}

/// What stands for the value of a header that nobody knows. It gets no name: what is short there would be sought everywhere.
fn not_shown(value: &str) -> Shown {
    shown!("(not shown · ", Shown::number(value.chars().count() as f64), " chars)")
}

fn header_value(name: &str, value: &str, treatment: Treatment, redactor: &Redactor) -> Shown {
    match name {
        "authorization" | "proxy-authorization" => match value.split_once(' ') {
            Some((scheme, credentials)) => {
                shown!(redactor.field_name(scheme), " ", redactor.name("credentials", credentials))
            }
            None => redactor.name("credentials", value),
        },
        "cookie" => {
            let pairs = value.split(';').take(MOST_COOKIES);
            let pairs: Vec<Shown> = pairs.map(|pair| cookie_pair(pair.trim(), redactor)).collect();
            shown!(join(&pairs, "; "), more(value.split(';').count()))
        }
        "set-cookie" => {
            let all = set_cookies(value);
            let cookies = all.iter().take(MOST_COOKIES);
            let cookies: Vec<Shown> = cookies.map(|one| set_cookie(one, redactor)).collect();
            shown!(join(&cookies, ", "), more(all.len()))
        }
        _ => redactor.value(name, treatment, value),
    }
}

/// How many cookies are not shown.
fn more(all: usize) -> Shown {
    match all.saturating_sub(MOST_COOKIES) {
        0 => Shown::default(),
        more => shown!(" … ", Shown::number(more as f64), " more"),
    }
}

fn set_cookie(field: &str, redactor: &Redactor) -> Shown {
    let mut parts = field.split(';').map(str::trim);
    let mut shown = vec![cookie_pair(parts.next().unwrap_or_default(), redactor)];
    shown.extend(parts.map(|attribute| cookie_attribute(attribute, redactor)));
    join(&shown, "; ")
}

/// An attribute of a cookie (RFC 6265 §4.1): its value is a word, a date, a host or a path.
pub(crate) fn cookie_attribute(attribute: &str, redactor: &Redactor) -> Shown {
    let (name, value) =
        attribute.split_once('=').map_or((attribute, None), |(name, value)| (name, Some(value)));
    let shown = match name.trim().to_ascii_lowercase().as_str() {
        "path" if value.is_some_and(|value| !value.contains([' ', '='])) => {
            value.map(|value| redactor.value("path", Treatment::Url, value))
        }
        "expires" | "max-age" => value.map(|value| redactor.cookie_time(value)),
        "domain" | "samesite" | "priority" | "secure" | "httponly" | "partitioned" => {
            value.map(|value| redactor.prose(value))
        }
        _ => value.map(|value| redactor.name("cookie", value)),
    };
    let name = redactor.field_name(name);
    shown.map_or_else(|| name.clone(), |value| shown!(&name, "=", value))
}

fn cookie_pair(pair: &str, redactor: &Redactor) -> Shown {
    match pair.split_once('=') {
        Some((name, value)) => shown!(redactor.field_name(name), "=", redactor.name("cookie", value)),
        None => redactor.name("cookie", pair),
    }
}

fn join(parts: &[Shown], separator: &'static str) -> Shown {
    let separator = Shown::from(separator);
    let mut joined = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            joined.push(&separator);
        }
        joined.push(part);
    }
    Shown::concat(joined)
}
