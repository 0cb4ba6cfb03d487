//! What Java's `HttpURLConnection` logs at level FINE.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static HTTP_URL_CONNECTION: LineForm = LineForm {
    called: "log of Java's HttpURLConnection",
    signs: &[
        (Sign::Heads, "sun.net.www.MessageHeader@{any} pairs: {text}"),
        (Sign::Heads, "sun.net.www.MessageHeader@{any} {number} pairs: {text}"),
        (Sign::Words, "FINEST: {any}"),
        (Sign::Words, "FINER: {any}"),
    ],
};
