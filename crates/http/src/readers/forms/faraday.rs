//! Ruby's Faraday with its logger middleware, and gems on top of it (OAuth2, OmniAuth).

use crate::readers::lines::{LineForm, Sign};

pub(crate) static FARADAY: LineForm = LineForm {
    called: "Faraday log",
    signs: &[
        (Sign::Request, "request: {method} {url}"),
        (Sign::Reply, "response: Status {status}"),
        (Sign::Reply, "Status {status}"),
        // Middleware that raises stands before the logger.
        (Sign::Failure, "{any}the server responded with status {status}{rest}"),
        (Sign::Request, "{method} {url}"),
        (Sign::Sent, "request: {text}"),
        (Sign::Got, "response: {text}"),
    ],
};
