//! What is shown of a token.

use serde::Serialize;

use crate::mask::Shown;
use crate::model::Specification;

/// A token in words.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Token {
    /// `id-token`, `access-token`, `logout-token` …
    pub kind: &'static str,
    /// The kind in words: `ID token`.
    pub name: &'static str,
    /// How it is written: `signed JWT`, `encrypted JWT`, `opaque`.
    pub form: &'static str,
    /// Whether it can be used.
    pub state: JudgementKind,
    /// That in a sentence.
    pub summary: Shown,
    /// The signature.
    pub signature: Signature,
    /// What the rules say of it, the worst first.
    pub checks: Vec<TokenCheck>,
    /// The members of its header.
    pub header: Vec<Claim>,
    /// Its claims.
    pub claims: Vec<Claim>,
    /// Claims that are shown along with it (SD-JWT).
    pub disclosed: Vec<Disclosed>,
}

/// How a judgement went.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum JudgementKind {
    /// It is wrong: whoever reads this token has to refuse it.
    Wrong,
    /// It is unsafe, or some readers refuse it.
    Warning,
    /// Something is missing to judge it.
    Unknown,
    /// Worth knowing.
    Info,
    /// It is right.
    Right,
}

/// One thing that was compared or computed.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TokenCheck {
    /// How it went.
    pub state: JudgementKind,
    /// What was found.
    pub text: Shown,
    /// Where it is demanded.
    pub specification: Option<Specification>,
    /// The rule that says so; null for what is worth knowing alone.
    pub rule: Option<&'static str>,
}

/// What became of the signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum SignatureState {
    /// It fits a key.
    Valid,
    /// It fits none of the keys that it should fit.
    Invalid,
    /// There are keys, and none of them is the one.
    NoKey,
    /// There are no keys to check it with.
    NotChecked,
    /// The token has no signature.
    None,
}

/// The signature of a token. The signature itself is never shown.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Signature {
    /// What became of it.
    pub state: SignatureState,
    /// What that means for whoever reads the token.
    pub judgement: JudgementKind,
    /// The rule that says so, where it is wrong.
    pub rule: Option<&'static str>,
    /// That in words, with the key and the reason.
    pub text: Shown,
}

/// A claim, or a member of the header.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Claim {
    /// Its name.
    pub name: Shown,
    /// Its value, masked where it is personal.
    pub value: Shown,
    /// Whether it is masked.
    pub secret: bool,
    /// What it means.
    pub meaning: Shown,
    /// The moment that it names, in milliseconds since the epoch.
    pub time_ms: Option<f64>,
}

/// A claim that is shown along with a token.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Disclosed {
    /// The claim, where it could be read.
    pub claim: Option<Claim>,
    /// Whether the token holds its hash.
    pub is_vouched_for: bool,
}

/// The tokens of a login.
#[derive(Clone, Default, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct LoginTokens {
    /// The tokens, in the order in which they were first seen.
    pub tokens: Vec<LoginToken>,
    /// That there are more, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<Shown>,
    /// The address of the provider's keys, where its metadata was seen and its keys were not.
    pub keys_at: Option<String>,
}

/// A token of a login.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct LoginToken {
    /// The token.
    pub token: Token,
    /// Its stable name: `access_token#1 · JWT, 812 chars`.
    pub text: Shown,
    /// Where it arrived.
    pub came: Vec<Place>,
    /// Where it was sent.
    pub went: Vec<Place>,
}

/// A place in a login.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Place {
    /// The number of the message.
    pub message: u32,
    /// Where in it: `response.json.id_token`.
    pub part: Shown,
}
