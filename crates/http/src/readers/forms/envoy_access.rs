//! Access logs of Envoy as text: Istio, Contour, Ambassador.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static ENVOY_ACCESS: LineForm = LineForm {
    called: "Envoy access log",
    signs: &[
        (
            Sign::Exchange,
            "[{time}] \"{method} {target} {version}\" {status} {flags} {said} {ended} \"{failure}\" {number} {number} {number} {upstream_time} \"{forwarded}\" \"{agent}\" \"{request}\" \"{host}\" {rest}",
        ),
        (
            Sign::Exchange,
            "[{time}] \"{method} {target} {version}\" {status} {flags} \"{details}\" \"{failure}\" {number} {number} {number} {upstream_time} \"{forwarded}\" \"{agent}\" \"{request}\" \"{host}\" {rest}",
        ),
        (
            Sign::Exchange,
            "[{time}] \"{method} {target} {version}\" {status} {said} {number} {number} {number} {upstream_time} \"{forwarded}\" \"{agent}\" \"{request}\" \"{host}\" {rest}",
        ),
        (Sign::Told, "[{time}] \"{method} {target} {version}\" 0 {flags} {any} \"{host}\" \"{peer}\"{rest}"),
    ],
};
