//! Rust's reqwest with `connection_verbose(true)`, at TRACE.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static REQWEST: LineForm = LineForm {
    called: "reqwest's verbose connection log",
    signs: &[
        (Sign::Sent, "{id} write: {quoted}"),
        (Sign::Sent, "{id} write (vectored): {quoted}"),
        (Sign::Got, "{id} read: {quoted}"),
    ],
};
