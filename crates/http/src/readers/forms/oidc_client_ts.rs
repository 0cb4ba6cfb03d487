//! oidc-client-ts with Log.DEBUG.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static OIDC_CLIENT_TS: LineForm = LineForm {
    called: "oidc-client-ts log",
    signs: &[
        (Sign::Post, "[JsonService] postForm: url: {url}"),
        (Sign::Url, "[JsonService] getJson: url: {url}"),
        (Sign::Answer, "[JsonService] {any}: HTTP response received, status {status}"),
        (Sign::GotBody, "[JsonService] postForm: Error from server: {body}"),
    ],
};
