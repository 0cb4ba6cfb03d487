//! A line, without what was wrapped around it.

use std::borrow::Cow;

use super::prefix::{Prefixes, source};
use super::time::time_in;
use crate::{LogLevel, Timestamp};

/// A line of an input.
pub(super) struct Line<'t> {
    /// Its number, counted from 1.
    pub(super) number: usize,
    /// When it was written, where it says so.
    pub(super) time: Option<Timestamp>,
    /// How grave the object calls it in which it stands.
    pub(super) level: LogLevel,
    /// Which of several programs wrote it.
    pub(super) source: Option<Cow<'t, str>>,
    /// Without prefix.
    pub(super) text: Cow<'t, str>,
    /// With prefix.
    pub(super) whole: Cow<'t, str>,
}

impl<'t> Line<'t> {
    /// Whether something was taken off its front.
    pub(super) fn has_prefix(&self) -> bool {
        self.text.len() < self.whole.len()
    }

    /// The line with what was taken off.
    pub(super) fn with_prefix(&self) -> Line<'_> {
        let whole = || Cow::Borrowed(&*self.whole);
        Line { text: whole(), whole: whole(), source: None, ..*self }
    }

    /// The line with another text behind what was taken off.
    pub(super) fn with_text(&self, text: String) -> Line<'_> {
        let prefix = self.whole.get(..self.whole.len() - self.text.len()).unwrap_or_default();
        let source = self.source.as_deref().map(Cow::Borrowed);
        Line { whole: Cow::Owned(format!("{prefix}{text}")), text: Cow::Owned(text), source, ..*self }
    }

    /// A line that was made of others.
    pub(super) fn bare(number: usize, text: String) -> Line<'static> {
        Line {
            number,
            time: None,
            level: LogLevel::Unsaid,
            source: None,
            text: Cow::Owned(text.clone()),
            whole: Cow::Owned(text),
        }
    }

    /// A line as it stands; `around`: what is known of it from what it was wrapped in.
    pub(super) fn new(number: usize, text: Cow<'t, str>, around: Option<&Line>, prefixes: &Prefixes) -> Self {
        let text = without_written_end(without_colours(text));
        let cut = prefixes.cut(&text).map(|cut| (cut.prefix.to_owned(), text.len() - cut.rest.len()));
        let time = around.and_then(|line| line.time).or_else(|| time_in(&text));
        let level = around.map_or(LogLevel::Unsaid, |line| line.level);
        let Some((prefix, at)) = cut else {
            let source = around.and_then(|line| line.source.as_deref().map(|s| Cow::Owned(s.to_owned())));
            return Line { number, time, level, source, whole: text.clone(), text };
        };
        let own = source(&prefix).map(str::to_owned);
        let source = own.or_else(|| around.and_then(|line| line.source.as_deref().map(str::to_owned)));
        let rest = match &text {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(at..).unwrap_or_default()),
            Cow::Owned(text) => Cow::Owned(text.get(at..).unwrap_or_default().to_owned()),
        };
        Line { number, time, level, source: source.map(Cow::Owned), text: rest, whole: text }
    }
}

/// Without the carriage return that a program wrote as what it is called.
fn without_written_end(text: Cow<str>) -> Cow<str> {
    let Some(end) = ["\\x0d", "^M"].iter().find(|end| text.ends_with(*end)).map(|end| text.len() - end.len())
    else {
        return text;
    };
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..end).unwrap_or(text)),
        Cow::Owned(mut text) => {
            text.truncate(end);
            Cow::Owned(text)
        }
    }
}

/// Without the escape sequences of a terminal (ECMA-48 §5.4).
pub(super) fn without_colours(text: Cow<str>) -> Cow<str> {
    if !text.contains('\u{1b}') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\u{1b}' {
            out.push(c);
            continue;
        }
        if chars.as_str().starts_with('[') {
            chars.next();
            // The last one is a letter or a mark of its own.
            let _ended = chars.find(|c| ('@'..='~').contains(c));
        } else if chars.as_str().starts_with(']') {
            let _ended = chars.find(|c| *c == '\u{7}');
        } else {
            chars.next();
        }
    }
    Cow::Owned(out)
}
