//! Access logs in the NCSA formats: nginx, Apache and whatever follows them.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static COMBINED: LineForm = LineForm {
    called: "access log",
    signs: &[
        (
            Sign::Exchange,
            "{peer} {ident} {user} [{time}] \"{method} {target} {version}\" {status} {size} \"{referer}\" \"{agent}\"{rest}",
        ),
        (
            Sign::Exchange,
            "{client} {client} {ident} {user} [{time}] \"{method} {target} {version}\" {status} {size} \"{referer}\" \"{agent}\"{rest}",
        ),
        (Sign::Exchange, "{peer} {ident} {user} [{time}] \"{method} {target} {version}\" {status} {rest}"),
    ],
};
