//! The stable names of secrets, and the search for secrets inside other text.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::beginnings::Beginnings;
use super::shape::{self, Mode, Strength};
use super::spelling::{Folded, encoded_runs};

/// The names of one report, or of all that a panel is shown of one recording.
#[derive(Default, Clone)]
pub(crate) struct Names {
    named: RefCell<HashMap<String, Named>>,
    counts: RefCell<HashMap<String, u32>>,
    /// Names of other reports that stay, without what they say: `state#1`.
    kept: RefCell<HashSet<String>>,
    /// Parts of values that are sought without a name of their own.
    parts: RefCell<HashSet<String>>,
    /// What is sought, as it is spelt in folded text.
    sought: RefCell<HashMap<String, Sought>>,
    /// Values that stand in the open: a value of no credential that equals one of them is none.
    open: RefCell<HashSet<String>>,
    /// Spellings that no search knows yet: one is made when a text is searched. Everything in a text is learnt before it is shown.
    unsought: RefCell<Vec<String>>,
    /// Whether any secret looks like a word or a name.
    has_words: Cell<bool>,
    /// The searches, the largest first: each is much larger than the next, so that a text is searched by few of them.
    searches: RefCell<Vec<Search>>,
}

#[derive(Clone)]
struct Named {
    name: String,
    /// Under labels of which strengths it is sought already.
    sought: [bool; 3],
}

#[derive(Clone)]
struct Sought {
    name: String,
    manner: Manner,
    /// Whether it is a secret also where it stands in the open elsewhere.
    is_credential: bool,
}

/// Where a value counts as itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Inside of other runs too.
    Anywhere,
    /// As a run of letters and digits of its own.
    Alone,
    /// As a token of its own: it looks like a word or a name, and may be a part of others.
    Token,
    /// It is a word: a sentence with a hole would tell it.
    Word,
}

/// A secret in a text.
pub(super) struct Hit {
    pub(super) at: Range<usize>,
    pub(super) name: String,
    /// Whether it is a word, so that the sentence around it would tell it.
    pub(super) is_word: bool,
    /// Whether it looks like a name, and counts only where nothing stands in the open.
    pub(super) is_name: bool,
}

/// Finds the beginnings of secrets; what follows is compared with the secrets that begin so.
#[derive(Clone)]
struct Search {
    beginnings: Beginnings,
    /// Of each beginning the spellings, sorted.
    spellings: Vec<Vec<String>>,
    /// How many spellings it knows.
    size: usize,
}

/// What stands before the name of a value in place of a part of it.
const PART_OF: &str = "part of ";

/// Bytes of a secret that are sought.
const BEGINNING: usize = 64;

/// Bytes of a random value by which it is known even where the rest is cut off.
const TELLING: usize = 16;

/// Spellings of one beginning that a text is compared with.
const MOST_COMPARED: usize = 16;

/// How much larger each search is than the next: a value is put into so many more of them, a text is searched by fewer.
const APART: usize = 8;

/// Bytes of the shortest value that is sought at all: shorter ones are parts of everything.
const SHORTEST: usize = 3;

/// Bytes of the shortest value that is sought inside of other runs.
const SHORTEST_INSIDE: usize = 6;

/// Digits of the shortest number that stands in no other by chance.
const LONG_NUMBER: usize = 8;

/// Bytes of the longest value that is sought.
const LONGEST: usize = 64 * 1024;

impl Names {
    /// The name of a value; `kind` says what is told of it when it gets one.
    pub(super) fn name(&self, label: &str, value: &str, kind: impl FnOnce() -> String) -> String {
        if let Some(known) = self.named.borrow().get(value) {
            return known.name.clone();
        }
        let mut counts = self.counts.borrow_mut();
        let count = counts.entry(label.to_owned()).or_insert(0);
        *count += 1;
        let name = format!("{label}#{count} · {}", kind());
        let named = Named { name: name.clone(), sought: [false; 3] };
        self.named.borrow_mut().insert(value.to_owned(), named);
        name
    }

    /// Lets a name of another report be its own name, and gives its number to nothing else.
    pub(super) fn keep(&self, name: &str) {
        if let Some((label, number)) = name.split(" · ").next().and_then(|mark| mark.split_once('#')) {
            let number: u32 = number.parse().unwrap_or_default();
            let mut counts = self.counts.borrow_mut();
            let count = counts.entry(label.to_owned()).or_insert(0);
            *count = number.max(*count);
        }
        if let Some(mark) = name.split(" · ").next() {
            self.kept.borrow_mut().insert(mark.to_owned());
        }
        let named = || Named { name: name.to_owned(), sought: [false; 3] };
        self.named.borrow_mut().entry(name.to_owned()).or_insert_with(named);
    }

    /// Whether this is a name that stays, cut off where a value would end.
    pub(super) fn is_kept(&self, mark: &str) -> bool {
        self.kept.borrow().contains(mark.trim_matches(['(', ')']))
    }

    /// The values that have names, each with its name.
    pub(super) fn all(&self) -> Vec<(String, String)> {
        let named = self.named.borrow();
        named.iter().map(|(value, named)| (value.clone(), named.name.clone())).collect()
    }

    /// How many values have names, and how many are sought as parts of these.
    pub(super) fn len(&self) -> usize {
        self.named.borrow().len() + self.parts.borrow().len()
    }

    /// Whether a value has a name.
    pub(super) fn knows(&self, value: &str) -> bool {
        self.named.borrow().contains_key(value)
    }

    /// Whether a value was said to stand in the open.
    pub(super) fn is_open(&self, value: &str) -> bool {
        self.open.borrow().contains(&Folded::of(value).text)
    }

    /// Another number whenever something else may be found in a text.
    pub(super) fn state(&self) -> usize {
        self.sought.borrow().len() + self.open.borrow().len()
    }

    /// The name of a value that is sought under such a label.
    pub(super) fn sought(&self, label: &str, value: &str) -> Option<String> {
        let all = self.named.borrow();
        let named = all.get(value)?;
        named.sought[shape::strength(label) as usize].then(|| named.name.clone())
    }

    /// Makes a value sought inside of other text, in every spelling.
    pub(super) fn seek(&self, label: &str, value: &str, name: &str) {
        let strength = shape::strength(label);
        // What the same label said of the same value before, it says again.
        if let Some(named) = self.named.borrow_mut().get_mut(value)
            && std::mem::replace(&mut named.sought[strength as usize], true)
        {
            return;
        }
        self.seek_by(strength, value, name);
    }

    /// Makes a part of a value sought by the name of the whole, until it has one of its own.
    pub(super) fn seek_part(&self, label: &str, part: &str, whole: &str) {
        if self.parts.borrow_mut().insert(part.to_owned()) {
            self.seek_by(shape::strength(label), part, &part_of(whole));
        }
    }

    fn seek_by(&self, strength: Strength, value: &str, name: &str) {
        if value.len() < SHORTEST || value.len() > LONGEST {
            return;
        }
        let looks_open = shape::is_open(value, Mode::Prose);
        let is_credential = strength == Strength::Strong || strength == Strength::Weak && !looks_open;
        let is_word = shape::is_word(value);
        let manner = match (is_word, strength) {
            // A word of no credential is a word; that of a login's own values too: "state" says nothing.
            (true, Strength::None | Strength::Weak) => return,
            (true, Strength::Strong) => Manner::Word,
            (false, Strength::None) if is_path(value) => return,
            (false, Strength::None) if looks_open && is_one_piece(value) => Manner::Token,
            (false, _) if value.len() < SHORTEST_INSIDE => Manner::Alone,
            (false, _) if value.len() < LONG_NUMBER && value.bytes().all(|b| b.is_ascii_digit()) => {
                Manner::Alone
            }
            (false, _) => Manner::Anywhere,
        };
        if is_url(value) || is_reference(value) {
            return;
        }
        self.has_words.set(self.has_words.get() || matches!(manner, Manner::Word | Manner::Token));
        let sought = Sought { name: name.to_owned(), manner, is_credential };
        for reading in Folded::readings(value) {
            self.insert(reading.text.trim(), &sought);
        }
        if value.len() < BEGINNING && matches!(manner, Manner::Anywhere | Manner::Word) {
            let sought = Sought { manner: Manner::Anywhere, ..sought.clone() };
            self.insert(&hexadecimal(value), &sought);
            for alphabet in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
                self.insert(&base64(alphabet, value), &sought);
            }
        }
        if value.contains(char::is_whitespace) && value.len() >= 2 * SHORTEST_INSIDE {
            self.insert(&Folded::compact(value).text, &sought);
        }
        if matches!(manner, Manner::Anywhere | Manner::Word) {
            self.insert_bare(value, &sought);
        }
        self.insert_joined(value, &sought);
        self.insert_grouped(value, &sought);
        // Codes that people type lose their hyphens.
        if value.contains('-') && value.len() < BEGINNING && !value.contains(' ') {
            self.insert(&Folded::of(&value.replace('-', "")).text, &sought);
        }
    }

    /// Learns the letters and digits of a secret: who writes it in pieces leaves them.
    fn insert_bare(&self, value: &str, sought: &Sought) {
        /// Bytes of the shortest that no words beside each other have by chance, with a digit and without.
        const SHORTEST_BARE: (usize, usize) = (8, 12);
        let bare: String = value.chars().filter(|c| c.is_alphanumeric()).collect();
        let bare = Folded::of(&bare).text;
        let has_digit = bare.bytes().any(|b| b.is_ascii_digit());
        let shortest = if has_digit { SHORTEST_BARE.0 } else { SHORTEST_BARE.1 };
        if bare.len() >= shortest && value.len() < BEGINNING {
            self.insert(&bare, &Sought { manner: Manner::Anywhere, ..sought.clone() });
        }
    }

    /// Learns a phrase as names and addresses join words: `correct-horse`, `correct_horse`.
    fn insert_joined(&self, value: &str, sought: &Sought) {
        let between = |c: char| c == ' ' || c == '-' || c == '_';
        let is_phrase = value.contains(' ') && value.chars().all(|c| c.is_alphanumeric() || between(c));
        if !is_phrase || value.len() < 2 * SHORTEST_INSIDE || value.len() >= BEGINNING {
            return;
        }
        for joint in ["-", "_"] {
            self.insert(&Folded::of(&value.replace(between, joint)).text, sought);
        }
    }

    /// Learns a number as it is written in groups: `4,821`, `4111 1111`.
    fn insert_grouped(&self, value: &str, sought: &Sought) {
        /// Digits of the longest that is written so.
        const LONGEST: usize = 19;
        if !(SHORTEST + 1..=LONGEST).contains(&value.len()) || !value.bytes().all(|b| b.is_ascii_digit()) {
            return;
        }
        let sought = Sought { manner: Manner::Alone, ..sought.clone() };
        for joint in [",", ".", "'", " ", "_"] {
            self.insert(&grouped(value, 3, value.len() % 3, joint), &sought);
        }
        if value.len().is_multiple_of(4) && value.len() > 4 {
            [" ", "-"].into_iter().for_each(|joint| self.insert(&grouped(value, 4, 0, joint), &sought));
        }
    }

    fn insert(&self, spelling: &str, sought: &Sought) {
        if spelling.len() < SHORTEST {
            return;
        }
        let mut all = self.sought.borrow_mut();
        match all.get_mut(spelling) {
            Some(known) => {
                known.is_credential |= sought.is_credential;
                // What was a part of something has its own name now, and counts where that says.
                if known.name.starts_with(PART_OF) && !sought.name.starts_with(PART_OF) {
                    *known = Sought { is_credential: known.is_credential, ..sought.clone() };
                }
            }
            None => {
                all.insert(spelling.to_owned(), sought.clone());
                self.unsought.borrow_mut().push(spelling.to_owned());
            }
        }
    }

    /// Says that a value stands in the open: a client_id, a host, a scope.
    pub(super) fn open(&self, value: &str) {
        self.open.borrow_mut().insert(Folded::of(value).text);
    }

    /// Whether a whole value is a secret that looks like a word or a name.
    pub(super) fn is_word(&self, value: &str) -> bool {
        self.has_words.get() && self.of(value).is_some()
    }

    /// The name of a whole value that is a secret wherever it stands.
    pub(super) fn of(&self, value: &str) -> Option<String> {
        let folded = Folded::of(value).text;
        let all = self.sought.borrow();
        let sought = all.get(folded.trim())?;
        self.counts(sought, folded.trim()).then(|| sought.name.clone())
    }

    fn counts(&self, sought: &Sought, folded: &str) -> bool {
        sought.is_credential || !self.open.borrow().contains(folded)
    }

    /// The secrets in a text, in every spelling; they may overlap.
    pub(super) fn hits(&self, text: &str) -> Vec<Hit> {
        self.renew_searches();
        if self.searches.borrow().is_empty() {
            return Vec::new();
        }
        let mut hits = Vec::new();
        for reading in Folded::readings(text) {
            self.hits_in(&reading.text, |range, name, sought| {
                let (is_word, is_name) = (sought.manner == Manner::Word, sought.manner == Manner::Token);
                hits.push(Hit { at: reading.original(range), name, is_word, is_name });
            });
        }
        if let Some(bare) = Folded::bare(text) {
            self.hits_in(&bare.text, |range, name, sought| {
                if sought.manner == Manner::Anywhere && range.len() >= TELLING / 2 {
                    hits.push(Hit { at: bare.original(range), name, is_word: false, is_name: false });
                }
            });
        }
        self.cut_off(text, &mut hits);
        for (at, decoded) in encoded_runs(text) {
            for reading in Folded::readings(&decoded) {
                self.hits_in(&reading.text, |_, name, sought| {
                    if matches!(sought.manner, Manner::Anywhere | Manner::Alone) {
                        hits.push(Hit { at: at.clone(), name, is_word: false, is_name: false });
                    }
                });
            }
        }
        hits
    }

    /// Secrets of which a server says the beginning, or the end: `umbrella-lant…`, `umbrel*****`, `...lantern`.
    fn cut_off(&self, text: &str, hits: &mut Vec<Hit>) {
        const MARKS: [&str; 7] = ["...", "…", "***", "••", "⋯", "[...", "(..."];
        /// Ends that are compared with all secrets.
        const MOST_ENDS: usize = 16;
        let mut ends = 0;
        for (mark, found) in MARKS.into_iter().flat_map(|mark| text.match_indices(mark)) {
            let is_part = |c: char| shape::is_token_char(c) && c != '.' && c != '=';
            let before = &text[..mark];
            let start = before
                .rfind(|c| !is_part(c))
                .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
            let behind = &text[mark + found.len()..];
            let end = mark + found.len() + behind.find(|c| !is_part(c)).unwrap_or(behind.len());
            for (at, is_end) in [(start..mark, false), (mark + found.len()..end, true)] {
                ends += usize::from(is_end && at.len() >= SHORTEST_INSIDE);
                if at.len() < SHORTEST_INSIDE || is_end && ends > MOST_ENDS {
                    continue;
                }
                let part = Folded::of(&text[at.clone()]).text;
                if let Some(name) = self.whole_of(&part, is_end) {
                    hits.push(Hit { at, name: part_of(&name), is_word: false, is_name: false });
                }
            }
        }
    }

    /// The name of a secret that begins, or ends, so.
    fn whole_of(&self, part: &str, is_end: bool) -> Option<String> {
        let all = self.sought.borrow();
        let counts = |spelling: &String| {
            let sought = all.get(spelling)?;
            let is_one =
                sought.manner == Manner::Anywhere && sought.is_credential && spelling.len() > part.len();
            is_one.then(|| sought.name.clone())
        };
        self.searches.borrow().iter().find_map(|search| {
            if is_end {
                return search.spellings.iter().flatten().filter(|own| own.ends_with(part)).find_map(counts);
            }
            let first =
                search.spellings.partition_point(|own| own.first().is_none_or(|own| own.as_str() < part));
            let near = first.saturating_sub(1)..search.spellings.len().min(first + 2);
            search.spellings[near].iter().flatten().filter(|own| own.starts_with(part)).find_map(counts)
        })
    }

    fn hits_in(&self, folded: &str, mut hit: impl FnMut(Range<usize>, String, &Sought)) {
        let all = self.sought.borrow();
        for search in self.searches.borrow().iter() {
            // What lies in a secret that was found is hidden with it.
            let mut covered = 0;
            for found in search.beginnings.find_all(folded) {
                if found.at.end <= covered {
                    continue;
                }
                let rest = &folded[found.at.start..];
                match search.longest(found.which, rest) {
                    Some(spelling) => {
                        let range = found.at.start..found.at.start + spelling.len();
                        let Some(sought) = all.get(spelling) else { continue };
                        let stands = match sought.manner {
                            Manner::Anywhere => true,
                            Manner::Alone | Manner::Word => {
                                stands_alone(folded, &range, char::is_alphanumeric)
                            }
                            Manner::Token => stands_alone(folded, &range, |c| {
                                shape::is_token_char(c) && !matches!(c, '.' | '=')
                            }),
                        };
                        if stands && self.counts(sought, spelling) {
                            covered = covered.max(range.end);
                            hit(range, sought.name.clone(), sought);
                        }
                    }
                    None => {
                        let name = search.nearest(found.which, rest).and_then(|near| all.get(near));
                        let Some(sought) = name.filter(|sought| sought.manner == Manner::Anywhere) else {
                            continue;
                        };
                        let end =
                            rest.find(|c| !shape::is_token_char(c)).unwrap_or(rest.len()).max(found.at.len());
                        covered = covered.max(found.at.start + end);
                        hit(found.at.start..found.at.start + end, part_of(&sought.name), sought);
                    }
                }
            }
        }
    }

    /// Makes a search for what none knows yet, together with those that are not much larger.
    fn renew_searches(&self) {
        let mut spellings = std::mem::take(&mut *self.unsought.borrow_mut());
        if spellings.is_empty() {
            return;
        }
        let mut searches = self.searches.borrow_mut();
        while let Some(smaller) = searches.pop_if(|last| last.size < APART * spellings.len()) {
            spellings.extend(smaller.spellings.into_iter().flatten());
        }
        searches.push(Search::new(spellings));
    }
}

impl Search {
    fn new(mut all: Vec<String>) -> Self {
        all.sort_unstable();
        all.dedup();
        let size = all.len();
        let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for spelling in all {
            let beginning = beginning(&spelling);
            match groups.get_mut(beginning) {
                Some(group) => group.push(spelling),
                None => {
                    groups.insert(beginning.to_owned(), vec![spelling]);
                }
            }
        }
        let (beginnings, spellings) = groups.into_iter().unzip();
        Search { beginnings: Beginnings::new(beginnings), spellings, size }
    }

    fn of(&self, beginning: usize) -> &[String] {
        self.spellings.get(beginning).map_or(&[][..], Vec::as_slice)
    }

    /// The longest spelling of a beginning with which the text begins.
    fn longest(&self, beginning: usize, text: &str) -> Option<&str> {
        let spellings = self.of(beginning);
        // What the text begins with stands before the text in their order.
        let before = spellings.partition_point(|spelling| spelling.as_str() <= text);
        let mut near = spellings[..before].iter().rev().take(MOST_COMPARED);
        near.find(|spelling| text.starts_with(spelling.as_str())).map(String::as_str)
    }

    /// The spelling of a beginning that is nearest to the text.
    fn nearest(&self, beginning: usize, text: &str) -> Option<&str> {
        let spellings = self.of(beginning);
        let before = spellings.partition_point(|spelling| spelling.as_str() <= text);
        spellings.get(before.saturating_sub(1)).map(String::as_str)
    }
}

/// The name of a part of what has a name.
fn part_of(name: &str) -> String {
    if name.starts_with(PART_OF) { name.to_owned() } else { format!("{PART_OF}{name}") }
}

/// The bytes by which a spelling is found: of a random one few tell it, also where the rest is cut off.
fn beginning(spelling: &str) -> &str {
    let telling = &spelling[..spelling.floor_char_boundary(TELLING)];
    if spelling.len() > TELLING && shape::looks_random(telling) {
        return telling;
    }
    &spelling[..spelling.floor_char_boundary(BEGINNING)]
}

/// Digits in groups, of which the first may be shorter.
fn grouped(digits: &str, length: usize, first: usize, joint: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (at + length - first).is_multiple_of(length) {
            out.push_str(joint);
        }
        out.push(digit);
    }
    out
}

fn hexadecimal(value: &str) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    value.bytes().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

/// What base64 makes of the value alone, in small letters: the last character may depend on what follows. A run of base64 is decoded
/// where it begins; this finds one behind letters that are none.
fn base64(alphabet: &GeneralPurpose, value: &str) -> String {
    let mut encoded = alphabet.encode(value);
    encoded.truncate(value.len() * 8 / 6);
    encoded.make_ascii_lowercase();
    encoded
}

fn stands_alone(text: &str, range: &Range<usize>, is_part: impl Fn(char) -> bool) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    !before.into_iter().chain(after).any(is_part)
}

/// A word or a name without anything between.
fn is_one_piece(value: &str) -> bool {
    value.len() < 2 * SHORTEST_INSIDE / 3 || value.chars().all(char::is_alphanumeric)
}

/// `/home`: a path of words says nothing, and stands in many addresses.
fn is_path(value: &str) -> bool {
    value.starts_with('/') && value.split('/').all(|part| shape::is_open(part, Mode::Path))
}

/// `/authorize?client_id=…`: a reference that is an address of words with parameters. These are learnt each for itself.
fn is_reference(value: &str) -> bool {
    let path = value.split(['?', '#']).next().unwrap_or_default();
    path.len() < value.len() && is_path(path)
}

/// An address is judged by its parts wherever it stands.
fn is_url(value: &str) -> bool {
    if value.starts_with("//") {
        return true;
    }
    let scheme = value.split("://").next().unwrap_or_default();
    scheme.len() < value.len()
        && scheme.len() < 32
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(values: &[&str]) -> Names {
        let names = Names::default();
        for value in values {
            let name = names.name("code", value, || "x".to_owned());
            names.seek("code", value, &name);
        }
        names
    }

    fn hits(names: &Names, text: &str) -> Vec<String> {
        let mut hits = names.hits(text);
        hits.sort_by_key(|hit| (hit.at.start, hit.at.end));
        hits.dedup_by_key(|hit| (hit.at.clone(), hit.name.clone()));
        hits.into_iter().map(|hit| format!("{}={}", &text[hit.at], hit.name)).collect()
    }

    #[test]
    fn long_secrets_that_begin_alike_are_told_apart() {
        let long = "A".repeat(100);
        let (one, other) = (format!("{long}one"), format!("{long}other"));
        let names = names(&[&one, &other]);
        assert_eq!(hits(&names, &one), [format!("{one}=code#1 · x")]);
        assert_eq!(hits(&names, &other), [format!("{other}=code#2 · x")]);
        assert!(!hits(&names, &format!("<{}>", &long[..70])).is_empty());
    }

    #[test]
    fn a_secret_in_pieces_is_found() {
        let names = names(&["xK9mQ2vT-7pL", "correct-horse-staple", "short1"]);
        for text in [
            "x.K.9.m.Q.2.v.T.7.p.L",
            "x-K-9-m-Q-2-v-T-7-p-L",
            "'xK9m' + 'Q2vT7pL'",
            "\"correct-h\" + \"orse-staple\"",
            "c o r r e c t h o r s e s t a p l e",
        ] {
            assert_eq!(hits(&names, text).len(), 1, "{text}");
        }
        for text in ["a b c d e f", "s.h.o.r.t.1", "version 1.2.3.4.5", "a + b"] {
            assert!(hits(&names, text).is_empty(), "{text}");
        }
    }

    #[test]
    fn every_spelling_is_found() {
        let value = "S3cr+t/Horse=42";
        let names = names(&[value]);
        for text in [
            "S3cr+t/Horse=42",
            "s3CR+T/hORSE=42",
            "S3cr%2Bt%2FHorse%3D42",
            "S3cr%252bt%252fHorse%253d42",
            "S3cr&#43;t&sol;Horse&equals;42",
            "S3cr\\u002bt\\/Horse=42",
            "S3cr+t/\n   Horse=42",
            "UzNjcit0L0hvcnNlPTQy",
            "xUzNjcit0L0hvcnNlPTQyx",
            "533363722b742f486f7273653d3432",
        ] {
            assert_eq!(hits(&names, text).len().min(1), 1, "{text}");
            assert!(!hits(&names, &format!("see {text}, no")).is_empty(), "{text}");
        }
    }

    #[test]
    fn short_ones_and_numbers_count_alone_words_as_words() {
        let names = Names::default();
        names.seek("pin", "4711", "pin#1");
        names.seek("password", "secret", "password#1");
        names.seek("flow", "secretary", "flow#1");
        names.seek("state", "login", "state#1");
        assert_eq!(hits(&names, "pin 4711, 47110, x4711"), ["4711=pin#1"]);
        assert_eq!(hits(&names, "pin 4,711 or 4'711"), ["4,711=pin#1", "4'711=pin#1"]);
        assert_eq!(hits(&names, "secret secretary login"), ["secret=password#1"]);
        assert!(names.hits("a secret").iter().all(|hit| hit.is_word));
    }

    #[test]
    fn what_is_learnt_later_is_sought_too_and_what_stands_open_is_none() {
        let names = Names::default();
        names.seek("code", "first-5ecret", "code#1");
        assert_eq!(hits(&names, "first-5ecret second-5ecret"), ["first-5ecret=code#1"]);
        names.seek("code", "second-5ecret", "code#2");
        names.seek("hd", "shop-17.example", "hd#1");
        assert_eq!(hits(&names, "first-5ecret second-5ecret").len(), 2);
        assert_eq!(hits(&names, "https://shop-17.example/"), ["shop-17.example=hd#1"]);
        names.open("shop-17.example");
        assert!(hits(&names, "https://shop-17.example/").is_empty());
    }

    /// What a value that is sought under a label is found in, of some texts.
    fn found(label: &str, value: &str, texts: &[&str]) -> Vec<bool> {
        let names = Names::default();
        names.seek(label, value, "x#1");
        texts.iter().map(|text| !names.hits(text).is_empty()).collect()
    }

    #[test]
    fn what_a_server_cuts_off_is_found_by_the_rest() {
        let names = Names::default();
        for value in ["umbrella-lantern", "velvet-orchard-of-the-very-far-north"] {
            let name = names.name("password", value, || "x".to_owned());
            names.seek("password", value, &name);
        }
        for (text, expected) in [
            ("the umbrella-lant... is bad", vec!["umbrella-lant=part of password#1 · x"]),
            ("UMBREL***** is bad", vec!["UMBREL=part of password#1 · x"]),
            ("the …la-lantern is bad", vec!["la-lantern=part of password#1 · x"]),
            ("velvet-orch… is bad", vec!["velvet-orch=part of password#2 · x"]),
            ("umbre... velvetine... retry...", vec![]),
        ] {
            assert_eq!(hits(&names, text), expected, "{text}");
        }
        // A name that says nothing is none that a hole would tell.
        let open = Names::default();
        open.seek("theme", "umbrella-lantern", "theme#1");
        assert!(hits(&open, "umbrella-lant...").is_empty());
        assert!(hits(&names, &"...abcdefgh".repeat(2_000)).is_empty());
    }

    #[test]
    fn each_kind_of_value_is_found_where_it_counts() {
        // A value of five bytes and a number of seven digits stand alone, longer ones anywhere.
        assert_eq!(
            found("code", "x7k2q", &["x7k2q", "ax7k2q", "x7k2q9", "a-x7k2q."]),
            [true, false, false, true]
        );
        assert_eq!(found("code", "x7k2q9", &["ax7k2q9b"]), [true]);
        assert_eq!(found("code", "4829137", &["4829137", "14829137"]), [true, false]);
        assert_eq!(found("code", "48291375", &["148291375"]), [true]);
        // Two bytes are a part of everything.
        assert_eq!(found("code", "x7", &["x7"]), [false]);
        assert_eq!(found("code", "x7k", &["x7k"]), [true]);
        assert_eq!(found("code", &"x7".repeat(LONGEST), &[&"x7".repeat(LONGEST)]), [false]);
        // A path of words, an address and a reference are judged by their parts, whatever their label.
        assert_eq!(found("flow", "/home/login", &["/home/login"]), [false]);
        assert_eq!(found("code", "https://a.example/x7k2q9", &["https://a.example/x7k2q9"]), [false]);
        assert_eq!(found("code", "/home?id=x7k2q9", &["/home?id=x7k2q9"]), [false]);
        // A name that looks like a word and is no credential is a token of its own.
        assert_eq!(found("flow", "warehouse7", &["warehouse7", "my.warehouse7"]), [true, true]);
        // A secret of words is found without its blanks, one with hyphens without these.
        assert_eq!(found("code", "xq7 kk2 zz9 wv4", &["xq7kk2zz9wv4"]), [true]);
        assert_eq!(found("code", "XQ7K-KZ2W", &["XQ7KKZ2W", "xq7kkz2w"]), [true, true]);
        // Of a word neither the hexadecimal nor the base64 form is a word.
        assert_eq!(
            found("password", "dragon", &["dragon", "dragons", "647261676f6e", "x-647261676f6e"]),
            [true, false, true, true]
        );
    }

    #[test]
    fn what_a_report_has_named_is_counted_and_kept() {
        let names = Names::default();
        assert_eq!((names.len(), names.state(), names.knows("a1b2c3")), (0, 0, false));
        assert_eq!(names.name("code", "a1b2c3", || "k".to_owned()), "code#1 · k");
        assert_eq!(names.name("code", "a1b2c3", || "other".to_owned()), "code#1 · k");
        assert!(names.knows("a1b2c3") && !names.knows("a1b2c4"));
        names.keep("code#7 · 5 chars");
        assert!(names.is_kept("(code#7)") && names.is_kept("code#7") && !names.is_kept("code#1"));
        assert_eq!(names.name("code", "d4e5f6", || "k".to_owned()), "code#8 · k");
        assert_eq!(names.len(), 3);
        let mut all = names.all();
        all.sort();
        assert_eq!(all[0], ("a1b2c3".to_owned(), "code#1 · k".to_owned()));
        assert_eq!(names.sought("code", "a1b2c3"), None);
        names.seek("code", "a1b2c3", "code#1 · k");
        assert_eq!(names.sought("code", "a1b2c3").as_deref(), Some("code#1 · k"));
        assert_eq!(names.sought("flow", "a1b2c3"), None);
        assert_eq!(names.of("A1B2C3").as_deref(), Some("code#1 · k"));
        let before = names.state();
        names.open("Shop");
        assert!(names.is_open("sHOP") && !names.is_open("shops") && names.state() == before + 1);
    }

    #[test]
    fn a_name_becomes_a_credential_where_it_is_one_somewhere() {
        let names = Names::default();
        names.seek("hd", "shop-17.example", "hd#1");
        names.open("shop-17.example");
        assert!(hits(&names, "shop-17.example").is_empty());
        names.seek("password", "shop-17.example", "password#1");
        assert_eq!(hits(&names, "shop-17.example").len(), 1);
    }

    #[test]
    fn a_secret_of_one_letter_is_sought_like_any_other() {
        let names = names(&[&"A".repeat(60_000)]);
        assert!(names.hits(&"A".repeat(60_000)).iter().any(|hit| hit.at == (0..60_000)));
    }
}
