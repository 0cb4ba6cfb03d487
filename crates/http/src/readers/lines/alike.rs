//! What a logger puts before each line of something that was printed over several: the same, but for the digits of a time.
//!
//! Where nothing that is known begins behind it, no prefix is learnt; of lines directly below each other it shows all the same.

/// Bytes of the shortest: less is an indentation or a word.
const SHORTEST: usize = 8;

/// Bytes with which two lines begin alike but for digits, up to behind a blank; nothing where no time is in them.
pub(super) fn shared(one: &str, two: &str) -> usize {
    let is_alike = |(a, b): &(u8, u8)| a == b || a.is_ascii_digit() && b.is_ascii_digit();
    let length = one.bytes().zip(two.bytes()).take_while(is_alike).count();
    let mut end = length;
    while !one.is_char_boundary(end) || !two.is_char_boundary(end) {
        end -= 1;
    }
    // An indentation belongs to what is printed.
    let Some(last) = one.get(..end).and_then(|front| front.trim_end().len().checked_sub(1)) else { return 0 };
    let front = one.get(..end).unwrap_or_default();
    let end = match front.get(last + 1..).and_then(|rest| rest.chars().next()) {
        Some(' ' | '\t') => last + 2,
        _ => front.rfind([' ', '\t']).map_or(0, |at| at + 1),
    };
    let front = one.get(..end).unwrap_or_default();
    let has_clock = front
        .as_bytes()
        .windows(3)
        .any(|three| three[0].is_ascii_digit() && three[1] == b':' && three[2].is_ascii_digit());
    if end >= SHORTEST && has_clock { end } else { 0 }
}

/// What stands behind those bytes in a line that begins like another; an empty line may have lost its last blank.
pub(in crate::readers) fn behind<'l>(line: &'l str, like: &str, bytes: usize) -> Option<&'l str> {
    let front = like.get(..bytes)?;
    let own = line.get(..bytes).unwrap_or(line);
    let is_alike =
        own.bytes().zip(front.bytes()).all(|(a, b)| a == b || a.is_ascii_digit() && b.is_ascii_digit());
    let is_long = own.len() + 1 >= front.trim_end().len().max(1) && own.len() >= front.trim_end().len();
    (is_alike && is_long).then(|| line.get(bytes..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_record_begin_alike() {
        for (one, two, expected) in [
            (
                "2026-11-28 10:00:00,000 ERROR app: {'a': 1,",
                "2026-11-28 10:00:00,001 ERROR app:  'b': 2}",
                35,
            ),
            ("[28-Nov-2026 10:00:00 UTC] Array", "[28-Nov-2026 10:00:00 UTC] (", 27),
            ("10:00:00.001 | object(A)#3 (2) {", "10:00:00.002 |   [\"a\"]=>", 15),
            ("Token error: {", "Token error: x", 0),
            ("    a", "    b", 0),
            ("é 10:00:00 é", "é 10:00:00 ü", 12),
            ("", "", 0),
        ] {
            assert_eq!(shared(one, two), expected, "{one}");
        }
    }

    #[test]
    fn what_stands_behind_them() {
        let like = "10:00:00 | ";
        assert_eq!(behind("10:00:09 |   [a] => b", like, 11), Some("  [a] => b"));
        assert_eq!(behind("10:00:09 |", like, 11), Some(""));
        assert_eq!(behind("10:00:09 - x", like, 11), None);
        assert_eq!(behind("", like, 11), None);
        assert_eq!(behind("é", like, 11), None);
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(one in "[0-9: |é]{0,16}", two in "[0-9: |é]{0,16}") {
                let bytes = shared(&one, &two);
                let _ = (behind(&one, &two, bytes), behind(&two, &one, bytes));
            }
        }
    }
}
