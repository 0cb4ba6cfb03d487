//! Times and spans in words.

use http::Timestamp;

use crate::redact::{Shown, shown};

const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;
const YEAR: f64 = 365.0 * DAY;

/// A NumericDate in the range that can be told (RFC 7519 §2).
pub(super) fn of_seconds(seconds: f64) -> Option<Timestamp> {
    Timestamp::from_millis(seconds * 1000.0)
}

/// `2 h 13 min`, of any number of seconds its size.
pub(super) fn span(seconds: f64) -> Shown {
    let seconds = seconds.abs().round();
    let count = |unit: f64| Shown::number((seconds / unit).floor());
    let two = |large: f64, large_name: &'static str, small: f64, small_name: &'static str| {
        let rest = ((seconds % large) / small).floor();
        if rest == 0.0 || seconds >= 10.0 * large {
            shown!(count(large), large_name)
        } else {
            shown!(count(large), large_name, " ", Shown::number(rest), small_name)
        }
    };
    match seconds {
        s if !s.is_finite() || s >= 1000.0 * YEAR => Shown::from("more than 1000 years"),
        s if s >= 2.0 * YEAR => shown!(count(YEAR), " years"),
        s if s >= 2.0 * DAY => shown!(count(DAY), " days"),
        s if s >= HOUR => two(HOUR, " h", MINUTE, " min"),
        s if s >= MINUTE => two(MINUTE, " min", 1.0, " s"),
        _ => shown!(Shown::number(seconds), " s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_at_a_glance() {
        let check = |seconds: f64, expected: &str| assert_eq!(span(seconds).as_str(), expected);
        check(0.4, "0 s");
        check(59.0, "59 s");
        check(-121.0, "2 min 1 s");
        check(3600.0, "1 h");
        check(7980.0, "2 h 13 min");
        check(36_060.0, "10 h");
        check(172_800.0, "2 days");
        check(1e9, "31 years");
        check(f64::INFINITY, "more than 1000 years");
    }
}
