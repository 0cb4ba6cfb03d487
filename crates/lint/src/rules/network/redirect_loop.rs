//! RFC 9110 §15.4: a client "SHOULD detect and intervene in cyclical redirections".

use http::NetworkFault;
use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::cookie_return::Carried;
use crate::login::{endpoint, succeeds_later};
use crate::parties::is_same_host;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/redirect-loop",
    title: "Redirects without an end",
    lead: "The browser followed redirects until it gave up (ERR_TOO_MANY_REDIRECTS).",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9110, "15.4")],
    why: "The redirects lead in a circle, until the browser gives up. Often each of them is right for itself, and a cookie that one address set does not reach the other.",
    fix: "Look at the redirects that are listed, and find the one that should have shown a page: it did not find the session that the one before stored.",
    verify: "Clear the site's cookies and log in again: the redirects end at a page.",
    disproof: "The same redirects end at a page when the client is allowed to follow more of them.",
    explains: &["callback/back-to-login"],
    since: "0.1.0",
    page: page!("redirect_loop.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let error = exchange.error.as_ref().filter(|error| error.fault == NetworkFault::RedirectLoop);
    let Some(_) = error.filter(|_| !message.kind.is_after_login()) else {
        return Verdict::Pass;
    };
    let uri = &exchange.request.uri;
    let visits: Vec<usize> =
        (0..index).filter(|at| flow.messages[*at].exchange.request.uri.same_endpoint(uri)).collect();
    let mut summary = Phrase::from(endpoint(message.kind))
        .text(" was not reached: the browser gave up after too many redirects.");
    if let Some(last) = visits.last() {
        summary = summary.append(laps(visits.len(), *last, index, flow));
    }
    let evidence =
        fail(summary).at(Pointer::new(index, Part::NetworkError)).at(Pointer::new(index, Part::Url));
    let back = flow.messages[..index]
        .iter()
        .rposition(|earlier| earlier.exchange.location().is_some_and(|to| to.same_endpoint(uri)));
    let evidence = match back {
        Some(at) => {
            let place = Pointer::new(at, Part::ResponseHeader("location".into()));
            evidence.noted(place, "sends the browser here again")
        }
        None => evidence,
    };
    evidence.warning_if(succeeds_later(flow, index)).into()
}

/// How often the browser had been there, what lies between, and what the last lap changed.
fn laps(count: usize, last: usize, index: usize, flow: &Flow<'_>) -> Phrase {
    let there = Phrase::from(" It had been there ").number(count);
    let there = there.text(if count == 1 { " time before" } else { " times before" });
    // The farthest place of a lap: the first that is another host, else the first redirect.
    let here = &flow.messages[index].exchange.request.uri;
    let between = || last + 1..index;
    let far = between().find(|at| !is_same_host(&flow.messages[*at].exchange.request.uri, here));
    let there = match far.or_else(|| between().next()) {
        Some(far) => there.text(", each time by way of ").value(Pointer::new(far, Part::Url)),
        None => there,
    };
    let (before, now) = (flow.messages[last].exchange, flow.messages[index].exchange);
    let is_seen = |exchange| matches!(Carried::of(exchange, flow), Carried::Names(_));
    let cookies = (is_seen(before) && is_seen(now))
        .then(|| before.request_header("cookie") == now.request_header("cookie"));
    there.text(match (before.request.uri.query() == now.request.uri.query(), cookies) {
        (true, Some(true)) => ". The last lap changed nothing: parameters and cookies are the same.",
        (true, Some(false)) => ". In the last lap the cookies changed, and the parameters did not.",
        (true, None) => ". In the last lap the parameters stayed the same; cookies were not recorded.",
        (false, Some(true)) => ". In the last lap the parameters changed, and the cookies did not.",
        (false, Some(false)) => ". In the last lap parameters and cookies changed.",
        (false, None) => ". In the last lap the parameters changed; cookies were not recorded.",
    })
}
