//! OpenID Connect Core §3.1.2.1: with prompt=none the provider "MUST NOT display any authentication or consent user
//! interface pages".

use http::{Body, Timestamp, Via};
use oauth::{AuthorizationRequest, Flow, Part, Pointer};

use crate::frame::refuses_frame;
use crate::responder::WebPage;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/no-callback",
    title: "No answer came back to the app",
    lead: "The app sent the user to the provider in a popup or a hidden frame, and nothing came back. The recording \
          shows why: the popup was closed at the provider's page, or a page for the user stands in a frame that no \
          user sees.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Provider,
    actor: Actor::Provider,
    references: &[
        Reference::OidcCore("3.1.2.1"),
        Reference::OidcCore("3.1.2.6"),
        Reference::Rfc(6749, "4.1.2"),
    ],
    why: "The app waits for an answer that nobody sends: it ends with a timeout, or with \"popup closed\".",
    fix: "Begin the login again, and let the provider finish it.",
    verify: "Log in again: the popup or hidden frame ends at the app's redirect URI.",
    disproof: "The app's own log shows that its redirect URI was called for this login.",
    explains: &[],
    since: "0.1.0",
    page: page!("no_callback.md"),
    check: Check::AuthorizationRequest(check),
};

const SILENT: &str = "Make whatever shows this page let requests with prompt=none through: the provider has to send the browser back with error=login_required.";

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if !flow.authorization_responses().is_empty() || flow.has_token_request() || answers_by_script(request) {
        return Verdict::NotApplicable;
    }
    if flow.is_silent() { silent(request, flow) } else { popup(request, flow) }
}

/// Answers that a page of the provider hands over by itself, without a request to the redirect URI.
fn answers_by_script(request: &AuthorizationRequest<'_>) -> bool {
    let by_script = request.parameters.seen("response_mode").is_some_and(|mode| {
        !matches!(
            mode.known(),
            Some(
                "query"
                    | "fragment"
                    | "form_post"
                    | "jwt"
                    | "query.jwt"
                    | "fragment.jwt"
                    | "form_post.jwt"
                    | ""
            )
        )
    });
    by_script
        || crate::redirect_uri::parsed(request).is_none_or(|uri| !matches!(uri.scheme(), "http" | "https"))
}

/// In a hidden frame nobody can fill in a form: the provider's page is where it ends.
fn silent(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some((message, page)) = last_page(flow, |via| via == Via::Frame) else {
        return Verdict::NotApplicable;
    };
    if page.status() != Some(200) {
        return Verdict::NotApplicable;
    }
    let parent = request.exchange.requesting_origin();
    let refused = parent.and_then(|parent| refuses_frame(message, page, &parent));
    let html = page.response_body().present().copied().and_then(Body::text);
    let form = html.map(WebPage::of).filter(WebPage::is_login);
    let words = match (&refused, &form) {
        (None, None) if html.is_none() => {
            return Verdict::Inconclusive("the page that came in place of an answer");
        }
        (None, None) => return Verdict::NotApplicable,
        _ => {
            "The app asked without a page, in a hidden frame (prompt=none), and got a page for the user: no answer can come of it."
        }
    };
    let mut evidence = fail(words)
        .fix(SILENT)
        .noted(request.pointer("prompt"), "asked without a page")
        .noted(Pointer::new(message, Part::Status), "a page, not a redirect to the app");
    if let Some(title) = form.and_then(|form| form.title) {
        evidence =
            evidence.noted(Pointer::new(message, Part::ResponseBody).marking([title]), "the page's title");
    }
    refused
        .into_iter()
        .fold(evidence, |evidence, place| evidence.noted(place, "not to be shown in frames"))
        .into()
}

/// The app waits for its popup; a page that the user leaves is nobody's loss.
fn popup(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let context = &request.exchange.context;
    if context.via != Via::Popup && context.opener.is_none() {
        return Verdict::NotApplicable;
    }
    let closed = flow.messages.iter().filter(|m| m.exchange.context.tab == context.tab);
    let Some(closed) = closed.filter_map(|m| m.exchange.context.tab_closed).next_back() else {
        return Verdict::Inconclusive("whether the popup was closed");
    };
    // A provider that failed closes no window, but its error page is the reason.
    let Some((message, page)) = last_page(flow, Via::is_navigation) else { return Verdict::NotApplicable };
    if page.status() != Some(200) {
        return Verdict::NotApplicable;
    }
    let seconds = |from: Timestamp| closed.as_seconds() - from.as_seconds();
    let words = crate::Phrase::from("The popup was closed while it showed a page of the provider");
    let words = match page.started.map(seconds).filter(|seconds| *seconds >= 0.0) {
        Some(seconds) => words.text(", ").duration(seconds).text(" after that page was asked for."),
        None => words.text("."),
    };
    fail(words)
        .severity(Severity::Info)
        .by(Actor::Browser)
        .at(request.pointer("redirect_uri"))
        .noted(Pointer::new(message, Part::Status), "the last page in the popup")
        .into()
}

fn last_page<'r>(flow: &Flow<'r>, is_here: impl Fn(Via) -> bool) -> Option<(usize, &'r http::Exchange)> {
    let at_provider =
        |kind: oauth::MessageKind| kind == oauth::MessageKind::AuthorizationRequest || kind.is_on_the_way();
    let mut pages = flow
        .messages
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, m)| at_provider(m.kind) && is_here(m.exchange.context.via));
    pages.next().map(|(message, m)| (message, m.exchange))
}
