//! What people have instead of a whole recording.

use http::{Captured, Exchange, Missing};

/// A part of exchanges that recordings lack, and how to take it out.
pub type Part = (&'static str, fn(&mut Exchange));

const UNSEEN: Captured<http::Body> = Captured::Missing(Missing::NotRecorded);

/// What a recording may lack of every exchange.
pub const PARTS: [Part; 4] = [
    ("request bodies", |exchange| {
        if exchange.request.method == "POST" {
            exchange.request.body = UNSEEN;
        }
    }),
    ("request headers", |exchange| {
        exchange.request.headers = Captured::Missing(Missing::NotRecorded);
    }),
    ("response bodies", |exchange| {
        if let Some(response) = &mut exchange.response {
            response.body = UNSEEN;
        }
    }),
    ("response headers", |exchange| {
        if let Some(response) = &mut exchange.response {
            response.headers = Captured::Missing(Missing::NotRecorded);
        }
    }),
];

/// The parts of a recording that somebody may have instead of the whole: one message is missing, the end, or the beginning.
pub fn cuts(exchanges: &[Exchange]) -> Vec<(String, Vec<Exchange>)> {
    let mut parts = Vec::new();
    for at in 1..=exchanges.len() {
        let (before, after) = exchanges.split_at(at);
        // Without the first or the last one it is what comes after, or before, it.
        if at > 1 && !after.is_empty() {
            parts.push((format!("without {at}"), [&before[..at - 1], after].concat()));
        }
        parts.push((format!("until {at}"), before.to_vec()));
        if !after.is_empty() {
            parts.push((format!("after {at}"), after.to_vec()));
        }
    }
    parts
}
