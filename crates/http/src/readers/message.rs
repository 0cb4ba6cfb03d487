//! Messages as they were on the wire, one by one and in bytes (RFC 9112 §2): what tools keep each in a field or a file of its own.

use super::document::{header_line, uri};
use super::lines::{request_line, status_line};
use super::record::{Part, Record};
use crate::{Body, Captured, Context, Missing, Timestamp};

/// What a tool tells of an exchange beside its two messages.
#[derive(Default)]
pub(super) struct Around<'a> {
    /// The whole URL.
    pub(super) url: Option<&'a str>,
    pub(super) started: Option<Timestamp>,
    /// In milliseconds.
    pub(super) took: Option<f64>,
}

/// A request and its answer; `None` for what opens a tunnel.
///
/// # Errors
/// What is wrong with the request.
pub(super) fn record(
    request: &[u8],
    response: Option<&[u8]>,
    around: &Around,
) -> Result<Option<Record>, &'static str> {
    let (line, request) = message(request);
    let (method, target) = request_line(&line).ok_or("its request has no request line")?;
    if method == "CONNECT" {
        return Ok(None);
    }
    let host = request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
    let uri = uri(around.url.unwrap_or(target), host.map(|(_, host)| host.as_str()))?;
    let response = response.map(message);
    let status = response.as_ref().and_then(|(line, _)| status_line(line));
    Ok(Some(Record {
        method: method.to_owned(),
        uri,
        started: around.started,
        took: around.took,
        observer: Some(request.observer()),
        request,
        status,
        response: response.map(|(_, part)| part).unwrap_or_default(),
        error: None,
        via: None,
        context: Context::default(),
    }))
}

/// The first line of a message, and the rest.
pub(super) fn message(bytes: &[u8]) -> (String, Part) {
    let (head, body) = split(bytes);
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default().trim_end().to_owned();
    let headers: Vec<(String, String)> = lines.filter_map(|line| header_line(line.trim_end())).collect();
    let value = |wanted: &str| {
        headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.as_str())
    };
    let is_chunked = value("transfer-encoding").is_some_and(|coding| coding.contains("chunked"));
    let length = value("content-length").and_then(|length| length.parse::<u64>().ok());
    let body = if body.is_empty() {
        // A body that was announced and is not there was left out.
        match length {
            Some(1..) => Captured::Missing(Missing::NotRecorded),
            _ => Captured::Present(Body::Empty),
        }
    } else {
        let whole = if is_chunked { without_chunks(body) } else { None };
        Captured::Present(Body::from_bytes(whole.unwrap_or_else(|| body.to_vec())))
    };
    (first, Part { headers, is_whole: true, body })
}

/// Head and body. Tools that show text leave the CR out.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').find_map(|(at, _)| {
        let after = bytes.get(at + 1..)?;
        let blank = if after.starts_with(b"\r\n") { 2 } else { usize::from(after.starts_with(b"\n")) };
        (blank > 0).then_some((at + 1, at + 1 + blank))
    });
    let (head, body) = ends.unwrap_or((bytes.len(), bytes.len()));
    (bytes.get(..head).unwrap_or_default(), bytes.get(body..).unwrap_or_default())
}

/// A body without the frames of the chunked coding (RFC 9112 §7.1); `None` where there are none.
fn without_chunks(body: &[u8]) -> Option<Vec<u8>> {
    let (mut rest, mut whole) = (body, Vec::new());
    loop {
        let end = rest.windows(2).position(|pair| pair == b"\r\n")?;
        let size = std::str::from_utf8(rest.get(..end)?).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        let after = rest.get(end + 2..)?;
        whole.extend_from_slice(after.get(..size)?);
        rest = after.get(size..)?.strip_prefix(b"\r\n")?;
    }
}
