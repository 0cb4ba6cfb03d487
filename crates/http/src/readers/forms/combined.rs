//! Access logs in the NCSA formats: nginx, Apache and whatever follows them.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static COMBINED: LineForm = LineForm {
    called: "access log",
    signs: &[
        (
            Sign::Exchange,
            "{peer} - {user} [{when}] \"{method} {target} {version}\" {status} {size} \"{referer}\" \"{agent}\"{rest}",
        ),
        (
            Sign::Exchange,
            "{client} {client} - {user} [{when}] \"{method} {target} {version}\" {status} {size} \"{referer}\" \"{agent}\"{rest}",
        ),
        (
            Sign::Exchange,
            "{client} - [{address}] - {user} [{when}] \"{method} {target} {version}\" {status} {size} \"{referer}\" \"{agent}\"{rest}",
        ),
        (Sign::Exchange, "{peer} - {user} [{when}] \"{method} {target} {version}\" {status} {rest}"),
    ],
};
