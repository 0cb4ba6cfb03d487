//! nginx with error_log at debug.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static NGINX_DEBUG: LineForm = LineForm {
    called: "nginx debug log",
    signs: &[
        (Sign::Request, "*{id} http request line: \"{method} {target} {version}\""),
        (Sign::SentField, "*{id} http header: \"{name}: {value}\""),
        (Sign::Part, "*{id} http proxy header: \"{rest}"),
        (Sign::End, "*{id} http proxy header:"),
        (Sign::Reply, "*{id} HTTP/{number} {status} {rest}"),
        (Sign::End, "*{id} http {rest}"),
    ],
};
