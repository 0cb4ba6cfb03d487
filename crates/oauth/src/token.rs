//! Token requests and responses.

use http::{Captured, Exchange, Parameters, Redaction, Secret, Value};
use serde_json::{Map, Value as Json};

use crate::classify::{is_token_request, request_parameters};
use crate::client_authentication::BasicCredentials;
use crate::pointer::{Name, Part, Pointer};

/// A token request and its response (RFC 6749 §4.1.3–§4.1.4, §5).
pub struct TokenExchange<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// The request's parameters.
    pub parameters: &'r Parameters,
    /// Whether they are in the query, where some providers expect them.
    pub by_query: bool,
    response: TokenResponse<'r>,
}

impl<'r> TokenExchange<'r> {
    pub(crate) fn read(message: usize, exchange: &'r Exchange) -> Self {
        let query = exchange.request.uri.query();
        let body = request_parameters(exchange).unwrap_or_default();
        let by_query = exchange.request.method == "GET" || !body.has("grant_type") && is_token_request(query);
        let parameters = if by_query { query } else { body };
        TokenExchange {
            message,
            exchange,
            parameters,
            by_query,
            response: TokenResponse::read(message, exchange),
        }
    }

    /// Points at a request parameter.
    pub fn pointer(&self, name: impl Into<Name>) -> Pointer {
        let json = self.exchange.request.body.present().is_some_and(|body| body.form().is_none());
        let part = match (self.by_query, json) {
            (true, _) => Part::Query(name.into()),
            (false, true) => Part::Json(name.into()),
            (false, false) => Part::Form(name.into()),
        };
        Pointer::new(self.message, part)
    }

    /// `grant_type`; a code without it can only be `authorization_code`, and a refresh token where it was taken out of
    /// the recording `refresh_token`.
    pub fn grant_type(&self) -> &str {
        let implied = || match self.code() {
            Some(_) => "authorization_code",
            None if self.parameters.hides("grant_type") && self.parameters.has("refresh_token") => {
                "refresh_token"
            }
            None => "",
        };
        self.parameters
            .text("grant_type")
            .or_else(|| self.parameters.text("grantType"))
            .unwrap_or_else(implied)
    }

    /// What a client asks with again and again until its user has answered elsewhere: `device_code` (RFC 8628 §3.4),
    /// `auth_req_id` (OpenID Connect CIBA §10.1).
    pub(crate) fn polled_code(&self) -> Option<&'r Secret<String>> {
        ["device_code", "deviceCode", "auth_req_id"].iter().find_map(|name| self.parameters.value(name))
    }

    /// The code of a credential offer (OpenID4VCI §6.1).
    pub(crate) fn pre_authorized_code(&self) -> Option<&'r Secret<String>> {
        ["pre-authorized_code", "pre_authorized_code"].iter().find_map(|name| self.parameters.value(name))
    }

    /// `code`.
    pub fn code(&self) -> Option<Value<'_>> {
        self.parameters.seen("code").filter(|code| !code.is_empty())
    }

    /// Whether both requests carry the same code; `None` where one was taken out of the recording.
    pub fn same_code(&self, other: &TokenExchange<'_>) -> Option<bool> {
        match (self.code(), other.code()) {
            (Some(own), Some(others)) => own.same(others),
            (own, others) => Some(own.is_none() && others.is_none()),
        }
    }

    /// `code_verifier` (RFC 7636 §4.5).
    pub fn code_verifier(&self) -> Option<Value<'_>> {
        self.parameters.seen("code_verifier").filter(|verifier| !verifier.is_empty())
    }

    /// `redirect_uri`.
    pub fn redirect_uri(&self) -> Option<Value<'_>> {
        self.parameters.seen("redirect_uri")
    }

    /// The client identifier: from the parameters, or from HTTP Basic authentication (RFC 6749 §2.3.1).
    pub fn client_id(&self) -> Option<String> {
        if let Some(id) = self.parameters.text("client_id").or_else(|| self.parameters.text("clientId")) {
            return Some(id.to_owned());
        }
        let Some(BasicCredentials::Pair { id, .. }) = self.basic_credentials() else { return None };
        Some(Parameters::decode_value(id.text())).filter(|id| Redaction::of(id).is_none())
    }

    /// Where the client identifier stands in the request.
    pub fn client_pointer(&self) -> Option<Pointer> {
        let by_name = ["client_id", "clientId"].into_iter().find(|name| self.parameters.has(name));
        by_name.map(|name| self.pointer(name)).or_else(|| {
            let is_pair = matches!(self.basic_credentials(), Some(BasicCredentials::Pair { .. }));
            is_pair.then(|| Pointer::new(self.message, Part::RequestHeader("authorization".into())))
        })
    }

    /// The client secret as it stands there, with its parameter or header (RFC 6749 §2.3.1).
    pub fn client_secret(&self) -> Option<(Pointer, Secret<String>)> {
        if let Some(secret) = self.parameters.captured("client_secret") {
            return Some((self.pointer("client_secret"), secret.clone()));
        }
        let Some(BasicCredentials::Pair { secret, .. }) = self.basic_credentials() else { return None };
        Some((Pointer::new(self.message, Part::RequestHeader("authorization".into())), secret))
    }

    /// Whether the request's parameters were seen.
    pub fn shows_parameters(&self) -> bool {
        self.by_query || self.exchange.request.body.present().is_some()
    }

    /// Whether the request proves who the client is (RFC 6749 §2.3, RFC 7523 §2.2); `None` where that was not seen.
    pub fn authenticates_client(&self) -> Option<bool> {
        if ["client_secret", "client_assertion"].iter().any(|name| self.parameters.has(name)) {
            return Some(true);
        }
        let by_header = self.exchange.request.headers.present()?.has("authorization");
        (by_header || self.shows_parameters()).then_some(by_header)
    }

    /// The response, where a body or at least a status was seen.
    pub fn response(&self) -> &TokenResponse<'r> {
        &self.response
    }
}

/// What came back from the token endpoint.
pub struct TokenResponse<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// The members of the body, where it is a JSON object.
    pub members: Option<&'r Map<String, Json>>,
    /// The parameters of the body, where it is a form (what GitHub and others answer).
    pub form: Option<&'r Parameters>,
}

impl<'r> TokenResponse<'r> {
    fn read(message: usize, exchange: &'r Exchange) -> Self {
        let body = exchange.response_body().present().copied();
        let members = body.and_then(http::Body::json).and_then(Json::as_object);
        let form = if members.is_none() { body.and_then(http::Body::form) } else { None };
        TokenResponse { message, exchange, members, form }
    }

    /// Points at a member of the body.
    pub fn pointer(&self, name: impl Into<Name>) -> Pointer {
        Pointer::new(self.message, Part::ResponseJson(name.into()))
    }

    /// The status.
    pub fn status(&self) -> Option<u16> {
        self.exchange.status()
    }

    /// Whether the status says success.
    pub fn is_ok(&self) -> bool {
        self.status().is_some_and(|status| (200..300).contains(&status))
    }

    /// A member that is text, of a JSON or a form body; the mark of its redaction where it was taken out.
    pub fn text(&self, name: &str) -> Option<&str> {
        match &self.members {
            Some(members) => members.get(name).or_else(|| members.get(self.own_spelling(name)?))?.as_str(),
            None => self.form?.captured(name).map(Secret::text),
        }
    }

    /// How a server that was asked in camelCase spells a member in its answer.
    fn own_spelling(&self, name: &str) -> Option<&'static str> {
        let asked = request_parameters(self.exchange)?.has("grantType");
        match name {
            "access_token" => Some("accessToken"),
            "refresh_token" => Some("refreshToken"),
            "id_token" => Some("idToken"),
            "token_type" => Some("tokenType"),
            _ => None,
        }
        .filter(|_| asked)
    }

    /// A member that is a number, of a JSON or a form body.
    pub fn number(&self, name: &str) -> Option<f64> {
        match &self.members {
            Some(members) => members.get(name)?.as_f64(),
            None => self.form?.text(name)?.parse().ok(),
        }
    }

    /// `error` (RFC 6749 §5.2), or the mark of its redaction, which is none of the codes.
    pub fn error(&self) -> Option<&str> {
        self.text("error").filter(|error| !error.is_empty())
    }

    /// The member that makes this a refusal, whatever the status: `error`, or what some providers answer in its place.
    pub fn refusal(&self) -> Option<&'static str> {
        let Some(members) = self.members else { return self.error().map(|_| "error") };
        let says = |name: &'static str, refuses: fn(&Json) -> bool| {
            members.get(name).is_some_and(refuses).then_some(name)
        };
        let full = |value: &Json| match value {
            Json::Null | Json::Bool(false) => false,
            Json::Bool(true) => true,
            Json::Number(number) => number.as_f64() != Some(0.0),
            Json::String(text) => !text.is_empty() && text != "0",
            Json::Array(list) => !list.is_empty(),
            Json::Object(members) => !members.is_empty(),
        };
        let other = || {
            let other = says("ok", |value| *value == Json::Bool(false))
                .or_else(|| says("errcode", full))
                .or_else(|| says("errors", full));
            other.filter(|_| self.access_token().is_none())
        };
        says("error", full).or_else(other)
    }

    /// `access_token`.
    pub fn access_token(&self) -> Option<&str> {
        self.text("access_token").filter(|token| !token.is_empty())
    }

    /// `id_token`.
    pub fn id_token(&self) -> Option<&str> {
        self.text("id_token").filter(|token| !token.is_empty())
    }

    /// Whether this response gave tokens and the page was allowed to see it.
    pub fn gives_tokens(&self) -> bool {
        self.is_ok()
            && self.exchange.error.is_none()
            && self.error().is_none()
            && (self.access_token().is_some() || self.id_token().is_some())
    }

    /// Whether the body was not seen although the server answered with success.
    pub fn is_unseen_success(&self) -> bool {
        self.is_ok()
            && self.exchange.error.is_none()
            && matches!(self.exchange.response_body(), Captured::Missing(_))
    }

    /// Every token in it that can be compared, for joining later messages.
    pub(crate) fn tokens(&self) -> Vec<Secret<String>> {
        ["access_token", "refresh_token", "id_token"]
            .iter()
            .filter_map(|name| Value::new(self.text(name)?).comparable())
            .filter(|token| !token.is_empty())
            .map(Secret::from)
            .collect()
    }
}
