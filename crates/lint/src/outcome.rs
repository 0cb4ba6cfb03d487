//! How a login ended.

use http::{Exchange, NetworkFault, Via};
use oauth::{Flow, FlowMessage, MessageKind, StoryKind};

use crate::claims::Fact;
use crate::finding::{Finding, FindingKind};
use crate::level::Severity;
use crate::login::succeeds_later;

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
    /// The rest happens between servers, where this recording does not look; or the answer with the tokens was not seen.
    OutOfSight,
}

impl Outcome {
    /// `is_over` says that nothing more of the recording will come.
    pub(crate) fn of(flow: &Flow<'_>, findings: &[Finding], is_over: bool) -> Outcome {
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
            // A device that was told to wait has not been refused (RFC 8628 §3.5).
            let waits = matches!(response.error(), Some("authorization_pending" | "slow_down"));
            let has_status = response.status().is_some_and(|status| status >= 400);
            !waits && (response.error().is_some() || has_status)
        });
        if !has_error && AskedAgain::of(flow).is_some() {
            return Outcome::Abandoned;
        }
        if has_error || refused || no_tokens {
            return Outcome::Failed;
        }
        if is_answered_unseen(flow) {
            return if Fact::TokensCame.is_seen(flow) { Outcome::Succeeded } else { Outcome::OutOfSight };
        }
        if flow.is_waiting() && !is_over {
            return Outcome::Running;
        }
        let is_left = is_over || flow.is_superseded;
        match responses.last() {
            Some(response)
                if response.delivered && response.code().is_some() && !flow.has_token_request() =>
            {
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
}

/// How something ended that is no login: a document that was read, a call to an API, a logout.
fn outcome_beside(flow: &Flow<'_>, findings: &[Finding], is_over: bool) -> Outcome {
    let has_error = findings
        .iter()
        .any(|finding| finding.severity == Severity::Error && finding.kind != FindingKind::Hygiene);
    let is_refused = |exchange: &Exchange| {
        exchange.error.is_some() || exchange.status().is_some_and(|status| status >= 400)
    };
    // With a challenge a client begins (RFC 9728 §5.1): it is one only where something follows.
    let is_beginning =
        |message: &FlowMessage<'_>| message.kind == MessageKind::ResourceChallenge && flow.messages.len() > 1;
    let mut messages = flow.messages.iter().enumerate();
    if has_error
        || messages.any(|(at, m)| is_refused(m.exchange) && !is_beginning(m) && !succeeds_later(flow, at))
    {
        Outcome::Failed
    } else if flow.messages.is_empty() {
        Outcome::OutOfSight
    } else if flow.is_waiting() || is_unanswered_presentation(flow) {
        if is_over { Outcome::Abandoned } else { Outcome::Running }
    } else {
        Outcome::Succeeded
    }
}

/// Whether a verifier asked a wallet for a presentation and got no answer.
fn is_unanswered_presentation(flow: &Flow<'_>) -> bool {
    flow.kind() == StoryKind::Presentation && flow.of_kind(MessageKind::PresentationResponse).next().is_none()
}

/// What followed where the provider was asked without its pages and said that it needs them (OpenID Connect Core §3.1.2.6).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AskedAgain {
    /// A login with its pages, which came to its end: that it was asked twice is how it is meant.
    ToTheEnd,
    /// A login with its pages: whether anything failed is told of that one.
    WithPages,
    /// Request after request without pages, each refused: what is wrong with that is told of the last one.
    InARow,
}

impl AskedAgain {
    /// So many silent requests that follow closely on each other are a loop.
    pub(crate) const LOOP: usize = 4;

    /// `None` where nothing followed, or the login was not one without pages that needs them.
    pub fn of(flow: &Flow<'_>) -> Option<Self> {
        let is_silent = flow.authorization_request().is_some_and(|request| request.is_silent());
        let mut responses = flow.authorization_responses().iter().rev();
        if !is_silent || responses.next().is_none_or(|response| response.asks_for_page().is_none()) {
            return None;
        }
        let others = &flow.others;
        let goes_on = others.silent_row.is_some_and(|row| row.count >= Self::LOOP && !row.is_last);
        match (others.shown_later, others.pages_later) {
            _ if goes_on => Some(AskedAgain::InARow),
            (true, _) => Some(AskedAgain::ToTheEnd),
            (_, true) => Some(AskedAgain::WithPages),
            _ => None,
        }
    }
}

/// Whether the token endpoint answered with success and its body was not seen.
pub(crate) fn is_answered_unseen(flow: &Flow<'_>) -> bool {
    flow.token_exchanges().iter().any(|exchange| exchange.response().is_unseen_success())
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
