//! oauth2-proxy and other Go programs that print a request with %v.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static OAUTH2_PROXY_DUMP: LineForm = LineForm {
    called: "oauth2-proxy's dump of a request",
    signs: &[(
        Sign::Told,
        "&{{{method} {target} {version} {number} {number} map[{any}] {any} {number} [{any}] {closes} {host} map[{rest}",
    )],
};
