//! HAProxy's httplog and httpslog, with and without captured headers.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static HAPROXY: LineForm = LineForm {
    called: "HAProxy log",
    signs: &[
        (
            Sign::Exchange,
            "{client} [{time}] {frontend} {backend} {timers} {status} {size} {cookie} {cookie} {said} {connections} {queues} {{{host}|{agent}}} {{{location}}} \"{method} {target} {version}\"{rest}",
        ),
        (
            Sign::Exchange,
            "{client} [{time}] {frontend} {backend} {timers} {status} {size} {cookie} {cookie} {said} {connections} {queues} {{{host}}} {{{location}}} \"{method} {target} {version}\"{rest}",
        ),
        (
            Sign::Exchange,
            "{client} [{time}] {frontend} {backend} {timers} {status} {size} {cookie} {cookie} {said} {connections} {queues} {{{host}|{any}}} \"{method} {target} {version}\"{rest}",
        ),
        (
            Sign::Exchange,
            "{client} [{time}] {frontend} {backend} {timers} {status} {size} {cookie} {cookie} {said} {connections} {queues} {{{host}}} \"{method} {target} {version}\"{rest}",
        ),
        (
            Sign::Exchange,
            "{client} [{time}] {frontend} {backend} {timers} {status} {size} {cookie} {cookie} {said} {connections} {queues} \"{method} {target} {version}\"{rest}",
        ),
        (
            Sign::Exchange,
            "{client} [{time}] {frontend} {backend} {timers} {status} {size} {cookie} {cookie} {said} {connections} {queues} {any} \"{method} {target} {version}\"{rest}",
        ),
        (
            Sign::Exchange,
            "{client} [{time}] {frontend} {backend} {timers} {status} {size} {cookie} {cookie} {said} {connections} {queues} \"{method} {target}",
        ),
        (
            Sign::Exchange,
            "{client} [{time}] {frontend} {backend} {timers} {status} {size} {cookie} {cookie} {said} {connections} {queues} {any} \"{method} {target}",
        ),
    ],
};
