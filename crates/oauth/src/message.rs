//! What an exchange is in a login, and why it belongs there.

/// The role of an exchange in a login.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageKind {
    /// The app's own redirect to the authorization endpoint.
    LoginStart,
    /// Pushed authorization request (RFC 9126 §2).
    PushedAuthorizationRequest,
    /// Authorization request (RFC 6749 §4.1.1).
    AuthorizationRequest,
    /// A page or redirect of the provider between request and response: login, consent, error.
    ProviderPage,
    /// Authorization response (RFC 6749 §4.1.2), as it arrives at the redirect URI.
    AuthorizationResponse,
    /// Token request and its response (RFC 6749 §4.1.3, §4.1.4).
    TokenRequest,
    /// CORS preflight of another message (Fetch, "CORS-preflight request").
    Preflight,
    /// Provider metadata (OpenID Connect Discovery §4, RFC 8414 §3).
    Discovery,
    /// The provider's keys (RFC 7517 §5).
    Jwks,
    /// UserInfo request (OpenID Connect Core §5.3).
    Userinfo,
    /// Logout request (OpenID Connect RP-Initiated Logout §2).
    Logout,
}

impl MessageKind {
    /// The word in reports and in the panel's markup.
    pub fn id(self) -> &'static str {
        match self {
            MessageKind::LoginStart => "login-start",
            MessageKind::PushedAuthorizationRequest => "pushed-authorization-request",
            MessageKind::AuthorizationRequest => "authorization-request",
            MessageKind::ProviderPage => "provider-page",
            MessageKind::AuthorizationResponse => "authorization-response",
            MessageKind::TokenRequest => "token-request",
            MessageKind::Preflight => "preflight",
            MessageKind::Discovery => "discovery",
            MessageKind::Jwks => "jwks",
            MessageKind::Userinfo => "userinfo",
            MessageKind::Logout => "logout",
        }
    }

    /// The kind for a reader.
    pub fn name(self) -> &'static str {
        match self {
            MessageKind::LoginStart => "Login start",
            MessageKind::PushedAuthorizationRequest => "Pushed authorization request",
            MessageKind::AuthorizationRequest => "Authorization request",
            MessageKind::ProviderPage => "Provider page",
            MessageKind::AuthorizationResponse => "Authorization response",
            MessageKind::TokenRequest => "Token request",
            MessageKind::Preflight => "CORS preflight",
            MessageKind::Discovery => "Discovery document",
            MessageKind::Jwks => "Key set (JWKS)",
            MessageKind::Userinfo => "UserInfo request",
            MessageKind::Logout => "Logout request",
        }
    }

    /// Whether the client expects JSON back.
    pub fn expects_json(self) -> bool {
        matches!(
            self,
            MessageKind::TokenRequest
                | MessageKind::PushedAuthorizationRequest
                | MessageKind::Discovery
                | MessageKind::Jwks
                | MessageKind::Userinfo
        )
    }
}

/// Why a message belongs to its login, the strongest reason that held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Join {
    /// It began the login.
    Start,
    /// A message before it redirects here.
    Redirect,
    /// It carries the same `state`.
    State,
    /// It carries the same `request_uri`.
    RequestUri,
    /// It carries the code of this login.
    Code,
    /// Its code verifier hashes to the code challenge of this login.
    Verifier,
    /// It carries a token of this login.
    Token,
    /// It is addressed to the provider of this login.
    Provider,
    /// It has the client and the redirect URI of this login.
    Client,
    /// It happened in the same tab while this login was open.
    Tab,
    /// It is the preflight of a message of this login.
    Preflight,
}

impl Join {
    /// The reason for a reader.
    pub fn reason(self) -> &'static str {
        match self {
            Join::Start => "began this login",
            Join::Redirect => "the message before redirects here",
            Join::State => "same state",
            Join::RequestUri => "same request_uri",
            Join::Code => "carries this login's code",
            Join::Verifier => "its code verifier matches this login's code challenge",
            Join::Token => "carries this login's token",
            Join::Provider => "addressed to this login's provider",
            Join::Client => "same client and redirect URI",
            Join::Tab => "same tab, while this login was open",
            Join::Preflight => "preflight of a message of this login",
        }
    }
}
