//! RFC 7636 §4.1: the code verifier is 43 to 128 characters of `A`–`Z`, `a`–`z`, `0`–`9`, `-`, `.`, `_` and `~`.

use oauth::{Flow, TokenExchange};

use crate::refusal::is_refused_grant;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Evidence, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "pkce/verifier-malformed",
    title: "The code_verifier has a form that providers refuse",
    lead: "The code_verifier in the token request is too short, too long, or holds a character that is not allowed \
          in it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(7636, "4.1"), Reference::Rfc(7636, "4.5")],
    why: "A code_verifier has 43 to 128 characters and consists of letters, digits, -, ., _ and ~. Providers refuse \
          any other, even if it belongs to the code_challenge.",
    fix: "Make the code_verifier of 32 random bytes, as base64url without padding: that gives 43 characters.",
    verify: "Log in again: code_verifier has 43 to 128 characters, only letters, digits, -, ., _ and ~.",
    disproof: "The provider gave tokens for another code_verifier of this length with the same kinds of characters.",
    explains: &["token/error-as-200", "token/invalid-grant", "token/invalid-request"],
    since: "0.1.0",
    page: page!("verifier_malformed.md"),
    check: Check::TokenRequest(check),
};

/// RFC 7636 §4.1.
const SHORTEST: usize = 43;
const LONGEST: usize = 128;

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(verifier) = token.code_verifier() else { return Verdict::NotApplicable };
    let Some(verifier) = verifier.known() else {
        return Verdict::Inconclusive("the code verifier, which was taken out of the recording");
    };
    let Some(evidence) = defect(token, verifier) else { return Verdict::Pass };
    let is_refused = is_refused_grant(token) || token.response().error() == Some("invalid_request");
    // A provider that took it, or says something else, is not stopped by it.
    if !is_refused {
        return Verdict::NotApplicable;
    }
    evidence.warning_if(is_of_another_login(verifier, flow)).into()
}

fn defect(token: &TokenExchange<'_>, verifier: &str) -> Option<Evidence> {
    let pointer = token.pointer("code_verifier");
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    if let Some((at, c)) = verifier.char_indices().find(|(_, c)| !allowed(*c)) {
        let what = match c {
            ' ' => {
                "The code_verifier holds a space: it was sent with + and not encoded, or made of the wrong characters."
            }
            '+' | '/' | '=' => "The code_verifier is standard base64 (with +, / or =), not base64url.",
            _ => "The code_verifier holds a character that is not allowed in it.",
        };
        return Some(fail(what).at(pointer.marking(Some(at..at + c.len_utf8()))));
    }
    let length = verifier.len();
    let range = match length {
        LONGEST.. if length > LONGEST => " characters; at most 128 are allowed.",
        SHORTEST.. => return None,
        _ => " characters; at least 43 are needed.",
    };
    Some(fail(Phrase::from("The code_verifier has ").number(length).text(range)).at(pointer))
}

/// Then that is what the provider refuses, whatever the form.
fn is_of_another_login(verifier: &str, flow: &Flow<'_>) -> bool {
    let request = flow.authorization_request();
    let challenge = request.and_then(|r| Some((r.code_challenge()?.known()?, r.code_challenge_method()?)));
    challenge.is_some_and(|(challenge, method)| method == "S256" && challenge != jose::s256(verifier))
}
