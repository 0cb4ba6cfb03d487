//! Python's urllib3, under requests and botocore, at DEBUG.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static PYTHON_URLLIB3: LineForm = LineForm {
    called: "urllib3 log",
    signs: &[
        (Sign::Exchange, "{origin} \"{method} {target} {version}\" {status} {rest}"),
        (Sign::Exchange, "{level}:{logger}:{origin} \"{method} {target} {version}\" {status} {rest}"),
        (Sign::Exchange, "{any} {origin} \"{method} {target} {version}\" {status} {rest}"),
    ],
};
