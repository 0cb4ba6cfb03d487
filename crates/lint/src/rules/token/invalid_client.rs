//! RFC 6749 §5.2: `invalid_client`, "Client authentication failed"; the status may be 401.

use jose::Jwt;
use oauth::{Flow, TokenExchange};

use crate::assertion::fault_of_times;
use crate::login::succeeds_later;
use crate::refusal::{Refused, Said, TokenError};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/invalid-client",
    title: "The provider does not accept the client's credentials",
    lead: "The token endpoint refused the app itself: invalid_client, or status 401 and no other reason.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "5.2"), Reference::Rfc(6749, "2.3"), Reference::Rfc(6749, "3.2.1")],
    why: "Before it looks at the code, the provider checks which app is asking. It does not believe this one, or does not know it.",
    fix: "Copy client_id and, where the client has one, the client secret again from the provider's console: the secret's value, not its id, both from one environment.",
    verify: "Send the token request again: the provider does not answer invalid_client or status 401.",
    disproof: "The provider's log shows that it accepted the credentials of this request.",
    explains: &["token/error-shape", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("invalid_client.md"),
    check: Check::TokenRequest(check),
};

const NO_SECRET: &str = "Register this client as a public client (single-page or native app) at the provider, or make the token request from a server that has the client secret.";
const WHITE_SPACE: &str = "Remove the white space around the client secret where the app reads it, for instance at the end of the environment variable.";

const AMBIGUOUS: &str = "Send client_id and client_secret in the body (client_secret_post), or let the provider make a secret of letters and digits. If it stays: copy the secret again from the provider's console.";

const LOST: &str = "Let the Authorization header pass the proxy between the client and the provider, or send client_id and client_secret in the body (client_secret_post).";

/// Whether the provider says that credentials are not there.
fn misses_credentials(token: &TokenExchange<'_>) -> bool {
    let said = token.response().text("error_description").unwrap_or_default().to_ascii_lowercase();
    ["missing", "not found", "required", "no client", "absent", "not present", "must be", "not provided"]
        .iter()
        .any(|words| said.contains(words))
}

/// Whether the provider speaks of a certificate: then nothing is said of secrets.
fn speaks_of_certificate(token: &TokenExchange<'_>) -> bool {
    Words::of(token.message, token.exchange).is_some_and(|words| words.have(&["certificat"]))
}

const OF_CERTIFICATE: &str = "Read what the provider says of the certificate, and compare the client's own (subject, issuer, chain, validity) with what is registered for it there.";

/// The status alone does not say which of both it is.
const OTHER_WAY: &str = "Compare client_id and client secret with the provider's console; if they are right, send them the other way: in the body (client_secret_post) in place of the Authorization header (client_secret_basic), or the reverse. A server in front of the provider may take that header for a login of its own.";

/// Whether a secret in `Authorization` is another one when it is decoded as a form value (RFC 6749 §2.3.1).
fn is_ambiguous(secret: &str) -> bool {
    secret.contains(['+', '%'])
}

/// Whether the provider went on to look at the grant in a later request: then it knew the client.
fn is_accepted_later(token: &TokenExchange<'_>, flow: &Flow<'_>) -> bool {
    flow.token_exchanges().iter().any(|later| {
        later.message > token.message
            && later.exchange.request.uri.same_endpoint(&token.exchange.request.uri)
            && TokenError::of(later).is_some_and(|r| r.what == Refused::Grant && r.said == Said::Plainly)
    })
}

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let refusal = match TokenError::of(token) {
        Some(refusal) if refusal.what == Refused::Client => refusal,
        _ => return Verdict::Pass,
    };
    // Some clients find out in this way how the provider wants them to authenticate.
    if succeeds_later(flow, token.message) || is_accepted_later(token, flow) {
        return Verdict::NotApplicable;
    }
    let secret = token.client_secret();
    let is_by_header = token.basic_credentials().is_some();
    let has_space = secret.as_ref().is_some_and(|(_, secret)| secret.text().trim() != secret.text());
    let (words, fix) = match token.authenticates_client() {
        _ if speaks_of_certificate(token) => ("", OF_CERTIFICATE),
        _ if has_space => (" The client secret begins or ends with white space.", WHITE_SPACE),
        Some(false) => (
            " The request carries no secret: the provider does not take this client for a public one, or does not know it.",
            NO_SECRET,
        ),
        Some(true) if refusal.said == Said::InOtherWords && misses_credentials(token) => {
            (" The request carries credentials, and the provider did not find them.", LOST)
        }
        Some(true)
            if is_by_header && secret.as_ref().is_some_and(|(_, secret)| is_ambiguous(secret.text())) =>
        {
            (
                " The client secret has a % or + in it, which some providers decode in this header and others do not.",
                AMBIGUOUS,
            )
        }
        Some(true) => (
            " The credentials are wrong, or not sent in the way that the provider expects.",
            if refusal.said == Said::ByStatus { OTHER_WAY } else { RULE.fix },
        ),
        None if refusal.said == Said::ByStatus => {
            (" The credentials are wrong, or not sent in the way that the provider expects.", OTHER_WAY)
        }
        None => ("", RULE.fix),
    };
    // Apple's client secrets are JWTs that the app signs.
    let times = secret
        .as_ref()
        .filter(|(_, secret)| Jwt::is_likely(secret.text()))
        .and_then(|(_, secret)| fault_of_times(&Jwt::read(secret.text()), token));
    let status = token.exchange.status().unwrap_or_default();
    let summary = Phrase::from("The provider refused the client with status ").number(status).text(".");
    let evidence = match times {
        Some(fault) => fail(summary.text(" The client secret is a signed token (JWT). ").append(fault))
            .exact_fix(
                "Sign a new client secret before the old one ends, on a machine whose clock is right (NTP).",
            ),
        None if has_space => fail(summary.text(words)).exact_fix(fix),
        None => fail(summary.text(words)).fix(fix),
    };
    let evidence = refusal.show(token, evidence);
    match secret {
        Some((place, _)) => evidence.noted(place, "The credentials that were sent.").into(),
        None => evidence.into(),
    }
}
