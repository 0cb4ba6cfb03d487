//! oauth2-proxy's request log.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static OAUTH2_PROXY: LineForm = LineForm {
    called: "oauth2-proxy log",
    signs: &[
        (
            Sign::Exchange,
            "{client} - {request} - {user} [{time}] {host} {method} {backend} \"{target}\" {version} \"{agent}\" {status} {size} {number}",
        ),
        (
            Sign::Exchange,
            "{client} ({any}) - {request} - {user} [{time}] {host} {method} {backend} \"{target}\" {version} \"{agent}\" {status} {size} {number}",
        ),
        (
            Sign::Exchange,
            "{client} - {user} [{time}] {host} {method} {backend} \"{target}\" {version} \"{agent}\" {status} {size} {number}",
        ),
        (
            Sign::Exchange,
            "{client} ({any}) - {user} [{time}] {host} {method} {backend} \"{target}\" {version} \"{agent}\" {status} {size} {number}",
        ),
    ],
};
