//! From an error message to its causes: what a library, a provider or a browser shows, to what it means there.
//!
//! A known text that stands whole in the message is the answer. Without one, a sentence that is nearly one of them, or an
//! identifier alone, gives a perhaps; everyday words decide nothing, and what is not known is said to be so.

mod alike;
mod answer;
mod auth_error;
mod bare;
pub mod calibration;
mod foreign;
mod mentioned;
mod near;
mod parts;
mod pasted;
mod spoken;
mod status;
mod unknown;
mod unreached;
mod vague;
mod values;

use self::near::{is_near_login, is_of_login};
pub(crate) use self::parts::{is_frame, without_prefix};

use std::cmp::Reverse;
use std::ops::Range;

use crate::known::{Known, Matcher, Near, Rank, Said, is_about_oauth, just};
use crate::retired::RETIRED;
use crate::rule::{Retired, Rule};

/// What is known of a message.
pub struct Explained {
    /// How sure it is.
    pub certainty: Certainty,
    /// Why it is not surer; empty for a known one.
    pub why: &'static str,
    /// What an address in the message says of the error, decoded; whoever made the address wrote it.
    pub said: Option<String>,
    /// What an answer in the message says, its code before its words; where no more of it is known than its code.
    pub answer: Option<String>,
    /// How the two values in the message differ that should be one; empty where it has none such.
    pub difference: &'static str,
    /// Its causes, likeliest first; none where it is not known.
    pub causes: Vec<Cause>,
    /// What to record, where the message does not say which cause it is: for messages of this kind.
    pub next: Vec<&'static str>,
}

/// How sure the causes of a message are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Certainty {
    /// The message is not known here.
    Unknown,
    /// It is like a known one.
    Perhaps,
    /// It is a known one.
    Known,
}

/// A cause that a message can have.
#[derive(Clone)]
pub struct Cause {
    /// The rule, where there is one for it; without, the text says it all.
    pub rule: Option<&'static Rule>,
    /// Why it is on the list.
    pub by: Match,
}

/// What of a message was recognised.
#[derive(Clone, Copy)]
pub enum Match {
    /// The rule is one that a known text suspects.
    Text {
        /// The product: a library, a provider or a browser.
        product: &'static str,
        /// Its versions that say it; empty where that is not known.
        versions: &'static str,
        /// The text, with `…` for what varies.
        text: &'static str,
    },
    /// A text that is known, with what it means where it is said.
    Known(&'static Known),
    /// Words of the rule itself.
    Words,
}

/// What became of an id that is no rule; `None` for one that never was.
pub fn retired(id: &str) -> Option<&'static Retired> {
    RETIRED.iter().find(|retired| retired.id == id)
}

/// Causes that are told.
const MOST: usize = 6;
/// Known texts of one message that are told.
const MOST_TEXTS: usize = 3;
/// Rules of a known text that are told: those that it suspects first.
const SUSPECTS: usize = 3;

/// What is known of a message.
pub fn search(message: &str) -> Explained {
    search_without(&pasted::read(message), None)
}

/// The same as if a text were not known: for trying what is said then.
fn search_without(message: &str, without: Option<&Known>) -> Explained {
    let explained = recognised(message, without);
    let explained = match explained.certainty {
        Certainty::Unknown => of_values(message, explained),
        _ => explained,
    };
    if foreign::is_foreign(message, &explained) {
        let next = unknown::next(message);
        return Explained {
            certainty: Certainty::Unknown,
            why: UNKNOWN,
            difference: "",
            causes: Vec::new(),
            next,
            ..explained
        };
    }
    if explained.causes.is_empty() {
        return explained;
    }
    let difference = match explained.difference {
        "" => values::difference(message),
        difference => difference,
    };
    if mentioned::is_mentioned(message) {
        return Explained { certainty: Certainty::Perhaps, why: MENTIONED, difference: "", ..explained };
    }
    Explained { difference, ..explained }
}

/// What a message says that is not known, and names two values which should be one.
fn of_values(message: &str, explained: Explained) -> Explained {
    match values::row(message).and_then(just) {
        Some(row) => {
            Explained { certainty: Certainty::Perhaps, why: SPOKEN, causes: causes_of(row), ..explained }
        }
        None => explained,
    }
}

/// What of a message is recognised, whoever says it.
fn recognised(message: &str, without: Option<&Known>) -> Explained {
    let said = parts::said_in_addresses(message).next();
    let explained = |certainty, why, difference, causes, next| Explained {
        certainty,
        why,
        said: said.clone(),
        answer: None,
        difference,
        causes,
        next,
    };
    // What stands in a longer sentence, and means something in a product that nobody names, says nothing of this one.
    let of_another = |causes: &[Cause], reading: &str| {
        let words = parts::code_and_words(reading).map_or(reading, |(_, words)| words);
        let is_whole = |known: &Known| known.weight() as f64 >= WHOLE * parts::length(words) as f64;
        causes.iter().all(|cause| match cause.by {
            Match::Known(known) => is_of_unnamed(known, message) && !is_whole(known),
            _ => true,
        })
    };
    let vague = vague::vague(message).filter(|vague| !without.is_some_and(|own| std::ptr::eq(*vague, own)));
    // The innermost that is known; else the innermost that may be.
    let (mut perhaps, mut outer): (Option<Perhaps>, Option<Perhaps>) = (None, None);
    let is_near = is_near_login(message);
    let readings = readings(message, without);
    for reading in &readings {
        let (doubt, causes) = known_in_answer(reading, is_near, without);
        let is_of_vague =
            |cause: &Cause| matches!(cause.by, Match::Known(known) if vague::VAGUE.contains(&known.product));
        if causes.first().is_none_or(|cause| vague.is_some() && is_of_vague(cause)) {
            continue;
        }
        let difference = difference(&causes, reading);
        match doubt {
            // What gives way to a reason waits for one.
            _ if gives_way(&causes) => {
                outer = outer.filter(|(_, _, outer)| rank(outer) >= rank(&causes));
                outer.get_or_insert((doubt.unwrap_or_default(), difference, causes));
            }
            // The code in an address says less than the words in it, which were read before.
            None if is_of_code(&causes) && matches!(perhaps, Some((PART | COMMON | CODE_ALONE, ..))) => {}
            None => {
                // A page in the message says more than words about the answer which it was taken for.
                let page = status::page(message).filter(|page| !suspects_the_same(&causes, page));
                let Some(page) = page else {
                    return explained(Certainty::Known, "", difference, causes, Vec::new());
                };
                let causes = before(causes_of(page), causes);
                return explained(Certainty::Perhaps, PAGE, difference, causes, unknown::next(message));
            }
            Some(PART) if of_another(&causes, reading) => {}
            Some(why) if perhaps.is_none() => perhaps = Some((why, difference, causes)),
            Some(_) => {}
        }
    }
    // A fault of a product that names itself says more, though more stands around it.
    let is_told = |(why, _, causes): &Perhaps| {
        let first = causes.first().map(|cause| cause.by);
        *why == PART
            && matches!(first, Some(Match::Known(known)) if known.rank() == Rank::Fault && known.is_named_in(message))
    };
    if let Some(known) = vague.filter(|_| !perhaps.as_ref().is_some_and(is_told)) {
        return explained(Certainty::Perhaps, VAGUE, "", causes_of(known), unknown::next(message));
    }
    let (why, difference, causes) = match (perhaps, outer) {
        // What the words beside a code speak of says more than the code.
        (Some((CODE_ALONE, difference, causes)), outer) => match spoken(&readings, true, without) {
            Some(row) => (SPOKEN, difference, before(causes_of(row), causes)),
            None => (CODE_ALONE, difference, before(causes, first_of(outer))),
        },
        // What the words mean whoever says them comes before what they mean in a product that is not named.
        (Some((why @ (COMMON | PART), difference, causes)), outer)
            if is_of_unnamed_first(&causes, message) =>
        {
            match spoken(&readings, true, without) {
                Some(row) if shares_suspect(&causes, row) => {
                    (SPOKEN, difference, before(causes_of(row), causes))
                }
                _ => (why, difference, before(causes, first_of(outer))),
            }
        }
        (Some((why, difference, causes)), outer) => {
            match status::page(message).filter(|page| !suspects_the_same(&causes, page)) {
                Some(page) => (PAGE, difference, before(causes_of(page), causes)),
                None => (why, difference, before(causes, first_of(outer))),
            }
        }
        (None, Some(outer)) => inner(message, &readings, outer, without),
        (None, None) => unfamiliar(message, &readings, without),
    };
    let certainty = match why {
        "" => Certainty::Known,
        _ if causes.is_empty() => Certainty::Unknown,
        _ => Certainty::Perhaps,
    };
    let is_told = !causes.is_empty() && ![SPOKEN, WRAPS, STATUS].contains(&why);
    let next = if is_told { Vec::new() } else { unknown::next(message) };
    // What an answer says in words is shown, too, where its code alone is known.
    let answer = answer::said(message).filter(|_| causes.is_empty() || why == CODE_ALONE);
    Explained { answer, ..explained(certainty, why, difference, causes, next) }
}

/// What is told of a message, why it is not surer, and how its two values differ.
type Perhaps = (&'static str, &'static str, Vec<Cause>);

/// Causes with others behind them, as many as are told.
fn before(mut causes: Vec<Cause>, others: Vec<Cause>) -> Vec<Cause> {
    others.into_iter().for_each(|cause| push(&mut causes, cause));
    causes.truncate(MOST);
    causes
}

/// Whether the first of these causes suspects what a text does, too.
fn suspects_the_same(causes: &[Cause], text: &Known) -> bool {
    let of_text = text.suspects.first().map(|rule| rule.id);
    let own = |cause: &Cause| match cause.by {
        Match::Known(known) => known.suspects.iter().any(|rule| Some(rule.id) == of_text),
        _ => cause.rule.map(|rule| rule.id) == of_text,
    };
    causes.first().is_some_and(own)
}

/// Whether what the first cause suspects is suspected by a text, too: both mean the same.
fn shares_suspect(causes: &[Cause], text: &Known) -> bool {
    let of_text = |rule: &Rule| text.suspects.iter().any(|other| other.id == rule.id);
    match causes.first().map(|cause| cause.by) {
        Some(Match::Known(known)) => known.suspects.iter().any(|rule| of_text(rule)),
        _ => false,
    }
}

/// What the program says around a reason that is told before it.
fn first_of(outer: Option<Perhaps>) -> Vec<Cause> {
    outer
        .into_iter()
        .filter(|(why, ..)| *why != WRAPS)
        .filter_map(|(.., causes)| causes.into_iter().next())
        .collect()
}

/// Whether the text of the first cause gives way to a reason beside it.
fn gives_way(causes: &[Cause]) -> bool {
    matches!(rank(causes), Some(Rank::Wrapper | Rank::General))
}

/// What is said of a message in which only what gives way to a reason is known: the words in it that speak of a part of a login,
/// else the status with which an address answered.
fn inner(message: &str, readings: &[String], outer: Perhaps, without: Option<&Known>) -> Perhaps {
    let (why, difference, causes) = outer;
    // Why the call failed says more than which call it was.
    if let Some(row) = unreached::reason(message) {
        return (UNREACHED, difference, before(causes_of(row), causes));
    }
    if let Some(row) = spoken(readings, true, without) {
        return (SPOKEN, difference, before(causes_of(row), causes));
    }
    let near = within(&wrappers(message, without), message);
    let near = near.iter().map(|reason| alike(reason, without)).find(|near| !near.is_empty());
    if let Some(near) = near {
        return (NEARLY, difference, before(near, causes));
    }
    // A text with the status in it is about nothing else.
    let has_status = |cause: &Cause| matches!(cause.by, Match::Known(known) if known.text.contains(": 4"));
    if let Some(row) = status::page(message) {
        return (PAGE, difference, before(causes_of(row), causes));
    }
    match status::at_endpoint(message) {
        Some(row) if !causes.first().is_some_and(has_status) => {
            (STATUS, difference, before(causes_of(row), causes))
        }
        // A status alone is said of every call that there is.
        _ if is_status_alone(&causes) && !is_about_oauth(message) => (UNKNOWN, "", Vec::new()),
        _ => (why, difference, causes),
    }
}

/// Whether what is known is that a server answered with a status, and no more.
fn is_status_alone(causes: &[Cause]) -> bool {
    let is_it = |known: &Known| {
        known.rank() == Rank::Wrapper && known.suspects.iter().all(|rule| rule.id == "answer/refused")
    };
    causes.first().is_some_and(|cause| matches!(cause.by, Match::Known(known) if is_it(known)))
}

/// The texts in a message that may be known ones, the innermost first: what stands behind the words of a program that only wrap an
/// error is one, too.
fn readings(message: &str, without: Option<&Known>) -> Vec<String> {
    let mut readings = parts::readings(message);
    // The whole is the last.
    let place = readings.len().saturating_sub(1);
    let Some(whole) = readings.last() else { return readings };
    let wrappers = wrappers(whole, without);
    let mut ends: Vec<usize> = wrappers.iter().map(|said| said.at.end).collect();
    ends.sort_unstable();
    let behind = ends.iter().rev().filter_map(|end| parts::behind(whole, *end)).map(str::to_owned);
    let inner: Vec<String> = behind.chain(within(&wrappers, whole)).collect();
    readings.splice(place..place, inner);
    // Behind the whole: what it says counts first.
    readings.extend(parts::lines(message));
    readings
}

/// The texts in a message that only wrap an error.
fn wrappers(message: &str, without: Option<&Known>) -> Vec<Said> {
    let mut said = Matcher::default().find_all(message);
    said.retain(|said| {
        matches!(said.known.rank(), Rank::Wrapper | Rank::General)
            && !without.is_some_and(|without| std::ptr::eq(without, said.known))
    });
    said
}

/// The reasons that some of them have in their midst: `Could not sign you in because "…"`.
fn within(wrappers: &[Said], message: &str) -> Vec<String> {
    let values = wrappers.iter().flat_map(|said| said.known.gaps(message));
    let reasons = values.filter(|value| value.contains(' ') && parts::length(value) >= SOME_WORDS);
    reasons.map(str::to_owned).collect()
}

/// What is said of a message in which no known text stands.
fn unfamiliar(
    message: &str,
    readings: &[String],
    without: Option<&Known>,
) -> (&'static str, &'static str, Vec<Cause>) {
    let causes = alike(message, without);
    let heard = spoken(readings, false, without);
    if causes.is_empty()
        && let Some(row) = unreached::reason(message)
    {
        return (UNREACHED, "", before(causes_of(row), heard.map(causes_of).unwrap_or_default()));
    }
    if causes.is_empty()
        && spoken(readings, true, without).is_none()
        && let Some(row) = status::at_endpoint(message)
    {
        return (STATUS, "", causes_of(row));
    }
    if let Some(page) = status::page(message).filter(|_| heard.is_some() || is_about_oauth(message)) {
        return (PAGE, "", before(causes_of(page), heard.map(causes_of).unwrap_or_default()));
    }
    if let Some(row) = bare::answer(message).filter(|_| heard.is_none()) {
        return (BARE, "", before(causes_of(row), causes));
    }
    // What is nearly said, and means something in a product that the message does not name, may be another's.
    let is_of_another = causes.first().is_some_and(|cause| match cause.by {
        Match::Known(known) => {
            let is_unnamed = known.needs_product() && !known.is_named_in(message);
            is_of_another(known, message) || is_unnamed && !is_near_login(message)
        }
        _ => false,
    });
    match heard {
        Some(row) if causes.is_empty() || is_of_another => (SPOKEN, "", causes_of(row)),
        None if causes.is_empty() || is_of_another => (UNKNOWN, "", Vec::new()),
        _ => (NEARLY, "", causes),
    }
}

/// Whether what a text means is told of its product alone, and the message does not name that.
fn is_of_another(known: &Known, message: &str) -> bool {
    known.is_about_product() && !known.is_named_in(message)
}

/// Whether it counts beside its product alone, and means what it means there alone.
fn is_of_unnamed(known: &Known, message: &str) -> bool {
    known.needs_product() && is_of_another(known, message)
}

/// Whether what the first text means is told of its product alone, which the message does not name.
fn is_of_unnamed_first(causes: &[Cause], message: &str) -> bool {
    matches!(causes.first().map(|cause| cause.by), Some(Match::Known(known)) if known.is_of_common_words() && is_of_another(known, message))
}

/// What a sentence in words that are not known speaks of, and how that failed.
pub(crate) fn in_other_words(text: &str, has_code: bool) -> Option<&'static Known> {
    spoken(&readings(text, None), has_code, None)
}

/// What an address in a text says of an error, decoded.
pub(crate) fn said_in_address(text: &str) -> Option<String> {
    parts::said_in_addresses(text).next()
}

/// What the innermost part of a message speaks of that speaks of something.
fn spoken(readings: &[String], has_code: bool, without: Option<&Known>) -> Option<&'static Known> {
    let mut heard = readings.iter().filter_map(|reading| spoken::spoken(reading, has_code));
    heard.find(|row| !without.is_some_and(|own| std::ptr::eq(*row, own)))
}

/// Whether the first cause is a code of the specifications, which has many reasons.
fn is_of_code(causes: &[Cause]) -> bool {
    rank(causes) == Some(Rank::Code)
}

/// How much the text of the first cause says.
fn rank(causes: &[Cause]) -> Option<Rank> {
    match causes.first()?.by {
        Match::Known(known) => Some(known.rank()),
        _ => None,
    }
}

/// A text and the rules that it suspects.
fn causes_of(known: &'static Known) -> Vec<Cause> {
    let mut causes = vec![Cause { rule: None, by: Match::Known(known) }];
    let by = Match::Text { product: known.product, versions: known.versions, text: known.text };
    causes.extend(known.suspects.iter().take(MOST - 1).map(|rule| Cause { rule: Some(*rule), by }));
    causes
}

/// How the two values of the first text that has two differ.
fn difference(causes: &[Cause], message: &str) -> &'static str {
    let known = causes.iter().find_map(|cause| match cause.by {
        Match::Known(known) => Some(known),
        _ => None,
    });
    if let Some(empty) = known.and_then(|known| known.said_empty(message)) {
        return empty;
    }
    let values = known.map(|known| known.values(message)).unwrap_or_default();
    let [one, other] = values.as_slice() else { return "" };
    // Two addresses or names that are one but for a little.
    let is_address = |value: &str| value.contains("://");
    if is_address(one) && is_address(other) || one.eq_ignore_ascii_case(other) {
        return crate::compare::difference(one, other).map_or("", |difference| difference.what());
    }
    ""
}

const UNKNOWN: &str = "This message is not known here.";

const NEARLY: &str = "This message is not known word for word; this is what is known and nearly the same.";
const SPOKEN: &str = "This message is not known; its words speak of a part of a login and of how that failed. What led there stands in the lines before it, or in a recording.";
const VAGUE: &str = "A sentence like this one says only that an answer was of no use, not which one nor why: that says the error which it wraps (error.cause, Caused by), where it wraps one. It is one of the following.";
const WRAPS: &str = "What is known of this message only wraps the error: the reason stands beside it, or in the lines before it.";
const UNREACHED: &str =
    "This message is not known word for word; it says what the network did to a call of a login.";
const PAGE: &str = "In this message stands a web page in place of an answer; what the program says of it is said of many failures.";
const BARE: &str = "This answer says no more than a status that every server has. Who answered, and what was asked, is not in it.";
const STATUS: &str = "This message says no more than an address and the status with which it answered. The reason stands in the body of that answer.";
const MENTIONED: &str = "This text describes or quotes what stands in it, and does not say that it happened; this is what it means.";
const CODE_ALONE: &str = "The code in this message is known, the sentence beside it is not.";
const PART: &str = "A known text stands in this message; other programs may say it, too, and the rest of the message is not known.";

const COMMON: &str = "These words are known from the program that is named with them, which this message does not name; others may say them, too.";

/// The same of what an answer says, `invalid_request: HTTPS required`: its words decide, and where they are not known, its code.
fn known_in_answer(said: &str, is_near: bool, without: Option<&Known>) -> (Option<&'static str>, Vec<Cause>) {
    let together = known(said, is_near, without);
    let Some((code, words)) = parts::code_and_words(said) else { return together };
    let is_doubted = together.1.is_empty() || together.0 == Some(CODE_ALONE);
    if !is_doubted {
        return together;
    }
    let of_words = known(words, true, without);
    if rank(&of_words.1) == Some(Rank::Fault) {
        return of_words;
    }
    if !together.1.is_empty() {
        return together;
    }
    let (_, causes) = known(code, true, without);
    (Some(CODE_ALONE), causes)
}

/// The causes of a message in which known texts stand whole. Everyday words count where they are most of it.
fn known(message: &str, is_near: bool, without: Option<&Known>) -> (Option<&'static str>, Vec<Cause>) {
    let is_near = is_near || is_near_login(message);
    let length = parts::length(message);
    let mut said = Matcher::default().find_all(message);
    said.retain(|said| !without.is_some_and(|without| std::ptr::eq(without, said.known)));
    said.retain(|said| match said.needs {
        Near::Nothing => true,
        // A few words in another sentence are not what the sentence says.
        Near::Message => said.known.weight() >= SOME_WORDS || 2 * said.known.weight() >= length,
        // A code that many have is its product's where that is named.
        Near::Product if !said.known.text.contains(' ') => said.known.is_named_in(message),
        Near::OAuth
            if is_set_off(message, &said.at)
                && answer::is_code_of_oauth(said.known.text)
                && is_of_login(message) =>
        {
            true
        }
        // Two words of another sentence are not what it says, unless that speaks of a login.
        Near::OAuth => {
            let (weight, length) = (said.known.weight() as f64, length as f64);
            let is_sentence = said.known.weight() >= SOME_WORDS || weight >= MOSTLY * length;
            2.0 * weight >= length && (is_sentence || is_of_login(message))
        }
        // Words of everybody are its product's where something speaks of a login.
        Near::Product => {
            let is_plain_sign =
                |c: char| c.is_alphabetic() || c.is_whitespace() || matches!(c, '.' | '!' | '\'');
            let is_plain = said.known.text.chars().all(is_plain_sign) || said.known.weight() < SOME_WORDS;
            2 * said.known.weight() >= length && (!is_plain || is_near || said.known.is_named_in(message))
        }
    });
    said.retain(|said| !is_of_another_package(message, said));
    // What wraps an error is said of many: by its program alone, or as all that there is but for the reason that it ends with.
    let is_most = |said: &Said| {
        let behind = message.get(said.at.end..).unwrap_or_default();
        let is_end = said.known.text.ends_with(['…', ':']) || behind.starts_with(['.', ':', ',', ';', '(']);
        let is_open = is_end && said.known.weight() >= SOME_WORDS && said.needs == Near::Nothing;
        let up_to = message.get(..said.at.end).filter(|_| is_open).map_or(length, parts::length);
        said.known.weight() as f64 >= MOSTLY * up_to.min(length) as f64
    };
    said.retain(|said| {
        let known = said.known;
        known.rank() != Rank::Wrapper || is_most(said) || known.is_identified() || known.is_named_in(message)
    });
    // Where a text is known by what it means, a rule that it can come from says less.
    let told: Vec<Rank> =
        said.iter().filter(|said| !said.known.is_message()).map(|said| said.known.rank()).collect();
    said.retain(|said| !said.known.is_message() || !told.iter().any(|rank| *rank >= said.known.rank()));
    let all: Vec<&'static Known> = said.iter().map(|said| said.known).collect();
    said.retain(|said| !all.iter().any(|other| said.known.is_part_of(other)));
    // What wraps an error, and a code with many reasons, say less than the error beside them.
    let most = said.iter().map(|said| said.known.rank()).max();
    said.retain(|said| Some(said.known.rank()) == most);
    // A number that one product alone has decides: what others say in the sentence behind it is not theirs here.
    if let Some(product) = said.iter().find(|said| said.known.is_identified()).map(|said| said.known.product)
    {
        said.retain(|said| {
            said.known.is_identified() || said.known.product == product || said.known.is_named_in(message)
        });
    }
    said.sort_by_key(|said| Reverse((said.needs == Near::Nothing, said.known.weight())));
    let doubts = said.iter().map(|said| doubt(said, message, length));
    let doubt = doubts.min_by_key(Option::is_some).flatten();
    let mut causes: Vec<Cause> = Vec::new();
    for said in said.iter().take(MOST_TEXTS) {
        let rule = said
            .proves()
            .or_else(|| said.known.suspects.first().copied().filter(|_| said.known.is_message()));
        push(&mut causes, Cause { rule, by: Match::Known(said.known) });
    }
    let by =
        |known: &Known| Match::Text { product: known.product, versions: known.versions, text: known.text };
    let of_all = said.iter().map(|said| said.known).take(MOST_TEXTS);
    for known in of_all {
        let mut suspects = known.suspects.clone();
        // What the message speaks of chooses among what a code allows.
        suspects.sort_by_key(|rule| !speaks_of(message, rule));
        for rule in suspects.into_iter().take(SUSPECTS) {
            push(&mut causes, Cause { rule: Some(rule), by: by(known) });
        }
    }
    causes.truncate(MOST);
    (doubt, causes)
}

/// Whether the name of a class stands behind a package of Java that is not its product's: `io.acme.sso.InvalidStateException` is
/// not the one of PHP.
fn is_of_another_package(message: &str, said: &Said) -> bool {
    const BEGINS: [&str; 6] = ["io.", "com.", "org.", "net.", "de.", "dev."];
    let is_class = said.known.text.chars().all(char::is_alphanumeric);
    let before = message.get(..said.at.start).unwrap_or_default();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '$');
    let package = before.get(before.trim_end_matches(is_part).len()..).unwrap_or_default();
    let mut words = said.known.product.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);
    is_class
        && package.ends_with('.')
        && BEGINS.iter().any(|begin| package.starts_with(begin))
        && !words.any(|word| package.contains(&word.to_ascii_lowercase()))
}

/// Whether something stands by itself: in brackets or quotes, or behind a colon or a sign of equality.
fn is_set_off(message: &str, at: &Range<usize>) -> bool {
    let before = message.get(..at.start).unwrap_or_default().trim_end();
    let behind = message.get(at.end..).unwrap_or_default();
    before.ends_with(['(', '[', '"', '\'', ':', '='])
        && (behind.is_empty() || behind.starts_with([')', ']', '"', '\'', '.', ',', ';', '\n', ' ']))
}

/// Letters and digits of words that are looked for in a longer sentence.
const SOME_WORDS: usize = 16;
/// The least share of a message that a sentence has to be, whose program is not named: others say it of other things.
const MOSTLY: f64 = 0.6;

/// The share of a message that is no more than the sentence.
const WHOLE: f64 = 0.9;

/// Why a text that stands in a message may not say what the message says.
fn doubt(said: &Said, message: &str, length: usize) -> Option<&'static str> {
    let is_most = said.known.weight() as f64 >= MOSTLY * length as f64;
    match said.known.rank() {
        Rank::Wrapper => Some(WRAPS),
        Rank::Code => (!is_most).then_some(CODE_ALONE),
        Rank::Fault | Rank::General => {
            // What others say, too, is not sure to be said of a login.
            let is_heard = matches!(said.needs, Near::Nothing | Near::Message);
            // A connection is cut in every program; the name of a class of the system is no sign of a login.
            let is_of_network =
                said.known.is_of_network() && !is_most && !is_about_oauth(message) && !is_of_login(message);
            if is_of_network {
                return Some(PART);
            }
            let is_sure = is_most && (is_heard || said.needs == Near::OAuth && said.known.is_telling())
                || said.known.is_named_in(message)
                || said.known.is_identified()
                || said.needs == Near::Nothing && said.known.is_telling();
            let is_named = || said.known.is_named_in(message) || said.known.is_identified();
            match is_sure {
                false => Some(PART),
                true => (said.known.is_of_common_words() && !is_named()).then_some(COMMON),
            }
        }
    }
}

/// Whether a message names what a rule is about: its area (`refresh`, `redirect-uri`, `pkce`), however that is written.
fn speaks_of(message: &str, rule: &Rule) -> bool {
    let Some((area, _)) = rule.id.split_once('/') else { return false };
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    !["token", "callback", "authorize", "api"].contains(&area) && plain(message).contains(&plain(area))
}

/// Adds a cause, unless it is there.
fn push(causes: &mut Vec<Cause>, cause: Cause) {
    let is_there = |other: &Cause| match (cause.rule, other.rule) {
        (Some(rule), Some(other)) => rule.id == other.id,
        _ => false,
    };
    if !causes.iter().any(is_there) {
        causes.push(cause);
    }
}

/// The causes of texts that a message is nearly.
fn alike(message: &str, without: Option<&Known>) -> Vec<Cause> {
    let mut causes = Vec::new();
    for candidate in alike::alike(message, without).into_iter().take(MOST_TEXTS) {
        let rules = &candidate.rules;
        let rule = match candidate.by {
            Match::Known(known) => {
                known.proves.or_else(|| rules.first().copied().filter(|_| known.is_message()))
            }
            _ => rules.first().copied(),
        };
        push(&mut causes, Cause { rule, by: candidate.by });
    }
    causes
}

#[cfg(test)]
mod tests;
