//! Spring's RestTemplate, RestClient and WebClient at DEBUG.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static SPRING: LineForm = LineForm {
    called: "Spring web client log",
    signs: &[
        (Sign::Request, "HTTP {method} {url}"),
        (Sign::Request, "[{id}] HTTP {method} {url}"),
        (Sign::Request, "Created {method} request for \"{url}\""),
        (Sign::SentBody, "Writing [{dict}] as {any}"),
        (Sign::SentBody, "[{id}] Writing {dict}"),
        (Sign::Words, "Setting request Accept header to {any}"),
        (Sign::Answer, "Response {status} {any}"),
        (Sign::Answer, "[{id}] [{any}] Response {status} {any}"),
        (Sign::Answer, "[{id}] Response {status} {any}"),
        (Sign::Answer, "{method} request for \"{url}\" resulted in {status} {rest}"),
        (Sign::Exchange, "{method} request for \"{url}\" resulted in {status} {rest}"),
        (Sign::Words, "Accept=[{any}]"),
        (Sign::Words, "Reading to [{any}]{rest}"),
        (Sign::Failure, "I/O error on {method} request for {reason}"),
    ],
};
