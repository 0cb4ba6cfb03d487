//! Cookies that an app sets as it sends the browser to the provider: whether they come back with the code.

use std::collections::BTreeMap;

use http::cookie::{
    CookieRefusal, FromOtherSite, LAX_ALLOWING_POST, SameSite, SetCookie, is_cross_site, names,
};
use http::{Exchange, Headers, Via};
use oauth::{AuthorizationResponse, CookieChange, Flow, MessageKind, Part, Pointer, cookie_mark};

use crate::delivery::first_delivery;
use crate::evidence::{Evidence, Phrase, fail};
use crate::rule::Confidence;
use crate::turned_away::TurnedAway;

/// A cookie of the login that the app did not get back with the code, which it then turned away.
pub(crate) struct LostCookie<'r> {
    /// The message that set it.
    pub(crate) message: usize,
    /// The cookie.
    pub(crate) cookie: SetCookie<'r>,
    /// Why the browser did not bring it.
    pub(crate) why: Why,
    /// Whether the recording shows that it did not come back; else that is computed.
    seen: bool,
    /// Whether other cookies came back.
    others_came: bool,
    /// The message that brought the code.
    response: usize,
}

/// Why a browser did not bring a cookie.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Why {
    /// It dropped the cookie as it was set, or it belongs elsewhere.
    Refused(CookieRefusal),
    /// The request came from another site.
    OtherSite(SameSite),
    /// It was set in a frame of another site.
    ForeignFrame(SameSite),
    /// The cookie's lifetime was over, these seconds after it was set.
    Expired(f64),
    /// An answer to another login deleted it before the browser came back.
    Deleted(CookieChange),
    /// Nothing in the recording says why.
    Unknown,
}

/// What is known of the cookies of a login.
pub(crate) enum CookieReturn<'r> {
    /// This one did not come back.
    Lost(LostCookie<'r>),
    /// Nothing is wrong with them, or it is not the reason for anything.
    Fine,
    /// The recording does not show the cookies that came with the code.
    Unseen,
}

/// What a request carried.
pub(crate) enum Carried<'r> {
    /// These cookies.
    Names(Vec<&'r str>),
    /// The recording does not show cookies.
    Unseen,
}

/// Responses that are looked at: a page that loads itself for ever says nothing new.
const RESPONSES: usize = 32;

/// Cookies that are about something else than logins, by how their names begin: load balancers, bot checks,
/// statistics, languages.
const OF_OTHERS: [&str; 24] = [
    "awsalb",
    "arraffinity",
    "serverid",
    "route",
    "bigip",
    "nsc_",
    "gclb",
    "gaesa",
    "ingresscookie",
    "incap_",
    "visid_incap",
    "nlbi_",
    "__cf",
    "cf_",
    "_cf",
    "ak_bmsc",
    "bm_",
    "datadome",
    "_ga",
    "_gid",
    "_fbp",
    "lang",
    "locale",
    "theme",
];

/// Words in the names of cookies that hold what a login needs, in lower case.
const OF_LOGIN: [&str; 12] = [
    "correlation",
    "nonce",
    "state",
    "csrf",
    "pkce",
    "verifier",
    "sess",
    "oauth",
    "oidc",
    "openid",
    "auth",
    "login",
];

impl<'r> CookieReturn<'r> {
    /// Looks at the cookies that the app set as this login began, where the app turned the code away.
    pub(crate) fn of(response: &AuthorizationResponse<'_>, flow: &Flow<'r>) -> Self {
        let mut looked_at = flow.authorization_responses().iter().take(RESPONSES);
        // Where the exchange of the code was seen, the app knew the login.
        if flow.has_token_request()
            || !looked_at.any(|other| other.message == response.message)
            || first_delivery(response, flow).is_some()
            || TurnedAway::of(response, flow).is_none()
        {
            return CookieReturn::Fine;
        }
        let mut starts = flow.of_kind(MessageKind::LoginStart).filter(|(index, _)| *index < response.message);
        let Some((message, start)) = starts.next_back() else { return CookieReturn::Fine };
        let Some(headers) = start.response.as_ref().and_then(|answer| answer.headers.present()) else {
            return CookieReturn::Fine;
        };
        let other_jar = {
            let jars = start.context.container.as_ref().zip(response.exchange.context.container.as_ref());
            jars.is_some_and(|(began, ended)| began != ended)
        };
        // That is `callback/other-context`.
        if other_jar {
            return CookieReturn::Fine;
        }
        let mut cookies = set_by(headers);
        cookies.retain(|cookie| lifetime(cookie, start).is_none_or(|seconds| seconds > 0.0));
        let carried = Carried::of(response.exchange, flow);
        let lost = |cookie: &SetCookie<'r>| {
            let why = why(cookie, start, response, flow);
            match &carried {
                Carried::Names(names) => (!names.contains(&cookie.name)).then_some(why),
                // Chromium sends a strict cookie along where redirects alone led there and back.
                Carried::Unseen if why == Why::OtherSite(SameSite::Strict) => {
                    (response.exchange.request.method == "POST" || shows_page(response, flow)).then_some(why)
                }
                Carried::Unseen => (why != Why::Unknown).then_some(why),
            }
        };
        let count = cookies.len();
        let mut gone = Vec::new();
        let mut login_cookie_came = false;
        for cookie in cookies {
            match lost(&cookie) {
                // What is for other pages only may be meant for them.
                Some(Why::Refused(CookieRefusal::OtherPath)) if !is_of_login(cookie.name) => {}
                Some(why) => gone.push((why, cookie)),
                None => login_cookie_came |= is_of_login(cookie.name),
            }
        }
        let others_came = gone.len() < count;
        if gone.is_empty() {
            let unseen = count > 0 && matches!(carried, Carried::Unseen);
            return if unseen { CookieReturn::Unseen } else { CookieReturn::Fine };
        }
        // Of several, the one that names what it is for; then one whose loss can be explained.
        gone.sort_by_key(|(why, cookie)| (!is_of_login(cookie.name), *why == Why::Unknown));
        match gone.into_iter().next() {
            Some((why, cookie)) if !others_came || !login_cookie_came && is_of_login(cookie.name) => {
                let seen = matches!(carried, Carried::Names(_));
                let response = response.message;
                CookieReturn::Lost(LostCookie { message, cookie, why, seen, others_came, response })
            }
            _ => CookieReturn::Fine,
        }
    }

    /// The cookie that did not come back.
    pub(crate) fn lost(self) -> Option<LostCookie<'r>> {
        match self {
            CookieReturn::Lost(lost) => Some(lost),
            CookieReturn::Fine | CookieReturn::Unseen => None,
        }
    }
}

impl<'r> LostCookie<'r> {
    /// Where the cookie is set.
    pub(crate) fn pointer(&self) -> Pointer {
        Pointer::new(self.message, Part::SetCookie(self.cookie.name.to_owned().into()))
    }

    /// Begins the evidence: `The cookie NAME …`, with the telling attribute of the cookie marked.
    pub(crate) fn evidence(&self, words: &'static str, attribute: &str) -> Evidence {
        let summary = Phrase::from("The cookie ").value(self.pointer()).text(words);
        let place = self.pointer().marking(self.cookie.range(attribute));
        let evidence = fail(summary).noted(place, "set as the login began");
        // An app may begin its logins on one host and take the code on another, without cookies.
        let by_host = self.why == Why::Refused(CookieRefusal::OtherHost);
        let sure = self.seen && !by_host && (!self.others_came || self.why != Why::Unknown);
        let evidence = if sure { evidence } else { evidence.confidence(Confidence::Medium) };
        evidence.noted(Pointer::new(self.response, Part::Status), match self.seen {
            true => "The code came without this cookie, and the app turned it away.",
            false => {
                "The app turned the code away. The recording does not show cookies; by its attributes this one did not come along."
            }
        })
    }

    /// Where the code arrived.
    pub(crate) fn arrival(&self) -> Pointer {
        Pointer::new(self.response, Part::Method)
    }
}

impl<'r> Carried<'r> {
    /// A request without cookies tells only where the recording shows some elsewhere.
    pub(crate) fn of(exchange: &'r Exchange, flow: &Flow<'_>) -> Self {
        let Some(headers) = exchange.request.headers.present() else { return Carried::Unseen };
        if headers.has("cookie") {
            return if headers.hides("cookie") { Carried::Unseen } else { Carried::Names(names(headers)) };
        }
        let whole = |other: &Exchange| {
            other.observer == exchange.observer
                && other.request.headers.present().is_some_and(|other| is_as_whole(headers, other))
        };
        match flow.messages.iter().any(|message| whole(message.exchange)) {
            true => Carried::Names(Vec::new()),
            false => Carried::Unseen,
        }
    }
}

/// The cookies that an answer sets and that may be about the login. Of several with one name the last one counts.
pub(crate) fn set_by(headers: &Headers) -> Vec<SetCookie<'_>> {
    let mut last: BTreeMap<&str, SetCookie<'_>> = BTreeMap::new();
    for cookie in SetCookie::all(headers) {
        last.insert(cookie.name, cookie);
    }
    let mut cookies: Vec<_> = last.into_values().collect();
    cookies.retain(|cookie| !cookie.removes && !is_of_others(cookie.name));
    cookies.sort_by_key(|cookie| cookie.index);
    cookies
}

/// Whether headers without cookies are as whole as those of another request that show some: browsers add cookies
/// together with `Accept-Encoding`, after what some recordings show.
fn is_as_whole(headers: &Headers, other: &Headers) -> bool {
    other.has("cookie") && (headers.has("accept-encoding") || !other.has("accept-encoding"))
}

fn why(
    cookie: &SetCookie<'_>,
    start: &Exchange,
    response: &AuthorizationResponse<'_>,
    flow: &Flow<'_>,
) -> Why {
    let (from, to) = (&start.request.uri, &response.exchange.request.uri);
    if let Some(refusal) = cookie.refused_by_browser(from).or_else(|| cookie.kept_from(from, to)) {
        return Why::Refused(refusal);
    }
    if is_in_foreign_frame(start) {
        return Why::ForeignFrame(cookie.same_site());
    }
    let age = age(start, response.exchange);
    if let (Some(lifetime), Some(age)) = (lifetime(cookie, start), age)
        && age > lifetime
    {
        return Why::Expired(lifetime);
    }
    let from_other_site = FromOtherSite {
        method: &response.exchange.request.method,
        // In a frame the page around it decides, which is not looked at.
        is_top: true,
        age,
        takes_unsaid_for_lax: takes_unsaid_for_lax(response.exchange),
    };
    // A browser that is not known is taken for one of the many.
    let is_old = age.is_some_and(|age| age > LAX_ALLOWING_POST);
    let keeps_back = cookie.stays_at_its_site(&from_other_site).unwrap_or(is_old);
    if keeps_back && comes_from_other_site(response, flow) {
        return Why::OtherSite(cookie.same_site());
    }
    let mark = cookie_mark(cookie.name, "");
    let deleted = flow.others.deleted.iter().rfind(|(deleted, _)| *deleted == mark);
    deleted.map_or(Why::Unknown, |(_, by)| Why::Deleted(*by))
}

/// Whether a frame made a request in a page of another site, by what the browser writes into it (Fetch Metadata §2.3).
pub(crate) fn is_in_foreign_frame(exchange: &Exchange) -> bool {
    exchange.context.via == Via::Frame && exchange.request_header("sec-fetch-site") == Some("cross-site")
}

/// Whether the browser that sent a request takes a cookie without `SameSite` for `Lax`: Chromium does, Firefox and Safari do
/// not. `None` where the request does not name its browser.
pub(crate) fn takes_unsaid_for_lax(request: &Exchange) -> Option<bool> {
    let agent = request.request_header("user-agent")?;
    let names = |words: &[&str]| words.iter().any(|word| agent.contains(word));
    if names(&["Chrome/", "Chromium/"]) {
        return Some(true);
    }
    names(&["Firefox/", "Safari/"]).then_some(false)
}

/// Whether the browser came with the code from a page of another site, as far as that can be told.
pub(crate) fn comes_from_other_site(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> bool {
    if let Some(site) = response.exchange.request_header("sec-fetch-site") {
        return site == "cross-site";
    }
    let provider = flow.messages[..response.message]
        .iter()
        .rev()
        .find(|message| message.kind == MessageKind::AuthorizationRequest || message.kind.is_on_the_way());
    let to = &response.exchange.request.uri;
    provider.is_some_and(|message| is_cross_site(&message.exchange.request.uri, to) == Some(true))
}

/// Whether the provider showed the user a page before it sent the browser back.
fn shows_page(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> bool {
    flow.messages[..response.message].iter().any(|message| {
        let at_provider = message.kind == MessageKind::AuthorizationRequest || message.kind.is_on_the_way();
        at_provider && message.exchange.status() == Some(200)
    })
}

/// Seconds from the answer that set a cookie to the request that should bring it.
pub(crate) fn age(start: &Exchange, request: &Exchange) -> Option<f64> {
    Some(request.started?.as_seconds() - start.started?.as_seconds())
}

/// Seconds for which a cookie lives; `None` where it lives until the browser closes.
pub(crate) fn lifetime(cookie: &SetCookie<'_>, start: &Exchange) -> Option<f64> {
    cookie.lifetime(start.server_time().or(start.started))
}

/// Whether the name of a cookie says that it is about something else than logins.
pub(crate) fn is_of_others(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    OF_OTHERS.iter().any(|start| lower.starts_with(start)) && !is_of_login(name)
}

/// Whether the name of a cookie says that it holds what a login needs.
pub(crate) fn is_of_login(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    OF_LOGIN.iter().any(|word| name.contains(word)) || name.split(['.', '_', '-']).next_back() == Some("sid")
}
