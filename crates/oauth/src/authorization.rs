//! Authorization requests and responses.

use std::borrow::Cow;

use http::{Exchange, Parameters, Redaction, Secret, Uri, Value};
use jose::Jwt;

use crate::classify::{client_of, has_client, request_parameters};
use crate::pointer::{Name, Part, Pointer};

/// An authorization request (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1). Parameters that were pushed (RFC 9126)
/// are taken from where they were sent.
pub struct AuthorizationRequest<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// All parameters.
    pub parameters: &'r Parameters,
    /// The message whose parameters these are: the pushed request's, where there is one.
    carrier: (usize, Carrier),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Carrier {
    Query,
    Fragment,
    Form,
    Location,
}

impl Carrier {
    fn part(self, name: Name) -> Part {
        match self {
            Carrier::Query => Part::Query(name),
            Carrier::Fragment => Part::Fragment(name),
            Carrier::Form => Part::Form(name),
            Carrier::Location => Part::Location(name),
        }
    }
}

impl<'r> AuthorizationRequest<'r> {
    pub(crate) fn read(
        message: usize,
        exchange: &'r Exchange,
        pushed: Option<(usize, &'r Exchange)>,
    ) -> Self {
        if let Some((index, exchange_of_push)) = pushed
            && let Some(parameters) = request_parameters(exchange_of_push)
        {
            return AuthorizationRequest { message, exchange, parameters, carrier: (index, Carrier::Form) };
        }
        let query = exchange.request.uri.query();
        if exchange.request.method == "POST" && !has_client(query) {
            let parameters = request_parameters(exchange).unwrap_or_default();
            return AuthorizationRequest { message, exchange, parameters, carrier: (message, Carrier::Form) };
        }
        AuthorizationRequest { message, exchange, parameters: query, carrier: (message, Carrier::Query) }
    }

    /// Points at a parameter.
    pub fn pointer(&self, name: impl Into<Name>) -> Pointer {
        Pointer::new(self.carrier.0, self.carrier.1.part(name.into()))
    }

    /// Whether all parameters can be read: not when they are in a request object or behind a `request_uri`.
    pub fn is_open(&self) -> bool {
        !self.parameters.has("request") && !self.parameters.has("request_uri")
    }

    /// `client_id`.
    pub fn client_id(&self) -> Option<&str> {
        client_of(self.parameters)
    }

    /// The request object (RFC 9101 §4): `None` where there is none, or it cannot be read.
    pub fn request_object(&self) -> Option<Jwt> {
        request_object(self.parameters)
    }

    /// `redirect_uri`.
    pub fn redirect_uri(&self) -> Option<Value<'_>> {
        self.parameters.seen("redirect_uri")
    }

    /// `state`.
    pub fn state(&self) -> Option<Value<'_>> {
        self.parameters.seen("state")
    }

    /// `nonce`.
    pub fn nonce(&self) -> Option<Value<'_>> {
        self.parameters.seen("nonce")
    }

    /// `code_challenge` (RFC 7636 §4.3).
    pub fn code_challenge(&self) -> Option<Value<'_>> {
        self.parameters.seen("code_challenge").filter(|challenge| !challenge.is_empty())
    }

    /// `code_challenge_method`: `plain` where it is not there (RFC 7636 §4.3), `None` where it was taken out of the
    /// recording.
    pub fn code_challenge_method(&self) -> Option<&str> {
        self.parameters.seen("code_challenge_method").map_or(Some("plain"), Value::known)
    }

    /// The part in which the answer has to come: as `response_mode` says, else by the kind of answer. `None` where that is
    /// not known.
    pub fn placement(&self) -> Option<Placement> {
        if !self.is_open() || self.parameters.hides("response_mode") || self.parameters.hides("response_type")
        {
            return None;
        }
        let with_tokens = self.asks_for("token") || self.asks_for("id_token");
        let usual = if with_tokens { Placement::Fragment } else { Placement::Query };
        match self.parameters.text("response_mode").filter(|mode| !mode.is_empty()) {
            Some("query" | "query.jwt") => Some(Placement::Query),
            Some("fragment" | "fragment.jwt") => Some(Placement::Fragment),
            Some("form_post" | "form_post.jwt") => Some(Placement::Form),
            Some("jwt") => Some(usual),
            Some(_) => None,
            None => (with_tokens || self.asks_for("code")).then_some(usual),
        }
    }

    /// Whether `response_type` holds this word; `code` is what stands there where it was taken out of the recording.
    pub fn asks_for(&self, word: &str) -> bool {
        match self.parameters.seen("response_type").map(Value::known) {
            Some(Some(types)) => types.split_whitespace().any(|w| w == word),
            Some(None) => word == "code",
            None => false,
        }
    }

    /// Whether `scope` holds this word.
    pub fn has_scope(&self, word: &str) -> bool {
        self.parameters.text("scope").is_some_and(|scope| scope.split_whitespace().any(|w| w == word))
    }

    /// Whether the provider must not show anything to the user (`prompt=none`).
    pub fn is_silent(&self) -> bool {
        self.parameters.text("prompt") == Some("none")
    }

    /// The authorization server's origin.
    pub fn server_origin(&self) -> String {
        self.exchange.request.uri.origin()
    }
}

/// An authorization response (RFC 6749 §4.1.2): what arrives at the redirect URI by query, fragment or form post.
pub struct AuthorizationResponse<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// All parameters.
    pub parameters: Cow<'r, Parameters>,
    /// Whether it reached the app: it was seen to arrive, or the redirect that carries it goes to a scheme of the app's own
    /// (RFC 8252 §7.1), which the system hands to the app. Otherwise only the redirect was seen.
    pub delivered: bool,
    /// The JWT in `response` whose claims the parameters are (JARM §2.1).
    pub jwt: Option<Jwt>,
    /// The text of that JWT.
    pub signed: Option<&'r str>,
    carrier: Carrier,
}

/// The part of a message in which an authorization response comes (OAuth 2.0 Multiple Response Types §2.1, OAuth 2.0 Form
/// Post Response Mode §2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Placement {
    /// After `?`.
    Query,
    /// After `#`.
    Fragment,
    /// In the body of a form that the browser posts.
    Form,
}

/// The request object among the parameters of a request, pushed or not.
pub(crate) fn request_object(parameters: &Parameters) -> Option<Jwt> {
    let jwt = Jwt::read(parameters.text("request").filter(|text| Jwt::is_likely(text))?);
    (!jwt.claims.is_empty()).then_some(jwt)
}

/// Parameters that only an authorization response has.
const RESPONSE_PARAMETERS: [&str; 5] = ["code", "error", "id_token", "access_token", "response"];

impl<'r> AuthorizationResponse<'r> {
    /// From the request to the redirect URI; `redirect` is the message that sent the browser there, whose `Location`
    /// still has the fragment that many recordings leave out.
    pub(crate) fn delivered(message: usize, exchange: &'r Exchange, redirect: Option<&'r Uri>) -> Self {
        let form = (exchange.request.method == "POST").then(|| request_parameters(exchange)).flatten();
        let fragment = if exchange.request.uri.has_fragment() {
            exchange.request.uri.fragment()
        } else {
            redirect.map(Uri::fragment).unwrap_or_default()
        };
        let query = exchange.request.uri.query();
        let (parameters, carrier) = match form {
            Some(form) if has_response(form) || !has_response(query) => (form, Carrier::Form),
            _ if !has_response(query) && !fragment.is_empty() => (fragment, Carrier::Fragment),
            _ => (query, Carrier::Query),
        };
        Self::of(message, exchange, parameters, true, carrier)
    }

    /// From the redirect that should carry it, where the request to the redirect URI itself was not seen.
    pub(crate) fn announced(message: usize, exchange: &'r Exchange, location: &'r Uri) -> Self {
        let query = location.query();
        let parameters = if has_response(query) { query } else { location.fragment() };
        let delivered = !matches!(location.scheme(), "http" | "https");
        Self::of(message, exchange, parameters, delivered, Carrier::Location)
    }

    fn of(
        message: usize,
        exchange: &'r Exchange,
        sent: &'r Parameters,
        delivered: bool,
        carrier: Carrier,
    ) -> Self {
        let (jwt, parameters) = match signed_response(sent) {
            Some((jwt, parameters)) => (Some(jwt), Cow::Owned(parameters)),
            None => (None, Cow::Borrowed(sent)),
        };
        let signed = if jwt.is_some() { sent.text("response") } else { None };
        AuthorizationResponse { message, exchange, parameters, delivered, jwt, signed, carrier }
    }

    /// Points at a parameter.
    pub fn pointer(&self, name: impl Into<Name>) -> Pointer {
        let name = if self.jwt.is_some() { "response".into() } else { name.into() };
        Pointer::new(self.message, self.carrier.part(name))
    }

    /// Whether it came behind `#`, which no server sees (RFC 3986 §3.5).
    pub fn is_in_fragment(&self) -> bool {
        matches!(self.carrier, Carrier::Fragment)
    }

    /// In which part it came.
    pub fn placement(&self) -> Placement {
        match self.carrier {
            Carrier::Query => Placement::Query,
            Carrier::Fragment => Placement::Fragment,
            Carrier::Form => Placement::Form,
            Carrier::Location => match self.exchange.location() {
                Some(location) if !has_response(location.query()) => Placement::Fragment,
                _ => Placement::Query,
            },
        }
    }

    /// Points at the address to which the browser was sent: what arrived there, all of it.
    pub fn address(&self) -> Pointer {
        Pointer::new(
            self.message,
            if self.carrier == Carrier::Location {
                Part::ResponseHeader("location".into())
            } else {
                Part::Url
            },
        )
    }

    /// Whether the parameters are inside an encrypted response (JARM §2.2), out of sight here.
    pub fn is_encrypted(&self) -> bool {
        self.parameters.text("response").is_some_and(Jwt::is_likely)
    }

    /// Whether it can be told what arrived: what the recording left out, or somebody took out of it, is not "nothing".
    pub fn is_readable(&self) -> bool {
        !self.is_encrypted()
            && !self.parameters.iter().any(|(name, _)| Redaction::of(name).is_some())
            && (self.exchange.request.method != "POST" || self.exchange.request.body.present().is_some())
    }

    /// `code`.
    pub fn code(&self) -> Option<Value<'_>> {
        self.parameters.seen("code").filter(|code| !code.is_empty())
    }

    /// `state`.
    pub fn state(&self) -> Option<Value<'_>> {
        self.parameters.seen("state")
    }

    /// `error` (RFC 6749 §4.1.2.1), or the mark of its redaction, which is none of the codes.
    pub fn error(&self) -> Option<&str> {
        self.parameters.captured("error").map(Secret::text).filter(|error| !error.is_empty())
    }

    /// The error by which the provider says that it would have to show a page (OpenID Connect Core §3.1.2.6).
    pub fn asks_for_page(&self) -> Option<&str> {
        const NEEDS_THE_USER: [&str; 4] =
            ["login_required", "interaction_required", "consent_required", "account_selection_required"];
        self.error().filter(|error| NEEDS_THE_USER.contains(error))
    }

    /// The parameter that makes it a success: `code`, else a token. `None` for an error and for what is encrypted (JARM).
    pub fn success(&self) -> Option<&'static str> {
        let names = ["code", "id_token", "access_token"];
        let holds = |name: &&str| self.parameters.seen(name).is_some_and(|value| !value.is_empty());
        if self.error().is_some() { None } else { names.into_iter().find(holds) }
    }

    /// Whether tokens came directly (implicit and hybrid flows).
    pub fn has_tokens(&self) -> bool {
        self.parameters.has("access_token") || self.parameters.has("id_token")
    }
}

/// A signed response and the parameters inside of it, unverified: the claims of a JWT (JARM §2.1). `None` where there is
/// none, or it cannot be read.
pub(crate) fn signed_response(sent: &Parameters) -> Option<(Jwt, Parameters)> {
    let jwt = Jwt::read(sent.text("response").filter(|response| Jwt::is_likely(response))?);
    let pairs =
        jwt.claims.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
    let parameters = Parameters::from_pairs(pairs);
    has_response(&parameters).then_some((jwt, parameters))
}

/// Whether parameters are an authorization response's.
pub(crate) fn has_response(parameters: &Parameters) -> bool {
    RESPONSE_PARAMETERS.iter().any(|name| parameters.has(name))
}
