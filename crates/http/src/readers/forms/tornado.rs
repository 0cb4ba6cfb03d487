//! The access log of Tornado's applications, JupyterHub above all.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static TORNADO: LineForm = LineForm {
    called: "Tornado log",
    signs: &[
        (Sign::Exchange, "[{any}] {status} {method} {target} → {location} ({peer}) {took}ms"),
        (Sign::Exchange, "[{any}] {status} {method} {target} -> {location} ({peer}) {took}ms"),
        (Sign::Exchange, "[{any}] {status} {method} {target} ({peer}) {took}ms{rest}"),
        (Sign::Exchange, "{level}:tornado.access:{status} {method} {target} ({peer}) {took}ms{rest}"),
        (Sign::Exchange, "{status} {method} {target} → {location} ({peer}) {took}ms"),
        (Sign::Exchange, "{status} {method} {target} ({peer}) {took}ms{rest}"),
        (Sign::Told, "[{any}] Uncaught exception {method} {target} ({peer})"),
    ],
};
