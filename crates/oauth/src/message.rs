//! What an exchange is in a login, and why it belongs there.

/// The role of an exchange in a login.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MessageKind {
    /// The app's own redirect to the authorization endpoint.
    LoginStart,
    /// Pushed authorization request (RFC 9126 §2).
    PushedAuthorizationRequest,
    /// Authorization request (RFC 6749 §4.1.1).
    AuthorizationRequest,
    /// A page or redirect of the provider between request and response: login, consent, error.
    ProviderPage,
    /// SAML between the provider and whoever knows the user (SAML Bindings §3): named, not examined.
    Saml,
    /// WS-Federation between the provider and whoever knows the user: named, not examined.
    WsFederation,
    /// Authorization response (RFC 6749 §4.1.2), as it arrives at the redirect URI.
    AuthorizationResponse,
    /// The app hands the code to its own back end, which exchanges it.
    CodeHandover,
    /// Device authorization request (RFC 8628 §3.1).
    DeviceAuthorizationRequest,
    /// Backchannel authentication request (OpenID Connect CIBA §7.1).
    BackchannelAuthenticationRequest,
    /// Token request and its response (RFC 6749 §4.1.3, §4.1.4).
    TokenRequest,
    /// CORS preflight of another message (Fetch, "CORS-preflight request").
    Preflight,
    /// Provider metadata (OpenID Connect Discovery §4, RFC 8414 §3).
    Discovery,
    /// A call without a token, whose answer says where the metadata of the resource is (RFC 9728 §5.1).
    ResourceChallenge,
    /// Protected resource metadata (RFC 9728 §3).
    ResourceMetadata,
    /// Client registration (RFC 7591 §3.1).
    Registration,
    /// The provider's keys (RFC 7517 §5).
    Jwks,
    /// UserInfo request (OpenID Connect Core §5.3).
    Userinfo,
    /// A call to a protected resource with a token of the login (RFC 6750 §2, RFC 9449 §7).
    ResourceRequest,
    /// Token introspection (RFC 7662 §2.1).
    Introspection,
    /// Token revocation (RFC 7009 §2.1).
    Revocation,
    /// Logout request (OpenID Connect RP-Initiated Logout §2).
    Logout,
    /// The provider tells the app that the user logged out (OpenID Connect Front-Channel Logout §2, Back-Channel
    /// Logout §2.5).
    LogoutNotice,
    /// A wallet reads what it is offered (OpenID4VCI §4).
    CredentialOffer,
    /// What an issuer of credentials says about itself (OpenID4VCI §12.2).
    CredentialIssuerMetadata,
    /// A wallet asks for a fresh `c_nonce` (OpenID4VCI §7).
    NonceRequest,
    /// A wallet asks for a credential, or says what became of it (OpenID4VCI §8, §9, §11).
    CredentialRequest,
    /// The request object behind a `request_uri` is fetched (RFC 9101 §5.2.3, OpenID4VP §5.10).
    RequestObject,
    /// A wallet sends its answer to the verifier (OpenID4VP §8.2).
    PresentationResponse,
    /// A call to an interface of a provider that is its own.
    OwnInterface,
    /// A request of a recording without a login that was refused: what it is for, it does not say.
    OtherRequest,
}

impl MessageKind {
    /// The word in reports and in the panel's markup.
    pub fn id(self) -> &'static str {
        self.words().0
    }

    /// The kind for a reader.
    pub fn name(self) -> &'static str {
        self.words().1
    }

    /// The kind as a step of a login: `Failed at the token request`.
    pub fn step(self) -> &'static str {
        self.words().2
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            MessageKind::LoginStart => ("login-start", "Login start", "start of the login"),
            MessageKind::PushedAuthorizationRequest => (
                "pushed-authorization-request",
                "Pushed authorization request",
                "pushed authorization request",
            ),
            MessageKind::AuthorizationRequest => {
                ("authorization-request", "Authorization request", "authorization request")
            }
            MessageKind::ProviderPage => ("provider-page", "Provider page", "provider's page"),
            MessageKind::Saml => ("saml", "SAML message", "SAML login behind the provider"),
            MessageKind::WsFederation => {
                ("ws-federation", "WS-Federation message", "WS-Federation login behind the provider")
            }
            MessageKind::AuthorizationResponse => {
                ("authorization-response", "Authorization response", "authorization response")
            }
            MessageKind::CodeHandover => {
                ("code-handover", "Code to the app's back end", "app's own back end")
            }
            MessageKind::DeviceAuthorizationRequest => (
                "device-authorization-request",
                "Device authorization request",
                "device authorization request",
            ),
            MessageKind::BackchannelAuthenticationRequest => (
                "backchannel-authentication-request",
                "Backchannel authentication request",
                "backchannel authentication request",
            ),
            MessageKind::TokenRequest => ("token-request", "Token request", "token request"),
            MessageKind::Preflight => ("preflight", "CORS preflight", "CORS preflight"),
            MessageKind::Discovery => ("discovery", "Discovery document", "discovery document"),
            MessageKind::ResourceChallenge => {
                ("resource-challenge", "API call without a token", "API call without a token")
            }
            MessageKind::ResourceMetadata => {
                ("resource-metadata", "Protected resource metadata", "protected resource metadata")
            }
            MessageKind::Registration => ("registration", "Client registration", "client registration"),
            MessageKind::Jwks => ("jwks", "Key set (JWKS)", "key set"),
            MessageKind::Userinfo => ("userinfo", "UserInfo request", "UserInfo request"),
            MessageKind::ResourceRequest => ("resource-request", "API call with the token", "API call"),
            MessageKind::Introspection => ("introspection", "Token introspection", "token introspection"),
            MessageKind::Revocation => ("revocation", "Token revocation", "token revocation"),
            MessageKind::Logout => ("logout", "Logout request", "logout"),
            MessageKind::LogoutNotice => ("logout-notice", "Logout notice to the app", "logout"),
            MessageKind::CredentialOffer => ("credential-offer", "Credential offer", "credential offer"),
            MessageKind::CredentialIssuerMetadata => {
                ("credential-issuer-metadata", "Credential issuer metadata", "credential issuer's metadata")
            }
            MessageKind::NonceRequest => ("nonce-request", "Nonce request", "nonce request"),
            MessageKind::CredentialRequest => {
                ("credential-request", "Credential request", "credential request")
            }
            MessageKind::RequestObject => ("request-object", "Request object", "request object"),
            MessageKind::PresentationResponse => (
                "presentation-response",
                "Wallet's answer to the verifier",
                "wallet's answer to the verifier",
            ),
            MessageKind::OwnInterface => {
                ("own-interface", "Provider's own interface", "call to the provider's own interface")
            }
            MessageKind::OtherRequest => ("other-request", "Request", "request"),
        }
    }

    /// Whether it is a step of a login, and not what a client fetches beside it.
    pub fn is_step(self) -> bool {
        !matches!(
            self,
            MessageKind::Preflight
                | MessageKind::Discovery
                | MessageKind::ResourceChallenge
                | MessageKind::ResourceMetadata
                | MessageKind::Jwks
                | MessageKind::ResourceRequest
                | MessageKind::CredentialIssuerMetadata
        )
    }

    /// Whether an endpoint of the provider answers it.
    pub fn is_at_endpoint(self) -> bool {
        matches!(
            self,
            MessageKind::PushedAuthorizationRequest
                | MessageKind::AuthorizationRequest
                | MessageKind::DeviceAuthorizationRequest
                | MessageKind::BackchannelAuthenticationRequest
                | MessageKind::TokenRequest
                | MessageKind::Userinfo
                | MessageKind::OwnInterface
        )
    }

    /// Whether it is what an app does with tokens that it has: a fault there is none of the login.
    pub fn is_after_login(self) -> bool {
        matches!(
            self,
            MessageKind::ResourceRequest
                | MessageKind::Introspection
                | MessageKind::Revocation
                | MessageKind::Logout
                | MessageKind::LogoutNotice
        )
    }

    /// Whether its request is nobody's business: what users type at their provider, what an app does with its token.
    pub fn is_private(self) -> bool {
        let of_apps = matches!(
            self,
            MessageKind::ResourceRequest
                | MessageKind::ResourceChallenge
                | MessageKind::OwnInterface
                | MessageKind::CredentialRequest
                | MessageKind::PresentationResponse
        );
        self.is_on_the_way() || of_apps
    }

    /// Whether the user is on the way from the authorization request back to the app.
    pub fn is_on_the_way(self) -> bool {
        matches!(self, MessageKind::ProviderPage | MessageKind::Saml | MessageKind::WsFederation)
    }

    /// Whether the client expects JSON back.
    pub fn expects_json(self) -> bool {
        matches!(
            self,
            MessageKind::TokenRequest
                | MessageKind::PushedAuthorizationRequest
                | MessageKind::DeviceAuthorizationRequest
                | MessageKind::BackchannelAuthenticationRequest
                | MessageKind::CredentialIssuerMetadata
                | MessageKind::Registration
                | MessageKind::Introspection
                | MessageKind::ResourceMetadata
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
    /// It carries the device code of this login.
    DeviceCode,
    /// It carries the `auth_req_id` of this login.
    RequestId,
    /// It offers the code of this login.
    Offer,
    /// It goes where the request object says.
    ResponseUri,
    /// The ID token that came back has the nonce of this login.
    Nonce,
    /// The hash of its code is in an ID token of this login.
    CodeHash,
    /// It carries a token of this login.
    Token,
    /// Its proof has the nonce that the server asked for in this login.
    DpopNonce,
    /// It was refused for want of a token, after this login gave one.
    WithoutToken,
    /// It is addressed to the provider of this login.
    Provider,
    /// It has the client and the redirect URI of this login.
    Client,
    /// It happened in the same tab while this login was open.
    Tab,
    /// It is the preflight of a message of this login.
    Preflight,
    /// It is a page of the app for errors, asked for right after the answer of this login.
    ErrorPage,
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
            Join::DeviceCode => "carries this login's device code",
            Join::RequestId => "carries this login's auth_req_id",
            Join::Offer => "offers this login's pre-authorized code",
            Join::ResponseUri => "goes where the request object says",
            Join::Nonce => "its ID token has this login's nonce",
            Join::CodeHash => "an ID token of this login has the hash of its code",
            Join::Token => "carries this login's token",
            Join::DpopNonce => "its proof has the nonce that the server asked for",
            Join::WithoutToken => "refused for want of a token, after this login gave one",
            Join::Provider => "addressed to this login's provider",
            Join::Client => "same client and redirect URI",
            Join::Tab => "same tab, while this login was open",
            Join::Preflight => "preflight of a message of this login",
            Join::ErrorPage => "the app's page for errors, right after the answer of this login",
        }
    }
}
