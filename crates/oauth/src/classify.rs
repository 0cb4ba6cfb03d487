//! What an exchange says it is, by its own parameters alone.
//!
//! Names like `code`, `state` and `client_id` are everywhere (coupons, US states, analytics), so that it takes a set
//! of parameters to make a message: the weights below, a message from six on.

use http::{Body, Exchange, Observer, Parameters, Uri, Via};
use serde_json::Value;

use crate::provider::{OLD_LOGOUT_RETURN, OWN_LOGOUT_RETURNS};

/// What an exchange says it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Intent {
    AuthorizationRequest,
    PushedAuthorizationRequest,
    DeviceAuthorizationRequest,
    BackchannelAuthenticationRequest,
    TokenRequest,
    Introspection,
    Revocation,
    Registration,
    Discovery,
    ResourceMetadata,
    Jwks,
    Userinfo,
    Logout,
    LogoutNotice,
    Saml,
    WsFederation,
    Preflight,
}

const ENOUGH: u32 = 6;

/// Bytes of the largest response that is looked at for tokens.
const LARGEST_TOKEN_RESPONSE: usize = 64 * 1024;

/// Bytes of the largest response that is looked at for keys.
const LARGEST_KEY_SET: usize = 256 * 1024;

/// `response_type` values are made of these words (OAuth 2.0 Multiple Response Type Encoding Practices §3, §5).
const RESPONSE_TYPES: [&str; 4] = ["code", "token", "id_token", "none"];

pub(crate) fn intent(exchange: &Exchange) -> Option<Intent> {
    if exchange.is_preflight() {
        return Some(Intent::Preflight);
    }
    match exchange.request.method.as_str() {
        "GET" => intent_of_get(exchange),
        "POST" => intent_of_post(exchange),
        _ => None,
    }
}

/// Whether an exchange belongs to a sign-in by SAML or WS-Federation, which are named here and not examined.
pub fn is_other_protocol(exchange: &Exchange) -> bool {
    matches!(intent(exchange), Some(Intent::Saml | Intent::WsFederation))
}

fn intent_of_get(exchange: &Exchange) -> Option<Intent> {
    let uri = &exchange.request.uri;
    let query = uri.query();
    if !uri.is_host_known()
        && let Some(intent) = intent_of_document(exchange)
    {
        return Some(intent);
    }
    if is_discovery(uri) {
        Some(Intent::Discovery)
    } else if uri.path().contains("/.well-known/oauth-protected-resource") {
        Some(Intent::ResourceMetadata)
    } else if authorization_weight(uri, query) >= ENOUGH {
        Some(Intent::AuthorizationRequest)
    } else if is_code_exchange(query) || is_token_request(query) {
        Some(Intent::TokenRequest)
    } else if is_logout(uri, query) {
        Some(Intent::Logout)
    } else if is_front_channel_logout(exchange, query) {
        Some(Intent::LogoutNotice)
    } else if is_jwks(exchange) {
        Some(Intent::Jwks)
    } else {
        other_protocol(query)
    }
}

fn intent_of_post(exchange: &Exchange) -> Option<Intent> {
    let uri = &exchange.request.uri;
    if exchange.request.body.present().is_none() && exchange.observer == Observer::Server {
        let registered = is_answered_as_registration(exchange).then_some(Intent::Registration);
        return intent_of_unseen_post(uri).or(registered);
    }
    let body = request_parameters(exchange).unwrap_or_default();
    let by_navigation = exchange.context.via.is_navigation();
    let by_client = is_code_exchange(body)
        || body.has("code") && body.has("redirect_uri") && has_basic_credentials(exchange);
    if body.has("grant_type") || by_client || is_token_request(uri.query()) || is_camel_case_grant(body) {
        return Some(Intent::TokenRequest);
    }
    if is_backchannel_authentication(exchange, body) {
        return Some(Intent::BackchannelAuthenticationRequest);
    }
    let weight = authorization_weight(uri, body);
    if weight >= ENOUGH && !by_navigation {
        Some(Intent::PushedAuthorizationRequest)
    } else if weight >= ENOUGH || authorization_weight(uri, uri.query()) >= ENOUGH {
        Some(Intent::AuthorizationRequest)
    } else if by_navigation && is_logout(uri, body) {
        Some(Intent::Logout)
    } else if body.text("logout_token").is_some_and(jose::Jwt::is_likely) {
        Some(Intent::LogoutNotice)
    } else if by_navigation {
        other_protocol(body)
    } else if is_device_authorization(exchange, body) {
        Some(Intent::DeviceAuthorizationRequest)
    } else if body.has("token") {
        intent_about_token(exchange, body)
    } else if is_registration(exchange) {
        Some(Intent::Registration)
    } else {
        None
    }
}

/// What a POST in a server's log, which has no bodies, is by its address alone.
fn intent_of_unseen_post(uri: &Uri) -> Option<Intent> {
    let last = uri.path().trim_end_matches('/').rsplit('/').next()?;
    match last {
        "devicecode" | "device_authorization" => Some(Intent::DeviceAuthorizationRequest),
        "bc-authorize" | "bc-authn" => Some(Intent::BackchannelAuthenticationRequest),
        _ => None,
    }
}

/// Whether the answer is that of a registration (RFC 7591 §3.2.1).
fn is_answered_as_registration(exchange: &Exchange) -> bool {
    ["client_id", "redirect_uris"].into_iter().all(|name| answer_has(exchange, name) == Some(true))
}

/// The parameters of a request body.
pub(crate) fn request_parameters(exchange: &Exchange) -> Option<&Parameters> {
    exchange.request.body.present()?.parameters()
}

/// Whether a URL is an authorization request by its query.
pub fn is_authorization_request(uri: &Uri) -> bool {
    authorization_weight(uri, uri.query()) >= ENOUGH
}

/// The names of `client_id`: the specification's, then TikTok's and WeChat's.
const CLIENT: [&str; 3] = ["client_id", "client_key", "appid"];

/// Whether parameters name a client.
pub(crate) fn has_client(parameters: &Parameters) -> bool {
    CLIENT.iter().any(|name| parameters.has(name))
}

/// The client that parameters name.
pub(crate) fn client_of(parameters: &Parameters) -> Option<&str> {
    CLIENT.iter().find_map(|name| parameters.text(name))
}

fn authorization_weight(uri: &Uri, parameters: &Parameters) -> u32 {
    if !has_client(parameters) {
        return 0;
    }
    let has = |name| u32::from(parameters.seen(name).is_some_and(|value| !value.is_empty()));
    // What was taken out of the recording was right, for all that is known.
    let fits = |name, holds: &dyn Fn(&str) -> bool| {
        parameters.hides(name) || parameters.text(name).is_some_and(holds)
    };
    let response_type = fits("response_type", &|value| {
        !value.trim().is_empty() && value.split_whitespace().all(|word| RESPONSE_TYPES.contains(&word))
    });
    let request_object =
        fits("request", &jose::Jwt::is_likely) || fits("request_uri", &|uri| uri.contains(':'));
    let redirect_uri = fits("redirect_uri", &|value| Uri::parse(value).is_some());
    let openid =
        parameters.text("scope").is_some_and(|scope| scope.split_whitespace().any(|word| word == "openid"));
    let endpoint =
        uri.path().split('/').any(|s| matches!(s, "auth" | "authorize" | "authorization" | "oauth"));
    4 * u32::from(response_type)
        + 6 * u32::from(request_object)
        + 3 * u32::from(redirect_uri)
        + 2 * has("code_challenge")
        + if openid { 2 } else { has("scope") }
        + has("state")
        + has("nonce")
        + has("response_mode")
        + has("prompt")
        + u32::from(endpoint)
        + u32::from(is_named_in_full(uri))
}

/// `/oauth/v2/authorize`, `/dialog/oauth`: some providers want no `response_type`, there is but one.
fn is_named_in_full(uri: &Uri) -> bool {
    let mut above = uri.path().split('/').filter(|segment| !segment.is_empty());
    match above.next_back() {
        Some("authorize") => above.any(|segment| segment.starts_with("oauth")),
        Some("oauth") => above.next_back() == Some("dialog"),
        _ => false,
    }
}

/// What a document is whose address was not seen (RFC 9728 §2, RFC 8414 §2).
fn intent_of_document(exchange: &Exchange) -> Option<Intent> {
    let has = |name| answer_has(exchange, name) == Some(true);
    if has("authorization_servers") {
        Some(Intent::ResourceMetadata)
    } else if has("issuer") && (has("authorization_endpoint") || has("token_endpoint") || has("jwks_uri")) {
        Some(Intent::Discovery)
    } else {
        None
    }
}

fn is_discovery(uri: &Uri) -> bool {
    let path = uri.path();
    path.contains("/.well-known/openid-configuration")
        || path.contains("/.well-known/oauth-authorization-server")
}

/// A token request of a provider that does without `grant_type`: the client proves itself and hands in a code.
fn is_code_exchange(parameters: &Parameters) -> bool {
    let has = |name| parameters.seen(name).is_some_and(|value| !value.is_empty());
    has("code") && has("client_secret") && has("client_id")
}

/// Clients prove who they are to token endpoints; a page that hands a code to its own server has nothing to do it with.
fn has_basic_credentials(exchange: &Exchange) -> bool {
    exchange.authorization().is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
}

/// Whether a request whose body was not seen got what only a token endpoint answers: tokens, or one of its errors (RFC 6749
/// §5.1, §5.2; RFC 8628 §3.5), whole or as far as it came. Other endpoints of a provider share some of the errors.
pub(crate) fn is_answered_as_token_request(exchange: &Exchange) -> bool {
    const OWN: [&str; 6] = [
        "invalid_grant",
        "unsupported_grant_type",
        "authorization_pending",
        "slow_down",
        "expired_token",
        "use_dpop_nonce",
    ];
    const SHARED: [&str; 4] = ["invalid_client", "unauthorized_client", "invalid_scope", "invalid_request"];
    let request = &exchange.request;
    if request.method != "POST" || request.body.present().is_some() || exchange.context.via.is_navigation() {
        return false;
    }
    let response_body = exchange.response_body();
    let body = response_body.present().filter(|body| {
        body.text()
            .is_some_and(|text| text.len() <= LARGEST_TOKEN_RESPONSE && text.trim_start().starts_with('{'))
    });
    let Some(body) = body else { return false };
    let last = request.uri.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let Some(answer) = body.json() else {
        return last.contains("token") && body.text().is_some_and(|text| text.contains("\"access_token\""));
    };
    let text = |name: &str| answer.get(name).and_then(Value::as_str);
    match text("error") {
        Some(error) => OWN.contains(&error) || SHARED.contains(&error) && last.contains("token"),
        None if text("access_token").is_none() => false,
        None if text("token_type").is_some() => true,
        // A provider may forget the type (RFC 6749 §5.1), and an app's own login may answer alike.
        None => {
            const BESIDE: [&str; 3] = ["expires_in", "refresh_token", "id_token"];
            let may_be = last.contains("token") || !request.uri.is_host_known();
            may_be && BESIDE.iter().any(|name| answer.get(*name).is_some())
        }
    }
}

/// Whether a server sent a form whose body was not seen to what only a token endpoint is called. What a page sends there may
/// be an interface of the app's own.
pub(crate) fn is_addressed_as_token_request(exchange: &Exchange) -> bool {
    let request = &exchange.request;
    let kind = exchange.request_header("content-type");
    let path = request.uri.path().trim_end_matches('/').to_ascii_lowercase();
    let is_of_oauth = || ["oauth", "oidc", "openid", "connect"].iter().any(|word| path.contains(word));
    request.method == "POST"
        && request.body.present().is_none()
        && exchange.context.via == Via::Server
        && is_named_token_endpoint(&path)
        && kind.map_or_else(is_of_oauth, |kind| kind.contains("x-www-form-urlencoded"))
}

/// Whether a path ends as those of token endpoints do; `/access_token` is GitHub's and Gitea's.
pub(crate) fn is_named_token_endpoint(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    path.ends_with("/token") || path.ends_with("/oauth/access_token")
}

/// A token request whose parameters stand in the URL, where RFC 6749 §3.2 does not want them.
pub(crate) fn is_token_request(query: &Parameters) -> bool {
    const GRANTS: [&str; 4] = ["code", "refresh_token", "client_secret", "device_code"];
    query.seen("grant_type").is_some_and(|grant| !grant.is_empty())
        && GRANTS.iter().any(|name| query.seen(name).is_some_and(|value| !value.is_empty()))
}

/// A provider's own name for `post_logout_redirect_uri` is one only beside the client and at an address of that name.
fn is_logout(uri: &Uri, parameters: &Parameters) -> bool {
    let is_url = |name| parameters.text(name).is_some_and(|value| Uri::parse(value).is_some());
    let named = || uri.path().trim_end_matches('/').ends_with("/logout") && parameters.has("client_id");
    let has_hint = parameters.hides("id_token_hint")
        || parameters.text("id_token_hint").is_some_and(jose::Jwt::is_likely);
    has_hint && !parameters.has("response_type")
        || is_url("post_logout_redirect_uri")
        || is_url(OLD_LOGOUT_RETURN) && uri.path().ends_with("/openid-connect/logout")
        || OWN_LOGOUT_RETURNS.into_iter().any(is_url) && named()
}

/// OpenID Connect Front-Channel Logout §2: the provider loads a page of the app in a frame.
fn is_front_channel_logout(exchange: &Exchange, query: &Parameters) -> bool {
    exchange.context.via == Via::Frame
        && query.has("sid")
        && query.text("iss").is_some_and(|issuer| Uri::parse(issuer).is_some())
}

/// RFC 8628 §3.1: told by the answer; where it was not seen or is a refusal, by the endpoint's name.
fn is_device_authorization(exchange: &Exchange, body: &Parameters) -> bool {
    let named = || {
        let path = exchange.request.uri.path();
        ["/device_authorization", "/device/code", "/devicecode", "/device/authorize", "/auth/device"]
            .iter()
            .any(|name| path.trim_end_matches('/').ends_with(name))
    };
    let has_client = body.has("client_id") || body.has("clientId");
    has_client && (answer_has(exchange, "device_code") == Some(true) || named())
}

/// OpenID Connect CIBA §7.1: told by the answer; where it was not seen or is a refusal, by the endpoint's name or by what only
/// such a request has.
fn is_backchannel_authentication(exchange: &Exchange, body: &Parameters) -> bool {
    const HINTS: [&str; 3] = ["login_hint", "login_hint_token", "id_token_hint"];
    const OWN: [&str; 4] =
        ["login_hint_token", "binding_message", "client_notification_token", "requested_expiry"];
    let path = exchange.request.uri.path().trim_end_matches('/');
    let named = || {
        [
            "/bc-authorize",
            "/bc-authn",
            "/ciba/auth",
            "/backchannel-authentication",
            "/backchannel/authenticate",
        ]
        .iter()
        .any(|name| path.ends_with(name))
    };
    let has_own = || HINTS.iter().any(|name| body.has(name)) && OWN.iter().any(|name| body.has(name));
    let asks_browser = body.has("response_type") || body.has("redirect_uri");
    !asks_browser && (answer_has(exchange, "auth_req_id") == Some(true) || named() || has_own())
}

/// A token request in JSON with names of its own spelling, as clouds have it: an app's page may name a grant to its own server,
/// but neither of these.
fn is_camel_case_grant(body: &Parameters) -> bool {
    body.has("grantType") && (body.has("deviceCode") || body.has("subjectToken"))
}

/// RFC 7662 §2 and RFC 7009 §2 have the same parameters: the answer tells them apart, or the endpoint's name.
fn intent_about_token(exchange: &Exchange, body: &Parameters) -> Option<Intent> {
    let path = exchange.request.uri.path().trim_end_matches('/');
    if path.ends_with("/revoke") || path.ends_with("/revocation") {
        return Some(Intent::Revocation);
    }
    let introspects = path.ends_with("/introspect") || path.ends_with("/introspection");
    if introspects || answer_has(exchange, "active") == Some(true) {
        return Some(Intent::Introspection);
    }
    body.has("token_type_hint").then_some(Intent::Revocation)
}

/// Whether a request is about a token even if no login is at hand to which it belongs: its address says so.
pub(crate) fn is_surely_about_token(exchange: &Exchange) -> bool {
    const NAMES: [&str; 4] = ["/revoke", "/revocation", "/introspect", "/introspection"];
    let path = exchange.request.uri.path().trim_end_matches('/');
    NAMES.iter().any(|name| path.ends_with(name))
}

/// Whether a registration is one even if no login follows it: a list of an app's redirect URIs alone may be anything.
pub(crate) fn is_surely_registration(exchange: &Exchange) -> bool {
    const METADATA: [&str; 5] =
        ["grant_types", "response_types", "token_endpoint_auth_method", "client_name", "clientName"];
    if is_answered_as_registration(exchange) {
        return true;
    }
    let metadata = exchange.request.body.present().and_then(Body::json);
    METADATA.iter().any(|name| metadata.is_some_and(|metadata| metadata.get(name).is_some()))
}

/// RFC 7591 §3.1: client metadata as JSON, told by `redirect_uris`.
fn is_registration(exchange: &Exchange) -> bool {
    let metadata = exchange.request.body.present().and_then(Body::json);
    let has_name = |name: &str| metadata.is_some_and(|metadata| metadata.get(name).is_some());
    let has_redirect_uris =
        metadata.is_some_and(|metadata| metadata.get("redirect_uris").is_some_and(Value::is_array));
    has_redirect_uris || has_name("clientName") && has_name("clientType")
}

/// Whether the answer is a JSON object, or a form, with that member; `None` where neither was seen.
pub(crate) fn answer_has(exchange: &Exchange, member: &str) -> Option<bool> {
    let body = exchange.response_body().present().copied()?;
    match body.json() {
        Some(json) => Some(json.as_object()?.contains_key(member)),
        None => Some(body.form()?.has(member)),
    }
}

/// SAML Bindings §3.4, §3.5; WS-Federation §13.1.
fn other_protocol(parameters: &Parameters) -> Option<Intent> {
    if parameters.has("SAMLRequest") || parameters.has("SAMLResponse") || parameters.has("SAMLart") {
        Some(Intent::Saml)
    } else if parameters.has("wresult")
        || parameters.text("wa").is_some_and(|action| action.starts_with("wsign"))
    {
        Some(Intent::WsFederation)
    } else {
        None
    }
}

/// Whether the answer is a key set (RFC 7517 §5).
fn is_jwks(exchange: &Exchange) -> bool {
    has_keys(exchange) == Some(true)
}

/// Whether the address is one that key sets have, and nothing says that it is none.
pub(crate) fn is_named_like_jwks(exchange: &Exchange) -> bool {
    let last =
        exchange.request.uri.path().rsplit('/').find(|segment| !segment.is_empty()).unwrap_or_default();
    exchange.request.method == "GET"
        && !exchange.context.via.is_navigation()
        && matches!(last, "jwks" | "jwks.json" | "certs" | "keys")
        && has_keys(exchange) != Some(false)
}

fn has_keys(exchange: &Exchange) -> Option<bool> {
    let text = exchange.response_body().present()?.text().unwrap_or_default();
    Some(text.len() <= LARGEST_KEY_SET && text.contains("\"kty\"") && text.contains("\"keys\""))
}
