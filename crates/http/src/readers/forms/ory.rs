//! Ory Hydra, Kratos and Oathkeeper, as text.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static ORY: LineForm = LineForm {
    called: "Ory log",
    signs: &[
        (
            Sign::Exchange,
            "{any} http_request=map[headers:map[{any}] host:{host} method:{method} path:{target} {any} http_response=map[{any}status:{status} {rest}",
        ),
        (
            Sign::Told,
            "{any} error=map[{any} http_request=map[headers:map[{any}] host:{host} method:{method} path:{target} {rest}",
        ),
        (
            Sign::Told,
            "{any} http_request=map[headers:map[{any}] host:{host} method:{method} path:{target} {rest}",
        ),
    ],
};
