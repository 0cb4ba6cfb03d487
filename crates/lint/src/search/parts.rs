//! A message taken apart: what stands innermost, and what an address carries.

use http::Uri;

use super::answer;
use crate::failing::LEVELS;

/// Characters of a message that are looked at.
pub(super) const LONGEST: usize = 6_000;

/// Before what made something fail, in stack traces of Java, .NET, Node and Python.
pub(super) const CAUSED_BY: [&str; 7] = [
    "Caused by:",
    "---> ",
    "[cause]:",
    "[cause] ",
    "cause: Error: ",
    "Inner exception",
    "The above exception was the direct cause",
];

/// What an address says of a login that failed, in the order in which it is read.
const SAID_IN_ADDRESS: [&str; 6] =
    ["error", "error_description", "error_subcode", "error_codes", "error_message", "message"];

/// The texts in a message that may be known ones: the innermost cause first, the whole last.
pub(super) fn readings(message: &str) -> Vec<String> {
    let end = message.char_indices().nth(LONGEST).map_or(message.len(), |(at, _)| at);
    let message = &message[..end];
    let said = said_in_addresses(message);
    // The full stop of a sentence at the end of an address is taken for one behind it.
    let ended = |said: String| {
        let with_stop = (!said.ends_with(['.', '!', '?'])).then(|| format!("{said}."));
        std::iter::once(said).chain(with_stop)
    };
    let mut readings: Vec<String> = said.flat_map(ended).collect();
    readings.extend(oauth::code_of_page(message));
    readings.extend(answer::readings(message));
    let marks = CAUSED_BY.iter().flat_map(|mark| message.match_indices(mark));
    let mut causes: Vec<(usize, usize)> = marks.map(|(at, mark)| (at, at + mark.len())).collect();
    causes.sort_unstable();
    // What is behind a cause is its own stack, up to the next one.
    let ends = causes.iter().skip(1).map(|(at, _)| *at).chain([message.len()]);
    let parts: Vec<&str> =
        causes.iter().zip(ends).filter_map(|((_, from), to)| message.get(*from..to)).collect();
    for part in parts.into_iter().rev() {
        let said = without_members(part);
        let bare = without_thrown(said.trim());
        readings.push(said.to_owned());
        if bare.len() < said.trim().len() && length(bare) >= SHORTEST {
            readings.push(bare.to_owned());
        }
    }
    readings.push(message.to_owned());
    readings
}

/// What an error of Node says, without the members that are printed behind it in the same line.
fn without_members(part: &str) -> &str {
    let members = part
        .split_once(" { ")
        .filter(|(_, members)| ["errno:", "code: '"].iter().any(|name| members.contains(name)));
    members.map_or(part, |(said, _)| said)
}

/// Lines of a message that are read each by itself.
const MOST_LINES: usize = 12;

/// Each line of a message, and the same without what a log, a quotation or an uncaught error has before it and what it leads to behind
/// it.
pub(super) fn lines(message: &str) -> Vec<String> {
    let end = message.char_indices().nth(LONGEST).map_or(message.len(), |(at, _)| at);
    let message = &message[..end];
    let lines = message.lines().map(str::trim).filter(|line| !line.is_empty() && !is_frame(line));
    let mut all: Vec<String> = Vec::new();
    let bare = lines.take(MOST_LINES).flat_map(|line| {
        let bare = without_prefix(line);
        let said = without_thrown(bare);
        [line, bare, without_tail(bare), said, without_tail(said)]
    });
    for line in bare {
        let is_new = line != message.trim() && !all.iter().any(|other| other == line);
        if is_new && length(line) >= SHORTEST {
            all.push(line.to_owned());
        }
    }
    all
}

/// A line without the time, the level, the process, the place in the source and the marks of a quotation that stand before what it says.
pub(crate) fn without_prefix(line: &str) -> &str {
    let mut rest = line.trim();
    while let Some((first, behind)) = rest.split_once(char::is_whitespace) {
        let behind = behind.trim_start();
        let bare = first.trim_matches(['[', ']', '(', ')', ':', ',', '>', '|', '-', '*']);
        let is_level = LEVELS.iter().any(|level| bare.eq_ignore_ascii_case(level));
        let is_status = bare.len() == 3 && bare.starts_with(['4', '5']);
        let is_number = !is_status
            && bare.contains(|c: char| c.is_ascii_digit())
            && bare.chars().all(|c| c.is_ascii_digit() || ":-./,+TZ_#".contains(c));
        // `I0923` and `get_token.go:107]` of klog.
        let is_of_klog = first.len() == 5
            && first.starts_with(['I', 'W', 'E', 'F'])
            && first[1..].bytes().all(|b| b.is_ascii_digit());
        let is_place = first.ends_with(']') && first.contains(':') && !first.contains('"');
        let is_logger = first.starts_with('[')
            && first.trim_end_matches(':').ends_with(']')
            && !first.contains(['_', '"', '{', ',']);
        // `name  | `, of docker compose.
        let is_source = behind.starts_with("| ");
        if !(bare.is_empty() || is_level || is_number || is_of_klog || is_place || is_logger || is_source) {
            break;
        }
        rest = if is_source { behind[1..].trim_start() } else { behind };
    }
    rest
}

/// What an error says that nobody caught, without what a browser, Node, Java or Python has before it, and the name of its class.
fn without_thrown(line: &str) -> &str {
    const UNCAUGHT: [&str; 6] = [
        "Uncaught (in promise) ",
        "Uncaught ",
        "Unhandled Runtime Error ",
        "Unhandled rejection ",
        "UnhandledPromiseRejectionWarning: ",
        "Exception in thread \"main\" ",
    ];
    const CLASSES: [&str; 5] = ["Error", "Exception", "Failure", "Failed", "Rejection"];
    let rest = UNCAUGHT.iter().find_map(|begin| line.strip_prefix(begin)).unwrap_or(line);
    let Some((class, said)) = rest.split_once(": ") else { return rest };
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '$' | '\\');
    let is_class = class.chars().all(is_part)
        && class.contains(|c: char| c.is_ascii_uppercase())
        && CLASSES.iter().any(|end| class.ends_with(end));
    if is_class { said.trim_start() } else { rest }
}

/// What a line says without what it leads to: `For more information see …`.
fn without_tail(line: &str) -> &str {
    const TAILS: [&str; 9] = [
        "for more information",
        "for more details",
        "for more info",
        "read more at",
        "learn more",
        "see https://",
        "see also https://",
        "more info at",
        "docs: https://",
    ];
    let lower = line.to_ascii_lowercase();
    let at = TAILS.iter().filter_map(|tail| lower.find(tail)).min();
    let said = at.and_then(|at| line.get(..at)).unwrap_or(line).trim_end();
    said.trim_end_matches([',', '(', '-', ' '])
}

/// Letters of the shortest reason.
const SHORTEST: usize = 8;

/// What stands behind a place of a message, where that is a sentence; addresses before it are none.
pub(super) fn behind(message: &str, place: usize) -> Option<&str> {
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '[' | '{' | '<');
    let mut rest = message.get(place..)?;
    loop {
        rest = rest.get(rest.find(is_letter)?..)?;
        if !rest.starts_with("http") {
            break;
        }
        rest = rest.get(rest.find(char::is_whitespace)?..)?;
    }
    (rest.contains(' ') && length(rest) >= SHORTEST).then_some(rest)
}

/// Of each address in a message what it says of an error, decoded: `access_denied: The user said no`.
pub(super) fn said_in_addresses(message: &str) -> impl Iterator<Item = String> {
    // A quote between the words of a sentence is one of the sentence, and not around the address.
    let message = message.replace("+'", "+%27").replace("'+", "%27+");
    let is_border = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`');
    let words: Vec<String> = message.split(is_border).map(str::to_owned).collect();
    words
        .into_iter()
        .filter(|word| (word.contains("error") || word.contains("authError")) && word.contains('='))
        .filter_map(|word| {
            let at = word
                .find("://")
                .map(|at| word[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len());
            let address = match at {
                Some(at) => word[at..].to_owned(),
                // A query alone, or a path with one.
                None if word.contains(['?', '#']) => {
                    format!("https://app.invalid/{}", word.trim_start_matches('/'))
                }
                None if word.contains(['&', '+', '%']) => format!("https://app.invalid/?{word}"),
                // A pair of a log.
                None => return None,
            };
            let uri = Uri::parse(address.trim_end_matches([',', ';', ')', '.']))?;
            let parameters = [uri.query(), uri.fragment()];
            let text = |name: &str| parameters.iter().find_map(|all| all.text(name));
            if let Some(said) = text("authError").and_then(super::auth_error::said) {
                return Some(said);
            }
            let said: Vec<&str> = SAID_IN_ADDRESS
                .iter()
                .filter_map(|name| text(name))
                .filter(|said| !said.is_empty())
                .collect();
            (!said.is_empty()).then(|| said.join(": "))
        })
}

/// The code and the words of what an answer or an address says. Words are more than one: `Unauthorized` alone says nothing.
pub(super) fn code_and_words(said: &str) -> Option<(&str, &str)> {
    let (code, words) = said.split_once(": ")?;
    let is_code = code.contains('_') && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    (is_code && words.trim().contains(char::is_whitespace)).then_some((code, words))
}

/// How many letters and digits of a message say something: addresses are values, and frames of a stack are places.
pub(super) fn length(message: &str) -> usize {
    let lines = message.lines().map(str::trim).filter(|line| !is_frame(line));
    let words = lines.flat_map(str::split_whitespace).filter(|word| !word.contains("://"));
    words.flat_map(str::chars).filter(|c| c.is_alphanumeric()).count()
}

/// Whether a line of a stack trace is a place in a program.
pub(crate) fn is_frame(line: &str) -> bool {
    let has_place = || line.contains(".java:") || line.contains(['(', '/', '\\', '@']);
    line.starts_with("at ") && has_place()
        || line.starts_with("File \"") && line.contains(", line ")
        || line.starts_with("from /")
        || line.starts_with('#') && line[1..].starts_with(|c: char| c.is_ascii_digit())
        || line.starts_with("... ") && line.ends_with(" more")
        || line.starts_with("goroutine ")
        || line.starts_with("--- End of ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_cause_comes_first() {
        let all = readings(
            "AuthException: failed\n  at a\nCaused by: TokenException: refused\nCaused by: java.net.ConnectException: x",
        );
        assert_eq!(all[0].trim(), "java.net.ConnectException: x");
        assert_eq!(all[1].trim(), "TokenException: refused");
        assert!(all[2].starts_with("AuthException"));
    }

    #[test]
    fn an_address_says_what_its_parameters_say() {
        for address in [
            "https://app.example/cb?error=access_denied&error_description=The+user+said%20no&state=x",
            "GET /cb?error=access_denied&error_description=The+user+said%20no HTTP/1.1",
            "error=access_denied&error_description=The+user+said%20no",
            "it ended at com.app:/cb#error=access_denied&error_description=The%20user%20said+no.",
        ] {
            assert!(
                readings(address)[0].starts_with("access_denied: The user said no"),
                "{:?}",
                readings(address)
            );
        }
        assert_eq!(readings("an error = 1").len(), 1);
    }

    #[test]
    fn what_stands_before_a_line_is_none_of_it() {
        for (line, bare) in [
            ("E1203 10:00:00.000000   35800 x.go:107] Failed to query", "Failed to query"),
            ("> mcp_failed: no", "mcp_failed: no"),
            ("proxy-1  | 2026-01-02T10:00:00Z [error] it failed", "it failed"),
            ("error: You must", "You must"),
            ("[auth][cause]: Failure: x", "Failure: x"),
            ("401 at once", "401 at once"),
            ("[invalid_grant] no", "[invalid_grant] no"),
            ("plain words", "plain words"),
        ] {
            assert_eq!(without_prefix(line), bare);
        }
        assert_eq!(
            lines("first line here\n\n at x (a.js:1)\n> second one"),
            ["first line here", "> second one", "second one"]
        );
        assert!(lines("one alone").is_empty());
    }

    #[test]
    fn places_in_a_program_say_nothing() {
        let trace = "Error: no state\n    at x (/a/b.js:1:2)\n  File \"/a.py\", line 3, in f";
        assert_eq!(length(trace), "Errornostate".len());
    }
}
