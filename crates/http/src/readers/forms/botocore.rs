//! What botocore (AWS CLI, boto3) logs at debug level.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static BOTOCORE: LineForm = LineForm {
    called: "botocore log",
    signs: &[
        (Sign::Object, "Making request for {any} with params: {dict}"),
        (Sign::Words, "Sending http request: <AWSPreparedRequest {any}"),
        (Sign::GotFields, "Response headers: {headers}"),
        (Sign::GotBody, "Response body:"),
    ],
};
