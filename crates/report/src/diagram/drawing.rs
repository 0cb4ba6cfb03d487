//! Where the lines and the words of a diagram stand, in pixels from its upper left corner.

use serde::Serialize;

use super::sequence::{Sequence, Step};
use crate::mask::Shown;
use crate::model::Login;

/// Between two lanes.
const LANE: u32 = 210;
/// Left and right of all lanes.
const MARGIN: u32 = 96;
/// Above the first message.
const HEAD: u32 = 44;
/// From one line of text to the next.
const LINE: u32 = 15;
/// Room between text and lane.
const PAD: u32 = 8;
/// About what a character is wide.
const CHARACTER: u32 = 6;
/// Lines that a text takes at most.
const MOST_LINES: usize = 2;

/// The messages of a login, drawn.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Diagram {
    /// How wide it is.
    pub width: u32,
    /// How high it is.
    pub height: u32,
    /// Who takes part, from the left.
    pub lanes: Vec<Lane>,
    /// The messages, from the top.
    pub bands: Vec<Band>,
}

/// Somebody who takes part, above a line downwards.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Lane {
    /// Where the line is.
    pub x: u32,
    /// The role: `Provider`.
    pub title: &'static str,
    /// The host.
    pub host: Shown,
}

/// A message with its answer, or what was not seen.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Band {
    /// The number of the message that it selects; null for what was not seen.
    pub message: Option<u32>,
    /// Whether the root cause is about it.
    pub is_faulty: bool,
    /// Where it begins.
    pub y: u32,
    /// How high it is.
    pub height: u32,
    /// Its arrows.
    pub strokes: Vec<Stroke>,
    /// Its words.
    pub texts: Vec<Text>,
}

/// An arrow.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Stroke {
    /// Where it begins.
    pub from: u32,
    /// Where its head is.
    pub to: u32,
    /// How far down.
    pub y: u32,
    /// What it stands for.
    pub kind: StrokeKind,
}

/// What an arrow stands for.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum StrokeKind {
    /// A request.
    Sent,
    /// A response.
    Answered,
    /// A response that did not arrive, or what the recording does not show.
    NotSeen,
}

/// A line of words.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Text {
    /// Where it begins.
    pub x: u32,
    /// Where its letters stand.
    pub y: u32,
    /// The words.
    pub text: Shown,
    /// What they are.
    pub tone: Tone,
}

/// What a line of words is.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// What the message is.
    Name,
    /// When it was sent.
    Time,
    /// Something in it.
    Fact,
    /// What the root cause points to.
    Fault,
    /// What came back.
    Answer,
}

impl Diagram {
    /// That of a login.
    pub fn of(login: &Login) -> Self {
        let sequence = Sequence::of(login);
        let lanes: Vec<Lane> = sequence
            .parties
            .iter()
            .enumerate()
            .map(|(index, party)| Lane { x: lane(index), title: party.title, host: party.host.clone() })
            .collect();
        let mut bands: Vec<Band> = Vec::with_capacity(sequence.steps.len());
        let mut y = HEAD;
        for step in &sequence.steps {
            let band = band(step, y);
            y += band.height;
            bands.push(band);
        }
        let width = lane(lanes.len().saturating_sub(1)) + MARGIN;
        if !sequence.notes.is_empty() {
            let band = notes(sequence.notes, y, width);
            y += band.height;
            bands.push(band);
        }
        Diagram { width, height: y + PAD, lanes, bands }
    }
}

fn lane(index: usize) -> u32 {
    MARGIN + index as u32 * LANE
}

/// Sentences below all messages.
fn notes(notes: &[Shown], top: u32, width: u32) -> Band {
    const MOST_OF_NOTE: usize = 6;
    let room = ((width - 2 * PAD) / CHARACTER) as usize;
    let lines = notes.iter().flat_map(|note| note.wrapped(room, MOST_OF_NOTE));
    let texts: Vec<Text> = lines
        .enumerate()
        .map(|(line, text)| Text { x: PAD, y: top + PAD + (line as u32 + 1) * LINE, text, tone: Tone::Fact })
        .collect();
    let height = 2 * PAD + texts.len() as u32 * LINE;
    Band { message: None, is_faulty: false, y: top, height, strokes: Vec::new(), texts }
}

fn band(step: &Step<'_>, top: u32) -> Band {
    let (from, to) = (lane(step.from), lane(step.to));
    let left = from.min(to) + PAD;
    let room = (from.max(to) - from.min(to)).max(LANE) - 2 * PAD;
    let mut y = top + PAD;
    let mut texts = Vec::new();
    let mut say = |y: &mut u32, text: &Shown, tone| {
        for text in text.wrapped((room / CHARACTER) as usize, MOST_LINES) {
            *y += LINE;
            texts.push(Text { x: left, y: *y - 4, text, tone });
        }
    };
    say(&mut y, &step.name, Tone::Name);
    for fact in &step.facts {
        say(&mut y, &fact.text, if fact.is_fault { Tone::Fault } else { Tone::Fact });
    }
    y += 2;
    let kind = if step.message.is_some() { StrokeKind::Sent } else { StrokeKind::NotSeen };
    let mut strokes = vec![Stroke { from, to, y, kind }];
    if let Some(answer) = &step.answer {
        say(&mut y, answer, Tone::Answer);
        y += 2;
        let kind = if step.is_answered { StrokeKind::Answered } else { StrokeKind::NotSeen };
        strokes.push(Stroke { from: to, to: from, y, kind });
    }
    if let Some(at) = step.message.and_then(|message| message.offset_ms) {
        texts.push(Text {
            x: PAD,
            y: top + PAD + LINE - 4,
            text: Shown::seconds_after(at),
            tone: Tone::Time,
        });
    }
    let message = step.message.map(|message| message.number);
    Band { message, is_faulty: step.is_faulty, y: top, height: y + PAD - top, strokes, texts }
}
