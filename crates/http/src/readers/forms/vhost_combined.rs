//! Apache's vhost_combined, and other access logs with the virtual host in front.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static VHOST_COMBINED: LineForm = LineForm {
    called: "access log of virtual hosts",
    signs: &[
        (
            Sign::Exchange,
            "{vhost} {client} - {user} [{when}] \"{method} {target} {version}\" {status} {size} \"{referer}\" \"{agent}\"{rest}",
        ),
        (
            Sign::Exchange,
            "{vhost} {client} - {user} [{when}] \"{method} {target} {version}\" {status} {rest}",
        ),
    ],
};
