//! RFC 6750 §3.1: `insufficient_scope`, "the request requires higher privileges than provided by the access token".

use oauth::{Flow, MessageKind, Pointer, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token_use::{gets_past, in_token_response, show};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/403-insufficient-scope",
    title: "The access token lacks a scope that the API asks for",
    lead: "The API knows the token, and says that it does not allow enough: insufficient_scope.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::Rfc(6750, "3.1"), Reference::Rfc(6749, "3.3")],
    why: "A token allows what its scopes name and nothing else. The API knows the token and wants one that allows more.",
    fix: "Add the scope that the API names to the scope of the authorization request, and log in again.",
    verify: "Get a new token and repeat the call: the API no longer answers insufficient_scope.",
    disproof: "An introspection of this token lists every scope that the API asks for.",
    explains: &[],
    since: "0.1.0",
    page: page!("403_insufficient_scope.md"),
    check: Check::ProtectedRequest(check),
};

const GRANT: &str =
    "Allow the client this scope at the provider: the login asked for it, and the token came without it.";

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if request.kind != MessageKind::ResourceRequest {
        return Verdict::NotApplicable;
    }
    let refused = matches!(request.exchange.status(), Some(401 | 403))
        && request.error().as_deref() == Some("insufficient_scope");
    if !refused || gets_past(request, flow) {
        return Verdict::Pass;
    }
    let wanted =
        request.challenge().and_then(|c| c.parameter("scope").map(str::to_owned)).unwrap_or_default();
    let asked = flow.authorization_request().filter(|asked| asked.is_open());
    let mut evidence = fail("The API knows the access token and refuses it: it lacks a scope.")
        .noted_if(in_token_response(flow, request, "scope"), "the scopes of the token");
    if let Some(asked) = asked.filter(|asked| asked.parameters.has("scope")) {
        evidence = evidence.noted_if(Some(asked.pointer("scope")), "the scopes that the login asked for");
        if !wanted.is_empty() && wanted.split_whitespace().all(|scope| asked.has_scope(scope)) {
            evidence = evidence.fix(GRANT).by(Actor::ProviderSettings);
        }
    }
    let given = in_token_response(flow, request, "scope");
    if let Some(lost) = given.and_then(|given| lost_by_refresh(given.message, &wanted, flow)) {
        let note = "the login's token had it: the refresh lost it";
        evidence = evidence.exact_fix(lost.fix).by(lost.actor).noted_if(Some(lost.before), note);
    }
    show(request, evidence).into()
}

/// A scope that the token of the login had and the one of the refresh has not.
struct Lost {
    before: Pointer,
    fix: &'static str,
    actor: Actor,
}

const LESS_ASKED: &str = "Leave scope out of the refresh request, or send all that the login asked for: the provider gives what is asked.";
const LESS_GIVEN: &str = "Look in the provider's log or settings why its answer to the refresh has fewer scopes than the login's; until then send the user through the login again.";

fn lost_by_refresh(message: usize, wanted: &str, flow: &Flow<'_>) -> Option<Lost> {
    let has_all =
        |scopes: &str| wanted.split_whitespace().all(|scope| scopes.split_whitespace().any(|s| s == scope));
    let refresh = flow.token_exchange(message).filter(|token| token.grant_type() == "refresh_token")?;
    if wanted.is_empty() || refresh.response().text("scope").is_none_or(has_all) {
        return None;
    }
    let earlier = flow.token_exchanges_before(message).iter().rev();
    let before = earlier
        .map(oauth::TokenExchange::response)
        .find(|response| response.text("scope").is_some_and(has_all))?;
    let asks_less = refresh.parameters.text("scope").is_some_and(|asked| !has_all(asked));
    let (fix, actor) = if asks_less { (LESS_ASKED, Actor::App) } else { (LESS_GIVEN, Actor::Provider) };
    Some(Lost { before: before.pointer("scope"), fix, actor })
}
