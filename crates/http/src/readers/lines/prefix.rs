//! What a log puts before each line: learnt from the lines that can be told, taken off all that have the same shape.
//!
//! No product is known here. Behind some words a line begins to look like HTTP or JSON; what these words are (a time, a
//! number, a level, something in brackets, the same name again and again) is the shape of the prefix.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::pattern::is_method;
use super::wrapped::is_start as is_object;

/// Words of the longest prefix.
const WORDS: usize = 24;

/// Bytes of the longest prefix.
const LONGEST: usize = 400;

/// Lines from which prefixes are learnt.
pub(super) const LEARNT_FROM: usize = 20_000;

/// Lines of which it is looked what all begin with.
const COMPARED: usize = 1_000;

/// So many lines are looked at that differ in numbers alone.
const ALIKE: usize = 4;

/// Shapes of one input.
const SHAPES: usize = 64;

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Word {
    /// A date, a time of day, or both.
    Time,
    Number,
    Level,
    /// Something in brackets, or what begins or ends it.
    Bracketed,
    /// No letter and no digit.
    Marks(String),
    /// A word, and the punctuation at its end.
    Any(Option<char>),
    /// The same word on each line.
    Same(String),
}

/// The shapes of the prefixes of an input.
#[derive(Default)]
pub(super) struct Prefixes {
    shapes: HashSet<Vec<Word>>,
    longest: usize,
}

/// Whether something begins that a form knows.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Start {
    No,
    /// An object that may also be a part of a sentence.
    Object,
    Sure,
}

/// A line, and what stood before it.
pub(super) struct Cut<'l> {
    pub(super) prefix: &'l str,
    pub(super) rest: &'l str,
}

impl Prefixes {
    /// Learns from lines what stands before those parts of them with which something begins.
    pub(super) fn learn<'l>(lines: impl Iterator<Item = &'l str>, start: impl Fn(&str) -> Start) -> Self {
        let mut seen: HashMap<Vec<Word>, (usize, bool)> = HashMap::new();
        // Behind which shapes stand lines that a form marks with what marks quotations elsewhere.
        let mut marked: HashSet<Vec<Word>> = HashSet::new();
        // Behind which shapes an answer has the mark of a request: there the marks are of a quotation.
        let mut quoted: HashSet<Vec<Word>> = HashSet::new();
        // What a program writes again and again with other numbers teaches nothing more, and to look for a start costs much.
        let mut alike: HashMap<u64, usize> = HashMap::new();
        let lines: Vec<&str> = lines.take(LEARNT_FROM).collect();
        let is_compared = |line: &&str| !line.trim().is_empty() && !is_object(line);
        let all: Vec<&str> = lines.iter().copied().filter(is_compared).take(COMPARED).collect();
        let of_all = common(&all);
        // syslog's host and program stand beside each other like words of a sentence, and are the same each time.
        let own = of_all.as_ref().map_or(0, Vec::len);
        // A bar before a line is a box's, unless all lines have it.
        let is_barred = |line: &&&str| line.trim_start().starts_with('│');
        let are_barred = all.iter().filter(is_barred).count() * 10 >= all.len() * 9;
        for line in lines {
            if !may_hold_start(line) || is_row(line) || is_barred(&&line) && !are_barred {
                continue;
            }
            let times = alike.entry(without_numbers(line)).or_default();
            *times += 1;
            if *times > ALIKE {
                continue;
            }
            if start(line.trim_start()) == Start::Sure {
                if is_marked(line) {
                    marked.insert(Vec::new());
                }
                continue;
            }
            let mut shape = Vec::new();
            for (word, rest) in words(line) {
                // What follows a method is no first line of an answer, and curl's notes quote what they are about.
                let is_of_request = is_method(word.trim_start_matches(['"', '\''])) && !is_level(word);
                // To look for a start costs much: nothing begins where nothing is left of what every start holds. What follows
                // the end of an object goes on with it.
                let is_own = is_of_request || matches!(word, "*" | "}") || is_prompt(word);
                if is_own || word.contains("://") || !may_hold_start(rest) {
                    break;
                }
                shape.push(kind(word));
                let found = match start(rest) {
                    _ if rest.trim().is_empty() => Start::No,
                    Start::No if rest.starts_with(char::is_whitespace) => start(rest.trim_start()),
                    found => found,
                };
                if found == Start::Object && shape.iter().any(is_plain) {
                    break;
                }
                if found != Start::No {
                    // Plain words are a prefix where they are the same each time: the names of a pod and its container.
                    // So is a part of a sentence.
                    let before = if own < shape.len() { own } else { 0 };
                    let is_sentence =
                        is_sentence(words(line).take(shape.len()).skip(before).map(|(word, _)| word));
                    if !shape.last().is_some_and(is_distinct) || shape.iter().all(is_plain) || is_sentence {
                        shape = words(line).take(shape.len()).map(|(word, _)| same(word)).collect();
                    }
                    if found == Start::Sure && is_marked(rest) && marked.len() < SHAPES {
                        marked.insert(shape.clone());
                    }
                    if word == ">" && rest.trim_start().starts_with("HTTP/") && quoted.len() < SHAPES {
                        quoted.insert(shape[..shape.len() - 1].to_vec());
                    }
                    if seen.len() < SHAPES || seen.contains_key(&shape) {
                        let (times, before_json) = seen.entry(shape).or_insert((0, true));
                        *times += 1;
                        *before_json &= rest.trim_start().starts_with('{');
                    }
                    break;
                }
            }
        }
        // A number before one line alone may be what the line says: `400 {"error": …}`.
        let is_distinct_end =
            |shape: &[Word]| shape != [Word::Number] && shape.last().is_some_and(is_distinct);
        let sure = |shape: &[Word], times: usize| {
            let is_of_names =
                shape.iter().all(|word| matches!(word, Word::Same(name) if name.ends_with([':', '|', ']'])));
            let is_of_log = shape.contains(&Word::Time) && shape.contains(&Word::Level);
            times > 1 || is_of_log || is_of_names || is_distinct_end(shape) || is_of_most(shape, &all)
        };
        // What stands before JSON may be a word of the message: `request: {…}`.
        let is_longer = |shape: &[Word]| {
            (1..shape.len()).any(|end| seen.get(&shape[..end]).is_some_and(|(_, before_json)| !before_json))
        };
        // Such a mark says who speaks, also before a body.
        let is_of_form = |shape: &[Word]| {
            shape.split_last().is_some_and(|(last, before)| {
                matches!(last, Word::Marks(marks) if is_mark(marks))
                    && marked.contains(before)
                    && !quoted.contains(before)
            })
        };
        let shapes: HashSet<Vec<Word>> = seen
            .iter()
            .filter(|(shape, (times, before_json))| {
                sure(shape, *times) && !(*before_json && is_longer(shape)) && !is_of_form(shape)
            })
            .map(|(shape, _)| shape.clone())
            .collect();
        let longest = shapes.iter().map(Vec::len).max().unwrap_or_default();
        // Where nothing begins that is known, a collector is told by its time, its bar or the path of a container.
        let is_path = |name: &str| name.starts_with('[') && name.ends_with(']') && name.contains('/');
        let is_collectors = |shape: &[Word]| {
            shape.iter().any(|word| match word {
                Word::Time => true,
                Word::Marks(marks) => matches!(marks.as_str(), "|" | "│"),
                Word::Same(name) => is_path(name) || is_file(name.trim_end_matches(':')),
                _ => false,
            })
        };
        // Before lines that begin something it stands with more behind it.
        let goes_on =
            |all: &[Word]| shapes.iter().any(|shape| shape.len() > all.len() && begins_as(shape, all));
        let of_all = of_all.filter(|shape| if longest == 0 { is_collectors(shape) } else { goes_on(shape) });
        let longest = longest.max(of_all.as_ref().map_or(0, Vec::len));
        let mut prefixes = Prefixes { shapes, longest };
        // A collector's own stands before lines that begin nothing, too.
        prefixes.shapes.extend(of_all);
        prefixes
    }

    /// The line without its prefix.
    pub(super) fn cut<'l>(&self, line: &'l str) -> Option<Cut<'l>> {
        // What stands before the lines in objects stands not before the objects.
        if is_object(line) {
            return None;
        }
        let (mut plain, mut same_words, mut exact_words) = (Vec::new(), Vec::new(), Vec::new());
        let mut found = None;
        // An address is what a line says.
        let words = words(line).take(self.longest).take_while(|(word, _)| !word.contains("://"));
        for (word, rest) in words {
            plain.push(kind(word));
            same_words.push(same(word));
            exact_words.push(exact(word));
            if [&plain, &same_words, &exact_words].iter().any(|shape| self.shapes.contains(*shape)) {
                found = Some(rest);
            }
        }
        found.map(|rest| Cut { prefix: line[..line.len() - rest.len()].trim(), rest })
    }

    /// Those of both.
    pub(super) fn and(mut self, other: Prefixes) -> Self {
        self.longest = self.longest.max(other.longest);
        self.shapes.extend(other.shapes);
        self
    }
}

/// Whether a shape begins like what nearly all lines begin with.
fn begins_as(shape: &[Word], all: &[Word]) -> bool {
    shape.iter().zip(all).all(|(word, known)| {
        word == known || matches!((word, known), (Word::Any(_) | Word::Bracketed, Word::Same(_)))
    })
}

/// Whether a line begins a request or an answer with a mark of who speaks.
fn is_marked(line: &str) -> bool {
    line.trim_start().split_once(' ').is_some_and(|(mark, rest)| {
        is_mark(mark) && (rest.starts_with("HTTP/") || rest.split(' ').next().is_some_and(is_method))
    })
}

/// Whether a word ends a shell's prompt: what stands behind it was typed, and not written by what writes the other lines.
fn is_prompt(word: &str) -> bool {
    word.ends_with('$') || matches!(word, "%" | "❯" | "➜")
}

fn is_mark(word: &str) -> bool {
    matches!(word, ">" | "<")
}

/// What nearly all lines begin with.
fn common(lines: &[&str]) -> Option<Vec<Word>> {
    let shape = |line: &str| -> Vec<Word> { words(line).map(|(word, _)| exact(word)).collect() };
    let shapes: Vec<Vec<Word>> = lines.iter().map(|line| shape(line)).collect();
    let first = shapes.first().filter(|_| shapes.len() > 1)?;
    let has = |length: usize| {
        let alike = shapes.iter().filter(|shape| shape.get(..length) == first.get(..length)).count();
        alike * 10 >= shapes.len() * 9
    };
    // syslog has dashes where something is not known (RFC 5424 §6).
    let may_stand_last =
        |word: &str| is_distinct(&kind(word)) || matches!(kind(word), Word::Marks(_)) || is_of_source(word);
    let ends: Vec<bool> = words(lines.first()?).map(|(word, _)| may_stand_last(word)).collect();
    let may_end = |length: usize| ends.get(length - 1) == Some(&true);
    let length = (1..=first.len()).rev().find(|length| may_end(*length) && has(*length))?;
    first.get(..length).map(<[Word]>::to_vec)
}

/// Whether nearly all lines begin so: of one exchange in several lines only the first one begins something that is known.
fn is_of_most(shape: &[Word], lines: &[&str]) -> bool {
    const FEWEST: usize = 4;
    let has = |line: &&&str, word: fn(&str) -> Word| {
        words(line).map(|(text, _)| word(text)).take(shape.len()).eq(shape.iter().cloned())
    };
    let count = lines.iter().filter(|line| has(line, same) || has(line, exact)).count();
    lines.len() >= FEWEST && count * 10 >= lines.len() * 9
}

/// Whether something begins in a line, behind some of its words.
pub(super) fn holds_start(line: &str, start: impl Fn(&str) -> Start) -> bool {
    let begins = |text: &str| may_hold_start(text) && start(text.trim_start()) == Start::Sure;
    begins(line) || words(line).take(WORDS / 2).any(|(_, rest)| begins(rest))
}

/// Whether a word looks like the name of a pod or a stream: `web-6d4cf56db6-x2x7k`, `ecs/app/abc`.
fn is_of_source(word: &str) -> bool {
    let is_path = word.contains('/') && !word.starts_with('/') && !word.contains("//");
    let is_pod = word.contains('-') && word.bytes().any(|b| b.is_ascii_digit());
    let is_plain = word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b));
    is_plain && (is_path || is_pod)
}

/// The part of a prefix that tells who wrote the line, where several wrote into one file: its first word, if that is a name.
pub(super) fn source(prefix: &str) -> Option<&str> {
    let (word, _) = words(prefix).next()?;
    let is_name = matches!(kind(word), Word::Any(_))
        || kind(word) == Word::Bracketed && word.contains('/') && !word.bytes().any(|b| b == b':');
    let is_first_of_several = words(prefix).nth(1).is_some() || prefix.trim_end().ends_with(['|', ']']);
    (is_name && is_first_of_several).then_some(word)
}

/// What a line says beside numbers, and words with numbers in them, as a number.
fn without_numbers(line: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for part in line.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let has_number = part.bytes().any(|b| b.is_ascii_digit());
        let end = part.char_indices().next_back().filter(|(_, c)| !c.is_alphanumeric());
        let end = end.map_or(part.len(), |(at, _)| at);
        (if has_number { &part[end..] } else { part }).hash(&mut hasher);
        has_number.hash(&mut hasher);
    }
    hasher.finish()
}

/// Whether a line is one of a dump, `0016: Host: a.example`, or ends an object: what stands in it begins nothing.
fn is_row(line: &str) -> bool {
    let is_offset = |offset: &str| offset.len() == 4 && offset.bytes().all(|b| b.is_ascii_hexdigit());
    line.split_once(": ").is_some_and(|(offset, _)| is_offset(offset))
        || line.trim_start().starts_with(['}', ']', ')'])
}

/// What every start holds.
fn may_hold_start(line: &str) -> bool {
    const SIGNS: [&str; 14] = [
        "#Fields:",
        "HTTP",
        "http",
        "{",
        "* ",
        ":method",
        ":path",
        ":authority",
        "GET ",
        "POST ",
        "incoming request",
        "headers",
        "Request",
        "equest:",
    ];
    SIGNS.iter().any(|sign| line.contains(sign))
}

/// The first words of a line, each with what stands behind it and one blank.
fn words(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = line.get(at..)?;
        let start = at + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
        let word = line.get(start..)?;
        let end = word.find([' ', '\t']).unwrap_or(word.len());
        // `DEBUG:urllib3.connectionpool:https://…` has its text behind the second colon.
        let glued = python_prefix(&word[..end])
            .or_else(|| field_prefix(&word[..end]))
            .or_else(|| grep_prefix(&word[..end]));
        let end = glued.unwrap_or(end);
        if end == 0 || start + end > LONGEST {
            return None;
        }
        at = start + end;
        let after = &line[at..];
        Some((
            &word[..end],
            if glued.is_some() { after } else { after.strip_prefix([' ', '\t']).unwrap_or(after) },
        ))
    })
    .take(WORDS)
}

/// Bytes of `NAME=`, as journald exports its fields.
fn field_prefix(word: &str) -> Option<usize> {
    let (name, rest) = word.split_once('=')?;
    let is_name = name.len() > 3 && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    (is_name && !rest.is_empty()).then_some(name.len() + 1)
}

fn is_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, kind)| matches!(kind, "log" | "txt" | "out" | "json"))
}

/// Bytes of `FILE:` or `NUMBER:`, with which grep begins a line; one beside a match has a dash (POSIX.1-2024, grep).
fn grep_prefix(word: &str) -> Option<usize> {
    /// Digits of the longest number of a line.
    const LONGEST: usize = 7;
    let at = word.find([':', '-']).filter(|at| *at > 0)?;
    let (before, rest) = (&word[..at], &word[at + 1..]);
    let is_number = |text: &str| text.len() <= LONGEST && text.bytes().all(|b| b.is_ascii_digit());
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_before_year = digits == 4 && rest.get(4..).is_some_and(|rest| rest.starts_with(['-', '/']));
    if is_number(before) {
        // What goes on in digits is a time or a date, if it does not begin one.
        return ((digits == 0 || is_before_year) && !rest.is_empty()).then_some(at + 1);
    }
    (is_file(before) && word.as_bytes().get(at) == Some(&b':')).then_some(at + 1)
}

/// Bytes of `LEVEL:logger:`.
fn python_prefix(word: &str) -> Option<usize> {
    let (level, rest) = word.split_once(':')?;
    let (logger, after) = rest.split_once(':')?;
    let is_logger =
        !logger.is_empty() && logger.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_');
    (is_level(level) && is_logger && !after.is_empty()).then_some(level.len() + logger.len() + 2)
}

/// A word that is the same each time, where it is no time, number or level.
fn same(word: &str) -> Word {
    match kind(word) {
        Word::Any(_) => Word::Same(word.to_owned()),
        kind => kind,
    }
}

/// The same, and what is in brackets too.
fn exact(word: &str) -> Word {
    match same(word) {
        Word::Bracketed => Word::Same(word.to_owned()),
        kind => kind,
    }
}

fn is_plain(word: &Word) -> bool {
    matches!(word, Word::Any(_))
}

/// Whether two words of letters alone stand beside each other.
fn is_sentence<'l>(words: impl Iterator<Item = &'l str>) -> bool {
    let mut before = false;
    words.into_iter().any(|word| {
        let is_plain = word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic()) && !is_level(word);
        std::mem::replace(&mut before, is_plain) && is_plain
    })
}

fn is_distinct(word: &Word) -> bool {
    !matches!(word, Word::Any(None | Some(',' | '.')) | Word::Same(_))
}

fn kind(word: &str) -> Word {
    if word.len() > 200 {
        return Word::Any(None);
    }
    if !word.chars().any(char::is_alphanumeric) {
        return Word::Marks(word.to_owned());
    }
    let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
    if word.starts_with(['{', '"']) {
        return Word::Any(word.chars().next_back().filter(|c| !c.is_alphanumeric()));
    }
    if is_level(inner) || inner.split_once(':').is_some_and(|(level, _)| level.len() > 1 && is_level(level)) {
        return Word::Level;
    }
    if is_time(inner) {
        return Word::Time;
    }
    let is_of_python = word.ends_with(':')
        && word.split_once(':').is_some_and(|(level, rest)| is_level(level) && rest.len() > 1);
    if is_of_python || word.starts_with(['[', '(']) || word.ends_with([']', ')']) {
        return Word::Bracketed;
    }
    let digits = inner.bytes().filter(u8::is_ascii_digit).count();
    if digits == inner.len() {
        return Word::Number;
    }
    let last = word.chars().next_back();
    Word::Any(last.filter(|c| !c.is_alphanumeric()))
}

fn is_level(word: &str) -> bool {
    const LEVELS: [&str; 14] = [
        "TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "NOTICE", "CRITICAL", "VERBOSE",
        "FINE", "CONFIG", "SEVERE", "FINEST",
    ];
    // Android and containers have letters for it.
    let is_letter = word.len() == 1 && word.bytes().all(|b| b"VDIWEFP".contains(&b));
    is_letter || LEVELS.iter().any(|level| word.eq_ignore_ascii_case(level))
}

/// Digits with the marks of a date or a time between them.
fn is_time(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let colons = word.matches(':').count();
    let date = word.matches('-').count().max(word.matches('/').count());
    let is_date_or_time = colons >= 2 || date == 2 && digits >= 6;
    digits >= 4
        && is_date_or_time
        && letters <= 3
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b":-/.,+".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expected: &[&str]) {
        let prefixes = Prefixes::learn(lines.iter().copied(), |text| match text {
            _ if text.starts_with("> POST ") => Start::Sure,
            _ if text.starts_with('{') => Start::Object,
            _ => Start::No,
        });
        let cut: Vec<&str> =
            lines.iter().map(|line| prefixes.cut(line).map_or(*line, |cut| cut.rest)).collect();
        assert_eq!(cut, expected);
    }

    #[test]
    fn what_stands_before_a_request_is_taken_off_all_lines_of_that_shape() {
        let lines = |prefix: &str| {
            [format!("{prefix}> POST / HTTP/1.1"), format!("{prefix}> Host: a"), "x".to_owned()]
        };
        for prefix in [
            "[pod/web-1/app] ",
            "web_1  | ",
            "2026-11-28T04:29:26.193Z ",
            "2026-11-28T04:29:26.193Z stdout F ",
            "Nov 28 04:29:26 host app[12]: ",
            "2026-11-28 04:29:26,193 DEBUG 4711 --- [main] o.a.h.wire : ",
            "I1128 04:32:03.409369   29056 file.go:473] ",
            "11-28 04:29:26.193  1234  1250 D OkHttp  : ",
            "> ",
        ] {
            let lines = lines(prefix);
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            check(&lines, &["> POST / HTTP/1.1", "> Host: a", "x"]);
        }
        // Names alone are one where they come again.
        let twice =
            ["pod app > POST / HTTP/1.1", "pod app > Host: a", "pod app > POST / HTTP/1.1", "pod web x"];
        check(&twice, &["> POST / HTTP/1.1", "> Host: a", "> POST / HTTP/1.1", "pod web x"]);
        check(&["[x] INFO {}", "[y] INFO z"], &["{}", "z"]);
        check(&["body: {}", "head: z"], &["body: {}", "head: z"]);
        check(&["we sent > POST / HTTP/1.1", "and got it"], &["we sent > POST / HTTP/1.1", "and got it"]);
    }

    #[test]
    fn lines_that_differ_in_numbers_are_looked_at_a_few_times() {
        let lines: Vec<String> = (0..1_000)
            .map(|n| format!("10:00:{n} INFO [http-{n}] handled Request {n} in {n} ms: ok"))
            .collect();
        let asked = std::cell::Cell::new(0);
        let prefixes = Prefixes::learn(lines.iter().map(String::as_str), |_| {
            asked.set(asked.get() + 1);
            Start::No
        });
        assert!(prefixes.shapes.len() <= 1 && asked.get() < 100, "{}", asked.get());
    }

    #[test]
    fn who_wrote_a_line() {
        assert_eq!(source("[pod/web-1/app]"), Some("[pod/web-1/app]"));
        assert_eq!(source("web_1  |"), Some("web_1"));
        assert_eq!(source("2026-11-28T04:29:26.193Z DEBUG"), None);
        assert_eq!(source("[12] INFO"), None);
    }
}
