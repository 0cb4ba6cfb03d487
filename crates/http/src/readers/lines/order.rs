//! Logs of which the newest line stands first, as viewers and stores of logs show and copy them.
//!
//! What is said in several lines can only be understood from its first one on. So the records of such a text are put in the order of
//! their times: a record is a line that begins with a time, and the lines behind it that have none. Lines keep their numbers.

use std::cmp::Ordering;

use super::pieces::is_gone;
use super::wrapped::is_start as is_object;

/// Bytes before the time of a line.
const FRONT: usize = 60;

/// Records of which it is looked whether a text is worth the rest.
const FIRST: usize = 50;

/// A text in the order of its times.
pub(super) struct Ordered {
    pub(super) text: String,
    /// The number that each of its lines has in the input.
    pub(super) numbers: Vec<usize>,
}

impl Ordered {
    /// The text from its oldest record on; `None` where the newest one does not stand first.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut first = text.lines().filter_map(time);
        let newest = first.next()?;
        // Most texts are told by a few lines.
        let rises = first.by_ref().take(FIRST).scan(newest, |last, time| {
            let rises = last.compare(&time) != Some(Ordering::Greater) && last.clock != time.clock;
            *last = time;
            Some(rises)
        });
        if rises.into_iter().any(|rises| rises) {
            return None;
        }
        let lines: Vec<&str> = text.lines().collect();
        let times: Vec<Option<Time>> = lines.iter().map(|line| time(line)).collect();
        let begins: Vec<usize> = (0..lines.len()).filter(|at| times[*at].is_some()).collect();
        if !is_falling(&lines, &times, &begins) {
            return None;
        }
        let ends = begins.iter().skip(1).copied().chain([lines.len()]);
        let records = begins.iter().copied().zip(ends).collect::<Vec<_>>();
        let order = records.into_iter().rev().flat_map(|(begin, end)| begin..end);
        // What stands above the newest line stays there.
        let order: Vec<usize> = (0..begins[0]).chain(order).collect();
        let ordered: String = order.iter().flat_map(|at| [lines[*at], "\n"]).collect();
        Some(Ordered { text: ordered, numbers: order.into_iter().map(|at| at + 1).collect() })
    }

    /// The number of a line in the input.
    pub(super) fn number(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|at| self.numbers.get(at)).copied().unwrap_or(line)
    }
}

/// Whether the times of records fall and never rise. Of two records alone that may be chance, unless nothing else stands there.
fn is_falling(lines: &[&str], times: &[Option<Time>], begins: &[usize]) -> bool {
    let of_records: Vec<&Time> = begins.iter().filter_map(|at| times[*at].as_ref()).collect();
    let mut falls = 0;
    for two in of_records.windows(2) {
        match two[0].compare(two[1]) {
            Some(Ordering::Greater) => falls += 1,
            Some(Ordering::Equal) => {}
            _ => return false,
        }
    }
    // An empty line between them sets two excerpts apart.
    let are_apart = || begins.windows(2).any(|two| two[1] > two[0] + 1);
    let is_all = || {
        !are_apart() && times.iter().zip(lines).all(|(time, line)| time.is_some() || line.trim().is_empty())
    };
    falls > 1 || falls == 1 && of_records.len() == 2 && is_all()
}

/// How a time is written.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Style {
    /// The year first, or last.
    YearFirst,
    YearLast,
    WithoutYear,
    /// A clock alone.
    Clock,
    /// In an object.
    Member,
}

/// When a line was written, by the clock of whoever wrote it.
#[derive(Clone, PartialEq, Debug)]
struct Time<'l> {
    style: Style,
    /// The marks in it and before its clock: `-T`, `/ `.
    marks: [Option<char>; 2],
    /// Of a date the year, month and day; nothing where a line has none.
    date: (u32, u32, u32),
    /// Hours, minutes, seconds and what is behind them.
    clock: &'l str,
}

impl Time<'_> {
    /// `None` where another program wrote the other one, whose clock may be another.
    fn compare(&self, other: &Time) -> Option<Ordering> {
        let is_alike = self.style == other.style
            && self.marks == other.marks
            && self.clock.len().min(9) == other.clock.len().min(9);
        // A comma may stand before the fraction.
        let parts = |clock: &str| {
            let (seconds, fraction) = clock.split_at_checked(8)?;
            Some((seconds.to_owned(), fraction.get(1..).unwrap_or_default().trim_end_matches('0').to_owned()))
        };
        is_alike.then(|| self.date.cmp(&other.date).then_with(|| parts(self.clock).cmp(&parts(other.clock))))
    }
}

/// The time with which a line begins, behind a few words at most.
fn time(line: &str) -> Option<Time<'_>> {
    if is_gone(line) || line.starts_with([' ', '\t']) {
        return None;
    }
    let colons = line.match_indices(':').map(|(at, _)| at).take_while(|at| *at < FRONT + 16);
    let (at, clock) =
        colons.filter_map(|at| Some((at.checked_sub(2)?, clock(line, at.checked_sub(2)?)?))).next()?;
    let before = line.get(..at)?;
    if is_object(line) {
        // It is the whole value of a member.
        let (style_of, date) = date(before)?;
        let value = before.rsplit(['"']).next()?;
        let is_whole = style_of == Style::YearFirst && value.len() == "2026-11-28T".len();
        return is_whole.then_some(Time { style: Style::Member, marks: [None; 2], date, clock });
    }
    // In quotes it is a value.
    if before.contains(['"', '\'', '=', '<', '?']) {
        return None;
    }
    // A clock alone begins the line.
    let is_front = before.trim_start_matches(['[', '(']).is_empty();
    let (style, date) = date(before).or(is_front.then_some((Style::Clock, (0, 0, 0))))?;
    let is_mark = |c: &char| !c.is_ascii_alphanumeric();
    let marks = [before.chars().rev().skip(1).find(is_mark), before.chars().next_back()];
    Some(Time { style, marks, date, clock })
}

/// `10:00:09.123` at a place.
fn clock(line: &str, at: usize) -> Option<&str> {
    let rest = line.get(at..)?;
    let bytes = rest.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is_clock = [0, 1, 3, 4, 6, 7].into_iter().all(is_digit)
        && bytes.get(2) == Some(&b':')
        && bytes.get(5) == Some(&b':');
    let is_apart = !line.get(..at)?.ends_with(|c: char| c.is_ascii_digit());
    if !is_clock || !is_apart {
        return None;
    }
    let fraction = rest.get(8..)?;
    let digits = fraction
        .strip_prefix(['.', ','])
        .map_or(0, |digits| digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len()));
    let end = if digits > 0 { 9 + digits } else { 8 };
    // A fourth pair is an address of hardware.
    rest.get(..end).filter(|_| bytes.get(8) != Some(&b':'))
}

/// The date with which what stands before a clock ends: `2026-11-28T`, `2026/11/28 `, `28/Nov/2026:`, `28-Nov-2026 `, `Nov 28 `,
/// `Nov 28, 2026, `.
fn date(before: &str) -> Option<(Style, (u32, u32, u32))> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut parts = before
        .trim_end_matches(['T', ' ', ':', ',', 't'])
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty());
    let parts: [&str; 3] = [parts.next()?, parts.next()?, parts.next().unwrap_or_default()];
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 4);
    let month = |text: &str| {
        let lower = text.get(..3)?.to_ascii_lowercase();
        MONTHS.iter().position(|month| *month == lower).map(|at| at as u32 + 1)
    };
    let day = |text: &str| number(text).filter(|day| (1..=31).contains(day));
    let year = |text: &str| number(text).filter(|year| (1970..=2200).contains(year));
    let [last, middle, first] = parts;
    // Year first, then day first, then the month of syslog with and without a year behind it.
    let numbers = || Some((year(first)?, number(middle).filter(|month| *month <= 12)?, day(last)?));
    let by_year = || Some((Style::YearFirst, numbers()?));
    let by_day = || Some((Style::YearLast, (year(last)?, month(middle)?, day(first)?)));
    let with_year = || Some((Style::YearLast, (year(last)?, month(first)?, day(middle)?)));
    let without_year = || Some((Style::WithoutYear, (1, month(middle)?, day(last)?)));
    by_year().or_else(by_day).or_else(with_year).or_else(without_year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Place;
    use crate::readers::lines::line_of;
    use crate::readers::read;
    use crate::readers::tests::line;

    #[test]
    fn times_at_the_front_of_lines() {
        let check = |line: &str, expected: Option<((u32, u32, u32), &str)>| {
            assert_eq!(time(line).map(|time| (time.date, time.clock)), expected, "{line}");
        };
        let day = (2026, 11, 28);
        check("2026-11-28T10:00:09.123Z x", Some((day, "10:00:09.123")));
        check("[2026-11-28 10:00:09,123] x", Some((day, "10:00:09,123")));
        check("web-1 | 2026/11/28 10:00:09 x", Some((day, "10:00:09")));
        check("10.0.0.1 - - [28/Nov/2026:10:00:09 +0000] \"GET / HTTP/1.1\" 200", Some((day, "10:00:09")));
        check("[28-Nov-2026 10:00:09 UTC] x", Some((day, "10:00:09")));
        check("Nov 28, 2026, 10:00:09 x", Some((day, "10:00:09")));
        check("Nov  8 10:00:09 host app[1]: x", Some(((1, 11, 8), "10:00:09")));
        check("[10:00:09] x", Some(((0, 0, 0), "10:00:09")));
        check(r#"{"time":"2026-11-28T10:00:09Z","msg":"x"}"#, Some((day, "10:00:09")));
        for other in [
            "the token of 10:00:09 is over",
            "  2026-11-28 10:00:09 x",
            "\"updated\": \"2026-11-28T10:00:09Z\",",
            "GET /?at=2026-11-28T10:00:09",
            "< date: Sat, 28 Nov 2026",
            "00:11:22:33:44:55",
            r#"{"line":"10.0.0.1 - - [28/Nov/2026:10:00:09 +0000] \"GET / HTTP/1.1\" 200"}"#,
            "é:::",
            "",
        ] {
            check(other, None);
        }
    }

    const TALK: [&str; 5] = [
        "> POST /token HTTP/1.1",
        "> Host: a.example",
        ">",
        "< HTTP/1.1 400 Bad Request",
        "{\"error\":\"invalid_grant\"}",
    ];

    #[test]
    fn of_lines_with_times_the_oldest_is_read_first() {
        let stamps: [&dyn Fn(usize) -> String; 4] = [
            &|at| format!("2026-11-28T10:00:0{at}.000Z "),
            &|at| format!("2026-11-28 10:00:0{at},120 DEBUG app - "),
            &|at| format!("Nov 28 10:00:0{at} web app[1]: "),
            &|at| format!("[10:00:0{at}] "),
        ];
        for stamp in stamps {
            let lines: Vec<String> =
                TALK.iter().enumerate().map(|(at, line)| format!("{}{line}\n", stamp(at))).collect();
            let turned: String = lines.iter().rev().cloned().collect();
            let told = |text: &str| -> Vec<(String, u32)> {
                let read = read(text.as_bytes()).unwrap().exchanges;
                read.iter().map(|exchange| (line(exchange), line_of(exchange.provenance))).collect()
            };
            let [(first, 1)] = &told(&lines.concat())[..] else { panic!("{lines:?}") };
            assert_eq!(told(&turned), [(first.clone(), 5)], "{turned}");
        }
    }

    #[test]
    fn what_is_said_keeps_the_number_of_its_line() {
        let text = "2026-11-28T10:00:09Z ERROR the third\n  at its frame\n2026-11-28T10:00:08Z the second\n2026-11-28T10:00:07Z the first\n";
        let said = read(text.as_bytes()).unwrap().statements;
        let said: Vec<(&str, Place)> = said
            .iter()
            .map(|said| (said.text.text().rsplit(' ').next().unwrap(), Place::Line(line_of(said.provenance))))
            .collect();
        let expected = [("first", 4), ("second", 3), ("third", 1), ("frame", 2)];
        assert_eq!(said, expected.map(|(word, line)| (word, Place::Line(line))));
    }

    #[test]
    fn what_rises_or_says_no_time_stays() {
        let line = |at: usize| format!("2026-11-28T10:00:0{at}Z x\n");
        let of = |seconds: &[usize]| seconds.iter().map(|at| line(*at)).collect::<String>();
        for text in [
            of(&[1, 2, 3]),
            of(&[3, 2, 3]),
            of(&[3, 3, 3]),
            // Of two programs.
            format!("{}[28/Nov/2026:09:00:00 +0000] x\n{}", line(5), of(&[3, 2])),
            // Two excerpts with words between them, or an empty line.
            format!("{}and the other one:\n{}", line(5), line(3)),
            format!("{}\n{}", line(5), line(3)),
            "a\nb\n".to_owned(),
            String::new(),
        ] {
            assert!(Ordered::of(&text).is_none(), "{text}");
        }
        assert!(Ordered::of(&of(&[3, 2])).is_some() && Ordered::of(&of(&[3, 3, 2, 1])).is_some());
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn no_line_is_lost(text in "(10:00:0[0-9] x|2026-11-28T10:00:0[0-9]Z|é|\n){0,12}") {
                if let Some(ordered) = Ordered::of(&text) {
                    let lines: Vec<&str> = text.lines().collect();
                    let again: Vec<&str> = ordered.text.lines().collect();
                    proptest::prop_assert_eq!(again.len(), lines.len());
                    for (at, line) in again.iter().enumerate() {
                        proptest::prop_assert_eq!(*line, lines[ordered.number(at + 1) - 1]);
                    }
                }
            }
        }
    }
}
