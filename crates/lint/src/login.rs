//! What rules look at beside the messages that `oauth` reads.

use http::{Body, Exchange, Observer, Value, Via};
use oauth::{AuthorizationResponse, Flow, FlowMessage, Join, MessageKind, Part, Pointer, TokenExchange};

/// A response in which the client expects JSON (token, discovery, key set, UserInfo, pushed request) and whose body
/// was seen.
pub struct JsonResponse<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// What the message is.
    pub kind: MessageKind,
    /// The exchange.
    pub exchange: &'r Exchange,
    /// The body.
    pub body: &'r Body,
}

impl<'r> JsonResponse<'r> {
    pub(crate) fn all(flow: &Flow<'r>) -> Vec<Self> {
        json_answers(flow)
            .filter_map(|(message, m)| {
                let body = m.exchange.response.as_ref()?.body.present()?;
                Some(JsonResponse { message, kind: m.kind, exchange: m.exchange, body })
            })
            .collect()
    }

    /// Points at the body.
    pub fn body_pointer(&self) -> Pointer {
        Pointer::new(self.message, Part::ResponseBody)
    }

    /// Points at a response header.
    pub fn header_pointer(&self, name: &'static str) -> Pointer {
        Pointer::new(self.message, Part::ResponseHeader(name.into()))
    }

    /// The media type, in lower case; empty where there is none, `None` where it was not seen.
    pub fn media_type(&self) -> Option<String> {
        self.exchange.response.as_ref()?.headers.present()?.media_type()
    }

    /// Whether the status says success.
    pub fn is_ok(&self) -> bool {
        self.exchange.status().is_some_and(|status| (200..300).contains(&status))
    }
}

/// A request of a page to another origin: the browser hands the answer over only if CORS allows it.
pub struct CrossOriginFetch<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// What the message is.
    pub kind: MessageKind,
    /// The exchange.
    pub exchange: &'r Exchange,
    /// The page's origin.
    pub origin: String,
}

impl<'r> CrossOriginFetch<'r> {
    /// Those of the login itself.
    pub(crate) fn all(flow: &Flow<'r>) -> Vec<Self> {
        let is_of_login = |message: &usize| !flow.purpose(*message).is_some_and(MessageKind::is_after_login);
        (0..flow.messages.len()).filter(is_of_login).filter_map(|message| Self::at(flow, message)).collect()
    }

    /// The message, where it is one.
    pub(crate) fn at(flow: &Flow<'r>, message: usize) -> Option<Self> {
        let m = flow.messages.get(message)?;
        let is_fetch = m.exchange.context.via == Via::Fetch || m.kind == MessageKind::Preflight;
        let origin = m.exchange.requesting_origin().filter(|_| is_fetch)?;
        let is_other = origin != m.exchange.request.uri.origin();
        is_other.then_some(CrossOriginFetch { message, kind: m.kind, exchange: m.exchange, origin })
    }

    /// Whether this is the preflight of a request to that address: of its method, and of its page where that is known.
    pub(crate) fn is_preflight_of(&self, request: &Exchange) -> bool {
        let method = self.exchange.request_header("access-control-request-method");
        self.kind == MessageKind::Preflight
            && self.exchange.request.uri.same_resource(&request.request.uri)
            && method.is_none_or(|method| method.trim() == request.request.method)
            && request.requesting_origin().is_none_or(|origin| origin == self.origin)
    }

    /// Points at a response header.
    pub fn header_pointer(&self, name: &'static str) -> Pointer {
        Pointer::new(self.message, Part::ResponseHeader(name.into()))
    }

    /// Points at where the page's origin stands.
    pub fn origin_pointer(&self) -> Pointer {
        Pointer::new(self.message, Part::Origin)
    }
}

/// Whether a page made the request, in the sight of its user.
pub(crate) fn is_by_page(exchange: &Exchange) -> bool {
    exchange.observer == Observer::Browser
        && exchange.context.via == Via::Fetch
        && exchange.requesting_origin().is_some()
}

/// The messages of the login itself in whose answer the client expects JSON, with their indices.
pub(crate) fn json_answers<'f, 'r>(
    flow: &'f Flow<'r>,
) -> impl Iterator<Item = (usize, &'f FlowMessage<'r>)> + 'f {
    flow.messages.iter().enumerate().filter(|(_, m)| m.kind.expects_json() && !m.kind.is_after_login())
}

/// Who answers messages of a kind, as the first words of a sentence.
pub(crate) fn endpoint(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::LoginStart => "The app's login page",
        MessageKind::PushedAuthorizationRequest => "The pushed authorization request endpoint",
        MessageKind::AuthorizationRequest => "The authorization endpoint",
        MessageKind::ProviderPage => "A page of the provider",
        MessageKind::Saml | MessageKind::WsFederation => "The login behind the provider",
        MessageKind::AuthorizationResponse => "The redirect URI",
        MessageKind::CodeHandover => "The app's back end",
        MessageKind::DeviceAuthorizationRequest => "The device authorization endpoint",
        MessageKind::BackchannelAuthenticationRequest => "The backchannel authentication endpoint",
        MessageKind::TokenRequest => "The token endpoint",
        MessageKind::Preflight => "The endpoint behind a CORS preflight",
        MessageKind::Discovery => "The discovery document's address",
        MessageKind::ResourceChallenge => "The API",
        MessageKind::ResourceMetadata => "The address of the protected resource metadata",
        MessageKind::Registration => "The registration endpoint",
        MessageKind::Jwks => "The key set's address",
        MessageKind::Userinfo => "The UserInfo endpoint",
        MessageKind::ResourceRequest => "The API",
        MessageKind::Introspection => "The introspection endpoint",
        MessageKind::Revocation => "The revocation endpoint",
        MessageKind::Logout => "The logout endpoint",
        MessageKind::LogoutNotice => "The app's logout page",
        MessageKind::CredentialOffer => "The address of the credential offer",
        MessageKind::CredentialIssuerMetadata => "The address of the credential issuer's metadata",
        MessageKind::NonceRequest => "The issuer's nonce endpoint",
        MessageKind::CredentialRequest => "The credential issuer",
        MessageKind::RequestObject => "The address of the request object",
        MessageKind::PresentationResponse => "The verifier",
        MessageKind::OwnInterface => "The provider's own interface",
        MessageKind::OtherRequest => "The server",
    }
}

/// Whether an answer's body, which says why, was not seen.
pub(crate) fn is_reason_unseen(exchange: &Exchange) -> bool {
    exchange.response_body().present().is_none()
}

/// Whether a proxy or gateway gives up on the server behind it (RFC 9110 §15.6.3–§15.6.5; 520–527 are Cloudflare's).
pub(crate) fn is_gateway_error(status: u16) -> bool {
    matches!(status, 502..=504 | 520..=527)
}

/// Whether the app went on with a token after a message: then it had one, whatever the recording shows.
pub(crate) fn uses_token_later(flow: &Flow<'_>, message: usize) -> bool {
    flow.of_kind(MessageKind::Userinfo)
        .any(|(index, e)| index > message && e.status() == Some(200) && e.error.is_none())
}

/// Whether a message with a token of this login follows, and was not cut short: then the app has read the token.
pub(crate) fn goes_on_with_token(flow: &Flow<'_>, message: usize) -> bool {
    flow.messages
        .iter()
        .skip(message + 1)
        .any(|later| later.join == Join::Token && later.exchange.error.is_none())
}

/// Whether a later call with a token of this login was answered with success: then the app has read the token, and it was taken.
pub(crate) fn has_used_token(flow: &Flow<'_>, message: usize) -> bool {
    let is_taken = |exchange: &Exchange| {
        exchange.error.is_none() && exchange.status().is_some_and(|status| (200..300).contains(&status))
    };
    flow.messages
        .iter()
        .skip(message + 1)
        .any(|later| later.join == Join::Token && later.kind.is_after_login() && is_taken(later.exchange))
}

/// Whether the app answered the browser, when it came back from the provider, with an error.
pub(crate) fn app_failed(flow: &Flow<'_>) -> bool {
    let answers = flow.messages.iter().rev();
    let mut answers =
        answers.filter(|m| matches!(m.kind, MessageKind::AuthorizationResponse | MessageKind::CodeHandover));
    answers.next().is_some_and(|answer| answer.exchange.status().is_some_and(|status| status >= 400))
}

/// Whether a request asks for JSON (`Accept`); `None` where its headers were not seen.
pub(crate) fn accepts_json(exchange: &Exchange) -> Option<bool> {
    let headers = exchange.request.headers.present()?;
    Some(headers.text("accept").is_some_and(|accept| accept.contains("json")))
}

/// Whether the login got past a message that failed: a later one of its kind, or to its endpoint, got an answer.
pub(crate) fn succeeds_later(flow: &Flow<'_>, message: usize) -> bool {
    let Some(failed) = flow.messages.get(message) else { return false };
    let at_provider = |kind: MessageKind| kind == MessageKind::AuthorizationRequest || kind.is_on_the_way();
    let stands_for_it = |later: MessageKind| {
        later == failed.kind
            || at_provider(failed.kind) && (at_provider(later) || later == MessageKind::AuthorizationResponse)
    };
    flow.is_answered_later(message, stands_for_it) || flow.endpoint_answers_later(message)
}

/// Whether tokens had arrived before a token request, by another grant than a refresh: the login is over, and what fails comes after it.
pub(crate) fn has_tokens_before(token: &TokenExchange<'_>, flow: &Flow<'_>) -> bool {
    flow.token_exchanges().iter().any(|other| {
        other.message < token.message
            && other.grant_type() != "refresh_token"
            && other.response().gives_tokens()
    })
}

/// The answer among those before it that brought the refresh token of a token request.
pub(crate) fn issuing<'f, 'r>(
    token: &TokenExchange<'_>,
    flow: &'f Flow<'r>,
) -> Option<&'f TokenExchange<'r>> {
    let sent = token.refresh_token()?;
    flow.token_exchanges_before(token.message).iter().find(|other| {
        let issued = other.response().text("refresh_token").map(Value::new);
        issued.is_some_and(|issued| issued.same(sent) == Some(true))
    })
}

/// Whether the code of a token request is the one that came back to this login.
pub(crate) fn belongs_here(token: &TokenExchange<'_>, flow: &Flow<'_>) -> bool {
    let is_same = |response: &AuthorizationResponse<'_>| {
        response.code().zip(token.code()).is_some_and(|(arrived, sent)| arrived.same(sent) == Some(true))
    };
    flow.authorization_responses().iter().any(is_same)
}

/// Whether the app's server turned an answer down: with a status, at the redirect URI or where its page handed the code.
pub(crate) fn turned_down(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> bool {
    let refuses = |exchange: &Exchange| exchange.status().is_some_and(|status| status >= 400);
    let mut handovers = flow.of_kind(MessageKind::CodeHandover).peekable();
    let failed_handover = handovers.peek().is_some() && handovers.all(|(_, exchange)| refuses(exchange));
    response.delivered && refuses(response.exchange) || failed_handover
}

/// Whether a page sends its token request to the app's own server, which makes the one to the provider itself.
pub(crate) fn is_to_own_server(token: &TokenExchange<'_>, flow: &Flow<'_>) -> bool {
    let target = token.exchange.request.uri.origin();
    flow.authorization_request().is_some_and(|request| request.server_origin() != target)
        && flow
            .authorization_responses()
            .iter()
            .any(|response| response.delivered && response.exchange.request.uri.origin() == target)
}

/// Whether an answer came from the provider: an app may send the browser on with its code, in a form of its own.
pub(crate) fn comes_from_provider(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> bool {
    flow.messages.get(response.message).is_some_and(|message| message.join != Join::Code)
}
