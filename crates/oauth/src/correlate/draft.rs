//! A login in the making, and what it has learnt so far.

use std::sync::Arc;

use http::{Context, Exchange, Parameters, Secret, Timestamp, Uri};

use super::member::{Member, near};
use crate::classify::client_of;
use crate::message::MessageKind;

/// How long a login may wait for its user, in milliseconds.
const LOGIN_LIFETIME: f64 = 60.0 * 60.0 * 1000.0;

/// What a login asks for.
#[derive(Clone, Default)]
pub(super) struct Asked {
    pub(super) client_id: Option<String>,
    pub(super) redirect_uri: Option<Uri>,
    /// It was taken out of the recording, or is behind a `request_uri` that was.
    pub(super) hides_redirect_uri: bool,
    pub(super) state: Option<Secret<String>>,
    pub(super) request_uri: Option<Secret<String>>,
    pub(super) challenge: Option<Secret<String>>,
    pub(super) nonce: Option<Secret<String>>,
}

impl Asked {
    /// What parameters say; what they do not say stays as it was.
    pub(super) fn learn(&mut self, parameters: &Parameters) {
        // Two logins without a value have nothing in common.
        let value = |name| parameters.value(name).filter(|value| !value.text().is_empty()).cloned();
        self.client_id = client_of(parameters).map(str::to_owned).or(self.client_id.take());
        // Where only the host was taken out, the path tells.
        let of_path =
            || Uri::parse(parameters.captured("redirect_uri")?.text()).filter(|uri| !uri.is_host_known());
        let redirect_uri = parameters.text("redirect_uri").and_then(Uri::parse).or_else(of_path);
        self.redirect_uri = redirect_uri.or(self.redirect_uri.take());
        self.hides_redirect_uri |= parameters.hides("redirect_uri") || parameters.hides("request_uri");
        self.state = value("state").or(self.state.take());
        self.challenge = value("code_challenge").or(self.challenge.take());
        self.nonce = value("nonce").or(self.nonce.take());
    }
}

/// A login in the making. Its lists only grow, so that a step can be taken back.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) members: Vec<Member>,
    pub(super) asked: Arc<Asked>,
    pub(super) began: Option<Timestamp>,
    pub(super) server_origin: Arc<str>,
    /// The states that came back.
    pub(super) returned: Vec<Secret<String>>,
    /// The hashes of the code verifiers that were sent.
    pub(super) proofs: Vec<Secret<String>>,
    /// The nonces in the ID tokens that came.
    pub(super) stated_nonces: Vec<Secret<String>>,
    pub(super) container: Option<String>,
    pub(super) tab: Option<i64>,
    pub(super) frame: Option<i64>,
    /// The tab with the page that opened this one.
    pub(super) opener: Option<i64>,
    /// Where the provider's redirects lead, the newest last.
    pub(super) redirects: Vec<Uri>,
    pub(super) counts: Counts,
    pub(super) responded: bool,
    /// Its newest answer was an error: there is no code to exchange.
    pub(super) refused: bool,
    /// It may be no login at all: a page with a code and a state, which counts if somebody exchanges the code.
    pub(super) is_guess: bool,
    /// Another number with each change, also with one that is taken back.
    pub(super) version: u64,
}

/// What a login has, counted, and the places of the messages that are asked for again and again.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) codes: u32,
    pub(super) tokens: u32,
    /// Tokens that are no ID tokens: with these APIs are called.
    pub(super) access_tokens: u32,
    pub(super) resource_requests: u32,
    pub(super) key_sets: u32,
    /// Token requests that a retry does not replace.
    pub(super) token_requests: u32,
    pub(super) failed_token_requests: u32,
    /// Messages that are more than documents read and clients registered.
    pub(super) steps: u32,
    pub(super) starts: u32,
    /// The first authorization request, and the first answer that reached the app.
    pub(super) request: Option<u32>,
    pub(super) answer: Option<u32>,
}

/// What a draft was, to make it so again.
pub(super) struct Mark {
    asked: Arc<Asked>,
    server_origin: Arc<str>,
    lengths: [usize; 5],
    counts: Counts,
    responded: bool,
    refused: bool,
    is_guess: bool,
}

impl Draft {
    /// A login that begins with this exchange.
    pub(super) fn of(exchange: &Exchange) -> Self {
        Draft {
            began: exchange.started,
            server_origin: exchange.request.uri.origin().into(),
            container: exchange.context.container.clone(),
            tab: exchange.context.tab,
            frame: exchange.context.frame,
            opener: exchange.context.opener,
            ..Draft::default()
        }
    }

    /// Something that happened at a server before any login began there, or without one.
    pub(super) fn beside(member: &Member) -> Self {
        Draft {
            began: member.started(),
            server_origin: member.uri().origin().into(),
            container: member.exchange.context.container.clone(),
            ..Draft::default()
        }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            asked: Arc::clone(&self.asked),
            server_origin: Arc::clone(&self.server_origin),
            lengths: [
                self.members.len(),
                self.returned.len(),
                self.proofs.len(),
                self.stated_nonces.len(),
                self.redirects.len(),
            ],
            counts: self.counts,
            responded: self.responded,
            refused: self.refused,
            is_guess: self.is_guess,
        }
    }

    pub(super) fn restore(&mut self, mark: Mark) {
        let [members, returned, proofs, stated_nonces, redirects] = mark.lengths;
        self.members.truncate(members);
        self.returned.truncate(returned);
        self.proofs.truncate(proofs);
        self.stated_nonces.truncate(stated_nonces);
        self.redirects.truncate(redirects);
        self.asked = mark.asked;
        self.server_origin = mark.server_origin;
        self.counts = mark.counts;
        self.responded = mark.responded;
        self.refused = mark.refused;
        self.is_guess = mark.is_guess;
    }

    /// Counts a message in that is put at the end.
    pub(super) fn push(&mut self, member: Member) {
        let at = self.members.len() as u32;
        let counts = &mut self.counts;
        match member.kind {
            MessageKind::ResourceRequest => counts.resource_requests += 1,
            MessageKind::Jwks => counts.key_sets += 1,
            MessageKind::TokenRequest if member.failed() => counts.failed_token_requests += 1,
            MessageKind::TokenRequest => counts.token_requests += 1,
            MessageKind::LoginStart => counts.starts += 1,
            MessageKind::AuthorizationRequest => _ = counts.request.get_or_insert(at),
            MessageKind::AuthorizationResponse => _ = counts.answer.get_or_insert(at),
            _ => {}
        }
        let is_document = matches!(
            member.kind,
            MessageKind::Discovery
                | MessageKind::ResourceChallenge
                | MessageKind::ResourceMetadata
                | MessageKind::Jwks
                | MessageKind::Registration
        );
        counts.steps += u32::from(!is_document);
        self.members.push(member);
    }

    /// The first authorization request.
    pub(super) fn request(&self) -> Option<&Member> {
        self.members.get(self.counts.request? as usize)
    }

    /// The first answer that reached the app.
    pub(super) fn answer(&self) -> Option<&Member> {
        self.members.get(self.counts.answer? as usize)
    }

    /// Whether the provider sent the browser back to the app with a code.
    pub(super) fn is_sent_back(&self) -> bool {
        // An access log has the status of the redirect, and not where it leads.
        let is_redirected =
            |m: &Member| m.location().is_none() && matches!(m.exchange.status(), Some(302 | 303));
        if self.request().is_some_and(is_redirected) {
            return true;
        }
        let Some(redirect_uri) = &self.asked.redirect_uri else { return false };
        self.redirects.iter().any(|to| to.same_endpoint(redirect_uri) && to.query().seen("code").is_some())
    }

    /// Whether it asked for a token for a resource on that origin (RFC 8707 §2).
    pub(super) fn asks_for(&self, origin: &str) -> bool {
        let asked = self.request().map(|request| request.uri().query());
        let resource = asked.and_then(|asked| Uri::parse(asked.text("resource")?));
        resource.is_some_and(|resource| resource.origin() == origin)
    }

    /// Whether its client asks for the tokens again and again (RFC 8628 §3.4, OpenID Connect CIBA §10.1).
    pub(super) fn is_polled(&self) -> bool {
        const POLLED: [MessageKind; 2] =
            [MessageKind::DeviceAuthorizationRequest, MessageKind::BackchannelAuthenticationRequest];
        let first = self.members.first().map(|member| member.kind);
        first.is_some_and(|first| POLLED.contains(&first)) && self.counts.token_requests == 0
    }

    /// Whether a token request of it was seen.
    pub(super) fn has_token_request(&self) -> bool {
        self.counts.token_requests + self.counts.failed_token_requests > 0
    }

    /// Whether a request made in that cookie jar can be this login's; not every recording knows.
    pub(super) fn shares_container(&self, context: &Context) -> bool {
        self.container.is_none() || context.container.is_none() || self.container == context.container
    }

    pub(super) fn is_here(&self, context: &Context) -> bool {
        self.tab == context.tab && (self.frame == context.frame || context.frame.is_none())
    }

    /// Tab and frame, where they are known.
    pub(super) fn place(&self) -> Option<(i64, Option<i64>)> {
        self.tab.map(|tab| (tab, self.frame))
    }

    /// Whether it is no login yet: a client read documents or registered.
    pub(super) fn is_unbegun(&self) -> bool {
        self.counts.steps == 0
    }

    pub(super) fn is_alive_at(&self, time: Option<Timestamp>) -> bool {
        near(self.began, time, LOGIN_LIFETIME)
    }
}
