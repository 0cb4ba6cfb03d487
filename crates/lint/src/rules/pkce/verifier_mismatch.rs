//! RFC 7636 §4.6: the server compares `BASE64URL(SHA256(code_verifier))` with the code challenge.

use oauth::{AuthorizationRequest, Flow, TokenExchange};

use crate::login::belongs_here;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "pkce/verifier-mismatch",
    title: "The code_verifier does not belong to the code_challenge",
    lead: "The app began the login with one code_challenge and exchanged the code with a code_verifier that does not \
          fit it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(7636, "4.6"), Reference::Rfc(7636, "4.2")],
    why: "The provider hashes the code_verifier and compares the result with the code_challenge that began this login. When \
          they differ it must not give tokens: the code could be stolen.",
    fix: "Make one code_verifier for each login, store it under the state, and send that one with the code.",
    verify: "Log in again: the S256 hash of code_verifier in the token request is this login's code_challenge.",
    disproof: "The provider's log shows that its PKCE check of this code passed.",
    explains: &["token/invalid-grant", "token/error-as-200"],
    since: "0.1.0",
    page: page!("verifier_mismatch.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(verifier) = token.code_verifier() else { return Verdict::NotApplicable };
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let Some(challenge) = request.code_challenge().filter(|_| request.is_open()) else {
        return Verdict::NotApplicable;
    };
    if !belongs_here(token, flow) {
        return Verdict::Inconclusive("the login that this code belongs to");
    }
    let holds = match request.code_challenge_method() {
        Some("S256") => oauth::is_s256_of(challenge, verifier),
        Some("plain") => challenge.same(verifier),
        Some(_) => return Verdict::NotApplicable,
        None => None,
    };
    match holds {
        None => {
            return Verdict::Inconclusive(
                "the code verifier or challenge, which was taken out of the recording",
            );
        }
        Some(true) => return Verdict::Agrees,
        Some(false) => {}
    }
    // Of masked values it is known that they do not fit, and not why.
    let known = challenge.known().zip(verifier.known());
    let (what, fix) = known
        .map_or(("The code_challenge is not that of this code_verifier.", None), |known| {
            variant(request, known.0, known.1)
        });
    let mut mismatch =
        fail(Phrase::from(what)).fix(fix.unwrap_or(RULE.fix)).at(request.pointer("code_challenge"));
    if request.parameters.has("code_challenge_method") {
        mismatch = mismatch.at(request.pointer("code_challenge_method"));
    }
    mismatch = mismatch.at(token.pointer("code_verifier"));
    if token.response().gives_tokens() {
        mismatch.summary = mismatch.summary.text(" The provider gave tokens all the same.");
        mismatch = mismatch.severity(Severity::Warning);
    }
    mismatch.into()
}

const ENCODING: &str =
    "Make code_challenge of the SHA-256 bytes of code_verifier, as base64url without padding.";

fn variant(
    request: &AuthorizationRequest<'_>,
    challenge: &str,
    verifier: &str,
) -> (&'static str, Option<&'static str>) {
    let hash = jose::s256(verifier);
    let unpadded = challenge.trim_end_matches('=');
    if request.code_challenge_method() == Some("plain") {
        return if challenge != hash {
            ("The code_challenge was made from another code_verifier.", None)
        } else if request.parameters.has("code_challenge_method") {
            (
                "The code_challenge is an S256 hash, but code_challenge_method says plain.",
                Some("Send code_challenge_method=S256."),
            )
        } else {
            (
                "The code_challenge is an S256 hash, but the request does not say so: without code_challenge_method it counts as plain.",
                Some("Send code_challenge_method=S256."),
            )
        };
    }
    if challenge == verifier {
        (
            "The code_challenge is the code_verifier itself, but code_challenge_method says S256.",
            Some(ENCODING),
        )
    } else if unpadded == hash {
        ("The code_challenge is right but for the padding (=) at its end.", Some(ENCODING))
    } else if unpadded.replace('+', "-").replace('/', "_") == hash {
        (
            "The code_challenge is standard base64 (with + and /), not base64url (with - and _).",
            Some(ENCODING),
        )
    } else if challenge.eq_ignore_ascii_case(&jose::sha256_hex(verifier)) {
        ("The code_challenge is the hash in hexadecimal digits, not as base64url.", Some(ENCODING))
    } else if challenge == jose::s256(&hash) || challenge == jose::s256(&jose::sha256_hex(verifier)) {
        ("The code_challenge was hashed twice.", Some(ENCODING))
    } else {
        ("The code_challenge was made from another code_verifier.", None)
    }
}
