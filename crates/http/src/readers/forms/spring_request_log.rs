//! Spring's CommonsRequestLoggingFilter, and Spring Cloud Gateway.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static SPRING_REQUEST_LOG: LineForm = LineForm {
    called: "log of Spring's requests",
    signs: &[
        (Sign::Page, "Before request [{method} {target}, client={rest}"),
        (Sign::Page, "After request [{method} {target}, client={any}payload={body}]"),
        (Sign::Page, "After request [{method} {target}, client={rest}"),
        (Sign::Page, "Before request [{method} {target}]"),
        (Sign::Page, "After request [{method} {target}]"),
        (Sign::Page, "Mapping [Exchange: {method} {url}] to Route{rest}"),
    ],
};
