//! Which login an exchange belongs to.
//!
//! A fold over exchanges in the order in which they began. Values decide before circumstances: a redirect that leads
//! here, a state, a code, a verifier that hashes to the challenge, a token; only then client, tab and time.

use http::{Exchange, Parameters, Secret, Timestamp, Uri, Via};

use crate::authorization::has_response;
use crate::classify::{Intent, intent, is_authorization_request, request_parameters};
use crate::flow::{Flow, FlowMessage};
use crate::message::{Join, MessageKind};
use crate::metadata::Metadata;
use crate::token::TokenExchange;

/// How long a login may wait for its user, in milliseconds.
const LOGIN_LIFETIME: f64 = 60.0 * 60.0 * 1000.0;

/// How long before its login a discovery document may have been fetched, in milliseconds.
const METADATA_LEAD: f64 = 10.0 * 60.0 * 1000.0;

/// Characters of a `code` and a `state` that make a page an authorization response all by themselves.
const LONG: usize = 8;

/// How far a preflight may be from its request, in milliseconds.
const PREFLIGHT_WINDOW: f64 = 10_000.0;

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
}

/// A login as indices into the exchanges it was found in.
pub struct FlowOf {
    members: Vec<Member>,
    metadata: Option<Metadata>,
    state: Option<Secret<String>>,
}

#[derive(Clone)]
struct Member {
    exchange: usize,
    kind: MessageKind,
    join: Join,
    started: Option<Timestamp>,
    tab: Option<i64>,
    uri: Uri,
    location: Option<Uri>,
    /// What a pushed authorization request sent, and what it got.
    pushed: Option<(Parameters, Secret<String>)>,
    failed: bool,
}

#[derive(Default)]
struct Draft {
    members: Vec<Member>,
    began: Option<Timestamp>,
    server_origin: String,
    client_id: Option<String>,
    redirect_uri: Option<Uri>,
    state: Option<Secret<String>>,
    request_uri: Option<Secret<String>>,
    challenge: Option<Secret<String>>,
    tab: Option<i64>,
    frame: Option<i64>,
    /// Where the provider's redirects lead, the newest last.
    redirects: Vec<Uri>,
    codes: Vec<Secret<String>>,
    tokens: Vec<Secret<String>>,
    responded: bool,
    /// It is a login only if somebody exchanges its code.
    doubtful: bool,
}

impl FlowOf {
    /// The login with its exchanges.
    pub fn resolve<'r>(&self, exchanges: &[&'r Exchange], all: &[FlowOf]) -> Flow<'r> {
        Flow {
            messages: self
                .members
                .iter()
                .filter_map(|m| {
                    Some(FlowMessage { kind: m.kind, join: m.join, exchange: exchanges.get(m.exchange)? })
                })
                .collect(),
            metadata: self.metadata.clone(),
            states_of_others: all
                .iter()
                .filter(|other| !std::ptr::eq(*other, self))
                .filter_map(|o| o.state.clone())
                .collect(),
        }
    }
}

impl Correlator {
    /// Folds the next exchange in; `key` is its index. Answers its role, `None` for what is no part of any login.
    pub fn add(&mut self, key: usize, exchange: &Exchange) -> Option<MessageKind> {
        let member = |kind, join| Member {
            exchange: key,
            kind,
            join,
            started: exchange.started,
            tab: exchange.context.tab,
            uri: exchange.request.uri.clone(),
            location: exchange.location().cloned(),
            pushed: None,
            failed: exchange.error.is_some() || exchange.status().is_none_or(|status| status >= 400),
        };
        match intent(exchange) {
            Some(Intent::Preflight) => {
                return self.add_preflight(member(MessageKind::Preflight, Join::Preflight));
            }
            Some(Intent::TokenRequest) => {
                let (draft, join) = self.flow_of_token_request(exchange);
                let found = &mut self.drafts[draft];
                found.doubtful = false;
                if found.server_origin.is_empty() {
                    found.server_origin = exchange.request.uri.origin();
                }
                self.learn_tokens(draft, exchange);
                return self.put(draft, member(MessageKind::TokenRequest, join));
            }
            Some(Intent::PushedAuthorizationRequest) => {
                let mut pushed = member(MessageKind::PushedAuthorizationRequest, Join::RequestUri);
                let got = exchange.response_body().present().and_then(|body| body.json());
                let got =
                    got.as_ref().and_then(|answer| answer.get("request_uri")?.as_str()).map(Secret::from);
                pushed.pushed = request_parameters(exchange).zip(got);
                self.loose.push(pushed);
                return Some(MessageKind::PushedAuthorizationRequest);
            }
            Some(Intent::Discovery) => {
                let metadata = Metadata::read(exchange);
                let mut discovery = member(MessageKind::Discovery, Join::Provider);
                discovery.failed |= metadata.is_none() && exchange.response_body().present().is_some();
                let origins = origins(&exchange.request.uri, metadata.as_ref());
                self.metadata.extend(metadata);
                return self.add_document(discovery, &origins);
            }
            Some(Intent::Jwks) => {
                let origins = origins(&exchange.request.uri, None);
                return self.add_document(member(MessageKind::Jwks, Join::Provider), &origins);
            }
            Some(Intent::AuthorizationRequest | Intent::Logout) | None => {}
        }
        if let Some(draft) = self.flow_of_unseen_token_request(exchange) {
            self.learn_tokens(draft, exchange);
            return self.put(draft, member(MessageKind::TokenRequest, Join::Provider));
        }
        if let Some((draft, join)) = self.flow_of_response(exchange) {
            let found = &mut self.drafts[draft];
            found.responded = true;
            found.learn_response(exchange);
            return self.put(draft, member(MessageKind::AuthorizationResponse, join));
        }
        match intent(exchange) {
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
            _ => {}
        }
        if let Some((draft, join)) = self.flow_of_provider_page(exchange) {
            return self.put(draft, member(MessageKind::ProviderPage, join));
        }
        if let Some((draft, join)) = self.flow_of_userinfo(exchange) {
            return self.put(draft, member(MessageKind::Userinfo, join));
        }
        if self
            .metadata
            .iter()
            .any(|m| m.jwks_uri.as_ref().is_some_and(|uri| uri.same_endpoint(&exchange.request.uri)))
        {
            return self.add_document(
                member(MessageKind::Jwks, Join::Provider),
                &origins(&exchange.request.uri, None),
            );
        }
        if let Some(draft) = self.flow_that_goes_on(exchange) {
            return self.put(draft, member(MessageKind::AuthorizationResponse, Join::Code));
        }
        if is_late_response(exchange) {
            return self.begin_late(member(MessageKind::AuthorizationResponse, Join::Start), exchange);
        }
        if exchange.location().is_some_and(is_authorization_request) {
            self.loose.push(member(MessageKind::LoginStart, Join::Redirect));
            return Some(MessageKind::LoginStart);
        }
        None
    }

    /// Whether an exchange would begin or continue a login by what its request alone says.
    pub fn is_message(exchange: &Exchange) -> bool {
        matches!(intent(exchange), Some(other) if other != Intent::Preflight)
    }

    /// The logins, in the order in which they began.
    pub fn finish(mut self) -> Vec<FlowOf> {
        for preflight in std::mem::take(&mut self.loose) {
            match preflight.kind {
                // A browser that refused the preflight may show no trace of the request behind it.
                MessageKind::Preflight => {
                    let origin = preflight.uri.origin();
                    if let Some(draft) = self.drafts.iter().rposition(|d| d.server_origin == origin) {
                        let preflight = Member { join: Join::Provider, ..preflight };
                        self.put(draft, preflight);
                    }
                }
                // A login that ends before it begins.
                MessageKind::Discovery if preflight.failed => self.put_failed_discovery(preflight),
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
        self.drafts.retain(|draft| !draft.doubtful);
        let metadata = self.metadata;
        let mut flows: Vec<(Option<Timestamp>, FlowOf)> = self
            .drafts
            .into_iter()
            .map(|draft| {
                let metadata = metadata.iter().rev().find(|m| draft.is_described_by(m)).cloned();
                (draft.began, FlowOf { metadata, state: draft.state, members: in_order(draft.members) })
            })
            .collect();
        flows.sort_by(|(a, _), (b, _)| match (a, b) {
            (Some(a), Some(b)) => a.as_millis().total_cmp(&b.as_millis()),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        flows.into_iter().map(|(_, flow)| flow).collect()
    }

    fn put_failed_discovery(&mut self, discovery: Member) {
        let same = |draft: &Draft| {
            draft.members.iter().all(|m| m.kind == MessageKind::Discovery && m.tab == discovery.tab)
                && draft.server_origin == discovery.uri.origin()
        };
        match self.drafts.iter().position(same) {
            Some(draft) => self.drafts[draft].members.push(discovery),
            None => self.drafts.push(Draft {
                began: discovery.started,
                server_origin: discovery.uri.origin(),
                members: vec![discovery],
                ..Draft::default()
            }),
        }
    }

    fn put(&mut self, draft: usize, member: Member) -> Option<MessageKind> {
        let found = &mut self.drafts[draft];
        let kind = member.kind;
        if matches!(kind, MessageKind::AuthorizationRequest | MessageKind::ProviderPage) {
            found.redirects.extend(member.location.clone());
        }
        let (uri, started) = (member.uri.clone(), member.started);
        found.members.push(member);
        if kind != MessageKind::Preflight {
            let is_its_preflight = |m: &Member| {
                m.kind == MessageKind::Preflight
                    && m.uri.same_resource(&uri)
                    && near(m.started, started, PREFLIGHT_WINDOW)
            };
            found.members.extend(take(&mut self.loose, is_its_preflight));
        }
        Some(kind)
    }

    fn begin(&mut self, member: Member, exchange: &Exchange) -> Option<MessageKind> {
        let query = exchange.request.uri.query();
        let own =
            if query.has("client_id") { query } else { request_parameters(exchange).unwrap_or_default() };
        let mut draft = Draft {
            began: exchange.started,
            server_origin: exchange.request.uri.origin(),
            tab: exchange.context.tab,
            frame: exchange.context.frame,
            ..Draft::default()
        };
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
            MessageKind::PushedAuthorizationRequest => {
                m.pushed.as_ref().is_some_and(|(_, got)| Some(got) == request_uri.as_ref())
            }
            MessageKind::Discovery | MessageKind::Jwks => {
                described(m)
                    && near(m.started, exchange.started, METADATA_LEAD)
                    && (m.tab == exchange.context.tab || m.tab.is_none())
            }
            _ => false,
        });
        for (parameters, _) in before.iter().filter_map(|m| m.pushed.as_ref()) {
            draft.learn_request(parameters);
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
            began: exchange.started,
            redirect_uri: Some(exchange.request.uri.clone()),
            state: response_parameters(exchange, None).value("state").cloned(),
            tab: exchange.context.tab,
            frame: exchange.context.frame,
            responded: true,
            doubtful: !came_from_elsewhere,
            members: vec![member],
            ..Draft::default()
        };
        draft.learn_response(exchange);
        self.drafts.push(draft);
        Some(kind)
    }

    fn add_preflight(&mut self, member: Member) -> Option<MessageKind> {
        let partner = |m: &Member| m.is_behind(&member);
        if let Some(draft) = self.drafts.iter().rposition(|draft| draft.members.iter().any(partner)) {
            return self.put(draft, member);
        }
        let origin = member.uri.origin();
        let known = self.drafts.iter().any(|draft| draft.server_origin == origin)
            || self.metadata.iter().any(|metadata| metadata.endpoints().any(|uri| uri.origin() == origin))
            || self.loose.iter().any(|m| m.kind == MessageKind::Discovery && m.uri.origin() == origin);
        self.loose.push(member);
        known.then_some(MessageKind::Preflight)
    }

    fn add_document(&mut self, member: Member, origins: &[String]) -> Option<MessageKind> {
        let current = |draft: &Draft| {
            origins.contains(&draft.server_origin)
                && (draft.tab == member.tab || member.tab.is_none() || draft.tab.is_none())
                && draft.is_alive_at(member.started)
        };
        match self.drafts.iter().rposition(current) {
            Some(draft) => self.put(draft, member),
            None => {
                let kind = member.kind;
                self.loose.push(member);
                Some(kind)
            }
        }
    }

    fn flow_of_token_request(&mut self, exchange: &Exchange) -> (usize, Join) {
        let request = TokenExchange::read(0, exchange);
        let position = |holds: &dyn Fn(&Draft) -> bool| self.drafts.iter().rposition(holds);
        // A device asks again and again with the same code (RFC 8628 §3.4).
        let code = request.code().or_else(|| request.parameters.text("device_code"));
        let by_code = code.and_then(|code| position(&|d| d.codes.iter().any(|known| known.text() == code)));
        if let Some(draft) = by_code {
            return (draft, Join::Code);
        }
        let by_verifier = request.code_verifier().and_then(|verifier| {
            let challenge = jose::s256(verifier);
            position(&|d| {
                d.challenge
                    .as_ref()
                    .is_some_and(|known| known.text() == challenge || known.text() == verifier)
            })
        });
        if let Some(draft) = by_verifier {
            return (draft, Join::Verifier);
        }
        let token =
            request.parameters.text("refresh_token").or_else(|| request.parameters.text("subject_token"));
        if let Some(draft) =
            token.and_then(|token| position(&|d| d.tokens.iter().any(|known| known.text() == token)))
        {
            return (draft, Join::Token);
        }
        if request.grant_type() == "authorization_code" {
            let client = request.client_id();
            let redirect_uri = request.redirect_uri().and_then(Uri::parse);
            let by_client = position(&|d| {
                d.responded
                    && d.is_alive_at(exchange.started)
                    && (client.is_none() || d.client_id == client)
                    && redirect_uri
                        .as_ref()
                        .zip(d.redirect_uri.as_ref())
                        .is_none_or(|(a, b)| a.host() == b.host())
                    && !d.members.iter().any(|m| m.kind == MessageKind::TokenRequest)
            });
            if let Some(draft) = by_client {
                return (draft, Join::Client);
            }
        }
        self.drafts.push(Draft {
            began: exchange.started,
            server_origin: exchange.request.uri.origin(),
            client_id: request.client_id(),
            tab: exchange.context.tab,
            frame: exchange.context.frame,
            codes: code.map(Secret::from).into_iter().collect(),
            responded: true,
            ..Draft::default()
        });
        (self.drafts.len() - 1, Join::Start)
    }

    /// A token request of which the recording holds no body is told by its address, and by the code that waits for it.
    fn flow_of_unseen_token_request(&self, exchange: &Exchange) -> Option<usize> {
        let request = &exchange.request;
        if request.method != "POST"
            || request.body.present().is_some()
            || exchange.context.via.is_navigation()
        {
            return None;
        }
        let stated = self
            .metadata
            .iter()
            .any(|m| m.token_endpoint.as_ref().is_some_and(|known| known.same_endpoint(&request.uri)));
        let named = request.uri.path().trim_end_matches('/').ends_with("/token");
        self.drafts.iter().rposition(|d| {
            d.responded
                && d.is_alive_at(exchange.started)
                && !d.members.iter().any(|m| m.kind == MessageKind::TokenRequest)
                && (stated || named && d.server_origin == request.uri.origin())
        })
    }

    fn learn_tokens(&mut self, draft: usize, exchange: &Exchange) {
        self.drafts[draft].tokens.extend(TokenExchange::read(0, exchange).response().tokens());
    }

    fn flow_of_response(&self, exchange: &Exchange) -> Option<(usize, Join)> {
        let request = &exchange.request;
        if !matches!(request.method.as_str(), "GET" | "POST")
            || matches!(exchange.context.via, Via::Fetch | Via::Server)
        {
            return None;
        }
        let candidates = || {
            self.drafts.iter().enumerate().rev().filter(|(_, draft)| {
                draft.redirect_uri.as_ref().is_some_and(|uri| uri.same_endpoint(&request.uri))
                    && draft.is_alive_at(exchange.started)
            })
        };
        let leads_here =
            |draft: &Draft| draft.redirects.iter().rev().find(|uri| uri.same_resource(&request.uri)).cloned();
        for (index, draft) in candidates() {
            let parameters = response_parameters(exchange, leads_here(draft).as_ref());
            let same_state = draft.state.is_some() && parameters.value("state") == draft.state.as_ref();
            if same_state && has_response(&parameters) {
                return Some((index, Join::State));
            }
        }
        if let Some((index, _)) = candidates().find(|(_, draft)| leads_here(draft).is_some()) {
            return Some((index, Join::Redirect));
        }
        let parameters = response_parameters(exchange, None);
        if !has_response(&parameters) {
            return None;
        }
        let same_place = |draft: &Draft| {
            draft.tab.is_none()
                || exchange.context.tab.is_none()
                || (draft.tab == exchange.context.tab && draft.frame == exchange.context.frame)
        };
        candidates()
            .find(|(_, draft)| !draft.responded && same_place(draft))
            .map(|(index, _)| (index, Join::Tab))
    }

    /// The app may send the browser on with the code: to another scheme, host or path of its own.
    fn flow_that_goes_on(&self, exchange: &Exchange) -> Option<usize> {
        let code = response_code(exchange)?;
        let origin = exchange.request.uri.origin();
        self.drafts.iter().rposition(|d| d.codes.contains(&code) && d.server_origin != origin)
    }

    fn flow_continued_by(&self, exchange: &Exchange) -> Option<usize> {
        let origin = exchange.request.uri.origin();
        let query = exchange.request.uri.query();
        let own =
            if query.has("client_id") { query } else { request_parameters(exchange).unwrap_or_default() };
        let leads_here =
            |draft: &Draft| draft.redirects.iter().any(|uri| uri.same_resource(&exchange.request.uri));
        self.drafts.iter().rposition(|draft| {
            !draft.responded
                && (draft.server_origin == origin || leads_here(draft))
                && draft.client_id.as_deref() == own.text("client_id")
                && draft.state.as_ref() == own.value("state")
                && draft.request_uri.as_ref() == own.value("request_uri")
                && draft.challenge.as_ref().zip(own.value("code_challenge")).is_none_or(|(a, b)| a == b)
                && draft.is_alive_at(exchange.started)
                && (draft.state.is_some() || draft.request_uri.is_some() || draft.tab == exchange.context.tab)
        })
    }

    fn flow_of_provider_page(&self, exchange: &Exchange) -> Option<(usize, Join)> {
        if !exchange.context.via.is_navigation() {
            return None;
        }
        let open = |draft: &&Draft| {
            !draft.responded && draft.is_alive_at(exchange.started) && !draft.server_origin.is_empty()
        };
        let uri = &exchange.request.uri;
        let find = |holds: &dyn Fn(&Draft) -> bool| {
            self.drafts.iter().rposition(|draft| open(&draft) && holds(draft))
        };
        let here = |d: &Draft| {
            d.tab == exchange.context.tab
                && (d.frame == exchange.context.frame || exchange.context.frame.is_none())
        };
        // Every login may lead to the same login form.
        let leads_here = |d: &Draft| d.redirects.iter().any(|redirect| redirect.same_resource(uri));
        if let Some(draft) = find(&|d| leads_here(d) && here(d)).or_else(|| find(&leads_here)) {
            return Some((draft, Join::Redirect));
        }
        // Login forms may be on another host than the endpoints.
        let origin = uri.origin();
        let is_page = |m: &Member| m.kind == MessageKind::ProviderPage && m.uri.origin() == origin;
        let answers_form = |d: &Draft| exchange.request.method == "POST" && d.members.iter().any(is_page);
        find(&|d| d.redirect_uri.is_some() && here(d) && (d.server_origin == origin || answers_form(d)))
            .map(|draft| (draft, Join::Tab))
    }

    fn flow_of_logout(&self, exchange: &Exchange) -> Option<(usize, Join)> {
        let parameters = if exchange.request.method == "POST" {
            request_parameters(exchange)?
        } else {
            exchange.request.uri.query()
        };
        if let Some(hint) = parameters.value("id_token_hint")
            && let Some(draft) = self.drafts.iter().rposition(|d| d.tokens.contains(hint))
        {
            return Some((draft, Join::Token));
        }
        let origin = exchange.request.uri.origin();
        self.drafts.iter().rposition(|d| d.server_origin == origin).map(|draft| (draft, Join::Provider))
    }

    fn flow_of_userinfo(&self, exchange: &Exchange) -> Option<(usize, Join)> {
        if exchange.context.via.is_navigation() || !matches!(exchange.request.method.as_str(), "GET" | "POST")
        {
            return None;
        }
        let uri = &exchange.request.uri;
        let stated = self
            .metadata
            .iter()
            .any(|m| m.userinfo_endpoint.as_ref().is_some_and(|known| known.same_endpoint(uri)));
        let origin = uri.origin();
        let path = uri.path().trim_end_matches('/');
        let named =
            |d: &Draft| path.ends_with("/userinfo") || path.ends_with("/me") && d.server_origin == origin;
        let bearer = exchange
            .request_header("authorization")
            .and_then(|value| value.split_once(' '))
            .map(|(_, token)| token);
        let holds_token =
            |d: &Draft| bearer.is_some_and(|token| d.tokens.iter().any(|known| known.text() == token));
        let newest = |holds: &dyn Fn(&Draft) -> bool| self.drafts.iter().rposition(holds);
        if let Some(draft) =
            newest(&|d| holds_token(d) && d.server_origin == origin).or_else(|| newest(&holds_token))
        {
            // Other calls with this token, perhaps to the provider's own API, are no part of the login.
            return (stated || named(&self.drafts[draft])).then_some((draft, Join::Token));
        }
        // Where the tokens were seen, another one is another login's.
        let is_free = |d: &Draft| bearer.is_none() || d.tokens.is_empty();
        let is_userinfo = |d: &Draft| stated || bearer.is_some() && named(d);
        let could_be = |d: &Draft| d.server_origin == origin && is_free(d) && is_userinfo(d);
        let here = |d: &Draft| d.tab == exchange.context.tab || exchange.context.tab.is_none();
        newest(&|d| could_be(d) && here(d)).or_else(|| newest(&could_be)).map(|draft| (draft, Join::Provider))
    }
}

impl Draft {
    fn learn_request(&mut self, parameters: &Parameters) {
        self.client_id = parameters.text("client_id").map(str::to_owned).or(self.client_id.take());
        self.redirect_uri = parameters.text("redirect_uri").and_then(Uri::parse).or(self.redirect_uri.take());
        self.state = parameters.value("state").cloned().or(self.state.take());
        self.challenge = parameters.value("code_challenge").cloned().or(self.challenge.take());
    }

    fn learn_response(&mut self, exchange: &Exchange) {
        let redirect =
            self.redirects.iter().rev().find(|uri| uri.same_resource(&exchange.request.uri)).cloned();
        let parameters = response_parameters(exchange, redirect.as_ref());
        self.codes.extend(parameters.value("code").cloned());
        self.tokens
            .extend(["access_token", "id_token"].iter().filter_map(|name| parameters.value(name).cloned()));
    }

    fn is_alive_at(&self, time: Option<Timestamp>) -> bool {
        near(self.began, time, LOGIN_LIFETIME)
    }

    fn is_described_by(&self, metadata: &Metadata) -> bool {
        metadata.endpoints().any(|uri| uri.origin() == self.server_origin)
    }
}

impl Metadata {
    fn endpoints(&self) -> impl Iterator<Item = &Uri> {
        [&self.authorization_endpoint, &self.token_endpoint, &self.userinfo_endpoint, &self.jwks_uri]
            .into_iter()
            .flatten()
    }
}

/// The parameters that arrive at a redirect URI, `redirect` being the URL that led there with its fragment.
fn response_parameters(exchange: &Exchange, redirect: Option<&Uri>) -> Parameters {
    let form = if exchange.request.method == "POST" { request_parameters(exchange) } else { None };
    let fragment = || {
        let own = exchange.request.uri.fragment();
        if own.is_empty() { redirect.map(Uri::fragment).unwrap_or_default() } else { own }
    };
    let query = exchange.request.uri.query();
    match form {
        Some(form) if has_response(&form) => form,
        _ if has_response(&query) => query,
        _ => {
            let fragment = fragment();
            if has_response(&fragment) { fragment } else { query }
        }
    }
}

/// The code with which a page is loaded.
fn response_code(exchange: &Exchange) -> Option<Secret<String>> {
    let parameters = response_parameters(exchange, None);
    parameters.value("code").filter(|_| exchange.context.via.is_navigation()).cloned()
}

/// Whether this could be an authorization response whose request was not seen. Short values and words are coupons and
/// states of the USA or of an order.
fn is_late_response(exchange: &Exchange) -> bool {
    let parameters = response_parameters(exchange, None);
    let is_random = |name| {
        parameters
            .text(name)
            .is_some_and(|value| value.len() >= LONG && value.bytes().any(|b| b.is_ascii_digit()))
    };
    exchange.context.via.is_navigation() && is_random("code") && is_random("state")
}

fn origins(uri: &Uri, metadata: Option<&Metadata>) -> Vec<String> {
    let mut origins = vec![uri.origin()];
    if let Some(metadata) = metadata {
        origins.extend(metadata.endpoints().map(Uri::origin));
    }
    origins
}

fn near(a: Option<Timestamp>, b: Option<Timestamp>, window: f64) -> bool {
    a.zip(b).is_none_or(|(a, b)| (a.as_millis() - b.as_millis()).abs() <= window)
}

fn take(loose: &mut Vec<Member>, wanted: impl Fn(&Member) -> bool) -> Vec<Member> {
    let (taken, kept) = std::mem::take(loose).into_iter().partition(wanted);
    *loose = kept;
    taken
}

/// By the time at which they began. What a server's transcript shows without times follows the response that brought
/// the code to the server. A preflight comes before its request, although browsers announce the request first.
fn in_order(members: Vec<Member>) -> Vec<Member> {
    let (mut timed, mut untimed): (Vec<Member>, Vec<Member>) =
        members.into_iter().partition(|m| m.started.is_some());
    timed.sort_by(|a, b| match (a.started, b.started) {
        (Some(a), Some(b)) => a.as_millis().total_cmp(&b.as_millis()),
        _ => std::cmp::Ordering::Equal,
    });
    let after_response = timed
        .iter()
        .position(|m| m.kind == MessageKind::AuthorizationResponse)
        .map_or(timed.len(), |index| index + 1);
    untimed.sort_by_key(|m| m.exchange);
    timed.splice(after_response..after_response, untimed);
    for at in 0..timed.len() {
        if timed[at].kind == MessageKind::Preflight
            && let Some(request) = timed[..at].iter().rposition(|m| m.is_behind(&timed[at]))
        {
            timed[request..=at].rotate_right(1);
        }
    }
    timed
}

impl Member {
    /// Whether this is the request behind a preflight.
    fn is_behind(&self, preflight: &Member) -> bool {
        self.kind != MessageKind::Preflight
            && self.uri.same_resource(&preflight.uri)
            && near(self.started, preflight.started, PREFLIGHT_WINDOW)
    }
}
