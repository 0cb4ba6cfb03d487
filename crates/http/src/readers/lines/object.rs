//! Objects as programs print them: `{'a': 'b'}` of Python and JavaScript, `{a=[b]}` of Java.

use super::quoted::literal;

/// Members of the largest object.
const MOST: usize = 1_000;

/// The members of an object whose values are plain; others are left out. `None` where it is no object.
pub(super) fn members(text: &str) -> Option<Vec<(String, String)>> {
    let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut rest = inner.trim_start();
    let mut members = Vec::new();
    while !rest.is_empty() && members.len() < MOST {
        let (name, after) = value(rest, &[':', '='])?;
        let after = after.trim_start();
        // Ruby's sign is an arrow.
        let after = after.strip_prefix("=>").or(after.strip_prefix([':', '=']))?.trim_start();
        let (text, after) = match after.strip_prefix('[') {
            // A list: its first element.
            Some(list) => {
                let (first, after) = value(list, &[',', ']'])?;
                let end = after.find(']')?;
                (first, &after[end + 1..])
            }
            None => value(after, &[',', '}'])?,
        };
        members.push((name, text));
        rest = after.trim_start().trim_start_matches([',', '}']).trim_start();
    }
    Some(members)
}

/// A literal, or the text up to one of the marks.
fn value<'t>(text: &'t str, ends: &[char]) -> Option<(String, &'t str)> {
    let unmarked = text.strip_prefix(['b', 'u']).filter(|rest| rest.starts_with(['"', '\''])).unwrap_or(text);
    if let Some(quote @ ('"' | '\'')) = unmarked.chars().next() {
        return literal(quote, &unmarked[1..]);
    }
    let end = text.find(ends).unwrap_or(text.len());
    let (value, rest) = text.split_at(end);
    Some((value.trim().to_owned(), rest))
}

/// As the body of a form (WHATWG URL, application/x-www-form-urlencoded).
pub(super) fn form(members: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(members).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_of_many_languages() {
        let check = |text: &str, expected: &str| {
            assert_eq!(members(text).map(|members| form(&members)).as_deref(), Some(expected), "{text}");
        };
        check("{'a': 'b c', 'n': 1}", "a=b+c&n=1");
        check("{a=[b], c=[d, e]}", "a=b&c=d");
        check(r#"{"a": "b", b'c': b'd\x20e',}"#, "a=b&c=d+e");
        check(r#"{"a"=>"b c", "n" => nil}"#, "a=b+c&n=nil");
        check("{}", "");
        assert_eq!(members("x"), None);
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(text in "[{}\\[\\]'\":=, abé]{0,40}") {
                members(&text);
            }
        }
    }
}
