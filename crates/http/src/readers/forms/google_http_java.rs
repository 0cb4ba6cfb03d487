//! Google's HTTP client for Java (Jenkins, Google Cloud libraries) at CONFIG.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static GOOGLE_HTTP_JAVA: LineForm = LineForm {
    called: "log of Google's HTTP client for Java",
    signs: &[
        (Sign::Words, "-------------- REQUEST  --------------"),
        (Sign::Words, "-------------- RESPONSE --------------"),
        (Sign::Request, "{method} {url}"),
        (Sign::Words, "curl -v --compressed {any}"),
        (Sign::Body, "Total: {number} bytes"),
    ],
};
