//! Which login a message belongs to that comes after its tokens, or beside it.

use http::{Exchange, Observer, Redaction, Value};

use super::Correlator;
use super::draft::{Draft, Member};
use crate::classify::{answer_has, request_parameters};
use crate::message::{Join, MessageKind};
use crate::protected::ProtectedRequest;

/// Characters of the shortest code that is looked for inside of other texts.
const SHORTEST_CODE: usize = 8;

/// Bytes of the largest request in which a code is looked for.
const LARGEST_HANDOVER: usize = 64 * 1024;

/// What endpoints that pages call are nearly always called.
const ENDPOINT_NAMES: [&str; 6] =
    ["token", "access_token", "userinfo", "par", "jwks", "openid-configuration"];

/// Calls to protected resources that a login keeps: enough to see that its token is taken, or that it is not.
const RESOURCE_REQUESTS: usize = 8;

impl Correlator {
    /// Introspection and revocation are about a token; one whose token was not seen is told by the provider.
    pub(super) fn flow_of_token_message(&self, exchange: &Exchange) -> Option<(usize, Join)> {
        let parameters = request_parameters(exchange)?;
        let token = parameters.seen("token")?;
        if let Some(draft) = self.drafts.iter().rposition(|d| d.has_token(token)) {
            return Some((draft, Join::Token));
        }
        let origin = exchange.request.uri.origin();
        let unseen = |d: &Draft| d.server_origin == origin && d.tokens.is_empty();
        self.drafts.iter().rposition(unseen).map(|draft| (draft, Join::Provider))
    }

    /// The login whose user the provider reports as logged out.
    pub(super) fn flow_of_logout_notice(&self, exchange: &Exchange) -> Option<usize> {
        let issuer = match request_parameters(exchange).as_ref().and_then(|p| p.text("logout_token")) {
            Some(token) => jose::Jwt::read(token).text("iss")?.to_owned(),
            None => exchange.request.uri.query().text("iss")?.to_owned(),
        };
        let origin = http::Uri::parse(&issuer)?.origin();
        let issued = |d: &Draft| {
            d.server_origin == origin
                || self.metadata.iter().any(|m| m.issuer == issuer && d.is_described_by(m))
        };
        self.drafts.iter().rposition(issued)
    }

    /// The login that a refused preflight stopped, which is all that is left of the request behind it: to an endpoint of
    /// the provider, before the tokens arrived.
    pub(super) fn flow_stopped_by(&self, preflight: &Member) -> Option<usize> {
        let uri = &preflight.uri;
        let stated = self.metadata.iter().any(|m| m.endpoints().any(|known| known.same_endpoint(uri)));
        let last = uri.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let named = ENDPOINT_NAMES.contains(&last);
        let origin = uri.origin();
        self.drafts.iter().rposition(|d| {
            d.server_origin == origin
                && (stated || named || d.members.iter().any(|m| m.uri.same_endpoint(uri)))
                && d.tokens.is_empty()
                && d.is_alive_at(preflight.started)
        })
    }

    /// The login behind which the provider asks another system who the user is.
    pub(super) fn flow_behind_which(&self, exchange: &Exchange) -> Option<usize> {
        self.drafts.iter().rposition(|draft| {
            !draft.responded
                && draft.is_alive_at(exchange.started)
                && !draft.server_origin.is_empty()
                && draft.is_here(&exchange.context)
        })
    }

    /// The app's page may hand the code to its own back end, in whatever form: a parameter, JSON, GraphQL, a path.
    pub(super) fn flow_that_hands_over(&self, exchange: &Exchange) -> Option<usize> {
        let request = &exchange.request;
        if exchange.context.via.is_navigation() {
            return None;
        }
        let body = request.body.present().and_then(|body| body.text()).unwrap_or_default();
        let url = request.uri.text().text();
        if body.len() > LARGEST_HANDOVER || body.is_empty() && !url.contains(['?', '/']) {
            return None;
        }
        let form = request_parameters(exchange).unwrap_or_default();
        let query = request.uri.query();
        self.drafts.iter().rposition(|d| {
            d.is_alive_at(exchange.started)
                && d.shares_container(&exchange.context)
                && d.codes.iter().filter(|code| code.text().len() >= SHORTEST_CODE).any(|code| {
                    url.contains(code.text())
                        || body.contains(code.text())
                        || form.iter().chain(query.iter()).any(|(_, value)| value == code)
                })
        })
    }

    /// A call with a token of a login. Of an app that makes many, the first few tell whether the token is taken.
    pub(super) fn flow_of_resource_request(&self, exchange: &Exchange) -> Option<usize> {
        if exchange.context.via.is_navigation() {
            return None;
        }
        let token = bearer(exchange)?;
        let draft = self.drafts.iter().rposition(|d| d.has_token(token))?;
        let kept =
            self.drafts[draft].members.iter().filter(|m| m.kind == MessageKind::ResourceRequest).count();
        (kept < RESOURCE_REQUESTS).then_some(draft)
    }

    pub(super) fn flow_of_logout(&self, exchange: &Exchange) -> Option<(usize, Join)> {
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

    pub(super) fn flow_of_userinfo(&self, exchange: &Exchange) -> Option<(usize, Join)> {
        if exchange.context.via.is_navigation() || !matches!(exchange.request.method.as_str(), "GET" | "POST")
        {
            return None;
        }
        let uri = &exchange.request.uri;
        let stated = self
            .metadata
            .iter()
            .any(|m| m.userinfo_endpoint.as_ref().is_some_and(|known| known.same_endpoint(uri)));
        let shaped = || answer_has(exchange, "sub") == Some(true);
        let origin = uri.origin();
        let path = uri.path().trim_end_matches('/');
        let named =
            |d: &Draft| path.ends_with("/userinfo") || path.ends_with("/me") && d.server_origin == origin;
        let bearer = bearer(exchange);
        let holds_token = |d: &Draft| bearer.is_some_and(|token| d.has_token(token));
        let newest = |holds: &dyn Fn(&Draft) -> bool| self.drafts.iter().rposition(holds);
        if let Some(draft) =
            newest(&|d| holds_token(d) && d.server_origin == origin).or_else(|| newest(&holds_token))
        {
            // Other calls with this token, perhaps to the provider's own API, are no part of the login.
            let from_provider = self.drafts[draft].server_origin == origin;
            return (stated || named(&self.drafts[draft]) || from_provider && shaped())
                .then_some((draft, Join::Token));
        }
        // Where the tokens were seen, another one is another login's.
        let is_unknown = bearer.is_none_or(|token| token.known().is_none());
        let is_free = |d: &Draft| is_unknown || d.tokens.is_empty();
        let is_userinfo = |d: &Draft| stated || bearer.is_some() && named(d);
        let could_be = |d: &Draft| d.server_origin == origin && is_free(d) && is_userinfo(d);
        let here = |d: &Draft| d.tab == exchange.context.tab || exchange.context.tab.is_none();
        newest(&|d| could_be(d) && here(d)).or_else(|| newest(&could_be)).map(|draft| (draft, Join::Provider))
    }
}

/// Whether an API refused an access token for what it is: it says so in its challenge (RFC 6750 §3), or the token is one that
/// can be read, so that its claims may tell. In a browser such calls are everyday life, after which an app renews its token;
/// who records one by hand asks about it.
pub(super) fn is_refused_call(exchange: &Exchange) -> bool {
    let call = ProtectedRequest { message: 0, kind: MessageKind::ResourceRequest, exchange };
    let has_token = call
        .scheme()
        .is_some_and(|scheme| ["bearer", "dpop"].contains(&scheme.to_ascii_lowercase().as_str()));
    if exchange.observer != Observer::Server || !has_token {
        return false;
    }
    match exchange.status() {
        Some(401) => call.error().is_some() || call.jwt().is_some(),
        Some(403) => call.error().is_some(),
        _ => false,
    }
}

/// The token in `Authorization` (RFC 6750 §2.1, RFC 9449 §7.1); what was taken out of the recording may have been one.
fn bearer(exchange: &Exchange) -> Option<Value<'_>> {
    let header = exchange.request.headers.present()?.captured("authorization")?.text();
    if Redaction::of(header) == Some(Redaction::TakenOut) {
        return Some(Value::new(header));
    }
    let (_, token) = header.split_once(' ')?;
    Some(Value::new(token.trim()))
}
