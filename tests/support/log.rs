//! What the extension's log keeps, in as few words as possible: `extension/src/background/log.ts` does the same.

use std::collections::{BTreeMap, HashMap, HashSet};

use http::{CaptureEvent, EventBody, Hop, UnreadableReason};
use lint::{Ingested, Session};

use crate::request_of;

/// The events that the core wants to see again after a restart.
#[derive(Clone, Default)]
pub struct Log {
    next: usize,
    entries: BTreeMap<usize, CaptureEvent>,
    /// Where the events of a request or a tab are.
    groups: HashMap<Group, Vec<(usize, Option<f64>)>>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Group {
    Request(String),
    Tab(i64),
}

impl Log {
    /// Lets a session take events, and keeps of them what it says.
    pub fn ingest(&mut self, session: &mut Session, events: Vec<CaptureEvent>) -> Ingested {
        let ingested = session.ingest(events.clone());
        let idle: HashSet<u32> = ingested.idle.iter().copied().collect();
        for (index, mut event) in (0..).zip(events) {
            if let Some(owned) = ingested.owned.iter().find(|owned| owned.index == index) {
                set_owner(&mut event, &owned.hop);
            }
            if !idle.contains(&index) {
                self.append(event);
            }
        }
        self.obey(&ingested);
        ingested
    }

    /// A session that was made of nothing but what is kept.
    pub fn replayed(&mut self, forgotten: u32) -> (Session, Ingested) {
        self.replayed_in(Session::resumed(forgotten))
    }

    /// The same, in a session that is empty.
    pub fn replayed_in(&mut self, mut session: Session) -> (Session, Ingested) {
        let ingested = session.ingest(self.events());
        self.obey(&ingested);
        (session, ingested)
    }

    /// What is kept, in order.
    pub fn events(&self) -> Vec<CaptureEvent> {
        self.entries.values().cloned().collect()
    }

    /// How many events are kept.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn append(&mut self, event: CaptureEvent) {
        let (group, began) = match (&event, request_of(&event)) {
            (CaptureEvent::Content { of, .. } | CaptureEvent::Navigated { of, .. }, _) => {
                let of = of.clone().expect("what belongs to nothing is idle");
                (Group::Request(of.request), Some(of.time))
            }
            (CaptureEvent::TabOpened { tab, .. } | CaptureEvent::TabClosed { tab, .. }, _) => {
                (Group::Tab(*tab), None)
            }
            (CaptureEvent::RequestStarted { request, time, .. }, _) => {
                (Group::Request(request.clone()), Some(*time))
            }
            (_, request) => {
                let group = Group::Request(request.expect("an event of a request").to_owned());
                let is_start = |(at, began): &&(usize, Option<f64>)| {
                    began.is_some() && matches!(self.entries[at], CaptureEvent::RequestStarted { .. })
                };
                let began = self.groups.get(&group).and_then(|all| all.iter().rev().find(is_start));
                let began = began.expect("an event without a beginning is idle").1;
                (group, began)
            }
        };
        self.groups.entry(group).or_default().push((self.next, began));
        self.entries.insert(self.next, event);
        self.next += 1;
    }

    fn obey(&mut self, ingested: &Ingested) {
        for strip in &ingested.strip {
            let found = self.groups.get(&Group::Request(strip.hop.request.clone())).cloned();
            for (at, _) in found.into_iter().flatten().filter(|(_, began)| *began == Some(strip.hop.time)) {
                match self.entries.get_mut(&at) {
                    Some(CaptureEvent::RequestStarted { body, .. }) => {
                        *body = EventBody::Unreadable { reason: UnreadableReason::Private };
                    }
                    Some(CaptureEvent::Content { request_body, body, .. }) => {
                        *request_body = None;
                        if strip.answer {
                            *body = EventBody::Unreadable { reason: UnreadableReason::Private };
                        }
                    }
                    _ => {}
                }
            }
        }
        for Hop { request, time } in &ingested.forget {
            self.drop_from(&Group::Request(request.clone()), |began| began == Some(*time));
        }
        for tab in &ingested.forget_tabs {
            self.drop_from(&Group::Tab(*tab), |_| true);
        }
    }

    fn drop_from(&mut self, group: &Group, is_gone: impl Fn(Option<f64>) -> bool) {
        let Some(all) = self.groups.get_mut(group) else { return };
        let gone: Vec<usize> = all.iter().filter(|(_, began)| is_gone(*began)).map(|(at, _)| *at).collect();
        all.retain(|(_, began)| !is_gone(*began));
        if all.is_empty() {
            self.groups.remove(group);
        }
        for at in gone {
            self.entries.remove(&at);
        }
    }
}

fn set_owner(event: &mut CaptureEvent, hop: &Hop) {
    if let CaptureEvent::Content { of, .. } | CaptureEvent::Navigated { of, .. } = event {
        *of = Some(hop.clone());
    }
}
