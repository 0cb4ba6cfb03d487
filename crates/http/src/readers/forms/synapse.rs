//! Synapse's homeserver.log.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static SYNAPSE: LineForm = LineForm {
    called: "Synapse log",
    signs: &[
        (Sign::Page, "{id} - {client} - {number} - Received request: {method} {target}"),
        (
            Sign::Exchange,
            "{id} - {client} - {number} - {user} Processed request: {any} {status} \"{method} {target} {version}\" \"{agent}\" {rest}",
        ),
        (Sign::Location, "{id} - Redirecting to {location}"),
        (Sign::Page, "{id} - Sending request {method} {url}"),
        (Sign::Reply, "{id} - Received response to {method} {url}: {status}"),
    ],
};
