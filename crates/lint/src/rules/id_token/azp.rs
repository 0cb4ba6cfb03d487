//! OpenID Connect Core §3.1.3.7: the token must be rejected "if it contains additional audiences not trusted by the
//! Client"; §2: azp is "the party to which the ID Token was issued".

use http::Redaction;
use oauth::{TokenExchange, TokenKind};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "id-token/azp",
    title: "The ID token is for several apps",
    lead: "The ID token lists more than one audience in aud, and azp (\"authorized party\") does not say that it \
          was issued to this app.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::ProviderSettings,
    references: &[Reference::OidcCore("3.1.3.7"), Reference::OidcCore("2")],
    why: "Each app in aud can use this token at all the others. Libraries take it only if azp says that it was issued to \
          this app.",
    fix: "Let the provider issue ID tokens for one audience, the client_id; or let it set azp to the client_id and trust \
          the other audiences in the app.",
    verify: "Log in again: aud of the ID token holds the client_id alone, or azp is the client_id.",
    disproof: "Another ID token with the same aud and azp was accepted by this app.",
    explains: &[],
    since: "0.1.0",
    page: page!("azp.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let audiences = token.jwt.audiences();
    let exchange = flow.token_exchange(token.message());
    if exchange.is_some_and(|exchange| exchange.grant_type().ends_with(":token-exchange")) {
        return Verdict::NotApplicable;
    }
    let Some(client_id) = exchange.and_then(TokenExchange::client_id).or_else(|| flow.client_id()) else {
        return Verdict::Inconclusive("the client_id");
    };
    // A token for another client altogether is `id-token/aud-mismatch`.
    if audiences.len() < 2 || !audiences.contains(&client_id.as_str()) {
        return Verdict::NotApplicable;
    }
    let evidence = match token.jwt.text("azp") {
        Some(azp) if azp == client_id => return Verdict::Pass,
        Some(azp) if Redaction::of(azp).is_some() => {
            return Verdict::Inconclusive("the azp, which was taken out of the recording");
        }
        Some(_) => fail("The ID token is for several apps, and azp says that it was issued to another one.")
            .noted_if(Some(token.claim("azp")), "to whom it was issued"),
        None => fail("The ID token is for several apps, and no azp says to which one it was issued."),
    };
    evidence.judged_by_use(flow, token.message()).noted(token.claim("aud"), "for whom it is").into()
}
