//! Apache's mod_auth_openidc at debug.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static MOD_AUTH_OPENIDC: LineForm = LineForm {
    called: "mod_auth_openidc debug log",
    signs: &[
        (Sign::Page, "{function} incoming request: \"{target}?(null)\", {rest}"),
        (Sign::Page, "{function} incoming request: \"{target}?(null)\""),
        (Sign::Page, "{function} incoming request: \"{target}\", {rest}"),
        (Sign::Page, "{function} incoming request: \"{target}\""),
        (Sign::Part, "oidc_get_current_url: current URL '{url}'{rest}"),
        (Sign::Location, "{function} Location: {location}, referer: {rest}"),
        (Sign::Location, "{function} Location: {location}"),
        (Sign::Served, "oidc_proto_authorization_request: return: {status}{rest}"),
        (Sign::Url, "oidc_util_http_call: url={url}, data={body}, content_type={rest}"),
        (Sign::Url, "oidc_http_call: url={url}, data={body}, content_type={rest}"),
        (Sign::Url, "oidc_http_request: url={url}, data={body}, content_type={rest}"),
        (Sign::Reply, "{function} HTTP response code={status}, referer: {rest}"),
        (Sign::Reply, "{function} HTTP response code={status}"),
        (Sign::GotBody, "{function} response={body}, referer: {rest}"),
        (Sign::GotBody, "{function} response={body}"),
    ],
};
