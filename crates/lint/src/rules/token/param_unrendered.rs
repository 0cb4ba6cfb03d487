//! RFC 6749 §3.2: parameters are sent with values; "Parameters sent without a value MUST be treated as if they were omitted".

use http::Parameters;
use oauth::{BasicCredentials, Flow, Part, Pointer, TokenExchange};

use crate::login::succeeds_later;
use crate::placeholder;
use crate::refusal::{Refused, TokenError, is_refused};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/param-unrendered",
    title: "A value of the token request was not filled in",
    lead: "The token endpoint refused a request in which a value says undefined, null, ${CLIENT_SECRET} or the like, or is empty \
           where the client has to prove itself.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.2"), Reference::Rfc(6749, "2.3.1"), Reference::Rfc(6749, "4.1.3")],
    why: "The client sent what a script, a shell or a template writes where it has no value. The provider can only compare it with what it knows, and refuses it.",
    fix: "Set the variable or setting from which the client takes this value, and start it again.",
    verify: "Send the token request again: the real value stands in this parameter, and the provider gives tokens.",
    disproof: "A request that has the real value there is refused with the same words.",
    explains: &[
        "refresh/invalid-grant",
        "token/auth-method-unsupported",
        "token/error-as-200",
        "token/invalid-client",
        "token/invalid-grant",
        "token/invalid-request",
    ],
    since: "0.1.0",
    page: page!("param_unrendered.md"),
    check: Check::TokenRequest(check),
};

/// Values that a client has from its configuration, with which it says who it is.
const OF_CLIENT: [&str; 3] = ["client_id", "client_secret", "client_assertion"];

/// Values that belong to what is exchanged, and whether a client has them from its configuration.
const OF_GRANT: [(&str, bool); 7] = [
    ("code", false),
    ("refresh_token", false),
    ("device_code", false),
    ("code_verifier", false),
    ("assertion", false),
    ("subject_token", false),
    ("redirect_uri", true),
];

const OF_LOGIN: &str = "Look where the client takes this value from: the address to which the browser came back, its storage, or an answer had none under the name by which it asked for it.";

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if !is_refused(token) || succeeds_later(flow, token.message) {
        return Verdict::NotApplicable;
    }
    let refused = TokenError::of(token).map(|refusal| refusal.what);
    let is_vague = matches!(token.response().error(), None | Some("invalid_request" | "unauthorized_client"));
    let found = match refused {
        Some(Refused::Client) => of_client(token),
        Some(Refused::Grant) => of_grant(token),
        None if is_vague => of_client(token).or_else(|| of_grant(token)),
        None => None,
    };
    let Some(found) = found else { return Verdict::Pass };
    let summary = Phrase::from("The provider refused the request, and ").text(match found.what {
        What::Empty => "the value with which the client should prove itself is empty: ",
        What::Placeholder => "in place of a value a script or a template left what means none: ",
    });
    let evidence = fail(summary.text(found.name).text("."))
        .exact_fix(if found.is_configured { RULE.fix } else { OF_LOGIN })
        .noted(found.place, "not filled in");
    match token.response().error() {
        Some(_) => evidence.at(token.response().pointer("error")).into(),
        None => evidence.at(Pointer::new(token.message, Part::Status)).into(),
    }
}

/// A value that was not filled in.
struct Found {
    name: &'static str,
    what: What,
    place: Pointer,
    /// Whether the client has it from its configuration.
    is_configured: bool,
}

enum What {
    Empty,
    Placeholder,
}

fn of_client(token: &TokenExchange<'_>) -> Option<Found> {
    let found = |name, what, place| Some(Found { name, what, place, is_configured: true });
    let is_placeholder = |name: &&&str| token.parameters.text(name).is_some_and(placeholder::is_all_of);
    if let Some(name) = OF_CLIENT.iter().find(is_placeholder) {
        return found(name, What::Placeholder, token.pointer(*name));
    }
    let header = || Pointer::new(token.message, Part::RequestHeader("authorization".into()));
    if let Some(BasicCredentials::Pair { id, secret }) = token.basic_credentials() {
        return match (Parameters::decode_value(id.text()), Parameters::decode_value(secret.text())) {
            (id, _) if placeholder::is_all_of(&id) => found("client_id", What::Placeholder, header()),
            (_, secret) if placeholder::is_all_of(&secret) => {
                found("client_secret", What::Placeholder, header())
            }
            _ => None,
        };
    }
    // A public client has none, and some libraries write the name all the same.
    let is_empty = token.parameters.seen("client_secret").is_some_and(|secret| secret.is_empty());
    let has_other = token.parameters.has("client_assertion");
    // That it is empty is why only where the server does not take the client, and says no other reason.
    let is_client = match token.response().error() {
        Some(error) => error == "invalid_client",
        None => token.exchange.status() == Some(401),
    };
    let said = token.response().text("error_description").unwrap_or_default().to_ascii_lowercase();
    let is_about_secret = ["secret", "authenticat", "credential"].iter().any(|word| said.contains(word));
    if is_empty && !has_other && is_client && (said.is_empty() || is_about_secret) {
        return found("client_secret", What::Empty, token.pointer("client_secret"));
    }
    None
}

fn of_grant(token: &TokenExchange<'_>) -> Option<Found> {
    let (name, is_configured) = OF_GRANT.into_iter().find(|(name, _)| {
        token.parameters.text(name).is_some_and(|value| match *name {
            "redirect_uri" => placeholder::is_in(value),
            _ => placeholder::is_all_of(value),
        })
    })?;
    Some(Found { name, what: What::Placeholder, place: token.pointer(name), is_configured })
}
