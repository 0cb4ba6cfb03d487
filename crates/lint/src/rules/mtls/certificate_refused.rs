//! RFC 8705 §2 and §3: the client proves itself, and that a token is its own, by the certificate of its TLS connection.

use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::login::{endpoint, succeeds_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::{Said, Words};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "mtls/certificate-refused",
    title: "The server does not get the client's certificate, or gets another one",
    lead: "A server refused a request and says that there is no client certificate, that it does not accept it, or that it is \
           not the one to which the token is bound.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(8705, "2"), Reference::Rfc(8705, "3"), Reference::Rfc(8705, "6.2")],
    why: "With mutual TLS it is the connection that proves who asks. The certificate goes with the handshake, not with the request, and ends where TLS ends: at a proxy that does not hand it on, nobody behind it sees it.",
    fix: "Send the request over a connection with the client's certificate (curl: --cert and --key), to the address of mtls_endpoint_aliases where the metadata has one. Where a proxy ends TLS, let it ask for the certificate and hand it on in the header that the server reads.",
    verify: "Send the request again over a connection with the certificate: the server takes it.",
    disproof: "A TLS trace shows that the right certificate reached the server that answered.",
    explains: &[
        "api/401-invalid-token",
        "token/auth-method-unsupported",
        "token/error-shape",
        "token/grant-refused",
        "token/invalid-client",
        "token/invalid-grant",
        "token/invalid-request",
        "token/param-unrendered",
        "userinfo/failed",
    ],
    since: "0.1.0",
    page: page!("certificate_refused.md"),
    check: Check::Message(check),
};

/// Words (in lower case) that are about the client's certificate, and not the server's.
const OF_CLIENT: [&str; 15] = [
    "client certificate",
    "client certification",
    "token binding",
    "client cert",
    "client-cert",
    "client tls certificate",
    "client x509",
    "client's certificate",
    "no required ssl certificate",
    "no certificate provided",
    "certificate thumbprint",
    "certificate-bound",
    "certificate bound",
    "certificate binding",
    "x5t#s256",
];

/// Words that say that there is none.
const MISSING: [&str; 14] = [
    "certificate missing",
    "certificate is missing",
    "missing client",
    "missing a client",
    "missing certificate",
    "missing tls",
    "no client",
    "no certificate",
    "no required",
    "not provided",
    "not present",
    "absent",
    "without",
    "did not present",
];

/// Words that say that it is another certificate than the one that is expected.
const OTHER: [&str; 7] = [
    "not match",
    "mismatch",
    "thumbprint",
    "x5t#s256",
    "different certificate",
    "other certificate",
    "binding",
];

/// Words that say that it came and is not accepted.
const NOT_ACCEPTED: [&str; 8] = [
    "expired",
    "untrusted",
    "not trusted",
    "revoked",
    "not verif",
    "verification failed",
    "be verified",
    "unknown ca",
];

const SAME_ONE: &str = "Use one certificate for the token request and for all requests with its tokens. Where a proxy ends TLS, look which certificate it hands on, and in which form.";

const MEND_CERTIFICATE: &str = "Compare the client's certificate with what is registered for it at the server (subject, issuer, thumbprint, validity), and register or renew it.";

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let is_page = matches!(message.kind, MessageKind::AuthorizationRequest | MessageKind::Preflight)
        || message.kind.is_on_the_way();
    let is_refused = exchange.status().is_some_and(|status| (400..500).contains(&status));
    if is_page || !is_refused || succeeds_later(flow, index) {
        return Verdict::NotApplicable;
    }
    let Some(words) = Words::of(index, exchange).filter(|words| words.have(&OF_CLIENT)) else {
        return Verdict::Pass;
    };
    let (what, fix) = if words.have(&MISSING) {
        (" refused the request: it sees no client certificate.", RULE.fix)
    } else if words.have(&OTHER) {
        (" refused the request: the certificate of the connection is not the one that it expects.", SAME_ONE)
    } else if words.have(&NOT_ACCEPTED) {
        (" refused the request: it does not accept the client's certificate.", MEND_CERTIFICATE)
    } else {
        return Verdict::Pass;
    };
    let summary = Phrase::from(endpoint(message.kind)).text(what);
    let call = flow.protected_request(index);
    let bound = call.filter(|call| call.jwt().is_some_and(|jwt| jwt.claims.get("cnf").is_some_and(is_bound)));
    let evidence = fail(summary)
        .fix(fix)
        .at(Pointer::new(index, Part::Status))
        .noted_if(bound.map(|call| call.claim("cnf")), "the certificate to which the token is bound");
    let evidence = Said::of(index, exchange).show(evidence);
    evidence.warning_if(message.kind.is_after_login() && flow.has_tokens()).into()
}

/// Whether a token is bound to a certificate (RFC 8705 §3.1).
fn is_bound(confirmation: &serde_json::Value) -> bool {
    confirmation.get("x5t#S256").is_some()
}
