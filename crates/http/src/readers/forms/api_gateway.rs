//! The execution log of Amazon's API Gateway.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static API_GATEWAY: LineForm = LineForm {
    called: "execution log of API Gateway",
    signs: &[
        (Sign::Page, "({id}) HTTP Method: {method}, Resource Path: {target}"),
        (Sign::SentFields, "({id}) Method request headers: {headers}"),
        (Sign::SentBody, "({id}) Method request body before transformations: {body}"),
        (Sign::GotBody, "({id}) Endpoint response body before transformations: {body}"),
        (Sign::GotBody, "({id}) Method response body after transformations: {body}"),
        (Sign::GotFields, "({id}) Method response headers: {headers}"),
        (Sign::Reply, "({id}) Method completed with status: {status}"),
        (Sign::Part, "({id}) {rest}"),
    ],
};
