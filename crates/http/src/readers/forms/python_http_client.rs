//! Python's `http.client` (and `requests`, `urllib`, `httplib2` on top of it) with `debuglevel = 1`.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static PYTHON_HTTP_CLIENT: LineForm = LineForm {
    called: "Python's `http.client` debug output",
    signs: &[(Sign::Sent, "send: {quoted}"), (Sign::Got, "reply: {quoted}"), (Sign::Got, "header: {text}")],
};
