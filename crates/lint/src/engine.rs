//! Runs every rule on a login.

use http::{Exchange, Missing};
use oauth::{Flow, FlowMessage, MessageKind};

use crate::diagnosis::{Diagnosis, Undecided};
use crate::dialect::Dialect;
use crate::evidence::{Evidence, Verdict};
use crate::finding::Finding;
use crate::login::{CrossOriginFetch, JsonResponse};
use crate::rule::{Check, Lane, Rule, Severity};
use crate::settings::Settings;
use crate::token::TokenUnderTest;
use crate::told::explained;

/// The diagnosis of a login; `is_over` says that nothing more of the recording will come.
pub fn diagnose(flow: &Flow<'_>, is_over: bool) -> Diagnosis {
    diagnose_with(flow, Vec::new(), &Settings::default(), is_over)
}

/// The same with what programs say about it, and by the rules that somebody wants.
pub(crate) fn diagnose_with(
    flow: &Flow<'_>,
    stated: Vec<Finding>,
    settings: &Settings,
    is_over: bool,
) -> Diagnosis {
    settings.quieten(diagnose_all(flow, stated, is_over), flow, is_over)
}

fn diagnose_all(flow: &Flow<'_>, stated: Vec<Finding>, is_over: bool) -> Diagnosis {
    if flow.messages.is_empty() {
        return Diagnosis::new(flow, stated, Vec::new(), is_over);
    }
    let dialect = Dialect::of(flow);
    let tokens = TokenUnderTest::all(flow);
    let mut findings = Vec::new();
    let mut undecided = Vec::new();
    let rules = || crate::catalogue().iter().copied().filter(|rule| !dialect.is_habit(rule));
    let is_last = |rule: &&Rule| matches!(rule.check, Check::Unexplained(_));
    for rule in rules().filter(|rule| !is_last(rule)).chain(rules().filter(is_last)) {
        let (verdicts, is_all) = match rule.check {
            Check::Unexplained(check) => unexplained(check, flow, &findings),
            _ => verdicts(rule, flow, &tokens),
        };
        let unseen = verdicts.iter().find_map(|verdict| match verdict {
            Verdict::Inconclusive(what) => Some(*what),
            Verdict::Pass | Verdict::Agrees | Verdict::Fail(_) | Verdict::NotApplicable => None,
        });
        match first_violation(rule, verdicts, flow) {
            // How often it is in all is not known where not all were looked at.
            Some(finding) if !is_all => {
                findings.push(explained(dialect.translate(Finding { count: 1, ..finding }, flow), flow));
            }
            Some(finding) => findings.push(explained(dialect.translate(finding, flow), flow)),
            None => undecided.extend(unseen.map(|unseen| Undecided { rule, unseen })),
        }
    }
    for said in stated {
        // What the messages prove a program may say too: it is further evidence.
        match findings.iter_mut().find(|finding| finding.rule.id == said.rule.id) {
            Some(proved) => proved.points.extend(said.points),
            None => {
                undecided.retain(|undecided| undecided.rule.id != said.rule.id);
                findings.push(said);
            }
        }
    }
    Diagnosis::new(flow, findings, undecided, is_over)
}

/// Whether a rule was looked at in a login and holds there: once at least, and broken or open nowhere. Where it compares two values,
/// what else was not seen changes nothing; else nothing of the messages may be unseen.
pub fn holds(rule: &Rule, flow: &Flow<'_>) -> bool {
    if flow.messages.is_empty() || matches!(rule.check, Check::Unexplained(_)) {
        return false;
    }
    let (verdicts, is_all) = verdicts(rule, flow, &TokenUnderTest::all(flow));
    let is_open = |verdict: &Verdict| matches!(verdict, Verdict::Fail(_) | Verdict::Inconclusive(_));
    if !is_all || verdicts.iter().any(is_open) {
        return false;
    }
    let is_whole = || flow.messages.iter().all(|message| is_whole(message.exchange));
    // A call for tokens of which the body was not seen may be the one that is not right.
    let are_calls_seen = || {
        flow.of_kind(MessageKind::TokenRequest)
            .all(|(_, exchange)| exchange.request.body.missing().is_none_or(|why| why == Missing::Redacted))
    };
    verdicts.iter().any(|verdict| matches!(verdict, Verdict::Agrees)) && are_calls_seen()
        || verdicts.iter().any(|verdict| matches!(verdict, Verdict::Pass)) && is_whole()
}

/// Whether headers and bodies of both directions were seen, or were nobody's business.
fn is_whole(exchange: &Exchange) -> bool {
    let is_seen = |missing: Option<Missing>| missing.is_none_or(|missing| missing == Missing::Redacted);
    is_seen(exchange.request.headers.missing())
        && is_seen(exchange.request.body.missing())
        && exchange
            .response
            .as_ref()
            .is_some_and(|response| is_seen(response.headers.missing()) && is_seen(response.body.missing()))
}

/// One finding a rule and login: of the worst violations the first is the one to mend, a retry repeats it.
fn first_violation(rule: &'static Rule, verdicts: Vec<Verdict>, flow: &Flow<'_>) -> Option<Finding> {
    let mut violations: Vec<_> = verdicts
        .into_iter()
        .filter_map(|verdict| match verdict {
            Verdict::Fail(evidence) => Some(evidence),
            Verdict::Pass | Verdict::Agrees | Verdict::Inconclusive(_) | Verdict::NotApplicable => None,
        })
        .collect();
    let severity = |evidence: &Evidence| evidence.severity.unwrap_or(rule.severity);
    let worst = violations.iter().map(|evidence| severity(evidence)).max()?;
    let place = violations.iter().position(|evidence| severity(evidence) == worst)?;
    let all = violations.len();
    let count = match rule.check {
        Check::Unexplained(_) => {
            let said = |evidence: &Evidence| answer(evidence, flow);
            let first = violations.get(place).map(|first| said(first));
            violations.iter().filter(|other| Some(said(other)) == first).count()
        }
        _ => all,
    };
    let mut first = violations.swap_remove(place);
    first.summary = match all - count {
        0 => first.summary,
        1 => first.summary.text(" Another answer refuses, too: see its message."),
        others => {
            first.summary.text(" ").number(others).text(" more answers refuse, too: see their messages.")
        }
    };
    Some(Finding::new(rule, *first, count).placed(flow))
}

/// What the answer says that evidence is about.
fn answer<'f>(evidence: &Evidence, flow: &'f Flow<'_>) -> Option<(Option<u16>, Option<&'f str>)> {
    let exchange = flow.messages.get(evidence.place.primary().message)?.exchange;
    let body = exchange.response_body().present().copied();
    Some((exchange.status(), body.and_then(|body| body.text())))
}

/// So many things of a kind at each end of a login are checked: what a client repeats without end shows nothing new in
/// between.
const CHECKED: usize = 128;

/// The answers of a rule, and whether they are about all that there is to look at.
fn verdicts(rule: &Rule, flow: &Flow<'_>, tokens: &[TokenUnderTest<'_, '_>]) -> (Vec<Verdict>, bool) {
    match rule.check {
        Check::Login(check) => (vec![check(flow)], true),
        // Only the other findings say what these are.
        Check::Unexplained(_) => (Vec::new(), true),
        Check::Message(check) => {
            let messages: Vec<_> = flow.messages.iter().enumerate().collect();
            each(&messages, |(index, message)| check(*index, message, flow))
        }
        Check::AuthorizationRequest(check) => {
            (flow.authorization_request().iter().map(|r| check(r, flow)).collect(), true)
        }
        Check::AuthorizationResponse(check) => each(flow.authorization_responses(), |r| check(r, flow)),
        Check::TokenRequest(check) => each(flow.token_exchanges(), |t| check(t, flow)),
        Check::TokenResponse(check) => {
            let exchanges = flow.token_exchanges().iter();
            let answered: Vec<_> = exchanges.filter(|t| t.exchange.response.is_some()).collect();
            each(&answered, |t| check(t.response(), flow))
        }
        Check::JsonResponse(check) => each(&JsonResponse::all(flow), |r| check(r, flow)),
        Check::CrossOriginFetch(check) => each(&CrossOriginFetch::all(flow), |f| check(f, flow)),
        Check::ProtectedRequest(check) => each(&flow.protected_requests(), |r| check(r, flow)),
        Check::DpopProof(check) => each(&flow.dpop_proofs(), |p| check(p, flow)),
        Check::KeySet(check) => each(&flow.key_sets(), |k| check(k, flow)),
        Check::Discovery(check) => each(&flow.discoveries(), |d| check(d, flow)),
        Check::Logout(check) => each(&flow.logout_requests(), |l| check(l, flow)),
        Check::Token(check) => each(tokens, check),
    }
}

/// Looks at the messages that no finding is about but habits, where no fault was found at all: what ends a login with a fault is
/// that fault's to explain.
fn unexplained(
    check: fn(usize, &FlowMessage<'_>, &Flow<'_>) -> Verdict,
    flow: &Flow<'_>,
    findings: &[Finding],
) -> (Vec<Verdict>, bool) {
    let faults = || findings.iter().filter(|finding| finding.rule.lane != Lane::Hygiene);
    if faults().any(|fault| fault.severity == Severity::Error) {
        return (Vec::new(), true);
    }
    let messages: Vec<_> = flow.messages.iter().enumerate().collect();
    let messages: Vec<_> =
        messages.into_iter().filter(|(index, _)| !faults().any(|fault| fault.is_about(*index))).collect();
    each(&messages, |(index, message)| check(*index, message, flow))
}

/// Checks each, of very many those at both ends.
fn each<T>(all: &[T], check: impl FnMut(&T) -> Verdict) -> (Vec<Verdict>, bool) {
    let (first, rest) = all.split_at(all.len().min(CHECKED));
    let last = &rest[rest.len().saturating_sub(CHECKED)..];
    (first.iter().chain(last).map(check).collect(), last.len() == rest.len())
}
