//! RFC 7662 §2.2: `active`, "whether or not the presented token is currently active"; a server answers false to whoever may not know,
//! too.

use oauth::{Flow, MessageKind, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "introspection/inactive",
    title: "A fresh token is called inactive",
    lead: "An introspection answered \"active\": false for an access token that was issued less than a minute before.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(7662, "2.2"), Reference::Rfc(7662, "4")],
    why: "An API asks the provider whether a token is good, and hears no, moments after it was issued. So the API refuses the user.",
    fix: "Ask the provider that issued the token (same realm or tenant), with a client that may introspect tokens of this audience.",
    verify: "Introspect a fresh access token: active is true in the answer.",
    disproof: "The provider's log shows that the token was revoked before the introspection.",
    explains: &[],
    since: "0.1.0",
    page: page!("inactive.md"),
    check: Check::Login(check),
};

/// So long after its issue no token has expired, in seconds.
const FRESH: f64 = 60.0;

fn check(flow: &Flow<'_>) -> Verdict {
    let exchanges = flow.token_exchanges();
    let mut unseen = None;
    for (message, exchange) in flow.of_kind(MessageKind::Introspection) {
        let json = exchange.response_body().present().and_then(|body| body.json());
        let inactive = json.as_ref().and_then(|json| json.get("active")?.as_bool()) == Some(false);
        let Some(asked) = exchange.form().filter(|_| inactive) else { continue };
        let is_it = |token: Option<&str>| token.is_some() && token == asked.text("token");
        let Some(issued) = exchanges
            .iter()
            .rev()
            .find(|token| token.message < message && is_it(token.response().access_token()))
        else {
            continue;
        };
        let revoked = flow
            .messages
            .iter()
            .take(message)
            .skip(issued.message)
            .any(|m| matches!(m.kind, MessageKind::Revocation | MessageKind::Logout));
        let age = issued.exchange.finished.or(issued.exchange.started).zip(exchange.started);
        let Some(age) = age.map(|(from, to)| to.as_seconds() - from.as_seconds()) else {
            unseen = Some("when the token was issued");
            continue;
        };
        if revoked || !(0.0..FRESH).contains(&age) {
            continue;
        }
        let summary =
            Phrase::from("The provider calls a token inactive ").duration(age).text(" after it was issued.");
        return fail(summary)
            .at(issued.response().pointer("access_token"))
            .at(Pointer::new(message, Part::ResponseJson("active".into())))
            .into();
    }
    unseen.map_or(Verdict::Pass, Verdict::Inconclusive)
}
