//! OpenID Connect Discovery §3: the endpoints "MUST use the https scheme".

use oauth::{Discovery, Flow};

use crate::metadata_addresses::{addresses, is_internal};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "discovery/endpoint-http",
    title: "The discovery document gives http addresses",
    lead: "The discovery document came by https, and addresses in it begin with http:.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Discovery,
    actor: Actor::Provider,
    references: &[Reference::OidcDiscovery("3"), Reference::Rfc(8414, "2")],
    why: "The document was loaded by https, and sends the app on to http. Browsers block a call of a secure page to such an \
          address, strict libraries refuse it, and whoever listens can read what is sent there.",
    fix: "Tell the provider that it is reached by https: in its public address, or by X-Forwarded-Proto of a proxy that it trusts.",
    verify: "Load the discovery document again: each endpoint in it begins with https.",
    disproof: "The app's requests went to https addresses, not to those in the document.",
    explains: &["network/refused", "cors/no-acao"],
    since: "0.1.0",
    page: page!("endpoint_http.md"),
    check: Check::Discovery(check),
};

fn check(document: &Discovery<'_>, flow: &Flow<'_>) -> Verdict {
    if document.exchange.request.uri.scheme() != "https" {
        return Verdict::NotApplicable;
    }
    // An internal name is another mistake, whatever its scheme.
    let mut plain = addresses(document).filter(|(_, uri)| uri.scheme() == "http" && !is_internal(uri.host()));
    let Some((name, _)) = plain.next() else { return Verdict::Pass };
    let others = plain.count();
    let summary = Phrase::from("The discovery document was loaded by https, and ")
        .text(name)
        .text(" in it begins with http:");
    let summary = if others > 0 {
        summary.text(" so do ").number(others).text(" more addresses.")
    } else {
        summary.text(" it has to be https.")
    };
    let evidence = fail(summary).at(document.pointer(name));
    evidence.warning_if(flow.has_tokens()).into()
}
