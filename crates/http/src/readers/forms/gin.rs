//! gin's access log, KrakenD's too.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static GIN: LineForm = LineForm {
    called: "gin log",
    signs: &[
        (Sign::Exchange, "[GIN] {date} - {clock} | {status} | {took} | {peer} | {method} \"{target}\"{rest}"),
        (
            Sign::Exchange,
            "[{name}] {date} - {clock} |{status}| {took} | {peer} | {method} \"{target}\"{rest}",
        ),
    ],
};
