//! Recordings that are read piece by piece: how they are cut changes nothing.

use std::io::Read;

use http::readers::{self, Streaming};
use lint::Session;

use super::look;

/// A file that comes in pieces of at most so many bytes.
struct Pieces<'b>(&'b [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(room.len());
        self.0.read(&mut room[..count])
    }
}

/// What a session says of an input that came in pieces of that size; `None` where nothing can be read so.
fn read(bytes: &[u8], size: usize) -> Option<(Session, String)> {
    let streaming = Streaming::of(bytes)?;
    let mut session = Session::new();
    let mut sieve = session.sieve();
    let streamed = match streaming.read(Pieces(bytes, size), None, &mut sieve) {
        Ok(streamed) => streamed,
        Err(unreadable) => {
            assert!(unreadable.what.len() < 2_000, "an error of {} bytes", unreadable.what.len());
            return None;
        }
    };
    let seen = sieve.seen();
    assert!(super::recordings::is_packed(bytes) || seen <= bytes.len(), "{seen} requests of {}", bytes.len());
    assert!(streamed.problems.len() <= 101, "{} problems", streamed.problems.len());
    let imported = session.import_sifted(sieve, |exchanges| readers::in_order(streamed.form, exchanges));
    assert_eq!(imported.ids.len() + imported.passed_over, session.seen(), "each is kept or passed over");
    let said = format!("{} {:?} {}", streamed.form.name, streamed.problems, look::logins(&session));
    Some((session, said))
}

/// In pieces of a few bytes, and in one.
pub(super) fn stream(bytes: &[u8]) -> bool {
    let whole = read(bytes, bytes.len());
    let pieces = read(bytes, 1 + bytes.len() % 61);
    assert_eq!(whole.as_ref().map(|(_, said)| said), pieces.as_ref().map(|(_, said)| said), "cut elsewhere");
    whole.is_some_and(|(session, _)| {
        look::all(&session, &[], bytes.len());
        true
    })
}
