//! Provider metadata (OpenID Connect Discovery §3, RFC 8414 §2).

use http::{Body, Captured, Exchange, Uri};

/// What a discovery document says, as far as a reader of logins needs it.
#[derive(Clone)]
pub struct Metadata {
    /// `issuer`.
    pub issuer: String,
    /// `authorization_endpoint`.
    pub authorization_endpoint: Option<Uri>,
    /// `token_endpoint`.
    pub token_endpoint: Option<Uri>,
    /// `userinfo_endpoint`.
    pub userinfo_endpoint: Option<Uri>,
    /// `jwks_uri`.
    pub jwks_uri: Option<Uri>,
    /// `end_session_endpoint` (OpenID Connect RP-Initiated Logout §2.1).
    pub end_session_endpoint: Option<Uri>,
    /// `pushed_authorization_request_endpoint` (RFC 9126 §5).
    pub pushed_authorization_request_endpoint: Option<Uri>,
    /// `code_challenge_methods_supported`, where it is there.
    pub code_challenge_methods: Option<Vec<String>>,
}

impl Metadata {
    /// Reads the document in a response; `None` where there is none.
    pub fn read(exchange: &Exchange) -> Option<Self> {
        if !(200..300).contains(&exchange.status()?) {
            return None;
        }
        let Captured::Present(body) = exchange.response_body() else { return None };
        Self::from_body(body)
    }

    fn from_body(body: &Body) -> Option<Self> {
        let document = body.json()?;
        let text = |name: &str| document.get(name)?.as_str();
        let endpoint = |name: &str| text(name).and_then(Uri::parse);
        Some(Metadata {
            issuer: text("issuer")?.to_owned(),
            authorization_endpoint: endpoint("authorization_endpoint"),
            token_endpoint: endpoint("token_endpoint"),
            userinfo_endpoint: endpoint("userinfo_endpoint"),
            jwks_uri: endpoint("jwks_uri"),
            end_session_endpoint: endpoint("end_session_endpoint"),
            pushed_authorization_request_endpoint: endpoint("pushed_authorization_request_endpoint"),
            code_challenge_methods: document.get("code_challenge_methods_supported").and_then(|methods| {
                Some(methods.as_array()?.iter().filter_map(|m| m.as_str().map(str::to_owned)).collect())
            }),
        })
    }
}
