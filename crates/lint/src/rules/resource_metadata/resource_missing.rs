//! RFC 9728 §2: `resource` is "REQUIRED. The protected resource's resource identifier".

use oauth::{Flow, MessageKind, Part, Pointer, ResourceMetadata};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "resource-metadata/resource-missing",
    title: "The API's metadata does not say which API it is about",
    lead: "A client asked an API, an MCP server above all, for its metadata (/.well-known/oauth-protected-resource), and the \
          answer has no resource, which every such document must have. No login began.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Discovery,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(9728, "2"), Reference::Rfc(9728, "3.3")],
    why: "The client compares resource with the address of the API, so that no API can hand out the metadata of another one. Without it there is nothing to compare, and the client must not use the document.",
    fix: "Add resource to the API's metadata: the address under which clients call the API, with https, host and path.",
    verify: "Load the API's metadata again: it has resource, and the client goes on to the provider.",
    disproof: "The same client logs in at another API whose metadata has no resource either.",
    explains: &[],
    since: "0.1.0",
    page: page!("resource_missing.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let began = flow.of_kind(MessageKind::AuthorizationRequest).next().is_some() || flow.has_token_request();
    if began {
        return Verdict::NotApplicable;
    }
    let documents = flow.resource_metadata();
    let lacks =
        |document: &&ResourceMetadata<'_>| !document.is_part() && !document.members.contains_key("resource");
    let Some(document) = documents.iter().find(lacks) else { return Verdict::Pass };
    let servers = document.members.contains_key("authorization_servers");
    let servers = servers.then(|| document.pointer("authorization_servers"));
    fail("The API's metadata has no resource: it does not say which API it is about.")
        .at(Pointer::new(document.message, Part::Url))
        .noted_if(servers, "what it does say")
        .at(Pointer::new(document.message, Part::ResponseBody))
        .into()
}
