//! Traces of Playwright: lines of entries of a HAR (`0-trace.network`), whose bodies are files beside them in the archive. An
//! archive can hold a HAR in the same way.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::har::HAR;
use crate::readers::document::text;
use crate::readers::unpack::Archive;
use crate::readers::{Form, Problem, Recording, Unreadable};

pub(crate) static PLAYWRIGHT: Form = Form { name: "playwright", called: "Playwright trace", is_it, read };

const START: &[u8] = b"{\"type\":\"resource-snapshot\"";

/// What nobody looks into, by the beginning of its media type.
const ASSETS: [&str; 7] =
    ["image/", "font/", "audio/", "video/", "text/css", "text/javascript", "application/javascript"];

fn is_it(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(START)
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let mut problems = Vec::new();
    let entries = snapshots(bytes, &mut problems);
    recording(entries, problems)
}

/// `None` where it has neither a trace nor a HAR with its bodies.
pub(crate) fn archive(archive: &Archive) -> Option<Result<Recording, Unreadable>> {
    let (mut entries, mut problems) = (Vec::new(), Vec::new());
    let is_trace = |name: &&str| name.ends_with(".network");
    for bytes in archive.names().filter(is_trace).filter_map(|name| archive.named(name)) {
        entries.append(&mut snapshots(&bytes, &mut problems));
    }
    let is_har = entries.is_empty();
    if is_har {
        let har = archive.named("har.har")?;
        let mut har: Value = serde_json::from_slice(&har).ok()?;
        entries = har.pointer_mut("/log/entries")?.as_array_mut()?.drain(..).collect();
    }
    entries.iter_mut().for_each(|entry| take_bodies_in(entry, archive));
    let recording = recording(entries, problems);
    Some(recording.map(|recording| Recording { form: if is_har { &HAR } else { &PLAYWRIGHT }, ..recording }))
}

fn recording(entries: Vec<Value>, problems: Vec<Problem>) -> Result<Recording, Unreadable> {
    let har = json!({ "log": { "creator": { "name": "Playwright" }, "entries": entries } });
    let mut recording = (HAR.read)(har.to_string().as_bytes())?;
    recording.form = &PLAYWRIGHT;
    recording.problems.extend(problems);
    Ok(recording)
}

/// The entries that stand in its lines; there are lines of other kinds too.
fn snapshots(bytes: &[u8], problems: &mut Vec<Problem>) -> Vec<Value> {
    let mut entries = Vec::new();
    for (number, line) in (1..).zip(bytes.split(|&b| b == b'\n')) {
        match serde_json::from_slice::<Value>(line) {
            Ok(mut line) => entries.extend(line.get_mut("snapshot").map(Value::take)),
            Err(_) if line.trim_ascii().is_empty() => {}
            Err(_) => {
                problems.push(Problem { place: format!("line {number}"), what: "it is no JSON".to_owned() });
            }
        }
    }
    entries
}

/// Puts bodies where a HAR has them, as far as their files are there.
fn take_bodies_in(entry: &mut Value, archive: &Archive) {
    for place in ["/request/postData", "/response/content"] {
        let Some(body) = entry.pointer_mut(place) else { continue };
        let is_asset =
            ASSETS.iter().any(|asset| text(body, "mimeType").is_some_and(|mime| mime.starts_with(asset)));
        // Named by their hash alone in traces of before 1.50.
        let name =
            text(body, "_file").or_else(|| text(body, "_sha1").map(|hash| format!("resources/{hash}")));
        let bytes = name.filter(|_| !is_asset).and_then(|name| archive.named(&name));
        if let (Some(bytes), Some(fields)) = (bytes, body.as_object_mut()) {
            fields.insert("text".to_owned(), STANDARD.encode(bytes).into());
            fields.insert("encoding".to_owned(), "base64".into());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::read;
    use crate::readers::tests::line;
    use crate::readers::unpack::tests::zip;

    /// What Playwright 1.65 writes, without what nobody reads.
    const TOKEN: &str = r#"{"startedDateTime":"2026-11-28T04:50:24.629Z","time":7.5,"request":{"method":"POST","url":"https://auth.example.com/token","httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"user-agent","value":"Playwright/1.65.1 (x64; debian 12) node/20.20"},{"name":"content-type","value":"application/x-www-form-urlencoded"}],"queryString":[],"bodySize":9,"postData":{"mimeType":"application/x-www-form-urlencoded","text":"","params":[{"name":"code","value":"1234"}],"_file":"resources/3ab3.dat"}},"response":{"status":400,"statusText":"Bad Request","headers":[{"name":"Content-Type","value":"application/json"}],"content":{"size":25,"mimeType":"application/json","_file":"resources/2d77.json"},"bodySize":25,"redirectURL":""},"_monotonicTime":1198.464,"_apiRequestRef":"request-context@66b9"}"#;
    const READ: &str =
        r#"Server POST https://auth.example.com/token [code=1234] => 400 [{"error":"invalid_grant"}]"#;

    fn check(files: &[(&str, &[u8])], form: &str, expected: &[&str]) {
        let recording = read(&zip(files)).unwrap_or_else(|unreadable| panic!("{unreadable:?}"));
        let lines: Vec<String> = recording.exchanges.iter().map(line).collect();
        assert_eq!(lines, expected);
        assert_eq!((recording.form.name, recording.problems), (form, Vec::new()));
    }

    #[test]
    fn bodies_are_files_beside_the_trace() {
        let line = |entry: &str| format!("{{\"type\":\"resource-snapshot\",\"snapshot\":{entry}}}\n");
        let asset = r#"{"startedDateTime":"2026-11-28T04:50:25Z","request":{"method":"GET","url":"https://app.example.com/a.png"},"response":{"status":200,"content":{"size":9,"mimeType":"image/png","_sha1":"5.png"}}}"#;
        let files: &[(&str, &[u8])] = &[
            ("0-trace.trace", b"{\"version\":10,\"type\":\"context-options\"}\n"),
            ("resources/3ab3.dat", b"code=1234"),
            ("resources/2d77.json", br#"{"error":"invalid_grant"}"#),
            ("resources/5.png", b"\x89PNG"),
        ];
        let image = "Unknown GET https://app.example.com/a.png [] => 200 [not recorded]";
        for token in [TOKEN.to_owned(), TOKEN.replace("\"_file\":\"resources/", "\"_sha1\":\"")] {
            let network = format!("{}{}", line(&token), line(asset));
            let mut files = files.to_vec();
            files.push(("0-trace.network", network.as_bytes()));
            check(&files, "playwright", &[READ, image]);
        }
    }

    #[test]
    fn a_har_may_have_its_bodies_beside_it() {
        let har = format!(r#"{{"log":{{"entries":[{}]}}}}"#, TOKEN.replace("resources/", ""));
        check(
            &[
                ("har.har", har.as_bytes()),
                ("3ab3.dat", b"code=1234"),
                ("2d77.json", br#"{"error":"invalid_grant"}"#),
            ],
            "har",
            &[READ],
        );
    }
}
