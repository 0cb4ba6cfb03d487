//! What netty's `LoggingHandler` and Reactor Netty's wiretap log.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static NETTY: LineForm = LineForm {
    called: "Reactor Netty wiretap log",
    signs: &[
        (Sign::SentBox, "{any}] WRITE: {number}B"),
        (Sign::GotBox, "{any}] READ: {number}B"),
        (Sign::Sent, "{any}] WRITE: {number}B {text}"),
        (Sign::Got, "{any}] READ: {number}B {text}"),
    ],
};
