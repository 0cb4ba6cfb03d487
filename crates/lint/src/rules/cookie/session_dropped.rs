//! RFC 6265bis §5.7, §5.8.3: which cookies a browser stores, and which it sends; this one it did not send on the next request.

use http::cookie::{CookieRefusal, SameSite, SetCookie};
use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::cookie_return::{Carried, is_of_login, set_by};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::turned_away::{TurnedAway, show_lap};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cookie/session-dropped",
    title: "The cookie of the new session is lost",
    lead: "The callback went well and set the cookie of the new session. The next request came without it, and the \
          app began the login again.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::Cookies("5.7"), Reference::Cookies("5.8.3")],
    why: "The app signed the user in and set the cookie of the session. The next request came without it, so the app found nobody signed in and began a login again.",
    fix: "Look at this cookie in DevTools, Application, Cookies: if it is there, at its Path, Domain and expiry; if not, the Network entry of the callback says why.",
    verify: "Log in again: the request after the callback carries the session cookie, and no new login begins.",
    disproof: "The app's log shows that it got the session cookie and rejected what was in it.",
    explains: &[],
    since: "0.1.0",
    page: page!("session_dropped.md"),
    check: Check::AuthorizationResponse(check),
};

/// What stands in the names of cookies that hold a session or its tokens: others may be lost without harm.
const OF_SESSIONS: [&str; 7] = ["auth", "bearer", "identity", "jwt", "sess", "sid", "token"];

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if TurnedAway::of(response, flow) != Some(TurnedAway::BeginsAnew) {
        return Verdict::NotApplicable;
    }
    let answer = response.exchange.response.as_ref().and_then(|answer| answer.headers.present());
    let Some(headers) = answer else { return Verdict::Inconclusive("the cookies that the callback set") };
    let (from, Some(next)) = (&response.exchange.request.uri, flow.next_start) else {
        return Verdict::Inconclusive("the request after the callback");
    };
    let carried = Carried::of(next, flow);
    let mut set = set_by(headers);
    // What the browser never keeps is lost, whatever else came along.
    let is_never_kept = |cookie: &&SetCookie<'_>| {
        let refused = cookie.refused_by_browser(from);
        let came = matches!(&carried, Carried::Names(names) if names.contains(&cookie.name));
        let lower = cookie.name.to_ascii_lowercase();
        let is_of_session = OF_SESSIONS.iter().any(|word| lower.contains(word));
        matches!(refused, Some(CookieRefusal::TooLarge | CookieRefusal::Prefix)) && !came && is_of_session
    };
    if let Some(first) = set.iter().position(|cookie| is_never_kept(&cookie)) {
        set = vec![set.swap_remove(first)];
    } else if set.iter().any(|cookie| is_of_login(cookie.name)) {
        set.retain(|cookie| is_of_login(cookie.name));
    }
    let mut lost = None;
    for cookie in &set {
        let refused = cookie.refused_by_browser(from).or_else(|| cookie.kept_from(from, &next.request.uri));
        let came = match &carried {
            Carried::Names(names) => names.contains(&cookie.name),
            Carried::Unseen if refused.is_some() => false,
            Carried::Unseen => return Verdict::Inconclusive("the cookies of the request after the callback"),
        };
        // One that came along may be the session's.
        if came {
            return Verdict::Pass;
        }
        lost.get_or_insert((cookie, refused));
    }
    let Some((cookie, refused)) = lost else { return Verdict::NotApplicable };
    let strict = refused.is_none() && cookie.same_site() == SameSite::Strict;
    let (attribute, why, fix) = match refused {
        Some(refused) => reason(refused),
        None if strict => (
            "samesite",
            ": it is SameSite=Strict, and the way here began on the provider's site.",
            "Set the session's cookie with SameSite=Lax.",
        ),
        None => ("", "; its attributes do not say why.", RULE.fix),
    };
    let place = Pointer::new(response.message, Part::SetCookie(cookie.name.to_owned().into()));
    let summary = Phrase::from("The callback set the cookie ").value(place.clone());
    let seen = match &carried {
        Carried::Names(_) => ", and the next request came without it",
        Carried::Unseen => ", which the browser does not keep for the next request",
    };
    let evidence = fail(summary.text(seen).text(why))
        .fix(fix)
        .noted(place.marking(cookie.range(attribute)), "set by the callback");
    show_lap(evidence, flow).into()
}

/// The telling attribute of a cookie, the reason in words, and what to do.
fn reason(refused: CookieRefusal) -> (&'static str, &'static str, &'static str) {
    match refused {
        CookieRefusal::SecureOverHttp | CookieRefusal::SecureNotSent => (
            "secure",
            ": it is Secure, and the app is on http.",
            "Serve the app over https, or leave Secure out of the session's cookie while you develop over http.",
        ),
        CookieRefusal::NoneWithoutSecure => (
            "samesite",
            ": it is SameSite=None without Secure.",
            "Add Secure to the session's cookie and serve the app over https, or set it with SameSite=Lax.",
        ),
        CookieRefusal::Prefix => (
            "path",
            ": it breaks the rules that its name (__Host-, __Secure-) promises.",
            "Set the session's cookie with Secure, and for __Host- with Path=/ and without Domain.",
        ),
        CookieRefusal::TooLarge => (
            "",
            ": it has more than 4096 bytes.",
            "Keep the session on the server, and only its id in the cookie.",
        ),
        CookieRefusal::ForeignDomain | CookieRefusal::OtherHost => (
            "domain",
            ": it is for another host than the next page.",
            "Leave Domain out of the session's cookie, or set it to the domain that all hosts of the app are in.",
        ),
        CookieRefusal::OtherPath => {
            ("path", ": it is for another path than the next page.", "Set the session's cookie with Path=/.")
        }
    }
}
