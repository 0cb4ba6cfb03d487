//! A message of a login in the making.

use std::sync::Arc;

use http::{Exchange, Secret, Timestamp, Uri};
use serde_json::Value as Json;

use super::cookies::marks;
use crate::classify::is_authorization_request;
use crate::message::{Join, MessageKind};

/// How far a preflight may be from its request, in milliseconds.
const PREFLIGHT_WINDOW: f64 = 10_000.0;

/// A message of a login.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) exchange: Arc<Exchange>,
    pub(super) kind: MessageKind,
    pub(super) join: Join,
    /// Whose document this is, while its login has not begun: the origins of the provider's endpoints.
    pub(super) origins: Arc<[String]>,
    /// A discovery document, or a protected resource's metadata, that clients may refuse.
    pub(super) unusable: bool,
    /// A discovery document without PKCE's S256.
    pub(super) without_pkce: bool,
    /// A document that could not be read.
    pub(super) unreadable: bool,
    /// The login to which it belongs where no later one asks for it.
    pub(super) or_else: Option<usize>,
    /// Marks of the cookies that it sets, as the start of a login, or carries, as its answer.
    pub(super) cookies: Arc<[u64]>,
}

/// Bytes of the longest answer in which the address of a login is sought.
const LONGEST_HANDOVER: usize = 16 << 10;

/// How deep it stands there at most: `{"data": {"auth_url": …}}`.
const DEEPEST_HANDOVER: usize = 3;

/// Whether the answer to an authorization request comes back to the host of an address, or to one beside it.
fn comes_back_to(request: &Uri, own: &Uri) -> bool {
    let Some(back) = request.query().text("redirect_uri").and_then(Uri::parse) else { return false };
    let (back, own) = (back.host().to_owned(), own.host());
    let parent =
        |host: &str| host.split_once('.').map(|(_, parent)| parent.to_owned()).filter(|p| p.contains('.'));
    back == own || parent(&back).is_some_and(|site| own == site || own.ends_with(&format!(".{site}")))
}

/// The authorization request that an app's interface hands to its page, which sends the browser there by itself.
pub(super) fn handed_address(exchange: &Exchange) -> Option<Uri> {
    fn in_value(value: &Json, own: &Uri, depth: usize) -> Option<Uri> {
        match value {
            Json::String(text) if text.starts_with("http") => Uri::parse(text)
                .filter(is_authorization_request)
                .filter(|address| comes_back_to(address, own)),
            Json::Object(members) if depth < DEEPEST_HANDOVER => {
                members.values().find_map(|value| in_value(value, own, depth + 1))
            }
            _ => None,
        }
    }
    exchange.status().filter(|status| (200..300).contains(status))?;
    let is_likely = |text: &str| text.len() <= LONGEST_HANDOVER && text.contains("client_id");
    let body = exchange.response_body();
    let body = body.present().filter(|body| body.text().is_some_and(is_likely))?;
    in_value(body.json()?, &exchange.request.uri, 0)
}

impl Member {
    pub(super) fn new(exchange: &Arc<Exchange>, kind: MessageKind, join: Join) -> Self {
        Member {
            exchange: Arc::clone(exchange),
            kind,
            join,
            origins: Arc::default(),
            unusable: false,
            without_pkce: false,
            unreadable: false,
            or_else: None,
            cookies: marks(exchange, kind).into(),
        }
    }

    pub(super) fn started(&self) -> Option<Timestamp> {
        self.exchange.started
    }

    pub(super) fn tab(&self) -> Option<i64> {
        self.exchange.context.tab
    }

    pub(super) fn uri(&self) -> &Uri {
        &self.exchange.request.uri
    }

    pub(super) fn location(&self) -> Option<&Uri> {
        self.exchange.location()
    }

    /// Whether the answer sends the browser to that address: by a redirect, or by a page that takes it from there.
    pub(super) fn leads_to(&self, uri: &Uri) -> bool {
        match self.location() {
            Some(location) => location.same_resource(uri),
            None => {
                self.kind == MessageKind::LoginStart
                    && handed_address(&self.exchange).is_some_and(|handed| handed.same_resource(uri))
            }
        }
    }

    /// Whether nothing came back that a client can use.
    pub(super) fn failed(&self) -> bool {
        self.unreadable || is_failed(&self.exchange)
    }

    /// Whether the request carried a cookie, where its headers were seen.
    pub(super) fn sent_cookie(&self) -> Option<bool> {
        self.exchange.request.headers.present().map(|headers| headers.has("cookie"))
    }

    /// A member of the answer that is text: the `client_id` of a registration, the `request_uri` of a pushed request.
    pub(super) fn answered(&self, name: &str) -> Option<&str> {
        answered(&self.exchange, name)
    }

    /// Whether this is the request behind a preflight.
    pub(super) fn is_behind(&self, preflight: &Member) -> bool {
        self.kind != MessageKind::Preflight
            && self.uri().same_resource(preflight.uri())
            && near(self.started(), preflight.started(), PREFLIGHT_WINDOW)
    }

    /// Whether an authorization request with this `request_uri` and `client_id` is the one that was pushed here.
    pub(super) fn is_pushed_for(
        &self,
        request_uri: Option<&Secret<String>>,
        client_id: Option<&str>,
    ) -> bool {
        match self.answered("request_uri") {
            Some(got) => request_uri.is_some_and(|sent| sent.text() == got),
            None => {
                let parameters = self.exchange.request.body.present().and_then(|body| body.parameters());
                request_uri.is_some()
                    && client_id.is_some()
                    && parameters.and_then(|p| p.text("client_id")) == client_id
            }
        }
    }
}

pub(super) fn is_failed(exchange: &Exchange) -> bool {
    exchange.error.is_some() || exchange.status().is_none_or(|status| status >= 400)
}

pub(super) fn answered<'e>(exchange: &'e Exchange, name: &str) -> Option<&'e str> {
    let body = exchange.response_body().present().copied()?;
    match body.json() {
        Some(answer) => answer.get(name).and_then(Json::as_str),
        // Some providers answer with a form where nobody asks for JSON.
        None => body.form()?.text(name),
    }
}

pub(super) fn near(a: Option<Timestamp>, b: Option<Timestamp>, window: f64) -> bool {
    a.zip(b).is_none_or(|(a, b)| (a.as_millis() - b.as_millis()).abs() <= window)
}

/// By the time at which they began. What a server's transcript shows without times follows the response that brought
/// the code to the server, or the tokens that it carries. A preflight comes before its request, although browsers announce
/// the request first.
pub(super) fn in_order(members: &[Member]) -> Vec<Member> {
    let (mut timed, mut untimed): (Vec<Member>, Vec<Member>) =
        members.iter().cloned().partition(|m| m.started().is_some());
    timed.sort_by(|a, b| match (a.started(), b.started()) {
        (Some(a), Some(b)) => a.as_millis().total_cmp(&b.as_millis()),
        _ => std::cmp::Ordering::Equal,
    });
    let after_response = timed
        .iter()
        .position(|m| m.kind == MessageKind::AuthorizationResponse)
        .map_or(timed.len(), |index| index + 1);
    untimed.sort_by_key(|m| m.exchange.id);
    let (with_token, others): (Vec<Member>, Vec<Member>) =
        untimed.into_iter().partition(|m| m.join == Join::Token);
    timed.splice(after_response..after_response, others);
    let after_tokens = timed
        .iter()
        .rposition(|m| m.kind == MessageKind::TokenRequest || m.started().is_none())
        .map_or(timed.len(), |index| index + 1);
    timed.splice(after_tokens..after_tokens, with_token);
    for at in 0..timed.len() {
        // Its request is one of the messages just before it.
        let near = at.saturating_sub(super::index::LOOKBACK);
        if timed[at].kind == MessageKind::Preflight
            && let Some(request) = timed[near..at].iter().rposition(|m| m.is_behind(&timed[at]))
        {
            timed[near + request..=at].rotate_right(1);
        }
    }
    timed
}
