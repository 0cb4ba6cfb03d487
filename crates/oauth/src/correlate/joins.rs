//! Which login in the making an exchange belongs to: values first, circumstances last.

use http::{Exchange, Secret, Uri, Value, Via};
use jose::Jwt;

use super::Correlator;
use super::draft::{Draft, Member, near};
use super::response::{response_code, response_parameters};
use crate::authorization::has_response;
use crate::classify::request_parameters;
use crate::message::{Join, MessageKind};
use crate::token::TokenExchange;

/// How long a user looks at a page of the provider before going on to its next, in milliseconds.
const PAGE_GAP: f64 = 10.0 * 60.0 * 1000.0;

impl Correlator {
    pub(super) fn flow_of_token_request(&mut self, exchange: &Exchange) -> (usize, Join) {
        let request = TokenExchange::read(0, exchange);
        let position = |holds: &dyn Fn(&Draft) -> bool| self.drafts.iter().rposition(holds);
        let code = request.code().and_then(Value::comparable);
        let by_code = code.and_then(|code| position(&|d| d.codes.iter().any(|known| known.text() == code)));
        if let Some(draft) = by_code {
            return (draft, Join::Code);
        }
        // A device asks again and again with the same code (RFC 8628 §3.4).
        let device_code = request.parameters.value("device_code").map(Secret::text);
        let by_device_code = device_code
            .and_then(|code| position(&|d| d.device_codes.iter().any(|known| known.text() == code)));
        if let Some(draft) = by_device_code {
            return (draft, Join::DeviceCode);
        }
        if let Some(draft) = request.code().and_then(|code| position(&|d| d.has_code_hash(code))) {
            return (draft, Join::CodeHash);
        }
        let by_verifier = request.code_verifier().and_then(Value::known).and_then(|verifier| {
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
        let id_token = request.response().id_token().map(Jwt::read);
        let nonce = id_token.as_ref().and_then(|token| token.text("nonce"));
        let by_nonce = nonce
            .and_then(|nonce| position(&|d| d.nonce.as_ref().is_some_and(|known| known.text() == nonce)));
        if let Some(draft) = by_nonce {
            return (draft, Join::Nonce);
        }
        let token = ["refresh_token", "subject_token"]
            .iter()
            .find_map(|name| request.parameters.value(name))
            .map(Secret::text);
        if let Some(draft) =
            token.and_then(|token| position(&|d| d.tokens.iter().any(|known| known.text() == token)))
        {
            return (draft, Join::Token);
        }
        if request.grant_type() == "authorization_code" {
            let client = request.client_id();
            // A refused request is sent again with the same code, which was taken out of the recording.
            let hides_code = request.code().is_some_and(|code| code.comparable().is_none());
            let may_be_retried = |m: &Member| hides_code && m.failed;
            let redirect_uri = request.redirect_uri().and_then(Value::known).and_then(Uri::parse);
            let by_client = position(&|d| {
                d.responded
                    && !d.refused
                    && d.is_alive_at(exchange.started)
                    && d.shares_container(&exchange.context)
                    && (client.is_none() || d.client_id == client)
                    && redirect_uri
                        .as_ref()
                        .zip(d.redirect_uri.as_ref())
                        .is_none_or(|(a, b)| a.host() == b.host())
                    && !d.members.iter().any(|m| m.kind == MessageKind::TokenRequest && !may_be_retried(m))
            });
            if let Some(draft) = by_client {
                return (draft, Join::Client);
            }
        }
        self.drafts.push(Draft {
            client_id: request.client_id(),
            // Of a login before the recording this is left, and it may come again.
            tokens: request.parameters.value("refresh_token").cloned().into_iter().collect(),
            codes: code.map(Secret::from).into_iter().collect(),
            device_codes: device_code.map(Secret::from).into_iter().collect(),
            responded: true,
            ..Draft::of(exchange)
        });
        (self.drafts.len() - 1, Join::Start)
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
        let stated = self
            .metadata
            .iter()
            .any(|m| m.token_endpoint.as_ref().is_some_and(|known| known.same_endpoint(&request.uri)));
        let named = request.uri.path().trim_end_matches('/').ends_with("/token");
        self.drafts.iter().rposition(|d| {
            d.responded
                && d.is_alive_at(exchange.started)
                && d.shares_container(&exchange.context)
                && !d.members.iter().any(|m| m.kind == MessageKind::TokenRequest)
                && (stated || named && d.server_origin == request.uri.origin())
        })
    }

    /// The login that called the same token endpoint before: a retry or a refresh, of which the recording holds no body.
    pub(super) fn flow_of_repeated_token_request(&self, exchange: &Exchange) -> Option<usize> {
        let uri = &exchange.request.uri;
        let leads_here = |m: &Member| m.location.as_ref().is_some_and(|to| to.same_endpoint(uri));
        let called =
            |m: &Member| m.kind == MessageKind::TokenRequest && (m.uri.same_endpoint(uri) || leads_here(m));
        self.drafts.iter().rposition(|d| {
            d.is_alive_at(exchange.started)
                && d.shares_container(&exchange.context)
                && d.members.iter().any(called)
        })
    }

    pub(super) fn learn_tokens(&mut self, draft: usize, exchange: &Exchange) {
        self.drafts[draft].learn_exchange(exchange);
    }

    pub(super) fn flow_of_response(&self, exchange: &Exchange) -> Option<(usize, Join)> {
        let request = &exchange.request;
        if !matches!(request.method.as_str(), "GET" | "POST")
            || matches!(exchange.context.via, Via::Fetch | Via::Server)
        {
            return None;
        }
        let leads_here = |draft: &Draft| draft.redirect_to(&request.uri).cloned();
        // Of a pushed request that was not seen the redirect URI is not known, nor is one that was taken out of the
        // recording: then the redirect must bring a response.
        let is_response_of_unknown = |draft: &Draft| {
            (draft.request_uri.is_some() || draft.hides_redirect_uri)
                && leads_here(draft)
                    .is_some_and(|uri| has_response(&response_parameters(exchange, Some(&uri))))
        };
        let candidates = || {
            self.drafts.iter().enumerate().rev().filter(|(_, draft)| {
                let at_redirect_uri = match &draft.redirect_uri {
                    Some(redirect_uri) => redirect_uri.same_endpoint(&request.uri),
                    None => is_response_of_unknown(draft),
                };
                at_redirect_uri && draft.is_alive_at(exchange.started)
            })
        };
        for (index, draft) in candidates() {
            let parameters = response_parameters(exchange, draft.redirect_to(&request.uri));
            let same_state = draft.state.is_some() && parameters.value("state") == draft.state.as_ref();
            if same_state && has_response(&parameters) {
                return Some((index, Join::State));
            }
        }
        // Two redirects look the same where their parameters were taken out of the recording.
        let waits = |draft: &Draft| !draft.responded && draft.is_here(&exchange.context);
        let led = || candidates().filter(|(_, draft)| leads_here(draft).is_some());
        if let Some((index, _)) = led().find(|(_, draft)| waits(draft)).or_else(|| led().next()) {
            return Some((index, Join::Redirect));
        }
        let parameters = response_parameters(exchange, None);
        if !has_response(&parameters) {
            return None;
        }
        let same_place = |draft: &Draft| {
            draft.shares_container(&exchange.context)
                && (draft.tab.is_none()
                    || exchange.context.tab.is_none()
                    || (draft.tab == exchange.context.tab && draft.frame == exchange.context.frame))
        };
        candidates()
            .find(|(_, draft)| !draft.responded && same_place(draft))
            .map(|(index, _)| (index, Join::Tab))
    }

    /// The app may send the browser on with the code: to another scheme, host or path of its own.
    pub(super) fn flow_that_goes_on(&self, exchange: &Exchange) -> Option<usize> {
        let code = response_code(exchange)?;
        let origin = exchange.request.uri.origin();
        self.drafts.iter().rposition(|d| d.codes.contains(&code) && d.server_origin != origin)
    }

    /// A page of the provider that repeats the request. Where `state` was taken out of the recording, the request itself
    /// once more is another login.
    pub(super) fn flow_continued_by(&self, exchange: &Exchange) -> Option<usize> {
        let origin = exchange.request.uri.origin();
        let query = exchange.request.uri.query();
        let own =
            if query.has("client_id") { query } else { request_parameters(exchange).unwrap_or_default() };
        let leads_here =
            |draft: &Draft| draft.redirects.iter().any(|uri| uri.same_resource(&exchange.request.uri));
        let goes_on = |draft: &Draft| {
            let began_here = |m: &Member| {
                m.kind == MessageKind::AuthorizationRequest && m.uri.same_endpoint(&exchange.request.uri)
            };
            exchange.request.method == "POST" || !draft.members.iter().any(began_here)
        };
        self.drafts.iter().rposition(|draft| {
            !draft.responded
                && (draft.server_origin == origin || leads_here(draft))
                && draft.client_id.as_deref() == own.text("client_id")
                && draft.state.as_ref() == own.value("state")
                && (!own.hides("state")
                    || own.value("state").is_some()
                    || leads_here(draft)
                    || goes_on(draft))
                && draft.request_uri.as_ref() == own.value("request_uri")
                && draft.challenge.as_ref().zip(own.value("code_challenge")).is_none_or(|(a, b)| a == b)
                && draft.is_alive_at(exchange.started)
                && (draft.state.is_some() || draft.request_uri.is_some() || draft.tab == exchange.context.tab)
        })
    }

    pub(super) fn flow_of_provider_page(&self, exchange: &Exchange) -> Option<(usize, Join)> {
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
        let here = |d: &Draft| d.is_here(&exchange.context);
        // Every login may lead to the same login form.
        let leads_here = |d: &Draft| d.redirects.iter().any(|redirect| redirect.same_resource(uri));
        if let Some(draft) = find(&|d| leads_here(d) && here(d)).or_else(|| find(&leads_here)) {
            return Some((draft, Join::Redirect));
        }
        // Login forms may be on another host than the endpoints.
        let origin = uri.origin();
        let is_page = |m: &Member| m.kind.is_on_the_way() && m.uri.origin() == origin;
        let answers_form = |d: &Draft| exchange.request.method == "POST" && d.members.iter().any(is_page);
        // An address that somebody types begins something else.
        let follows = |d: &Draft| match is_typed(exchange) {
            Some(typed) => !typed,
            None => d.members.last().is_some_and(|m| near(m.started, exchange.started, PAGE_GAP)),
        };
        let known = |d: &Draft| d.members.iter().any(|m| m.uri.same_resource(uri));
        let is_page_of = |d: &Draft| d.server_origin == origin && (follows(d) || known(d));
        find(&|d| d.redirect_uri.is_some() && here(d) && (is_page_of(d) || answers_form(d)))
            .map(|draft| (draft, Join::Tab))
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
