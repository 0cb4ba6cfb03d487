//! RFC 9110 §15.5 and §15.6: a server that does not do what it was asked says so with a status from 400 on, and should say why.

use http::{Exchange, NetworkFault};
use oauth::{Flow, FlowMessage, MessageKind, OwnInterface, Part, Pointer, Provider, error_in_address};

use crate::behind;
use crate::login::{endpoint, is_reason_unseen, succeeds_later};
use crate::responder::Responder;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::{Said, Words};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "answer/refused",
    title: "A request is refused",
    lead: "A server refused a request with a status from 400 on, or did not answer it, and nothing else in the recording \
          says why.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::CallSymptom,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9110, "15.5"), Reference::Rfc(9110, "15.6")],
    why: "With a status from 400 to 499 a server says that the request is at fault, with one from 500 on that it failed itself. What it says of the reason stands in the answer, where it was recorded.",
    fix: "Act on the reason that the answer gives. Where it gives none, look it up in the log of the server that answered, at the time of this request.",
    verify: "Do the same again: the request is answered with a status below 400, and no page names an error.",
    disproof: "The same request is refused in a login that works, too.",
    explains: &[],
    since: "0.1.0",
    page: page!("refused.md"),
    check: Check::Unexplained(check),
};

const OF_THE_API: &str =
    "Look up what this API answers to such a request, and in its log what it says at this time.";

/// Words of an API that speak of the token.
const OF_TOKENS: [&str; 6] = ["token", "jwt", "scope", "audience", "issuer", "signature"];

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let kind = message.kind;
    let is_at_provider = kind == MessageKind::AuthorizationRequest || kind.is_on_the_way();
    if succeeds_later(flow, index) || kind == MessageKind::Preflight || is_at_provider {
        return Verdict::Pass;
    }
    let place = |part| Pointer::new(index, part);
    let who = endpoint(message.kind);
    // What the address says, says more than that the page for it is missing.
    let names_error = error_in_address(&exchange.request.uri).is_some();
    let is_shown = exchange.status().is_none_or(|status| status < 400 || status == 404 && names_error);
    if kind == MessageKind::OtherRequest && is_shown {
        return said_by_address(index, exchange);
    }
    let Some(status) = exchange.status() else {
        let given_up = exchange.error.as_ref().is_none_or(|error| error.fault == NetworkFault::Aborted);
        return match given_up {
            true => Verdict::Pass,
            false => fail(Phrase::from(who).text(" did not answer.")).at(place(Part::NetworkError)).into(),
        };
    };
    if status < 400 {
        return Verdict::Pass;
    }
    let is_page = body_of(exchange).is_none_or(|body| body.json().is_none());
    if kind == MessageKind::OwnInterface && status == 404 && is_page {
        return fail("There is no page of the provider's own interface at this address: what answered does not know the path.")
            .at(place(Part::Status))
            .at(place(Part::Url))
            .fix(PASS_THROUGH)
            .by(Actor::App)
            .into();
    }
    let verb = if status < 500 { " refused the request with status " } else { " failed with status " };
    let mut summary = Phrase::from(who).text(verb).number(status);
    let body = exchange.response_body().present().copied();
    let answer = body.and_then(|body| body.json());
    let asks_for_more = |name| answer.and_then(|json| json.get("error")?.as_str()).is_some_and(|e| e == name);
    if GOES_ON.into_iter().any(asks_for_more)
        || kind == MessageKind::ResourceChallenge && flow.messages.len() > 1
    {
        return Verdict::Pass;
    }
    // What an API does not have is no fault of a login that gave tokens; what it says in the words of OAuth is about them.
    let is_coded = status == 400
        && answer.is_some_and(|json| json.get("error").is_some_and(serde_json::Value::is_string));
    if kind.is_after_login() && flow.has_tokens() && !matches!(status, 401 | 403) && !is_coded {
        // Apps ask for what may not be there.
        let said = Said::of(index, exchange);
        let Some(words) = said.most().filter(|_| status != 404) else { return Verdict::Pass };
        let summary = summary.text(": ").value(words.clone()).text(".");
        let evidence =
            said.show(fail(summary).at(place(Part::Status))).severity(Severity::Info).by(Actor::App);
        // What speaks of the token may be a matter of the login all the same.
        return match Words::of(index, exchange).is_some_and(|words| words.have(&OF_TOKENS)) {
            true => evidence.into(),
            false => evidence.fix(OF_THE_API).into(),
        };
    }
    // What a device gets until its user has signed in has this status, too (RFC 8628 §3.5).
    let may_be_pending = kind == MessageKind::TokenRequest
        && status == 400
        && is_reason_unseen(exchange)
        && flow.of_kind(MessageKind::DeviceAuthorizationRequest).next().is_some();
    if may_be_pending {
        return fail("The token endpoint answered the device with status 400. Its body, which says why, is not in this recording: it may be authorization_pending, which a device gets until its user has signed in, or a refusal.")
            .severity(Severity::Warning)
            .confidence(Confidence::Medium)
            .fix("Record the bodies of the answers: their error says whether the device waits or was refused.")
            .at(place(Part::Status))
            .into();
    }
    let said = Said::of(index, exchange);
    let is_told = said.most().is_some();
    if let Some(words) = said.most() {
        summary = summary.text(": ").value(words.clone());
    }
    summary = summary.text(".");
    let named = behind::named(&exchange.request.uri);
    if let Some(named) = named.filter(|_| kind == MessageKind::OtherRequest) {
        summary = summary.text(" ").text(named);
    }
    // A status alone says something, too; that something is not there, of the addresses of a provider alone.
    let is_of_api =
        named.is_none() && matches!(kind, MessageKind::OtherRequest | MessageKind::ResourceRequest);
    let meaning = (!is_told)
        .then(|| of_own_interface(message, status))
        .flatten()
        .or_else(|| behind::meaning(status).filter(|_| !(is_told || is_of_api && status == 404)));
    if let Some((means, ..)) = meaning {
        summary = summary.text(" ").text(means).text(".");
    }
    let speaks_of_origin = Words::of(index, exchange).is_some_and(|words| words.have(&["origin"]));
    let origin = speaks_of_origin && exchange.request_header("origin").is_some();
    let origin = origin.then(|| place(Part::RequestHeader("origin".into())));
    let evidence = fail(summary).at(place(Part::Status)).noted_if(origin, "the page that asked");
    let mut evidence = said.show(evidence);
    if let Some((_, fix, actor)) = meaning {
        evidence = evidence.fix(fix).by(actor.unwrap_or(Actor::App));
    }
    if status == 401 && matches!(kind, MessageKind::ResourceRequest | MessageKind::OtherRequest) {
        evidence = match carries_credential(exchange) {
            Some(true) => evidence,
            Some(false) => evidence
                .noted(
                    place(Part::Url),
                    "The request carries no credential: neither an Authorization header nor a cookie.",
                )
                .fix(WITHOUT_CREDENTIAL),
            None if is_named_like_token_endpoint(exchange) => evidence,
            None => evidence.fix(MAYBE_WITHOUT_TOKEN),
        };
    }
    let evidence = match Responder::of(exchange) {
        Some(other) => evidence.fix(other.product.log).by(Actor::Network).noted(
            other.pointer(index),
            Phrase::from("Not the server that was asked answered, but ").text(other.product.name).text("."),
        ),
        None => evidence,
    };
    evidence.warning_if(kind.is_after_login() && flow.has_tokens()).into()
}

const MAYBE_WITHOUT_TOKEN: &str = "Look first whether the request carries the token at all: a request without an Authorization header gets this answer, too, and its fields are not in this recording. Then read the token (oauth-lens token TOKEN): for whom it is, and until when.";

const WITHOUT_CREDENTIAL: &str = "Send the credential that this server wants with the request (Authorization: Bearer with the access token, for an API). Where a library should add it, check that it is active for this client and this host, and that its version fits the HTTP client.";

/// Whether a request carries something that says who calls; `None` where its headers were not seen.
fn carries_credential(exchange: &Exchange) -> Option<bool> {
    let headers = exchange.request.headers.present().filter(|headers| !headers.is_empty())?;
    let in_header = headers.iter().any(|(name, _)| CREDENTIALS.iter().any(|word| name.contains(word)));
    let in_query =
        exchange.request.uri.query().iter().any(|(name, _)| name.contains("token") || name.contains("key"));
    Some(in_header || in_query || exchange.form().is_some())
}

/// Parts of the names of headers that say who calls.
const CREDENTIALS: [&str; 6] = ["auth", "cookie", "token", "key", "dpop", "signature"];

fn is_named_like_token_endpoint(exchange: &Exchange) -> bool {
    exchange.request.uri.path().trim_end_matches('/').ends_with("token")
}

/// What a status means at an interface of a provider's own that says nothing: the same in each of its kind.
fn of_own_interface(
    message: &FlowMessage<'_>,
    status: u16,
) -> Option<(&'static str, &'static str, Option<Actor>)> {
    let request = &message.exchange.request;
    let is_fedcm = message.exchange.request_header("sec-fetch-dest") == Some("webidentity");
    let asks_for_origin = ["client_id", "origin"].iter().all(|name| request.uri.query().has(name));
    match status {
        _ if message.kind != MessageKind::OwnInterface => None,
        // Federated Credential Management §3.2.4: of the list of accounts.
        401 if is_fedcm && request.method == "GET" => Some((
            "To the browser, which asked for the user's accounts (FedCM), that says that nobody is signed in at the provider",
            NOBODY,
            Some(Actor::Browser),
        )),
        403 if asks_for_origin && !refuses_origins(message.exchange) => Some((
            "The call names a client and the origin of a page: the interface takes this client, this origin or this user not, and does not say which",
            CLIENT_OR_ORIGIN,
            None,
        )),
        403 if asks_for_origin => Some((
            "The call names a client and the origin of a page: mostly this origin is not one that is registered for the client",
            ORIGIN,
            Some(Actor::ProviderSettings),
        )),
        _ => None,
    }
}

/// Whether the interface is known to look at the origin.
fn refuses_origins(exchange: &Exchange) -> bool {
    OwnInterface::of(exchange).is_some_and(|interface| interface.refuses_origins)
}

const CLIENT_OR_ORIGIN: &str = "Compare client and origin of the call with what is registered at the provider, and search the provider's log for this call: it has the reason.";

const NOBODY: &str = "Sign in on the provider's own page in this browser, and try again; the provider has to answer that sign-in with Set-Login: logged-in. Offer the user an ordinary way to sign in where this one shows nothing.";

const ORIGIN: &str = "Register the page's origin for this client at the provider, among its web origins: scheme, host and port, without a path.";

/// A page that shows an error, told by its address. What it says proves nothing of who is at fault.
fn said_by_address(index: usize, exchange: &Exchange) -> Verdict {
    let uri = &exchange.request.uri;
    let query = uri.query();
    let place = |name: &'static str| Pointer::new(index, Part::Query(name.into()));
    let of_provider = || ["authError", "error"].into_iter().find(|name| query.has(name));
    let Some(name) = error_in_address(uri).or_else(of_provider) else { return Verdict::Pass };
    let summary = Phrase::from("The address of this page names an error");
    let summary = match name {
        "authError" => summary.text("."),
        _ => summary.text(": ").value(place(name)).text("."),
    };
    let described = query.has("error_description").then(|| place("error_description"));
    let fix = if Provider::is_known_host(uri) { AT_PROVIDER } else { ON_PAGE };
    fail(summary).noted(place(name), "the error").noted_if(described, "what is said of it").fix(fix).into()
}

const AT_PROVIDER: &str = "Read what the page says of the error, and compare what the app sent with what is registered for it at the provider.";
const ON_PAGE: &str = "Read what the page says of the error. Where it is a page of the app, read the log of its server at this moment: it has the reason. Record the login from its beginning (Preserve log), and check that: it shows what came before.";

const PASS_THROUGH: &str = "Where the app gives its own host in place of the provider's (authDomain), pass this path on to the provider there by a rewrite or reverse proxy; or name the provider's own host in the app's configuration.";

fn body_of(exchange: &Exchange) -> Option<&http::Body> {
    exchange.response_body().present().copied()
}

/// Answers after which a client goes on: RFC 8628 §3.5, RFC 9449 §8.
const GOES_ON: [&str; 3] = ["authorization_pending", "slow_down", "use_dpop_nonce"];
