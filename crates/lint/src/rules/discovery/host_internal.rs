//! RFC 8414 §2: clients call the endpoints that the document names, so that the names must mean something to them.

use oauth::{Discovery, Flow, Part, Pointer};

use crate::metadata_addresses::{addresses, is_internal};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "discovery/host-internal",
    title: "The discovery document gives addresses of an internal network",
    lead: "The discovery document was loaded from a public host, and addresses in it are localhost, a private IP \
          address or a name without a domain.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Discovery,
    actor: Actor::Provider,
    references: &[Reference::Rfc(8414, "2"), Reference::OidcDiscovery("3")],
    why: "The document is on a public host, and sends the app or the user's browser to a name that exists only inside the provider's own \
          network.",
    fix: "Tell the provider its public host name, with which it then makes all its addresses.",
    verify: "Load the document from outside: no address in it is localhost, a private IP or a name without a domain.",
    disproof: "The app and the user's browser both reached these addresses from where they are.",
    explains: &["network/refused", "discovery/issuer-mismatch", "cors/no-acao"],
    since: "0.1.0",
    page: page!("host_internal.md"),
    check: Check::Discovery(check),
};

fn check(document: &Discovery<'_>, flow: &Flow<'_>) -> Verdict {
    if is_internal(document.exchange.request.uri.host()) {
        return Verdict::NotApplicable;
    }
    let mut internal = addresses(document).filter(|(_, uri)| is_internal(uri.host()));
    let Some((name, _)) = internal.next() else { return Verdict::Pass };
    let others = internal.count();
    let summary = Phrase::from("The discovery document is on a public host, and ")
        .text(name)
        .text(" in it is an address of an internal network");
    let summary =
        if others > 0 { summary.text(", as are ").number(others).text(" more.") } else { summary.text(".") };
    let evidence = fail(summary)
        .noted(Pointer::new(document.message, Part::Url), "where the document was")
        .at(document.pointer(name));
    evidence.warning_if(flow.has_tokens()).into()
}
