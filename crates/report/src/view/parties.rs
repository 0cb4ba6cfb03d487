//! Who sends and who answers the messages of a login.

use std::collections::HashMap;

use http::{Exchange, Observer};
use oauth::{Flow, FlowMessage, MessageKind};

use crate::mask::{Redactor, Shown};
use crate::model::Party;

/// The parties of a login, and who sends and who answers each of its messages.
pub(super) struct Parties {
    pub(super) all: Vec<Party>,
    /// The indices of sender and receiver, by the message's own.
    pub(super) sides: HashMap<usize, (usize, usize)>,
}

impl Parties {
    /// Those of the messages with these indices: who sends first, then who answers, in the order in which they come.
    pub(super) fn of(flow: &Flow<'_>, messages: &[usize], redactor: &Redactor) -> Self {
        // What a host is, all messages to it say.
        let mut roles: HashMap<String, Roles> = HashMap::new();
        for FlowMessage { kind, exchange, .. } in &flow.messages {
            roles.entry(exchange.request.uri.origin()).or_default().add(*kind);
        }
        let mut all: Vec<Party> = Vec::new();
        let mut places: HashMap<Party, usize> = HashMap::new();
        let mut place = |party: Party| {
            *places.entry(party).or_insert_with_key(|party| {
                all.push(party.clone());
                all.len() - 1
            })
        };
        let exchange = |index: usize| flow.messages[index].exchange;
        let senders: Vec<usize> = messages.iter().map(|index| place(sender(exchange(*index)))).collect();
        let mut sides = HashMap::new();
        for (index, from) in messages.iter().copied().zip(senders) {
            let uri = &exchange(index).request.uri;
            let (role, title) = roles.get(&uri.origin()).copied().unwrap_or_default().words();
            sides.insert(index, (from, place(Party { role, title, host: redactor.host(uri) })));
        }
        Parties { all, sides }
    }
}

fn sender(exchange: &Exchange) -> Party {
    let (role, title) = match exchange.observer {
        Observer::Browser => ("browser", "Browser"),
        Observer::Server => ("client", "Client, outside of the browser"),
    };
    Party { role, title, host: Shown::default() }
}

/// What the kinds of messages to a host say that it is.
#[derive(Clone, Copy, Default)]
struct Roles {
    is_app: bool,
    is_provider: bool,
    is_api: bool,
}

impl Roles {
    fn add(&mut self, kind: MessageKind) {
        match kind {
            MessageKind::LoginStart
            | MessageKind::AuthorizationResponse
            | MessageKind::CodeHandover
            | MessageKind::LogoutNotice => self.is_app = true,
            MessageKind::ResourceRequest
            | MessageKind::ResourceChallenge
            | MessageKind::ResourceMetadata
            | MessageKind::CredentialOffer
            | MessageKind::CredentialIssuerMetadata
            | MessageKind::NonceRequest
            | MessageKind::CredentialRequest => self.is_api = true,
            // The verifier, or the client that wrote the request.
            MessageKind::RequestObject | MessageKind::PresentationResponse => self.is_app = true,
            MessageKind::PushedAuthorizationRequest
            | MessageKind::AuthorizationRequest
            | MessageKind::ProviderPage
            | MessageKind::DeviceAuthorizationRequest
            | MessageKind::BackchannelAuthenticationRequest
            | MessageKind::TokenRequest
            | MessageKind::Discovery
            | MessageKind::Registration
            | MessageKind::Jwks
            | MessageKind::Userinfo
            | MessageKind::Introspection
            | MessageKind::Revocation
            | MessageKind::Logout
            | MessageKind::OwnInterface => self.is_provider = true,
            // These tell nothing about who answers them.
            MessageKind::Preflight
            | MessageKind::OtherRequest
            | MessageKind::Saml
            | MessageKind::WsFederation => {}
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match (self.is_provider, self.is_app, self.is_api) {
            (true, false, false) => ("provider", "Provider"),
            (true, true, _) => ("provider", "App and provider"),
            (true, false, true) => ("provider", "API and provider"),
            (false, true, false) => ("app", "App"),
            (false, true, true) => ("app", "App and API"),
            (false, false, true) => ("api", "API"),
            (false, false, false) => ("other", "Other"),
        }
    }
}
