//! A request and its answer, as lines give them one after another.

mod alike;
mod exchange;
mod message;

use self::exchange::authority;
pub(super) use self::message::Message;
use self::message::{is_known, object_of};
use super::line::Line;
use super::nesting::Nesting;
use super::pairs;
use super::pattern::Holes;
use super::quoted::content;
use super::told::Told;
use crate::{Timestamp, Uri};

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
    /// Its redirect was followed, and the next answer is shown alone.
    is_followed: bool,
    /// It follows a redirect, and only its answer is shown.
    is_of_redirect: bool,
    /// A server's own note of what it was asked.
    pub(super) is_noted: bool,
    /// Written in full by the server that was asked.
    pub(super) is_of_server: bool,
    /// Made by a page, as a browser's console tells.
    pub(super) is_of_page: bool,
    /// Which form it has, as a number.
    pub(super) form: usize,
}

pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) message: Message,
}

/// The method of a request of which only the address is told: some endpoints take POST alone (RFC 6749 §3.2, RFC 7009 §2,
/// RFC 7662 §2.1, RFC 8628 §3.1, RFC 9126 §2).
fn likely_method(url: &str) -> &'static str {
    const POSTED: [&str; 8] = [
        "token",
        "introspect",
        "introspection",
        "revoke",
        "revocation",
        "par",
        "device_authorization",
        "access_token",
    ];
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    // `token.oauth2`, `token2`.
    let last =
        last.split(|c: char| c == '.' || c.is_ascii_digit()).next().unwrap_or_default().to_ascii_lowercase();
    if POSTED.contains(&last.as_str()) { "POST" } else { "GET" }
}

/// A JSON answer in a line without what the line says behind it: a logger's context, a place in a file. What follows without a blank
/// the server may have sent.
fn document(got: &str) -> &str {
    let end = Nesting::default().read_to_end(got).filter(|_| got.starts_with(['{', '[']));
    let split = end.and_then(|end| got.split_at_checked(end)).filter(|(_, behind)| behind.starts_with(' '));
    split.map_or(got, |(document, _)| document)
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
            is_followed: false,
            is_of_redirect: false,
            is_noted: false,
            is_of_server: false,
            is_of_page: false,
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
            (Some(status), reason) => {
                talk.answer(line, status.parse().ok()?);
                talk.error = reason.map(str::to_owned);
            }
            (None, reason) => talk.error = Some(reason?.to_owned()),
        }
        if let Some(sent) = holes.get("sent") {
            talk.request.put_body(&content(sent));
        }
        if let (Some(got), Some(reply)) = (holes.get("got").filter(|got| !got.is_empty()), &mut talk.reply) {
            reply.message.put_body(document(&content(got)));
        }
        let to = holes.get("location").filter(is_known).map(str::to_owned);
        let to = to.or_else(|| pairs::value(holes.get("rest")?, &["location", "loc", "redirect"]));
        let to = to.filter(|to| !to.is_empty());
        if let Some(reply) = &mut talk.reply {
            reply.message.headers.extend(to.map(|to| ("location".to_owned(), to)));
        }
        Some(talk)
    }

    /// Names the origin of what a server was asked for, by the URL that it makes of it.
    pub(super) fn name_origin(&mut self, url: &Uri) {
        if self.uri().is_some_and(|own| own.path() == url.path()) {
            self.host = Some(authority(url));
            self.hint = Some(url.clone());
        }
    }

    /// From a line that names a request.
    pub(super) fn told(line: &Line, holes: &Holes) -> Option<Self> {
        let target = holes.get("url").or(holes.get("target"))?;
        let query = holes.get("query").filter(is_known).map(|query| query.trim_start_matches('?'));
        let target = query.map_or(target.to_owned(), |query| format!("{target}?{query}"));
        // A path alone names a request where it was answered.
        let answered = || holes.get("status").and(holes.get("target"));
        let named = || holes.get("url").or_else(answered).map(likely_method);
        let method = holes.get("method").or_else(named)?;
        let mut talk = Talk::new(line, method, &target, None);
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

    /// From what a printed object tells; `None` where that is no request. An answer does not say by which method it was asked
    /// for; some endpoints take one alone.
    pub(super) fn of_told(line: &Line, told: &Told) -> Option<Self> {
        let target = told.target.as_deref()?;
        let posted = || Some(likely_method(target)).filter(|method| *method == "POST");
        let method = told.method.as_deref().or_else(posted)?;
        let mut talk = Talk::new(line, method, target, None);
        talk.fill(line, told);
        Some(talk)
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
        self.error = self.error.take().or_else(|| told.failed.clone());
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

    /// The status of its answer, and the path that was asked for.
    pub(super) fn ended(&self) -> Option<(u16, String)> {
        Some((self.reply.as_ref()?.status, self.uri()?.path().to_owned()))
    }

    /// Whether anything of a body was seen: of the answer, where there is one.
    pub(super) fn has_body(&self) -> bool {
        self.reply.as_ref().map_or(&self.request, |reply| &reply.message).has_body()
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
}

#[cfg(test)]
mod tests {
    use super::likely_method;

    #[test]
    fn an_endpoint_that_takes_post_alone_was_asked_by_post() {
        for url in [
            "https://a.example/oauth2/token",
            "https://a.example/o/token/",
            "https://a.example/introspect?x=1",
        ] {
            assert_eq!(likely_method(url), "POST", "{url}");
        }
        for url in ["https://a.example/userinfo", "https://a.example/tokens", "https://a.example"] {
            assert_eq!(likely_method(url), "GET", "{url}");
        }
    }
}
