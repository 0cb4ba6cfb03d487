//! RFC 9728 §2: `authorization_servers` are "issuer identifiers, as defined in RFC 8414"; RFC 8414 §3.3: the issuer of the metadata "MUST be
//! identical to the authorization server's issuer identifier value into which the well-known URI string was inserted".

use oauth::{Discovery, Flow, MessageKind, ResourceMetadata};

use crate::compare::difference;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "resource-metadata/issuer-mismatch",
    title: "The API spells the provider's issuer otherwise than the provider does",
    lead: "The API's metadata names a provider (authorization_servers), the client loaded that provider's metadata, and its issuer \
          is not the same, character for character: a slash at the end, or another path. No login began.",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Discovery,
    actor: Actor::AppServer,
    references: &[
        Reference::Rfc(8414, "3.3"),
        Reference::Rfc(9728, "2"),
        Reference::Mcp("Authorization Server Metadata Discovery", "authorization-server-metadata-discovery"),
    ],
    why: "An issuer is compared as text: https://auth.example.com and https://auth.example.com/ are two. The API names the one, the provider calls itself the other. Strict clients stop there before any login; others do not look.",
    fix: "Write authorization_servers of the API's metadata exactly as issuer stands in the provider's metadata, or change the provider's issuer.",
    verify: "Load both documents: issuer stands in authorization_servers, character for character, and the client begins the login.",
    disproof: "The client began a login with these documents.",
    explains: &["mcp/pkce-not-advertised"],
    since: "0.1.0",
    page: page!("issuer_mismatch.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let resources = flow.resource_metadata();
    let documents = flow.discoveries();
    if resources.is_empty() || documents.is_empty() {
        return Verdict::NotApplicable;
    }
    let began = flow.of_kind(MessageKind::AuthorizationRequest).next().is_some() || flow.has_token_request();
    if began {
        return Verdict::NotApplicable;
    }
    let pairs =
        resources.iter().flat_map(|resource| documents.iter().map(move |document| (resource, document)));
    // Of several servers, or addresses of one document, that one counts which fits.
    let fits = |issuer: &str| {
        resources.iter().any(|resource| resource.authorization_servers().any(|named| named == issuer))
    };
    if documents.iter().filter_map(|document| document.text("issuer")).any(fits) {
        return Verdict::Pass;
    }
    let Some((resource, document, named, issuer)) = pairs.into_iter().find_map(mismatch) else {
        return Verdict::Pass;
    };
    let words = difference(named, issuer).map(|difference| difference.words()).unwrap_or_default();
    let summary = Phrase::from(
        "The API's metadata names the provider otherwise than the provider names itself (issuer). ",
    );
    fail(summary.append(words))
        .noted(resource.pointer("authorization_servers"), "the provider as the API spells it")
        .noted(document.pointer("issuer"), "the provider as it spells itself")
        .into()
}

/// A provider that the API names and whose document says another issuer. An issuer that does not fit its own address is the
/// matter of `discovery/issuer-mismatch`.
fn mismatch<'d, 'r>(
    (resource, document): (&'d ResourceMetadata<'r>, &'d Discovery<'r>),
) -> Option<(&'d ResourceMetadata<'r>, &'d Discovery<'r>, &'r str, &'d str)> {
    let issuer = document.text("issuer").filter(|_| document.names_its_address() != Some(false))?;
    let origin = |text: &str| http::Uri::parse(text).map(|uri| uri.origin());
    let is_alike = |named: &str| {
        named.trim_end_matches('/') == issuer.trim_end_matches('/') || origin(named) == origin(issuer)
    };
    let named = resource.authorization_servers().find(|named| is_alike(named))?;
    Some((resource, document, named, issuer))
}
