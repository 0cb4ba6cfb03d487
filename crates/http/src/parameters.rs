//! Query, fragment and form parameters.

use crate::redaction::without_brackets;
use crate::{Redaction, Secret, Value};

/// Parameters in the order in which they stand, names and values decoded
/// (`application/x-www-form-urlencoded`, RFC 6749 Appendix B).
#[derive(Clone, Default, PartialEq)]
pub struct Parameters(Vec<(String, Secret<String>)>);

static NONE: Parameters = Parameters(Vec::new());

impl Default for &Parameters {
    fn default() -> Self {
        &NONE
    }
}

/// One parameter: RFC 6749 §3.1 allows each at most once.
#[derive(Clone, Copy, PartialEq)]
pub enum Parameter<'a> {
    /// It is not there.
    Absent,
    /// It is there once.
    One(&'a Secret<String>),
    /// It is there more than once; this is the first.
    Repeated(&'a Secret<String>),
    /// It is there, and its value was taken out of the recording.
    TakenOut,
}

impl Parameters {
    /// Decodes the part of a URL after `?` or `#`, or a form body.
    pub fn decode(encoded: &str) -> Self {
        Parameters(
            url::form_urlencoded::parse(encoded.as_bytes())
                .map(|(name, value)| (name.into_owned(), Secret::new(without_brackets(value.into_owned()))))
                .collect(),
        )
    }

    /// One value without what a form encodes in it (RFC 6749 Appendix B); an ampersand in it ends nothing.
    pub fn decode_value(text: &str) -> String {
        if !text.contains(['%', '+']) {
            return text.to_owned();
        }
        let decoded = Parameters::decode(&format!("v={}", text.replace('&', "%26")));
        decoded.captured("v").map(|value| value.text().to_owned()).unwrap_or_default()
    }

    /// A name or a value as a URL's query and a form have it.
    pub fn encode(text: &str) -> String {
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
    }

    /// From names and values that are decoded already.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Parameters(pairs.into_iter().map(|(name, value)| (name, Secret::new(value))).collect())
    }

    /// All parameters, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Secret<String>)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Absent, once, repeated, or taken out.
    pub fn parameter(&self, name: &str) -> Parameter<'_> {
        let mut values = self.0.iter().filter(|(n, _)| n == name).map(|(_, value)| value);
        match (values.next(), values.next()) {
            (None, _) => Parameter::Absent,
            (Some(value), _) if value.redaction().is_some() => Parameter::TakenOut,
            (Some(value), None) => Parameter::One(value),
            (Some(first), Some(_)) => Parameter::Repeated(first),
        }
    }

    /// What stands there, the first where there are several: also the mark of a redaction. To show, not to compare.
    pub fn captured(&self, name: &str) -> Option<&Secret<String>> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    /// What stands there, for rules: it may have been taken out of the recording.
    pub fn seen(&self, name: &str) -> Option<Value<'_>> {
        self.captured(name).map(Secret::value)
    }

    /// What can be compared with other values: `None` where it is absent and where it was taken out without a name.
    pub fn value(&self, name: &str) -> Option<&Secret<String>> {
        self.captured(name).filter(|value| value.redaction() != Some(Redaction::TakenOut))
    }

    /// The text, to compare and to compute with, never to print: `None` where it is absent and where it was taken out.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.seen(name)?.known()
    }

    /// Whether it is there and its value is not: it was taken out of the recording.
    pub fn hides(&self, name: &str) -> bool {
        self.captured(name).is_some_and(|value| value.redaction().is_some())
    }

    /// Whether it is there, even if empty.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_plus_percent_and_repeats() {
        let parameters = Parameters::decode("scope=openid+email&state=a%2Bb&state=c&flag");
        assert!(parameters.text("scope") == Some("openid email"));
        assert!(parameters.parameter("state") == Parameter::Repeated(&"a+b".into()));
        assert!(parameters.parameter("flag") == Parameter::One(&"".into()));
        assert!(parameters.parameter("code") == Parameter::Absent);
    }

    #[test]
    fn what_was_taken_out_is_there_and_unknown() {
        let parameters =
            Parameters::decode("state=%5BREDACTED%5D&code=code%231+%C2%B7+22+chars&scope=openid");
        assert!(parameters.parameter("state") == Parameter::TakenOut && parameters.has("state"));
        assert!(parameters.text("state").is_none() && parameters.value("state").is_none());
        assert!(parameters.text("code").is_none() && parameters.value("code").is_some());
        assert!(parameters.hides("state") && parameters.hides("code") && !parameters.hides("scope"));
    }
}
