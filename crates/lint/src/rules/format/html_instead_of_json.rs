//! RFC 6749 §5.1: the parameters come "using the "application/json" media type"; OpenID Connect Discovery §4.2: a
//! provider "MUST" return its metadata as JSON.

use http::{Exchange, Missing};
use oauth::{Flow, MessageKind, Part, Pointer};

use crate::json_fault::Content;
use crate::login::{endpoint, is_gateway_error, json_answers, succeeds_later, uses_token_later};
use crate::responder::WebPage;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "format/html-instead-of-json",
    title: "A web page came where JSON is expected",
    lead: "The client asked an endpoint that answers JSON (token, discovery document, key set, UserInfo, pushed \
          authorization request), and a web page came. The finding says whose page it is, as far as the page tells, \
          and marks its title.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "5.1"), Reference::OidcDiscovery("4.2"), Reference::OidcCore("5.3.2")],
    why: "A client reads JSON here. It cannot find a token in a page, whoever made the page.",
    fix: "Compare this URL with the provider's documentation, and find out which server made the page.",
    verify: "Repeat the request with the same program: JSON comes and no page, even where it is a refusal.",
    disproof: "The same request gets JSON when nothing records it, and the client fails all the same.",
    explains: &["cors/no-acao", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("html_instead_of_json.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let answers = json_answers(flow);
    let mut verdicts = answers.map(|(index, message)| answer(index, message.kind, message.exchange, flow));
    verdicts.find(|verdict| matches!(verdict, Verdict::Fail(_))).unwrap_or(Verdict::Pass)
}

fn answer(index: usize, kind: MessageKind, exchange: &Exchange, flow: &Flow<'_>) -> Verdict {
    let Some(response) = &exchange.response else { return Verdict::NotApplicable };
    let passed_over = response.status >= 400 && succeeds_later(flow, index);
    // What is not there has a page that says so: the status tells.
    let is_absent = matches!(kind, MessageKind::Discovery | MessageKind::ResourceMetadata)
        && matches!(response.status, 404 | 410);
    if response.status / 100 == 3 || is_gateway_error(response.status) || passed_over || is_absent {
        return Verdict::NotApplicable;
    }
    let label = response.headers.present().and_then(http::Headers::media_type);
    let header = Pointer::new(index, Part::ResponseHeader("content-type".into()));
    let Some(body) = response.body.present() else {
        // What the browser hides from the page is a matter of CORS first. A client that stops at the label may well
        // abort the rest: status and label were there.
        let hidden = response.body.missing() == Some(Missing::Blocked);
        if hidden
            || label.as_deref() != Some("text/html")
            || exchange.response_header("content-length") == Some("0")
        {
            return Verdict::Inconclusive("the body of the response");
        }
        let summary = Phrase::from(endpoint(kind))
            .text(" labels its answer text/html. The recording does not hold its body.");
        return fail(summary)
            .confidence(Confidence::Medium)
            .severity(if uses_token_later(flow, index) { Severity::Warning } else { Severity::Error })
            .at(header)
            .into();
    };
    let (Content::Html, Some(text)) = (Content::of(body, label.as_deref()), body.text()) else {
        return Verdict::Pass;
    };
    let page = WebPage::of(text);
    fail(Phrase::from(endpoint(kind)).text(" answered with ").text(page.author).text("."))
        .fix(page.fix.unwrap_or(RULE.fix))
        .by(page.actor.unwrap_or(RULE.actor))
        .at(Pointer::new(index, Part::ResponseBody).marking(page.title))
        .at(Pointer::new(index, Part::Status))
        .at(header)
        .into()
}
