//! Runs every rule on a login.

use http::Exchange;
use oauth::{Flow, Pointer};

use crate::diagnosis::{Diagnosis, Finding, Undecided};
use crate::dialect::Dialect;
use crate::evidence::{Evidence, Verdict};
use crate::login::{CrossOriginFetch, JsonResponse};
use crate::rule::{Check, Rule};
use crate::token::TokenUnderTest;

/// The diagnosis of a login; `is_over` says that nothing more of the recording will come.
pub fn diagnose(flow: &Flow<'_>, is_over: bool) -> Diagnosis {
    let dialect = Dialect::of(flow);
    let tokens = TokenUnderTest::all(flow);
    let mut findings = Vec::new();
    let mut undecided = Vec::new();
    for rule in crate::catalogue().iter().copied().filter(|rule| !dialect.is_habit(rule)) {
        let verdicts = verdicts(rule, flow, &tokens);
        let unseen = verdicts.iter().find_map(|verdict| match verdict {
            Verdict::Inconclusive(what) => Some(*what),
            Verdict::Pass | Verdict::Fail(_) | Verdict::NotApplicable => None,
        });
        match first_violation(rule, verdicts, flow) {
            Some(finding) => findings.push(dialect.translate(finding, flow)),
            None => undecided.extend(unseen.map(|unseen| Undecided { rule, unseen })),
        }
    }
    Diagnosis::new(flow, findings, undecided, is_over)
}

/// One finding a rule and login: of the worst violations the first is the one to mend, a retry repeats it.
fn first_violation(rule: &'static Rule, verdicts: Vec<Verdict>, flow: &Flow<'_>) -> Option<Finding> {
    let violations: Vec<_> = verdicts
        .into_iter()
        .filter_map(|verdict| match verdict {
            Verdict::Fail(evidence) => Some(evidence),
            Verdict::Pass | Verdict::Inconclusive(_) | Verdict::NotApplicable => None,
        })
        .collect();
    let count = violations.len();
    let severity = |evidence: &Evidence| evidence.severity.unwrap_or(rule.severity);
    let worst = violations.iter().map(|evidence| severity(evidence)).max()?;
    let first = violations.into_iter().find(|evidence| severity(evidence) == worst)?;
    Some(Finding::new(rule, *first, count).placed(flow))
}

fn verdicts(rule: &Rule, flow: &Flow<'_>, tokens: &[TokenUnderTest<'_, '_>]) -> Vec<Verdict> {
    match rule.check {
        Check::Login(check) => vec![check(flow)],
        Check::Message(check) => {
            flow.messages.iter().enumerate().map(|(index, message)| check(index, message, flow)).collect()
        }
        Check::AuthorizationRequest(check) => {
            flow.authorization_request().iter().map(|r| check(r, flow)).collect()
        }
        Check::AuthorizationResponse(check) => {
            flow.authorization_responses().iter().map(|r| check(r, flow)).collect()
        }
        Check::TokenRequest(check) => flow.token_exchanges().iter().map(|t| check(t, flow)).collect(),
        Check::TokenResponse(check) => flow
            .token_exchanges()
            .iter()
            .filter(|t| t.exchange.response.is_some())
            .map(|t| check(t.response(), flow))
            .collect(),
        Check::JsonResponse(check) => JsonResponse::all(flow).iter().map(|r| check(r, flow)).collect(),
        Check::CrossOriginFetch(check) => {
            CrossOriginFetch::all(flow).iter().map(|f| check(f, flow)).collect()
        }
        Check::ProtectedRequest(check) => flow.protected_requests().iter().map(|r| check(r, flow)).collect(),
        Check::DpopProof(check) => flow.dpop_proofs().iter().map(|p| check(p, flow)).collect(),
        Check::KeySet(check) => flow.key_sets().iter().map(|k| check(k, flow)).collect(),
        Check::Discovery(check) => flow.discoveries().iter().map(|d| check(d, flow)).collect(),
        Check::Logout(check) => flow.logout_requests().iter().map(|l| check(l, flow)).collect(),
        Check::Token(check) => tokens.iter().map(check).collect(),
    }
}

/// The exchange that a pointer points into.
pub(crate) fn exchange_at<'r>(flow: &Flow<'r>, pointer: &Pointer) -> Option<&'r Exchange> {
    flow.messages.get(pointer.message).map(|message| message.exchange)
}
