//! What a term means, in one line, for readers who do not know OAuth: the one table of glosses. Claims have theirs beside the tokens.

use oauth::MessageKind;
use serde::Serialize;

use crate::token::gloss;

/// A word of the cards, and what it means.
#[derive(Clone, Copy, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Term {
    /// The word as sentences have it, or the kind of a message.
    pub name: &'static str,
    /// What it means.
    pub gloss: &'static str,
    /// Whether it is sought in sentences; a kind of message is not.
    pub in_text: bool,
}

/// All words of cards and lists, the longer ones first: `ID token` before `token`.
pub(crate) fn terms() -> Vec<Term> {
    let words = WORDS.iter().map(|&(name, gloss)| Term { name, gloss, in_text: true });
    let kinds = KINDS.iter().map(|&(kind, gloss)| Term { name: kind.id(), gloss, in_text: false });
    let mut all: Vec<Term> = words.chain(kinds).collect();
    all.sort_by_key(|term| std::cmp::Reverse(term.name.len()));
    all
}

/// What a field of a message is for, by its place there and its name; nothing where that is not known. What is no message of OAuth
/// may use the same names for something else.
pub(crate) fn of_field(kind: MessageKind, part: &str, name: &str) -> Option<&'static str> {
    let among = |table: &[(&str, &'static str)]| table.iter().find(|(own, _)| *own == name).map(|(_, g)| *g);
    let place = part.strip_suffix(name)?;
    let is_of_oauth = !matches!(
        kind,
        MessageKind::OtherRequest
            | MessageKind::ResourceRequest
            | MessageKind::LoginStart
            | MessageKind::Saml
            | MessageKind::WsFederation
            | MessageKind::OwnInterface
    );
    match place {
        "header." | "response.header." => among(HEADERS),
        "id_token." => Some(gloss::of(name)).filter(|gloss| !gloss.is_empty()),
        _ if !is_of_oauth => None,
        "response.json." if matches!(kind, MessageKind::Discovery | MessageKind::ResourceMetadata) => {
            among(METADATA)
        }
        "response.json." if kind == MessageKind::Userinfo => {
            Some(gloss::of(name)).filter(|gloss| !gloss.is_empty())
        }
        "response.json." | "response.form." => among(MEMBERS),
        "query." | "fragment." | "form." | "json." | "location." => among(PARAMETERS),
        _ => None,
    }
}

/// What sentences speak of. A word that has another meaning in everyday English is not here.
const WORDS: &[(&str, &str)] = &[
    ("access token", "What the app shows to an API to be let in"),
    ("access tokens", "What the app shows to an API to be let in"),
    ("refresh token", "What the app gets new tokens with, without asking the user again"),
    ("refresh tokens", "What the app gets new tokens with, without asking the user again"),
    ("ID token", "A signed statement to the app of who signed in, when and how"),
    ("ID tokens", "Signed statements to the app of who signed in, when and how"),
    (
        "authorization code",
        "A short-lived ticket that the provider gives to the app, to be exchanged for tokens once",
    ),
    ("authorization request", "The browser's way to the provider: the app asks for a login"),
    ("authorization endpoint", "The provider's address to which the browser is sent for a login"),
    ("token endpoint", "The provider's address at which an app exchanges a code for tokens"),
    ("token request", "The app's call that exchanges a code, or something like it, for tokens"),
    (
        "redirect URI",
        "The app's address to which the provider sends the browser back; it has to be registered there",
    ),
    (
        "redirect_uri",
        "The app's address to which the provider sends the browser back; it has to be registered there",
    ),
    ("client_id", "The name under which the app is registered at the provider"),
    ("client_secret", "The app's password at the provider; only a server can keep one"),
    ("client secret", "The app's password at the provider; only a server can keep one"),
    ("code_challenge", "The hash of the code_verifier, sent as the login begins (PKCE)"),
    ("code_verifier", "The secret of this one login, shown as the code is exchanged (PKCE)"),
    (
        "PKCE",
        "Proof that who exchanges the code is who began the login: a hash is sent first, the secret behind it last",
    ),
    ("nonce", "A random value that comes back inside the ID token and ties it to this login"),
    ("at_hash", "A hash in the ID token that ties the access token to it"),
    ("c_hash", "A hash in the ID token that ties the code to it"),
    ("issuer", "The provider's name for itself, an https address; tokens carry it as iss"),
    ("JWKS", "The list of public keys by which a provider's signatures are checked"),
    ("jwks_uri", "The address of the provider's public keys"),
    ("discovery document", "The provider's public settings: its addresses and what it can do"),
    (
        "preflight",
        "The browser's question (OPTIONS) to a server of another origin, whether a page may send its request",
    ),
    ("CORS", "The browser's rule that a page reads another origin's answer only where that server allows it"),
    ("SameSite", "A cookie's rule for requests that come from another site: Strict, Lax or None"),
    ("DPoP", "Proof in each request that the sender has the key to which its token is bound"),
    (
        "PAR",
        "Pushed authorization request: the parameters go to the provider directly, the browser carries a reference",
    ),
    ("UserInfo", "The provider's API that tells an app about the signed-in user"),
    ("grant_type", "What a token request gives in exchange: a code, a refresh token, …"),
    (
        "response_type",
        "What the app asks the provider to send back with the browser: a code, tokens, or both",
    ),
    (
        "response_mode",
        "How the answer travels: in the query, in the fragment, or in a form that the browser posts",
    ),
    ("request_uri", "A reference to the request's parameters, which the provider has or fetches"),
    ("id_token_hint", "An earlier ID token, to say whose session it is about"),
    (
        "invalid_grant",
        "The provider's word for: this code or refresh token is not good, or not for this client",
    ),
    ("invalid_client", "The provider's word for: the app did not prove who it is"),
    ("login_required", "The provider's word for: nobody is signed in, and no page may be shown"),
    ("mTLS", "TLS in which the client shows a certificate too"),
];

/// What each kind of message is for.
const KINDS: &[(MessageKind, &str)] = &[
    (MessageKind::LoginStart, "A page of the app that sends the browser to the provider"),
    (
        MessageKind::PushedAuthorizationRequest,
        "The app gives the request's parameters to the provider directly (PAR)",
    ),
    (MessageKind::AuthorizationRequest, "Sent to the provider: the app asks for a login"),
    (MessageKind::ProviderPage, "A page of the provider on the way: sign-in, consent, or a redirect"),
    (
        MessageKind::AuthorizationResponse,
        "Back from the provider: the browser brings a code, tokens or an error to the app",
    ),
    (MessageKind::CodeHandover, "The page hands the code over to the app's server"),
    (
        MessageKind::DeviceAuthorizationRequest,
        "A device without a browser asks for a code that the user types elsewhere",
    ),
    (
        MessageKind::BackchannelAuthenticationRequest,
        "A client asks the provider to sign the user in on another device",
    ),
    (
        MessageKind::TokenRequest,
        "The app exchanges a code, a refresh token or its own credentials for tokens",
    ),
    (MessageKind::Preflight, "The browser asks another origin whether a page may send the request behind it"),
    (MessageKind::Discovery, "The provider's public settings: its addresses and what it can do"),
    (MessageKind::Registration, "A client registers itself at the provider"),
    (MessageKind::Jwks, "The public keys by which the provider's signatures are checked"),
    (MessageKind::Userinfo, "The app asks the provider about the signed-in user"),
    (MessageKind::ResourceRequest, "An API is called with the access token"),
    (MessageKind::ResourceChallenge, "An API says that it wants a token, and from where"),
    (MessageKind::ResourceMetadata, "The API's public settings: which provider it takes tokens of"),
    (MessageKind::Introspection, "An API asks the provider whether a token counts"),
    (MessageKind::Revocation, "The app tells the provider that a token shall not count any more"),
    (MessageKind::Logout, "The browser is sent to the provider to sign out there"),
    (MessageKind::LogoutNotice, "The provider tells the app that the user signed out"),
    (MessageKind::RequestObject, "The request's parameters as a signed token, fetched from an address"),
];

/// Parameters of requests and of the answer that the browser brings back.
const PARAMETERS: &[(&str, &str)] = &[
    ("client_id", "The name under which the app is registered at the provider"),
    ("client_secret", "The app's password at the provider"),
    ("redirect_uri", "Where the provider sends the browser back; compared with what is registered"),
    ("response_type", "What shall come back with the browser: a code, tokens, or both"),
    ("response_mode", "How the answer travels: query, fragment or a posted form"),
    ("scope", "What the app asks for; openid makes it a login"),
    ("state", "A value that comes back unchanged, by which the app knows its own login again"),
    ("nonce", "A random value that comes back inside the ID token"),
    ("code", "The ticket for tokens: good once, for a short time, for this client"),
    ("code_challenge", "The hash of the code_verifier (PKCE)"),
    ("code_challenge_method", "How the challenge is made of the verifier: S256, or plain"),
    ("code_verifier", "The secret behind the code_challenge (PKCE)"),
    ("grant_type", "What is given in exchange for tokens"),
    ("refresh_token", "What new tokens are asked for with"),
    ("prompt", "Whether the provider shows pages: none, login, consent, select_account"),
    ("max_age", "How many seconds ago the user may have signed in"),
    ("login_hint", "Whom the provider shall expect"),
    ("id_token_hint", "An earlier ID token: whose session it is about"),
    ("acr_values", "How well the user shall be checked"),
    ("ui_locales", "The languages of the provider's pages"),
    ("display", "In what kind of window the provider's pages are shown"),
    ("claims", "Which claims the app wants"),
    ("request", "The request's parameters as a signed token"),
    ("request_uri", "A reference to the request's parameters"),
    ("audience", "The API that the token shall be for"),
    ("resource", "The API that the token shall be for (RFC 8707)"),
    ("iss", "Who answers: the provider's issuer (RFC 9207)"),
    ("error", "Why the provider refused, as a code"),
    ("error_description", "Why the provider refused, in words for the developer"),
    ("error_uri", "A page about the error"),
    ("session_state", "The state of the session at the provider, for watching it"),
    ("client_assertion", "A signed token by which the app proves who it is"),
    ("client_assertion_type", "What kind of proof that is"),
    ("assertion", "A signed token that is given in exchange"),
    ("subject_token", "The token that is exchanged for another one"),
    ("subject_token_type", "What kind of token is exchanged"),
    ("requested_token_type", "What kind of token is wanted"),
    ("actor_token", "Who acts in the subject's place"),
    ("device_code", "What a device asks again and again with until the user has agreed"),
    ("user_code", "What the user types on another device"),
    ("auth_req_id", "The number of a login on another device"),
    ("token", "The token that is asked about or revoked"),
    ("token_type_hint", "What kind of token that is"),
    ("dpop_jkt", "The key to which the code shall be bound"),
    ("authorization_details", "What the app wants to do, in detail (RFC 9396)"),
    ("post_logout_redirect_uri", "Where the browser goes after the logout; has to be registered"),
    ("logout_token", "The provider's signed notice that a session ended"),
    ("id_token", "Who signed in, signed by the provider"),
    ("access_token", "What opens the API"),
    ("token_type", "How the token is shown to the API"),
    ("expires_in", "For how many seconds the token is good"),
    ("username", "The user's name, given to the app itself: an outdated way"),
    ("password", "The user's password, given to the app itself: an outdated way"),
    ("access_type", "Google: offline asks for a refresh token"),
];

/// Members of the answers to token requests and their like.
const MEMBERS: &[(&str, &str)] = &[
    ("access_token", "What opens the API"),
    ("refresh_token", "What new tokens are asked for with"),
    ("id_token", "Who signed in, signed by the provider"),
    ("token_type", "How the token is shown to the API: Bearer or DPoP"),
    ("expires_in", "For how many seconds the access token is good"),
    ("scope", "What was granted, where it is not what was asked for"),
    ("error", "Why the provider refused, as a code"),
    ("error_description", "Why the provider refused, in words for the developer"),
    ("error_uri", "A page about the error"),
    ("request_uri", "The reference that stands for the pushed parameters"),
    ("device_code", "What the device asks with until the user has agreed"),
    ("user_code", "What the user types on another device"),
    ("verification_uri", "Where the user types that code"),
    ("verification_uri_complete", "The same address with the code in it"),
    ("interval", "How many seconds the client has to wait between two questions"),
    ("issued_token_type", "What kind of token was given"),
    ("client_id", "The name under which the client is registered now"),
    ("client_secret", "The client's password at the provider"),
    ("redirect_uris", "The addresses to which the provider may send the browser back"),
    ("active", "Whether the token counts"),
    ("keys", "The public keys"),
];

/// Members of the documents that a provider or an API publishes.
const METADATA: &[(&str, &str)] = &[
    ("issuer", "The provider's name for itself; tokens have to carry the same"),
    ("authorization_endpoint", "Where browsers are sent for a login"),
    ("token_endpoint", "Where codes are exchanged for tokens"),
    ("userinfo_endpoint", "Where an app asks about the user"),
    ("jwks_uri", "Where the public keys are"),
    ("end_session_endpoint", "Where browsers are sent to sign out"),
    ("revocation_endpoint", "Where tokens are revoked"),
    ("introspection_endpoint", "Where an API asks whether a token counts"),
    ("registration_endpoint", "Where clients register themselves"),
    ("device_authorization_endpoint", "Where devices without a browser begin"),
    ("pushed_authorization_request_endpoint", "Where parameters are given directly (PAR)"),
    ("require_pushed_authorization_requests", "Whether only pushed requests are taken"),
    ("scopes_supported", "Scopes that can be asked for"),
    ("response_types_supported", "What can come back with the browser"),
    ("response_modes_supported", "How it can travel"),
    ("grant_types_supported", "What can be given in exchange for tokens"),
    ("code_challenge_methods_supported", "Which PKCE methods it knows"),
    ("token_endpoint_auth_methods_supported", "How a client can prove who it is"),
    ("id_token_signing_alg_values_supported", "How ID tokens can be signed"),
    ("subject_types_supported", "Whether each app gets another number of a user"),
    ("authorization_response_iss_parameter_supported", "Whether the answer says who answers (iss)"),
    ("dpop_signing_alg_values_supported", "How DPoP proofs can be signed"),
    ("claims_supported", "Claims that can be had"),
    ("authorization_servers", "The providers whose tokens this API takes"),
    ("resource", "The API's own name: what tokens for it are asked for with"),
];

/// Headers that decide something in a login.
const HEADERS: &[(&str, &str)] = &[
    ("authorization", "How the sender proves itself: a token, or a client's name and password"),
    ("dpop", "Proof that the sender has the key of its token"),
    ("cookie", "What this browser was told to bring along"),
    ("set-cookie", "What the browser shall keep and bring along from now on"),
    ("origin", "The origin of the page that sends this; the browser writes it"),
    ("referer", "The page that this comes from"),
    ("location", "Where the browser shall go next"),
    ("www-authenticate", "How to prove oneself here, and often why it failed"),
    ("content-type", "The form of the body"),
    ("cache-control", "Whether this may be kept and given again"),
    ("vary", "What a kept answer depends on"),
    ("date", "The server's clock"),
    ("retry-after", "When to try again"),
    ("access-control-request-method", "Preflight: the method that the page wants to use"),
    ("access-control-request-headers", "Preflight: the headers that the page wants to send"),
    ("access-control-allow-origin", "The origin whose pages may read this answer"),
    ("access-control-allow-credentials", "Whether they may also where cookies were sent"),
    ("access-control-allow-methods", "Preflight: the methods that pages may use"),
    ("access-control-allow-headers", "Preflight: the headers that pages may send"),
    ("access-control-expose-headers", "The headers of this answer that pages may read"),
    ("access-control-max-age", "How long the answer to a preflight counts"),
    ("content-security-policy", "What this page may load, send to, and be framed by"),
    ("x-frame-options", "Whether this page may stand in a frame"),
    ("cross-origin-opener-policy", "Whether a popup and the page that opened it may talk"),
    ("referrer-policy", "How much of its address this page tells others"),
    (
        "sec-fetch-site",
        "Where this comes from, by the browser's word: same-origin, same-site, cross-site, none",
    ),
    ("sec-fetch-mode", "How it was made: navigate, cors, no-cors"),
    ("sec-fetch-dest", "What it is for: document, iframe, empty"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_term_has_one_line() {
        let fields = [PARAMETERS, MEMBERS, METADATA, HEADERS];
        for table in fields.into_iter().chain([WORDS]) {
            let names: HashSet<&str> = table.iter().map(|(name, _)| *name).collect();
            assert_eq!(names.len(), table.len(), "a name stands twice");
            for (name, gloss) in table {
                assert!(!gloss.is_empty() && gloss.len() <= 125 && !gloss.contains('\n'), "{name}");
                assert!(!gloss.ends_with('.'), "{name}");
            }
        }
    }

    #[test]
    fn longer_words_are_sought_first() {
        let all = terms();
        let at = |name: &str| all.iter().position(|term| term.name == name);
        assert!(at("ID tokens") < at("ID token"));
        assert!(all.iter().all(|term| !term.gloss.is_empty()));
    }

    #[test]
    fn a_name_means_what_its_message_says() {
        let of = of_field;
        let token = MessageKind::TokenRequest;
        assert!(of(token, "form.code", "code").is_some());
        assert_eq!(of(token, "response.json.code", "code"), None, "a code of an error");
        assert_eq!(of(MessageKind::ResourceRequest, "query.state", "state"), None, "a state of the union");
        assert!(of(MessageKind::ResourceRequest, "header.origin", "origin").is_some());
        assert!(of(token, "id_token.at_hash", "at_hash").is_some_and(|gloss| gloss.contains("access token")));
        assert!(of(MessageKind::Discovery, "response.json.issuer", "issuer").is_some());
        assert_eq!(of(token, "form.nobody-knows", "nobody-knows"), None);
        assert_eq!(of(token, "form", "other"), None);
    }

    /// What the masking shows by its name is worth a word.
    #[test]
    fn what_is_compared_has_a_gloss() {
        for name in ["state", "code", "redirect_uri", "client_id", "nonce", "refresh_token", "request_uri"] {
            assert!(PARAMETERS.iter().any(|(own, _)| *own == name), "{name}");
        }
    }
}
