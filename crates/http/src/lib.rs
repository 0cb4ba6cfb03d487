//! HTTP as a passive observer sees it: exchanges, and why parts of them were not seen.
//!
//! Everything here comes from outside and is hostile. Nothing in this crate knows of OAuth, judges anything or does
//! any I/O; captured text is a [`Secret`], so that it cannot be printed by accident.

mod assemble;
mod body;
mod captured;
pub mod clock;
pub mod cookie;
mod cookie_date;
pub mod cors;
pub mod csp;
mod event;
mod exchange;
mod headers;
mod multipart;
mod parameters;
mod provenance;
pub mod readers;
pub mod redaction;
mod secret;
mod statement;
mod time;
mod uri;

pub use assemble::{Assembler, Content, Navigation, Step};
pub use body::{Body, Text};
pub use captured::{Captured, Missing};
pub use event::{CaptureEvent, EventBody, Hop, UnreadableReason};
pub use exchange::{
    Context, Exchange, ExchangeId, NetworkError, NetworkFault, Observer, Request, Response, Via,
};
pub use headers::Headers;
pub use parameters::{Parameter, Parameters};
pub use provenance::{Place, Provenance};
pub use redaction::{Redaction, Value};
pub use secret::Secret;
pub use statement::{LogLevel, Statement};
pub use time::Timestamp;
pub use uri::{UNSEEN_HOST, Uri};
