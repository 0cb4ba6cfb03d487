//! What the command of Vault and OpenBao prints of a call that failed.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static VAULT: LineForm = LineForm {
    called: "Vault command",
    signs: &[
        (Sign::Request, "{any}URL: {method} {url}"),
        (Sign::Answer, "Code: {status}. Errors:"),
        (Sign::Answer, "Code: {status}. Raw Message:"),
    ],
};
