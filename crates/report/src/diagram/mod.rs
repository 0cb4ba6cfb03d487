//! The messages of a login as a sequence diagram: who spoke to whom, what mattered, what was not seen.
//!
//! It is made of the login that is shown, so that it holds nothing that the masking did not let through. Places and lines are
//! reckoned here once; the panel and the SVG draw them, and Mermaid takes the sequence alone.

mod drawing;
mod mermaid;
mod sequence;
mod svg;

pub use drawing::{Band, Diagram, Lane, Stroke, StrokeKind, Text, Tone};
pub(crate) use mermaid::mermaid;
pub(crate) use svg::svg;
