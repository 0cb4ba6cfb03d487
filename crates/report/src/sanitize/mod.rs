//! A recording without its secrets, which is read again: the exchanges of its stories as an archive (HAR 1.2).
//!
//! What a diagnosis needs stays, values have the names that reports give them, and the same value has one name all over the file
//! (`docs/masked-recordings.md`). What can only be computed from values is computed before they go, and stands beside their names.

mod causes;
mod entry;
mod har;

pub use self::causes::{LoginCause, OtherCause, login_causes, other_causes};
use std::collections::BTreeMap;

use http::ExchangeId;
use lint::{Session, Story, TokenUnderTest};
use oauth::MessageKind;
use serde::Serialize;

use self::har::{Archive, Creator, Line, Log};
use crate::mask::written::{Hosts, Tally, Writer};
use crate::mask::{Redactor, acts, secrets};
use crate::view::login;

/// A masked recording.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Sanitized {
    /// The archive.
    pub text: String,
    /// How many requests are in it.
    pub requests: usize,
    /// How many lines of programs are in it.
    pub statements: usize,
    /// How many requests belong to no login, and are not in it.
    pub left_out: usize,
    /// How many bodies are not in it that nobody can mask.
    pub bodies_left_out: usize,
    /// How many values were masked, by the word of their names.
    pub masked: Vec<(String, usize)>,
    /// Whether some values are longer, or of more parts, than are learnt: a word out of them may stand in it.
    pub is_learnt_in_part: bool,
}

impl Sanitized {
    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.requests == 0 && self.statements == 0
    }
}

/// The recording, or the login with that key, without its secrets; with `hosts` also without the names of hosts. `None` where there
/// is no such login.
#[must_use]
pub fn sanitized(session: &Session, key: Option<&str>, hosts: bool) -> Option<Sanitized> {
    let analysis = session.analysis();
    let is_asked = |story: &&Story<'_>| key.is_none_or(|key| login::key(story.flow()) == key);
    let stories: Vec<&Story<'_>> = analysis.stories().iter().filter(is_asked).collect();
    if key.is_some() && stories.is_empty() {
        return None;
    }
    // Names that the recording has already stay, and no value gets one of them.
    let before = Redactor::of_recording([]);
    secrets::learn_all(&before, session);
    let kept = before.kept_names();
    let redactor = match kept.is_empty() {
        true => before,
        false => {
            let redactor = Redactor::of_recording(&kept);
            secrets::learn_all(&redactor, session);
            redactor
        }
    };
    let mut writer = Writer::new(&redactor, hosts.then(|| hosts_of(&stories)));
    let mut messages = BTreeMap::new();
    let mut said = Vec::new();
    for story in &stories {
        let flow = story.flow();
        for message in &flow.messages {
            messages.entry(message.exchange.id).or_insert((message.exchange, message.kind));
        }
        said.extend(flow.statements.iter().copied());
        let sent = flow
            .authorization_request()
            .and_then(oauth::AuthorizationRequest::state)
            .and_then(http::Value::known);
        for response in flow.authorization_responses() {
            if let Some((sent, returned)) = sent.zip(response.state().and_then(http::Value::known))
                && sent != returned
                && lint::is_recoding(sent, returned)
            {
                writer.note_spelling(returned, sent);
            }
        }
        for token in flow.id_tokens() {
            token.jwt.text("nonce").into_iter().for_each(|nonce| writer.note_stated(nonce));
        }
        for seen in flow.tokens() {
            let places = TokenUnderTest::of_login(flow, &seen, None);
            let Some(signature) = places.iter().find_map(TokenUnderTest::signature) else { continue };
            match signature.verification {
                jose::Verification::Valid { .. } => writer.note_signature(seen.text.text(), true),
                jose::Verification::Invalid { .. } => writer.note_signature(seen.text.text(), false),
                _ => {}
            }
        }
    }
    let messages: BTreeMap<ExchangeId, (&http::Exchange, MessageKind)> = messages;
    let entries: Vec<_> =
        messages.values().map(|(exchange, kind)| entry::entry(exchange, *kind, &writer)).collect();
    let statements: Vec<Line> = said
        .iter()
        .map(|statement| Line {
            time: statement.time.map(http::Timestamp::to_rfc3339),
            text: writer.line(&statement.text),
            level: statement.level.name(),
        })
        .collect();
    let (requests, lines) = (entries.len(), statements.len());
    let archive = Archive {
        log: Log {
            version: "1.2",
            creator: Creator { name: "OAuth Lens", version: env!("CARGO_PKG_VERSION") },
            comment: "Secrets are masked: each name stands for one value. Open it in OAuth Lens for what broke the login.",
            statements,
            entries,
        },
    };
    let text = harmless(&serde_json::to_string_pretty(&archive).ok()?);
    let tally: Tally = writer.into_tally();
    Some(Sanitized {
        is_learnt_in_part: redactor.is_cut(),
        text,
        requests,
        statements: lines,
        left_out: session.seen().saturating_sub(requests),
        bodies_left_out: tally.bodies_left_out(),
        masked: tally.kinds().into_iter().collect(),
    })
}

/// The hosts of the messages.
fn hosts_of(stories: &[&Story<'_>]) -> Hosts {
    let mut hosts = Hosts::default();
    for exchange in stories.iter().flat_map(|story| story.exchanges()) {
        hosts.learn(exchange.request.uri.host());
        exchange.location().into_iter().for_each(|to| hosts.learn(to.host()));
        let page = exchange.requesting_origin().and_then(|origin| http::Uri::parse(&origin));
        page.into_iter().for_each(|page| hosts.learn(page.host()));
    }
    hosts
}

/// JSON in which characters are escaped that act on a terminal or a reader's eye.
fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\n' => out.push(c),
            c if acts(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            c => out.push(c),
        }
    }
    out
}
