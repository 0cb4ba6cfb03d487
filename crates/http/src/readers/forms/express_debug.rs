//! Express with DEBUG=*: what its router was asked, and the status with which its last handler answered.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static EXPRESS_DEBUG: LineForm = LineForm {
    called: "Express debug log",
    signs: &[
        (Sign::Page, "{any}router dispatching {method} {target}"),
        (Sign::Page, "{any}express:router dispatching {method} {target}"),
        (Sign::Served, "{any}finalhandler default {status}"),
    ],
};
