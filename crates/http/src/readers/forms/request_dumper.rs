//! Tomcat's RequestDumperFilter.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static REQUEST_DUMPER: LineForm = LineForm {
    called: "log of Tomcat's RequestDumperFilter",
    signs: &[
        (Sign::Opening, "{id} START TIME ={rest}"),
        (Sign::Part, "{id} requestURI={target}"),
        (Sign::Part, "{id} method={method}"),
        (Sign::Part, "{id} queryString={query}"),
        (Sign::Part, "{id} scheme={scheme}"),
        (Sign::Field, "{id} header={name}={value}"),
        (Sign::Parameter, "{id} parameter={name}={value}"),
        (Sign::GotHead, "{id} ------------------={rest}"),
        (Sign::Reply, "{id} status={status}"),
        (Sign::End, "{id} END TIME ={rest}"),
        (Sign::Part, "{id} {name}={rest}"),
    ],
};
