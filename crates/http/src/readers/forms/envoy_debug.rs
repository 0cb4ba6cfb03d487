//! Envoy, Istio and Envoy Gateway with the loggers `http` and `router` at debug.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static ENVOY_DEBUG: LineForm = LineForm {
    called: "Envoy debug log",
    signs: &[
        (Sign::Field, "'{name}', '{value}'"),
        (Sign::Words, "{any} request headers complete {any}"),
        (Sign::Words, "{any} encoding headers via codec {any}"),
        (Sign::Words, "{any} router decoding headers:"),
        (Sign::Words, "{any} upstream headers complete: {any}"),
    ],
};
