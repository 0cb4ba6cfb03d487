//! RFC 9728 §3.3: the resource value "MUST be identical to the protected resource's resource identifier value into
//! which the well-known URI path suffix was inserted"; if not, the metadata "MUST NOT be used".

use oauth::{Flow, MessageKind, Part, Pointer, ResourceMetadata};

use crate::compare::difference;
use crate::resource::{challenged_call, identifier, is_same};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Evidence, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "resource-metadata/resource-mismatch",
    title: "The API's metadata is about another address",
    lead: "A client asked an API, an MCP server above all, for its metadata (/.well-known/oauth-protected-resource), \
          and the answer is about another address: resource has another scheme, host, port or path, or a slash too many. \
          No login began.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Discovery,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(9728, "3.3"), Reference::Rfc(9728, "2")],
    why: "The client asks the API (an MCP server, say) who issues tokens for it. The answer names another API in \
          resource, so a client must not use it: those that compare begin no login.",
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
    documents.iter().find_map(|document| about(document, flow)).map_or(Verdict::Pass, Verdict::from)
}

fn about(document: &ResourceMetadata<'_>, flow: &Flow<'_>) -> Option<Evidence> {
    let resource = document.members.get("resource")?.as_str()?;
    let summary = Phrase::from("The API's metadata is about ").value(document.pointer("resource"));
    if document.names_its_address() == Some(false) {
        return Some(
            fail(summary.text(", which is not where the client found it."))
                .noted(Pointer::new(document.message, Part::Url), "where the client looked")
                .noted(document.pointer("resource"), "the API that the metadata is about"),
        );
    }
    // RFC 9728 §3.3: of what a challenge led to, the address that was called; else that of the document.
    let (wanted, place, note) = match challenged_call(document, flow) {
        Some((at, call)) => (identifier(call), Pointer::new(at, Part::Url), "the API that the client called"),
        None => (
            document.identifier_of_address()?,
            Pointer::new(document.message, Part::Url),
            "where the client looked",
        ),
    };
    if is_same(resource, &wanted) {
        return None;
    }
    let words = difference(&wanted, resource).map(|difference| difference.words()).unwrap_or_default();
    // Some clients take an address above the one that they called, or one slash more or less.
    let evidence =
        fail(summary.text(", and the client asked about another address of this host. ").append(words));
    let evidence = evidence
        .severity(Severity::Warning)
        .noted(place, note)
        .noted(document.pointer("resource"), "the API that the metadata is about");
    Some(evidence)
}
