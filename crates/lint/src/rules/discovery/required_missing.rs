//! OpenID Connect Discovery §3, RFC 8414 §2: the members that a client cannot do without.

use oauth::{Discovery, Flow, Part, Pointer, StoryKind};
use serde_json::Value;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "discovery/required-missing",
    title: "The discovery document lacks an address that the app needs",
    lead: "The provider's discovery document was loaded, and one of the members that a login needs is not in it, or \
          is no text.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Discovery,
    actor: Actor::Provider,
    references: &[Reference::OidcDiscovery("3"), Reference::Rfc(8414, "2")],
    why: "The app takes the provider's addresses from this document. What is not in it, it cannot call.",
    fix: "Complete the document at the provider, or configure the missing address in the app.",
    verify: "Start the login again: the app does not miss an address and goes on to the next request.",
    disproof: "The app's settings give the missing address, and its log shows that it uses it.",
    explains: &[],
    since: "0.1.0",
    page: page!("required_missing.md"),
    check: Check::Discovery(check),
};

/// What every login by OpenID Connect needs. The lists of what is supported are required as well, and hardly missed.
const NEEDED: [&str; 4] = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"];

fn check(document: &Discovery<'_>, flow: &Flow<'_>) -> Verdict {
    if !document.is_openid() {
        return Verdict::NotApplicable;
    }
    if document.is_part() {
        return Verdict::Inconclusive("the whole discovery document");
    }
    let missing: Vec<&'static str> =
        NEEDED.into_iter().filter(|name| lacks(document, name) && stops(name, flow)).collect();
    if missing.is_empty() {
        return Verdict::Pass;
    }
    let mut summary = Phrase::from("The discovery document does not say ");
    for (index, name) in missing.iter().enumerate() {
        summary = summary.text(if index == 0 { "" } else { ", " }).text(name);
    }
    let mut evidence = fail(summary.text(".")).at(Pointer::new(document.message, Part::Url));
    for name in missing.into_iter().filter(|name| document.members.contains_key(*name)) {
        evidence = evidence.noted(document.pointer(name), "is no address");
    }
    let is_alone = flow.kind() == StoryKind::Discovery;
    // A login can begin without the rest; whether it needs it was not seen.
    let begins = !NEEDED[..2].iter().any(|name| lacks(document, name));
    evidence.at(Pointer::new(document.message, Part::ResponseBody)).warning_if(is_alone && begins).into()
}

fn lacks(document: &Discovery<'_>, name: &str) -> bool {
    match document.members.get(name) {
        None | Some(Value::Null) => name != "token_endpoint" || gives_codes(document),
        Some(value) => value.as_str().is_none_or(str::is_empty),
    }
}

/// Whether the login stopped where the member is needed: what went on had the address from elsewhere.
fn stops(name: &str, flow: &Flow<'_>) -> bool {
    let began = flow.authorization_request().is_some() || flow.has_token_request();
    !began || name == "token_endpoint" && flow.has_code() && !flow.has_token_request()
}

/// A provider that gives tokens by redirect alone has no token endpoint.
fn gives_codes(document: &Discovery<'_>) -> bool {
    match document.members.get("response_types_supported").and_then(Value::as_array) {
        Some(types) => {
            types.iter().filter_map(Value::as_str).any(|t| t.split(' ').any(|word| word == "code"))
        }
        None => true,
    }
}
