//! A secret in a text that the fuzzer writes: nothing of it comes out.
//!
//! The first bytes choose the place, what the secret looks like, how it is written there, where else it stands as a secret, and the
//! form of recording; the rest is what stands around it.

use std::sync::LazyLock;

use crate::canaries::{self, Case, Form, Place, Shape, Spelling};

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(canaries::places);

/// Two for the place, one each for shape, spelling, form, two for the value, and one for where in the text it stands.
pub(super) const HEAD: usize = 8;

pub(super) fn masking(bytes: &[u8]) -> bool {
    let Some((head, around)) = bytes.split_at_checked(HEAD) else { return false };
    let Ok(around) = std::str::from_utf8(around) else { return false };
    let of = |at: usize| usize::from(head[at]);
    let place = &PLACES[(of(0) * 256 + of(1)) % PLACES.len()];
    let shape = Shape::ALL[of(2) % Shape::ALL.len()];
    let spelling =
        [Spelling::Plain].into_iter().chain(Spelling::OTHERS).nth(of(3) % 12).unwrap_or(Spelling::Plain);
    let seed = (of(5) * 256 + of(6)) as u64;
    let at = around.floor_char_boundary(around.len() * of(7) / 255);
    let (before, after) = around.split_at(at);
    // These keep whatever is written into them in its place.
    let form = [Form::JsonLines, Form::Har, Form::Events][of(4) % 3];
    let Some(case) = Case::known(place, shape, spelling, form, seed) else { return false };
    case.between(before, after).is_some_and(|leak| {
        if let Some(leak) = leak {
            panic!(
                "{}: {:?} comes out in {}: {}\n{}",
                case.name(),
                leak.value,
                leak.output,
                leak.around,
                leak.recording
            );
        }
        true
    })
}
