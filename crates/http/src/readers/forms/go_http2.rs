//! Go's net/http with GODEBUG=http2debug=1 or 2.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static GO_HTTP2: LineForm = LineForm {
    called: "Go's HTTP/2 debug log",
    signs: &[
        (Sign::SentField, "http2: Transport encoding header \"{name}\" = \"{value}\""),
        (Sign::GotField, "http2: decoded hpack field header field \"{name}\" = \"{value}\""),
        (Sign::SentField, "http2: Framer {any}: wrote {rest}"),
        (Sign::Words, "http2: Transport {any}"),
        (Sign::Words, "http2: Framer {any}"),
        (Sign::Words, "http2: {any}"),
    ],
};
