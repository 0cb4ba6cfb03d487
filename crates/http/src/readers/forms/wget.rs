//! wget with -d or -S.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static WGET: LineForm = LineForm {
    called: "output of `wget -d`",
    signs: &[
        (Sign::Words, "---request begin---"),
        (Sign::Words, "---request end---"),
        (Sign::SentBody, "[BODY data: {body}]"),
        (Sign::SentBody, "[POST data: {body}]"),
        (Sign::Words, "HTTP request sent, awaiting response...{rest}"),
        (Sign::Words, "---response begin---"),
        (Sign::End, "---response end---"),
        (Sign::GotBody, "Skipping {number} bytes of body: [{body}] done."),
        (Sign::Words, "{number} "),
        (Sign::Words, "Stored cookie {any}"),
        (Sign::Words, "Registered socket {any}"),
        (Sign::End, "Saving to: {any}"),
        (Sign::End, "Username/Password Authentication Failed."),
        (Sign::End, "Length: {any}"),
        (Sign::End, "{date} {time} ERROR {status}: {any}"),
        (Sign::End, "{date} {time} ({any}) - {any}"),
        (Sign::Url, "--{date} {time}-- {url}"),
    ],
};
