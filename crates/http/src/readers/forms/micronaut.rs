//! Micronaut's Netty client at TRACE.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static MICRONAUT: LineForm = LineForm {
    called: "Micronaut HTTP client log",
    signs: &[
        (Sign::Request, "Sending HTTP {method} to {url}"),
        (Sign::Request, "Sending HTTP Request: {method} {target}"),
        (Sign::Words, "Chosen Server: {any}"),
        (Sign::Words, "HTTP Client Response Received for Request: {any}"),
        (Sign::Reply, "Status Code: {status} {rest}"),
        (Sign::Reply, "Received response {status} from {url}"),
        (Sign::Reply, "HTTP Client Response Received ({status}{any}) for Request: {method} {url}"),
        (Sign::GotBody, "Response Body"),
        (Sign::SentBody, "Request Body"),
        (Sign::End, "----"),
    ],
};
