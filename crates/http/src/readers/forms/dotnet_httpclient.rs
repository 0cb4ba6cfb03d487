//! .NET's IHttpClientFactory at Trace. Its outer handler says all a second time.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static DOTNET_HTTPCLIENT: LineForm = LineForm {
    called: ".NET HttpClient log",
    signs: &[
        (Sign::Request, "Sending HTTP request {method} {url}"),
        (Sign::Request, "{category} Sending HTTP request {method} {url}"),
        (Sign::Words, "Start processing HTTP request {any}"),
        (Sign::Words, "{category} Start processing HTTP request {any}"),
        (Sign::Reply, "Received HTTP response headers after {any}ms - {status}"),
        (Sign::Reply, "{category} Received HTTP response headers after {any}ms - {status}"),
        (Sign::End, "End processing HTTP request after {any}"),
        (Sign::End, "{category} End processing HTTP request after {any}"),
        (Sign::Words, "{category} Request Headers:{any}"),
        (Sign::Words, "{category} Response Headers:{any}"),
        (Sign::Words, "Request Headers:"),
        (Sign::Words, "Response Headers:"),
        (Sign::Words, "{level}: {category}[{number}]"),
        (Sign::Request, "Sending HTTP request \"{method}\" {url}"),
    ],
};
