//! What servers record of each attempt to sign in or to get a token: sign-in logs, system logs, audit trails. Of those that failed the
//! record says so, and why.
//!
//! No product is known here but for the numbers of one; only the names that such members have. Said in one line, in their own names.

use serde_json::{Map, Value};

use crate::Timestamp;
use crate::readers::forms::jsonl;

/// Members that say which kind of event it is: an object without one is the body of an answer.
const KINDS: [&str; 13] = [
    "eventType",
    "event_type",
    "eventName",
    "event_name",
    "event.action",
    "actionId",
    "activityDisplayName",
    "operationName",
    "conditionalAccessStatus",
    "clientAppUsed",
    "action.type",
    "type",
    "event.type",
];

/// Members that only a record has.
const OF_RECORDS: [&str; 25] = [
    "createdDateTime",
    "activityDateTime",
    "published",
    "eventTime",
    "eventID",
    "recordedAt",
    "recorded_at",
    "created_at",
    "createdAt",
    "insertInstant",
    "createInstant",
    "creationDate",
    "log_id",
    "logId",
    "time",
    "timestamp",
    "@timestamp",
    "date",
    "TimeGenerated",
    "properties.createdDateTime",
    "occurred_at",
    "realmId",
    "tenant_name",
    "correlationId",
    "correlation_id",
];

/// Members that say how it ended.
const RESULTS: [&str; 13] = [
    "outcome.result",
    "outcome.status",
    "outcome",
    "event.outcome",
    "result.status",
    "result",
    "resultStatus",
    "status",
    "Status",
    "success",
    "resultType",
    "ResultType",
    "responseElements.status",
];

/// How they say that it failed.
const FAILURES: [&str; 8] =
    ["failure", "failed", "fail", "error", "denied", "unsuccessful", "false", "rejected"];

/// Members that say why.
const REASONS: [&str; 24] = [
    "failureReason",
    "status.failureReason",
    "properties.status.failureReason",
    "outcome.reason",
    "outcome.message",
    "result.description",
    "result.message",
    "resultMessage",
    "resultReason",
    "resultDescription",
    "ResultDescription",
    "properties.resultDescription",
    "errorMessage",
    "error_description",
    "errorDescription",
    "error",
    "reason",
    "failure_reason",
    "cause",
    "description",
    "displayMessage",
    "status.additionalDetails",
    "details.reason",
    "reason.code",
];

/// Members that say what was asked for, and by whom.
const ASKED: [&str; 13] = [
    "grantType",
    "debugContext.debugData.grantType",
    "debugContext.debugData.requestUri",
    "additionalEventData.requestParameters.grant_type",
    "details.grant_type",
    "details.redirect_uri",
    "input.redirect URI",
    "configurations.callback URI",
    "details.response_type",
    "debugContext.debugData.redirectUri",
    "details.username",
    "errorCode",
    "componentId",
];

/// Where the number of an error stands, and beside which words it is one of Microsoft Entra ID, that is known under its prefix elsewhere
/// (<https://learn.microsoft.com/entra/identity-platform/reference-error-codes>).
const NUMBERS: [(&str, &str); 5] = [
    ("status.errorCode", "status.failureReason"),
    ("properties.status.errorCode", "properties.status.failureReason"),
    ("errorCode", "failureReason"),
    ("ResultType", "ResultDescription"),
    ("resultType", "resultDescription"),
];
const PREFIX: &str = "AADSTS";

/// Members that only its records of sign-ins have, and how their category is called.
const OF_SIGN_INS: [&str; 6] = [
    "conditionalAccessStatus",
    "clientAppUsed",
    "ClientAppUsed",
    "ConditionalAccessStatus",
    "properties.clientAppUsed",
    "properties.conditionalAccessStatus",
];
const CATEGORY: &str = "SignIn";

/// What a record says of an attempt that failed; `None` of any other object.
pub(super) fn of(object: &Map<String, Value>) -> Option<String> {
    let has = |names: &[&str]| names.iter().any(|name| member(object, name).is_some());
    if !has(&KINDS) || !has(&OF_RECORDS) {
        return inner(object);
    }
    let category = ["category", "Category", "Type"].iter().find_map(|name| member(object, name)?.as_str());
    let is_sign_in = has(&OF_SIGN_INS) || category.is_some_and(|category| category.contains(CATEGORY));
    let numbers = NUMBERS.iter().filter(|_| is_sign_in);
    let number = numbers.into_iter().find_map(|(number, words)| {
        let number = text(member(object, number)?)?;
        let is_one = (5..=8).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        let words = member(object, words)?.as_str().filter(|_| is_one)?.to_owned();
        Some(format!("{PREFIX}{number}: {words}"))
    });
    if number.is_none() && !has_failed(object) {
        return None;
    }
    let reasons = REASONS.iter().filter(|_| number.is_none());
    let mut said: Vec<String> = reasons.filter_map(|name| pair(object, name)).collect();
    let reasons = said.len() + usize::from(number.is_some());
    said.splice(0..0, number);
    let kind = KINDS.iter().find_map(|name| pair(object, name));
    said.extend(ASKED.iter().filter_map(|name| pair(object, name)));
    said.extend(kind);
    (reasons > 0).then(|| said.join(" "))
}

/// The same of the record that an object wraps.
fn inner(object: &Map<String, Value>) -> Option<String> {
    let inner = ["data", "event", "detail"].iter().find_map(|name| object.get(*name)?.as_object());
    inner.filter(|_| object.len() <= 12).and_then(of)
}

/// When it was recorded.
pub(super) fn time(object: &Map<String, Value>) -> Option<Timestamp> {
    let own = OF_RECORDS.iter().find_map(|name| jsonl::time(member(object, name)?));
    let inner = || ["data", "event", "detail"].iter().find_map(|name| time(object.get(*name)?.as_object()?));
    own.or_else(inner)
}

fn has_failed(object: &Map<String, Value>) -> bool {
    let result = RESULTS.iter().filter_map(|name| text(member(object, name)?));
    let says_so =
        result.into_iter().any(|result| FAILURES.iter().any(|failure| result.eq_ignore_ascii_case(failure)));
    let kind = KINDS.iter().filter_map(|name| text(member(object, name)?));
    // `LOGIN_ERROR`, `user.login.failed`; what a trail of calls has as the code of an error.
    let is_error = |kind: String| {
        let lower = kind.to_ascii_lowercase();
        lower.ends_with("_error") || lower.ends_with("failed") || lower.ends_with("failure")
    };
    let code = member(object, "errorCode").and_then(text).filter(|code| !matches!(code.as_str(), "" | "0"));
    // One product calls its failures by a letter that all of them begin with
    // (<https://auth0.com/docs/deploy-monitor/logs/log-event-type-codes>).
    let letters = member(object, "type").and_then(Value::as_str).filter(|_| object.contains_key("client_id"));
    let is_of_letters = letters.is_some_and(|letters| {
        letters.len() <= 8 && letters.starts_with('f') && letters.bytes().all(|b| b.is_ascii_lowercase())
    });
    says_so || is_of_letters || code.is_some() || kind.into_iter().any(is_error)
}

/// The member at the end of a path; of a list the first element.
fn member<'v>(object: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let found = object.get(path).or_else(|| {
        let (first, rest) = path.split_once('.')?;
        member(object.get(first)?.as_object()?, rest)
    });
    match found? {
        Value::Array(items) => items.first(),
        value => Some(value),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

fn pair(object: &Map<String, Value>, name: &str) -> Option<String> {
    let value = text(member(object, name)?).filter(|text| !text.trim().is_empty())?;
    let name = name.rsplit('.').next()?.replace(' ', "_");
    Some(format!("{name}=\"{value}\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::read;

    fn said(json: &str) -> Vec<String> {
        let statements = read(json.as_bytes()).map(|read| read.statements).unwrap_or_default();
        statements.iter().map(|statement| statement.text.text().to_owned()).collect()
    }

    #[test]
    fn records_of_attempts_that_failed_say_why() {
        let entra = r#"[{"id":"a","createdDateTime":"2026-10-02T09:14:07Z","clientAppUsed":"Browser","status":{"errorCode":53003,"failureReason":"Access has been blocked.","additionalDetails":null}}]"#;
        assert_eq!(said(entra), [r#"AADSTS53003: Access has been blocked. clientAppUsed="Browser""#]);
        let monitor = r#"{"time":"2026-10-02T09:14:07Z","operationName":"Sign-in activity","category":"SignInLogs","resultType":"50105","resultDescription":"Not assigned."}"#;
        assert_eq!(said(monitor), [r#"AADSTS50105: Not assigned. operationName="Sign-in activity""#]);
        let okta = r#"[{"eventType":"app.oauth2.as.token.grant","outcome":{"result":"FAILURE","reason":"expired_refresh_token"},"published":"2026-03-03T11:30:00.000Z"}]"#;
        assert_eq!(said(okta), [r#"reason="expired_refresh_token" eventType="app.oauth2.as.token.grant""#]);
        let auth0 = r#"{"log_id":"9","data":{"date":"2026-02-03T13:53:39.000Z","type":"feacft","description":"Invalid authorization code","client_id":"a"}}"#;
        assert_eq!(said(auth0), [r#"description="Invalid authorization code" type="feacft""#]);
        let behind = "2025-09-02 15:43:27,780|e74d|x|{\n    \"logId\": \"99\",\n    \"resultStatus\": \"FAILED\",\n    \"resultMessage\": \"It does not match.\",\n    \"actionId\": \"validate\"\n}\n";
        assert_eq!(said(behind), [r#"resultMessage="It does not match." actionId="validate""#]);
    }

    #[test]
    fn what_went_well_and_what_is_no_record_is_none() {
        for json in [
            r#"{"eventType":"a","outcome":{"result":"SUCCESS"},"published":"2026-03-03T11:30:00.000Z","displayMessage":"x"}"#,
            r#"{"id":"a","createdDateTime":"2026-10-02T09:14:07Z","clientAppUsed":"Browser","status":{"errorCode":0,"failureReason":"Other."}}"#,
            r#"{"log_id":"9","data":{"date":"2026-02-03T13:53:39.000Z","type":"seacft","description":"x","client_id":"a"}}"#,
            r#"{"time":"2026-10-02T09:14:07Z","operationName":"Deploy","resultType":"50001","resultDescription":"x"}"#,
            r#"{"status":"error","message":"x","time":"2026-03-03T11:30:00.000Z"}"#,
            r#"{"error":"invalid_grant","type":"OAuthException"}"#,
        ] {
            assert_eq!(of(serde_json::from_str::<Value>(json).unwrap().as_object().unwrap()), None, "{json}");
        }
    }
}
