//! Dates of cookies, which browsers read far more leniently than those of other headers (RFC 6265 §5.1.1).

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::Timestamp;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The end of time for a [`Timestamp`], in milliseconds: `9999` in a date is a word for "never".
const FAR_OFF: f64 = 99e12;

/// The moment that a browser reads, always in UTC: a zone in the text is passed over. `None` for a text that it does not
/// take for a date.
pub(crate) fn cookie_date(text: &str) -> Option<Timestamp> {
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    for token in text.split(is_delimiter).filter(|token| !token.is_empty()) {
        if let (None, Some(read)) = (time, clock(token)) {
            time = Some(read);
        } else if let (None, Some(read)) = (day, number(token, 1, 2)) {
            day = Some(read);
        } else if let (None, Some(read)) = (month, month_of(token)) {
            month = Some(read);
        } else if let (None, Some(read)) = (year, number(token, 2, 4)) {
            year = Some(read);
        }
    }
    let year = match year? {
        short @ 70..=99 => short + 1900,
        short @ 0..=69 => short + 2000,
        year => year,
    };
    let [hour, minute, second] = time?;
    if year < 1601 || second > 59 {
        return None;
    }
    let small = |number: i16| i8::try_from(number).ok();
    let date =
        DateTime::new(year, month?, small(day?)?, small(hour)?, small(minute)?, small(second)?, 0).ok()?;
    // The last day of 9999 is a date without a moment.
    let moment = date.to_zoned(TimeZone::UTC).map(|moment| moment.timestamp().as_millisecond() as f64);
    Timestamp::from_millis(moment.map_or(FAR_OFF, |moment| moment.min(FAR_OFF)))
}

fn is_delimiter(c: char) -> bool {
    matches!(c, '\t' | ' '..='/' | ';'..='@' | '['..='`' | '{'..='~')
}

/// `9:41:07`, whatever follows the last digits.
fn clock(token: &str) -> Option<[i16; 3]> {
    let mut parts = token.splitn(3, ':');
    let (hour, minute) = (parts.next()?, parts.next()?);
    let whole = |part: &str| number(part, 1, 2).filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
    Some([whole(hour)?, whole(minute)?, number(parts.next()?, 1, 2)?])
}

/// The digits with which a token begins, if there are so many and no more.
fn number(token: &str, fewest: usize, most: usize) -> Option<i16> {
    let digits = token.bytes().take_while(u8::is_ascii_digit).count();
    if (fewest..=most).contains(&digits) { token.get(..digits)?.parse().ok() } else { None }
}

fn month_of(token: &str) -> Option<i8> {
    let name = token.get(..3)?.to_ascii_lowercase();
    (1..).zip(MONTHS).find(|(_, month)| *month == name).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(cookie_date(text).map(Timestamp::to_rfc3339).unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn the_usual_forms() {
        let moment = "1994-11-06T08:49:37.000Z";
        check("Sun, 06 Nov 1994 08:49:37 GMT", moment);
        check("Sunday, 06-Nov-94 08:49:37 GMT", moment);
        check("Sun Nov  6 08:49:37 1994", moment);
        check("Thu, 01-Jan-1970 00:00:10 GMT", "1970-01-01T00:00:10.000Z");
        check("Thu, 01 Jan 1970 00:00:00 -0000", "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn the_odd_forms() {
        let moment = "2026-11-23T09:41:07.000Z";
        check("Mon, 23 Nov 2026 9:41:7 UTC", moment);
        check("2026 november 23rd 09:41:07z", moment);
        check("09:41:07 Nov 23 26", moment);
        check("Mon, 23 Nov 2026 09:41:07 +0200", moment);
        check("Mon Nov 23 2026 09:41:07 GMT+0000 (Coordinated Universal Time)", moment);
        check("xx;23/Nov\t2026_09:41:07", moment);
        check("Fri, 31 Dec 69 23:59:59 GMT", "2069-12-31T23:59:59.000Z");
        check("Thu, 01 Jan 70 00:00:00 GMT", "1970-01-01T00:00:00.000Z");
        check("Mon, 01 Jan 1601 00:00:00 GMT", "1601-01-01T00:00:00.000Z");
        assert!(cookie_date("Fri, 31 Dec 9999 23:59:59 GMT").unwrap().as_millis() > 9e13);
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "0",
            "-1",
            "Session",
            "2026-11-23T09:41:07Z",
            "Mon, 23 Nov 2026",
            "Mon, 23 2026 09:41:07",
            "Mon, 31 Feb 2026 09:41:07 GMT",
            "Mon, 32 Nov 2026 09:41:07 GMT",
            "Mon, 00 Nov 2026 09:41:07 GMT",
            "Mon, 23 Nov 1600 09:41:07 GMT",
            "Mon, 23 Nov 2026 24:00:00 GMT",
            "Mon, 23 Nov 2026 09:60:00 GMT",
            "Mon, 23 Nov 2026 09:41:60 GMT",
            "Mon, 23 Nov 20266 09:41:07 GMT",
        ] {
            check(text, "");
        }
    }
}
