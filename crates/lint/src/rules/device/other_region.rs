//! RFC 8628 §3.4: the device polls the authorization server that gave the code; a provider in regions is one for each of them.

use oauth::{Flow, FlowMessage, Part, Pointer, Provider};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "device/other-region",
    title: "The login was begun in another region of the provider",
    lead: "The provider runs in regions that do not know each other. The client registered itself in one of them, the user agrees in \
          another one, and that one refuses the client's code.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(8628, "3.4")],
    why: "The device asked for its code in the region that it is configured with. The user is sent to the region in which the organisation's directory lives, which knows nothing of that code; the device waits on.",
    fix: "Configure the device or command line with the region in which the organisation's sign-in runs (sso_region), and begin the login again.",
    verify: "Log in again: the device's requests and the user's consent go to hosts of one region, and a poll gets the tokens.",
    disproof: "The organisation's directory runs in the region in which the client registered itself.",
    explains: &[],
    since: "0.1.0",
    page: page!("other_region.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, _: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let is_refused = exchange.status().is_some_and(|status| (400..500).contains(&status));
    let Some((client, host)) = Provider::regions(exchange).filter(|_| is_refused) else {
        return Verdict::NotApplicable;
    };
    if client == host {
        return Verdict::Pass;
    }
    let summary = Phrase::from("The client registered itself in the region ")
        .text(client)
        .text(", and this request goes to ")
        .text(host)
        .text(", which refuses it: the login was begun in the wrong region.");
    let error = exchange.response_body().present().and_then(|body| body.json()?.get("error"));
    let error = error.map(|_| Pointer::new(index, Part::ResponseJson("error".into())));
    fail(summary)
        .at(Pointer::new(index, Part::Url))
        .noted_if(error, "What the provider says.")
        .at(Pointer::new(index, Part::Status))
        .into()
}
