//! Access logs of Python's servers that are their own: uvicorn, hypercorn, daphne, aiohttp, Django, Werkzeug.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static PYTHON_SERVERS: LineForm = LineForm {
    called: "access log of a Python server",
    signs: &[
        (Sign::Exchange, "{client} - \"{method} {target} {version}\" {status} {rest}"),
        (
            Sign::Exchange,
            "{client} - {user} [{when}] \"{method} {target} {number}\" {status} {size} \"{referer}\" \"{agent}\"{rest}",
        ),
        (Sign::Exchange, "{client} - {user} [{when}] \"{method} {target}\" {status} {size}"),
        (
            Sign::Exchange,
            "{client} [{when}] \"{method} {target} {version}\" {status} {size} \"{referer}\" \"{agent}\"{rest}",
        ),
        (Sign::Exchange, "[{when}] \"{method} {target} {version}\" {status} {number}"),
    ],
};
