//! RFC 9700 §2.1.1: public clients MUST use PKCE; for confidential clients it is RECOMMENDED.

use http::Observer;
use oauth::{AuthorizationRequest, Flow, MessageKind};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "pkce/missing",
    title: "The authorization request has no code_challenge (PKCE)",
    lead: "The app asks for a code and sends no code_challenge.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(9700, "2.1.1"), Reference::Rfc(7636, "4.3")],
    why: "PKCE ties the code to the app that asked for it. Without it whoever gets hold of the code (from a log, the browser's \
          history, another app on the phone) can exchange it.",
    fix: "Switch PKCE on in the app's OAuth library, with method S256.",
    verify: "Start the login again: the request has a code_challenge and code_challenge_method=S256.",
    disproof: "The provider gives tokens for a wrong code_verifier: it ignores PKCE.",
    explains: &[],
    since: "0.1.0",
    page: page!("missing.md"),
    check: Check::AuthorizationRequest(check),
};

const UNLESS_AUTHENTICATED: &str = "The request has no code_challenge: unless the client proves who it is to the provider, whoever sees the code can exchange it.";

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if !request.is_open() {
        return Verdict::Inconclusive("the parameters inside the request object");
    }
    if !request.asks_for("code") || request.code_challenge().is_some() {
        return Verdict::Pass;
    }
    let missing = match client(flow) {
        Client::Unknown => {
            return Verdict::Inconclusive("the token request, and so whether the client has a secret");
        }
        Client::Authenticates => fail("The request has no code_challenge. The client proves who it is, so a stolen code alone is not enough; PKCE protects against an injected one too.")
            .severity(Severity::Info),
        Client::OnServer => fail(UNLESS_AUTHENTICATED).severity(Severity::Info),
        Client::Unseen => fail(UNLESS_AUTHENTICATED),
        Client::Public => fail("The request has no code_challenge: whoever sees the code can exchange it."),
    };
    missing.at(request.pointer("response_type")).into()
}

/// Who exchanges the code.
enum Client {
    /// A client that was seen to prove who it is.
    Authenticates,
    /// A server, mostly a client with a secret: its token request was not seen.
    OnServer,
    /// A client that was seen to prove nothing.
    Public,
    /// Nobody was seen to.
    Unseen,
    /// A page, and what it sends was not seen.
    Unknown,
}

fn client(flow: &Flow<'_>) -> Client {
    if let Some(token) = flow.token_exchanges().first() {
        return match token.authenticates_client() {
            Some(true) => Client::Authenticates,
            Some(false) => Client::Public,
            None if token.exchange.observer == Observer::Server => Client::OnServer,
            None => Client::Unknown,
        };
    }
    let by_server = flow.has_code() || flow.of_kind(MessageKind::LoginStart).next().is_some();
    if by_server { Client::OnServer } else { Client::Unseen }
}
