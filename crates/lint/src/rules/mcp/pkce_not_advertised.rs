//! Model Context Protocol, Authorization: "If code_challenge_methods_supported is absent, the authorization server
//! does not support PKCE and MCP clients MUST refuse to proceed."

use oauth::{Flow, MessageKind};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "mcp/pkce-not-advertised",
    title: "The provider does not announce PKCE, so MCP clients stop",
    lead: "A client asked an API (an MCP server) where to log in, loaded the metadata of the provider that the API \
          names, and went no further. The metadata does not list S256 in code_challenge_methods_supported.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Discovery,
    actor: Actor::Provider,
    references: &[
        Reference::Mcp("Authorization Code Protection", "authorization-code-protection"),
        Reference::Rfc(8414, "2"),
    ],
    why: "MCP clients log in only at providers that support PKCE, which protects the code. They read that from the \
          provider's metadata, and there it is not said.",
    fix: "Add \"code_challenge_methods_supported\": [\"S256\"] to the provider's metadata document.",
    verify: "Load the provider's metadata: code_challenge_methods_supported lists S256, and the client begins the login.",
    disproof: "The client begins a login at another provider whose metadata does not list S256 either.",
    explains: &[],
    since: "0.1.0",
    page: page!("pkce_not_advertised.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    const NAME: &str = "code_challenge_methods_supported";
    let began = flow.of_kind(MessageKind::AuthorizationRequest).next().is_some() || flow.has_token_request();
    let resources = flow.resource_metadata();
    let (Some(resource), false) = (resources.first(), began) else { return Verdict::NotApplicable };
    // Clients load the document of OAuth or of OpenID Connect, and take the first that is there.
    let documents = flow.discoveries();
    let Some(document) = documents.first() else { return Verdict::NotApplicable };
    if document.is_part() {
        return Verdict::Inconclusive("the whole metadata of the provider");
    }
    let listed = document.members.get(NAME).and_then(|methods| methods.as_array());
    if listed.is_some_and(|methods| methods.iter().any(|method| method == "S256")) {
        return Verdict::Pass;
    }
    let evidence = if listed.is_some() {
        fail("The provider's metadata lists ways of PKCE, and S256 is not among them. No login began.")
            .noted(document.pointer(NAME), "what the provider lists")
    } else {
        fail("The provider's metadata does not say that it supports PKCE. No login began.")
            .confidence(Confidence::Medium)
            .noted(
                document.pointer("issuer"),
                "the provider whose metadata lacks code_challenge_methods_supported",
            )
    };
    evidence.noted(resource.pointer("authorization_servers"), "the API names this provider").into()
}
