//! The readers.

use http::readers::{self, AccessLogFormat, Recording};

/// Reads; an input in another form than one of those, where there are any, leads elsewhere.
pub(super) fn form(bytes: &[u8], forms: &[&str]) -> bool {
    let recording = match readers::read(bytes) {
        Ok(recording) => recording,
        Err(unreadable) => {
            let said = format!("{} {:?}", unreadable.what, unreadable.place);
            assert!(said.len() < 2_000, "an error of {} bytes", said.len());
            return true;
        }
    };
    holds(&recording, bytes);
    forms.is_empty() || forms.contains(&recording.form.name)
}

/// A format of one's own in the first line, and a log after it.
pub(super) fn access_log(bytes: &[u8]) -> bool {
    let (format, log) = bytes.split_at(bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len()));
    let format = match AccessLogFormat::new(&String::from_utf8_lossy(format)) {
        Ok(format) => format,
        Err(error) => {
            let said = error.to_string();
            assert!(said.len() < 2_000, "an error of {} bytes", said.len());
            return false;
        }
    };
    if let Ok(recording) = readers::read_as(log, Some(&format)) {
        holds(&recording, bytes);
    }
    true
}

/// The same, and all that is said about it.
pub(super) fn whole(bytes: &[u8]) -> bool {
    super::look::file(bytes, true)
}

/// Whether more may come out of it than it has bytes: what is packed itself, and what may hold bodies in a content coding.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    let has = |word: &[u8]| bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word));
    [&b"\x1f\x8b"[..], b"PK\x03\x04", b"H4sI", b"content-encoding"].iter().any(|word| has(word))
}

fn holds(Recording { exchanges, problems, .. }: &Recording, bytes: &[u8]) {
    assert!(is_packed(bytes) || exchanges.len() + problems.len() <= bytes.len(), "more than was there");
    let said: usize = problems.iter().map(|problem| problem.place.len() + problem.what.len()).sum();
    assert!(is_packed(bytes) || said <= 1_000 + 100 * bytes.len(), "{said} bytes of problems");
    let kept: usize = exchanges.iter().map(http::Exchange::weight).sum();
    assert!(
        is_packed(bytes) || kept <= 10_000 + 100 * bytes.len(),
        "{kept} bytes of exchanges from {}",
        bytes.len()
    );
    for (at, exchange) in (0..).zip(exchanges) {
        assert_eq!(exchange.id.0, at, "numbered in their order");
        exchange.form();
        exchange.server_time();
        exchange.requesting_origin();
        let bodies = [exchange.request.body.present(), exchange.response_body().present().copied()];
        for body in bodies.into_iter().flatten() {
            body.parameters();
            body.json();
        }
    }
}
