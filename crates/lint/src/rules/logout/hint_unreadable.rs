//! OpenID Connect RP-Initiated Logout §2: `id_token_hint` is an ID token that the provider issued before; where it was encrypted for the client, "the
//! Client MUST decrypt" it before it can be used so.

use oauth::{Flow, LogoutRequest, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "logout/hint-unreadable",
    title: "The logout sends an ID token that the provider cannot read or does not know",
    lead: "The logout request carries an id_token_hint that is encrypted (a JWE of five parts), or an ID token of another client or issuer, \
          and the provider refused the logout.",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::RpInitiatedLogout("2"), Reference::OidcCore("10.2")],
    why: "By id_token_hint the provider tells which client and user the logout is for. It is encrypted with the key of the client, which the provider cannot open, or names somebody else.",
    fix: "Send the signed ID token that the client got by decrypting, not the encrypted one; or switch the encryption of ID tokens off for this client at the provider.",
    verify: "Log out again: id_token_hint has three parts, and the provider ends the session.",
    disproof: "The provider refuses the same logout with a signed ID token of this client as id_token_hint, too.",
    explains: &["logout/redirect-refused"],
    since: "0.1.0",
    page: page!("hint_unreadable.md"),
    check: Check::Logout(check),
};

const OWN: &str = "Send the ID token that this client got from this provider as id_token_hint, and client_id of the same client.";

fn check(logout: &LogoutRequest<'_>, flow: &Flow<'_>) -> Verdict {
    const NAME: &str = "id_token_hint";
    let is_refused = logout.exchange.status().is_some_and(|status| (400..500).contains(&status));
    let Some(hint) = logout.parameters.text(NAME).filter(|_| is_refused) else {
        return Verdict::NotApplicable;
    };
    let place = logout.pointer(NAME);
    let status = Pointer::new(logout.message, Part::Status);
    if hint.split('.').count() == 5 {
        return fail("The id_token_hint of the logout request is encrypted (a JWE, five parts): the provider cannot read it, and refuses the logout.")
            .noted(place, "five parts: encrypted")
            .at(status)
            .into();
    }
    let jwt = jose::Jwt::read(hint);
    let claim = |name: &'static str| {
        Pointer::new(logout.message, Part::Claim(Box::new(place.part.clone()), name.into()))
    };
    if let Some(client) = logout.parameters.text("client_id")
        && !jwt.audiences().is_empty()
        && !jwt.audiences().contains(&client)
        && jwt.text("azp") != Some(client)
    {
        return fail(
            "The id_token_hint of the logout request is an ID token of another client than client_id names.",
        )
        .fix(OWN)
        .noted(claim("aud"), "whose ID token it is")
        .noted(logout.pointer("client_id"), "who asks for the logout")
        .at(status)
        .into();
    }
    let issuer = flow.metadata.as_ref().map(|metadata| metadata.issuer.as_str());
    let differs = jwt.text("iss").zip(issuer).is_some_and(|(own, issuer)| own != issuer);
    if differs {
        return fail("The id_token_hint of the logout request is an ID token of another issuer than the provider that is asked.")
            .fix(OWN)
            .noted(claim("iss"), "who issued it")
            .at(status)
            .into();
    }
    Verdict::Pass
}
