//! varnishlog -g request.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static VARNISHLOG: LineForm = LineForm {
    called: "varnishlog",
    signs: &[
        (Sign::Opening, "* << Request >> {id}"),
        (Sign::End, "** << BeReq >> {rest}"),
        (Sign::End, "{depth} End"),
        (Sign::Part, "{depth} ReqMethod {method}"),
        (Sign::Part, "{depth} ReqURL {target}"),
        (Sign::SentField, "{depth} ReqHeader {name}: {value}"),
        (Sign::Reply, "{depth} RespStatus {status}"),
        (Sign::GotField, "{depth} RespHeader {name}: {value}"),
        (Sign::Part, "- {tag} {rest}"),
        (Sign::Part, "-- {tag} {rest}"),
    ],
};
