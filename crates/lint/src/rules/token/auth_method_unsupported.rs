//! RFC 8414 §2: `token_endpoint_auth_methods_supported`, "a list of client authentication methods supported by this token
//! endpoint".

use oauth::{Flow, TokenExchange};

use crate::login::succeeds_later;
use crate::refusal::{Refused, TokenError};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/auth-method-unsupported",
    title: "The provider does not take credentials in this way",
    lead: "The provider refused the client, and its discovery document does not list the way in which this client \
          proves itself.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(8414, "2"), Reference::OidcCore("9"), Reference::Rfc(6749, "2.3")],
    why: "A client can prove itself with the Authorization header, with parameters or with a signed assertion. The provider lists the ways that it takes.",
    fix: "Choose a method from token_endpoint_auth_methods_supported in the client, and the same one in its registration at the provider.",
    verify: "Send the token request again: the credentials stand where the provider looks for them, and tokens come.",
    disproof: "The same client gets tokens with this method and another secret or key.",
    explains: &[
        "token/basic-malformed",
        "token/client-id-missing",
        "token/error-as-200",
        "token/invalid-client",
    ],
    since: "0.1.0",
    page: page!("auth_method_unsupported.md"),
    check: Check::TokenRequest(check),
};

const OTHER_WAY: &str = "Choose the other way in the client: the Authorization header (client_secret_basic) or the parameter client_secret (client_secret_post); or allow this one in the client's registration at the provider.";

const BY_CERTIFICATE: &str = "Register a certificate for this client, and make its token requests over connections with it (mutual TLS), to the address of mtls_endpoint_aliases where the discovery document has one: this provider takes nothing else.";

/// Whether the provider itself says that it is the method. The sentence of RFC 6749 §5.2, which lists all that invalid_client can
/// mean, says nothing.
fn says_so(token: &TokenExchange<'_>) -> bool {
    let said = token.response().text("error_description").unwrap_or_default().to_ascii_lowercase();
    let said = said.replace(OF_THE_RFC, "");
    ["authentication method", "auth method", "auth_method"].iter().any(|words| said.contains(words))
}

/// The end of that sentence.
const OF_THE_RFC: &str = "no client authentication included, or unsupported authentication method";

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let refusal = match TokenError::of(token) {
        Some(refusal) if refusal.what == Refused::Client => refusal,
        _ => return Verdict::Pass,
    };
    if succeeds_later(flow, token.message) {
        return Verdict::NotApplicable;
    }
    if says_so(token) {
        let evidence = refusal.show(token, fail("The provider says that it does not take credentials in the way in which this client sends them."));
        let evidence = evidence.fix(OTHER_WAY);
        return match token.client_secret() {
            Some((place, _)) => evidence.noted(place, "how they were sent").into(),
            None => evidence.into(),
        };
    }
    let Some(metadata) = &flow.metadata else { return Verdict::Inconclusive("the discovery document") };
    let Some(supported) = &metadata.token_endpoint_auth_methods else { return Verdict::NotApplicable };
    let Some(proves) = token.authenticates_client() else {
        return Verdict::Inconclusive("the headers of the token request");
    };
    let (methods, words): (&[&str], _) = if token.parameters.has("client_assertion") {
        (&["private_key_jwt", "client_secret_jwt"], "a signed assertion (private_key_jwt)")
    } else if token.basic_credentials().is_some() {
        (&["client_secret_basic"], "the Authorization header (client_secret_basic)")
    } else if token.has_secret_parameter() {
        (&["client_secret_post"], "the parameter client_secret (client_secret_post)")
    } else if proves {
        return Verdict::NotApplicable;
    } else {
        (&["none", "tls_client_auth", "self_signed_tls_client_auth"], "no credentials at all (none)")
    };
    if methods.iter().any(|method| supported.iter().any(|known| known == method)) {
        return Verdict::Pass;
    }
    let mut summary = Phrase::from("The client uses ").text(words);
    summary = summary.text(", which the provider's discovery document does not list");
    let known = METHODS.iter().filter(|method| supported.iter().any(|known| known == *method));
    for (number, method) in known.enumerate() {
        summary = summary.text(if number == 0 { "; it lists " } else { ", " }).text(method);
    }
    let is_by_certificate =
        |method: &String| matches!(method.as_str(), "tls_client_auth" | "self_signed_tls_client_auth");
    let evidence = fail(summary.text("."));
    let evidence = match !supported.is_empty() && supported.iter().all(is_by_certificate) {
        true => evidence.fix(BY_CERTIFICATE),
        false => evidence,
    };
    let evidence = refusal.show(token, evidence);
    match token.client_secret() {
        Some((place, _)) => evidence.at(place).into(),
        None if token.parameters.has("client_assertion") => {
            evidence.at(token.pointer("client_assertion")).into()
        }
        None => evidence.into(),
    }
}

/// OpenID Connect Core §9, RFC 8705 §2.
const METHODS: [&str; 7] = [
    "client_secret_basic",
    "client_secret_post",
    "client_secret_jwt",
    "private_key_jwt",
    "tls_client_auth",
    "self_signed_tls_client_auth",
    "none",
];
