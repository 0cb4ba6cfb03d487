//! A rule that does not hold in a login.

use http::Observer;
use oauth::{Flow, Pointer, ProviderError};

use crate::evidence::{Evidence, Phrase, Point};
use crate::known::Known;
use crate::rule::{Actor, Confidence, Lane, Rule, Severity, Stage};

/// One rule that does not hold in a login.
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad it is here.
    pub severity: Severity,
    /// How sure it is here.
    pub confidence: Confidence,
    /// Its part in the login.
    pub kind: FindingKind,
    /// The index of the message it is about.
    pub message: usize,
    /// The part of the login in which it breaks.
    pub stage: Stage,
    /// Who has to act.
    pub actor: Actor,
    /// What is wrong, in a sentence about this login.
    pub summary: Phrase,
    /// What to do.
    pub fix: &'static str,
    /// Whether the check worked the fix out, and nobody knows better.
    pub(crate) fix_is_exact: bool,
    /// The text by which a program says it, where no message shows it.
    pub stated: Option<&'static Known>,
    /// Whether a program says it of another request than all else that programs say: nothing of that explains it.
    pub(crate) is_apart: bool,
    /// Whether its rule only passes a refusal on, and the words of the refusal are known: then the rule's own reason is none.
    pub(crate) is_told: bool,
    /// The provider's own code for it.
    pub provider_error: Option<&'static ProviderError>,
    /// The one place that it is about, in that message; it is among the points.
    pub primary: Pointer,
    /// Where it stands.
    pub points: Vec<Point>,
    /// How often it happened in this login.
    pub count: usize,
}

const TOLD_WHY: &str = "Who refused says the reason itself: what its words mean stands above.";
const TOLD_VERIFY: &str = "Do the same again: this error no longer comes.";

/// The part that a finding plays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FindingKind {
    /// It stands on its own.
    Cause,
    /// It follows from the finding of this rule.
    Consequence(&'static str),
    /// A habit worth changing.
    Hygiene,
}

impl Finding {
    pub(crate) fn new(rule: &'static Rule, evidence: Evidence, count: usize) -> Self {
        let primary = evidence.place.primary().clone();
        let message = primary.message;
        Finding {
            rule,
            severity: evidence.severity.unwrap_or(rule.severity),
            confidence: evidence.confidence.unwrap_or(rule.confidence),
            kind: match rule.lane == Lane::Hygiene || evidence.is_remark {
                true => FindingKind::Hygiene,
                false => FindingKind::Cause,
            },
            message,
            stage: rule.stage,
            actor: evidence.actor.unwrap_or(rule.actor),
            summary: evidence.summary,
            fix: evidence.fix.unwrap_or(rule.fix),
            fix_is_exact: evidence.fix_is_exact,
            stated: None,
            is_apart: false,
            is_told: false,
            provider_error: None,
            primary,
            points: evidence.place.into_vec(),
            count,
        }
    }

    /// As the message tells it that the finding is about: at which step it struck, and which part of the app must act.
    pub(crate) fn placed(self, flow: &Flow<'_>) -> Self {
        let (stage, actor) = (self.rule.stage.at(self.message, flow), self.actor.at(self.message, flow));
        Finding { stage, actor, ..self }
    }

    /// Why it breaks the login, in general.
    pub fn why(&self) -> &'static str {
        if self.is_told { TOLD_WHY } else { self.rule.why }
    }

    /// How to see that it is mended.
    pub fn verify(&self) -> &'static str {
        if self.is_told { TOLD_VERIFY } else { self.rule.verify }
    }

    /// Whether something of it stands in that message.
    pub(crate) fn is_about(&self, message: usize) -> bool {
        self.message == message || self.points.iter().any(|point| point.pointer.message == message)
    }

    /// Whether a server's own record shows what it is about.
    pub(crate) fn is_seen_by_server(&self, flow: &Flow<'_>) -> bool {
        self.stated.is_some()
            || self.points.iter().any(|point| {
                let message = flow.messages.get(point.pointer.message);
                message.is_some_and(|message| message.exchange.observer == Observer::Server)
            })
    }
}
