//! RFC 7636 §4.2: `code_challenge = BASE64URL-ENCODE(SHA256(ASCII(code_verifier)))`, which has 43 characters.

use oauth::{AuthorizationRequest, Flow};

use crate::request_outcome::RequestOutcome;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "pkce/challenge-malformed",
    title: "The code_challenge is no SHA-256 hash in base64url",
    lead: "The authorization request says code_challenge_method=S256, and its code_challenge cannot be such a hash: \
          it has another length, or characters that base64url does not have.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(7636, "4.2"), Reference::Rfc(7636, "Appendix A")],
    why: "With S256 the code_challenge is a hash of 32 bytes as base64url: 43 characters, without =, + and /. No \
          code_verifier can belong to a value of another form.",
    fix: "Make code_challenge of the SHA-256 bytes of code_verifier, as base64url without padding.",
    verify: "Start the login again: code_challenge has 43 characters, only letters, digits, - and _.",
    disproof: "A login whose code_challenge has the same form got tokens from this provider.",
    explains: &["pkce/verifier-mismatch", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("challenge_malformed.md"),
    check: Check::AuthorizationRequest(check),
};

/// With which providers name this fault.
const WORDS: [&str; 3] = ["pkce", "code_challenge", "code challenge"];

/// Characters of 32 bytes as base64url without padding.
const LENGTH: usize = 43;

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(challenge) = request.code_challenge() else { return Verdict::NotApplicable };
    let (Some(challenge), Some(method)) = (challenge.known(), request.code_challenge_method()) else {
        return Verdict::Inconclusive("the code challenge, which was taken out of the recording");
    };
    if method != "S256" {
        return Verdict::NotApplicable;
    }
    let Some(what) = defect(challenge) else { return Verdict::Pass };
    match RequestOutcome::of(request, flow, &WORDS).severity() {
        Some(severity) => fail(what).at(request.pointer("code_challenge")).severity(severity).into(),
        None => Verdict::NotApplicable,
    }
}

fn defect(challenge: &str) -> Option<Phrase> {
    let is_base64url = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if challenge.len() == LENGTH && is_base64url(challenge) {
        return None;
    }
    let bare = challenge.trim_end_matches('=');
    Some(if challenge.len() == 64 && challenge.bytes().all(|b| b.is_ascii_hexdigit()) {
        Phrase::from("The code_challenge is the hash in hexadecimal digits, not as base64url.")
    } else if bare.len() == LENGTH && bare.contains(['+', '/', ' ']) {
        Phrase::from("The code_challenge is standard base64 (with + and /), not base64url (with - and _).")
    } else if bare.len() == LENGTH && is_base64url(bare) {
        Phrase::from("The code_challenge has the padding (=) of base64 at its end.")
    } else if bare.len() == 86 {
        Phrase::from("The code_challenge is base64 of the hash's hexadecimal digits, not of its bytes.")
    } else {
        Phrase::from("The code_challenge has ")
            .number(challenge.chars().count())
            .text(" characters; a SHA-256 hash as base64url has 43.")
    })
}
