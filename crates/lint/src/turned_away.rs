//! How an app turns away a browser that brings it a code.

use http::{Observer, Parameters, Uri};
use oauth::{
    AuthorizationRequest, AuthorizationResponse, Flow, MessageKind, Part, Pointer, is_authorization_request,
};

use crate::delivery::{first_delivery, was_taken};
use crate::evidence::{Evidence, Phrase};
use crate::parties::is_same_host;
use crate::request_outcome::is_failure;

/// How an app turned the browser away.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TurnedAway {
    /// To the provider again, for the same login.
    ToProvider,
    /// To its own error page.
    ToErrorPage,
    /// To another page of its own, and at once the same login began anew.
    BeginsAnew,
    /// With this status.
    Failed(u16),
}

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

impl TurnedAway {
    /// `None` where the app took the code, as far as was seen.
    pub(crate) fn of(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Option<Self> {
        Self::by_redirect(response, flow).or_else(|| Self::by_status(response, flow).map(TurnedAway::Failed))
    }

    /// The app sent the browser away.
    pub(crate) fn by_redirect(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Option<Self> {
        // Where the exchange of the code was seen, it tells more.
        if response.success().is_none() || !response.delivered || flow.has_token_request() {
            return None;
        }
        // A page that is opened again with a used code is another matter.
        if first_delivery(response, flow).is_some_and(was_taken) {
            return None;
        }
        let exchange = response.exchange;
        let to = exchange.location()?;
        if is_authorization_request(to) {
            let again = asks_the_same(flow.authorization_request()?, to);
            return again.then_some(TurnedAway::ToProvider);
        }
        if is_same_host(to, &exchange.request.uri) && is_error_page(to) {
            return Some(TurnedAway::ToErrorPage);
        }
        let soon = flow.others.same_again.zip(exchange.finished);
        let begins_anew = soon.is_some_and(|(next, end)| next.as_seconds() - end.as_seconds() < AT_ONCE);
        begins_anew.then_some(TurnedAway::BeginsAnew)
    }

    /// The app's server answered with an error status.
    pub(crate) fn by_status(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Option<u16> {
        response.success().filter(|_| response.delivered)?;
        let status = response.exchange.status().filter(|status| is_failure(*status))?;
        // The same code again: a reload after the login, or the retry after which it worked.
        let carries_code = |query: &Parameters| {
            query.seen("code").zip(response.code()).is_some_and(|(on, code)| on.same(code) != Some(false))
        };
        let worked = flow.authorization_responses().iter().any(|other| {
            other.parameters == response.parameters
                && other.exchange.status().is_some_and(|status| status < 400)
                && other.exchange.location().is_none_or(|to| !carries_code(to.query()))
        });
        // File servers answer the deep links of single-page apps with the app and an error status.
        let by_page = flow.token_exchanges().iter().any(|token| token.exchange.observer == Observer::Browser);
        (!worked && !by_page).then_some(status)
    }
}

/// Headers in which apps and their load balancers name the instance that answered.
const INSTANCE: [&str; 12] = [
    "x-instance",
    "x-instance-id",
    "x-served-by",
    "x-backend",
    "x-backend-server",
    "x-pod",
    "x-pod-name",
    "x-node",
    "x-upstream",
    "x-server",
    "x-server-name",
    "x-hostname",
];

/// Shows where another instance of the app got the code than the one that began the login: it is worth a look, and alone
/// proves nothing.
pub(crate) fn show_instances(
    evidence: Evidence,
    response: &AuthorizationResponse<'_>,
    flow: &Flow<'_>,
) -> Evidence {
    let mut starts = flow.of_kind(MessageKind::LoginStart).filter(|(index, _)| *index < response.message);
    let Some((began, start)) = starts.next_back() else { return evidence };
    let callback = response.exchange;
    let differs = |name: &&&str| {
        let named = start.response_header(name).zip(callback.response_header(name));
        // The nodes of a cache (`cache-fra19132-FRA`) are none of the app.
        named.is_some_and(|(one, other)| one != other && !one.starts_with("cache-"))
    };
    let same_host = is_same_host(&start.request.uri, &callback.request.uri);
    let Some(name) = INSTANCE.iter().find(differs).filter(|_| same_host) else { return evidence };
    let header = |message| Pointer::new(message, Part::ResponseHeader((*name).into()));
    evidence
        .noted(header(began), "This instance of the app began the login.")
        .noted(header(response.message), "Another instance got the code: do they share sessions and keys?")
}

/// Shows which lap of a loop a login is, and what is another one in each.
pub(crate) fn show_lap(evidence: Evidence, flow: &Flow<'_>) -> Evidence {
    let Some(request) = flow.authorization_request().filter(|_| flow.others.laps > 0) else {
        return evidence;
    };
    let lap = Phrase::from("Login ")
        .number(flow.others.laps + 1)
        .text(" in a row in this tab that asks for the same");
    let is_reused = flow.others.reused.contains(&"state");
    let note = match request.state() {
        Some(_) if is_reused => lap.text(", with the same state."),
        Some(_) => lap.text(
            ", each with a state of its own: the app does not know the user by the time it looks again.",
        ),
        None => lap.text("."),
    };
    let place =
        if request.state().is_some() { request.pointer("state") } else { request.pointer("client_id") };
    evidence.noted(place, note)
}

fn asks_the_same(request: &AuthorizationRequest<'_>, to: &Uri) -> bool {
    let again = to.query();
    request.is_open()
        && WHAT_IS_ASKED.iter().all(|name| again.captured(name) == request.parameters.captured(name))
}

/// Whether an address of the app says that something failed.
fn is_error_page(to: &Uri) -> bool {
    let named = to.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    // Spring Security's `/login?error` says no more.
    let is_login = matches!(named, "login" | "signin" | "sign-in");
    let says_error = to.query().seen("error").is_some_and(|error| is_login || !error.is_empty());
    matches!(named, "error" | "failure" | "failed" | "login_error" | "login-error")
        || says_error
        || to.query().iter().any(|(name, value)| tells_of_failure(name, value.text()))
}

/// Words of the shortest messages: `?notice=state-mismatch`, `?message=Invalid+state`.
const FAILURES: [&str; 10] = [
    "denied",
    "error",
    "expired",
    "failed",
    "failure",
    "forbidden",
    "invalid",
    "mismatch",
    "rejected",
    "unauthorized",
];

/// Letters of the longest of them.
const LONGEST_MESSAGE: usize = 80;

/// What of a login failed, in the same words: a page may tell of much else.
const OF_LOGINS: [&str; 9] = ["csrf", "login", "nonce", "oauth", "oauth2", "oidc", "signin", "sso", "state"];

/// Whether a parameter of an app's page tells in a few words that a login failed.
fn tells_of_failure(name: &str, value: &str) -> bool {
    const NAMES: [&str; 9] = ["alert", "auth", "err", "flash", "login", "message", "msg", "notice", "reason"];
    /// Words of the longest such message.
    const MOST_WORDS: usize = 4;
    let is_short = value.len() <= LONGEST_MESSAGE && !value.contains('/');
    let words: Vec<&str> =
        value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |all: &[&str]| words.iter().any(|word| all.iter().any(|own| word.eq_ignore_ascii_case(own)));
    NAMES.iter().any(|own| name.eq_ignore_ascii_case(own))
        && is_short
        && words.len() <= MOST_WORDS
        && has(&FAILURES)
        && has(&OF_LOGINS)
}
