//! The dialect of a login's provider: its habits, the names of its console, and its own error codes in plain words.
//!
//! Here alone: rules know no provider.

use oauth::{Flow, FlowMessage, ForeignToken, MessageKind, NO_PAGE, Part, Pointer, Provider, ProviderError};

use crate::evidence::Point;
use crate::finding::Finding;
use crate::rule::{Actor, Rule};

/// Rules that pass on whatever a provider refuses, so that each of its codes can be the reason of their findings. This does
/// not follow from the codes, of which most prove no rule; a rule that a code proves is explained by that code without being
/// here.
const PASS_ON: [&str; 18] = [
    "answer/refused",
    "api/401-invalid-token",
    "authorize/error-page",
    "callback/access-denied",
    "callback/error",
    "callback/interaction-error-without-none",
    "discovery/fetch-failed",
    "logout/redirect-refused",
    "par/status",
    "refresh/invalid-grant",
    "token/assertion-invalid",
    "token/code-stale",
    "token/error-as-200",
    "token/error-shape",
    "token/grant-refused",
    "token/invalid-client",
    "token/invalid-grant",
    "token/invalid-request",
];

/// The dialect of a login's provider, where it is known.
pub(crate) struct Dialect(Option<&'static Provider>);

impl Dialect {
    pub(crate) fn of(flow: &Flow<'_>) -> Self {
        Dialect(Provider::of(flow))
    }

    /// Whether this provider breaks the rule in every login.
    pub(crate) fn is_habit(&self, rule: &Rule) -> bool {
        self.0.is_some_and(|provider| provider.habits.contains(&rule.id))
    }

    /// The finding in the provider's terms: its error code explained, else the fix with the names of its console where
    /// the check had no better one.
    pub(crate) fn translate(&self, mut finding: Finding, flow: &Flow<'_>) -> Finding {
        let Some(provider) = self.0.or_else(|| named_beside(&finding, flow)) else { return finding };
        finding.provider_error = provider_error(provider, &finding, flow);
        let console = provider.fix_of(finding.rule.id);
        if let Some(error) = finding.provider_error {
            finding.summary = finding
                .summary
                .text(" At ")
                .text(provider.name)
                .text(" \"")
                .text(error.code)
                .text("\" means: ")
                .text(error.means);
            if !finding.fix_is_exact {
                finding.fix = error.fix;
            }
        } else if let Some((token, place)) = foreign_token(provider, &finding, flow) {
            finding.summary = finding.summary.text(" ").text(token.means);
            finding
                .points
                .insert(0, Point { pointer: place, note: Some("what tells whose token it is".into()) });
            if !finding.fix_is_exact {
                finding.fix = token.fix;
            }
        } else if let Some(fix) = console
            && finding.fix == finding.rule.fix
            && (fix != NO_PAGE || is_token_call(finding.message, flow))
        {
            finding.fix = fix;
            if fix == NO_PAGE {
                finding.actor = Actor::App;
            }
        }
        finding
    }
}

/// The provider whose host a line names that is a finding's evidence.
fn named_beside(finding: &Finding, flow: &Flow<'_>) -> Option<&'static Provider> {
    finding.stated?;
    let text = |point: &Point| match point.pointer.part {
        Part::Statement(at) => Some(flow.statements.get(at)?.text.text()),
        _ => None,
    };
    finding.points.iter().filter_map(text).find_map(Provider::named_in)
}

/// Whether a message is a page's call to the token endpoint, or the question whether it may make it.
fn is_token_call(message: usize, flow: &Flow<'_>) -> bool {
    let kind = |at: usize| flow.messages.get(at).map(|message| message.kind);
    let asked = |other: &FlowMessage<'_>| {
        other.kind == MessageKind::TokenRequest
            && flow
                .messages
                .get(message)
                .is_some_and(|asks| asks.exchange.request.uri.same_resource(&other.exchange.request.uri))
    };
    kind(message) == Some(MessageKind::TokenRequest)
        || kind(message) == Some(MessageKind::Preflight) && flow.messages.iter().any(asked)
}

/// Findings about an API that does not take the token.
const TOKEN_REFUSED: [&str; 3] = ["api/401-invalid-token", "api/wrong-audience", "api/wrong-issuer"];

/// What kind of token for the provider's own APIs another API refused, and where that stands.
fn foreign_token(
    provider: &'static Provider,
    finding: &Finding,
    flow: &Flow<'_>,
) -> Option<(&'static ForeignToken, Pointer)> {
    if !TOKEN_REFUSED.contains(&finding.rule.id) {
        return None;
    }
    let request = flow.protected_request(finding.message)?;
    let token = provider.foreign_token(&request.jwt()?, request.exchange.request.uri.host())?;
    Some((token, request.claim(token.claim)))
}

/// The provider's own code for a refusal, from the messages that the finding points into: any, where the rule passes refusals
/// on, else one that proves the rule.
fn provider_error(
    provider: &'static Provider,
    finding: &Finding,
    flow: &Flow<'_>,
) -> Option<&'static ProviderError> {
    let rule = finding.rule.id;
    let is_reason = |error: &ProviderError| PASS_ON.contains(&rule) || error.rule == Some(rule);
    if !provider.errors.iter().any(is_reason) {
        return None;
    }
    let mut messages: Vec<usize> = finding.points.iter().map(|point| point.pointer.message).collect();
    messages.sort_unstable();
    messages.dedup();
    // The refusal is the last of them: what was sent stands before it.
    let mut named =
        messages.into_iter().rev().filter_map(|message| error_in_message(provider, message, flow));
    named.find(|error| is_reason(error))
}

fn error_in_message(
    provider: &'static Provider,
    message: usize,
    flow: &Flow<'_>,
) -> Option<&'static ProviderError> {
    let FlowMessage { kind, exchange, .. } = flow.messages.get(message)?;
    match kind {
        MessageKind::AuthorizationResponse => {
            let responses = flow.authorization_responses();
            let response = responses.iter().find(|response| response.message == message)?;
            ERROR_PARAMETERS.iter().find_map(|name| provider.error_in(response.parameters.text(name)?))
        }
        MessageKind::TokenRequest => {
            let response = flow.token_exchange(message)?.response();
            let said = ERROR_PARAMETERS.iter().find_map(|name| provider.error_in(response.text(name)?));
            // Some put their words deeper.
            said.or_else(|| provider.error_in(exchange.response_body().present()?.text()?))
        }
        MessageKind::ResourceRequest | MessageKind::Userinfo => {
            let challenge = flow.protected_request(message)?.challenge();
            let told = challenge.as_ref().and_then(|challenge| challenge.parameter("error_description"));
            let in_body = || provider.error_in(exchange.response_body().present()?.text()?);
            told.and_then(|told| provider.error_in(told)).or_else(in_body)
        }
        MessageKind::PushedAuthorizationRequest
        | MessageKind::DeviceAuthorizationRequest
        | MessageKind::Registration
        | MessageKind::Discovery
        | MessageKind::OtherRequest => provider.error_in(exchange.response_body().present()?.text()?),
        MessageKind::AuthorizationRequest | MessageKind::ProviderPage | MessageKind::Logout => {
            let address = exchange.request.uri.query();
            let in_address = ERROR_PARAMETERS.iter().find_map(|name| provider.error_in(address.text(name)?));
            in_address.or_else(|| provider.error_in(exchange.response_body().present()?.text()?))
        }
        _ => None,
    }
}

/// Where providers put their words, the most telling first.
const ERROR_PARAMETERS: [&str; 6] =
    ["error_description", "error_message", "error_reason", "reason", "message", "error"];

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a sentence about a console goes on after the way through it.
    const OPENINGS: [&str; 3] = ["In ", "At ", "Under "];
    const IMPERATIVES: [&str; 39] = [
        "Add", "Ask", "Begin", "Compare", "Copy", "Create", "Decode", "Exchange", "Install", "Invite",
        "Keep", "Let", "Look", "Make", "Open", "Put", "Read", "Register", "Run", "Send", "Set", "Show",
        "Sign", "Start", "Store", "Switch", "Take", "Try", "Use", "add", "compare", "copy", "create",
        "enable", "open", "put", "renew", "set", "tick",
    ];

    #[test]
    fn dialects_speak_of_rules_that_exist() {
        for provider in Provider::all() {
            let fixed = provider.fixes.iter().map(|(rule, _)| rule);
            let proved = provider.errors.iter().filter_map(|error| error.rule.as_ref());
            for id in provider.habits.iter().chain(fixed).chain(proved) {
                assert!(crate::rule(id).is_some(), "{}: {id} is no rule", provider.name);
            }
        }
        for id in PASS_ON {
            assert!(crate::rule(id).is_some(), "{id} is no rule");
        }
    }

    #[test]
    fn a_refusal_is_nobodys_habit() {
        let errors = || Provider::all().iter().flat_map(|provider| provider.errors);
        let is_refusal = |id: &str| PASS_ON.contains(&id) || errors().any(|error| error.rule == Some(id));
        for provider in Provider::all() {
            let hidden = provider.habits.iter().find(|habit| is_refusal(habit));
            assert_eq!(hidden, None, "{} would hide why a login fails", provider.name);
        }
    }

    #[test]
    fn fixes_are_short_and_imperative() {
        for provider in Provider::all() {
            let of_errors = provider.errors.iter().map(|error| error.fix);
            for fix in provider.fixes.iter().map(|(_, fix)| *fix).chain(of_errors) {
                assert!(fix.len() <= 220, "{}: too long: {fix}", provider.name);
                assert!(fix.ends_with('.'), "{}: no sentence: {fix}", provider.name);
                let is_way = OPENINGS.iter().any(|opening| fix.starts_with(opening));
                let order = if is_way { fix.split_once(", ").map_or(fix, |(_, order)| order) } else { fix };
                let verb = order.split(' ').next().unwrap_or_default();
                assert!(IMPERATIVES.contains(&verb), "{}: says not what to do: {fix}", provider.name);
            }
            for error in provider.errors {
                assert!(error.means.ends_with(['.', '"']) && error.means.len() <= 120, "{}", error.means);
            }
        }
    }
}
