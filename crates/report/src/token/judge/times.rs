//! Whether a token counts now, and whose clock is off.

use lint::{Reference, Tolerance};
use oauth::TokenKind;

use super::super::claims::when;
use super::super::model::JudgementKind;
use super::super::moment;
use super::Judge;
use crate::redact::{Shown, shown};

/// Two clocks that agree, in seconds: `Date` and `iat` count whole ones.
const AGREE: f64 = 5.0;

/// Longer is unusual for tokens that open something, in seconds.
const LONG: f64 = 24.0 * 3600.0;

impl Judge<'_, '_> {
    pub(super) fn times(&mut self, kind: TokenKind) {
        let reference = || Reference::Rfc(7519, "4.1.4");
        let [issued, from, expires] = ["iat", "nbf", "exp"].map(|claim| self.jwt.time(claim));
        for (claim, seconds) in [("exp", expires), ("iat", issued), ("nbf", from)] {
            // Seconds since 1970 have ten digits until 2286, milliseconds thirteen.
            if seconds.is_some_and(|seconds| seconds >= 1e11) {
                let text = shown!(
                    claim,
                    " counts milliseconds; tokens count seconds. Readers take it for a year far in the future."
                );
                self.say(JudgementKind::Wrong, text, Reference::Rfc(7519, "2"));
                return;
            }
        }
        if let Some((issued, expires)) = issued.zip(expires) {
            if expires <= issued {
                self.say(JudgementKind::Wrong, "It expires before it is issued (exp, iat).", reference());
            } else if expires - issued > LONG
                && matches!(kind, TokenKind::Access | TokenKind::Id | TokenKind::ClientAssertion)
            {
                let text = shown!(
                    "It is good for ",
                    moment::span(expires - issued),
                    ". Who steals it has it that long."
                );
                self.say(JudgementKind::Info, text, Reference::Rfc(9700, "2.2"));
            }
        }
        self.clock(issued);
        let Some(now) = self.context.now else { return };
        let ahead = |seconds: f64| seconds - now.as_seconds();
        if let Some((left, time)) =
            expires.and_then(|seconds| Some((ahead(seconds), moment::of_seconds(seconds)?)))
        {
            if left <= 0.0 {
                let text = shown!("It expired ", moment::span(left), " ago: ", Shown::time(time), ".");
                self.say(JudgementKind::Wrong, text, reference());
            } else {
                let text = shown!("It expires ", when(time, Some(now)), ".");
                self.say(JudgementKind::Right, text, reference());
            }
        }
        if let Some(early) = from.map(ahead).filter(|early| *early > 0.0) {
            let text = shown!("It does not count yet: it does in ", moment::span(early), " (nbf).");
            self.say(JudgementKind::Wrong, text, Reference::Rfc(7519, "4.1.5"));
        } else if let Some(early) = issued.map(ahead).filter(|early| *early > AGREE) {
            let text = shown!(
                "It says that it will be issued in ",
                moment::span(early),
                ": one of two clocks is off. ",
                refusers(early)
            );
            self.say(JudgementKind::Warning, text, Reference::Rfc(7519, "4.1.6"));
        }
    }

    /// The issuer's stamp against the `Date` of its own answer.
    fn clock(&mut self, issued: Option<f64>) {
        let server = self.context.expected.server_time.map(|time| time.as_seconds());
        let Some(ahead) = issued.zip(server).map(|(issued, server)| issued - server) else { return };
        if ahead > AGREE {
            let text = shown!(
                "It says that it was issued ",
                moment::span(ahead),
                " after the provider sent it: the clock that stamps tokens is ahead. ",
                refusers(ahead)
            );
            self.say(JudgementKind::Warning, text, Reference::Rfc(7519, "4.1.6"));
        }
    }
}

/// Which libraries refuse a token from that many seconds in the future.
fn refusers(seconds: f64) -> Shown {
    match Tolerance::of(seconds) {
        Some(Tolerance { refused_by, taken_by: Some((taken_by, allowed)) }) => {
            shown!(
                "Refused by ",
                refused_by,
                "; taken by ",
                taken_by,
                " (up to ",
                moment::span(allowed),
                ")."
            )
        }
        Some(_) => Shown::from("Common libraries refuse that."),
        None => Shown::default(),
    }
}
