//! Requests in Postman's console, opened and copied as text.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static POSTMAN_CONSOLE: LineForm = LineForm {
    called: "Postman console",
    signs: &[
        (Sign::Answered, "▶ {method} {url} {status} {any} ms"),
        (Sign::Answered, "▶ {method} {url} {status} {number} ms"),
        (Sign::Words, "Network"),
        (Sign::Head, "Request Headers"),
        (Sign::Payload, "Request Body"),
        (Sign::GotHead, "Response Headers"),
        (Sign::GotBody, "Response Body"),
    ],
};
