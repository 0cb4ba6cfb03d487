//! One message in full, asked for when somebody looks at it: its cookies, the CORS check, its bodies, when and by whom it was made.

mod body;
mod cookies;
mod cors;
mod raw;

use std::collections::HashSet;

use http::{Captured, Exchange, Missing, Observer};
use lint::{Analysis, Story};
use serde::Serialize;

pub use body::{BodyLine, BodyView};
pub use cookies::{CookieRow, CookieState, CookieTable};
pub use cors::{CorsRow, CorsState, CorsTable};
pub(crate) use raw::raw;

use crate::mask::fields::Treatment;
use crate::mask::{Redactor, Shown, shown};
use crate::terms;
use crate::view::fields;

/// What there is to say of one message.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Detail {
    /// When and by whom it was made.
    pub facts: Vec<Fact>,
    /// What was not seen of it, a sentence each.
    pub not_seen: Vec<Shown>,
    /// What its fields are for.
    pub meanings: Vec<Meaning>,
    /// Its cookies; null where there is nothing to say of any.
    pub cookies: Option<CookieTable>,
    /// The CORS check; null where no page of another origin made the request.
    pub cors: Option<CorsTable>,
    /// The request's body; null where there is none to show.
    pub request_body: Option<BodyView>,
    /// The answer's body.
    pub response_body: Option<BodyView>,
}

/// Something about the message as a whole.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Fact {
    /// What it is.
    pub name: &'static str,
    /// What is known.
    pub value: Shown,
}

/// What a field is for.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Meaning {
    /// Its place, as the message has it.
    pub part: Shown,
    /// What it means, in one line.
    pub gloss: &'static str,
}

impl Detail {
    /// What there is to say of the message with that index.
    pub(crate) fn of<'s>(
        analysis: &Analysis<'s>,
        story: &Story<'s>,
        index: usize,
        redactor: &Redactor,
    ) -> Option<Self> {
        let flow = story.flow();
        let message = flow.messages.get(index)?;
        let mut seen = HashSet::new();
        let mut meanings = Vec::new();
        for field in fields(flow, index, redactor) {
            let gloss = terms::of_field(message.kind, field.part.as_str(), field.name.as_str());
            if let Some(gloss) = gloss.filter(|_| seen.insert(field.part.clone())) {
                meanings.push(Meaning { part: field.part, gloss });
            }
        }
        let exchange = message.exchange;
        let marks = body::Marks::of(story, index);
        Some(Detail {
            facts: facts(exchange, redactor),
            not_seen: not_seen(exchange),
            meanings,
            cookies: cookies::table(story, analysis, index, redactor),
            cors: cors::table(flow, index, redactor),
            request_body: exchange.request.body.present().and_then(|body| {
                // A form's parameters are fields.
                exchange
                    .form()
                    .is_none()
                    .then(|| body::view(body, &body::Marks::default(), redactor))
                    .flatten()
            }),
            response_body: exchange
                .response_body()
                .present()
                .and_then(|body| body::view(body, &marks, redactor)),
        })
    }
}

fn facts(exchange: &Exchange, redactor: &Redactor) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |name, value: Option<Shown>| facts.extend(value.map(|value| Fact { name, value }));
    add("Began", exchange.started.map(Shown::time));
    let ended = exchange.finished.filter(|_| exchange.started != exchange.finished);
    add("Ended", ended.map(Shown::time));
    if exchange.observer == Observer::Browser {
        let origin = exchange.requesting_origin();
        add(
            "Sent by",
            origin.map(|origin| shown!("a page of ", redactor.value("origin", Treatment::Url, &origin))),
        );
    }
    let context = &exchange.context;
    add("Tab", context.tab.filter(|tab| *tab >= 0).map(|tab| Shown::from_user(&tab.to_string())));
    let frame = context.frame.filter(|frame| *frame > 0);
    add("Frame", frame.map(|_| Shown::from("a frame inside of the page")));
    let cached = exchange.response.as_ref().is_some_and(|response| response.from_cache);
    add("Answered by", cached.then(|| Shown::from("the browser's own cache")));
    facts
}

/// What the recording lacks, with the reason.
fn not_seen(exchange: &Exchange) -> Vec<Shown> {
    fn missing<T>(part: &Captured<T>) -> Option<Missing> {
        part.missing()
    }
    let response = exchange.response.as_ref();
    let carries = !matches!(exchange.request.method.as_str(), "GET" | "HEAD" | "OPTIONS");
    [
        ("The request's headers: ", missing(&exchange.request.headers)),
        ("The request's body: ", missing(&exchange.request.body).filter(|_| carries)),
        ("The answer's headers: ", response.and_then(|response| missing(&response.headers))),
    ]
    .into_iter()
    .filter_map(|(what, why)| Some(shown!(what, why?.reason(), ".")))
    .collect()
}
