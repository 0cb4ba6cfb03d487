//! What PHP prints of an array or an object, `print_r` and `var_dump`, as the JSON that it would have been.
//!
//! The document stands in the first of its lines; of the others nothing is left, so that all lines keep their numbers.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::alike;
use super::pieces::{GONE, of_lines};

/// Arrays in arrays.
const DEEPEST: usize = 30;

/// Lines of the longest dump.
const MOST_LINES: usize = 4_000;

/// How a dump is written.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// `print_r`: `Array`, and below it `(`.
    Readable,
    /// `var_dump`: `array(2) {`.
    Typed,
}

/// The text with each dump as JSON.
pub(super) fn as_json(text: &str) -> Cow<'_, str> {
    if !text.contains("] =>") && !text.contains("]=>") {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<Cow<str>> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let front = front(&lines, at);
        let end = lines.len().min(at + MOST_LINES);
        // With what a logger puts before each line, only those are looked at that have it.
        let bare = |at: usize| alike::behind(lines[at], line, front);
        let is_fronted = front > 0
            && bare(at).zip(bare(at + 1)).is_some_and(|(one, two)| begins(&[one, two], 0).is_some());
        let block = is_fronted.then(|| (at..end).map_while(bare).collect::<Vec<_>>());
        let (block, from) = block.as_deref().map_or((&lines[..end], at), |block| (block, 0));
        let Some((head, style)) = begins(block, from) else {
            out.push(Cow::Borrowed(line));
            at += 1;
            continue;
        };
        let mut reader = Reader { lines: block, at: from + 1, style };
        let document = reader.members(0);
        let next = at + (reader.at - from).max(1);
        match document {
            Some(document) => {
                let before = line.len() - block[from].len();
                out.push(Cow::Owned(format!("{}{head}{document}", &line[..before])));
                out.extend((at + 1..next).map(|_| Cow::Borrowed(GONE)));
            }
            // What was read of it is none, either: it is not read again.
            None => out.extend(lines[at..next].iter().map(|line| Cow::Borrowed(*line))),
        }
        at = next;
    }
    Cow::Owned(of_lines(&out, text))
}

/// Bytes that a logger puts before each line of a dump which may begin in this one.
fn front(lines: &[&str], at: usize) -> usize {
    let is_begin = lines[at].trim_end().ends_with(['{', 'y', 't']);
    let below = lines.get(at + 1).filter(|_| is_begin);
    below.map_or(0, |below| alike::shared(lines[at], below))
}

/// What stands before a dump that begins in this line, and how it is written.
fn begins<'t>(lines: &[&'t str], at: usize) -> Option<(&'t str, Style)> {
    let line = lines.get(at)?.trim_end();
    let below = lines.get(at + 1)?.trim();
    if below == "(" {
        let head = line.strip_suffix("Array").or_else(|| {
            let class = line.strip_suffix(" Object")?;
            let is_part = |c: char| !(c.is_alphanumeric() || matches!(c, '\\' | '_'));
            Some(&class[..class.rfind(is_part).map_or(0, |at| at + 1)])
        })?;
        return is_head(head).then_some((head, Style::Readable));
    }
    let typed = line.strip_suffix('{')?.trim_end();
    let start = ["array(", "object("].into_iter().filter_map(|name| typed.rfind(name)).max()?;
    let is_first = below.starts_with('[') && below.ends_with("=>");
    let head = typed.get(..start)?;
    (is_first && typed.ends_with(')') && is_head(head)).then_some((head, Style::Typed))
}

/// Whether a name can stand behind it.
fn is_head(text: &str) -> bool {
    !text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$'))
}

/// Reads the lines of a dump.
struct Reader<'l, 't> {
    lines: &'l [&'t str],
    at: usize,
    style: Style,
}

impl<'t> Reader<'_, 't> {
    fn next(&mut self) -> Option<&'t str> {
        let line = self.lines.get(self.at)?;
        self.at += 1;
        Some(line)
    }

    /// The members up to the closing mark; `None` for what is none.
    fn members(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        match self.style {
            Style::Readable => self.readable(depth),
            Style::Typed => self.typed(depth),
        }
    }

    fn readable(&mut self, depth: usize) -> Option<Value> {
        (self.next()?.trim() == "(").then_some(())?;
        let mut members: Vec<(String, Value)> = Vec::new();
        loop {
            // Another one begins where this one has not ended.
            let is_cut = members.last().is_some_and(|(_, value)| value.is_string())
                && begins(self.lines, self.at).is_some_and(|(head, _)| head.trim().is_empty());
            if is_cut {
                return None;
            }
            let line = self.next()?;
            let inner = line.trim();
            if inner == ")" {
                break;
            }
            let named = inner.strip_prefix('[').and_then(|rest| rest.split_once("] =>"));
            match (named, members.last_mut()) {
                (Some((name, value)), _) => {
                    let is_group = self.lines.get(self.at).is_some_and(|below| below.trim() == "(");
                    let value = if is_group { self.members(depth + 1)? } else { Value::from(value.trim()) };
                    members.push((name_of(name), value));
                }
                // An empty line ends a group; a value may have several lines.
                (None, Some((_, Value::String(value)))) if !inner.is_empty() => {
                    value.push('\n');
                    value.push_str(inner);
                }
                (None, None) if !inner.is_empty() => return None,
                (None, _) => {}
            }
        }
        Some(document(members))
    }

    fn typed(&mut self, depth: usize) -> Option<Value> {
        let mut members = Vec::new();
        loop {
            let inner = self.next()?.trim();
            if inner == "}" {
                break;
            }
            let name = inner.strip_prefix('[')?.strip_suffix("=>")?.strip_suffix(']')?;
            let name = name_of(name);
            members.push((name, self.typed_value(depth)?));
        }
        Some(document(members))
    }

    fn typed_value(&mut self, depth: usize) -> Option<Value> {
        let value = self.next()?.trim();
        let inside = |kind: &str| value.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')');
        if value.ends_with('{') {
            // An empty one closes in the next line.
            return self.members(depth + 1);
        }
        if let Some(rest) = value.strip_prefix("string(") {
            let mut text = rest.split_once(") \"")?.1.to_owned();
            while !text.ends_with('"') {
                text.push('\n');
                text.push_str(self.next()?);
            }
            text.pop();
            return Some(Value::from(text));
        }
        let number = || inside("int").or_else(|| inside("float"));
        match inside("bool") {
            Some(truth) => Some(Value::from(truth == "true")),
            None if value == "NULL" => Some(Value::Null),
            None => number().map(|number| serde_json::from_str(number).unwrap_or_else(|_| number.into())),
        }
    }
}

/// `"name":protected`, `name:Class:private`.
fn name_of(text: &str) -> String {
    let name = text.split(':').next().unwrap_or(text);
    name.trim_matches('"').to_owned()
}

/// An array where the names count from nothing.
fn document(members: Vec<(String, Value)>) -> Value {
    let is_list = members.iter().enumerate().all(|(at, (name, _))| *name == at.to_string());
    if is_list && !members.is_empty() {
        return members.into_iter().map(|(_, value)| value).collect();
    }
    Value::Object(members.into_iter().collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let json = as_json(text);
        let left: Vec<&str> = json.lines().filter(|line| *line != GONE).collect();
        assert_eq!(left, expected, "{text}");
        assert_eq!(json.lines().count(), text.lines().count(), "{text}");
    }

    #[test]
    fn what_is_printed_to_be_read() {
        check(
            "answer: Array\n(\n    [error] => invalid_grant\n    [more] => stdClass Object\n        (\n            [a:protected] => b\n            [c] => d\n e\n        )\n\n    [list] => Array\n        (\n            [0] => x\n        )\n\n)\nbehind",
            &[r#"answer: {"error":"invalid_grant","list":["x"],"more":{"a":"b","c":"d\ne"}}"#, "behind"],
        );
        check("GuzzleHttp\\Psr7\\Response Object\n(\n [a] => \n)", &[r#"{"a":""}"#]);
    }

    #[test]
    fn what_is_printed_with_its_types() {
        check(
            "array(3) {\n  [\"error\"]=>\n  string(14) \"invalid_client\"\n  [\"n\":protected]=>\n  int(5)\n  [\"o\"]=>\n  object(stdClass)#3 (1) {\n    [0]=>\n    bool(true)\n  }\n}\n",
            &[r#"{"error":"invalid_client","n":5,"o":[true]}"#],
        );
    }

    #[test]
    fn what_a_logger_puts_before_each_line_is_no_part_of_it() {
        check(
            "[28-Nov-2026 10:00:00 UTC] Array\n[28-Nov-2026 10:00:00 UTC] (\n[28-Nov-2026 10:00:00 UTC]     [error] => invalid_grant\n[28-Nov-2026 10:00:01 UTC] )\nbehind",
            &[r#"[28-Nov-2026 10:00:00 UTC] {"error":"invalid_grant"}"#, "behind"],
        );
        check(
            "10:00:00.001 | object(stdClass)#3 (1) {\n10:00:00.002 |   [\"error\"]=>\n10:00:00.003 |   string(13) \"invalid_grant\"\n10:00:00.004 | }\n",
            &[r#"10:00:00.001 | {"error":"invalid_grant"}"#],
        );
        let cut = "10:00:00 Array\n10:00:00 (\n10:00:00 [a] => b\nand more";
        check(cut, &cut.lines().collect::<Vec<_>>());
    }

    #[test]
    fn what_is_none_stays() {
        for text in [
            "Array\n(\nno] => x\n",
            "An Array\n(\n [a] => b",
            "array(1) {\n [\"a\"]=>\n what\n}",
            "MyArray\n(\n [a] => b\n)",
        ] {
            check(text, &text.lines().collect::<Vec<_>>());
        }
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics_and_keeps_the_lines(text in "(Array|array\\(1\\) \\{|\\(|\\)|\\}|\\[a\\] => b|\\[\"a\"\\]=>|int\\(1\\)|é|string\\(1\\) \"|\n| ){0,30}") {
                proptest::prop_assert_eq!(as_json(&text).lines().count(), text.lines().count());
            }
        }
    }
}
