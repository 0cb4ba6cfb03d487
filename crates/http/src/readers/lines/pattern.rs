//! What a line looks like: literal text with holes, as `--> {method} {url} {version}`.
//!
//! A space stands for one or more blanks. A hole's name says what can stand in it; a pattern fits a whole line.

/// How many places are tried at which a hole may end.
const ENDS: usize = 40;

/// Bytes of the longest text that a hole in the middle takes.
const LONGEST: usize = 64 << 10;

/// What stands in the holes of a pattern.
#[derive(Default, Debug, PartialEq)]
pub(in crate::readers) struct Holes<'l>(Vec<(&'static str, &'l str)>);

impl<'l> Holes<'l> {
    /// What stands in the hole of that name.
    pub(in crate::readers) fn get(&self, name: &str) -> Option<&'l str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }
}

/// What stands in the holes, where the line looks like the pattern.
pub(in crate::readers) fn holes<'l>(pattern: &'static str, line: &'l str) -> Option<Holes<'l>> {
    let mut found = Holes::default();
    fits(pattern, line, &mut found.0).then_some(found)
}

fn fits<'l>(pattern: &'static str, line: &'l str, found: &mut Vec<(&'static str, &'l str)>) -> bool {
    let Some(first) = pattern.chars().next() else { return line.trim_ascii_end().is_empty() };
    match first {
        ' ' => {
            let rest = line.trim_start_matches([' ', '\t']);
            // At the end of a line a blank may have been taken off.
            (rest.len() < line.len() || line.is_empty()) && fits(pattern.trim_start_matches(' '), rest, found)
        }
        '{' => hole(pattern, line, found),
        _ => match (pattern.strip_prefix(first), line.strip_prefix(first)) {
            (Some(pattern), Some(line)) => fits(pattern, line, found),
            _ => false,
        },
    }
}

fn hole<'l>(pattern: &'static str, line: &'l str, found: &mut Vec<(&'static str, &'l str)>) -> bool {
    let Some((name, after)) = pattern[1..].split_once('}') else { return false };
    if after.is_empty() {
        let text = if name == "text" { line } else { line.trim_ascii_end() };
        let is_one = takes_blanks(name) || !text.contains([' ', '\t']);
        return is_one && may_hold(name, text) && {
            found.push((name, text));
            true
        };
    }
    let next = after.chars().next().unwrap_or(' ');
    let most = if takes_blanks(name) || next == '"' {
        line
    } else {
        line.split([' ', '\t']).next().unwrap_or_default()
    };
    let is_end = |c: char| if next == ' ' { c == ' ' || c == '\t' } else { c == next };
    let inside = most.char_indices().take_while(|(at, _)| *at <= LONGEST).filter(|(_, c)| is_end(*c));
    let ends = inside.map(|(at, _)| at).take(ENDS).chain([most.len()]);
    for end in ends {
        let (text, rest) = line.split_at(end);
        let known = found.len();
        if may_hold(name, text) {
            found.push((name, text));
            if fits(after, rest, found) {
                return true;
            }
            found.truncate(known);
        }
    }
    false
}

fn takes_blanks(name: &str) -> bool {
    matches!(
        name,
        "any" | "rest" | "text" | "body" | "value" | "reason" | "headers" | "dict" | "time" | "quoted"
    )
}

/// Whether a hole of that name can hold the text.
fn may_hold(name: &str, text: &str) -> bool {
    match name {
        "method" => is_method(text),
        "url" | "origin" => text.starts_with("http://") || text.starts_with("https://"),
        "target" => {
            text.starts_with('/')
                || text == "*"
                || text.starts_with("http://")
                || text.starts_with("https://")
        }
        "version" => text.starts_with("HTTP/"),
        "status" => is_status(text),
        "number" => text.starts_with(|c: char| c.is_ascii_digit()),
        "name" => is_name(text),
        "quoted" => {
            let literal = text.strip_prefix('b').unwrap_or(text);
            text.len() > 1 && literal.starts_with(['"', '\''])
        }
        "dict" | "headers" => text.starts_with('{') && text.ends_with('}'),
        "any" | "rest" | "text" | "body" | "value" | "reason" => true,
        _ => !text.is_empty(),
    }
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
        let found = holes(pattern, line);
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
        check("x", "x ", Some(&[]));
        check("x", "xy", None);
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(line in "[ \"{}:/a-zé0-9]{0,80}") {
                holes("{any} \"{method} {target} {version}\" {any}: {status}{rest}", &line);
            }
        }
    }
}
