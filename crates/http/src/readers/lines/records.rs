//! What an identity provider records of an attempt to sign in that failed: sign-in logs, system logs, audit trails.
//!
//! Which members make a record, which say that it failed and why, is declared below for each; what fits none of them is no record,
//! and what went well or was only interrupted says nothing. Each record stands for itself.

use serde_json::{Map, Value};

use crate::Timestamp;
use crate::readers::forms::jsonl;

/// How records look of one provider.
struct Shape {
    /// Members that every record has; of those with a text, it has to begin so.
    signs: &'static [(&'static str, &'static str)],
    failed: Failed,
    /// What is said of it: members that say why, and what names the attempt.
    said: &'static [&'static str],
    time: &'static str,
}

/// How a record says that the attempt failed.
enum Failed {
    /// A member has one of these values.
    Is(&'static str, &'static [&'static str]),
    /// A member ends so.
    Ends(&'static str, &'static str),
    /// A member is there, and has a text.
    Has(&'static str),
    /// A number of Microsoft Entra ID's, which is known under a prefix elsewhere, and the member with its words.
    Number(&'static str, &'static str),
}

/// The prefix of the numbers (<https://learn.microsoft.com/entra/identity-platform/reference-error-codes>).
const PREFIX: &str = "AADSTS";

/// Numbers of sign-ins that were interrupted to ask the user for something, and went on: a session, a second factor, consent to stay.
const INTERRUPTED: [&str; 24] = [
    "16000", "16001", "16003", "50055", "50058", "50072", "50074", "50076", "50078", "50079", "50097",
    "50125", "50127", "50129", "50140", "50143", "50144", "50158", "50199", "51006", "65001", "16002",
    "399218", "9002341",
];

/// The same of Okta: what the user mistyped, and what was asked without pages and needs them.
const GOES_ON: [&str; 6] = [
    "INVALID_CREDENTIALS",
    "VERIFICATION_ERROR",
    "consent_required",
    "interaction_required",
    "login_required",
    "mfa_required",
];

/// Codes of Auth0's events that are failed logins and exchanges
/// (<https://auth0.com/docs/deploy-monitor/logs/log-event-type-codes>).
const AUTH0: [&str; 16] = [
    "f", "fp", "fu", "fsa", "fco", "feacft", "feccft", "fede", "feoobft", "feotpft", "fepft", "fepotpft",
    "fercft", "fertft", "fcoa", "ferrt",
];

static SHAPES: &[Shape] = &[
    // Microsoft Graph, `auditLogs/signIns`.
    Shape {
        signs: &[("createdDateTime", ""), ("appId", ""), ("clientAppUsed", "")],
        failed: Failed::Number("status.errorCode", "status.failureReason"),
        said: &["status.additionalDetails"],
        time: "createdDateTime",
    },
    // The same through Azure Monitor's exports and its workspaces.
    Shape {
        signs: &[("category", ""), ("operationName", "Sign-in")],
        failed: Failed::Number("resultType", "resultDescription"),
        said: &[],
        time: "time",
    },
    Shape {
        signs: &[("Category", ""), ("OperationName", "Sign-in")],
        failed: Failed::Number("ResultType", "ResultDescription"),
        said: &[],
        time: "TimeGenerated",
    },
    // Okta's System Log.
    Shape {
        signs: &[("eventType", "app.oauth2."), ("published", ""), ("outcome.reason", "")],
        failed: Failed::Is("outcome.result", &["FAILURE", "DENY"]),
        said: &["outcome.reason", "debugContext.debugData.grantType", "eventType"],
        time: "published",
    },
    Shape {
        signs: &[("eventType", "user.authentication"), ("published", ""), ("outcome.reason", "")],
        failed: Failed::Is("outcome.result", &["FAILURE", "DENY"]),
        said: &["outcome.reason", "eventType"],
        time: "published",
    },
    // Auth0's tenant log, as its stream and as its API hand it out.
    Shape {
        signs: &[("log_id", ""), ("data.client_id", ""), ("data.description", "")],
        failed: Failed::Is("data.type", &AUTH0),
        said: &["data.description", "data.type"],
        time: "data.date",
    },
    Shape {
        signs: &[("log_id", ""), ("client_id", ""), ("description", "")],
        failed: Failed::Is("type", &AUTH0),
        said: &["description", "type"],
        time: "date",
    },
    // Keycloak's events, in the words of its log.
    Shape {
        signs: &[("realmId", ""), ("time", ""), ("error", "")],
        failed: Failed::Ends("type", "_ERROR"),
        said: &["type", "error", "details.reason", "details.grant_type"],
        time: "time",
    },
    // AWS CloudTrail of Cognito and of the token service.
    Shape {
        signs: &[("eventSource", "cognito-idp."), ("eventTime", ""), ("errorCode", "")],
        failed: Failed::Has("errorMessage"),
        said: &["errorCode", "errorMessage", "eventName"],
        time: "eventTime",
    },
    Shape {
        signs: &[("eventSource", "sts."), ("eventName", "AssumeRoleWithWebIdentity"), ("errorCode", "")],
        failed: Failed::Has("errorMessage"),
        said: &["errorCode", "errorMessage", "eventName"],
        time: "eventTime",
    },
];

/// What the record of an attempt says that failed, and when that was: nothing of one that went well or on. `None` for any other object.
pub(super) fn of(object: &Map<String, Value>) -> Option<(String, Option<Timestamp>)> {
    let shape = SHAPES.iter().find(|shape| {
        shape.signs.iter().all(|(name, begin)| text(object, name).is_some_and(|text| text.starts_with(begin)))
    })?;
    let time = member(object, shape.time).and_then(jsonl::time);
    let goes_on = text(object, "outcome.reason").is_some_and(|reason| GOES_ON.contains(&reason.as_str()));
    let Some(own) = shape.failed.of(object).filter(|_| !goes_on) else { return Some((String::new(), time)) };
    let mut said = Vec::from_iter(own);
    said.extend(shape.said.iter().filter_map(|name| {
        let value = text(object, name).filter(|value| !value.trim().is_empty())?;
        Some(format!("{}={}", name.rsplit('.').next()?, Value::from(value)))
    }));
    Some((said.join(", "), time))
}

impl Failed {
    /// What it says by that, if anything; `None` where the attempt did not fail.
    fn of(&self, object: &Map<String, Value>) -> Option<Option<String>> {
        match self {
            Failed::Is(name, values) => values.contains(&text(object, name)?.as_str()).then_some(None),
            Failed::Ends(name, end) => text(object, name)?.ends_with(end).then_some(None),
            Failed::Has(name) => (!text(object, name)?.is_empty()).then_some(None),
            Failed::Number(number, words) => {
                let number = text(object, number)?;
                let is_one =
                    (5..=8).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
                let words = text(object, words).filter(|words| !words.trim().is_empty())?;
                let is_failure = is_one && !INTERRUPTED.contains(&number.as_str());
                is_failure.then(|| Some(format!("{PREFIX}{number}: {words}")))
            }
        }
    }
}

/// The member at the end of a path.
fn member<'v>(object: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let value = object.get(first)?;
    if rest.is_empty() { Some(value) } else { member(value.as_object()?, rest) }
}

fn text(object: &Map<String, Value>, path: &str) -> Option<String> {
    match member(object, path)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::read;

    fn said(json: &str) -> Vec<(String, bool)> {
        let statements = read(json.as_bytes()).map(|read| read.statements).unwrap_or_default();
        let said = statements.iter().map(|said| (said.text.text().to_owned(), said.time.is_some()));
        said.collect()
    }

    #[test]
    fn the_record_of_an_attempt_that_failed_says_why() {
        let check =
            |json: &str, expected: &str| assert_eq!(said(json), [(expected.to_owned(), true)], "{json}");
        check(
            r#"[{"id":"a","createdDateTime":"2026-10-02T09:14:07Z","appId":"1","clientAppUsed":"Browser","status":{"errorCode":53003,"failureReason":"Access has been blocked.","additionalDetails":null}}]"#,
            "AADSTS53003: Access has been blocked.",
        );
        check(
            r#"{"time":"2026-10-02T09:14:07Z","operationName":"Sign-in activity","category":"SignInLogs","resultType":"50105","resultDescription":"Not assigned."}"#,
            "AADSTS50105: Not assigned.",
        );
        check(
            r#"[{"eventType":"app.oauth2.as.token.grant","outcome":{"result":"FAILURE","reason":"expired_refresh_token"},"published":"2026-03-03T11:30:00.000Z"}]"#,
            r#"reason="expired_refresh_token", eventType="app.oauth2.as.token.grant""#,
        );
        check(
            r#"{"log_id":"9","data":{"date":"2026-02-03T13:53:39.000Z","type":"feacft","description":"Invalid authorization code","client_id":"a"}}"#,
            r#"description="Invalid authorization code", type="feacft""#,
        );
        check(
            r#"{"time":1764303866905,"type":"LOGIN_ERROR","realmId":"r","clientId":"web","error":"invalid_redirect_uri","details":{"redirect_uri":"https://a.example/cb"}}"#,
            r#"type="LOGIN_ERROR", error="invalid_redirect_uri""#,
        );
        check(
            r#"{"Records":[{"eventTime":"2026-03-03T11:30:00Z","eventSource":"cognito-idp.amazonaws.com","eventName":"InitiateAuth","errorCode":"NotAuthorizedException","errorMessage":"Refresh Token has expired"}]}"#,
            r#"errorCode="NotAuthorizedException", errorMessage="Refresh Token has expired", eventName="InitiateAuth""#,
        );
    }

    #[test]
    fn what_went_well_or_on_and_what_is_no_record_is_none() {
        for json in [
            r#"{"eventType":"app.oauth2.as.token.grant","outcome":{"result":"SUCCESS","reason":"x"},"published":"2026-03-03T11:30:00.000Z"}"#,
            r#"{"eventType":"system.push","outcome":{"result":"FAILURE","reason":"x"},"published":"2026-03-03T11:30:00.000Z"}"#,
            r#"{"createdDateTime":"2026-10-02T09:14:07Z","appId":"1","clientAppUsed":"Browser","status":{"errorCode":0,"failureReason":"Other."}}"#,
            r#"{"createdDateTime":"2026-10-02T09:14:07Z","appId":"1","clientAppUsed":"Browser","status":{"errorCode":50074,"failureReason":"Strong Authentication is required."}}"#,
            r#"{"log_id":"9","data":{"date":"2026-02-03T13:53:39.000Z","type":"seacft","description":"x","client_id":"a"}}"#,
            r#"{"time":"2026-10-02T09:14:07Z","operationName":"Deploy","category":"x","resultType":"50001","resultDescription":"x"}"#,
            r#"{"eventTime":"2026-03-03T11:30:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","errorCode":"AccessDenied","errorMessage":"Access Denied"}"#,
            r#"{"type":"LOGIN","realmId":"r","time":1,"error":"x"}"#,
            r#"{"error":"invalid_grant","type":"OAuthException"}"#,
        ] {
            let record = of(serde_json::from_str::<Value>(json).unwrap().as_object().unwrap());
            assert!(record.is_none_or(|(said, _)| said.is_empty()), "{json}");
        }
    }
}
