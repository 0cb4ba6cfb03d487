//! One login: its messages in order, and readers for the ones that matter.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use http::{Exchange, Redaction, Secret, Statement, Timestamp, Via};
use jose::Jwt;

use crate::authorization::{AuthorizationRequest, AuthorizationResponse};
use crate::discovery::Discovery;
use crate::dpop::DpopProof;
use crate::id_token::IdToken;
use crate::jwks::KeySet;
use crate::logout::LogoutRequest;
use crate::message::{Join, MessageKind};
use crate::metadata::Metadata;
use crate::protected::ProtectedRequest;
use crate::provider::Provider;
use crate::registered::RegisteredClient;
use crate::resource_metadata::ResourceMetadata;
use crate::signature::CheckedSignature;
use crate::token::TokenExchange;
use crate::wallet::{PRE_AUTHORIZED_CODE, RequestObject};

/// Calls with an access token that are looked at.
const PROTECTED_REQUESTS: usize = 32;

/// So many messages of a kind are compared with each other: what a client repeats without end shows nothing new.
const COMPARED: usize = 64;

/// One login: everything from the first message to the last one seen.
pub struct Flow<'r> {
    /// The messages in order.
    pub messages: Vec<FlowMessage<'r>>,
    /// What programs said about it, in the order in which it was read.
    pub statements: Vec<&'r Statement>,
    /// Its client's registration, where somebody said it beside the recording.
    pub registered: Option<&'r RegisteredClient>,
    /// What the provider says about itself, where its discovery document was seen.
    pub metadata: Option<Arc<Metadata>>,
    /// What the other logins of the recording have to do with this one.
    pub others: &'r Others,
    /// The login, by its place among all, inside of which this one runs: its provider is the client here.
    pub outer: Option<usize>,
    /// Whether another login began later in the same tab and frame: the user cannot come back to this one.
    pub is_superseded: bool,
    /// The request at which the app began the same login anew, in the same tab and frame.
    pub next_start: Option<&'r Exchange>,
    /// The messages that are read by every rule, read once.
    pub(crate) read: Read<'r>,
}

/// What hangs together: a login, or what happens without one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StoryKind {
    /// Somebody signs in: from the authorization request, or from the app's own redirect to it, on.
    Login,
    /// An answer arrives at an app whose request was not seen.
    Callback,
    /// A token request whose login was not seen.
    TokenRequest,
    /// Tokens are renewed (RFC 6749 §6).
    Refresh,
    /// A client signs in for itself (RFC 6749 §4.4).
    ClientCredentials,
    /// A client registers (RFC 7591).
    Registration,
    /// What a provider or a protected resource says about itself is read.
    Discovery,
    /// A call to an API with a token of before.
    ApiCall,
    /// A token is asked about (RFC 7662).
    Introspection,
    /// A token is given back (RFC 7009).
    Revocation,
    /// Somebody signs out.
    Logout,
    /// A page's request that went no further than its preflight.
    Preflight,
    /// A wallet gets a credential (OpenID4VCI).
    Issuance,
    /// A wallet shows a credential to a verifier (OpenID4VP).
    Presentation,
    /// The request object of an authorization request is fetched, which was not seen.
    RequestObject,
    /// Calls to interfaces of a provider that are its own.
    OwnInterface,
    /// A request that was refused, in a recording of which nothing else is known.
    Request,
    /// What programs say, where no message shows what they speak of.
    Statement,
}

impl StoryKind {
    /// The word in reports.
    pub fn id(self) -> &'static str {
        match self {
            StoryKind::Login => "login",
            StoryKind::Callback => "callback",
            StoryKind::TokenRequest => "token-request",
            StoryKind::Refresh => "refresh",
            StoryKind::ClientCredentials => "client-credentials",
            StoryKind::Registration => "registration",
            StoryKind::Discovery => "discovery",
            StoryKind::ApiCall => "api-call",
            StoryKind::Introspection => "introspection",
            StoryKind::Revocation => "revocation",
            StoryKind::Logout => "logout",
            StoryKind::Preflight => "preflight",
            StoryKind::Issuance => "issuance",
            StoryKind::Presentation => "presentation",
            StoryKind::RequestObject => "request-object",
            StoryKind::OwnInterface => "own-interface",
            StoryKind::Request => "request",
            StoryKind::Statement => "statement",
        }
    }

    /// Whether its end is a user, or a client, with tokens.
    pub fn ends_in_tokens(self) -> bool {
        matches!(
            self,
            StoryKind::Login
                | StoryKind::Callback
                | StoryKind::TokenRequest
                | StoryKind::Refresh
                | StoryKind::ClientCredentials
        )
    }
}

/// What the other logins of a recording have to do with one of them.
#[derive(Clone, Default, PartialEq)]
pub struct Others {
    /// The `state` values that came back to this login and belong to others.
    pub states: Vec<Secret<String>>,
    /// The code challenges of others whose verifiers this login sent.
    pub challenges: Vec<Secret<String>>,
    /// The nonces of others that ID tokens of this login carry.
    pub nonces: Vec<Secret<String>>,
    /// The random parameters (`state`, `nonce`, `code_challenge`) that an earlier request of the app had too.
    pub reused: Vec<&'static str>,
    /// Whether an earlier login of the recording sent the same `request_uri`.
    pub used_request_uri: bool,
    /// An earlier login that signed the user in at the same provider.
    pub signed_in: Option<SignedIn>,
    /// When the next login in the same tab and frame began, where it asks the provider for just the same.
    pub same_again: Option<Timestamp>,
    /// Whether another login of the same client began in another tab before this one was answered, and the app took the
    /// answer to that one.
    pub overtaken: bool,
    /// Marks of the cookies that came with this login's answer and that a later login's start had set: [`cookie_mark`].
    ///
    /// [`cookie_mark`]: crate::cookie_mark
    pub cookies: Vec<u64>,
    /// What set the last of these cookies.
    pub overwriter: Option<CookieChange>,
    /// Marks of the names of cookies that this login's start had set and an answer to another login deleted before this one was
    /// answered, and that answer: [`cookie_mark`] with no value.
    ///
    /// [`cookie_mark`]: crate::cookie_mark
    pub deleted: Vec<(u64, CookieChange)>,
    /// How many logins in a row just before it, in the same tab and frame, asked the provider for just the same.
    pub laps: usize,
    /// Whether the same client began another login at the provider after this one was answered, one in which the provider could show
    /// its pages, and got tokens for it, or a code that its server took.
    pub shown_later: bool,
    /// Whether the same client began another login at the provider after this silent one was answered, one in which the provider could
    /// show its pages, whatever became of it.
    pub pages_later: bool,
    /// The silent logins of the same client that followed closely on each other and of which none went well, this one among them.
    pub silent_row: Option<SilentRow>,
}

/// Logins without pages that an app began one after the other, and none of which went well.
#[derive(Clone, Copy, PartialEq)]
pub struct SilentRow {
    /// How many there are.
    pub count: usize,
    /// Whether the login is the last one of them.
    pub is_last: bool,
    /// Seconds from the beginning of the first to that of the last.
    pub seconds: f64,
}

/// An answer to another login that changed a cookie of this one.
#[derive(Clone, Copy, PartialEq)]
pub struct CookieChange {
    /// When it came.
    pub at: Timestamp,
    /// Whether it ran in another tab; `None` where the recording does not say.
    pub in_other_tab: Option<bool>,
    /// Whether the browser says that it was for no page: an image, a script, a call (Fetch Metadata §2.1).
    pub is_for_part_of_page: bool,
}

/// An earlier login at the same provider.
#[derive(Clone, Copy, PartialEq)]
pub struct SignedIn {
    /// When it began.
    pub at: Timestamp,
    /// Whether the browser was seen to send cookies to the provider in it.
    pub with_cookie: bool,
}

/// What readers made of the messages.
#[derive(Default)]
pub(crate) struct Read<'r> {
    authorization_request: OnceCell<Option<AuthorizationRequest<'r>>>,
    authorization_responses: OnceCell<Vec<AuthorizationResponse<'r>>>,
    token_exchanges: OnceCell<Vec<TokenExchange<'r>>>,
    id_tokens: OnceCell<Vec<IdToken<'r>>>,
    answered: OnceCell<Answered<'r>>,
    /// Whose dialect the login speaks.
    pub(crate) provider: OnceCell<Option<&'static Provider>>,
    /// By the token's text.
    pub(crate) signatures: RefCell<HashMap<String, Option<Rc<CheckedSignature>>>>,
}

/// The last messages that were answered, and not with an error.
#[derive(Default)]
struct Answered<'r> {
    of_kind: HashMap<MessageKind, usize>,
    at_endpoint: HashMap<(&'r str, &'r str, Option<u16>, &'r str), usize>,
}

/// A message of a login.
#[derive(Clone, Copy)]
pub struct FlowMessage<'r> {
    /// What it is.
    pub kind: MessageKind,
    /// Why it belongs here.
    pub join: Join,
    /// The exchange.
    pub exchange: &'r Exchange,
}

/// Whether a request of this kind carries an access token (RFC 6750 §2).
fn is_protected(kind: MessageKind) -> bool {
    matches!(kind, MessageKind::Userinfo | MessageKind::ResourceRequest | MessageKind::CredentialRequest)
}

impl<'r> Flow<'r> {
    /// The messages of a kind, with their indices.
    pub fn of_kind(&self, kind: MessageKind) -> impl DoubleEndedIterator<Item = (usize, &'r Exchange)> + '_ {
        self.messages.iter().enumerate().filter(move |(_, m)| m.kind == kind).map(|(i, m)| (i, m.exchange))
    }

    /// Whether a message of one of these kinds was answered behind this one, and not with an error.
    pub fn is_answered_later(&self, index: usize, kinds: impl Fn(MessageKind) -> bool) -> bool {
        self.answered().of_kind.iter().any(|(kind, last)| *last > index && kinds(*kind))
    }

    /// Whether the endpoint of a message answered behind it, and not with an error.
    pub fn endpoint_answers_later(&self, index: usize) -> bool {
        let Some(message) = self.messages.get(index) else { return false };
        let last = self.answered().at_endpoint.get(&message.exchange.request.uri.endpoint());
        last.is_some_and(|last| *last > index)
    }

    fn answered(&self) -> &Answered<'r> {
        self.read.answered.get_or_init(|| {
            let mut answered = Answered::default();
            for (index, FlowMessage { kind, exchange, .. }) in self.messages.iter().enumerate() {
                let is_answer = exchange.status().is_some_and(|status| (200..400).contains(&status));
                if is_answer && exchange.error.is_none() {
                    answered.of_kind.insert(*kind, index);
                    answered.at_endpoint.insert(exchange.request.uri.endpoint(), index);
                }
            }
            answered
        })
    }

    /// What a message is for: its kind, or of a preflight the kind of the request behind it, where that was seen.
    pub fn purpose(&self, index: usize) -> Option<MessageKind> {
        let message = self.messages.get(index)?;
        if message.kind != MessageKind::Preflight {
            return Some(message.kind);
        }
        let behind = self.messages.get(index + 1)?;
        behind.exchange.request.uri.same_resource(&message.exchange.request.uri).then_some(behind.kind)
    }

    /// The authorization request that began this login.
    pub fn authorization_request(&self) -> Option<&AuthorizationRequest<'r>> {
        let read = || {
            let (index, exchange) = self.of_kind(MessageKind::AuthorizationRequest).next()?;
            let pushed = self.of_kind(MessageKind::PushedAuthorizationRequest).next();
            Some(AuthorizationRequest::read(index, exchange, pushed))
        };
        self.read.authorization_request.get_or_init(read).as_ref()
    }

    /// The authorization responses that arrived, in order; where none was seen to arrive, the redirect that carries it.
    pub fn authorization_responses(&self) -> &[AuthorizationResponse<'r>] {
        self.read.authorization_responses.get_or_init(|| {
            let delivered: Vec<_> = self
                .of_kind(MessageKind::AuthorizationResponse)
                .map(|(index, exchange)| {
                    AuthorizationResponse::delivered(index, exchange, self.redirect_to(index))
                })
                .collect();
            if delivered.is_empty() { self.announced_response().into_iter().collect() } else { delivered }
        })
    }

    fn announced_response(&self) -> Option<AuthorizationResponse<'r>> {
        let request = self.authorization_request()?;
        let redirect_uri = http::Uri::parse(request.redirect_uri()?.known()?)?;
        self.messages.iter().enumerate().rev().find_map(|(index, message)| {
            // A logout may lead to the same address.
            let location = message.exchange.location().filter(|_| !message.kind.is_after_login())?;
            location
                .same_endpoint(&redirect_uri)
                .then(|| AuthorizationResponse::announced(index, message.exchange, location))
        })
    }

    /// The redirect that led to a message, with the fragment that many recordings leave out of the request.
    pub fn redirect_to(&self, index: usize) -> Option<&'r http::Uri> {
        let target = &self.messages.get(index)?.exchange.request.uri;
        self.messages[..index]
            .iter()
            .rev()
            .filter_map(|message| message.exchange.location())
            .find(|location| location.same_resource(target))
    }

    /// The token requests with their responses, in order.
    pub fn token_exchanges(&self) -> &[TokenExchange<'r>] {
        self.read.token_exchanges.get_or_init(|| {
            self.of_kind(MessageKind::TokenRequest)
                .map(|(index, exchange)| TokenExchange::read(index, exchange))
                .collect()
        })
    }

    /// The ID tokens that arrived, in order.
    pub fn id_tokens(&self) -> &[IdToken<'r>] {
        self.read.id_tokens.get_or_init(|| {
            let arrived = self.authorization_responses().iter().filter_map(|response| {
                IdToken::read(
                    response.message,
                    response.exchange,
                    response.parameters.text("id_token")?,
                    false,
                )
            });
            let fetched = self.token_exchanges().iter().filter_map(|exchange| {
                IdToken::read(exchange.message, exchange.exchange, exchange.response().id_token()?, true)
            });
            arrived.chain(fetched).collect()
        })
    }

    /// The calls with an access token, UserInfo among them, in order: the first of them, which tell whether the token is taken.
    pub fn protected_requests(&self) -> Vec<ProtectedRequest<'r>> {
        self.messages
            .iter()
            .enumerate()
            .filter(|(_, m)| is_protected(m.kind))
            .map(|(message, m)| ProtectedRequest { message, kind: m.kind, exchange: m.exchange })
            .take(PROTECTED_REQUESTS)
            .collect()
    }

    /// A message as a call with an access token, where it is one.
    pub fn protected_request(&self, message: usize) -> Option<ProtectedRequest<'r>> {
        let FlowMessage { kind, exchange, .. } = *self.messages.get(message)?;
        is_protected(kind).then_some(ProtectedRequest { message, kind, exchange })
    }

    /// A message as a token request, where it is one.
    pub fn token_exchange(&self, message: usize) -> Option<&TokenExchange<'r>> {
        let exchanges = self.token_exchanges();
        exchanges.get(exchanges.binary_search_by_key(&message, |exchange| exchange.message).ok()?)
    }

    /// A message in which a client proves who it is, read as a token request: what RFC 6749 §2.3 says of the token endpoint
    /// holds for the others too (RFC 9126 §2, RFC 8628 §3.1, RFC 7662 §2.1, RFC 7009 §2.1).
    pub fn client_request(&self, message: usize) -> Option<TokenExchange<'r>> {
        let FlowMessage { kind, exchange, .. } = *self.messages.get(message)?;
        let proves_client = matches!(
            kind,
            MessageKind::TokenRequest
                | MessageKind::PushedAuthorizationRequest
                | MessageKind::DeviceAuthorizationRequest
                | MessageKind::BackchannelAuthenticationRequest
                | MessageKind::Introspection
                | MessageKind::Revocation
        );
        proves_client.then(|| TokenExchange::read(message, exchange))
    }

    /// The nearest token requests before a message, in order: those that it may repeat.
    pub fn token_exchanges_before(&self, message: usize) -> &[TokenExchange<'r>] {
        let exchanges = self.token_exchanges();
        let end = exchanges.partition_point(|exchange| exchange.message < message);
        &exchanges[end.saturating_sub(COMPARED)..end]
    }

    /// The DPoP proofs, in order.
    pub fn dpop_proofs(&self) -> Vec<DpopProof<'r>> {
        let messages = self.messages.iter().enumerate();
        messages.filter_map(|(message, m)| DpopProof::read(message, m.exchange)).collect()
    }

    /// The proof that a message carries.
    pub fn dpop_proof(&self, message: usize) -> Option<DpopProof<'r>> {
        DpopProof::read(message, self.messages.get(message)?.exchange)
    }

    /// The next proof that was sent to the same address.
    pub fn dpop_proof_after(&self, proof: &DpopProof<'_>) -> Option<DpopProof<'r>> {
        let later = self.messages.iter().enumerate().skip(proof.message + 1);
        let uri = &proof.exchange.request.uri;
        let mut same = later.filter(|(_, m)| m.exchange.request.uri.same_endpoint(uri));
        same.find_map(|(message, m)| DpopProof::read(message, m.exchange))
    }

    /// The key sets that arrived, in order.
    pub fn key_sets(&self) -> Vec<KeySet<'r>> {
        self.of_kind(MessageKind::Jwks).filter_map(|(message, e)| KeySet::read(message, e)).collect()
    }

    /// The key sets of the provider itself: from the address that its metadata names; all, where it names none.
    pub fn provider_key_sets(&self) -> Vec<KeySet<'r>> {
        let stated = self.metadata.as_ref().and_then(|metadata| metadata.jwks_uri.as_ref());
        let is_its_own =
            |set: &KeySet<'_>| stated.is_none_or(|uri| uri.same_endpoint(&set.exchange.request.uri));
        self.key_sets().into_iter().filter(is_its_own).collect()
    }

    /// The discovery documents that arrived, in order.
    pub fn discoveries(&self) -> Vec<Discovery<'r>> {
        self.of_kind(MessageKind::Discovery).filter_map(|(message, e)| Discovery::read(message, e)).collect()
    }

    /// The discovery document in which [`Flow::metadata`] was read. `None` where it was fetched for another login.
    pub fn metadata_source(&self) -> Option<Discovery<'r>> {
        let source = self.metadata.as_ref()?.source;
        let (message, exchange) =
            self.of_kind(MessageKind::Discovery).find(|(_, exchange)| exchange.id == source)?;
        Discovery::read(message, exchange)
    }

    /// The first discovery document that arrived.
    pub fn discovery(&self) -> Option<Discovery<'r>> {
        self.of_kind(MessageKind::Discovery).find_map(|(message, e)| Discovery::read(message, e))
    }

    /// The logout requests, in order.
    pub fn logout_requests(&self) -> Vec<LogoutRequest<'r>> {
        self.of_kind(MessageKind::Logout).map(|(message, e)| LogoutRequest::read(message, e)).collect()
    }

    /// What protected resources say about themselves, in order.
    pub fn resource_metadata(&self) -> Vec<ResourceMetadata<'r>> {
        self.of_kind(MessageKind::ResourceMetadata)
            .filter_map(|(message, e)| ResourceMetadata::read(message, e))
            .collect()
    }

    /// The client identifier.
    pub fn client_id(&self) -> Option<String> {
        let asked = self.authorization_request().and_then(|request| request.client_id().map(str::to_owned));
        asked.or_else(|| self.token_exchanges().iter().find_map(TokenExchange::client_id))
    }

    /// The issuer: as its metadata says, else as the authorization response says (RFC 9207 §2), else as an ID token
    /// says.
    pub fn issuer(&self) -> Option<String> {
        let stated = self.metadata.as_ref().map(|metadata| metadata.issuer.clone());
        let stated = stated.or_else(|| {
            self.authorization_responses()
                .iter()
                .find_map(|response| response.parameters.text("iss").map(str::to_owned))
        });
        stated.or_else(|| self.id_tokens().iter().find_map(|token| token.jwt.text("iss").map(str::to_owned)))
    }

    /// The grant in the words of RFC 6749.
    pub fn grant(&self) -> &'static str {
        if self.is_calls_alone() {
            return "none";
        }
        if let Some(request) = self.authorization_request() {
            return match (request.asks_for("code"), request.asks_for("token") || request.asks_for("id_token"))
            {
                (true, true) => "hybrid",
                (false, true) => "implicit",
                (true, false) | (false, false) => "authorization_code",
            };
        }
        match self.token_exchanges().first().map(|exchange| exchange.grant_type().to_owned()).as_deref() {
            Some("refresh_token") => "refresh_token",
            Some("client_credentials") => "client_credentials",
            Some("password") => "password",
            Some("urn:ietf:params:oauth:grant-type:device_code") => "device_code",
            Some("urn:ietf:params:oauth:grant-type:token-exchange") => "token-exchange",
            Some("urn:ietf:params:oauth:grant-type:jwt-bearer") => "jwt-bearer",
            Some("urn:openid:params:grant-type:ciba") => "ciba",
            Some(PRE_AUTHORIZED_CODE) => "pre-authorized_code",
            None if self.of_kind(MessageKind::DeviceAuthorizationRequest).next().is_some() => "device_code",
            None if self.of_kind(MessageKind::BackchannelAuthenticationRequest).next().is_some() => "ciba",
            Some("authorization_code") | None => "authorization_code",
            Some(_) => "other",
        }
    }

    /// The request objects that were fetched, in order.
    pub fn request_objects(&self) -> Vec<RequestObject<'r>> {
        self.of_kind(MessageKind::RequestObject).map(|(message, e)| RequestObject::read(message, e)).collect()
    }

    /// Whether a verifier asks a wallet for a presentation.
    fn asks_for_presentation(&self) -> bool {
        self.request_objects().iter().any(RequestObject::is_of_verifier)
    }

    /// What it is.
    pub fn kind(&self) -> StoryKind {
        let has = |kinds: &[MessageKind]| self.messages.iter().any(|m| kinds.contains(&m.kind));
        if has(&[
            MessageKind::AuthorizationRequest,
            MessageKind::PushedAuthorizationRequest,
            MessageKind::DeviceAuthorizationRequest,
            MessageKind::BackchannelAuthenticationRequest,
            MessageKind::LoginStart,
        ]) {
            StoryKind::Login
        } else if has(&[MessageKind::AuthorizationResponse]) {
            StoryKind::Callback
        } else if has(&[MessageKind::TokenRequest]) {
            match self.grant() {
                "client_credentials" => StoryKind::ClientCredentials,
                "refresh_token" => StoryKind::Refresh,
                _ => StoryKind::TokenRequest,
            }
        } else if has(&[
            MessageKind::CredentialOffer,
            MessageKind::CredentialIssuerMetadata,
            MessageKind::NonceRequest,
            MessageKind::CredentialRequest,
        ]) {
            StoryKind::Issuance
        } else if has(&[MessageKind::PresentationResponse]) || self.asks_for_presentation() {
            StoryKind::Presentation
        } else if has(&[MessageKind::RequestObject]) {
            StoryKind::RequestObject
        } else if has(&[MessageKind::Registration]) {
            StoryKind::Registration
        } else if has(&[MessageKind::Discovery, MessageKind::ResourceMetadata, MessageKind::Jwks]) {
            StoryKind::Discovery
        } else if has(&[MessageKind::Logout, MessageKind::LogoutNotice]) {
            StoryKind::Logout
        } else if has(&[MessageKind::Introspection]) {
            StoryKind::Introspection
        } else if has(&[MessageKind::Revocation]) {
            StoryKind::Revocation
        } else if has(&[MessageKind::Preflight]) {
            StoryKind::Preflight
        } else if has(&[MessageKind::OwnInterface]) {
            StoryKind::OwnInterface
        } else if has(&[MessageKind::OtherRequest]) {
            StoryKind::Request
        } else if self.messages.is_empty() {
            StoryKind::Statement
        } else {
            StoryKind::ApiCall
        }
    }

    /// Whether it is no login but calls of APIs, with a token of before.
    pub fn is_calls_alone(&self) -> bool {
        !self.messages.is_empty()
            && self.messages.iter().all(|message| message.kind == MessageKind::ResourceRequest)
    }

    /// Whether it runs in a hidden frame without the user (`prompt=none`).
    pub fn is_silent(&self) -> bool {
        self.authorization_request().is_some_and(|r| r.is_silent() && r.exchange.context.via == Via::Frame)
    }

    /// Whether the browser brought a code to the app.
    pub fn has_code(&self) -> bool {
        self.authorization_responses().iter().any(|response| response.delivered && response.code().is_some())
    }

    /// Whether the code was exchanged where it can be seen.
    pub fn has_token_request(&self) -> bool {
        self.of_kind(MessageKind::TokenRequest).next().is_some()
    }

    /// Whether a response gave tokens to the app.
    pub fn has_tokens(&self) -> bool {
        self.token_exchanges().iter().any(|exchange| exchange.response().gives_tokens())
            || self.authorization_responses().iter().any(|response| {
                response.error().is_none() && response.has_tokens() && !self.expects_code(response)
            })
    }

    /// Whether the token endpoint gave tokens for a code.
    pub fn has_exchanged_code(&self) -> bool {
        self.token_exchanges().iter().any(|exchange| {
            exchange.grant_type() == "authorization_code" && exchange.response().gives_tokens()
        })
    }

    fn expects_code(&self, response: &AuthorizationResponse<'_>) -> bool {
        let id_token = response.parameters.captured("id_token").map(Secret::text);
        let is_one = |token: &str| Jwt::is_likely(token) || Redaction::of(token).is_some();
        response.code().is_some() && !id_token.is_some_and(is_one)
    }

    /// Whether an exchange of this login is still going on.
    pub fn is_waiting(&self) -> bool {
        self.messages.iter().any(|message| !message.exchange.is_finished())
    }
}
