//! What an exchange says it is, by its own parameters alone.
//!
//! Names like `code`, `state` and `client_id` are everywhere (coupons, US states, analytics), so that it takes a set
//! of parameters to make a message: the weights below, a message from six on.

use http::{Body, Exchange, Parameters, Uri, Via};
use serde_json::Value;

/// What an exchange says it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Intent {
    AuthorizationRequest,
    PushedAuthorizationRequest,
    TokenRequest,
    Discovery,
    Jwks,
    Logout,
    Preflight,
}

const ENOUGH: u32 = 6;

/// Bytes of the largest response that is looked at for keys.
const LARGEST_KEY_SET: usize = 256 * 1024;

/// `response_type` values are made of these words (OAuth 2.0 Multiple Response Type Encoding Practices §3, §5).
const RESPONSE_TYPES: [&str; 4] = ["code", "token", "id_token", "none"];

pub(crate) fn intent(exchange: &Exchange) -> Option<Intent> {
    let request = &exchange.request;
    if exchange.is_preflight() {
        return Some(Intent::Preflight);
    }
    match request.method.as_str() {
        "GET" => {
            let query = request.uri.query();
            if is_discovery(&request.uri) {
                Some(Intent::Discovery)
            } else if authorization_weight(&request.uri, &query) >= ENOUGH {
                Some(Intent::AuthorizationRequest)
            } else if is_logout(&query) {
                Some(Intent::Logout)
            } else if is_jwks(exchange) {
                Some(Intent::Jwks)
            } else {
                None
            }
        }
        "POST" => {
            let body = request_parameters(exchange).unwrap_or_default();
            if body.has("grant_type") {
                return Some(Intent::TokenRequest);
            }
            let weight = authorization_weight(&request.uri, &body);
            let by_navigation = exchange.context.via.is_navigation();
            if weight >= ENOUGH && !by_navigation {
                Some(Intent::PushedAuthorizationRequest)
            } else if weight >= ENOUGH || authorization_weight(&request.uri, &request.uri.query()) >= ENOUGH {
                Some(Intent::AuthorizationRequest)
            } else if is_logout(&body) && by_navigation {
                Some(Intent::Logout)
            } else {
                None
            }
        }
        _ => None,
    }
}

/// The parameters of a request body: a form, or the members of a JSON object (which some clients send by mistake).
pub(crate) fn request_parameters(exchange: &Exchange) -> Option<Parameters> {
    let body = exchange.request.body.present()?;
    body.form().or_else(|| json_parameters(body))
}

/// The text and number members of a JSON object, as parameters.
fn json_parameters(body: &Body) -> Option<Parameters> {
    let Value::Object(members) = body.json()? else { return None };
    Some(Parameters::from_pairs(members.into_iter().filter_map(|(name, value)| match value {
        Value::String(text) => Some((name, text)),
        Value::Number(number) => Some((name, number.to_string())),
        _ => None,
    })))
}

/// Whether a URL is an authorization request by its query.
pub(crate) fn is_authorization_request(uri: &Uri) -> bool {
    authorization_weight(uri, &uri.query()) >= ENOUGH
}

fn authorization_weight(uri: &Uri, parameters: &Parameters) -> u32 {
    if !parameters.has("client_id") {
        return 0;
    }
    let has = |name| u32::from(parameters.text(name).is_some_and(|value| !value.is_empty()));
    let response_type = parameters.text("response_type").is_some_and(|value| {
        !value.trim().is_empty() && value.split_whitespace().all(|word| RESPONSE_TYPES.contains(&word))
    });
    let request_object = parameters.text("request").is_some_and(jose::Jwt::is_likely)
        || parameters.text("request_uri").is_some_and(|uri| uri.contains(':'));
    let redirect_uri = parameters.text("redirect_uri").is_some_and(|value| Uri::parse(value).is_some());
    let openid =
        parameters.text("scope").is_some_and(|scope| scope.split_whitespace().any(|word| word == "openid"));
    let endpoint =
        uri.path().split('/').any(|s| matches!(s, "auth" | "authorize" | "authorization" | "oauth"));
    4 * u32::from(response_type)
        + 6 * u32::from(request_object)
        + 3 * u32::from(redirect_uri)
        + 2 * has("code_challenge")
        + 2 * u32::from(openid)
        + has("state")
        + has("nonce")
        + has("response_mode")
        + has("prompt")
        + u32::from(endpoint)
}

fn is_discovery(uri: &Uri) -> bool {
    let path = uri.path();
    path.contains("/.well-known/openid-configuration")
        || path.contains("/.well-known/oauth-authorization-server")
}

fn is_logout(parameters: &Parameters) -> bool {
    parameters.text("id_token_hint").is_some_and(jose::Jwt::is_likely) && !parameters.has("response_type")
        || parameters.text("post_logout_redirect_uri").is_some_and(|value| Uri::parse(value).is_some())
}

fn is_jwks(exchange: &Exchange) -> bool {
    let last =
        exchange.request.uri.path().rsplit('/').find(|segment| !segment.is_empty()).unwrap_or_default();
    let named = matches!(last, "jwks" | "jwks.json" | "certs" | "keys");
    let shaped = exchange.response_body().present().map(|body| {
        let text = body.text().unwrap_or_default();
        text.len() <= LARGEST_KEY_SET && text.contains("\"kty\"") && text.contains("\"keys\"")
    });
    matches!(exchange.context.via, Via::Fetch | Via::Server | Via::Unknown) && named && shaped != Some(false)
        || shaped == Some(true)
}
