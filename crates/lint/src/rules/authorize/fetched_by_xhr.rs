//! RFC 6749 §3.1: the authorization endpoint is for the user's browser window; RFC 9700 §2.6: CORS
//! "MUST NOT be supported at the authorization endpoint".

use http::{NetworkFault, Via};
use oauth::{AuthorizationRequest, Flow, MessageKind, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/fetched-by-xhr",
    title: "The app fetches the login page instead of going there",
    lead: "A script of the app requested the provider's authorization endpoint with fetch or XMLHttpRequest. What is \
          there is a login page for a person, and the browser's window has to go there.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[
        Reference::Rfc(6749, "3.1"),
        Reference::Rfc(9700, "2.6"),
        Reference::Fetch("CORS protocol", "http-cors-protocol"),
    ],
    why: "The login page is for the user: the browser window has to go there. A request by script cannot show it, \
          and the browser does not even let the script read it, because the provider is another site.",
    fix: "Answer API calls of a user who is not signed in with 401, and let the page go to the login with \
          window.location.assign.",
    verify: "Open the app signed out: the window itself goes to the provider, and no script fetches its login page.",
    disproof: "After this fetch the window itself went to the provider's login page.",
    explains: &[
        "cors/credentials-not-true",
        "cors/error-path-without-acao",
        "cors/header-not-allowed",
        "cors/method-not-allowed",
        "cors/multiple-acao",
        "cors/no-acao",
        "cors/null-origin",
        "cors/origin-mismatch",
        "cors/preflight-redirect",
        "cors/preflight-status",
        "cors/wildcard-credentials",
        "cors/wildcard-no-authorization",
    ],
    since: "0.1.0",
    page: page!("fetched_by_xhr.md"),
    check: Check::AuthorizationRequest(check),
};

const BY_PAGE: &str =
    "Go to this address with window.location.assign: fetch cannot show the user a login page.";

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = request.exchange;
    if exchange.context.via != Via::Fetch
        || !flow.authorization_responses().is_empty()
        || flow.has_token_request()
    {
        return Verdict::NotApplicable;
    }
    let Some(origin) = exchange.requesting_origin() else {
        return Verdict::Inconclusive("which page made the request");
    };
    if origin == request.server_origin() {
        return Verdict::NotApplicable;
    }
    let blocked = exchange.error.as_ref().is_some_and(|error| error.fault == NetworkFault::Blocked);
    let is_html =
        exchange.response_header("content-type").is_some_and(|media_type| media_type.contains("text/html"));
    if !blocked && !is_html {
        return Verdict::Pass;
    }
    let start = flow.of_kind(MessageKind::LoginStart).next();
    let redirected = start.filter(|(_, start)| start.context.via == Via::Fetch);
    let evidence = match redirected {
        Some((message, _)) => fail(
            "A script of the page called the app's server, which redirected the call to the provider's login page.",
        )
        .noted_if(Some(Pointer::new(message, Part::Url)), "the call that was redirected"),
        None => fail("A script of the page fetched the provider's login page.").fix(BY_PAGE),
    };
    let evidence = evidence.noted(Pointer::new(request.message, Part::Origin), "the page whose script asked");
    if blocked {
        evidence
            .noted(Pointer::new(request.message, Part::NetworkError), "the browser keeps the answer from it")
            .into()
    } else {
        evidence
            .noted(
                Pointer::new(request.message, Part::ResponseHeader("content-type".into())),
                "a page for a person",
            )
            .into()
    }
}
