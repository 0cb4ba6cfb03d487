//! Numbers, spans of time and phrases as text.

use lint::{Phrase, Piece};
use oauth::{Flow, Pointer};

use crate::mask::{Redactor, Shown};
use crate::resolve;

/// A phrase with its pointers resolved.
pub(crate) fn phrase(phrase: &Phrase, flow: &Flow<'_>, redactor: &Redactor) -> Shown {
    phrase_with(phrase, redactor, |pointer| resolve::text(flow, pointer, redactor))
}

/// A phrase whose pointers somebody else resolves.
pub(crate) fn phrase_with(phrase: &Phrase, redactor: &Redactor, value: impl Fn(&Pointer) -> Shown) -> Shown {
    let mut pieces: Vec<Shown> = Vec::with_capacity(phrase.0.len());
    for piece in &phrase.0 {
        let ended = pieces.last().is_some_and(|last| last.as_str().ends_with(['.', '!', '?']));
        pieces.push(match piece {
            // What is quoted may end the sentence itself.
            Piece::Text(text) if ended => Shown::from(text.strip_prefix('.').unwrap_or(text)),
            Piece::Text(text) => Shown::from(*text),
            Piece::Number(number) => redactor.counted(*number),
            Piece::Duration(seconds) => duration(*seconds),
            Piece::Value(pointer) => value(pointer),
        });
    }
    Shown::concat(&pieces)
}

/// `45 s`, `12 min 5 s`, `2 h`, `3 d 4 h`, `4 years`: two units at most, without a sign.
pub(crate) fn duration(seconds: i64) -> Shown {
    const YEAR: u64 = 365 * 86_400;
    let seconds = seconds.unsigned_abs();
    let (big, small) = match seconds {
        0..60 => return unit(seconds, " s"),
        60..3_600 => (unit(seconds / 60, " min"), (seconds % 60, " s")),
        3_600..172_800 => (unit(seconds / 3_600, " h"), (seconds % 3_600 / 60, " min")),
        _ if seconds >= 1000 * YEAR => return Shown::from("more than 1000 years"),
        _ if seconds >= 2 * YEAR => return unit(seconds / YEAR, " years"),
        _ => (unit(seconds / 86_400, " d"), (seconds % 86_400 / 3_600, " h")),
    };
    if small.0 == 0 { big } else { Shown::concat(&[big, Shown::from(" "), unit(small.0, small.1)]) }
}

fn unit(count: u64, name: &'static str) -> Shown {
    Shown::concat(&[Shown::number(count as f64), Shown::from(name)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_time_have_two_units() {
        let check = |seconds, text: &str| assert_eq!(duration(seconds).as_str(), text);
        check(45, "45 s");
        check(-120, "2 min");
        check(7_200, "2 h");
        check(7_265, "2 h 1 min");
        check(400_000, "4 d 15 h");
        check(1_000_000_000, "31 years");
        check(i64::MIN, "more than 1000 years");
    }
}
