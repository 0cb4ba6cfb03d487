//! The face of the core towards JavaScript: events in, view and report out.
//!
//! Deliberately absent: any logic. What this crate decides is only what may cross the boundary: neither an error nor
//! a panic carries a message of the core, because a message could quote captured data.

mod keys;
mod token;

use std::panic;

use http::{CaptureEvent, Timestamp};
use jose::KeySet;
use report::{Cause, LoginTokens, SessionView};
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;
use web_sys::console;

pub use keys::fetch_keys;
pub use token::{TokenAnswer, token};

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
#[derive(Default)]
pub struct Session(lint::Session);

#[wasm_bindgen]
impl Session {
    /// An empty session.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
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
        let lint::Ingested { changed, forget, strip, .. } = self.0.ingest(events);
        let strip = strip.into_iter().map(|lint::Hop { request, time }| Hop { request, time }).collect();
        to_js(Ingested { changed, forget, strip })
    }

    /// What the panel shows.
    pub fn view(&self) -> Result<Ts<SessionView>, JsError> {
        to_js(report::view(&self.0))
    }

    /// The report on one login, or on all.
    pub fn report(&self, login: Option<String>, format: Ts<ReportFormat>) -> Result<String, JsError> {
        let format = format.to_rust().map_err(|_| JsError::new("the format is neither markdown nor json"))?;
        let report = report::report(&self.0, &[], login.as_deref());
        match format {
            ReportFormat::Markdown => Ok(report::markdown(&report)),
            ReportFormat::Json => serde_json::to_string_pretty(&report).map_err(|_| not_written()),
        }
    }

    /// The causes that an error message can have, likeliest first.
    pub fn causes(&self, message: &str) -> Result<Vec<Ts<Cause>>, JsError> {
        report::causes(message, &self.0).into_iter().map(to_js).collect()
    }

    /// The tokens of the login with that key. `keys` are the provider's, where they were fetched; `now` is in milliseconds
    /// since the epoch.
    pub fn tokens(
        &self,
        login: &str,
        keys: &str,
        now: f64,
        reveals: bool,
    ) -> Result<Ts<LoginTokens>, JsError> {
        let keys = KeySet::from_text(keys).ok();
        to_js(report::login_tokens(&self.0, login, keys.as_ref(), Timestamp::from_millis(now), reveals))
    }
}

/// What came of the events.
#[derive(Serialize, Tsify)]
pub struct Ingested {
    /// Whether the view is another one now.
    pub changed: bool,
    /// Requests that play no role: their events need not be kept.
    pub forget: Vec<String>,
    /// Requests whose bodies must not be kept.
    pub strip: Vec<Hop>,
}

/// One request of a chain of redirects, which share an id.
#[derive(Serialize, Tsify)]
pub struct Hop {
    /// Its `webRequest` id.
    pub request: String,
    /// When it began, in milliseconds since the epoch.
    pub time: f64,
}

/// How a report is written.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "lowercase")]
pub enum ReportFormat {
    /// For a ticket.
    Markdown,
    /// For a program.
    Json,
}

pub(crate) fn to_js<T: Tsify + Serialize>(value: T) -> Result<Ts<T>, JsError> {
    value.into_ts().map_err(|_| not_written())
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
