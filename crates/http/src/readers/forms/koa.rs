//! koa-logger.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static KOA: LineForm = LineForm {
    called: "koa log",
    signs: &[
        (Sign::Page, "<-- {method} {target}"),
        (Sign::Exchange, "--> {method} {target} {status} {rest}"),
    ],
};
