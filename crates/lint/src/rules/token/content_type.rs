//! RFC 6749 §4.1.3: the client sends the parameters "using the "application/x-www-form-urlencoded" format".

use http::Body;
use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::refusal::{has_read_parameters, is_refused, is_token_call};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/content-type",
    title: "The token request is not form-encoded",
    lead: "The app sends the parameters of the token request as JSON, as multipart or with the wrong Content-Type, \
          and the token endpoint does not find them.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.3"), Reference::Rfc(6749, "Appendix B")],
    why: "A token endpoint reads a form: grant_type=…&code=…, labelled application/x-www-form-urlencoded. What is sent in another format is empty to it.",
    fix: "Send the parameters as a form: body: new URLSearchParams({ grant_type: \"authorization_code\", code, … }).",
    verify: "Send the token request again: body and Content-Type are application/x-www-form-urlencoded.",
    disproof: "The provider's log shows that it read grant_type and the rest from this body.",
    explains: &["token/error-as-200", "token/error-shape", "token/grant-refused", "token/invalid-request"],
    since: "0.1.0",
    page: page!("content_type.md"),
    check: Check::TokenRequest(check),
};

const FORM: &str = "application/x-www-form-urlencoded";

const BOUNDARY: &str = "Content-Type calls the token request a form and names a boundary: its body has the parts of multipart/form-data.";

const PARTS: &str = "Send the parameters as a form, not in parts, and let the client set Content-Type: with curl -d or --data-urlencode in place of -F, with fetch a URLSearchParams object in place of FormData.";

const LABEL: &str = "Send the header Content-Type: application/x-www-form-urlencoded; pass a URLSearchParams object as the body and fetch does it.";

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let request = &token.exchange.request;
    let body = request.body.present();
    if body.is_some_and(Body::is_blank) || token.by_query || !is_token_call(token, flow) {
        return Verdict::NotApplicable;
    }
    let headers = request.headers.present();
    let label = headers.and_then(|headers| headers.media_type());
    let boundary = headers
        .filter(|_| label.as_deref() == Some(FORM))
        .and_then(|headers| headers.text("content-type"))
        .filter(|label| label.to_ascii_lowercase().contains("boundary="));
    let format = match body {
        // A form under this label is one, whatever else the label says.
        None | Some(Body::Form(_)) if boundary.is_some() => Some((BOUNDARY, PARTS)),
        Some(body) => other_format(body, label.as_deref()),
        None => label.as_deref().and_then(other_label),
    };
    let Some((what, fix)) = format else {
        return if body.is_some() {
            Verdict::Pass
        } else {
            Verdict::Inconclusive("the body of the token request")
        };
    };
    // Some providers read JSON too.
    if !matches!(format, Some((BOUNDARY, _))) && has_read_parameters(token) {
        return Verdict::NotApplicable;
    }
    let status = token.exchange.status();
    if status.is_none() {
        return Verdict::Inconclusive("the answer to the token request");
    }
    // Nothing is there to read the request, or what is there is out of order.
    if !is_refused(token) || matches!(status, Some(404 | 405 | 429)) {
        return Verdict::NotApplicable;
    }
    let response = token.response();
    let found = says_what_it_found(token);
    if found == Some(true) || found.is_none() && body.is_none() {
        return Verdict::NotApplicable;
    }
    let mut evidence = fail(Phrase::from(what)).fix(fix);
    if found.is_none() && status != Some(415) {
        evidence = evidence.confidence(Confidence::Medium);
    }
    let header = Pointer::new(token.message, Part::RequestHeader("content-type".into()));
    let grant = token.parameters.has("grant_type").then(|| token.pointer("grant_type"));
    let evidence = evidence
        .at_if(label.is_some_and(|label| !label.is_empty()).then_some(header))
        .noted_if(grant, "The provider did not find it in this format.");
    match response.error() {
        Some(_) => evidence.at(response.pointer("error")).into(),
        None => {
            let words = Words::of(token.message, token.exchange).map(|words| words.place);
            evidence
                .noted_if(words, "What the provider says.")
                .at(Pointer::new(token.message, Part::Status))
                .into()
        }
    }
}

/// Bytes of the shortest value that stands in a description by no chance.
const TELLING: usize = 8;

/// Whether the provider's description shows that it found the parameters: it quotes one, or misses one that is not there. `Some(false)`
/// where it misses one that is there, or speaks of the format; `None` where it does not tell.
fn says_what_it_found(token: &TokenExchange<'_>) -> Option<bool> {
    const NAMES: [&str; 5] = ["grant_type", "client_id", "redirect_uri", "code_verifier", "client_secret"];
    const FORMAT: [&str; 5] = ["content-type", "content type", "media type", "urlencoded", "form"];
    let description = token.response().text("error_description")?.to_ascii_lowercase();
    if token.exchange.request.body.present().is_none() {
        // What was sent is not there to compare with: it says which parameter it misses.
        let misses = ["missing", "no ", "not ", "required"].iter().any(|word| description.contains(word));
        let names = description.replace(' ', "_").contains("grant_type");
        return (misses && names).then_some(false);
    }
    if FORMAT.iter().any(|word| description.contains(word)) {
        return Some(false);
    }
    // What it quotes it has read.
    let is_quoted = |value: &str| value.len() >= TELLING && description.contains(&value.to_ascii_lowercase());
    if token.parameters.iter().any(|(name, value)| name != "grant_type" && is_quoted(value.text())) {
        return Some(true);
    }
    let named = NAMES.iter().find(|name| description.contains(*name))?;
    Some(!token.parameters.has(named))
}

/// The same where the body was not seen, by its label alone.
fn other_label(label: &str) -> Option<(&'static str, &'static str)> {
    match label {
        "application/json" => Some((
            "The token request is labelled as JSON, and the provider misses what it reads from a form.",
            RULE.fix,
        )),
        "multipart/form-data" => Some((
            "The token request is labelled as multipart/form-data, and the provider misses what it reads from a form.",
            RULE.fix,
        )),
        _ => None,
    }
}

/// The format, where it is not a form, and how to mend it.
fn other_format(body: &Body, label: Option<&str>) -> Option<(&'static str, &'static str)> {
    let json = body.text().is_some_and(|text| text.trim_start().starts_with('{')) && body.json().is_some();
    Some(match label {
        Some(FORM) if json => ("The token request is labelled as a form, and its body is JSON.", RULE.fix),
        _ if json => ("The token request sends its parameters as JSON.", RULE.fix),
        Some("multipart/form-data") => (
            "The token request sends its parameters as multipart/form-data, as a FormData object does.",
            RULE.fix,
        ),
        None | Some(FORM) => return None,
        Some("") => ("The token request does not say with Content-Type that its body is a form.", LABEL),
        Some(_) => {
            ("The token request has a form as its body, and Content-Type calls it something else.", LABEL)
        }
    })
}
