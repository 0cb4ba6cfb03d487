//! oras, and docker's and helm's clients on the same library.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static ORAS: LineForm = LineForm {
    called: "oras --debug output",
    signs: &[
        (Sign::Words, "{level} --> Request #{id}"),
        (Sign::Words, "{level} <-- Response #{id}"),
        (Sign::Url, "> Request URL: \"{url}\""),
        (Sign::Method, "> Request method: \"{method}\""),
        (Sign::Words, "> Request headers:"),
        (Sign::Reply, "< Response Status: \"{status} {any}\""),
        (Sign::Words, "< Response headers:"),
        (Sign::GotBody, "< Response body:"),
    ],
};
