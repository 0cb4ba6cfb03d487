//! Files instead of events: what somebody opens, drops or pastes.

use http::Timestamp;
use report::files::Unread;
use report::settings::usable;
use report::{Answer, Changes, Lens, Question, Shown};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{no_question, not_written, to_js};

/// Bytes that are read of all files together: what is made of them has to fit into a browser's memory.
const MOST: u64 = 128 << 20;

/// Files that are one recording, and what they say. It is told nothing but their bytes, and keeps them in its memory alone.
///
/// A call that throws a `WebAssembly.RuntimeError` has poisoned the whole instance, as with a [`Session`](crate::Session).
#[wasm_bindgen]
pub struct Files {
    files: report::Files,
    lens: Lens,
}

#[wasm_bindgen]
impl Files {
    /// None yet.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default, reason = "JavaScript knows constructors alone")]
    pub fn new() -> Self {
        Files { files: report::Files::new(MOST), lens: Lens::of_files() }
    }

    /// What is taken into account beside what the files hold, as the form of settings wrote it; before the first is read.
    pub fn set(&mut self, written: &str) {
        self.files.set(usable(written));
    }

    /// Whether a file of so many bytes is read; else it is left out.
    pub fn takes(&self, size: f64) -> bool {
        size <= self.files.left() as f64
    }

    /// Reads the next file.
    pub fn read(&mut self, name: &str, bytes: &[u8]) {
        self.files.read(Shown::from_user(name), bytes, None);
    }

    /// Leaves the next file out.
    #[wasm_bindgen(js_name = leaveOut)]
    pub fn leave_out(&mut self, name: &str, obstacle: Ts<Obstacle>) -> Result<(), JsError> {
        let name = Shown::from_user(name);
        let unread = match obstacle.to_rust().map_err(|_| JsError::new("this is no obstacle"))? {
            Obstacle::TooLarge { size } => {
                Unread::too_large(&name, size as u64, MOST, self.files.used(), "give the file to the command")
            }
            Obstacle::NotGiven => Unread::not_given(&name),
            Obstacle::Broke => Unread::broke(&name),
        };
        self.files.leave_out(name, unread);
        Ok(())
    }

    /// What changed since the look of that revision; 0 for whoever has not looked yet.
    pub fn changes(&mut self, since: f64) -> Result<Ts<Changes>, JsError> {
        to_js(self.lens.changes(self.files.session(), since as u64))
    }

    /// Answers a question; `now` is in milliseconds since the epoch.
    pub fn ask(&mut self, question: Ts<Question>, now: f64) -> Result<Ts<Answer>, JsError> {
        let question = question.to_rust().map_err(|_| no_question())?;
        let answer = self.lens.ask_about(&self.files, question, Timestamp::from_millis(now));
        to_js(answer.ok_or_else(not_written)?)
    }
}

/// Why a file is not read, as far as JavaScript knows.
#[derive(Deserialize, Tsify)]
#[serde(tag = "why", rename_all = "camelCase")]
pub enum Obstacle {
    /// It has more bytes than are read.
    TooLarge {
        /// How many.
        size: f64,
    },
    /// The browser does not give its bytes.
    NotGiven,
    /// Reading it poisoned the instance before this one.
    Broke,
}
