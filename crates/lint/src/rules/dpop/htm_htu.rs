//! RFC 9449 §4.3, checks 8 and 9: `htm` is the method of the request, `htu` its address without query and fragment.

use http::Uri;
use oauth::{DpopProof, Flow, Part, Pointer};

use crate::compare::difference;
use crate::dpop::{refusal, sent_proof};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "dpop/htm-htu",
    title: "The DPoP proof is for another address or method",
    lead: "The request carries a DPoP proof whose method (htm) or address (htu) is not that of the request, or the \
          server thinks so.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9449, "4.3"), Reference::Rfc(9449, "4.2")],
    why: "A DPoP proof is signed for one request: it names the method (htm) and the address (htu). A server must refuse it for \
          any other request.",
    fix: "Make a new proof for each request, with its method as htm and its final URL, without query and fragment, as htu.",
    verify: "Repeat the request: htm and htu in the proof are its method and address, and the server takes it.",
    disproof: "The server's log shows that htm and htu matched and that it refused something else.",
    explains: &["userinfo/failed"],
    since: "0.1.0",
    page: page!("htm_htu.md"),
    check: Check::Token(check),
};

const PROXY: &str = "Tell the server its public address (scheme, host, port and path), and let the proxy in front of it pass Host, X-Forwarded-Proto and X-Forwarded-Host: without them it compares htu with the address that it has behind the proxy.";

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some((proof, flow)) = sent_proof(token) else { return Verdict::NotApplicable };
    let proof = &proof;
    let exchange = proof.exchange;
    let server = Pointer::new(proof.message, Part::ResponseHeader("server".into()));
    let (Some(htm), Some(htu)) = (proof.jwt.text("htm"), proof.jwt.text("htu")) else {
        return Verdict::NotApplicable;
    };
    let evidence = if htm != exchange.request.method {
        fail("The DPoP proof was made for another method than that of the request.")
            .at(proof.claim("htm"))
            .at(Pointer::new(proof.message, Part::Method))
    } else if proof.names_its_address() == Some(false) {
        let sent = address(&exchange.request.uri);
        let words = difference(&sent, htu).map(|difference| difference.words()).unwrap_or_default();
        fail(
            Phrase::from("The DPoP proof was made for another address than that of the request. ")
                .append(words),
        )
        .at(proof.claim("htu"))
        .at(Pointer::new(proof.message, Part::Url))
    } else if let Some(said) = complaint(proof, flow) {
        fail("The DPoP proof names the method and address of the request, and the server says that it does not: it thinks its own address is another.")
            .exact_fix(PROXY)
            .by(Actor::Provider)
            .noted(proof.claim("htu"), "in the proof")
            .noted(Pointer::new(proof.message, Part::Url), "the request")
            .noted_if(exchange.response_header("server").map(|_| server), "what answered, or stands in front")
            .at(said)
    } else {
        return Verdict::Pass;
    };
    let taken = exchange.error.is_none() && exchange.status().is_some_and(|status| status < 300);
    evidence.warning_if(taken).into()
}

/// The address without query and fragment.
fn address(uri: &Uri) -> String {
    let text = uri.text().text();
    text.split(['?', '#']).next().unwrap_or(text).to_owned()
}

/// Where the server says that the method or the address is wrong.
fn complaint(proof: &DpopProof<'_>, flow: &Flow<'_>) -> Option<Pointer> {
    let is_it = |text: &str| {
        let text = text.to_ascii_lowercase();
        ["htu", "htm"]
            .iter()
            .any(|claim| text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == *claim))
    };
    let said = refusal(proof, flow).filter(|said| said.error == "invalid_dpop_proof")?;
    said.description.filter(|(words, _)| is_it(words)).map(|(_, place)| place)
}
