//! Apache's mod_auth_openidc at debug.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static MOD_AUTH_OPENIDC: LineForm = LineForm {
    called: "mod_auth_openidc debug log",
    signs: &[
        (Sign::Page, "{function} incoming request: \"{target}\", {any}"),
        (Sign::Page, "{function} incoming request: \"{target}\""),
        (Sign::Request, "oidc_util_http_call: url={url}, data={body}, content_type={any}"),
        (Sign::Request, "oidc_http_call: url={url}, data={body}, content_type={any}"),
        (Sign::Request, "oidc_http_request: url={url}, data={body}, content_type={any}"),
        (Sign::Reply, "{function} HTTP response code={status}"),
        (Sign::GotBody, "{function} response={body}"),
    ],
};
