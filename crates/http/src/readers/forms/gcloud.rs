//! gcloud and other tools of Google Cloud with --log-http.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static GCLOUD: LineForm = LineForm {
    called: "gcloud log",
    signs: &[
        (Sign::Url, "uri: {url}"),
        (Sign::Method, "method: {method}"),
        (Sign::Words, "==== request start ===={rest}"),
        (Sign::Words, "== headers start =={rest}"),
        (Sign::Words, "== headers end =={rest}"),
        (Sign::SentBody, "== body start =={rest}"),
        (Sign::Words, "Body redacted: {rest}"),
        (Sign::End, "== body end =={rest}"),
        (Sign::Words, "==== request end ===={rest}"),
        (Sign::Words, "---- response start ----{rest}"),
        (Sign::Reply, "status: {status}"),
        (Sign::Words, "-- headers start --{rest}"),
        (Sign::Words, "-- headers end --{rest}"),
        (Sign::GotBody, "-- body start --{rest}"),
        (Sign::End, "-- body end --{rest}"),
        (Sign::End, "---- response end ----{rest}"),
        (Sign::Words, "total round trip time {any}"),
        (Sign::SentField, "b'{name}': b'{value}'"),
    ],
};
