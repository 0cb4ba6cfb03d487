//! Access logs of web servers, proxies and gateways: a line for each request, as text.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static ACCESS: LineForm = LineForm {
    called: "access log",
    signs: &[
        // oauth2-proxy.
        (
            Sign::Exchange,
            "{any} - {any} - {any} [{time}] {host} {method} {any} \"{target}\" {version} \"{agent}\" {status} {rest}",
        ),
        // Balancers of AWS.
        (
            Sign::Exchange,
            "{type} {time} {name} {client} {upstream} {number} {number} {number} {status} {any} {number} {number} \"{method} {target} {version}\" \"{agent}\"{rest}",
        ),
        // Envoy and Istio.
        (
            Sign::Exchange,
            "[{time}] \"{method} {target} {version}\" {status} {any} \"{any}\" {number} {number} {any} {any} \"{any}\" \"{agent}\" \"{any}\" \"{host}\" {rest}",
        ),
        // HAProxy.
        (
            Sign::Exchange,
            "{any} [{time}] {frontend} {backend} {timers} {status} {number} {any} \"{method} {target} {version}\"{rest}",
        ),
        // With the virtual host in front.
        (
            Sign::Exchange,
            "{host} {client} {any} {any} [{time}] \"{method} {target} {version}\" {status} {any} \"{referer}\" \"{agent}\"{rest}",
        ),
        // Combined and common.
        (
            Sign::Exchange,
            "{client} {any} {any} [{time}] \"{method} {target} {version}\" {status} {any} \"{referer}\" \"{agent}\"{rest}",
        ),
        // Gin.
        (Sign::Exchange, "{any} | {status} | {any} | {any} | {method} \"{target}\"{rest}"),
        // Whatever else has a request line in quotes and a status behind it.
        (Sign::Exchange, "{any}\"{method} {target} {version}\" {status}{rest}"),
    ],
};
