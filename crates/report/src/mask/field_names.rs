//! What the names of fields come to. The same ones stand in every message, and hostile messages have one of them thousands of times.

use std::cell::RefCell;
use std::collections::HashMap;

use super::fields;
use super::shape::is_technical;
use super::shown::Shown;

/// Names that are remembered, and bytes of the longest.
const MOST: usize = 1_000;
const LONGEST: usize = 48;

/// The names that were judged.
#[derive(Default, Clone)]
pub(super) struct FieldNames(RefCell<HashMap<String, Judged>>);

#[derive(Clone, Default)]
struct Judged {
    is_plain: bool,
    is_technical: bool,
    /// How it is shown, and what was known then.
    shown: Option<(usize, Shown)>,
}

impl FieldNames {
    /// [`fields::is_plain_name`].
    pub(super) fn is_plain(&self, name: &str) -> bool {
        self.with(name, |judged| judged.is_plain)
    }

    /// The word of a stable name: what the value is, not where it stood. A name that is no word of the protocols could be a value.
    pub(super) fn label<'n>(&self, name: &'n str) -> &'n str {
        match name {
            "code_verifier" => "verifier",
            "client_assertion" => "assertion",
            "id_token_hint" => "id_token",
            name if self.with(name, |judged| judged.is_plain && judged.is_technical) => name,
            _ => "value",
        }
    }

    /// How a plain name is shown: as before, where no more is `known` than was then.
    pub(super) fn shown(&self, name: &str, known: usize, show: impl FnOnce() -> Shown) -> Shown {
        let before = self.with(name, |judged| judged.shown.clone());
        if let Some((_, shown)) = before.filter(|(then, _)| *then == known) {
            return shown;
        }
        let shown = show();
        self.with(name, |judged| judged.shown = Some((known, shown.clone())));
        shown
    }

    fn with<T>(&self, name: &str, ask: impl FnOnce(&mut Judged) -> T) -> T {
        let mut all = self.0.borrow_mut();
        if let Some(judged) = all.get_mut(name) {
            return ask(judged);
        }
        let mut judged = Judged {
            is_plain: fields::is_plain_name(name),
            is_technical: is_technical(name) && name.contains(|c: char| c.is_ascii_alphabetic()),
            ..Judged::default()
        };
        let answer = ask(&mut judged);
        if all.len() < MOST && name.len() <= LONGEST {
            all.insert(name.to_owned(), judged);
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_a_word_of_the_protocols() {
        let names = FieldNames::default();
        for _ in 0..2 {
            for (name, word) in [
                ("code_verifier", "verifier"),
                ("client_assertion", "assertion"),
                ("id_token_hint", "id_token"),
                ("state", "state"),
                ("mueller", "value"),
                ("x y", "value"),
                ("1977-03-19", "value"),
            ] {
                assert_eq!(names.label(name), word);
            }
            assert!(names.is_plain("state") && !names.is_plain("qzxkwvjp"));
        }
    }

    #[test]
    fn a_name_is_shown_anew_once_more_is_known() {
        let names = FieldNames::default();
        assert_eq!(names.shown("state", 1, || Shown::from("one")).as_str(), "one");
        assert_eq!(names.shown("state", 1, || Shown::from("other")).as_str(), "one");
        assert_eq!(names.shown("state", 2, || Shown::from("other")).as_str(), "other");
    }
}
