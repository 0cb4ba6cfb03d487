//! RFC 6749 §5.1 and OpenID Connect Discovery §4.2 want JSON.

use oauth::{Flow, Part, Pointer};

use crate::json_fault::Content;
use crate::login::{endpoint, is_gateway_error, succeeds_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{JsonResponse, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "format/xml",
    title: "XML came where JSON is expected",
    lead: "The client asked an endpoint that answers JSON (token, discovery document, key set, UserInfo), and XML came.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "5.1"), Reference::OidcDiscovery("4.2")],
    why: "A client reads JSON here. It finds no token in XML, whatever the XML says.",
    fix: "Compare this URL with the provider's documentation, and send Accept: application/json with the request.",
    verify: "Repeat the request at the right URL with Accept: application/json: the answer is JSON, not XML.",
    disproof: "The client reads XML at this address, and its log has the values from it.",
    explains: &[
        "cors/no-acao",
        "format/content-type",
        "format/invalid-json",
        "token/error-shape",
        "token/invalid-grant",
    ],
    since: "0.1.0",
    page: page!("xml.md"),
    check: Check::JsonResponse(check),
};

fn check(response: &JsonResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let status = response.exchange.status().unwrap_or_default();
    if status / 100 == 3 || is_gateway_error(status) {
        return Verdict::NotApplicable;
    }
    let media_type = response.media_type().unwrap_or_default();
    let Some(text) = response.body.text() else { return Verdict::Inconclusive("the body as text") };
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let labelled =
        matches!(media_type.as_str(), "application/xml" | "text/xml") || media_type.ends_with("+xml");
    let is_xml = start.starts_with("<?xml") || labelled && start.starts_with('<') || is_soap(start);
    if !is_xml || matches!(Content::of(response.body, None), Content::Html) {
        return Verdict::Pass;
    }
    if status >= 400 && succeeds_later(flow, response.message) {
        return Verdict::NotApplicable;
    }
    let (what, fix) = if is_soap(start) {
        (
            " answered with a SOAP message.",
            "Use the provider's OAuth 2.0 endpoint: this URL is one of its SOAP or WS-Trust services.",
        )
    } else if start.contains("<Error>") && start.contains("<Code>") {
        (
            " answered with the XML error of a file store or content network.",
            "Put the provider's address into this URL: it leads to a file store (S3, CloudFront) that has no such file.",
        )
    } else {
        (" answered with XML.", RULE.fix)
    };
    let evidence = fail(Phrase::from(endpoint(response.kind)).text(what))
        .fix(fix)
        .at(response.body_pointer())
        .at(Pointer::new(response.message, Part::Status));
    if media_type.is_empty() {
        evidence.into()
    } else {
        evidence.at(response.header_pointer("content-type")).into()
    }
}

fn is_soap(start: &str) -> bool {
    // The envelope is the first element, after the declaration.
    let element = start.split_once("?>").map_or(start, |(_, rest)| rest).trim_start();
    let name = element.trim_start_matches('<').split([' ', '>', '\n', '\t']).next().unwrap_or_default();
    element.starts_with('<') && (name == "Envelope" || name.ends_with(":Envelope"))
}
