//! What the loggers that people add to axios write: axios-debug-log, axios-logger.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static AXIOS: LineForm = LineForm {
    called: "axios log",
    signs: &[
        (Sign::Request, "{any}axios {method} {url}"),
        (Sign::Answer, "{any}axios {status} {any} ({method} {url})"),
        (Sign::Answer, "{any}axios AxiosError: Request failed with status code {status} ({method} {url})"),
        (Sign::Request, "{any}][Request] {method} {url} {body}"),
        (Sign::Request, "{any}][Request] {method} {url}"),
        (Sign::Reply, "{any}][Response] {method} {url} {status}:{any} {answer}"),
        (Sign::Reply, "{any}][Error] {method} {url} {status}:{any} {answer}"),
    ],
};
