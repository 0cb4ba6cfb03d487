//! OpenID Connect Core §5.3: UserInfo "returns Claims about the authenticated End-User"; RFC 6749 §4.4 has no end-user.

use oauth::{Flow, MessageKind, Part, Pointer, TokenExchange};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "client-credentials/user-endpoint",
    title: "A token without a user is used where a user is needed",
    lead: "A program got a token with its own credentials and asked UserInfo with it. The provider refused.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Userinfo,
    actor: Actor::App,
    references: &[Reference::OidcCore("5.3"), Reference::Rfc(6749, "4.4")],
    why: "The token was issued to the program itself (client_credentials). UserInfo asks who signed in, and nobody did.",
    fix: "Use the authorization code flow to learn who the user is; for a program without a user do not call UserInfo.",
    verify: "Run the program again: UserInfo is called with a token from a user's login, or not at all.",
    disproof: "The token of a user's login gets the same refusal from this UserInfo endpoint.",
    explains: &["userinfo/failed"],
    since: "0.1.0",
    page: page!("user_endpoint.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let exchanges = flow.token_exchanges();
    let given: Vec<&TokenExchange<'_>> =
        exchanges.iter().filter(|token| token.response().gives_tokens()).collect();
    let Some(token) =
        given.last().filter(|_| given.iter().all(|token| token.grant_type() == "client_credentials"))
    else {
        return Verdict::NotApplicable;
    };
    let refused = flow.of_kind(MessageKind::Userinfo).find(|(message, exchange)| {
        *message > token.message
            && matches!(exchange.status(), Some(400 | 401 | 403))
            && exchange.error.is_none()
    });
    match refused {
        Some((userinfo, _)) => {
            fail("UserInfo refused a token that was issued with client_credentials: it belongs to no user.")
                .at(token.pointer("grant_type"))
                .at(Pointer::new(userinfo, Part::Status))
                .into()
        }
        None => Verdict::Pass,
    }
}
