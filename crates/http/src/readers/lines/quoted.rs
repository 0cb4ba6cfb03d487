//! Text that a program wrote as a literal of its language.

use std::borrow::Cow;

/// The content of a literal, or of several one behind another: `"…"`, `'…'`, `b'…'`, with the escapes of C, and
/// Apache's `[\r][\n]`. The text itself where it is none.
pub(in crate::readers) fn content(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let mut rest = begins(text);
    if rest.is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    while let Some((quote, inner)) = rest {
        let Some((content, after)) = literal(quote, inner) else { break };
        let after = after.trim_start();
        // Some put quotes around a text and leave those inside of it as they are.
        if out.is_empty()
            && !after.is_empty()
            && begins(after.trim_start_matches([',', ';'])).is_none()
            && let Some(whole) = inner.strip_suffix(quote)
        {
            return Cow::Owned(without_escapes(whole));
        }
        out.push_str(&content);
        rest = begins(after.trim_start_matches([' ', ',', ';']));
    }
    Cow::Owned(out)
}

/// The quote with which a literal begins, and what follows it.
fn begins(text: &str) -> Option<(char, &str)> {
    let unmarked =
        text.strip_prefix(['b', 'u', 'r']).filter(|rest| rest.starts_with(['"', '\''])).unwrap_or(text);
    let quote = unmarked.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some((quote, &unmarked[1..]))
}

/// A text with the escapes of a literal, and without its quotes.
pub(super) fn without_escapes(text: &str) -> String {
    literal('\0', text).map_or(String::new(), |(content, _)| content)
}

/// Up to the closing quote, or to the end.
pub(super) fn literal(quote: char, inner: &str) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut bytes: Vec<u8> = Vec::new();
    let mut chars = inner.char_indices();
    let mut end = inner.len();
    let flush = |bytes: &mut Vec<u8>, out: &mut String| {
        if !bytes.is_empty() {
            out.push_str(&String::from_utf8_lossy(bytes));
            bytes.clear();
        }
    };
    while let Some((at, c)) = chars.next() {
        if c == quote {
            end = at;
            break;
        }
        if c == '[' && (inner[at..].starts_with("[\\r]") || inner[at..].starts_with("[\\n]")) {
            flush(&mut bytes, &mut out);
            out.push(if inner[at..].starts_with("[\\r]") { '\r' } else { '\n' });
            chars.nth(2);
            continue;
        }
        if c != '\\' {
            flush(&mut bytes, &mut out);
            out.push(c);
            continue;
        }
        let Some((at, escape)) = chars.next() else { break };
        let number = |from: usize, digits: usize| {
            let text = inner.get(from..from + digits)?;
            u32::from_str_radix(text, 16).ok()
        };
        if escape == 'x'
            && let Some(byte) = number(at + 1, 2)
        {
            bytes.push(byte as u8);
            chars.nth(1);
            continue;
        }
        flush(&mut bytes, &mut out);
        match escape {
            'r' => out.push('\r'),
            'n' => out.push('\n'),
            't' => out.push('\t'),
            '0' => out.push('\0'),
            'u' => match number(at + 1, 4).and_then(char::from_u32) {
                Some(c) => {
                    out.push(c);
                    chars.nth(3);
                }
                None => out.push('u'),
            },
            other => out.push(other),
        }
    }
    flush(&mut bytes, &mut out);
    let after = inner.get(end..).and_then(|rest| rest.strip_prefix(quote)).unwrap_or_default();
    Some((out, after))
}

/// The literal in a line that holds a whole message, its line ends escaped: `sent "POST / HTTP/1.1\r\nHost: …"`.
pub(super) fn message_in(line: &str) -> Option<Cow<'_, str>> {
    let end = line.find("\\r\\n").or_else(|| line.find("[\\r][\\n]"))?;
    let head = &line[..end];
    if !head.contains("HTTP/") {
        return None;
    }
    let start = head.rfind(['"', '\''])?;
    // A `b` before the quote belongs to it.
    Some(content(&line[start..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_many_languages() {
        let check = |text: &str, expected: &str| assert_eq!(content(text), expected, "{text}");
        check(r#""a\r\nb""#, "a\r\nb");
        check(r"b'a\xc3\xa9\'b'", "aé'b");
        check(r#"b"GET / HTTP/1.1\r\n\r\n"b"a=1""#, "GET / HTTP/1.1\r\n\r\na=1");
        check(r#""Host: a[\r][\n]""#, "Host: a\r\n");
        check("plain", "plain");
        check(r#""{"a":"b"}[\n]""#, "{\"a\":\"b\"}\n");
        check(r#""never closed \"#, "never closed ");
        check(r#""é\u00e9\q""#, "éép".replace('p', "q").as_str());
        check("'", "");
        assert_eq!(
            message_in(r#"I sent "POST / HTTP/1.1\r\nHost: a\r\n\r\nb=1" now"#).as_deref(),
            Some("POST / HTTP/1.1\r\nHost: a\r\n\r\nb=1")
        );
        assert_eq!(message_in(r"a line\r\n"), None);
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(text in "[b'\"\\\\xrnuéa0-9\\[\\] ]{0,40}") {
                let _ = (content(&text), message_in(&text));
            }
        }
    }
}
