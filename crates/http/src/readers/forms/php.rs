//! PHP's built-in server.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static PHP: LineForm = LineForm {
    called: "log of `php -S`",
    signs: &[
        (Sign::Exchange, "[{time}] {client} [{status}]: {method} {target}"),
        (Sign::Exchange, "[{time}] {client} [{status}]: {method} {target} - {rest}"),
    ],
};
