//! Pages on which a provider tells the user, and not the app, what is wrong (RFC 6749 §4.1.2.1).

use std::ops::Range;

use http::{Exchange, Uri, Via};
use oauth::{AuthorizationRequest, Flow, MessageKind, Part, Pointer, Provider, is_for_errors};

use crate::html::{element, visible};
use crate::told::meaning;

/// The page at which a provider stopped: its last one, where it is an error and nothing was sent back to the app.
pub(crate) struct ErrorPage<'r> {
    /// The index of the message in its flow.
    pub(crate) message: usize,
    /// The exchange.
    pub(crate) exchange: &'r Exchange,
    /// The status, where an answer was seen.
    pub(crate) status: Option<u16>,
    /// What the address of the page says of the error.
    pub(crate) address: Option<ErrorAddress<'r>>,
}

/// An address of a page for errors that names one: `/error?error=access_denied`.
pub(crate) struct ErrorAddress<'r> {
    uri: &'r Uri,
    message: usize,
    /// Whether the last answer leads there, and nobody saw the page itself.
    pub(crate) is_ahead: bool,
}

impl<'r> ErrorAddress<'r> {
    /// `None` where no address of the exchange names an error.
    pub(crate) fn of(message: usize, exchange: &'r Exchange) -> Option<Self> {
        let named = |uri: &Uri| {
            is_for_errors(uri) && uri.query().text("error").is_some_and(|error| !NO_ERRORS.contains(&error))
        };
        let own = ErrorAddress { uri: &exchange.request.uri, message, is_ahead: false };
        let ahead = || exchange.location().map(|uri| ErrorAddress { uri, message, is_ahead: true });
        Some(own).filter(|own| named(own.uri)).or_else(|| ahead().filter(|ahead| named(ahead.uri)))
    }

    /// A parameter of the address, where it says something.
    pub(crate) fn text(&self, name: &str) -> Option<&'r str> {
        self.uri.query().text(name).filter(|text| !text.is_empty())
    }

    /// Where that parameter stands, with a part of its text marked.
    pub(crate) fn pointer(&self, name: &'static str, said: Option<Range<usize>>) -> Pointer {
        match self.is_ahead {
            true => Pointer::new(self.message, Part::ResponseHeader("location".into())),
            false => Pointer::new(self.message, Part::Query(name.into())).marking(said),
        }
    }
}

/// Values of `error` that name none.
const NO_ERRORS: [&str; 6] = ["", "0", "1", "false", "true", "none"];

/// Parameters in which such an address says what is wrong (RFC 6749 §4.1.2.1).
const SAYS: [&str; 2] = ["error", "error_description"];

/// Words with which OAuth names a fault: a page with status 200 is an error page only if it says one of them.
const OAUTH_WORDS: [&str; 9] = [
    "invalid_request",
    "invalid_client",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_response_type",
    "access_denied",
    "redirect_uri",
    "redirect uri",
    "client_id",
];

/// Whether the provider's page, which is a program itself, asked the provider for the login and was refused with a reason.
fn is_refused_call(exchange: &Exchange) -> bool {
    let says_why = exchange.response_body().present().is_some_and(|body| body.json().is_some());
    exchange.context.via == Via::Fetch
        && exchange.status().is_some_and(|status| (400..500).contains(&status))
        && says_why
}

/// Bytes of what a page shows that has a sentence or two.
const SENTENCES: usize = 600;

/// Bytes of the longest page that is all one message.
const SHORT_PAGE: usize = 8 * 1024;

impl<'r> ErrorPage<'r> {
    /// `None` where the provider sent the browser back, or where its last page is no error.
    pub(crate) fn of(request: &AuthorizationRequest<'_>, flow: &Flow<'r>) -> Option<Self> {
        if !flow.authorization_responses().is_empty() {
            return None;
        }
        let in_frame = request.exchange.context.via == Via::Frame;
        let (message, last) = flow.messages.iter().enumerate().rev().find(|(_, m)| {
            let via = m.exchange.context.via;
            (m.kind == MessageKind::AuthorizationRequest || m.kind.is_on_the_way())
                && (via.is_navigation() && (via == Via::Frame) == in_frame
                    || matches!(via, Via::Unknown | Via::Server) && !in_frame
                    || is_refused_call(m.exchange))
        })?;
        let address = ErrorAddress::of(message, last.exchange);
        let page = ErrorPage { message, exchange: last.exchange, status: last.exchange.status(), address };
        page.is_error().then_some(page)
    }

    /// Whether the status blames the request.
    pub(crate) fn blames_request(&self) -> bool {
        self.status.is_some_and(|status| (400..500).contains(&status))
    }

    /// Points at the page, the bytes in `range` marked.
    pub(crate) fn pointer(&self, range: Range<usize>) -> Pointer {
        Pointer::new(self.message, Part::ResponseBody).marking([range])
    }

    /// The first of these (lower-case) phrases that the page says.
    pub(crate) fn says(&self, phrases: &[&str]) -> Option<Range<usize>> {
        let text = self.text().to_ascii_lowercase();
        phrases.iter().find_map(|phrase| text.find(phrase).map(|at| at..at + phrase.len()))
    }

    /// Where the address of the page says one of them, as `error=redirect_mismatch` does, or in its description.
    pub(crate) fn url_says(&self, phrases: &[&str]) -> Option<Pointer> {
        let address = self.address.as_ref()?;
        let error = address.text("error")?.to_ascii_lowercase();
        if phrases.contains(&error.as_str()) {
            return Some(address.pointer("error", None));
        }
        let description = address.text("error_description")?.to_ascii_lowercase();
        let said = phrases.iter().find_map(|phrase| Some((description.find(phrase)?, phrase.len())));
        said.map(|(at, length)| address.pointer("error_description", Some(at..at + length)))
    }

    /// Where the page, or its address, says in a provider's own code or words that the fault is the one of this rule.
    pub(crate) fn provider_says(&self, flow: &Flow<'_>, rule: &str) -> Option<Pointer> {
        let on_page = Provider::proof_in(self.text(), rule, flow).map(|range| self.pointer(range));
        on_page.or_else(|| {
            let address = self.address.as_ref()?;
            SAYS.into_iter().find_map(|name| {
                let said = Provider::proof_in(address.text(name)?, rule, flow)?;
                Some(address.pointer(name, Some(said)))
            })
        })
    }

    /// The text of the page's title; of its first headline, where the title is empty.
    pub(crate) fn headline(&self) -> Option<Range<usize>> {
        ["title", "h1", "h2"].iter().find_map(|tag| element(self.text(), tag))
    }

    fn text(&self) -> &'r str {
        self.exchange.response_body().present().and_then(|body| body.text()).unwrap_or_default()
    }

    fn is_error(&self) -> bool {
        if self.address.is_some() {
            return !self.asks_for_password();
        }
        let Some(status) = self.status else { return false };
        match status {
            // Windows sign-on: the browser answers it by itself.
            401 if self.response_header_has("www-authenticate", &["negotiate", "ntlm"]) => false,
            // A wrong password, where nothing tells it from a refusal.
            401 | 422 if self.text().is_empty() => false,
            400..=499 if self.text().is_empty() && self.exchange.request.method == "POST" => false,
            400.. => !self.asks_for_password(),
            200 => !self.asks_for_password() && self.is_error_in_disguise(),
            _ => false,
        }
    }

    /// The login form again: somebody mistyped a password.
    fn asks_for_password(&self) -> bool {
        self.says(&["type=\"password\"", "type='password'", "type=password"]).is_some()
    }

    fn is_error_in_disguise(&self) -> bool {
        let uri = &self.exchange.request.uri;
        let named = uri.path().split('/').any(|segment| segment == "error")
            || uri.query().text("error").is_some_and(|code| code.contains('_'));
        let json = self.exchange.response_body().present().and_then(|body| body.json());
        let is_oauth_error =
            json.is_some_and(|json| json.get("error").is_some_and(serde_json::Value::is_string));
        let headline = self.headline().and_then(|range| self.text().get(range)).unwrap_or_default();
        let says_error = headline.to_ascii_lowercase().contains("error") && self.says(&OAUTH_WORDS).is_some();
        let looks_like_login = Provider::error_behind_login_page(self.text()).is_some();
        named || is_oauth_error || says_error || looks_like_login || self.is_known_refusal()
    }

    /// A short page whose text is known as a provider's refusal. Scripts hold texts that nobody sees.
    fn is_known_refusal(&self) -> bool {
        let text = self.text();
        if text.len() > SHORT_PAGE {
            return false;
        }
        let seen = visible(text);
        meaning(&seen).is_some() || self.says_parameter_alone(&seen)
    }

    /// Whether all that it shows is about a parameter of OAuth, in whatever language, with nothing to fill in.
    fn says_parameter_alone(&self, seen: &str) -> bool {
        const PARAMETERS: [&str; 4] = ["redirect_uri", "client_id", "response_type", "code_challenge"];
        let asks = self.says(&["<input", "<form", "<button", "<noscript"]).is_some();
        !asks && seen.len() <= SENTENCES && PARAMETERS.iter().any(|name| seen.contains(name))
    }

    fn response_header_has(&self, name: &str, words: &[&str]) -> bool {
        let value = self.exchange.response_header(name).unwrap_or_default().to_ascii_lowercase();
        words.iter().any(|word| value.contains(word))
    }
}
