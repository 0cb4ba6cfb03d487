//! The Fetch standard's CORS check, step by step, with what decided each.

use http::cors::{self, CorsRefusal, PreflightRefusal, Step};
use http::{Exchange, Headers, NetworkFault};
use oauth::{Flow, MessageKind};

use crate::cors::{FetchFailure, refusal, went_out};
use crate::login::CrossOriginFetch;

/// The check of a request of a page to another origin.
pub struct CorsCheck<'r> {
    /// The page's origin.
    pub origin: String,
    /// The steps in order.
    pub steps: Vec<CorsStep<'r>>,
}

/// One step.
pub struct CorsStep<'r> {
    /// What is asked.
    pub asks: CorsAsks<'r>,
    /// What was found.
    pub found: CorsFound,
    /// The message in which that stands.
    pub message: usize,
}

/// What a step asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CorsAsks<'r> {
    /// Whether a page reads the answer at all: a request in another mode than `cors` gives it none.
    Mode,
    /// Whether it takes a preflight: for this method, or this header; for neither.
    Preflight(Option<Needs<'r>>),
    /// Whether the preflight was answered with success.
    PreflightStatus,
    /// Whether the preflight's answer is for this origin.
    PreflightOrigin(Option<CorsRefusal>),
    /// Whether it allows the method.
    Method(Option<&'r str>),
    /// Whether it allows the headers; the one that it does not, and whether a `*` would have covered another one.
    Headers(Option<(&'r str, bool)>),
    /// Whether the request was answered.
    Answered,
    /// Whether the answer is for this origin.
    Origin(Option<CorsRefusal>),
    /// Whether it counts with credentials; whether there were any.
    Credentials(bool),
}

/// For what a request takes a preflight.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Needs<'r> {
    /// Its method.
    Method(&'r str),
    /// This header.
    Header(&'r str),
    /// The browser sent one.
    Seen,
}

/// What a step found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CorsFound {
    /// It holds.
    Passed,
    /// It does not: the page does not get the answer.
    Failed,
    /// It was not seen.
    Unseen,
    /// By the headers it does not hold, and yet nothing shows that the browser refused.
    Doubtful,
    /// It was not asked: there was no need, or a step before failed.
    NotAsked,
}

/// The check of a message; `None` where no page of another origin made its request.
pub fn cors_steps<'r>(flow: &Flow<'r>, index: usize) -> Option<CorsCheck<'r>> {
    let fetch = CrossOriginFetch::at(flow, index)?;
    let is_preflight = fetch.kind == MessageKind::Preflight;
    let request = if is_preflight { behind(flow, &fetch) } else { Some(index) };
    let preflight = if is_preflight { Some(index) } else { before(flow, &fetch) };
    let origin = fetch.origin.clone();
    let mut steps = Vec::new();
    let mode = fetch.exchange.request_header("sec-fetch-mode").filter(|_| !is_preflight);
    if mode.is_some_and(|mode| mode != "cors") {
        steps.push(CorsStep { asks: CorsAsks::Mode, found: CorsFound::NotAsked, message: index });
        return Some(CorsCheck { origin, steps });
    }
    steps.push(need(flow, request, preflight, index));
    let mut is_open = true;
    if let Some(preflight) = preflight.and_then(|at| CrossOriginFetch::at(flow, at)) {
        is_open = preflight_steps(&preflight, flow, &mut steps);
    }
    match request.and_then(|at| CrossOriginFetch::at(flow, at)) {
        Some(request) => answer_steps(&request, flow, is_open, &mut steps),
        None => steps.push(CorsStep {
            asks: CorsAsks::Answered,
            found: if is_open { CorsFound::Unseen } else { CorsFound::NotAsked },
            message: index,
        }),
    }
    Some(CorsCheck { origin, steps })
}

/// The preflight of a request: the last one before it, of the same page, for the same method.
fn before(flow: &Flow<'_>, request: &CrossOriginFetch<'_>) -> Option<usize> {
    let is_its = |at: &usize| {
        CrossOriginFetch::at(flow, *at).is_some_and(|other| other.is_preflight_of(request.exchange))
    };
    (0..request.message).rev().find(is_its)
}

/// The request behind a preflight: the next one that it is for.
fn behind(flow: &Flow<'_>, preflight: &CrossOriginFetch<'_>) -> Option<usize> {
    let is_its = |at: &usize| {
        CrossOriginFetch::at(flow, *at).is_some_and(|other| {
            other.kind != MessageKind::Preflight && preflight.is_preflight_of(other.exchange)
        })
    };
    (preflight.message + 1..flow.messages.len()).find(is_its)
}

/// Whether a preflight had to come first, and for what.
fn need<'r>(flow: &Flow<'r>, request: Option<usize>, preflight: Option<usize>, index: usize) -> CorsStep<'r> {
    let exchange_at = |at: usize| flow.messages[at].exchange;
    if let Some(at) = preflight {
        let headers = exchange_at(at).request.headers.present();
        let text = |name| headers.and_then(|headers| headers.text(name)).map(str::trim);
        let method =
            text("access-control-request-method").filter(|method| !cors::is_safelisted_method(method));
        let header = text("access-control-request-headers").filter(|names| !names.is_empty());
        let needs = method.map(Needs::Method).or(header.map(Needs::Header)).unwrap_or(Needs::Seen);
        return CorsStep { asks: CorsAsks::Preflight(Some(needs)), found: CorsFound::Passed, message: at };
    }
    let exchange = exchange_at(request.unwrap_or(index));
    let method = Some(exchange.request.method.as_str()).filter(|method| !cors::is_safelisted_method(method));
    let headers = exchange.request.headers.present().filter(|headers| !headers.is_empty());
    let needs = method.map(Needs::Method).or(headers.and_then(cors::unsafe_header).map(Needs::Header));
    let found = match (needs, headers) {
        (Some(_), _) | (None, None) => CorsFound::Unseen,
        (None, Some(_)) => CorsFound::NotAsked,
    };
    CorsStep { asks: CorsAsks::Preflight(needs), found, message: request.unwrap_or(index) }
}

/// The steps of a preflight; says whether the request behind it may go out.
fn preflight_steps<'r>(fetch: &CrossOriginFetch<'r>, flow: &Flow<'_>, steps: &mut Vec<CorsStep<'r>>) -> bool {
    let message = fetch.message;
    let exchange = fetch.exchange;
    let went_out = went_out(fetch, flow);
    let mut push = |asks, found| steps.push(CorsStep { asks, found, message });
    let Some(status) = exchange.status() else {
        let failed = exchange.error.is_some() && !went_out;
        push(CorsAsks::PreflightStatus, if failed { CorsFound::Failed } else { CorsFound::Unseen });
        return !failed;
    };
    if !(200..300).contains(&status) {
        push(CorsAsks::PreflightStatus, if went_out { CorsFound::Doubtful } else { CorsFound::Failed });
        return went_out;
    }
    push(CorsAsks::PreflightStatus, CorsFound::Passed);
    let Some(answer) = headers_of(exchange) else {
        for asks in [CorsAsks::PreflightOrigin(None), CorsAsks::Method(None), CorsAsks::Headers(None)] {
            push(asks, CorsFound::Unseen);
        }
        return true;
    };
    let judged = refusal(fetch, flow);
    let failed = |is_sure: bool| if is_sure { CorsFound::Failed } else { CorsFound::Doubtful };
    let origin = cors::allows_origin(&fetch.origin, false, answer);
    let sure = matches!(judged, Some(FetchFailure::Answer(_)));
    push(CorsAsks::PreflightOrigin(why(origin)), found(origin, failed(sure)));
    if let Step::Failed(_) = origin {
        push(CorsAsks::Method(None), CorsFound::NotAsked);
        push(CorsAsks::Headers(None), CorsFound::NotAsked);
        return !sure;
    }
    let Some(asked) = exchange.request.headers.present() else {
        push(CorsAsks::Method(None), CorsFound::Unseen);
        push(CorsAsks::Headers(None), CorsFound::Unseen);
        return true;
    };
    let sure = matches!(judged, Some(FetchFailure::Preflight(_)));
    let method = cors::allows_method(asked, answer);
    let refused = match method {
        Step::Failed(PreflightRefusal::Method(method)) => Some(method),
        _ => None,
    };
    push(CorsAsks::Method(refused), found(method, failed(sure)));
    if refused.is_some() {
        push(CorsAsks::Headers(None), CorsFound::NotAsked);
        return !sure;
    }
    let headers = cors::allows_headers(asked, answer);
    let refused = match headers {
        Step::Failed(PreflightRefusal::Header(name)) => Some((name, false)),
        Step::Failed(PreflightRefusal::WildcardWithoutAuthorization) => Some(("authorization", true)),
        _ => None,
    };
    push(CorsAsks::Headers(refused), found(headers, failed(sure)));
    refused.is_none() || !sure
}

/// The steps of the answer to the request itself.
fn answer_steps<'r>(
    fetch: &CrossOriginFetch<'r>,
    flow: &Flow<'_>,
    is_open: bool,
    steps: &mut Vec<CorsStep<'r>>,
) {
    let message = fetch.message;
    let exchange = fetch.exchange;
    let mut push = |asks, found| steps.push(CorsStep { asks, found, message });
    let has_credentials = exchange.request_header("cookie").is_some();
    if !is_open {
        push(CorsAsks::Answered, CorsFound::NotAsked);
        return;
    }
    let Some(answer) = headers_of(exchange) else {
        push(CorsAsks::Answered, CorsFound::Unseen);
        return;
    };
    push(CorsAsks::Answered, CorsFound::Passed);
    let fault = exchange.error.as_ref().map(|error| error.fault);
    let refused = match refusal(fetch, flow) {
        Some(FetchFailure::Answer(why)) => Some(why),
        Some(FetchFailure::Preflight(_)) | None => None,
    };
    // Without a sign of the refusal the cookie header can be the recorder's.
    let by_credentials =
        |why: &CorsRefusal| matches!(why, CorsRefusal::WildcardWithCredentials | CorsRefusal::NoCredentials);
    let is_sure = refused.is_some_and(|why| !by_credentials(&why) || fault == Some(NetworkFault::Blocked));
    let failed = if is_sure { CorsFound::Failed } else { CorsFound::Doubtful };
    let origin = cors::allows_origin(&fetch.origin, has_credentials, answer);
    push(CorsAsks::Origin(why(origin)), found(origin, failed));
    if let Step::Failed(_) = origin {
        push(CorsAsks::Credentials(has_credentials), CorsFound::NotAsked);
        return;
    }
    let credentials = cors::allows_credentials(has_credentials, answer);
    let credentials = if has_credentials { found(credentials, failed) } else { CorsFound::NotAsked };
    push(CorsAsks::Credentials(has_credentials), credentials);
}

fn headers_of(exchange: &Exchange) -> Option<&Headers> {
    exchange.response.as_ref()?.headers.present()
}

fn found<Why>(step: Step<Why>, failed: CorsFound) -> CorsFound {
    match step {
        Step::Passed => CorsFound::Passed,
        Step::Failed(_) => failed,
        Step::Hidden => CorsFound::Unseen,
    }
}

fn why<Why>(step: Step<Why>) -> Option<Why> {
    match step {
        Step::Failed(why) => Some(why),
        Step::Passed | Step::Hidden => None,
    }
}
