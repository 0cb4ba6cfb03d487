//! A body to be read: JSON in lines, what is faulty in it marked, all of it masked as a whole and cut afterwards.

use std::ops::Range;

use http::Body;
use lint::Story;
use oauth::Part;
use serde::Serialize;

use crate::mask::fields::Treatment;
use crate::mask::{Masked, Redactor, Shown, readable, shown};
use crate::model::Run;

/// Lines that are shown.
const MOST_LINES: usize = 500;

/// The deepest indentation that is shown.
const DEEPEST: u32 = 12;

/// A body in lines.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct BodyView {
    /// Its lines.
    pub lines: Vec<BodyLine>,
    /// What is not shown of it; null where all is.
    pub left_out: Option<Shown>,
}

/// A line of a body.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct BodyLine {
    /// How deep it stands.
    pub indent: u32,
    /// What stands there, the faulty pieces marked.
    pub runs: Vec<Run>,
}

/// What findings point to in a body.
#[derive(Default)]
pub(super) struct Marks {
    places: Vec<Range<usize>>,
    members: Vec<String>,
}

impl Marks {
    pub(super) fn of(story: &Story<'_>, index: usize) -> Self {
        let findings = &story.diagnosis().findings;
        let points = findings.iter().flat_map(|finding| &finding.points);
        let mut marks = Marks::default();
        for pointer in points.map(|point| &point.pointer).filter(|pointer| pointer.message == index) {
            match &pointer.part {
                Part::ResponseBody => marks.places.extend(pointer.marks.iter().cloned()),
                Part::ResponseJson(name) => marks.members.push(name.to_string()),
                _ => {}
            }
        }
        marks
    }
}

/// A body in lines; `None` where there is no text in it.
pub(super) fn view(body: &Body, marks: &Marks, redactor: &Redactor) -> Option<BodyView> {
    let whole = body.text().filter(|text| !text.trim().is_empty())?;
    let text = readable(whole);
    let masked = redactor.mask(Treatment::Body, text);
    let is_json = text.trim_start().starts_with(['{', '[']);
    let pieces = if is_json { json_lines(text) } else { plain_lines(text) };
    let marked: Vec<Range<usize>> =
        marks.places.iter().cloned().chain(members(text, &pieces, &marks.members)).collect();
    let mut lines = Vec::new();
    let mut from = 0;
    let mut more = 0;
    for (indent, line) in pieces {
        // What is replaced goes with the line in which it begins.
        let line = line.start.max(from)..line.end;
        if line.is_empty() || text[line.clone()].trim().is_empty() {
            continue;
        }
        if lines.len() == MOST_LINES {
            more += 1;
            continue;
        }
        let line = masked.widened(line);
        from = line.end;
        lines.push(BodyLine { indent: indent.min(DEEPEST), runs: runs(&masked, line, &marked) });
    }
    let left_out = match (more, whole.len() - text.len()) {
        (0, 0) => None,
        (0, bytes) => Some(shown!(
            "Only its first 64 KB are looked at; ",
            Shown::number(bytes as f64),
            " bytes follow."
        )),
        (more, _) => Some(shown!(Shown::number(more as f64), " more lines.")),
    };
    (!lines.is_empty() || left_out.is_some()).then_some(BodyView { lines, left_out })
}

fn runs(masked: &Masked<'_>, line: Range<usize>, marked: &[Range<usize>]) -> Vec<Run> {
    let is_here = |mark: &&Range<usize>| {
        let starts = mark.start >= line.start && mark.start < line.end;
        starts || mark.start < line.start && mark.end > line.start
    };
    let mut within: Vec<Range<usize>> = marked
        .iter()
        .filter(is_here)
        .map(|mark| mark.start.max(line.start)..mark.end.min(line.end))
        .collect();
    within.sort_by_key(|mark| mark.start);
    let mut runs = Vec::new();
    let mut at = line.start;
    for mark in within {
        let mark = masked.widened(mark);
        let (start, end) = (mark.start.max(at), mark.end.min(line.end));
        if start > end || start == end && !mark.is_empty() {
            continue;
        }
        runs.push(Run { text: masked.part(at..start), marked: false });
        let here = || Shown::from("⏴ here");
        let text = if start == end { here() } else { masked.part(start..end) };
        runs.push(Run { text, marked: true });
        at = end;
    }
    runs.push(Run { text: masked.part(at..line.end), marked: false });
    runs.retain(|run| !run.text.as_str().is_empty());
    runs
}

/// Where the members of that name stand at the top of an object.
fn members(text: &str, lines: &[(u32, Range<usize>)], names: &[String]) -> Vec<Range<usize>> {
    let is_of = |name: &String, line: &str| {
        let line = line.trim_start();
        line.strip_prefix('"')
            .and_then(|rest| rest.strip_prefix(name.as_str()))
            .and_then(|rest| rest.strip_prefix('"'))
            .is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    let top = lines.iter().filter(|(indent, _)| *indent == 1);
    top.filter(|(_, line)| names.iter().any(|name| is_of(name, &text[line.clone()])))
        .map(|(_, line)| {
            let shown = text[line.clone()].trim_end().trim_end_matches(',');
            line.start..line.start + shown.len()
        })
        .collect()
}

/// The lines of a text as it stands, and how deep each is.
fn plain_lines(text: &str) -> Vec<(u32, Range<usize>)> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        let blank = content.len() - content.trim_start().len();
        let tabs = content[..blank].chars().map(|c| if c == '\t' { 2 } else { 1 }).sum::<u32>();
        lines.push((tabs / 2, start + blank..start + content.len()));
        start += line.len();
    }
    lines
}

/// JSON, or what looks like it, broken where its structure is; texts in it stay whole. Nothing is added and nothing changed but white
/// space: what is no JSON stays what it is.
fn json_lines(text: &str) -> Vec<(u32, Range<usize>)> {
    let mut lines = Vec::new();
    let (mut depth, mut start, mut in_text, mut escaped) = (0u32, 0, false, false);
    let mut cut = |depth: u32, from: usize, to: usize| {
        let line = &text[from..to];
        let begin = from + (line.len() - line.trim_start().len());
        let end = begin + line.trim().len();
        if begin < end {
            lines.push((depth, begin..end));
        }
    };
    let bytes = text.as_bytes();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if in_text => {
                in_text = escaped || byte != b'"';
                escaped = !escaped && byte == b'\\';
            }
            b'"' => in_text = true,
            b'{' | b'[' => {
                let next = bytes[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace());
                let is_empty = next.is_some_and(|next| *next == byte + 2);
                if !is_empty {
                    cut(depth, start, at + 1);
                    start = at + 1;
                }
                depth += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                let opens = bytes[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
                if opens.is_none_or(|open| *open != byte - 2) {
                    cut(depth + 1, start, at);
                    start = at;
                }
            }
            b',' => {
                cut(depth, start, at + 1);
                start = at + 1;
            }
            _ => {}
        }
    }
    cut(depth, start, text.len());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, marks: &Marks) -> Vec<String> {
        let view = view(&Body::from_text(text), marks, &Redactor::default());
        let lines = view.into_iter().flat_map(|view| view.lines);
        let text = |run: Run| if run.marked { format!("«{}»", run.text) } else { run.text.to_string() };
        lines
            .map(|line| {
                let runs: String = line.runs.into_iter().map(text).collect();
                format!("{}{runs}", "  ".repeat(line.indent as usize))
            })
            .collect()
    }

    fn lines(text: &str) -> Vec<String> {
        let lines = json_lines(text).into_iter();
        lines.map(|(depth, at)| format!("{}{}", " ".repeat(depth as usize), &text[at])).collect()
    }

    #[test]
    fn json_is_broken_where_its_structure_is() {
        assert_eq!(
            lines(r#"{"a":1,"b":{"c":[1,{}],"d":[ ]},"e":"x,{y"}"#),
            [
                "{",
                " \"a\":1,",
                " \"b\":{",
                "  \"c\":[",
                "   1,",
                "   {}",
                "  ],",
                "  \"d\":[ ]",
                " },",
                " \"e\":\"x,{y\"",
                "}"
            ]
        );
        assert_eq!(lines("{ \"a\" : \"\\\"}\"\n}"), ["{", " \"a\" : \"\\\"}\"", "}"]);
    }

    #[test]
    fn what_is_no_json_keeps_all_of_it() {
        for text in
            ["{\"a\":", "[}", "{\"a", "]]]", "{\"ä\":[\"😀\",}", "[[[[", "{,,}", "}", "{\"a\":1} trailing"]
        {
            let shown: String = json_lines(text).into_iter().map(|(_, at)| &text[at]).collect();
            let without = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(without(&shown), without(text), "{text}");
        }
    }

    #[test]
    fn a_fault_is_marked_in_its_place() {
        let marks = Marks { places: Vec::new(), members: vec!["error".to_owned()] };
        let text = r#"{"error":"invalid_grant","deep":{"error":"no"}}"#;
        let shown = shown(text, &marks);
        assert_eq!(shown[1], "  «\"error\":\"invalid_grant\"»,");
        assert_eq!(shown.iter().filter(|line| line.contains('«')).count(), 1, "{shown:?}");
        let places = Marks { places: std::iter::once(10..13).collect(), members: Vec::new() };
        assert_eq!(
            self::shown("the first two lines\nand more", &places),
            ["the first «two» lines", "and more"]
        );
        let end = Marks { places: std::iter::once(9..9).collect(), members: Vec::new() };
        assert_eq!(self::shown("the first", &end), ["the first"], "behind the end nothing stands");
    }

    #[test]
    fn secrets_stay_masked_and_characters_harmless() {
        let secret = "Zm9vYmFyLXNlY3JldC10b2tlbi0xMjM0NTY3ODkw";
        let shown =
            shown(&format!(r#"{{"access_token":"{secret}","note":"a{}b"}}"#, '\u{202e}'), &Marks::default());
        let all = shown.join("\n");
        assert!(!all.contains(secret) && !all.contains('\u{202e}'), "{all}");
        assert!(all.contains("\"access_token\""), "{all}");
    }

    #[test]
    fn what_is_too_much_is_said() {
        let many = format!("[{}1]", "1,".repeat(2_000));
        let view = view(&Body::from_text(many), &Marks::default(), &Redactor::default()).unwrap();
        assert_eq!(view.lines.len(), MOST_LINES);
        assert!(view.left_out.is_some_and(|text| text.as_str().ends_with("more lines.")));
        let long = Body::from_text("x".repeat(1_000_000));
        let view = super::view(&long, &Marks::default(), &Redactor::default()).unwrap();
        assert!(view.lines.is_empty() && view.left_out.is_some());
        assert!(super::view(&Body::Empty, &Marks::default(), &Redactor::default()).is_none());
    }
}
