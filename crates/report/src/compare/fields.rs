//! What differs between two messages of the same kind.

use std::collections::HashSet;

use super::Difference;
use super::alike::Alike;
use crate::mask::{Shown, shown};
use crate::model::{Field, Message};

/// Headers that a login can depend on. The others differ from day to day.
const TELLING: [&str; 15] = [
    "accept",
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-request-headers",
    "access-control-request-method",
    "authorization",
    "content-type",
    "cookie",
    "dpop",
    "location",
    "origin",
    "set-cookie",
    "www-authenticate",
];

/// Claims and members that are moments or spans: others in each login.
const TIMES: [&str; 7] = ["auth_time", "exp", "expires_at", "expires_in", "iat", "nbf", "updated_at"];

/// What was told already: a value that changed everywhere is told once.
#[derive(Default)]
pub(super) struct Told(HashSet<(String, Option<Shown>, Option<Shown>)>);

impl Told {
    fn is_new(&mut self, difference: &Difference) -> bool {
        let part = difference.part.as_str();
        // The same parameter in a query and in a form.
        let name = part.rsplit('.').next().unwrap_or(part).to_owned();
        self.0.insert((name, difference.other.clone(), difference.this.clone()))
    }
}

pub(super) fn differences(
    other: &Message,
    this: &Message,
    alike: &Alike,
    told: &mut Told,
) -> Vec<Difference> {
    let mut found = outcome(other, this, alike);
    for (other, this) in [
        (&other.parameters, &this.parameters),
        (&other.request_headers, &this.request_headers),
        (&other.response_headers, &this.response_headers),
        (&other.response_fields, &this.response_fields),
    ] {
        for group in groups(other, this) {
            found.extend(group_differences(group, other, this, alike));
        }
    }
    // Of a request that failed, browsers do not show all headers.
    let is_whole = |message: &Message| message.status.is_some() && message.error.is_none();
    let (other_is_whole, this_is_whole) = (is_whole(other), is_whole(this));
    found.retain(|it| {
        !it.part.as_str().starts_with("header.")
            || (this_is_whole || it.this.is_some()) && (other_is_whole || it.other.is_some())
    });
    found.retain(|difference| told.is_new(difference));
    // What a refusal does not bring says nothing more than that it is one.
    let is_lack = |it: &Difference| it.this.is_none() && it.part.as_str().starts_with("response.");
    // What users do on the provider's own pages differs.
    let is_page = this.kind == "provider-page" && other.findings.is_empty() && this.findings.is_empty();
    for difference in &mut found {
        let tells = other.status == this.status || !is_lack(difference);
        difference.matters &= tells && !is_page;
        if difference.rank != Rank::Related {
            difference.rank = rank(difference, this.kind);
        }
    }
    // Stable: within a rank the order is the message's.
    found.sort_by_key(|difference| (!difference.matters, difference.rank));
    found
}

/// How soon a difference is looked at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Rank {
    /// What it has to do with other messages is another thing: the same as there, or not.
    Related,
    /// What was asked: it comes before what came back.
    Asked,
    Answered,
    /// The words of a refusal: they follow from something.
    Symptom,
    /// Cookies, documents, and what one of the two recordings does not hold.
    Background,
}

fn rank(difference: &Difference, kind: &str) -> Rank {
    let part = difference.part.as_str();
    let asked = ["query.", "fragment.", "form.", "header.", "json."];
    match part.rsplit('.').next().unwrap_or(part) {
        "set-cookie" | "cookie" => Rank::Background,
        _ if ["discovery", "jwks", "resource-metadata"].contains(&kind) => Rank::Background,
        "status" | "response body" | "findings" | "error" | "error_description" | "error_uri" => {
            Rank::Symptom
        }
        "method" | "address" => Rank::Asked,
        _ if asked.iter().any(|place| part.starts_with(place)) => Rank::Asked,
        _ => Rank::Answered,
    }
}

/// Address, status, error, and whether the body was seen.
fn outcome(other: &Message, this: &Message, alike: &Alike) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut add = |part: &'static str, other: Option<Shown>, this: Option<Shown>| {
        found.push(Difference { part: Shown::from(part), other, this, matters: true, rank: Rank::Symptom });
    };
    if !alike.texts(&other.method, &this.method) {
        add("method", Some(other.method.clone()), Some(this.method.clone()));
    }
    let (address, its) = (address(&other.url), address(&this.url));
    if !alike.texts(&address, &its) {
        add("address", Some(address), Some(its));
    }
    if other.error != this.error {
        add("error", other.error.clone(), this.error.clone());
    }
    if other.status != this.status {
        add("status", other.status.map(Shown::number), this.status.map(Shown::number));
    }
    let (body, its) = (&other.response_body, &this.response_body);
    // Of a page it tells nothing.
    let is_read = !other.response_fields.is_empty() || !this.response_fields.is_empty();
    let is_empty = |message: &Message| message.response_fields.is_empty();
    if is_read && (is_empty(other) != is_empty(this) || !alike.but_for_numbers(body, its)) {
        add("response body", Some(body.clone()), Some(its.clone()));
    }
    if other.findings != this.findings {
        let found = |message: &Message| {
            let rules: Vec<Shown> = message.findings.iter().copied().map(Shown::from).collect();
            (!rules.is_empty()).then(|| Shown::joined(&rules, ", "))
        };
        add("findings", found(other), found(this));
    }
    found
}

/// Without query and fragment, which are compared by their parameters.
fn address(url: &Shown) -> Shown {
    url.before(&['?', '#'])
}

/// Without its parameters.
fn media_type(value: &Shown) -> Shown {
    value.before(&[';']).to_lowercase()
}

/// Cookies without the moment at which they end.
fn without_ends(value: &Shown) -> Shown {
    let mut kept: Vec<Shown> = Vec::new();
    for part in value.split("; ") {
        let name = part.to_lowercase();
        let is_end = ["expires=", "max-age="].iter().any(|end| name.as_str().starts_with(end));
        // Behind the date the next cookie begins.
        let next = part.split("GMT, ").nth(1);
        kept.extend(next.or_else(|| (!is_end).then(|| part.clone())));
    }
    Shown::joined(&kept, "; ")
}

/// What comes before the last dot of a part: `query`, `response.header`. A group that one of the two does not have at all was not
/// seen there, but for the query, which every address shows.
fn groups<'f>(other: &'f [Field], this: &'f [Field]) -> Vec<&'f str> {
    let mut groups: Vec<&str> = Vec::new();
    for field in other.iter().chain(this) {
        let group = group(field);
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    let has = |fields: &[Field], name: &str| fields.iter().any(|field| group(field) == name);
    groups.retain(|name| *name == "query" || (has(other, name) && has(this, name)));
    groups
}

fn group(field: &Field) -> &str {
    field.part.as_str().strip_suffix(field.name.as_str()).map_or("", |group| group.trim_end_matches('.'))
}

fn group_differences(name: &str, other: &[Field], this: &[Field], alike: &Alike) -> Vec<Difference> {
    let of_group = |fields: &'_ [Field]| -> Vec<Field> {
        fields.iter().filter(|field| group(field) == name).cloned().collect()
    };
    let is_header = name.ends_with("header");
    let mut rest = of_group(other);
    let mut found = Vec::new();
    for field in of_group(this) {
        let pair = rest.iter().position(|candidate| candidate.part == field.part).map(|at| rest.remove(at));
        let matters = matters(&field, is_header);
        match pair {
            Some(pair) => {
                if !are_related_alike(&pair, &field, alike) {
                    found.push(Difference {
                        rank: Rank::Related,
                        ..difference(Some(&pair), Some(&field), matters)
                    });
                } else if !is_alike(&pair, &field, is_header, alike) {
                    found.push(difference(Some(&pair), Some(&field), matters));
                }
            }
            None => found.push(difference(None, Some(&field), matters)),
        }
    }
    found.extend(rest.iter().map(|field| difference(Some(field), None, matters(field, is_header))));
    found
}

fn matters(field: &Field, is_header: bool) -> bool {
    if is_header { TELLING.contains(&field.name.as_str()) } else { !TIMES.contains(&field.name.as_str()) }
}

fn is_alike(other: &Field, this: &Field, is_header: bool, alike: &Alike) -> bool {
    if other.secret && this.secret {
        // What is no secret of the same kind has another name: a JWT in place of a text.
        alike.texts(&other.value, &this.value)
    } else if is_header && !TELLING.contains(&this.name.as_str()) {
        // There on both sides; what is in it is another thing each day.
        true
    } else if this.name.as_str() == "content-type" {
        alike.texts(&media_type(&other.value), &media_type(&this.value))
    } else if this.name.as_str() == "set-cookie" {
        alike.words(&without_ends(&other.value), &without_ends(&this.value))
    } else if TIMES.contains(&this.name.as_str()) {
        alike.but_for_numbers(&other.value, &this.value)
    } else {
        alike.words(&other.value, &this.value)
    }
}

/// Whether what is known of two values is alike. A relation that is known on one side alone is to a message that the other does not hold.
fn are_related_alike(other: &Field, this: &Field, alike: &Alike) -> bool {
    other.note.as_ref().zip(this.note.as_ref()).is_none_or(|(other, this)| alike.but_for_numbers(other, this))
}

fn difference(other: Option<&Field>, this: Option<&Field>, matters: bool) -> Difference {
    let part = this.or(other).map_or_else(Shown::default, |field| field.part.clone());
    let shown = |field: &Field| match &field.note {
        Some(note) => shown!(&field.value, " (", note, ")"),
        None => field.value.clone(),
    };
    Difference { part, other: other.map(shown), this: this.map(shown), matters, rank: Rank::Answered }
}
