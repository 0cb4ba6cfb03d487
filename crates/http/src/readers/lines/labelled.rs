//! A request and its answer that somebody wrote down under names: `URL`, `Method`, `Body`, `Status`, `Response`, each with its value in the
//! same line, in those below it, or in the next cell of a table.
//!
//! No tool is known here, only what people call these parts. What has no address, or no answer, is something else.

use std::borrow::Cow;

use super::nesting::Nesting;
use super::noted::Noted;
use super::object;
use super::pattern::{is_method, is_name, is_status};
use super::pieces::{GONE, of_lines};
use super::typed::is_fence;

/// Lines that one part goes over at most.
const LONGEST: usize = 400;

/// Bytes of the longest name.
const LONGEST_NAME: usize = 40;

/// So many parts a request has that somebody wrote down.
const LEAST: usize = 3;

/// The text with each such request in one line; of the others nothing is left, so that all keep their numbers.
pub(super) fn as_lines(text: &str) -> Cow<'_, str> {
    if !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<Cow<str>> = Vec::new();
    let mut is_found = false;
    while let Some(rest) = lines.get(out.len()..).filter(|rest| !rest.is_empty()) {
        match block(rest) {
            Some((line, body, count)) => {
                is_found = true;
                let body = body.map_or(Cow::Borrowed(GONE), Cow::Owned);
                let gone = std::iter::repeat_n(Cow::Borrowed(GONE), count.saturating_sub(2));
                out.extend([Cow::Owned(line), body].into_iter().chain(gone));
            }
            None => out.extend(rest.first().map(|line| Cow::Borrowed(*line))),
        }
    }
    if is_found { Cow::Owned(of_lines(&out, text)) } else { Cow::Borrowed(text) }
}

/// What a name says of the value behind it.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Url,
    Method,
    /// Of the request, or, behind a status, of the answer.
    Body,
    Sent,
    Status,
    Got,
    /// Fields of the request.
    Fields,
    /// Those of the answer, which are passed over.
    GotFields,
}

/// What people call the parts, in lower case.
const NAMES: [(Part, &[&str]); 8] = [
    (
        Part::Url,
        &["url", "request url", "uri", "request uri", "endpoint", "address", "full url", "target url"],
    ),
    (Part::Method, &["method", "request method", "http method", "verb"]),
    (Part::Body, &["body"]),
    (
        Part::Sent,
        &[
            "request",
            "request body",
            "request payload",
            "request data",
            "request parameters",
            "payload",
            "form data",
            "form",
            "post data",
            "sent",
            "body sent",
        ],
    ),
    (
        Part::Status,
        &[
            "status",
            "status code",
            "http status",
            "http status code",
            "response status",
            "response code",
            "http code",
        ],
    ),
    (
        Part::Got,
        &[
            "response",
            "response body",
            "response data",
            "response payload",
            "answer",
            "reply",
            "result",
            "received",
        ],
    ),
    (Part::Fields, &["headers", "request headers"]),
    (Part::GotFields, &["response headers"]),
];

/// A part that a line names, and the value in the same line.
struct Named<'l> {
    part: Part,
    /// The status beside the name: `Response (400)`.
    status: Option<u16>,
    value: &'l str,
}

/// The marks that markup puts around a name or a value.
const MARKS: [char; 6] = ['*', '_', '`', '#', '>', '•'];

fn named(line: &str) -> Option<Named<'_>> {
    let line = line.trim();
    let cells = line.strip_prefix('|').and_then(|line| line.strip_suffix('|'));
    let (name, value) = match cells.unwrap_or(line).split_once('|').filter(|_| cells.is_some()) {
        Some(pair) => pair,
        None => line.split_once('\t').or_else(|| behind_colon(line)).unwrap_or((line, "")),
    };
    let name =
        name.trim().trim_start_matches("- ").trim_matches(MARKS).trim_end_matches(':').trim_matches(MARKS);
    if name.len() > LONGEST_NAME {
        return None;
    }
    let (name, status) = match name.split_once('(') {
        Some((name, status)) => (name, Some(number(status)?)),
        None => (name, None),
    };
    let lower = name.trim().to_ascii_lowercase();
    let part = NAMES.iter().find(|(_, names)| names.contains(&lower.as_str())).map(|(part, _)| *part)?;
    Some(Named { part, status, value: value.trim().trim_start_matches("**").trim() })
}

/// A name and what stands behind its colon; that of an address is none.
fn behind_colon(line: &str) -> Option<(&str, &str)> {
    line.split_once(':').filter(|(_, value)| !value.starts_with("//"))
}

/// The status with which a text begins, behind the version of HTTP.
fn number(text: &str) -> Option<u16> {
    let text = text.trim();
    let text =
        text.strip_prefix("HTTP/").and_then(|text| text.split_once(' ')).map_or(text, |(_, rest)| rest);
    let word = text.split(|c: char| !c.is_ascii_digit()).next().filter(|word| is_status(word))?;
    word.parse().ok()
}

/// The request that begins with the first of these lines, in one, the body of its answer where that stands apart, and over how many
/// lines it goes.
fn block(lines: &[&str]) -> Option<(String, Option<String>, usize)> {
    let first = named(lines.first()?)?;
    let begins = match first.part {
        Part::Url => true,
        // The address comes next.
        Part::Method => {
            let below = usize::from(first.value.is_empty());
            named(lines.get(1 + below)?)?.part == Part::Url
        }
        Part::Sent => request(first.value.trim_matches('`')).is_some(),
        _ => false,
    };
    if !begins {
        return None;
    }
    let (mut noted, mut at, mut parts) = (Noted::default(), 0, 0);
    while let Some(name) = lines.get(at).and_then(|line| named(line)) {
        let is_of_next = name.part == Part::Url && noted.url.is_some();
        if is_of_next {
            break;
        }
        let (value, count) = value(&name, lines.get(at + 1..).unwrap_or_default());
        take(&mut noted, &name, &value)?;
        parts += usize::from(!value.is_empty());
        at += 1 + count;
        // An empty line between two of them is none of either.
        let blank = lines.get(at..).unwrap_or_default().iter().take_while(|line| is_blank(line)).count();
        if lines.get(at + blank).is_some_and(|line| named(line).is_some()) {
            at += blank;
        }
    }
    // What a browser's pane has without bodies is read as such.
    let has_body = noted.sent.is_some() || noted.got.is_some();
    let is_document = noted.got.as_ref().is_some_and(|got| got.starts_with(['{', '[', '<']));
    let is_answered = noted.status.is_some() || is_document;
    let is_one = parts >= LEAST && noted.url.is_some() && is_answered && has_body;
    let (line, body) = noted.lines().filter(|_| is_one)?;
    Some((line, body, at))
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty() || is_fence(line) || line.trim_matches(['|', '-', ':', ' ']).is_empty()
}

/// The value of a part, and how many of the lines below its name belong to it.
fn value(name: &Named, below: &[&str]) -> (String, usize) {
    if !name.value.is_empty() {
        let mut depth = Nesting::default();
        depth.read(name.value);
        let is_open = name.value.starts_with(['{', '[']) && !depth.is_closed();
        let more = below.iter().take(LONGEST).take_while(|line| {
            let goes_on = is_open && !depth.is_closed();
            depth.read(line);
            goes_on
        });
        let more: Vec<&str> = more.map(|line| line.trim()).collect();
        return (format!("{}{}", name.value.trim_matches('`'), more.concat()), more.len());
    }
    let (mut rows, mut count, mut depth) = (Vec::new(), 0, Nesting::default());
    let most = if matches!(name.part, Part::Url | Part::Method | Part::Status) { 1 } else { LONGEST };
    for line in below.iter().take(most) {
        let is_open = depth.has_begun() && !depth.is_closed();
        let is_end = !is_open && (named(line).is_some() || !rows.is_empty() && is_blank(line));
        if is_end {
            break;
        }
        count += 1;
        if !is_fence(line) {
            depth.read(line);
            rows.push(line.trim());
        }
    }
    let value = match fields(&rows) {
        Some(fields) if name.part != Part::Fields => object::form(&fields),
        Some(_) => rows.join("\n"),
        None => rows.concat(),
    };
    // What follows is no more of it where nothing was there.
    if value.is_empty() { (value, 0) } else { (value, count) }
}

/// Rows of which each is a name and a value.
fn fields(rows: &[&str]) -> Option<Vec<(String, String)>> {
    let field = |row: &&str| {
        let (name, value) = row.split_once(": ").filter(|(name, _)| is_name(name))?;
        Some((name.to_owned(), value.trim().trim_matches('"').to_owned()))
    };
    let fields: Option<Vec<_>> = rows.iter().map(field).collect();
    fields.filter(|fields| !fields.is_empty())
}

/// Takes a value; a request and an answer may have their first line in it. `None` where the value is none of that part.
fn take(noted: &mut Noted, name: &Named, value: &str) -> Option<()> {
    let is_behind_answer = noted.is_answered();
    noted.status = noted.status.or(name.status);
    match name.part {
        Part::Url | Part::Sent if request(value).is_some() => {
            let (method, url) = request(value).unwrap_or_default();
            noted.method.get_or_insert_with(|| method.to_owned());
            noted.url.get_or_insert_with(|| url.to_owned());
        }
        // What a program printed of an object has its values in quotes.
        Part::Url => noted.url = Some(value).filter(|url| is_url(url)).map(str::to_owned),
        Part::Method => noted.method = Some(value.to_ascii_uppercase()).filter(|method| is_method(method)),
        Part::Status => noted.status = Some(status(value)?),
        Part::Body if is_behind_answer => noted.got = Some(value.to_owned()),
        Part::Body | Part::Sent => noted.sent = Some(value.to_owned()),
        Part::Got => {
            let status = number(value);
            noted.status = noted.status.or(status);
            let body = if status.is_some() {
                value.find(['{', '<']).and_then(|at| value.get(at..))
            } else {
                Some(value)
            };
            noted.got = body.map(str::to_owned);
        }
        Part::Fields if is_behind_answer => {}
        Part::Fields => noted.sent_fields = fields(&value.lines().collect::<Vec<_>>())?,
        Part::GotFields => {}
    }
    Some(())
}

/// A status alone, or with its reason phrase: a sentence about one is none.
fn status(value: &str) -> Option<u16> {
    let status = number(value)?;
    let (_, reason) = value.split_once(&status.to_string())?;
    let is_phrase =
        |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase() || c == '(') && !word.ends_with(',');
    reason.split_ascii_whitespace().all(is_phrase).then_some(status)
}

/// `POST https://…`, without what HTTP has behind it.
fn request(value: &str) -> Option<(&str, &str)> {
    let (method, rest) = value.split_once(' ')?;
    let url = rest.split_ascii_whitespace().next()?;
    (is_method(method) && is_url(url)).then_some((method, url))
}

fn is_url(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.ends_with(',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::read;
    use crate::readers::tests::line;

    const TOLD: &str = r#"Server POST https://idp.example/token [grant_type=password&client_id=a] => 400 [{"error":"invalid_grant"}]"#;

    fn told(text: &str) -> Vec<String> {
        read(text.as_bytes()).map(|read| read.exchanges.iter().map(line).collect()).unwrap_or_default()
    }

    #[test]
    fn a_request_and_its_answer_under_names() {
        for text in [
            "URL: https://idp.example/token\nMethod: POST\nBody: grant_type=password&client_id=a\nStatus: 400\nResponse: {\"error\":\"invalid_grant\"}\n",
            "Request URL\nhttps://idp.example/token\nRequest Method\nPOST\nRequest Body\ngrant_type=password&client_id=a\nResponse Status\n400 Bad Request\nResponse Body\n{\"error\":\"invalid_grant\"}\n",
            "We call\n\n**Endpoint:** `POST https://idp.example/token`\n\n**Request body:**\n```\ngrant_type=password&client_id=a\n```\n\n**Response (400):**\n```json\n{\n\"error\":\n\"invalid_grant\"\n}\n```\n\nWhy?\n",
            "| Field | Value |\n|---|---|\n| URL | https://idp.example/token |\n| Method | POST |\n| Request | grant_type=password&client_id=a |\n| Status | 400 |\n| Response | {\"error\":\"invalid_grant\"} |\n",
            "URL\thttps://idp.example/token\nMethod\tPOST\nStatus\t400 Bad Request\nRequest body\tgrant_type=password&client_id=a\nResponse body\t{\"error\":\"invalid_grant\"}\n",
            "- Request: POST https://idp.example/token\n- Payload: grant_type=password&client_id=a\n- Response: 400 Bad Request {\"error\":\"invalid_grant\"}\n",
        ] {
            assert_eq!(told(text), [TOLD], "{text}");
        }
        let two = "URL: https://idp.example/token\nBody: grant_type=password&client_id=a\nStatus: 400\nResponse: {\"error\":\"invalid_grant\"}\n\n";
        assert_eq!(told(&two.repeat(2)), [TOLD, TOLD]);
    }

    #[test]
    fn lines_keep_their_numbers() {
        let text = "a\nURL: https://idp.example/token\nMethod: POST\nStatus: 400\nResponse: {}\nb\n";
        let lines = as_lines(text);
        assert_eq!(lines.lines().count(), text.lines().count());
        assert_eq!((lines.lines().next(), lines.lines().last()), (Some("a"), Some("b")));
    }

    #[test]
    fn what_is_no_request_stays() {
        for text in [
            // No answer, no address, settings of a program.
            "URL: https://idp.example/token\nMethod: POST\nBody: a=b\n",
            "Method: POST\nBody: a=b\nStatus: 400\n",
            "url: https://idp.example\nclient_id: a\nstatus: up\n",
            "Request\n",
            "| Parameter | Description |\n|---|---|\n| URL | https://idp.example/token |\n| Method | POST |\n| Status | 400 when it is refused |\n| Response | JSON with error |\n",
            "url: https://idp.example/token\nmethod: POST\nbody: a=b\nstatus: up\nresponse: json\n",
            "status: 400\nurl: /token\nmethod: POST\n",
            "",
        ] {
            assert_eq!(as_lines(text), text);
        }
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn keeps_the_lines(text in "(URL|Body|Status|Response \\(400\\)|: |\t|\\| ?|https://a.b/|400|\\{|```|é|\n){0,40}") {
                proptest::prop_assert_eq!(as_lines(&text).lines().count(), text.lines().count());
            }
        }
    }
}
