//! RFC 9700 §2.1.2: "clients SHOULD NOT use the implicit grant (response type token)".

use oauth::{AuthorizationRequest, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/implicit",
    title: "The access token comes back in the address",
    lead: "The app asks for an access token directly from the authorization endpoint (response_type=token): the \
          implicit flow.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Should,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(9700, "2.1.2"), Reference::OAuth21("10.1")],
    why: "An access token in an address can be read by scripts, extensions and histories, and nothing binds it to \
          the app that asked for it. Providers are switching this off.",
    fix: "Ask for response_type=code with PKCE, and exchange the code for the token.",
    verify: "Log in again: response_type is code, and the access token comes from the token endpoint.",
    disproof: "The answer comes as a posted form (response_mode=form_post), so no token stands in an address.",
    explains: &[],
    since: "0.1.0",
    page: page!("implicit.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, _: &Flow<'_>) -> Verdict {
    // In a form it is in no address (OAuth 2.0 Form Post Response Mode).
    let by_form = request.parameters.text("response_mode").is_some_and(|mode| mode.starts_with("form_post"));
    if !request.asks_for("token") || by_form {
        return Verdict::Pass;
    }
    fail("The app asks for an access token in the address to which the browser comes back.")
        .at(request.pointer("response_type"))
        .into()
}
