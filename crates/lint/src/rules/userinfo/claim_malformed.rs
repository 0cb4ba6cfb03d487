//! OpenID Connect Core §5.3.2: a claim that is not returned "SHOULD be omitted from the JSON object"; §5.1: updated_at is a
//! number of seconds.

use oauth::{Flow, MessageKind, Part, Pointer};
use serde_json::Value;

use crate::login::JsonResponse;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "userinfo/claim-malformed",
    title: "A claim of UserInfo has the wrong form",
    lead: "The UserInfo answer has a standard claim that is null, or updated_at in milliseconds. Strict clients refuse the answer.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Should,
    lane: Lane::Fault,
    stage: Stage::Userinfo,
    actor: Actor::Provider,
    references: &[Reference::OidcCore("5.3.2"), Reference::OidcCore("5.1")],
    why: "A claim without a value is to be left out, and times are numbers of seconds. Libraries that read the claims into types (text, number, seconds) fail on null or on a time in the year 50000.",
    fix: "Let the provider leave out the claims that have no value, and give updated_at in seconds; or map them before the app reads them.",
    verify: "Ask UserInfo again: no claim is null, and updated_at has ten digits.",
    disproof: "The app's log shows that it took these claims.",
    explains: &[],
    since: "0.1.0",
    page: page!("claim_malformed.md"),
    check: Check::JsonResponse(check),
};

/// The claims of OpenID Connect Core §5.1.
const CLAIMS: [&str; 20] = [
    "sub",
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "updated_at",
];

/// A number of seconds is below it, one of milliseconds above.
const TOO_LARGE: f64 = 1e11;

fn check(response: &JsonResponse<'_>, _: &Flow<'_>) -> Verdict {
    if response.kind != MessageKind::Userinfo || !response.is_ok() {
        return Verdict::NotApplicable;
    }
    let Some(claims) = response.body.json().and_then(Value::as_object) else { return Verdict::NotApplicable };
    let place = |name: &'static str| Pointer::new(response.message, Part::ResponseJson(name.into()));
    let nulls: Vec<&'static str> =
        CLAIMS.into_iter().filter(|name| claims.get(*name).is_some_and(Value::is_null)).collect();
    let updated = claims.get("updated_at").and_then(Value::as_f64).filter(|time| *time > TOO_LARGE);
    let evidence = match (nulls.first(), updated) {
        (Some(first), _) => fail(
            Phrase::from("The UserInfo answer has claims that are null, such as ")
                .text(first)
                .text(": they are to be left out."),
        )
        .at(place(first)),
        (None, Some(_)) => fail("The UserInfo answer has updated_at in milliseconds, not in seconds.")
            .at(place("updated_at")),
        (None, None) => return Verdict::Pass,
    };
    let evidence = nulls.iter().skip(1).fold(evidence, |evidence, name| evidence.at(place(name)));
    let late = (updated.is_some() && !nulls.is_empty()).then(|| place("updated_at"));
    evidence.noted_if(late, "in milliseconds, not in seconds").into()
}
