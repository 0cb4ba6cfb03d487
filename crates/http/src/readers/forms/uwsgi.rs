//! uWSGI's request log.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static UWSGI: LineForm = LineForm {
    called: "uWSGI log",
    signs: &[(
        Sign::Exchange,
        "[pid: {any}] {client} ({any}) {{{any}}} [{time}] {method} {target} => generated {any} (HTTP/{any} {status}) {rest}",
    )],
};
