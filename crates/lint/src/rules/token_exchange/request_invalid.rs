//! RFC 8693 §2.1: `subject_token` and `subject_token_type` are "REQUIRED"; `actor_token_type` is "REQUIRED when the "actor_token"
//! parameter is present".

use jose::Jwt;
use oauth::{Flow, TokenExchange, TokenKind};

use crate::refusal::is_refused;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token-exchange/request-invalid",
    title: "The token exchange lacks a parameter, or names a wrong kind of token",
    lead: "A token exchange (RFC 8693) was refused, and the request lacks subject_token, subject_token_type or \
          actor_token_type, or names a kind of token that is none or not the token's.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(8693, "2.1"), Reference::Rfc(8693, "3")],
    why: "A token exchange needs the token to exchange and the name of its kind: the server checks an ID token in another way than an access token, and knows kinds by their whole names alone.",
    fix: "Send subject_token and subject_token_type (urn:ietf:params:oauth:token-type:access_token for an access token).",
    verify: "Send the exchange again: token and kind are there and fit each other, and the provider gives a token.",
    disproof: "The same exchange with token and right kind gets the same error.",
    explains: &["token/invalid-grant", "token/invalid-request"],
    since: "0.1.0",
    page: page!("request_invalid.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, _: &Flow<'_>) -> Verdict {
    if token.grant_type() != "urn:ietf:params:oauth:grant-type:token-exchange" || !is_refused(token) {
        return Verdict::NotApplicable;
    }
    if token.exchange.request.body.present().is_none() {
        return Verdict::Inconclusive("the body of the token request");
    }
    // Some providers write the names as JavaScript does.
    let seen = |name: &str| token.parameters.seen(name).is_some_and(|value| !value.is_empty());
    let has = |name: &str| seen(name) || seen(&camel_case(name));
    let missing = if !has("subject_token") {
        "subject_token"
    } else if !has("subject_token_type") {
        "subject_token_type"
    } else if has("actor_token") && !has("actor_token_type") {
        "actor_token_type"
    } else {
        return wrong_kind(token);
    };
    let summary =
        Phrase::from("The token exchange has no ").text(missing).text(", and the provider refused it.");
    let evidence = fail(summary).at(token.pointer("grant_type"));
    match token.response().error() {
        Some(_) => evidence.at(token.response().pointer("error")).into(),
        None => evidence.into(),
    }
}

/// `subjectToken` of `subject_token`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

/// How names of kinds begin that are registered (RFC 8693 §3).
const REGISTERED: &str = "urn:ietf:params:oauth:token-type:";

/// The registered kinds: RFC 8693 §3, and those of drafts that servers know.
const KINDS: [&str; 9] = [
    "access_token",
    "refresh_token",
    "id_token",
    "saml1",
    "saml2",
    "jwt",
    "id-jag",
    "txn_token",
    "native-sso",
];

const WHOLE_NAME: &str = "Send the whole name of the kind: urn:ietf:params:oauth:token-type:access_token, …:id_token, …:refresh_token, …:jwt, …:saml2, or a name of the provider's own.";
const RIGHT_KIND: &str = "Send the kind that the token is of, or the token of the kind that is named: urn:ietf:params:oauth:token-type:id_token for an ID token, …:access_token for an access token.";

/// A kind that is none, or that is not the token's.
fn wrong_kind(token: &TokenExchange<'_>) -> Verdict {
    const PAIRS: [(&str, &str); 3] = [
        ("subject_token_type", "subject_token"),
        ("actor_token_type", "actor_token"),
        ("requested_token_type", ""),
    ];
    // What is refused for another reason that the provider names is not refused for its kind.
    let said = token.response().text("error_description").unwrap_or_default().to_ascii_lowercase();
    let is_open =
        said.is_empty() || said.contains("type") || said.contains("subject") || said.contains("kind");
    let is_of_request =
        token.response().error().is_none_or(|error| !matches!(error, "invalid_client" | "invalid_grant"));
    let names_other = ["expired", "audience", "secret", "signature"].iter().any(|word| said.contains(word));
    if !is_open || !is_of_request || names_other {
        return Verdict::Pass;
    }
    for (parameter, named) in PAIRS {
        let Some(kind) = token.parameters.text(parameter) else { continue };
        let short = kind.strip_prefix(REGISTERED);
        let (what, fix) = if !kind.contains(':') {
            (" is no URI, and so no kind of token.", WHOLE_NAME)
        } else if short.is_some_and(|short| !KINDS.contains(&short)) {
            (" names a kind of token that is not registered.", WHOLE_NAME)
        } else if let Some(what) =
            short.zip(token.parameters.text(named)).and_then(|(kind, text)| other_kind(kind, text))
        {
            (what, RIGHT_KIND)
        } else {
            continue;
        };
        let summary =
            Phrase::from("The provider refused the token exchange. Its ").text(parameter).text(what);
        let evidence = fail(summary).exact_fix(fix).at(token.pointer(parameter));
        let evidence = evidence.at_if(token.parameters.has(named).then(|| token.pointer(named)));
        return match token.response().error() {
            Some(_) => evidence.at(token.response().pointer("error")).into(),
            None => evidence.into(),
        };
    }
    Verdict::Pass
}

/// What is wrong with a kind for a token, as far as the token itself says what it is.
fn other_kind(kind: &str, text: &str) -> Option<&'static str> {
    let is_jwt = Jwt::is_likely(text);
    let is = || TokenKind::of(&Jwt::read(text));
    match kind {
        "access_token" if is_jwt && is_surely_id_token(&Jwt::read(text)) => {
            Some(" says that it is an access token, and what was sent is an ID token.")
        }
        "id_token" if is_jwt && is() == TokenKind::Access => {
            Some(" says that it is an ID token, and what was sent is an access token.")
        }
        "id_token" | "jwt" if !is_jwt => Some(" says that it is a JWT, and what was sent is none."),
        "saml2" | "saml1" if is_jwt => Some(" says that it is a SAML assertion, and what was sent is a JWT."),
        _ => None,
    }
}

/// Whether a JWT has what ID tokens alone have; `nonce` stands in some providers' access tokens, too.
fn is_surely_id_token(jwt: &Jwt) -> bool {
    let has = |claim: &str| jwt.claims.contains_key(claim);
    let is_named = jwt.text("token_use") == Some("id") || jwt.text("typ") == Some("ID");
    let is_access = has("scope") || has("scp") || jwt.text("typ") == Some("Bearer");
    is_named || !is_access && ["at_hash", "c_hash", "nonce"].into_iter().any(has)
}
