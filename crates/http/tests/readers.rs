//! Readers meet whatever a file can hold.

use std::sync::LazyLock;

use oauth_lens_http::Exchange;
use oauth_lens_http::readers::{Recording, read};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// What inputs are made of: pieces that mean something to one of the readers, and some that do to none.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\\ud83d",
    "\n",
    "\r\n",
    "\r",
    " ",
    "  ",
    "\0",
    "é",
    "\u{1f600}",
    "\"log\"",
    "\"entries\"",
    "\"request\"",
    "\"response\"",
    "\"url\"",
    "\"method\"",
    "\"GET\"",
    "\"content\"",
    "\"text\"",
    "\"https://a.example/\"",
    "null",
    "1e999",
    "-1",
    "> ",
    "< ",
    "* ",
    "# ",
    "@ ",
    "! ",
    "~ ",
    ">",
    "<",
    "GET https://a.example/",
    "GET / HTTP/1.1",
    "Host: a.example",
    "Location: //",
    "HTTP/1.1 200 OK",
    "200",
    "Content-Length: 9",
    "Connected to a.example (::1) port 443",
    "curl: (7) Failed",
    "curl -v -d 'a=1",
    "{ [5 bytes data]",
    "} [18446744073709551615 bytes data]\n",
    "HTTP/1.1",
    "=> Send header, 1 bytes (0x1)",
    "<= Recv data, 9 bytes (0x9)",
    "0000: ",
    "ffffffffffffffff: ",
    "ffffffff: ",
    "== Info: ",
    "09:41:07.1 ",
    "+1.5s",
    "+99999999999999999999s",
    "closed",
    "tab=1",
    "not recorded",
    "POST /token HTTP/1.1\n",
    "Transfer-Encoding: chunked",
    "==========",
    "ffffffffffffffff\r\n",
    "\"resourceSpans\"",
    "\"attributes\"",
    "\"kind\":3",
    "\"time\"",
    "\"duration\"",
    "\"headers\"",
    "[REDACTED]",
    "(state#1 · 43 chars)",
    "--:--:-- 1:2:3 4:5:6 7",
];

/// Any text of such pieces, in any order.
fn patchwork() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

fn request_lines(recording: &Recording) -> Vec<(String, String)> {
    let line = |e: &Exchange| (e.request.method.clone(), e.request.uri.text().text().to_owned());
    recording.exchanges.iter().map(line).collect()
}

static ARCHIVE: LazyLock<String> = LazyLock::new(|| {
    let entries: Vec<String> = (0..6)
        .map(|n| {
            format!(
                r#"{{"startedDateTime":"2026-11-23T09:41:0{n}Z","time":4.5,"_resourceType":"document","request":{{
                     "method":"POST","url":"https://a.example/{n}?ü","headers":[{{"name":"Accept","value":"*/*"}}],
                     "postData":{{"text":"code=\ud83d\"\\"}}}},"response":{{"status":302,"redirectURL":"/x",
                     "content":{{"size":3,"text":"YT0x","encoding":"base64"}}}},"_x":[[1,-2.5e3,true,null]]}}"#
            )
        })
        .collect();
    format!(r#"{{"log":{{"version":"1.2","entries":[{}],"comment":"end"}}}}"#, entries.join(",\n"))
});

mod properties {
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_failure_persistence(FileFailurePersistence::WithSource("regressions")))]

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes);
        }

        #[test]
        fn no_text_makes_it_panic(text in patchwork()) {
            let _ = read(text.as_bytes());
            for opening in ["{\"log\":{\"entries\":[{\"request\":", "> GET / HTTP/1.1\n", "> GET https://a.example/\n", "=> Send header, 1 bytes (0x1)\n", "POST / HTTP/1.1\nHost: a.example\n", "{\"method\":\"GET\",\"url\":\"https://a.example/\"}\n{\"method\":\"GET\",\"host\":\"a\",", "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"kind\":3,\"attributes\":["] {
                let _ = read(format!("{opening}{text}").as_bytes());
            }
        }

        #[test]
        fn every_recording_holds_something(text in patchwork()) {
            match read(text.as_bytes()) {
                Ok(recording) => {
                    prop_assert!(!recording.exchanges.is_empty() || !recording.statements.is_empty())
                }
                Err(unreadable) => prop_assert!(!unreadable.what.is_empty() && !unreadable.advice.is_empty()),
            }
        }
    }
}

#[test]
fn a_cut_off_archive_keeps_what_came_before() {
    let whole = request_lines(&read(ARCHIVE.as_bytes()).unwrap_or_else(|e| panic!("{e:?}")));
    assert_eq!(whole.len(), 6);
    let mut kept = 0;
    for end in 0..ARCHIVE.len() {
        match read(&ARCHIVE.as_bytes()[..end]) {
            Ok(recording) => {
                assert_eq!(recording.form.name, "har");
                let lines = request_lines(&recording);
                assert_eq!(lines, whole[..lines.len()], "cut at byte {end}");
                assert!(lines.len() >= kept, "cut at byte {end}");
                assert_eq!(recording.problems.len(), 1, "cut at byte {end}");
                kept = lines.len();
            }
            Err(_) => assert_eq!(kept, 0, "cut at byte {end}"),
        }
    }
    assert_eq!(kept, 6);
}

#[test]
fn problems_hold_no_captured_value() {
    let secret = "s3cr3t-canary";
    let inputs = [
        format!(
            r#"{{"log":{{"entries":[{{"request":{{"method":"GET","url":"{secret}"}}}},{{"request":"{secret}"#
        ),
        format!(r#"{{"{secret}":"{secret}""#),
        format!(r#"["{secret}","{secret}"]"#),
        format!("> GET /{secret} HTTP/1.1\n> X: {secret}\n>\n"),
        format!("GET /{secret} HTTP/1.1\nX: {secret}\n{secret}\n\n{secret}"),
        format!("HTTP/1.1 200 {secret}\n\nGET {secret} HTTP/1.1\nHost: {secret}\n{secret}\n"),
        format!("{{\"method\":\"GET\",\"url\":\"{secret}\"}}\n{{\"{secret}\n{secret}\n"),
        format!(
            "{{\"method\":\"GET\",\"url\":\"https://a.example/\"}}\n{{\"method\":\"GET\",\"path\":\"{secret}\"}}\n{secret}\n"
        ),
        format!("{{\"resourceSpans\":[{{\"{secret}\":\"{secret}\"\n{secret}"),
        format!("{{\"resourceSpans\":[{{\"{secret}\":\"{secret}\"}}]}}"),
        format!("* Could not resolve host: {secret}\ncurl: (6) Could not resolve host: {secret}\n"),
        format!("> {secret}\n{secret}\n@ {secret}\n~ {secret}\n< {secret}\n"),
        format!("> GET https://a.example/\n{secret}\n@ {secret}\n~ {secret}\n< {secret}\n"),
        format!("{secret}\n"),
    ];
    for input in inputs {
        let said = match read(input.as_bytes()) {
            Ok(recording) => {
                let holds = !recording.exchanges.is_empty() || !recording.statements.is_empty();
                assert!(holds || !recording.problems.is_empty(), "{input}");
                format!("{:?}", recording.problems)
            }
            Err(unreadable) => format!("{unreadable:?}"),
        };
        assert!(!said.contains(secret), "{input}: {said}");
    }
}

/// What a login may be written in, as a program would write it.
#[test]
fn forms_that_hold_the_same_say_the_same() {
    let head = "POST /token HTTP/1.1\r\nHost: auth.example.com\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\ncode=1234\r\n";
    let answer = "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{}\r\n";
    let marked = |mark: &str, text: &str| -> String {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let lines: Vec<String> = head.lines().map(|line| format!("{mark} {line}\n")).collect();
        format!("{}{mark}\n{}\n", lines.concat(), body.trim_end())
    };
    let inputs = [
        ("raw", format!("{head}\r\n{answer}")),
        ("curl", format!("{}{}", marked(">", head), marked("<", answer))),
        (
            "jsonl",
            r#"{"method":"POST","url":"https://auth.example.com/token","request_headers":{"Content-Type":"application/x-www-form-urlencoded"},"request_body":"code=1234","status":400,"response_headers":{"Content-Type":"application/json"},"response_body":"{}"}"#.to_owned(),
        ),
    ];
    for (form, input) in inputs {
        let recording = read(input.as_bytes()).unwrap_or_else(|e| panic!("{e:?}: {input}"));
        let exchange = &recording.exchanges[0];
        assert_eq!((recording.form.name, recording.exchanges.len()), (form, 1));
        assert!(exchange.request.uri.text().text() == "https://auth.example.com/token");
        assert!(exchange.form().is_some_and(|form| form.text("code") == Some("1234")), "{form:?}");
        assert_eq!(exchange.status(), Some(400));
        assert!(exchange.response_body().present().is_some_and(|body| body.text() == Some("{}")), "{form:?}");
        assert_eq!(exchange.response_header("content-type"), Some("application/json"));
    }
}

#[test]
fn the_transcripts_of_the_documentation() {
    let page = include_str!("../../../docs/transcripts.md");
    let blocks: Vec<&str> = page.split("```").skip(1).step_by(2).collect();
    assert_eq!(blocks.len(), 4);
    for block in blocks {
        let recording = read(block.as_bytes()).unwrap_or_else(|e| panic!("{e:?}: {block}"));
        assert_eq!((recording.form.name, recording.problems), ("transcript", vec![]), "{block}");
    }
}
