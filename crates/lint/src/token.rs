//! Tokens as rules judge them: in the login that they belong to, or alone.

use std::cell::OnceCell;
use std::rc::Rc;

use http::{Exchange, Secret, Timestamp};
use jose::{Jwt, KeySet, SdJwt};
use oauth::{CheckedSignature, Flow, Name, Part, Pointer, SeenToken, TokenKind};
use serde_json::Value;

use crate::evidence::Phrase;
use crate::login::uses_token_later;

/// How a token is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenForm {
    /// Three parts.
    Signed,
    /// Three parts and disclosures.
    Disclosing,
    /// Five parts.
    Encrypted,
    /// Dots, and neither three parts nor five.
    Broken,
    /// No JWT at all.
    Opaque,
}

impl TokenForm {
    fn of(compact: &str, has_disclosures: bool) -> Self {
        match compact.split('.').count() {
            3 if has_disclosures => TokenForm::Disclosing,
            3 => TokenForm::Signed,
            5 => TokenForm::Encrypted,
            // What begins as a JWT does was one; tokens of some providers have one dot, and are no JWTs.
            1 | 2 if !compact.starts_with("eyJ") => TokenForm::Opaque,
            _ => TokenForm::Broken,
        }
    }
}

/// A token at one place, and what is known around it. It has no `Debug`.
pub struct TokenUnderTest<'a, 'r> {
    /// What it is for.
    pub kind: TokenKind,
    /// How it is written.
    pub form: TokenForm,
    /// Its header and claims, and what is wrong with how it is written.
    pub jwt: Rc<Jwt>,
    /// The token, without what people copy along with it.
    pub text: Rc<Secret<String>>,
    /// Where it stands.
    pub place: Pointer,
    /// The moment to judge it at: the user's now, or in a login the time at which it arrived by the observer's clock.
    pub now: Option<Timestamp>,
    /// The login around it, where it is not alone.
    pub around: Option<&'a Flow<'r>>,
    /// Claims that are shown along with it and whose hash is not in it (RFC 9901 §7.1).
    pub foreign_disclosures: usize,
    /// Whether it arrived there; otherwise it was sent, or is alone.
    arrived: bool,
    /// Keys to verify it with where there is no login around it, or none in the recording of that login.
    keys: Option<&'a KeySet>,
    signature: OnceCell<Option<Rc<CheckedSignature>>>,
}

impl<'a, 'r> TokenUnderTest<'a, 'r> {
    /// A token that somebody wants to look at, alone.
    pub fn alone(text: &str, now: Option<Timestamp>, keys: Option<&'a KeySet>) -> Self {
        // The line break that a shell or a paste puts at its end is none of the token's.
        let read = Read::of(text.trim_end());
        let kind = TokenKind::of(&read.jwt);
        let place = Pointer::new(0, Part::Token);
        read.at(kind, place, false, now, None, keys)
    }

    /// A token of a login, once for each place where somebody had to read it. `keys` are the provider's, where they are not in
    /// the recording.
    pub fn of_login(flow: &'a Flow<'r>, seen: &SeenToken, keys: Option<&'a KeySet>) -> Vec<Self> {
        let read = Read::of(seen.text.text());
        let is_sent = matches!(
            seen.kind,
            TokenKind::DpopProof | TokenKind::ClientAssertion | TokenKind::RequestObject | TokenKind::Logout
        );
        let arrived = seen.went.is_empty() || !is_sent && !seen.came.is_empty();
        let places = if arrived { &seen.came } else { &seen.went };
        let kind = match seen.kind {
            TokenKind::Unknown => TokenKind::of(&read.jwt),
            kind => kind,
        };
        let own_keys = keys.filter(|_| flow.provider_key_sets().is_empty());
        let at = |place: &Pointer| {
            let exchange = flow.messages.get(place.message).map(|message| message.exchange);
            let now = exchange
                .and_then(|exchange| Some(exchange.own_time(exchange.finished.or(exchange.started)?)));
            read.at(kind, place.clone(), arrived, now, Some(flow), own_keys)
        };
        places.iter().map(at).collect()
    }

    /// The tokens of a login at the places where they had to be read, in the order of the messages.
    pub(crate) fn all(flow: &'a Flow<'r>) -> Vec<Self> {
        let seen = flow.tokens();
        let mut all: Vec<Self> = seen.iter().flat_map(|seen| Self::of_login(flow, seen, None)).collect();
        all.sort_by_key(|token| token.place.message);
        all
    }

    /// The index of the message that it stands in.
    pub fn message(&self) -> usize {
        self.place.message
    }

    /// The exchange that it stands in.
    pub fn exchange(&self) -> Option<&'r Exchange> {
        self.around?.messages.get(self.place.message).map(|message| message.exchange)
    }

    /// Points at it.
    pub fn pointer(&self) -> Pointer {
        self.place.clone()
    }

    /// Points at a claim or header parameter.
    pub fn claim(&self, name: impl Into<Name>) -> Pointer {
        let name = name.into();
        let part = match (self.kind, self.around) {
            (TokenKind::Id, Some(_)) if self.arrived => Part::IdToken(name),
            (TokenKind::DpopProof, Some(_)) => Part::DpopProof(name),
            _ => Part::Claim(Box::new(self.place.part.clone()), name),
        };
        Pointer::new(self.place.message, part)
    }

    /// The login around a token of that kind that has claims and, unless it is one that is sent, arrived there.
    pub(crate) fn login_of(&self, kind: TokenKind) -> Option<&'a Flow<'r>> {
        let is_in_place = self.arrived || kind != TokenKind::Id;
        self.around.filter(|_| self.kind == kind && is_in_place && !self.jwt.claims.is_empty())
    }

    /// Whether it is alone: nothing is known of where it came from.
    pub fn is_alone(&self) -> bool {
        self.around.is_none()
    }

    /// Whether the app reads it, and not somebody whose answer tells whether it is right.
    pub(crate) fn is_read_by_app(&self) -> bool {
        let is_its_own =
            matches!(self.kind, TokenKind::Id | TokenKind::AuthorizationResponse | TokenKind::Logout);
        self.is_alone() || is_its_own && (self.arrived || self.kind == TokenKind::Logout)
    }

    /// Whether it is where it was given out: there its issuer is asked why it is as it is.
    pub(crate) fn is_first_seen(&self) -> bool {
        self.is_alone() || self.arrived
    }

    /// Whether it says that it is of a media type: `at+jwt` (RFC 9068 §2.1).
    pub fn is_typed(&self, media_type: &str) -> bool {
        let own = self.jwt.header.get("typ").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
        own.strip_prefix("application/").unwrap_or(&own) == media_type
    }

    /// The `Date` of the answer of the token endpoint that it came in: the clock of who issued it just now. What comes by
    /// redirect comes in a request.
    pub(crate) fn server_time(&self) -> Option<Timestamp> {
        let flow = self.around.filter(|_| self.arrived)?;
        flow.token_exchange(self.place.message)?.exchange.server_time()
    }

    /// Whether whoever reads it takes it: the app was seen to go on, others were not seen to refuse it.
    pub(crate) fn is_taken(&self) -> bool {
        let Some((flow, exchange)) = self.around.zip(self.exchange()) else { return false };
        let is_refused = |exchange: &Exchange| exchange.status().is_some_and(|status| status >= 400);
        match self.kind {
            TokenKind::Id => uses_token_later(flow, self.place.message),
            TokenKind::AuthorizationResponse => flow.has_token_request(),
            TokenKind::Access => {
                let text = self.text.text();
                let mut calls =
                    flow.protected_requests().into_iter().filter(|call| call.token() == Some(text));
                !calls.any(|call| is_refused(call.exchange))
            }
            _ => !is_refused(exchange) && exchange.error.is_none(),
        }
    }

    /// Its signature, where there are keys to check it with: those in the recording, else those that were given; of a DPoP proof
    /// its own (RFC 9449 §4.3).
    pub fn signature(&self) -> Option<Rc<CheckedSignature>> {
        self.signature.get_or_init(|| self.check_signature()).clone()
    }

    fn check_signature(&self) -> Option<Rc<CheckedSignature>> {
        let check = |keys: KeySet| {
            let verification = oauth::verification(self.text.text(), &keys)?;
            Some(Rc::new(CheckedSignature { keys, keys_in: None, verification }))
        };
        if self.is_typed("dpop+jwt") {
            return KeySet::read(self.jwt.header.get("jwk")?).and_then(check);
        }
        let is_of_provider = matches!(
            self.kind,
            TokenKind::Id | TokenKind::Access | TokenKind::Logout | TokenKind::AuthorizationResponse
        );
        match self.around {
            Some(_) if !is_of_provider => None,
            Some(flow) if self.keys.is_none() => flow.signature_of(self.text.text()),
            _ => self.keys.cloned().and_then(check),
        }
    }

    /// That it lacks some of these claims, as a sentence; a claim that is empty is none.
    pub(crate) fn lacking(&self, required: &[&'static str]) -> Option<Phrase> {
        let is_empty = |value: &Value| match value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(list) => list.is_empty(),
            _ => false,
        };
        let is_missing = |name: &&&'static str| self.jwt.claims.get(**name).is_none_or(is_empty);
        let missing: Vec<&'static str> = required.iter().filter(is_missing).copied().collect();
        let (first, others) = missing.split_first()?;
        let mut summary = Phrase::from(self.subject()).text(" has no ").text(first);
        for (index, name) in (2..).zip(others) {
            summary = summary.text(if index == missing.len() { " and no " } else { ", no " }).text(name);
        }
        Some(summary.text("."))
    }

    /// It, as the first words of a sentence.
    pub(crate) fn subject(&self) -> &'static str {
        names(self.kind).0
    }

    /// It, inside of a sentence.
    pub(crate) fn name(&self) -> &'static str {
        names(self.kind).1
    }
}

fn names(kind: TokenKind) -> (&'static str, &'static str) {
    match kind {
        TokenKind::Id => ("The ID token", "the ID token"),
        TokenKind::Access => ("The access token", "the access token"),
        TokenKind::Refresh => ("The refresh token", "the refresh token"),
        TokenKind::Logout => ("The logout token", "the logout token"),
        TokenKind::DpopProof => ("The DPoP proof", "the DPoP proof"),
        TokenKind::ClientAssertion => ("The client assertion", "the client assertion"),
        TokenKind::Assertion => ("The assertion", "the assertion"),
        TokenKind::RequestObject => ("The request object", "the request object"),
        TokenKind::AuthorizationResponse => ("The provider's answer", "the provider's answer"),
        TokenKind::Unknown => ("The token", "the token"),
    }
}

/// A token's text and what could be read of it.
struct Read {
    text: Rc<Secret<String>>,
    jwt: Rc<Jwt>,
    form: TokenForm,
    foreign_disclosures: usize,
}

impl Read {
    fn of(text: &str) -> Self {
        let compact = jose::compact(text);
        match SdJwt::read(&compact) {
            Some(token) => {
                let jwt = Jwt::read(token.jwt);
                Read {
                    text: Rc::new(token.jwt.into()),
                    form: TokenForm::of(token.jwt, true),
                    foreign_disclosures: foreign(&token, &jwt),
                    jwt: Rc::new(jwt),
                }
            }
            // The defects of what was pasted, the scheme and the quotes around it among them.
            None => Read {
                text: Rc::new(compact.as_ref().into()),
                jwt: Rc::new(Jwt::read(text)),
                form: TokenForm::of(&compact, false),
                foreign_disclosures: 0,
            },
        }
    }

    fn at<'a, 'r>(
        &self,
        kind: TokenKind,
        place: Pointer,
        arrived: bool,
        now: Option<Timestamp>,
        around: Option<&'a Flow<'r>>,
        keys: Option<&'a KeySet>,
    ) -> TokenUnderTest<'a, 'r> {
        TokenUnderTest {
            kind,
            form: self.form,
            jwt: Rc::clone(&self.jwt),
            text: Rc::clone(&self.text),
            foreign_disclosures: self.foreign_disclosures,
            place,
            now,
            around,
            arrived,
            keys,
            signature: OnceCell::new(),
        }
    }
}

/// Disclosures that the issuer does not stand for. The hash of one may stand in another: then it stands for both.
fn foreign(token: &SdJwt<'_>, jwt: &Jwt) -> usize {
    let is_nested = |value: &Value| {
        let text = value.to_string();
        text.contains("_sd") || text.contains("\"...\"")
    };
    if token.disclosures.iter().filter_map(|outer| outer.value.as_ref()).any(is_nested) {
        return 0;
    }
    token.disclosures.iter().filter(|disclosure| !disclosure.is_in(&jwt.claims)).count()
}
