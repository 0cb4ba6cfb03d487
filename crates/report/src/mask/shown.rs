//! Text that may be shown.

use std::fmt;

use http::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::characters::clean;

/// Text that may be shown: fixed words, or captured text behind the masking. Captured text is on one line.
#[derive(Clone, PartialEq, Eq, Hash, Default, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Shown(String);

impl Shown {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A name that the user gave, such as a file's.
    pub fn from_user(text: &str) -> Self {
        Shown(clean(text))
    }

    /// What a reader says about an input; readers put no captured value into it.
    pub fn from_reader(problem: &http::readers::Problem) -> Self {
        Shown(clean(&format!("{}: {}", problem.place, problem.what)))
    }

    /// Text that went through the masking.
    pub(super) fn masked(text: &str) -> Self {
        Shown(clean(text))
    }

    /// Joins texts.
    pub(crate) fn concat<'a>(parts: impl IntoIterator<Item = &'a Shown>) -> Self {
        Shown(parts.into_iter().map(|part| part.0.as_str()).collect())
    }

    /// Texts, each on a line of its own.
    pub(crate) fn lines(parts: impl IntoIterator<Item = Shown>) -> Self {
        Shown(parts.into_iter().map(|part| part.0).collect::<Vec<_>>().join("\n"))
    }

    /// Joins texts with fixed words between them.
    pub(crate) fn joined(parts: &[Shown], between: &'static str) -> Self {
        Shown(parts.iter().map(Shown::as_str).collect::<Vec<_>>().join(between))
    }

    /// The texts between those words.
    pub(crate) fn split<'s>(&'s self, between: &'s str) -> impl Iterator<Item = Shown> + 's {
        self.0.split(between).map(|part| Shown(part.to_owned()))
    }

    /// The text in lower case, to be searched.
    pub(crate) fn to_lowercase(&self) -> Self {
        Shown(self.0.to_lowercase())
    }

    /// The text as the name of a variable of a shell: `CODE_VERIFIER`.
    pub(crate) fn as_variable(&self) -> Self {
        let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
        let name: String = self.0.chars().map(letter).collect();
        Shown(if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name })
    }

    /// A number.
    pub(crate) fn number(number: impl fmt::Display + Copy + Into<f64>) -> Self {
        Shown(number.to_string())
    }

    /// A moment: `2026-11-23 09:41:08 UTC`.
    pub(crate) fn time(time: Timestamp) -> Self {
        let text = time.to_rfc3339();
        let (date, clock) = text.split_once('T').unwrap_or((&text, ""));
        Shown(format!("{date} {} UTC", clock.get(..8).unwrap_or(clock)))
    }

    /// A value as it stands, because somebody asked to see it. Never in a report.
    pub(crate) fn revealed(value: &Value) -> Self {
        match value {
            Value::String(text) => Shown(clean(text)),
            other => Shown(clean(&other.to_string())),
        }
    }

    /// Some of its characters, with an ellipsis where something is missing.
    pub(crate) fn cut(&self, from: usize, to: usize) -> Self {
        let total = self.0.chars().count();
        let part: String = self.0.chars().skip(from).take(to.saturating_sub(from)).collect();
        Shown(format!("{}{part}{}", if from > 0 { "…" } else { "" }, if to < total { "…" } else { "" }))
    }

    /// The text before the first of these characters.
    pub(crate) fn before(&self, characters: &[char]) -> Self {
        let end = self.0.find(characters).unwrap_or(self.0.len());
        Shown(self.0[..end].to_owned())
    }

    /// A moment after the first one: `+1.25 s`.
    pub(crate) fn seconds_after(milliseconds: f64) -> Self {
        Shown(format!("+{:.2} s", milliseconds / 1000.0))
    }

    /// The text in lines of so many characters at most, and so many lines; an ellipsis where something is missing.
    pub(crate) fn wrapped(&self, width: usize, most: usize) -> Vec<Shown> {
        let width = width.max(2);
        let mut lines = Vec::new();
        let mut rest = self.0.trim();
        while !rest.is_empty() && lines.len() < most {
            let end = rest.char_indices().nth(width).map(|(end, _)| end);
            let Some(end) = end else {
                lines.push(Shown(rest.to_owned()));
                break;
            };
            if lines.len() + 1 == most {
                let cut: String = rest.chars().take(width - 1).collect();
                lines.push(Shown(format!("{}…", cut.trim_end())));
                break;
            }
            // A word that is longer than half a line is broken where the line ends.
            let end = rest[..end].rfind(' ').filter(|space| space * 2 > end).unwrap_or(end);
            lines.push(Shown(rest[..end].trim_end().to_owned()));
            rest = rest[end..].trim_start();
        }
        lines
    }

    /// The text with names of secrets that have no number: `state · 43 chars`.
    pub(crate) fn without_numbers(&self) -> Self {
        let mut out = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        while let Some(at) = rest.find('#') {
            let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
            let after = &rest[at + 1 + digits..];
            let is_name = digits > 0 && after.starts_with(" · ");
            out.push_str(&rest[..at]);
            if !is_name {
                out.push_str(&rest[at..=at + digits]);
            }
            rest = after;
        }
        out.push_str(rest);
        Shown(out)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&'static str> for Shown {
    fn from(text: &'static str) -> Self {
        Shown(text.to_owned())
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&Shown> for Shown {
    fn from(shown: &Shown) -> Self {
        shown.clone()
    }
}

/// Builds a [`Shown`] out of fixed words and other shown texts.
macro_rules! shown {
    ($($part:expr),* $(,)?) => { $crate::mask::Shown::concat(&[$($crate::mask::Shown::from($part)),*]) };
}
pub(crate) use shown;
