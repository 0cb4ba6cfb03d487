//! Access logs of Amazon's load balancers.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static ELB: LineForm = LineForm {
    called: "access log of an AWS load balancer",
    signs: &[
        (
            Sign::Exchange,
            "{type} {at} {balancer} {client} {target_address} {number} {number} {number} {status} {target_status} {number} {number} \"{method} {target} {version}\" \"{agent}\" {cipher} {tls} {group} \"{trace}\" \"{host}\" \"{certificate}\" {number} {created} \"{actions}\" \"{location}\" \"{said}\" {rest}",
        ),
        (
            Sign::Exchange,
            "{type} {at} {balancer} {client} {target_address} {number} {number} {number} {status} {target_status} {number} {number} \"{method} {target} {version}\" \"{agent}\"{rest}",
        ),
        (
            Sign::Exchange,
            "{at} {balancer} {client} {target_address} {number} {number} {number} {status} {target_status} {number} {number} \"{method} {target} {version}\" \"{agent}\" {cipher} {tls}",
        ),
    ],
};
