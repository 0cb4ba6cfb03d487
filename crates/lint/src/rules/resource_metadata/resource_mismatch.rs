//! RFC 9728 §3.3: the resource value "MUST be identical to the protected resource's resource identifier value into
//! which the well-known URI path suffix was inserted"; if not, the metadata "MUST NOT be used".

use oauth::{Flow, MessageKind, Part, Pointer, ResourceMetadata};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "resource-metadata/resource-mismatch",
    title: "The API's metadata is about another address",
    lead: "A client asked an API, an MCP server above all, for its metadata (/.well-known/oauth-protected-resource), \
          and the answer is about another address: resource has another scheme, host, port or path. No login began.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Discovery,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(9728, "3.3"), Reference::Rfc(9728, "2")],
    why: "The client asks the API (an MCP server, say) who issues tokens for it. The answer names another API in \
          resource, so the client must not use it, and no login begins.",
    fix: "Set resource in the API's metadata to the address under which clients reach the API, with https, host and path.",
    verify: "Load the API's metadata: resource is the address at which clients call the API.",
    disproof: "The client began a login with this metadata.",
    explains: &[],
    since: "0.1.0",
    page: page!("resource_mismatch.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let documents = flow.resource_metadata();
    if documents.is_empty() {
        return Verdict::NotApplicable;
    }
    // A client that went on does not compare.
    if flow.of_kind(MessageKind::AuthorizationRequest).next().is_some() || flow.has_token_request() {
        return Verdict::Pass;
    }
    let is_foreign = |document: &&ResourceMetadata<'_>| document.names_its_address() == Some(false);
    let Some(document) = documents.iter().find(is_foreign) else { return Verdict::Pass };
    let summary = Phrase::from("The API's metadata is about ")
        .value(document.pointer("resource"))
        .text(", which is not where the client found it.");
    fail(summary)
        .noted(Pointer::new(document.message, Part::Url), "where the client looked")
        .noted(document.pointer("resource"), "the API that the metadata is about")
        .into()
}
