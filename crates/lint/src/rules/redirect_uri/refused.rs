//! RFC 6749 §3.1.2.4: a redirect_uri that is not registered is refused, and the browser is not sent to it.

use oauth::{AuthorizationRequest, Flow};

use crate::authorize_refusal::provider_says;
use crate::error_page::ErrorPage;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

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
const PHRASES: [&str; 21] = [
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
    fail("The provider says that this redirect_uri is not registered for this client.")
        .noted_if(sent, "the redirect_uri as it was sent")
        .noted(place, "the provider's words")
        .into()
}
