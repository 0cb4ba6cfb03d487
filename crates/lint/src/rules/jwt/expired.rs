//! OpenID Connect Core §3.1.3.7: "The current time MUST be before the time represented by the exp Claim."

use http::Timestamp;
use oauth::{Flow, IdToken, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/expired",
    title: "The ID token is expired when it arrives",
    lead: "The ID token's exp (the moment from which on it is no longer good) had passed before the token reached \
          the app.",
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
    check: Check::IdToken(check),
};

/// What clocks may differ by, in seconds.
const TOLERANCE: f64 = 30.0;

fn check(token: &IdToken<'_>, _: &Flow<'_>) -> Verdict {
    let Some(expires) = token.jwt.time("exp") else { return Verdict::NotApplicable };
    if token.server_time.is_none() && token.local_time.is_none() {
        return Verdict::Inconclusive("a clock: the answer has no Date and the recording no times");
    }
    let late =
        |now: Option<Timestamp>| now.map(|now| now.as_seconds() - expires).filter(|late| *late > TOLERANCE);
    let date = Pointer::new(token.message, Part::ResponseHeader("date".into()));
    match (late(token.server_time), late(token.local_time)) {
        (Some(late), _) => {
            let summary = Phrase::from("By the provider's own clock the ID token had expired ")
                .duration(late)
                .text(" before it was sent.");
            fail(summary).noted(token.claim("exp"), "expires").noted(date, "the provider's clock").into()
        }
        (None, Some(late)) if token.server_time.is_some() => {
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
