//! A failed login breaks a dozen rules and has one cause.
//!
//! The order comes from what the rules say they explain and from the order of the messages, never from scores.

use http::{Captured, Exchange, Missing, NetworkFault, Observer, Via};
use oauth::{Flow, MessageKind, Pointer, ProviderError};

use crate::command::Command;
use crate::engine::exchange_at;
use crate::evidence::{Evidence, Phrase, Point};
use crate::folding::{self, Group, Traffic};
use crate::hypotheses::hypotheses;
use crate::rule::{Actor, Confidence, Lane, Rule, Severity, Stage};

/// What became of a login and why.
pub struct Diagnosis {
    /// How it ended.
    pub outcome: Outcome,
    /// The findings: the root cause first, then other causes, consequences, hygiene.
    pub findings: Vec<Finding>,
    /// Where to look next, where nothing is proved.
    pub hypotheses: Vec<Hypothesis>,
    /// What was not seen and would have helped.
    pub not_seen: Vec<&'static str>,
    /// The rules that could not be decided.
    pub undecided: Vec<Undecided>,
}

/// How a login ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Tokens arrived and the app went on with them.
    Succeeded,
    /// Something broke it.
    Failed,
    /// Nobody finished it.
    Abandoned,
    /// It goes on.
    Running,
    /// The rest happens between servers, where this recording does not look.
    OutOfSight,
}

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
    /// The provider's own code for it.
    pub provider_error: Option<&'static ProviderError>,
    /// The one place that it is about, in that message; it is among the points.
    pub primary: Pointer,
    /// Where it stands.
    pub points: Vec<Point>,
    /// How often it happened in this login.
    pub count: usize,
}

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

/// A rule that could not be decided, for something was not seen.
#[derive(Clone, Copy)]
pub struct Undecided {
    /// The rule.
    pub rule: &'static Rule,
    /// What was not seen.
    pub unseen: &'static str,
}

/// A cause that the recording cannot prove.
pub struct Hypothesis {
    /// The rule that would fire.
    pub rule: &'static str,
    /// Why it is likely.
    pub because: &'static str,
    /// What would decide it.
    pub look_at: Phrase,
    /// A command that would show it.
    pub command: Option<Command>,
}

impl Finding {
    pub(crate) fn new(rule: &'static Rule, evidence: Evidence, count: usize) -> Self {
        let primary = evidence.place.primary().clone();
        let message = primary.message;
        Finding {
            rule,
            severity: evidence.severity.unwrap_or(rule.severity),
            confidence: evidence.confidence.unwrap_or(rule.confidence),
            kind: if rule.lane == Lane::Hygiene { FindingKind::Hygiene } else { FindingKind::Cause },
            message,
            stage: rule.stage,
            actor: evidence.actor.unwrap_or(rule.actor),
            summary: evidence.summary,
            fix: evidence.fix.unwrap_or(rule.fix),
            fix_is_exact: evidence.fix_is_exact,
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
}

impl Diagnosis {
    pub(crate) fn new(
        flow: &Flow<'_>,
        mut findings: Vec<Finding>,
        undecided: Vec<Undecided>,
        is_over: bool,
    ) -> Self {
        folding::fold(&mut findings, flow);
        findings.sort_by_key(|finding| {
            let lane = match finding.kind {
                FindingKind::Cause => 0,
                FindingKind::Consequence(_) => 1,
                FindingKind::Hygiene => 2,
            };
            (lane, std::cmp::Reverse(finding.severity), finding.message)
        });
        let outcome = outcome(flow, &findings, is_over);
        let proved = findings.first().is_some_and(|finding| finding.kind == FindingKind::Cause);
        let hypotheses = if proved { Vec::new() } else { hypotheses(flow, outcome) };
        Diagnosis { outcome, findings, hypotheses, not_seen: not_seen(flow, outcome), undecided }
    }

    /// The finding to mend first.
    pub fn root_cause(&self) -> Option<&Finding> {
        self.findings.first().filter(|finding| finding.kind == FindingKind::Cause)
    }

    /// The findings by what they follow from: the root cause's group first, then other causes', then hygiene. Each finding
    /// is in exactly one group.
    pub fn groups(&self) -> Vec<Group> {
        folding::groups(&self.findings)
    }
}

impl Traffic for Flow<'_> {
    fn is_seen_by_server(&self, finding: &Finding) -> bool {
        finding.points.iter().any(|point| {
            exchange_at(self, &point.pointer).is_some_and(|exchange| exchange.observer == Observer::Server)
        })
    }

    fn is_of_failed_call(&self, finding: &Finding, message: usize) -> bool {
        let Some(call) = self.messages.get(message) else { return false };
        let succeeded = call.exchange.status().is_some_and(|status| (200..300).contains(&status));
        let is_preflight_of_it = |at: usize| {
            at < message
                && self.messages.get(at).is_some_and(|other| {
                    other.kind == MessageKind::Preflight
                        && other.exchange.request.uri.same_resource(&call.exchange.request.uri)
                })
        };
        !succeeded
            && finding
                .points
                .iter()
                .map(|point| point.pointer.message)
                .any(|at| at == message || is_preflight_of_it(at))
    }
}

fn outcome(flow: &Flow<'_>, findings: &[Finding], is_over: bool) -> Outcome {
    if !flow.kind().ends_in_tokens() {
        return outcome_beside(flow, findings, is_over);
    }
    let has_error = findings.iter().any(|finding| {
        finding.severity == Severity::Error
            && finding.kind != FindingKind::Hygiene
            && !is_passed_over(finding, flow)
            && !is_after_login(finding, flow)
    });
    let responses = flow.authorization_responses();
    let refused = responses.last().is_some_and(|response| response.error().is_some());
    let used_token =
        flow.of_kind(MessageKind::Userinfo).any(|(_, e)| e.status() == Some(200) && e.error.is_none());
    if flow.has_tokens() && (!has_error || used_token) {
        return Outcome::Succeeded;
    }
    let no_tokens = flow.token_exchanges().last().is_some_and(|exchange| {
        let response = exchange.response();
        response.error().is_some() || response.status().is_some_and(|status| status >= 400)
    });
    if has_error || refused || no_tokens {
        return Outcome::Failed;
    }
    if flow.token_exchanges().iter().any(|exchange| exchange.response().is_unseen_success()) {
        return Outcome::Succeeded;
    }
    if flow.is_waiting() && !is_over {
        return Outcome::Running;
    }
    let is_left = is_over || flow.is_superseded;
    match responses.last() {
        Some(response) if response.delivered && response.code().is_some() && !flow.has_token_request() => {
            match (is_page_of_app(flow), is_left) {
                (false, _) if is_left || response.exchange.is_finished() => Outcome::OutOfSight,
                (true, true) if calls_provider(flow) => Outcome::Abandoned,
                (true, true) => Outcome::OutOfSight,
                _ => Outcome::Running,
            }
        }
        Some(response) if response.delivered && !is_left => Outcome::Running,
        Some(response) if response.delivered => Outcome::Abandoned,
        _ => {
            let gone = flow.authorization_request().is_some_and(|request| {
                let exchange = request.exchange;
                exchange.context.tab_closed.is_some()
                    || exchange.error.as_ref().is_some_and(|error| error.fault == NetworkFault::Aborted)
            });
            if is_left || gone { Outcome::Abandoned } else { Outcome::Running }
        }
    }
}

/// How something ended that is no login: a document that was read, a call to an API, a logout.
fn outcome_beside(flow: &Flow<'_>, findings: &[Finding], is_over: bool) -> Outcome {
    let has_error = findings
        .iter()
        .any(|finding| finding.severity == Severity::Error && finding.kind != FindingKind::Hygiene);
    let is_refused = |exchange: &Exchange| {
        exchange.error.is_some() || exchange.status().is_some_and(|status| status >= 400)
    };
    if has_error || flow.messages.iter().any(|message| is_refused(message.exchange)) {
        Outcome::Failed
    } else if flow.is_waiting() {
        if is_over { Outcome::Abandoned } else { Outcome::Running }
    } else {
        Outcome::Succeeded
    }
}

/// Whether the provider gave tokens in spite of a fault: nothing that came back with them or after them shows it.
fn is_passed_over(finding: &Finding, flow: &Flow<'_>) -> bool {
    let exchanges = flow.token_exchanges();
    let Some(tokens) = exchanges.iter().find(|exchange| exchange.response().gives_tokens()) else {
        return false;
    };
    // The app answers the browser after it got the tokens.
    let answers_late = |at: usize| {
        flow.messages
            .get(at)
            .is_some_and(|m| matches!(m.kind, MessageKind::AuthorizationResponse | MessageKind::CodeHandover))
    };
    finding.points.iter().all(|point| {
        let at = point.pointer.message;
        let is_sent = point.pointer.part.is_sent();
        at < tokens.message && (is_sent || !answers_late(at)) || at == tokens.message && is_sent
    })
}

/// Whether it is about what an app does with tokens that it has: the login itself went well.
fn is_after_login(finding: &Finding, flow: &Flow<'_>) -> bool {
    flow.purpose(finding.message).is_some_and(MessageKind::is_after_login)
}

/// Whether the app's own page talks to the provider: then it would have exchanged the code itself.
fn calls_provider(flow: &Flow<'_>) -> bool {
    flow.messages.iter().any(|message| {
        message.exchange.context.via == Via::Fetch && message.kind != MessageKind::CodeHandover
    })
}

/// Whether the redirect URI is a page that may yet exchange the code itself: the login began in it.
pub(crate) fn is_page_of_app(flow: &Flow<'_>) -> bool {
    let began_by_page = flow.of_kind(MessageKind::LoginStart).next().is_none();
    let hands_over = flow.of_kind(MessageKind::CodeHandover).next().is_some();
    let page = flow
        .of_kind(MessageKind::AuthorizationResponse)
        .last()
        .is_some_and(|(_, e)| e.request.method == "GET" && e.status() == Some(200));
    began_by_page && page && !hands_over
}

fn not_seen(flow: &Flow<'_>, outcome: Outcome) -> Vec<&'static str> {
    let mut lines = Vec::new();
    // A page that refused the response made no token call: there is nothing that was not seen.
    let is_elsewhere = outcome == Outcome::OutOfSight || !is_page_of_app(flow);
    if flow.has_code() && !flow.has_token_request() && is_elsewhere {
        lines.push(
            "The token call is not in this recording: the app's server makes it, where no browser looks. Add its curl -v transcript to see the whole login.",
        );
    }
    let request_lost = flow
        .token_exchanges()
        .iter()
        .any(|exchange| exchange.exchange.observer == Observer::Server && !exchange.shows_parameters());
    if request_lost {
        lines.push(
            "What the token request sent is not in this recording: curl -v does not print it. Add the command that was run, or record with curl --trace-ascii.",
        );
    }
    let body_lost = flow.token_exchanges().iter().any(|exchange| {
        exchange.response().is_ok()
            && matches!(
                exchange.exchange.response_body(),
                Captured::Missing(Missing::NotRecorded | Missing::TooLarge | Missing::Unreadable)
            )
    });
    if body_lost {
        lines.push(
            "The body of the token response was not recorded. In the browser it can be read only while DevTools is open on the tab that makes the call.",
        );
    }
    let hidden = flow.messages.iter().any(|message| {
        message.exchange.context.via == Via::Fetch
            && message.exchange.error.as_ref().is_some_and(|error| error.fault == NetworkFault::Blocked)
    });
    if hidden {
        lines.push("The browser hid an answer from the page, so its body was not seen.");
    }
    lines
}
