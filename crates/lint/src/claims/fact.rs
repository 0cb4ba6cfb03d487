use http::{Exchange, NetworkFault, Observer, Uri, Via, cors};
use oauth::{Flow, MessageKind};

use crate::actor::is_taken_by_server;

/// Something that messages of a login show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fact {
    /// An authorization response was requested at the redirect URI, or handed over to the app's server.
    AnswerArrived,
    /// It had a code; or a token request has one.
    CodeArrived,
    /// To an authorization request that was seen no response came.
    NoAnswer,
    /// No other token request before has the code of one that has a code.
    CodeIsNew,
    /// The login was begun with another client identifier than a token request has.
    TwoClients,
    /// The provider refused a token request that has a code.
    CodeRefused,
    /// Something shows that a server of the app takes the code.
    ServerTakesCode,
    /// No token request was seen.
    NoTokenCall,
    /// A token request has credentials of the client.
    ClientAuthenticates,
    /// The request at the redirect URI got an answer.
    CallbackAnswered,
    /// The request at the redirect URI got an error status.
    CallbackFailed,
    /// The answer at the redirect URI came late, or not at all.
    CallbackSlow,
    /// The answer at the redirect URI, or one after it, sets a cookie.
    CallbackSetsCookie,
    /// After the answer at the redirect URI the browser was sent to begin a login, or began one.
    BeganAgain,
    /// Another login began before this one was answered.
    AnotherBegan,
    /// A request to the app was redirected.
    CallRedirected,
    /// An answer of the app's host says what time it is.
    AppTellsTime,
    /// Metadata or keys were read.
    DocumentCame,
    /// An answer is shorter than it says.
    AnswerCut,
    /// A later login's start set a cookie that came with this one's answer.
    CookieSetTwice,
    /// An answer to another login deleted a cookie of this one.
    CookieDeleted,
    /// Tokens were seen in an answer; or a token of this login was taken by UserInfo or an API.
    TokensCame,
    /// Tokens came for a code.
    CodeExchanged,
    /// The provider wants the user to log in or to agree (OpenID Connect Core §3.1.2.6).
    LoginRequired,
    /// A device was told to wait (RFC 8628 §3.5).
    DeviceWaited,
    /// The headers of an answer to another origin's page were seen, and `Access-Control-Allow-Origin` is not among them.
    AnswerWithoutAllowOrigin,
    /// An answer to another origin's page was kept from it: the browser says so, or the headers that were seen do.
    AnswerHidden,
    /// A request ended without an answer, or a preflight was refused.
    RequestFailed,
    /// Something shows a server of the app: it takes the code, answered at the redirect URI with an error or late, or the recording
    /// is one of a server's side.
    ServerOfApp,
    /// No token request shows a client without credentials.
    MayHaveSecret,
    /// A token request was seen, or a statement speaks for it.
    TokenCall,
    /// The answer to a registration has a secret.
    SecretRegistered,
    /// A cookie was set or sent.
    CookieSeen,
    /// An answer of the token endpoint has a refresh token.
    RefreshTokenCame,
    /// A browser asked a provider for the user's accounts (FedCM), and the status of the answer says that there is no user.
    AccountsRefused,
    /// The provider told the app of the end of a session.
    LogoutNoticeCame,
    /// After this login was answered another one went well in which the provider could show its pages.
    ShownLater,
    /// No authorization request was answered after the login's documents were read.
    NoLoginBegan,
}

/// From this on, in milliseconds, an answer is late.
const LATE: f64 = 10_000.0;

impl Fact {
    /// Whether a login's messages show it.
    pub fn is_seen(self, flow: &Flow<'_>) -> bool {
        let any = |holds: &dyn Fn(&Exchange) -> bool| flow.messages.iter().any(|m| holds(m.exchange));
        let callback = |holds: &dyn Fn(&Exchange) -> bool| {
            flow.messages.iter().any(|m| {
                matches!(m.kind, MessageKind::AuthorizationResponse | MessageKind::CodeHandover)
                    && holds(m.exchange)
            })
        };
        match self {
            Fact::AnswerArrived => callback(&|_| true),
            Fact::CodeArrived => {
                flow.has_code()
                    || flow.of_kind(MessageKind::CodeHandover).next().is_some()
                    || flow.token_exchanges().iter().any(|token| token.code().is_some())
            }
            Fact::NoAnswer => flow.authorization_request().is_some() && !callback(&|_| true),
            Fact::CodeIsNew => flow.token_exchanges().iter().any(|token| {
                let mut earlier = flow.token_exchanges().iter().filter(|other| other.message < token.message);
                token.code().is_some() && earlier.all(|other| other.same_code(token) == Some(false))
            }),
            Fact::CodeRefused => {
                let refused = |status: u16| status >= 400;
                let mut with_code =
                    flow.token_exchanges().iter().filter(|token| token.parameters.has("code"));
                with_code.any(|token| {
                    token.response().error().is_some() || token.response().status().is_some_and(refused)
                })
            }
            Fact::TwoClients => flow.authorization_request().is_some_and(|request| {
                let asked = request.client_id();
                flow.token_exchanges().iter().any(|token| token.client_id().as_deref() != asked)
            }),
            Fact::ServerTakesCode => is_taken_by_server(flow),
            Fact::NoTokenCall => !flow.has_token_request(),
            Fact::ClientAuthenticates => flow.token_exchanges().iter().any(|token| {
                token.authenticates_client() == Some(true) || token.exchange.observer == Observer::Server
            }),
            Fact::CallbackAnswered => callback(&|e| e.status().is_some()),
            Fact::CallbackFailed => callback(&|e| e.status().is_some_and(|status| status >= 400)),
            Fact::CallbackSlow => callback(&|e| {
                let took = e.started.zip(e.finished).map(|(from, to)| to.as_millis() - from.as_millis());
                took.is_some_and(|took| took >= LATE) || e.response.is_none()
            }),
            Fact::CallbackSetsCookie => {
                let from = flow.of_kind(MessageKind::AuthorizationResponse).next().map(|(at, _)| at);
                let after = flow.messages.iter().skip(from.unwrap_or(usize::MAX));
                after.into_iter().any(|m| m.exchange.response_header("set-cookie").is_some())
            }
            Fact::BeganAgain => callback(&|e| e.location().is_some()) || flow.others.same_again.is_some(),
            Fact::AnotherBegan => flow.others.overtaken || !flow.others.cookies.is_empty(),
            Fact::CookieDeleted => !flow.others.deleted.is_empty(),
            Fact::CallRedirected => any(&|e| e.location().is_some()),
            Fact::AppTellsTime => {
                let app = flow.authorization_request().and_then(|request| request.redirect_uri()?.known());
                let app = app.and_then(Uri::parse);
                any(&|e| {
                    let is_app = app.as_ref().is_some_and(|app| app.host() == e.request.uri.host());
                    is_app && e.server_time().is_some()
                })
            }
            Fact::DocumentCame => flow.messages.iter().any(|m| {
                let is_document = matches!(
                    m.kind,
                    MessageKind::Discovery | MessageKind::Jwks | MessageKind::ResourceMetadata
                );
                is_document && m.exchange.status().is_some_and(|status| status < 400)
            }),
            Fact::AnswerCut => any(&|e| {
                let said = e.response_header("content-length").and_then(|length| length.parse().ok());
                let came = e.response_body().present().and_then(|body| body.byte_length());
                said.zip(came).is_some_and(|(said, came): (usize, usize)| came < said)
            }),
            Fact::ServerOfApp => {
                let answers = Fact::CallbackFailed.is_seen(flow) || Fact::CallbackSlow.is_seen(flow);
                let is_of_server = flow.messages.is_empty() || any(&|e| e.observer == Observer::Server);
                is_taken_by_server(flow) || answers || is_of_server
            }
            Fact::MayHaveSecret => {
                flow.token_exchanges().iter().all(|token| token.authenticates_client() != Some(false))
            }
            Fact::TokenCall => flow.has_token_request() || flow.messages.is_empty(),
            Fact::SecretRegistered => flow.of_kind(MessageKind::Registration).any(|(_, e)| {
                let answer = e.response_body().present().and_then(|body| body.json());
                answer.is_some_and(|answer| answer.get("client_secret").is_some())
            }),
            Fact::CookieSeen => {
                any(&|e| e.response_header("set-cookie").is_some() || e.request_header("cookie").is_some())
            }
            Fact::CookieSetTwice => !flow.others.cookies.is_empty(),
            Fact::TokensCame => tokens_came(flow),
            Fact::CodeExchanged => flow.has_exchanged_code(),
            Fact::LoginRequired => flow
                .authorization_responses()
                .iter()
                .any(|response| response.error().is_some_and(|error| error.ends_with("_required"))),
            Fact::DeviceWaited => flow
                .token_exchanges()
                .iter()
                .any(|token| matches!(token.response().error(), Some("authorization_pending" | "slow_down"))),
            Fact::AnswerWithoutAllowOrigin => any(&|e| allows_origin(e) == Some(false)),
            Fact::AnswerHidden => any(&|e| {
                let blocked = e.error.as_ref().is_some_and(|error| error.fault == NetworkFault::Blocked);
                blocked || passes_cors(e) == Some(false)
            }),
            Fact::RequestFailed => flow.messages.iter().any(|m| {
                m.exchange.error.is_some() && m.exchange.response.is_none()
                    || m.kind == MessageKind::Preflight
            }),
            Fact::RefreshTokenCame => {
                flow.token_exchanges().iter().any(|token| token.response().text("refresh_token").is_some())
            }
            Fact::AccountsRefused => {
                any(&|e| e.request_header("sec-fetch-dest") == Some("webidentity") && e.status() == Some(401))
            }
            Fact::LogoutNoticeCame => flow.of_kind(MessageKind::LogoutNotice).next().is_some(),
            Fact::ShownLater => flow.others.shown_later,
            Fact::NoLoginBegan => flow
                .of_kind(MessageKind::AuthorizationRequest)
                .all(|(_, exchange)| exchange.status().is_none_or(|status| status >= 400)),
        }
    }
}

fn tokens_came(flow: &Flow<'_>) -> bool {
    let is_taken = |status: u16| (200..300).contains(&status);
    flow.has_tokens()
        || flow.token_exchanges().iter().any(|token| {
            ["access_token", "id_token"].iter().any(|name| token.response().text(name).is_some())
        })
        || flow.protected_requests().iter().any(|call| call.exchange.status().is_some_and(is_taken))
}

/// Whether the headers of an answer to another origin's page have `Access-Control-Allow-Origin`. `None` where they were not seen,
/// or nothing asks for it.
fn allows_origin(exchange: &Exchange) -> Option<bool> {
    let crosses = exchange.is_cross_origin_fetch() || exchange.is_preflight();
    let headers = exchange.response.as_ref()?.headers.present().filter(|_| crosses)?;
    Some(headers.has("access-control-allow-origin"))
}

/// Whether CORS lets the page have the answer. `None` where that was not seen.
fn passes_cors(exchange: &Exchange) -> Option<bool> {
    let headers = exchange.response.as_ref()?.headers.present()?;
    let origin = exchange.requesting_origin().filter(|_| exchange.context.via == Via::Fetch)?;
    let with_cookies = exchange.request_header("cookie").is_some();
    Some(cors::check(&origin, with_cookies, headers).is_ok())
}
