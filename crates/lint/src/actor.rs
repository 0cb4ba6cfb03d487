//! Who has to act, in words; and which half of an app it is.

use http::{Exchange, Observer, Via};
use oauth::{Flow, FlowMessage, MessageKind};

/// Who has to act.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Actor {
    /// The app; a finding says which half of it, where the recording shows that.
    App,
    /// The half of the app that runs in the browser.
    AppPage,
    /// The half of the app that runs on a server.
    AppServer,
    /// Whoever may change the app's settings at the provider.
    ProviderSettings,
    /// Whoever runs or programs the provider, or another server that takes its tokens.
    Provider,
    /// Whoever runs what lies between: proxies, firewalls, names, certificates.
    Network,
    /// Whoever sits at the browser.
    Browser,
}

impl Actor {
    /// The word in reports.
    pub fn id(self) -> &'static str {
        match self {
            Actor::App => "app",
            Actor::AppPage => "app-page",
            Actor::AppServer => "app-server",
            Actor::ProviderSettings => "provider-settings",
            Actor::Provider => "provider",
            Actor::Network => "network",
            Actor::Browser => "browser",
        }
    }

    /// The actor as the subject of a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Actor::App => "the app",
            Actor::AppPage => "the app's page",
            Actor::AppServer => "the app's server",
            Actor::ProviderSettings => "the app's settings at the provider",
            Actor::Provider => "the provider",
            Actor::Network => "the network",
            Actor::Browser => "the browser",
        }
    }

    /// That it has to act, as a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Actor::App => "The app must act.",
            Actor::AppPage => "The app's page must act.",
            Actor::AppServer => "The app's server must act.",
            Actor::ProviderSettings => "Whoever may change the app's settings at the provider must act.",
            Actor::Provider => "The provider must act.",
            Actor::Network => "Whoever runs the network must act.",
            Actor::Browser => "Whoever sits at the browser must act.",
        }
    }

    /// The half of the app that made the request of a message, in place of the app.
    pub(crate) fn at(self, message: usize, flow: &Flow<'_>) -> Self {
        match (self, flow.messages.get(message)) {
            (Actor::App, Some(message)) => half(message, flow),
            _ => self,
        }
    }
}

fn half(message: &FlowMessage<'_>, flow: &Flow<'_>) -> Actor {
    if is_by_server(message.exchange) {
        return Actor::AppServer;
    }
    match message.exchange.context.via {
        Via::Fetch => Actor::AppPage,
        Via::Page | Via::Popup | Via::Frame => half_that_signs_in(flow),
        // Browsers navigate there; anything else could be a page's or a server's.
        Via::Server | Via::Unknown => match message.kind {
            MessageKind::LoginStart
            | MessageKind::AuthorizationRequest
            | MessageKind::AuthorizationResponse
            | MessageKind::Logout => half_that_signs_in(flow),
            _ => Actor::App,
        },
    }
}

/// The half of the app that sends the browser to the provider and takes the answer.
fn half_that_signs_in(flow: &Flow<'_>) -> Actor {
    let mut messages = flow.messages.iter();
    if messages.any(|message| message.kind == MessageKind::LoginStart || is_answered_by_server(message)) {
        return Actor::AppServer;
    }
    let is_by_page = |message: &FlowMessage<'_>| {
        calls_provider(message.kind) && message.exchange.context.via == Via::Fetch
    };
    if flow.messages.iter().any(is_by_page) { Actor::AppPage } else { Actor::App }
}

fn is_by_server(exchange: &Exchange) -> bool {
    exchange.observer == Observer::Server || exchange.context.via == Via::Server
}

/// Whether a message shows a server of the app that works with the answer: it exchanges the code, or does not simply give a
/// page for it.
fn is_answered_by_server(message: &FlowMessage<'_>) -> bool {
    match message.kind {
        MessageKind::TokenRequest | MessageKind::PushedAuthorizationRequest => is_by_server(message.exchange),
        MessageKind::AuthorizationResponse => {
            let exchange = message.exchange;
            exchange.request.method == "POST" || exchange.status().is_some_and(|status| status >= 300)
        }
        _ => false,
    }
}

/// Whether only the half of the app that signs the user in sends such messages.
fn calls_provider(kind: MessageKind) -> bool {
    matches!(
        kind,
        MessageKind::PushedAuthorizationRequest
            | MessageKind::TokenRequest
            | MessageKind::Discovery
            | MessageKind::Jwks
    )
}
