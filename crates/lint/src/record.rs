//! The exchanges of a recording in the order in which they began, and the fold over them.
//!
//! What comes out of order is put in its place, and only what began after it is folded in once more.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use http::{Exchange, ExchangeId, Hop, Timestamp};
use oauth::{Correlated, Correlator, MessageKind};

/// The exchanges that play a role, or may.
#[derive(Default)]
pub(crate) struct Record {
    slots: Vec<Slot>,
    correlator: Correlator,
    /// What all exchanges take, in bytes.
    weight: usize,
    /// When the hops of each request of a browser began that are here: they share its id.
    requests: HashMap<String, Vec<f64>>,
    /// How many exchanges each tab has here.
    tabs: HashMap<i64, u32>,
}

/// An exchange and its role, as it was when it was folded in.
struct Slot {
    exchange: Arc<Exchange>,
    role: Option<MessageKind>,
    weight: usize,
}

/// Where an exchange stands. What has no time (a server's transcript) comes after the browser's half, in the order of its
/// file.
pub(crate) fn place(exchange: &Exchange) -> Place {
    (exchange.started.map_or(f64::INFINITY, Timestamp::as_millis), exchange.id)
}

/// Exchanges in the order in which they came, whatever their clock says.
pub(crate) fn by_arrival<'e>(exchanges: impl Iterator<Item = &'e Exchange>) -> Vec<&'e Exchange> {
    let mut exchanges: Vec<_> = exchanges.collect();
    exchanges.sort_by_key(|exchange| exchange.id);
    exchanges
}

/// When an exchange began, and its name.
pub(crate) type Place = (f64, ExchangeId);

impl Record {
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Logins that began, and messages that may be stories of their own. Each exchange that was not folded in yet may make
    /// one more.
    pub(crate) fn stories_at_most(&self) -> usize {
        self.correlator.stories_at_most() + self.slots.len().saturating_sub(self.correlator.len())
    }

    /// The messages that may be stories of their own.
    pub(crate) fn waiting(&mut self) -> HashSet<ExchangeId> {
        self.settle();
        self.correlator.waiting()
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

    /// The same, to keep.
    pub(crate) fn shared(&self) -> impl Iterator<Item = &Arc<Exchange>> {
        self.slots.iter().map(|slot| &slot.exchange)
    }

    /// Notes that so many exchanges more were seen, all of which play no role.
    pub(crate) fn pass_over(&mut self, count: usize) {
        self.correlator.pass_over(count);
    }

    /// Whether that request of a browser is here.
    pub(crate) fn has_hop(&self, hop: &Hop) -> bool {
        self.requests.get(&hop.request).is_some_and(|times| times.contains(&hop.time))
    }

    /// Whether several requests are here that go by that name.
    pub(crate) fn has_twins(&self, hop: &Hop) -> bool {
        let times = self.requests.get(&hop.request);
        times.is_some_and(|times| times.iter().filter(|time| **time == hop.time).count() > 1)
    }

    /// Whether anything of a tab is here.
    pub(crate) fn has_tab(&self, tab: i64) -> bool {
        self.tabs.contains_key(&tab)
    }

    /// Counts an exchange in.
    fn count(&mut self, exchange: &Exchange, weight: usize) {
        self.weight += weight;
        if let Some(Hop { request, time }) = exchange.hop() {
            self.requests.entry(request).or_default().push(time);
        }
        if let Some(tab) = exchange.context.tab {
            *self.tabs.entry(tab).or_default() += 1;
        }
    }

    /// Counts an exchange out.
    fn discount(&mut self, exchange: &Exchange, weight: usize) {
        self.weight -= weight;
        if let Some(Hop { request, time }) = exchange.hop()
            && let Some(times) = self.requests.get_mut(&request)
        {
            if let Some(at) = times.iter().rposition(|known| *known == time) {
                times.remove(at);
            }
            if times.is_empty() {
                self.requests.remove(&request);
            }
        }
        if let Some(tab) = exchange.context.tab
            && let Some(count) = self.tabs.get_mut(&tab)
        {
            *count -= 1;
            if *count == 0 {
                self.tabs.remove(&tab);
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
        self.slots.get(self.find(place(exchange))?)?.role
    }

    pub(crate) fn has(&self, exchange: &Exchange) -> bool {
        self.holds(place(exchange))
    }

    /// Whether an exchange is here.
    pub(crate) fn holds(&self, place: Place) -> bool {
        self.find(place).is_some()
    }

    /// Puts an exchange in its place; what stood there as the same one before is replaced.
    pub(crate) fn put(&mut self, exchange: Arc<Exchange>) {
        let weight = exchange.weight();
        self.count(&exchange, weight);
        let slot = Slot { exchange, role: None, weight };
        let at = match self.find(place(&slot.exchange)) {
            Some(at) => {
                let before = std::mem::replace(&mut self.slots[at], slot);
                self.discount(&before.exchange, before.weight);
                at
            }
            None => {
                let at = self.position(place(&slot.exchange));
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

    /// Changes one exchange; says whether it is here.
    pub(crate) fn change_one(&mut self, place: Place, change: impl FnOnce(&mut Exchange)) -> bool {
        let Some(at) = self.find(place) else { return false };
        let Some(slot) = self.slots.get_mut(at) else { return false };
        change(Arc::make_mut(&mut slot.exchange));
        self.weight -= slot.weight;
        slot.weight = slot.exchange.weight();
        self.weight += slot.weight;
        self.correlator.rewind(at);
        true
    }

    /// Takes away what has no role any more, since others are gone.
    pub(crate) fn remove_without_role(&mut self) -> Vec<Arc<Exchange>> {
        let mut removed = Vec::new();
        loop {
            self.settle();
            let idle: HashSet<ExchangeId> =
                self.slots.iter().filter(|slot| slot.role.is_none()).map(|slot| slot.exchange.id).collect();
            if idle.is_empty() {
                return removed;
            }
            removed.extend(self.remove(|exchange| idle.contains(&exchange.id)));
        }
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

    /// The same, in the order in which it came: a clock that is set back makes nothing older.
    pub(crate) fn stories_by_arrival(&mut self) -> Vec<Arc<Correlated>> {
        let mut stories = self.stories(false);
        stories.sort_by_cached_key(|story| story.exchanges().map(|exchange| exchange.id).min());
        stories
    }

    /// Gives every story a new revision at the next look.
    pub(crate) fn tell_anew(&mut self) {
        self.correlator.tell_anew();
    }

    /// A revision that no story has.
    pub(crate) fn next_revision(&mut self) -> u64 {
        self.correlator.next_revision()
    }

    /// Folds in what has come or changed since.
    pub(crate) fn settle(&mut self) {
        for slot in self.slots.iter_mut().skip(self.correlator.len()) {
            slot.role = self.correlator.push(&slot.exchange);
        }
    }

    fn position(&self, own: Place) -> usize {
        self.slots.partition_point(|slot| {
            let other = place(&slot.exchange);
            other.0.total_cmp(&own.0).then(other.1.cmp(&own.1)).is_lt()
        })
    }

    fn find(&self, place: Place) -> Option<usize> {
        let at = self.position(place);
        self.slots.get(at).filter(|slot| slot.exchange.id == place.1).map(|_| at)
    }
}
