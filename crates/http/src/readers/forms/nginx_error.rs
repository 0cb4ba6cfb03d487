//! nginx's error log: what it says of a request.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static NGINX_ERROR: LineForm = LineForm {
    called: "nginx error log",
    signs: &[
        (
            Sign::Told,
            "{any}, request: \"{method} {target} {version}\", {any}host: \"{host}\", referrer: \"{referer}\"",
        ),
        (Sign::Told, "{any}, request: \"{method} {target} {version}\", {any}host: \"{host}\"{rest}"),
        (Sign::Told, "{any}, request: \"{method} {target} {version}\"{rest}"),
    ],
};
