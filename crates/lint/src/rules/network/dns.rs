//! RFC 9110 §4.3.3: a client resolves the host of an https address; RFC 8499 §3: NXDOMAIN, there is no such name.

use http::{NetworkFault, Observer};
use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::login::{endpoint, succeeds_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::unreachable::NO_ANSWER;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/dns",
    title: "The host name does not exist",
    lead: "A request of the login failed before it was sent: the host name of its URL has no address.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Network,
    references: &[Reference::Rfc(9110, "4.3.3"), Reference::Rfc(8499, "3")],
    why: "The request was never sent: the name of the host has no address. It is mistyped, or known only in another network.",
    fix: "Check the spelling of the host in this URL; if it is right, connect to the network (VPN) that knows it.",
    verify: "Run nslookup on the machine that made the request, with the host that is now set: it gives an address.",
    disproof: "The DNS log of that machine shows an address for this host at the time of the request.",
    explains: NO_ANSWER,
    since: "0.1.0",
    page: page!("dns.md"),
    check: Check::Message(check),
};

const FROM_SERVER: &str = "Resolve this name on that machine itself (nslookup, getent hosts): write it right in the setting, or make it known to the DNS of the machine, container or cluster.";

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let error = exchange.error.as_ref().filter(|error| error.fault == NetworkFault::NameNotResolved);
    let Some(_) = error.filter(|_| exchange.response.is_none() && !message.kind.is_after_login()) else {
        return Verdict::Pass;
    };
    let summary =
        Phrase::from(endpoint(message.kind)).text(" could not be reached: its host name has no address");
    let summary = match exchange.observer {
        Observer::Server => summary.text(" on the machine that made the request."),
        Observer::Browser => summary.text("."),
    };
    let evidence =
        fail(summary).at(Pointer::new(index, Part::NetworkError)).at(Pointer::new(index, Part::Url));
    let evidence = match exchange.observer {
        Observer::Server => evidence.fix(FROM_SERVER),
        Observer::Browser => evidence,
    };
    evidence.warning_if(succeeds_later(flow, index)).into()
}
