//! RFC 9449 §7.1: DPoP-bound tokens are sent with the scheme `DPoP` and a proof; RFC 6750 §2.1: others with `Bearer`.

use oauth::{Flow, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token_use::{gets_past, in_token_response, show, who};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/scheme-mismatch",
    title: "The access token is sent in another way than its type says",
    lead: "The token response names the token's type, and the app sends the token with the scheme of the other type.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9449, "7.1"), Reference::Rfc(6749, "7.1")],
    why: "token_type says how an access token has to be sent. A DPoP token goes with the scheme DPoP and a proof, a Bearer token with Bearer.",
    fix: "Send the token with the scheme that token_type of the token response names; for DPoP with a new proof for each call.",
    verify: "Repeat the call: Authorization begins with the token_type of the token response, and the call is answered.",
    disproof: "A call with the scheme of token_type, and for DPoP a valid proof, gets the same refusal.",
    explains: &["api/401-invalid-token", "api/proof-missing", "userinfo/failed"],
    since: "0.1.0",
    page: page!("scheme_mismatch.md"),
    check: Check::ProtectedRequest(check),
};

/// Whether the challenge names the scheme that the request does not have.
fn asks_for_bearer(request: &ProtectedRequest<'_>) -> bool {
    request.challenge().is_some_and(|challenge| challenge.is("bearer"))
}

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let refused = matches!(request.exchange.status(), Some(400 | 401));
    let Some(scheme) = request.scheme().filter(|_| refused && !gets_past(request, flow)) else {
        return Verdict::Pass;
    };
    let Some(place) = in_token_response(flow, request, "token_type") else {
        return Verdict::Inconclusive("the answer that gave the token");
    };
    let gave = flow.token_exchange(place.message);
    let stated = gave
        .and_then(|gave| gave.response().text("token_type").map(str::to_ascii_lowercase))
        .unwrap_or_default();
    let words = match (stated.as_str(), scheme.to_ascii_lowercase().as_str()) {
        ("dpop", "bearer") => " refuses the token: it is a DPoP token and was sent as a Bearer token.",
        ("bearer", "dpop") => " refuses the token: it is a Bearer token and was sent as a DPoP token.",
        // Programs that compare the scheme with `Bearer` letter by letter find no token behind another word.
        ("bearer", other) if other != "bearer" && other != "basic" && asks_for_bearer(request) => {
            " asks for a Bearer token, and the app sends its token with another scheme."
        }
        _ => return Verdict::Pass,
    };
    show(request, fail(Phrase::from(who(request)).text(words)).noted(place, "how it has to be sent")).into()
}
