//! RFC 7515 §2: the parts of a JWT are base64url "with all trailing '=' characters omitted and without the inclusion of any line
//! breaks, whitespace, or other additional characters".

use http::redaction;
use jose::{Defect, Part};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/bad-base64",
    title: "A token is encoded in the wrong way",
    lead: "A token that the app reads has its parts, and one of them is not base64url, or the header or the claims \
          are no JSON object.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::Rfc(7515, "2"), Reference::Rfc(7515, "Appendix C"), Reference::Rfc(7519, "7.2")],
    why: "Each part of a JWT is base64url, and header and claims are JSON objects in it. A library that cannot decode them cannot read who logged in.",
    fix: "Let a JOSE library make the token: JSON, as base64url without padding.",
    verify: "Log in again: a JWT decoder reads the new ID token without an error.",
    disproof: "The ID token can be decoded where the app reads it: only the recording has changed it.",
    explains: &["id-token/claim-missing"],
    since: "0.1.0",
    page: page!("bad_base64.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let text = token.text.text();
    if !token.is_read_by_app() || !matches!(text.split('.').count(), 3 | 5) {
        return Verdict::NotApplicable;
    }
    let mut complaints = token.jwt.defects.iter().filter_map(|defect| complaint(defect, token.is_alone()));
    let worst = complaints.clone().find(|complaint| !complaint.is_easily_left_away);
    let Some(Complaint { part, what, is_easily_left_away }) = worst.or_else(|| complaints.next()) else {
        return cut_off(token);
    };
    let at = [Part::Header, Part::Claims, Part::Signature].iter().position(|other| *other == part);
    if at.and_then(|at| text.split('.').nth(at)).is_none_or(str::is_empty) {
        return Verdict::NotApplicable;
    }
    let summary = Phrase::from(name(part)).text(" of ").text(token.name()).text(what);
    fail(summary).at(token.pointer()).warning_if(is_easily_left_away || token.is_taken()).into()
}

/// Whether the end of a token is missing that somebody copied. What stands in a recording, a test double may have signed.
fn cut_off(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if redaction::stand_in(token.text.text()).is_some() {
        return Verdict::Inconclusive("the signature, in place of which a name stands");
    }
    let least = token.is_alone().then(|| token.jwt.alg().and_then(least_signature)).flatten();
    let signature = redaction::signature_of(token.text.text());
    let length = signature.len() * 3 / 4;
    match least {
        Some(least) if length > 0 && length < least => {
            let summary = Phrase::from("The signature of ").text(token.name()).text(" has ").number(length);
            let summary = summary.text(" bytes, and those of its algorithm have ").number(least);
            fail(summary.text(" or more: its end is missing.")).at(token.pointer()).into()
        }
        _ => Verdict::Pass,
    }
}

/// How many bytes a signature has at least (RFC 7518 §3, RFC 8037 §3.1); of RSA those of keys that nobody should use any more.
fn least_signature(alg: &str) -> Option<usize> {
    Some(match alg {
        "HS256" => 32,
        "HS384" => 48,
        "HS512" | "ES256" | "ES256K" | "EdDSA" => 64,
        "ES384" => 96,
        "ES512" => 132,
        "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" => 128,
        _ => return None,
    })
}

/// What a library says no to.
struct Complaint {
    part: Part,
    what: &'static str,
    /// Whether it is what people copy along with a token.
    is_easily_left_away: bool,
}

/// Two members of a name, and claims of another type, are other matters.
fn complaint(defect: &Defect, is_alone: bool) -> Option<Complaint> {
    let says = |part: &Part, what| Some(Complaint { part: *part, what, is_easily_left_away: false });
    let around = |what| Some(Complaint { part: Part::Header, what, is_easily_left_away: is_alone });
    match defect {
        Defect::Padded(part) => says(part, " has padding (=), which base64url leaves out."),
        Defect::NotBase64Url { part, found: '+' | '/', .. } => {
            says(part, " is standard base64 (with + and /), not base64url (with - and _).")
        }
        Defect::NotBase64Url { part, found: '%', .. } => says(part, " is percent-encoded."),
        Defect::NotBase64Url { part, .. } => says(part, " has a character that base64url does not have."),
        Defect::CutOff(part) => {
            says(part, " has a length that no base64url has: something is missing or too much.")
        }
        Defect::NotJson { part, .. } | Defect::NotObject(part) | Defect::NotUtf8(part) => {
            says(part, " can be decoded, and is no JSON object.")
        }
        Defect::Whitespace(_) => around(" has white space before it, in it or after it."),
        Defect::Scheme(_) | Defect::Quoted => around(" has something before it that is no part of a token."),
        Defect::Parts(_) | Defect::Duplicate(..) | Defect::WrongType { .. } => None,
    }
}

fn name(part: Part) -> &'static str {
    match part {
        Part::Header => "The header",
        Part::Claims => "The claims part",
        Part::Signature => "The signature",
    }
}
