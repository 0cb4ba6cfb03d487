//! OpenFeign at Logger.Level.FULL. Its tag, `[Client#method]`, comes off with the prefix.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static FEIGN: LineForm = LineForm {
    called: "Feign log",
    signs: &[
        (Sign::End, "---> END HTTP {rest}"),
        (Sign::End, "<--- END HTTP {rest}"),
        (Sign::Failure, "<--- ERROR {reason}"),
        (Sign::Request, "---> {method} {url} {version}"),
        (Sign::Reply, "<--- {version} {status} {rest}"),
    ],
};
