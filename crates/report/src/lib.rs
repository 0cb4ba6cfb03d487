//! What leaves the core, and in which words: the only crate whose types cross a boundary.
//!
//! Every text that came from traffic passes the redaction on its way here and becomes a [`Shown`]; nothing else can
//! make one. Where a report is shown is not known here.

mod causes;
mod command;
mod compare;
mod curl;
mod detail;
mod diagram;
pub mod files;
mod format;
mod formats;
mod keys;
mod lens;
mod mask;
mod model;
mod reading;
mod resolve;
mod revealed;
mod row;
mod sanitize;
pub mod settings;
mod stored;
mod terms;
mod token;
mod view;
mod words;

pub use causes::{Cause, Certainty, Explanation, FoundIn, causes};
pub use compare::{Comparison, Difference, First, Side, Step};
pub use detail::{
    BodyLine, BodyView, CookieRow, CookieState, CookieTable, CorsRow, CorsState, CorsTable, Detail, Fact,
    Meaning,
};
pub use diagram::{Band, Diagram, Lane, Stroke, StrokeKind, Text, Tone};
pub use files::Files;
pub use format::ReportFormat;
pub use keys::{Fetched, TokenAnswer};
pub use lens::{Answer, Lens, Question};
pub use mask::{Shown, acts};
pub use model::{
    Actor, Confidence, Evidence, Field, Finding, FindingKind, Group, Hypothesis, Input, LeftOut, Login, Mark,
    Message, Outcome, Party, Report, Role, Run, Seen, Severity, Specification, Statement, Summary, Tool,
};
pub use reading::{Held, Note, NothingFound, Reading, counted};
pub use row::{Changes, Row, RowCause};
pub use sanitize::{LoginCause, OtherCause, Sanitized, login_causes, other_causes, sanitized};
pub use stored::{PageStorage, Store, Stored, StoredItem, StoredNote, StoredTone, StoredValue};
pub use terms::Term;
pub use token::{
    Claim, Disclosed, JudgementKind, LoginToken, LoginTokens, NamedToken, Place, Signature, SignatureState,
    Token, TokenCheck, TokenContext, login_tokens, token, tokens,
};
pub use view::{LEARNT_IN_PART, LEFT_OUT, Source, report};

/// The version of the JSON report's format.
pub const FORMAT_VERSION: u32 = 1;
