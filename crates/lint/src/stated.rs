//! Findings of what programs say, and which story each statement is about.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use http::{Exchange, Place, Provenance};
use oauth::{Flow, MessageKind, Part, Pointer};

use crate::behind::Behind;
use crate::evidence::{Phrase, fail};
use crate::finding::{Finding, FindingKind};
use crate::known::{Known, OAUTH, Rank, is_moment, is_spoken, is_unnamed, of_finished_program};
use crate::level::Severity;
use crate::login::succeeds_later;
use crate::outcome::Outcome;
use crate::quoted;
use crate::rule::Stage;
use crate::said::each_word;
use crate::search::{in_other_words, said_in_address};
use crate::statements::Kept;
use crate::telling;

/// Statements of one error that are evidence: more of them say the same.
const SHOWN: usize = 3;

/// So many lines apart two statements may be about one failure.
const BURST: u32 = 12;

/// So many lines from an exchange a statement of its log may be about it.
const LINES: u32 = 40;

/// So long after a story its programs may speak of it, in milliseconds, and so long before, for clocks differ.
const AFTER: f64 = 60_000.0;
const BEFORE: f64 = 2_000.0;

/// The most by which clocks are apart that show another time of day, in hours.
const ZONES: f64 = 14.0;

/// Characters of the shortest value by which a statement is told to be about a story.
const SHORTEST_VALUE: usize = 8;

/// The findings of statements about a story, which are the statements of its flow.
pub(crate) fn findings(flow: &Flow<'_>, kept: &[&Kept]) -> Vec<Finding> {
    let mut by_rule: Vec<(Vec<usize>, usize)> = Vec::new();
    let mut places: HashMap<&'static str, usize> = HashMap::new();
    for (at, one) in kept.iter().enumerate() {
        let place = *places.entry(one.said.rule().id).or_insert_with(|| {
            by_rule.push((Vec::new(), 0));
            by_rule.len() - 1
        });
        by_rule[place].0.push(at);
        by_rule[place].1 += one.count;
    }
    let mut findings: Vec<(usize, Finding)> = by_rule
        .into_iter()
        .filter_map(|(all, count)| Some((*all.first()?, finding(flow, kept, &all, count)?)))
        .collect();
    follow(&mut findings, kept);
    findings.into_iter().map(|(_, finding)| finding).collect()
}

fn finding(flow: &Flow<'_>, kept: &[&Kept], all: &[usize], count: usize) -> Option<Finding> {
    let pointer = |at: usize| {
        let message = message_of(flow, kept[at]);
        let said = &kept[at].said;
        let behind = behind(kept[at]).map(|behind| behind.at);
        // One mark over both, where they overlap.
        let marks = match behind {
            Some(behind) if behind.start < said.at.end => {
                let both = said.at.start..said.at.end.max(behind.end);
                vec![both]
            }
            behind => [said.at.clone()].into_iter().chain(behind).collect(),
        };
        Pointer::new(message, Part::Statement(at)).marking(marks)
    };
    let first = *all.first()?;
    let said = &kept.get(first)?.said;
    let known = said.known;
    let at = message_of(flow, kept.get(first)?);
    let call = flow.messages.get(at).map(|message| message.exchange);
    // Beside a call that went well nothing is told of one that failed.
    if is_moment(known) && call.is_some_and(|exchange| !failed(exchange)) {
        return None;
    }
    let words = || Pointer::new(at, Part::Statement(first));
    let mut summary = if is_unnamed(known) {
        let who = if is_spoken(known) {
            "The line says: “"
        } else if is_moment(known) {
            "Directly beside the request that failed the log says: “"
        } else {
            "A program that is not known here says: “"
        };
        let parts = telling::parts(kept.get(first)?.statement.text.text(), &said.at).into_iter().enumerate();
        let quoted = parts.fold(Phrase::from(who), |phrase, (at, part)| {
            let phrase = if at == 0 { phrase } else { phrase.text("” … “") };
            phrase.value(words().marking([part]))
        });
        quoted.text("”.")
    } else {
        // That it is the program itself which speaks is told by its name alone.
        let is_named = || kept.get(first).is_some_and(|kept| known.is_named_in(kept.statement.text.text()));
        let (who, behind) = match known.product {
            _ if said.by_another => ("These are words of ", ", which others use, too"),
            OAUTH => ("A code of ", ""),
            _ if is_named() => ("Said by ", ""),
            _ => ("Known from ", ""),
        };
        Phrase::from(who).text(known.product).text(behind).text(": “").text(known.text).text("”.")
    };
    // A code has many reasons, and what wraps an error has none: the reason stands beside it.
    let text = kept.get(first)?.statement.text.text();
    let is_other = |place: &Range<usize>| place.end <= said.at.start || said.at.end <= place.start;
    let is_many = matches!(known.rank(), Rank::Code | Rank::General);
    let beside: Vec<Range<usize>> = match known.rank() {
        Rank::Code | Rank::General => described(text).into_iter().filter(is_other).collect(),
        _ => Vec::new(),
    };
    let is_open = known.rank() < Rank::Fault && !is_unnamed(known) && behind(kept.get(first)?).is_none();
    let after = words_behind(text, said.at.end).filter(|_| is_open && beside.is_empty());
    // What the words beside a code speak of says more than the code.
    let told = beside.first().filter(|_| is_many).or(after.as_ref());
    let in_address = || said_in_address(text).filter(|_| is_many);
    // OAuth's codes are a provider's: it speaks of the request, not of what the app makes of the answer.
    let is_of_request = |words: &&Known| known.product != OAUTH || words.own.stage != Stage::Response;
    let in_words = match told {
        Some(place) => text.get(place.clone()).and_then(|text| in_other_words(text, true)),
        None => in_address().and_then(|text| in_other_words(&text, true)),
    }
    .filter(is_of_request);
    for place in beside {
        summary = summary.text(" Beside it stands: “").value(words().marking([place])).text("”.");
    }
    if let Some(place) = after {
        summary = summary.text(" Behind it stands: “").value(words().marking([place])).text("”.");
    }
    if let Some(words) = in_words {
        summary = summary.text(" ").text(words.means()).text(".");
    } else if said.proves().is_some() {
        summary = summary.text(" ").text(known.means()).text(".");
    }
    if let Some(empty) = known.said_empty(text).filter(|_| !is_unnamed(known)) {
        summary = summary.text(" ").text(empty);
    }
    let behind = behind(kept.get(first)?);
    if let Some(behind) = &behind {
        summary = summary.text(" Behind it stands the status ").number(behind.status);
        summary = summary.text(": ").text(behind.means).text(".");
    }
    if is_recovered(kept, all) {
        summary = summary.text(" Some lines on the program says that another try went well.");
    }
    let mut others = all.iter().skip(1).take(SHOWN - 1);
    let evidence = fail(summary).at(pointer(first));
    let evidence = others.by_ref().fold(evidence, |evidence, &at| evidence.at(pointer(at)));
    // A status tells less than words that say what failed.
    let behind = behind.filter(|_| known.rank() == Rank::Wrapper && !is_spoken(known));
    let fix = behind.as_ref().map_or_else(|| in_words.map_or(said.fix(), Known::fix), |behind| behind.fix);
    let of_words = in_words.map_or(known.own.actor, |words| words.own.actor);
    let actor = behind.as_ref().and_then(|behind| behind.actor).unwrap_or(of_words);
    let actor = of_finished_program(known.product, actor);
    let evidence = match behind {
        Some(_) => evidence.exact_fix(fix),
        None => evidence.fix(fix),
    };
    // The only error that a program states at the moment of a refusal is what a reader looks at first.
    let is_refused = || call.is_some() && !succeeds_later(flow, at);
    let is_only = is_moment(known)
        && all.len() == 1
        && count <= 1
        && !flow.has_tokens()
        && speaks_of_users(text)
        && is_refused();
    let severity = match is_recovered(kept, all) {
        true => Severity::Info,
        false if is_only => Severity::Error,
        false => known.own.severity,
    };
    let evidence = evidence.by(actor).severity(severity);
    let stage = known.own.stage;
    Some(Finding {
        stage,
        stated: Some(known),
        is_apart: all.iter().all(|&at| kept.get(at).is_some_and(|kept| kept.is_apart)),
        ..Finding::new(said.rule(), evidence.inferred_if(true), count)
    })
}

/// Whether a line speaks of what an app looks at when somebody signs in: another part of the program may fail at the same moment.
fn speaks_of_users(text: &str) -> bool {
    const BEGINNINGS: [&str; 22] = [
        "account",
        "auth",
        "claim",
        "cookie",
        "credential",
        "domain",
        "email",
        "group",
        "login",
        "mail",
        "member",
        "nonce",
        "oauth",
        "oidc",
        "permission",
        "profile",
        "role",
        "session",
        "sign",
        "state",
        "token",
        "user",
    ];
    let lower = text.to_ascii_lowercase();
    each_word(&lower).any(|word| BEGINNINGS.iter().any(|own| word.starts_with(own)))
}

/// Whether all of these were followed by another try that went well.
fn is_recovered(kept: &[&Kept], all: &[usize]) -> bool {
    all.iter().all(|&at| kept.get(at).is_some_and(|kept| kept.is_recovered))
}

/// Members in which servers say the reason of an error, the one that says most first (RFC 6749 §5.2; Ory's own).
const REASONS: [&str; 6] = ["error_debug", "debug", "error_hint", "hint", "error_description", "description"];

/// So many of them are told.
const MOST_REASONS: usize = 2;

/// So many places of one name are looked at.
const MOST_NAMED: usize = 8;

/// What a server says beside its code, in JSON, as printed by a program or as pairs.
fn described(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for name in REASONS {
        let named = text.match_indices(name).take(MOST_NAMED);
        let places = named.filter_map(|(at, _)| value_behind(text, at, name));
        for place in places {
            let is_new = found.iter().all(|known| text.get(known.clone()) != text.get(place.clone()));
            if is_new && found.len() < MOST_REASONS {
                found.push(place);
            }
        }
    }
    found
}

/// The quoted value of a member whose name ends at that place.
fn value_behind(text: &str, at: usize, name: &str) -> Option<Range<usize>> {
    let is_in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let (before, behind) = (text.get(..at)?, at + name.len());
    if before.ends_with(is_in_word) {
        return None;
    }
    let rest = text.get(behind..)?;
    let marks = rest.find(|c: char| !matches!(c, '\\' | '"' | '\'' | ' ' | ':' | '=' | '>'))?;
    let between = rest.get(..marks)?;
    let quote = between.chars().next_back().filter(|c| matches!(c, '"' | '\''))?;
    if !between.contains([':', '=']) {
        return None;
    }
    let value = rest.get(marks..)?;
    let backslashes = between.trim_end_matches(quote).bytes().rev().take_while(|byte| *byte == b'\\').count();
    let value = value.get(..quoted::end(value, quote, backslashes)?)?.trim_end();
    // A single word is a name, a flag or a value, no reason.
    value.contains(' ').then(|| behind + marks..behind + marks + value.len())
}

/// Bytes of the longest reason that is quoted.
const LONGEST_REASON: usize = 240;

/// The sentence behind words, where a colon leads to it, or it stands in quotes or brackets of its own: `invalid_grant: Code not valid`,
/// `"invalid_grant" "Code not valid"`.
fn words_behind(text: &str, end: usize) -> Option<Range<usize>> {
    let rest = text.get(end..)?;
    let begin = rest.find(|c: char| c.is_alphanumeric())?;
    let between = rest.get(..begin)?;
    let in_brackets = between == " (";
    let leads =
        in_brackets || between.contains(": ") || between.matches('"').count() >= 2 && between.contains(' ');
    if !leads || between.contains(['\n', '{', ',']) {
        return None;
    }
    let sentence = rest.get(begin..)?;
    let closing = if in_brackets { ')' } else { '}' };
    let stop = sentence.find(['\n', '"', closing, '\\']).unwrap_or(sentence.len()).min(LONGEST_REASON);
    let stop = (0..=stop).rev().find(|at| sentence.is_char_boundary(*at))?;
    let sentence = sentence.get(..stop)?.trim_end();
    // A single word is a name or a number.
    let is_sentence = sentence.contains(' ') && !sentence.contains("://");
    is_sentence.then(|| end + begin..end + begin + sentence.len())
}

/// The status that stands behind words that wrap an error, or in their gaps.
fn behind(kept: &Kept) -> Option<Behind> {
    let said = &kept.said;
    // A status alone is told by the word before it.
    let from = if is_unnamed(said.known) { 0 } else { said.at.start };
    let behind = Behind::of(kept.statement.text.text(), from)?;
    (said.known.rank() == Rank::Wrapper || behind.at.start <= said.at.end + 1).then_some(behind)
}

/// Milliseconds in which a program writes all lines of one record.
const SECOND: f64 = 1_000.0;

/// Milliseconds in which what wraps an error is written behind it.
const MINUTE: f64 = 60_000.0;

/// Of statements about one failure one is the cause: the one that says most; of several of the same kind the first, in a
/// trace of exceptions the innermost, which stands last.
fn follow(findings: &mut [(usize, Finding)], kept: &[&Kept]) {
    let place = |at: usize| line(kept.get(at)?.statement.provenance);
    let is_near = |a: usize, b: usize| match (place(a), place(b)) {
        (Some((file, a)), Some((other, b))) => file == other && a.abs_diff(b) <= BURST,
        _ => false,
    };
    let time = |at: usize| Some(kept.get(at)?.statement.time?.as_millis());
    let apart = |a: usize, b: usize| Some((time(a)? - time(b)?).abs());
    // The status behind words that wrap an error says more than they do, and less than any other words.
    let rank = |at: usize| {
        let rank = kept[at].said.known.rank();
        // What the peer says in its answer, in whatever words, says more than that the answer was an error.
        let is_of_answer =
            is_spoken(kept[at].said.known) && !described(kept[at].statement.text.text()).is_empty();
        let rank = if is_of_answer { rank.max(Rank::Code) } else { rank };
        (rank, rank == Rank::Wrapper && behind(kept[at]).is_some())
    };
    let is_bare = |at: usize| rank(at) == (Rank::Wrapper, false);
    let is_inner = |at: usize| kept[at].statement.text.text().trim_start().starts_with("Caused");
    // Client and server each say why a call failed, in words of their own.
    let fault = |at: usize| kept[at].said.proves().or_else(|| kept[at].said.known.suspects.first().copied());
    let is_same =
        |a: usize, b: usize| fault(a).is_some_and(|rule| fault(b).is_some_and(|other| other.id == rule.id));
    let mut burst: Vec<usize> = Vec::new();
    let settle = |burst: &mut Vec<usize>, findings: &mut [(usize, Finding)]| {
        let cause = burst.iter().copied().max_by_key(|&index| {
            let at = findings[index].0;
            let order = if is_inner(at) { index as i64 } else { -(index as i64) };
            (rank(at), is_inner(at), order)
        });
        if let Some(cause) = cause {
            let (first, id) = (findings[cause].0, findings[cause].1.rule.id);
            for &index in burst.iter().filter(|&&index| index != cause) {
                let at = findings[index].0;
                // Of two faults the later one is another one, unless both are lines of one record or are known for the same.
                let follows = match (rank(at) < rank(first), apart(first, at)) {
                    (true, apart) => apart.is_none_or(|millis| millis <= MINUTE),
                    (false, apart) if is_same(first, at) => apart.is_none_or(|millis| millis <= MINUTE),
                    (false, Some(millis)) => millis <= SECOND,
                    (false, None) => is_inner(first) || is_inner(at),
                };
                if follows {
                    findings[index].1.kind = FindingKind::Consequence(id);
                }
            }
        }
        burst.clear();
    };
    let beside: Vec<usize> = (0..findings.len()).filter(|&index| !findings[index].1.is_apart).collect();
    for index in beside {
        let is_next = burst.last().is_none_or(|&last| is_near(findings[last].0, findings[index].0));
        if !is_next {
            settle(&mut burst, findings);
        }
        burst.push(index);
    }
    settle(&mut burst, findings);
    // A wrapper far from any reason is still no cause beside one.
    let cause = findings.iter().find(|(at, finding)| !is_bare(*at) && finding.kind == FindingKind::Cause);
    if let Some(id) = cause.map(|(_, finding)| finding.rule.id) {
        for (at, finding) in findings.iter_mut() {
            if is_bare(*at) && !finding.is_apart && finding.kind == FindingKind::Cause {
                finding.kind = FindingKind::Consequence(id);
            }
        }
    }
}

fn line(provenance: Provenance) -> Option<(u32, u32)> {
    match provenance {
        Provenance::File { input, place: Place::Line(line) } => Some((input, line)),
        _ => None,
    }
}

/// The message of a flow that a statement is about: the one that it shares a line's neighbourhood with, else the one that the
/// app's server was busy with when it spoke.
fn message_of(flow: &Flow<'_>, kept: &Kept) -> usize {
    let near = nearest(flow.messages.iter().map(|message| message.exchange), kept);
    let of_app = |kind| matches!(kind, MessageKind::AuthorizationResponse | MessageKind::CodeHandover);
    let last = |is_it: &dyn Fn(usize) -> bool| (0..flow.messages.len()).rev().find(|&at| is_it(at));
    near.or_else(|| last(&|at| failed(flow.messages[at].exchange)))
        .or_else(|| last(&|at| of_app(flow.messages[at].kind)))
        .unwrap_or(flow.messages.len().saturating_sub(1))
}

/// Whether a call got no answer, or one that says that it failed.
fn failed(exchange: &Exchange) -> bool {
    exchange.error.is_some() || exchange.status().is_some_and(|status| status >= 400)
}

/// The exchange of the same file whose line is nearest to a statement's, where it is near: between two the one that failed.
fn nearest<'e>(exchanges: impl Iterator<Item = &'e Exchange>, kept: &Kept) -> Option<usize> {
    let (file, at) = line(kept.statement.provenance)?;
    let lines = exchanges
        .enumerate()
        .filter_map(|(index, exchange)| Some((index, !failed(exchange), line(exchange.provenance)?)));
    let near = lines.filter(|(.., (other, line))| *other == file && line.abs_diff(at) <= LINES);
    near.min_by_key(|(_, is_fine, (_, line))| (line.abs_diff(at), *is_fine)).map(|(index, ..)| index)
}

/// A story as far as statements can be about it.
pub(crate) struct Subject<'s> {
    /// Its exchanges.
    pub(crate) exchanges: Vec<&'s Exchange>,
    /// How it ended as its messages show it.
    pub(crate) outcome: Outcome,
}

/// For each statement the story that it is about, `None` where that cannot be told: by a value that both have, by the lines of
/// one file, by the time, or because there is only one story, which did not go well.
pub(crate) fn subjects(stories: &[Subject<'_>], kept: &[Kept]) -> Vec<Option<usize>> {
    let values = Values::of(stories);
    let of = |one: &Kept| {
        values
            .story_of(one.statement.text.text())
            .or_else(|| by_line(stories, one))
            .or_else(|| by_time(stories, one))
            .or_else(|| match stories {
                [only] if only.outcome != Outcome::Succeeded && may_be_at(only, one) => Some(0),
                _ => None,
            })
    };
    kept.iter().map(of).collect()
}

fn by_line(stories: &[Subject<'_>], kept: &Kept) -> Option<usize> {
    let (file, at) = line(kept.statement.provenance)?;
    let distance = |story: &Subject<'_>| {
        let lines = story.exchanges.iter().filter_map(|exchange| line(exchange.provenance));
        lines.filter(|(other, _)| *other == file).map(|(_, line)| line.abs_diff(at)).min()
    };
    let near = stories.iter().enumerate().filter_map(|(index, story)| Some((distance(story)?, index)));
    let near = near.filter(|(distance, index)| {
        *distance <= LINES && late(&stories[*index], kept).is_none_or(|late| late.abs() <= SILENT)
    });
    near.min().map(|(_, index)| index)
}

/// Milliseconds for which a server may say nothing while it is busy with a login: lines that are further apart in time are about
/// different things, however near they stand.
const SILENT: f64 = 300_000.0;

/// By how many milliseconds a statement is later than a story's last exchange, or, below nothing, earlier than its first.
/// `None` where one of them shows no time.
fn late(story: &Subject<'_>, kept: &Kept) -> Option<f64> {
    let time = kept.statement.time?.as_millis();
    let started = story.exchanges.iter().filter_map(|exchange| exchange.started);
    let (first, last) =
        started.map(http::Timestamp::as_millis).fold(None, |all: Option<(f64, f64)>, time| {
            Some(all.map_or((time, time), |(first, last)| (first.min(time), last.max(time))))
        })?;
    Some((time - last).max(0.0) + (time - first).min(0.0))
}

fn is_in_time(late: f64) -> bool {
    (-BEFORE..=AFTER).contains(&late)
}

/// Whether a statement can be from the time of a story: their clocks may show the time of different zones.
fn may_be_at(story: &Subject<'_>, kept: &Kept) -> bool {
    const HOUR: f64 = 3_600_000.0;
    late(story, kept).is_none_or(|late| {
        let hours = (late / HOUR).round();
        hours.abs() <= ZONES && is_in_time(late - hours * HOUR)
    })
}

fn by_time(stories: &[Subject<'_>], kept: &Kept) -> Option<usize> {
    let is_near = |index: &usize| late(&stories[*index], kept).is_some_and(is_in_time);
    let mut near = (0..stories.len()).filter(is_near);
    near.next().filter(|_| near.next().is_none())
}

/// Parameters and headers whose values are one login's alone, and one that its app's other logins have too.
const OWN: [&str; 7] =
    ["state", "code", "nonce", "code_challenge", "request_uri", "session_state", "user_code"];
const OWN_HEADERS: [&str; 5] =
    ["x-request-id", "x-correlation-id", "request-id", "x-trace-id", "traceparent"];
const SHARED: &str = "client_id";

/// The values by which a statement is told to be about a story.
struct Values {
    finder: Option<AhoCorasick>,
    /// For each value the story that it is of; `None` for one of several stories.
    owners: Vec<Option<usize>>,
    /// Whether it is one login's alone.
    is_own: Vec<bool>,
}

impl Values {
    fn of(stories: &[Subject<'_>]) -> Self {
        let mut values: HashMap<&str, (Option<usize>, bool)> = HashMap::new();
        for (index, story) in stories.iter().enumerate() {
            for (value, is_own) in story.exchanges.iter().flat_map(|exchange| values_of(exchange)) {
                let owner = values.entry(value).or_insert((Some(index), is_own));
                if owner.0 != Some(index) {
                    owner.0 = None;
                }
            }
        }
        let (texts, rest): (Vec<&str>, Vec<_>) = values.into_iter().unzip();
        let (owners, is_own) = rest.into_iter().unzip();
        let finder = if texts.is_empty() { None } else { AhoCorasick::new(&texts).ok() };
        Values { finder, owners, is_own }
    }

    /// The only story whose values a text has; those that are one login's alone count before others.
    fn story_of(&self, text: &str) -> Option<usize> {
        let found: Vec<usize> = self
            .finder
            .as_ref()?
            .find_overlapping_iter(text)
            .map(|found| found.pattern().as_usize())
            .collect();
        let only = |is_own: bool| {
            let mut owners =
                found.iter().filter(|&&at| self.is_own[at] == is_own).filter_map(|&at| self.owners[at]);
            let first = owners.next()?;
            owners.all(|other| other == first).then_some(first)
        };
        only(true).or_else(|| only(false))
    }
}

fn values_of(exchange: &Exchange) -> Vec<(&str, bool)> {
    let uri = &exchange.request.uri;
    let parameters = uri.query().iter().chain(uri.fragment().iter());
    let parameters = parameters.chain(exchange.form().into_iter().flat_map(http::Parameters::iter));
    let redirected = exchange.location().into_iter().flat_map(|uri| uri.query().iter());
    let received = exchange.response.as_ref().and_then(|response| response.headers.present());
    let headers =
        exchange.request.headers.present().into_iter().chain(received).flat_map(http::Headers::iter);
    let of_parameters = parameters.chain(redirected).filter_map(|(name, value)| {
        (OWN.contains(&name) || name == SHARED).then_some((value.text(), name != SHARED))
    });
    let of_headers =
        headers.filter(|(name, _)| OWN_HEADERS.contains(name)).map(|(_, value)| (value.text(), true));
    of_parameters.chain(of_headers).filter(|(value, _)| value.len() >= SHORTEST_VALUE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_words() {
        for (text, words, expected) in [
            (
                "OAuthError: invalid_grant: Invalid code verifier",
                "invalid_grant",
                Some("Invalid code verifier"),
            ),
            (r#"oauth2: "invalid_grant" "Code not valid""#, "invalid_grant", Some("Code not valid")),
            (r#"oauth2: \"invalid_grant\" \"Code not valid\" x"#, "invalid_grant", Some("Code not valid")),
            (
                "ClientException: Could not find access token.\nat x",
                "ClientException",
                Some("Could not find access token."),
            ),
            ("error=invalid_token, auth_method=x y", "invalid_token", None),
            ("invalid_token: x", "invalid_token", None),
            ("redeem: Post \"https://a.example/token\": EOF", "redeem", None),
            ("invalid_token", "invalid_token", None),
        ] {
            let end = text.find(words).unwrap() + words.len();
            let found = words_behind(text, end).and_then(|place| text.get(place));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_stands_beside_a_code() {
        let said = |text: &'static str| -> Vec<&'static str> {
            described(text).into_iter().filter_map(|place| text.get(place)).collect()
        };
        for (text, expected) in [
            (
                r#"{"error":"invalid_client","error_description":"Client not allowed"} (403)"#,
                vec!["Client not allowed"],
            ),
            (
                r#"error="{\"error\":\"x\",\"error_description\":\"Code not valid. \"}""#,
                vec!["Code not valid."],
            ),
            ("{ error: 'x', error_description: 'no such user' }", vec!["no such user"]),
            ("%{\"error_description\" => \"too short\"}", vec!["too short"]),
            (
                r#"{"error":"server_error","description":"It failed","debug":"no row"}"#,
                vec!["no row", "It failed"],
            ),
            (r#"{"error_description":null}"#, vec![]),
            (r#"invalid_request id_token_hint="a b" debug="true""#, vec![]),
            (r#"{"error_description":""}"#, vec![]),
            ("read error_description", vec![]),
            ("the description is 'x'", vec![]),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }
}
