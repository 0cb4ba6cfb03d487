//! Logins as people read them.

mod finding;
mod headers;
mod login;
mod message;
mod parameters;
mod response;

use lint::Session;
use oauth::{Flow, MessageKind};

use crate::FORMAT_VERSION;
use crate::fields::{self, Treatment};
use crate::model::{Input, Login, Outcome, Report, SessionView, Severity, Summary, Tool};
use crate::redact::{Redactor, Shown};

/// A file that was read into the session.
pub struct Source {
    /// Its name.
    pub name: Shown,
    /// `har`, `curl` or `transcript`.
    pub kind: &'static str,
    /// The ids that its exchanges got.
    pub exchanges: std::ops::Range<u32>,
    /// What could not be read.
    pub problems: Vec<Shown>,
}

/// What the panel shows.
pub fn view(session: &Session) -> SessionView {
    let (logins, kept) = logins(session);
    SessionView { kept: kept.len(), logins, seen: session.seen() }
}

/// The report of all logins, or of the one with that key.
pub fn report(session: &Session, sources: &[Source], login: Option<&str>) -> Report {
    let (mut logins, kept) = logins(session);
    if let Some(key) = login {
        logins.retain(|login| login.key == key);
    }
    let inputs = sources
        .iter()
        .map(|source| Input {
            name: source.name.clone(),
            kind: source.kind,
            exchanges: source.exchanges.len(),
            used: kept.iter().filter(|id| source.exchanges.contains(id)).count(),
            problems: source.problems.clone(),
        })
        .collect();
    let count =
        |severity| logins.iter().flat_map(|login| &login.findings).filter(|f| f.severity == severity).count();
    let summary = Summary {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        infos: count(Severity::Info),
        logins: logins.len(),
        failed: logins.iter().filter(|login| login.outcome == Outcome::Failed).count(),
    };
    let tool = Tool { name: "oauth-lens", version: env!("CARGO_PKG_VERSION") };
    Report { format: "oauth-lens-report", version: FORMAT_VERSION, tool, inputs, logins, summary }
}

/// The logins, and the ids of the exchanges that belong to one.
fn logins(session: &Session) -> (Vec<Login>, Vec<u32>) {
    let found = session.logins();
    let redactor = Redactor::default();
    for login in &found {
        learn_secrets(&redactor, &login.flow);
    }
    let kept =
        found.iter().flat_map(|login| &login.flow.messages).map(|message| message.exchange.id.0).collect();
    let logins =
        (1..).zip(&found).map(|(number, l)| login::login(number, &l.flow, &l.diagnosis, &redactor)).collect();
    (logins, kept)
}

/// Names every secret before anything is shown, in the order of the messages: so the names do not depend on what is
/// shown first, and no secret escapes inside a text that is shown before the place where it is known.
fn learn_secrets(redactor: &Redactor, flow: &Flow<'_>) {
    for message in &flow.messages {
        for field in parameters::parameters(message) {
            if fields::parameter(&field.name) == Treatment::Secret {
                redactor.learn(&field.name, &field.value.as_str().into());
            }
        }
        let headers = message
            .exchange
            .request
            .headers
            .present()
            .into_iter()
            .chain(message.exchange.response.iter().filter_map(|response| response.headers.present()));
        for (name, value) in headers.flat_map(http::Headers::iter) {
            match name {
                "authorization" | "proxy-authorization" => {
                    let (_, credentials) = value.text().split_once(' ').unwrap_or(("", value.text()));
                    redactor.learn("credentials", &credentials.into());
                }
                "cookie" => value
                    .text()
                    .split(';')
                    .filter_map(|c| c.trim().split_once('='))
                    .for_each(|(_, v)| redactor.learn("cookie", &v.into())),
                "set-cookie" => {
                    let pair = value.text().split(';').next().and_then(|pair| pair.split_once('='));
                    pair.into_iter().for_each(|(_, v)| redactor.learn("cookie", &v.into()));
                }
                "dpop" => redactor.learn("dpop-proof", value),
                _ => {}
            }
        }
        let body = message.exchange.response.as_ref().and_then(|response| response.body.present());
        if let Some(serde_json::Value::Object(members)) = body.and_then(http::Body::json)
            && message.kind != MessageKind::Discovery
        {
            for (name, value) in &members {
                if let Some(text) = value.as_str().filter(|_| fields::parameter(name) == Treatment::Secret) {
                    redactor.learn(name, &text.into());
                }
            }
        }
    }
}
