//! What happens between the parties, step by step.

use crate::mask::{Shown, shown};
use crate::model::{Field, Finding, Login, Message, Outcome, Party, Role};

/// Most facts that stand beside a message: those of a fault, then what was compared.
const MOST_FACTS: usize = 5;

/// The steps of a login.
pub(super) struct Sequence<'l> {
    pub(super) parties: &'l [Party],
    pub(super) steps: Vec<Step<'l>>,
    /// What was not seen and what is not shown, one sentence each.
    pub(super) notes: &'l [Shown],
}

/// A request with its answer, or what was not seen.
pub(super) struct Step<'l> {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The message; of several alike the first one. None for what was not seen.
    pub(super) message: Option<&'l Message>,
    /// What the arrow is.
    pub(super) name: Shown,
    /// What matters in the request.
    pub(super) facts: Vec<Fact>,
    /// What came back; none where nothing was to come.
    pub(super) answer: Option<Shown>,
    /// Whether an answer arrived.
    pub(super) is_answered: bool,
    /// Whether the root cause is about it.
    pub(super) is_faulty: bool,
}

/// Something in a request.
pub(super) struct Fact {
    pub(super) text: Shown,
    /// Whether the root cause points to it.
    pub(super) is_fault: bool,
}

impl<'l> Sequence<'l> {
    pub(super) fn of(login: &'l Login) -> Self {
        let cause = login.groups_of(Role::Cause).map(|(head, _)| head).next();
        let mut steps: Vec<Step<'l>> = Vec::new();
        let mut rest = login.messages.as_slice();
        while let Some(first) = rest.first() {
            let alike = rest.iter().take_while(|next| is_more_of(first, next)).count().max(1);
            let (these, others) = rest.split_at(alike);
            steps.push(step(first, these, cause));
            rest = others;
        }
        steps.extend(not_seen(login));
        Sequence { parties: &login.parties, steps, notes: &login.not_seen }
    }
}

/// Pages of the provider that nothing was found in are one step: what users do there is not ours.
fn is_more_of(first: &Message, next: &Message) -> bool {
    let is_page = |message: &Message| message.kind == "provider-page" && message.findings.is_empty();
    is_page(first) && is_page(next) && (first.from, first.to) == (next.from, next.to)
}

fn step<'l>(first: &'l Message, these: &'l [Message], cause: Option<&Finding>) -> Step<'l> {
    let last = these.last().unwrap_or(first);
    let is_about = |finding: &&Finding| finding.message == Some(first.number);
    let number = Shown::number(first.number);
    let name = match last.number {
        same if same == first.number => shown!(number, " ", Shown::from(first.name)),
        to => shown!(number, "–", Shown::number(to), " ", Shown::from(first.name), "s"),
    };
    let mut facts = facts(first, cause);
    facts.truncate(MOST_FACTS);
    Step {
        from: first.from,
        to: first.to,
        message: Some(first),
        name,
        facts,
        answer: Some(last.answered.clone()),
        is_answered: last.status.is_some() && last.error.is_none(),
        is_faulty: cause.as_ref().is_some_and(is_about),
    }
}

/// What is asked, then the parameters that the cause points to, then those that were compared with messages before.
fn facts(message: &Message, cause: Option<&Finding>) -> Vec<Fact> {
    let evidence = cause.map_or(&[][..], |cause| &cause.evidence);
    let pointed = |field: &Field| {
        evidence.iter().any(|point| point.message == message.number && point.part == field.part)
    };
    let asked = message.asked.as_str();
    let mut asks_fault = false;
    let mut facts: Vec<Fact> = Vec::new();
    for field in &message.parameters {
        let is_fault = pointed(field);
        // What is asked says it already.
        if asked.contains(field.name.as_str()) && (!is_fault || asked.contains(field.value.as_str())) {
            asks_fault |= is_fault;
            continue;
        }
        let text = match &field.note {
            Some(note) => shown!(&field.name, ": ", note),
            None if is_fault => shown!(&field.name, " = ", &field.value),
            None => continue,
        };
        facts.push(Fact { text, is_fault });
    }
    if !asked.is_empty() {
        facts.insert(0, Fact { text: message.asked.clone(), is_fault: asks_fault });
    }
    facts.sort_by_key(|fact| !fact.is_fault);
    facts
}

/// What became of a code that the app has, where the recording does not tell.
fn not_seen(login: &Login) -> Option<Step<'_>> {
    let last = (login.outcome == Outcome::OutOfSight).then(|| login.messages.last())??;
    let index = |role| login.parties.iter().position(|party| party.role == role);
    let (app, provider) = index("app").zip(index("provider")).unwrap_or((last.from, last.to));
    Some(Step {
        from: app,
        to: provider,
        message: None,
        name: Shown::from("What became of the code was not seen"),
        facts: Vec::new(),
        answer: None,
        is_answered: false,
        is_faulty: false,
    })
}
