//! XML and HTML as they stand in a text: tags without their attributes, of the text between them words.

use super::fields::{self, Treatment};
use super::masked::Edit;
use super::scan::Scanner;
use super::shape::Mode;

/// Elements of HTML whose content nobody reads.
const UNREAD: [&str; 6] = ["script", "style", "template", "noscript", "svg", "textarea"];

/// Elements of HTML, whose text is prose.
const HTML: [&str; 44] = [
    "a",
    "abbr",
    "address",
    "article",
    "b",
    "blockquote",
    "body",
    "button",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "html",
    "i",
    "label",
    "li",
    "main",
    "nav",
    "p",
    "pre",
    "section",
    "small",
    "span",
    "strong",
    "td",
    "th",
    "title",
    "tr",
    "u",
    "ul",
];

/// Whether a tag, a comment or a declaration begins there.
pub(super) fn begins(text: &str) -> bool {
    // Go's and Python's ways to write that nothing is there.
    const NOTHING: [&str; 6] = ["<nil>", "<none>", "<null>", "<undefined>", "<empty>", "<unknown>"];
    if NOTHING
        .iter()
        .any(|nothing| text.get(..nothing.len()).is_some_and(|own| own.eq_ignore_ascii_case(nothing)))
    {
        return false;
    }
    let mut chars = text[1..].chars();
    match chars.next() {
        Some('!' | '?') => true,
        Some('/') => chars.next().is_some_and(|c| c.is_ascii_alphabetic()),
        Some(c) => c.is_ascii_alphabetic() && text.contains('>'),
        None => false,
    }
}

/// The words between the brackets, where a tag has no attributes and is none of HTML: `<REDACTED>`.
pub(super) fn placeholder(text: &str) -> Option<&str> {
    /// Bytes of the longest.
    const LONGEST: usize = 64;
    let inside = text.strip_prefix('<')?;
    let end = inside.bytes().take(LONGEST).position(|b| b == b'>')?;
    let name = inside.get(..end)?;
    let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_ ".contains(&b));
    // A phrase is a value of its own, unless it says whose.
    let lower = name.to_ascii_lowercase();
    let is_said =
        !name.contains(' ') || ["your ", "the ", "my "].iter().any(|whose| lower.starts_with(whose));
    let is_html = HTML.iter().chain(&UNREAD).chain(&["br", "hr", "img", "input", "meta", "link"]);
    (is_name && is_said && !is_html.into_iter().any(|html| name.eq_ignore_ascii_case(html))).then_some(name)
}

/// Whether it is the field of a login form, by which such a page is known.
fn asks_password(name: &str, attributes: &str) -> bool {
    let attributes = attributes.to_ascii_lowercase();
    let forms = ["type=\"password\"", "type='password'", "type=password"];
    name.eq_ignore_ascii_case("input") && forms.iter().any(|form| attributes.contains(form))
}

/// What a field of a form holds.
fn value_of(attributes: &str) -> Option<&str> {
    let lower = attributes.to_ascii_lowercase();
    let at = lower
        .match_indices("value=")
        .map(|(at, _)| at)
        .find(|at| lower[..*at].ends_with(char::is_whitespace))?;
    let rest = &attributes[at + "value=".len()..];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) => rest[1..].split(quote).next(),
        None => rest.split_ascii_whitespace().next(),
    }
}

/// Reads a tag and what belongs to it; says where it ends.
pub(super) fn scan(scanner: &mut Scanner<'_, '_>, at: usize) -> usize {
    let text = scanner.text;
    let rest = &text[at..];
    // What stands between tags is for browsers: from here on words alone.
    scanner.mode = Mode::Closed;
    if let Some(inside) = rest.strip_prefix("<!--") {
        let length = inside.find("-->").unwrap_or(inside.len());
        withhold(scanner, at + 4, length);
        return at + 4 + length;
    }
    if rest.starts_with("<![CDATA[") {
        let start = at + 9;
        let length = text[start..].find("]]>").unwrap_or(text.len() - start);
        return content(scanner, start, length);
    }
    let end = end_of_tag(rest).map_or(text.len(), |end| at + end);
    let inner = &text[at + 1..end];
    let name_at = at + 1 + inner.len() - inner.trim_start_matches(['/', '?', '!']).len();
    let name_length =
        text[name_at..end].find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':' | '.'));
    let name_end = name_length.map_or(end, |length| name_at + length);
    let name = &text[name_at..name_end];
    if !fields::is_plain_name(name) && !name.is_empty() {
        scanner.replace(name_at..name_end, "name");
    }
    let attributes = text[name_end..end].trim_end_matches(['>', '/', '?']);
    if !attributes.trim().is_empty() {
        let asks = asks_password(name, attributes);
        if asks && let Some(value) = value_of(attributes) {
            scanner.redactor.name("password", value);
        }
        let by = if asks { " type=\"password\" …" } else { " …" };
        scanner.edits.push(Edit { at: name_end..name_end + attributes.len(), by: by.to_owned() });
    }
    if inner.starts_with(['/', '!', '?']) || inner.ends_with("/>") {
        scanner.element = None;
        return end;
    }
    if UNREAD.iter().any(|unread| name.eq_ignore_ascii_case(unread)) {
        let close = format!("</{}", name.to_ascii_lowercase());
        let length = text[end..].to_ascii_lowercase().find(&close).unwrap_or(text.len() - end);
        withhold(scanner, end, length);
        return end + length;
    }
    scanner.element = Some(name);
    let length = text[end..].find('<').unwrap_or(text.len() - end);
    let is_html = HTML.iter().any(|html| name.eq_ignore_ascii_case(html));
    if is_html || text[end..end + length].trim().is_empty() {
        return end;
    }
    content(scanner, end, length)
}

/// The text of an element of XML: a value of its name.
fn content(scanner: &mut Scanner<'_, '_>, start: usize, length: usize) -> usize {
    let name = scanner.element.unwrap_or("value");
    let name = name.rsplit(':').next().unwrap_or(name);
    let text = &scanner.text[start..start + length];
    let (value, before) = (text.trim(), text.len() - text.trim_start().len());
    let treatment = match fields::member(name) {
        Treatment::Secret => Treatment::Secret,
        Treatment::Url => Treatment::Url,
        _ => Treatment::Body,
    };
    if HTML.iter().any(|html| name.eq_ignore_ascii_case(html)) {
        return start;
    }
    if !value.is_empty() {
        let shown = scanner.redactor.value(name, treatment, value);
        if shown.as_str() != value {
            let at = start + before;
            scanner.edits.push(Edit { at: at..at + value.len(), by: shown.to_string() });
        }
    }
    start + length
}

fn withhold(scanner: &mut Scanner<'_, '_>, start: usize, length: usize) {
    if !scanner.text[start..start + length].trim().is_empty() {
        scanner.edits.push(Edit { at: start..start + length, by: " … ".to_owned() });
    }
}

/// Where a tag ends, its closing bracket included; quoted attributes may hold one.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (c, quote) {
            ('>', None) => return Some(at + 1),
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    text.find('>').map(|at| at + 1)
}
