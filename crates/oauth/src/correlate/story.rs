//! A login, or what else hangs together, as it was found.

use std::sync::Arc;

use http::{Exchange, ExchangeId};

use super::draft::Draft;
use super::member::in_order;
use super::neighbours::Neighbours;
use crate::flow::{Flow, FlowMessage, Read, SignedIn};
use crate::message::{Join, MessageKind};
use crate::metadata::Metadata;

/// The messages of a login, and what is known around them.
pub struct Correlated {
    /// As they were put, to tell whether anything changed.
    put: Vec<Message>,
    /// In the order in which they happened.
    messages: Vec<Message>,
    metadata: Option<Arc<Metadata>>,
    neighbours: Neighbours,
    revision: u64,
}

struct Message {
    exchange: Arc<Exchange>,
    kind: MessageKind,
    join: Join,
}

impl Correlated {
    pub(super) fn new(
        draft: &Draft,
        metadata: Option<Arc<Metadata>>,
        neighbours: Neighbours,
        revision: u64,
    ) -> Self {
        let message = |m: &super::member::Member| Message {
            exchange: Arc::clone(&m.exchange),
            kind: m.kind,
            join: m.join,
        };
        Correlated {
            put: draft.members.iter().map(message).collect(),
            messages: in_order(&draft.members).iter().map(message).collect(),
            metadata,
            neighbours,
            revision,
        }
    }

    /// A story in which no message was seen: what programs say is all there is.
    pub fn without_messages(revision: u64) -> Self {
        Correlated {
            put: Vec::new(),
            messages: Vec::new(),
            metadata: None,
            neighbours: Neighbours::default(),
            revision,
        }
    }

    /// Whether this is what became of a draft, and of what is around it.
    pub(super) fn is_of(
        &self,
        draft: &Draft,
        metadata: Option<&Arc<Metadata>>,
        neighbours: &Neighbours,
    ) -> bool {
        let same_metadata = match (&self.metadata, metadata) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        same_metadata
            && self.neighbours == *neighbours
            && self.put.len() == draft.members.len()
            && self
                .put
                .iter()
                .zip(&draft.members)
                .all(|(a, b)| Arc::ptr_eq(&a.exchange, &b.exchange) && a.kind == b.kind && a.join == b.join)
    }

    /// Whether this login signed the user in before.
    pub(super) fn is_signed_in_by(&self, signed_in: Option<SignedIn>) -> bool {
        self.neighbours.others.signed_in == signed_in
    }

    /// The exchange that was put first.
    pub(super) fn first(&self) -> Option<ExchangeId> {
        self.put.first().map(|message| message.exchange.id)
    }

    /// The story inside of which it runs, by its place among all.
    pub fn outer(&self) -> Option<usize> {
        self.neighbours.outer
    }

    /// Another number whenever something in it changed.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The exchanges, in the order of the messages.
    pub fn exchanges(&self) -> impl ExactSizeIterator<Item = &Arc<Exchange>> {
        self.messages.iter().map(|message| &message.exchange)
    }

    /// The login, to be read.
    pub fn flow<'s>(&'s self) -> Flow<'s> {
        let message = |m: &'s Message| FlowMessage { kind: m.kind, join: m.join, exchange: &m.exchange };
        Flow {
            messages: self.messages.iter().map(message).collect(),
            statements: Vec::new(),
            registered: None,
            metadata: self.metadata.clone(),
            others: &self.neighbours.others,
            outer: self.neighbours.outer,
            is_superseded: self.neighbours.is_superseded,
            next_start: self.neighbours.next_start.as_ref().map(|next| &*next.0),
            read: Read::default(),
        }
    }
}
