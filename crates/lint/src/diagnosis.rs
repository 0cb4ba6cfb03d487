//! A failed login breaks a dozen rules and has one cause.
//!
//! The order comes from what the rules say they explain and from the order of the messages, never from scores.

use http::{Captured, Missing, NetworkFault, Observer, Provenance, Via};
use oauth::{Flow, MessageKind, StoryKind};

use crate::actor::is_taken_by_server;
use crate::finding::{Finding, FindingKind};
use crate::folding::{self, Group, Traffic};
use crate::hypotheses::{Hypothesis, hypotheses};
use crate::outcome::{Outcome, is_page_of_app};
use crate::responder::{Framework, Responder};
use crate::rule::Rule;

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

/// A rule that could not be decided, for something was not seen.
#[derive(Clone, Copy)]
pub struct Undecided {
    /// The rule.
    pub rule: &'static Rule,
    /// What was not seen.
    pub unseen: &'static str,
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
            let is_stated = finding.stated.is_some();
            (lane, std::cmp::Reverse(finding.severity), is_stated, finding.message)
        });
        let outcome = Outcome::of(flow, &findings, is_over);
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
        finding.is_seen_by_server(self)
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

/// Whether something in front of the app answered the request with the code: no token call followed.
fn is_stopped_at_callback(flow: &Flow<'_>) -> bool {
    let last = flow.of_kind(MessageKind::AuthorizationResponse).last();
    last.is_some_and(|(_, exchange)| {
        exchange.status().is_some_and(|status| status >= 400)
            && Responder::of(exchange).is_some()
            && !Framework::of(flow).is_some_and(|framework| framework.is_gateway)
    })
}

fn not_seen(flow: &Flow<'_>, outcome: Outcome) -> Vec<&'static str> {
    let mut lines = Vec::new();
    if flow.messages.is_empty() {
        lines.push(
            "No request is in this recording: a log says what failed, not what was sent. Record the login in the browser too, and check both together.",
        );
        return lines;
    }
    let is_live = flow.messages.first().is_some_and(|first| first.exchange.provenance == Provenance::Live);
    if is_live && flow.kind() == StoryKind::Callback {
        lines.push(
            "Where this login began was not seen: that was before recording began, or elsewhere. Log in again while it records, to see all of it.",
        );
    }
    // A page that refused the response made no token call: there is nothing that was not seen.
    let is_elsewhere = outcome == Outcome::OutOfSight || !is_page_of_app(flow);
    if flow.has_code() && !flow.has_token_request() && is_elsewhere && !is_stopped_at_callback(flow) {
        lines.push(if is_taken_by_server(flow) {
            "The token call of this login was not seen: the app's server makes it, where no browser looks. Add its curl -v transcript to see the whole login."
        } else {
            "No token call is in this recording. If a server of the app makes it, add its curl -v transcript; if the app's page makes it, the page stopped before, and the browser's console says why."
        });
    }
    let request_lost = flow
        .token_exchanges()
        .iter()
        .any(|exchange| exchange.exchange.observer == Observer::Server && !exchange.shows_parameters());
    if request_lost {
        lines.push(
            "What the token request sent is not in this recording. Add its body: of curl the command that was run, or what curl --trace-ascii writes; of a program the debug log of its HTTP client that has bodies (oauth-lens inputs says how).",
        );
    }
    let is_unanswered = flow.token_exchanges().last().is_some_and(|token| {
        token.exchange.status().is_none() && token.exchange.error.is_none() && outcome != Outcome::Running
    });
    if is_unanswered && !flow.statements.is_empty() {
        // What a command printed may stand there.
        lines.push(
            "Status and headers of the answer to the token request are not in this recording: add them, and its body if it is none of these lines (DevTools: Copy response; a command: run it with curl -i).",
        );
    } else if is_unanswered {
        lines.push(
            "The answer to the token request is not in this recording: add it, status and body (DevTools: Copy response; a command: run it with curl -i). It says whether the request was right.",
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
            "The body of the token response was not recorded. In the browser it can be read only while DevTools is open on the tab that makes the call, and lost where the page leaves at once; in Firefox “Read all of a login…”, at the bottom of the panel, reads it on its way.",
        );
    }
    let refusal_lost = flow.token_exchanges().iter().any(|exchange| {
        exchange.exchange.provenance == Provenance::Live
            && exchange.response().status().is_some_and(|status| status >= 400)
            && exchange.exchange.response_body().missing() == Some(Missing::NotRecorded)
    });
    if refusal_lost {
        lines.push(
            "What the provider said when it refused the token request was not seen, only that it did. In the browser it can be read only while DevTools is open on the tab that makes the call.",
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
