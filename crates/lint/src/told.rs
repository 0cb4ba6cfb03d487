//! What the words of an answer mean, where a program is known to say them: words before codes.

use oauth::{Flow, MessageKind, Provider, error_in_address};

use crate::error_page::ErrorAddress;
use crate::finding::Finding;
use crate::known::{Known, Matcher, Near, Rank};
use crate::refusal::READ_DESCRIPTION;
use crate::rule::Rule;
use crate::said::in_address;
use crate::search::in_other_words;

/// Rules that pass on whatever a server refuses.
const PASS_ON: [&str; 11] = [
    "answer/refused",
    "api/401-invalid-token",
    "authorize/error-page",
    "callback/access-denied",
    "callback/error",
    "callback/server-error",
    "par/status",
    "token/error-shape",
    "token/grant-refused",
    "token/invalid-request",
    "userinfo/failed",
];

/// Bytes of the longest answer that is read: a reason is short.
const LONGEST: usize = 8 * 1024;

/// Codes that say nothing of the reason (RFC 6749 §4.1.2.1, §5.2).
const OF_ANYTHING: [&str; 8] = [
    "invalid_request",
    "invalid_grant",
    "invalid_client",
    "unauthorized_client",
    "access_denied",
    "invalid_token",
    "server_error",
    "temporarily_unavailable",
];

/// Letters and digits of the shortest text that nobody says by chance.
const ENOUGH: usize = 16;

/// What a text means, where a program is known to say it of a fault.
pub(crate) fn meaning(text: &str) -> Option<&'static Known> {
    let said = Matcher::default().find_all(text.get(..LONGEST).unwrap_or(text));
    let is_sure = |known: &Known| known.rank() == Rank::Fault && known.weight() >= ENOUGH;
    let sure = said.into_iter().filter(|said| said.needs == Near::Nothing && is_sure(said.known));
    // The longer one says more; of equals the first.
    sure.map(|said| said.known)
        .reduce(|best, known| if known.weight() > best.weight() { known } else { best })
}

/// What the address of a page for errors means: that it is about a login is known.
fn at_page(text: &str) -> Option<&'static Known> {
    let said = Matcher::default()
        .find_all(text)
        .into_iter()
        .filter(|said| matches!(said.needs, Near::Nothing | Near::OAuth));
    said.map(|said| said.known).filter(|known| known.weight() >= ENOUGH).max_by_key(|known| known.weight())
}

/// The finding with what the answer's words mean, where nothing better is known: where its rule passes on whatever is refused,
/// or the words are known for the fault of its rule.
pub(crate) fn explained(finding: Finding, flow: &Flow<'_>) -> Finding {
    let passes_on = PASS_ON.contains(&finding.rule.id);
    if let Some(error) = finding.provider_error {
        let rule = error.rule.and_then(|id| crate::catalogue().iter().find(|rule| rule.id == id));
        return if passes_on { told(finding, rule.copied(), flow) } else { finding };
    }
    // A rule that sends to the provider's words has no other advice.
    let passes_on = passes_on || finding.fix == READ_DESCRIPTION;
    if finding.fix_is_exact || finding.fix != finding.rule.fix && !passes_on {
        return finding;
    }
    let by_address = is_page_of_error(finding.message, flow);
    let known = words(finding.message, flow)
        .and_then(|text| if by_address { at_page(&text) } else { meaning(&text) })
        .or_else(|| code(finding.message, flow));
    let known = known.filter(|known| !is_elsewhere(known.product, finding.message, flow));
    if known.is_none() && passes_on {
        return spoken(finding, flow);
    }
    let is_fault_of = |known: &&Known| known.suspects.first().is_some_and(|rule| rule.id == finding.rule.id);
    let Some(known) = known.filter(|known| passes_on || is_fault_of(known)) else { return finding };
    let summary =
        finding.summary.text(" “").text(known.text).text("” (").text(known.product).text(") means: ");
    let summary = summary.text(known.means()).text(".");
    let finding = Finding { summary, fix: known.fix(), ..finding };
    if passes_on { told(finding, Some(&known.own), flow) } else { finding }
}

/// The finding with what the description of a refusal speaks of, in words that are not known: which parameter, and how it failed.
fn spoken(finding: Finding, flow: &Flow<'_>) -> Finding {
    let Some(text) = described(finding.message, flow) else { return finding };
    let Some(known) = in_other_words(&text, true) else { return finding };
    let summary = finding.summary.text(" ").text(known.means()).text(".");
    told(Finding { summary, fix: known.fix(), ..finding }, Some(&known.own), flow)
}

/// What a refusal says beside its code (RFC 6749 §5.2).
fn described(message: usize, flow: &Flow<'_>) -> Option<String> {
    let found = flow.messages.get(message)?;
    // What the provider says of the state at the callback is of the one in the request.
    if found.kind == MessageKind::AuthorizationResponse {
        return None;
    }
    let body = found.exchange.response_body().present().copied()?;
    let text = body.json()?.get("error_description")?.as_str()?;
    (text.len() <= LONGEST_DESCRIPTION).then(|| text.to_owned())
}

/// Bytes of the longest description that is read as a sentence.
const LONGEST_DESCRIPTION: usize = 400;

/// Whether a provider of that name cannot have said it: the answer is another host's. Who sent the browser back is not told by the
/// address at which it came.
fn is_elsewhere(product: &str, message: usize, flow: &Flow<'_>) -> bool {
    let server = match flow.messages.get(message) {
        Some(found) if found.kind == MessageKind::AuthorizationResponse => {
            flow.authorization_request().map(|request| &request.exchange.request.uri)
        }
        found => found.map(|found| &found.exchange.request.uri),
    };
    server.is_some_and(|uri| Provider::is_elsewhere(product, uri))
}

/// A finding whose reason is known: who must act is told by the rule that has this reason.
fn told(finding: Finding, rule: Option<&'static Rule>, flow: &Flow<'_>) -> Finding {
    let actor = rule.map_or(finding.actor, |rule| rule.actor.at(finding.message, flow));
    Finding { actor, is_told: true, ..finding }
}

/// What the code of a refusal means that says nothing else: it is the whole text of one that is known.
fn code(message: usize, flow: &Flow<'_>) -> Option<&'static Known> {
    let body = flow.messages.get(message)?.exchange.response_body().present().copied()?;
    let code = body.json()?.get("error")?.as_str().filter(|code| !OF_ANYTHING.contains(code))?;
    let mut said = Matcher::default().find_all(code).into_iter();
    let is_it = |known: &Known| known.rank() != Rank::Wrapper && known.text == code && !known.is_message();
    said.find(|said| said.needs != Near::Message && is_it(said.known)).map(|said| said.known)
}

/// Whether a message is a page whose address names an error, and no more is known of it.
fn is_page_of_error(message: usize, flow: &Flow<'_>) -> bool {
    flow.messages.get(message).is_some_and(|found| {
        found.kind == MessageKind::OtherRequest && error_in_address(&found.exchange.request.uri).is_some()
    })
}

/// Parameters in which a provider says why it refuses (RFC 6749 §4.1.2.1, and Ory's own).
pub(crate) const DESCRIBED: [&str; 3] = ["error_description", "error_hint", "error_debug"];

/// What an answer says, as text.
fn words(message: usize, flow: &Flow<'_>) -> Option<String> {
    let found = flow.messages.get(message)?;
    let exchange = found.exchange;
    let described = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    if found.kind == MessageKind::AuthorizationResponse {
        let responses = flow.authorization_responses();
        let response = responses.iter().find(|response| response.message == message)?;
        let error = described(response.parameters.text("error")).unwrap_or_default();
        let texts: Vec<String> =
            DESCRIBED.iter().filter_map(|name| described(response.parameters.text(name))).collect();
        if !texts.is_empty() {
            return Some(error + ": " + &texts.join(" "));
        }
    }
    let header = exchange.response_header("x-amzn-errormessage");
    let body = exchange.response_body().present().and_then(|body| body.text());
    let query = exchange.request.uri.query();
    if let Some(name) = error_in_address(&exchange.request.uri).filter(|_| is_page_of_error(message, flow)) {
        let error = query.text(name).unwrap_or_default();
        let described = query.text("error_description").unwrap_or_default();
        let pairs: Vec<String> =
            query.iter().map(|(name, value)| format!("{name}={}", value.text())).collect();
        let address = format!("{}?{}", exchange.request.uri.path(), pairs.join("&"));
        return Some(format!("{address}\n{error}: {described}"));
    }
    let is_page = found.kind == MessageKind::AuthorizationRequest || found.kind.is_on_the_way();
    if let Some(address) = is_page.then(|| ErrorAddress::of(message, exchange)).flatten() {
        let said = |name| address.text(name).unwrap_or_default();
        return Some(format!("{}: {}", said("error"), said("error_description")));
    }
    if found.kind == MessageKind::OtherRequest && query.has("error") {
        let error = described(query.text("error")).unwrap_or_default();
        return Some(error + ": " + query.text("error_description").unwrap_or_default());
    }
    let in_body = described(body).or_else(|| described(header));
    let challenge = described(exchange.response_header("www-authenticate"));
    let said: Vec<String> = [in_address(exchange), challenge, in_body].into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join("\n"))
}
