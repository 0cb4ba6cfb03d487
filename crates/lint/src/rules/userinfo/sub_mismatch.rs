//! OpenID Connect Core §5.3.2: "the sub Claim in the UserInfo Response MUST be verified to exactly match the sub Claim in the ID
//! Token; if they do not match, the UserInfo Response values MUST NOT be used".

use oauth::{Flow, MessageKind, Part, Pointer, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "userinfo/sub-mismatch",
    title: "UserInfo has another sub than the ID token",
    lead: "The sub in the answer of the UserInfo endpoint is not the sub in the ID token of this login.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Userinfo,
    actor: Actor::App,
    references: &[Reference::OidcCore("5.3.2"), Reference::OidcCore("5.3.4")],
    why: "The app knows users by sub. If the ID token and UserInfo have two, they are about two users, or the provider has two names \
          for one. The app cannot tell, and must not use the UserInfo answer.",
    fix: "Send the access token that came in the same token response as the ID token, and keep neither from an earlier login.",
    verify: "Log in again: UserInfo and the ID token have the same sub.",
    disproof: "The app's log shows that it took the user from this UserInfo answer.",
    explains: &[],
    since: "0.1.0",
    page: page!("sub_mismatch.md"),
    check: Check::ProtectedRequest(check),
};

const ONE_SUB: &str = "Let the provider put the same sub into the ID token and into UserInfo for this client: look for a claim mapper that changes one of them.";

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if request.kind != MessageKind::Userinfo || !request.is_ok() || request.exchange.error.is_some() {
        return Verdict::NotApplicable;
    }
    let Some(body) = request.exchange.response_body().present().and_then(|body| body.json()) else {
        return Verdict::Inconclusive("what UserInfo says");
    };
    let Some(sub) = body.get("sub").and_then(|sub| sub.as_str()) else { return Verdict::NotApplicable };
    let tokens = flow.id_tokens();
    // The newest before the call is the one that the app has.
    let Some(token) = tokens.iter().rev().find(|token| token.message < request.message) else {
        return Verdict::Inconclusive("the ID token");
    };
    let Some(expected) = token.jwt.text("sub") else { return Verdict::NotApplicable };
    if sub == expected {
        return Verdict::Agrees;
    }
    let exchanges = flow.token_exchanges();
    let of_same_response = exchanges.iter().any(|exchange| {
        exchange.message == token.message && exchange.response().access_token() == request.token()
    });
    let evidence = fail("The sub of UserInfo is not the sub of the ID token.")
        .noted(token.claim("sub"), "in the ID token")
        .noted(Pointer::new(request.message, Part::ResponseJson("sub".into())), "in UserInfo");
    if of_same_response { evidence.fix(ONE_SUB).into() } else { evidence.into() }
}
