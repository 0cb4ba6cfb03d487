//! RFC 6585 §6: 511, "the client needs to authenticate to gain network access".

use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::json_fault::Content;
use crate::login::{endpoint, succeeds_later};
use crate::responder::WebPage;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/captive-portal",
    title: "The network wants its guests to sign in first",
    lead: "The network answered in place of the provider: status 511, or the page on which guests sign in.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Browser,
    references: &[Reference::Rfc(6585, "6")],
    why: "The network (a hotel's, a train's, a company's for guests) answers every request with its own page until somebody has signed in to it. The provider was never asked.",
    fix: "Sign in to this network first, or use another one.",
    verify: "Sign in to the network and repeat the request: the provider's own answer comes.",
    disproof: "The same answer comes over another network, such as a phone's hotspot.",
    explains: &[
        "authorize/error-page",
        "authorize/no-callback",
        "callback/server-error",
        "cors/no-acao",
        "cors/preflight-status",
        "discovery/fetch-failed",
        "format/content-type",
        "format/html-instead-of-json",
        "jwks/fetch-failed",
    ],
    since: "0.1.0",
    page: page!("captive_portal.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    if message.kind.is_after_login() {
        return Verdict::NotApplicable;
    }
    let by_status = exchange.status() == Some(511);
    let page = exchange.response_body().present().copied().filter(|_| message.kind.expects_json());
    let label =
        exchange.response.as_ref().and_then(|r| r.headers.present()).and_then(http::Headers::media_type);
    let html = page.filter(|body| matches!(Content::of(body, label.as_deref()), Content::Html));
    let portal = html.and_then(|body| body.text()).map(WebPage::of).filter(WebPage::is_of_network);
    if !by_status && portal.is_none() {
        return Verdict::Pass;
    }
    let summary = Phrase::from(endpoint(message.kind));
    let summary = summary.text(" was not reached: the network in between wants its guests to sign in first.");
    let evidence = fail(summary).at(Pointer::new(index, Part::Status));
    let evidence = match portal {
        Some(page) => evidence.at(Pointer::new(index, Part::ResponseBody).marking(page.title)),
        None => evidence,
    };
    let evidence = if by_status { evidence } else { evidence.confidence(Confidence::Medium) };
    evidence.warning_if(succeeds_later(flow, index)).into()
}
