//! Python's httpx, at INFO.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static PYTHON_HTTPX: LineForm = LineForm {
    called: "httpx log",
    signs: &[
        (
            Sign::Early,
            "{any}receive_response_headers.complete return_value=(b'{version}', {status}, {any}, {headers})",
        ),
        (Sign::Early, "{any}receive_response_headers.complete return_value=({status}, {headers})"),
        (Sign::Exchange, "HTTP Request: {method} {url} \"{version} {status}{rest}\""),
        // The hooks that its documentation shows.
        (Sign::Request, "Request event hook: {method} {url} - Waiting for response"),
        (Sign::Reply, "Response event hook: {method} {url} - Status {status}"),
    ],
};
