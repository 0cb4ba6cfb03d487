//! Lines of access logs at a glance: nearly all of a long log are of requests that play no role, which is seen without reading
//! them.
//!
//! What is told here is told as the form of such lines (`combined`) tells it; a line that says more is left to that.

use super::rows::Rows;
use crate::Uri;
use crate::readers::document;

/// Lines that follow one that is passed over and have to be such lines too: nothing that comes later is about it.
const RUN: usize = 2;

/// The address and the status of a GET that a line tells, where it tells nothing else and so do the next ones.
pub(super) fn glance(line: &str, next: &Rows) -> Option<(Uri, u16)> {
    let (target, status) = request(line)?;
    let is_run = next.clone().take(RUN).filter(|(_, next)| request(next).is_some()).count() == RUN;
    if is_run { Some((document::uri(target, None).ok()?, status)) } else { None }
}

/// `PEER - USER [TIME] "GET TARGET HTTP/1.1" STATUS SIZE`, at most with `"REFERER" "AGENT"` behind it.
fn request(line: &str) -> Option<(&str, u16)> {
    let (peer, rest) = line.split_once(" - ")?;
    let (user, rest) = rest.split_once(" [")?;
    let (time, rest) = rest.split_once("] \"GET ")?;
    let (target, rest) = rest.split_once(" HTTP/")?;
    let (version, rest) = rest.split_once("\" ")?;
    let (status, rest) = rest.split_at_checked(3)?;
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_graphic() && b != b'"');
    let is_number = |word: &str| word == "-" || word.bytes().all(|b| b.is_ascii_digit());
    let is_whole = is_word(peer)
        && is_word(user)
        && time.len() < 40
        && target.starts_with('/')
        && is_word(target)
        && is_word(version)
        && is_number(status)
        && is_end(rest.strip_prefix(' ')?, is_number);
    is_whole.then_some((target, status.parse().ok()?))
}

/// `SIZE`, or `SIZE "REFERER" "AGENT"`.
fn is_end(rest: &str, is_number: impl Fn(&str) -> bool) -> bool {
    let Some((size, rest)) = rest.split_once(" \"") else { return is_number(rest) };
    let fields = rest.strip_suffix('"').and_then(|rest| rest.split_once("\" \""));
    is_number(size) && fields.is_some_and(|(referer, agent)| !referer.contains('"') && !agent.contains('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_says_more_is_left_to_others() {
        let line = r#"203.0.113.7 - - [28/Nov/2026:04:29:26 +0000] "GET /a?b=c HTTP/1.1" 200 512"#;
        let check = |line: &str, expected| assert_eq!(request(line), expected, "{line}");
        check(line, Some(("/a?b=c", 200)));
        check(&format!("{line} \"-\" \"Mozilla/5.0 (X11)\""), Some(("/a?b=c", 200)));
        for more in [" \"-\" \"Mozilla\" \"x\"", " location=/b", " \"-\" \"a\" rt=0.1"] {
            check(&format!("{line}{more}"), None);
        }
        for (from, to) in
            [("GET", "POST"), ("203.0.113.7", "a b"), ("/a?b=c", "http://a.example/"), ("200", "-")]
        {
            check(&line.replace(from, to), None);
        }
    }

    #[test]
    fn a_line_counts_where_others_of_its_kind_follow() {
        let line = r#"::1 - ann [28/Nov/2026:04:29:26 +0000] "GET /a HTTP/2.0" 304 -"#;
        let is = |next: &str| glance(line, &Rows::new(next, 2)).is_some();
        assert!(is(&format!("{line}\n{line}\n")));
        assert!(!is(&format!("{line}\n{{\"error\": \"invalid_grant\"}}\n")) && !is(line));
    }
}
