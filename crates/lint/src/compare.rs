//! How two values that should be identical differ.

use std::ops::Range;

use http::{Parameters, Uri};

use crate::evidence::Phrase;

/// Two values that differ.
pub(crate) struct Difference {
    /// The differing bytes of the first value; empty where the second one only adds something.
    pub(crate) before: Option<Range<usize>>,
    /// The differing bytes of the second value.
    pub(crate) after: Option<Range<usize>>,
    what: &'static str,
}

/// How two values differ; `None` where they are identical.
pub(crate) fn difference(before: &str, after: &str) -> Option<Difference> {
    if before == after {
        return None;
    }
    let prefix = common_prefix(before, after);
    let suffix = common_prefix_rev(&before[prefix..], &after[prefix..]);
    let range = |text: &str| {
        let range = prefix..text.len() - suffix;
        (!range.is_empty()).then_some(range)
    };
    Some(Difference { before: range(before), after: range(after), what: kind(before, after) })
}

impl Difference {
    /// The same, as it stands.
    pub(crate) fn what(&self) -> &'static str {
        self.what
    }

    /// The difference in words.
    pub(crate) fn words(&self) -> Phrase {
        Phrase::from(self.what)
    }
}

/// Whether a value that came back is the one that was sent, encoded once more or less.
pub fn is_recoding(sent: &str, returned: &str) -> bool {
    recoding(sent, returned).is_some()
}

/// What encoding or cutting did to a value that should have come back unchanged; `None` where neither explains it.
pub(crate) fn recoding(sent: &str, returned: &str) -> Option<&'static str> {
    if sent.replace('+', " ") == returned {
        Some("The state came back with spaces in place of +.")
    } else if percent_decoded(returned) == sent || returned.replace("&amp;", "&") == sent {
        Some("The state came back encoded once more than it was sent.")
    } else if percent_decoded(sent) == returned {
        Some("The state came back decoded once too often.")
    } else if sent.eq_ignore_ascii_case(returned) {
        Some("The state came back with other upper and lower case letters.")
    } else if sent.trim_end_matches('=') == returned {
        Some("The state came back without the padding (=) at its end.")
    } else if !returned.is_empty() && sent.starts_with(returned) {
        Some("The state came back cut off.")
    } else {
        None
    }
}

fn percent_decoded(text: &str) -> String {
    let as_parameter = format!("v={}", text.replace('&', "%26").replace('+', "%2B"));
    Parameters::decode(&as_parameter).captured("v").map(http::Secret::text).unwrap_or_default().to_owned()
}

fn kind(before: &str, after: &str) -> &'static str {
    if before.strip_suffix('/') == Some(after) || after.strip_suffix('/') == Some(before) {
        return "The two values differ by a trailing slash.";
    }
    if before.eq_ignore_ascii_case(after) {
        return "The two values differ only in upper and lower case.";
    }
    let (Some(a), Some(b)) = (Uri::parse(before), Uri::parse(after)) else { return "The two values differ." };
    if a.scheme() != b.scheme() {
        "The two values differ in their scheme."
    } else if a.host() != b.host() {
        "The two values differ in their host."
    } else if a.url().port_or_known_default() != b.url().port_or_known_default() {
        "The two values differ in their port."
    } else if a.path() != b.path() {
        "The two values differ in their path."
    } else {
        "The two values differ after their path."
    }
}

fn common_prefix(a: &str, b: &str) -> usize {
    a.char_indices()
        .zip(b.chars())
        .take_while(|((_, x), y)| x == y)
        .map(|((at, x), _)| at + x.len_utf8())
        .last()
        .unwrap_or(0)
}

fn common_prefix_rev(a: &str, b: &str) -> usize {
    a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_happened_on_the_way() {
        let check = |sent: &str, returned: &str, words: &str| {
            assert!(recoding(sent, returned).is_some_and(|what| what.contains(words)), "{sent} {returned}");
        };
        check("a+b/c==", "a b/c==", "spaces");
        check("a/b", "a%2Fb", "encoded once more");
        check("a&b", "a&amp;b", "encoded once more");
        check("a%2Fb", "a/b", "decoded");
        check("aBc", "abc", "case");
        check("abc=", "abc", "padding");
        check("abcdef", "abcd", "cut off");
        assert_eq!(recoding("abc", "xyz"), None);
        assert_eq!(recoding("abc", ""), None);
    }

    #[test]
    fn finds_the_differing_bytes() {
        let slash = difference("https://a/cb", "https://a/cb/").unwrap();
        assert_eq!((slash.before, slash.after), (None, Some(12..13)));
        let scheme = difference("http://a/cb", "https://a/cb").unwrap();
        assert_eq!((scheme.before, scheme.after), (None, Some(4..5)));
        assert!(difference("same", "same").is_none());
        let umlaut = difference("https://a/ä", "https://a/ö").unwrap();
        assert_eq!(umlaut.after, Some(10..12));
    }
}
