//! What newman prints, also with `--verbose`: bodies in boxes, their lines broken at a width.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static NEWMAN: LineForm = LineForm {
    called: "newman's output",
    signs: &[
        (Sign::Exchange, "{method} {url} [{status} {any}, {any}, {any}]"),
        (Sign::Reply, "{status} {reason} ★ {rest}"),
        (Sign::SentBody, "┌ ↑ {rest}"),
        (Sign::GotBody, "┌ ↓ {rest}"),
        (Sign::Wrapped, "│{text}"),
        (Sign::End, "└{rest}"),
    ],
};
