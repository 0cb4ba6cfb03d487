//! Steps that somebody wrote down with arrows: `GET /authorize → 302 → https://app.example/cb?error=…`.

use super::line::Line;
use super::pattern::{is_method, is_status};
use super::typed::behind_prompt;
use crate::readers::document;
use crate::readers::record::{Part, Record};
use crate::{Body, Captured, Exchange, ExchangeId, Observer, Place, Uri, Via};

/// Steps of the longest chain.
const MOST: usize = 20;

/// How people draw them; those that a longer one holds come behind it.
const ARROWS: [&str; 8] = ["-->", "==>", "→", "⇒", "➜", "➔", "->", "=>"];

/// What a step says.
enum Step<'l> {
    /// A method and what it asks for.
    Request(&'l str, Uri),
    /// A status and what stands behind it.
    Status(u16, &'l str),
    /// Where it goes.
    Address(Uri),
}

/// The requests that a line of steps tells; none where it tells no answer to one.
pub(super) fn exchanges(line: &Line) -> Vec<Exchange> {
    let text = line.text.trim();
    // What a run of tests prints of one.
    let is_test = text.starts_with(['✓', '✔', '√', '✗', '✘', '×']);
    if is_test || behind_prompt(text).is_some() || !ARROWS.iter().any(|arrow| text.contains(arrow)) {
        return Vec::new();
    }
    let parts = split(text);
    let mut steps = parts.iter().map(|part| step(part)).peekable();
    let mut told: Vec<Record> = Vec::new();
    // What the last redirect leads to is asked for next.
    let mut next: Option<(String, Uri)> = None;
    while let Some(step) = steps.next() {
        match step {
            Some(Step::Request(method, uri)) => next = Some((method.to_owned(), uri)),
            Some(Step::Status(status, behind)) => {
                let Some((method, uri)) = next.take() else { return Vec::new() };
                let is_redirect = (300..400).contains(&status);
                let location =
                    match steps.next_if(|step| is_redirect && matches!(step, Some(Step::Address(_)))) {
                        Some(Some(Step::Address(uri))) => Some(uri),
                        _ => address(last_word(behind)).filter(|_| is_redirect),
                    };
                told.push(answered(method, uri, status, behind, location.as_ref()));
                next = location.map(|uri| ("GET".to_owned(), uri));
            }
            // Where it goes with what it says, without a status; what only names a server is where a proxy sends it.
            Some(Step::Address(uri)) if next.is_some() && uri.text().text().contains(['?', '#']) => {
                let Some((method, from)) = next.take() else { return Vec::new() };
                told.push(answered(method, from, 302, "", Some(&uri)));
                next = Some(("GET".to_owned(), uri));
            }
            _ => return Vec::new(),
        }
    }
    if told.is_empty() {
        return Vec::new();
    }
    // The end of the chain is a page, which says what it does by its parameters.
    let ends = next.filter(|(_, uri)| uri.text().text().contains(['?', '#']));
    told.extend(ends.map(|(method, uri)| Record {
        observer: Some(Observer::Browser),
        via: Some(Via::Page),
        ..Record::asked(method, uri, Part::default())
    }));
    let place = Place::line(line.number);
    told.into_iter()
        .map(|record| Record { started: line.time, ..record }.exchange(ExchangeId(0), place))
        .collect()
}

fn answered(method: String, uri: Uri, status: u16, behind: &str, location: Option<&Uri>) -> Record {
    let headers = location.map(|uri| ("location".to_owned(), uri.text().text().to_owned()));
    // Behind a status stands its phrase, and maybe the body.
    let body = behind.find(['{', '<']).and_then(|at| behind.get(at..));
    let body = body.map(|body| {
        Body::from_text(
            ARROWS.iter().find_map(|arrow| Some(body.split_once(arrow)?.0)).unwrap_or(body).trim(),
        )
    });
    let is_page = method == "GET" && location.is_some();
    Record {
        status: Some(status),
        response: Part {
            headers: headers.into_iter().collect(),
            body: body.map_or(Part::default().body, Captured::Present),
            ..Part::default()
        },
        via: is_page.then_some(Via::Page),
        observer: is_page.then_some(Observer::Browser),
        ..Record::asked(method, uri, Part::default())
    }
}

/// The parts between arrows, without the marks around them.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while parts.len() < MOST {
        let first = ARROWS.iter().filter_map(|arrow| Some((rest.find(arrow)?, arrow.len())));
        let Some((at, length)) = first.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length))) else {
            break;
        };
        parts.push(bare(rest.get(..at).unwrap_or_default()));
        rest = rest.get(at + length..).unwrap_or_default();
        // What stands in a body is none of it.
        if rest.trim_start_matches(|c: char| !matches!(c, '{' | '→')).starts_with('{') {
            break;
        }
    }
    parts.push(bare(rest));
    parts
}

fn bare(text: &str) -> &str {
    text.trim()
        .trim_matches(['`', '"', '\'', '*'])
        .trim_end_matches(['.', ',', ';'])
        .trim_matches(['`', '"', '\'', '*'])
        .trim()
}

fn last_word(text: &str) -> &str {
    bare(text.rsplit(' ').next().unwrap_or_default())
}

fn step(part: &str) -> Option<Step<'_>> {
    let mut words = part.split_ascii_whitespace();
    let first = words.next()?;
    if is_status(first) {
        let behind = part.get(first.len()..).unwrap_or_default();
        return Some(Step::Status(first.parse().ok()?, behind.trim()));
    }
    if words.next().is_none() {
        return Some(Step::Address(address(first)?));
    }
    // Words may stand before it: `2. The browser calls GET /authorize`.
    let (before, target) = part.rsplit_once(' ')?;
    let method = before.rsplit([' ', '`', '(']).next()?;
    is_method(method).then_some(())?;
    Some(Step::Request(method, address(bare(target))?))
}

/// A whole address, or the path of one whose host is not said.
fn address(text: &str) -> Option<Uri> {
    let is_address = text.starts_with('/') && !text.starts_with("//") || text.contains("://");
    if is_address { document::uri(text, None).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use crate::readers::read;
    use crate::readers::tests::line;

    fn check(text: &str, expected: &[&str]) {
        let read = read(text.as_bytes()).map(|recording| recording.exchanges).unwrap_or_default();
        assert_eq!(read.iter().map(line).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn a_chain_tells_each_step() {
        let callback = "https://app.example/cb?error=invalid_scope&error_description=Unknown+scope";
        let asked = "https://idp.example/authorize?client_id=a";
        let hop = format!("Page GET {asked} [not recorded] => 302 [not recorded] -> {callback}");
        let back = format!("Page GET {callback} [not recorded]");
        for arrow in ["→", "->", "=>", "-->", "⇒"] {
            check(&format!("GET {asked} {arrow} 302 {arrow} {callback}"), &[&hop, &back]);
        }
        check(&format!("The flow: `GET {asked}` → 302 Found → `{callback}`."), &[&hop, &back]);
        check(&format!("1. GET {asked} → 302 Location: {callback}"), &[&hop, &back]);
        check(&format!("GET {asked} → {callback}"), &[&hop, &back]);
        let first =
            format!("Page GET https://app.example/login [not recorded] => 302 [not recorded] -> {asked}");
        check(
            &format!("GET https://app.example/login → 302 → {asked} → 302 → {callback}"),
            &[&first, &hop, &back],
        );
    }

    #[test]
    fn an_answer_may_have_its_body() {
        let told =
            r#"Server POST https://idp.example/token [not recorded] => 400 [{"error":"invalid_grant"}]"#;
        check(r#"2. POST https://idp.example/token → 400 {"error":"invalid_grant"}"#, &[told]);
        check(r#"POST https://idp.example/token → 400 Bad Request {"error":"invalid_grant"}"#, &[told]);
    }

    #[test]
    fn other_arrows_tell_no_request() {
        for text in [
            "Menu → Settings → OAuth",
            "a -> b",
            "const f = (x) => 302 => x",
            "➜  ~ curl https://a.example",
            "Code 400 → retry",
            "GET → 302",
        ] {
            check(text, &[]);
        }
    }

    mod properties {
        proptest::proptest! {
            #[test]
            fn never_panics(text in "(GET|/a|→|->|302|https://a\\.example/\\?b|`|é|\\{| ){0,20}") {
                let _ = crate::readers::read(text.as_bytes());
            }
        }
    }
}
