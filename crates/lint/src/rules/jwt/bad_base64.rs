//! RFC 7515 §2: the parts of a JWT are base64url "with all trailing '=' characters omitted and without the inclusion of any line
//! breaks, whitespace, or other additional characters".

use jose::{Defect, Jwt, Part};
use oauth::{Flow, IdTokenText};

use crate::login::uses_token_later;
use crate::rule::{Check, Confidence, Lane, Requirement, Rule, Severity};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/bad-base64",
    title: "The ID token is encoded in the wrong way",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    references: &[Reference::Rfc(7515, "2"), Reference::Rfc(7515, "Appendix C"), Reference::Rfc(7519, "7.2")],
    why: "Each part of a JWT is base64url of a JSON object. A library that cannot decode a part cannot read who logged in.",
    fix: "Let a JOSE library make the token: JSON, as base64url without padding.",
    explains: &["callback/server-error"],
    since: "0.1.0",
    page: include_str!("bad_base64.md"),
    check: Check::IdTokenText(check),
};

fn check(token: &IdTokenText, flow: &Flow<'_>) -> Verdict {
    let text = token.text.text();
    if !matches!(text.split('.').count(), 3 | 5) {
        return Verdict::NotApplicable;
    }
    let Some(defect) = Jwt::read(text).defects.first().copied() else { return Verdict::Pass };
    let summary = match defect {
        Defect::Parts(_) => return Verdict::NotApplicable,
        Defect::NotJson(part) => {
            Phrase::from(name(part)).text(" of the ID token can be decoded, and is no JSON object.")
        }
        Defect::NotBase64Url(part, at) => {
            let encoded = text.split('.').nth(usize::from(part == Part::Claims)).unwrap_or_default();
            if encoded.is_empty() {
                return Verdict::NotApplicable;
            }
            let what = match encoded.as_bytes().get(at) {
                Some(b'=') => " has padding (=), which base64url leaves out.",
                Some(b'+' | b'/') => " is standard base64 (with + and /), not base64url (with - and _).",
                Some(c) if c.is_ascii_whitespace() => " has white space in it.",
                Some(b'%') => " is percent-encoded.",
                Some(_) => " has a character that base64url does not have.",
                None => " has a length that no base64url has: something is missing or too much.",
            };
            Phrase::from(name(part)).text(" of the ID token").text(what)
        }
    };
    let evidence = fail(summary).at(token.pointer.clone());
    if uses_token_later(flow, token.message) {
        evidence.severity(Severity::Warning).into()
    } else {
        evidence.into()
    }
}

fn name(part: Part) -> &'static str {
    match part {
        Part::Header => "The header",
        Part::Claims => "The claims part",
    }
}
