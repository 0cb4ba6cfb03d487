//! Every token of a login: what it is, where it came from and where it went.

use std::collections::HashMap;

use http::{Exchange, Redaction, Secret};
use jose::Jwt;

use crate::authorization::AuthorizationResponse;
use crate::flow::{Flow, FlowMessage};
use crate::message::MessageKind;
use crate::pointer::{Part, Pointer};
use crate::token::TokenResponse;

/// What a token is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TokenKind {
    /// Says who the user is (OpenID Connect Core §2).
    Id,
    /// Opens an API (RFC 6749 §1.4, RFC 9068).
    Access,
    /// Gets new access tokens (RFC 6749 §1.5).
    Refresh,
    /// Tells an app that a session has ended (OpenID Connect Back-Channel Logout §2.4).
    Logout,
    /// Proves that the sender has a key (RFC 9449 §4).
    DpopProof,
    /// Proves which client asks (RFC 7523 §2.2).
    ClientAssertion,
    /// Stands for a user or a service in exchange for tokens (RFC 7523 §2.1).
    Assertion,
    /// An authorization request (RFC 9101).
    RequestObject,
    /// An authorization response (JARM).
    AuthorizationResponse,
    /// Nobody can tell.
    Unknown,
}

/// A token of a login. It has no `Debug`.
pub struct SeenToken {
    /// What it is for.
    pub kind: TokenKind,
    /// The token.
    pub text: Secret<String>,
    /// The places where it arrived.
    pub came: Vec<Pointer>,
    /// The places where it was sent.
    pub went: Vec<Pointer>,
}

/// Tokens of one login that are looked at.
const MOST_TOKENS: usize = 200;
/// Places of one token that are looked at.
const MOST_PLACES: usize = 20;

/// The parameters and members in which tokens travel.
const NAMES: [(&str, TokenKind); 11] = [
    ("id_token", TokenKind::Id),
    ("id_token_hint", TokenKind::Id),
    ("access_token", TokenKind::Access),
    ("refresh_token", TokenKind::Refresh),
    ("logout_token", TokenKind::Logout),
    ("client_assertion", TokenKind::ClientAssertion),
    ("assertion", TokenKind::Assertion),
    ("subject_token", TokenKind::Unknown),
    ("actor_token", TokenKind::Unknown),
    ("request", TokenKind::RequestObject),
    ("response", TokenKind::AuthorizationResponse),
];

impl TokenKind {
    /// What a token is by what it holds.
    pub fn of(jwt: &Jwt) -> Self {
        let has = |claim: &str| jwt.claims.contains_key(claim);
        let media_type = jwt.header.get("typ").and_then(|typ| typ.as_str()).unwrap_or_default();
        match media_type.to_ascii_lowercase().trim_start_matches("application/") {
            "dpop+jwt" => return TokenKind::DpopProof,
            "at+jwt" => return TokenKind::Access,
            "logout+jwt" => return TokenKind::Logout,
            "oauth-authz-req+jwt" => return TokenKind::RequestObject,
            _ => {}
        }
        let is_same = |one: &str, other: &str| has(one) && jwt.claims.get(one) == jwt.claims.get(other);
        match () {
            () if has("events") => TokenKind::Logout,
            () if has("htm") && has("htu") => TokenKind::DpopProof,
            () if has("response_type") || has("redirect_uri") => TokenKind::RequestObject,
            () if !has("sub") && (has("code") || has("error")) => TokenKind::AuthorizationResponse,
            () if is_same("iss", "sub") && has("aud") => TokenKind::ClientAssertion,
            () if ["nonce", "at_hash", "c_hash", "s_hash"].into_iter().any(has) => TokenKind::Id,
            () if jwt.text("token_use") == Some("id") || jwt.text("typ") == Some("ID") => TokenKind::Id,
            () if ["scope", "scp", "client_id", "cid", "appid", "cnf", "permissions"]
                .into_iter()
                .any(has) =>
            {
                TokenKind::Access
            }
            () if jwt.text("token_use") == Some("access") || jwt.text("typ") == Some("Bearer") => {
                TokenKind::Access
            }
            () if jwt.text("typ") == Some("Refresh") => TokenKind::Refresh,
            () if ["auth_time", "azp", "amr", "email", "name"].into_iter().any(has) && has("aud") => {
                TokenKind::Id
            }
            () => TokenKind::Unknown,
        }
    }
}

impl Flow<'_> {
    /// The tokens of this login, in the order in which they were first seen.
    pub fn tokens(&self) -> Vec<SeenToken> {
        let mut tokens = Tokens::default();
        let mut exchanges = self.token_exchanges().iter().peekable();
        let mut answers: HashMap<usize, Vec<&AuthorizationResponse<'_>>> = HashMap::new();
        for answer in self.authorization_responses() {
            answers.entry(answer.message).or_default().push(answer);
        }
        for (index, message) in self.messages.iter().enumerate() {
            tokens.sent(index, message);
            if let Some(exchange) = exchanges.next_if(|exchange| exchange.message == index) {
                tokens.given(exchange.response());
            }
            for answer in answers.remove(&index).unwrap_or_default() {
                tokens.answered(answer);
            }
        }
        tokens.list
    }
}

#[derive(Default)]
struct Tokens {
    list: Vec<SeenToken>,
    by_text: HashMap<String, usize>,
}

enum Way {
    Came,
    Went,
}

impl Tokens {
    fn sent(&mut self, index: usize, message: &FlowMessage<'_>) {
        let exchange = message.exchange;
        if let Some((scheme, token)) = exchange.authorization()
            && (scheme.eq_ignore_ascii_case("Bearer") || scheme.eq_ignore_ascii_case("DPoP"))
        {
            let place = Pointer::new(index, Part::RequestHeader("authorization".into()));
            self.add(TokenKind::Access, token, place, Way::Went);
        }
        if let Some(proof) = exchange.request_header("dpop") {
            let place = Pointer::new(index, Part::RequestHeader("dpop".into()));
            self.add(TokenKind::DpopProof, proof.trim(), place, Way::Went);
        }
        for (name, kind) in NAMES {
            // What arrives at the redirect URI is the provider's answer.
            let way = if message.kind == MessageKind::AuthorizationResponse { Way::Came } else { Way::Went };
            let text = exchange.request.uri.query().text(name).map(str::to_owned);
            let query = text.map(|text| (text, Part::Query(name.into())));
            if let Some((text, part)) = query.or_else(|| in_body(exchange, name)) {
                self.add(kind, &text, Pointer::new(index, part), way);
            }
        }
    }

    fn given(&mut self, response: &TokenResponse<'_>) {
        let given = [
            ("access_token", TokenKind::Access),
            ("id_token", TokenKind::Id),
            ("refresh_token", TokenKind::Refresh),
        ];
        for (name, kind) in given {
            if let Some(text) = response.text(name) {
                self.add(kind, text, response.pointer(name), Way::Came);
            }
        }
    }

    /// An authorization response; where the request to the redirect URI was not seen, the redirect that carries it.
    fn answered(&mut self, answer: &AuthorizationResponse<'_>) {
        if let Some(signed) = answer.signed {
            self.add(TokenKind::AuthorizationResponse, signed, answer.pointer("response"), Way::Came);
        }
        for (name, kind) in NAMES {
            if let Some(text) = answer.parameters.text(name) {
                self.add(kind, text, answer.pointer(name), Way::Came);
            }
        }
    }

    fn add(&mut self, kind: TokenKind, text: &str, place: Pointer, way: Way) {
        if text.is_empty() || Redaction::of(text).is_some() {
            return;
        }
        // Not every `request` and `response` is one of a JWT, nor every assertion.
        let needs_jwt = matches!(
            kind,
            TokenKind::Assertion
                | TokenKind::RequestObject
                | TokenKind::AuthorizationResponse
                | TokenKind::Unknown
        );
        if needs_jwt && !Jwt::is_likely(text) {
            return;
        }
        let at = match self.by_text.get(text) {
            Some(at) => *at,
            None if self.list.len() < MOST_TOKENS => {
                let kind = if kind == TokenKind::Unknown { TokenKind::of(&Jwt::read(text)) } else { kind };
                self.by_text.insert(text.to_owned(), self.list.len());
                self.list.push(SeenToken { kind, text: text.into(), came: Vec::new(), went: Vec::new() });
                self.list.len() - 1
            }
            None => return,
        };
        let Some(token) = self.list.get_mut(at) else { return };
        // Some providers give one JWT under both names: then it has to be an ID token as well.
        if matches!((kind, &way), (TokenKind::Id, Way::Came)) {
            token.kind = TokenKind::Id;
        }
        let places = match way {
            Way::Came => &mut token.came,
            Way::Went => &mut token.went,
        };
        if places.len() < MOST_PLACES && !places.iter().any(|known| known.message == place.message) {
            places.push(place);
        }
    }
}

/// A parameter of a form or of a JSON body.
fn in_body(exchange: &Exchange, name: &'static str) -> Option<(String, Part)> {
    if let Some(form) = exchange.form() {
        return Some((form.text(name)?.to_owned(), Part::Form(name.into())));
    }
    let text = exchange.request.body.present()?.json()?.get(name)?.as_str()?;
    Some((text.to_owned(), Part::Json(name.into())))
}
