//! Rust's isahc, at TRACE.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static ISAHC: LineForm = LineForm {
    called: "isahc's log of the wire",
    signs: &[
        (Sign::Sent, ">> {escaped}"),
        (Sign::Got, "<< {escaped}"),
        (Sign::Sent, "{any}isahc::wire: >> {escaped}"),
        (Sign::Got, "{any}isahc::wire: << {escaped}"),
    ],
};
