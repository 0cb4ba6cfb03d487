//! Ktor's client plugin Logging.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static KTOR: LineForm = LineForm {
    called: "Ktor client log",
    signs: &[
        (Sign::Url, "REQUEST: {url}"),
        (Sign::Url, "HttpClient: REQUEST: {url}"),
        (Sign::Method, "METHOD: {method}"),
        (Sign::Method, "METHOD: HttpMethod(value={method})"),
        (Sign::Reply, "RESPONSE: {status} {rest}"),
        (Sign::Reply, "HttpClient: RESPONSE: {status} {rest}"),
        (Sign::Words, "FROM: {url}"),
        (Sign::Field, "-> {name}: {value}"),
        (Sign::Words, "COMMON HEADERS"),
        (Sign::Words, "CONTENT HEADERS"),
        (Sign::Words, "BODY Content-Type: {any}"),
        (Sign::Body, "BODY START"),
        (Sign::End, "BODY END"),
    ],
};
