//! OpenID Connect Core §3.1.2.6: `login_required`, when "prompt=none" and the server would have to show a page.

use http::Uri;
use oauth::{AuthorizationRequest, AuthorizationResponse, Flow};

use crate::outcome::AskedAgain;
use crate::parties::{Nearness, nearness};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/silent-requires-login",
    title: "A login without a page needs the user",
    lead: "The app asked the provider to sign the user in without showing anything (prompt=none, mostly in a hidden \
          frame), and the provider answered that it needs the user: login_required, interaction_required, \
          consent_required or account_selection_required.",
    severity: Severity::Info,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Provider,
    actor: Actor::App,
    references: &[Reference::OidcCore("3.1.2.6"), Reference::OidcCore("3.1.2.1")],
    why: "With prompt=none the app asks the provider to answer without showing anything. That works only while the \
          provider knows the user in this browser; otherwise it has to say no.",
    fix: "Begin a login in which the provider may show its pages: repeat the request without prompt=none.",
    verify: "Log in once with the provider's page, then renew: new tokens come, and no error.",
    disproof: "The app went on to a visible login after this error, and it is that one which failed.",
    explains: &["callback/no-code-no-error"],
    since: "0.1.0",
    page: page!("silent_requires_login.md"),
    check: Check::AuthorizationResponse(check),
};

const NO_COOKIE: &str = "Renew with a refresh token in place of a hidden frame, or give the provider a host name under the app's own domain, so that its cookie comes along.";
const KEPT_BACK: &str = "Log in with the provider's page, without prompt=none. If the next silent request fails all the same, the cookie is kept back: renew with a refresh token in place of a hidden frame, or give the provider a host name under the app's own domain.";
const CONSENT: &str = "Send the user through a login without prompt=none once, to agree to what the app asks for; later silent ones will pass.";

const STOP: &str = "Stop after the first answer that the user is needed: show a way to sign in, or begin a login without prompt=none. Where a timer, an interceptor or a guard of routes begins the silent logins, let it wait until the user has signed in.";

const FOLLOWED: &str = "Look at the login that followed: what went wrong, if anything did, went wrong there. That this one needed the user is no fault.";

const NOTHING: &str = "Nothing has to be mended here. Where users see the provider's page more often than they should, look at how long its session lives, and whether the browser keeps its cookie from hidden frames.";

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(error) = response.asks_for_page() else {
        return Verdict::NotApplicable;
    };
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    if !request.is_silent() {
        return Verdict::NotApplicable;
    }
    let place = response.pointer("error");
    let said =
        Phrase::from("The app asked for a login without a page (prompt=none), and the provider answered ")
            .value(place.clone());
    let row = flow.others.silent_row.filter(|row| row.count >= AskedAgain::LOOP && row.is_last);
    let said = match row {
        Some(row) => Phrase::from("The app asked for a login without a page (prompt=none) ")
            .number(row.count)
            .text(" times within ")
            .duration(row.seconds)
            .text(", and none went well: lately the provider answered ")
            .value(place.clone()),
        None => said,
    };
    // Where the user was signed in before, it should not have been needed.
    let again = AskedAgain::of(flow).filter(|_| flow.others.signed_in.is_none());
    if let Some(again) = again {
        let (summary, severity, fix) = match (again, row) {
            (AskedAgain::ToTheEnd, None) => (said.text(". A login in which the provider could show its pages followed, and came through: this is how it is meant."), Severity::Info, NOTHING),
            (AskedAgain::ToTheEnd, Some(_)) => (said.text(". Only then followed a login in which the provider could show its pages, and came through."), Severity::Warning, STOP),
            (AskedAgain::WithPages, None) => (said.text(". A login in which the provider could show its pages followed: how that one ended is told there."), Severity::Info, FOLLOWED),
            (AskedAgain::WithPages, Some(_)) => (said.text(". Only then followed a login in which the provider could show its pages: how that one ended is told there."), Severity::Warning, STOP),
            (AskedAgain::InARow, _) => (said.text(". The app asked for the same again: the last request of the row tells more."), Severity::Info, STOP),
        };
        return fail(summary)
            .severity(severity)
            .fix(fix)
            .noted(request.pointer("prompt"), "asked without a page")
            .at(place)
            .into();
    }
    let before = flow.others.signed_in.zip(request.exchange.started);
    let ago = before.map(|(before, now)| now.as_seconds() - before.at.as_seconds());
    let (summary, severity, fix) = match (error, ago) {
        ("consent_required", _) => {
            (said.text(": the user has not agreed yet to what the app asks for."), Severity::Warning, CONSENT)
        }
        ("login_required", Some(ago)) if lost_its_cookie(request, flow) => (
            said.text(". The user signed in there ").duration(ago).text(
                " before, and no cookie went along with this request: the session is over, or the browser keeps cookies from frames of other sites.",
            ),
            Severity::Warning,
            NO_COOKIE,
        ),
        ("login_required", Some(ago)) => (
            said.text(", although the user signed in there ").duration(ago).text(if sends_cookie(request) {
                " before. Cookies went along with this request, and the provider does not know their session any more."
            } else {
                " before. The session there is over, or the browser keeps the provider's cookie from this request; the recording does not show cookies."
            }),
            Severity::Warning,
            RULE.fix,
        ),
        ("login_required", None) => {
            (said.text(": it sees no session of the user in this request. Nobody is signed in there any more, or the browser keeps the provider's cookie back."), Severity::Info, RULE.fix)
        }
        _ => (said.text(": it has to ask the user something first."), Severity::Info, RULE.fix),
    };
    let (summary, severity, fix) = match row {
        Some(_) => (summary.text(" Asking again changes nothing of that."), Severity::Error, STOP),
        None => (summary, severity, fix),
    };
    let is_kept_back =
        row.is_none() && error == "login_required" && ago.is_none() && is_of_another_site(request, flow);
    let (summary, fix) = match is_kept_back {
        true => (
            summary.text(" The frame is of another site than the page around it, and from such frames Safari, Firefox, Brave and private windows keep back the provider's cookie."),
            KEPT_BACK,
        ),
        false => (summary, fix),
    };
    fail(summary)
        .severity(severity)
        .fix(fix)
        .noted(request.pointer("prompt"), "asked without a page")
        .at(place)
        .into()
}

/// Whether the request was made in a frame of another site than the app's page, which the redirect URI names.
fn is_of_another_site(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> bool {
    let app = request.redirect_uri().and_then(|uri| Uri::parse(uri.known()?));
    let is_foreign =
        app.is_some_and(|app| nearness(&app, &request.exchange.request.uri) == Nearness::Foreign);
    flow.is_silent() && is_foreign
}

fn sends_cookie(request: &AuthorizationRequest<'_>) -> bool {
    request.exchange.request.headers.present().is_some_and(|headers| headers.has("cookie"))
}

/// Whether the browser sent cookies to the provider before, and none with this request; recordings without any cookies
/// tell nothing.
fn lost_its_cookie(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> bool {
    flow.others.signed_in.is_some_and(|before| before.with_cookie)
        && request.exchange.request.headers.present().is_some()
        && !sends_cookie(request)
}
