//! RFC 6749 §4.1.2.1: `unsupported_response_type`, and `unauthorized_client` for a client that may not use it.

use oauth::{AuthorizationRequest, Flow, Pointer};

use crate::authorize_refusal::{provider_says, refusal_about};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/response-type-refused",
    title: "The provider does not allow this response_type",
    lead: "The provider refuses the response_type of the authorization request, or says that there is none.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[
        Reference::Rfc(6749, "4.1.2.1"),
        Reference::Rfc(6749, "3.1.1"),
        Reference::Rfc(9700, "2.1.2"),
    ],
    why: "response_type says what the app wants back: a code, or tokens at once. Providers allow for each client \
          only some kinds, and many allow nothing but the code.",
    fix: "Ask for response_type=code with PKCE, or allow this response type for the client at the provider.",
    verify: "Start the login again: the provider takes the response_type and says nothing against it.",
    disproof: "Another login of this client, with the same response_type, got what it asked for.",
    explains: &[],
    since: "0.1.0",
    page: page!("response_type_refused.md"),
    check: Check::AuthorizationRequest(check),
};

/// Words (in lower case) with which providers say so.
const WORDS: [&str; 6] = [
    "response_type",
    "response type",
    "implicit grant",
    "implicit flow",
    "hybrid flow",
    "only the authorization code flow",
];

/// The values that the specifications know (OAuth 2.0 Multiple Response Type Encoding Practices §3, §5).
const TYPES: [&str; 4] = ["code", "token", "id_token", "none"];

/// Where the provider says that it refuses the `response_type`.
pub(crate) fn refusal(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Option<Pointer> {
    refusal_about(request, flow, &["unsupported_response_type"], &WORDS)
        .or_else(|| provider_says(request, flow, RULE.id))
}

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(said) = refusal(request, flow) else { return Verdict::Pass };
    let sent = request.parameters.text("response_type").map(str::trim);
    let evidence = match sent {
        Some(types) if !types.is_empty() => {
            let is_known = types.split_whitespace().all(|word| TYPES.contains(&word));
            let evidence = if is_known {
                fail("The provider does not allow this response_type for this client.")
            } else {
                fail("The provider does not know this response_type: no specification has such a value.").fix(
                    "Write response_type=code; several kinds are joined by spaces, as in \"code id_token\".",
                )
            };
            evidence.noted_if(Some(request.pointer("response_type")), "the response_type as it was sent")
        }
        None if request.parameters.has("response_type") || !request.is_open() => {
            fail("The provider does not allow the response_type of this request.")
        }
        _ => fail("The request has no response_type, and this provider wants one.")
            .fix("Add response_type=code to the authorization request."),
    };
    evidence.noted(said, "the provider's words").into()
}
