//! RFC 9700 §4.7.1: what binds an answer to its login belongs to that login alone.

use http::cookie::SetCookie;
use oauth::{AuthorizationRequest, Flow, MessageKind, Part, Pointer, TokenExchange, cookie_mark};

use crate::login::turned_down;
use crate::request_outcome::is_failure;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::turned_away::TurnedAway;
use crate::{Evidence, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "state/crossed",
    title: "Two logins at the same time overwrite each other",
    lead: "Two logins of the same app ran at the same time, in two tabs for instance, and one of them got, or used, \
          what belongs to the other: its state, its code_verifier, its nonce.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::Rfc(9700, "4.7.1"), Reference::Rfc(6749, "10.12")],
    why: "A user may begin to sign in in two tabs. An app that has one place for state, nonce and code_verifier keeps \
          those of the newer login only, and then refuses the answer to the older one.",
    fix: "Store what a login needs under its state, one entry for each login, so that two tabs do not overwrite each other.",
    verify: "Log in in two tabs at once: both logins succeed.",
    disproof: "The app fails in the same way when only one login is running.",
    explains: &["nonce/mismatch", "pkce/verifier-mismatch", "token/invalid-grant", "token/error-as-200"],
    since: "0.1.0",
    page: page!("crossed.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let crossed = state_of_other(request, flow)
        .or_else(|| verifier_of_other(request, flow))
        .or_else(|| nonce_of_other(request, flow))
        .or_else(|| cookie_of_other(flow))
        .or_else(|| refused_after_other(request, flow));
    crossed.map_or(Verdict::Pass, Verdict::from)
}

fn state_of_other(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Option<Evidence> {
    let sent = request.state().filter(|state| !state.is_empty() && request.is_open())?;
    let is_of_other = |returned: http::Value<'_>| {
        sent.same(returned) == Some(false)
            && flow.others.states.iter().any(|state| state.value().same(returned) == Some(true))
    };
    let response =
        flow.authorization_responses().iter().find(|response| response.state().is_some_and(is_of_other))?;
    let evidence = fail("The state that came back belongs to another login of this recording.")
        .noted(request.pointer("state"), "sent")
        .noted(response.pointer("state"), "came back, of the other login");
    Some(evidence)
}

fn verifier_of_other(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Option<Evidence> {
    let own = request.code_challenge()?;
    let is_of_other = |token: &&TokenExchange<'_>| {
        token.code_verifier().is_some_and(|verifier| {
            let proof = oauth::challenge_of(verifier).unwrap_or_default();
            oauth::is_s256_of(own, verifier) == Some(false)
                && flow.others.challenges.iter().any(|other| other.text() == proof)
        })
    };
    let token = flow.token_exchanges().iter().find(is_of_other)?;
    let evidence = fail("The code_verifier in the token request belongs to another login of this recording.")
        .noted(request.pointer("code_challenge"), "began this login")
        .noted(token.pointer("code_verifier"), "of the other login");
    Some(evidence.warning_if(token.response().gives_tokens()))
}

fn nonce_of_other(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Option<Evidence> {
    let own = request.nonce()?;
    let token = flow.id_tokens().iter().find(|token| {
        let stated = token.jwt.text("nonce").unwrap_or_default();
        http::Value::new(stated).same(own) == Some(false)
            && flow.others.nonces.iter().any(|other| other.text() == stated)
    })?;
    let evidence = fail("The nonce in the ID token belongs to another login of this recording.")
        .noted(request.pointer("nonce"), "sent")
        .noted(token.claim("nonce"), "of the other login");
    Some(evidence)
}

/// The cookie that this login's start had set came back with the value of a newer login's, and the app turned the answer down.
fn cookie_of_other(flow: &Flow<'_>) -> Option<Evidence> {
    let response = flow.authorization_responses().iter().find(|response| response.success().is_some())?;
    if !turned_down(response, flow) && TurnedAway::by_redirect(response, flow).is_none() {
        return None;
    }
    let carried = response.exchange.request_header("cookie")?;
    let pairs = carried.split(';').filter_map(|pair| pair.split_once('='));
    let of_other: Vec<&str> = pairs
        .filter(|(name, value)| flow.others.cookies.contains(&cookie_mark(name.trim(), value.trim())))
        .map(|(name, _)| name.trim())
        .collect();
    let (index, name) = flow.of_kind(MessageKind::LoginStart).find_map(|(index, start)| {
        let headers = start.response.as_ref()?.headers.present()?;
        let mut own = SetCookie::all(headers).into_iter().map(|cookie| cookie.name);
        Some((index, own.find(|name| of_other.contains(name))?.to_owned()))
    })?;
    let set = Pointer::new(index, Part::SetCookie(name.clone().into()));
    let evidence = fail(overwritten(index, flow))
        .noted(set, "set as this login began")
        .noted(Pointer::new(response.message, Part::Cookie(name.into())), "came back, of the other login");
    Some(evidence)
}

/// Who overwrote the cookie: where, when, and whether a page asked for it.
fn overwritten(start: usize, flow: &Flow<'_>) -> Phrase {
    let mut words = Phrase::from("While the user was at the provider another login began");
    if let Some(by) = flow.others.overwriter {
        words = match by.in_other_tab {
            Some(true) => words.text(" in another tab"),
            Some(false) => words.text(" in the same tab"),
            None => words,
        };
        if let Some(began) = flow.messages.get(start).and_then(|message| message.exchange.started) {
            let after = by.at.as_seconds() - began.as_seconds();
            words = words.text(", ").duration(after.max(1.0)).text(" after this one");
        }
        if by.is_for_part_of_page {
            words =
                words.text(", by a request that was for no page (an image, a script, a call of the page)");
        }
    }
    words.text(", and its answer overwrote the cookie in which the app keeps what belongs to this one.")
}

/// The app took the answer to the newer login, and refused this one's, in which nothing is wrong.
fn refused_after_other(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Option<Evidence> {
    if !flow.others.overtaken || flow.has_token_request() {
        return None;
    }
    let response = flow.authorization_responses().iter().find(|response| response.success().is_some())?;
    let same_state = request.state().zip(response.state()).is_some_and(|(a, b)| a.same(b) == Some(true));
    let mut tries = flow.of_kind(MessageKind::AuthorizationResponse).peekable();
    tries.peek()?;
    if !same_state || !tries.all(|(_, exchange)| exchange.status().is_some_and(is_failure)) {
        return None;
    }
    let evidence = fail("While the user was at the provider another login began in another tab. The app took the answer to that one, and refused the answer to this one, whose state is right.")
        .confidence(Confidence::Medium)
        .noted(request.pointer("state"), "sent")
        .noted(response.pointer("state"), "came back")
        .at(Pointer::new(response.message, Part::Status));
    Some(evidence)
}
