//! OkHttp's HttpLoggingInterceptor, Retrofit, and Ktor's format of that name.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static OKHTTP: LineForm = LineForm {
    called: "OkHttp log",
    signs: &[
        (Sign::End, "--> END {rest}"),
        (Sign::End, "<-- END HTTP{rest}"),
        (Sign::Failure, "<-- HTTP FAILED: {reason}"),
        (Sign::Request, "--> {method} {url} {version}"),
        (Sign::Request, "--> {method} {url} (unknown-length body)"),
        (Sign::Request, "--> {method} {url} ({number}-byte body)"),
        (Sign::Request, "--> {method} {url} {rest}"),
        (Sign::Request, "--> {method} {url}"),
        (Sign::Reply, "<-- {status} {url} ({rest}"),
        (Sign::Reply, "<-- {status} {reason} {url} ({rest}"),
    ],
};
