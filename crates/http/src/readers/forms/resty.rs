//! Go's resty with SetDebug(true).

use crate::readers::lines::{LineForm, Sign};

pub(crate) static RESTY: LineForm = LineForm {
    called: "resty log",
    signs: &[
        (Sign::Words, "~~~ REQUEST ~~~"),
        (Sign::Words, "~~~ RESPONSE ~~~"),
        (Sign::Field, "{name} : {value}"),
        (Sign::Words, "HEADERS{rest}"),
        (Sign::SentBody, "BODY   :"),
        (Sign::Reply, "STATUS : {status} {rest}"),
        (Sign::Words, "PROTO : {any}"),
        (Sign::Words, "RECEIVED AT : {any}"),
        (Sign::Words, "TIME DURATION: {any}"),
        (Sign::GotBody, "BODY         :"),
    ],
};
