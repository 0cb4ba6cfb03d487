//! Symfony's HttpClient, on its channel `http_client`.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static SYMFONY_HTTP_CLIENT: LineForm = LineForm {
    called: "Symfony HttpClient log",
    signs: &[
        (Sign::Request, "Request: \"{method} {url}\"{rest}"),
        (Sign::Answer, "Response: \"{status} {url}\"{rest}"),
        // Since 7.4 the values stand apart where Monolog does not fill them in.
        (
            Sign::Answer,
            "Response: \"{{http_code}} {{url}}\" {{total_time}} seconds {{\"http_code\":{status},\"url\":\"{url}\"{rest}",
        ),
    ],
};
