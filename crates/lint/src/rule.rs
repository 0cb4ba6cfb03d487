//! What a rule is.

use oauth::{
    AuthorizationRequest, AuthorizationResponse, Discovery, DpopProof, Flow, FlowMessage, KeySet,
    LogoutRequest, MessageKind, ProtectedRequest, TokenExchange, TokenResponse,
};

pub use crate::actor::Actor;
use crate::evidence::Verdict;
pub use crate::level::{Confidence, Severity};
use crate::login::{CrossOriginFetch, JsonResponse};
use crate::reference::Reference;
use crate::token::TokenUnderTest;

/// A rule: what it demands, where that is written, and the check.
#[derive(Clone)]
pub struct Rule {
    /// `area/name`: the fault in the words of the specifications. It never changes its meaning.
    pub id: &'static str,
    /// The fault in a short sentence: a headline.
    pub title: &'static str,
    /// What it sees, in a sentence or two, as its page begins: with this evidence it is proved.
    pub lead: &'static str,
    /// What a violation means for the login.
    pub severity: Severity,
    /// How sure a violation is, unless the check says otherwise.
    pub confidence: Confidence,
    /// What the specification says: MUST, SHOULD, or that it is good practice.
    pub requirement: Requirement,
    /// Whether it can be the reason why a login fails.
    pub lane: Lane,
    /// The part of a login in which it breaks.
    pub stage: Stage,
    /// Who has to act, unless the check says otherwise.
    pub actor: Actor,
    /// Where it is written; at least one section.
    pub references: &'static [Reference],
    /// Why it matters, in words for somebody who has not read the specification.
    pub why: &'static str,
    /// What to do: one imperative.
    pub fix: &'static str,
    /// How to see that it is mended: one thing to do, and what is seen then.
    pub verify: &'static str,
    /// A fact outside of the recording that would show that this is not the fault.
    pub disproof: &'static str,
    /// The rules whose findings follow from this one, besides the symptoms of its stage and of its call.
    pub explains: &'static [&'static str],
    /// The first version that has it.
    pub since: &'static str,
    /// Its page, whose transcripts are its tests; empty without the feature `pages`.
    pub page: &'static str,
    /// The check and what it looks at.
    pub check: Check,
}

/// The id of a rule that was planned and is none.
pub struct Retired {
    /// The id.
    pub id: &'static str,
    /// The rule that took it over.
    pub now: Option<&'static str>,
    /// Why.
    pub why: &'static str,
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
    /// It is how a login ends that a fault of these stages breaks: the root cause only where no such fault is found.
    Symptom(&'static [Stage]),
    /// It is how a call ends that failed for another reason: the root cause only where no fault of that call is found.
    CallSymptom,
    /// It is a habit worth changing, never the reason for a failure.
    Hygiene,
}

/// The parts of a login, in their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    /// The app reads what provider and API say of themselves: metadata, keys.
    Discovery,
    /// The app registers itself as a client.
    Registration,
    /// The app sends the browser to the provider, or pushes its request there.
    Request,
    /// The provider deals with the user: pages, policies, devices.
    Provider,
    /// The answer comes back to the redirect URI, and the app looks at it: code, state, cookies.
    Response,
    /// The app sends the code to the token endpoint and gets an answer.
    Exchange,
    /// The app looks at the tokens that it got.
    Token,
    /// The app asks for the user's claims.
    Userinfo,
    /// The app uses, renews, revokes its tokens; the user logs out.
    After,
    /// Any of them: networks, formats, CORS, proofs.
    Any,
}

impl Rule {
    /// Whether its findings, in this part of a login, explain those of another rule.
    pub(crate) fn explains(&self, stage: Stage, other: &Rule) -> bool {
        let by_stage = match (self.lane, other.lane) {
            // What may break anywhere and breaks at the place of the symptom is the symptom, not what is behind it.
            (Lane::Fault | Lane::CallSymptom, Lane::Symptom(of)) => {
                of.contains(&stage) && (self.stage != Stage::Any || stage != other.stage)
            }
            _ => false,
        };
        by_stage || self.explains.contains(&other.id)
    }

    /// The rules whose findings may follow from one of this rule. How a call ends may follow from any fault of the call, and
    /// is named only where a rule names it.
    pub fn consequences(&self) -> impl Iterator<Item = &'static Rule> + '_ {
        let rules = crate::catalogue().iter().copied();
        rules.filter(|other| other.id != self.id && self.explains(self.stage, other))
    }
}

impl Stage {
    /// The part of a login to which a message belongs, where a rule is about any of them.
    pub(crate) fn at(self, message: usize, flow: &Flow<'_>) -> Self {
        let Some(purpose) = flow.purpose(message).filter(|_| self == Stage::Any) else { return self };
        match purpose {
            MessageKind::Discovery
            | MessageKind::ResourceChallenge
            | MessageKind::ResourceMetadata
            | MessageKind::CredentialOffer
            | MessageKind::CredentialIssuerMetadata => Stage::Discovery,
            MessageKind::Registration => Stage::Registration,
            MessageKind::LoginStart
            | MessageKind::PushedAuthorizationRequest
            | MessageKind::AuthorizationRequest
            | MessageKind::DeviceAuthorizationRequest
            | MessageKind::BackchannelAuthenticationRequest
            | MessageKind::RequestObject => Stage::Request,
            MessageKind::ProviderPage | MessageKind::Saml | MessageKind::WsFederation => Stage::Provider,
            MessageKind::AuthorizationResponse
            | MessageKind::CodeHandover
            | MessageKind::PresentationResponse => Stage::Response,
            MessageKind::TokenRequest => Stage::Exchange,
            MessageKind::Jwks => Stage::Token,
            MessageKind::Userinfo => Stage::Userinfo,
            MessageKind::ResourceRequest
            | MessageKind::NonceRequest
            | MessageKind::CredentialRequest
            | MessageKind::Introspection
            | MessageKind::Revocation
            | MessageKind::Logout
            | MessageKind::LogoutNotice
            | MessageKind::OtherRequest => Stage::After,
            MessageKind::OwnInterface => Stage::Provider,
            MessageKind::Preflight => Stage::Any,
        }
    }

    /// The word in reports.
    pub fn id(self) -> &'static str {
        match self {
            Stage::Discovery => "discovery",
            Stage::Registration => "registration",
            Stage::Request => "request",
            Stage::Provider => "provider",
            Stage::Response => "response",
            Stage::Exchange => "exchange",
            Stage::Token => "token",
            Stage::Userinfo => "userinfo",
            Stage::After => "after",
            Stage::Any => "any",
        }
    }
}

/// A check, by what it looks at: it runs once for each such thing in a login.
#[derive(Clone, Copy)]
pub enum Check {
    /// The whole login.
    Login(fn(&Flow<'_>) -> Verdict),
    /// Each message, with its index.
    Message(fn(usize, &FlowMessage<'_>, &Flow<'_>) -> Verdict),
    /// Each message that no other finding is about, with its index: what nothing else explains.
    Unexplained(fn(usize, &FlowMessage<'_>, &Flow<'_>) -> Verdict),
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
