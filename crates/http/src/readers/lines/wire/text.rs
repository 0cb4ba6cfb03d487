//! What a line of HTTP looks like.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::readers::lines::pattern::{Characters, Holes, Pattern, is_name};
use crate::readers::lines::quoted::{content, without_escapes};
use crate::readers::lines::typed::is_fence;

/// `METHOD target HTTP/version`.
pub(in crate::readers) fn request_line(text: &str) -> Option<(&str, &str)> {
    let mut words = text.split_ascii_whitespace();
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is = !method.is_empty() && method.bytes().all(|b| b.is_ascii_uppercase() || b == b'-' || b == b'_');
    let begins = text.starts_with(method) && version.starts_with("HTTP/") && version.len() <= 8;
    (is && begins && words.next().is_none()).then_some((method, target))
}

/// `HTTP/version status reason`.
pub(in crate::readers) fn status_line(text: &str) -> Option<u16> {
    let mut words = text.strip_prefix("HTTP/")?.split(' ');
    let version = words.next()?;
    let is_version = version.len() <= 3 && version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let status = words.next()?.trim().parse().ok().filter(|status| (100..1000).contains(status));
    status.filter(|_| is_version)
}

/// `Name: value` in the ways in which programs write it.
pub(super) fn field(text: &str) -> Option<(String, String)> {
    static WAYS: LazyLock<[Pattern; 5]> = LazyLock::new(|| {
        [
            "{name}: {value}",
            "'{name}', '{value}'",
            "\"{name}\": \"{value}\"{rest}",
            "'{name}': '{value}'{rest}",
            "-> {name}: {value}",
        ]
        .map(Pattern::new)
    });
    let text = text.trim_end();
    if let Some((name, value)) = text.split_once(':')
        && !name.is_empty()
        && is_name(name)
    {
        return Some((name.to_owned(), content(value).trim().to_owned()));
    }
    let has = Characters::of(text);
    WAYS.iter().find_map(|way| {
        let holes = way.holes(text, has)?;
        Some((holes.get("name")?.to_owned(), holes.get("value")?.to_owned()))
    })
}

/// Whether a piece begins a request or an answer.
pub(super) fn begins_message(piece: &str) -> bool {
    let first = piece.lines().next().unwrap_or_default();
    request_line(first).is_some() || status_line(first).is_some()
}

/// The piece of a message in a line.
pub(super) fn piece<'l>(holes: &Holes<'l>) -> Cow<'l, str> {
    if let Some(quoted) = holes.get("quoted") {
        return content(quoted);
    }
    match holes.get("escaped") {
        Some(escaped) => Cow::Owned(without_escapes(escaped)),
        None => Cow::Borrowed(holes.get("text").unwrap_or_default()),
    }
}

/// A message with its line ends, where blanks took their place: `POST / HTTP/1.1 Host: a  b=c`.
pub(super) fn with_line_ends(text: &str) -> String {
    let (head, body) = text.split_once("  ").unwrap_or((text, ""));
    let mut out = String::with_capacity(text.len() + 2);
    for word in head.split(' ') {
        let is_name = word.strip_suffix(':').is_some_and(is_name);
        out.push(if is_name { '\n' } else { ' ' });
        out.push_str(word);
    }
    format!("{}\n\n{body}", out.trim_start())
}

/// Whether a line says more of an exchange than that it went well.
pub(super) fn is_remark(holes: &Holes) -> bool {
    const FINE: [&str; 7] = ["", "-", "via_upstream", "----", "--", "--NI", "--VN"];
    let is_word = |word: &str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
    let words = |text: &str| text.split([' ', ':', ',', '.']).filter(|word| is_word(word)).count();
    holes.get("said").is_some_and(|said| !FINE.contains(&said))
        || holes.get("remark").is_some_and(|remark| words(remark) > 2)
}

/// Pairs with blanks between them, as logs have them and forms have not.
pub(super) fn is_pairs(text: &str) -> bool {
    let is_pair = |word: &str| word.split_once('=').is_some_and(|(name, _)| is_name(name));
    !text.contains('&') && text.split(' ').filter(|word| is_pair(word)).count() > 1
}

pub(super) fn looks_like_body(text: &str) -> bool {
    let text = text.trim();
    // What begins with a name in brackets is a line of a log.
    let is_list = text.strip_prefix('[').is_some_and(|rest| {
        rest.trim_start().is_empty()
            || rest
                .trim_start()
                .starts_with(|c: char| matches!(c, '{' | '[' | '"' | ']' | '-') || c.is_ascii_digit())
    });
    is_list
        || text.starts_with(['{', '<'])
        || text.split_once('=').is_some_and(|(name, _)| is_name(name))
            && !text.contains(": ")
            && !is_pairs(text)
}

/// Where the next message begins behind a body without a line end: behind the bytes that are `left` of it, behind an answer to
/// what was sent, or behind the mark that ends what bodies are made of.
pub(super) fn glued_message(text: &str, left: Option<usize>, is_sent: bool) -> Option<usize> {
    let version = text.find("HTTP/1.").or_else(|| text.find("HTTP/2"))?;
    let is_begin = |at: &usize| *at > 0 && text.get(*at..).is_some_and(begins_message);
    // A request line has its version behind it.
    let last_mark = || text.get(..version)?.rfind(['}', ']', '>']).map(|at| at + 1);
    let is_marked = |at: &usize| is_sent || text[..*at].ends_with(['}', ']', '>']);
    left.filter(is_begin)
        .or_else(|| Some(version).filter(is_marked).filter(is_begin))
        .or_else(|| last_mark().filter(is_begin))
}

/// The lines with which Burp's log and the markup of tickets set messages apart.
pub(super) fn is_separator(line: &str) -> bool {
    let line = line.trim();
    is_fence(line) || line.len() >= 10 && line.bytes().all(|b| b == b'=' || b == b'-')
}
