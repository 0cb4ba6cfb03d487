//! Python's httpx, at INFO.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static PYTHON_HTTPX: LineForm = LineForm {
    called: "httpx log",
    signs: &[(Sign::Exchange, "HTTP Request: {method} {url} \"{version} {status}{rest}\"")],
};
