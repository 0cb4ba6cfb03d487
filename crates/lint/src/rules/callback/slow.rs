//! RFC 6749 §4.1.3: behind the callback the app calls the provider; the browser waits for it.

use http::NetworkFault;
use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::request_outcome::is_failure;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/slow",
    title: "The app's server takes long to answer the callback",
    lead: "The app's server took ten seconds or more to answer the request that brought the code.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(6749, "4.1.3"), Reference::Rfc(6749, "4.1.2")],
    why: "Between the callback and its answer a server mostly exchanges the code and fetches keys and user data. When \
          one of these calls hangs, the user waits, and a code that lives for a minute runs out.",
    fix: "Measure what takes so long behind the callback: where a server exchanges the code there, its calls to the token endpoint, the key set and UserInfo. Give them a timeout of a few seconds.",
    verify: "Log in again: the app's server answers the callback in less than ten seconds.",
    disproof: "The browser got this answer in the end, and the next page knew the user.",
    explains: &[],
    since: "0.1.0",
    page: page!("slow.md"),
    check: Check::AuthorizationResponse(check),
};

/// A server that starts up takes less, in seconds.
const LONG: f64 = 10.0;

fn check(response: &AuthorizationResponse<'_>, _: &Flow<'_>) -> Verdict {
    if response.success().is_none() || !response.delivered {
        return Verdict::NotApplicable;
    }
    let exchange = response.exchange;
    let Some((start, end)) = exchange.started.zip(exchange.finished) else {
        return Verdict::Inconclusive("how long the callback took");
    };
    let took = end.as_seconds() - start.as_seconds();
    let waited_for = Phrase::from("The app's server took ").duration(took);
    if took < LONG {
        return Verdict::Pass;
    }
    match (exchange.status(), &exchange.error) {
        // Then its failure is what counts.
        (Some(status), _) if is_failure(status) => Verdict::NotApplicable,
        (Some(_), _) => fail(waited_for.text(" to answer the callback."))
            .at(Pointer::new(response.message, Part::Status))
            .into(),
        (None, Some(error)) if error.fault == NetworkFault::Aborted => {
            let summary =
                Phrase::from("The app's server had not answered the callback after ").duration(took);
            fail(summary.text(", and the browser gave up."))
                .at(Pointer::new(response.message, Part::NetworkError))
                .severity(Severity::Error)
                .into()
        }
        (None, _) => Verdict::NotApplicable,
    }
}
