//! What Guzzle logs by its `MessageFormatter`, and its exceptions.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static GUZZLE: LineForm = LineForm {
    called: "Guzzle log",
    signs: &[
        // Monolog's context, behind what was logged.
        (Sign::End, " {{\"exception\":\"[object]{any}"),
        (Sign::End, "{{\"exception\":\"[object]{any}"),
        (Sign::Flat, "{any}>>>>>>>> {text}"),
        (Sign::Exchange, "{method} {url} {version} {sent} RESPONSE: {status} - {got}"),
        (Sign::Answered, "{any}`{method} {url}` resulted in a `{status} {any}` response:"),
        (Sign::Exchange, "{any}`{method} {url}` resulted in a `{status} {any}` response: {got}"),
        (Sign::Exchange, "{any}`{method} {url}` resulted in a `{status} {any}` response"),
    ],
};
