//! Which message of one login stands for which of the other.

use super::Step;
use super::alike::Alike;
use super::fields::{Told, differences};
use crate::model::{Login, Message};

/// The steps of both logins in their order, those that do not differ too.
pub(super) fn steps(other: &Login, this: &Login) -> Vec<Step> {
    let alike = Alike::of(other, this);
    let mut told = Told::default();
    let pairs = paired(other, this);
    pairs
        .into_iter()
        .filter(|(one, two)| one.is_some() && two.is_some() || one.or(*two).is_some_and(tells))
        .map(|pair| match pair {
            (Some(one), Some(two)) => Step {
                name: two.name,
                other: Some(one.number),
                this: Some(two.number),
                gist: None,
                differences: differences(one, two, &alike, &mut told),
            },
            (one, two) => Step {
                name: two.or(one).map_or("", |message| message.name),
                other: one.map(|message| message.number),
                this: two.map(|message| message.number),
                gist: two.or(one).map(|message| message.gist.clone()),
                differences: Vec::new(),
            },
        })
        .collect()
}

/// Whether it tells something that only one of them has such a message: what users do on the provider's pages is not ours.
fn tells(message: &Message) -> bool {
    message.kind != "provider-page" || !message.findings.is_empty()
}

/// How many messages are in both.
pub(super) fn pairs(steps: &[Step]) -> usize {
    steps.iter().filter(|step| step.is_of_both()).count()
}

type Pair<'l> = (Option<&'l Message>, Option<&'l Message>);

/// The longest common sequence of messages of one kind between the same parties; what is in no pair stands before the next pair, the
/// other login's first. The budget of a report bounds the messages of both.
fn paired<'l>(other: &'l Login, this: &'l Login) -> Vec<Pair<'l>> {
    let (one, two) = (&other.messages, &this.messages);
    let is_pair = |a: &Message, b: &Message| {
        let role = |login: &Login, at: usize| login.parties.get(at).map(|party| party.role);
        a.kind == b.kind && role(other, a.to) == role(this, b.to)
    };
    // The length of the longest common sequence from there on.
    let mut longest = vec![vec![0_u16; two.len() + 1]; one.len() + 1];
    for at in (0..one.len()).rev() {
        for its in (0..two.len()).rev() {
            longest[at][its] = if is_pair(&one[at], &two[its]) {
                longest[at + 1][its + 1] + 1
            } else {
                longest[at + 1][its].max(longest[at][its + 1])
            };
        }
    }
    let (mut at, mut its) = (0, 0);
    let mut pairs = Vec::new();
    while at < one.len() || its < two.len() {
        match (one.get(at), two.get(its)) {
            (Some(a), Some(b)) if is_pair(a, b) => {
                pairs.push((Some(a), Some(b)));
                (at, its) = (at + 1, its + 1);
            }
            (Some(a), b) if b.is_none() || longest[at + 1][its] >= longest[at][its + 1] => {
                pairs.push((Some(a), None));
                at += 1;
            }
            (_, b) => {
                pairs.push((None, b));
                its += 1;
            }
        }
    }
    pairs
}
