//! The Azure SDK for Python with logging_enable=True, and `az --debug`.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static AZURE_SDK: LineForm = LineForm {
    called: "log of the Azure SDK and `az --debug`",
    signs: &[
        (Sign::Url, "Request URL: '{url}'"),
        (Sign::Method, "Request method: '{method}'"),
        (Sign::Words, "Request headers:"),
        (Sign::Words, "Response headers:"),
        (Sign::Words, "This request has no body"),
        (Sign::Words, "A body is sent with the request"),
        (Sign::Words, "No body was attached to the request"),
        (Sign::SentBody, "Request body:"),
        (Sign::Reply, "Response status: '{status}'"),
        (Sign::Reply, "Response status: {status}"),
        (Sign::GotBody, "Response content:"),
        (Sign::Field, "    '{name}': '{value}'"),
    ],
};
