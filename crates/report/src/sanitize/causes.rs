//! Whether a masked recording says of its logins what they said.

use std::collections::BTreeMap;

use lint::{Outcome, Session};

use super::Sanitized;

/// What is found of a login: how it ended and why.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LoginCause {
    /// What it is: `login`, `token-request` …
    pub kind: &'static str,
    /// How it ended, in a word.
    pub outcome: &'static str,
    /// The rule that is the root cause, where one is found.
    pub cause: Option<&'static str>,
}

/// A login of which a masked recording says something else.
pub struct OtherCause {
    /// What was found of it; `None` of one that was not there.
    pub was: Option<LoginCause>,
    /// What the masked recording gives; `None` where it has no such login any more.
    pub is: Option<LoginCause>,
}

/// What is found of each login of a recording, in their order.
#[must_use]
pub fn login_causes(session: &Session) -> Vec<LoginCause> {
    let analysis = session.analysis();
    let of = |story: &lint::Story<'_>| {
        let diagnosis = story.diagnosis();
        let cause = diagnosis.root_cause().map(|finding| finding.rule.id);
        LoginCause { kind: story.kind().id(), outcome: word(diagnosis.outcome), cause }
    };
    analysis.stories().iter().map(of).collect()
}

/// The logins of which something else is found in what was written: first those that are not as they were, each beside one of its
/// kind that was not there before.
#[must_use]
pub fn other_causes(session: &Session, masked: &Sanitized) -> Vec<OtherCause> {
    let mut again = Session::new();
    if let Ok(recording) = http::readers::read(masked.text.as_bytes()) {
        again.import(recording.exchanges, recording.statements);
    }
    let mut count: BTreeMap<LoginCause, isize> = BTreeMap::new();
    login_causes(session).into_iter().for_each(|was| *count.entry(was).or_default() += 1);
    login_causes(&again).into_iter().for_each(|is| *count.entry(is).or_default() -= 1);
    let times = |of: (&LoginCause, isize)| std::iter::repeat_n(*of.0, usize::try_from(of.1).unwrap_or(0));
    let was: Vec<LoginCause> = count.iter().flat_map(|(of, left)| times((of, *left))).collect();
    let mut is: Vec<LoginCause> = count.iter().flat_map(|(of, left)| times((of, -*left))).collect();
    let mut others: Vec<OtherCause> = Vec::new();
    for was in was {
        let place = is.iter().position(|is| is.kind == was.kind);
        others.push(OtherCause { was: Some(was), is: place.map(|place| is.remove(place)) });
    }
    others.extend(is.into_iter().map(|is| OtherCause { was: None, is: Some(is) }));
    others
}

/// How a login ended, in a word.
fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Succeeded => "went well",
        Outcome::Failed => "failed",
        Outcome::Abandoned => "not finished",
        Outcome::Running => "goes on",
        Outcome::OutOfSight => "out of sight",
    }
}
