//! Header fields.

use crate::Secret;

/// Header fields in the order in which they came; names are compared without regard to case (RFC 9110 §5.1).
#[derive(Clone, Default)]
pub struct Headers(Vec<(String, Secret<String>)>);

/// The fields that are not joined with commas when there are several: Firefox's `webRequest` and the archives of
/// browsers give them as the lines of one value.
const JOINED_BY_LINES: [&str; 3] = ["set-cookie", "www-authenticate", "proxy-authenticate"];

impl Headers {
    /// From names and values.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut fields = Vec::new();
        for (name, value) in pairs {
            let name = name.to_ascii_lowercase();
            if value.contains('\n') && JOINED_BY_LINES.contains(&name.as_str()) {
                fields.extend(value.split('\n').map(|line| (name.clone(), Secret::new(line.to_owned()))));
            } else {
                fields.push((name, Secret::new(value)));
            }
        }
        Headers(fields)
    }

    /// All fields, names in lower case.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Secret<String>)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// What stands in the first field of that (lower-case) name: also the mark of a redaction. To show, not to compare.
    pub fn captured(&self, name: &str) -> Option<&Secret<String>> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    /// The text of the first field of that (lower-case) name, to compare and to compute with, never to print: `None`
    /// where it is absent and where it was taken out of the recording.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.captured(name)?.value().known()
    }

    /// Whether there is a field of that (lower-case) name whose value was taken out of the recording.
    pub fn hides(&self, name: &str) -> bool {
        self.captured(name).is_some_and(|value| value.redaction().is_some())
    }

    /// How many fields have that (lower-case) name.
    pub fn count(&self, name: &str) -> usize {
        self.0.iter().filter(|(n, _)| n == name).count()
    }

    /// Whether there is a field of that (lower-case) name.
    pub fn has(&self, name: &str) -> bool {
        self.count(name) > 0
    }

    /// Whether there is none at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The media type of `Content-Type` without parameters, in lower case; empty where there is none, `None` where it was
    /// taken out of the recording.
    pub fn media_type(&self) -> Option<String> {
        if self.hides("content-type") {
            return None;
        }
        let value = self.text("content-type").unwrap_or_default();
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::Headers;

    #[test]
    fn several_fields_in_the_lines_of_one_value_are_several() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers = Headers::from_pairs([pair("Set-Cookie", "a=1; httponly\nb=2"), pair("X-Text", "1\n2")]);
        let fields: Vec<_> = headers.iter().map(|(name, value)| (name, value.text())).collect();
        assert_eq!(fields, [("set-cookie", "a=1; httponly"), ("set-cookie", "b=2"), ("x-text", "1\n2")]);
    }
}
