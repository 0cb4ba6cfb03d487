//! Requests that several objects of a log tell: one when it begins, one when it ended, one where it failed.

use std::collections::HashMap;

use super::slots::Slots;
use crate::readers::record::Record;
use crate::{Captured, Exchange, ExchangeId, Missing, Place, Response, Timestamp};

/// Exchanges among which one is sought that a line tells again.
const NEAR: usize = 16;

/// Milliseconds between the two lines of a server that say how one request ended.
const APART: f64 = 1_000.0;

/// Requests that can be open at the same time.
const MOST_OPEN: usize = 4_096;

/// Exchanges of objects, in the order in which they stand.
#[derive(Default)]
pub(super) struct Joined {
    pub(super) exchanges: Slots<Exchange>,
    by_id: HashMap<String, usize>,
}

impl Joined {
    /// Adds what an object tells. `id`: what its request has and no other; `is_remark`: it says something of the request as
    /// well, so that others may tell the request itself.
    pub(super) fn add(&mut self, record: Record, id: Option<String>, is_remark: bool, place: Place) {
        let exchange = record.exchange(ExchangeId(0), place);
        let known =
            id.as_ref().and_then(|id| self.by_id.get(id).copied()).filter(|at| self.is_at(*at, &exchange));
        let near = || {
            let newest = self.exchanges.places().rev().take(NEAR);
            let waits = |known: &Exchange| known.response.is_none() || exchange.response.is_none();
            let same = |known: &Exchange| waits(known) && is_same(known, &exchange);
            newest.filter(|(_, known)| is_remark && same(known)).map(|(at, _)| at).next()
        };
        let at = known.or_else(near).or_else(|| self.error_of(&exchange));
        if let Some(known) = at.and_then(|at| self.exchanges.get_mut(at)) {
            let started = known.started.or(exchange.started);
            if exchange.response.is_some()
                && (known.response.is_none() || has_fields(&exchange) && !has_fields(known))
            {
                let provenance = known.provenance;
                *known = Exchange { provenance, started, ..exchange };
            }
            return;
        }
        if let Some(id) = id {
            self.open(id, self.exchanges.len());
        }
        self.exchanges.push(exchange);
    }

    /// Gives an answer to the request with that id.
    pub(super) fn answer(&mut self, id: &str, status: u16, time: Option<Timestamp>) -> bool {
        let open = self.by_id.remove(id).and_then(|at| self.exchanges.get_mut(at));
        let Some(exchange) = open.filter(|exchange| exchange.response.is_none()) else { return false };
        let none = || Missing::NotRecorded;
        exchange.response = Some(Response {
            status,
            headers: Captured::Missing(none()),
            body: Captured::Missing(none()),
            location: None,
            from_cache: false,
        });
        exchange.finished = time.or(exchange.started);
        true
    }

    /// The exchanges about which nothing more can come.
    pub(super) fn release(&mut self) -> Vec<Exchange> {
        let open = self.by_id.values().copied().collect();
        self.exchanges.release(NEAR, &open)
    }

    /// The line with which a server said what went wrong with a request, before the one of its access log: of that alone are
    /// the fields of the answer.
    fn error_of(&self, exchange: &Exchange) -> Option<usize> {
        let status = |exchange: &Exchange| exchange.response.as_ref().map(|response| response.status);
        let is_error = |known: &Exchange| {
            let apart =
                known.started.zip(exchange.started).map(|(one, two)| two.as_millis() - one.as_millis());
            status(known) == status(exchange)
                && !has_fields(known)
                && apart.is_some_and(|millis| millis.abs() < APART)
                && is_same(known, exchange)
        };
        let newest = self.exchanges.places().rev().take(NEAR);
        newest.filter(|(_, known)| has_fields(exchange) && is_error(known)).map(|(at, _)| at).next()
    }

    fn open(&mut self, id: String, at: usize) {
        if self.by_id.len() >= MOST_OPEN {
            self.by_id.clear();
        }
        self.by_id.insert(id, at);
    }

    fn is_at(&self, at: usize, exchange: &Exchange) -> bool {
        self.exchanges.get(at).is_some_and(|known| is_same(known, exchange))
    }
}

fn has_fields(exchange: &Exchange) -> bool {
    exchange.response.as_ref().is_some_and(|response| response.headers.present().is_some())
}

fn is_same(one: &Exchange, two: &Exchange) -> bool {
    one.request.method == two.request.method && one.request.uri.same_resource(&two.request.uri)
}
