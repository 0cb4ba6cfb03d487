//! Times in front of lines.

use crate::Timestamp;

/// Bytes in which a time is looked for.
const FRONT: usize = 120;

/// The first point in time near the front of a line that says its time zone. A time without one is nobody's: it would be
/// compared with those of other clocks.
pub(super) fn time_in(line: &str) -> Option<Timestamp> {
    let mut end = line.len().min(FRONT);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let front = &line[..end];
    let starts = front.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
    for start in starts {
        let last = front[..start].chars().next_back().unwrap_or('[');
        if last.is_ascii_alphanumeric() || matches!(last, '.' | ':' | '-' | '/') {
            continue;
        }
        if is_in_sentence(&front[..start]) {
            continue;
        }
        if let Some(time) = rfc3339(&front[start..]).or_else(|| common(&front[start..])) {
            return Some(time);
        }
    }
    None
}

/// Whether what stands before a time makes it one of which a sentence speaks: `the token expired at 2020-05-29T09:03:17Z`.
fn is_in_sentence(before: &str) -> bool {
    const LEADING: [&str; 6] = ["after", "at", "before", "on", "since", "until"];
    let mut words = before.split_ascii_whitespace().rev();
    let is_lower = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase());
    words.next().is_some_and(|last| LEADING.contains(&last)) && words.next().is_some_and(is_lower)
}

/// `2026-11-28T04:29:26.193Z`, `2026-11-28 04:29:26.193 +0000`.
fn rfc3339(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let is_date = bytes.len() > 19
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && matches!(bytes[10], b'T' | b' ' | b't')
        && bytes[13] == b':';
    if !is_date {
        return None;
    }
    let fraction = text.get(19..)?;
    let zone_at = fraction.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')?;
    let (fraction, zone) = fraction.split_at(zone_at);
    let zone = zone.strip_prefix(' ').unwrap_or(zone);
    let zone = match zone.as_bytes() {
        [b'Z' | b'z', ..] => "Z".to_owned(),
        [b'U', b'T', b'C', ..] => "Z".to_owned(),
        [b'+' | b'-', a, b, b':', c, d, ..] if [a, b, c, d].iter().all(|b| b.is_ascii_digit()) => {
            zone.get(..6)?.to_owned()
        }
        [b'+' | b'-', a, b, c, d, ..] if [a, b, c, d].iter().all(|b| b.is_ascii_digit()) => {
            format!("{}:{}", zone.get(..3)?, zone.get(3..5)?)
        }
        _ => return None,
    };
    let fraction = fraction.replace(',', ".");
    Timestamp::from_rfc3339(&format!("{}T{}{fraction}{zone}", text.get(..10)?, text.get(11..19)?))
}

/// `28/Nov/2026:04:29:26 +0000`, with or without milliseconds.
fn common(text: &str) -> Option<Timestamp> {
    let end = text.find(']').unwrap_or(text.len().min(32));
    let text = text.get(..end)?;
    let (seconds, zone) = text.split_once(' ')?;
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let time = Timestamp::from_common_log(&format!("{seconds} {}", zone.get(..5)?))?;
    let millis = format!("0.{fraction}").parse::<f64>().unwrap_or(0.0) * 1_000.0;
    Timestamp::from_millis(time.as_millis() + millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_times_that_say_their_zone() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(time_in(line).map(Timestamp::to_rfc3339).as_deref(), expected, "{line}");
        };
        check("2026-11-28T04:29:26.193Z DEBUG x", Some("2026-11-28T04:29:26.193Z"));
        check("pod-1 2026-11-28T06:29:26.193456789+02:00 x", Some("2026-11-28T04:29:26.193Z"));
        check("[2026-11-28 04:29:26,193 +0000] x", Some("2026-11-28T04:29:26.193Z"));
        check("10.0.0.1 - - [28/Nov/2026:05:29:26 +0100] \"GET", Some("2026-11-28T04:29:26.000Z"));
        check("2026-11-28 04:29:26 x", None);
        check("[20/Nov/2026:10:00:06.100] fe", None);
        check("Nov 28 04:29:26 x", None);
        check("12 é 2026-11-28T0", None);
        check(
            "JWT expired at 2026-11-28T04:29:26Z. Current time: 2026-11-28T05:29:26Z",
            Some("2026-11-28T05:29:26.000Z"),
        );
        check("app 2026-11-28T04:29:26Z valid since 2026-11-27T04:29:26Z", Some("2026-11-28T04:29:26.000Z"));
    }
}
