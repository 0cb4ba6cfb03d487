//! Referrer Policy §3: no-referrer keeps the address of the page back, and some providers tell their clients by it.

use http::Via;
use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/referrer-withheld",
    title: "The page keeps its address from the provider",
    lead: "The provider refuses a request of the page because it does not know from which page it comes: the request has no Referer.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::AppServer,
    references: &[Reference::W3c("Referrer Policy §3.1", "referrer-policy/#referrer-policy-no-referrer")],
    why: "The provider compares the page with the origins or websites that are registered for this client or key, and learns the page from the header Referer. The Referrer-Policy of the page (no-referrer, which Helmet sets by default, or same-origin) keeps the header back, so no origin fits.",
    fix: "Send the page with Referrer-Policy: strict-origin-when-cross-origin (or no-referrer-when-downgrade for http://localhost), and check that its origin is registered at the provider.",
    verify: "Load the page again: the request to the provider carries Referer with the origin of the page, and is not refused.",
    disproof: "The request carries Referer, and is refused all the same: then the origin is not registered.",
    explains: &["answer/refused", "cors/no-acao", "cors/error-path-without-acao"],
    since: "0.1.0",
    page: page!("referrer_withheld.md"),
    check: Check::Message(check),
};

/// Words with which providers say that they miss the page's address, in lower case.
const WORDS: [&str; 4] = [
    "referer <empty>",
    "referer \\u003cempty\\u003e",
    "origin is not allowed for the given client",
    "referrer restrictions",
];

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    if message.kind != MessageKind::OwnInterface || !matches!(exchange.status(), Some(400 | 403)) {
        return Verdict::NotApplicable;
    }
    let Some(headers) = exchange.request.headers.present() else {
        return Verdict::Inconclusive("the headers of the request");
    };
    let mut siblings = flow.messages.iter().map(|message| message.exchange);
    let is_shown = siblings.any(|other| other.request_header("referer").is_some());
    if headers.is_empty() || headers.has("referer") || is_shown {
        return Verdict::Pass;
    }
    let text = exchange.response_body().present().and_then(|body| body.text()).unwrap_or_default();
    let text = text.to_ascii_lowercase();
    let said = WORDS.iter().find_map(|words| text.find(words).map(|at| at..at + words.len()));
    let is_across = exchange.request_header("sec-fetch-site") == Some("cross-site");
    if said.is_none() && !(is_across && exchange.context.via == Via::Frame) {
        return Verdict::Pass;
    }
    let body = said.map(|said| Pointer::new(index, Part::ResponseBody).marking([said]));
    fail("The request of the page carries no Referer: its Referrer-Policy keeps the page's address back, and the provider, which looks it up among the registered origins, refuses.")
        .confidence(Confidence::Medium)
        .at(Pointer::new(index, Part::Url))
        .at(Pointer::new(index, Part::Status))
        .noted_if(body, "What the answer says.")
        .into()
}
