//! kubectl and client-go from -v=6 on.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static KUBECTL: LineForm = LineForm {
    called: "kubectl log",
    signs: &[
        (Sign::Answered, "{method} {url} {status} {any} in {number} milliseconds"),
        (Sign::GotField, "    {name}: {value}"),
        (Sign::Words, "Response Headers:"),
        (Sign::Words, "Request Headers:"),
        (Sign::Words, "HTTP Trace: {any}"),
        (Sign::Words, "HTTP Statistics: {any}"),
        (Sign::GotBody, "\"Response Body\" body={body}"),
        (Sign::GotBody, "Response Body: {body}"),
    ],
};
