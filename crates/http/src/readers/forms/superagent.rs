//! Node's superagent with DEBUG=superagent, and `debug` lines of its kind.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static SUPERAGENT: LineForm = LineForm {
    called: "superagent log",
    signs: &[
        (Sign::Exchange, "{tag} {method} {url} -> {status}"),
        (Sign::Words, "superagent {method} {url}"),
    ],
};
