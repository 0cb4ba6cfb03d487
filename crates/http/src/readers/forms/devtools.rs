//! The Headers, Payload and Response panes of a browser's developer tools, copied as text.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static DEVTOOLS: LineForm = LineForm {
    called: "panes copied from the browser's developer tools",
    signs: &[
        (Sign::Url, "Request URL: {url}"),
        (Sign::Url, "Request URL {url}"),
        (Sign::Method, "Request Method: {method}"),
        (Sign::Method, "Request method: {method}"),
        (Sign::Method, "Request Method {method}"),
        (Sign::Method, "Request method {method}"),
        (Sign::Reply, "Status Code: {status} {rest}"),
        (Sign::Reply, "Status Code: {status}"),
        (Sign::Reply, "Status code: {status} {rest}"),
        (Sign::Reply, "Status Code {status} {rest}"),
        (Sign::Reply, "Status code {status} {rest}"),
        (Sign::Reply, "Status code {status}"),
        (Sign::Words, "Remote Address: {any}"),
        (Sign::Words, "Remote address: {any}"),
        (Sign::Words, "Referrer Policy: {any}"),
        (Sign::Words, "Referrer policy: {any}"),
        (Sign::Words, "General"),
        (Sign::Head, "Request Headers{rest}"),
        (Sign::GotHead, "Response Headers{rest}"),
        (Sign::Payload, "Payload{rest}"),
        (Sign::Payload, "Form Data{rest}"),
        (Sign::GotBody, "Response:"),
        (Sign::GotBody, "Response"),
    ],
};
