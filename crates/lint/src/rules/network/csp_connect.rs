//! Content Security Policy Level 3 §6.1.2, §6.1.5: `connect-src` and `frame-src` list the addresses that a page may call and
//! frame.

use http::{NetworkFault, Uri, Via, csp};
use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::login::endpoint;
use crate::parties;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/csp-connect",
    title: "The page's own security policy blocks the call",
    lead: "The app's page has a Content-Security-Policy that does not list the provider, and the browser blocked the \
          page's request to it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::AppServer,
    references: &[
        Reference::W3c("CSP3 §6.1.2", "CSP3/#directive-connect-src"),
        Reference::W3c("CSP3 §6.1.5", "CSP3/#directive-frame-src"),
    ],
    why: "The app sends its page with a Content-Security-Policy, and the provider's address is not on that list. The browser does not send the request.",
    fix: "Add this origin to connect-src of the app's Content-Security-Policy (to frame-src, if the page opens it in a frame).",
    verify: "Load the page again: the console shows no Content-Security-Policy error, and the request is answered.",
    disproof: "The console gives a reason other than a Content-Security-Policy for this request.",
    explains: &["cors/preflight-status"],
    since: "0.1.0",
    page: page!("csp_connect.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let names: &[&str] = match exchange.context.via {
        Via::Fetch => &["connect-src", "default-src"],
        Via::Frame => &["frame-src", "child-src", "default-src"],
        Via::Page | Via::Popup | Via::Server | Via::Unknown => return Verdict::NotApplicable,
    };
    let Some(error) = exchange.error.as_ref().filter(|_| exchange.response.is_none()) else {
        return Verdict::Pass;
    };
    let said = error.fault == NetworkFault::Policy;
    let forbids = forbidding(exchange.request.uri.clone(), index, names, flow);
    if !said && (error.fault != NetworkFault::Blocked || forbids.is_none()) {
        return Verdict::Pass;
    }
    let summary = Phrase::from(endpoint(message.kind))
        .text(" was not asked: the Content-Security-Policy of the app's page does not allow its address.");
    let evidence = fail(summary).at(Pointer::new(index, Part::NetworkError));
    let evidence = evidence.noted(Pointer::new(index, Part::Url), "not on the list");
    match forbids {
        Some(directive) => evidence.noted(directive, "the list of the page").into(),
        None => evidence.into(),
    }
}

/// Where the policy of the page that made a request forbids it, as far as that page was seen.
fn forbidding(target: Uri, index: usize, names: &[&str], flow: &Flow<'_>) -> Option<Pointer> {
    let request = flow.messages.get(index)?.exchange;
    let from = parties::page(request)?;
    let at = flow.messages[..index].iter().rposition(|earlier| {
        let page = earlier.exchange;
        page.context.via.is_navigation()
            && page.context.tab == request.context.tab
            && parties::is_same_origin(&page.request.uri, &from)
            && page.status().is_some_and(|status| (200..300).contains(&status))
    })?;
    let page = flow.messages.get(at)?.exchange;
    let headers = page.response.as_ref()?.headers.present()?;
    let directives = csp::directives(headers, names);
    let directive = directives.iter().find(|directive| !directive.allows(&page.request.uri, &target))?;
    let place = Pointer::new(at, Part::ResponseHeader("content-security-policy".into()));
    Some(place.marking(directive.range.clone()))
}
