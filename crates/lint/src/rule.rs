//! What a rule is.

use oauth::{
    AuthorizationRequest, AuthorizationResponse, Discovery, DpopProof, Flow, FlowMessage, KeySet,
    LogoutRequest, ProtectedRequest, TokenExchange, TokenResponse,
};

use crate::evidence::Verdict;
use crate::login::{CrossOriginFetch, JsonResponse};
use crate::reference::Reference;
use crate::token::TokenUnderTest;

/// A rule: what it demands, where that is written, and the check.
pub struct Rule {
    /// `area/name`: the fault in the words of the specifications. It never changes its meaning.
    pub id: &'static str,
    /// The fault in a short sentence: a headline.
    pub title: &'static str,
    /// What a violation means for the login.
    pub severity: Severity,
    /// How sure a violation is, unless the check says otherwise.
    pub confidence: Confidence,
    /// What the specification says: MUST, SHOULD, or that it is good practice.
    pub requirement: Requirement,
    /// Whether it can be the reason why a login fails.
    pub lane: Lane,
    /// Where it is written; at least one section.
    pub references: &'static [Reference],
    /// Why it matters, in words for somebody who has not read the specification.
    pub why: &'static str,
    /// What to do: one imperative.
    pub fix: &'static str,
    /// The rules whose findings follow from this one.
    pub explains: &'static [&'static str],
    /// The first version that has it.
    pub since: &'static str,
    /// Its page, whose transcripts are its tests; empty without the feature `pages`.
    pub page: &'static str,
    /// The check and what it looks at.
    pub check: Check,
}

/// What a violation means for the login.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// It works, but it is unsafe or will break.
    Warning,
    /// The login fails, or a correct peer must refuse it.
    Error,
}

/// How sure a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Confidence {
    /// Inferred from effects.
    Medium,
    /// Read from the traffic itself.
    High,
}

/// What the specification says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Requirement {
    /// MUST, MUST NOT, REQUIRED.
    Must,
    /// SHOULD, RECOMMENDED.
    Should,
    /// Not in a specification's capital letters: how things are done, or how browsers and networks work.
    Practice,
}

/// Whether a rule can be the reason why a login fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lane {
    /// It can be the root cause.
    Fault,
    /// It is a habit worth changing, never the reason for a failure.
    Hygiene,
}

/// A check, by what it looks at: it runs once for each such thing in a login.
#[derive(Clone, Copy)]
pub enum Check {
    /// The whole login.
    Login(fn(&Flow<'_>) -> Verdict),
    /// Each message, with its index.
    Message(fn(usize, &FlowMessage<'_>, &Flow<'_>) -> Verdict),
    /// The authorization request.
    AuthorizationRequest(fn(&AuthorizationRequest<'_>, &Flow<'_>) -> Verdict),
    /// Each authorization response.
    AuthorizationResponse(fn(&AuthorizationResponse<'_>, &Flow<'_>) -> Verdict),
    /// Each token request.
    TokenRequest(fn(&TokenExchange<'_>, &Flow<'_>) -> Verdict),
    /// Each response of the token endpoint (a status at least was seen).
    TokenResponse(fn(&TokenResponse<'_>, &Flow<'_>) -> Verdict),
    /// Each response in which the client expects JSON and whose body was seen.
    JsonResponse(fn(&JsonResponse<'_>, &Flow<'_>) -> Verdict),
    /// Each request of a page to another origin, its preflights included.
    CrossOriginFetch(fn(&CrossOriginFetch<'_>, &Flow<'_>) -> Verdict),
    /// Each call with an access token: UserInfo, and the first calls to APIs.
    ProtectedRequest(fn(&ProtectedRequest<'_>, &Flow<'_>) -> Verdict),
    /// Each DPoP proof.
    DpopProof(fn(&DpopProof<'_>, &Flow<'_>) -> Verdict),
    /// Each key set that was read.
    KeySet(fn(&KeySet<'_>, &Flow<'_>) -> Verdict),
    /// Each discovery document that was read.
    Discovery(fn(&Discovery<'_>, &Flow<'_>) -> Verdict),
    /// Each logout request.
    Logout(fn(&LogoutRequest<'_>, &Flow<'_>) -> Verdict),
    /// Each token at each place where somebody has to read it, and a token that is looked at alone.
    Token(fn(&TokenUnderTest<'_, '_>) -> Verdict),
}
