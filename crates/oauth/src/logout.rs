//! Logout requests (OpenID Connect RP-Initiated Logout §2) and logout tokens (OpenID Connect Back-Channel Logout §2.4).

use http::{Exchange, Parameters, Uri};
use jose::Jwt;

use crate::classify::request_parameters;
use crate::pointer::{Name, Part, Pointer};

/// A logout request and what came back.
pub struct LogoutRequest<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// Its parameters.
    pub parameters: &'r Parameters,
    in_body: bool,
}

/// Where the user wants to return to; two providers have names of their own.
const RETURN: [&str; 3] = ["post_logout_redirect_uri", "returnTo", "logout_uri"];

impl<'r> LogoutRequest<'r> {
    pub(crate) fn read(message: usize, exchange: &'r Exchange) -> Self {
        let query = exchange.request.uri.query();
        let by_query = exchange.request.method != "POST" || RETURN.iter().any(|name| query.has(name));
        let parameters = if by_query { query } else { request_parameters(exchange).unwrap_or_default() };
        LogoutRequest { message, exchange, parameters, in_body: !by_query }
    }

    /// The parameter that says where to return to, and its value.
    pub fn return_to(&self) -> Option<(&'static str, Uri)> {
        RETURN.into_iter().find_map(|name| Some((name, Uri::parse(self.parameters.text(name)?)?)))
    }

    /// Points at a parameter.
    pub fn pointer(&self, name: impl Into<Name>) -> Pointer {
        let part = if self.in_body { Part::Form(name.into()) } else { Part::Query(name.into()) };
        Pointer::new(self.message, part)
    }
}

/// A logout token as the provider sent it to the app's server.
pub struct LogoutToken<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// Its header and claims.
    pub jwt: Jwt,
}

impl<'r> LogoutToken<'r> {
    pub(crate) fn read(message: usize, exchange: &'r Exchange) -> Option<Self> {
        let jwt = Jwt::read(request_parameters(exchange)?.text("logout_token")?);
        (!jwt.claims.is_empty()).then_some(LogoutToken { message, exchange, jwt })
    }

    /// Points at it.
    pub fn pointer(&self) -> Pointer {
        Pointer::new(self.message, Part::Form("logout_token".into()))
    }
}
