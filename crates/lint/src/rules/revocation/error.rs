//! RFC 7009 §2.2: "The authorization server responds with HTTP status code 200 if the token has been revoked successfully or if the
//! client submitted an invalid token."

use oauth::{Flow, MessageKind, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "revocation/error",
    title: "The provider does not revoke the token",
    lead: "The app asked the provider to revoke a token, and the answer is an error.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::Rfc(7009, "2.2"), Reference::Rfc(7009, "2.1")],
    why: "The app wanted to end a token, at sign-out for instance, and the provider refused: the token may go on being good.",
    fix: "Authenticate at the revocation endpoint in the same way as at the token endpoint.",
    verify: "Revoke a token again: the revocation endpoint answers with status 200.",
    disproof: "An introspection right after this answer calls the token inactive.",
    explains: &[],
    since: "0.1.0",
    page: page!("error.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let ok = |status: u16| (200..300).contains(&status);
    let mut revocations = flow.of_kind(MessageKind::Revocation);
    let failed = revocations.find(|(_, exchange)| exchange.status().is_some_and(|status| status >= 400));
    let Some((message, exchange)) = failed else { return Verdict::Pass };
    // The app tried again, with other credentials or another hint.
    if revocations.any(|(_, later)| later.status().is_some_and(ok)) {
        return Verdict::NotApplicable;
    }
    let json = exchange.response_body().present().and_then(|body| body.json());
    let error = json.as_ref().and_then(|json| json.get("error")?.as_str());
    let status = exchange.status().unwrap_or_default();
    let summary = Phrase::from("The revocation endpoint answered with status ").number(status).text(".");
    let evidence = fail(summary).at(Pointer::new(message, Part::Status));
    let evidence = match error {
        Some(_) => evidence.at(Pointer::new(message, Part::ResponseJson("error".into()))),
        None => evidence,
    };
    match (error, status) {
        (Some("unsupported_token_type"), _) => {
            evidence.fix("Revoke the refresh token instead: this provider does not revoke tokens of the kind that was sent.").into()
        }
        (Some("invalid_request"), _) => {
            evidence.fix("Send the token in the form parameter token, and the client's credentials as at the token endpoint.").into()
        }
        (_, 500..) => evidence.fix("Try again later: the provider's server failed, and the token may still be good.").into(),
        _ => evidence.into(),
    }
}
