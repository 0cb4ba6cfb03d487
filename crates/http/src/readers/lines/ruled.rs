//! Tables that are drawn with bars and rules, as a database's shell prints them and Markdown has them, as those of CSV.
//!
//! Only those of a log: a table of documentation has codes and messages, too, and says nothing that happened.

use std::borrow::Cow;

use super::pieces::{GONE, of_lines};

/// Columns of the widest table.
const MOST: usize = 60;

/// The text with each such table as CSV; all lines keep their numbers.
pub(super) fn as_csv(text: &str) -> Cow<'_, str> {
    if !text.contains("---") || !text.contains('|') {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<Cow<str>> = lines.iter().map(|line| Cow::Borrowed(*line)).collect();
    let mut is_found = false;
    let mut at = 1;
    while at < lines.len() {
        let names =
            Some(lines[at]).filter(|line| is_rule(line)).map(|_| cells(lines[at - 1])).unwrap_or_default();
        if !is_head(&names) {
            at += 1;
            continue;
        }
        let is_row = |line: &&&str| is_rule(line) || cells(line).len() == names.len();
        let end = at + lines[at..].iter().take_while(is_row).count();
        for row in at - 1..end {
            out[row] = if is_rule(lines[row]) {
                Cow::Borrowed(GONE)
            } else {
                Cow::Owned(record(&cells(lines[row])))
            };
        }
        // The rule above the names.
        if let Some(above) = at.checked_sub(2).filter(|above| is_rule(lines[*above])) {
            out[above] = Cow::Borrowed(GONE);
        }
        is_found = true;
        at = end.max(at + 1);
    }
    if is_found { Cow::Owned(of_lines(&out, text)) } else { Cow::Borrowed(text) }
}

/// `|---|:--:|`, `----+----`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains("---")
        && line.contains(['|', '+', '┼'])
        && line.chars().all(|c| matches!(c, '-' | '|' | '+' | ':' | ' ' | '┼'))
}

/// What stands between the bars.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    if !line.contains('|') {
        return Vec::new();
    }
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').take(MOST).map(|cell| cell.trim().trim_matches('`')).collect()
}

/// Whether columns are those of a log: of requests, or of what was said at a time.
fn is_head(names: &[&str]) -> bool {
    let has = |known: &[&str]| names.iter().any(|name| known.contains(&name.to_ascii_lowercase().as_str()));
    let is_of_requests = has(&["method", "verb"]) && has(&["url", "uri", "path"]);
    let is_of_lines = has(&["time", "timestamp", "ts", "date", "created_at", "logged_at"])
        && has(&["message", "msg", "line", "log", "text", "body"]);
    is_of_requests || is_of_lines
}

/// A row of CSV (RFC 4180).
fn record(cells: &[&str]) -> String {
    let field = |cell: &&str| match cell.contains([',', '"']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => (*cell).to_owned(),
    };
    cells.iter().map(field).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::read;
    use crate::readers::tests::line;

    #[test]
    fn requests_in_a_table_are_requests() {
        let told = "Unknown GET https://app.example/cb?error=login_required&state=a [not recorded] => 400 [not recorded]";
        for table in [
            "| time | method | url | status |\n|------|:--:|-----|-----|\n| 10:00:02 | GET | `https://app.example/cb?error=login_required&state=a` | 400 |\nbehind\n",
            " method |                          url                          | status \n--------+------------------------------+--------\n GET    | https://app.example/cb?error=login_required&state=a | 400\n(1 row)\n",
            "+--------+-----+--------+\n| method | url | status |\n+--------+-----+--------+\n| GET | https://app.example/cb?error=login_required&state=a | 400 |\n+--------+-----+--------+\n",
        ] {
            let read = read(table.as_bytes()).unwrap().exchanges;
            assert_eq!(read.iter().map(line).collect::<Vec<_>>(), [told], "{table}");
        }
    }

    #[test]
    fn lines_in_a_table_are_lines() {
        let table = " created_at          | level | message\n---------------------+-------+---------\n 2026-11-28 10:00:00 | error | no, \"invalid_grant\"\n";
        assert_eq!(
            as_csv(table).lines().collect::<Vec<_>>(),
            ["created_at,level,message", GONE, "2026-11-28 10:00:00,error,\"no, \"\"invalid_grant\"\"\""]
        );
    }

    #[test]
    fn what_is_no_log_stays() {
        for text in [
            "| code | message |\n|---|---|\n| invalid_grant | The code is over |\n",
            "a | b\n---\nc | d\n",
            "---\n|\n---|---\n",
            "",
        ] {
            assert_eq!(as_csv(text), text);
        }
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn keeps_the_lines(text in "(time|message|\\| ?|---\\+---|---|é|\n){0,30}") {
                proptest::prop_assert_eq!(as_csv(&text).lines().count(), text.lines().count());
            }
        }
    }
}
