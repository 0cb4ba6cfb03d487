//! Text that a program printed as the list of its bytes: `[123, 34, 101]` of Rust and Python, `[123 34 101]` of Go.

/// Bytes of the shortest text that is told from a list of numbers.
const SHORTEST: usize = 12;

/// A text with the lists in it as the text that they are; `None` where there is none.
pub(super) fn as_text(text: &str) -> Option<String> {
    let (mut out, mut rest, mut is_any) = (String::new(), text, false);
    while let Some((before, behind)) = rest.split_once('[') {
        out.push_str(before);
        match listed(behind).and_then(|(list, after)| Some((content(list)?, after))) {
            Some((content, after)) => {
                out.push_str(&content);
                rest = after;
                is_any = true;
            }
            None => {
                out.push('[');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    is_any.then_some(out)
}

/// The numbers up to the bracket that closes them. Whatever else stands there ends the search, so that a million brackets are
/// looked at once.
fn listed(behind: &str) -> Option<(&str, &str)> {
    let end = behind.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | ' '))?;
    Some((&behind[..end], behind[end..].strip_prefix(']')?))
}

fn content(list: &str) -> Option<String> {
    let numbers = list.split([',', ' ']).filter(|number| !number.is_empty());
    let bytes: Vec<u8> = numbers.map(|number| number.parse().ok()).collect::<Option<_>>()?;
    let text = String::from_utf8(bytes).ok().filter(|text| text.len() >= SHORTEST)?;
    let is_plain = |c: char| !c.is_control() || c.is_ascii_whitespace();
    // What is no object and no page may be any numbers.
    (text.trim_start().starts_with(['{', '[', '<']) && text.chars().all(is_plain)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_bytes_are_text() {
        let json = r#"{"error":"invalid_grant"}"#;
        let list =
            |between: &str| json.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(between);
        for between in [", ", " ", ","] {
            let said = format!("Response(400, [{}], \"at [::1]\")", list(between));
            assert_eq!(as_text(&said).as_deref(), Some(&*format!("Response(400, {json}, \"at [::1]\")")));
        }
        for other in ["", "[1, 2, 3]", "[123, 34, 300]", "worker [12] [a]", "[", &format!("[{}", list(", "))]
        {
            assert_eq!(as_text(other), None, "{other}");
        }
        assert_eq!(as_text(&format!("[{}]", ["65"; 40].join(", "))), None);
    }
}
