//! Numbers, spans of time and phrases as text.

use lint::{Phrase, Piece};
use oauth::{Flow, Pointer};

use crate::redact::{Redactor, Shown};
use crate::resolve;

/// A phrase with its pointers resolved.
pub(crate) fn phrase(phrase: &Phrase, flow: &Flow<'_>, redactor: &Redactor) -> Shown {
    phrase_with(phrase, |pointer| resolve::text(flow, pointer, redactor))
}

/// A phrase whose pointers somebody else resolves.
pub(crate) fn phrase_with(phrase: &Phrase, value: impl Fn(&Pointer) -> Shown) -> Shown {
    let pieces: Vec<Shown> = phrase
        .0
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => Shown::from(*text),
            Piece::Number(number) => Shown::number(*number as f64),
            Piece::Duration(seconds) => duration(*seconds),
            Piece::Value(pointer) => value(pointer),
        })
        .collect();
    Shown::concat(&pieces)
}

/// `45 s`, `12 min 5 s`, `2 h 0 min`, `3 d 4 h`: two units at most, without a sign.
pub(crate) fn duration(seconds: i64) -> Shown {
    let seconds = seconds.unsigned_abs() as u32;
    let (big, small) = match seconds {
        0..60 => return unit(seconds, " s"),
        60..3_600 => (unit(seconds / 60, " min"), (seconds % 60, " s")),
        3_600..172_800 => (unit(seconds / 3_600, " h"), (seconds % 3_600 / 60, " min")),
        _ => (unit(seconds / 86_400, " d"), (seconds % 86_400 / 3_600, " h")),
    };
    if small.0 == 0 { big } else { Shown::concat(&[big, Shown::from(" "), unit(small.0, small.1)]) }
}

fn unit(count: u32, name: &'static str) -> Shown {
    Shown::concat(&[Shown::number(count), Shown::from(name)])
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
    }
}
