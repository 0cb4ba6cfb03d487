//! OpenID Connect Core §3.1.3.7: "The current time MUST be before the time represented by the exp Claim."

use http::Timestamp;
use oauth::{Part, Pointer, TokenKind};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/expired",
    title: "A token is expired when it arrives",
    lead: "The ID token's exp (the moment from which on it is no longer good) had passed before the token reached the app.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::OidcCore("3.1.3.7"), Reference::Rfc(7519, "4.1.4")],
    why: "The app must refuse a token after its exp (the moment at which it expires): it counts as old.",
    fix: "Set the clock of the machine that issues the tokens (NTP), and check the ID token lifetime at the provider.",
    verify: "Log in again: exp is in the future by the provider's clock and by the app's.",
    disproof: "The clock of the machine that checked the token showed a time before exp.",
    explains: &[],
    since: "0.1.0",
    page: page!("expired.md"),
    check: Check::Token(check),
};

/// What clocks may differ by, in seconds.
const TOLERANCE: f64 = 30.0;

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(expires) = token.jwt.time("exp") else { return Verdict::NotApplicable };
    let is_never_good = token.jwt.time("iat").is_some_and(|issued| expires <= issued);
    match token.kind {
        _ if token.is_alone() && is_never_good => never_good(token),
        _ if token.is_alone() => alone(token, expires),
        TokenKind::Id if token.login_of(TokenKind::Id).is_some() => match arrived_late(token, expires) {
            Verdict::Pass | Verdict::Inconclusive(_) if is_never_good => never_good(token),
            verdict => verdict,
        },
        // What it is good for is the API's matter; that it was issued too late shows when it comes.
        TokenKind::Access if token.server_time().is_some() => arrived_late(token, expires),
        // Others are judged with the rest of what they have to be.
        _ => Verdict::NotApplicable,
    }
}

/// By the clock of who looks at it.
fn alone(token: &TokenUnderTest<'_, '_>, expires: f64) -> Verdict {
    let Some(now) = token.now else { return Verdict::Inconclusive("what time it is") };
    let late = now.as_seconds() - expires;
    if late < 0.0 {
        return Verdict::Pass;
    }
    let summary = Phrase::from("It expired ").duration(late).text(" ago (exp).");
    fail(summary).at(token.claim("exp")).into()
}

fn never_good(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let summary = Phrase::from(token.subject()).text(" expires before it is issued (exp, iat).");
    fail(summary)
        .fix("Let the issuer set exp to a moment after iat.")
        .noted(token.claim("iat"), "issued")
        .noted(token.claim("exp"), "expires")
        .into()
}

fn arrived_late(token: &TokenUnderTest<'_, '_>, expires: f64) -> Verdict {
    let (server, local) = (token.server_time(), token.now);
    if server.is_none() && local.is_none() {
        return Verdict::Inconclusive("a clock: the answer has no Date and the recording no times");
    }
    let late =
        |now: Option<Timestamp>| now.map(|now| now.as_seconds() - expires).filter(|late| *late > TOLERANCE);
    let date = Pointer::new(token.message(), Part::ResponseHeader("date".into()));
    // Only ID tokens are the app's to read, by the clock of its computer.
    let by_local = late(local).filter(|_| token.kind == TokenKind::Id);
    match (late(server), by_local) {
        (Some(late), _) => {
            let summary = Phrase::from("By the provider's own clock ")
                .text(token.name())
                .text(" had expired ")
                .duration(late)
                .text(" before it was sent.");
            let evidence = fail(summary).noted(token.claim("exp"), "expires");
            let evidence = evidence.noted(date, "the provider's clock");
            evidence.warning_if(token.kind == TokenKind::Access && token.is_taken()).into()
        }
        (None, Some(late)) if server.is_some() => {
            let summary = Phrase::from("By this computer's clock the ID token had expired ")
                .duration(late)
                .text(" before it arrived; by the provider's clock it is still good. The two clocks differ.");
            fail(summary)
                .noted(token.claim("exp"), "expires")
                .noted(date, "the provider's clock")
                .fix("Set the clock of this computer: switch automatic time on.")
                .into()
        }
        (None, Some(late)) => {
            let summary =
                Phrase::from("The ID token had expired ").duration(late).text(" before it arrived.");
            fail(summary)
                .noted(token.claim("exp"), "expires")
                .confidence(Confidence::Medium)
                .fix("Compare the clock of this computer with the provider's: one of them is wrong, or the token is an old one.")
                .into()
        }
        (None, None) => Verdict::Pass,
    }
}
