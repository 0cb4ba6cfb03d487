//! Which login another one is compared with, unless somebody chooses.

use lint::{Analysis, Outcome, Story};

use crate::view::login;

/// The key of the last login of the same client before the one with that key that went well, else of the next one after it. A login in a
/// hidden frame is compared with one of its kind, where there is one.
pub(crate) fn usual(analysis: &Analysis<'_>, key: &str) -> Option<String> {
    let stories = analysis.stories();
    let at = stories.iter().position(|story| login::key(story.flow()) == key)?;
    let (before, this, after) = (&stories[..at], &stories[at], &stories[at + 1..]);
    let is_same_client = |story: &&Story<'_>| {
        story.kind() == this.kind() && story.flow().client_id() == this.flow().client_id()
    };
    let nearest = || before.iter().rev().chain(after).filter(is_same_client);
    let went_well = |story: &&Story<'_>| story.diagnosis().outcome == Outcome::Succeeded;
    // What an app's server does with a code is not seen of a login that went well either.
    let has_no_fault = |story: &&Story<'_>| {
        let diagnosis = story.diagnosis();
        diagnosis.outcome == Outcome::OutOfSight && diagnosis.root_cause().is_none()
    };
    let is_like_this = |story: &&Story<'_>| story.flow().is_silent() == this.flow().is_silent();
    let chosen = nearest()
        .filter(is_like_this)
        .find(went_well)
        .or_else(|| nearest().find(went_well))
        .or_else(|| nearest().find(has_no_fault))?;
    Some(login::key(chosen.flow()))
}
