//! Callouts in a Salesforce debug log.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static SALESFORCE: LineForm = LineForm {
    called: "Salesforce debug log",
    signs: &[
        (Sign::Request, "{any}|System.HttpRequest[Endpoint={url}, Method={method}]"),
        (Sign::Answer, "{any}|System.HttpResponse[Status={any}, StatusCode={status}]"),
    ],
};
