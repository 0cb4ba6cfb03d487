//! The lines of a log that are one record: an error and the trace of calls below it.

use std::ops::Range;

/// So many lines stand between two lines of a trace that name a place: the code there, marks below it, and what was raised.
const BETWEEN: usize = 3;

/// So many lines a trace goes on.
const LONGEST: usize = 20;

/// The record in which a line stands, of so many lines.
pub(crate) fn record<'t>(at: usize, count: usize, text: impl Fn(usize) -> &'t str) -> Range<usize> {
    let (mut start, mut end) = (at, (at + 1).min(count));
    // A head stands above the first line of its trace; in Python what was raised stands below the last one.
    while start > 0 && at - start < LONGEST {
        let is_below_place = (1..=BETWEEN.min(start)).any(|back| is_place(text(start - back)));
        let is_part = goes_on(text(start)) || is_place(text(start));
        if !is_part && !is_below_place {
            break;
        }
        start -= 1;
    }
    while end < count && end - at < LONGEST {
        let is_below_place =
            (1..=BETWEEN.min(end)).any(|back| is_place(text(end - back)) && end - back >= start);
        if !goes_on(text(end)) && !is_place(text(end)) && !is_below_place {
            break;
        }
        end += 1;
    }
    start..end
}

/// Whether a line of a trace names a call: `at app.js:3`, `File "app.py", line 3`.
pub(crate) fn is_frame(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("at ") || is_place(line)
}

/// What was raised, in the last line of Python's trace: `KeyError: 'email'`, `app.models.User.DoesNotExist`.
pub(crate) fn raised(line: &str) -> Option<&str> {
    let line = line.trim();
    let name = line.split(": ").next().unwrap_or_default();
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_name =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_class = last.starts_with(|c: char| c.is_ascii_uppercase()) && last.len() > 3;
    // `INFO: …`, `Connection: …`: a name alone, or before a colon, is much else, too.
    const ENDS: [&str; 5] = ["Error", "Exception", "Warning", "Fault", "DoesNotExist"];
    let is_told = name.contains('.') || ENDS.iter().any(|end| last.ends_with(end));
    (is_class && is_told && name.split('.').all(is_name)).then_some(line)
}

/// Whether a line goes on with the record above it.
fn goes_on(line: &str) -> bool {
    let line = line.trim_start();
    let begins = [
        "at ",
        "Caused by",
        "Suppressed:",
        "...",
        "Traceback (most recent",
        "[cause]",
        "[errors]",
        "}",
        "---> ",
    ];
    begins.iter().any(|begin| line.starts_with(begin))
}

/// A line of Python's trace, below which the code of its place stands.
fn is_place(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("File \"") && line.contains(", line ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_raised_is_an_exception() {
        for line in ["KeyError: 'a'", "a.b.User.DoesNotExist", "ValueError", "jwt.exceptions.DecodeError: no"]
        {
            assert_eq!(raised(line), Some(line));
        }
        for line in [
            "return a",
            "raise KeyError(a)",
            "^^^^",
            "x: int = 3",
            "File \"a.py\", line 3, in b",
            "Foo",
            "INFO:     ready",
            "Connection: redis is up",
        ] {
            assert_eq!(raised(line), None, "{line}");
        }
    }

    #[test]
    fn a_record_is_an_error_and_its_trace() {
        let check = |lines: &[&str], at: usize, expected: Range<usize>| {
            assert_eq!(record(at, lines.len(), |at| lines[at]), expected, "{lines:?}");
        };
        let node = ["info: ready", "Error: no", "at a (b.js:1)", "at c (d.js:2)", "info: next"];
        check(&node, 1, 1..4);
        check(&node, 3, 1..4);
        check(&node, 4, 4..5);
        let java = ["ERROR x", "a.B: c", "at d", "Caused by: e", "... 3 more", "INFO y"];
        check(&java, 3, 1..5);
        let python = [
            "Internal Server Error: /a",
            "Traceback (most recent call last):",
            "File \"a.py\", line 3, in b",
            "c()",
            "d.E: f",
        ];
        check(&python, 4, 0..5);
        check(&python, 0, 0..5);
        check(&["a"], 0, 0..1);
    }
}
