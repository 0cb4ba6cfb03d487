//! From curl's lines to exchanges.

use std::collections::HashMap;

use serde_json::Value;

use super::begins_with_one_of;
use super::command::Command;
use crate::readers::lines::{method_of, method_of_answer, part};
use crate::readers::{Problem, declared_length, location, without_chunks};
use crate::{
    Body, Captured, Context, Exchange, ExchangeId, Headers, Missing, NetworkError, Observer, Parameters,
    Place, Provenance, Request, Response, Secret, Statement, UNSEEN_HOST, Uri, Via,
};

/// Transfers that curl runs at once (`--parallel-max`).
const MOST_PARALLEL: usize = 300;

#[derive(Default)]
pub(super) struct Transfers {
    transfers: Vec<Transfer>,
    connection: Connection,
    /// Whether TLS was seen with a host.
    schemes: HashMap<String, bool>,
    command: Option<(usize, Command)>,
    next_url: Option<Uri>,
    /// Something was begun after the last request and no request was sent since.
    unsent: bool,
    fault: Option<Fault>,
    /// What curl says of requests that are not there to read.
    statements: Vec<Statement>,
    /// An answer of which the request is not there.
    answer: Option<(usize, Reply)>,
    problems: Vec<Problem>,
    /// Several requests are under way at once (`-Z`): answers come in the order of the requests, bodies in that of the
    /// answers.
    is_parallel: bool,
    /// The transfer that is answered, where it is not the last one.
    answered: Option<usize>,
    /// Somebody went on with another command: what that prints is no body for that alone that one came.
    is_left: bool,
    /// Another form told how the last request ended.
    is_told: bool,
}

/// The connection that the notes speak of.
#[derive(Clone, Default)]
struct Connection {
    host: String,
    port: Option<u16>,
    tls: bool,
}

struct Fault {
    line: usize,
    text: String,
    /// No request was sent.
    unsent: bool,
    /// The number that curl ended with.
    code: Option<u32>,
}

struct Transfer {
    line: usize,
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
    sent: u64,
    connection: Connection,
    command: Option<Command>,
    url: Option<Uri>,
    reply: Option<Reply>,
    error: Option<String>,
    /// Bodies are shown as they were on the wire.
    traced: bool,
    /// All that is shown of the answer: a document, which no refusal is.
    printed: Option<Body>,
    /// It follows a redirect, and only its answer is shown.
    is_followed: bool,
}

#[derive(Default)]
struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Option<String>,
    received: u64,
}

impl Transfers {
    pub(super) fn command(&mut self, number: usize, line: &str) {
        self.settle_fault();
        self.settle_command();
        self.command = Some((number, Command::parse(line)));
        self.connection = Connection::default();
        self.unsent = true;
        self.is_left = false;
    }

    /// A command that shows nothing but the document that it got, or a part of it; `false` where that tells nothing.
    pub(super) fn answered(&mut self, number: usize, line: &str, document: &Value) -> bool {
        let command = Command::parse(line);
        let body = match command.url.as_ref().and(command.cut.as_ref()) {
            None if command.url.is_some() && method_of(document).is_some() => {
                Body::from_text(document.to_string())
            }
            Some(path) => match part(path, document.clone()) {
                Some(part) => Body::from_part(&part),
                None => return false,
            },
            None => return false,
        };
        self.command(number, line);
        self.settle_command();
        let Some(transfer) = self.transfers.last_mut() else { return false };
        transfer.printed = Some(body);
        true
    }

    /// Takes the address of the command above, where what follows it is its own request to that target. What follows that is
    /// the answer to the request, and to no command.
    pub(super) fn is_written_out(&mut self, target: &str) -> Option<Uri> {
        let is_to = |uri: &Uri| &uri.url()[url::Position::BeforePath..url::Position::AfterQuery] == target;
        let own = self.command.take_if(|(_, command)| command.url.as_ref().is_some_and(is_to));
        self.settle_command();
        self.is_left = true;
        own?.1.url
    }

    /// Another command follows.
    pub(super) fn left(&mut self) {
        self.is_left = true;
    }

    /// Another form tells how a request at that path ended: an exception of the library that is built on libcurl.
    pub(super) fn told_elsewhere(&mut self, status: u16, path: &str) {
        let is_last = |transfer: &Transfer| {
            transfer.reply.as_ref().is_some_and(|reply| reply.status == status)
                && transfer.target.split('?').next() == Some(path)
        };
        self.is_told |= self.transfers.last().is_some_and(is_last);
    }

    /// Whether the body of the last answer is a page, which may show commands.
    pub(super) fn is_in_markup(&mut self) -> bool {
        let body = self.reply().and_then(|reply| reply.body.as_deref());
        body.is_some_and(|body| body.trim_start().starts_with('<'))
    }

    /// The transfers that can be under way at once.
    fn newest(&mut self) -> &mut [Transfer] {
        let from = self.transfers.len().saturating_sub(MOST_PARALLEL);
        self.transfers.get_mut(from..).unwrap_or_default()
    }

    /// Whether a command stands above of which no request was seen.
    pub(super) fn has_command(&self) -> bool {
        self.command.is_some()
    }

    /// Whether an answer can follow: of the last request, or of a command that shows none.
    pub(super) fn wants_answer(&self) -> bool {
        let waits = || self.transfers.last().is_some_and(|transfer| transfer.reply.is_none());
        self.command.is_some() || !self.is_left && (waits() || self.followed().is_some())
    }

    /// How the redirect is followed with which a command was answered (`-L`): its requests are not shown.
    fn followed(&self) -> Option<(&'static str, Uri)> {
        let last = self.transfers.last().filter(|last| last.command.is_some() || last.is_followed)?;
        let reply = last.reply.as_ref()?;
        let uri = last.uri(&Headers::from_pairs(last.headers.iter().cloned()))?;
        let location = location(&uri, reply.status, &Headers::from_pairs(reply.headers.iter().cloned()))?;
        let method = match (last.method.as_str(), reply.status) {
            ("HEAD", _) => "HEAD",
            ("POST", 307 | 308) => "POST",
            _ => "GET",
        };
        Some((method, location))
    }

    /// Whether a line can be the body of the last answer, which was not seen.
    pub(super) fn wants_body(&self, line: &str) -> bool {
        if self.is_parallel {
            let newest = self.transfers.iter().rev().take(MOST_PARALLEL);
            let replies = newest.filter_map(|transfer| transfer.reply.as_ref());
            return (line.starts_with(['{', '<']) || is_list(line))
                && replies.into_iter().any(|reply| reply.body.is_none());
        }
        let replies = self
            .transfers
            .last()
            .and_then(|transfer| Some((transfer.method.as_str(), transfer.reply.as_ref()?)));
        let alone = self.answer.as_ref().map(|(_, reply)| ("", reply));
        let Some((method, reply)) = alone.or(replies) else { return false };
        let none = reply.body.as_ref().is_some_and(|body| !body.trim().is_empty())
            || method == "HEAD"
            || matches!(reply.status, 204 | 205 | 304);
        let length = declared_length(&Headers::from_pairs(reply.headers.iter().cloned()));
        let bytes = line.len() as u64;
        let is_long_as = length.is_some_and(|length| length == bytes || length == bytes + 1);
        let fits = line.starts_with(['{', '<', '"']) || is_list(line) || is_long_as;
        !none
            && !self.is_told
            && length != Some(0)
            && (fits || reply.received > 0 && !self.is_left && !line.trim().is_empty())
    }

    pub(super) fn note(&mut self, line: usize, note: &str) {
        const FACTS: &str = "Immediate connect fail|connect to ";
        self.is_parallel |= note.starts_with("Multiplexed connection found");
        if begins_with_one_of(note, FACTS) {
            self.say(line, note);
        }
        const TLS: &str = "SSL connection|SSL |TLSv|TLS|ALPN|Server certificate|schannel: |using HTTP/3";
        const FAULTS: &str = "transfer closed with|Recv failure|Send failure|Empty reply|Could not resolve host|\
        Failed to connect to|Operation timed out|SSL certificate problem";
        if note.starts_with("Trying ") {
            if !self.unsent {
                self.settle_fault();
                self.connection = Connection::default();
            }
            self.unsent = true;
        } else if let Some(rest) =
            note.strip_prefix("Connected to ").or_else(|| note.strip_prefix("Established connection to "))
        {
            let host = rest.split(' ').next().unwrap_or_default().to_owned();
            let port = rest.split_once("port ").map_or("", |(_, port)| port);
            let digits = port
                .find(|c: char| !c.is_ascii_digit())
                .map_or(port, |end| port.get(..end).unwrap_or_default());
            self.connection = Connection { host, port: digits.parse().ok(), tls: false };
            if self.fault.as_ref().is_some_and(|fault| fault.unsent) {
                self.fault = None;
            }
            self.unsent = true;
        } else if note.starts_with("Re-using existing ") || note.starts_with("Reusing existing ") {
            let host = note.rsplit_once("host ").map_or("", |(_, host)| host).trim();
            let tls = note.contains(" https: ") || self.schemes.get(host).copied().unwrap_or_default();
            self.connection = Connection { host: host.to_owned(), port: None, tls };
            self.unsent = true;
        } else if let Some(url) = note.strip_prefix("Issue another request to this URL: ") {
            self.next_url = Uri::parse(url.trim().trim_matches('\''));
        } else if note.contains("[:scheme: https]") || note.contains("OPENED stream for https:") {
            self.connection.tls = true;
        } else if note.contains("[:scheme: http]") || note.contains("OPENED stream for http:") {
            self.connection.tls = false;
        } else if begins_with_one_of(note, TLS) {
            self.connection.tls = true;
        }
        if begins_with_one_of(note, FAULTS) && self.fault.is_none() {
            let never_connected = note.starts_with("Could not") || note.starts_with("Failed to connect");
            let unsent = never_connected || self.unsent || self.transfers.is_empty();
            self.fault = Some(Fault { line, text: note.to_owned(), unsent, code: None });
        }
    }

    /// curl's last word. Some of its codes speak of other things than the network.
    pub(super) fn exit(&mut self, line: usize, (code, text): (u32, &str)) {
        if !matches!(code, 22 | 23 | 26 | 27 | 47 | 63) {
            let unsent =
                self.fault.as_ref().map_or(self.unsent || self.transfers.is_empty(), |fault| fault.unsent);
            self.fault = Some(Fault { line, text: text.to_owned(), unsent, code: Some(code) });
        }
        self.settle_fault();
    }

    pub(super) fn request(&mut self, line: usize, method: &str, target: &str) {
        self.settle_fault();
        self.unsent = false;
        self.is_left = false;
        self.is_told = false;
        self.answered = None;
        if !self.connection.host.is_empty() {
            self.schemes.insert(self.connection.host.clone(), self.connection.tls);
        }
        self.transfers.push(Transfer {
            connection: self.connection.clone(),
            command: self.command.take_if(|_| method != "CONNECT").map(|(_, command)| command),
            url: self.next_url.take_if(|_| method != "CONNECT"),
            ..Transfer::new(line, method, target)
        });
    }

    pub(super) fn request_header(&mut self, line: &str) {
        let Some(transfer) = self.transfers.last_mut() else { return };
        let Some((name, value)) = field(line) else { return };
        // A transcript of another request than the command's: the command's own was not shown.
        let other = transfer.command.take_if(|command| {
            name.eq_ignore_ascii_case("host") && command.is_of_another(&value, &transfer.target)
        });
        transfer.headers.push((name, value));
        if let Some(command) = other {
            let shown = self.transfers.pop();
            self.command = Some((shown.as_ref().map_or(0, |shown| shown.line), command));
            self.settle_command();
            self.transfers.extend(shown);
        }
    }

    pub(super) fn request_body_line(&mut self, line: &str) {
        if let Some(transfer) = self.transfers.last_mut() {
            add_line(&mut transfer.body, line);
        }
    }

    pub(super) fn request_data(&mut self, text: &str) {
        if let Some(transfer) = self.transfers.last_mut() {
            transfer.body.get_or_insert_default().push_str(text);
            transfer.traced = true;
        }
    }

    pub(super) fn sent(&mut self, length: u64) {
        if let Some(transfer) = self.transfers.last_mut() {
            transfer.sent = transfer.sent.saturating_add(length);
        }
    }

    pub(super) fn response(&mut self, line: usize, status: u16) {
        self.is_told = false;
        let is_asked = self.transfers.last().is_some_and(|transfer| transfer.reply.is_none());
        if !is_asked && self.command.as_ref().is_some_and(|(_, command)| command.url.is_some()) {
            self.settle_command();
        }
        if let Some((method, uri)) = self.followed() {
            let next = Transfer::new(line, method, uri.text().text());
            self.transfers.push(Transfer { is_followed: true, ..next });
        }
        let waits = |transfer: &Transfer| transfer.reply.as_ref().is_none_or(|reply| reply.status < 200);
        let last = self.transfers.len().saturating_sub(1);
        let waiting =
            self.transfers.iter().rev().take(MOST_PARALLEL).take_while(|transfer| waits(transfer)).count();
        self.answered =
            Some(last + 1 - waiting.clamp(1, last + 1)).filter(|at| self.is_parallel && *at < last);
        let at = self.answered.unwrap_or(last);
        let Some(transfer) = self.transfers.get_mut(at).filter(|transfer| waits(transfer)) else {
            self.settle_answer();
            self.answer = Some((line, Reply { status, ..Reply::default() }));
            return;
        };
        self.answer = None;
        transfer.reply = Some(Reply { status, ..Reply::default() });
    }

    fn reply(&mut self) -> Option<&mut Reply> {
        if let Some((_, reply)) = &mut self.answer {
            return Some(reply);
        }
        match self.answered {
            Some(at) => self.transfers.get_mut(at)?.reply.as_mut(),
            None => self.transfers.last_mut()?.reply.as_mut(),
        }
    }

    pub(super) fn response_header(&mut self, line: &str) {
        if let Some(reply) = self.reply() {
            reply.headers.extend(field(line));
        }
    }

    /// Whether nothing of the body of the last answer was seen.
    pub(super) fn begins_body(&mut self) -> bool {
        self.reply().is_some_and(|reply| reply.body.is_none())
    }

    pub(super) fn response_body_line(&mut self, line: &str) {
        if self.is_parallel {
            // Each body is a line, as nothing else tells them apart.
            let waits = |reply: &Reply| reply.body.is_none();
            let mut replies = self.newest().iter_mut().filter_map(|transfer| transfer.reply.as_mut());
            let first = replies.find(|reply| waits(reply));
            if let Some(reply) = first {
                add_line(&mut reply.body, line);
            }
            return;
        }
        if let Some(reply) = self.reply() {
            add_line(&mut reply.body, line);
        }
    }

    pub(super) fn response_data(&mut self, text: &str) {
        if let Some(transfer) = self.transfers.last_mut()
            && let Some(reply) = &mut transfer.reply
        {
            reply.body.get_or_insert_default().push_str(text);
            transfer.traced = true;
        }
    }

    pub(super) fn received(&mut self, length: u64) {
        if let Some(reply) = self.reply() {
            reply.received = reply.received.saturating_add(length);
        }
    }

    /// Notes something that curl says of what is not there to read.
    fn say(&mut self, line: usize, text: &str) {
        self.statements.push(Statement {
            provenance: Provenance::at(Place::line(line)),
            time: None,
            text: Secret::from(text),
            level: crate::LogLevel::Unsaid,
        });
    }

    /// A command of which no request was seen is a request all the same.
    fn settle_command(&mut self) {
        if let Some((line, command)) = self.command.take()
            && let Some(url) = command.url.clone()
        {
            let transfer = Transfer::new(line, command.method(), url.text().text());
            let headers = command.headers.clone();
            self.transfers.push(Transfer { headers, command: Some(command), ..transfer });
        }
    }

    /// An answer of which the request is not there is what somebody said.
    fn settle_answer(&mut self) {
        let Some((line, reply)) = self.answer.take() else { return };
        // What it is tells how it was asked for, but not where.
        if let Some(method) = method_of_answer(reply.status, reply.body.as_deref()) {
            let transfer = Transfer::new(line, method, &format!("https://{UNSEEN_HOST}/"));
            self.transfers.push(Transfer { reply: Some(reply), ..transfer });
            return;
        }
        let challenge = reply.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("www-authenticate"));
        let challenge = challenge.map_or("", |(_, value)| value);
        let body = reply.body.unwrap_or_default();
        let text = format!("HTTP {} {challenge} {body}", reply.status);
        self.say(line, &text.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    /// Gives an error to the request that it ended.
    fn settle_fault(&mut self) {
        let Some(fault) = self.fault.take() else { return };
        if !fault.unsent {
            if let Some(transfer) = self.transfers.last_mut() {
                transfer.error.get_or_insert(fault.text);
            }
            return;
        }
        self.unsent = false;
        match self.command.take() {
            Some((line, command)) if command.url.is_some() => {
                self.command = Some((line, command));
                self.settle_command();
                if let Some(transfer) = self.transfers.last_mut() {
                    transfer.line = fault.line;
                    transfer.headers.clear();
                    transfer.error = Some(fault.text);
                }
            }
            _ => {
                let text =
                    fault.code.map_or(fault.text.clone(), |code| format!("curl: ({code}) {}", fault.text));
                self.say(fault.line, &text);
            }
        }
    }

    pub(super) fn finish(mut self) -> (Vec<Exchange>, Vec<Statement>, Vec<Problem>) {
        self.settle_fault();
        self.settle_command();
        self.settle_answer();
        let exchanges = self.release_first(self.transfers.len());
        (exchanges, self.statements, self.problems)
    }

    /// The exchanges about which nothing more can come.
    pub(super) fn release(&mut self) -> Vec<Exchange> {
        let old = self.transfers.len().saturating_sub(MOST_PARALLEL);
        let old = old.min(self.answered.unwrap_or(old));
        self.answered = self.answered.map(|at| at - old);
        self.release_first(old)
    }

    fn release_first(&mut self, count: usize) -> Vec<Exchange> {
        let mut exchanges = Vec::new();
        for transfer in self.transfers.drain(..count) {
            if transfer.method == "CONNECT" {
                continue;
            }
            let line = transfer.line;
            match transfer.exchange() {
                Some(exchange) => exchanges.push(exchange),
                None => self.problems.push(Problem {
                    place: format!("line {line}"),
                    what: "a request without URL: neither its first line nor `Host` names one".to_owned(),
                }),
            }
        }
        exchanges
    }
}

/// Whether a list of JSON begins a line: what a logger has in brackets is none.
fn is_list(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('[').map(str::trim_start) else { return false };
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.')).trim_start();
    rest.is_empty()
        || rest.starts_with(['{', '[', '"', ']'])
        || digits.len() < rest.len() && digits.starts_with([',', ']'])
}

fn field(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let is_name = !name.is_empty() && !name.contains(' ');
    is_name.then(|| (name.to_owned(), value.trim().to_owned()))
}

fn add_line(body: &mut Option<String>, line: &str) {
    match body {
        Some(body) => {
            body.push('\n');
            body.push_str(line);
        }
        None => *body = Some(line.to_owned()),
    }
}

impl Transfer {
    fn new(line: usize, method: &str, target: &str) -> Self {
        Transfer {
            line,
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: None,
            sent: 0,
            connection: Connection::default(),
            command: None,
            url: None,
            reply: None,
            error: None,
            traced: false,
            printed: None,
            is_followed: false,
        }
    }

    fn exchange(self) -> Option<Exchange> {
        let headers = Headers::from_pairs(self.headers.iter().cloned());
        let uri = self.uri(&headers)?;
        let body = self.request_body(&headers);
        let error = self.error.as_deref().map(NetworkError::new);
        let method = self.method.clone();
        let response = self.reply.map(|reply| {
            let status = reply.status;
            let headers = Headers::from_pairs(reply.headers.iter().cloned());
            let location = location(&uri, status, &headers);
            let body = reply.body(&method, &headers, self.traced);
            Response { status, headers: Captured::Present(headers), body, location, from_cache: false }
        });
        let printed = self.printed.map(|body| Response {
            status: 200,
            headers: Captured::Missing(Missing::NotRecorded),
            body: Captured::Present(body),
            location: None,
            from_cache: false,
        });
        let headers = if self.headers.is_empty() {
            Captured::Missing(Missing::NotRecorded)
        } else {
            Captured::Present(headers)
        };
        Some(Exchange {
            id: ExchangeId(0),
            provenance: Provenance::at(Place::line(self.line)),
            started: None,
            finished: None,
            observer: Observer::Server,
            context: Context { via: Via::Server, ..Context::default() },
            request: Request { method: self.method, uri, headers, body },
            response: response.or(printed),
            error,
        })
    }

    fn uri(&self, headers: &Headers) -> Option<Uri> {
        if let Some(absolute) = Uri::parse(&self.target).filter(|_| self.target.contains("://")) {
            return Some(absolute);
        }
        let from_note = match self.connection.port {
            Some(port) => format!("{}:{port}", self.connection.host),
            None => self.connection.host.clone(),
        };
        let authority = headers.text("host").unwrap_or(&from_note);
        if authority.is_empty() || !self.target.starts_with('/') {
            return None;
        }
        let quoted = self.url.iter().chain(self.command.as_ref().and_then(|command| command.url.as_ref()));
        let mut same_host = quoted.filter(|url| {
            let plain =
                url.url().port().map_or(url.host().to_owned(), |port| format!("{}:{port}", url.host()));
            plain.eq_ignore_ascii_case(authority)
        });
        let scheme = match same_host.next() {
            Some(url) => url.scheme(),
            None if self.is_https(authority) => "https",
            None => "http",
        };
        Uri::parse(&format!("{scheme}://{authority}{}", self.target))
    }

    /// By the notes; a transcript without notes was shortened, and only local servers go without TLS.
    fn is_https(&self, authority: &str) -> bool {
        let port = self
            .connection
            .port
            .or_else(|| authority.rsplit_once(':').and_then(|(_, port)| port.parse().ok()));
        let host = authority.split(':').next().unwrap_or_default();
        let local = host == "localhost" || host.starts_with("127.") || authority.starts_with("[::1]");
        self.connection.tls
            || matches!(port, Some(443 | 8443))
            || (self.connection.host.is_empty() && port.is_none() && !local)
    }

    fn request_body(&self, headers: &Headers) -> Captured<Body> {
        let length = declared_length(headers);
        let from_command = || self.command.as_ref().filter(|command| command.method() == self.method)?.body();
        if let Some(body) = self.body.as_deref().filter(|body| !body.trim().is_empty()) {
            return Captured::Present(Body::from_text(body));
        }
        if let Some(body) = from_command() {
            let is_sent = length.is_none_or(|length| length == body.len() as u64);
            // A variable of the shell, or a secret that was shortened before it was shown, makes the text another than the one that
            // was sent: its names are known, and its values are not.
            let body = if is_sent { Some(Body::from_text(body)) } else { without_values(body) };
            if let Some(body) = body {
                return Captured::Present(body);
            }
        }
        let none = match length {
            Some(length) => length == 0,
            None => self.sent == 0 && !matches!(self.method.as_str(), "POST" | "PUT" | "PATCH"),
        };
        if none { Captured::Present(Body::Empty) } else { Captured::Missing(Missing::NotRecorded) }
    }
}

/// A form or a JSON object as one whose values somebody took out, all but the kind of grant; `None` where it is neither.
fn without_values(body: &str) -> Option<Body> {
    const TAKEN_OUT: &str = "[REDACTED]";
    let is_known = |name: &str, value: &str| {
        name == "grant_type" && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"_:-.".contains(&b))
    };
    if let Ok(Value::Object(mut members)) = serde_json::from_str::<Value>(body) {
        for (name, value) in &mut members {
            if !value.as_str().is_some_and(|value| is_known(name, value)) {
                *value = TAKEN_OUT.into();
            }
        }
        return Some(Body::from_text(Value::Object(members).to_string()));
    }
    // A variable of the shell may hold more of them, and so may what somebody left out.
    if body.contains("...") || body.contains('…') {
        return None;
    }
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.[]%".contains(&b))
    };
    if !body.trim().split('&').all(|pair| pair.split_once('=').is_some_and(|(name, _)| is_name(name.trim())))
    {
        return None;
    }
    let body = Body::from_text(body);
    let pairs = body.form()?.iter().map(|(name, value)| {
        let value = value.text();
        (name.to_owned(), if is_known(name, value) { value } else { TAKEN_OUT }.to_owned())
    });
    Some(Body::Form(Parameters::from_pairs(pairs)))
}

impl Reply {
    fn body(self, method: &str, headers: &Headers, traced: bool) -> Captured<Body> {
        if method == "HEAD" || matches!(self.status, 204 | 205 | 304) {
            return Captured::Present(Body::Empty);
        }
        let length = declared_length(headers);
        if let Some(body) = self.body {
            if traced
                && headers.text("content-encoding").is_some_and(|encoding| encoding.trim() != "identity")
            {
                return Captured::Missing(Missing::Unreadable);
            }
            let chunked =
                traced && headers.text("transfer-encoding").is_some_and(|coding| coding.contains("chunked"));
            let body = if chunked { without_chunks(&body).unwrap_or(body) } else { body };
            let cut_out =
                body.trim().is_empty() && (length.is_some_and(|length| length > 0) || self.received > 0);
            return if cut_out {
                Captured::Missing(Missing::NotRecorded)
            } else {
                Captured::Present(Body::from_text(body))
            };
        }
        if length == Some(0) {
            Captured::Present(Body::Empty)
        } else {
            Captured::Missing(Missing::NotRecorded)
        }
    }
}
