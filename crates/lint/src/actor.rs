//! Who has to act, in words; and which half of an app it is.

use http::{Exchange, Observer, Via};
use oauth::{Flow, FlowMessage, MessageKind};

use crate::known::is_finished_program;
use crate::responder::{Framework, Responder};

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
    /// Whoever sets up, runs or uses a finished program, whose code is not theirs: its settings, its command, its login.
    Operator,
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
            Actor::Operator => "operator",
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
            Actor::Operator => "the program's settings",
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
            Actor::Operator => "Whoever sets up or runs the program must act.",
        }
    }

    /// The half of the app that made the request of a message, in place of the app; or whoever runs it, where it is a finished program.
    pub(crate) fn at(self, message: usize, flow: &Flow<'_>) -> Self {
        match (self, flow.messages.get(message)) {
            (Actor::App, Some(message)) if is_by_finished_program(message.exchange) => Actor::Operator,
            (Actor::App, Some(message)) => half(message, flow),
            _ => self,
        }
    }
}

/// Whether the program that made a request says that it is one whose code its users do not change.
fn is_by_finished_program(exchange: &Exchange) -> bool {
    let agent = exchange.request_header("user-agent").unwrap_or_default().to_ascii_lowercase();
    is_finished_program(&agent)
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

/// Whether something shows that a server of the app takes the code: it began the login, it answered the code with more than a
/// page, or its own half was seen.
pub fn is_taken_by_server(flow: &Flow<'_>) -> bool {
    let sets_cookie = |exchange: &Exchange| {
        exchange.response_header("set-cookie").is_some() && exchange.status().is_some_and(|s| s < 400)
    };
    let by_server = |message: &FlowMessage<'_>| {
        let exchange = message.exchange;
        match message.kind {
            MessageKind::LoginStart => exchange.location().is_some(),
            MessageKind::TokenRequest | MessageKind::PushedAuthorizationRequest => is_by_server(exchange),
            MessageKind::CodeHandover => true,
            MessageKind::AuthorizationResponse => {
                let is_redirect =
                    exchange.status().is_some_and(|status| (300..400).contains(&status) && status != 304);
                let failed = exchange.status().is_some_and(|status| status >= 500);
                exchange.request.method == "POST"
                    || is_redirect
                    || sets_cookie(exchange)
                    || failed && Responder::of(exchange).is_none()
            }
            _ => false,
        }
    };
    flow.messages.iter().any(by_server) || Framework::of(flow).is_some()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Session;

    const AUTHORIZE: &str = "@ page\n> GET https://auth.example.com/authorize?response_type=code&client_id=web\
                             &redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&state=S1\n< 302\n< location: \
                             https://app.example.com/cb?code=C1&state=S1\n\n";
    const APP_STARTS: &str = "@ page\n> GET https://app.example.com/login\n< 302\n< location: https://auth.example.com/authorize\
         ?response_type=code&client_id=web&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&state=S1\n\n";
    const CALLBACK: &str = "> GET https://app.example.com/cb?code=C1&state=S1\n";

    /// The halves of the app behind each message of a login; `app` where it cannot be told.
    fn halves(transcript: &str) -> Vec<&'static str> {
        let recording = http::readers::read(transcript.as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(recording.problems, [], "{transcript}");
        let mut session = Session::new();
        session.import(recording.exchanges, recording.statements);
        let analysis = session.analysis();
        let [story] = analysis.stories() else { panic!("one story of {transcript}") };
        let flow = story.flow();
        (0..flow.messages.len()).map(|message| Actor::App.at(message, flow).id()).collect()
    }

    fn check(messages: &[&str], expected: &[&str]) {
        let transcript = messages.concat();
        assert_eq!(halves(&transcript), expected, "{transcript}");
    }

    fn callback(answer: &str) -> String {
        format!("@ page\n{CALLBACK}< {answer}\n\n")
    }

    fn token_request(via: &str) -> String {
        format!(
            "@ {via}\n> POST https://auth.example.com/token\n> content-type: application/x-www-form-urlencoded\n>\n\
             > grant_type=authorization_code&code=C1&client_id=web&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb\n\
             < 400\n< content-type: application/json\n<\n< {{\"error\":\"invalid_grant\"}}\n\n"
        )
    }

    #[test]
    fn a_page_that_exchanges_the_code_signs_in() {
        let token = token_request("fetch from=https://app.example.com");
        check(&[AUTHORIZE, &callback("200"), &token], &["app-page"; 3]);
    }

    #[test]
    fn a_server_that_exchanges_the_code_signs_in() {
        check(&[AUTHORIZE, &callback("200"), &token_request("server")], &["app-server"; 3]);
    }

    #[test]
    fn a_server_that_starts_the_login_or_works_with_the_answer_signs_in() {
        check(&[APP_STARTS, AUTHORIZE, &callback("200")], &["app-server"; 3]);
        check(&[AUTHORIZE, &callback("302\n< location: /home")], &["app-server"; 2]);
        check(&[AUTHORIZE, &callback("500")], &["app-server"; 2]);
        let posted = "@ page\n> POST https://app.example.com/cb\n> content-type: application/x-www-form-urlencoded\n>\n\
                      > code=C1&state=S1\n< 200\n\n";
        check(
            &[&AUTHORIZE.replace("&state=S1\n< 302", "&state=S1&response_mode=form_post\n< 302"), posted],
            &["app-server"; 2],
        );
    }

    #[test]
    fn a_page_at_the_callback_alone_tells_nothing() {
        check(&[AUTHORIZE, &callback("200")], &["app"; 2]);
    }

    #[test]
    fn a_finished_program_is_for_who_runs_it() {
        let token = token_request("server");
        let by_program =
            token.replace("> content-type:", "> user-agent: aws-cli/2.15.0 Python/3.11\n> content-type:");
        check(&[&by_program], &["operator"]);
        check(&[&token], &["app-server"]);
    }

    #[test]
    fn only_the_app_has_halves() {
        let recording = http::readers::read([AUTHORIZE, &callback("500")].concat().as_bytes());
        let mut session = Session::new();
        let recording = recording.unwrap_or_else(|e| panic!("{e:?}"));
        session.import(recording.exchanges, recording.statements);
        let analysis = session.analysis();
        let flow = analysis.stories()[0].flow();
        assert_eq!(Actor::Provider.at(0, flow), Actor::Provider);
        assert_eq!(Actor::AppPage.at(0, flow), Actor::AppPage);
        assert_eq!(Actor::App.at(99, flow), Actor::App, "a message that is not there");
    }
}
