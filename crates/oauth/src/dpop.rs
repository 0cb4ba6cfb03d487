//! DPoP proofs (RFC 9449 §4).

use http::{Exchange, Uri};
use jose::Jwt;

use crate::pointer::{Name, Part, Pointer};

/// A proof as it was sent with a request.
pub struct DpopProof<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// The proof.
    pub jwt: Jwt,
    /// How many `DPoP` headers the request has.
    pub count: usize,
}

impl<'r> DpopProof<'r> {
    pub(crate) fn read(message: usize, exchange: &'r Exchange) -> Option<Self> {
        let headers = exchange.request.headers.present()?;
        let jwt = Jwt::read(headers.text("dpop")?.trim());
        Some(DpopProof { message, exchange, jwt, count: headers.count("dpop") })
    }

    /// Whether `htu` names the address of the request, query and fragment aside (RFC 9449 §4.3). `None` where there is none, or the
    /// host was not seen.
    pub fn names_its_address(&self) -> Option<bool> {
        let htu = Uri::parse(self.jwt.text("htu")?);
        if !self.exchange.request.uri.is_host_known() || htu.as_ref().is_some_and(|htu| !htu.is_host_known())
        {
            return None;
        }
        Some(htu.is_some_and(|htu| htu.same_endpoint(&self.exchange.request.uri)))
    }

    /// Points at a claim or header parameter of the proof.
    pub fn claim(&self, name: impl Into<Name>) -> Pointer {
        Pointer::new(self.message, Part::DpopProof(name.into()))
    }

    /// Points at the header.
    pub fn pointer(&self) -> Pointer {
        Pointer::new(self.message, Part::RequestHeader("dpop".into()))
    }
}
