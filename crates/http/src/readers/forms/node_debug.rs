//! What Node's clients write with `NODE_DEBUG` and `DEBUG`: undici (also Node's own `fetch`), request, got, simple-oauth2.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static NODE_DEBUG: LineForm = LineForm {
    called: "debug output of Node's HTTP clients",
    signs: &[
        // undici writes the slash between origin and path twice.
        (Sign::Request, "{name} {pid}: sending request to {method} {origin}//{path}"),
        (Sign::Request, "{name} {pid}: sending request to {method} {url}"),
        (Sign::Request, "sending request to {method} {origin}//{path}"),
        (Sign::Request, "sending request to {method} {url}"),
        (Sign::Reply, "{name} {pid}: received response to {method} {url} - HTTP {status}"),
        (Sign::Reply, "received response to {method} {url} - HTTP {status}"),
        (Sign::Failed, "{name} {pid}: request to {method} {url} errored - {reason}"),
        (Sign::Failed, "request to {method} {url} errored - {reason}"),
        (Sign::Words, "{name} {pid}: trailers received from {any}"),
        (Sign::Words, "trailers received from {any}"),
        (Sign::Words, "{name} {pid}: connected to {any} using {any}"),
        (Sign::Words, "REQUEST make request {url}"),
        (Sign::Reply, "REQUEST onRequestResponse {url} {status} {headers}"),
        (Sign::Reply, "REQUEST response end {url} {status} {headers}"),
        (Sign::Exchange, "HTTPError: Request failed with status code {status} ({any}): {method} {url}"),
        (Sign::Request, "{any}simple-oauth2:client Creating request to: ({method}) {target}"),
        (Sign::Object, "{any}simple-oauth2:client Using request options: {dict}"),
    ],
};
