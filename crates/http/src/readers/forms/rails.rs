//! The log of Rails, in development and production.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static RAILS: LineForm = LineForm {
    called: "Rails log",
    signs: &[
        (Sign::Page, "[{id}] Started {method} \"{target}\" for {client} at {time}"),
        (Sign::Part, "[{id}] Processing by {rest}"),
        (Sign::SentBody, "[{id}] Parameters: {dict}"),
        (Sign::Location, "[{id}] Redirected to {location}"),
        (Sign::Reply, "[{id}] Completed {status} {any} in {rest}"),
        (Sign::Page, "Started {method} \"{target}\" for {client} at {time}"),
        (Sign::Part, "Processing by {rest}"),
        (Sign::SentBody, "Parameters: {dict}"),
        (Sign::Location, "Redirected to {location}"),
        (Sign::Reply, "Completed {status} {any} in {rest}"),
    ],
};
