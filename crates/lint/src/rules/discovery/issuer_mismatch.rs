//! OpenID Connect Discovery §4.3: the issuer in the document "MUST be identical to the Issuer URL that was used as the prefix
//! to /.well-known/openid-configuration".

use oauth::{Discovery, Flow, Part, Pointer};

use crate::compare::difference;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::turned_away::TurnedAway;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "discovery/issuer-mismatch",
    title: "The discovery document names another issuer than its address",
    lead: "The app loaded the provider's discovery document, and issuer in it is not the address that the document \
          was loaded from.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Discovery,
    actor: Actor::App,
    references: &[Reference::OidcDiscovery("4.3"), Reference::Rfc(8414, "3.3")],
    why: "The issuer is the provider's name, and it has to be the address at which its document is found. Otherwise anybody could \
          publish a document in the name of another provider, so libraries refuse it.",
    fix: "Configure the app with the issuer that the document states, or tell the provider its public address.",
    verify: "Load the document again: its issuer is the address that the app is configured with.",
    disproof: "The app's log shows that it took the document although the issuers differ.",
    explains: &["callback/iss-mismatch"],
    since: "0.1.0",
    page: page!("issuer_mismatch.md"),
    check: Check::Discovery(check),
};

fn check(document: &Discovery<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(issuer) = document.text("issuer") else { return Verdict::NotApplicable };
    // Not the address that the app was configured with.
    let redirected = flow.redirect_to(document.message).is_some();
    let addresses = document.issuers_of_address();
    let Some(address) = addresses.first().filter(|_| !redirected) else { return Verdict::NotApplicable };
    match document.names_its_address() {
        Some(true) => return Verdict::Agrees,
        Some(false) => {}
        None => return Verdict::Inconclusive("the host that the document is from"),
    }
    let words = difference(address.trim_end_matches('/'), issuer.trim_end_matches('/')).map(|d| d.words());
    let evidence = fail(
        Phrase::from(
            "The discovery document names another issuer than the address that it was loaded from. ",
        )
        .append(words.unwrap_or_default()),
    )
    .noted(Pointer::new(document.message, Part::Url), "where the document was")
    .noted(document.pointer("issuer"), "the issuer that it names");
    let went_on = flow.authorization_request().is_some_and(|request| request.message > document.message);
    // Where nothing followed, the app may as well have had nothing to do.
    let evidence = if flow.messages.len() > 1 { evidence } else { evidence.confidence(Confidence::Medium) };
    match (flow.has_tokens(), went_on) {
        (true, _) => evidence.severity(Severity::Info).into(),
        (false, true) if is_turned_down(flow) => evidence.into(),
        (false, true) => evidence.severity(Severity::Warning).into(),
        (false, false) => evidence.into(),
    }
}

/// Whether the app refused the provider's answer and made no token call: an app that makes it has taken the issuer.
fn is_turned_down(flow: &Flow<'_>) -> bool {
    !flow.has_token_request()
        && flow.authorization_responses().iter().any(|response| TurnedAway::of(response, flow).is_some())
}
