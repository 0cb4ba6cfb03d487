//! What RestClient (Ruby) logs: the call as Ruby, the answer as a comment.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static REST_CLIENT: LineForm = LineForm {
    called: "RestClient log",
    signs: &[
        (Sign::Post, "RestClient.post \"{url}\", \"{body}\", {pairs}"),
        (Sign::Url, "RestClient.get \"{url}\", {pairs}"),
        (Sign::Answer, "# => {status} {any} | {type} {number} bytes, {rest}"),
        (Sign::Answer, "# => {status} {rest}"),
    ],
};
