//! The project's own transcripts, made to be written by hand: `docs/transcripts.md` says how.

use super::{Form, Problem, Recording, Unreadable};
use crate::{
    Body, Captured, Context, Exchange, ExchangeId, Headers, Missing, NetworkError, NetworkFault, Observer,
    Request, Response, Secret, Timestamp, Uri, Via,
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
                        tab=1, opener=1, frame=1, from=https://app.example.com, closed";

pub(super) fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let text = String::from_utf8_lossy(bytes);
    if !text.lines().any(|line| line.starts_with("> ")) {
        return Err(Unreadable {
            what: "it has no known form: it is no HAR, no output of `curl -v` and no transcript".to_owned(),
            place: None,
            advice: "Export the Network tab of the browser's developer tools as HAR, or save what `curl -v` writes.",
        });
    }
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
    Ok(Recording { form: Form::Transcript, exchanges, problems })
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
    from: Option<String>,
    closed: Option<Timestamp>,
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
        let number = |value: &str| value.parse().map_err(|_| "`tab`, `opener` and `frame` take a number");
        for word in text.split_whitespace() {
            let base = scene.time.or_else(|| self.next_time());
            match word.split_once('=') {
                Some(("tab", value)) => scene.tab = Some(number(value)?),
                Some(("opener", value)) => scene.opener = Some(number(value)?),
                Some(("frame", value)) => scene.frame = Some(number(value)?),
                Some(("from", value)) => scene.from = Some(value.to_owned()),
                Some(("closed", value)) => scene.closed = Some(time(value, base).ok_or(NO_TIME)?),
                None if word == "closed" => scene.closed = later(base, STEP),
                None if word.starts_with(|c: char| c == '+' || c.is_ascii_digit()) => {
                    scene.time = Some(time(word, self.clock.or_else(first)).ok_or(NO_TIME)?);
                }
                _ => scene.via = Some(via(word).ok_or(NO_SCENE)?),
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
            tab: scene.tab.or((!self.on_server).then_some(1)),
            opener: scene.opener,
            frame: scene.frame.or(frame),
            initiator: scene.from.map(Secret::new),
            container: None,
            tab_closed: scene.closed,
        };
        let (headers, body) = draft.request.captured(Captured::Present(Body::Empty));
        let response = draft.status.map(|status| {
            let unseen = match error.as_ref().map(|error| error.fault) {
                None => Captured::Present(Body::Empty),
                Some(NetworkFault::Blocked) => Captured::Missing(Missing::Blocked),
                Some(_) => Captured::Missing(Missing::NotRecorded),
            };
            let (headers, body) = draft.response.captured(unseen);
            let reference =
                headers.present().and_then(|headers| headers.text("location")).unwrap_or_default();
            let location = super::location(&uri, status, reference);
            Response { status, headers, body, location, from_cache: false }
        });
        Some(Exchange {
            id: ExchangeId(self.exchanges.len() as u32),
            started,
            finished: started.filter(|_| response.is_some() || error.is_some()),
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

fn via(word: &str) -> Option<Via> {
    Some(match word {
        "page" => Via::Page,
        "popup" => Via::Popup,
        "frame" => Via::Frame,
        "fetch" => Via::Fetch,
        "server" => Via::Server,
        "other" => Via::Unknown,
        _ => return None,
    })
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
