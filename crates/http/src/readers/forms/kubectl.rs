//! kubectl and client-go from -v=6 on.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static KUBECTL: LineForm = LineForm {
    called: "kubectl log",
    signs: &[
        (Sign::Answered, "{method} {url} {status} {any} in {number} milliseconds"),
        (Sign::Request, "{method} {url}"),
        (Sign::Answered, "\"Response\" verb=\"{method}\" url=\"{url}\" status=\"{status} {any}\" headers=<"),
        (Sign::End, "> milliseconds={any}"),
        (Sign::Reply, "Response Status: {status} {any}"),
        (Sign::Field, "    {name}: {value}"),
        (Sign::GotHead, "Response Headers:"),
        (Sign::Head, "Request Headers:"),
        (Sign::Request, "\"Request\" verb=\"{method}\" url=\"{url}\"{any}"),
        (Sign::Words, "\"Request Body\" body={any}"),
        (Sign::Words, "HTTP Trace: {any}"),
        (Sign::Words, "HTTP Statistics: {any}"),
        (Sign::GotBody, "\"Response Body\" body={body}"),
        (Sign::GotBody, "Response Body: {body}"),
    ],
};
