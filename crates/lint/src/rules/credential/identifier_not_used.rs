//! OpenID for Verifiable Credential Issuance 1.0 §8.2: `credential_identifier` is "REQUIRED when an Authorization Details of type openid_credential was
//! returned from the Token Response"; `credential_configuration_id` "MUST NOT be used" then.

use oauth::{Flow, Part, Pointer, ProtectedRequest};
use serde_json::Value;

use crate::login::succeeds_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "credential/identifier-not-used",
    title: "The wallet does not ask for the credential by the identifier that it was given",
    lead: "The token response gave credential_identifiers, the wallet's credential request names another thing \
          (credential_configuration_id or format), and the issuer refused it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::OpenId4Vci("8.2"), Reference::OpenId4Vci("6.2")],
    why: "An issuer that gives credential_identifiers with the token has set apart which credentials the wallet may fetch. A request that names the configuration in their place is one of another way of asking, and is refused.",
    fix: "Send credential_identifier with one of the credential_identifiers of the token response, and leave credential_configuration_id out.",
    verify: "Ask for the credential again: the request has credential_identifier, and the issuer answers with the credential.",
    disproof: "The issuer refuses a request with one of these identifiers, too.",
    explains: &[],
    since: "0.1.0",
    page: page!("identifier_not_used.md"),
    check: Check::ProtectedRequest(check),
};

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    const NAMES: [&str; 2] = ["credential_configuration_id", "format"];
    let is_refused = request.exchange.status().is_some_and(|status| (400..500).contains(&status));
    let asked = request.exchange.request.body.present().and_then(|body| body.json());
    let (Some(asked), true) = (asked, is_refused) else { return Verdict::NotApplicable };
    let has = |name: &&str| asked.get(name).is_some();
    let Some(name) = NAMES.into_iter().find(has).filter(|_| asked.get("credential_identifier").is_none())
    else {
        return Verdict::NotApplicable;
    };
    let given = flow.token_exchanges().iter().rev().find(|token| {
        let details = token.response().members.and_then(|members| members.get(DETAILS)?.as_array());
        details.is_some_and(|details| details.iter().any(has_identifiers))
    });
    let Some(given) = given else {
        return Verdict::Inconclusive("the token response with the credentials that the wallet may fetch");
    };
    if succeeds_later(flow, request.message) {
        return Verdict::NotApplicable;
    }
    let words = Words::of(request.message, request.exchange).map(|words| words.place);
    let summary = match name {
        "format" => {
            "The wallet asks for the credential by its format, and the token response gave credential_identifiers to ask by."
        }
        _ => {
            "The wallet asks for the credential by credential_configuration_id, and the token response gave credential_identifiers to ask by."
        }
    };
    fail(summary)
        .noted(given.response().pointer(DETAILS), "what the token is for: the identifiers stand here")
        .noted(Pointer::new(request.message, Part::Json(name.into())), "what the wallet asks for")
        .noted_if(words, "What the issuer says.")
        .at(request.status_pointer())
        .into()
}

const DETAILS: &str = "authorization_details";

fn has_identifiers(detail: &Value) -> bool {
    let identifiers = detail.get("credential_identifiers").and_then(Value::as_array);
    identifiers.is_some_and(|identifiers| !identifiers.is_empty())
}
