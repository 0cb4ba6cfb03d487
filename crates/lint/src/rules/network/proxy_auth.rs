//! RFC 9110 §15.5.8: 407, the client must authenticate itself to a proxy first.

use http::{NetworkFault, Observer};
use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::login::{endpoint, succeeds_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/proxy-auth",
    title: "A proxy does not let the request through",
    lead: "A request of the login got no further than a proxy: it answered 407, or did not make the connection.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Network,
    references: &[Reference::Rfc(9110, "15.5.8"), Reference::Rfc(9110, "9.3.6")],
    why: "Between this client and the provider is a proxy that wants credentials, or that does not allow this host. The provider was never asked.",
    fix: "Give the client the proxy's credentials, or let the proxy pass requests to this host.",
    verify: "Repeat the request with the same program: the provider answers it, not the proxy.",
    disproof: "The proxy's log shows that it passed this request on.",
    explains: &[
        "authorize/error-page",
        "authorize/no-callback",
        "callback/back-to-login",
        "callback/error",
        "callback/server-error",
        "callback/slow",
        "cors/no-acao",
        "cors/preflight-status",
        "discovery/fetch-failed",
        "format/content-type",
        "format/html-instead-of-json",
        "jwks/fetch-failed",
        "token/invalid-grant",
    ],
    since: "0.1.0",
    page: page!("proxy_auth.md"),
    check: Check::Message(check),
};

const FROM_SERVER: &str = "Put the proxy's user and password into HTTPS_PROXY of the app's server, or take the provider's host out with NO_PROXY.";

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let by_error = exchange.error.as_ref().is_some_and(|error| error.fault == NetworkFault::Proxy);
    let by_status = exchange.status() == Some(407);
    if message.kind.is_after_login() || !by_error && !by_status {
        return Verdict::Pass;
    }
    let what = match by_status {
        true => " was not asked: a proxy answered with status 407, it wants credentials.",
        false => " was not asked: a proxy on the way did not make the connection.",
    };
    let place = Pointer::new(index, if by_status { Part::Status } else { Part::NetworkError });
    let evidence = fail(Phrase::from(endpoint(message.kind)).text(what)).at(place);
    let evidence = evidence.noted(Pointer::new(index, Part::Url), "what was asked for");
    let evidence = match exchange.observer {
        Observer::Server => evidence.fix(FROM_SERVER),
        Observer::Browser => evidence,
    };
    evidence.warning_if(succeeds_later(flow, index)).into()
}
