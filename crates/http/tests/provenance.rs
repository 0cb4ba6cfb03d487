//! Every reader says where in its file a request stands.

#![allow(clippy::panic, reason = "a test may fail anywhere")]

use oauth_lens_http::Place::{Entry, Line};
use oauth_lens_http::readers::read;
use oauth_lens_http::{Place, Provenance};

#[track_caller]
fn check(form: &str, text: &str, expected: &[(&str, Place)]) {
    let recording = read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}: {text}"));
    assert_eq!(recording.form.name, form, "{text}");
    let found: Vec<(&str, Provenance)> =
        recording.exchanges.iter().map(|e| (e.request.uri.path(), e.provenance)).collect();
    let expected: Vec<(&str, Provenance)> =
        expected.iter().map(|&(path, place)| (path, Provenance::File { input: 0, place })).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn an_archive_counts_its_entries_as_they_stand_in_the_file() {
    let entry = |second: u32, path: &str| {
        format!(
            r#"{{"startedDateTime":"2026-11-23T09:41:0{second}Z","request":{{"method":"GET","url":"{path}"}}}}"#
        )
    };
    let entries = [
        entry(3, "https://a.example/third"),
        entry(0, "data:text/plain,none"),
        "{}".to_owned(),
        entry(1, "https://a.example/first"),
        entry(2, "https://a.example/second"),
    ];
    let expected = [("/first", Entry(4)), ("/second", Entry(5)), ("/third", Entry(1))];
    let archive = format!(r#"{{"log":{{"entries":[{}]}}}}"#, entries.join(","));
    check("har", &archive, &expected);
    let broken = archive.replace(r#""entries":["#, r#""entries":[{"request":{"url":1e999}},"#);
    let moved = [("/first", Entry(5)), ("/second", Entry(6)), ("/third", Entry(2))];
    check("har", &broken, &moved);
}

#[test]
fn a_log_has_a_request_a_line() {
    check(
        "jsonl",
        "starting\n\n{\"method\":\"GET\",\"url\":\"https://a.example/1\"}\r\n{\"msg\":\"no request\"}\n\
         {\"method\":\"GET\",\"url\":\"https://a.example/2\"}\n",
        &[("/1", Line(3)), ("/2", Line(5))],
    );
}

#[test]
fn curl_writes_a_request_line() {
    check(
        "curl",
        "$ curl -v https://a.example/1\n* Connected to a.example (192.0.2.1) port 443\n\
         > CONNECT a.example:443 HTTP/1.1\n> Host: a.example:443\n>\n< HTTP/1.1 200 OK\n<\n\
         > GET /1 HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 204 No Content\n<\n\n\
         > GET /2 HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 204 No Content\n<\n",
        &[("/1", Line(8)), ("/2", Line(14))],
    );
    // Nothing was sent: the line that says so.
    check("curl", "$ curl -v https://a.example/1\n* Could not resolve host: a.example\n", &[("/1", Line(2))]);
    check(
        "curl",
        "== Info: Connected to a.example (192.0.2.1) port 443\n=> Send header, 37 bytes (0x25)\n\
         0000: GET /1 HTTP/1.1\n0011: Host: a.example\n0022: \n<= Recv header, 27 bytes (0x1b)\n\
         0000: HTTP/1.1 204 No Content\n",
        &[("/1", Line(2))],
    );
}

#[test]
fn http_as_it_is_on_the_wire() {
    check(
        "raw",
        "==========\nhttps://a.example\n==========\nCONNECT a.example:443 HTTP/1.1\nHost: a.example:443\n\n\
         GET /1 HTTP/1.1\r\nHost: a.example\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\
         POST /2 HTTP/1.1\nHost: a.example\n\na=1\n",
        &[("/1", Line(7)), ("/2", Line(12))],
    );
}

#[test]
fn a_transcript() {
    check(
        "transcript",
        "# A login.\n@ 09:41:00 page\n> GET https://a.example/1\n<  302\n\n@ +1s\n# And on.\n\
         > GET https://a.example/2?a=1\n>   &b=2\n< 200\n",
        &[("/1", Line(3)), ("/2", Line(8))],
    );
}

#[test]
fn a_trace_counts_its_spans_or_has_a_document_a_line() {
    let span = |kind: u32, path: &str| {
        format!(
            r#"{{"kind":{kind},"attributes":[{{"key":"http.method","value":{{"stringValue":"GET"}}}},{{"key":"http.url","value":{{"stringValue":"https://a.example/{path}"}}}}]}}"#
        )
    };
    let document = |spans: &[String]| {
        format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{}]}}]}}]}}"#, spans.join(","))
    };
    let one = document(&[span(1, "internal"), span(3, "1"), span(3, "2")]);
    check("otel", &one, &[("/1", Entry(2)), ("/2", Entry(3))]);
    let lines = format!("{}\n\n{}\n", document(&[span(3, "1")]), document(&[span(1, "x"), span(3, "2")]));
    check("otel", &lines, &[("/1", Line(1)), ("/2", Line(3))]);
}
