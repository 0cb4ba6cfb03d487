//! OpenID Connect Discovery §4, RFC 8414 §3: the provider describes itself at a well-known address.

use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::json_fault::Content;
use crate::login::is_gateway_error;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "discovery/fetch-failed",
    title: "The provider's discovery document cannot be loaded",
    lead: "The app asked the provider for its discovery document and got an error. No login began after that.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Discovery,
    actor: Actor::App,
    references: &[Reference::OidcDiscovery("4"), Reference::Rfc(8414, "3")],
    why: "The app reads the addresses of the provider from this document before anything else. Without it no login begins.",
    fix: "Configure the app with the provider's issuer, exactly as the provider states it; the document is at that address plus \
          /.well-known/openid-configuration.",
    verify: "Open the address that the app now requests: it shows JSON with issuer and the endpoints.",
    disproof: "The app's log shows that it had the provider's endpoints from elsewhere and went on.",
    explains: &["format/html-instead-of-json"],
    since: "0.1.0",
    page: page!("fetch_failed.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    if message.kind != MessageKind::Discovery {
        return Verdict::NotApplicable;
    }
    let Some(status) = message.exchange.status() else { return Verdict::NotApplicable };
    // Clients try several well-known addresses, and some can do without: only a login that did not begin was stopped by this.
    let went_on =
        flow.discovery().is_some() || flow.authorization_request().is_some() || flow.has_token_request();
    if status < 400 || is_gateway_error(status) || went_on {
        return Verdict::Pass;
    }
    let is_missing = matches!(status, 404 | 410);
    let body = message.exchange.response_body().present().copied();
    if !is_missing && body.is_some_and(|body| matches!(Content::of(body, None), Content::Html)) {
        // The page says who stands in the way.
        return Verdict::NotApplicable;
    }
    let text = message.exchange.request.uri.text().text();
    let (words, fix) = if text.matches("/.well-known/").count() > 1 {
        (
            "The address of the discovery document has /.well-known/ in it twice: status ",
            Some("Configure the issuer alone: the library adds /.well-known/openid-configuration to it."),
        )
    } else if text.contains("//.well-known/") {
        (
            "The address of the discovery document has two slashes before .well-known: status ",
            Some("Take the slash off the end of the configured issuer."),
        )
    } else if is_missing {
        ("There is no discovery document at the address that the app is configured with: status ", None)
    } else if status >= 500 {
        (
            "The provider fails to make its discovery document: status ",
            Some(
                "Look into the provider's log at the time of this request: the error there names the cause.",
            ),
        )
    } else {
        (
            "The provider does not let the app read its discovery document: status ",
            Some("Make the discovery document public: it needs no credentials and holds no secrets."),
        )
    };
    let is_mistyped = text.matches("/.well-known/").count() > 1 || text.contains("//.well-known/");
    let evidence = fail(Phrase::from(words).number(status).text("."));
    let evidence = match fix {
        Some(fix) if is_mistyped => evidence.exact_fix(fix),
        Some(fix) => evidence.fix(fix).by(Actor::Provider),
        None => evidence,
    };
    evidence.at(Pointer::new(index, Part::Url)).at(Pointer::new(index, Part::Status)).into()
}
