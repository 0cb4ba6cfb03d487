//! The exchanges of a recording in the order in which they began, and the fold over them.
//!
//! What comes out of order is put in its place, and only what began after it is folded in once more.

use std::collections::HashMap;
use std::sync::Arc;

use http::{Exchange, ExchangeId, Timestamp};
use oauth::{Correlated, Correlator, MessageKind};

/// The exchanges that play a role, or may.
#[derive(Default)]
pub(crate) struct Record {
    slots: Vec<Slot>,
    correlator: Correlator,
    /// What all exchanges take, in bytes.
    weight: usize,
    /// How many exchanges each request of a browser has here: redirects share its id.
    requests: HashMap<String, u32>,
}

/// An exchange and its role, as it was when it was folded in.
struct Slot {
    exchange: Arc<Exchange>,
    role: Option<MessageKind>,
    weight: usize,
}

/// Where an exchange stands. What has no time (a server's transcript) comes after the browser's half, in the order of its
/// file.
fn place(exchange: &Exchange) -> (f64, ExchangeId) {
    (exchange.started.map_or(f64::INFINITY, Timestamp::as_millis), exchange.id)
}

impl Record {
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Logins and other stories that began.
    pub(crate) fn logins(&self) -> usize {
        self.correlator.logins()
    }

    /// Bytes that the exchanges take, roughly.
    pub(crate) fn weight(&self) -> usize {
        self.weight
    }

    /// The exchanges, in the order in which they began.
    pub(crate) fn exchanges(&self) -> impl DoubleEndedIterator<Item = &Exchange> {
        self.slots.iter().map(|slot| &*slot.exchange)
    }

    /// The exchanges that began at most `window` milliseconds before or after a moment.
    pub(crate) fn around(&self, moment: f64, window: f64) -> impl DoubleEndedIterator<Item = &Exchange> {
        let began = |slot: &Slot| place(&slot.exchange).0;
        let from = self.slots.partition_point(|slot| began(slot) < moment - window);
        let to = self.slots.partition_point(|slot| began(slot) <= moment + window);
        self.slots[from..to].iter().map(|slot| &*slot.exchange)
    }

    /// Whether any hop of a browser's request is here.
    pub(crate) fn has_request(&self, request: &str) -> bool {
        self.requests.contains_key(request)
    }

    /// Counts an exchange in.
    fn count(&mut self, exchange: &Exchange, weight: usize) {
        self.weight += weight;
        if let Some(request) = &exchange.context.request {
            *self.requests.entry(request.clone()).or_default() += 1;
        }
    }

    /// Counts an exchange out.
    fn discount(&mut self, exchange: &Exchange, weight: usize) {
        self.weight -= weight;
        let Some(request) = &exchange.context.request else { return };
        if let Some(count) = self.requests.get_mut(request) {
            *count -= 1;
            if *count == 0 {
                self.requests.remove(request);
            }
        }
    }

    /// The role that an exchange would get now, whatever its place.
    pub(crate) fn role(&mut self, exchange: &Arc<Exchange>) -> Option<MessageKind> {
        self.settle();
        let role = self.correlator.push(exchange);
        self.correlator.rewind(self.slots.len());
        role
    }

    /// The role of an exchange that is here.
    pub(crate) fn role_of(&mut self, exchange: &Exchange) -> Option<MessageKind> {
        self.settle();
        self.slots.get(self.find(exchange)?)?.role
    }

    pub(crate) fn has(&self, exchange: &Exchange) -> bool {
        self.find(exchange).is_some()
    }

    /// Whether an exchange of that id is here.
    pub(crate) fn holds(&self, id: ExchangeId) -> bool {
        self.slots.iter().rev().any(|slot| slot.exchange.id == id)
    }

    /// Puts an exchange in its place; what stood there as the same one before is replaced.
    pub(crate) fn put(&mut self, exchange: Arc<Exchange>) {
        let weight = exchange.weight();
        self.count(&exchange, weight);
        let slot = Slot { exchange, role: None, weight };
        let at = match self.find(&slot.exchange) {
            Some(at) => {
                let before = std::mem::replace(&mut self.slots[at], slot);
                self.discount(&before.exchange, before.weight);
                at
            }
            None => {
                let at = self.position(&slot.exchange);
                self.slots.insert(at, slot);
                at
            }
        };
        self.correlator.rewind(at);
    }

    /// Puts many exchanges in their places at once.
    pub(crate) fn extend(&mut self, exchanges: impl IntoIterator<Item = Exchange>) {
        for exchange in exchanges {
            let weight = exchange.weight();
            self.count(&exchange, weight);
            self.slots.push(Slot { exchange: Arc::new(exchange), role: None, weight });
        }
        self.slots.sort_by(|a, b| {
            let (a, b) = (place(&a.exchange), place(&b.exchange));
            a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
        });
        self.correlator.rewind(0);
    }

    /// Changes those exchanges for which `change` says that it did; says whether there were any.
    pub(crate) fn change(
        &mut self,
        among: impl Fn(&Exchange) -> bool,
        mut change: impl FnMut(&mut Exchange),
    ) -> bool {
        let mut first = None;
        for (at, slot) in self.slots.iter_mut().enumerate().filter(|(_, slot)| among(&slot.exchange)) {
            change(Arc::make_mut(&mut slot.exchange));
            self.weight -= slot.weight;
            slot.weight = slot.exchange.weight();
            self.weight += slot.weight;
            first.get_or_insert(at);
        }
        if let Some(first) = first {
            self.correlator.rewind(first);
        }
        first.is_some()
    }

    /// Takes exchanges away.
    pub(crate) fn remove(&mut self, unwanted: impl Fn(&Exchange) -> bool) -> Vec<Arc<Exchange>> {
        let Some(first) = self.slots.iter().position(|slot| unwanted(&slot.exchange)) else {
            return Vec::new();
        };
        self.correlator.rewind(first);
        let rest = self.slots.split_off(first);
        let (removed, kept): (Vec<Slot>, Vec<Slot>) =
            rest.into_iter().partition(|slot| unwanted(&slot.exchange));
        self.slots.extend(kept);
        for slot in &removed {
            self.discount(&slot.exchange, slot.weight);
        }
        removed.into_iter().map(|slot| slot.exchange).collect()
    }

    /// Whether an exchange without a role may get one when a body that is still on its way arrives.
    pub(crate) fn may_yet_belong(&self, exchange: &Exchange) -> bool {
        self.correlator.may_yet_belong(exchange)
    }

    /// What the exchanges make, in the order in which it began; `is_over` says that nothing more will come.
    pub(crate) fn stories(&mut self, is_over: bool) -> Vec<Arc<Correlated>> {
        self.settle();
        self.correlator.stories(is_over)
    }

    /// Folds in what has come or changed since.
    fn settle(&mut self) {
        for slot in self.slots.iter_mut().skip(self.correlator.len()) {
            slot.role = self.correlator.push(&slot.exchange);
        }
    }

    fn position(&self, exchange: &Exchange) -> usize {
        let own = place(exchange);
        self.slots.partition_point(|slot| {
            let other = place(&slot.exchange);
            other.0.total_cmp(&own.0).then(other.1.cmp(&own.1)).is_lt()
        })
    }

    fn find(&self, exchange: &Exchange) -> Option<usize> {
        let at = self.position(exchange);
        self.slots.get(at).filter(|slot| slot.exchange.id == exchange.id).map(|_| at)
    }
}
