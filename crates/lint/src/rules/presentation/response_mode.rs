//! OpenID for Verifiable Presentations 1.0 §8.2 and §8.3: with `direct_post` the parameters of the answer are sent as they are, with
//! `direct_post.jwt` in the one parameter `response`.

use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::login::succeeds_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "presentation/response-mode",
    title: "The wallet answers in another way than the verifier asked for",
    lead: "The verifier's request says with response_mode how the wallet has to answer, the wallet answered in the other way, and the \
           verifier refused it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::OpenId4Vp("8.2"), Reference::OpenId4Vp("8.3")],
    why: "With direct_post the verifier looks for vp_token in the form, with direct_post.jwt for one parameter, response, which holds an encrypted JWT. What it does not look for it does not find.",
    fix: "Let the wallet answer as response_mode of the request says: direct_post with vp_token and state as parameters of the form, direct_post.jwt with response alone.",
    verify: "Answer the request again: the verifier takes the answer.",
    disproof: "The verifier refuses an answer in the way of response_mode with the same words.",
    explains: &[],
    since: "0.1.0",
    page: page!("response_mode.md"),
    check: Check::Message(check),
};

/// Words about how the wallet answers; others are about what it answers.
const OF_ANSWER: [&str; 10] = [
    "response_mode",
    "response mode",
    "vp_token",
    "vp token",
    "direct_post",
    "parameter response",
    "response parameter",
    "'response'",
    "encrypt",
    "decrypt",
];

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    // Others speak of who asks, of how often, or of a request that is over.
    let is_refused = matches!(exchange.status(), Some(400 | 422));
    if message.kind != MessageKind::PresentationResponse || !is_refused || succeeds_later(flow, index) {
        return Verdict::NotApplicable;
    }
    let Some(form) = exchange.form() else { return Verdict::Inconclusive("what the wallet answered") };
    let objects = flow.request_objects();
    let Some((object, mode)) = objects
        .iter()
        .rev()
        .filter(|object| object.message < index)
        .find_map(|object| Some((object, object.text("response_mode")?)))
    else {
        return Verdict::Inconclusive("the verifier's request");
    };
    let (summary, sent) = match mode {
        "direct_post" if form.has("response") && !form.has("vp_token") && !form.has("error") => (
            "The verifier asks for the answer as parameters of a form (direct_post), and the wallet packed it into one parameter, response.",
            "response",
        ),
        "direct_post.jwt" if form.has("vp_token") && !form.has("response") => (
            "The verifier asks for an encrypted answer in one parameter, response (direct_post.jwt), and the wallet sent vp_token as it is.",
            "vp_token",
        ),
        _ => return Verdict::Pass,
    };
    let words = Words::of(index, exchange);
    if words.as_ref().is_some_and(|words| !words.have(&OF_ANSWER)) {
        return Verdict::NotApplicable;
    }
    let words = words.map(|words| words.place);
    fail(summary)
        .noted(Pointer::new(object.message, Part::ResponseBody), "how the verifier wants the answer")
        .noted(Pointer::new(index, Part::Form(sent.into())), "what the wallet sent")
        .noted_if(words, "What the verifier says.")
        .at(Pointer::new(index, Part::Status))
        .into()
}
