//! OpenID Connect RP-Initiated Logout §3: the provider sends the user back only to a `post_logout_redirect_uri` that is
//! registered for the client.

use http::Via;
use oauth::{Flow, LogoutRequest, Part, Pointer};

use crate::login::is_gateway_error;
use crate::parties::is_same_origin;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::{Said, Words};
use crate::{Evidence, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "logout/redirect-refused",
    title: "The provider refuses the logout, or does not send the user back after it",
    lead: "The app sent the browser to the provider's logout. The provider answered with an error, or sent the browser \
          to a page of its own and not to the address that the request asks for.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::ProviderSettings,
    references: &[Reference::RpInitiatedLogout("3"), Reference::RpInitiatedLogout("2")],
    why: "The user stays on a page of the provider. After a logout it may send browsers only to addresses that are registered \
          for the client, or the logout would be an open redirect.",
    fix: "Compare the address to return to with the post-logout redirect URIs of the client at the provider: it has to be there exactly as it is sent.",
    verify: "Log out again: the provider shows no error and sends the browser to the address in the request.",
    disproof: "The provider's log shows that it sent the browser to the address that the request asks for.",
    explains: &[],
    since: "0.1.0",
    page: page!("redirect_refused.md"),
    check: Check::Logout(check),
};

const NAME_THE_CLIENT: &str = "Send id_token_hint (the ID token of the login) or client_id with the logout request, so that the provider knows the app.";
const SEND_HINT: &str = "Send the ID token of the login as id_token_hint with the logout request: keep it until then, and begin the logout before the app deletes its session.";
/// Words with which something that was not sent is asked for.
const OF_WANT: [&str; 6] = ["missing", "required", "in combination with", "must be", "without", "only with"];
const RENAME: &str = "Send the address as post_logout_redirect_uri, together with id_token_hint (the ID token of the login) or client_id, and register it among the client's valid post logout redirect URIs.";
const LOOK: &str = "Look for the reason in what the provider says, on its page or in its log: often it is the address to return to, the ID token that was sent, or a session that had already ended.";
const ABOUT_RETURN: [&str; 5] = [
    "post_logout_redirect_uri",
    "post logout redirect uri",
    "invalid redirect uri",
    "invalid redirect_uri",
    "redirect_uri",
];
const ABOUT_HINT: [&str; 3] = ["id_token_hint", "id token hint", "idtokenhint"];

fn check(logout: &LogoutRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if logout.exchange.context.via == Via::Fetch || returns_later(logout, flow) {
        return Verdict::NotApplicable;
    }
    match logout.exchange.status() {
        None => Verdict::Inconclusive("the answer to the logout request"),
        Some(status) if is_gateway_error(status) => Verdict::NotApplicable,
        Some(status) if status >= 400 => refused(logout, status).into(),
        Some(300..=399) => redirected(logout),
        Some(_) => Verdict::Inconclusive("the page at which the logout ended"),
    }
}

/// A provider may ask the user first, and send the browser back after that.
fn returns_later(logout: &LogoutRequest<'_>, flow: &Flow<'_>) -> bool {
    let Some((_, wanted)) = logout.return_to() else { return false };
    flow.messages
        .iter()
        .skip(logout.message)
        .any(|m| m.exchange.location().is_some_and(|to| to.same_endpoint(&wanted)))
}

fn refused(logout: &LogoutRequest<'_>, status: u16) -> Evidence {
    let text = logout.exchange.response_body().present().and_then(|body| body.text()).unwrap_or_default();
    let lower = text.to_ascii_lowercase();
    let says = |words: &[&str]| {
        words.iter().find_map(|word| Some(lower.find(word)?..lower.find(word)? + word.len()))
    };
    let names_it = || {
        LogoutRequest::return_names().find_map(|name| {
            let at = lower.find(&name.to_ascii_lowercase())?;
            Some(at..at + name.len())
        })
    };
    let is_given = |name: &str| logout.parameters.seen(name).is_some_and(|value| !value.is_empty());
    let named = ["id_token_hint", "client_id"].into_iter().any(is_given);
    let wants_hint = !is_given("id_token_hint") && wants_the_hint(&lower);
    let body = |range| Pointer::new(logout.message, Part::ResponseBody).marking([range]);
    let by_status = |words| fail(Phrase::from(words).number(status).text("."));
    let said = Said::of(logout.message, logout.exchange);
    let mut evidence = if let Some(range) = says(&ABOUT_HINT).filter(|_| wants_hint) {
        by_status("The logout request carries no id_token_hint, and the provider refuses it for want of that with status ")
            .exact_fix(SEND_HINT)
            .by(Actor::App)
            .at_if(Some(body(range)))
    } else if let Some(range) = says(&ABOUT_RETURN).or_else(names_it) {
        by_status("The provider does not send the user back to the address that the logout request asks for: status ")
            .at_if(Some(body(range)))
    } else if let Some(range) = says(&ABOUT_HINT) {
        by_status("The provider does not accept the id_token_hint of the logout request: status ")
            .fix("Send the newest ID token of this client and provider, whole and unchanged, as id_token_hint.")
            .by(Actor::App)
            .at_if(Some(body(range)))
    } else if !named {
        by_status(
            "The logout request does not say which app it comes from, and the provider refuses it with status ",
        )
    } else {
        let summary = Phrase::from("The provider refuses the logout request with status ").number(status);
        let summary = match said.most() {
            Some(most) => summary.text(": ").value(most.clone()),
            None => summary,
        };
        let words = Words::of(logout.message, logout.exchange);
        let evidence = said.show(fail(summary.text(".")).fix(LOOK).confidence(Confidence::Medium));
        // The token of a session is what the app sends.
        match words.is_some_and(|words| is_about_what_app_sends(&words)) {
            true => evidence.by(Actor::App),
            false => evidence,
        }
    };
    if !(named || wants_hint && says(&ABOUT_HINT).is_some()) {
        evidence = evidence.fix(NAME_THE_CLIENT).by(Actor::App);
    }
    if let Some(old) = logout.return_by_old_name() {
        return fail(Phrase::from("The logout request names the address to return to redirect_uri, and the provider refuses it with status ").number(status).text("."))
            .fix(RENAME)
            .by(Actor::App)
            .noted(old, "an older name of post_logout_redirect_uri")
            .at(Pointer::new(logout.message, Part::Status));
    }
    let return_to = logout.return_to().map(|(name, _)| logout.pointer(name));
    evidence
        .noted_if(return_to, "where the app wants the user to return to")
        .at(Pointer::new(logout.message, Part::Status))
}

/// Whether one clause of an answer, in lower case, asks for the hint.
fn wants_the_hint(text: &str) -> bool {
    const STYLES: [&str; 10] =
        ["<b>", "</b>", "<i>", "</i>", "<em>", "</em>", "<code>", "</code>", "<strong>", "</strong>"];
    let plain = STYLES.iter().fold(text.replace("\\\"", "'"), |text, style| text.replace(style, ""));
    let has = |clause: &str, words: &[&str]| words.iter().any(|word| clause.contains(word));
    let asks =
        |clause: &str| has(clause, &OF_WANT) && !has(clause, &["not required", "optional", "not needed"]);
    plain
        .split(['"', '<', '>', ';', '\n'])
        .flat_map(|part| part.split(". "))
        .any(|clause| has(clause, &ABOUT_HINT) && asks(clause))
}

/// Whether words find fault with the token or the session that the app sends.
fn is_about_what_app_sends(words: &Words) -> bool {
    words.have_whole(&["token", "session"])
        && words.have(&[
            "invalid",
            "expired",
            "unknown",
            "not found",
            "not valid",
            "no longer",
            "ended",
            "another",
        ])
        && !words.have(&["unavailable", "store", "timeout", "timed out"])
}

/// A question to the user, or a logout elsewhere, has an address of its own; a start page has none of either.
fn redirected(logout: &LogoutRequest<'_>) -> Verdict {
    let (Some((name, _)), Some(to)) = (logout.return_to(), logout.exchange.location()) else {
        return Verdict::NotApplicable;
    };
    let at_provider = is_same_origin(to, &logout.exchange.request.uri);
    let is_start_page = at_provider && to.path() == "/" && to.query().is_empty() && !to.has_fragment();
    if at_provider && to.path().trim_end_matches('/').ends_with("/error") {
        return fail("The provider sends the user to its error page, not to the address that the logout request asks for.")
            .noted(logout.pointer(name), "where the app wants the user to return to")
            .noted(Pointer::new(logout.message, Part::ResponseHeader("location".into())), "where the user is sent")
            .into();
    }
    if !is_start_page {
        return Verdict::Inconclusive("the page at which the logout ended");
    }
    fail("The provider sends the user to its own start page, not to the address that the logout request asks for.")
        .confidence(Confidence::Medium)
        .noted(logout.pointer(name), "where the app wants the user to return to")
        .noted(Pointer::new(logout.message, Part::ResponseHeader("location".into())), "where the user is sent")
        .into()
}
