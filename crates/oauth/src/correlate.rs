//! Which login an exchange belongs to.
//!
//! A fold over exchanges in the order in which they began, the same for live and recorded ones. Values decide before
//! circumstances: a redirect that leads here, a state, a code, a verifier that hashes to the challenge, a token; only then
//! client, tab and time. Values are looked up however many logins there are; circumstances are compared with the newest
//! logins alone. So what an exchange costs does not depend on how many came before it.
//!
//! Steps can be taken back: an exchange that ends after later ones began is folded in again at its place.

mod beside;
mod close;
mod cookies;
mod documents;
mod draft;
mod glance;
mod index;
mod joins;
mod journal;
mod learning;
mod member;
mod neighbours;
mod response;
mod story;
mod waiting;
mod wallet;

use std::collections::HashSet;
use std::sync::Arc;

use http::{Exchange, ExchangeId, Missing, Observer, Parameters, Secret};

use self::beside::{
    is_answered_call, is_challenge, is_refused_by_somebody, is_refused_call, is_refused_in_words_of_logins,
    is_refused_with_token, is_userinfo_alone,
};
use self::close::Looked;
pub use self::cookies::cookie_mark;
use self::documents::Described;
use self::draft::Draft;
use self::glance::Openings;
use self::index::{By, Index, LOOKBACK, key};
use self::journal::{Journal, Undo};
use self::member::{Member, handed_address, near};
use self::response::{is_late_response, response_parameters};
pub use self::story::Correlated;
use self::waiting::{List, Waiting};
use crate::classify::{
    Intent, has_client, is_addressed_as_token_request, is_answered_as_token_request,
    is_authorization_request, is_named_like_jwks, request_parameters,
};
use crate::message::{Join, MessageKind};
use crate::own_interface::OwnInterface;

/// How long a pushed authorization request waits for its authorization request, in milliseconds.
const PUSHED_LIFETIME: f64 = 10.0 * 60.0 * 1000.0;

/// How long a provider's own page takes to send the browser on, in milliseconds.
const HANDLER_GAP: f64 = 60.0 * 1000.0;

/// The fold.
#[derive(Default)]
pub struct Correlator {
    drafts: Vec<Draft>,
    index: Index,
    /// What providers said about themselves.
    documents: Vec<Described>,
    /// Messages whose login has not begun yet.
    waiting: Waiting,
    /// The codes that arrived, each with its login.
    codes: Vec<(Secret<String>, usize)>,
    openings: Openings,
    journal: Journal,
    /// Exchanges that were seen and play no role: they were not folded in.
    passed_over: usize,
    is_closed: bool,
    /// How many stories there were at most before it was closed.
    open_stories: usize,
    /// What the recording made when it was looked at last.
    told: Vec<Arc<Correlated>>,
    looked_at: Looked,
    /// The number of the newest change of any login.
    version: u64,
    /// The number of the newest story.
    revision: u64,
}

impl Correlator {
    /// Folds the next exchange in. Answers its role, `None` for what is no part of any login.
    pub fn push(&mut self, exchange: &Arc<Exchange>) -> Option<MessageKind> {
        self.open_again();
        self.journal.begin();
        self.add(exchange)
    }

    /// Folds an exchange in where it says anything. Answers whether it did: what does not has no role, and nothing that comes
    /// after it is told by it.
    pub fn takes(&mut self, exchange: &Arc<Exchange>) -> bool {
        let role = self.push(exchange);
        let is_needed = !self.journal.is_idle() && !self.is_one_of_too_many(role);
        if !is_needed {
            self.take_back();
        }
        is_needed
    }

    /// Notes that so many exchanges more were seen, all of which play no role.
    pub fn pass_over(&mut self, count: usize) {
        self.passed_over += count;
    }

    /// Exchanges that were folded in.
    pub fn len(&self) -> usize {
        self.journal.steps() - usize::from(self.is_closed)
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Logins that began, and messages that may be stories of their own: whether or not somebody looked.
    pub fn stories_at_most(&self) -> usize {
        if self.is_closed { self.open_stories } else { self.drafts.len() + self.waiting.alone() }
    }

    /// The messages that may be stories of their own.
    pub fn waiting(&mut self) -> HashSet<ExchangeId> {
        self.open_again();
        self.waiting.all_alone().map(|member| member.exchange.id).collect()
    }

    /// Takes exchanges back, so that at most the first `len` are left: fewer, where that is too long ago.
    pub fn rewind(&mut self, len: usize) {
        self.open_again();
        if !self.journal.reaches(len) {
            let told = std::mem::take(&mut self.told);
            let Correlator { revision, passed_over, .. } = *self;
            // Nothing is as it was: what was told is compared with what comes.
            *self = Correlator { told, revision, passed_over, ..Correlator::default() };
        }
        while self.journal.steps() > len {
            self.take_back();
        }
    }

    /// Whether an exchange without a role may get one when a body that is still on its way tells the provider's
    /// endpoints or tokens: a call to a provider, or one whose body a log keeps back, which had a role when that was written.
    pub fn may_yet_belong(&self, exchange: &Exchange) -> bool {
        let origin = exchange.request.uri.origin();
        !exchange.context.via.is_navigation()
            && (exchange.request.body.missing() == Some(Missing::Redacted)
                || self.index.has(key(By::Server, origin.as_str()))
                || self.index.has(key(By::Discovery, origin.as_str()))
                || is_named_like_jwks(exchange))
    }

    fn add(&mut self, exchange: &Arc<Exchange>) -> Option<MessageKind> {
        let member = |kind, join| Member::new(exchange, kind, join);
        let intent = self.intent(exchange);
        match intent {
            Some(Intent::Preflight) => {
                return self.add_preflight(member(MessageKind::Preflight, Join::Preflight));
            }
            Some(Intent::TokenRequest) => return self.add_token_request(exchange),
            Some(Intent::PushedAuthorizationRequest) => {
                return self.add_pushed(member(MessageKind::PushedAuthorizationRequest, Join::RequestUri));
            }
            Some(Intent::DeviceAuthorizationRequest) => {
                return self
                    .begin_polled(member(MessageKind::DeviceAuthorizationRequest, Join::Start), exchange);
            }
            Some(Intent::BackchannelAuthenticationRequest) => {
                let request = member(MessageKind::BackchannelAuthenticationRequest, Join::Start);
                return self.begin_polled(request, exchange);
            }
            Some(Intent::Registration) => return self.add_registration(exchange),
            Some(Intent::Discovery) => return self.add_discovery(exchange),
            Some(Intent::ResourceMetadata) => return self.add_resource_metadata(exchange),
            Some(Intent::Jwks) => return self.add_key_set(exchange),
            Some(Intent::Introspection) => {
                return self.add_token_message(member(MessageKind::Introspection, Join::Start), exchange);
            }
            Some(Intent::Revocation) => {
                return self.add_token_message(member(MessageKind::Revocation, Join::Start), exchange);
            }
            Some(
                Intent::AuthorizationRequest
                | Intent::Logout
                | Intent::LogoutNotice
                | Intent::Userinfo
                | Intent::Saml
                | Intent::WsFederation,
            )
            | None => {}
        }
        if let Some(kind) = self.wallet_kind(exchange).filter(|_| intent.is_none()) {
            return self.add_wallet_message(kind, exchange);
        }
        if is_named_like_jwks(exchange) && self.knows_provider(&exchange.request.uri.origin()) {
            return self.add_key_set(exchange);
        }
        if let Some(draft) = self.flow_of_unseen_token_request(exchange) {
            self.learn_exchange(draft, exchange);
            return self.put(draft, member(MessageKind::TokenRequest, Join::Provider));
        }
        if let Some((draft, join)) = self.flow_of_response(exchange) {
            self.learn_response(draft, exchange);
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
                return match self.flow_of_logout(exchange) {
                    Some((draft, join)) => self.put(draft, member(MessageKind::Logout, join)),
                    None => self.wait(member(MessageKind::Logout, Join::Start)),
                };
            }
            Some(Intent::LogoutNotice) => {
                return match self.flow_of_logout_notice(exchange) {
                    Some(draft) => self.put(draft, member(MessageKind::LogoutNotice, Join::Provider)),
                    None => self.wait(member(MessageKind::LogoutNotice, Join::Start)),
                };
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
            if *self.drafts[draft].server_origin == exchange.request.uri.origin() {
                return self.add_token_request(exchange);
            }
            return self.put(draft, member(MessageKind::CodeHandover, Join::Code));
        }
        if let Some(draft) = self.flow_of_resource_request(exchange) {
            return self.put(draft, member(MessageKind::ResourceRequest, Join::Token));
        }
        if let Some(draft) = self.flow_that_goes_on(exchange) {
            return self.put(draft, member(MessageKind::AuthorizationResponse, Join::Code));
        }
        if is_answered_as_token_request(exchange) || is_addressed_as_token_request(exchange) {
            return match self.flow_of_repeated_token_request(exchange) {
                Some(draft) => {
                    self.learn_exchange(draft, exchange);
                    self.put(draft, member(MessageKind::TokenRequest, Join::Provider))
                }
                None => self.add_token_request(exchange),
            };
        }
        if is_late_response(exchange) {
            return self.begin_late(member(MessageKind::AuthorizationResponse, Join::Start), exchange);
        }
        if is_challenge(exchange) {
            return self.wait(member(MessageKind::ResourceChallenge, Join::Provider));
        }
        if let Some(own) = OwnInterface::of(exchange) {
            let call = member(MessageKind::OwnInterface, Join::Start);
            return match self.flow_that_uses(own, exchange) {
                Some(draft) => self.put(draft, Member { join: Join::Provider, ..call }),
                None => self.wait(call),
            };
        }
        if let Some(draft) = self.flow_whose_token_is_left_out(exchange) {
            return self.put(draft, member(MessageKind::ResourceRequest, Join::WithoutToken));
        }
        if is_userinfo_alone(exchange) {
            return self.wait(member(MessageKind::Userinfo, Join::Start));
        }
        if is_refused_call(exchange) {
            self.wait(member(MessageKind::ResourceRequest, Join::Start));
            // Of a recording by hand it may be all; while a browser is watched it is everyday life.
            return (exchange.observer == Observer::Server).then_some(MessageKind::ResourceRequest);
        }
        if is_answered_call(exchange) {
            self.forget_met_challenges(exchange);
            // What was refused and then went well is no failure.
            if self.waits_for_another_try(exchange) {
                return self.wait(member(MessageKind::ResourceRequest, Join::Start));
            }
        }
        if exchange.location().is_some_and(is_authorization_request) || handed_address(exchange).is_some() {
            return self.wait(member(MessageKind::LoginStart, Join::Redirect));
        }
        if is_refused_by_somebody(exchange) {
            return self.wait(member(MessageKind::OtherRequest, Join::Start));
        }
        if is_refused_in_words_of_logins(exchange) || is_refused_with_token(exchange) {
            self.wait(member(MessageKind::OtherRequest, Join::Start));
        }
        None
    }

    /// A server's call that was refused for want of a token is no failure where one with a token is answered there, or below it:
    /// registries of containers tell their clients so, at `/v2/`, where to get one (RFC 9110 §11.6.1).
    fn forget_met_challenges(&mut self, answered: &Exchange) {
        let (origin, path) = (answered.request.uri.origin(), answered.request.uri.path());
        let is_met = |refused: &Member| {
            let call = &refused.exchange;
            let asked = call.request.uri.path();
            let is_there = path == asked || asked.ends_with('/') && path.starts_with(asked);
            is_there
                && (call.request.method == "GET" || call.request.method == answered.request.method)
                && call.observer == Observer::Server
                && call.status() == Some(401)
                && call.request_header("authorization").is_none()
                && call.response_header("www-authenticate").is_some()
                && refused.uri().origin() == origin
        };
        for at in self.waiting.places(List::Refused, is_met) {
            self.found(List::Refused, at);
        }
    }

    fn add_token_request(&mut self, exchange: &Arc<Exchange>) -> Option<MessageKind> {
        let (draft, join) = self.flow_of_token_request(exchange);
        let origin = exchange.request.uri.origin();
        let found = self.change(draft);
        found.is_guess = false;
        if found.server_origin.is_empty() {
            found.server_origin = origin.as_str().into();
            self.put_into_index(key(By::Server, origin), draft as u32);
        }
        self.learn_exchange(draft, exchange);
        self.put(draft, Member::new(exchange, MessageKind::TokenRequest, join))
    }

    /// Introspection and revocation are about a token of a login here, or of none.
    fn add_token_message(&mut self, member: Member, exchange: &Exchange) -> Option<MessageKind> {
        match self.flow_of_token_message(exchange) {
            Some((draft, join)) => self.put(draft, Member { join, ..member }),
            None => self.wait(member),
        }
    }

    fn put(&mut self, draft: usize, member: Member) -> Option<MessageKind> {
        let kind = member.kind;
        if kind == MessageKind::AuthorizationRequest || kind.is_on_the_way() {
            if let Some(location) = member.location() {
                self.learn_redirect(draft, location);
            }
            if kind.is_on_the_way() {
                let page = key(By::PageOf, (draft, member.uri().origin()));
                self.put_into_index(page, 0);
            }
        }
        if kind != MessageKind::Preflight {
            let preflights = self.waiting.places(List::Preflights, |m| member.is_behind(m));
            for at in preflights {
                let preflight = self.found(List::Preflights, at);
                self.push_member(draft, preflight);
            }
        }
        self.push_member(draft, member);
        Some(kind)
    }

    fn push_member(&mut self, draft: usize, member: Member) {
        let resource = resource(member.uri());
        self.put_into_index(key(By::Resource, resource), draft as u32);
        let at = self.drafts[draft].members.len() as u32;
        self.put_into_index(key(By::MessageOf, (draft, resource)), at);
        if member.kind == MessageKind::TokenRequest {
            for uri in [Some(member.uri()), member.location()].into_iter().flatten() {
                let endpoint = documents::endpoint_key(By::TokenEndpoint, uri);
                self.put_into_index(endpoint, draft as u32);
            }
        }
        self.change(draft).push(member);
    }

    fn begin(&mut self, member: Member, exchange: &Exchange) -> Option<MessageKind> {
        let query = exchange.request.uri.query();
        let own = if has_client(query) { query } else { request_parameters(exchange).unwrap_or_default() };
        let request_uri = own.value("request_uri").cloned();
        let draft = Draft::of(exchange);
        let is_pushed = |m: &Member| {
            m.is_pushed_for(request_uri.as_ref(), own.text("client_id"))
                && near(m.started(), exchange.started, PUSHED_LIFETIME)
        };
        let leads_here = |m: &Member| m.leads_to(&exchange.request.uri);
        let registered =
            |m: &Member| m.answered("client_id").is_some_and(|client| own.text("client_id") == Some(client));
        // The page that takes the answers for a provider sends the browser on by itself.
        let redirect_uri = own.text("redirect_uri").and_then(http::Uri::parse);
        let began_here = |m: &Member| {
            m.tab() == exchange.context.tab
                && m.exchange.context.via.is_navigation()
                && redirect_uri.as_ref().is_some_and(|to| to.same_endpoint(m.uri()))
                && near(m.started(), exchange.started, HANDLER_GAP)
        };
        let found = [
            (List::Starts, self.waiting.places(List::Starts, leads_here)),
            (List::Pushed, self.waiting.places(List::Pushed, is_pushed)),
            (List::Registrations, self.waiting.places(List::Registrations, registered)),
            (List::Own, self.waiting.places(List::Own, began_here)),
            (
                List::Documents,
                self.waiting.places(List::Documents, |m| self.is_document_for(m, &draft, exchange)),
            ),
        ];
        let draft = self.begin_draft(draft);
        self.learn_request(draft, own, request_uri);
        let mut before: Vec<Member> = Vec::new();
        for (list, places) in found {
            for at in places {
                before.push(self.found(list, at));
            }
        }
        before.sort_by_key(|m| m.exchange.id);
        for member in before {
            if member.kind == MessageKind::PushedAuthorizationRequest {
                let parameters = request_parameters(&member.exchange).cloned().unwrap_or_default();
                self.learn_request(draft, &parameters, None);
            }
            self.push_member(draft, member);
        }
        self.put(draft, member)
    }

    /// A login whose request was not seen: the recording began while the user was at the provider.
    fn begin_late(&mut self, member: Member, exchange: &Exchange) -> Option<MessageKind> {
        let came_from_elsewhere =
            exchange.requesting_origin().is_some_and(|origin| origin != exchange.request.uri.origin());
        let draft = self.begin_draft(Draft {
            server_origin: Arc::default(),
            is_guess: !came_from_elsewhere,
            ..Draft::of(exchange)
        });
        let state = response_parameters(exchange, None).value("state").cloned();
        self.change_asked(draft, |asked| asked.state = state);
        let led_here = |m: &Member| m.location().is_some_and(|to| to.same_resource(&exchange.request.uri));
        for at in self.waiting.places(List::Own, led_here) {
            let led = self.found(List::Own, at);
            self.push_member(draft, Member { join: Join::Redirect, ..led });
        }
        self.learn_response(draft, exchange);
        self.put(draft, member)
    }

    /// A client asks its user to sign in elsewhere (RFC 8628 §3.1, OpenID Connect CIBA §7.1).
    fn begin_polled(&mut self, member: Member, exchange: &Exchange) -> Option<MessageKind> {
        let client = |p: &Parameters| p.text("client_id").or_else(|| p.text("clientId")).map(str::to_owned);
        let client_id = request_parameters(exchange).and_then(client);
        let draft = self.begin_draft(Draft { responded: true, ..Draft::of(exchange) });
        self.change_asked(draft, |asked| asked.client_id = client_id);
        let names = ["device_code", "deviceCode", "auth_req_id"];
        if let Some(code) = names.iter().find_map(|name| member::answered(exchange, name)) {
            self.put_into_index(key(By::DeviceCode, code), draft as u32);
        }
        self.put(draft, member)
    }

    /// A client that was made for the login that follows.
    fn add_registration(&mut self, exchange: &Arc<Exchange>) -> Option<MessageKind> {
        let mut member = Member::new(exchange, MessageKind::Registration, Join::Client);
        member.origins = [exchange.request.uri.origin()].into();
        let begun = member
            .answered("client_id")
            .and_then(|client| self.newest(&[key(By::Client, client)], |_, _| true));
        match begun {
            Some(draft) => self.put(draft, member),
            None => self.wait(member),
        }
    }

    fn add_pushed(&mut self, member: Member) -> Option<MessageKind> {
        // A server's transcript has no times: its half may come after the browser's.
        let begun = member
            .answered("request_uri")
            .and_then(|request_uri| self.newest(&[key(By::RequestUri, request_uri)], |_, _| true));
        match begun {
            Some(draft) => {
                let parameters: Parameters =
                    request_parameters(&member.exchange).cloned().unwrap_or_default();
                self.learn_request(draft, &parameters, None);
                self.put(draft, member)
            }
            None => self.wait(member),
        }
    }

    fn add_preflight(&mut self, member: Member) -> Option<MessageKind> {
        let resource = resource(member.uri());
        let is_behind = |draft: usize, found: &Draft| {
            let places = self.index.newest(key(By::MessageOf, (draft, resource)));
            places.filter_map(|at| found.members.get(at)).any(|m| m.is_behind(&member))
        };
        if let Some(draft) = self.newest(&[key(By::Resource, resource)], is_behind) {
            return self.put(draft, member);
        }
        let origin = member.uri().origin();
        let known = self.knows_provider(&origin) || self.index.has(key(By::Discovery, origin.as_str()));
        let kind = self.wait(member);
        kind.filter(|_| known)
    }

    // --- Looking up ----------------------------------------------------------------------------------------------

    /// The newest login under one of the keys for which this holds.
    fn newest(&self, keys: &[u64], holds: impl Fn(usize, &Draft) -> bool) -> Option<usize> {
        let found = keys.iter().flat_map(|key| self.index.newest(*key));
        found.filter(|at| self.drafts.get(*at).is_some_and(|draft| holds(*at, draft))).max()
    }

    /// The newest login in a tab for which this holds; in any, where the recording does not tell the tab.
    fn in_tab(&self, tab: Option<i64>, holds: impl Fn(usize, &Draft) -> bool) -> Option<usize> {
        match tab {
            Some(tab) => self.newest(&[key(By::Tab, tab)], holds),
            None => self.latest(holds),
        }
    }

    /// The newest of the latest logins for which this holds.
    fn latest(&self, holds: impl Fn(usize, &Draft) -> bool) -> Option<usize> {
        let all = self.drafts.iter().enumerate().rev().take(LOOKBACK);
        all.filter(|(at, draft)| holds(*at, draft)).map(|(at, _)| at).next()
    }

    // --- Changing, so that it can be taken back ------------------------------------------------------------------

    fn begin_draft(&mut self, draft: Draft) -> usize {
        let at = self.drafts.len();
        let tab = draft.tab;
        let origin = Arc::clone(&draft.server_origin);
        self.version += 1;
        self.drafts.push(Draft { version: self.version, ..draft });
        self.journal.note(Undo::Draft);
        if !origin.is_empty() {
            self.put_into_index(key(By::Server, &*origin), at as u32);
        }
        if let Some(tab) = tab {
            self.put_into_index(key(By::Tab, tab), at as u32);
        }
        at
    }

    fn change(&mut self, draft: usize) -> &mut Draft {
        let found = &mut self.drafts[draft];
        self.journal.note(Undo::Change(draft, found.mark()));
        self.version += 1;
        found.version = self.version;
        found
    }

    fn put_into_index(&mut self, key: u64, place: u32) {
        if self.index.add(key, place) {
            self.journal.note(Undo::Indexed(key));
        }
    }

    fn wait(&mut self, member: Member) -> Option<MessageKind> {
        let kind = member.kind;
        let list = List::of(kind);
        self.waiting.push(list, member);
        self.journal.note(Undo::Waits(list));
        Some(kind)
    }

    /// Takes a message that has found its login off its list.
    fn found(&mut self, list: List, at: usize) -> Member {
        let member = self.waiting.remove(list, at);
        self.journal.note(Undo::Found(list, at, Box::new(member.clone())));
        member
    }

    fn take_back(&mut self) {
        for undo in self.journal.take_back() {
            match undo {
                Undo::Draft => {
                    self.drafts.pop();
                }
                Undo::Change(draft, mark) => {
                    if let Some(draft) = self.drafts.get_mut(draft) {
                        draft.restore(mark);
                        self.version += 1;
                        draft.version = self.version;
                    }
                }
                Undo::Indexed(key) => self.index.remove(key),
                Undo::Metadata => {
                    self.documents.pop();
                }
                Undo::Code => {
                    self.codes.pop();
                }
                Undo::Waits(list) => self.waiting.pop(list),
                Undo::Found(list, at, member) => self.waiting.insert(list, at, *member),
            }
        }
    }
}

/// An address without its fragment.
fn resource(uri: &http::Uri) -> &str {
    let text = uri.url().as_str();
    text.split_once('#').map_or(text, |(before, _)| before)
}
