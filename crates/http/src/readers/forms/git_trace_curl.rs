//! What `git` writes with `GIT_TRACE_CURL=1`: libcurl's trace, each line with git's own mark.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static GIT_TRACE_CURL: LineForm = LineForm {
    called: "`GIT_TRACE_CURL` of git",
    signs: &[
        (Sign::Sent, "{any}=> Send header: {text}"),
        (Sign::Sent, "{any}=> Send data: {text}"),
        (Sign::Got, "{any}<= Recv header: {text}"),
        (Sign::Got, "{any}<= Recv data: {text}"),
        (Sign::Words, "{any}=> Send {any}, {number} bytes (0x{any}"),
        (Sign::Words, "{any}<= Recv {any}, {number} bytes (0x{any}"),
        (Sign::End, "{any}== Info: Connection #{any}"),
    ],
};
