//! Who sends and who answers the messages of a login.

use std::collections::HashMap;

use http::{Exchange, Observer};
use oauth::{Flow, FlowMessage, MessageKind};

use crate::mask::{Redactor, Shown};
use crate::model::Party;

/// The parties of a login, and who sends and who answers each of its messages.
pub(super) struct Parties {
    pub(super) all: Vec<Party>,
    /// The indices of sender and receiver, by message.
    pub(super) sides: Vec<(usize, usize)>,
}

impl Parties {
    /// Those of a login, in the order in which they come.
    pub(super) fn of(flow: &Flow<'_>, redactor: &Redactor) -> Self {
        let mut all: Vec<Party> = Vec::new();
        let mut place = |party: Party| {
            let known = all.iter().position(|other| *other == party);
            known.unwrap_or_else(|| {
                all.push(party);
                all.len() - 1
            })
        };
        let exchanges = flow.messages.iter().map(|message| message.exchange);
        let senders: Vec<usize> = exchanges.map(|exchange| place(sender(exchange))).collect();
        let mut roles: HashMap<String, Roles> = HashMap::new();
        for FlowMessage { kind, exchange, .. } in &flow.messages {
            roles.entry(exchange.request.uri.origin()).or_default().add(*kind);
        }
        let sides = flow.messages.iter().zip(senders).map(|(message, from)| {
            let uri = &message.exchange.request.uri;
            let (role, title) = roles.get(&uri.origin()).copied().unwrap_or_default().words();
            (from, place(Party { role, title, host: redactor.host(uri) }))
        });
        Parties { sides: sides.collect(), all }
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
            MessageKind::ResourceRequest | MessageKind::ResourceChallenge | MessageKind::ResourceMetadata => {
                self.is_api = true;
            }
            MessageKind::PushedAuthorizationRequest
            | MessageKind::AuthorizationRequest
            | MessageKind::ProviderPage
            | MessageKind::DeviceAuthorizationRequest
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
