//! Tokens in words: what one is, what is wrong with it, whether its signature fits, and what every claim means.

mod claims;
mod gloss;
mod judge;
mod model;
mod moment;
mod shape;
mod signature;

use http::{Secret, Timestamp};
use jose::{Jwt, KeySet, SdJwt};
use lint::Session;
use oauth::{Flow, SeenToken, TokenKind};

use crate::redact::{Redactor, Shown};
use crate::secrets;

pub use model::{
    Claim, Disclosed, JudgementKind, LoginToken, LoginTokens, Place, Signature, SignatureState, Token,
    TokenCheck,
};

/// What is known around a token.
#[derive(Default)]
pub struct TokenContext<'a> {
    /// The moment to judge it at.
    pub now: Option<Timestamp>,
    /// The keys to verify it with.
    pub keys: Option<&'a KeySet>,
    /// Where the keys come from, in words: `the pasted keys`.
    pub keys_from: Shown,
    /// Whether claims that are personal are shown as they stand. Never in a report.
    pub reveals: bool,
    /// What the login around it expects.
    expected: Expected,
}

/// What the login around a token expects of it.
#[derive(Default)]
struct Expected {
    issuer: Option<String>,
    client_id: Option<String>,
    nonce: Option<Secret<String>>,
    access_token: Option<Secret<String>>,
    code: Option<Secret<String>>,
    state: Option<Secret<String>>,
    /// The `Date` of the response that brought it.
    server_time: Option<Timestamp>,
    is_sent_to_api: bool,
    /// The request that it was sent with: its method, its address and the access token in it.
    request: Option<SentWith>,
}

/// A request that a DPoP proof was sent with.
struct SentWith {
    method: String,
    uri: http::Uri,
    access_token: Option<Secret<String>>,
}

impl TokenContext<'_> {
    /// A context with keys, or without.
    pub fn new<'a>(
        now: Option<Timestamp>,
        keys: Option<(&'a KeySet, Shown)>,
        reveals: bool,
    ) -> TokenContext<'a> {
        let (keys, keys_from) = keys.map_or((None, Shown::default()), |(keys, from)| (Some(keys), from));
        TokenContext { now, keys, keys_from, reveals, expected: Expected::default() }
    }
}

/// A token that somebody wants to look at, alone.
pub fn token(text: &str, context: &TokenContext<'_>) -> Token {
    let redactor = Redactor::default();
    // The line break that a shell or a paste puts at its end is none of the token's.
    describe(text.trim(), None, context, &redactor)
}

/// The tokens of the login with that key, judged in the light of this login; without any, where there is no such login.
/// `fetched` are the provider's keys, where they are not in the recording.
pub fn login_tokens(
    session: &Session,
    key: &str,
    fetched: Option<&KeySet>,
    now: Option<Timestamp>,
    reveals: bool,
) -> LoginTokens {
    let redactor = Redactor::default();
    for story in session.analysis().stories() {
        secrets::learn(&redactor, story.flow());
    }
    login_tokens_with(session, key, fetched, now, reveals, &redactor)
}

/// The same with names that the secrets have already.
pub(crate) fn login_tokens_with(
    session: &Session,
    key: &str,
    fetched: Option<&KeySet>,
    now: Option<Timestamp>,
    reveals: bool,
    redactor: &Redactor,
) -> LoginTokens {
    let analysis = session.analysis();
    let Some(story) = analysis.stories().iter().find(|story| crate::view::key(story.flow()) == key) else {
        return LoginTokens::default();
    };
    let flow = story.flow();
    let seen = flow.provider_key_sets().last().map(oauth::KeySet::verification_keys);
    let keys = seen.as_ref().or(fetched);
    let keys_from =
        if seen.is_some() { "the provider's key set in this login" } else { "the fetched key set" };
    let place = |pointer: &oauth::Pointer| Place {
        message: pointer.message as u32 + 1,
        part: redactor.prose(&pointer.part.path()),
    };
    let tokens = flow.tokens().into_iter().map(|token| {
        // A DPoP proof is signed with a key of its own, a client assertion with the client's.
        let is_of_provider = matches!(
            token.kind,
            TokenKind::Id | TokenKind::Access | TokenKind::Logout | TokenKind::AuthorizationResponse
        );
        let context = TokenContext {
            now,
            keys: keys.filter(|_| is_of_provider),
            keys_from: Shown::from(keys_from),
            reveals,
            expected: expected(flow, &token),
        };
        LoginToken {
            token: describe(token.text.text(), Some(token.kind), &context, redactor),
            text: redactor.name(shape::label(token.kind), token.text.text()),
            came: token.came.iter().map(place).collect(),
            went: token.went.iter().map(place).collect(),
        }
    });
    let stated = flow.metadata.as_ref().and_then(|metadata| metadata.jwks_uri.as_ref());
    LoginTokens {
        tokens: tokens.collect(),
        keys_at: stated.filter(|_| keys.is_none()).map(|uri| uri.url().to_string()),
    }
}

fn expected(flow: &Flow<'_>, seen: &SeenToken) -> Expected {
    let first = seen.came.first();
    let brought = first.and_then(|pointer| flow.token_exchange(pointer.message));
    let request = flow.authorization_request();
    let answer = flow.authorization_responses().last();
    let text = |value: Option<&str>| value.map(Secret::from);
    let access_token = brought.and_then(|exchange| exchange.response().access_token());
    let by_redirect = answer.and_then(|answer| answer.parameters.text("access_token"));
    Expected {
        issuer: flow.metadata.as_ref().map(|metadata| metadata.issuer.clone()),
        client_id: flow.client_id(),
        nonce: text(request.and_then(|request| request.parameters.text("nonce"))),
        access_token: text(access_token.or(by_redirect)),
        code: text(answer.and_then(|answer| answer.code()?.known())),
        state: text(request.and_then(|request| request.parameters.text("state"))),
        server_time: brought.and_then(|exchange| exchange.exchange.server_time()),
        request: seen.went.first().filter(|_| seen.kind == TokenKind::DpopProof).and_then(|pointer| {
            let exchange = flow.messages.get(pointer.message)?.exchange;
            Some(SentWith {
                method: exchange.request.method.clone(),
                uri: exchange.request.uri.clone(),
                access_token: exchange.authorization().map(|(_, token)| token.into()),
            })
        }),
        is_sent_to_api: seen.went.iter().any(|pointer| pointer.part.path() == "header.authorization"),
    }
}

fn describe(text: &str, kind: Option<TokenKind>, context: &TokenContext<'_>, redactor: &Redactor) -> Token {
    let compact = jose::compact(text);
    let disclosing = SdJwt::read(&compact);
    let compact = disclosing.as_ref().map_or(&*compact, |token| token.jwt);
    // The defects of what was pasted, the scheme and the quotes around it among them.
    let jwt = if disclosing.is_some() { Jwt::read(compact) } else { Jwt::read(text) };
    let by_content = TokenKind::of(&jwt);
    let kind = match kind {
        Some(kind) if kind != TokenKind::Unknown => kind,
        _ => by_content,
    };
    let form = shape::Form::of(compact, disclosing.is_some());
    let signature = signature::signature(compact, &jwt, form, context, redactor);
    let mut checks = judge::checks(&jwt, kind, form, context, redactor);
    if let Some(disclosing) = &disclosing {
        checks.extend(judge::disclosures(disclosing, &jwt));
    }
    let show = |name: &str, value: &_| claims::shown(name, value, context.reveals, redactor);
    Token {
        kind: shape::id(kind),
        name: shape::name(kind, form),
        form: form.words(),
        summary: judge::summary(&signature, &checks, form, kind),
        state: judge::state(&signature, &checks),
        signature,
        checks,
        header: jwt.header.iter().map(|(name, value)| show(name, value)).collect(),
        claims: jwt
            .claims
            .iter()
            .map(|(name, value)| claims::claim(name, value, &jwt, context, redactor))
            .collect(),
        disclosed: disclosing.map_or_else(Vec::new, |token| {
            token.disclosures.iter().map(|d| claims::disclosed(d, &jwt, context.reveals, redactor)).collect()
        }),
    }
}
