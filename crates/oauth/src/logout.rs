//! Logout requests (OpenID Connect RP-Initiated Logout §2).

use http::{Exchange, Parameters, Uri};

use crate::classify::request_parameters;
use crate::pointer::{Name, Part, Pointer};
use crate::provider::{OLD_LOGOUT_RETURN, OWN_LOGOUT_RETURNS};

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

/// The parameter that says where the user wants to return to, in the words of the specification.
const RETURN: &str = "post_logout_redirect_uri";

impl<'r> LogoutRequest<'r> {
    pub(crate) fn read(message: usize, exchange: &'r Exchange) -> Self {
        let query = exchange.request.uri.query();
        let by_query = exchange.request.method != "POST" || Self::return_names().any(|name| query.has(name));
        let parameters = if by_query { query } else { request_parameters(exchange).unwrap_or_default() };
        LogoutRequest { message, exchange, parameters, in_body: !by_query }
    }

    /// The names of the parameter that says where to return to: the specification's, and those that providers have of their own.
    pub fn return_names() -> impl Iterator<Item = &'static str> {
        std::iter::once(RETURN).chain(OWN_LOGOUT_RETURNS)
    }

    /// The parameter that says where to return to, and its value.
    pub fn return_to(&self) -> Option<(&'static str, Uri)> {
        Self::return_names().find_map(|name| Some((name, Uri::parse(self.parameters.text(name)?)?)))
    }

    /// Where the parameter is called by a name that the provider gave up: `redirect_uri`.
    pub fn return_by_old_name(&self) -> Option<Pointer> {
        let is_old = self.return_to().is_none() && self.parameters.has(OLD_LOGOUT_RETURN);
        is_old.then(|| self.pointer(OLD_LOGOUT_RETURN))
    }

    /// Points at a parameter.
    pub fn pointer(&self, name: impl Into<Name>) -> Pointer {
        let part = if self.in_body { Part::Form(name.into()) } else { Part::Query(name.into()) };
        Pointer::new(self.message, part)
    }
}
