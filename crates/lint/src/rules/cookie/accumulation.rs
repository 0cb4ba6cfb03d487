//! RFC 6265bis §6.1: browsers and servers limit how many cookies there are and how large; §4.1.2.2: a cookie that has done its
//! work is removed with `Max-Age`.

use http::cookie::names;
use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cookie/accumulation",
    title: "Cookies of unfinished logins pile up",
    lead: "A request carries five or more cookies that the app set for single logins and never removed.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::AppServer,
    references: &[Reference::Cookies("6.1"), Reference::Rfc(6585, "5")],
    why: "For each login that is begun the app sets a cookie of its own, and it does not remove those of logins that failed. The browser sends all of them, until the server refuses the request as too large.",
    fix: "Remove the cookie of a login when it fails, give it a lifetime of some minutes, and find out why logins begin again.",
    verify: "Leave five logins unfinished and wait some minutes: the next request carries none of their cookies.",
    disproof: "Each of these cookies belongs to a tab in which a login is still open.",
    explains: &[],
    since: "0.1.0",
    page: page!("accumulation.md"),
    check: Check::Message(check),
};

/// How the names of cookies begin that libraries set for each login anew, in lower case.
const OF_EACH_LOGIN: [&str; 8] = [
    ".aspnetcore.correlation.",
    ".aspnetcore.openidconnect.nonce.",
    "openidconnect.nonce.",
    "mod_auth_openidc_state_",
    "_oauth2_proxy_csrf_",
    "a0.spajs.txs.",
    "__txn_",
    "com.auth0.auth.",
];

/// More tabs than this are not opened at once.
const MANY: usize = 5;

fn check(index: usize, message: &FlowMessage<'_>, _: &Flow<'_>) -> Verdict {
    let Some(headers) = message.exchange.request.headers.present() else { return Verdict::NotApplicable };
    let names = names(headers);
    for start in OF_EACH_LOGIN {
        let fits = |name: &&&str| name.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
        let mut found = names.iter().filter(fits);
        let Some(first) = found.next() else { continue };
        let count = 1 + found.count();
        if count >= MANY {
            let place = Pointer::new(index, Part::Cookie((*first).to_owned().into()));
            let summary = Phrase::from("The browser sent ").number(count);
            return fail(summary.text(" cookies of logins that were begun and never finished."))
                .noted(place, "the first of them")
                .into();
        }
    }
    Verdict::Pass
}
