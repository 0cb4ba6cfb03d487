//! The project's own transcripts, made to be written by hand: `docs/transcripts.md` says how.

use crate::readers::via::named;
use crate::readers::{Form, Problem, Recording, Unreadable};
use crate::{
    Body, Captured, Context, Exchange, ExchangeId, Headers, Missing, NetworkError, Observer, Place,
    Provenance, Request, Response, Secret, Timestamp, Uri, Via,
};

/// When transcripts happen that do not say it: 2026-11-23 in UTC, from 09:41:00 on, one second after another.
const MIDNIGHT: f64 = 1_795_392_000_000.0;
const FIRST: f64 = MIDNIGHT + (9.0 * 60.0 + 41.0) * 60_000.0;
const STEP: f64 = 1_000.0;

const NO_REQUEST: &str =
    "a request begins with its method and its URL: `> GET https://auth.example.com/authorize`";
const NO_HEADER: &str = "a header is `Name: value`; the body comes after an empty line of the same mark";
const NO_TIME: &str = "a time is `09:41:07`, `09:41:07.120`, `+1.5s`, `+200ms` or RFC 3339";
const NO_SCENE: &str = "after `@` come a time, how the request was made (page, popup, frame, fetch, server, other), and \
                        tab=1, opener=1, frame=1, from=https://app.example.com, closed, answered=+3s";

pub(crate) static TRANSCRIPT: Form =
    Form { name: "transcript", called: "transcript", is_it: is_transcript, read };

fn is_transcript(bytes: &[u8]) -> bool {
    let begins = |line: &[u8]| {
        let mut words = line.strip_prefix(b"> ").unwrap_or_default().trim_ascii_end().split(|b| *b == b' ');
        let is_method =
            words.next().is_some_and(|word| word.len() > 2 && word.iter().all(u8::is_ascii_uppercase));
        // With a version of HTTP behind it, it is curl's.
        is_method
            && words.next().is_some()
            && words.next().is_none_or(|version| !version.starts_with(b"HTTP/"))
    };
    bytes.split(|&b| b == b'\n').any(begins)
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::default();
    for (number, line) in (1..).zip(text.lines()) {
        if let Err(what) = reader.line(number, line.trim_end()) {
            reader.problems.push(Problem { place: format!("line {number}"), what: what.to_owned() });
        }
    }
    reader.end_exchange();
    let (exchanges, problems) = (reader.exchanges, reader.problems);
    if exchanges.is_empty() {
        let first = problems.into_iter().next();
        return Err(Unreadable {
            what: first.as_ref().map_or("it holds no request", |problem| &problem.what).to_owned(),
            place: first.map(|problem| problem.place),
            advice: "Begin each request with a line like `> GET https://auth.example.com/authorize`.",
        });
    }
    Ok(Recording::new(&TRANSCRIPT, exchanges, problems))
}

#[derive(Default)]
struct Reader {
    exchanges: Vec<Exchange>,
    problems: Vec<Problem>,
    scene: Option<Scene>,
    draft: Option<Draft>,
    /// The time of the last exchange that has one.
    clock: Option<Timestamp>,
    on_server: bool,
    /// Lines of a request that could not be read are passed over.
    skipping: bool,
}

/// An `@` line.
#[derive(Default)]
struct Scene {
    time: Option<Timestamp>,
    via: Option<Via>,
    tab: Option<i64>,
    opener: Option<i64>,
    frame: Option<i64>,
    container: Option<String>,
    from: Option<String>,
    closed: Option<Timestamp>,
    answered: Option<Timestamp>,
}

/// An exchange that is being read.
#[derive(Default)]
struct Draft {
    line: usize,
    scene: Option<Scene>,
    method: String,
    url: String,
    request: Part,
    status: Option<u16>,
    response: Part,
    error: Option<String>,
}

/// Headers and body of one direction.
#[derive(Default)]
struct Part {
    headers: Vec<(String, String)>,
    headers_missing: Option<Missing>,
    in_body: bool,
    body: Option<String>,
    body_missing: Option<Missing>,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) -> Result<(), &'static str> {
        let mut chars = line.chars();
        let (mark, rest) = (chars.next(), chars.as_str());
        match mark {
            None | Some('#') => Ok(()),
            Some('@') => {
                self.end_exchange();
                self.skipping = false;
                self.scene = Some(self.scene(rest)?);
                Ok(())
            }
            Some('>') => match request_begins(rest) {
                Some((method, url)) => {
                    self.end_exchange();
                    self.skipping = false;
                    let (method, url, scene) = (method.to_owned(), url.to_owned(), self.scene.take());
                    self.draft = Some(Draft { line: number, scene, method, url, ..Draft::default() });
                    Ok(())
                }
                None if self.skipping => Ok(()),
                None => match &mut self.draft {
                    Some(draft) if draft.status.is_none() && draft.error.is_none() => {
                        draft.request_line(rest)
                    }
                    _ => {
                        self.end_exchange();
                        self.skipping = true;
                        Err(NO_REQUEST)
                    }
                },
            },
            Some(mark @ ('<' | '!' | '~')) => match &mut self.draft {
                Some(draft) => match mark {
                    '<' => draft.response_line(rest),
                    '!' => {
                        draft.error = Some(rest.trim().to_owned());
                        Ok(())
                    }
                    _ => draft.missing(rest.trim()),
                },
                None if self.skipping => Ok(()),
                None => Err(NO_REQUEST),
            },
            Some(_) => Err("a line begins with `>`, `<`, `@`, `!`, `~` or `#`"),
        }
    }

    fn scene(&self, text: &str) -> Result<Scene, &'static str> {
        let mut scene = Scene::default();
        let number =
            |value: &str| value.parse::<i64>().map_err(|_| "`tab`, `opener` and `frame` take a number");
        for word in text.split_whitespace() {
            let base = scene.time.or_else(|| self.next_time());
            match word.split_once('=') {
                Some(("tab", value)) => scene.tab = Some(number(value)?),
                Some(("opener", value)) => scene.opener = Some(number(value)?),
                Some(("frame", value)) => scene.frame = Some(number(value)?),
                Some(("container", value)) => scene.container = Some(value.to_owned()),
                Some(("from", value)) => scene.from = Some(value.to_owned()),
                Some(("closed", value)) => scene.closed = Some(time(value, base).ok_or(NO_TIME)?),
                Some(("answered", value)) => scene.answered = Some(time(value, base).ok_or(NO_TIME)?),
                None if word == "closed" => scene.closed = later(base, STEP),
                None if word.starts_with(|c: char| c == '+' || c.is_ascii_digit()) => {
                    scene.time = Some(time(word, self.clock.or_else(first)).ok_or(NO_TIME)?);
                }
                _ => scene.via = Some(named(word).ok_or(NO_SCENE)?),
            }
        }
        Ok(scene)
    }

    fn next_time(&self) -> Option<Timestamp> {
        if self.clock.is_some() { later(self.clock, STEP) } else { first() }
    }

    fn end_exchange(&mut self) {
        let Some(draft) = self.draft.take() else { return };
        let line = draft.line;
        match self.exchange(draft) {
            Some(exchange) => self.exchanges.push(exchange),
            None => self.problems.push(Problem {
                place: format!("line {line}"),
                what: "the URL of this request is not absolute".to_owned(),
            }),
        }
    }

    fn exchange(&mut self, draft: Draft) -> Option<Exchange> {
        let uri = Uri::parse(&draft.url)?;
        let scene = draft.scene.unwrap_or_default();
        let has_origin = draft.request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("origin"));
        let guess = if draft.method == "GET" && !has_origin { Via::Page } else { Via::Fetch };
        let via = scene.via.unwrap_or(if self.on_server { Via::Server } else { guess });
        self.on_server = via == Via::Server;

        let started = if self.on_server { scene.time } else { scene.time.or_else(|| self.next_time()) };
        self.clock = started.or(self.clock);
        let error = draft.error.as_deref().map(NetworkError::new);
        let frame = match via {
            Via::Page | Via::Popup | Via::Fetch => Some(0),
            Via::Frame => Some(1),
            Via::Server | Via::Unknown => None,
        };
        let context = Context {
            via,
            request: None,
            tab: scene.tab.or((!self.on_server).then_some(1)).filter(|tab| *tab >= 0),
            opener: scene.opener,
            frame: scene.frame.or(frame),
            initiator: scene.from.map(Secret::new),
            container: scene.container,
            tab_closed: scene.closed,
            clock_ahead: 0.0,
        };
        let (headers, body) = draft.request.captured(Captured::Present(Body::Empty));
        let response = draft.status.map(|status| {
            let unseen = match &error {
                None => Captured::Present(Body::Empty),
                Some(error) => Captured::Missing(error.missing_body()),
            };
            let (headers, body) = draft.response.captured(unseen);
            let location =
                headers.present().and_then(|headers| crate::readers::location(&uri, status, headers));
            Response { status, headers, body, location, from_cache: false }
        });
        Some(Exchange {
            id: ExchangeId(self.exchanges.len() as u32),
            provenance: Provenance::at(Place::line(draft.line)),
            started,
            finished: scene.answered.or(started).filter(|_| response.is_some() || error.is_some()),
            observer: if via == Via::Server { Observer::Server } else { Observer::Browser },
            context,
            request: Request { method: draft.method, uri, headers, body },
            response,
            error,
        })
    }
}

impl Draft {
    fn request_line(&mut self, rest: &str) -> Result<(), &'static str> {
        let goes_on = rest.starts_with("  ") && !self.request.in_body && self.request.headers.is_empty();
        if goes_on {
            self.url.push_str(rest.trim());
            return Ok(());
        }
        self.request.line(rest)
    }

    fn response_line(&mut self, rest: &str) -> Result<(), &'static str> {
        if self.status.is_some() {
            return self.response.line(rest);
        }
        let mut words = rest.split_whitespace();
        let word = words.next().filter(|word| !word.starts_with("HTTP/")).or_else(|| words.next());
        let status = word.and_then(|word| word.parse().ok()).filter(|status| (100..1000).contains(status));
        self.status = Some(status.ok_or("a response begins with its status: `< 302`")?);
        Ok(())
    }

    fn missing(&mut self, words: &str) -> Result<(), &'static str> {
        let part = if self.status.is_some() { &mut self.response } else { &mut self.request };
        match words.strip_prefix("headers ") {
            Some(words) => part.headers_missing = Some(reason(words)?),
            None => part.body_missing = Some(reason(words)?),
        }
        Ok(())
    }
}

impl Part {
    fn line(&mut self, rest: &str) -> Result<(), &'static str> {
        let text = rest.strip_prefix(' ').unwrap_or(rest);
        let goes_on = text.starts_with(' ');
        if self.in_body {
            match &mut self.body {
                None => self.body = Some(text.to_owned()),
                Some(body) if goes_on && text.trim_start().starts_with('&') => body.push_str(text.trim()),
                Some(body) => {
                    body.push('\n');
                    body.push_str(text);
                }
            }
            return Ok(());
        }
        if rest.is_empty() {
            self.in_body = true;
            return Ok(());
        }
        if goes_on {
            let (_, value) = self.headers.last_mut().ok_or(NO_HEADER)?;
            value.push_str(text.trim());
            return Ok(());
        }
        let (name, value) = text.split_once(':').ok_or(NO_HEADER)?;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)) {
            return Err(NO_HEADER);
        }
        self.headers.push((name.to_owned(), value.trim().to_owned()));
        Ok(())
    }

    /// `unseen` is what a part without body has.
    fn captured(self, unseen: Captured<Body>) -> (Captured<Headers>, Captured<Body>) {
        let headers = match self.headers_missing {
            Some(why) => Captured::Missing(why),
            None => Captured::Present(Headers::from_pairs(self.headers)),
        };
        let body = match (self.body, self.body_missing) {
            (_, Some(why)) => Captured::Missing(why),
            (Some(body), None) => Captured::Present(Body::from_text(body)),
            (None, None) => unseen,
        };
        (headers, body)
    }
}

/// ` GET https://auth.example.com/authorize`, perhaps with `HTTP/1.1` after it.
fn request_begins(rest: &str) -> Option<(&str, &str)> {
    let (method, target) = rest.strip_prefix(' ')?.split_once(' ')?;
    let url = target.split(' ').next().filter(|url| !url.is_empty())?;
    let is_method = !method.is_empty() && method.bytes().all(|b| b.is_ascii_uppercase());
    (is_method && url.contains(':')).then_some((method, url))
}

fn reason(words: &str) -> Result<Missing, &'static str> {
    use Missing::{Blocked, NoAnswer, NotRecorded, NotYet, Redacted, TooLarge, Unreadable};
    let all = [NotRecorded, NotYet, Blocked, NoAnswer, Redacted, Unreadable, TooLarge];
    all.into_iter().find(|why| why.reason() == words).ok_or(
        "after `~` comes why something is missing: `not recorded`, `not seen yet`, `hidden by the browser`, \
         `taken out of the recording`, `not readable`, `too large to be recorded`; before it `headers`, if it is they",
    )
}

/// A time of day, RFC 3339, or `+1.5s` after another time.
fn time(text: &str, base: Option<Timestamp>) -> Option<Timestamp> {
    if let Some(step) = text.strip_prefix('+') {
        let (number, factor) = match (step.strip_suffix("ms"), step.strip_suffix('s'), step.strip_suffix('m'))
        {
            (Some(number), ..) => (number, 1.0),
            (_, Some(number), _) => (number, 1_000.0),
            (_, _, Some(number)) => (number, 60_000.0),
            _ => return None,
        };
        return later(base, number.parse::<f64>().ok()? * factor);
    }
    if text.contains('T') {
        return Timestamp::from_rfc3339(text);
    }
    let mut clock = text.splitn(3, ':');
    let hours: u32 = clock.next()?.parse().ok()?;
    let minutes: u32 = clock.next()?.parse().ok()?;
    let seconds: f64 = clock.next()?.parse().ok()?;
    let sane = hours < 24 && minutes < 60 && (0.0..60.0).contains(&seconds);
    let millis = MIDNIGHT + f64::from(hours * 60 + minutes) * 60_000.0 + (seconds * 1_000.0).round();
    if sane { Timestamp::from_millis(millis) } else { None }
}

fn first() -> Option<Timestamp> {
    Timestamp::from_millis(FIRST)
}

fn later(than: Option<Timestamp>, millis: f64) -> Option<Timestamp> {
    Timestamp::from_millis(than?.as_millis() + millis)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NetworkFault;
    use crate::readers::tests::{body, line};

    fn recording(text: &str) -> Recording {
        read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}: {text}"))
    }

    fn check(text: &str, expected: &[&str]) {
        let recording = recording(text);
        let lines: Vec<String> = recording.exchanges.iter().map(line).collect();
        assert_eq!(lines, expected, "{text}");
        assert_eq!(recording.problems, [], "{text}");
    }

    fn check_problems(text: &str, exchanges: usize, expected: &[&str]) {
        let (problems, count) = match read(text.as_bytes()) {
            Ok(recording) => (recording.problems, recording.exchanges.len()),
            Err(unreadable) => {
                (vec![Problem { place: unreadable.place.unwrap_or_default(), what: unreadable.what }], 0)
            }
        };
        let problems: Vec<String> = problems.iter().map(|p| format!("{}: {}", p.place, p.what)).collect();
        assert_eq!(
            (problems.iter().map(String::as_str).collect::<Vec<_>>(), count),
            (expected.to_vec(), exchanges),
            "{text}"
        );
    }

    #[test]
    fn a_login() {
        check(
            "# The app sends the user away.\n\
             @ 09:41:07.120 page tab=1\n\
             > GET https://auth.example.com/authorize\n\
             >   ?response_type=code\n\
             >   &client_id=web-shop\n\
             > Accept: text/html\n\
             < 302\n\
             < Location: https://app.example.com/callback?code=abc\n\
             <   &state=xyz\n\
             \n\
             > POST https://auth.example.com/token\n\
             > Origin: https://app.example.com\n\
             > Content-Type: application/x-www-form-urlencoded\n\
             >\n\
             > grant_type=authorization_code\n\
             >   &code=abc\n\
             < 400 Bad Request\n\
             < Content-Type: application/json\n\
             <\n\
             < {\n\
             <   \"error\": \"invalid_grant\"\n\
             < }\n",
            &[
                "Page GET https://auth.example.com/authorize?response_type=code&client_id=web-shop [] \
                 => 302 [] -> https://app.example.com/callback?code=abc&state=xyz",
                "Fetch POST https://auth.example.com/token [grant_type=authorization_code&code=abc] \
                 => 400 [{\n  \"error\": \"invalid_grant\"\n}]",
            ],
        );
    }

    #[test]
    fn times() {
        let check = |text: &str, expected: &[Option<&str>]| {
            let times: Vec<_> =
                recording(text).exchanges.iter().map(|e| e.started.map(Timestamp::to_rfc3339)).collect();
            let times: Vec<_> = times.iter().map(|time| time.as_ref().and_then(|t| t.get(11..23))).collect();
            assert_eq!(times, expected, "{text}");
        };
        let get = "> GET https://a.example/\n";
        check(&get.repeat(2), &[Some("09:41:00.000"), Some("09:41:01.000")]);
        check(
            &format!("@ 10:00:00\n{get}@ +1.5s\n{get}@ +200ms page\n{get}@ +2m\n{get}{get}"),
            &[
                Some("10:00:00.000"),
                Some("10:00:01.500"),
                Some("10:00:01.700"),
                Some("10:02:01.700"),
                Some("10:02:02.700"),
            ],
        );
        check(&format!("@ 2026-11-23T10:00:00.5+01:00\n{get}"), &[Some("09:00:00.500")]);
        check(&format!("@ +3s\n{get}"), &[Some("09:41:03.000")]);
        // A server has a clock only where it is written down.
        check(
            &format!("{get}@ server\n{get}{get}@ page\n{get}@ server 09:50:00\n{get}"),
            &[Some("09:41:00.000"), None, None, Some("09:41:01.000"), Some("09:50:00.000")],
        );
        let finished = recording(&format!("{get}< 200\n{get}! net::ERR_FAILED\n{get}")).exchanges;
        assert_eq!(finished.iter().map(|e| e.finished.is_some()).collect::<Vec<_>>(), [true, true, false]);
    }

    #[test]
    fn contexts() {
        let check = |scene: &str, request: &str, expected: (Via, Option<i64>, Option<i64>, Option<i64>)| {
            let text = format!("{scene}\n> {request}\n< 200\n");
            let exchange = recording(&text).exchanges.remove(0);
            let context = &exchange.context;
            assert_eq!((context.via, context.tab, context.opener, context.frame), expected, "{text}");
            let observer = if context.via == Via::Server { Observer::Server } else { Observer::Browser };
            assert_eq!(exchange.observer, observer);
        };
        check("", "GET https://a.example/", (Via::Page, Some(1), None, Some(0)));
        check(
            "",
            "GET https://a.example/\n> origin: https://b.example",
            (Via::Fetch, Some(1), None, Some(0)),
        );
        check("", "OPTIONS https://a.example/", (Via::Fetch, Some(1), None, Some(0)));
        check("", "POST https://a.example/", (Via::Fetch, Some(1), None, Some(0)));
        check("@ page", "POST https://a.example/", (Via::Page, Some(1), None, Some(0)));
        check("@ popup tab=2 opener=1", "GET https://a.example/", (Via::Popup, Some(2), Some(1), Some(0)));
        check("@ frame", "GET https://a.example/", (Via::Frame, Some(1), None, Some(1)));
        check("@ fetch frame=3", "GET https://a.example/", (Via::Fetch, Some(1), None, Some(3)));
        check("@ server", "GET https://a.example/", (Via::Server, None, None, None));
        check("@ other", "GET https://a.example/", (Via::Unknown, Some(1), None, None));

        let text = "@ 10:00:00 page from=https://app.example.com closed=+3s\n> GET https://a.example/\n";
        let exchange = recording(text).exchanges.remove(0);
        assert!(exchange.context.initiator == Some(Secret::from("https://app.example.com")));
        assert_eq!(exchange.context.tab_closed.unwrap().to_rfc3339(), "2026-11-23T10:00:03.000Z");
        let slow =
            recording("@ 10:00:00 answered=+12s\n> GET https://a.example/\n< 200\n").exchanges.remove(0);
        assert_eq!(slow.finished.unwrap().to_rfc3339(), "2026-11-23T10:00:12.000Z");
        let closed = recording("@ closed\n> GET https://a.example/\n").exchanges.remove(0);
        assert_eq!(closed.context.tab_closed.unwrap().to_rfc3339(), "2026-11-23T09:41:01.000Z");
    }

    #[test]
    fn bodies() {
        let check = |lines: &str, request: &str, response: &str| {
            let exchange = recording(&format!("> POST https://a.example/\n{lines}")).exchanges.remove(0);
            assert_eq!(body(&exchange.request.body), request, "{lines}");
            assert_eq!(exchange.response.map_or(String::new(), |r| body(&r.body)), response, "{lines}");
        };
        check("", "[]", "");
        check("< 200\n", "[]", "[]");
        check("< 200\n<\n", "[]", "[]");
        check(">\n>\n>  a\n> b\n<   200 OK\n<\n<  c\n<\n< d", "[\n a\nb]", "[ c\n\nd]");
        check(">\n> # no comment\n< 200\n", "[# no comment]", "[]");
        check(">\n> a=1\n>   &b=2\n< 200\n<\n< c=3\n<   &d=4\n", "[a=1&b=2]", "[c=3&d=4]");
        check(
            "~ not recorded\n< 200\n~ too large to be recorded\n",
            "[not recorded]",
            "[too large to be recorded]",
        );
        check("< 200\n! net::ERR_FAILED\n", "[]", "[hidden by the browser]");
        check("< 200\n<\n< {\"a\n! net::ERR_CONTENT_LENGTH_MISMATCH\n", "[]", "[{\"a]");
        check("< 200\n! net::ERR_CONTENT_LENGTH_MISMATCH\n", "[]", "[not recorded]");
    }

    #[test]
    fn headers() {
        let exchange = |text: &str| recording(text).exchanges.remove(0);
        let plain = exchange("> GET https://a.example/ HTTP/1.1\n> Accept: a,\n>   b\n< HTTP/1.1 200 OK\n");
        assert!(plain.request_header("accept") == Some("a,b"));
        assert!(plain.response.unwrap().headers.present().unwrap().is_empty());
        let unseen = exchange(
            "> GET https://a.example/\n~ headers not recorded\n< 200\n~ headers taken out of the recording\n",
        );
        assert_eq!(unseen.request.headers.missing(), Some(Missing::NotRecorded));
        assert_eq!(unseen.response.unwrap().headers.missing(), Some(Missing::Redacted));
        let failed = exchange("> GET https://a.example/\n! net::ERR_CONNECTION_REFUSED\n");
        assert!(failed.response.is_none());
        assert_eq!(failed.error.unwrap().fault, NetworkFault::Refused);
    }

    #[test]
    fn what_cannot_be_read() {
        let good = "> GET https://a.example/\n< 200\n";
        check_problems(
            &format!("{good}hello\n"),
            1,
            &["line 3: a line begins with `>`, `<`, `@`, `!`, `~` or `#`"],
        );
        check_problems(&format!("< 200\n{good}"), 1, &[&format!("line 1: {NO_REQUEST}")]);
        check_problems(
            &format!("> get nothing\n> a: b\n< 200\n~ not recorded\n{good}"),
            1,
            &[&format!("line 1: {NO_REQUEST}")],
        );
        check_problems(
            &format!("> GET http://[/\n{good}"),
            1,
            &["line 1: the URL of this request is not absolute"],
        );
        check_problems(&format!("{good}@ yesterday\n"), 1, &[&format!("line 3: {NO_SCENE}")]);
        check_problems(&format!("{good}@ 25:00:00\n"), 1, &[&format!("line 3: {NO_TIME}")]);
        check_problems(&format!("{good}@ +1h\n"), 1, &[&format!("line 3: {NO_TIME}")]);
        check_problems(
            &format!("{good}@ tab=first\n"),
            1,
            &["line 3: `tab`, `opener` and `frame` take a number"],
        );
        check_problems(
            "> GET https://a.example/\n< soon\n",
            1,
            &["line 2: a response begins with its status: `< 302`"],
        );
        check_problems(
            "> GET https://a.example/\n< 200\n< {\"a\": 1}\n",
            1,
            &[&format!("line 3: {NO_HEADER}")],
        );
        check_problems("> GET https://a.example/\n< 200\n<   x\n", 1, &[&format!("line 3: {NO_HEADER}")]);
        check_problems("> hello\n", 0, &[&format!("line 1: {NO_REQUEST}")]);
        assert!(
            read(b"> GET https://a.example/\n~ gone\n").unwrap_or_else(|_| panic!()).problems[0]
                .what
                .contains("`not recorded`")
        );
    }
}
