//! Express's morgan in its short forms.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static MORGAN: LineForm = LineForm {
    called: "morgan log",
    signs: &[
        (Sign::Exchange, "{client} {any} {method} {target} {version} {status} {any} - {number} ms"),
        (Sign::Exchange, "{method} {target} {status} {any} - {number} ms"),
        (Sign::Exchange, "{method} {target} {status} {number} ms - {any}"),
    ],
};
