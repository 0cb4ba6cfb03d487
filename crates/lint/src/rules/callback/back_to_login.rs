//! RFC 6749 §4.1.3: after the callback the client exchanges the code; this one sends the browser away instead.

use http::Uri;
use oauth::{AuthorizationRequest, AuthorizationResponse, Flow, Part, Pointer, is_authorization_request};

use crate::delivery::{first_delivery, was_taken};
use crate::rule::{Check, Confidence, Lane, Requirement, Rule, Severity};
use crate::{Evidence, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/back-to-login",
    title: "The app sends the browser away instead of signing it in",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    references: &[Reference::Rfc(6749, "4.1.3"), Reference::Rfc(9700, "4.7.1")],
    why: "The provider did its part: the code arrived. The app did not sign the user in and sent the browser to the \
          login, or to its error page. The reason is inside the app: a cookie that did not come back (with the state \
          of this login, or of the new session), or the exchange of the code.",
    fix: "Look into the app's log at the time of this request: it names the check that failed.",
    explains: &[],
    since: "0.1.0",
    page: page!("back_to_login.md"),
    check: Check::AuthorizationResponse(check),
};

/// Nobody begins a login by hand in less, in seconds.
const AT_ONCE: f64 = 2.0;

/// What says whether a request is for more than the one before: other rights, another account, a stronger proof.
const WHAT_IS_ASKED: [&str; 9] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "acr_values",
    "claims",
    "max_age",
    "prompt",
    "resource",
];

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    // Where the exchange of the code was seen, it tells more.
    if response.success().is_none() || !response.delivered || flow.has_token_request() {
        return Verdict::NotApplicable;
    }
    // A page that is opened again with a used code is another matter.
    if first_delivery(response, flow).is_some_and(was_taken) {
        return Verdict::NotApplicable;
    }
    let exchange = response.exchange;
    let Some(to) = exchange.location() else { return Verdict::Pass };
    let place = Pointer::new(response.message, Part::ResponseHeader("location".into()));
    let evidence = if is_authorization_request(to) {
        let Some(request) = flow.authorization_request() else {
            return Verdict::Inconclusive("the authorization request");
        };
        if !asks_the_same(request, to) {
            return Verdict::NotApplicable;
        }
        Some(fail(
            "The code arrived, and the app sends the browser to the provider again, for the same login.",
        ))
    } else if to.host() == exchange.request.uri.host() && is_error_page(to) {
        Some(fail("The code arrived, and the app sends the browser to its error page."))
    } else {
        let soon = flow.others.same_again.zip(exchange.finished);
        let begins_anew = soon.is_some_and(|(next, end)| next.as_seconds() - end.as_seconds() < AT_ONCE);
        let words =
            "The code arrived, the app redirected the browser, and at once the same login began anew.";
        begins_anew.then(|| fail(words).confidence(Confidence::Medium))
    };
    let shown = |evidence: Evidence| {
        let evidence = evidence.noted(response.pointer("code"), "arrived");
        let evidence = evidence.noted(place, "where the app sends the browser");
        if to.query().has("error") {
            let error = Pointer::new(response.message, Part::Location("error".into()));
            evidence.noted(error, "what the app says")
        } else {
            evidence
        }
    };
    evidence.map_or(Verdict::Pass, |evidence| shown(evidence).into())
}

fn asks_the_same(request: &AuthorizationRequest<'_>, to: &Uri) -> bool {
    let again = to.query();
    request.is_open()
        && WHAT_IS_ASKED.iter().all(|name| again.captured(name) == request.parameters.captured(name))
}

/// Whether an address of the app says that something failed.
fn is_error_page(to: &Uri) -> bool {
    let named = to.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let says_error = to.query().seen("error").is_some_and(|error| !error.is_empty());
    matches!(named, "error" | "failure" | "failed" | "login_error" | "login-error") || says_error
}
