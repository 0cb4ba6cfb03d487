//! What a talk was, when all lines are read.

use super::{Reply, Talk, likely_method};
use crate::readers::lines::line::Line;
use crate::readers::lines::{method_of_answer, page_at};
use crate::readers::via::{is_of_browser, via};
use crate::readers::{default_scheme, location, redirect};
use crate::{
    Captured, Context, Exchange, ExchangeId, Headers, Missing, NetworkError, Observer, Place, Provenance,
    Request, Response, Secret, Statement, UNSEEN_HOST, Uri, Via,
};

impl Talk {
    pub(in crate::readers::lines) fn exchange(mut self) -> Option<Exchange> {
        if let Some(uri) = self.landing() {
            return (!self.is_followed).then(|| page_at(self.line, self.started, uri));
        }
        if self.is_answer_alone {
            // What it is tells how it was asked for, but not where.
            self.method = self.document_method()?.to_owned();
            self.target = "/".to_owned();
        }
        let uri = self.uri()?;
        let method = self.request.header(":method").unwrap_or(&self.method);
        // Some programs write the address alone.
        let posts = self.request.body.is_some() || likely_method(uri.path()) == "POST";
        let method = match method {
            "" if posts => "POST",
            "" => "GET",
            method => method,
        };
        let method = method.to_owned();
        let headers = self.request.headers();
        let by_browser = self.is_of_page || is_of_browser(&headers) && !self.is_noted && !self.is_of_server;
        let via = match via(&method, "", &headers, None) {
            // A console names what the browser itself loads, too: it comes back from a login so (RFC 6749 §4.1.2).
            _ if self.is_of_page && method == "GET" && brings_answer(&uri) => Via::Page,
            _ if self.is_of_page => Via::Fetch,
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

    /// Where an answer sends the browser of which the request is not there: an address that says something, as a callback or
    /// an authorization request does.
    fn landing(&self) -> Option<Uri> {
        let reply = self.reply.as_ref().filter(|reply| self.is_answer_alone && reply.status / 100 == 3)?;
        let uri = redirected(None, reply)?;
        let is_telling = !uri.query().is_empty() || !uri.fragment().is_empty();
        is_telling.then_some(uri)
    }

    /// How the redirect is followed of which the next answer is shown alone, as `curl -iL` does.
    pub(in crate::readers::lines) fn followed(&mut self, line: &Line) -> Option<Talk> {
        let uri = redirected(self.uri().as_ref(), self.reply.as_ref()?)?;
        self.is_followed = true;
        Some(Talk { is_of_redirect: true, ..Talk::new(line, "GET", uri.text().text(), None) })
    }

    /// How the document is got that an answer alone holds.
    fn document_method(&self) -> Option<&'static str> {
        let reply = self.reply.as_ref()?;
        method_of_answer(reply.status, reply.message.body.as_deref())
    }

    /// An answer of which the request is not there, in words.
    pub(in crate::readers::lines) fn statement(&self) -> Option<Statement> {
        let reply = self.reply.as_ref().filter(|_| self.is_answer_alone)?;
        if self.document_method().is_some() || self.is_followed || self.landing().is_some() {
            return None;
        }
        let challenge = reply.message.header("www-authenticate").unwrap_or_default();
        let body = reply.message.body.as_deref().unwrap_or_default().trim();
        let text = format!("HTTP {} {} {challenge} {body}", reply.status, self.target);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let provenance = Provenance::at(Place::line(self.line));
        Some(Statement {
            provenance,
            time: self.started,
            text: Secret::new(text),
            level: crate::LogLevel::Unsaid,
        })
    }

    /// The URL of one that began with it.
    pub(in crate::readers::lines) fn url(&self) -> Option<Uri> {
        absolute(&self.target)
    }

    pub(super) fn uri(&self) -> Option<Uri> {
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

    pub(super) fn scheme(&self, host: &str) -> String {
        if let Some(scheme) = self.request.header(":scheme") {
            return scheme.to_owned();
        }
        let page = |name: &str| Uri::parse(self.request.header(name)?);
        let known = self.hint.iter().cloned().chain(page("origin")).chain(page("referer"));
        let known = known.filter(|uri| authority(uri) == host).map(|uri| uri.scheme().to_owned()).next();
        known.unwrap_or_else(|| default_scheme(host).to_owned())
    }
}

/// Where an answer redirects to; a path alone says so where the request is known.
fn redirected(from: Option<&Uri>, reply: &Reply) -> Option<Uri> {
    let to = reply.message.header("location").filter(|_| reply.status / 100 == 3)?;
    match from {
        Some(from) => redirect(from, reply.status, to),
        None => Uri::parse(to.trim()),
    }
}

/// Whether an address brings the answer of an authorization request.
fn brings_answer(uri: &Uri) -> bool {
    let query = uri.query();
    query.has("state") && (query.has("code") || query.has("error"))
}

/// The URL that a target is (RFC 9112 §3.2.2).
fn absolute(target: &str) -> Option<Uri> {
    Uri::parse(target).filter(|_| target.contains("://") && !target.starts_with('/'))
}

pub(super) fn authority(uri: &Uri) -> String {
    uri.url().port().map_or(uri.host().to_owned(), |port| format!("{}:{port}", uri.host()))
}

fn captured(headers: Headers) -> Captured<Headers> {
    if headers.is_empty() { Captured::Missing(Missing::NotRecorded) } else { Captured::Present(headers) }
}
