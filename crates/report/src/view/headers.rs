//! The headers that matter.

use crate::fields::{self, Treatment};
use crate::model::Field;
use crate::redact::{Redactor, Shown, shown};

pub(super) fn headers(headers: &http::Headers, prefix: &'static str, redactor: &Redactor) -> Vec<Field> {
    headers
        .iter()
        .filter_map(|(name, value)| {
            let treatment = fields::header(name)?;
            Some(Field {
                part: shown!(prefix, ".", redactor.field_name(name)),
                name: redactor.field_name(name),
                value: header_value(name, value.text(), treatment, redactor),
                secret: treatment == Treatment::Secret,
                note: None,
            })
        })
        .collect()
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
            let pairs: Vec<Shown> = value.split(';').map(|pair| cookie_pair(pair.trim(), redactor)).collect();
            join(&pairs, "; ")
        }
        "set-cookie" => {
            let mut parts = value.split(';').map(str::trim);
            let mut shown = vec![cookie_pair(parts.next().unwrap_or_default(), redactor)];
            shown.extend(parts.map(|attribute| redactor.prose(attribute)));
            join(&shown, "; ")
        }
        _ => redactor.value(name, treatment, value),
    }
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
