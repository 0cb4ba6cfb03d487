//! What browsers write to the console of a failed request.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static CONSOLE: LineForm = LineForm {
    called: "the browser's console",
    signs: &[
        (Sign::Fetched, "{method} {url} net::{reason} {status} ({any})"),
        (Sign::Fetched, "{source} {method} {url} net::{reason} {status} ({any})"),
        (Sign::Fetched, "{method} {url} {status} ({any})"),
        (Sign::Fetched, "{source} {method} {url} {status} ({any})"),
        (Sign::Fetched, "{method} {url} {status}"),
        (
            Sign::Fetched,
            "{url}:{number} Failed to load resource: the server responded with a status of {status} ({any})",
        ),
        (
            Sign::Fetched,
            "{target}:{number} Failed to load resource: the server responded with a status of {status} ({any})",
        ),
        (
            Sign::Fetched,
            ":{number}{target}:{number} Failed to load resource: the server responded with a status of {status} ({any})",
        ),
        (Sign::Fetched, "{source} {method} {url} {status}"),
        (Sign::Fetched, "XHR{method} {url} [{version} {status} {any}"),
        (Sign::Fetched, "{method} {url} [{version} {status} {any}"),
        (Sign::Fetched, "{method} {url} net::{reason}"),
        (Sign::Fetched, "{source} {method} {url} net::{reason}"),
    ],
};
