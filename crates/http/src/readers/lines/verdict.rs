//! What a web application firewall writes of a request that it blocks: AWS WAF, Azure's and Cloudflare's, Google Cloud Armor.
//!
//! Its logs name the request, what was done, and the rules that wanted it. Said in one line, in their own names.

use serde_json::{Map, Value};

/// Members that say what was done.
const ACTIONS: [&str; 3] = ["action", "Action", "outcome"];

/// What is done with a request that goes no further.
const BLOCKS: [&str; 4] = ["block", "blocked", "deny", "denied"];

/// Members that name the rule, or say what it saw.
const RULES: [&str; 11] = [
    "ruleId",
    "rule_id",
    "RuleID",
    "ruleName",
    "terminatingRuleId",
    "preconfiguredExprIds",
    "policy",
    "ruleSetType",
    "message",
    "Message",
    "Description",
];

/// How deep they lie.
const DEEPEST: usize = 5;

/// So many are named.
const MOST: usize = 6;

/// What is said of a request that was blocked; `None` of any other, and where no rule is named.
pub(super) fn of(object: &Map<String, Value>) -> Option<String> {
    let mut found = Found::default();
    found.walk(object, 0);
    let (name, action) = found.action?;
    let rules = found.rules.iter().take(MOST).map(|(name, value)| format!(", {name}: {value}"));
    (!found.rules.is_empty()).then(|| format!("{name}: {action}{}", rules.collect::<String>()))
}

#[derive(Default)]
struct Found<'o> {
    action: Option<(&'o str, &'o str)>,
    rules: Vec<(&'o str, &'o str)>,
}

impl<'o> Found<'o> {
    /// What the object itself has comes before what lies in it.
    fn walk(&mut self, object: &'o Map<String, Value>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for (name, value) in object {
            self.take(name, value);
        }
        for (name, value) in object {
            match value {
                Value::Object(inner) => self.walk(inner, depth + 1),
                Value::Array(items) => {
                    for item in items {
                        match item {
                            Value::Object(inner) => self.walk(inner, depth + 1),
                            item => self.take(name, item),
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn take(&mut self, name: &'o str, value: &'o Value) {
        let Some(text) = value.as_str().filter(|text| !text.is_empty()) else { return };
        if ACTIONS.contains(&name) && BLOCKS.iter().any(|block| text.eq_ignore_ascii_case(block)) {
            self.action.get_or_insert((name, text));
        } else if RULES.contains(&name) && !self.rules.contains(&(name, text)) {
            self.rules.push((name, text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(json: &str) -> Option<String> {
        of(serde_json::from_str::<Value>(json).ok()?.as_object()?)
    }

    #[test]
    fn firewalls_say_what_they_block_and_why() {
        let aws = r#"{"action":"BLOCK","terminatingRuleId":"Common","ruleGroupList":[{"terminatingRule":{"action":"BLOCK","ruleId":"EC2MetaDataSSRF_QUERYARGUMENTS"}}]}"#;
        assert_eq!(
            said(aws).as_deref(),
            Some("action: BLOCK, terminatingRuleId: Common, ruleId: EC2MetaDataSSRF_QUERYARGUMENTS")
        );
        let azure = r#"{"category":"ApplicationGatewayFirewallLog","properties":{"requestUri":"/cb","ruleId":"942440","message":"SQL Comment Sequence Detected.","action":"Blocked"}}"#;
        assert_eq!(
            said(azure).as_deref(),
            Some("action: Blocked, message: SQL Comment Sequence Detected., ruleId: 942440")
        );
        let armor = r#"{"jsonPayload":{"enforcedSecurityPolicy":{"outcome":"DENY","preconfiguredExprIds":["owasp-crs-v030301-id942440-sqli"]}}}"#;
        assert_eq!(
            said(armor).as_deref(),
            Some("outcome: DENY, preconfiguredExprIds: owasp-crs-v030301-id942440-sqli")
        );
    }

    #[test]
    fn what_passes_or_names_no_rule_is_none() {
        assert_eq!(said(r#"{"action":"ALLOW","ruleId":"x"}"#), None);
        assert_eq!(said(r#"{"action":"block"}"#), None);
    }
}
