//! Captured parts of messages as a masked recording has them: written so that they are read again, with the names of the reports in
//! place of values.
//!
//! An address stays an address, JSON stays JSON, a token is a token whose header and claims can be read: what stands in them is
//! replaced value by value, by the treatments that reports have. Nothing else can make a [`Written`].

mod address;
mod body;
mod found;
mod header;
mod hosts;
mod json;
mod pieces;
mod tally;
mod token;

use std::cell::RefCell;
use std::collections::HashSet;

use http::{Redaction, Secret, Uri, redaction};
use serde::Serialize;

pub(crate) use self::body::WrittenBody;
use self::found::Findings;
pub(crate) use self::hosts::Hosts;
pub(crate) use self::tally::Tally;
use super::fields::{self, Treatment};
use super::masked::Masked;
use super::redactor::Redactor;

/// What stands in place of a value that somebody took out before.
const TAKEN_OUT: &str = "[REDACTED]";

/// What is written for a value that was masked before it came here; `None` where it is one as it was sent.
fn masked_before(value: &str) -> Option<String> {
    Redaction::of(value).map(|redaction| match redaction {
        Redaction::TakenOut => TAKEN_OUT.to_owned(),
        Redaction::Named => value.to_owned(),
    })
}

/// How deep tokens, addresses and forms inside of each other are taken apart; what lies deeper is one value.
const DEEPEST: usize = 4;

/// Masked text of a recording, as it stands in the file.
#[derive(Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Written(String);

impl Written {
    /// Whether it is that word.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.0 == word
    }

    /// Parts of it.
    pub(crate) fn pieces(&self, split: impl Fn(&str) -> Vec<&str>) -> Vec<Written> {
        split(&self.0).into_iter().map(|piece| Written(piece.trim().to_owned())).collect()
    }

    /// What stands before and behind the first such character.
    pub(crate) fn pair(&self, between: char) -> Option<(Written, Written)> {
        let (before, behind) = self.0.split_once(between)?;
        Some((Written(before.to_owned()), Written(behind.to_owned())))
    }
}

/// Writes the parts of one recording.
pub(crate) struct Writer<'r> {
    redactor: &'r Redactor,
    findings: Findings,
    hosts: Option<Hosts>,
    tally: Tally,
    /// Header and claims of the tokens that were masked: they begin like what they were.
    tokens: RefCell<HashSet<String>>,
}

impl<'r> Writer<'r> {
    /// One whose redactor has learnt all secrets of the recording.
    pub(crate) fn new(redactor: &'r Redactor, hosts: Option<Hosts>) -> Self {
        Writer {
            redactor,
            findings: Findings::of(redactor),
            hosts,
            tally: Tally::default(),
            tokens: RefCell::default(),
        }
    }

    /// What was masked so far.
    pub(crate) fn into_tally(self) -> Tally {
        self.tally
    }

    /// A nonce that a token states: it may be the hash of the one that was sent.
    pub(crate) fn note_stated(&mut self, nonce: &str) {
        self.findings.note_stated(nonce);
    }

    /// A value is another one in another spelling.
    pub(crate) fn note_spelling(&mut self, value: &str, of: &str) {
        let name = self.redactor.name("state", of);
        self.findings.note_spelling(value, name.as_str());
    }

    /// A token's signature fits, or does not.
    pub(crate) fn note_signature(&mut self, token: &str, fits: bool) {
        self.findings.note_signature(token, fits);
    }

    /// The address of a request or a redirect.
    pub(crate) fn uri(&self, uri: &Uri) -> Written {
        self.guarded_address(self.address(uri.text().text(), DEEPEST))
    }

    /// A parameter of an address, decoded.
    pub(crate) fn parameter_pair(&self, name: &str, value: &Secret<String>) -> (Written, Written) {
        let shown = self.parameter(name, value.text(), DEEPEST);
        (self.whole(self.field_name(name)), self.whole(shown))
    }

    /// Text that people or programs wrote: an error, a method.
    pub(crate) fn prose(&self, text: &str) -> Written {
        self.whole(self.value("", Treatment::Prose, text, DEEPEST))
    }

    /// What a program says in a line; the words by which it is known stay.
    pub(crate) fn line(&self, text: &Secret<String>) -> Written {
        let text = text.text();
        self.whole(self.as_masked(&self.redactor.mask_statement(text, &lint::known_words(text))))
    }

    /// An origin.
    pub(crate) fn origin(&self, origin: &Secret<String>) -> Written {
        self.whole(self.value("origin", Treatment::Url, origin.text(), DEEPEST))
    }

    /// The identifier of a cookie jar.
    pub(crate) fn container(&self, name: &str) -> Written {
        self.whole(self.value("container", Treatment::Prose, name, DEEPEST))
    }

    /// A value by its treatment.
    fn value(&self, label: &str, treatment: Treatment, text: &str, depth: usize) -> String {
        if text.is_empty() {
            return String::new();
        }
        if let Some(mark) = masked_before(text) {
            return mark;
        }
        match treatment {
            Treatment::Time if fields::is_time(text) => text.to_owned(),
            Treatment::Coded if fields::is_coded(text) && self.redactor.escaped(text).is_empty() => {
                text.to_owned()
            }
            Treatment::Secret | Treatment::Time | Treatment::Coded => self.secret(label, text, depth),
            Treatment::Url => self.address(text, depth),
            Treatment::Plain if text.contains("://") => self.address(text, depth),
            _ => self.as_masked(&self.redactor.mask(treatment, text)),
        }
    }

    /// A secret: a token taken apart, anything else its name.
    fn secret(&self, label: &str, value: &str, depth: usize) -> String {
        if value.is_empty() {
            return String::new();
        }
        let token = || depth.checked_sub(1).and_then(|depth| self.token(label, value, depth));
        masked_before(value).or_else(token).unwrap_or_else(|| self.named(label, value))
    }

    /// The name of a value with what was found out of it.
    fn named(&self, label: &str, value: &str) -> String {
        let name = self.redactor.name(label, value);
        self.tally.masked(name.as_str());
        self.findings.beside(value, name.as_str())
    }

    /// The name of a value that is sought nowhere else.
    fn named_here(&self, label: &str, value: &str) -> String {
        let name = self.redactor.name_here(label, value);
        self.tally.masked(name.as_str());
        name.as_str().to_owned()
    }

    /// A name of a field, of a cookie, of a member.
    fn field_name(&self, name: &str) -> String {
        if name.is_empty() || self.redactor.field_name(name).as_str() == name {
            return name.to_owned();
        }
        masked_before(name).unwrap_or_else(|| self.named("name", name))
    }

    /// A text with what was replaced in it.
    fn as_masked(&self, masked: &Masked<'_>) -> String {
        let names = masked.replacements().flat_map(|by| by.split(['(', ')']));
        names.filter(|name| redaction::report_name(name).is_some()).for_each(|name| self.tally.masked(name));
        self.renamed(masked.written())
    }

    /// With other names of hosts, where these are masked too.
    fn renamed(&self, text: String) -> String {
        match &self.hosts {
            Some(hosts) => hosts.replaced(text),
            None => text,
        }
    }

    /// An address, whose host was looked through for secrets label by label.
    fn guarded_address(&self, text: String) -> Written {
        let path = text.find("://").map_or(0, |at| {
            let host = at + "://".len();
            text[host..].find(['/', '?', '#']).map_or(text.len(), |end| host + end)
        });
        let (origin, rest) = text.split_at(path);
        let Written(rest) = self.guarded(rest.to_owned(), address::encoded);
        Written(format!("{origin}{rest}"))
    }

    /// Whether a place lies in a token that was masked.
    fn is_in_token(&self, text: &str, at: usize) -> bool {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let before = text[..at].rsplit(|c| !is_part(c)).next().unwrap_or_default();
        let run = &text[at - before.len()..];
        let end = run.match_indices('.').nth(1).map_or(0, |(end, _)| end + 1);
        self.tokens.borrow().contains(&run[..end])
    }

    fn whole(&self, text: String) -> Written {
        self.guarded(text, |name| format!("({name})"))
    }

    /// The same of JSON, which stays JSON.
    fn whole_json(&self, text: String) -> Written {
        let mut hits = self.redactor.escaped(&text);
        hits.retain(|hit| !self.is_in_token(&text, hit.at.start));
        if hits.is_empty() {
            return Written(text);
        }
        let found: Vec<_> = hits.iter().map(|hit| (hit.at.clone(), hit.name.as_str())).collect();
        Written(pieces::replaced(&text, &found))
    }

    /// What was put together of masked parts, once more without any known secret: what stands across two parts is seen here alone.
    fn guarded(&self, text: String, as_part: impl Fn(&str) -> String) -> Written {
        let mut hits = self.redactor.escaped(&text);
        hits.retain(|hit| !self.is_in_token(&text, hit.at.start));
        if hits.is_empty() {
            return Written(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for hit in hits {
            if hit.at.start < at {
                continue;
            }
            out.push_str(&text[at..hit.at.start]);
            out.push_str(&as_part(&hit.name));
            at = hit.at.end;
        }
        out.push_str(&text[at..]);
        Written(out)
    }
}
