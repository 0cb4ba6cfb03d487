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

/// The text that a page shows: without tags, scripts and styles.
pub(crate) fn visible(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut text = String::new();
    let mut at = 0;
    while let Some(open) = lower[at..].find('<').map(|open| at + open) {
        text += &html[at..open];
        text.push(' ');
        let hidden = ["script", "style"].into_iter().find(|tag| lower[open + 1..].starts_with(tag));
        let end = match hidden {
            Some(tag) => lower[open + 1..].find(&format!("</{tag}")).map(|close| open + 1 + close + 2),
            None => Some(open),
        };
        let Some(close) = end.and_then(|end| Some(end + lower[end..].find('>')? + 1)) else { return text };
        at = close;
    }
    text + &html[at..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_tags_are_not_seen() {
        let html = "<p>Some<b>thing</b></p><script>var x = '<p>wrong</p>';</script><STYLE>p{}</STYLE> ends";
        let seen: Vec<String> = visible(html).split_whitespace().map(str::to_owned).collect();
        assert_eq!(seen, ["Some", "thing", "ends"]);
        assert_eq!(visible("a <script>never closed").trim(), "a");
    }

    #[test]
    fn finds_the_text_of_an_element() {
        let html = "<head><TITLE data-x=1>\n Oops! ä </TITLE></head><h1></h1><h2>Two</h2>";
        assert_eq!(element(html, "title").map(|range| &html[range]), Some("Oops! ä"));
        assert_eq!(element(html, "h1"), None);
        assert_eq!(element(html, "h2").map(|range| &html[range]), Some("Two"));
        assert_eq!(element("<title>never closed", "title"), None);
    }
}
