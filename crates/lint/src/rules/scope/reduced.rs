//! RFC 6749 §3.3: "If the issued access token scope is different from the one requested by the client, the authorization server MUST
//! include the "scope" response parameter to inform the client of the actual scope granted."

use oauth::{Flow, Pointer, Scope, TokenExchange};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::scope::ranges;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "scope/reduced",
    title: "The provider grants less than the app asked for",
    lead: "The provider gave tokens, and scope in its answer lists fewer permissions than the app asked for.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(6749, "3.3"), Reference::Rfc(6749, "5.1")],
    why: "The login works, and calls that need the missing permission fail later with 403, far from the reason.",
    fix: "Compare the scope in the token response with the one asked for, and allow the missing names for this client in the provider's console.",
    verify: "Ask for tokens again: scope in the answer leaves out no name that the app asked for.",
    disproof: "The call that fails later needs none of the missing scopes.",
    explains: &["api/403-insufficient-scope", "userinfo/failed"],
    since: "0.1.0",
    page: page!("reduced.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let response = token.response();
    if !response.gives_tokens() {
        return Verdict::NotApplicable;
    }
    let (text, pointer) = match asked(token, flow) {
        Ok(asked) => asked,
        Err(verdict) => return verdict,
    };
    // Without the member the provider says that it granted all (RFC 6749 §5.1).
    let Some(granted) = response.scope() else { return Verdict::Pass };
    let missing = ranges(&text, |name| is_a_permission(name) && !granted.covers(name));
    if missing.is_empty() {
        return Verdict::Pass;
    }
    let pointer = pointer.marking(missing);
    let summary = match pointer.marks.len() {
        1 => Phrase::from("The provider did not grant ")
            .value(pointer.clone())
            .text(", which the app asked for."),
        many => Phrase::from("The provider did not grant ")
            .number(many)
            .text(" of the permissions that the app asked for; the first of them is ")
            .value(pointer.clone())
            .text("."),
    };
    let unlisted =
        flow.metadata.as_ref().and_then(|metadata| metadata.scopes.as_ref()).is_some_and(|listed| {
            let first = pointer.marks.first().and_then(|range| text.get(range.clone()));
            !listed.iter().any(|known| Some(known.as_str()) == first)
        });
    let evidence =
        fail(if unlisted { summary.text(" Its discovery document does not list it.") } else { summary });
    evidence.at(pointer).noted(response.pointer("scope"), "What it granted.").into()
}

/// The scope that the request for these tokens asked for.
fn asked(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Result<(String, Pointer), Verdict> {
    let (text, pointer) = match token.grant_type() {
        "authorization_code" => {
            let Some(request) = flow.authorization_request() else {
                return Err(Verdict::Inconclusive("the authorization request"));
            };
            (request.parameters.text("scope").unwrap_or_default().to_owned(), request.pointer("scope"))
        }
        "client_credentials" | "password" => {
            (token.parameters.text("scope").unwrap_or_default().to_owned(), token.pointer("scope"))
        }
        _ => return Err(Verdict::NotApplicable),
    };
    if Scope::asked(&text).is_empty() { Err(Verdict::NotApplicable) } else { Ok((text, pointer)) }
}

/// Whether a name stands for itself: the ID token and the refresh token show that `openid` and `offline_access` were granted,
/// `.default` stands for others, and a list with commas is no name.
fn is_a_permission(name: &str) -> bool {
    !matches!(name, "openid" | "offline_access") && !name.ends_with(".default") && !name.contains([',', '+'])
}
