//! Identities of workloads that another issuer vouches for: a build, a pod, a virtual machine (RFC 7521 §4.1, RFC 8693 §2.1).

use http::{Exchange, Parameters, Uri};
use jose::Jwt;

use crate::classify::request_parameters;
use crate::pointer::{Name, Part, Pointer};

/// The token of another issuer with which a request proves who asks.
pub struct WorkloadIdentity {
    /// The index of the message in its flow.
    pub message: usize,
    /// The token.
    pub jwt: Jwt,
    part: Part,
}

/// The parameters in which such tokens travel: of RFC 7521, of RFC 8693, and the spelling of clouds.
const NAMES: [&str; 5] =
    ["client_assertion", "subject_token", "assertion", "subjectToken", "WebIdentityToken"];

impl WorkloadIdentity {
    /// `None` where the request has no such token, or one that the server asked, or the client, made itself.
    pub fn of(message: usize, exchange: &Exchange) -> Option<Self> {
        let query = exchange.request.uri.query();
        let body = request_parameters(exchange);
        let is_form = exchange.form().is_some();
        let in_body = |name: &'static str| {
            let part = if is_form { Part::Form(name.into()) } else { Part::Json(name.into()) };
            Some((token_in(body?, name)?, part))
        };
        let in_query = |name: &'static str| Some((token_in(query, name)?, Part::Query(name.into())));
        let (jwt, part) = NAMES.into_iter().find_map(|name| in_body(name).or_else(|| in_query(name)))?;
        let issuer = Uri::parse(jwt.text("iss")?)?;
        let client = body.and_then(|body| body.text("client_id"));
        let is_own = client.is_some_and(|client| jwt.text("sub") == Some(client));
        let is_foreign = issuer.scheme() == "https" && issuer.origin() != exchange.request.uri.origin();
        let is_foreign = is_foreign && !is_own && jwt.text("sub") != jwt.text("iss");
        is_foreign.then_some(WorkloadIdentity { message, jwt, part })
    }

    /// Points at a claim.
    pub fn claim(&self, name: impl Into<Name>) -> Pointer {
        Pointer::new(self.message, Part::Claim(Box::new(self.part.clone()), name.into()))
    }
}

fn token_in(parameters: &Parameters, name: &str) -> Option<Jwt> {
    parameters.text(name).filter(|text| Jwt::is_likely(text)).map(Jwt::read)
}
