//! Exchanges written in other forms than the one they were read from.

use std::fmt::Write as _;

use http::{Body, Captured, Exchange, Headers, Observer};
use serde_json::{Value, json};

/// As JSON lines (`docs/jsonl.md`).
pub fn json_lines(exchanges: &[Exchange]) -> String {
    let lines = exchanges.iter().map(|exchange| {
        let response = exchange.response.as_ref();
        let line = json!({
            "time": exchange.started.map(|time| time.as_millis()),
            "method": exchange.request.method,
            "url": exchange.request.uri.text().text(),
            "seen": if exchange.observer == Observer::Server { "server" } else { "browser" },
            "tab": exchange.context.tab,
            "request_headers": headers(&exchange.request.headers),
            "request_body": body(&exchange.request.body),
            "status": response.map(|response| response.status),
            "response_headers": response.and_then(|response| headers(&response.headers)),
            "response_body": response.and_then(|response| body(&response.body)),
            "error": exchange.error.as_ref().map(|error| error.text.text()),
        });
        format!("{line}\n")
    });
    lines.collect()
}

/// As they were on the wire (RFC 9112 §2).
pub fn raw(exchanges: &[Exchange]) -> String {
    let mut text = String::new();
    for exchange in exchanges {
        let uri = exchange.request.uri.text().text();
        let _ = write!(text, "{} {uri} HTTP/1.1\r\n", exchange.request.method);
        message(&mut text, &exchange.request.headers, &exchange.request.body);
        if let Some(response) = &exchange.response {
            let _ = write!(text, "HTTP/1.1 {} X\r\n", response.status);
            message(&mut text, &response.headers, &response.body);
        }
    }
    text
}

fn message(text: &mut String, headers: &Captured<Headers>, body: &Captured<Body>) {
    for (name, value) in headers.present().into_iter().flat_map(Headers::iter) {
        let _ = write!(text, "{name}: {}\r\n", value.text());
    }
    let _ = write!(text, "\r\n{}\r\n\r\n", self::body(body).unwrap_or_default());
}

fn headers(headers: &Captured<Headers>) -> Option<Value> {
    Some(headers.present()?.iter().map(|(name, value)| json!([name, value.text()])).collect())
}

fn body(body: &Captured<Body>) -> Option<String> {
    body.present()?.text().map(str::to_owned)
}
