//! A text of which some parts are replaced: masked as a whole, cut afterwards.

use std::ops::Range;

use super::characters::unwrapped;
use super::shown::Shown;

/// A part of a text, and what stands there instead.
pub(super) struct Edit {
    pub(super) at: Range<usize>,
    pub(super) by: String,
}

/// A text with what is replaced in it, in order and apart from each other.
pub(crate) struct Masked<'t> {
    text: &'t str,
    edits: Vec<Edit>,
    /// Whether it is a body, whose line breaks say nothing.
    is_body: bool,
}

impl<'t> Masked<'t> {
    /// The edits may overlap: what covers another counts, and two that cross become one.
    pub(super) fn new(text: &'t str, mut edits: Vec<Edit>, is_body: bool) -> Self {
        edits.sort_by_key(|edit| (edit.at.start, usize::MAX - edit.at.end));
        let mut apart: Vec<Edit> = Vec::with_capacity(edits.len());
        for edit in edits {
            match apart.last_mut().filter(|last| edit.at.start < last.at.end) {
                Some(last) => last.at.end = last.at.end.max(edit.at.end),
                None => apart.push(edit),
            }
        }
        Masked { text, edits: apart, is_body }
    }

    /// The whole text.
    pub(crate) fn whole(&self) -> Shown {
        self.part(0..self.text.len())
    }

    /// The whole text as a file has it that is read again: its lines stay, and nothing is cut.
    pub(super) fn written(&self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        for edit in &self.edits {
            out.push_str(self.text.get(at..edit.at.start).unwrap_or_default());
            out.push_str(&edit.by);
            at = edit.at.end;
        }
        out.push_str(self.text.get(at..).unwrap_or_default());
        out
    }

    /// What stands in place of something.
    pub(super) fn replacements(&self) -> impl Iterator<Item = &str> {
        self.edits.iter().map(|edit| edit.by.as_str())
    }

    /// Whether nothing had to be replaced.
    pub(crate) fn is_as_sent(&self) -> bool {
        self.edits.is_empty()
    }

    /// A part, grown to the borders of what is replaced.
    pub(crate) fn widened(&self, part: Range<usize>) -> Range<usize> {
        let touched = |edit: &&Edit| edit.at.start < part.end.max(part.start + 1) && part.start < edit.at.end;
        let (first, last) = (self.edits.iter().find(touched), self.edits.iter().rev().find(touched));
        let start = first.map_or(part.start, |edit| edit.at.start.min(part.start));
        start..last.map_or(part.end, |edit| edit.at.end.max(part.end))
    }

    /// What is shown of a part. What is replaced is shown with the part in which it begins.
    pub(crate) fn part(&self, part: Range<usize>) -> Shown {
        let mut out = String::new();
        let mut at = part.start;
        for edit in &self.edits {
            if edit.at.end <= part.start {
                continue;
            }
            if edit.at.start >= part.end {
                break;
            }
            if edit.at.start >= part.start {
                out.push_str(self.text.get(at..edit.at.start).unwrap_or_default());
                out.push_str(&edit.by);
            }
            at = edit.at.end;
        }
        if at < part.end {
            out.push_str(self.text.get(at..part.end).unwrap_or_default());
        }
        if self.is_body { Shown::masked(&unwrapped(&out)) } else { Shown::masked(&out) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(edits: &[(Range<usize>, &str)]) -> Masked<'static> {
        let edits = edits.iter().map(|(at, by)| Edit { at: at.clone(), by: (*by).to_owned() }).collect();
        Masked::new("0123456789", edits, false)
    }

    #[test]
    fn a_cut_shows_no_half_of_what_is_replaced() {
        let text = masked(&[(2..5, "X"), (8..10, "Y")]);
        assert_eq!(text.whole().as_str(), "01X567Y");
        assert_eq!(text.part(0..3).as_str(), "01X");
        assert_eq!(text.part(3..9).as_str(), "567Y");
        assert_eq!(text.part(3..4).as_str(), "");
        assert_eq!(text.widened(3..4), 2..5);
        assert_eq!(text.widened(4..9), 2..10);
        assert_eq!(text.widened(5..8), 5..8);
        assert_eq!(text.widened(2..2), 2..5);
    }

    #[test]
    fn a_text_is_as_it_was_sent_where_nothing_is_replaced() {
        assert!(masked(&[]).is_as_sent());
        assert!(!masked(&[(2..5, "X")]).is_as_sent());
    }

    #[test]
    fn what_covers_or_crosses_another_counts() {
        assert_eq!(masked(&[(1..9, "X"), (2..3, "Y")]).whole().as_str(), "0X9");
        assert_eq!(masked(&[(1..4, "X"), (3..6, "Y")]).whole().as_str(), "0X6789");
    }
}
