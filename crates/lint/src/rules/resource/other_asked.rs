//! RFC 8707 §2: `resource` is "the location of the target service or resource where access is being requested"; Model Context Protocol,
//! Authorization: it "MUST identify the MCP server that the client intends to use the token with".

use oauth::{Flow, Pointer, ProtectedRequest};

use crate::compare::difference;
use crate::resource::{identifier, is_of, is_same};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::token_use::{show, who};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "resource/other-asked",
    title: "The login asked for a token for another resource than the API that is called",
    lead: "The login named a resource (RFC 8707), the app calls an API at another address with the token, and the API refuses it.",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[
        Reference::Rfc(8707, "2"),
        Reference::Rfc(9728, "3.3"),
        Reference::Mcp("Resource Parameter Implementation", "resource-parameter-implementation"),
    ],
    why: "The provider binds the token to the resource that the login names. An API that compares it with its own address refuses a token for another one, be it the root of its host: each login gives the same token again.",
    fix: "Send as resource, in the authorization and in the token request, the address of the API as its metadata states it, with its path; and let the metadata of the API state that address.",
    verify: "Log in again: resource is the address of the API that is called, and the API takes the token.",
    disproof: "The API's log shows that it expects exactly the resource that the login named.",
    explains: &["api/401-invalid-token", "api/opaque-to-jwt-validator", "api/wrong-audience"],
    since: "0.1.0",
    page: page!("other_asked.md"),
    check: Check::ProtectedRequest(check),
};

fn check(call: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let later_ok = flow
        .protected_requests()
        .iter()
        .any(|later| later.is_ok() && later.exchange.request.uri.same_endpoint(&call.exchange.request.uri));
    if !matches!(call.exchange.status(), Some(401 | 403)) || later_ok {
        return Verdict::Pass;
    }
    let asked = asked(call, flow);
    let called = identifier(call.exchange);
    let own = flow.resource_metadata();
    let own = own.iter().find(|document| is_of(document, call.exchange));
    let stated = own.and_then(|document| document.members.get("resource")?.as_str());
    let is_the_api =
        |resource: &str| is_same(resource, &called) || stated.is_some_and(|own| is_same(resource, own));
    if asked.is_empty() || asked.iter().any(|(_, resource)| is_the_api(resource)) {
        return Verdict::Pass;
    }
    let words = Words::of(call.message, call.exchange);
    if words.is_none() && Words::may_be_unseen(call.exchange) {
        return Verdict::Inconclusive("what the API says of the refusal");
    }
    let is_named = words.as_ref().is_some_and(|words| words.have(&["resource", "audience"]));
    // An API may be called something else than its address: then only its own words tell.
    let is_address = |resource: &str| http::Uri::parse(resource).is_some_and(|uri| uri.scheme() == "https");
    let Some((place, resource)) = asked.first().filter(|(_, resource)| is_named || is_address(resource))
    else {
        return Verdict::Pass;
    };
    if !is_named && words.is_some() {
        return Verdict::Pass;
    }
    let differ = difference(resource, &called).map(|difference| difference.words()).unwrap_or_default();
    let summary = Phrase::from("The login asked for a token for ")
        .value(place.clone())
        .text(", and the call goes to another address. ")
        .append(differ)
        .text(" ")
        .text(who(call))
        .text(" refuses the token.");
    let evidence = fail(summary)
        .noted(place.clone(), "the resource that the login asked for")
        .noted(Pointer::new(call.message, oauth::Part::Url), "the address that was called")
        .noted_if(own.map(|document| document.pointer("resource")), "what the API calls itself");
    let evidence = show(call, evidence);
    if is_named { evidence.confidence(Confidence::High).into() } else { evidence.into() }
}

/// The resources that the login asked for, with their places.
fn asked(call: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Vec<(Pointer, String)> {
    const NAME: &str = "resource";
    let tokens = flow.token_exchanges().iter().filter(|token| token.message < call.message);
    let in_tokens =
        tokens.rev().filter_map(|token| Some((token.pointer(NAME), token.parameters.text(NAME)?.to_owned())));
    let request = flow.authorization_request();
    let in_request =
        request.and_then(|request| Some((request.pointer(NAME), request.parameters.text(NAME)?.to_owned())));
    in_request.into_iter().chain(in_tokens).collect()
}
