//! ASP.NET Core: hosting diagnostics and HttpLogging.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static ASPNET: LineForm = LineForm {
    called: "ASP.NET Core log",
    signs: &[
        (Sign::Page, "Request starting {version} {method} {url} - {rest}"),
        (Sign::Page, "Request starting {version} {method} {url} {rest}"),
        (Sign::Exchange, "Request finished {version} {method} {url} - {status} {rest}"),
        (Sign::Exchange, "Request finished {version} {method} {url} {type} {length} - {status} {rest}"),
        (Sign::Exchange, "Request finished {version} {method} {url} - - - {status} {rest}"),
        (Sign::Reply, "Request finished in {took} {status} {rest}"),
        (Sign::Opening, "Request:"),
        (Sign::Part, "Protocol: {rest}"),
        (Sign::Part, "Method: {method}"),
        (Sign::Part, "Scheme: {scheme}"),
        (Sign::Part, "PathBase: {rest}"),
        (Sign::Part, "PathBase:"),
        (Sign::Part, "Path: {target}"),
        (Sign::Part, "Query: {query}"),
        (Sign::Part, "QueryString: {query}"),
        (Sign::SentBody, "RequestBody: {body}"),
        (Sign::GotHead, "Response:"),
        (Sign::Reply, "StatusCode: {status}"),
        (Sign::GotBody, "ResponseBody: {body}"),
    ],
};
