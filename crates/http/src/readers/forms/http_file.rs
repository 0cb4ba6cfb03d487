//! Files of requests as the HTTP clients of editors send them: VS Code's REST Client, JetBrains' HTTP client, Visual Studio. What is
//! between two requests is a line of `###`; values stand in braces.

use crate::readers::document::{header_line, recording, uri};
use crate::readers::lines::{is_method, request_line as recorded_line, status_line};
use crate::readers::message::message;
use crate::readers::record::{Part, Record};
use crate::readers::template::Variables;
use crate::readers::{Form, Recording, Unreadable, default_scheme};
use crate::{Body, Captured, Missing, Uri};

pub(crate) static HTTP_FILE: Form = Form { name: "http_file", called: "HTTP request file", is_it, read };

/// Bytes of the longest file that somebody writes by hand.
const LONGEST: usize = 1 << 20;

/// Variables in variables.
const DEEPEST: usize = 4;

/// What is sent so is no message of OAuth.
const OTHERS: [&str; 4] = ["GRAPHQL ", "GRPC ", "RSOCKET ", "WEBSOCKET "];

/// Characters that open and close a script of the client.
const SCRIPT: (&str, &str) = ("{%", "%}");

/// Whether it has what only such a file has, and everything between its marks is a request, an answer, or a remark.
fn is_it(bytes: &[u8]) -> bool {
    let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= LONGEST) else {
        return false;
    };
    let is_own = |line: &str| {
        line.starts_with("###")
            || definition(line).is_some()
            || is_setting(line)
            || line.starts_with("> {%")
            || line.starts_with("< ./")
            || request_line(line).is_some_and(|(_, target)| target.contains("{{"))
    };
    if !text.lines().any(is_own) {
        return false;
    }
    let mut kinds = blocks(text).into_iter().map(|block| kind(&block)).filter(|kind| *kind != Kind::Remarks);
    let mut has_request = false;
    kinds.all(|kind| {
        has_request |= kind == Kind::Request;
        kind == Kind::Request || kind == Kind::Answer && has_request
    }) && has_request
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let text = String::from_utf8_lossy(bytes);
    let mut variables = Variables::default();
    // A value may hold variables that are set further down.
    for _ in 0..DEEPEST {
        text.lines().filter_map(definition).for_each(|(name, value)| variables.set(name, value));
    }
    let mut entries: Vec<Result<Option<Record>, &'static str>> = Vec::new();
    for block in blocks(&text) {
        match kind(&block) {
            Kind::Request => entries.push(request(&block, &variables).map(Some)),
            Kind::Answer => {
                // Somebody put the answer behind its request.
                if let Some(Ok(Some(record))) = entries.last_mut().filter(|entry| is_unanswered(entry)) {
                    answer(record, &block.lines);
                }
            }
            Kind::Remarks | Kind::Other => {}
        }
    }
    recording(&HTTP_FILE, entries)
}

fn is_unanswered(entry: &Result<Option<Record>, &'static str>) -> bool {
    matches!(entry, Ok(Some(record)) if record.status.is_none())
}

/// What stands between two lines of `###`, without what comes before its request: names, variables, scripts.
struct Block<'t> {
    lines: Vec<&'t str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Request,
    Answer,
    Remarks,
    Other,
}

fn kind(block: &Block<'_>) -> Kind {
    let Some(first) = block.lines.first() else { return Kind::Remarks };
    if status_line(first).is_some() {
        return Kind::Answer;
    }
    if OTHERS.iter().any(|method| first.starts_with(method)) {
        return Kind::Remarks;
    }
    // What goes on with another request behind an answer was recorded, and not written.
    let answered = block.lines.iter().position(|line| status_line(line).is_some());
    let behind = answered.and_then(|at| block.lines.get(at..)).unwrap_or_default();
    let is_dump = behind.iter().any(|line| recorded_line(line).is_some());
    if request_line(first).is_some() && !is_dump { Kind::Request } else { Kind::Other }
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = vec![Block { lines: Vec::new() }];
    let mut is_script = false;
    for line in text.lines() {
        if is_script {
            is_script = !line.contains(SCRIPT.1);
        } else if line.starts_with("###") {
            blocks.push(Block { lines: Vec::new() });
        } else if let Some(script) = line.trim_start().strip_prefix(['<', '>']).map(str::trim_start)
            && script.starts_with(SCRIPT.0)
        {
            is_script = !script.contains(SCRIPT.1);
        } else if let Some(block) = blocks.last_mut() {
            let is_before = block.lines.is_empty();
            if !is_before || !is_remark(line) {
                block.lines.push(line);
            }
        }
    }
    blocks
}

/// Whether a line before a request is none of it.
fn is_remark(line: &str) -> bool {
    let line = line.trim();
    line.is_empty()
        || line.starts_with(['#', '<'])
        || line.starts_with("//")
        || line.starts_with("import ")
        || line.starts_with("run ")
        || definition(line).is_some()
}

/// `@host = auth.example.com`.
fn definition(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim_end().strip_prefix('@')?.split_once('=')?;
    let name = name.trim();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$');
    (!name.is_empty() && name.chars().all(is_name)).then(|| (name, value.trim()))
}

/// `# @name login`, `// @no-redirect`.
fn is_setting(line: &str) -> bool {
    let inner = line.strip_prefix('#').or_else(|| line.strip_prefix("//"));
    inner.is_some_and(|inner| inner.trim_start().starts_with('@'))
}

/// The method and the target: `POST https://…`, `GET {{host}}/token HTTP/1.1`, or a URL alone.
fn request_line(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let is_target = |target: &str| {
        target.contains("://")
            || target.starts_with(['/', '{'])
            || target.contains('.')
            || target.starts_with("localhost")
    };
    let (method, rest) = match line.split_once(char::is_whitespace) {
        Some((method, rest)) if is_method(method) => (method, rest.trim()),
        _ if line.starts_with("http://") || line.starts_with("https://") => ("GET", line),
        _ => return None,
    };
    let target = match rest.rsplit_once(char::is_whitespace) {
        Some((target, version)) if version.starts_with("HTTP/") => target.trim_end(),
        _ => rest,
    };
    is_target(target).then_some((method, target))
}

fn request(block: &Block<'_>, variables: &Variables) -> Result<Record, &'static str> {
    let mut lines = block.lines.iter().copied().peekable();
    let (method, target) = lines.next().and_then(request_line).ok_or("it has no request line")?;
    // A query may go on in lines of its own.
    let mut target = target.to_owned();
    while let Some(more) =
        lines.next_if(|line| line.trim_start().starts_with(['?', '&']) || line.starts_with("    /"))
    {
        target.push_str(more.trim());
    }
    let mut headers = Vec::new();
    for line in lines.by_ref().take_while(|line| !line.trim().is_empty()) {
        if !line.starts_with('#') && !line.starts_with("//") {
            headers.extend(header_line(line.trim()).map(|(name, value)| (name, variables.render(&value))));
        }
    }
    let rest: Vec<&str> = lines.collect();
    let answered = rest.iter().position(|line| status_line(line).is_some());
    let (sent, got) = rest.split_at(answered.unwrap_or(rest.len()));
    for (name, value) in &mut headers {
        if name.eq_ignore_ascii_case("authorization")
            && let Some(pair) = value.strip_prefix("Basic ").map(str::trim)
            && let Some((user, password)) = pair.split_once([':', ' '])
        {
            // The client encodes it (RFC 7617 §2).
            let part = |name: &str| Some(if name == "username" { user } else { password.trim() }.to_owned());
            *value = variables.authorization("basic", part).unwrap_or_default();
        }
    }
    let value = |wanted: &str| {
        headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.clone())
    };
    let body = body(sent, value("content-type").as_deref(), variables);
    let uri = address(&target, value("host").as_deref(), variables)?;
    let mut record = Record::asked(method.to_owned(), uri, Part { headers, is_whole: true, body });
    answer(&mut record, got);
    Ok(record)
}

/// Where it goes. The host may stand in its header, and without a scheme nothing tells it.
fn address(target: &str, host: Option<&str>, variables: &Variables) -> Result<Uri, &'static str> {
    if target.starts_with('/') {
        return uri(&variables.render(target), host);
    }
    let rendered = variables.render(target);
    if rendered.contains("://") {
        return variables.uri(target);
    }
    let authority = rendered.split(['/', '?', '#']).next().unwrap_or_default();
    variables.uri(&format!("{}://{target}", default_scheme(authority)))
}

/// The body that is sent. What stands in another file is not here.
fn body(lines: &[&str], media_type: Option<&str>, variables: &Variables) -> Captured<Body> {
    let is_of_file = |line: &str| line.starts_with("< ") || line.starts_with("<@");
    if lines.iter().any(|line| is_of_file(line)) {
        return Captured::Missing(Missing::NotRecorded);
    }
    let is_reference =
        |line: &str| line.starts_with("<>") || line.starts_with("> ") || line.starts_with(">>");
    let lines = lines.iter().filter(|line| !is_reference(line));
    let is_form = media_type.is_some_and(|media_type| media_type.contains("x-www-form-urlencoded"));
    let text = if is_form {
        // The pairs may have a line each, with blanks around their signs.
        let pieces =
            lines.filter(|line| !line.starts_with('#') && !line.starts_with("//")).map(|line| line.trim());
        let joined: String = pieces.collect();
        joined.split('&').map(trimmed).collect::<Vec<_>>().join("&")
    } else {
        lines.copied().collect::<Vec<_>>().join("\n")
    };
    match text.trim() {
        "" => Captured::Present(Body::Empty),
        text => Captured::Present(Body::from_text(variables.render(text))),
    }
}

/// `name = value` as it is sent.
fn trimmed(pair: &str) -> String {
    match pair.split_once('=') {
        Some((name, value)) => format!("{}={}", name.trim(), value.trim()),
        None => pair.trim().to_owned(),
    }
}

/// Adds the answer that stands in the file.
fn answer(record: &mut Record, lines: &[&str]) {
    // What goes before the answer, as `100 Continue` does, is none (RFC 9110 §15.2).
    let is_answer = |line: &&str| status_line(line).is_some_and(|status| status >= 200);
    let Some(at) = lines.iter().position(is_answer) else { return };
    let lines = &lines[at..];
    let Some(status) = lines.first().and_then(|line| status_line(line)) else { return };
    // What the client adds: where it keeps the body, and how long it took.
    let is_added = |line: &str| {
        let file = line.strip_prefix("> ");
        file.is_some_and(|file| file.starts_with("./") || file.starts_with(|c: char| c.is_ascii_digit()))
            || line.starts_with("<> ")
            || line.starts_with("Response code: ")
            || line.starts_with("Response file saved")
    };
    let end = lines.iter().position(|line| is_added(line)).unwrap_or(lines.len());
    let (_, response) = message(lines.get(..end).unwrap_or(lines).join("\n").trim_end().as_bytes());
    (record.status, record.response) = (Some(status), response);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_of_requests_is_one() {
        for text in [
            "### login\nGET https://a.example/authorize\n",
            "@host = a.example\n\nPOST https://{{host}}/token\n",
            "# @name x\nhttps://a.example/authorize?x=1\n",
            "GET {{base}}/userinfo\n",
            "GET https://a.example/x\n\n> {%\n client.log(1)\n%}\n",
            "### Request\nGET https://a.example/x HTTP/1.1\n\n### Response\nHTTP/1.1 200 OK\n\n{}\n",
        ] {
            assert!(is_it(text.as_bytes()), "{text}");
        }
        for text in [
            "GET https://a.example/x HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\n",
            "### Steps\nWe log in, and it fails.\n### Log\nGET https://a.example/x\n",
            "### Response\nHTTP/1.1 200 OK\n",
            "@ page\n> GET https://a.example/\n< 200\n",
            "@a = 1\n",
            "",
        ] {
            assert!(!is_it(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn credentials_are_sent_as_the_client_encodes_them() {
        for (value, expected) in [
            ("Basic web secret", "Basic d2ViOnNlY3JldA=="),
            ("Basic web:secret", "Basic d2ViOnNlY3JldA=="),
            ("Basic d2ViOnNlY3JldA==", "Basic d2ViOnNlY3JldA=="),
            ("Basic {{id}}:{{secret}}", "Basic ***"),
            ("Bearer {{token}}", "Bearer ***"),
        ] {
            let text = format!("### a\nPOST https://a.example/token\nAuthorization: {value}\n");
            let recording = read(text.as_bytes()).unwrap();
            let headers = recording.exchanges[0].request.headers.present().unwrap();
            assert_eq!(headers.text("authorization"), Some(expected), "{value}");
        }
    }

    #[test]
    fn what_the_client_adds_is_no_part_of_the_answer() {
        let text = "### a\nPOST https://{{a}}/token\n\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{\n  \"error\": 1\n}\n\
                    > 2026-01-01T000000.400.json\n\nResponse code: 400 (Bad Request); Time: 142ms\n\n### b\nGRAPHQL https://a/x\n\nquery\n\n@a = {{b}}\n@b = c.example\n";
        let recording = read(text.as_bytes()).unwrap();
        let [only] = &recording.exchanges[..] else { panic!("one request") };
        assert_eq!(only.request.uri.text().text(), "https://c.example/token");
        let body = only.response_body().present().and_then(|body| body.text().map(str::to_owned));
        assert_eq!(body.as_deref(), Some("{\n  \"error\": 1\n}"));
    }

    #[test]
    fn where_a_request_goes() {
        let variables = {
            let mut variables = Variables::default();
            variables.set("host", "a.example");
            variables.set("base", "https://{{host}}/x");
            variables.set("env", "{{$dotenv HOST}}");
            variables
        };
        for (target, host, expected) in [
            ("{{base}}/token", None, "https://a.example/x/token"),
            ("https://{{host}}/token", None, "https://a.example/token"),
            ("{{env}}/token", None, "https://host-not-recorded.invalid/token"),
            ("/token?a={{b}}", Some("a.example"), "https://a.example/token?a=***"),
            ("/token", None, "https://host-not-recorded.invalid/token"),
            ("localhost:8080/token", None, "http://localhost:8080/token"),
            ("a.example/token", None, "https://a.example/token"),
        ] {
            let found = address(target, host, &variables).map(|uri| uri.text().text().to_owned());
            assert_eq!(found.as_deref(), Ok(expected), "{target}");
        }
    }
}
