//! RFC 7519 §4.1.4 and RFC 6749 §5.1: from `exp`, or `expires_in` after it was issued, an access token is not accepted.

use oauth::{Flow, Part, Pointer, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token_use::{description, gets_past, show, who, worked_before};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/token-expired",
    title: "The app sends an access token that has expired",
    lead: "The app called an API or the UserInfo endpoint with an access token whose time was over, was refused, and \
          did not get a new one.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(6750, "3.1"), Reference::Rfc(7519, "4.1.4"), Reference::Rfc(6749, "5.1")],
    why: "An access token is good for a time that the provider sets. After it every call is refused until the app gets a new one.",
    fix: "Renew the access token shortly before it expires, and once more when a call is answered with 401.",
    verify: "Wait until the access token has expired and use the app: its call carries a new token and is answered.",
    disproof: "The log of the server that refused the token shows that by its clock it had not expired yet.",
    explains: &["api/401-invalid-token", "userinfo/failed"],
    since: "0.1.0",
    page: page!("token_expired.md"),
    check: Check::ProtectedRequest(check),
};

/// What clocks may differ by, in seconds.
const TOLERANCE: f64 = 30.0;

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if request.exchange.status() != Some(401)
        || request.error().as_deref().is_some_and(|e| e != "invalid_token")
    {
        return Verdict::Pass;
    }
    if gets_past(request, flow) {
        return Verdict::Pass;
    }
    let exchanges = flow.token_exchanges();
    let gave = exchanges.iter().rev().find(|exchange| {
        exchange.message < request.message && exchange.response().access_token() == request.token()
    });
    let (late, place) = if let Some(expires) = request.jwt().and_then(|jwt| jwt.time("exp")) {
        // By the clock of who refused it.
        let Some(now) = request.exchange.server_time() else {
            return Verdict::Inconclusive("the API's clock");
        };
        (now.as_seconds() - expires, request.claim("exp"))
    } else if let Some(gave) = gave {
        let response = gave.response();
        let members = response.members.as_ref();
        let Some(lifetime) = members.and_then(|members| members.get("expires_in")?.as_f64()) else {
            return Verdict::Inconclusive("how long the access token lives");
        };
        // Two stamps of one clock, this computer's.
        let (Some(then), Some(now)) =
            (gave.exchange.finished.or(gave.exchange.started), request.exchange.started)
        else {
            return Verdict::Inconclusive("the times of the requests");
        };
        (now.as_seconds() - then.as_seconds() - lifetime, response.pointer("expires_in"))
    } else {
        // An answer that was not seen may have said it.
        let told = told(request).filter(|_| exchanges.is_empty());
        return told.unwrap_or(Verdict::Inconclusive("how long the access token lives"));
    };
    if late <= TOLERANCE {
        return Verdict::Pass;
    }
    let summary = Phrase::from(who(request))
        .text(" refuses the access token, which had expired ")
        .duration(late)
        .text(" before the call.");
    let at_once = gave.is_some_and(|gave| expired_on_arrival(gave.exchange, request));
    let evidence = show(request, fail(summary).noted(place, "until when it is good"));
    let date = Pointer::new(request.message, Part::ResponseHeader("date".into()));
    let evidence = match request.jwt() {
        Some(_) => evidence.noted(date, "the clock of who refused it"),
        None => evidence,
    };
    if at_once {
        evidence
            .severity(Severity::Error)
            .by(Actor::Provider)
            .fix("Set the clocks of the provider and of the API (NTP): the token had expired when it was issued.")
            .into()
    } else if worked_before(request, flow) {
        evidence.into()
    } else {
        evidence.severity(Severity::Error).into()
    }
}

/// How servers say that it is the time of the access token.
const SAID: [&str; 10] = [
    "token expired",
    "token has expired",
    "token is expired",
    "token had expired",
    "jwt expired",
    "jwt has expired",
    "jwt is expired",
    "expired access token",
    "expired token",
    "expired jwt",
];

/// Words before or beside these that speak of another token, or leave open whether it is the time.
const UNSURE: [&str; 8] =
    [" or ", "refresh token", "id token", "id_token", "session token", "unexpired", "not yet", "if the"];

/// Where the times were not seen: the server says itself that it is the time.
fn told(request: &ProtectedRequest<'_>) -> Option<Verdict> {
    let said = description(request);
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if request.error().as_deref() != Some("invalid_token") || !has(&SAID) || has(&UNSURE) {
        return None;
    }
    let summary = Phrase::from(who(request)).text(" refuses the access token and says that it has expired.");
    Some(show(request, fail(summary).severity(Severity::Error)).into())
}

/// Whether the token had just come: then nobody could have renewed it.
fn expired_on_arrival(gave: &http::Exchange, request: &ProtectedRequest<'_>) -> bool {
    let age = gave.finished.or(gave.started).zip(request.exchange.started);
    age.is_some_and(|(then, now)| now.as_seconds() - then.as_seconds() < TOLERANCE)
}
