//! chi's access log.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static CHI: LineForm = LineForm {
    called: "chi log",
    signs: &[(Sign::Exchange, "\"{method} {url} {version}\" from {client} - {status} {rest}")],
};
