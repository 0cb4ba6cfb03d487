//! Points in time, as recordings give them.

/// Milliseconds since the epoch.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub struct Timestamp(f64);

impl Timestamp {
    /// From milliseconds since the epoch; `None` for what is no point in time.
    pub fn from_millis(millis: f64) -> Option<Self> {
        (millis.is_finite() && millis.abs() < 1e14).then_some(Timestamp(millis))
    }

    /// From RFC 3339 text, as HAR files carry it.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let time: jiff::Timestamp = text.trim().parse().ok()?;
        Timestamp::from_millis(time.as_microsecond() as f64 / 1000.0)
    }

    /// From the form of web servers' logs: `23/Nov/2026:09:41:07 +0000`.
    pub fn from_common_log(text: &str) -> Option<Self> {
        let time = jiff::Timestamp::strptime("%d/%b/%Y:%H:%M:%S %z", text.trim()).ok()?;
        Timestamp::from_millis(time.as_microsecond() as f64 / 1000.0)
    }

    /// From the `Date` header's form (RFC 9110 §5.6.7).
    pub fn from_http_date(text: &str) -> Option<Self> {
        let time = httpdate::parse_http_date(text.trim()).ok()?;
        let millis = time.duration_since(std::time::UNIX_EPOCH).ok()?.as_millis();
        Timestamp::from_millis(millis as f64)
    }

    /// Milliseconds since the epoch.
    pub fn as_millis(self) -> f64 {
        self.0
    }

    /// Seconds since the epoch.
    pub fn as_seconds(self) -> f64 {
        self.0 / 1000.0
    }

    /// RFC 3339 in UTC, with milliseconds.
    pub fn to_rfc3339(self) -> String {
        match jiff::Timestamp::from_millisecond(self.0.round() as i64) {
            Ok(time) => format!("{time:.3}"),
            Err(_) => String::from("(no time)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_forms_that_recordings_use() {
        let iso = Timestamp::from_rfc3339("2026-11-23T09:41:07.120Z").unwrap();
        assert_eq!(iso.to_rfc3339(), "2026-11-23T09:41:07.120Z");
        assert_eq!(Timestamp::from_rfc3339("2026-11-23T10:41:07.120+01:00").unwrap(), iso);
        let date = Timestamp::from_http_date("Mon, 23 Nov 2026 09:41:07 GMT").unwrap();
        assert_eq!(date.as_millis() + 120.0, iso.as_millis());
        assert!(Timestamp::from_millis(f64::NAN).is_none());
        assert!(Timestamp::from_rfc3339("yesterday").is_none());
    }
}
