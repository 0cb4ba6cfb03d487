//! RFC 9068 §4: the API "MUST validate the signature", with "the keys provided by the authorization server": it has to find the one that `kid` names.

use oauth::{Flow, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::token_use::{gets_past, show, who};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/key-not-found",
    title: "The API has no key for the access token",
    lead: "The API, or a gateway before it, refused the access token and said that it knows no key with which to check its signature.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(9068, "4"), Reference::Rfc(7517, "4.5"), Reference::Rfc(7515, "4.1.4")],
    why: "A token names the key that signed it (kid). The API looks it up in the keys that it loaded from the issuer (jwks_uri). They were not loaded, are old, or are those of another issuer: the token itself may be right.",
    fix: "Look in the log of the API, or of the gateway before it, whether it could load the issuer's keys (jwks_uri) and when; load that address from its machine, and compare kid of the token with the keys.",
    verify: "Repeat the call: kid of the token is among the keys that the API has loaded, and it takes the token.",
    disproof: "The API's log shows that it has the key that kid names, and refused the token for another reason.",
    explains: &["api/401-invalid-token", "api/opaque-to-jwt-validator", "userinfo/failed"],
    since: "0.1.0",
    page: page!("key_not_found.md"),
    check: Check::ProtectedRequest(check),
};

/// How servers say that they find no key.
const WORDS: [&str; 12] = [
    "jwks",
    "json web key",
    "signing key",
    "signature key",
    "no matching key",
    "key not found",
    "no key found",
    "public key",
    "verification key",
    "key id",
    "unknown kid",
    "'kid'",
];

fn check(call: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if !matches!(call.exchange.status(), Some(401 | 403)) || gets_past(call, flow) {
        return Verdict::Pass;
    }
    let Some(words) = Words::of(call.message, call.exchange).filter(|words| words.have(&WORDS)) else {
        return Verdict::Pass;
    };
    let jwt = call.jwt();
    let claim = |name: &'static str| {
        let jwt = jwt.as_ref()?;
        let header = oauth::Part::RequestHeader("authorization".into());
        let part = oauth::Part::Claim(Box::new(header), name.into());
        let is_there = jwt.header.contains_key(name) || jwt.claims.contains_key(name);
        is_there.then(|| oauth::Pointer::new(call.message, part))
    };
    let summary =
        Phrase::from(who(call)).text(" says that it has no key to check the signature of the token with.");
    let evidence = fail(summary)
        .noted_if(claim("kid"), "the key that signed the token")
        .noted_if(claim("iss"), "whose key it is")
        .noted(words.place, "What the server says.");
    show(call, evidence).into()
}
