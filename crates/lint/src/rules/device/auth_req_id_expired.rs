//! OpenID Connect CIBA §11: `expired_token`, "The auth_req_id has expired. The Client will need to make a new Authentication
//! Request."

use oauth::{Flow, MessageKind, Part, Pointer, TokenExchange};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "device/auth-req-id-expired",
    title: "The backchannel request expired before the user answered",
    lead: "The client asked the token endpoint until the answer was expired_token: nobody agreed on the user's own device in \
           time.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Provider,
    actor: Actor::App,
    references: &[Reference::Ciba("11")],
    why: "The provider asks the user on a device of their own, and nobody answered there while the request was good.",
    fix: "Send a new backchannel authentication request. If nobody was asked on the device: look at the provider whether the user has a device registered and the message reached it.",
    verify: "Send a new request and agree on the device before expires_in is over: the client gets the tokens.",
    disproof: "The provider's log shows that the user agreed before the request expired.",
    explains: &["token/invalid-grant"],
    since: "0.1.0",
    page: page!("auth_req_id_expired.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.grant_type() != "urn:openid:params:grant-type:ciba" {
        return Verdict::NotApplicable;
    }
    let response = token.response();
    if response.error() != Some("expired_token") {
        return Verdict::Pass;
    }
    let asked = flow.token_exchanges().iter().filter(|other| other.message <= token.message).count();
    let summary = Phrase::from("The client asked ").number(asked).text(if asked == 1 {
        " time, and the request expired before the user had answered."
    } else {
        " times, and the request expired before the user had answered."
    });
    let request = flow.of_kind(MessageKind::BackchannelAuthenticationRequest).next();
    let stated = request.filter(|(_, exchange)| {
        let answer = exchange.response_body().present().and_then(|body| body.json());
        answer.is_some_and(|answer| answer.get("expires_in").is_some())
    });
    let stated = stated.map(|(at, _)| Pointer::new(at, Part::ResponseJson("expires_in".into())));
    fail(summary)
        .at(response.pointer("error"))
        .noted_if(stated, "So many seconds the request is good.")
        .into()
}
