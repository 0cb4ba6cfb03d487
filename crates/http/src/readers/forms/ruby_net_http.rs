//! Ruby's `Net::HTTP` with `set_debug_output`, and what stands on it.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static RUBY_NET_HTTP: LineForm = LineForm {
    called: "Ruby's `Net::HTTP` debug output",
    signs: &[
        (Sign::Sent, "<- {quoted}"),
        (Sign::Got, "-> {quoted}"),
        (Sign::Words, "reading {number} bytes..."),
        (Sign::Words, "read {number} bytes"),
        (Sign::Words, "opening connection to {any}"),
        (Sign::Words, "opened"),
        (Sign::Words, "starting SSL for {any}"),
        (Sign::Words, "SSL established, {any}"),
        (Sign::End, "Conn {any}"),
    ],
};
