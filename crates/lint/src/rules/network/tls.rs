//! RFC 9110 §4.3.4: a client verifies the certificate of an https server, and ends the connection if it does not fit; RFC 6749
//! §10.9.

use http::{NetworkFault, Observer};
use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::login::{endpoint, succeeds_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::unreachable::NO_ANSWER;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/tls",
    title: "The certificate is not accepted",
    lead: "A request of the login failed while the connection was made secure.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Network,
    references: &[Reference::Rfc(9110, "4.3.4"), Reference::Rfc(6749, "10.9")],
    why: "The connection was given up before anything was asked: the client did not accept the server's certificate, or the two found no common version of TLS.",
    fix: "Mend the certificate of this host: valid, for this name, and with its intermediate certificates.",
    verify: "Repeat the request with the same program: it connects without a certificate or TLS error.",
    disproof: "Another request of the same program to this address got an answer at the same time.",
    explains: NO_ANSWER,
    since: "0.1.0",
    page: page!("tls.md"),
    check: Check::Message(check),
};

/// What is wrong, by words in the error (in capitals), and what to do.
const REASONS: [(&[&str], &str, &str); 5] = [
    (
        &["WRONG_VERSION_NUMBER", "WRONG VERSION NUMBER", "RX_RECORD_TOO_LONG", "PACKET LENGTH TOO LONG"],
        ": it does not speak TLS on this port.",
        "Use http and https as the server does on this port: an https address leads to a port that answers in plain text.",
    ),
    (
        &["DATE_INVALID", "EXPIRED", "NOT YET VALID"],
        ": its certificate is expired, or not valid yet.",
        "Renew the certificate of this host; if it is valid, set the clock of this machine.",
    ),
    (
        &[
            "COMMON_NAME_INVALID",
            "BAD_CERT_DOMAIN",
            "ALTNAME",
            "NAME MISMATCH",
            "NO ALTERNATIVE CERTIFICATE SUBJECT",
            "DOES NOT MATCH TARGET HOST",
        ],
        ": its certificate is for another name.",
        "Use the name that the certificate is for, or add this name to the certificate.",
    ),
    (
        &[
            "AUTHORITY_INVALID",
            "UNKNOWN_ISSUER",
            "SELF-SIGNED",
            "SELF SIGNED",
            "SELF_SIGNED",
            "LOCAL ISSUER",
            "UNABLE_TO_VERIFY_LEAF",
            "UNABLE TO VERIFY THE FIRST",
            "PKIX",
        ],
        ": its certificate is from nobody that this client trusts.",
        "Send the intermediate certificates along with the certificate; where the issuer is your own or a TLS-inspecting proxy, add its root to what this client trusts.",
    ),
    (
        &[
            "VERSION_OR_CIPHER",
            "UNSUPPORTED_VERSION",
            "NO_CYPHER_OVERLAP",
            "HANDSHAKE_FAILURE",
            "HANDSHAKE FAILURE",
            "PROTOCOL VERSION",
        ],
        ": the two have no version or cipher of TLS in common.",
        "Allow TLS 1.2 or 1.3 on both sides.",
    ),
];

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let error = exchange.error.as_ref().filter(|error| error.fault == NetworkFault::Tls);
    let Some(error) = error.filter(|_| exchange.response.is_none() && !message.kind.is_after_login()) else {
        return Verdict::Pass;
    };
    let text = error.text.text().to_ascii_uppercase();
    let reason = REASONS.iter().find(|(words, ..)| words.iter().any(|word| text.contains(word)));
    let summary = Phrase::from(endpoint(message.kind)).text(" could not be reached over https");
    let summary = summary.text(reason.map_or(".", |(_, words, _)| words));
    let evidence = fail(summary).at(Pointer::new(index, Part::NetworkError));
    let evidence = evidence.noted(
        Pointer::new(index, Part::Url),
        match exchange.observer {
            Observer::Server => "The program that made this request does not accept it; a browser may.",
            Observer::Browser => "The browser does not accept it.",
        },
    );
    let evidence = match reason {
        Some((.., fix)) => evidence.fix(fix),
        None => evidence,
    };
    evidence.warning_if(succeeds_later(flow, index)).into()
}
