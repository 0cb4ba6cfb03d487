//! HTML, "cross-origin opener policies": a page with `same-origin` and its opener of another origin, or with another policy, do
//! not know each other.

use http::Via;
use oauth::{Flow, MessageKind, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/coop-popup",
    title: "The popup is cut off from the page that opened it",
    lead: "The user signed in in a popup, and the page that opened it never learnt of it.",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::Html("cross-origin opener policies", "cross-origin-opener-policies")],
    why: "A page in the popup sent Cross-Origin-Opener-Policy: same-origin. The browser cuts the tie between the two windows: the popup cannot hand over its answer, and to the app it looks closed.",
    fix: "Send Cross-Origin-Opener-Policy: unsafe-none on the pages of the popup (same-origin-allow-popups on the app's page), or log in by redirect in place of a popup.",
    verify: "Log in by popup again: the page that opened it gets the answer and goes on.",
    disproof: "On the callback page in the popup, window.opener is not null.",
    explains: &["authorize/no-callback"],
    since: "0.1.0",
    page: page!("coop_popup.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let Some(request) = flow.authorization_request().filter(|r| r.exchange.context.via == Via::Popup) else {
        return Verdict::NotApplicable;
    };
    let tab = request.exchange.context.tab;
    let cut = flow.messages.iter().enumerate().find_map(|(index, message)| {
        let policy = message.exchange.response_header("cross-origin-opener-policy")?;
        let word = policy.split(';').next().unwrap_or_default().trim();
        let in_popup = message.exchange.context.via == Via::Popup && message.exchange.context.tab == tab;
        (in_popup && matches!(word, "same-origin" | "noopener-allow-popups")).then_some(index)
    });
    let Some(index) = cut else { return Verdict::Pass };
    // The page that opened the popup heard of the answer, by this way or another.
    if flow.has_tokens()
        || flow.has_token_request()
        || flow.of_kind(MessageKind::CodeHandover).next().is_some()
    {
        return Verdict::Pass;
    }
    let is_over = flow.is_superseded
        || flow
            .messages
            .iter()
            .any(|m| m.exchange.context.tab == tab && m.exchange.context.tab_closed.is_some());
    let answered = flow.has_code() || request.parameters.text("response_mode") == Some("web_message");
    // Else the app's server may have taken the code, and the popup have closed when all was done.
    let by_page = request.code_challenge().is_some()
        && flow
            .messages
            .iter()
            .any(|m| m.exchange.context.via == Via::Fetch && m.exchange.context.tab != tab)
        || request.parameters.text("response_mode") == Some("web_message");
    if !is_over || !answered || !by_page {
        return Verdict::Inconclusive("whether the page that opened the popup got the answer");
    }
    let header = Pointer::new(index, Part::ResponseHeader("cross-origin-opener-policy".into()));
    fail("The user went through the popup, and the page that opened it never went on: a page in the popup cut the tie between the two windows.")
        .noted(header, "cuts the popup off")
        .into()
}
