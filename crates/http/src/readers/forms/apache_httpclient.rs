//! Apache HttpClient 3 to 5: the loggers `wire` and `headers`.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static APACHE_HTTPCLIENT: LineForm = LineForm {
    called: "Apache HttpClient wire log",
    signs: &[
        (Sign::Sent, "{category} - >> {quoted}"),
        (Sign::Got, "{category} - << {quoted}"),
        (Sign::Sent, "{id} >> {quoted}"),
        (Sign::Got, "{id} << {quoted}"),
        (Sign::Sent, "{id} >> {text}"),
        (Sign::Got, "{id} << {text}"),
        (Sign::Sent, ">> {quoted}"),
        (Sign::Got, "<< {quoted}"),
    ],
};
