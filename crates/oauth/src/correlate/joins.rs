//! Which login in the making an exchange belongs to: values first, circumstances last.

use http::{Exchange, Observer, Secret, Uri, Value, Via};
use jose::Jwt;

use super::Correlator;
use super::documents::endpoint_key;
use super::draft::Draft;
use super::index::{By, key};
use super::member::near;
use super::resource;
use super::response::{response_code, response_parameters};
use crate::authorization::has_response;
use crate::classify::{Intent, client_of, has_client, is_named_token_endpoint, request_parameters};
use crate::dpop::DpopProof;
use crate::hashes::index_of_value;
use crate::message::Join;
use crate::token::TokenExchange;

/// How long a user looks at a page of the provider before going on to its next, in milliseconds.
const PAGE_GAP: f64 = 10.0 * 60.0 * 1000.0;

impl Correlator {
    pub(super) fn flow_of_token_request(&mut self, exchange: &Exchange) -> (usize, Join) {
        let request = TokenExchange::read(0, exchange);
        if let Some(found) = self.flow_of_token_values(&request) {
            return found;
        }
        if request.grant_type() == "authorization_code"
            && let Some(draft) = self.flow_of_client(&request)
        {
            return (draft, Join::Client);
        }
        // What was refused for want of a nonce is sent again with it.
        let nonce = DpopProof::read(0, exchange).and_then(|proof| proof.jwt.text("nonce").map(str::to_owned));
        let asked = nonce.map(|nonce| key(By::DpopNonce, nonce.as_str()));
        if let Some(draft) = self.newest(asked.as_slice(), |_, draft| draft.counts.tokens == 0) {
            return (draft, Join::DpopNonce);
        }
        let draft = self.begin_draft(Draft { responded: true, ..Draft::of(exchange) });
        let client_id = request.client_id();
        self.change_asked(draft, |asked| asked.client_id = client_id);
        self.learn_code(draft, request.code().and_then(Value::comparable).map(Secret::from).as_ref());
        if let Some(polled_code) = request.polled_code() {
            self.put_into_index(key(By::DeviceCode, polled_code.text()), draft as u32);
        }
        if let Some(offered) = request.pre_authorized_code() {
            self.put_into_index(key(By::PreAuthorizedCode, offered.text()), draft as u32);
        }
        // Of a login before the recording this is left, and it may come again.
        self.learn_token(draft, request.parameters.value("refresh_token").map(Secret::text));
        (draft, Join::Start)
    }

    /// By what only this login can have.
    fn flow_of_token_values(&self, request: &TokenExchange<'_>) -> Option<(usize, Join)> {
        let by = |keys: &[u64], join| self.newest(keys, |_, _| true).map(|draft| (draft, join));
        let one = |role, value: Option<&str>| value.map(|value| key(role, value));
        let code = one(By::Code, request.code().and_then(Value::comparable));
        let polled_join =
            if request.parameters.has("auth_req_id") { Join::RequestId } else { Join::DeviceCode };
        // A device asks again and again with the same code (RFC 8628 §3.4).
        let polled_code = one(By::DeviceCode, request.polled_code().map(Secret::text));
        // A transaction code that was mistyped is sent again with the same code (OpenID4VCI §6.3).
        let offered = one(By::PreAuthorizedCode, request.pre_authorized_code().map(Secret::text));
        let code_hashes = request.code().map(|code| self.hash_keys(By::CodeHash, code)).unwrap_or_default();
        let challenges: Vec<u64> = request
            .code_verifier()
            .map(|verifier| match index_of_value(verifier) {
                Some(name) => vec![key(By::Challenge, name.as_str())],
                None => {
                    let keys = |verifier| {
                        vec![key(By::Challenge, jose::s256(verifier).as_str()), key(By::Challenge, verifier)]
                    };
                    verifier.known().map(keys).unwrap_or_default()
                }
            })
            .unwrap_or_default();
        let id_token = || request.response().id_token().map(Jwt::read);
        let nonce = || one(By::Nonce, id_token()?.text("nonce"));
        let token = ["refresh_token", "subject_token"];
        let token = token.iter().find_map(|name| request.parameters.value(name)).map(Secret::text);
        by(code.as_slice(), Join::Code)
            .or_else(|| by(polled_code.as_slice(), polled_join))
            .or_else(|| by(offered.as_slice(), Join::Code))
            .or_else(|| by(&code_hashes, Join::CodeHash))
            .or_else(|| by(&challenges, Join::Verifier))
            .or_else(|| by(nonce().as_slice(), Join::Nonce))
            .or_else(|| by(one(By::Token, token).as_slice(), Join::Token))
    }

    /// The newest login of that client whose code was not exchanged yet.
    fn flow_of_client(&self, request: &TokenExchange<'_>) -> Option<usize> {
        let exchange = request.exchange;
        let client = request.client_id();
        // A refused request is sent again with the same code, which was taken out of the recording.
        let hides_code = request.code().is_some_and(|code| code.comparable().is_none());
        let redirect_uri = request.redirect_uri().and_then(Value::known).and_then(Uri::parse);
        let waits = |_: usize, d: &Draft| {
            let tried = d.counts.token_requests + if hides_code { 0 } else { d.counts.failed_token_requests };
            tried == 0
                && d.responded
                && !d.refused
                && d.is_alive_at(exchange.started)
                && d.shares_container(&exchange.context)
                && (client.is_none() || d.asked.client_id == client)
                && redirect_uri
                    .as_ref()
                    .zip(d.asked.redirect_uri.as_ref())
                    .is_none_or(|(a, b)| a.host() == b.host())
        };
        match &client {
            Some(client) => self.newest(&[key(By::Client, client.as_str())], waits),
            None => self.latest(waits),
        }
    }

    /// A token request of which the recording holds no body is told by its address, and by the code that waits for it.
    pub(super) fn flow_of_unseen_token_request(&self, exchange: &Exchange) -> Option<usize> {
        let request = &exchange.request;
        if request.method != "POST"
            || request.body.present().is_some()
            || exchange.context.via.is_navigation()
        {
            return None;
        }
        // The log of a provider holds the redirect with the code, and not its arrival at the app.
        let is_by_server = exchange.observer == Observer::Server;
        let waits = |_: usize, d: &Draft| {
            (d.responded || is_by_server && d.is_sent_back())
                && d.is_alive_at(exchange.started)
                && d.shares_container(&exchange.context)
                && (!d.has_token_request() || d.is_polled())
        };
        if self.states(Intent::TokenRequest, &request.uri) {
            return self.latest(waits);
        }
        let named = is_named_token_endpoint(request.uri.path());
        let at_server = [key(By::Server, request.uri.origin())];
        named.then(|| self.newest(&at_server, waits)).flatten()
    }

    /// The login that called the same token endpoint before: a retry or a refresh, of which the recording holds no body.
    pub(super) fn flow_of_repeated_token_request(&self, exchange: &Exchange) -> Option<usize> {
        let called = [endpoint_key(By::TokenEndpoint, &exchange.request.uri)];
        self.newest(&called, |_, d| d.is_alive_at(exchange.started) && d.shares_container(&exchange.context))
    }

    pub(super) fn flow_of_response(&self, exchange: &Exchange) -> Option<(usize, Join)> {
        let request = &exchange.request;
        let uri = &request.uri;
        if !matches!(request.method.as_str(), "GET" | "POST")
            || matches!(exchange.context.via, Via::Fetch | Via::Server)
        {
            return None;
        }
        let parameters = |redirect| response_parameters(exchange, redirect);
        let is_candidate = |at: usize, draft: &Draft| {
            let at_redirect_uri = match &draft.asked.redirect_uri {
                // A log may leave the host out, or the port and the scheme; the state decides.
                Some(redirect_uri) => {
                    let is_host_known = uri.is_host_known() && redirect_uri.is_host_known();
                    let is_host = redirect_uri.host() == uri.host();
                    redirect_uri.same_endpoint(uri)
                        || (!is_host_known || exchange.observer == Observer::Server && is_host)
                            && redirect_uri.path() == uri.path()
                }
                // Of a pushed request that was not seen the redirect URI is not known, nor is one that was taken out of the
                // recording: then the redirect must bring a response.
                None => {
                    (draft.asked.request_uri.is_some() || draft.asked.hides_redirect_uri)
                        && self.redirect_to(at, uri).is_some_and(|to| has_response(&parameters(Some(to))))
                }
            };
            at_redirect_uri && draft.is_alive_at(exchange.started)
        };
        let has_same_state = |at: usize, draft: &Draft| {
            let parameters = parameters(self.redirect_to(at, uri));
            draft.asked.state.is_some()
                && parameters.value("state") == draft.asked.state.as_ref()
                && has_response(&parameters)
        };
        // Without the redirect, which may have a fragment, and with it.
        let led = [key(By::Redirect, resource(uri))];
        let redirect = self.newest(&led, |_, _| true).and_then(|at| self.redirect_to(at, uri));
        let states = [parameters(None), parameters(redirect)].map(|p| p.value("state").cloned());
        let by_state: Vec<u64> = states.iter().flatten().map(|state| key(By::State, state.text())).collect();
        if let Some(draft) = self.newest(&by_state, |at, d| is_candidate(at, d) && has_same_state(at, d)) {
            return Some((draft, Join::State));
        }
        // Two redirects look the same where their parameters were taken out of the recording.
        let waits = |draft: &Draft| !draft.responded && draft.is_here(&exchange.context);
        let by_redirect = self
            .newest(&led, |at, d| is_candidate(at, d) && waits(d))
            .or_else(|| self.newest(&led, is_candidate));
        if let Some(draft) = by_redirect {
            return Some((draft, Join::Redirect));
        }
        if !has_response(&parameters(None)) {
            return None;
        }
        let same_place = |draft: &Draft| {
            draft.shares_container(&exchange.context)
                && (draft.tab.is_none()
                    || exchange.context.tab.is_none()
                    || (draft.tab == exchange.context.tab && draft.frame == exchange.context.frame))
        };
        let at_redirect_uri = [endpoint_key(By::RedirectUri, uri)];
        self.newest(&at_redirect_uri, |at, d| is_candidate(at, d) && !d.responded && same_place(d))
            .map(|draft| (draft, Join::Tab))
    }

    /// The app may send the browser on with the code: to another scheme, host or path of its own.
    pub(super) fn flow_that_goes_on(&self, exchange: &Exchange) -> Option<usize> {
        let code = response_code(exchange)?;
        let origin = exchange.request.uri.origin();
        self.newest(&[key(By::Code, code.text())], |_, d| *d.server_origin != *origin)
    }

    /// A page of the provider that repeats the request. Where `state` was taken out of the recording, the request itself
    /// once more is another login.
    pub(super) fn flow_continued_by(&self, exchange: &Exchange) -> Option<usize> {
        let uri = &exchange.request.uri;
        let origin = uri.origin();
        let query = uri.query();
        let own = if has_client(query) { query } else { request_parameters(exchange).unwrap_or_default() };
        let leads_here = |at: usize| self.redirect_to(at, uri).is_some();
        let goes_on = |draft: &Draft| {
            let began_here = draft.request().is_some_and(|m| m.uri().same_endpoint(uri));
            exchange.request.method == "POST" || !began_here
        };
        let is_continued = |at: usize, draft: &Draft| {
            let asked = &draft.asked;
            !draft.responded
                && (*draft.server_origin == *origin || leads_here(at))
                && asked.client_id.as_deref() == client_of(own)
                && asked.state.as_ref() == own.value("state")
                && (!own.hides("state") || own.value("state").is_some() || leads_here(at) || goes_on(draft))
                && asked.request_uri.as_ref() == own.value("request_uri")
                && asked.challenge.as_ref().zip(own.value("code_challenge")).is_none_or(|(a, b)| a == b)
                && draft.is_alive_at(exchange.started)
                && (asked.state.is_some() || asked.request_uri.is_some() || draft.tab == exchange.context.tab)
        };
        let keys: &[u64] = match (own.value("state"), own.value("request_uri")) {
            (Some(state), _) if !state.text().is_empty() => &[key(By::State, state.text())],
            (_, Some(request_uri)) => &[key(By::RequestUri, request_uri.text())],
            _ => &[key(By::Server, origin.as_str()), key(By::Redirect, resource(uri))],
        };
        self.newest(keys, is_continued)
    }

    pub(super) fn flow_of_provider_page(&self, exchange: &Exchange) -> Option<(usize, Join)> {
        let via = exchange.context.via;
        // Where nobody says how a page came, a redirect that leads to it does.
        if !via.is_navigation() && !matches!(via, Via::Unknown | Via::Server) {
            return None;
        }
        let open = |draft: &Draft| {
            !draft.responded && draft.is_alive_at(exchange.started) && !draft.server_origin.is_empty()
        };
        let uri = &exchange.request.uri;
        let here = |d: &Draft| d.is_here(&exchange.context);
        // Every login may lead to the same login form.
        let led = [key(By::Redirect, resource(uri))];
        let by_redirect =
            self.newest(&led, |_, d| open(d) && here(d)).or_else(|| self.newest(&led, |_, d| open(d)));
        if let Some(draft) = by_redirect {
            return Some((draft, Join::Redirect));
        }
        if !via.is_navigation() {
            return None;
        }
        // Login forms may be on another host than the endpoints.
        let origin = uri.origin();
        let answers_form = |at: usize| {
            exchange.request.method == "POST" && self.index.has(key(By::PageOf, (at, origin.as_str())))
        };
        // An address that somebody types begins something else.
        let follows = |d: &Draft| match is_typed(exchange) {
            Some(typed) => !typed,
            None => d.members.last().is_some_and(|m| near(m.started(), exchange.started, PAGE_GAP)),
        };
        let known = |at: usize| self.index.has(key(By::MessageOf, (at, resource(uri))));
        let is_page_of = |at: usize, d: &Draft| *d.server_origin == *origin && (follows(d) || known(at));
        let holds = |at: usize, d: &Draft| {
            open(d) && d.asked.redirect_uri.is_some() && here(d) && (is_page_of(at, d) || answers_form(at))
        };
        self.in_tab(exchange.context.tab, holds).map(|draft| (draft, Join::Tab))
    }
}

/// Whether no page led to this one: the user typed its address, or chose a bookmark (Fetch Metadata §2.4).
/// `None` where the recording does not tell: many pages keep their address from the next one (`no-referrer`).
fn is_typed(exchange: &Exchange) -> Option<bool> {
    if exchange.request.method != "GET" || exchange.requesting_origin().is_some() {
        return Some(false);
    }
    exchange.request_header("sec-fetch-site").map(|site| site == "none")
}
