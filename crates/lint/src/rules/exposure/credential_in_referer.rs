//! RFC 9700 §4.2: the `Referer` header can carry the code, the state or a token to other servers.

use http::Uri;
use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::parties::is_same_origin;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "exposure/credential-in-referer",
    title: "A code or token goes to another server in the Referer header",
    lead: "A request to another server carries the address of the page in its Referer header, and the code or a \
          token of this login stands in that address.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Should,
    lane: Lane::Hygiene,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::Rfc(9700, "4.2"), Reference::Rfc(9700, "4.2.4")],
    why: "The browser tells each server from which page a request comes. If the page's address holds the code or a token, that server gets it too.",
    fix: "Send Referrer-Policy: no-referrer with the page of the redirect URI, and replace its address once the code is read.",
    verify: "Log in again: no request to another server has the code or a token in its Referer.",
    disproof: "The value in the Referer is a code that had been exchanged before this request was sent.",
    explains: &[],
    since: "0.1.0",
    page: page!("credential_in_referer.md"),
    check: Check::Message(check),
};

const CREDENTIALS: [&str; 3] = ["code", "access_token", "id_token"];

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(referer) = message.exchange.request_header("referer").and_then(Uri::parse) else {
        return Verdict::Pass;
    };
    if is_same_origin(&referer, &message.exchange.request.uri) {
        return Verdict::Pass;
    }
    let query = referer.query();
    let arrived = |name: &str| {
        let sent = query.text(name)?;
        let responses = flow.authorization_responses();
        responses.iter().any(|response| response.parameters.text(name) == Some(sent)).then_some(())
    };
    let Some(name) = CREDENTIALS.into_iter().find(|name| arrived(name).is_some()) else {
        return Verdict::Pass;
    };
    fail(
        Phrase::from("The address of the page, with its ").text(name).text(", goes along to another server."),
    )
    .at(Pointer::new(index, Part::RequestHeader("referer".into())))
    .into()
}
