//! Which login an exchange belongs to.
//!
//! A fold over exchanges in the order in which they began. Values decide before circumstances: a redirect that leads
//! here, a state, a code, a verifier that hashes to the challenge, a token; only then client, tab and time.

mod beside;
mod cookies;
mod draft;
mod joins;
mod neighbours;
mod response;

use std::collections::{HashMap, HashSet};

use http::{Exchange, Secret, Timestamp, Uri};

use self::beside::is_refused_call;
pub use self::cookies::cookie_mark;
use self::draft::{Draft, Member, Pushed, in_order, near};
use self::neighbours::{Neighbours, neighbours};
use self::response::{is_late_response, response_parameters};
use crate::classify::{
    Intent, intent, is_answered_as_token_request, is_authorization_request, is_named_like_jwks,
    request_parameters,
};
use crate::discovery::Discovery;
use crate::flow::{Flow, FlowMessage, Read};
use crate::message::{Join, MessageKind};
use crate::metadata::{Metadata, authorization_servers};
use crate::resource_metadata::ResourceMetadata;

/// How long a pushed authorization request waits for its authorization request, in milliseconds.
const PUSHED_LIFETIME: f64 = 10.0 * 60.0 * 1000.0;

/// Most logins, discovery documents, and messages whose login has not begun, of a live recording.
const KEPT_LOGINS: usize = 1_000;
const KEPT_DOCUMENTS: usize = 64;
const KEPT_LOOSE: usize = 128;

/// Most refused calls that are kept beside logins.
const REFUSED_CALLS: usize = 8;

/// How long before its login a discovery document may have been fetched, in milliseconds.
const METADATA_LEAD: f64 = 10.0 * 60.0 * 1000.0;

/// Finds the logins in exchanges that are ordered by the time at which they began.
pub fn correlate(exchanges: &[&Exchange]) -> Vec<FlowOf> {
    let mut correlator = Correlator::default();
    for (index, exchange) in exchanges.iter().enumerate() {
        correlator.add(index, exchange);
    }
    correlator.finish()
}

/// The fold.
#[derive(Default)]
pub struct Correlator {
    drafts: Vec<Draft>,
    metadata: Vec<Metadata>,
    /// Messages whose login has not begun yet: discovery, the app's own redirect, pushed requests, preflights.
    loose: Vec<Member>,
    /// Calls of APIs that refused a token of no login here.
    refused_calls: Vec<Member>,
}

/// A login as indices into the exchanges it was found in.
pub struct FlowOf {
    members: Vec<Member>,
    metadata: Option<Metadata>,
    neighbours: Neighbours,
}

impl FlowOf {
    /// The login with its exchanges.
    pub fn resolve<'r>(&self, exchanges: &[&'r Exchange]) -> Flow<'r> {
        let message = |m: &Member| {
            Some(FlowMessage { kind: m.kind, join: m.join, exchange: exchanges.get(m.exchange)? })
        };
        Flow {
            messages: self.members.iter().filter_map(message).collect(),
            metadata: self.metadata.clone(),
            others: self.neighbours.others.clone(),
            outer: self.neighbours.outer,
            is_superseded: self.neighbours.is_superseded,
            next_start: self.neighbours.next_start.and_then(|key| exchanges.get(key).copied()),
            read: Read::default(),
        }
    }
}

impl Correlator {
    /// Folds the next exchange in; `key` is its index. Answers its role, `None` for what is no part of any login.
    pub fn add(&mut self, key: usize, exchange: &Exchange) -> Option<MessageKind> {
        let member = |kind, join| Member::new(key, exchange, kind, join);
        let intent = self.intent(exchange);
        match intent {
            Some(Intent::Preflight) => {
                return self.add_preflight(member(MessageKind::Preflight, Join::Preflight));
            }
            Some(Intent::TokenRequest) => return self.add_token_request(key, exchange),
            Some(Intent::PushedAuthorizationRequest) => {
                return self
                    .add_pushed(member(MessageKind::PushedAuthorizationRequest, Join::RequestUri), exchange);
            }
            Some(Intent::DeviceAuthorizationRequest) => {
                return self
                    .begin_device(member(MessageKind::DeviceAuthorizationRequest, Join::Start), exchange);
            }
            Some(Intent::Registration) => return self.add_registration(key, exchange),
            Some(Intent::Discovery) => {
                let metadata = Metadata::read(exchange);
                let mut discovery = member(MessageKind::Discovery, Join::Provider);
                discovery.failed |= metadata.is_none() && exchange.response_body().present().is_some();
                // Behind a redirect the address that the client was given is another.
                let is_redirected = self
                    .loose
                    .iter()
                    .any(|m| m.location.as_ref().is_some_and(|to| to.same_resource(&exchange.request.uri)));
                discovery.without_pkce = metadata.as_ref().is_some_and(|metadata| !metadata.has_s256());
                discovery.unusable = !is_redirected
                    && Discovery::read(0, exchange).is_some_and(|document| !document.is_usable());
                let origins = origins(&exchange.request.uri, metadata.as_ref());
                self.metadata.extend(metadata);
                return self.add_document(discovery, origins);
            }
            Some(Intent::ResourceMetadata) => {
                let origins = authorization_servers(exchange);
                let mut document = member(MessageKind::ResourceMetadata, Join::Provider);
                document.unusable = ResourceMetadata::read(0, exchange)
                    .is_some_and(|document| document.names_its_address() == Some(false));
                return self.add_document(document, origins);
            }
            Some(Intent::Jwks) => {
                let origins = origins(&exchange.request.uri, None);
                return self.add_document(member(MessageKind::Jwks, Join::Provider), origins);
            }
            Some(Intent::Introspection) => {
                let (draft, join) = self.flow_of_token_message(exchange)?;
                return self.put(draft, member(MessageKind::Introspection, join));
            }
            Some(Intent::Revocation) => {
                let (draft, join) = self.flow_of_token_message(exchange)?;
                return self.put(draft, member(MessageKind::Revocation, join));
            }
            Some(
                Intent::AuthorizationRequest
                | Intent::Logout
                | Intent::LogoutNotice
                | Intent::Saml
                | Intent::WsFederation,
            )
            | None => {}
        }
        if is_named_like_jwks(exchange) && self.knows_provider(&exchange.request.uri.origin()) {
            let origins = origins(&exchange.request.uri, None);
            return self.add_document(member(MessageKind::Jwks, Join::Provider), origins);
        }
        if let Some(draft) = self.flow_of_unseen_token_request(exchange) {
            self.learn_tokens(draft, exchange);
            return self.put(draft, member(MessageKind::TokenRequest, Join::Provider));
        }
        if let Some((draft, join)) = self.flow_of_response(exchange) {
            let found = &mut self.drafts[draft];
            found.responded = true;
            found.redirect_uri.get_or_insert_with(|| exchange.request.uri.clone());
            found.learn_response(exchange);
            return self.put(draft, member(MessageKind::AuthorizationResponse, join));
        }
        match intent {
            Some(Intent::AuthorizationRequest) => {
                if let Some(draft) = self.flow_continued_by(exchange) {
                    return self.put(draft, member(MessageKind::ProviderPage, Join::State));
                }
                return self.begin(member(MessageKind::AuthorizationRequest, Join::Start), exchange);
            }
            Some(Intent::Logout) => {
                let (draft, join) = self.flow_of_logout(exchange)?;
                return self.put(draft, member(MessageKind::Logout, join));
            }
            Some(Intent::LogoutNotice) => {
                let draft = self.flow_of_logout_notice(exchange)?;
                return self.put(draft, member(MessageKind::LogoutNotice, Join::Provider));
            }
            Some(Intent::Saml) => {
                let draft = self.flow_behind_which(exchange)?;
                return self.put(draft, member(MessageKind::Saml, Join::Tab));
            }
            Some(Intent::WsFederation) => {
                let draft = self.flow_behind_which(exchange)?;
                return self.put(draft, member(MessageKind::WsFederation, Join::Tab));
            }
            _ => {}
        }
        if let Some((draft, join)) = self.flow_of_provider_page(exchange) {
            return self.put(draft, member(MessageKind::ProviderPage, join));
        }
        if let Some((draft, join)) = self.flow_of_userinfo(exchange) {
            return self.put(draft, member(MessageKind::Userinfo, join));
        }
        if let Some(draft) = self.flow_that_hands_over(exchange) {
            if self.drafts[draft].server_origin == exchange.request.uri.origin() {
                return self.add_token_request(key, exchange);
            }
            return self.put(draft, member(MessageKind::CodeHandover, Join::Code));
        }
        if let Some(draft) = self.flow_of_resource_request(exchange) {
            return self.put(draft, member(MessageKind::ResourceRequest, Join::Token));
        }
        if let Some(draft) = self.flow_that_goes_on(exchange) {
            return self.put(draft, member(MessageKind::AuthorizationResponse, Join::Code));
        }
        if is_answered_as_token_request(exchange) {
            return match self.flow_of_repeated_token_request(exchange) {
                Some(draft) => {
                    self.learn_tokens(draft, exchange);
                    self.put(draft, member(MessageKind::TokenRequest, Join::Provider))
                }
                None => self.add_token_request(key, exchange),
            };
        }
        if is_late_response(exchange) {
            return self.begin_late(member(MessageKind::AuthorizationResponse, Join::Start), exchange);
        }
        if is_refused_call(exchange) && self.refused_calls.len() < REFUSED_CALLS {
            self.refused_calls.push(member(MessageKind::ResourceRequest, Join::Start));
            return None;
        }
        if exchange.location().is_some_and(is_authorization_request) {
            self.loose.push(member(MessageKind::LoginStart, Join::Redirect));
            return Some(MessageKind::LoginStart);
        }
        None
    }

    /// What an exchange says it is; a discovery document has the last word.
    fn intent(&self, exchange: &Exchange) -> Option<Intent> {
        if exchange.is_preflight() {
            return Some(Intent::Preflight);
        }
        self.metadata.iter().rev().find_map(|metadata| metadata.intent(exchange)).or_else(|| intent(exchange))
    }

    fn add_token_request(&mut self, key: usize, exchange: &Exchange) -> Option<MessageKind> {
        let (draft, join) = self.flow_of_token_request(exchange);
        let found = &mut self.drafts[draft];
        found.doubtful = false;
        if found.server_origin.is_empty() {
            found.server_origin = exchange.request.uri.origin();
        }
        self.learn_tokens(draft, exchange);
        self.put(draft, Member::new(key, exchange, MessageKind::TokenRequest, join))
    }

    /// Takes in what the body of an exchange that was added before says, where it came later.
    pub fn learn(&mut self, key: usize, exchange: &Exchange) {
        let is_it = |m: &Member| m.exchange == key;
        match self.drafts.iter().position(|draft| draft.members.iter().any(is_it)) {
            Some(draft) => match self.intent(exchange) {
                Some(Intent::TokenRequest) => self.learn_tokens(draft, exchange),
                Some(Intent::DeviceAuthorizationRequest) => self.learn_device_code(draft, exchange),
                _ => {}
            },
            None if self.intent(exchange) == Some(Intent::Discovery) => {
                self.metadata.extend(Metadata::read(exchange))
            }
            None => {}
        }
    }

    /// Whether an exchange without a role may get one when a body that is still on its way tells the provider's
    /// endpoints or tokens: a call to a provider.
    pub fn may_yet_belong(&self, exchange: &Exchange) -> bool {
        let origin = exchange.request.uri.origin();
        !exchange.context.via.is_navigation()
            && (self.drafts.iter().any(|draft| draft.server_origin == origin)
                || self.loose.iter().any(|m| m.kind == MessageKind::Discovery && m.uri.origin() == origin)
                || is_named_like_jwks(exchange))
    }

    /// Forgets all but the newest logins, documents and messages without a login; says which exchanges no login can
    /// need any more. A recording that is left on for days must not fill the memory.
    pub fn shrink(&mut self) -> Vec<usize> {
        fn oldest<T>(list: &mut Vec<T>, kept: usize) -> impl Iterator<Item = T> + '_ {
            let superfluous = list.len().saturating_sub(kept);
            list.drain(..superfluous)
        }
        oldest(&mut self.metadata, KEPT_DOCUMENTS).for_each(drop);
        let drafts = oldest(&mut self.drafts, KEPT_LOGINS).flat_map(|draft| draft.members);
        drafts.chain(oldest(&mut self.loose, KEPT_LOOSE)).map(|m| m.exchange).collect()
    }

    fn knows_provider(&self, origin: &str) -> bool {
        self.drafts.iter().any(|draft| draft.server_origin == origin)
            || self.metadata.iter().any(|m| m.endpoints().any(|uri| uri.origin() == origin))
    }

    /// Whether an exchange would begin or continue a login by what its request alone says.
    pub fn is_message(exchange: &Exchange) -> bool {
        matches!(intent(exchange), Some(other) if other != Intent::Preflight)
    }

    /// The logins, in the order in which they began.
    pub fn finish(mut self) -> Vec<FlowOf> {
        self.put_ended_without_pkce();
        let (without_metadata, loose): (Vec<Member>, Vec<Member>) = std::mem::take(&mut self.loose)
            .into_iter()
            .partition(|m| m.kind == MessageKind::ResourceMetadata && m.failed);
        // A client tries several addresses for one document.
        let found: Vec<(String, usize)> = loose
            .iter()
            .chain(self.drafts.iter().flat_map(|draft| &draft.members))
            .filter(|m| m.kind == MessageKind::Discovery && !m.failed)
            .map(|m| (m.uri.origin(), m.exchange))
            .collect();
        let is_found_later = |failed: &Member| {
            found.iter().any(|(origin, at)| *origin == failed.uri.origin() && *at > failed.exchange)
        };
        for preflight in loose {
            match preflight.kind {
                // A browser that refused the preflight may show no trace of the request behind it.
                MessageKind::Preflight => {
                    if let Some(draft) = self.flow_stopped_by(&preflight) {
                        self.put(draft, Member { join: Join::Provider, ..preflight });
                    }
                }
                // A login that ends before it begins.
                MessageKind::Discovery if preflight.failed && is_found_later(&preflight) => {}
                MessageKind::Discovery if preflight.failed => self.put_unbegun(preflight),
                MessageKind::Discovery | MessageKind::ResourceMetadata
                    if preflight.unusable && !self.has_login_at(&preflight) =>
                {
                    self.put_unbegun(preflight);
                }
                MessageKind::Registration if preflight.failed && !self.has_login_at(&preflight) => {
                    self.put_unbegun(preflight);
                }
                MessageKind::PushedAuthorizationRequest => {
                    let server_origin = preflight.uri.origin();
                    self.drafts.push(Draft {
                        began: preflight.started,
                        server_origin,
                        members: vec![preflight],
                        ..Draft::default()
                    });
                }
                _ => {}
            }
        }
        let unbegun = self.drafts.iter().enumerate().filter(|(_, draft)| draft.is_unbegun());
        let unbegun: HashMap<String, usize> =
            unbegun.map(|(index, draft)| (draft.server_origin.clone(), index)).collect();
        for metadata in without_metadata {
            if let Some(draft) = unbegun.get(&metadata.uri.origin()) {
                self.drafts[*draft].members.push(metadata);
            }
        }
        let mut drafts = self.drafts;
        drafts.retain(|draft| !draft.doubtful);
        // Beside logins they are about some token of before; alone they are what somebody asks about.
        if drafts.is_empty() {
            for call in self.refused_calls {
                let same = |draft: &&mut Draft| draft.server_origin == call.uri.origin();
                match drafts.iter_mut().find(same) {
                    Some(draft) => draft.members.push(call),
                    None => drafts.push(Draft {
                        began: call.started,
                        server_origin: call.uri.origin(),
                        members: vec![call],
                        ..Draft::default()
                    }),
                }
            }
        }
        drafts.sort_by(|a, b| match (a.began, b.began) {
            (Some(a), Some(b)) => a.as_millis().total_cmp(&b.as_millis()),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        let neighbours = neighbours(&drafts);
        drafts
            .into_iter()
            .zip(neighbours)
            .map(|(draft, neighbours)| FlowOf {
                metadata: self.metadata.iter().rev().find(|m| draft.is_described_by(m)).cloned(),
                neighbours,
                members: in_order(draft.members),
            })
            .collect()
    }

    /// Whether a login began at the provider of a document: then a client took it.
    fn has_login_at(&self, document: &Member) -> bool {
        self.drafts.iter().any(|d| !d.is_unbegun() && document.origins.contains(&d.server_origin))
    }

    /// A client that learnt from a protected resource which provider to ask, and from the provider that it has no PKCE,
    /// goes no further (Model Context Protocol, Authorization).
    fn put_ended_without_pkce(&mut self) {
        while let Some((server_origin, began)) = self.ended_without_pkce() {
            let members = take(&mut self.loose, |m| match m.kind {
                MessageKind::ResourceMetadata => m.origins.contains(&server_origin),
                MessageKind::Discovery | MessageKind::Registration => m.uri.origin() == server_origin,
                _ => false,
            });
            self.drafts.push(Draft { began, server_origin, members, ..Draft::default() });
        }
    }

    /// The provider at which the first such client ended, and when that client asked.
    fn ended_without_pkce(&self) -> Option<(String, Option<Timestamp>)> {
        let resources = self.loose.iter().filter(|m| m.kind == MessageKind::ResourceMetadata);
        let named: HashSet<&str> = resources.flat_map(|m| &m.origins).map(String::as_str).collect();
        let begun = self.drafts.iter().filter(|draft| !draft.is_unbegun());
        let begun: HashSet<&str> = begun.map(|draft| draft.server_origin.as_str()).collect();
        let ends = |m: &&Member| {
            m.without_pkce
                && named.contains(m.uri.origin().as_str())
                && !m.origins.iter().any(|origin| begun.contains(origin.as_str()))
        };
        self.loose.iter().find(ends).map(|m| (m.uri.origin(), m.started))
    }

    /// What ended a login before it began.
    fn put_unbegun(&mut self, member: Member) {
        let same = |draft: &Draft| {
            draft.is_unbegun()
                && draft.members.iter().all(|m| m.tab == member.tab)
                && draft.server_origin == member.uri.origin()
        };
        match self.drafts.iter().position(same) {
            Some(draft) => self.drafts[draft].members.push(member),
            None => self.drafts.push(Draft {
                began: member.started,
                server_origin: member.uri.origin(),
                members: vec![member],
                ..Draft::default()
            }),
        }
    }

    fn put(&mut self, draft: usize, member: Member) -> Option<MessageKind> {
        let found = &mut self.drafts[draft];
        let kind = member.kind;
        if kind == MessageKind::AuthorizationRequest || kind.is_on_the_way() {
            found.redirects.extend(member.location.clone());
            // The browser follows, whether or not that was recorded.
            let code = member.location.as_ref().and_then(|to| to.query().value("code").cloned());
            found.codes.extend(code.filter(|code| !code.text().is_empty()));
        }
        if kind != MessageKind::Preflight {
            found.members.extend(take(&mut self.loose, |m| member.is_behind(m)));
        }
        found.members.push(member);
        Some(kind)
    }

    fn begin(&mut self, member: Member, exchange: &Exchange) -> Option<MessageKind> {
        let query = exchange.request.uri.query();
        let own =
            if query.has("client_id") { query } else { request_parameters(exchange).unwrap_or_default() };
        let mut draft = Draft::of(exchange);
        draft.request_uri = own.value("request_uri").cloned();
        draft.learn_request(&own);
        let request_uri = draft.request_uri.clone();
        let metadata: Vec<&Metadata> = self.metadata.iter().filter(|m| draft.is_described_by(m)).collect();
        let described = |m: &Member| {
            m.uri.origin() == draft.server_origin
                || metadata.iter().any(|known| m.uri.text().text().starts_with(&known.issuer))
        };
        let before = take(&mut self.loose, |m| match m.kind {
            MessageKind::LoginStart => {
                m.location.as_ref().is_some_and(|l| l.same_resource(&exchange.request.uri))
            }
            MessageKind::PushedAuthorizationRequest => m.pushed.as_ref().is_some_and(|pushed| {
                pushed.is_behind(request_uri.as_ref(), own.text("client_id"))
                    && near(m.started, exchange.started, PUSHED_LIFETIME)
            }),
            MessageKind::Registration => {
                m.registered.is_some() && m.registered.as_deref() == own.text("client_id")
            }
            MessageKind::ResourceMetadata => {
                m.origins.contains(&draft.server_origin) && near(m.started, exchange.started, METADATA_LEAD)
            }
            MessageKind::Discovery | MessageKind::Jwks => {
                described(m)
                    && near(m.started, exchange.started, METADATA_LEAD)
                    && (m.tab.is_none() || [exchange.context.tab, exchange.context.opener].contains(&m.tab))
            }
            _ => false,
        });
        for pushed in before.iter().filter_map(|m| m.pushed.as_ref()) {
            draft.learn_request(&pushed.parameters);
        }
        draft.members = before;
        self.drafts.push(draft);
        self.put(self.drafts.len() - 1, member)
    }

    /// A login whose request was not seen: the recording began while the user was at the provider.
    fn begin_late(&mut self, member: Member, exchange: &Exchange) -> Option<MessageKind> {
        let kind = member.kind;
        let came_from_elsewhere =
            exchange.requesting_origin().is_some_and(|origin| origin != exchange.request.uri.origin());
        let mut draft = Draft {
            server_origin: String::new(),
            redirect_uri: Some(exchange.request.uri.clone()),
            state: response_parameters(exchange, None).value("state").cloned(),
            responded: true,
            doubtful: !came_from_elsewhere,
            members: vec![member],
            ..Draft::of(exchange)
        };
        draft.learn_response(exchange);
        self.drafts.push(draft);
        Some(kind)
    }

    /// A device asks for a code that its user enters elsewhere (RFC 8628 §3.1).
    fn begin_device(&mut self, member: Member, exchange: &Exchange) -> Option<MessageKind> {
        let parameters = request_parameters(exchange).unwrap_or_default();
        self.drafts.push(Draft {
            client_id: parameters.text("client_id").map(str::to_owned),
            responded: true,
            ..Draft::of(exchange)
        });
        let draft = self.drafts.len() - 1;
        self.learn_device_code(draft, exchange);
        self.put(draft, member)
    }

    fn learn_device_code(&mut self, draft: usize, exchange: &Exchange) {
        let answer = exchange.response_body().present().and_then(|body| body.json());
        let device_code = answer.as_ref().and_then(|answer| answer.get("device_code")?.as_str());
        self.drafts[draft].device_codes.extend(device_code.map(Secret::from));
    }

    /// A client that was made for the login that follows.
    fn add_registration(&mut self, key: usize, exchange: &Exchange) -> Option<MessageKind> {
        let answer = exchange.response_body().present().and_then(|body| body.json());
        let client_id = answer.as_ref().and_then(|answer| answer.get("client_id")?.as_str());
        let member = Member {
            registered: client_id.map(str::to_owned),
            origins: vec![exchange.request.uri.origin()],
            ..Member::new(key, exchange, MessageKind::Registration, Join::Client)
        };
        let begun =
            self.drafts.iter().rposition(|d| client_id.is_some() && d.client_id.as_deref() == client_id);
        match begun {
            Some(draft) => self.put(draft, member),
            None => {
                self.loose.push(member);
                Some(MessageKind::Registration)
            }
        }
    }

    fn add_pushed(&mut self, mut member: Member, exchange: &Exchange) -> Option<MessageKind> {
        let answer = exchange.response_body().present().and_then(|body| body.json());
        let request_uri =
            answer.as_ref().and_then(|answer| answer.get("request_uri")?.as_str()).map(Secret::from);
        let parameters = request_parameters(exchange).unwrap_or_default();
        // A server's transcript has no times: its half may come after the browser's.
        let begun = self.drafts.iter().rposition(|d| d.request_uri.is_some() && d.request_uri == request_uri);
        if let Some(draft) = begun {
            self.drafts[draft].learn_request(&parameters);
            return self.put(draft, member);
        }
        member.pushed = Some(Pushed { parameters, request_uri });
        self.loose.push(member);
        Some(MessageKind::PushedAuthorizationRequest)
    }

    fn add_preflight(&mut self, member: Member) -> Option<MessageKind> {
        let partner = |m: &Member| m.is_behind(&member);
        if let Some(draft) = self.drafts.iter().rposition(|draft| draft.members.iter().any(partner)) {
            return self.put(draft, member);
        }
        let origin = member.uri.origin();
        let known = self.knows_provider(&origin)
            || self.loose.iter().any(|m| m.kind == MessageKind::Discovery && m.uri.origin() == origin);
        self.loose.push(member);
        known.then_some(MessageKind::Preflight)
    }

    fn add_document(&mut self, mut member: Member, origins: Vec<String>) -> Option<MessageKind> {
        let current = |draft: &Draft| {
            origins.contains(&draft.server_origin)
                && (member.tab.is_none()
                    || draft.tab.is_none()
                    || [draft.tab, draft.opener].contains(&member.tab))
                && draft.is_alive_at(member.started)
        };
        match self.drafts.iter().rposition(current) {
            Some(draft) => self.put(draft, member),
            None => {
                let kind = member.kind;
                member.origins = origins;
                self.loose.push(member);
                Some(kind)
            }
        }
    }
}

fn origins(uri: &Uri, metadata: Option<&Metadata>) -> Vec<String> {
    let mut origins = vec![uri.origin()];
    if let Some(metadata) = metadata {
        origins.extend(metadata.endpoints().map(Uri::origin));
    }
    origins
}

fn take(loose: &mut Vec<Member>, wanted: impl Fn(&Member) -> bool) -> Vec<Member> {
    let (taken, kept) = std::mem::take(loose).into_iter().partition(wanted);
    *loose = kept;
    taken
}
