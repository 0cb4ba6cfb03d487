//! RFC 6749 §3.1.2.4: a redirect_uri that is not registered is refused, and the browser is not sent to it.

use http::Uri;
use oauth::{AuthorizationRequest, Flow, Pointer, Registration};

use crate::authorize_refusal::provider_says;
use crate::error_page::ErrorPage;
use crate::parties::{Nearness, nearness};
use crate::redirect_uri::is_loopback;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/refused",
    title: "The provider does not accept the redirect_uri",
    lead: "The provider says that the redirect_uri of the authorization request is not one that is registered for \
          this client.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Provider,
    actor: Actor::ProviderSettings,
    references: &[
        Reference::Rfc(6749, "3.1.2.4"),
        Reference::Rfc(9700, "2.1"),
        Reference::Rfc(6749, "4.1.2.1"),
    ],
    why: "The provider sends the browser only to addresses that are registered for this client, and compares them \
          character for character, so that nobody else can have codes sent to himself.",
    fix: "Register exactly this redirect_uri at the provider: scheme, host, port, path and trailing slash included.",
    verify: "Start the login again: the provider shows its login page and no error about redirect_uri.",
    disproof: "The provider's settings for this client_id list this redirect_uri, character for character.",
    explains: &["authorize/error-page", "callback/error"],
    since: "0.1.0",
    page: page!("refused.md"),
    check: Check::AuthorizationRequest(check),
};

/// What many providers say, in lower case: error codes first, then the constant part of sentences.
const PHRASES: [&str; 22] = [
    "redirect_uri 参数错误",
    "redirect_uri_mismatch",
    "invalid_redirect_uri",
    "redirect_mismatch",
    "oauth 2.0 parameter: redirect_uri",
    "redirect_uri does not match",
    "redirect_uri is not registered",
    "redirect_uri not registered",
    "redirect_uri is not valid",
    "redirect_uri is invalid",
    "unregistered redirect_uri",
    "invalid redirect_uri",
    "mismatching redirect uri",
    "mismatching redirection uri",
    "match client redirect uri",
    "redirect uri is not whitelisted",
    "redirect uri mismatch",
    "insecure redirect uri",
    "invalid redirect uri",
    "invalid redirect url",
    "allowed redirect uri list",
    "callback url mismatch",
];

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let sent = request.parameters.has("redirect_uri").then(|| request.pointer("redirect_uri"));
    let place = match ErrorPage::of(request, flow) {
        Some(page) => {
            page.says(&PHRASES).map(|range| page.pointer(range)).or_else(|| page.url_says(&PHRASES))
        }
        None => flow.authorization_responses().iter().find_map(|response| {
            let said = |name: &'static str| {
                let text = response.parameters.text(name)?.to_ascii_lowercase();
                let phrase = PHRASES.iter().find(|phrase| text.contains(**phrase))?;
                let at = text.find(phrase)?;
                Some(response.pointer(name).marking(Some(at..at + phrase.len())))
            };
            response.error().and_then(|_| said("error").or_else(|| said("error_description")))
        }),
    };
    let place = place.or_else(|| provider_says(request, flow, RULE.id));
    let Some(place) = place else { return Verdict::Pass };
    let opening = Phrase::from("The provider says that this redirect_uri is not registered for this client");
    let evidence = match registered(request, flow) {
        Some((registered, Registered::Same)) => {
            fail(opening.text(", although its registration endpoint registered it so."))
                .fix("Let the authorization endpoint compare redirect_uri with what was registered for this client: another list, or another store, refuses it.")
                .by(Actor::Provider)
                .noted(registered, "what the provider registered")
        }
        Some((registered, Registered::OtherPort)) => {
            fail(opening.text(": the client registered it with another port."))
                .fix("Let the provider take any port of a loopback address, as RFC 8252 §7.3 demands. Until then, let the client ask with the redirect_uri that it registered, or register anew for the port that it listens on.")
                .by(Actor::Provider)
                .noted(registered, "what the client registered")
        }
        Some((registered, Registered::Other)) => {
            fail(opening.text(": the client registered another one."))
                .fix("Let the client ask with a redirect_uri that it registered, or register this one, too.")
                .by(Actor::App)
                .noted(registered, "what the client registered")
        }
        None => return fail(opening.text("."))
            .noted_if(sent, "the redirect_uri as it was sent")
            .noted(place, "the provider's words")
            .into(),
    };
    evidence.noted_if(sent, "the redirect_uri as it was sent").noted(place, "the provider's words").into()
}

/// How a redirect_uri stands to those that were registered for its client.
enum Registered {
    Same,
    OtherPort,
    Other,
}

/// The redirect URIs of the client's registration in this recording (RFC 7591 §3.2.1), and how the requested one stands to them.
fn registered(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Option<(Pointer, Registered)> {
    let registration = Registration::of(flow)?;
    let asked = Uri::parse(request.redirect_uri()?.known()?)?;
    (registration.text("client_id") == request.client_id()).then_some(())?;
    let uris: Vec<Uri> = registration
        .answer?
        .get("redirect_uris")?
        .as_array()?
        .iter()
        .filter_map(|uri| Uri::parse(uri.as_str()?))
        .collect();
    let is_same = |uri: &Uri| uri.text() == asked.text();
    let but_port = |uri: &Uri| {
        is_loopback(&asked) && nearness(uri, &asked) == Nearness::OtherPort && uri.path() == asked.path()
    };
    let how = match uris.first() {
        None => return None,
        Some(_) if uris.iter().any(is_same) => Registered::Same,
        Some(_) if uris.iter().any(but_port) => Registered::OtherPort,
        Some(_) => Registered::Other,
    };
    Some((registration.pointer("redirect_uris"), how))
}
