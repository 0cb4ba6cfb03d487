//! RFC 7519 §4.1.6 and §4.1.5: a token says when it was issued and from when on it is good; both are in the future for whoever
//! has the right time, if the issuer's clock is ahead.

use http::Exchange;
use oauth::{Flow, MessageKind, Part, Pointer, TokenKind};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::tolerance::Tolerance;
use crate::{Evidence, Nowhere, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/clock-skew-idp",
    title: "The token's times do not fit the time at which it came",
    lead: "The times in the ID token or in the provider's answer do not fit the time at which it arrived: the \
          provider's clock is ahead or behind, or the one that it was compared with is.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[
        Reference::Rfc(7519, "4.1.6"),
        Reference::OidcCore("3.1.3.7"),
        Reference::Rfc(9110, "6.6.1"),
    ],
    why: "Apps check the times in a token against their own clock and refuse tokens from the future or the past; how far off \
          they allow differs from library to library (none, 30 s, 5 min).",
    fix: "Synchronise the clock of the machine that issues the tokens (NTP).",
    verify: "Log in again: iat and the Date of the provider's answer are within seconds of a trusted clock.",
    disproof: "The app allows a larger clock difference than the one found here.",
    explains: &["jwt/expired"],
    since: "0.1.0",
    page: page!("clock_skew_idp.md"),
    check: Check::Token(check),
};

/// What two stamps of one clock may differ by, in seconds.
const SAME_CLOCK: f64 = 30.0;
/// What two clocks may differ by.
const TWO_CLOCKS: f64 = 60.0;
/// What whole seconds and travel make of two clocks that agree.
const AGREE: f64 = 5.0;
/// What hardly any library tolerates.
const NOBODY_TOLERATES: f64 = 300.0;

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if token.is_alone() {
        return alone(token);
    }
    let login = token.login_of(TokenKind::Id).zip(token.exchange());
    let Some((flow, exchange)) = login else { return Verdict::NotApplicable };
    let seconds = |claim| token.jwt.time(claim);
    let Some(issued) = seconds("iat").map(|iat| iat.max(seconds("nbf").unwrap_or(iat))) else {
        return Verdict::NotApplicable;
    };
    let server = token.server_time().map(|time| time.as_seconds());
    let local = token.now.map(|time| time.as_seconds());
    let expired = |now: Option<f64>| seconds("exp").zip(now).is_some_and(|(exp, now)| now - exp > SAME_CLOCK);
    if expired(server) {
        // Expired by the provider's own clock: no difference between two clocks explains that.
        return Verdict::NotApplicable;
    }
    if let Some(ahead) = server.map(|date| issued - date).filter(|ahead| *ahead > SAME_CLOCK) {
        let summary =
            Phrase::from("The ID token says that it was issued ").duration(ahead).text(" after it was sent.");
        return judged(fail(summary), ahead, ahead > NOBODY_TOLERATES, token, flow);
    }
    let Some(local) = local else { return Verdict::Inconclusive("the time at which the token arrived") };
    let arrived_from = exchange.started.map_or(local, |time| exchange.own_time(time).as_seconds());
    // Without the provider's Date (a token in the address bar) only a stamp from the future is telling.
    let ahead = ahead_of(server.unwrap_or_else(|| issued.max(local)), arrived_from, local);
    if ahead.abs() <= TWO_CLOCKS {
        return Verdict::Pass;
    }
    let app = app_ahead(exchange, flow);
    if app.is_some_and(|app| (app - ahead).abs() <= TWO_CLOCKS) {
        // App and provider agree: it is this computer's clock.
        return Verdict::NotApplicable;
    }
    let has_witness = app.is_some_and(|app| app.abs() <= TWO_CLOCKS);
    let summary = Phrase::from("The provider's clock is ")
        .duration(ahead.abs())
        .text(if ahead > 0.0 { " ahead of this computer's clock" } else { " behind this computer's clock" })
        .text(match has_witness {
            true => ", which agrees with the app's server.",
            false => ". Which of the two is wrong, the recording does not show.",
        });
    let mut evidence = fail(summary);
    if !has_witness {
        evidence = evidence.confidence(Confidence::Medium).fix(
            "Compare this computer's clock and the provider's with a third one, and set the wrong one (NTP).",
        );
        // Whose clock is wrong the recording does not tell; whoever reads the token can look.
        evidence = evidence.by(Actor::App);
    }
    judged(evidence, issued - local, issued - local > NOBODY_TOLERATES || expired(Some(local)), token, flow)
}

/// A token without a login around it, by the clock of who looks at it.
fn alone(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(now) = token.now.map(|time| time.as_seconds()) else {
        return Verdict::Inconclusive("what time it is");
    };
    let ahead = |claim| token.jwt.time(claim).map(|time| time - now);
    if let Some(ahead) = ahead("nbf").filter(|ahead| *ahead > 0.0) {
        let summary = Phrase::from("It does not count yet: it does in ").duration(ahead).text(" (nbf).");
        return fail(summary).severity(Severity::Error).at(token.claim("nbf")).into();
    }
    let Some(ahead) = ahead("iat") else { return Verdict::NotApplicable };
    if ahead <= AGREE {
        return Verdict::Pass;
    }
    let summary = Phrase::from("It says that it will be issued in ")
        .duration(ahead)
        .text(": one of two clocks is off. ")
        .append(whom_it_stops(ahead));
    fail(summary).at(token.claim("iat")).into()
}

fn whom_it_stops(ahead: f64) -> Phrase {
    match Tolerance::of(ahead) {
        Some(Tolerance { refused_by, taken_by: Some((taken_by, allowed)) }) => Phrase::from("Refused by ")
            .text(refused_by)
            .text("; taken by ")
            .text(taken_by)
            .text(" (up to ")
            .duration(allowed)
            .text(")."),
        Some(_) => Phrase::from("Common libraries refuse that."),
        None => Phrase::default(),
    }
}

/// `ahead`: by how many seconds the token is from the future for who reads it.
fn judged(
    evidence: Evidence<Nowhere>,
    ahead: f64,
    is_refused: bool,
    token: &TokenUnderTest<'_, '_>,
    flow: &Flow<'_>,
) -> Verdict {
    let went_on = flow.of_kind(MessageKind::Userinfo).any(|(_, exchange)| exchange.status() == Some(200));
    let mut evidence = evidence.noted(token.claim("iat"), refusers(ahead));
    if token.server_time().is_some() {
        let date = Pointer::new(token.message(), Part::ResponseHeader("date".into()));
        evidence = evidence.noted(date, "the Date of the provider's answer");
    }
    evidence.severity(if is_refused && !went_on { Severity::Error } else { Severity::Warning }).into()
}

/// Who refuses a token from so many seconds in the future.
fn refusers(ahead: f64) -> Phrase {
    match Tolerance::of(ahead) {
        Some(Tolerance { refused_by, taken_by: Some((taken_by, allowed)) }) => {
            Phrase::from("issued; refused by ")
                .text(refused_by)
                .text(", taken by ")
                .text(taken_by)
                .text(" (up to ")
                .duration(allowed)
                .text(")")
        }
        Some(_) => Phrase::from("issued; common libraries refuse that"),
        None => Phrase::from("issued"),
    }
}

/// By how much the app's server is ahead of the clock of the machine that got the token, where its answers tell: another
/// machine may have seen them.
fn app_ahead(exchange: &Exchange, flow: &Flow<'_>) -> Option<f64> {
    let own = |time| exchange.own_time(time).as_seconds();
    flow.messages
        .iter()
        .filter(|m| matches!(m.kind, MessageKind::LoginStart | MessageKind::AuthorizationResponse))
        .find_map(|m| {
            let (from, to) = (own(m.exchange.started?), own(m.exchange.finished?));
            Some(ahead_of(m.exchange.server_time()?.as_seconds(), from, to))
        })
}

/// By how much a stamp made between `from` and `to` is ahead of that span; negative: behind.
fn ahead_of(stamp: f64, from: f64, to: f64) -> f64 {
    if stamp > to { stamp - to } else { (stamp - from).min(0.0) }
}
