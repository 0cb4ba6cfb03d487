//! What a line looks like: literal text with holes, as `--> {method} {url} {version}`.
//!
//! A space stands for one or more blanks, `{{` and `}}` for braces. A hole's name says what can stand in it; a pattern fits
//! a whole line. Most lines are told apart by which characters they have at all, before anything is compared.

use std::net::{IpAddr, SocketAddr};

/// How many places are tried at which a hole may end.
const ENDS: usize = 40;

/// Bytes of the longest text that a hole in the middle takes.
const LONGEST: usize = 64 << 10;

/// What a line looks like.
#[derive(Clone, Debug)]
pub(in crate::readers) struct Pattern {
    pieces: Vec<Piece>,
    needs: Characters,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Blank,
    Hole(&'static str, Kind),
}

/// What can stand in a hole.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Kind {
    /// Anything, blanks too.
    Any,
    /// A time: anything but what goes around it.
    Time,
    Word,
    /// A time as servers wrote it first: `28/Nov/2026:04:29:26 +0000`.
    When,
    Method,
    Url,
    /// A request's target (RFC 9112 §3.2), but that of CONNECT.
    Target,
    Version,
    Status,
    Number,
    Name,
    Literal,
    Object,
    /// A body as servers send it: JSON or a page.
    Answer,
    /// The address of a peer, or the mark that there is none.
    Address,
    Host,
    /// A query with or without its mark, or nothing (RFC 3986 §3.4).
    Query,
    /// The mark of a query, or nothing.
    Question,
    /// A host that no other word looks like: with a dot or a port.
    FullHost,
}

/// Which characters of ASCII a text has.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(in crate::readers) struct Characters(u128);

impl Characters {
    pub(in crate::readers) fn of(text: &str) -> Self {
        let ascii = text.bytes().filter(u8::is_ascii);
        Characters(ascii.fold(0, |all, byte| all | 1 << byte))
    }

    fn holds(self, others: Characters) -> bool {
        self.0 & others.0 == others.0
    }
}

/// What stands in the holes of a pattern.
#[derive(Default, Debug, PartialEq)]
pub(in crate::readers) struct Holes<'l>(Vec<(&'static str, &'l str)>);

impl<'l> Holes<'l> {
    /// What stands in the hole of that name.
    pub(in crate::readers) fn get(&self, name: &str) -> Option<&'l str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// Whether something stands where anything may.
    pub(in crate::readers) fn has_words(&self) -> bool {
        self.0.iter().any(|(name, text)| Kind::of(name) == Kind::Any && !text.trim().is_empty())
    }
}

impl Pattern {
    pub(in crate::readers) fn new(text: &'static str) -> Self {
        let mut pattern = Pattern { pieces: Vec::new(), needs: Characters::default() };
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let double = rest.strip_prefix("{{").or(rest.strip_prefix("}}"));
            if let Some(after) = double {
                pattern.text(&rest[..1]);
                rest = after;
            } else if first == ' ' {
                pattern.blank();
                rest = rest.trim_start_matches(' ');
            } else if let Some((name, after)) = rest.strip_prefix('{').and_then(|hole| hole.split_once('}')) {
                pattern.hole(name);
                rest = after;
            } else {
                let (text, after) = rest.split_at(first.len_utf8());
                pattern.text(text);
                rest = after;
            }
        }
        pattern
    }

    /// A pattern to which nothing was added yet.
    pub(in crate::readers) fn empty() -> Self {
        Pattern { pieces: Vec::new(), needs: Characters::default() }
    }

    pub(in crate::readers) fn text(&mut self, text: &str) {
        self.needs.0 |= Characters::of(text).0;
        match self.pieces.last_mut() {
            Some(Piece::Text(known)) => known.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    pub(in crate::readers) fn blank(&mut self) {
        self.pieces.push(Piece::Blank);
    }

    pub(in crate::readers) fn hole(&mut self, name: &'static str) {
        let kind = Kind::of(name);
        self.needs.0 |= Characters::of(kind.needs()).0;
        self.pieces.push(Piece::Hole(name, kind));
    }

    /// Whether it begins with a blank, which counts.
    pub(in crate::readers) fn begins_with_blank(&self) -> bool {
        matches!(self.pieces.first(), Some(Piece::Blank))
    }

    /// Whether an object stands in it.
    pub(in crate::readers) fn has_object(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Hole(_, Kind::Object)))
    }

    pub(in crate::readers) fn begins_with_hole(&self) -> bool {
        matches!(self.pieces.first(), Some(Piece::Hole(..)))
    }

    /// Whether a line that looks like it can be no other program's: its words are many, or all that stands between them is of
    /// one kind.
    pub(in crate::readers) fn is_telling(&self) -> bool {
        const LETTERS: usize = 12;
        let open = self.pieces.iter().position(|piece| matches!(piece, Piece::Hole(_, Kind::Any)));
        let before = self.pieces.get(..open.unwrap_or_default()).unwrap_or_default();
        let letters = before.iter().map(|piece| match piece {
            Piece::Text(text) => text.len(),
            Piece::Blank => 1,
            Piece::Hole(..) => 0,
        });
        let has_text = self.pieces.iter().any(|piece| matches!(piece, Piece::Text(_)));
        open.is_none() && has_text || letters.sum::<usize>() >= LETTERS
    }

    /// What stands in the holes, where the line looks like the pattern. `has`: the line's characters.
    pub(in crate::readers) fn holes<'l>(&self, line: &'l str, has: Characters) -> Option<Holes<'l>> {
        if !has.holds(self.needs) {
            return None;
        }
        let mut found = Holes::default();
        fits(&self.pieces, line, &mut found.0).then_some(found)
    }
}

fn fits<'l>(pieces: &[Piece], line: &'l str, found: &mut Vec<(&'static str, &'l str)>) -> bool {
    let Some((first, after)) = pieces.split_first() else { return line.trim_ascii_end().is_empty() };
    match first {
        Piece::Text(text) => line.strip_prefix(text.as_str()).is_some_and(|rest| fits(after, rest, found)),
        Piece::Blank => {
            let rest = line.trim_start_matches([' ', '\t']);
            // At the end of a line a blank may have been taken off.
            (rest.len() < line.len() || line.is_empty()) && fits(after, rest, found)
        }
        Piece::Hole(name, kind) => hole(name, *kind, after, line, found),
    }
}

fn hole<'l>(
    name: &'static str,
    kind: Kind,
    after: &[Piece],
    line: &'l str,
    found: &mut Vec<(&'static str, &'l str)>,
) -> bool {
    let mut ends_at = |end: usize| {
        let (text, rest) = line.split_at(end);
        let known = found.len();
        if !kind.may_hold(text) {
            return false;
        }
        found.push((name, text));
        let fits = fits(after, rest, found);
        if !fits {
            found.truncate(known);
        }
        fits
    };
    let word = line.find([' ', '\t']).unwrap_or(line.len());
    let most = if kind.takes_blanks() { line.len() } else { word };
    match after.first() {
        None => {
            let end = if name == "text" { line.len() } else { line.trim_ascii_end().len() };
            (end <= most || kind.takes_blanks()) && ends_at(end)
        }
        Some(Piece::Blank) if most == word => ends_at(word),
        Some(Piece::Blank) => {
            let blanks = line.match_indices([' ', '\t']).map(|(at, _)| at);
            blanks.take_while(|at| *at <= LONGEST).take(ENDS).chain([line.len()]).any(ends_at)
        }
        Some(Piece::Text(text)) => {
            // In quotes, and in front of them, blanks are no end.
            let most = if text.starts_with('"') { line.len() } else { most };
            let ends = line.match_indices(text.as_str()).map(|(at, _)| at);
            ends.take_while(|at| *at <= most.min(LONGEST)).take(ENDS).any(ends_at)
        }
        Some(Piece::Hole(..)) => {
            let ends = line.char_indices().map(|(at, _)| at);
            ends.take_while(|at| *at < most).take(ENDS).chain([most]).any(ends_at)
        }
    }
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "any" | "rest" | "text" | "escaped" | "sent" | "got" | "pairs" | "body" | "value" | "reason"
            | "said" | "remark" | "location" => Kind::Any,
            "time" => Kind::Time,
            "when" => Kind::When,
            "method" => Kind::Method,
            "url" | "origin" => Kind::Url,
            "target" => Kind::Target,
            "version" => Kind::Version,
            "status" => Kind::Status,
            "number" => Kind::Number,
            "name" => Kind::Name,
            "quoted" => Kind::Literal,
            "dict" | "headers" => Kind::Object,
            "answer" => Kind::Answer,
            "client" | "upstream" => Kind::Address,
            "host" => Kind::Host,
            "vhost" => Kind::FullHost,
            "query" => Kind::Query,
            "question" => Kind::Question,
            _ => Kind::Word,
        }
    }

    /// Characters without which it holds nothing.
    fn needs(self) -> &'static str {
        match self {
            Kind::Url => "htp:/",
            Kind::Version => "HTP/",
            _ => "",
        }
    }

    fn takes_blanks(self) -> bool {
        matches!(self, Kind::Any | Kind::Time | Kind::When | Kind::Object | Kind::Literal | Kind::Answer)
    }

    fn may_hold(self, text: &str) -> bool {
        match self {
            Kind::Any => true,
            Kind::Word => !text.is_empty(),
            Kind::Time => !text.is_empty() && !text.contains(['[', ']', '"', '{']),
            Kind::When => text.len() < 40 && text.get(2..3) == Some("/") && Kind::Time.may_hold(text),
            Kind::Method => is_method(text),
            Kind::Url => text.starts_with("http://") || text.starts_with("https://"),
            Kind::Target => text.starts_with('/') || text == "*" || Kind::Url.may_hold(text),
            Kind::Version => text.starts_with("HTTP/"),
            Kind::Status => is_status(text),
            Kind::Number => text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()),
            Kind::Name => is_name(text),
            Kind::Literal => {
                let literal = text.strip_prefix('b').unwrap_or(text);
                text.len() > 1 && literal.starts_with(['"', '\''])
            }
            Kind::Object => {
                let is_in = |open: char, close: char| text.starts_with(open) && text.ends_with(close);
                is_in('{', '}') || is_in('(', ')') || is_in('[', ']')
            }
            Kind::Answer => text.starts_with(['{', '[', '<']),
            Kind::Query => {
                let is_bare = text.contains('=') && !text.contains('?');
                matches!(text, "" | "-") || text.starts_with('?') || is_bare
            }
            Kind::Question => matches!(text, "" | "?"),
            Kind::Address => is_address(text),
            Kind::Host => is_host(text),
            Kind::FullHost => {
                let is_full = text.contains('.') && text.contains(|c: char| c.is_ascii_alphabetic());
                is_host(text) && (is_full || text.split(':').next() == Some("localhost"))
            }
        }
    }
}

/// An IP address with or without a port, a socket, or the mark that there is none.
fn is_address(text: &str) -> bool {
    let text = text.trim_end_matches(',');
    if !text.starts_with(|c: char| c.is_ascii_hexdigit() || matches!(c, '[' | ':' | '-' | '@' | 'l' | 'u')) {
        return false;
    }
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    matches!(text, "-" | "@" | "localhost")
        || text.starts_with("unix:")
        || bare.parse::<IpAddr>().is_ok()
        || text.parse::<SocketAddr>().is_ok()
        // Some put a port behind an address of IPv6 without brackets.
        || text.rsplit_once(':').is_some_and(|(address, _)| address.parse::<IpAddr>().is_ok())
}

/// A host (RFC 9110 §4.2.3) with or without a port, or the mark that there is none.
fn is_host(text: &str) -> bool {
    let (name, port) = text.rsplit_once(':').unwrap_or((text, ""));
    let of_six = text.strip_prefix('[').and_then(|text| text.split_once(']'));
    let is_ip = of_six.map_or(text, |(address, _)| address).parse::<IpAddr>().is_ok();
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._*".contains(&b));
    is_ip || is_name && port.bytes().all(|b| b.is_ascii_digit()) && !text.ends_with(':')
}

/// A method of RFC 9110 §9, RFC 5789, or WebDAV.
pub(in crate::readers) fn is_method(text: &str) -> bool {
    const METHODS: [&str; 13] = [
        "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE", "PROPFIND", "REPORT",
        "MKCOL", "QUERY",
    ];
    METHODS.contains(&text)
}

/// A status code (RFC 9110 §15).
pub(in crate::readers) fn is_status(text: &str) -> bool {
    text.len() == 3
        && text.bytes().all(|b| b.is_ascii_digit())
        && matches!(text.as_bytes().first(), Some(b'1'..=b'5'))
}

/// The name of a field (RFC 9110 §5.1), or of a pseudo-header (RFC 9113 §8.3).
pub(in crate::readers) fn is_name(text: &str) -> bool {
    let name = text.strip_prefix(':').unwrap_or(text);
    !name.is_empty()
        && name.len() <= 80
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.!#$%&'*+^`|~".contains(&b))
        && name.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &'static str, line: &str, expected: Option<&[(&str, &str)]>) {
        let found = Pattern::new(pattern).holes(line, Characters::of(line));
        assert_eq!(found.as_ref().map(|holes| &holes.0[..]), expected, "{pattern} / {line}");
    }

    #[test]
    fn a_line_fits_or_not() {
        let url = ("url", "https://a.example/x");
        check("--> {method} {url}", "-->  POST https://a.example/x ", Some(&[("method", "POST"), url]));
        check("--> {method} {url}", "--> END POST https://a.example/x", None);
        check("{url} - {status}", "https://a.example/x - 401", Some(&[url, ("status", "401")]));
        check("{url} - {status}", "https://a.example/x - 4011", None);
        check("a {rest}", "a", Some(&[("rest", "")]));
        check("a {any}: {rest}", "a b: c: d", Some(&[("any", "b"), ("rest", "c: d")]));
        check("\"{method} {target} {version}\" {status}{rest}", "\"GET /a\" 1", None);
        check(
            "{{{name}}} {client} {vhost}",
            "{a} 10.0.0.1:80 b.c",
            Some(&[("name", "a"), ("client", "10.0.0.1:80"), ("vhost", "b.c")]),
        );
        check("{client} {vhost}", "web-1 b.c", None);
        check("{client} {vhost}", "::1 web-1", None);
        check("x", "x ", Some(&[]));
        check("x", "xy", None);
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(line in "[ \"{}:/a-zé0-9]{0,80}") {
                Pattern::new("{any} \"{method} {target} {version}\" {any}: {status}{rest}").holes(&line, Characters::of(&line));
            }
        }
    }
}
