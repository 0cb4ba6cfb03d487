//! Provider metadata (OpenID Connect Discovery §3, RFC 8414 §2).

use http::{Body, Captured, Exchange, ExchangeId, Uri};

use crate::classify::Intent;

/// So many entries of a list are read.
const LONGEST_LIST: usize = 1_000;

/// What a discovery document says, as far as a reader of logins needs it.
#[derive(Clone)]
pub struct Metadata {
    /// The exchange that brought the document.
    pub(crate) source: ExchangeId,
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
    /// `device_authorization_endpoint` (RFC 8628 §4).
    pub device_authorization_endpoint: Option<Uri>,
    /// `backchannel_authentication_endpoint` (OpenID Connect CIBA §4).
    pub backchannel_authentication_endpoint: Option<Uri>,
    /// `introspection_endpoint`.
    pub introspection_endpoint: Option<Uri>,
    /// `revocation_endpoint`.
    pub revocation_endpoint: Option<Uri>,
    /// `registration_endpoint`.
    pub registration_endpoint: Option<Uri>,
    /// `code_challenge_methods_supported`, where it is there.
    pub code_challenge_methods: Option<Vec<String>>,
    /// `authorization_response_iss_parameter_supported` (RFC 9207 §3).
    pub names_issuer_in_response: bool,
    /// `scopes_supported`, where it is there.
    pub scopes: Option<Vec<String>>,
    /// `token_endpoint_auth_methods_supported`, where it is there.
    pub token_endpoint_auth_methods: Option<Vec<String>>,
    /// `token_endpoint` of `mtls_endpoint_aliases`: that for clients with a certificate (RFC 8705 §5).
    pub token_endpoint_for_certificates: Option<Uri>,
}

impl Metadata {
    /// Whether it lists PKCE's `S256` (RFC 8414 §2).
    pub fn has_s256(&self) -> bool {
        self.code_challenge_methods.as_ref().is_some_and(|methods| methods.iter().any(|m| m == "S256"))
    }

    /// Reads the document in a response; `None` where there is none.
    pub fn read(exchange: &Exchange) -> Option<Self> {
        if !(200..300).contains(&exchange.status()?) {
            return None;
        }
        let Captured::Present(body) = exchange.response_body() else { return None };
        if body.is_part() {
            return None;
        }
        Self::from_body(body, exchange.id)
    }

    /// What a `POST` to an endpoint can be, whatever its parameters say.
    pub(crate) const POSTED: [Intent; 7] = [
        Intent::TokenRequest,
        Intent::PushedAuthorizationRequest,
        Intent::DeviceAuthorizationRequest,
        Intent::BackchannelAuthenticationRequest,
        Intent::Introspection,
        Intent::Revocation,
        Intent::Registration,
    ];

    /// The endpoints, each with what a request to it is.
    pub(crate) fn endpoints(&self) -> impl Iterator<Item = (Intent, &Uri)> {
        let all = [
            (Intent::Jwks, &self.jwks_uri),
            (Intent::AuthorizationRequest, &self.authorization_endpoint),
            (Intent::TokenRequest, &self.token_endpoint),
            (Intent::PushedAuthorizationRequest, &self.pushed_authorization_request_endpoint),
            (Intent::DeviceAuthorizationRequest, &self.device_authorization_endpoint),
            (Intent::BackchannelAuthenticationRequest, &self.backchannel_authentication_endpoint),
            (Intent::Introspection, &self.introspection_endpoint),
            (Intent::Revocation, &self.revocation_endpoint),
            (Intent::Registration, &self.registration_endpoint),
            (Intent::Userinfo, &self.userinfo_endpoint),
        ];
        all.into_iter().filter_map(|(intent, uri)| Some((intent, uri.as_ref()?)))
    }

    /// The origins on which logins at this provider happen.
    pub(crate) fn described_origins(&self) -> Vec<String> {
        let endpoints =
            [&self.authorization_endpoint, &self.token_endpoint, &self.userinfo_endpoint, &self.jwks_uri];
        endpoints.into_iter().flatten().map(Uri::origin).collect()
    }

    fn from_body(body: &Body, source: ExchangeId) -> Option<Self> {
        let document = body.json()?;
        let text = |name: &str| document.get(name)?.as_str();
        let endpoint = |name: &str| text(name).and_then(Uri::parse);
        let list = |name: &str| {
            let values = document.get(name)?.as_array()?;
            Some(
                values
                    .iter()
                    .filter_map(|value| value.as_str().map(str::to_owned))
                    .take(LONGEST_LIST)
                    .collect(),
            )
        };
        Some(Metadata {
            source,
            issuer: text("issuer")?.to_owned(),
            authorization_endpoint: endpoint("authorization_endpoint"),
            token_endpoint: endpoint("token_endpoint"),
            userinfo_endpoint: endpoint("userinfo_endpoint"),
            jwks_uri: endpoint("jwks_uri"),
            end_session_endpoint: endpoint("end_session_endpoint"),
            pushed_authorization_request_endpoint: endpoint("pushed_authorization_request_endpoint"),
            device_authorization_endpoint: endpoint("device_authorization_endpoint"),
            backchannel_authentication_endpoint: endpoint("backchannel_authentication_endpoint"),
            introspection_endpoint: endpoint("introspection_endpoint"),
            revocation_endpoint: endpoint("revocation_endpoint"),
            registration_endpoint: endpoint("registration_endpoint"),
            names_issuer_in_response: document.get("authorization_response_iss_parameter_supported")
                == Some(&serde_json::Value::Bool(true)),
            code_challenge_methods: list("code_challenge_methods_supported"),
            scopes: list("scopes_supported"),
            token_endpoint_auth_methods: list("token_endpoint_auth_methods_supported"),
            token_endpoint_for_certificates: document
                .get("mtls_endpoint_aliases")
                .and_then(|aliases| Uri::parse(aliases.get("token_endpoint")?.as_str()?)),
        })
    }
}

/// What a protected resource says about who issues its tokens (RFC 9728 §2): the origins of its
/// `authorization_servers`.
pub(crate) fn authorization_servers(exchange: &Exchange) -> Vec<String> {
    let document = exchange.response_body().present().and_then(|body| body.json());
    let servers = document.and_then(|document| document.get("authorization_servers")?.as_array());
    servers
        .into_iter()
        .flatten()
        .filter_map(|server| Uri::parse(server.as_str()?))
        .map(|server| server.origin())
        .collect()
}
