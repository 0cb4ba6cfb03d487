//! Envoy, Istio and Envoy Gateway with the loggers `http` and `router` at debug.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static ENVOY_DEBUG: LineForm = LineForm {
    called: "Envoy debug log",
    signs: &[
        (Sign::Opening, "[Tags: {any}\"StreamId\":\"{id}\"] request headers complete {rest}"),
        (Sign::Opening, "[Tags: {any}\"StreamId\":\"{id}\"] router decoding headers:"),
        (Sign::GotHead, "[Tags: {any}\"StreamId\":\"{id}\"] encoding headers via codec {rest}"),
        (Sign::Opening, "[C{connection}][S{id}] request headers complete {rest}"),
        (Sign::Opening, "[C{connection}][S{id}] router decoding headers:"),
        (Sign::GotHead, "[C{connection}][S{id}] encoding headers via codec {rest}"),
        (Sign::GotHead, "async http request response headers {rest}"),
        (Sign::Field, "'{name}', '{value}'"),
        (Sign::End, ""),
        (Sign::End, " thread={rest}"),
    ],
};
