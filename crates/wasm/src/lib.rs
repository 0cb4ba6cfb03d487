//! The face of the core towards JavaScript: events and questions in, changes and answers out.
//!
//! Deliberately absent: any logic. What this crate decides is only what may cross the boundary: neither an error nor
//! a panic carries a message of the core, because a message could quote captured data.

mod files;

use std::panic;

use http::{CaptureEvent, Hop, Timestamp};
use report::settings::usable;
use report::{Answer, Changes, Lens, Question};
use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;
use web_sys::console;

/// The version of the core.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A recording and what it says, event by event.
///
/// A call that throws a `WebAssembly.RuntimeError` has poisoned the whole instance: call `__wbg_reset_state()`, make a
/// new session, replay. Never `free()` one from before the reset: that frees memory of the new instance.
#[wasm_bindgen]
pub struct Session {
    session: lint::Session,
    lens: Lens,
}

#[wasm_bindgen]
impl Session {
    /// A session that goes on where another one was stopped that had forgotten so many stories; 0 for a new one.
    #[wasm_bindgen(constructor)]
    pub fn new(forgotten: u32) -> Self {
        Session { session: lint::Session::resumed(forgotten), lens: Lens::default() }
    }

    /// What is taken into account from now on: settings as the form wrote them.
    pub fn set(&mut self, written: &str) {
        self.session.set(usable(written));
    }

    /// Takes events in the order in which they came.
    pub fn ingest(&mut self, events: Vec<Ts<CaptureEvent>>) -> Result<Ts<Ingested>, JsError> {
        let events = events
            .iter()
            .enumerate()
            .map(|(index, event)| {
                event.to_rust().map_err(|_| JsError::new(&format!("event {index} is not a CaptureEvent")))
            })
            .collect::<Result<_, _>>()?;
        let lint::Ingested { changed, forget, strip, owned, idle, forget_tabs, evicted } =
            self.session.ingest(events);
        let strip = strip.into_iter().map(|lint::Strip { hop, answer }| Strip { hop, answer }).collect();
        let owned = owned.into_iter().map(|lint::Owned { index, hop }| Owned { index, hop }).collect();
        let forget_tabs = forget_tabs.into_iter().map(|tab| tab as f64).collect();
        let forgotten = self.session.forgotten();
        to_js(Ingested { changed, forget, strip, owned, idle, forget_tabs, evicted: evicted > 0, forgotten })
    }

    /// Whether an answer that begins is worth reading while it passes; `started` is the event that began its request.
    #[wasm_bindgen(js_name = wantsBody)]
    pub fn wants_body(&mut self, started: Ts<CaptureEvent>, status: u16) -> bool {
        started.to_rust().is_ok_and(|started| self.session.wants_body(started, status))
    }

    /// What changed since the look of that revision; 0 for whoever has not looked yet. Nothing is computed for what did not
    /// change.
    pub fn changes(&mut self, since: f64) -> Result<Ts<Changes>, JsError> {
        to_js(self.lens.changes(&self.session, since as u64))
    }

    /// Answers a question; `now` is in milliseconds since the epoch.
    pub fn ask(&mut self, question: Ts<Question>, now: f64) -> Result<Ts<Answer>, JsError> {
        let question = question.to_rust().map_err(|_| no_question())?;
        let answer = self.lens.ask(&self.session, question, Timestamp::from_millis(now));
        to_js(answer.ok_or_else(not_written)?)
    }
}

/// What came of the events.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Ingested {
    /// Whether something is to be seen that was not before.
    pub changed: bool,
    /// Requests that play no role: their events need not be kept.
    pub forget: Vec<Hop>,
    /// Requests whose bodies must not be kept.
    pub strip: Vec<Strip>,
    /// Which requests bodies and documents of this batch belong to.
    pub owned: Vec<Owned>,
    /// The events of this batch, by their index, that need not be kept: they said nothing.
    pub idle: Vec<u32>,
    /// Tabs that are closed and of which nothing is kept.
    pub forget_tabs: Vec<f64>,
    /// Whether older stories had to make room.
    pub evicted: bool,
    /// How many did so far, for the next session.
    pub forgotten: u32,
}

/// A request whose bodies must not be kept.
#[derive(Serialize, Tsify)]
pub struct Strip {
    /// The request.
    pub hop: Hop,
    /// Whether that is so of its answer too.
    pub answer: bool,
}

/// Whose an event is: what is kept of it has to say so.
#[derive(Serialize, Tsify)]
pub struct Owned {
    /// The event, by its index in its batch.
    pub index: u32,
    /// The request.
    pub hop: Hop,
}

fn to_js<T: Tsify + Serialize>(value: T) -> Result<Ts<T>, JsError> {
    value.into_ts().map_err(|_| not_written())
}

fn no_question() -> JsError {
    JsError::new("this is no question")
}

fn not_written() -> JsError {
    JsError::new("the result could not be handed to JavaScript")
}

/// Says where the core failed, never why: the message could quote captured data.
#[wasm_bindgen(start, skip_typescript)]
fn report_panics() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        console::error_1(&format!("OAuth Lens core failed at {place}").into());
    }));
}
