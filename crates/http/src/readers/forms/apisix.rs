//! APISIX's access log.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static APISIX: LineForm = LineForm {
    called: "APISIX access log",
    signs: &[(
        Sign::Exchange,
        "{peer} - {user} [{when}] {host} \"{method} {target} {version}\" {status} {size} {number} \"{referer}\" \"{agent}\" {rest}",
    )],
};
