//! What a list shows of each story, and what of it changed since somebody looked.

use std::collections::{BTreeSet, HashMap, HashSet};

use lint::{Analysis, Session, Story};
use serde::Serialize;

use crate::mask::fields::Treatment;
use crate::mask::{Redactor, Shown, shown};
use crate::model::{Mark, Outcome, Severity};
use crate::view::{self, login};

/// So many keys of stories that are gone are remembered; whoever looked longer ago is told everything.
const MOST_GONE: usize = 4_096;

/// No login runs in more.
const MOST_TABS: usize = 16;

/// What a list shows of a story.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Its [`Login::id`](crate::Login::id).
    pub id: String,
    /// Its [`Login::key`](crate::Login::key).
    pub key: String,
    /// Its place among all.
    pub number: u32,
    /// Another number whenever something in it changed: then what is shown of it is old.
    pub revision: f64,
    /// Its [`Login::kind`](crate::Login::kind).
    pub kind: &'static str,
    /// Its [`Login::title`](crate::Login::title).
    pub title: Shown,
    /// The client and the provider; the title where no client identifier was seen.
    pub name: Shown,
    /// Its [`Login::description`](crate::Login::description).
    pub description: String,
    /// The login inside of which it runs.
    pub inside: Option<String>,
    /// Whether it runs in a hidden frame, without the user.
    pub is_silent: bool,
    /// The browser's numbers of the tabs that it runs in, and of those that opened these; empty where no browser was watched.
    pub tabs: Vec<f64>,
    /// The how manieth lap of a loop of logins it is; 0 where it is none.
    pub lap: usize,
    /// When it began (RFC 3339, UTC).
    pub started: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// That in a sentence.
    pub outcome_text: Shown,
    /// The root cause.
    pub cause: Option<RowCause>,
    /// Its [`Login::mark`](crate::Login::mark).
    pub mark: Mark,
    /// How many messages it has.
    pub messages: usize,
    /// How many findings.
    pub findings: usize,
    /// What a filter looks for, in lower case: names, addresses, rules, each status as `status 400`.
    pub search: Shown,
}

/// A root cause in a list.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RowCause {
    /// The rule.
    pub rule: &'static str,
    /// Its title.
    pub title: &'static str,
    /// How bad it is here.
    pub severity: Severity,
}

/// What changed since a look.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Changes {
    /// To ask with next time.
    pub revision: f64,
    /// Whether these are all rows: what was shown before is gone.
    pub whole: bool,
    /// The rows that are new or other ones.
    pub rows: Vec<Row>,
    /// The keys of stories that are gone.
    pub gone: Vec<String>,
    /// Requests that were seen.
    pub seen: usize,
    /// Requests that belong to a story and are kept.
    pub kept: usize,
}

/// The rows of a recording as they were made last.
#[derive(Default)]
pub(crate) struct Rows {
    /// Looks in which something changed.
    revision: u64,
    /// In the order of the stories, each with the revision of its story.
    rows: Vec<(u64, Made)>,
    gone: Vec<(u64, String)>,
    /// Whoever looked before this revision has to be told everything.
    remembered: u64,
}

struct Made {
    row: Row,
    /// The look in which it was made.
    at: u64,
    /// The story inside that its sentence speaks of.
    blamed: Option<u32>,
    /// Whether words were left out, since not all secrets were known.
    is_closed: bool,
}

impl Rows {
    /// What changed since the look of that revision; 0 for whoever has not looked yet.
    pub(crate) fn changes(&mut self, session: &Session, since: u64, all: &Redactor) -> Changes {
        let analysis = session.analysis();
        let kept = self.renew(&analysis, all);
        let whole = since == 0 || since < self.remembered || since > self.revision;
        let is_new = |made: &&Made| whole || made.at > since;
        let rows = self.rows.iter().map(|(_, made)| made).filter(is_new);
        let rows: Vec<Row> = rows.map(|made| made.row.clone()).collect();
        let gone = self.gone.iter().filter(|(at, _)| !whole && *at > since);
        Changes {
            revision: self.revision as f64,
            whole,
            gone: gone.map(|(_, key)| key.clone()).collect(),
            rows,
            seen: session.seen(),
            kept,
        }
    }

    /// The story with that key, where a row of it was made.
    pub(crate) fn story<'a, 's>(&self, key: &str, analysis: &'a Analysis<'s>) -> Option<&'a Story<'s>> {
        // The newest is asked for most.
        let (revision, _) = self.rows.iter().rev().find(|(_, made)| made.row.key == key)?;
        analysis.stories().iter().find(|story| story.revision() == *revision)
    }

    /// Makes the rows anew of stories that changed; says how many exchanges all have.
    fn renew(&mut self, analysis: &Analysis<'_>, all: &Redactor) -> usize {
        let blamed = analysis.all_failed_inside();
        match self.changed_in_place(analysis, &blamed, all) {
            Some(changed) => self.renew_in_place(analysis, &blamed, changed, all),
            None => self.renew_all(analysis, &blamed, all),
        }
        analysis.stories().iter().map(Story::len).sum()
    }

    /// The places of stories that changed, where each of the others stands where it stood and none is gone: then nothing
    /// has to be done for them.
    fn changed_in_place(
        &self,
        analysis: &Analysis<'_>,
        blamed: &HashMap<u32, u32>,
        all: &Redactor,
    ) -> Option<Vec<usize>> {
        let stories = analysis.stories();
        if stories.len() < self.rows.len() {
            return None;
        }
        let mut changed = Vec::new();
        for (at, (story, (revision, made))) in stories.iter().zip(&self.rows).enumerate() {
            if *revision == story.revision() && made.is_of(story, blamed, all) {
                continue;
            }
            if made.row.number != story.number || made.row.key != login::key(story.flow()) {
                return None;
            }
            changed.push(at);
        }
        changed.extend(self.rows.len()..stories.len());
        Some(changed)
    }

    fn renew_in_place(
        &mut self,
        analysis: &Analysis<'_>,
        blamed: &HashMap<u32, u32>,
        changed: Vec<usize>,
        all: &Redactor,
    ) {
        let next = self.revision + 1;
        self.revision += u64::from(!changed.is_empty());
        for at in changed {
            let Some(story) = analysis.stories().get(at) else { continue };
            let made = Made::new(story, analysis, all, next, blamed.get(&story.number).copied());
            match self.rows.get_mut(at) {
                Some(known) => *known = (story.revision(), made),
                None => self.rows.push((story.revision(), made)),
            }
        }
    }

    fn renew_all(&mut self, analysis: &Analysis<'_>, all_blamed: &HashMap<u32, u32>, all: &Redactor) {
        let next = self.revision + 1;
        let mut before: Vec<Option<(u64, Made)>> =
            std::mem::take(&mut self.rows).into_iter().map(Some).collect();
        // Most stories stand where they stood before.
        let mut places: Option<HashMap<u64, usize>> = None;
        let mut changed = false;
        for (at, story) in analysis.stories().iter().enumerate() {
            let revision = story.revision();
            let blamed = all_blamed.get(&story.number).copied();
            let is_it =
                |made: &Option<(u64, Made)>| made.as_ref().is_some_and(|(known, _)| *known == revision);
            let place = if before.get(at).is_some_and(is_it) {
                Some(at)
            } else {
                let places = places.get_or_insert_with(|| {
                    let all = before.iter().enumerate();
                    all.filter_map(|(at, made)| Some((made.as_ref()?.0, at))).collect()
                });
                places.get(&revision).copied()
            };
            let known = place.and_then(|place| before[place].take());
            let is_old = |(_, made): &(u64, Made)| made.is_of(story, all_blamed, all);
            self.rows.push(known.filter(is_old).unwrap_or_else(|| {
                changed = true;
                (revision, Made::new(story, analysis, all, next, blamed))
            }));
        }
        let before: Vec<String> = before.into_iter().flatten().map(|(_, made)| made.row.key).collect();
        // A story that changed has another row under the same key.
        let present: HashSet<&str> = if before.is_empty() {
            HashSet::new()
        } else {
            self.rows.iter().map(|(_, made)| made.row.key.as_str()).collect()
        };
        let gone: Vec<String> = before.into_iter().filter(|key| !present.contains(key.as_str())).collect();
        changed |= !gone.is_empty();
        self.gone.extend(gone.into_iter().map(|key| (next, key)));
        if self.gone.len() > MOST_GONE {
            let superfluous = self.gone.len() - MOST_GONE;
            self.remembered =
                self.gone.drain(..superfluous).map(|(at, _)| at).max().unwrap_or(self.remembered);
        }
        self.revision += u64::from(changed);
    }
}

impl Made {
    fn new(story: &Story<'_>, analysis: &Analysis<'_>, all: &Redactor, at: u64, blamed: Option<u32>) -> Self {
        Made { row: row(story, analysis, all), at, blamed, is_closed: all.is_closed() }
    }

    /// Whether it says what it would say now of a story that did not change.
    fn is_of(&self, story: &Story<'_>, blamed: &HashMap<u32, u32>, all: &Redactor) -> bool {
        (all.is_closed() || !self.is_closed)
            && self.row.number == story.number
            && self.blamed == blamed.get(&story.number).copied()
    }
}

/// The tabs of a login, each once.
fn tabs(flow: &oauth::Flow<'_>) -> Vec<f64> {
    let contexts = flow.messages.iter().map(|message| &message.exchange.context);
    let all: BTreeSet<i64> = contexts.flat_map(|context| [context.tab, context.opener]).flatten().collect();
    all.into_iter().filter(|tab| *tab >= 0).take(MOST_TABS).map(|tab| tab as f64).collect()
}

/// A row. The names of secrets have no numbers in it: these depend on what was seen before.
fn row(story: &Story<'_>, analysis: &Analysis<'_>, all: &Redactor) -> Row {
    let (flow, diagnosis) = (story.flow(), story.diagnosis());
    let outcome = login::outcome(diagnosis.outcome);
    let outer = analysis.outer(story).map(login::id);
    let title = login::title(flow, all).without_numbers();
    let description = login::description(flow, outer.as_deref());
    let cause = diagnosis.root_cause().map(|finding| RowCause {
        rule: finding.rule.id,
        title: finding.rule.title,
        severity: view::finding::severity(finding.severity),
    });
    let client = login::client_id(flow, all).map(|client| client.without_numbers());
    let name = match &client {
        Some(client) => shown!(client, " → ", login::provider(flow, all).without_numbers()),
        None => title.clone(),
    };
    let names = [client, login::issuer(flow, all), Some(title.clone())];
    let answers = flow.token_exchanges().iter().filter_map(|token| token.response().error());
    let brought = flow.authorization_responses().iter().filter_map(|response| response.error());
    let errors = answers.chain(brought).map(|error| all.value("error", Treatment::Prose, error));
    let rules = diagnosis.findings.iter().flat_map(|finding| [finding.rule.id, finding.rule.title]);
    let messages = flow.messages.iter().take(MOST_SEARCHED);
    let addresses = messages.map(|message| all.url(&message.exchange.request.uri));
    let statuses: BTreeSet<u16> =
        flow.messages.iter().filter_map(|message| message.exchange.status()).collect();
    let statuses = statuses.into_iter().map(|status| shown!("status ", Shown::number(status)));
    let rules = rules.map(Shown::from);
    let searched = names.into_iter().flatten().chain(errors).chain(rules).chain(statuses).chain(addresses);
    Row {
        id: login::id(story),
        key: login::key(flow),
        number: story.number,
        revision: story.revision() as f64,
        kind: story.kind().id(),
        title,
        name,
        description,
        inside: outer,
        is_silent: flow.is_silent(),
        tabs: tabs(flow),
        lap: if flow.others.laps == 0 { 0 } else { flow.others.laps + 1 },
        started: login::began(flow),
        outcome,
        outcome_text: login::outcome_text(story, analysis, outcome),
        mark: login::mark(outcome, cause.is_some()),
        cause,
        messages: flow.messages.len(),
        findings: diagnosis.findings.len(),
        search: Shown::lines(searched).without_numbers().to_lowercase(),
    }
}

/// Addresses of one story that a filter looks at.
const MOST_SEARCHED: usize = 32;
