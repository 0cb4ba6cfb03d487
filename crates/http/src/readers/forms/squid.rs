//! Squid's native access log.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static SQUID: LineForm = LineForm {
    called: "Squid log",
    signs: &[(
        Sign::Exchange,
        "{number} {number} {client} {result}/{status} {number} {method} {url} {user} {hierarchy}/{peer} {rest}",
    )],
};
