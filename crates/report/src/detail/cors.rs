//! The CORS check in words, step by step, with the header that decided each.

use http::cors::CorsRefusal;
use lint::{CorsAsks, CorsFound, CorsStep, Needs, cors_steps};
use oauth::Flow;
use serde::Serialize;

use crate::mask::fields::{self, Treatment};
use crate::mask::{Redactor, Shown, shown};

/// The check of a request that a page of another origin made.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CorsTable {
    /// The page's origin.
    pub origin: Shown,
    /// What comes out of it, in a sentence.
    pub outcome: &'static str,
    /// The worst of the steps.
    pub state: CorsState,
    /// The steps in order.
    pub steps: Vec<CorsRow>,
}

/// One step.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CorsRow {
    /// What was found.
    pub state: CorsState,
    /// That in a sentence.
    pub text: Shown,
    /// The header that decided, as it stands; null where none did.
    pub header: Option<Shown>,
    /// The number of the message in which it stands.
    pub message: u32,
}

/// What a step found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum CorsState {
    /// It was not asked.
    NotAsked,
    /// It holds.
    Passed,
    /// It was not seen.
    Unseen,
    /// By the headers it does not hold, and nothing shows that the browser refused.
    Doubtful,
    /// It does not hold.
    Failed,
}

/// The check of a message; `None` where no page of another origin made its request.
pub(super) fn table(flow: &Flow<'_>, index: usize, redactor: &Redactor) -> Option<CorsTable> {
    let check = cors_steps(flow, index)?;
    let is_opaque = check.steps.iter().any(|step| step.asks == CorsAsks::Mode);
    let origin = redactor.value("origin", Treatment::Url, &check.origin);
    let steps: Vec<CorsRow> = check.steps.iter().map(|step| row(step, flow, &origin, redactor)).collect();
    let state = steps.iter().map(|step| step.state).max().unwrap_or(CorsState::Unseen);
    let outcome = match state {
        CorsState::Failed => "The browser keeps the answer from the page.",
        CorsState::Doubtful => {
            "By the headers the page may not read the answer; nothing shows that the browser refused."
        }
        CorsState::Unseen => "What was seen holds; not all of it was seen.",
        _ if is_opaque => "The page gets no answer to read, and nothing is checked.",
        CorsState::Passed | CorsState::NotAsked => "The page may read the answer.",
    };
    Some(CorsTable { origin, outcome, state, steps })
}

fn row(step: &CorsStep<'_>, flow: &Flow<'_>, origin: &Shown, redactor: &Redactor) -> CorsRow {
    let exchange = flow.messages[step.message].exchange;
    let status = || exchange.status().map_or(Shown::from("no status"), Shown::number);
    let found = step.found;
    let of_answer = |name: &'static str| {
        let value = exchange
            .response_header(name)
            .map(|value| redactor.value(name, fields::header(name).unwrap_or(Treatment::Secret), value));
        // What was taken out is there all the same.
        let is_hidden = exchange
            .response
            .as_ref()
            .and_then(|answer| answer.headers.present())
            .is_some_and(|h| h.hides(name));
        Some(match value {
            Some(value) => shown!(name, ": ", value),
            None if is_hidden => shown!(name, ": (taken out of the recording)"),
            None => shown!("no ", name),
        })
    };
    let (text, header) = match step.asks {
        CorsAsks::Mode => (
            Shown::from(
                "The page asked in a mode that gives it no answer to read (not cors): nothing is checked.",
            ),
            exchange
                .request_header("sec-fetch-mode")
                .map(|mode| shown!("sec-fetch-mode: ", redactor.prose(mode))),
        ),
        CorsAsks::Preflight(needs) => (needs_preflight(found, needs, redactor), None),
        CorsAsks::PreflightStatus => (
            match found {
                CorsFound::Passed => shown!("The preflight was answered with ", status(), "."),
                CorsFound::Doubtful => shown!(
                    "The preflight was answered with ",
                    status(),
                    ", where browsers want 200 to 299; and yet the request went out."
                ),
                CorsFound::Failed if exchange.status().is_some() => {
                    shown!("The preflight was answered with ", status(), ", and browsers want 200 to 299.")
                }
                CorsFound::Failed => Shown::from("The preflight got no answer."),
                CorsFound::Unseen | CorsFound::NotAsked => {
                    Shown::from("The preflight's answer was not seen.")
                }
            },
            None,
        ),
        CorsAsks::PreflightOrigin(why) => (
            allows("The preflight's answer", found, why, origin),
            header_if(found, || of_answer(ALLOW_ORIGIN)),
        ),
        CorsAsks::Method(refused) => (
            match (found, refused) {
                (CorsFound::NotAsked, _) => Shown::from("The method: not looked at any more."),
                (CorsFound::Unseen, _) => Shown::from("Whether it allows the method was not seen."),
                (_, Some(method)) => shown!("It does not allow the method ", redactor.prose(method), "."),
                (_, None) => Shown::from("It allows the method."),
            },
            header_if(found, || {
                of_answer("access-control-allow-methods")
                    .filter(|_| is_told(exchange, found, "access-control-allow-methods"))
            }),
        ),
        CorsAsks::Headers(refused) => (
            match (found, refused) {
                (CorsFound::NotAsked, _) => Shown::from("The headers: not looked at any more."),
                (CorsFound::Unseen, _) => Shown::from("Whether it allows the headers was not seen."),
                (_, Some((_, true))) => {
                    Shown::from("It allows all headers (*), which does not cover Authorization.")
                }
                (_, Some((name, false))) => {
                    shown!(
                        "It does not allow the header ",
                        redactor.field_name(&name.to_ascii_lowercase()),
                        "."
                    )
                }
                (_, None) => Shown::from("It allows the headers."),
            },
            header_if(found, || {
                of_answer("access-control-allow-headers")
                    .filter(|_| is_told(exchange, found, "access-control-allow-headers"))
            }),
        ),
        CorsAsks::Answered => (
            match found {
                CorsFound::Passed => shown!("The request was answered with ", status(), "."),
                CorsFound::NotAsked => Shown::from("The request was not sent: its preflight failed."),
                _ => Shown::from("The headers of the answer to the request were not seen."),
            },
            None,
        ),
        CorsAsks::Origin(why) => {
            (allows("The answer", found, why, origin), header_if(found, || of_answer(ALLOW_ORIGIN)))
        }
        CorsAsks::Credentials(true) => (
            match found {
                CorsFound::Passed => Shown::from("It counts for requests with cookies."),
                CorsFound::NotAsked => Shown::from("Cookies: not looked at any more."),
                CorsFound::Unseen => Shown::from("Whether it counts for requests with cookies was not seen."),
                CorsFound::Failed => {
                    Shown::from("It does not count for requests with cookies, and this one has some.")
                }
                CorsFound::Doubtful => Shown::from(
                    "It does not count for requests with cookies. The recording shows some; that the browser refused was not seen.",
                ),
            },
            header_if(found, || of_answer("access-control-allow-credentials")),
        ),
        CorsAsks::Credentials(false) => {
            (Shown::from("No cookies were seen to go along: credentials need no permission."), None)
        }
    };
    CorsRow { state: state(found), text, header, message: step.message as u32 + 1 }
}

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

/// Whether the header decided: what is allowed anyway needs none.
fn is_told(exchange: &http::Exchange, found: CorsFound, name: &str) -> bool {
    found != CorsFound::Passed || exchange.response_header(name).is_some()
}

fn header_if(found: CorsFound, header: impl Fn() -> Option<Shown>) -> Option<Shown> {
    if found == CorsFound::NotAsked { None } else { header() }
}

fn needs_preflight(found: CorsFound, needs: Option<Needs<'_>>, redactor: &Redactor) -> Shown {
    let because = match needs {
        Some(Needs::Method(method)) => shown!(", because of the method ", redactor.prose(method)),
        Some(Needs::Header(names)) => {
            let names: Vec<Shown> = names
                .split(',')
                .take(10)
                .map(|name| redactor.field_name(&name.trim().to_ascii_lowercase()))
                .collect();
            shown!(", because of what it carries: ", Shown::joined(&names, ", "))
        }
        Some(Needs::Seen) | None => Shown::default(),
    };
    match (found, needs) {
        (CorsFound::Passed, _) => shown!("The browser asked first (preflight)", because, "."),
        (CorsFound::NotAsked, _) => Shown::from("No preflight is needed: a form could send the same."),
        (_, Some(_)) => shown!(
            "It takes a preflight",
            because,
            ". None is in the recording: the browser can have kept an earlier answer, or the recording leaves preflights out."
        ),
        (_, None) => Shown::from("Whether it takes a preflight was not seen."),
    }
}

fn allows(who: &'static str, found: CorsFound, why: Option<CorsRefusal>, origin: &Shown) -> Shown {
    match (found, why) {
        (CorsFound::NotAsked, _) => shown!(who, " for this origin: not looked at any more."),
        (CorsFound::Unseen, _) => shown!("Whether ", who, " is for this origin was not seen."),
        (_, None) => shown!(who, " is for ", origin, "."),
        (_, Some(CorsRefusal::NoAllowOrigin)) => {
            shown!(who, " says of no origin that its pages may read it.")
        }
        (_, Some(CorsRefusal::SeveralOrigins)) => {
            shown!(who, " names several origins, and only one is allowed.")
        }
        (_, Some(CorsRefusal::OtherOrigin)) => shown!(who, " is for another origin than ", origin, "."),
        (_, Some(CorsRefusal::WildcardWithCredentials)) => {
            shown!(who, " is for all (*), which does not count for a request with cookies.")
        }
        (_, Some(CorsRefusal::NoCredentials)) => shown!(who, " does not count for a request with cookies."),
    }
}

fn state(found: CorsFound) -> CorsState {
    match found {
        CorsFound::Passed => CorsState::Passed,
        CorsFound::Failed => CorsState::Failed,
        CorsFound::Unseen => CorsState::Unseen,
        CorsFound::Doubtful => CorsState::Doubtful,
        CorsFound::NotAsked => CorsState::NotAsked,
    }
}
