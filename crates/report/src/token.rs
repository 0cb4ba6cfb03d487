//! Tokens in words: what one is, what is wrong with it, whether its signature fits, and what every claim means.

mod claims;
pub(crate) mod gloss;
mod model;
mod pasted;
mod shape;
mod signature;
mod verdicts;

use http::Timestamp;
use jose::{Jwt, KeySet, SdJwt};
use lint::{Session, TokenUnderTest};
use serde::Serialize;

use crate::mask::secrets;
use crate::mask::{Redactor, Shown, shown};

pub use model::{
    Claim, Disclosed, JudgementKind, LoginToken, LoginTokens, Place, Signature, SignatureState, Token,
    TokenCheck,
};

/// Tokens of one login that are listed.
const MOST_TOKENS: usize = 50;

/// Claims of one token that are shown, and members of its header.
const MOST_CLAIMS: usize = 200;

/// What is known around a token.
#[derive(Default)]
pub struct TokenContext<'a> {
    /// What time it is for the user.
    pub now: Option<Timestamp>,
    /// The keys to verify it with.
    pub keys: Option<&'a KeySet>,
    /// Where the keys come from, in words: `the pasted keys`.
    pub keys_from: Shown,
    /// Whether claims that are personal are shown as they stand. Never in a report.
    pub reveals: bool,
}

impl TokenContext<'_> {
    /// A context with keys, or without.
    pub fn new<'a>(
        now: Option<Timestamp>,
        keys: Option<(&'a KeySet, Shown)>,
        reveals: bool,
    ) -> TokenContext<'a> {
        let (keys, keys_from) = keys.map_or((None, Shown::default()), |(keys, from)| (Some(keys), from));
        TokenContext { now, keys, keys_from, reveals }
    }
}

/// A token of a text, and what it was called there.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct NamedToken {
    /// `id_token`; empty where the text is the token, or does not say.
    pub name: Shown,
    /// The token.
    pub token: Token,
}

/// The tokens of what somebody pasted, one at least: a token, a header line, a response, an address, lines of a log.
pub fn tokens(text: &str, context: &TokenContext<'_>) -> Vec<NamedToken> {
    let found = pasted::tokens_in(text).into_iter();
    found.map(|found| NamedToken { name: found.name, token: token(&found.token, context) }).collect()
}

/// The first token of a text.
pub(crate) fn first(text: &str) -> Jwt {
    Jwt::read(pasted::tokens_in(text).first().map_or(text, |first| &first.token).trim())
}

/// A token that somebody wants to look at, alone.
pub fn token(text: &str, context: &TokenContext<'_>) -> Token {
    let token = TokenUnderTest::alone(text, context.now, context.keys);
    describe(text, &token, std::slice::from_ref(&token), context, &Redactor::default())
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
    secrets::learn_all(&redactor, session);
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
    let place = |pointer: &oauth::Pointer| Place {
        message: pointer.message as u32 + 1,
        part: redactor.part(&pointer.part),
    };
    let context = TokenContext { now, keys: fetched, keys_from: Shown::from("the fetched key set"), reveals };
    let all = flow.tokens();
    let left_out = left_out(all.len().saturating_sub(MOST_TOKENS), "tokens");
    let tokens = all.into_iter().take(MOST_TOKENS).filter_map(|token| {
        let places = TokenUnderTest::of_login(flow, &token, fetched);
        Some(LoginToken {
            token: describe(token.text.text(), places.first()?, &places, &context, redactor),
            text: redactor.name(shape::label(token.kind), token.text.text()),
            came: token.came.iter().map(place).collect(),
            went: token.went.iter().map(place).collect(),
        })
    });
    let stated = flow.metadata.as_ref().and_then(|metadata| metadata.jwks_uri.as_ref());
    let has_keys = fetched.is_some() || !flow.provider_key_sets().is_empty();
    LoginTokens {
        tokens: tokens.collect(),
        left_out,
        keys_at: stated.filter(|_| !has_keys).map(crate::keys::without_user),
    }
}

/// That so many more are not shown.
fn left_out(count: usize, what: &'static str) -> Option<Shown> {
    (count > 0).then(|| shown!(Shown::number(count as f64), " more ", what, " are not shown."))
}

/// `places`: the token at each place where somebody had to read it, `token` the first of them.
fn describe(
    text: &str,
    token: &TokenUnderTest<'_, '_>,
    places: &[TokenUnderTest<'_, '_>],
    context: &TokenContext<'_>,
    redactor: &Redactor,
) -> Token {
    let judged = lint::judge_token(places);
    let signature = signature::signature(token, &judged, context, redactor);
    let mut checks = verdicts::checks(token, &judged, context, redactor);
    let compact = jose::compact(text);
    let disclosing = SdJwt::read(&compact);
    let show = |(name, value): (&String, &_)| claims::shown(name, value, context.reveals, redactor);
    let jwt = &token.jwt;
    let summary = verdicts::summary(&signature, &checks, token);
    let state = verdicts::state(&signature, &checks);
    let disclosed = disclosing.as_ref().map_or(0, |token| token.disclosures.len());
    let counts = [
        (jwt.header.len(), "members of the header"),
        (jwt.claims.len(), "claims"),
        (disclosed, "disclosed claims"),
    ];
    let more =
        counts.into_iter().filter_map(|(count, what)| left_out(count.saturating_sub(MOST_CLAIMS), what));
    checks.extend(more.map(|text| TokenCheck {
        state: JudgementKind::Info,
        text,
        specification: None,
        rule: None,
    }));
    Token {
        kind: shape::id(token.kind),
        name: shape::name(token.kind, token.form),
        form: shape::form(token.form),
        summary,
        state,
        signature,
        checks,
        header: jwt.header.iter().take(MOST_CLAIMS).map(show).collect(),
        claims: jwt
            .claims
            .iter()
            .take(MOST_CLAIMS)
            .map(|(name, value)| claims::claim(name, value, jwt, context, redactor))
            .collect(),
        disclosed: disclosing.map_or_else(Vec::new, |token| {
            token
                .disclosures
                .iter()
                .take(MOST_CLAIMS)
                .map(|d| claims::disclosed(d, jwt, context.reveals, redactor))
                .collect()
        }),
    }
}
