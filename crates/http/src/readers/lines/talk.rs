//! A request and its answer, as lines give them one after another.

use super::line::Line;
use super::nesting::Nesting;
use super::object;
use super::pairs;
use super::pattern::Holes;
use super::quoted::content;
use super::told::Told;
use crate::readers::via::{is_of_browser, via};
use crate::readers::{declared_length, default_scheme, location, without_chunks};
use crate::{
    Body, Captured, Context, Exchange, ExchangeId, Headers, Missing, NetworkError, Observer, Place,
    Provenance, Request, Response, Secret, Statement, Timestamp, UNSEEN_HOST, Uri, Via,
};

/// Bytes of the longest body that is kept.
const LONGEST_BODY: usize = 8 << 20;

#[derive(Default)]
pub(super) struct Talk {
    line: usize,
    started: Option<Timestamp>,
    finished: Option<Timestamp>,
    method: String,
    target: String,
    pub(super) host: Option<String>,
    hint: Option<Uri>,
    pub(super) request: Message,
    pub(super) reply: Option<Reply>,
    /// Fields of an answer of which the status was not seen yet.
    pub(super) early: Message,
    pub(super) error: Option<String>,
    /// Written as it went over the wire, so that what is not there was not there.
    pub(super) is_plain: bool,
    /// The request of this answer is not there.
    is_answer_alone: bool,
    /// A server's own note of what it was asked.
    pub(super) is_noted: bool,
    /// Written in full by the server that was asked.
    pub(super) is_of_server: bool,
    /// Which form it has, as a number.
    pub(super) form: usize,
}

pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) message: Message,
}

/// Fields and body of one direction.
#[derive(Default)]
pub(super) struct Message {
    headers: Vec<(String, String)>,
    body: Option<String>,
    nesting: Nesting,
    pub(super) is_ended: bool,
    /// It is written once more from its beginning: what comes takes the place of what is there.
    is_told_again: bool,
}

impl Talk {
    pub(super) fn new(line: &Line, method: &str, target: &str, hint: Option<Uri>) -> Self {
        Talk {
            line: line.number,
            started: line.time,
            finished: None,
            method: method.to_owned(),
            target: target.to_owned(),
            host: None,
            hint,
            request: Message::default(),
            reply: None,
            early: Message::default(),
            error: None,
            is_plain: false,
            is_answer_alone: false,
            is_noted: false,
            is_of_server: false,
            form: 0,
        }
    }

    pub(super) fn without_request(line: &Line, status: u16) -> Self {
        let mut talk = Talk::new(line, "", "", None);
        talk.is_answer_alone = true;
        talk.answer(line, status);
        talk
    }

    /// From a line that holds all there is.
    pub(super) fn of_one_line(line: &Line, holes: &Holes) -> Option<Self> {
        let mut talk = Talk::told(line, holes)?;
        match (holes.get("status"), holes.get("reason")) {
            (Some(status), _) => talk.answer(line, status.parse().ok()?),
            (None, reason) => talk.error = Some(reason?.to_owned()),
        }
        if let Some(sent) = holes.get("sent") {
            talk.request.put_body(&content(sent));
        }
        if let (Some(got), Some(reply)) = (holes.get("got").filter(|got| !got.is_empty()), &mut talk.reply) {
            reply.message.put_body(&content(got));
        }
        let to = holes.get("location").filter(is_known).map(str::to_owned);
        let to = to.or_else(|| pairs::value(holes.get("rest")?, &["location", "loc", "redirect"]));
        let to = to.filter(|to| !to.is_empty());
        if let Some(reply) = &mut talk.reply {
            reply.message.headers.extend(to.map(|to| ("location".to_owned(), to)));
        }
        Some(talk)
    }

    /// From a line that names a request.
    pub(super) fn told(line: &Line, holes: &Holes) -> Option<Self> {
        let target = holes.get("url").or(holes.get("target"))?;
        let query = holes.get("query").filter(is_known).map(|query| query.trim_start_matches('?'));
        let target = query.map_or(target.to_owned(), |query| format!("{target}?{query}"));
        let mut talk = Talk::new(line, holes.get("method")?, &target, None);
        talk.note(holes);
        talk.is_noted = true;
        Some(talk)
    }

    /// Adds what a line tells beside the request line.
    pub(super) fn note(&mut self, holes: &Holes) {
        let rest = holes.get("rest").filter(|rest| rest.contains('='));
        let pair = |names: &[&str]| pairs::value(rest?, names).filter(|value| is_known(&value.as_str()));
        let host = holes.get("host").or(holes.get("vhost")).filter(is_known).map(str::to_owned);
        self.host = host.or_else(|| pair(&["host", "http_host", "vhost"])).or(self.host.take());
        for (hole, name, pairs) in [
            ("agent", "user-agent", &["ua", "user_agent", "agent"]),
            ("referer", "referer", &["ref", "referer", "referrer"]),
        ] {
            let value = holes.get(hole).filter(is_known).map(str::to_owned).or_else(|| pair(pairs));
            self.request.headers.extend(value.map(|value| (name.to_owned(), value)));
        }
        if let Some(scheme) = holes.get("scheme").filter(is_known) {
            self.request.put_field(":scheme", scheme);
        }
        // Servers escape what they put in quotes.
        let own = holes.get("body").filter(is_known).map(|body| content(&format!("\"{body}\"")).into_owned());
        if let Some(body) = own.or_else(|| pair(&["body", "request_body", "req_body"])) {
            self.request.body_line(&body);
        }
        if let Some(origin) = holes.get("origin").and_then(Uri::parse) {
            self.host = Some(authority(&origin));
            self.hint = Some(origin);
        }
    }

    pub(super) fn answer(&mut self, line: &Line, status: u16) {
        if let Some(reply) = &mut self.reply
            && reply.status == status
        {
            reply.message.is_told_again = true;
            return;
        }
        self.reply = Some(Reply { status, message: std::mem::take(&mut self.early) });
        self.finished = line.time;
    }

    /// Names the method of a request that began with its URL.
    pub(super) fn name_method(&mut self, method: &str) -> bool {
        let is_new = self.method.is_empty();
        if is_new {
            method.clone_into(&mut self.method);
        }
        is_new || self.method == method
    }

    /// Whether it is written again from its beginning.
    pub(super) fn begins_again(&mut self, method: &str, target: &str) -> bool {
        let same_target = self.target == target || self.target.ends_with(target) && target.len() > 1;
        let same_method = self.method == method || self.method.is_empty();
        // Of one that has its first line in fields it is not known yet.
        let is_known = !method.is_empty() || self.request.headers.is_empty();
        let again =
            self.reply.is_none() && same_method && same_target && self.request.body.is_none() && is_known;
        if again {
            method.clone_into(&mut self.method);
            self.request.headers.clear();
        }
        again
    }

    /// Whether one line says how this one ended.
    pub(super) fn is_told_again_by(&self, other: &Talk) -> bool {
        self.waits_for_answer() && self.is_same_request(other)
    }

    /// Whether two lines can tell of one request: hosts may be left out.
    pub(super) fn is_same_request(&self, other: &Talk) -> bool {
        let (Some(one), Some(two)) = (self.uri(), other.uri()) else { return false };
        let is_hostless = |uri: &Uri| uri.host() == UNSEEN_HOST;
        let target = |uri: &Uri| (uri.path().to_owned(), uri.url().query().map(str::to_owned));
        self.method == other.method
            && (one.same_resource(&two)
                || (is_hostless(&one) || is_hostless(&two)) && target(&one) == target(&two))
    }

    /// From what a printed object tells; `None` where that is no request.
    pub(super) fn of_told(line: &Line, told: &Told) -> Option<Self> {
        let mut talk = Talk::new(line, told.method.as_deref()?, told.target.as_deref()?, None);
        talk.fill(line, told);
        Some(talk)
    }

    /// Whether an object can tell of this one. What it says of no request is said of one that has no such answer yet.
    pub(super) fn is_told_by(&self, told: &Told) -> bool {
        let request = Talk {
            method: told.method.clone().unwrap_or_else(|| self.method.clone()),
            target: told.target.clone().unwrap_or_else(|| self.target.clone()),
            host: told.target.is_none().then(|| self.host.clone()).flatten(),
            ..Talk::default()
        };
        let fits = |one: &Option<String>, two: &Option<String>| one.is_none() || two.is_none() || one == two;
        let answer_fits = match (&self.reply, told.status) {
            (Some(reply), Some(status)) => {
                reply.status == status && fits(&reply.message.body, &told.got_body)
            }
            (Some(_), None) => self.request.body.is_none() && self.request.headers.is_empty(),
            (None, _) => true,
        };
        let is_same = told.target.is_none() || self.is_same_request(&request);
        is_same && answer_fits && fits(&self.request.body, &told.sent_body) && !self.is_answer_alone
    }

    /// Adds the fields of an answer that were noted before the request, if it is that one.
    pub(super) fn fill_answer(&mut self, status: u16, fields: &[(String, String)]) {
        if let Some(reply) = self.reply.as_mut().filter(|reply| reply.status == status) {
            reply.message.fill(fields, None);
            self.is_noted = false;
        }
    }

    /// Adds what an object tells and lines did not.
    pub(super) fn fill(&mut self, line: &Line, told: &Told) {
        self.request.fill(&told.sent, told.sent_body.as_deref());
        if self.target.is_empty() {
            self.target = told.target.clone().unwrap_or_default();
        }
        if self.host.is_none()
            && let Some(uri) = told.target.as_deref().and_then(Uri::parse)
        {
            self.host = Some(authority(&uri));
        }
        if let Some(status) = told.status {
            if self.reply.is_none() {
                self.answer(line, status);
            }
            if let Some(reply) = &mut self.reply {
                reply.message.fill(&told.got, told.got_body.as_deref());
            }
        }
    }

    /// Takes what a program printed of the body of the answer, if it can be that.
    pub(super) fn take_late_body(&mut self, text: &str) -> bool {
        let text = text.trim();
        let Some(reply) = self.reply.as_mut() else { return false };
        if let Some(body) = &reply.message.body {
            // It is shown once more.
            return text.starts_with(|c: char| c != ' ')
                && body.starts_with('{')
                && text.ends_with(body.trim());
        }
        let status = reply.status.to_string();
        let behind_status = text.strip_prefix(&status).and_then(|text| text.strip_prefix(' '));
        let text = content(behind_status.unwrap_or(text));
        let length = reply.message.header("content-length").and_then(|length| length.trim().parse().ok());
        let body = if length == Some(text.len()) && text.starts_with(['{', '[', '<']) {
            text.into_owned()
        } else {
            let Some(json) = object_of(&text) else { return false };
            let has = |name: &str| json.get(name).is_some_and(|value| value.is_string());
            let is_answer =
                if reply.status < 400 { has("access_token") || has("id_token") } else { has("error") };
            let is_logged = ["level", "severity", "time", "timestamp", "msg", "ts"]
                .iter()
                .any(|n| json.get(*n).is_some());
            if is_logged || !is_answer && behind_status.is_none() {
                return false;
            }
            if text.starts_with("{\"") { text.into_owned() } else { json.to_string() }
        };
        reply.message.body_line(&body);
        reply.message.is_ended = true;
        true
    }

    /// Whether it is told once more, by another logger or by an error that names what failed.
    pub(super) fn is_copy_of(&self, other: &Talk) -> bool {
        let fits = |one: &Option<String>, two: &Option<String>| one.is_none() || two.is_none() || one == two;
        let is_bare = self.request.headers.is_empty() && self.request.body.is_none();
        if self.is_noted && other.is_noted || !self.is_same_request(other) {
            return false;
        }
        match (&self.reply, &other.reply) {
            (None, Some(_)) => is_bare && self.error.is_none() && !other.request.headers.is_empty(),
            (Some(one), Some(two)) => {
                self.form != other.form
                    && one.status == two.status
                    && fits(&one.message.body, &two.message.body)
            }
            _ => false,
        }
    }

    /// Takes from a copy what is not there.
    pub(super) fn complete(&mut self, copy: Talk) {
        self.request.fill(&copy.request.headers, copy.request.body.as_deref());
        if let (Some(reply), Some(other)) = (&mut self.reply, copy.reply) {
            reply.message.fill(&other.message.headers, other.message.body.as_deref());
        }
        self.is_noted &= copy.is_noted;
    }

    /// Whether its answer is written a second time by another logger.
    pub(super) fn is_answered_again(&self, status: u16) -> bool {
        self.reply.as_ref().is_some_and(|reply| reply.status == status && reply.message.body.is_none())
    }

    /// Takes the answer of another one.
    pub(super) fn answer_as(&mut self, line: &Line, other: Talk) -> bool {
        if let Some(reply) = other.reply {
            let fields = std::mem::take(&mut self.early);
            self.answer(line, reply.status);
            if let Some(own) = &mut self.reply {
                own.message.headers.extend(fields.headers.into_iter().chain(reply.message.headers));
            }
        }
        self.host = self.host.take().or(other.host);
        if self.request.headers.is_empty() {
            self.request.headers = other.request.headers;
        }
        self.error = self.error.take().or(other.error);
        true
    }

    /// An interim response goes before the final one (RFC 9110 §15.2).
    pub(super) fn waits_for_answer(&self) -> bool {
        self.reply.as_ref().is_none_or(|reply| reply.status < 200) && !self.is_answer_alone
    }

    /// Whether it has parameters in its target alone (RFC 9110 §9.3.1).
    pub(super) fn is_get(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD")
    }

    /// A request for a tunnel (RFC 9110 §9.3.6).
    pub(super) fn is_tunnel(&self) -> bool {
        self.method == "CONNECT"
    }

    pub(super) fn goes_to(&self, url: &Uri) -> bool {
        self.uri().is_some_and(|uri| uri.same_resource(url))
    }

    /// An answer of which the request is not there, in words.
    pub(super) fn statement(&self) -> Option<Statement> {
        let reply = self.reply.as_ref().filter(|_| self.is_answer_alone)?;
        let challenge = reply.message.header("www-authenticate").unwrap_or_default();
        let body = reply.message.body.as_deref().unwrap_or_default().trim();
        let text = format!("HTTP {} {} {challenge} {body}", reply.status, self.target);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let provenance = Provenance::at(Place::line(self.line));
        Some(Statement { provenance, time: self.started, text: Secret::new(text) })
    }

    pub(super) fn exchange(self) -> Option<Exchange> {
        if self.is_answer_alone {
            return None;
        }
        let uri = self.uri()?;
        let method = self.request.header(":method").unwrap_or(&self.method);
        let posts = self.request.body.is_some();
        let method = match method {
            "" if posts => "POST",
            "" => "GET",
            method => method,
        };
        let method = method.to_owned();
        let headers = self.request.headers();
        let by_browser = is_of_browser(&headers) && !self.is_noted && !self.is_of_server;
        let via = match via(&method, "", &headers, None) {
            Via::Fetch if !is_of_browser(&headers) => Via::Server,
            via => via,
        };
        let has_none = self.is_plain && !matches!(method.as_str(), "POST" | "PUT" | "PATCH");
        let body = self.request.body(&headers, has_none);
        let is_noted = self.is_noted;
        let response = self.reply.map(|reply| {
            let headers = reply.message.headers();
            let location = location(&uri, reply.status, &headers);
            let has_none = method == "HEAD" || matches!(reply.status, 204 | 205 | 304);
            let body = reply.message.body(&headers, has_none);
            let headers = if is_noted { Captured::Missing(Missing::NotRecorded) } else { captured(headers) };
            Response { status: reply.status, headers, body, location, from_cache: false }
        });
        let is_over = response.is_some() || self.error.is_some();
        let headers = if is_noted && !headers.has("authorization") {
            Captured::Missing(Missing::NotRecorded)
        } else {
            captured(headers)
        };
        Some(Exchange {
            id: ExchangeId(0),
            provenance: Provenance::at(Place::line(self.line)),
            started: self.started,
            finished: self.finished.filter(|_| is_over).or(self.started.filter(|_| is_over)),
            observer: if by_browser { Observer::Browser } else { Observer::Server },
            context: Context { via, ..Context::default() },
            request: Request { method, uri, headers, body },
            response,
            error: self.error.as_deref().map(NetworkError::new),
        })
    }

    /// The URL of one that began with it.
    pub(super) fn url(&self) -> Option<Uri> {
        absolute(&self.target)
    }

    fn uri(&self) -> Option<Uri> {
        let target = self.request.header(":path").unwrap_or(&self.target);
        if let Some(uri) = absolute(target) {
            return Some(uri);
        }
        let hinted = self.hint.as_ref().map(authority);
        let named = self.request.header(":authority").or(self.request.header("host"));
        let host = named.map(str::to_owned).or(self.host.clone()).or(hinted);
        let host = host.filter(|host| !host.is_empty()).unwrap_or_else(|| UNSEEN_HOST.to_owned());
        if !target.starts_with('/') {
            return None;
        }
        Uri::parse(&format!("{}://{host}{target}", self.scheme(&host)))
    }

    fn scheme(&self, host: &str) -> String {
        if let Some(scheme) = self.request.header(":scheme") {
            return scheme.to_owned();
        }
        let page = |name: &str| Uri::parse(self.request.header(name)?);
        let known = self.hint.iter().cloned().chain(page("origin")).chain(page("referer"));
        let known = known.filter(|uri| authority(uri) == host).map(|uri| uri.scheme().to_owned()).next();
        known.unwrap_or_else(|| default_scheme(host).to_owned())
    }
}

impl Message {
    /// Adds a field; `false` where there can be none any more.
    pub(super) fn field(&mut self, name: &str, value: &str) -> bool {
        if std::mem::take(&mut self.is_told_again) {
            self.headers.clear();
        }
        self.headers.push((name.to_owned(), value.trim().to_owned()));
        true
    }

    /// Adds what is not there yet.
    fn fill(&mut self, headers: &[(String, String)], body: Option<&str>) {
        if self.headers.is_empty() {
            self.headers.extend(headers.iter().cloned());
        }
        if let Some(body) = body.filter(|_| self.body.is_none()) {
            self.body_line(body);
            self.is_ended = true;
        }
    }

    /// Adds to the body in its last line.
    pub(super) fn add_to_line(&mut self, text: &str) {
        let body = self.body.get_or_insert_default();
        if body.len() + text.len() <= LONGEST_BODY {
            body.push_str(text);
        }
    }

    /// Puts a body in the place of what is there.
    pub(super) fn put_body(&mut self, body: &str) {
        self.body = None;
        self.nesting = Nesting::default();
        self.body_line(body);
        self.is_ended = true;
    }

    /// Puts a field in the place of one of that name.
    pub(super) fn put_field(&mut self, name: &str, value: &str) {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    /// Puts what the holes have of the first line.
    pub(super) fn put_part(&mut self, holes: &Holes) {
        for (hole, name) in
            [("method", ":method"), ("target", ":path"), ("host", ":authority"), ("scheme", ":scheme")]
        {
            if let Some(value) = holes.get(hole).filter(is_known) {
                self.put_field(name, value);
            }
        }
        if let (Some(query), Some(path)) = (holes.get("query").filter(is_known), self.header(":path")) {
            let path = format!("{path}?{}", query.trim_start_matches('?'));
            self.put_field(":path", &path);
        }
    }

    /// Adds a parameter to a form.
    pub(super) fn add_to_form(&mut self, parameter: &str) -> bool {
        let body = self.body.get_or_insert_default();
        if !body.is_empty() {
            body.push('&');
        }
        body.push_str(parameter);
        self.is_ended = true;
        true
    }

    /// A field may go on in the next line (RFC 9112 §5.2).
    pub(super) fn continue_field(&mut self, text: &str) -> bool {
        let Some((_, value)) = self.headers.last_mut() else { return false };
        value.push(' ');
        value.push_str(text);
        true
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.header(name).is_some()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    fn headers(&self) -> Headers {
        let plain = self.headers.iter().filter(|(name, _)| !name.starts_with(':'));
        Headers::from_pairs(plain.cloned())
    }

    pub(super) fn body_line(&mut self, text: &str) {
        self.nesting.read(text);
        match &mut self.body {
            Some(body) if body.len() + text.len() > LONGEST_BODY => {}
            Some(body) => {
                body.push('\n');
                body.push_str(text);
            }
            None if text.trim().is_empty() => {}
            None => self.body = Some(text.to_owned()),
        }
    }

    /// Whether nothing more of the body can come.
    pub(super) fn is_complete(&self) -> bool {
        let Some(body) = self.body.as_deref() else { return self.is_ended };
        let length = self.header("content-length").and_then(|length| length.parse::<usize>().ok());
        let begins = body.trim_start().as_bytes().first();
        match (begins, length) {
            _ if self.is_ended => true,
            (Some(b'{' | b'['), _) => self.nesting.is_closed(),
            (_, Some(length)) => body.len() >= length,
            (Some(b'<'), None) => body.trim_end().to_ascii_lowercase().ends_with("</html>"),
            // A form is one line.
            _ => body.contains('=') && !body.contains('\n') && !body.contains("--"),
        }
    }

    /// The body; where nothing stands, it is empty only if something says so.
    fn body(&self, headers: &Headers, may_be_empty: bool) -> Captured<Body> {
        let body = self.body.as_deref().unwrap_or_default().trim_end();
        let plain = plain_body(body, headers);
        let body = plain.as_deref().unwrap_or(body);
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
        let lines = || body.replace("\r\n", "\n").replace('\n', "\r\n");
        let whole = if chunked { without_chunks(&format!("{}\r\n", lines())) } else { None };
        Captured::Present(whole.map_or_else(|| Body::from_text(body), Body::from_text))
    }
}

/// A body that a program printed as a literal or as an object of its language.
fn plain_body(body: &str, headers: &Headers) -> Option<String> {
    if body.starts_with("b'") || body.starts_with("b\"") {
        return Some(content(body).into_owned());
    }
    if body.starts_with('{') && body.contains("\"=>") {
        return object::members(body).map(|members| object::form(&members));
    }
    if !body.starts_with("{'") {
        return None;
    }
    let (value, _) = object::read(body)?;
    let is_form = headers.text("content-type").is_some_and(|kind| kind.contains("form"));
    Some(if is_form { object::form(&value.pairs()) } else { value.json().to_string() })
}

/// An object, as JSON or as a language prints it.
fn object_of(text: &str) -> Option<serde_json::Value> {
    if !text.starts_with('{') {
        return None;
    }
    serde_json::from_str(text).ok().or_else(|| {
        let (value, rest) = object::read(text)?;
        rest.trim().is_empty().then(|| value.json())
    })
}

/// The URL that a target is (RFC 9112 §3.2.2).
fn absolute(target: &str) -> Option<Uri> {
    Uri::parse(target).filter(|_| target.contains("://") && !target.starts_with('/'))
}

/// Whether something stands where products have marks for nothing.
fn is_known(text: &&str) -> bool {
    !matches!(*text, "" | "-" | "_" | "null" | "(null)")
}

fn authority(uri: &Uri) -> String {
    uri.url().port().map_or(uri.host().to_owned(), |port| format!("{}:{port}", uri.host()))
}

fn captured(headers: Headers) -> Captured<Headers> {
    if headers.is_empty() { Captured::Missing(Missing::NotRecorded) } else { Captured::Present(headers) }
}
