//! The access log of Gitea and Forgejo, and of Macaron, on which they were built.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static GITEA: LineForm = LineForm {
    called: "Gitea log",
    signs: &[
        (Sign::Exchange, "{any} router: completed {method} {target} for {client}, {status} {rest}"),
        (Sign::Exchange, "{any} completed {method} {target} for {client}, {status} {rest}"),
    ],
};
