//! Which part of a long line tells what failed.

use std::ops::Range;

use crate::quoted;
use crate::search::without_prefix;

/// Bytes of a line that is quoted whole.
const LONGEST: usize = 160;

/// Pairs of the shortest line of logfmt.
const PAIRS: usize = 3;

/// Bytes before a place that are quoted with it.
const BEFORE: usize = 80;

/// Bytes of the longest reason at the end of a line.
const LONGEST_REASON: usize = 120;

/// The parts of a line that a reader has to see, in order: of one that is short all that it says, without the time, the level and the
/// program before it; of a long one the words at a place, and the reason at its end, where programs chain errors with colons.
pub(crate) fn parts(text: &str, at: &Range<usize>) -> Vec<Range<usize>> {
    let start = text.get(..at.start).and_then(|before| before.rfind('\n')).map_or(0, |line| line + 1);
    let end =
        text.get(at.start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |line| at.start + line);
    let Some(line) = text.get(start..end).map(str::trim_end) else { return vec![at.clone()] };
    let end = start + line.len();
    let pairs = of_pairs(line);
    if !pairs.is_empty() {
        return pairs.into_iter().map(|part| start + part.start..start + part.end).collect();
    }
    let said = end - without_prefix(line).len();
    let start = if at.start <= start { said } else { said.min(at.start) };
    if end.saturating_sub(start) <= LONGEST {
        return Some(start..end).into_iter().collect();
    }
    let head = began(text, start, at.start.max(start));
    let head = head..cut(text, head, at.end.min(head + LONGEST), end);
    let reason = reason(text, head.end..end);
    [Some(head), reason].into_iter().flatten().collect()
}

/// Of a line of logfmt what it says and the error that it names; nothing where it is none.
fn of_pairs(line: &str) -> Vec<Range<usize>> {
    let is_one = line.split(' ').filter(|word| pair_name(word).is_some()).count() >= PAIRS;
    let said = ["msg", "message"].iter().find_map(|name| value_of(line, name)).filter(|_| is_one);
    let Some(said) = said else { return Vec::new() };
    let error = ["error", "err"].iter().find_map(|name| value_of(line, name));
    let mut parts: Vec<Range<usize>> = [Some(said), error]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty() && part.len() <= LONGEST)
        .collect();
    parts.sort_by_key(|part| part.start);
    parts
}

/// The name of a pair at the beginning of a word.
fn pair_name(word: &str) -> Option<&str> {
    let (name, _) = word.split_once('=')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '@');
    (!name.is_empty() && name.chars().all(is_name)).then_some(name)
}

/// Where the value of a pair stands: in quotes, or up to the next pair.
fn value_of(line: &str, name: &str) -> Option<Range<usize>> {
    let places = line.match_indices(name).map(|(at, _)| at);
    let mut places = places.filter(|at| *at == 0 || line.as_bytes().get(at - 1) == Some(&b' '));
    let at = places.find(|at| line.as_bytes().get(at + name.len()) == Some(&b'='))? + name.len() + 1;
    let rest = line.get(at..)?;
    if let Some(quoted) = rest.strip_prefix('"') {
        return Some(at + 1..at + 1 + quoted::end(quoted, '"', 0)?);
    }
    let mut words = rest.match_indices(' ').map(|(space, _)| space);
    let end = words.find(|space| pair_name(&rest[space + 1..]).is_some()).unwrap_or(rest.len());
    Some(at..at + end)
}

/// Where a quotation of a place begins: with the words before it, if they are few.
fn began(text: &str, start: usize, at: usize) -> usize {
    let Some(before) = text.get(start..at) else { return at };
    if before.len() <= BEFORE {
        return start;
    }
    let from = (before.len() - BEFORE..before.len()).find(|at| before.is_char_boundary(*at));
    let near = from.and_then(|from| Some((from, before.get(from..)?)));
    near.and_then(|(from, near)| Some(start + from + near.find(' ')? + 1)).unwrap_or(at)
}

/// The end of a quotation of a place that ends there: the end of its sentence, or of a word.
fn cut(text: &str, from: usize, least: usize, end: usize) -> usize {
    let rest = text.get(from..end).unwrap_or_default();
    let longest =
        (0..=LONGEST.min(rest.len())).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or_default();
    let rest = &rest[..longest];
    if longest == end - from {
        return end;
    }
    let is_behind = |at: &usize| from + at >= least;
    let stop = rest.match_indices(": ").map(|(at, _)| at).find(is_behind);
    let stop = stop.or_else(|| rest.rfind(' ').filter(is_behind));
    from + stop.unwrap_or(longest)
}

/// The end of a line from the last colon behind which a sentence stands.
fn reason(text: &str, within: Range<usize>) -> Option<Range<usize>> {
    let rest = text.get(within.clone())?;
    let colons: Vec<usize> = rest.match_indices(": ").map(|(at, _)| at + 2).collect();
    let is_reason = |at: &&usize| {
        let said = &rest[**at..];
        said.len() <= LONGEST_REASON && said.split(' ').filter(|word| is_word(word)).count() >= 2
    };
    let at = colons.iter().rev().find(is_reason)?;
    Some(within.start + at..within.end)
}

fn is_word(word: &str) -> bool {
    let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
    word.len() > 1 && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '_' | '\''))
}

#[cfg(test)]
mod tests {
    use super::parts;

    fn quoted<'t>(text: &'t str, place: &str) -> Vec<&'t str> {
        let at = text.find(place).unwrap_or_default();
        let parts = parts(text, &(at..at + place.len()));
        parts.into_iter().filter_map(|part| text.get(part)).collect()
    }

    #[test]
    fn a_short_line_is_quoted_without_what_a_log_has_before_it() {
        let line = "2025-01-05 14:45:27 ERROR [main] Failed to fetch the user: no such group";
        assert_eq!(quoted(line, "Failed to "), ["Failed to fetch the user: no such group"]);
        assert_eq!(quoted(line, line), ["Failed to fetch the user: no such group"]);
    }

    #[test]
    fn of_a_long_line_the_reason_at_its_end_is_quoted_too() {
        let data = "x=1&".repeat(60);
        let line =
            format!("ERROR [app] Failed to process the callback with params {data}: Invalid CSRF token: abc");
        assert_eq!(
            quoted(&line, "Failed to "),
            ["Failed to process the callback with params", "Invalid CSRF token: abc"]
        );
        let line = format!("Failed to fetch: {data}");
        assert_eq!(quoted(&line, "Failed to "), ["Failed to fetch"]);
    }

    #[test]
    fn of_a_line_of_pairs_its_sentence_and_its_error_are_quoted() {
        let line = r#"t=2021 lvl=eror msg=login.OAuthLogin(get info from x) logger=context uname= error="invalid role""#;
        assert_eq!(quoted(line, line), ["login.OAuthLogin(get info from x)", "invalid role"]);
        let line = r#"level=error msg="no \"groups\" claim" ip=::1"#;
        assert_eq!(quoted(line, line), [r#"no \"groups\" claim"#]);
    }

    #[test]
    fn a_place_in_one_of_several_lines_quotes_that_line() {
        assert_eq!(quoted("a\nFailed to b\nc", "Failed to "), ["Failed to b"]);
    }
}
