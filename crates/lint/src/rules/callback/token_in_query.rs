//! OAuth 2.0 Multiple Response Type Encoding Practices §5: tokens are never returned in the query.

use oauth::{AuthorizationResponse, Flow, Part, Placement, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/token-in-query",
    title: "A token stands in the address of a page",
    lead: "An access token, ID token or refresh token stands after ?: in the provider's answer, or in the address to \
          which the app's server then sends the browser.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::MultipleResponseTypes("5"), Reference::Rfc(9700, "4.3.2")],
    why: "What stands after ? is sent to servers, written to their logs, kept in the browser history and passed on in \
          the Referer header. Whoever reads the token there can use it.",
    fix: "Keep tokens out of addresses: use the code flow, and let the app hand its page a session cookie in place of a token.",
    verify: "Log in again: no address has access_token, id_token or refresh_token after its question mark.",
    disproof: "The value can be used only once and only for some seconds, as a code can.",
    explains: &[],
    since: "0.1.0",
    page: page!("token_in_query.md"),
    check: Check::AuthorizationResponse(check),
};

const TOKENS: [&str; 3] = ["access_token", "id_token", "refresh_token"];

fn check(response: &AuthorizationResponse<'_>, _: &Flow<'_>) -> Verdict {
    let is_web = |scheme: &str| matches!(scheme, "http" | "https");
    if response.placement() == Placement::Query && !response.parameters.has("response") {
        let token = TOKENS
            .into_iter()
            .find(|name| response.parameters.seen(name).is_some_and(|token| !token.is_empty()));
        if let Some(name) = token {
            return fail("The provider's answer carries a token after ?.").at(response.pointer(name)).into();
        }
    }
    let next = response.exchange.location().filter(|to| response.delivered && is_web(to.scheme()));
    let leaked = next.and_then(|to| {
        let query = to.query();
        TOKENS.into_iter().find(|name| query.seen(name).is_some_and(|token| !token.is_empty()))
    });
    match leaked {
        Some(name) => fail("The app's server sends the browser on with a token after ?.")
            .at(Pointer::new(response.message, Part::Location(name.into())))
            .into(),
        None => Verdict::Pass,
    }
}
