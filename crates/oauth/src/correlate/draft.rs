//! A login in the making, and what it has learnt so far.

use http::{Context, Exchange, Parameters, Secret, Timestamp, Uri, Value};
use jose::Jwt;
use serde_json::Value as Json;

use super::cookies::marks;
use super::response::response_parameters;
use crate::authorization::request_object;
use crate::message::{Join, MessageKind};
use crate::metadata::Metadata;
use crate::token::{TokenExchange, TokenResponse};

/// How long a login may wait for its user, in milliseconds.
const LOGIN_LIFETIME: f64 = 60.0 * 60.0 * 1000.0;

/// How far a preflight may be from its request, in milliseconds.
const PREFLIGHT_WINDOW: f64 = 10_000.0;

/// A message of a login.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) exchange: usize,
    pub(super) kind: MessageKind,
    pub(super) join: Join,
    pub(super) started: Option<Timestamp>,
    pub(super) tab: Option<i64>,
    pub(super) uri: Uri,
    pub(super) location: Option<Uri>,
    pub(super) pushed: Option<Pushed>,
    /// Whose document this is, while its login has not begun: the origins of the provider's endpoints.
    pub(super) origins: Vec<String>,
    /// The client that a registration made.
    pub(super) registered: Option<String>,
    /// A discovery document, or a protected resource's metadata, that clients may refuse.
    pub(super) unusable: bool,
    /// A discovery document without PKCE's S256.
    pub(super) without_pkce: bool,
    pub(super) failed: bool,
    /// Whether the request carried a cookie, where its headers were seen.
    pub(super) sent_cookie: Option<bool>,
    /// Marks of the cookies that it sets, as the start of a login, or carries, as its answer.
    pub(super) cookies: Vec<u64>,
}

/// What a pushed authorization request sent, and what it got, where that was seen.
#[derive(Clone)]
pub(super) struct Pushed {
    pub(super) parameters: Parameters,
    pub(super) request_uri: Option<Secret<String>>,
}

impl Pushed {
    /// Whether an authorization request with this `request_uri` and `client_id` is the one that was pushed.
    pub(super) fn is_behind(&self, request_uri: Option<&Secret<String>>, client_id: Option<&str>) -> bool {
        match &self.request_uri {
            Some(got) => Some(got) == request_uri,
            None => {
                request_uri.is_some() && client_id.is_some() && self.parameters.text("client_id") == client_id
            }
        }
    }
}

/// The hashes in an ID token (OpenID Connect Core §3.3.2.11).
pub(super) struct Hashes {
    alg: String,
    /// `c_hash`.
    code: Option<Secret<String>>,
    /// `at_hash`.
    access_token: Option<Secret<String>>,
}

impl Hashes {
    fn read(id_token: &str) -> Option<Self> {
        let jwt = Jwt::read(id_token);
        let hash = |claim| jwt.text(claim).map(Secret::from);
        Some(Hashes { alg: jwt.alg()?.to_owned(), code: hash("c_hash"), access_token: hash("at_hash") })
    }

    fn fit(&self, hash: &Option<Secret<String>>, value: Value<'_>) -> bool {
        hash.as_ref().zip(value.known()).is_some_and(|(hash, value)| {
            jose::left_half_hash(&self.alg, value).is_some_and(|computed| hash.text() == computed)
        })
    }
}

/// A login in the making.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) members: Vec<Member>,
    pub(super) began: Option<Timestamp>,
    pub(super) server_origin: String,
    pub(super) client_id: Option<String>,
    pub(super) redirect_uri: Option<Uri>,
    /// It was taken out of the recording, or is behind a `request_uri` that was.
    pub(super) hides_redirect_uri: bool,
    pub(super) state: Option<Secret<String>>,
    /// The states that came back.
    pub(super) returned: Vec<Secret<String>>,
    pub(super) request_uri: Option<Secret<String>>,
    pub(super) challenge: Option<Secret<String>>,
    pub(super) nonce: Option<Secret<String>>,
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
    pub(super) codes: Vec<Secret<String>>,
    pub(super) device_codes: Vec<Secret<String>>,
    pub(super) tokens: Vec<Secret<String>>,
    /// What ID tokens say about codes and access tokens that come another way.
    pub(super) hashes: Vec<Hashes>,
    pub(super) responded: bool,
    /// Its newest answer was an error: there is no code to exchange.
    pub(super) refused: bool,
    /// It is a login only if somebody exchanges its code.
    pub(super) doubtful: bool,
}

impl Draft {
    /// A login that begins with this exchange.
    pub(super) fn of(exchange: &Exchange) -> Self {
        Draft {
            began: exchange.started,
            server_origin: exchange.request.uri.origin(),
            container: exchange.context.container.clone(),
            tab: exchange.context.tab,
            frame: exchange.context.frame,
            opener: exchange.context.opener,
            ..Draft::default()
        }
    }

    /// What a request asks for, in its parameters or in a request object among them (RFC 9101 §4).
    pub(super) fn learn_request(&mut self, parameters: &Parameters) {
        self.learn_parameters(parameters);
        if let Some(object) = request_object(parameters) {
            let text = |(name, value): (String, Json)| Some((name, value.as_str()?.to_owned()));
            self.learn_parameters(&Parameters::from_pairs(object.claims.into_iter().filter_map(text)));
        }
    }

    fn learn_parameters(&mut self, parameters: &Parameters) {
        // Two logins without a value have nothing in common.
        let value = |name| parameters.value(name).filter(|value| !value.text().is_empty()).cloned();
        self.client_id = parameters.text("client_id").map(str::to_owned).or(self.client_id.take());
        self.redirect_uri = parameters.text("redirect_uri").and_then(Uri::parse).or(self.redirect_uri.take());
        self.hides_redirect_uri |= parameters.hides("redirect_uri") || parameters.hides("request_uri");
        self.state = value("state").or(self.state.take());
        self.challenge = value("code_challenge").or(self.challenge.take());
        self.nonce = value("nonce").or(self.nonce.take());
    }

    pub(super) fn learn_response(&mut self, exchange: &Exchange) {
        let redirect = self.redirect_to(&exchange.request.uri).cloned();
        let parameters = response_parameters(exchange, redirect.as_ref());
        let value = |name| parameters.value(name).filter(|value| !value.text().is_empty()).cloned();
        self.refused = value("error").is_some() && value("code").is_none();
        self.returned.extend(value("state"));
        self.codes.extend(value("code"));
        self.tokens.extend(["access_token", "id_token"].into_iter().filter_map(value));
        self.hashes.extend(parameters.text("id_token").and_then(Hashes::read));
        self.stated_nonces.extend(parameters.text("id_token").and_then(nonce_in));
    }

    /// The newest redirect of the provider that leads to an address.
    pub(super) fn redirect_to(&self, uri: &Uri) -> Option<&Uri> {
        self.redirects.iter().rev().find(|to| to.same_resource(uri))
    }

    /// What a token request proves and what its response gives.
    pub(super) fn learn_exchange(&mut self, exchange: &Exchange) {
        let token = TokenExchange::read(0, exchange);
        let verifier = token.code_verifier().and_then(Value::known);
        self.proofs.extend(verifier.map(|verifier| Secret::new(jose::s256(verifier))));
        self.learn_tokens(token.response());
    }

    /// The tokens of a token response.
    pub(super) fn learn_tokens(&mut self, response: &TokenResponse<'_>) {
        self.tokens.extend(response.tokens());
        self.hashes.extend(response.id_token().and_then(Hashes::read));
        self.stated_nonces.extend(response.id_token().and_then(nonce_in));
    }

    pub(super) fn has_token(&self, token: Value<'_>) -> bool {
        token.comparable().is_some_and(|token| self.tokens.iter().any(|known| known.text() == token))
            || self.hashes.iter().any(|hashes| hashes.fit(&hashes.access_token, token))
    }

    /// Whether an ID token of this login has the hash of that code.
    pub(super) fn has_code_hash(&self, code: Value<'_>) -> bool {
        self.hashes.iter().any(|hashes| hashes.fit(&hashes.code, code))
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
        self.members.iter().all(|m| {
            matches!(
                m.kind,
                MessageKind::Discovery | MessageKind::ResourceMetadata | MessageKind::Registration
            )
        })
    }

    pub(super) fn is_alive_at(&self, time: Option<Timestamp>) -> bool {
        near(self.began, time, LOGIN_LIFETIME)
    }

    pub(super) fn is_described_by(&self, metadata: &Metadata) -> bool {
        metadata.endpoints().any(|uri| uri.origin() == self.server_origin)
    }
}

impl Metadata {
    pub(super) fn endpoints(&self) -> impl Iterator<Item = &Uri> {
        [&self.authorization_endpoint, &self.token_endpoint, &self.userinfo_endpoint, &self.jwks_uri]
            .into_iter()
            .flatten()
    }
}

fn nonce_in(id_token: &str) -> Option<Secret<String>> {
    Jwt::read(id_token).text("nonce").map(Secret::from)
}

pub(super) fn near(a: Option<Timestamp>, b: Option<Timestamp>, window: f64) -> bool {
    a.zip(b).is_none_or(|(a, b)| (a.as_millis() - b.as_millis()).abs() <= window)
}

/// By the time at which they began. What a server's transcript shows without times follows the response that brought
/// the code to the server, or the tokens that it carries. A preflight comes before its request, although browsers announce the request first.
pub(super) fn in_order(members: Vec<Member>) -> Vec<Member> {
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
    let (with_token, others): (Vec<Member>, Vec<Member>) =
        untimed.into_iter().partition(|m| m.join == Join::Token);
    timed.splice(after_response..after_response, others);
    let after_tokens = timed
        .iter()
        .rposition(|m| m.kind == MessageKind::TokenRequest || m.started.is_none())
        .map_or(timed.len(), |index| index + 1);
    timed.splice(after_tokens..after_tokens, with_token);
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
    pub(super) fn new(key: usize, exchange: &Exchange, kind: MessageKind, join: Join) -> Self {
        Member {
            exchange: key,
            kind,
            join,
            started: exchange.started,
            tab: exchange.context.tab,
            uri: exchange.request.uri.clone(),
            location: exchange.location().cloned(),
            pushed: None,
            origins: Vec::new(),
            registered: None,
            unusable: false,
            without_pkce: false,
            failed: exchange.error.is_some() || exchange.status().is_none_or(|status| status >= 400),
            sent_cookie: exchange.request.headers.present().map(|headers| headers.has("cookie")),
            cookies: marks(exchange, kind),
        }
    }

    /// Whether this is the request behind a preflight.
    pub(super) fn is_behind(&self, preflight: &Member) -> bool {
        self.kind != MessageKind::Preflight
            && self.uri.same_resource(&preflight.uri)
            && near(self.started, preflight.started, PREFLIGHT_WINDOW)
    }
}
