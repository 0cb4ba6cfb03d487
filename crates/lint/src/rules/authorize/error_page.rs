//! RFC 6749 §4.1.2.1: for a wrong redirect_uri or client_id the provider "SHOULD inform the resource owner of the error
//! and MUST NOT automatically redirect the user agent".

use http::Via;
use oauth::{AuthorizationRequest, Flow, Part, Pointer};

use crate::error_page::ErrorPage;
use crate::login::is_gateway_error;
use crate::plain_sight;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Said;
use crate::{Evidence, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/error-page",
    title: "The provider shows an error page and does not send the browser back",
    lead: "The app sent the user to the provider, and the provider answered with a page that says that something is \
          wrong. Nothing came back to the app: it does not know that the login failed.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Symptom(&[Stage::Registration, Stage::Request]),
    stage: Stage::Provider,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(6749, "4.1.2.1"), Reference::OidcCore("3.1.2.6")],
    why: "The app never hears of the failure. A provider stops like this when it does not know the client_id, does not \
          trust the redirect_uri, does not let this app or user in, or has forgotten this login.",
    fix: "Compare client_id and redirect_uri, character for character, with what is registered at the provider.",
    verify: "Start the login again: the provider sends the browser back to the redirect URI.",
    disproof: "The provider's log shows that it sent the browser to the redirect URI after this page.",
    explains: &[],
    since: "0.1.0",
    page: page!("error_page.md"),
    check: Check::AuthorizationRequest(check),
};

/// Words (in lower case) with which providers say that they do not know any more which login this is.
const LOST: [&str; 9] = [
    "login cookie not found",
    "cookie not found",
    "action expired",
    "login attempt timed out",
    "session has expired",
    "session expired",
    "page has expired",
    "transaction not found",
    "state token is invalid",
];

const BEGIN_ANEW: &str = "Begin the login again at the app: not with the Back button, and not from a bookmark of the provider's page. If it happens each time, the provider's own cookies do not come back: look whether this request carries those that its login page had set, and whether the provider is called by its public https address.";

const DENIED: &str = "Look in the provider's log or console why it denies this user or this app: an assignment, a role, a policy, a consent.";

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(page) = ErrorPage::of(request, flow) else { return Verdict::Pass };
    if page.status.is_some_and(is_gateway_error) {
        // That is `network/gateway-5xx`.
        return Verdict::NotApplicable;
    }
    let Some(mut evidence) = opening(&page) else { return Verdict::Pass };
    if let Some(range) = page.says(&LOST) {
        return fail(
            "The provider does not know any more which login this is, and shows an error page of its own.",
        )
        .fix(BEGIN_ANEW)
        .by(Actor::Browser)
        .at(Pointer::new(page.message, Part::Status))
        .noted(page.pointer(range), "the provider's words")
        .into();
    }
    if let Some(range) = page.headline() {
        evidence = evidence.noted(page.pointer(range), "the page's headline");
    }
    if page.url_says(&["access_denied"]).is_some() {
        return evidence.fix(DENIED).into();
    }
    let strange = plain_sight::in_request(request);
    for name in ["client_id", "redirect_uri"] {
        let is_shown = strange.iter().any(|(place, _)| place.part.name() == name);
        if request.parameters.has(name) && !is_shown {
            evidence = evidence.at(request.pointer(name));
        }
    }
    for (place, looks) in strange {
        evidence = evidence.noted(place, looks);
    }
    if page.status.is_some_and(|status| status >= 500) {
        evidence = evidence.by(Actor::Provider).fix("Try again; if it stays, give the provider's operator the time and the URL of this request: the reason is in its log.");
    }
    evidence.into()
}

/// With what an answer in JSON says.
fn quoted(opening: Phrase, page: &ErrorPage<'_>, place: Pointer) -> Evidence {
    let said = Said::of(page.message, page.exchange);
    let opening = match said.most() {
        Some(words) => opening.text(" It says: ").value(words.clone()).text("."),
        None => opening,
    };
    said.show(fail(opening).at(place))
}

/// What the page is, and how it shows itself.
fn opening(page: &ErrorPage<'_>) -> Option<Evidence> {
    if let Some(address) = &page.address {
        let opening = "The provider led the browser to an error page whose address says what is wrong, and not back to the redirect URI.";
        let evidence = fail(opening).at(address.pointer("error", None));
        let described = address.text("error_description").filter(|_| !address.is_ahead);
        return Some(evidence.at_if(described.map(|_| address.pointer("error_description", None))));
    }
    let status = page.status?;
    let place = Pointer::new(page.message, Part::Status);
    if page.exchange.context.via == Via::Fetch {
        let opening =
            Phrase::from("The provider's page asked its server for this login, which refused with status ")
                .number(status)
                .text("; the browser was not sent back to the app.");
        return Some(quoted(opening, page, place));
    }
    let opening = Phrase::from("The provider answered with status ").number(status);
    if page.exchange.response_body().present().is_some_and(|body| body.json().is_some()) {
        let opening = opening.text(" and JSON; it did not send the browser back to the app.");
        return Some(quoted(opening, page, place));
    }
    let opening = opening.text(" and an error page of its own; it did not send the browser back to the app.");
    Some(fail(opening).at(place))
}
