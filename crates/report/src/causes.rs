//! The causes that an error message can have, for people who look at it.

use lint::{Match, Session, Story};
use serde::Serialize;

use crate::mask::secrets;
use crate::mask::{Redactor, Shown};
use crate::model::Specification;
use crate::view::login;

/// A cause that an error message can have.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub struct Cause {
    /// The rule that finds it; null where a provider's code says it all.
    pub rule: Option<&'static str>,
    /// What is wrong.
    pub title: &'static str,
    /// Whose message it is: `oauth4webapi`; null where words of the rule were found.
    pub product: Option<&'static str>,
    /// The message as that product shows it, with `…` for what varies.
    pub message: Option<&'static str>,
    /// What would prove it.
    pub proof: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    /// Where it is written.
    pub specifications: Vec<Specification>,
    /// The logins of the recording that show it.
    pub found_in: Vec<FoundIn>,
}

/// A login that shows a cause.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub struct FoundIn {
    /// `login-1`.
    pub id: String,
    /// Its [`Login::key`].
    pub key: String,
    /// Its [`Login::title`].
    pub title: Shown,
    /// Whether it is the root cause there.
    pub is_root_cause: bool,
}

/// The causes of a message, likeliest first: those that the recording shows before all others, and root causes before what
/// follows from them.
pub fn causes(message: &str, session: &Session) -> Vec<Cause> {
    let analysis = session.analysis();
    let mut causes: Vec<Cause> = lint::search(message).into_iter().map(shown).collect();
    let redactor = Redactor::default();
    secrets::learn_all(&redactor, session);
    for cause in &mut causes {
        let stories = analysis.stories().iter();
        cause.found_in = stories.filter_map(|story| found_in(cause, story, &redactor)).collect();
    }
    causes.sort_by_key(|cause| {
        let is_root_cause = cause.found_in.iter().any(|found| found.is_root_cause);
        (!is_root_cause, cause.found_in.is_empty())
    });
    causes
}

fn found_in(cause: &Cause, story: &Story<'_>, redactor: &Redactor) -> Option<FoundIn> {
    let diagnosis = story.diagnosis();
    diagnosis.findings.iter().find(|finding| Some(finding.rule.id) == cause.rule)?;
    Some(FoundIn {
        id: login::id(story),
        key: login::key(story.flow()),
        title: login::title(story.flow(), redactor),
        is_root_cause: diagnosis.root_cause().map(|finding| finding.rule.id) == cause.rule,
    })
}

fn shown(cause: lint::Cause) -> Cause {
    let (product, message) = match cause.by {
        Match::Text { product, text } => (Some(product), Some(text)),
        Match::Code { provider, error } => (Some(provider), Some(error.code)),
        Match::Known(known) => (Some(known.product), Some(known.text)),
        Match::Words => (None, None),
    };
    match (cause.rule, cause.by) {
        (None, Match::Code { error, .. }) => Cause {
            rule: None,
            title: error.means,
            product,
            message,
            proof: "The provider says so itself.",
            fix: error.fix,
            specifications: Vec::new(),
            found_in: Vec::new(),
        },
        (rule, Match::Known(known)) => Cause {
            rule: rule.map(|rule| rule.id),
            title: known.means(),
            product,
            message,
            proof: match (known.apart(), rule) {
                ("", Some(rule)) => rule.lead,
                ("", None) => "The program says so itself.",
                (apart, _) => apart,
            },
            fix: known.fix(),
            specifications: rule.map_or_else(Vec::new, specifications),
            found_in: Vec::new(),
        },
        (rule, _) => Cause {
            rule: rule.map(|rule| rule.id),
            title: rule.map_or("", |rule| rule.title),
            product,
            message,
            proof: rule.map_or("", |rule| rule.lead),
            fix: rule.map_or("", |rule| rule.fix),
            specifications: rule.map_or_else(Vec::new, specifications),
            found_in: Vec::new(),
        },
    }
}

fn specifications(rule: &lint::Rule) -> Vec<Specification> {
    let references = rule.references.iter();
    references.map(|reference| Specification { name: reference.name(), url: reference.url() }).collect()
}
