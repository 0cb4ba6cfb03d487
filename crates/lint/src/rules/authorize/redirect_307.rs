//! RFC 9700 §4.12: after the user gave credentials the server MUST NOT redirect with 307.

use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::parties::is_same_origin;
use crate::redirect_uri::parsed;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/redirect-307",
    title: "A form that went to the provider is sent on to the app",
    lead: "The provider answers a form with status 307 or 308 and a redirect to the app. The browser repeats the POST \
          there, with everything that is in the form: the password, where it was typed into this one.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::Provider,
    references: &[Reference::Rfc(9700, "4.12"), Reference::Rfc(9110, "15.4.8")],
    why: "307 and 308 tell the browser to repeat the request with its body. So it sends the form to the app as well, as a \
          POST: a password that the user typed into it, too.",
    fix: "Answer this form with 303 (or 302) at the provider.",
    verify: "Sign in again: the provider answers the form with 303 or 302, and the app gets a GET without the form.",
    disproof: "The app's log shows that it accepted this POST and read the code from its address.",
    explains: &["redirect-uri/callback-404"],
    since: "0.1.0",
    page: page!("redirect_307.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let repeats = matches!(exchange.status(), Some(307 | 308));
    if !message.kind.is_on_the_way() || exchange.request.method != "POST" || !repeats {
        return Verdict::NotApplicable;
    }
    let (Some(to), Some(app)) = (exchange.location(), flow.authorization_request().and_then(parsed)) else {
        return Verdict::Inconclusive("where the browser is sent");
    };
    if !to.same_endpoint(&app) || is_same_origin(to, &exchange.request.uri) {
        return Verdict::Pass;
    }
    let failed = flow.authorization_responses().iter().find(|response| {
        response.delivered && response.exchange.status().is_some_and(|status| status >= 400)
    });
    let evidence = fail(
        "The provider redirects a form that was sent to it to the app, and keeps it a POST: what is in the form goes along.",
    )
    .at(Pointer::new(index, Part::Status))
    .noted(Pointer::new(index, Part::ResponseHeader("location".into())), "the app, another site");
    match failed {
        Some(response) => {
            evidence.noted(Pointer::new(response.message, Part::Status), "the app refuses the POST").into()
        }
        None => evidence.severity(Severity::Warning).into(),
    }
}
