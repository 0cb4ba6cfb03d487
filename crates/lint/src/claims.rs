//! What the sentences of an answer claim, and what must be seen before they are said.
//!
//! The facts are read in the messages alone, not in what the rules make of them: a test holds every sentence of every output
//! to them. A new sentence with such words that no claim knows fails that test.

mod fact;

pub use fact::Fact;

/// Words that say that something happened.
pub struct Claim {
    /// The words, in lower case, as they stand in a sentence.
    pub words: &'static str,
    /// What the traffic shows where they are said: each of them. None: the words are about a kind of thing, not about this
    /// login.
    pub needs: &'static [Fact],
}

const fn claim(words: &'static str, needs: &'static [Fact]) -> Claim {
    Claim { words, needs }
}

/// All claims. Of two that share words the longer one stands first, and counts.
pub fn claims() -> &'static [Claim] {
    CLAIMS
}

/// What a fix, and what would verify or disprove a diagnosis, take for granted. Of two that share words the longer one stands first.
pub fn presumptions() -> &'static [Claim] {
    PRESUMPTIONS
}

const PRESUMPTIONS: &[Claim] = &[
    // Of a choice between several: it names what it holds for.
    claim("where the client has one", &[]),
    claim("in a client with a secret", &[]),
    claim("from a server that has the client secret", &[]),
    claim("this same code_challenge", &[]),
    claim("client_secret of the registration's answer", &[Fact::SecretRegistered]),
    claim("the user entered this code", &[Fact::TokenCall]),
    claim("the app's server", &[Fact::ServerOfApp]),
    claim("the client's own credentials", &[Fact::MayHaveSecret]),
    claim("client_secret", &[Fact::MayHaveSecret]),
    claim("client secret", &[Fact::MayHaveSecret]),
    claim("this callback", &[Fact::AnswerArrived]),
    claim("this authorization response", &[Fact::AnswerArrived]),
    claim("this code ", &[Fact::CodeArrived]),
    claim("this same code", &[Fact::CodeArrived]),
    claim("this grant ", &[Fact::TokenCall]),
    claim("this refresh token", &[Fact::TokenCall]),
    claim("this same refresh token", &[Fact::TokenCall]),
    claim("this cookie", &[Fact::CookieSeen]),
];

const CLAIMS: &[Claim] = &[
    // The provider's answer and its code.
    claim("overwrote the cookie", &[Fact::CookieSetTwice]),
    claim("to another login in another tab deleted it", &[Fact::CookieDeleted]),
    claim("to another login in the same tab deleted it", &[Fact::CookieDeleted]),
    claim("to another login deleted it", &[Fact::CookieDeleted]),
    claim("the code as it arrived", &[Fact::CodeArrived]),
    claim("while the user was at the provider another login began", &[Fact::AnotherBegan]),
    claim("the provider's answer had expired when it arrived", &[Fact::AnswerArrived]),
    claim("the provider refused the code", &[Fact::CodeRefused]),
    claim("after it had arrived", &[Fact::CodeArrived]),
    claim("the code arrived", &[Fact::CodeArrived]),
    claim("the code reached", &[Fact::CodeArrived]),
    claim("that brings the code reached", &[Fact::CodeArrived]),
    claim("the provider did its part", &[Fact::AnswerArrived]),
    claim("its answer arrived", &[Fact::AnswerArrived]),
    claim("the provider's answer arrived", &[Fact::AnswerArrived]),
    claim("the provider never sent the browser back", &[Fact::NoAnswer]),
    claim("the browser was not sent back to the app", &[Fact::NoAnswer]),
    claim("and not back to the redirect uri", &[Fact::NoAnswer]),
    claim("the code is used for the first time", &[Fact::CodeIsNew]),
    claim("the first time this is normal", &[]),
    claim("another client exchanges the code", &[Fact::TwoClients]),
    // The app's server.
    claim(
        "the app's server exchanges it where no browser looks",
        &[Fact::ServerTakesCode, Fact::NoTokenCall],
    ),
    claim("the app's server makes it, where no browser looks", &[Fact::ServerTakesCode, Fact::NoTokenCall]),
    claim("the client proves who it is, so", &[Fact::ClientAuthenticates]),
    claim("behind the callback", &[Fact::CodeArrived]),
    claim("the app's server fails on the provider's answer", &[Fact::CallbackFailed]),
    claim("the app's server failed on it", &[Fact::CallbackFailed]),
    claim("the app's server then answered with an error", &[Fact::CallbackFailed]),
    claim("the app's server does not take the answer", &[Fact::CallbackFailed]),
    claim("the app's server does not answer this kind", &[Fact::CallbackFailed]),
    claim("the app's server answers with status", &[Fact::CallbackFailed]),
    claim("the app's server took", &[Fact::CallbackAnswered]),
    claim("the app's server takes long", &[Fact::CallbackSlow]),
    claim("the app's server had not answered", &[Fact::CallbackSlow]),
    claim("which agrees with the app's server", &[Fact::AppTellsTime]),
    claim("the app's server, which redirected the call", &[Fact::CallRedirected]),
    claim("the app's server sends the browser on", &[Fact::CallRedirected]),
    claim("the app did not sign the user in", &[Fact::CodeArrived]),
    claim("the app signed the user in and set the cookie", &[Fact::CallbackSetsCookie]),
    claim("found nobody signed in", &[Fact::BeganAgain]),
    // Tokens.
    claim("the tokens arrived", &[Fact::TokensCame]),
    claim("tokens arrived", &[Fact::TokensCame]),
    claim("the client got its tokens", &[Fact::TokensCame]),
    claim("the wallet got its tokens", &[Fact::TokensCame]),
    claim("the code was exchanged for tokens", &[Fact::CodeExchanged]),
    claim("signed in, in spite of a fault", &[Fact::TokensCame]),
    claim("before it arrived", &[Fact::TokensCame]),
    claim("it sees no session of the user", &[Fact::LoginRequired]),
    claim("nobody is signed in there any more", &[Fact::LoginRequired]),
    claim("the user signed in there", &[Fact::LoginRequired]),
    claim("before the user signed in", &[Fact::DeviceWaited]),
    claim("before the user had signed in", &[Fact::DeviceWaited]),
    // The browser and the network.
    claim("the answer lacks access-control-allow-origin", &[Fact::AnswerWithoutAllowOrigin]),
    claim("lacks access-control-allow-origin", &[Fact::AnswerWithoutAllowOrigin]),
    claim("without access-control-allow-origin", &[Fact::AnswerWithoutAllowOrigin]),
    claim("the browser hid", &[Fact::AnswerHidden]),
    claim("the browser hides the answer", &[Fact::AnswerHidden]),
    claim("the request was not sent", &[Fact::RequestFailed]),
    claim("the request is not sent", &[Fact::RequestFailed]),
    claim("the request is never sent", &[Fact::RequestFailed]),
    claim("the request was never sent", &[Fact::RequestFailed]),
    claim("without it no login begins", &[Fact::NoLoginBegan]),
    claim("no login was seen", &[Fact::NoLoginBegan]),
    claim("no login began", &[Fact::NoLoginBegan]),
    claim("the documents arrived", &[Fact::DocumentCame]),
    claim(" announced ", &[Fact::AnswerCut]),
    claim("at once the same login began anew", &[Fact::CodeArrived, Fact::BeganAgain]),
    claim("and the login began anew", &[Fact::CodeArrived, Fact::BeganAgain]),
    claim("the browser got the code", &[Fact::CodeArrived, Fact::CodeRefused]),
    claim("the refresh token was issued at one address", &[Fact::RefreshTokenCame]),
    claim("had answered this refresh token with a new one", &[Fact::RefreshTokenCame]),
    claim("the logout token had expired when it arrived", &[Fact::LogoutNoticeCame]),
    claim("before the user had answered", &[Fact::DeviceWaited]),
    claim("that says that nobody is signed in at the provider", &[Fact::AccountsRefused]),
    claim("pages followed, and came through", &[Fact::ShownLater]),
    claim("the login in which it could came through", &[Fact::ShownLater]),
    claim("signed in.", &[Fact::TokensCame]),
    claim("signed in:", &[Fact::TokensCame]),
];
