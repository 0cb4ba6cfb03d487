//! What a provider refuses in an authorization request: said to the app, or on a page to the user.

use oauth::{AuthorizationRequest, Flow, Part, Pointer, Provider};

use crate::error_page::ErrorPage;
use crate::evidence::{Evidence, Place};
use crate::login::is_reason_unseen;
use crate::scope::says_scope;

/// Where the provider says that it refuses the request for a certain reason: with one of these error codes, or (in lower
/// case) with one of these words. `None` where it does not refuse, or says something else.
pub(crate) fn refusal_about(
    request: &AuthorizationRequest<'_>,
    flow: &Flow<'_>,
    codes: &[&str],
    words: &[&str],
) -> Option<Pointer> {
    if let Some(response) = flow.authorization_responses().last() {
        let error = response.error()?;
        if codes.contains(&error) {
            return Some(response.pointer("error"));
        }
        let description = response.parameters.text("error_description")?.to_ascii_lowercase();
        let says = words.iter().any(|word| description.contains(word));
        return says.then(|| response.pointer("error_description"));
    }
    let page = ErrorPage::of(request, flow)?;
    let said = page.says(codes).or_else(|| page.says(words)).map(|range| page.pointer(range));
    said.or_else(|| page.url_says(codes)).or_else(|| page.url_says(words))
}

/// Where the provider says in its own code or words that the fault is the one of this rule.
pub(crate) fn provider_says(
    request: &AuthorizationRequest<'_>,
    flow: &Flow<'_>,
    rule: &str,
) -> Option<Pointer> {
    if let Some(response) = flow.authorization_responses().last() {
        response.error()?;
        return ["error", "error_description"].into_iter().find_map(|name| {
            let said = Provider::proof_in(response.parameters.text(name)?, rule, flow)?;
            Some(response.pointer(name).marking([said]))
        });
    }
    ErrorPage::of(request, flow)?.provider_says(flow, rule)
}

/// Where the provider refuses a request whose parameter of that name has a fault: it names the parameter, or gives no reason
/// at all.
pub(crate) fn refusal_of_parameter(
    request: &AuthorizationRequest<'_>,
    flow: &Flow<'_>,
    name: &str,
    words: &[&str],
) -> Option<Pointer> {
    let spaced = name.replace('_', " ");
    let mut all = vec![name, spaced.as_str()];
    all.extend_from_slice(words);
    if let Some(said) = refusal_about(request, flow, &[], &all) {
        return Some(said);
    }
    if let Some(response) = flow.authorization_responses().last() {
        let unexplained = matches!(response.error(), Some("invalid_request"))
            && !response.parameters.has("error_description");
        return unexplained.then(|| response.pointer("error"));
    }
    let page = ErrorPage::of(request, flow).filter(ErrorPage::blames_request)?;
    const REASONS: [&str; 10] = [
        "client",
        "redirect",
        "scope",
        "response",
        "state",
        "nonce",
        "prompt",
        "challenge",
        "expired",
        "denied",
    ];
    page.says(&REASONS).is_none().then(|| Pointer::new(page.message, Part::Status))
}

/// Shows that answer. A page whose words were not seen may be about something else.
pub(crate) fn with_answer(evidence: Evidence<impl Place>, said: Pointer, flow: &Flow<'_>) -> Evidence {
    let answer = flow.messages.get(said.message);
    let unseen = said.part == Part::Status && answer.is_some_and(|m| is_reason_unseen(m.exchange));
    evidence.inferred_if(unseen).noted(said, "the provider's answer")
}

/// Words (in lower case) with which providers say that they do not know the client.
const UNKNOWN_CLIENT: [&str; 19] = [
    "client is invalid",
    "client_id is invalid",
    "client_id is not valid",
    "invalid client_id",
    "invalid client id",
    "invalid client identifier",
    "unknown client",
    "unknown_client",
    "client not found",
    "client_not_found",
    "client was not found",
    "client is not known",
    "client does not exist",
    "client is not registered",
    "no registered client",
    "no client with",
    "application not found",
    "application with identifier",
    "oauth client was deleted",
];

/// Where the provider says that it does not know the client.
pub(crate) fn unknown_client(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Option<Pointer> {
    // The description says what the code leaves open.
    let words = flow
        .authorization_responses()
        .last()
        .and_then(|response| response.parameters.text("error_description"));
    if words.is_some_and(|words| says_scope(words, flow)) {
        return None;
    }
    // league's words for a redirect URI that is none of the client's, too.
    let says = |words: &[&str]| ErrorPage::of(request, flow).is_some_and(|page| page.says(words).is_some());
    if says(&["client authentication failed"]) && !says(&UNKNOWN_CLIENT) {
        return None;
    }
    refusal_about(request, flow, &["invalid_client"], &UNKNOWN_CLIENT)
        .or_else(|| provider_says(request, flow, "authorize/client-unknown"))
}
