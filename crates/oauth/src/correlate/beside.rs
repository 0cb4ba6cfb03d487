//! Which login a message belongs to that comes after its tokens, or beside it.

use http::{Exchange, Observer, Provenance, Redaction, Value};

use super::draft::Draft;
use super::index::{By, key};
use super::learning::SHORTEST_CODE;
use super::member::Member;
use super::response::is_error_code;
use super::{Correlator, resource};
use crate::classify::{Intent, answer_has, request_parameters};
use crate::error_address::error_in_address;
use crate::message::{Join, MessageKind};
use crate::own_interface::OwnInterface;
use crate::protected::ProtectedRequest;
use crate::provider::Provider;

/// Bytes of the largest request in which a code is looked for.
const LARGEST_HANDOVER: usize = 64 * 1024;

/// What endpoints that pages call are nearly always called.
const ENDPOINT_NAMES: [&str; 6] =
    ["token", "access_token", "userinfo", "par", "jwks", "openid-configuration"];

/// Bytes of the longest refusal in which words are looked for.
const LONGEST_REFUSAL: usize = 4 * 1024;

/// Words (in lower case) that nobody uses but where somebody signs in.
const WORDS_OF_LOGINS: [&str; 18] = [
    "oauth",
    "openid",
    "oidc",
    "redirect_uri",
    "redirect uri",
    "client_id",
    "client id",
    "client_secret",
    "access_token",
    "access token",
    "id_token",
    "id token",
    "refresh_token",
    "refresh token",
    "authorization_code",
    "authorization code",
    "code_verifier",
    "invalid_grant",
];

/// Calls to protected resources that a login keeps: enough to see that its token is taken, or that it is not.
const RESOURCE_REQUESTS: u32 = 8;

impl Correlator {
    /// The login that has used the same provider's own interface already, in the same tab.
    pub(super) fn flow_that_uses(&self, own: &OwnInterface, exchange: &Exchange) -> Option<usize> {
        let is_same = |m: &Member| {
            m.kind == MessageKind::OwnInterface
                && OwnInterface::of(&m.exchange).is_some_and(|other| other.provider == own.provider)
        };
        self.in_tab(exchange.context.tab, |_, draft| {
            draft.is_alive_at(exchange.started) && draft.members.iter().any(is_same)
        })
    }

    /// Introspection and revocation are about a token; one whose token was not seen is told by the provider.
    pub(super) fn flow_of_token_message(&self, exchange: &Exchange) -> Option<(usize, Join)> {
        let token = request_parameters(exchange)?.seen("token")?;
        if let Some(draft) = self.newest(&self.token_keys(token), |_, _| true) {
            return Some((draft, Join::Token));
        }
        let at_server = [key(By::Server, exchange.request.uri.origin())];
        self.newest(&at_server, |_, d| d.counts.tokens == 0).map(|draft| (draft, Join::Provider))
    }

    /// The login whose user the provider reports as logged out.
    pub(super) fn flow_of_logout_notice(&self, exchange: &Exchange) -> Option<usize> {
        let issuer = match request_parameters(exchange).and_then(|p| p.text("logout_token")) {
            Some(token) => jose::Jwt::read(token).text("iss")?.to_owned(),
            None => exchange.request.uri.query().text("iss")?.to_owned(),
        };
        let origin = http::Uri::parse(&issuer)?.origin();
        let described = self.index.newest(key(By::Issuer, issuer.as_str()));
        let origins = described
            .filter_map(|at| self.documents.get(at))
            .flat_map(|known| known.metadata.described_origins())
            .chain([origin]);
        let mut keys: Vec<u64> = origins.map(|origin| key(By::Server, origin)).collect();
        keys.sort_unstable();
        keys.dedup();
        self.newest(&keys, |_, _| true)
    }

    /// The login that a refused preflight stopped, which is all that is left of the request behind it: to an endpoint of
    /// the provider, before the tokens arrived.
    pub(super) fn flow_stopped_by(&self, preflight: &Member) -> Option<usize> {
        let uri = preflight.uri();
        let login = [Intent::AuthorizationRequest, Intent::TokenRequest, Intent::Userinfo, Intent::Jwks];
        let stated = login.into_iter().any(|intent| self.states(intent, uri));
        let named = is_named_like_endpoint(uri);
        let at_server = [key(By::Server, uri.origin())];
        self.newest(&at_server, |at, d| {
            (stated || named || self.index.has(key(By::MessageOf, (at, resource(uri)))))
                && d.counts.tokens == 0
                && d.is_alive_at(preflight.started())
        })
    }

    /// The login behind which the provider asks another system who the user is.
    pub(super) fn flow_behind_which(&self, exchange: &Exchange) -> Option<usize> {
        self.in_tab(exchange.context.tab, |_, draft| {
            !draft.responded
                && draft.is_alive_at(exchange.started)
                && !draft.server_origin.is_empty()
                && draft.is_here(&exchange.context)
        })
    }

    /// The app's page may hand the code to its own back end, in whatever form: a parameter, JSON, GraphQL, a path.
    pub(super) fn flow_that_hands_over(&self, exchange: &Exchange) -> Option<usize> {
        let request = &exchange.request;
        if exchange.context.via.is_navigation() || self.codes.is_empty() {
            return None;
        }
        let body = request.body.present().and_then(|body| body.text()).unwrap_or_default();
        let url = request.uri.text().text();
        if body.len() > LARGEST_HANDOVER || body.is_empty() && !url.contains(['?', '/']) {
            return None;
        }
        let may_be = |draft: usize| {
            self.drafts
                .get(draft)
                .is_some_and(|d| d.is_alive_at(exchange.started) && d.shares_container(&exchange.context))
        };
        let form = request_parameters(exchange).unwrap_or_default();
        let values = form.iter().chain(request.uri.query().iter()).map(|(_, value)| value.text());
        let by_value = values
            .filter(|value| value.len() >= SHORTEST_CODE)
            .flat_map(|value| self.index.newest(key(By::Code, value)));
        let by_text = [url, body].into_iter().flat_map(|text| self.logins_of_codes_in(text));
        by_value.chain(by_text).filter(|draft| may_be(*draft)).max()
    }

    /// The logins whose codes stand somewhere in a text.
    fn logins_of_codes_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        let beginnings = text.as_bytes().windows(SHORTEST_CODE).enumerate();
        let beginnings = beginnings.filter(|(_, beginning)| self.openings.has(beginning));
        beginnings.flat_map(move |(at, beginning)| {
            let codes = self.index.newest(key(By::CodeBeginning, beginning));
            let codes = codes.filter_map(|code| self.codes.get(code));
            codes
                .filter(move |(code, _)| text.as_bytes()[at..].starts_with(code.text().as_bytes()))
                .map(|(_, draft)| *draft)
        })
    }

    /// A call with a token of a login. Of an app that makes many, the first few tell whether the token is taken.
    pub(super) fn flow_of_resource_request(&self, exchange: &Exchange) -> Option<usize> {
        if exchange.context.via.is_navigation() {
            return None;
        }
        let token = bearer(exchange)?;
        let by_value = self.newest(&self.token_keys(token), |_, _| true);
        // A log that takes tokens out leaves which API the login asked for.
        let is_hidden = token.comparable().is_none();
        let origin = exchange.request.uri.origin();
        let by_resource = || {
            self.latest(|_, d| {
                d.has_token_request() && d.is_alive_at(exchange.started) && d.asks_for(&origin)
            })
        };
        let draft = by_value.or_else(|| if is_hidden { by_resource() } else { None })?;
        (self.drafts[draft].counts.resource_requests < RESOURCE_REQUESTS).then_some(draft)
    }

    /// A call without any credential that an API refused for that, where the newest login gave its app a token. While a browser
    /// is watched, only an API that asks for a bearer token is one.
    pub(super) fn flow_whose_token_is_left_out(&self, exchange: &Exchange) -> Option<usize> {
        let headers = exchange.request.headers.present()?;
        let has_credential = ["authorization", "cookie"].into_iter().any(|name| headers.has(name))
            || exchange.request.uri.query().has("access_token");
        if exchange.status() != Some(401)
            || headers.is_empty()
            || has_credential
            || exchange.context.via.is_navigation()
        {
            return None;
        }
        let challenge = exchange.response_header("www-authenticate").unwrap_or_default().to_ascii_lowercase();
        let asks = challenge.starts_with("bearer") || challenge.starts_with("dpop");
        if !asks && exchange.observer == Observer::Browser || challenge.contains("resource_metadata") {
            return None;
        }
        let gave_token = |_: usize, d: &Draft| {
            d.counts.tokens > 0
                && d.counts.resource_requests < RESOURCE_REQUESTS
                && d.is_alive_at(exchange.started)
                && d.shares_container(&exchange.context)
                && d.members
                    .iter()
                    .any(|m| m.kind == MessageKind::TokenRequest && m.exchange.observer == exchange.observer)
        };
        self.latest(gave_token)
    }

    pub(super) fn flow_of_logout(&self, exchange: &Exchange) -> Option<(usize, Join)> {
        let parameters = if exchange.request.method == "POST" {
            request_parameters(exchange)?
        } else {
            exchange.request.uri.query()
        };
        if let Some(hint) = parameters.value("id_token_hint")
            && let Some(draft) = self.newest(&[key(By::Token, hint.text())], |_, _| true)
        {
            return Some((draft, Join::Token));
        }
        let at_server = [key(By::Server, exchange.request.uri.origin())];
        self.newest(&at_server, |_, _| true).map(|draft| (draft, Join::Provider))
    }

    pub(super) fn flow_of_userinfo(&self, exchange: &Exchange) -> Option<(usize, Join)> {
        if exchange.context.via.is_navigation() || !matches!(exchange.request.method.as_str(), "GET" | "POST")
        {
            return None;
        }
        let uri = &exchange.request.uri;
        let stated = self.states(Intent::Userinfo, uri);
        let shaped = || answer_has(exchange, "sub") == Some(true);
        let origin = uri.origin();
        let at_provider = |d: &Draft| *d.server_origin == *origin;
        let path = uri.path().trim_end_matches('/');
        let named = |d: &Draft| path.ends_with("/userinfo") || path.ends_with("/me") && at_provider(d);
        let bearer = bearer(exchange);
        let keys = bearer.map(|token| self.token_keys(token)).unwrap_or_default();
        let holder = self.newest(&keys, |_, d| at_provider(d)).or_else(|| self.newest(&keys, |_, _| true));
        if let Some(draft) = holder {
            // Other calls with this token, perhaps to the provider's own API, are no part of the login.
            let found = &self.drafts[draft];
            return (stated || named(found) || at_provider(found) && shaped())
                .then_some((draft, Join::Token));
        }
        // Where the access token was seen, another one is another login's; an ID token opens no UserInfo.
        let is_unknown = bearer.is_none_or(|token| token.known().is_none());
        let is_free = |d: &Draft| is_unknown || d.counts.access_tokens == 0;
        let is_userinfo = |d: &Draft| stated || bearer.is_some() && named(d);
        let could_be = |d: &Draft| is_free(d) && is_userinfo(d);
        let tab = exchange.context.tab;
        let at_server = [key(By::Server, origin.as_str())];
        let here = self.newest(&at_server, |_, d| could_be(d) && (d.tab == tab || tab.is_none()));
        // A tab with a login of its own does not call for another tab's.
        let has_own = || tab.is_some() && self.newest(&at_server, |_, d| d.tab == tab).is_some();
        here.or_else(|| self.newest(&at_server, |_, d| could_be(d) && !has_own()))
            .map(|draft| (draft, Join::Provider))
    }
}

/// Whether an address is called like an endpoint that pages call.
pub(super) fn is_named_like_endpoint(uri: &http::Uri) -> bool {
    let last = uri.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    ENDPOINT_NAMES.contains(&last)
}

/// Whether an address is called like the two ends of a login: where the browser is sent, and where it comes back, as frameworks call it.
fn is_named_like_step(uri: &http::Uri) -> bool {
    const STEPS: [&str; 7] = [
        "auth-callback",
        "login-callback",
        "oauth-callback",
        "oauth2callback",
        "signin-callback",
        "signin-oidc",
        "silent-renew",
    ];
    // Payments and messages have callbacks, too.
    const SHARED: [&str; 2] = ["authorize", "callback"];
    const OF_LOGINS: [&str; 7] = ["oauth", "oauth2", "oidc", "auth", "login", "signin", "sso"];
    let has = |names: &[&str]| {
        uri.path().split('/').any(|part| names.iter().any(|name| part.eq_ignore_ascii_case(name)))
    };
    has(&STEPS) || has(&SHARED) && (has(&OF_LOGINS) || uri.path().matches('/').count() == 1)
}

/// Whether a request that a server's side recorded was refused, or failed. Where nothing else is in a recording, it is what the
/// recording is about.
pub(super) fn is_refused_by_somebody(exchange: &Exchange) -> bool {
    let failed = exchange.error.is_some() || exchange.status().is_some_and(|status| status >= 400);
    failed && exchange.observer == Observer::Server && !is_asset_missing(exchange)
        || is_refused_by_provider(exchange)
}

/// Whether a picture, style or script of a page is not there: no step of a login.
fn is_asset_missing(exchange: &Exchange) -> bool {
    const ENDINGS: [&str; 10] =
        [".ico", ".png", ".svg", ".jpg", ".css", ".js", ".map", ".woff", ".woff2", ".webmanifest"];
    let path = exchange.request.uri.path();
    exchange.request.method == "GET"
        && exchange.status() == Some(404)
        && ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// Whether a page's call to a provider that is known by its host was refused in the words of OAuth: such calls are no login's
/// messages, and all that is seen where the login is begun elsewhere.
fn is_refused_by_provider(exchange: &Exchange) -> bool {
    let is_refused = exchange.status().is_some_and(|status| status >= 400);
    is_refused
        && !exchange.context.via.is_navigation()
        && Provider::is_known_host(&exchange.request.uri)
        && answer_has(exchange, "error") == Some(true)
}

/// Whether a page's call, or a page of a provider that is known by its host, was refused in words that only logins have: in a
/// recording by hand that holds no login it is what the recording is about.
pub(super) fn is_refused_in_words_of_logins(exchange: &Exchange) -> bool {
    let uri = &exchange.request.uri;
    let is_refused = exchange.status().is_some_and(|status| status >= 400);
    if exchange.request.method == "GET" && error_in_address(uri).is_some() {
        return true;
    }
    // A line of a console shows no more than this.
    let is_bare = exchange.response.as_ref().is_none_or(|response| response.headers.present().is_none());
    if is_bare && is_refused && is_named_like_step(uri) {
        return true;
    }
    if exchange.context.via.is_navigation() {
        return Provider::is_known_host(uri) && is_refused || is_error_page(uri);
    }
    let has_failed = is_refused || exchange.error.is_some();
    let is_step = is_named_like_endpoint(uri) || is_named_like_step(uri);
    if is_bare && (is_step && has_failed || exchange.status() == Some(401)) {
        return true;
    }
    let body = exchange.response_body().present().and_then(|body| body.text()).unwrap_or_default();
    let is_short = body.len() <= LONGEST_REFUSAL && !body.trim_start().starts_with('<');
    let lower = if is_refused && is_short { body.to_ascii_lowercase() } else { String::new() };
    WORDS_OF_LOGINS.iter().any(|word| lower.contains(word))
}

/// Whether a file has a call with a token that was refused, whatever is said of that: what a recording is about that has nothing
/// else.
pub(super) fn is_refused_with_token(exchange: &Exchange) -> bool {
    let call = ProtectedRequest { message: 0, kind: MessageKind::ResourceRequest, exchange };
    exchange.provenance != Provenance::Live
        && matches!(exchange.status(), Some(401 | 403))
        && has_token(&call)
}

/// Whether an address is that of a page on which a provider, or the app, shows its user an error: such an address names the error
/// and has no state, and is no redirect URI.
pub(super) fn is_error_page(uri: &http::Uri) -> bool {
    let query = uri.query();
    let is_of_oauth = query.text("error").is_some_and(is_error_code);
    let says_error = is_of_oauth
        || ["authError", "error"].into_iter().any(|name| query.has(name)) && Provider::is_known_host(uri);
    says_error && !query.has("state") && uri.path().to_ascii_lowercase().contains("error")
}

/// Whether an API answered a call without a token with the address of its metadata (RFC 9728 §5.1).
pub(super) fn is_challenge(exchange: &Exchange) -> bool {
    let call = ProtectedRequest { message: 0, kind: MessageKind::ResourceChallenge, exchange };
    let sent = exchange.request_header("authorization");
    exchange.status() == Some(401)
        && sent.is_none()
        && call.challenge().is_some_and(|challenge| challenge.parameter("resource_metadata").is_some())
}

/// Whether a server's side asked for a user's claims, in a recording by hand: its address and its answer say so (OpenID Connect
/// Core §5.3).
pub(super) fn is_userinfo_alone(exchange: &Exchange) -> bool {
    let path = exchange.request.uri.path().trim_end_matches('/');
    let is_named = path.ends_with("/userinfo") || path.ends_with("/me");
    exchange.observer == Observer::Server && is_named && answer_has(exchange, "sub") == Some(true)
}

/// Whether an API refused an access token for what it is: it says so in its challenge (RFC 6750 §3), or the token is one that
/// can be read, so that its claims may tell.
pub(super) fn is_refused_call(exchange: &Exchange) -> bool {
    let call = ProtectedRequest { message: 0, kind: MessageKind::ResourceRequest, exchange };
    if !has_token(&call) {
        return false;
    }
    match exchange.status() {
        Some(401) => call.error().is_some() || call.jwt().is_some(),
        // Of everyday life, where a browser is watched.
        Some(403) => call.error().is_some() || exchange.observer == Observer::Server && call.jwt().is_some(),
        _ => false,
    }
}

/// Whether a call with a token was answered: one like it may have been refused before.
pub(super) fn is_answered_call(exchange: &Exchange) -> bool {
    has_token(&ProtectedRequest { message: 0, kind: MessageKind::ResourceRequest, exchange })
        && exchange.status().is_some_and(|status| (200..300).contains(&status))
}

fn has_token(call: &ProtectedRequest<'_>) -> bool {
    call.scheme().is_some_and(|scheme| ["bearer", "dpop"].contains(&scheme.to_ascii_lowercase().as_str()))
        || call.hides_token()
}

/// The token in `Authorization` (RFC 6750 §2.1, RFC 9449 §7.1); what was taken out of the recording may have been one.
fn bearer(exchange: &Exchange) -> Option<Value<'_>> {
    let header = exchange.request.headers.present()?.captured("authorization")?.text();
    if Redaction::of(header) == Some(Redaction::TakenOut) {
        return Some(Value::new(header));
    }
    let (_, token) = header.split_once(' ')?;
    // Two such fields are one with a comma (RFC 9110 §5.3), which stands in no token (RFC 6750 §2.1).
    let first = token.split(',').next().unwrap_or(token);
    Some(Value::new(first.trim()))
}
