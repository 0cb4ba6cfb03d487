//! The causes that an error message can have, for people who look at it.

use lint::Match;
use serde::Serialize;

use crate::model::Specification;

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
}

/// The causes of a message, likeliest first.
pub fn causes(message: &str) -> Vec<Cause> {
    lint::search(message).into_iter().map(shown).collect()
}

fn shown(cause: lint::Cause) -> Cause {
    let (product, message) = match cause.by {
        Match::Text { product, text } => (Some(product), Some(text)),
        Match::Code { provider, error } => (Some(provider), Some(error.code)),
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
        },
        (rule, _) => Cause {
            rule: rule.map(|rule| rule.id),
            title: rule.map_or("", |rule| rule.title),
            product,
            message,
            proof: rule.map_or("", lint::Rule::lead),
            fix: rule.map_or("", |rule| rule.fix),
            specifications: rule
                .into_iter()
                .flat_map(|rule| rule.references)
                .map(|reference| Specification { name: reference.name(), url: reference.url() })
                .collect(),
        },
    }
}
