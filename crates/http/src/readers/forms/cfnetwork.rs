//! `CFNETWORK_DIAGNOSTICS` of macOS and iOS.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static CFNETWORK: LineForm = LineForm {
    called: "CFNetwork diagnostics",
    signs: &[
        (Sign::Request, "Protocol Enqueue: request {method} {url} {version}"),
        (Sign::Words, "Loader: request {any}"),
        (Sign::Words, "Message: {any}"),
        (Sign::Words, "Request: {any}"),
        (Sign::Words, "Did Receive Response: {any}"),
        (Sign::Reply, "Response: Status Code: {status}"),
        (Sign::Words, "Header {"),
        (Sign::End, "}"),
    ],
};
