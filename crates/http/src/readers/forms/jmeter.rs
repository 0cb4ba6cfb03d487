//! What JMeter saves of its samples as XML: of each request its headers, its body and what came back.

use crate::readers::document::{Element, recording, xml};
use crate::readers::message::{self, Around};
use crate::readers::record::Record;
use crate::readers::{Form, Recording, Unreadable};
use crate::{Captured, Missing, Timestamp};

pub(crate) static JMETER: Form = Form { name: "jmeter", called: "JMeter results", is_it, read };

/// Bytes in which the list has to begin.
const HEAD: usize = 1_000;

fn is_it(bytes: &[u8]) -> bool {
    let head = bytes.trim_ascii_start();
    let head = head.get(..HEAD).unwrap_or(head);
    head.starts_with(b"<") && head.windows(12).any(|window| window == b"<testResults")
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let results = xml(&String::from_utf8_lossy(bytes)).unwrap_or_default();
    let mut samples = Vec::new();
    walk(&results, &mut samples);
    recording(&JMETER, samples.into_iter().map(record))
}

/// The samples that are one request: where redirects were followed, those in the sample.
fn walk<'e>(element: &'e Element, found: &mut Vec<&'e Element>) {
    let before = found.len();
    element.children.iter().for_each(|child| walk(child, found));
    if element.name == "httpSample" && found.len() == before {
        found.push(element);
    }
}

fn record(sample: &Element) -> Result<Option<Record>, &'static str> {
    let url = sample.text_of("java.net.URL").ok_or("it has no URL: JMeter saves it with \"Save URL\"")?;
    let method = sample.text_of("method").ok_or("it has no method")?;
    let text = |name: &str| sample.text_of(name).unwrap_or_default().trim_end();
    // The query of a request that has no body stands in its URL as well.
    let body = if matches!(method, "GET" | "HEAD" | "DELETE") { "" } else { text("queryString") };
    let request = format!("{method} / HTTP/1.1\r\n{}\r\n{body}", lines(text("requestHeader")));
    let headers = match text("responseHeader") {
        "" => sample
            .attribute("rc")
            .filter(|code| code.parse::<u16>().is_ok())
            .map(|code| format!("HTTP/1.1 {code} \r\n")),
        headers => Some(lines(headers)),
    };
    let response = headers.map(|headers| format!("{headers}\r\n{}", text("responseData")));
    let number = |name: &str| sample.attribute(name).and_then(|value| value.parse().ok());
    let around =
        Around { url: Some(url), started: number("ts").and_then(Timestamp::from_millis), took: number("t") };
    let mut record = message::record(request.as_bytes(), response.as_deref().map(str::as_bytes), &around)?;
    if let Some(record) = &mut record {
        // What is not saved was not recorded: it may have been there.
        record.request.is_whole = sample.text_of("requestHeader").is_some();
        record.response.is_whole = sample.text_of("responseHeader").is_some();
        if sample.child("queryString").is_none() {
            record.request.body = Captured::Missing(Missing::NotRecorded);
        }
        if sample.child("responseData").is_none() {
            record.response.body = Captured::Missing(Missing::NotRecorded);
        }
    }
    Ok(record)
}

/// Lines as they are on the wire.
fn lines(text: &str) -> String {
    text.lines().map(|line| format!("{line}\r\n")).collect()
}
