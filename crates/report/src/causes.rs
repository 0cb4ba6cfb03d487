//! The causes that an error message can have, for people who look at it.

use std::cell::LazyCell;
use std::ops::Deref;

use lint::{Analysis, Match, Session, Story};
use serde::Serialize;

use crate::mask::fields::Treatment;
use crate::mask::secrets;
use crate::mask::{Redactor, Shown, shown};
use crate::model::Specification;
use crate::view::login;

/// What is known of an error message.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub struct Explanation {
    /// How sure it is.
    pub certainty: Certainty,
    /// Why it is not surer; empty where it is known.
    pub why: &'static str,
    /// What an address in the message says of the error, decoded: whoever made the address wrote it.
    pub said: Option<Shown>,
    /// What an answer in the message says, where no more of it is known than its code.
    pub answer: Option<Shown>,
    /// How the two values in the message differ that should be one; empty where it has none such.
    pub difference: &'static str,
    /// The causes: what the recording shows, then what the message says, and last what the recording rules out.
    pub causes: Vec<Cause>,
    /// What to record, where the message does not say which cause it is.
    pub next: Vec<&'static str>,
}

/// How sure it is what a message means.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The message is a known one.
    Known,
    /// It is like a known one.
    Perhaps,
    /// It is not known here.
    Unknown,
}

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
    /// The versions of it that show it: `3 and later`; null where that is not known.
    pub versions: Option<&'static str>,
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
    /// The logins of the recording that were looked at for it and are right: it is ruled out.
    pub ruled_out_in: Vec<String>,
    /// Whether the message speaks of it; otherwise the recording alone does.
    pub is_of_message: bool,
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

/// What is said of no message.
const NOTHING: Explanation = Explanation {
    certainty: Certainty::Unknown,
    why: "",
    said: None,
    answer: None,
    difference: "",
    causes: Vec::new(),
    next: Vec::new(),
};

/// So many root causes of a recording are told beside a message that does not speak of them.
const MOST_OF_RECORDING: usize = 3;

/// What is known of a message. The recording's own root causes come first, whether the message fits them or not; what it rules
/// out comes last. No message has no causes, and the next one is answered without waiting for the table of texts.
pub fn causes(message: &str, session: &Session) -> Explanation {
    // Who opens the place where messages are explained asks nothing yet.
    if message.trim().is_empty() {
        lint::unpack_texts();
        return NOTHING;
    }
    let analysis = session.analysis();
    let explained = lint::search(message);
    // To learn all secrets of a long recording takes longer than all else, and most answers quote nothing of it.
    let redactor = LazyCell::new(|| {
        let redactor = Redactor::default();
        secrets::learn_all(&redactor, session);
        redactor.study(Treatment::Prose, message);
        redactor
    });
    let said = explained.said.as_deref().map(|said| redactor.prose(said));
    let answer = explained.answer.as_deref().map(|said| redactor.prose(said));
    let mut causes: Vec<Cause> = explained.causes.into_iter().map(shown).collect();
    if let Some(provider) = oauth::Provider::named_in(message) {
        for cause in &mut causes {
            advise(cause, provider);
        }
    }
    let roots = analysis.stories().iter().rev().filter_map(|story| story.diagnosis().root_cause());
    let mut beside = MOST_OF_RECORDING;
    for root in roots {
        if beside > 0 && !causes.iter().any(|cause| cause.rule == Some(root.rule.id)) {
            beside -= 1;
            causes.push(Cause { fix: root.fix, is_of_message: false, ..of_rule(root.rule) });
        }
    }
    for cause in &mut causes {
        let stories = analysis.stories().iter();
        cause.found_in = stories.filter_map(|story| found_in(cause, story, &redactor)).collect();
        if cause.found_in.is_empty() {
            cause.ruled_out_in = ruled_out_in(cause, &analysis);
        }
    }
    // How a login ended is explained by a message that is known, and does not explain it.
    let is_known = explained.certainty == lint::Certainty::Known;
    let is_end = |cause: &Cause| {
        let rule = cause.rule.and_then(lint::rule);
        let is_symptom =
            |rule: &&lint::Rule| matches!(rule.lane, lint::Lane::Symptom(_) | lint::Lane::CallSymptom);
        is_known && !cause.is_of_message && rule.filter(is_symptom).is_some()
    };
    for found in causes.iter_mut().filter(|cause| is_end(cause)).flat_map(|cause| &mut cause.found_in) {
        found.is_root_cause = false;
    }
    causes.sort_by_key(|cause| {
        if is_end(cause) {
            return (true, true, false);
        }
        let is_root_cause = cause.found_in.iter().any(|found| found.is_root_cause);
        (!is_root_cause, cause.found_in.is_empty(), !cause.ruled_out_in.is_empty())
    });
    let certainty = match explained.certainty {
        lint::Certainty::Known => Certainty::Known,
        lint::Certainty::Perhaps => Certainty::Perhaps,
        lint::Certainty::Unknown => Certainty::Unknown,
    };
    let (why, difference, next) = (explained.why, explained.difference, explained.next);
    Explanation { certainty, why, said, answer, difference, causes, next }
}

/// What the lines of a file may mean, where none of them is known by itself.
pub(crate) fn perhaps(explained: &lint::Explained) -> Option<Shown> {
    let cause = shown(explained.causes.first()?.clone());
    let like = match (cause.product, cause.message) {
        (Some(product), Some(message)) => shown!(" (", product, ": “", message, "”)"),
        _ => Shown::from(""),
    };
    Some(shown!("Perhaps: ", cause.title, like, ". ", cause.fix))
}

/// The stories in which a cause was looked for and is not, where none leaves it open.
fn ruled_out_in(cause: &Cause, analysis: &Analysis<'_>) -> Vec<String> {
    let Some(rule) = cause.rule.and_then(lint::rule) else { return Vec::new() };
    let stories = || analysis.stories().iter();
    let is_open = |story: &Story<'_>| story.diagnosis().undecided.iter().any(|open| open.rule.id == rule.id);
    // A login that is not explained and was not looked at for it may be the one that is meant.
    let is_other = |story: &Story<'_>| {
        let diagnosis = story.diagnosis();
        let is_explained = diagnosis.outcome == lint::Outcome::Succeeded || diagnosis.root_cause().is_some();
        story.kind() == oauth::StoryKind::Login && !is_explained && !lint::holds(rule, story.flow())
    };
    if stories().any(|story| is_open(story) || is_other(story)) {
        return Vec::new();
    }
    stories().filter(|story| lint::holds(rule, story.flow())).map(login::id).collect()
}

fn found_in(cause: &Cause, story: &Story<'_>, redactor: &impl Deref<Target = Redactor>) -> Option<FoundIn> {
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
    let (product, versions, message) = match cause.by {
        Match::Text { product, versions, text } => (Some(product), versions, Some(text)),
        Match::Known(known) => (Some(known.product), known.versions, Some(known.text)),
        Match::Words => (None, "", None),
    };
    let versions = Some(versions).filter(|versions| !versions.is_empty());
    let of_rule = cause.rule.map_or_else(nothing, of_rule);
    let said = match cause.by {
        Match::Known(known) => Cause {
            title: known.means(),
            proof: match (known.apart(), cause.rule) {
                ("", Some(rule)) => rule.lead,
                ("", None) => "The program says so itself.",
                (apart, _) => apart,
            },
            fix: known.fix(),
            ..of_rule
        },
        _ => of_rule,
    };
    Cause { product, versions, message, ..said }
}

/// Gives a cause the advice of the provider whose host stands in the message, where only general advice is known.
fn advise(cause: &mut Cause, provider: &'static oauth::Provider) {
    let is_general = cause.product.is_none_or(|product| product == lint::OAUTH);
    let fix = cause.rule.filter(|_| is_general).and_then(|rule| provider.fix_of(rule));
    if let Some(fix) = fix {
        cause.fix = fix;
    }
}

fn of_rule(rule: &'static lint::Rule) -> Cause {
    Cause {
        rule: Some(rule.id),
        title: rule.title,
        proof: rule.lead,
        fix: rule.fix,
        specifications: specifications(rule),
        ..nothing()
    }
}

fn nothing() -> Cause {
    Cause {
        rule: None,
        title: "",
        product: None,
        versions: None,
        message: None,
        proof: "",
        fix: "",
        specifications: Vec::new(),
        found_in: Vec::new(),
        ruled_out_in: Vec::new(),
        is_of_message: true,
    }
}

fn specifications(rule: &lint::Rule) -> Vec<Specification> {
    let references = rule.references.iter();
    references.map(|reference| Specification { name: reference.name(), url: reference.url() }).collect()
}
