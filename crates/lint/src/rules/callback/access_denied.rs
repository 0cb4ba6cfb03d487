//! RFC 6749 §4.1.2.1: "The resource owner or authorization server denied the request."

use oauth::{AuthorizationResponse, Flow, MessageKind, Provider};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::told::meaning;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/access-denied",
    title: "The user or a policy refused the login",
    lead: "The provider sent the browser back with error=access_denied.",
    severity: Severity::Info,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Provider,
    actor: Actor::Browser,
    references: &[Reference::Rfc(6749, "4.1.2.1"), Reference::OidcCore("3.1.2.6")],
    why: "access_denied is the provider's answer when somebody presses Cancel, and when a policy does not let this user \
          into this app.",
    fix: "Log in again and agree to what is asked. Where nobody pressed Cancel, the provider's sign-in log names the rule that refused this user.",
    verify: "Let the same user log in again and agree: the browser comes back without access_denied.",
    disproof: "The provider's sign-in log shows that this user agreed and was let in.",
    explains: &["callback/no-code-no-error"],
    since: "0.1.0",
    page: page!("access_denied.md"),
    check: Check::AuthorizationResponse(check),
};

const READ_IT: &str = "Act on what the provider says. Where the words are not enough, its sign-in log has the attempt at this time.";

/// Whether words are about somebody who may not, or does not want to: such a reason is that of the code itself.
fn speaks_of_leave(words: &str) -> bool {
    const WORDS: [&str; 22] = [
        "access", "allow", "approv", "authoriz", "authoris", "block", "cancel", "consent", "declin", "den",
        "disallow", "forbid", "grant", "permi", "polic", "prohibit", "refus", "reject", "restrict", "role",
        "assign", "user",
    ];
    let lower = words.to_lowercase();
    let mut all = lower.split(|c: char| !c.is_alphanumeric());
    // What is no English may say the same.
    !words.is_ascii() || all.any(|word| WORDS.iter().any(|begin| word.starts_with(begin)))
}

/// Nobody reads a page and presses a button in less, in seconds.
const A_CLICK: f64 = 2.0;

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if response.error() != Some("access_denied") {
        return Verdict::Pass;
    }
    let saw_a_page = flow.messages[..response.message].iter().any(|m| {
        (m.kind == MessageKind::AuthorizationRequest || m.kind.is_on_the_way())
            && m.exchange.status() == Some(200)
    });
    let took = flow.authorization_request().and_then(|request| {
        Some(response.exchange.started?.as_seconds() - request.exchange.started?.as_seconds())
    });
    let by_policy = !saw_a_page && took.is_some_and(|seconds| seconds < A_CLICK);
    let description = response.parameters.has("error_description");
    let words = response.parameters.text("error_description").unwrap_or_default();
    let is_explained = Provider::of(flow).is_some_and(|provider| provider.error_in(words).is_some());
    let evidence = if by_policy {
        fail("The provider answered access_denied at once, without showing a page: a rule at the provider refused, not a click.")
            .severity(Severity::Warning)
            .by(Actor::ProviderSettings)
            .fix("Let this user into the app at the provider: assign the user or group, add the test user, or change the policy.")
    } else if is_explained || meaning(words).is_some() {
        fail("The provider refused the login with access_denied, and says why.").by(Actor::App)
    } else if !words.is_empty() && !speaks_of_leave(words) {
        fail("The provider refused the login with access_denied, and says another reason than somebody's no.")
            .by(Actor::App)
            .fix(READ_IT)
    } else {
        fail(
            "The login was refused at the provider: somebody pressed Cancel there, or is not allowed to use this app.",
        )
    };
    evidence
        .at(response.pointer("error"))
        .noted_if(description.then(|| response.pointer("error_description")), "the provider's words")
        .into()
}
