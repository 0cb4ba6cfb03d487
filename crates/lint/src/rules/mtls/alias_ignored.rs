//! RFC 8705 §5: a client that wants to use mutual TLS and finds mtls_endpoint_aliases "MUST use the alias URL of
//! the endpoint present within the mtls_endpoint_aliases in preference to the endpoint URL of the same name".

use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::login::succeeds_later;
use crate::refusal::is_refused;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "mtls/alias-ignored",
    title: "The client with a certificate calls an endpoint that asks for none",
    lead: "The provider refused the token request because it saw no client certificate. Its discovery document has \
          another address for clients with certificates, and the request did not go there.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(8705, "5"), Reference::Rfc(8705, "2")],
    why: "A server that asks for certificates shows a dialog in browsers. So the provider has a second address for clients that prove themselves with one, and this client calls the first.",
    fix: "Send the token request to token_endpoint of mtls_endpoint_aliases in the provider's discovery document.",
    verify: "Send the token request again: it goes to token_endpoint of mtls_endpoint_aliases and gets tokens.",
    disproof: "A TLS trace shows that the client sent its certificate to the address that it called.",
    explains: &[
        "mtls/certificate-refused",
        "token/auth-method-unsupported",
        "token/invalid-client",
        "token/invalid-request",
    ],
    since: "0.1.0",
    page: page!("alias_ignored.md"),
    check: Check::TokenRequest(check),
};

/// How providers say that they saw no certificate.
const WORDS: [&str; 4] = ["certificate", "mtls", "mutual tls", "tls_client_auth"];

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if !is_refused(token) || succeeds_later(flow, token.message) {
        return Verdict::NotApplicable;
    }
    let stated =
        flow.metadata.as_ref().and_then(|metadata| metadata.token_endpoint_for_certificates.as_ref());
    let Some(alias) = stated else { return Verdict::NotApplicable };
    let document = flow.metadata_source();
    let response = token.response();
    let said = response.text("error_description").unwrap_or_default().to_ascii_lowercase();
    // The client has shown nothing else: where the provider takes nothing but certificates, it is one that it misses.
    let takes_certificates_alone = flow
        .metadata
        .as_ref()
        .and_then(|metadata| metadata.token_endpoint_auth_methods.as_ref())
        .is_some_and(|methods| {
            !methods.is_empty() && methods.iter().all(|method| method.ends_with("tls_client_auth"))
        });
    let shows_nothing = response.error() == Some("invalid_client")
        && takes_certificates_alone
        && token.authenticates_client() == Some(false);
    let about_certificate = shows_nothing || WORDS.iter().any(|word| said.contains(word));
    if !about_certificate || token.exchange.request.uri.same_endpoint(alias) {
        return Verdict::Pass;
    }
    fail("The provider misses the client's certificate, and the request did not go to the address for certificates.")
        .noted(Pointer::new(token.message, Part::Url), "where the request went")
        .noted_if(
            document.map(|document| document.pointer("mtls_endpoint_aliases")),
            "the addresses for clients with a certificate",
        )
        .noted_if(
            response.text("error_description").map(|_| response.pointer("error_description")),
            "what the provider says",
        )
        .into()
}
