//! As much of HTML as the headline of an error page needs.

use std::ops::Range;

/// The text inside the first element of that name, without white space around it; `None` where it has no text.
pub(crate) fn element(html: &str, tag: &str) -> Option<Range<usize>> {
    let lower = html.to_ascii_lowercase();
    let opening = lower.match_indices('<').map(|(at, _)| at).find(|at| {
        let rest = &lower[at + 1..];
        rest.strip_prefix(tag).is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\t']))
    })?;
    let start = opening + lower[opening..].find('>')? + 1;
    let end = start + lower[start..].find('<')?;
    let text = html[start..end].trim();
    let start = start + html[start..end].find(text)?;
    (!text.is_empty()).then(|| start..start + text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_text_of_an_element() {
        let html = "<head><TITLE data-x=1>\n Oops! ä </TITLE></head><h1></h1><h2>Two</h2>";
        assert_eq!(element(html, "title").map(|range| &html[range]), Some("Oops! ä"));
        assert_eq!(element(html, "h1"), None);
        assert_eq!(element(html, "h2").map(|range| &html[range]), Some("Two"));
        assert_eq!(element("<title>never closed", "title"), None);
    }
}
