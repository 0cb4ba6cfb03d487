//! lighttpd's access log, and what it writes with debug.log-request-header.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static LIGHTTPD: LineForm = LineForm {
    called: "lighttpd log",
    signs: &[
        (
            Sign::Exchange,
            "{client} {vhost} {user} [{when}] \"{method} {target} {version}\" {status} {size} \"{referer}\" \"{agent}\"{rest}",
        ),
        (Sign::Sent, "({place}) fd:{id} rqst: {text}"),
        (Sign::Got, "({place}) fd:{id} resp: {text}"),
    ],
};
