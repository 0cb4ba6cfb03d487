//! Lines that a container engine cut: it writes a line of more than 16 KiB in pieces.
//!
//! CRI marks each piece, `TIME stdout P text`, and the last one with `F`; Docker's JSON has the line end in the last one alone;
//! what collectors make of both has it in `logtag`. A line stands where its last piece stood; of the others nothing is left.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

/// What stands in the place of a piece that was joined with others: no line of a text is that.
pub(super) const GONE: &str = "\u{1a}";

/// Bytes of the longest line that is joined.
const LONGEST: usize = 8 << 20;

/// Whether nothing is left of the line.
pub(super) fn is_gone(line: &str) -> bool {
    line == GONE
}

/// The text with each line in one piece.
pub(super) fn joined(text: &str) -> Cow<'_, str> {
    let is_terminated = text.lines().any(is_whole_of_docker);
    let begins = |line: &str| Piece::of(line, is_terminated).is_some_and(|piece| piece.goes_on);
    if !text.lines().any(begins) {
        return Cow::Borrowed(text);
    }
    let mut lines: Vec<Cow<str>> = Vec::new();
    // Of each stream the pieces so far, and where the last one stands.
    let mut open: HashMap<&str, (usize, String)> = HashMap::new();
    for line in text.lines() {
        let piece = Piece::of(line, is_terminated);
        let piece = piece.filter(|piece| piece.goes_on || open.contains_key(piece.stream));
        let Some((piece, text)) = piece.and_then(|piece| Some((piece, piece.text()?))) else {
            lines.push(Cow::Borrowed(line));
            continue;
        };
        let mut whole = String::new();
        if let Some((at, so_far)) = open.remove(piece.stream) {
            if let Some(line) = lines.get_mut(at) {
                *line = Cow::Borrowed(GONE);
            }
            whole = so_far;
        }
        whole.push_str(&text);
        lines.push(Cow::Owned(piece.line_of(&whole)));
        if piece.goes_on && whole.len() < LONGEST {
            open.insert(piece.stream, (lines.len() - 1, whole));
        }
    }
    Cow::Owned(of_lines(&lines, text))
}

/// Lines in the place of those of a text.
pub(super) fn of_lines(lines: &[Cow<str>], text: &str) -> String {
    let mut joined = lines.join("\n");
    if text.ends_with('\n') {
        joined.push('\n');
    }
    joined
}

/// A line of a container's log, which may be a piece of one.
#[derive(Clone, Copy)]
struct Piece<'l> {
    line: &'l str,
    stream: &'l str,
    goes_on: bool,
}

impl<'l> Piece<'l> {
    /// `is_terminated`: Docker's objects of this text have the line end.
    fn of(line: &'l str, is_terminated: bool) -> Option<Self> {
        if is_object(line) { Piece::of_json(line, is_terminated) } else { Piece::of_cri(line) }
    }

    fn of_cri(line: &'l str) -> Option<Self> {
        let mut words = line.splitn(4, ' ').skip(1);
        let stream = words.next().filter(|stream| is_stream(stream))?;
        let goes_on = match words.next()?.split(':').next()? {
            "P" => true,
            "F" => false,
            _ => return None,
        };
        Some(Piece { line, stream, goes_on })
    }

    fn of_json(line: &'l str, is_terminated: bool) -> Option<Self> {
        let (_, behind) = line.rsplit_once("\"stream\":\"")?;
        let (stream, rest) = behind.split_once('"').filter(|(stream, _)| is_stream(stream))?;
        let goes_on = match rest.split_once("\"logtag\":\"") {
            Some((_, tag)) => tag.starts_with('P'),
            None => is_terminated && !is_whole_of_docker(line),
        };
        Some(Piece { line, stream, goes_on })
    }

    fn text(&self) -> Option<String> {
        if !is_object(self.line) {
            return Some(self.line.splitn(4, ' ').nth(3).unwrap_or_default().to_owned());
        }
        let object: Map<String, Value> = serde_json::from_str(self.line).ok()?;
        Some(object.get("log")?.as_str()?.to_owned())
    }

    /// The line that holds the text instead of the piece.
    fn line_of(&self, text: &str) -> String {
        let Ok(mut object) = serde_json::from_str::<Map<String, Value>>(self.line) else {
            let time = self.line.split(' ').next().unwrap_or_default();
            return format!("{time} {} F {text}", self.stream);
        };
        object.insert("log".to_owned(), Value::from(text));
        Value::Object(object).to_string()
    }
}

fn is_object(line: &str) -> bool {
    line.starts_with("{\"log\":")
}

fn is_stream(text: &str) -> bool {
    matches!(text, "stdout" | "stderr")
}

/// Whether a line is an object of Docker whose line has its end.
fn is_whole_of_docker(line: &str) -> bool {
    let log = line.strip_prefix("{\"log\":\"").and_then(|rest| rest.rsplit_once("\",\"stream\":\""));
    log.is_some_and(|(log, _)| ends_in_line_end(log))
}

/// Whether a literal of JSON ends in a line end: of two backslashes the first one escapes the other, and the `n` is a letter.
fn ends_in_line_end(literal: &str) -> bool {
    let before = literal.strip_suffix("\\n");
    before.is_some_and(|before| before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let joined = joined(text);
        assert_eq!(joined.lines().collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn pieces_of_cri_are_joined_in_each_stream() {
        check(
            "T1 stdout P a b\nT2 stderr F other\nT3 stdout P  c\nT4 stdout F d\nT5 stdout F e\n",
            &[GONE, "T2 stderr F other", GONE, "T4 stdout F a b cd", "T5 stdout F e"],
        );
        // What breaks off is there all the same.
        check("T1 stdout P a\nT2 stdout P b\n", &[GONE, "T2 stdout F ab"]);
        check("T1 stdout F a\nT stdout X b", &["T1 stdout F a", "T stdout X b"]);
    }

    #[test]
    fn pieces_of_docker_have_no_line_end() {
        let line = |log: &str, rest: &str| format!(r#"{{"log":"{log}","stream":"stdout"{rest}}}"#);
        let [first, last, other] = [line("a", ""), line(r"b\n", ""), line(r"c\n", "")];
        check(
            &[first.as_str(), &last, &other].join("\n"),
            &[GONE, r#"{"log":"ab\n","stream":"stdout"}"#, &other],
        );
        // A backslash and an n are no line end.
        let folder = line(r"C:\\n", "");
        check(&[folder.as_str(), &last].join("\n"), &[GONE, r#"{"log":"C:\\nb\n","stream":"stdout"}"#]);
        // Collectors take the line ends off all of them.
        check(&[first.as_str(), &first].join("\n"), &[&first, &first]);
        let [first, last] = ["P", "F"].map(|tag| line("a", &format!(r#","logtag":"{tag}""#)));
        check(&[first, last].join("\n"), &[GONE, r#"{"log":"aa","logtag":"F","stream":"stdout"}"#]);
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn a_line_cut_anywhere_is_whole_again(line in "[a-z \\\\\"é]{1,40}", cuts in proptest::collection::vec(0_usize..40, 0..4)) {
                let mut ends: Vec<usize> = cuts.into_iter().filter(|at| line.is_char_boundary(*at)).collect();
                ends.extend([0, line.len()]);
                ends.sort_unstable();
                let pieces: Vec<&str> = ends.windows(2).map(|at| &line[at[0]..at[1]]).collect();
                let last = pieces.len() - 1;
                let cri: String = pieces.iter().enumerate().map(|(at, piece)| format!("T stdout {} {piece}\n", if at == last { "F" } else { "P" })).collect();
                let joined_cri = joined(&cri);
                let whole = format!("T stdout F {line}");
                proptest::prop_assert_eq!(joined_cri.lines().last(), Some(whole.as_str()));
                proptest::prop_assert_eq!(joined_cri.lines().count(), pieces.len());
                let docker: String = pieces.iter().enumerate().map(|(at, piece)| {
                    let log = format!("{piece}{}", if at == last { "\n" } else { "" });
                    serde_json::json!({"log": log, "stream": "stdout"}).to_string() + "\n"
                }).collect();
                let joined_docker = joined(&docker);
                let whole = joined_docker.lines().last().and_then(|line| serde_json::from_str::<Value>(line).ok());
                proptest::prop_assert_eq!(whole, Some(serde_json::json!({"log": format!("{line}\n"), "stream": "stdout"})));
            }
        }
    }
}
