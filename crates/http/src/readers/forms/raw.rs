//! Requests and responses as they were on the wire (RFC 9112 §2): what Burp, mitmproxy, `http -v` and the examples of
//! specifications show, several in one text.
//!
//! A response belongs to the request before it. The text holds no URL: that comes from the request line and `Host`, the
//! scheme from a URL between the messages (Burp's log), from `Origin` and `Referer` where they name the same host, and is
//! `https` otherwise, but for local servers. Times are left out: the only ones in it are the `Date` headers, and these
//! are the other side's clock.
//!
//! Bodies end where the next message begins: what people paste was edited, so that `Content-Length` cannot be trusted.
//! Lines of `=` and of backticks separate as well.

use std::ops::Range;

use super::curl::transfers::{declared_length, without_chunks};
use super::curl::{request_line, status_line};
use crate::readers::via::{is_of_browser, via};
use crate::readers::{Form, Problem, Recording, Unreadable, default_scheme, location};
use crate::{
    Body, Captured, Context, Exchange, ExchangeId, Headers, Missing, Observer, Place, Provenance, Request,
    Response, Uri, Via,
};

const ADVICE: &str =
    "Begin each request with a line like `POST /token HTTP/1.1`, and keep its `Host` header.";

pub(crate) static RAW: Form =
    Form { name: "raw", called: "HTTP requests and responses", is_it: is_raw, read };

/// Whether a line of it is the first one of a request.
fn is_raw(bytes: &[u8]) -> bool {
    bytes.split(|&b| b == b'\n').any(|line| {
        line.first().is_some_and(u8::is_ascii_uppercase)
            && std::str::from_utf8(line).is_ok_and(|line| request_line(line.trim_end()).is_some())
    })
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::default();
    let mut start = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        reader.line(number, line.trim_end_matches(['\r', '\n']), start..start + line.len());
        start += line.len();
    }
    reader.finish(&text)
}

#[derive(Default)]
struct Reader {
    pairs: Vec<Pair>,
    problems: Vec<Problem>,
    at: At,
    /// A URL that stands between the messages.
    hint: Option<Uri>,
}

/// Where in the text a line stands.
#[derive(Clone, Copy, Default, PartialEq)]
enum At {
    #[default]
    Between,
    Request,
    Response,
}

/// A request and its response.
struct Pair {
    line: usize,
    method: String,
    target: String,
    hint: Option<Uri>,
    request: Message,
    response: Option<(u16, Message)>,
}

/// Headers and body of one direction.
#[derive(Default)]
struct Message {
    headers: Vec<(String, String)>,
    /// Where the body stands in the text; `None` before it begins.
    body: Option<Range<usize>>,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str, place: Range<usize>) {
        if let Some((method, target)) = request_line(line.trim_end()) {
            self.at = At::Request;
            self.pairs.push(Pair {
                line: number,
                method: method.to_owned(),
                target: target.to_owned(),
                hint: self.hint.take(),
                request: Message::default(),
                response: None,
            });
        } else if let Some(status) = status_line(line) {
            self.response(number, status);
        } else if is_separator(line) {
            self.at = At::Between;
        } else if self.at == At::Between {
            self.hint = url_in(line).or(self.hint.take());
        } else if let Some(message) = self.message()
            && !message.take(line, place)
        {
            let what = "a header is `Name: value`; the body comes after an empty line".to_owned();
            self.problems.push(Problem { place: format!("line {number}"), what });
        }
    }

    fn response(&mut self, number: usize, status: u16) {
        match self.pairs.last_mut() {
            // An interim response goes before the final one (RFC 9110 §15.2).
            Some(pair) if pair.response.as_ref().is_none_or(|(status, _)| *status < 200) => {
                pair.response = Some((status, Message::default()));
                self.at = At::Response;
            }
            _ => {
                let what = "a response without a request before it".to_owned();
                self.problems.push(Problem { place: format!("line {number}"), what });
                self.at = At::Between;
            }
        }
    }

    fn message(&mut self) -> Option<&mut Message> {
        let pair = self.pairs.last_mut()?;
        match self.at {
            At::Between => None,
            At::Request => Some(&mut pair.request),
            At::Response => pair.response.as_mut().map(|(_, message)| message),
        }
    }

    fn finish(mut self, text: &str) -> Result<Recording, Unreadable> {
        let mut exchanges = Vec::new();
        for pair in self.pairs.into_iter().filter(|pair| pair.method != "CONNECT") {
            let line = pair.line;
            match pair.exchange(ExchangeId(exchanges.len() as u32), text) {
                Some(exchange) => exchanges.push(exchange),
                None => self.problems.push(Problem {
                    place: format!("line {line}"),
                    what: "a request without URL: neither its first line nor `Host` names one".to_owned(),
                }),
            }
        }
        if exchanges.is_empty() {
            let first = self.problems.into_iter().next();
            let what = first.as_ref().map_or("it holds no request", |problem| &problem.what).to_owned();
            return Err(Unreadable { what, place: first.map(|problem| problem.place), advice: ADVICE });
        }
        Ok(Recording::new(&RAW, exchanges, self.problems))
    }
}

impl Message {
    /// Takes a line of the head or the body; `false` for what is neither.
    fn take(&mut self, line: &str, place: Range<usize>) -> bool {
        if let Some(body) = &mut self.body {
            body.end = place.end;
            return true;
        }
        if line.trim().is_empty() {
            self.body = Some(place.end..place.end);
            return true;
        }
        // A header may go on in the next line (RFC 9112 §5.2).
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = self.headers.last_mut()
        {
            value.push(' ');
            value.push_str(line.trim());
            return true;
        }
        let field = line.split_once(':').filter(|(name, _)| !name.is_empty() && !name.contains(' '));
        self.headers.extend(field.map(|(name, value)| (name.to_owned(), value.trim().to_owned())));
        field.is_some()
    }

    fn text<'t>(&self, text: &'t str) -> &'t str {
        self.body.clone().and_then(|body| text.get(body)).unwrap_or_default().trim_end()
    }

    /// The body; where nothing stands, it is empty only if something says so.
    fn body(&self, headers: &Headers, text: &str, may_be_empty: bool) -> Captured<Body> {
        let body = self.text(text);
        if body.is_empty() {
            let none = declared_length(headers).map_or(may_be_empty, |length| length == 0);
            return if none {
                Captured::Present(Body::Empty)
            } else {
                Captured::Missing(Missing::NotRecorded)
            };
        }
        let chunked = headers.text("transfer-encoding").is_some_and(|coding| coding.contains("chunked"));
        // The last chunk ends with an empty line, which was taken off.
        let whole = if chunked { without_chunks(&format!("{body}\r\n")) } else { None };
        Captured::Present(whole.map_or_else(|| Body::from_text(body), Body::from_text))
    }
}

impl Pair {
    fn exchange(self, id: ExchangeId, text: &str) -> Option<Exchange> {
        let headers = Headers::from_pairs(self.request.headers.iter().cloned());
        let uri = self.uri(&headers)?;
        let by_browser = is_of_browser(&headers);
        let via = match via(&self.method, "", &headers, None) {
            Via::Fetch if !by_browser => Via::Server,
            via => via,
        };
        let has_none = !matches!(self.method.as_str(), "POST" | "PUT" | "PATCH");
        let body = self.request.body(&headers, text, has_none);
        let response = self.response.map(|(status, message)| {
            let headers = Headers::from_pairs(message.headers.iter().cloned());
            let location = location(&uri, status, &headers);
            let has_none = self.method == "HEAD" || matches!(status, 204 | 205 | 304);
            let body = message.body(&headers, text, has_none);
            Response { status, headers: captured(headers), body, location, from_cache: false }
        });
        Some(Exchange {
            id,
            provenance: Provenance::at(Place::line(self.line)),
            started: None,
            finished: None,
            observer: if by_browser { Observer::Browser } else { Observer::Server },
            context: Context { via, ..Context::default() },
            request: Request { method: self.method, uri, headers: captured(headers), body },
            response,
            error: None,
        })
    }

    fn uri(&self, headers: &Headers) -> Option<Uri> {
        if self.target.contains("://") && !self.target.starts_with('/') {
            return Uri::parse(&self.target);
        }
        let hinted = self.hint.as_ref().map(authority);
        let authority = headers.text("host").map(str::to_owned).or(hinted)?;
        if authority.is_empty() || !self.target.starts_with('/') {
            return None;
        }
        Uri::parse(&format!("{}://{authority}{}", self.scheme(&authority, headers), self.target))
    }

    fn scheme(&self, authority: &str, headers: &Headers) -> String {
        let pages = ["origin", "referer"].iter().filter_map(|name| Uri::parse(headers.text(name)?));
        let known = self.hint.iter().cloned().chain(pages).find(|uri| self::authority(uri) == authority);
        known.map_or_else(|| default_scheme(authority).to_owned(), |uri| uri.scheme().to_owned())
    }
}

fn authority(uri: &Uri) -> String {
    uri.url().port().map_or(uri.host().to_owned(), |port| format!("{}:{port}", uri.host()))
}

fn captured(headers: Headers) -> Captured<Headers> {
    if headers.is_empty() { Captured::Missing(Missing::NotRecorded) } else { Captured::Present(headers) }
}

/// The lines with which Burp's log and Markdown set messages apart.
fn is_separator(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("```") || line.len() >= 10 && line.bytes().all(|b| b == b'=')
}

fn url_in(line: &str) -> Option<Uri> {
    line.split_whitespace().filter(|word| word.starts_with("http")).find_map(Uri::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::tests::line;

    fn check(text: &str, expected: &[&str]) {
        assert!(is_raw(text.as_bytes()), "{text}");
        let recording = read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}: {text}"));
        let lines: Vec<String> = recording.exchanges.iter().map(line).collect();
        assert_eq!(lines, expected, "{text}");
        assert_eq!(recording.problems, [], "{text}");
    }

    #[test]
    fn a_request_and_its_answer() {
        check(
            "POST /token HTTP/1.1\r\nHost: auth.example.com\r\nContent-Length: 9\r\n\r\ncode=1234\r\n\r\n\
             HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{\"error\":\r\n\r\n\"invalid_grant\"}\r\n",
            &[
                "Server POST https://auth.example.com/token [code=1234] => 400 [{\"error\":\r\n\r\n\"invalid_grant\"}]",
            ],
        );
    }

    #[test]
    fn several_in_one_text() {
        // HTTPie.
        check(
            "GET /authorize?a=1 HTTP/1.1\nAccept: text/html\nHost: localhost:4020\nUser-Agent: Mozilla/5.0\n\n\n\n\
             HTTP/1.1 302 Found\nLocation: /login\nContent-Length: 0\n\n\n\n\
             HEAD /x HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\nX: y\n",
            &[
                "Page GET http://localhost:4020/authorize?a=1 [] => 302 [] -> http://localhost:4020/login",
                "Server HEAD https://a.example/x [] => 200 []",
            ],
        );
        // Burp's log.
        check(
            "======================================================\n\
             5:09:07 PM  http://app.example:8080  [192.0.2.1]\n\
             ======================================================\n\
             GET / HTTP/2\nHost: app.example:8080\n\n\n\
             ======================================================\n\
             HTTP/2 200 OK\nContent-Type: text/html\n\n<p>\n\
             ======================================================\n\n\n\
             CONNECT a.example:443 HTTP/1.1\nHost: a.example:443\n\nHTTP/1.1 200 Connection established\n\n",
            &["Unknown GET http://app.example:8080/ [] => 200 [<p>]"],
        );
    }

    #[test]
    fn where_the_scheme_comes_from() {
        let check = |head: &str, url: &str| {
            let text = format!("GET {head}\n\n");
            let recording = read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}"));
            assert_eq!(recording.exchanges[0].request.uri.text().text(), url);
        };
        check("/ HTTP/1.1\nHost: a.example", "https://a.example/");
        check("/ HTTP/1.1\nHost: a.example:80", "http://a.example:80/");
        check("/ HTTP/1.1\nHost: localhost:8443", "https://localhost:8443/");
        check("/ HTTP/1.1\nHost: a.example\nReferer: http://a.example/x", "http://a.example/");
        check("/ HTTP/1.1\nHost: a.example\nOrigin: http://b.example", "https://a.example/");
        check("http://a.example/x HTTP/1.1\nHost: b.example", "http://a.example/x");
    }

    #[test]
    fn bodies() {
        let check = |message: &str, expected: &str| {
            let text = format!("POST / HTTP/1.1\nHost: a.example\n{message}");
            let recording = crate::readers::read(text.as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
            assert_eq!(
                line(&recording.exchanges[0]).strip_prefix("Server POST https://a.example/ "),
                Some(expected)
            );
        };
        check("\na=1", "[a=1]");
        check("Content-Length: 3\n\n", "[not recorded]");
        check("Content-Length: 0\n\n", "[]");
        check("", "[not recorded]");
        check("\n[REDACTED]", "[taken out of the recording]");
        check("\na=1\nHTTP/1.1 204 No Content\n", "[a=1] => 204 []");
        check("\na=1\n\nHTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\n\nb", "[a=1] => 200 [b]");
        check(
            "\na=1\n\nHTTP/1.1 200 OK\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
            "[a=1] => 200 [abc]",
        );
        check(
            "\na=1\n\nHTTP/1.1 200 OK\nContent-Encoding: br\n\n\u{1}\u{fffd}",
            "[a=1] => 200 [not readable]",
        );
        check("\na=1\n\nHTTP/1.1 200 OK\nX: y\n", "[a=1] => 200 [not recorded]");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let text = "HTTP/1.1 200 OK\n\nGET / HTTP/1.1\nHost: a.example\nno header\nX: a\n  b\n\n\nGET / HTTP/1.1\n\n";
        let recording = read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}"));
        let places: Vec<&str> = recording.problems.iter().map(|problem| problem.place.as_str()).collect();
        assert_eq!(places, ["line 1", "line 5", "line 10"]);
        assert_eq!(recording.exchanges[0].request_header("x"), Some("a b"));
        assert!(read(b"GET / HTTP/1.1\n\n").is_err());
    }
}
