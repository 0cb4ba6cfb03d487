//! A file that is too long to be kept: what plays a role in it, and what its programs say.
//!
//! Exchanges are folded in as they come, and what says nothing is forgotten, exactly as the fold over the whole file would have
//! passed it over: an exchange without a role changes nothing for those after it. Most files have exchanges in the order in
//! which they began. Where one comes late, what came shortly before it is looked at once more.

use std::collections::VecDeque;
use std::sync::Arc;

use http::readers::Sink;
use http::{Exchange, ExchangeId, Statement, Uri};
use oauth::{Correlator, is_other_protocol};

use crate::statements::Listener;

/// Exchanges without a role that are looked at once more, and most of their bytes.
const UNDECIDED: usize = 1_024;
const UNDECIDED_BYTES: usize = 8 << 20;

/// Takes the exchanges and statements of a file one by one; made by [`Session::sieve`](crate::Session::sieve).
pub struct Sieve {
    correlator: Correlator,
    kept: Vec<(usize, Arc<Exchange>)>,
    /// Exchanges without a role so far, each with its number.
    undecided: VecDeque<(usize, Arc<Exchange>)>,
    undecided_bytes: usize,
    seen: usize,
    /// Exchanges of other protocols that were forgotten.
    other_protocols: usize,
    listener: Listener,
}

/// What is left of a file.
pub(crate) struct Sifted {
    /// In the order in which they came.
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) listener: Listener,
    pub(crate) passed_over: usize,
    pub(crate) other_protocols: usize,
}

impl Sieve {
    pub(crate) fn after<'e>(known: impl Iterator<Item = &'e Arc<Exchange>>) -> Self {
        let mut correlator = Correlator::default();
        for exchange in known {
            correlator.takes(exchange);
        }
        Sieve {
            correlator,
            kept: Vec::new(),
            undecided: VecDeque::new(),
            undecided_bytes: 0,
            seen: 0,
            other_protocols: 0,
            listener: Listener::default(),
        }
    }

    /// Exchanges that came.
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// Looks at the oldest exchange without a role once more; then it is forgotten.
    fn decide(&mut self) {
        let Some((number, exchange)) = self.undecided.pop_front() else { return };
        self.undecided_bytes -= exchange.weight();
        if self.correlator.takes(&exchange) {
            self.kept.push((number, exchange));
        } else {
            self.other_protocols += usize::from(is_other_protocol(&exchange));
        }
    }

    pub(crate) fn end(mut self) -> Sifted {
        while !self.undecided.is_empty() {
            self.decide();
        }
        drop(self.correlator);
        self.kept.sort_by_key(|(number, _)| *number);
        let passed_over = self.seen - self.kept.len();
        let exchanges = self.kept.into_iter().map(|(_, exchange)| Arc::unwrap_or_clone(exchange)).collect();
        Sifted { exchanges, listener: self.listener, passed_over, other_protocols: self.other_protocols }
    }
}

impl Sink for Sieve {
    fn wants(&mut self, uri: &Uri, status: u16) -> bool {
        let is_wanted = self.correlator.may_matter(uri, status);
        self.seen += usize::from(!is_wanted);
        is_wanted
    }

    fn exchange(&mut self, exchange: Exchange) {
        self.seen += 1;
        if !self.correlator.may_matter_at_all(&exchange) {
            return;
        }
        self.listener.pass(&exchange);
        // Of those that are open the newest ones are remembered by it.
        let exchange = Arc::new(Exchange { id: ExchangeId(self.seen as u32), ..exchange });
        if self.correlator.takes(&exchange) {
            self.kept.push((self.seen, exchange));
            return;
        }
        self.undecided_bytes += exchange.weight();
        self.undecided.push_back((self.seen, exchange));
        while self.undecided.len() > UNDECIDED || self.undecided_bytes > UNDECIDED_BYTES {
            self.decide();
        }
    }

    fn statement(&mut self, statement: Statement) {
        self.listener.hear(statement);
    }
}
