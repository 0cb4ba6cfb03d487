//! The exceptions of HTTP clients, which name the address that was called and the status of its answer.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static THROWN_STATUS: LineForm = LineForm {
    called: "exception of an HTTP client",
    signs: &[
        // requests
        (Sign::Exchange, "{said} {status} Client Error: {any} for url: {url}"),
        (Sign::Exchange, "{said} {status} Server Error: {any} for url: {url}"),
        (Sign::Exchange, "{status} Client Error: {any} for url: {url}"),
        (Sign::Exchange, "{status} Server Error: {any} for url: {url}"),
        // httpx
        (Sign::Exchange, "{said}Client error '{status} {any}' for url '{url}'{any}"),
        (Sign::Exchange, "{said}Server error '{status} {any}' for url '{url}'{any}"),
        (Sign::Exchange, "{said}Redirect response '{status} {any}' for url '{url}'{any}"),
        // aiohttp
        (Sign::Exchange, "{said}: {status}, message='{any}', url=URL('{url}')"),
        (Sign::Exchange, "{said}: {status}, message='{any}', url='{url}'"),
        // reqwest
        (Sign::Exchange, "{said}HTTP status client error ({status} {any}) for url ({url}){any}"),
        (Sign::Exchange, "{said}HTTP status server error ({status} {any}) for url ({url}){any}"),
        // openidconnect of Rust
        (Sign::Exchange, "{said}: HTTP status code {status} {any} at {url}"),
        // mozilla-django-oidc
        (Sign::Exchange, "{said} (url: {url}, status: {status}, body: {got})"),
        // Spring's WebClient and RestClient
        (Sign::Exchange, "{said}: {status} {any} from {method} {url}, but response failed{any}"),
        (Sign::Exchange, "{said}: {status} {any} from {method} {url}"),
        (Sign::Exchange, "{said}: {status} {any} on {method} request for \"{url}\": \"{got}\""),
        (Sign::Exchange, "{said}: {status} {any} on {method} request for \"{url}\"{any}"),
        // Feign
        (Sign::Exchange, "{said}[{status} {any}] during [{method}] to [{url}] [{any}]: [{got}]"),
        // Java's HttpURLConnection
        (Sign::Exchange, "{said}Server returned HTTP response code: {status} for URL: {url}"),
        // PHP's streams
        (
            Sign::Exchange,
            "{said}file_get_contents({url}): {any}HTTP request failed! {version} {status} {any}",
        ),
        // Envoy
        (Sign::Exchange, "{said}[uri = {url}]: response status code {status}"),
    ],
};
