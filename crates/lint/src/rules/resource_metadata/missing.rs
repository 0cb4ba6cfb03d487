//! RFC 9728 §3: where a protected resource publishes who issues its tokens; Model Context Protocol, Authorization:
//! MCP servers MUST implement it.

use oauth::{Flow, MessageKind, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "resource-metadata/missing",
    title: "The API does not say where to log in",
    lead: "A client asked an API, an MCP server above all, for /.well-known/oauth-protected-resource, and there is \
          nothing. It then looked for a provider on the API's own origin, and there is none either. No login began.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Discovery,
    actor: Actor::AppServer,
    references: &[
        Reference::Rfc(9728, "3"),
        Reference::Rfc(9728, "5.1"),
        Reference::Mcp(
            "Protected Resource Metadata Discovery",
            "protected-resource-metadata-discovery-requirements",
        ),
    ],
    why: "A client that meets an API (an MCP server, say) for the first time asks it where to log in. The API has no \
          such document, and no provider's document was found at it either.",
    fix: "Serve /.well-known/oauth-protected-resource at the API, with resource and authorization_servers, and name it \
          as resource_metadata in the WWW-Authenticate of its 401 answers.",
    verify: "Request the addresses that the client tried: one answers 200 and names authorization_servers.",
    disproof: "The same client begins a login at another API that has no such document.",
    explains: &["discovery/fetch-failed", "format/html-instead-of-json"],
    since: "0.1.0",
    page: page!("missing.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let is_missing = |(_, exchange): &(usize, &http::Exchange)| {
        exchange.error.is_none() && matches!(exchange.status(), Some(404 | 410))
    };
    let mut asked = flow.of_kind(MessageKind::ResourceMetadata).peekable();
    if asked.peek().is_none() {
        return Verdict::NotApplicable;
    }
    let documents: Vec<_> = asked.collect();
    let began = flow.of_kind(MessageKind::AuthorizationRequest).next().is_some();
    // Clients look at the API's own origin last, where older servers have their provider.
    let is_provider = flow.discovery().is_some();
    if began || flow.has_token_request() || is_provider || !documents.iter().all(is_missing) {
        return Verdict::Pass;
    }
    let Some((first, _)) = documents.first() else { return Verdict::NotApplicable };
    // RFC 9728 §3.1: behind the address with the API's path comes the one without, then the provider's own.
    let looked_for_provider = flow.of_kind(MessageKind::Discovery).next().is_some();
    let at_root = |(_, document): &(usize, &http::Exchange)| {
        document.request.uri.path().trim_end_matches('/').ends_with("/oauth-protected-resource")
    };
    if !looked_for_provider && !documents.iter().any(at_root) {
        return Verdict::Inconclusive("whether the client asked at the API's other addresses");
    }
    let nor_provider = if looked_for_provider { ", nor one of a provider" } else { "" };
    let summary = Phrase::from("The client asked the API where to log in, and no document that says so is at the addresses that it tried")
        .text(nor_provider)
        .text(".");
    fail(summary)
        .noted(Pointer::new(*first, Part::Url), "not there")
        .at(Pointer::new(*first, Part::Status))
        .into()
}
