//! Fetch, "append a request Origin header": a cross-origin POST of a page always carries Origin.

use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::login::succeeds_later;
use crate::parties::is_fetched_across;
use crate::refusal::is_refused;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cors/origin-missing",
    title: "The browser sends no Origin header",
    lead: "A page sent a request to another origin, and the header Origin that every browser writes into it is not there. The provider takes the request for one of a server and refuses it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::Browser,
    references: &[Reference::Fetch("Origin header", "origin-header")],
    why: "Providers tell a page from a server by Origin. The request says of itself that it is a page's (Sec-Fetch-Mode: cors), and Origin is missing: the web security of the browser is switched off (--disable-web-security, chromeWebSecurity: false in Cypress), or an extension or a proxy strips the header.",
    fix: "Start the browser with its web security on, and try without extensions and proxies: the redirect URI and its platform at the provider are not the fault.",
    verify: "Repeat the login in a plain browser window: the token request carries Origin, and is answered.",
    disproof: "The provider's log shows an Origin header in this request.",
    explains: &["token/invalid-request", "token/invalid-grant", "token/invalid-client", "answer/refused"],
    since: "0.1.0",
    page: page!("origin_missing.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = token.exchange;
    let Some(headers) = exchange.request.headers.present() else {
        return Verdict::Inconclusive("the headers of the token request");
    };
    if !is_fetched_across(exchange)
        || headers.has("origin")
        || !is_refused(token)
        || succeeds_later(flow, token.message)
    {
        return Verdict::Pass;
    }
    let header = |name: &'static str| Pointer::new(token.message, Part::RequestHeader(name.into()));
    let response = token.response();
    let said = response.text("error_description").map(|_| response.pointer("error_description"));
    fail("A page sent the token request to another origin, and the browser put no Origin header into it: the provider takes it for a server's.")
        .noted(header("sec-fetch-mode"), "the request of a page's script")
        .noted(header("sec-fetch-site"), "to another origin, without Origin")
        .at(Pointer::new(token.message, Part::Status))
        .noted_if(said, "What the provider says.")
        .into()
}
