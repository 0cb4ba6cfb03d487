//! RFC 6749 §5.1: "The authorization server MUST include the HTTP "Cache-Control" response header field with a value of "no-store" in
//! any response containing tokens".

use oauth::{Flow, Part, Pointer, TokenResponse};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token-response/cacheable",
    title: "The token response may be stored by caches",
    lead: "The token response comes with a Cache-Control that lets caches store it (max-age, s-maxage, public).",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Exchange,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "5.1"), Reference::Rfc(9111, "5.2.2.5")],
    why: "A proxy, a gateway or the browser may keep the tokens on disk and give them to somebody else.",
    fix: "Make the token endpoint (or the proxy in front of it) send Cache-Control: no-store.",
    verify: "Ask for tokens again: the answer has Cache-Control: no-store.",
    disproof: "The client has no cache, and nothing between it and the provider stores answers.",
    explains: &[],
    since: "0.1.0",
    page: page!("cacheable.md"),
    check: Check::TokenResponse(check),
};

fn check(response: &TokenResponse<'_>, _: &Flow<'_>) -> Verdict {
    if !response.gives_tokens() {
        return Verdict::NotApplicable;
    }
    let Some(headers) = response.exchange.response.as_ref().and_then(|r| r.headers.present()) else {
        return Verdict::Inconclusive("the headers of the token response");
    };
    // What comes back from a POST is stored only where the answer allows it in so many words (RFC 9110 §9.3.3).
    let directives = headers
        .iter()
        .filter(|(name, _)| *name == "cache-control")
        .flat_map(|(_, value)| value.text().split(','))
        .map(|directive| directive.trim().to_ascii_lowercase());
    let (mut allows, mut forbids) = (false, false);
    for directive in directives {
        let (name, argument) = directive.split_once('=').unwrap_or((&directive, ""));
        forbids |= name == "no-store";
        allows |= match name {
            "public" => true,
            "max-age" | "s-maxage" => {
                argument.trim_matches('"').parse::<u64>().is_ok_and(|seconds| seconds > 0)
            }
            _ => false,
        };
    }
    if forbids || !allows {
        return Verdict::Pass;
    }
    fail("Cache-Control allows caches to store the token response.")
        .at(Pointer::new(response.message, Part::ResponseHeader("cache-control".into())))
        .into()
}
