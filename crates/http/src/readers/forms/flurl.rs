//! Exceptions of Flurl (.NET).

use crate::readers::lines::{LineForm, Sign};

pub(crate) static FLURL: LineForm = LineForm {
    called: "Flurl exception",
    signs: &[(Sign::Exchange, "{any}Call failed with status code {status} ({any}): {method} {url}")],
};
