//! Whether what one line of a log says of a failure can be the end of what another one says: by the names that its program gives to
//! requests, by the clock, by how far they stand apart, and by the steps of which they speak.

use http::{Place, Provenance, Statement};
use oauth::is_uuid;

use crate::failing::names_level;
use crate::rule::Stage;

/// Seconds after which a line that says that a login failed does not wrap the error of an earlier one.
const LATER: f64 = 10.0;

/// The same in lines, where no clock tells.
const FAR: u32 = 12;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Names of a request's own name, without marks between their words.
const REQUESTS: [&str; 9] = [
    "req",
    "reqid",
    "requestid",
    "xrequestid",
    "correlationid",
    "xcorrelationid",
    "traceid",
    "transactionid",
    "operationid",
];

/// When, where and for which request a statement was written.
pub(crate) struct Moment {
    /// The name of the request, and what kind of name it is.
    request: Option<(String, String)>,
    /// In milliseconds.
    time: Option<f64>,
    /// The date as it is written, empty where there is none, and the second of the day.
    clock: Option<(String, f64)>,
    line: Option<u32>,
    /// The step of the login of which it speaks.
    stage: Stage,
}

impl Moment {
    pub(crate) fn of(statement: &Statement, stage: Stage) -> Self {
        let text = statement.text.text();
        Moment {
            request: request(text),
            time: statement.time.map(http::Timestamp::as_millis),
            clock: clock(text).map(|(day, second)| (day.to_owned(), second)),
            line: match statement.provenance {
                Provenance::File { place: Place::Line(line), .. } => Some(line),
                _ => None,
            },
            stage,
        }
    }

    /// Whether what the other one says is of another request, or of an earlier step: no step fails for one that comes after it.
    pub(crate) fn is_apart(&self, other: &Self) -> bool {
        if self.stage != Stage::Any && other.stage < self.stage {
            return true;
        }
        if let Some(is_of_request) = self.is_of_request(other) {
            return !is_of_request;
        }
        if let Some(seconds) = self.seconds_to(other) {
            return seconds.abs() > LATER;
        }
        self.line.zip(other.line).is_some_and(|(a, b)| a.abs_diff(b) > FAR)
    }

    /// Whether both are about one request, where that is told by names of one kind.
    fn is_of_request(&self, other: &Self) -> Option<bool> {
        let ((kind, a), (other_kind, b)) = self.request.as_ref().zip(other.request.as_ref())?;
        (kind == other_kind).then_some(a == b)
    }

    /// Whether another line is surely about another request, or of another time.
    pub(crate) fn is_of_another(&self, other: &Self) -> bool {
        self.is_of_request(other) == Some(false)
            || self.seconds_to(other).is_some_and(|seconds| seconds.abs() > RETRIED)
    }

    /// How much later the other one was written, where both tell a time, with their zone or by one clock.
    fn seconds_to(&self, other: &Self) -> Option<f64> {
        if let Some((a, b)) = self.time.zip(other.time) {
            return Some((b - a) / 1_000.0);
        }
        let ((day_a, a), (day_b, b)) = self.clock.as_ref().zip(other.clock.as_ref())?;
        if day_a == day_b && !day_a.is_empty() {
            return Some(b - a);
        }
        // Around midnight, without a date or with another form of it the shorter way is the likelier one.
        let apart = (b - a).abs();
        let around = apart.min(DAY - apart);
        let is_dated = !day_a.is_empty() && form(day_a) == form(day_b);
        Some(if is_dated && (around == apart || !are_near(day_a, day_b)) { f64::INFINITY } else { around })
    }
}

/// Whether two dates of one form may be of days beside each other: one number differs by one, or more of them, as at the end of a
/// month.
fn are_near(a: &str, b: &str) -> bool {
    let numbers = |date: &str| -> Vec<Option<i64>> {
        date.split(|c: char| !c.is_ascii_alphanumeric()).map(|part| part.parse().ok()).collect()
    };
    let (a, b) = (numbers(a), numbers(b));
    let differ: Vec<_> = a.iter().zip(&b).filter(|(a, b)| a != b).collect();
    differ.len() > 1 || differ.iter().any(|(a, b)| a.zip(**b).is_some_and(|(a, b)| (a - b).abs() == 1))
}

/// How a date is written.
fn form(date: &str) -> String {
    date.chars().map(|c| if c.is_ascii_alphanumeric() { '0' } else { c }).collect()
}

/// Seconds after which another try is made of something else.
const RETRIED: f64 = 300.0;

/// Bytes of a line in which its time stands.
const FRONT: usize = 80;

/// Whether a program wrote a line for its log: it has a time or a level.
#[must_use]
pub fn is_of_log(statement: &Statement) -> bool {
    let text = statement.text.text();
    statement.time.is_some()
        || statement.level != http::LogLevel::Unsaid
        || clock(text).is_some()
        || names_level(text)
}

/// The date as it is written, empty where there is none, and the second of the day.
fn clock(text: &str) -> Option<(&str, f64)> {
    const LENGTH: usize = "00:00:00".len();
    /// Digits and marks of the shortest date: `26/05/01`.
    const DATE: usize = 8;
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let places = text.as_bytes().windows(LENGTH).take(FRONT).enumerate();
    let (at, _) = places.into_iter().find(|(at, window)| {
        let is_clock = window
            .iter()
            .enumerate()
            .all(|(place, &byte)| if place % 3 == 2 { byte == b':' } else { is_digit(byte) });
        let before = at.checked_sub(1).and_then(|at| text.as_bytes().get(at));
        is_clock && !before.is_some_and(|&byte| is_digit(byte))
    })?;
    let mut parts = text.get(at..at + LENGTH)?.split(':').filter_map(|part| part.parse::<f64>().ok());
    let second = parts.next()? * 3_600.0 + parts.next()? * 60.0 + parts.next()?;
    let before = text.get(..at)?.trim_end_matches([' ', 'T', ':', '_']);
    let is_of_date = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.');
    let date = before.rsplit(|c| !is_of_date(c)).next().unwrap_or_default();
    let is_date = date.len() >= DATE && date.starts_with(|c: char| c.is_ascii_digit());
    Some((if is_date { date } else { "" }, second))
}

/// The name of the request that a line is about: `req=abc`, `"request_id":"abc"`, `[550e8400-e29b-41d4-a716-446655440000]`.
fn request(text: &str) -> Option<(String, String)> {
    const LONGEST: usize = 80;
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let pieces = text.split(|c: char| !is_of_name(c)).filter(|piece| !piece.is_empty());
    let end_of = |piece: &str| piece.as_ptr() as usize - text.as_ptr() as usize + piece.len();
    for piece in pieces.clone() {
        let name: String = piece.chars().filter(char::is_ascii_alphanumeric).collect();
        if name.len() > LONGEST || !REQUESTS.contains(&name.to_ascii_lowercase().as_str()) {
            continue;
        }
        let behind = text.get(end_of(piece)..)?;
        let value = behind.trim_start_matches(['"', '\'', ' ', ':', '=', '\\']);
        let between = behind.get(..behind.len() - value.len())?;
        let end = value.find(|c| !is_of_name(c)).unwrap_or(value.len());
        let value = value.get(..end).filter(|value| value.len() > 1);
        if let Some(value) = value.filter(|_| between.contains([':', '='])) {
            let kind = name.to_ascii_lowercase();
            return Some((kind.trim_start_matches('x').to_owned(), value.to_owned()));
        }
    }
    let bare = pieces.into_iter().find(|piece| {
        let before = text.get(..end_of(piece) - piece.len()).unwrap_or_default();
        let behind = text.get(end_of(piece)..).unwrap_or_default();
        is_uuid(piece) && before.ends_with('[') && behind.starts_with(']')
    });
    Some((String::new(), bare?.to_owned()))
}

#[cfg(test)]
mod tests {
    use http::Secret;

    use super::*;

    fn said(number: u32, text: &str) -> Statement {
        let provenance = Provenance::File { input: 0, place: Place::Line(number) };
        Statement { provenance, time: None, text: Secret::from(text), level: http::LogLevel::Unsaid }
    }

    #[test]
    fn lines_of_different_requests() {
        for (a, b, expected) in [
            ((1, "[req=abc] x"), (2, "[req=def] y"), true),
            ((1, "[req=abc] x"), (90, "[req=abc] y"), false),
            ((1, r#"{"request_id":"a1","x":1}"#), (2, r#"{"request_id":"a2","x":1}"#), true),
            ((1, "X-Request-ID: a1"), (2, "X-Request-Id=a1"), false),
            (
                (1, "[550e8400-e29b-41d4-a716-446655440000] x"),
                (2, "[650e8400-e29b-41d4-a716-446655440000] y"),
                true,
            ),
            ((1, "2026-05-01 10:00:01 x"), (2, "2026-05-01 10:00:04 y"), false),
            ((1, "2026-05-01 10:00:01 x"), (2, "2026-05-01 10:00:31 y"), true),
            ((1, "2026-05-01 10:00:01 x"), (2, "2026-05-02 10:00:01 y"), true),
            ((1, "01/May/2026:10:00:01 x"), (90, "01/May/2026:10:00:02 y"), false),
            ((1, "[web] 10:00:01 x"), (2, "[api] 10:00:01 y"), false),
            ((1, "[web] 23:59:58 x"), (2, "[web] 00:00:03 y"), false),
            ((1, "2026-05-01 23:59:58 x"), (2, "2026-05-02 00:00:03 y"), false),
            ((1, "2026-05-01 23:59:58 x"), (2, "2026-05-03 23:59:58 y"), true),
            ((1, "2026-05-01 23:59:58 x"), (2, "2026-05-09 00:00:03 y"), true),
            ((1, "2026-05-31 23:59:58 x"), (2, "2026-06-01 00:00:03 y"), false),
            ((1, "2026/05/04 10:00:01 x"), (2, "04/May/2026:10:00:02 y"), false),
            ((1, "trace_id=t1 request_id=r1 x"), (2, "request_id=r1 y"), false),
            ((1, "x"), (9, "y"), false),
            ((1, "x"), (90, "y"), true),
            ((1, "a bad req was sent: x"), (2, "no req: y"), false),
        ] {
            let of = |(line, text)| Moment::of(&said(line, text), Stage::Any);
            assert_eq!(of(a).is_apart(&of(b)), expected, "{a:?} {b:?}");
        }
    }

    #[test]
    fn no_step_fails_for_a_later_one() {
        let of = |stage| Moment::of(&said(1, "x"), stage);
        assert!(of(Stage::Exchange).is_apart(&of(Stage::Discovery)));
        assert!(!of(Stage::Exchange).is_apart(&of(Stage::Token)));
        assert!(!of(Stage::Exchange).is_apart(&of(Stage::Any)));
        assert!(!of(Stage::Any).is_apart(&of(Stage::Discovery)));
    }
}
