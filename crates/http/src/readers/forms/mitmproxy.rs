//! Flow files of mitmproxy: one dictionary after the other, in typed netstrings (`5:hello,`: a length, the bytes, and a character
//! for their type).

use crate::readers::document::uri;
use crate::readers::record::{Part, Record};
use crate::readers::{Form, Problem, Recording, Unreadable};
use crate::{Body, Captured, Context, ExchangeId, Missing, Place, Timestamp};

pub(crate) static MITMPROXY: Form = Form { name: "mitmproxy", called: "mitmproxy flow file", is_it, read };

/// Deeper ones are not read: what is made of them is walked by recursion.
const DEEPEST: usize = 30;

/// Whether it begins as a dictionary does: with its length, and the length of a name.
fn is_it(bytes: &[u8]) -> bool {
    let length = |bytes: &[u8]| {
        let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
        (1..=12).contains(&digits).then_some(digits).filter(|digits| bytes.get(*digits) == Some(&b':'))
    };
    let name = length(bytes).and_then(|digits| bytes.get(digits + 1..));
    let inner = name.and_then(|name| split(name)).is_some_and(|(kind, ..)| matches!(kind, b',' | b';'));
    inner && split(bytes).is_none_or(|(kind, ..)| kind == b'}')
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let (mut exchanges, mut problems, mut rest, mut number) = (Vec::new(), Vec::new(), bytes, 0);
    while !rest.trim_ascii_start().is_empty() {
        number += 1;
        rest = rest.trim_ascii_start();
        let place = || format!("entry {number}");
        let Some((flow, after)) = next(rest) else {
            problems.push(Problem { place: place(), what: "the file breaks off".to_owned() });
            break;
        };
        rest = after;
        match record(&flow) {
            Ok(record) => exchanges
                .extend(record.map(|r| r.exchange(ExchangeId(exchanges.len() as u32), Place::Entry(number)))),
            Err(what) => problems.push(Problem { place: place(), what: what.to_owned() }),
        }
    }
    if exchanges.is_empty() {
        return Err(Unreadable {
            what: "none of its flows is an HTTP request".to_owned(),
            place: problems.into_iter().next().map(|problem| problem.place),
            advice: "Save the flows again: `w` in mitmproxy, or mitmdump -w FILE.",
        });
    }
    Ok(Recording::new(&MITMPROXY, exchanges, problems))
}

/// `None` for a flow of another protocol, and for a tunnel.
fn record(flow: &Value) -> Result<Option<Record>, &'static str> {
    let Some(request) = flow.get("request").filter(|_| flow.text("type") == Some("http")) else {
        return Ok(None);
    };
    let method = request.text("method").ok_or("it has no method")?;
    if method == "CONNECT" {
        return Ok(None);
    }
    let response = flow.get("response").filter(|response| matches!(response, Value::Dictionary(_)));
    let started = request.number("timestamp_start");
    let ended = response.and_then(|response| response.number("timestamp_end"));
    let error = flow.get("error").and_then(|error| error.text("msg"));
    let status = response.and_then(|response| response.number("status_code"));
    let sent = part(request);
    Ok(Some(Record {
        method: method.to_owned(),
        uri: uri(&url(request, &sent), None)?,
        started: started.and_then(|started| Timestamp::from_millis(started * 1e3)),
        took: started.zip(ended).map(|(started, ended)| (ended - started) * 1e3),
        observer: Some(sent.observer()),
        request: sent,
        status: status.filter(|status| (100.0..1000.0).contains(status)).map(|status| status as u16),
        response: response.map(part).unwrap_or_default(),
        error: error.filter(|_| response.is_none()).map(str::to_owned),
        via: None,
        context: Context::default(),
    }))
}

/// By the name of the host where one was sent, for the proxy may know its address alone.
fn url(request: &Value, sent: &Part) -> String {
    let header = sent.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
    let authority = request.text("authority").filter(|authority| !authority.is_empty());
    let scheme = request.text("scheme").unwrap_or("https");
    let authority =
        header.map(|(_, host)| host.clone()).or(authority.map(str::to_owned)).unwrap_or_else(|| {
            let (host, port) =
                (request.text("host").unwrap_or_default(), request.number("port").unwrap_or_default());
            match (scheme, port) {
                ("https", 443.0) | ("http", 80.0) | (_, 0.0) => host.to_owned(),
                _ => format!("{host}:{port}"),
            }
        });
    format!("{scheme}://{authority}{}", request.text("path").unwrap_or_default())
}

fn part(message: &Value) -> Part {
    let pair = |pair: &Value| match pair {
        Value::List(pair) => Some((pair.first()?.as_text()?.to_owned(), pair.get(1)?.as_text()?.to_owned())),
        _ => None,
    };
    let headers = message.get("headers").and_then(|headers| match headers {
        Value::List(headers) => Some(headers.iter().filter_map(pair).collect()),
        _ => None,
    });
    let body = match message.get("content") {
        Some(Value::Bytes(bytes)) => Captured::Present(Body::from_bytes(bytes.to_vec())),
        // Large bodies are passed on and not kept.
        _ => Captured::Missing(Missing::NotRecorded),
    };
    Part { is_whole: headers.is_some(), headers: headers.unwrap_or_default(), body }
}

/// A value of a flow file. Texts and bytes are one, for versions differ in which they write.
enum Value<'b> {
    Bytes(&'b [u8]),
    Number(f64),
    List(Vec<Value<'b>>),
    Dictionary(Vec<(&'b [u8], Value<'b>)>),
    /// Null, true, false.
    Other,
}

impl<'b> Value<'b> {
    fn get(&self, name: &str) -> Option<&Value<'b>> {
        let Value::Dictionary(members) = self else { return None };
        members.iter().find(|(own, _)| *own == name.as_bytes()).map(|(_, value)| value)
    }

    fn as_text(&self) -> Option<&'b str> {
        match self {
            Value::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    fn text(&self, name: &str) -> Option<&'b str> {
        self.get(name)?.as_text()
    }

    fn number(&self, name: &str) -> Option<f64> {
        match self.get(name)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// The next value and what stands behind it; `None` where it breaks off, or is none.
fn next(bytes: &[u8]) -> Option<(Value<'_>, &[u8])> {
    value(bytes, 0)
}

fn value(bytes: &[u8], depth: usize) -> Option<(Value<'_>, &[u8])> {
    let (kind, content, rest) = split(bytes)?;
    let value = match kind {
        b',' | b';' => Value::Bytes(content),
        b'#' | b'^' => Value::Number(std::str::from_utf8(content).ok()?.parse().ok()?),
        b'!' | b'~' => Value::Other,
        _ if depth >= DEEPEST => return None,
        b']' => Value::List(list(content, depth)?),
        b'}' => {
            let mut members = list(content, depth)?.into_iter();
            let mut pairs = Vec::with_capacity(members.len() / 2);
            while let Some(name) = members.next() {
                let Value::Bytes(name) = name else { return None };
                pairs.push((name, members.next()?));
            }
            Value::Dictionary(pairs)
        }
        _ => return None,
    };
    Some((value, rest))
}

fn list(mut content: &[u8], depth: usize) -> Option<Vec<Value<'_>>> {
    let mut items = Vec::new();
    while !content.is_empty() {
        let (item, rest) = value(content, depth + 1)?;
        items.push(item);
        content = rest;
    }
    Some(items)
}

/// The character of the type, the bytes, and the rest.
fn split(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    const LONGEST: usize = 12;
    let colon = bytes.iter().take(LONGEST + 1).position(|b| *b == b':')?;
    let length: usize = std::str::from_utf8(bytes.get(..colon)?).ok()?.parse().ok()?;
    let content = bytes.get(colon + 1..)?;
    let (content, rest) = content.split_at_checked(length)?;
    let (kind, rest) = rest.split_first()?;
    Some((*kind, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::read;

    const FLOW: &[u8] = b"114:4:type;4:http;7:request;86:6:method;3:GET,4:path;1:/,6:scheme;4:http,4:host;9:a.example;4:port;2:80#7:content;0:,}}";

    #[test]
    fn what_breaks_off_is_read_so_far() {
        let two = [FLOW, &FLOW[..40]].concat();
        let recording = read(&two).unwrap_or_else(|unreadable| panic!("{unreadable:?}"));
        assert_eq!((recording.form.name, recording.exchanges.len()), ("mitmproxy", 1));
        assert_eq!(recording.exchanges[0].request.uri.text().text(), "http://a.example/");
        let said: Vec<&str> = recording.problems.iter().map(|problem| problem.place.as_str()).collect();
        assert_eq!(said, ["entry 2"]);
    }

    #[test]
    fn other_texts_are_no_flows() {
        for text in [
            "12:30 the server started",
            "3:abc,",
            "10:20:30 GET / 200\n",
            "5:1:a,}",
            "1:",
            "99999999999:4:type;",
        ] {
            assert!(
                read(text.as_bytes()).map_or(true, |recording| recording.form.name != "mitmproxy"),
                "{text}"
            );
        }
        let nested = (0..200).fold("0:~".to_owned(), |inner, _| format!("{}:{inner}]", inner.len()));
        assert!(next(nested.as_bytes()).is_none());
        for length in 0..FLOW.len() {
            assert!(next(&FLOW[..length]).is_none());
        }
    }
}
