//! Python's requests-oauthlib, at DEBUG.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static REQUESTS_OAUTHLIB: LineForm = LineForm {
    called: "requests-oauthlib log",
    signs: &[
        (Sign::Basic, "Encoding `client_id` {any} with `client_secret` as Basic auth credentials."),
        (Sign::Url, "Requesting url {url} using method {method}."),
        (Sign::SentFields, "Supplying headers {headers} and data {dict}"),
        (Sign::SentFields, "Request headers were {headers}"),
        (Sign::SentBody, "Request body was {body}"),
        (Sign::Reply, "Request to fetch token completed with status {status}."),
        (Sign::Words, "Request url was {any}"),
        (Sign::GotFields, "Response headers were {headers} and content {body}."),
    ],
};
