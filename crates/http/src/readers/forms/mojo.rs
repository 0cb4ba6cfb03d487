//! Mojo::UserAgent with `MOJO_CLIENT_DEBUG=1`.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static MOJO: LineForm = LineForm {
    called: "Mojo::UserAgent debug output",
    signs: &[
        (Sign::Words, "-- Client >>> Server ({url})"),
        (Sign::Words, "-- Client <<< Server ({url})"),
        (Sign::Words, "-- Blocking request ({url})"),
        (Sign::Words, "-- Non-blocking request ({url})"),
        (Sign::Words, "-- Connect {id} ({url})"),
    ],
};
