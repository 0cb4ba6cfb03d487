//! RFC 6749 §3.1.2.3: the provider compares the redirect_uri of a request with those that are registered. Which these are no traffic
//! shows; somebody said it beside the recording.

use oauth::{AuthorizationRequest, Flow, Part, Pointer, RegisteredClient};

use crate::compare::{Difference, difference};
use crate::html::visible;
use crate::parties::{Nearness, nearness};
use crate::redirect_uri::{is_loopback, parsed, refusal, unexplained_refusal};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::says_nothing;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/not-registered",
    title: "The redirect_uri is none of those that the settings have for this client",
    lead: "The app asked with a redirect_uri that is not among those that your settings have for this client, and the \
           provider refused the request.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Provider,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.1.2.3"), Reference::Rfc(9700, "2.1"), Reference::Rfc(8252, "7.3")],
    why: "The provider sends the browser only to addresses that are registered for this client, and compares them \
          character for character: a slash, a port or http in place of https is another address.",
    fix: "Send the registered redirect_uri, or register the one that is sent, at the provider and in your settings.",
    verify: "Start the login again: the redirect_uri of the request is one of the list, and the provider's login page comes.",
    disproof: "The provider's own list for this client_id has the redirect_uri that was sent: then the settings are old.",
    explains: &["redirect-uri/refused", "authorize/error-page", "callback/error"],
    since: "0.1.0",
    page: page!("not_registered.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(client) = flow.registered.filter(|client| !client.redirect_uris.is_empty()) else {
        return Verdict::NotApplicable;
    };
    let Some(asked) = request.redirect_uri().and_then(|uri| uri.known()) else {
        return Verdict::NotApplicable;
    };
    // Some providers take patterns.
    let takes = |own: &String| own == asked || own.contains('*');
    if client.redirect_uris.iter().any(takes) || is_at_other_port(request, client) {
        return Verdict::Pass;
    }
    // A list that somebody keeps may be old: the provider says what counts. What it sends back it took.
    if !flow.authorization_responses().is_empty() {
        return Verdict::Pass;
    }
    let Some(refused) = refusal(request, flow).or_else(|| wordless_refusal(request, flow)) else {
        return Verdict::Pass;
    };
    let nearest = client.redirect_uris.iter().enumerate().filter_map(|(at, own)| {
        let difference = difference(own, asked)?;
        Some((changed(&difference), at, difference))
    });
    let Some((_, at, difference)) = nearest.min_by_key(|(changed, ..)| *changed) else {
        return Verdict::Pass;
    };
    let registered = Pointer::new(request.message, Part::Registered("redirect_uris", at));
    let summary = match client.redirect_uris.len() {
        1 => Phrase::from("The one that is registered differs."),
        _ => Phrase::from("The nearest of those that are registered differs."),
    };
    // Of a loopback address the port is not what differs.
    let is_loopback = parsed(request).as_ref().is_some_and(is_loopback);
    let summary = if is_loopback { summary } else { summary.text(" ").text(difference.what()) };
    fail(summary)
        .noted(registered.marking(difference.before), "registered, as the settings say")
        .noted(request.pointer("redirect_uri").marking(difference.after), "the redirect_uri as it was sent")
        .noted(refused, "the provider refuses the request")
        .into()
}

/// RFC 8252 §7.3: a loopback address may have any port.
fn is_at_other_port(request: &AuthorizationRequest<'_>, client: &RegisteredClient) -> bool {
    let Some(asked) = parsed(request).filter(is_loopback) else { return false };
    let own = client.redirect_uris.iter().filter_map(|own| http::Uri::parse(own));
    own.into_iter().any(|own| nearness(&own, &asked) == Nearness::OtherPort && own.path() == asked.path())
}

/// Where the provider refuses the request as such, and its page has no word of a reason.
fn wordless_refusal(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Option<Pointer> {
    let page = unexplained_refusal(request, flow).filter(|_| request.exchange.status() == Some(400))?;
    let body = request.exchange.response_body().present().copied();
    let text = body.and_then(|body| body.text()).map(visible).unwrap_or_default().to_lowercase();
    says_nothing(&text, &[]).then_some(page)
}

/// How many bytes of two values differ.
fn changed(difference: &Difference) -> usize {
    [&difference.before, &difference.after].into_iter().flatten().map(|range| range.len()).sum()
}
