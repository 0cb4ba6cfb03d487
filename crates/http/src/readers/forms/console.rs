//! What browsers write to the console of a failed request.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static CONSOLE: LineForm = LineForm {
    called: "the browser's console",
    signs: &[
        (Sign::Exchange, "{method} {url} {status} ({any})"),
        (Sign::Exchange, "{source} {method} {url} {status} ({any})"),
        (Sign::Exchange, "{method} {url} {status}"),
        (Sign::Exchange, "XHR{method} {url} [{version} {status} {any}"),
        (Sign::Exchange, "{method} {url} [{version} {status} {any}"),
        (Sign::Failed, "{method} {url} net::{reason}"),
        (Sign::Failed, "{source} {method} {url} net::{reason}"),
    ],
};
