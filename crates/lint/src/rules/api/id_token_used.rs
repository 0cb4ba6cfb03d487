//! OpenID Connect Core §2: an ID token is for the client; RFC 9068 §1: APIs take access tokens.

use oauth::{Flow, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token_use::{gets_past, show, who};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/id-token-used",
    title: "The app sends the ID token in place of the access token",
    lead: "What the app sends as access token is the ID token of this login, and the call is refused.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::OidcCore("2"), Reference::Rfc(9068, "5"), Reference::Rfc(8725, "3.12")],
    why: "The ID token tells the app who logged in. It says nothing about what the app may do, and APIs must refuse it.",
    fix: "Send access_token of the token response, not id_token.",
    verify: "Repeat the call: Authorization has the access_token that came with the login, and the call is answered.",
    disproof: "The same call with the access_token gets the same refusal.",
    explains: &[
        "api/401-invalid-token",
        "api/403-insufficient-scope",
        "api/token-expired",
        "userinfo/failed",
    ],
    since: "0.1.0",
    page: page!("id_token_used.md"),
    check: Check::ProtectedRequest(check),
};

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(token) = request.token() else { return Verdict::NotApplicable };
    // Some APIs want it so: only a refusal makes it a fault.
    if !matches!(request.exchange.status(), Some(400 | 401 | 403)) || gets_past(request, flow) {
        return Verdict::Pass;
    }
    let exchanges = flow.token_exchanges();
    let by_exchange = exchanges.iter().find_map(|exchange| {
        let response = exchange.response();
        let other = response.access_token() != Some(token);
        (response.id_token() == Some(token) && other).then(|| response.pointer("id_token"))
    });
    let by_redirect = || {
        flow.authorization_responses().iter().find_map(|response| {
            (response.parameters.text("id_token") == Some(token)).then(|| response.pointer("id_token"))
        })
    };
    let Some(place) = by_exchange.or_else(by_redirect) else { return Verdict::Pass };
    let summary =
        Phrase::from(who(request)).text(" refuses the call: what was sent as access token is the ID token.");
    show(request, fail(summary).noted(place, "the ID token")).into()
}
