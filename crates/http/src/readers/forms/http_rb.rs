//! Ruby's http.rb with its logging feature.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static HTTP_RB: LineForm = LineForm {
    called: "http.rb log",
    signs: &[
        (Sign::Request, "> {method} {url}"),
        (Sign::Reply, "< {status} {rest}"),
        (Sign::Request, "[HTTParty] [{time}] > {method} {url}"),
        (Sign::Sent, "[HTTParty] [{time}] > {text}"),
        (Sign::Got, "[HTTParty] [{time}] < {text}"),
    ],
};
