//! Lines of which no more is known than that they name a request and its answer.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static MENTION: LineForm = LineForm {
    called: "log line with a request and its status",
    signs: &[
        // A proxy for development, with where it sends requests.
        (Sign::Exchange, "[HPM] {method} {target} -> {origin} [{status}]"),
        (Sign::Mention, "{vhost} \"{method} {target} {version}\" {status}{rest}"),
        (Sign::Mention, "{any} {vhost} \"{method} {target} {version}\" {status}{rest}"),
        (Sign::Mention, "{any}\"{method} {target} {version}\" {status}{rest}"),
        (Sign::Mention, "{any} {method} {target} {version} {status} {rest}"),
        (Sign::Mention, "{any} {method} {target} {version} {status}"),
        (Sign::Mention, "{any}\"{method} {target}\" {status}{rest}"),
        (Sign::Mention, "{any} {vhost} {method} {target} {status} {remark}"),
        (Sign::Mention, "{any} {method} {target} {status} {remark}"),
        (Sign::Mention, "{any}]{method} {target} {status} {remark}"),
    ],
};
