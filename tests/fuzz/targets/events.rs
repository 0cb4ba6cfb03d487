//! The events of a browser: in batches, in one, and once more from what the log keeps of them.

use http::CaptureEvent;
use lint::{Limits, Session};

use super::look::logins;
use crate::Log;

/// Little enough that a few lines make room.
const FEW: Limits = Limits { exchanges: 6, bytes: 8_000, stories: 3 };

/// One event a line, as JSON; an empty line ends a batch, and a line that is no event is passed over.
pub(super) fn events(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let batches: Vec<Vec<CaptureEvent>> = text
        .split("\n\n")
        .map(|batch| batch.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
        .collect();
    if batches.iter().all(Vec::is_empty) {
        return false;
    }
    let mut whole = Session::new();
    whole.ingest(batches.concat());
    super::look::all(&whole, &[], bytes.len());
    let seen = logins(&whole);
    let mut live = Session::new();
    let mut log = Log::default();
    for batch in batches.clone() {
        log.ingest(&mut live, batch);
    }
    assert_eq!(seen, logins(&live), "one batch and several");
    let (replayed, _) = log.replayed(0);
    assert_eq!(seen, logins(&replayed), "live and after a restart");

    let mut small = Session::new().within(FEW);
    let mut log = Log::default();
    for batch in batches {
        log.ingest(&mut small, batch);
        let held = small.held();
        assert!(
            held.exchanges <= FEW.exchanges && small.analysis().stories().len() <= FEW.stories,
            "{held:?}"
        );
    }
    super::look::all(&small, &[], bytes.len());
    true
}
