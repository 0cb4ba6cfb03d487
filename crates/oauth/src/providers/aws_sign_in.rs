//! AWS Sign-In, where MCP clients of AWS log in. <https://docs.aws.amazon.com/signin/latest/userguide/>

use crate::provider::{Mark, Provider};

pub(crate) static AWS_SIGN_IN: Provider = Provider {
    name: "AWS Sign-In",
    marks: &[&[Mark::Domain("signin.aws.amazon.com")]],
    habits: &[],
    fixes: &[],
    errors: &[],
};
