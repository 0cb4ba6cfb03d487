//! ID tokens where they arrive.

use http::{Exchange, Timestamp};
use jose::Jwt;

use crate::pointer::{Name, Part, Pointer};

/// An ID token (OpenID Connect Core §2) as it arrived in a response.
pub struct IdToken<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// Its claims.
    pub jwt: Jwt,
    /// The `Date` of the response it came in: the clock of who issued it just now.
    pub server_time: Option<Timestamp>,
    /// What the observer's own clock showed when it arrived.
    pub local_time: Option<Timestamp>,
}

impl<'r> IdToken<'r> {
    pub(crate) fn read(
        message: usize,
        exchange: &'r Exchange,
        compact: &str,
        from_token_endpoint: bool,
    ) -> Option<Self> {
        let jwt = Jwt::read(compact);
        (!jwt.claims.is_empty()).then(|| IdToken {
            message,
            exchange,
            jwt,
            // A front-channel token came with a redirect; the response at hand is the app's own page.
            server_time: if from_token_endpoint { exchange.server_time() } else { None },
            local_time: exchange.finished.or(exchange.started).map(|time| exchange.own_time(time)),
        })
    }

    /// Points at a claim.
    pub fn claim(&self, name: impl Into<Name>) -> Pointer {
        Pointer::new(self.message, Part::IdToken(name.into()))
    }
}
