//! RFC 6749 §5.1: the parameters of a token response come "using the "application/json" media type".

use http::Missing;
use oauth::{Flow, Part, Pointer, TokenResponse};

use crate::login::{accepts_json, goes_on_with_token};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "format/form-encoded",
    title: "The token answer is a form, not JSON",
    lead: "The client sent Accept: application/json, and the token endpoint answered with \
          access_token=…&token_type=…, as a form is sent.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "5.1"), Reference::Rfc(9110, "12.5.1")],
    why: "The client asked for JSON, and most clients read nothing else here. In a form they find no token.",
    fix: "Make the token endpoint answer with JSON and Content-Type: application/json, or use a client made for this provider.",
    verify: "Ask for tokens with Accept: application/json: the answer is a JSON object with access_token.",
    disproof: "The client's log shows that it parsed the form and found access_token.",
    explains: &["token-response/no-access-token"],
    since: "0.1.0",
    page: page!("form_encoded.md"),
    check: Check::TokenResponse(check),
};

fn check(response: &TokenResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = response.exchange;
    let hidden = response.exchange.response_body().missing() == Some(Missing::Blocked);
    if !response.is_ok() || exchange.error.is_some() || hidden {
        return Verdict::NotApplicable;
    }
    let header = Pointer::new(response.message, Part::ResponseHeader("content-type".into()));
    let label =
        exchange.response.as_ref().and_then(|r| r.headers.present()).and_then(http::Headers::media_type);
    let seen = exchange.response_body().present().is_some();
    let is_form = match (seen, &response.form, &label) {
        (true, Some(form), _) => form.has("access_token"),
        (true, None, _) => false,
        (false, _, Some(label)) => label == "application/x-www-form-urlencoded",
        (false, _, None) => return Verdict::Inconclusive("the headers of the response"),
    };
    if !is_form || goes_on_with_token(flow, response.message) {
        return Verdict::Pass;
    }
    match accepts_json(exchange) {
        Some(true) => {}
        // Some providers answer so to clients that do not ask for anything else, and those clients know.
        Some(false) => return Verdict::Pass,
        None => return Verdict::Inconclusive("the headers of the token request"),
    }
    let accept = Pointer::new(response.message, Part::RequestHeader("accept".into()));
    let evidence = if seen {
        fail("The client asked for JSON, and the token endpoint answered with a form.")
            .at_if(Some(Pointer::new(response.message, Part::ResponseBody)))
    } else {
        fail("The client asked for JSON, and the token endpoint labels its answer as a form. The recording does not hold its body.")
            .confidence(Confidence::Medium)
    };
    let evidence = evidence.judged_by_use(flow, response.message).noted(accept, "What the client asked for.");
    if label.is_some_and(|label| !label.is_empty()) { evidence.at(header).into() } else { evidence.into() }
}
