//! The rules about tokens, for somebody who looks at one token.

use crate::dialect::Dialect;
use crate::evidence::Verdict;
use crate::rule::{Check, Rule, Severity};
use crate::token::TokenUnderTest;

/// What a rule says of a token.
pub struct Judged {
    /// The rule.
    pub rule: &'static Rule,
    /// Its answer, which is none of "not applicable".
    pub verdict: Verdict,
}

impl Judged {
    /// How bad it is; `None` where it does not say that anything is wrong.
    pub fn severity(&self) -> Option<Severity> {
        severity(self.rule, &self.verdict)
    }
}

/// What the rules say of a token, given at each place where somebody had to read it: in a login the same as its findings.
pub fn judge_token(places: &[TokenUnderTest<'_, '_>]) -> Vec<Judged> {
    let Some(first) = places.first() else { return Vec::new() };
    let dialect = first.around.map(Dialect::of);
    let is_habit = |rule: &Rule| dialect.as_ref().is_some_and(|dialect| dialect.is_habit(rule));
    let rules = crate::catalogue().iter().copied().filter(|rule| !is_habit(rule));
    rules
        .filter_map(|rule| {
            let Check::Token(check) = rule.check else { return None };
            // The worst of its places; the first of equally bad ones.
            let verdicts = places.iter().map(check).rev();
            let verdict = verdicts.max_by_key(|verdict| weight(rule, verdict))?;
            (!matches!(verdict, Verdict::NotApplicable)).then_some(Judged { rule, verdict })
        })
        .collect()
}

fn severity(rule: &Rule, verdict: &Verdict) -> Option<Severity> {
    match verdict {
        Verdict::Fail(evidence) => Some(evidence.severity.unwrap_or(rule.severity)),
        Verdict::Pass | Verdict::Agrees | Verdict::Inconclusive(_) | Verdict::NotApplicable => None,
    }
}

fn weight(rule: &Rule, verdict: &Verdict) -> (u8, Option<Severity>) {
    let kind = match verdict {
        Verdict::NotApplicable => 0,
        Verdict::Inconclusive(_) => 1,
        Verdict::Pass | Verdict::Agrees => 2,
        Verdict::Fail(_) => 3,
    };
    (kind, severity(rule, verdict))
}
