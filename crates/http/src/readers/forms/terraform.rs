//! What Terraform's providers log of HTTP: pairs, the newer way.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static TERRAFORM: LineForm = LineForm {
    called: "Terraform provider log",
    signs: &[
        (Sign::Pairs, "{any}Sending HTTP Request: {text}"),
        (Sign::Pairs, "{any}Received HTTP Response: {text}"),
    ],
};
