//! What is a word: the vocabulary of the protocols, a dictionary, and what could be a word of a European language.
//!
//! `technical.txt` and `common.txt` are sorted, one word a line; `trigrams.bin` says of three letters how seldom they follow
//! each other. `cargo xtask words` makes the last two from Debian's word lists (SCOWL and others, whose words alone are taken).

use std::cmp::Ordering;

/// What a run of letters is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Word {
    /// It belongs to the protocols, their products and their errors.
    Technical,
    /// It stands in a dictionary.
    Common,
    /// It could be a word or a name.
    Plausible,
    /// No language has such a word.
    Unlikely,
}

static TECHNICAL: List = List::new(include_bytes!("words/technical.txt"));
static COMMON: List = List::new(include_bytes!("words/common.txt"));

/// Of each three letters the bits that their last one tells after the first two, 15 at most, two in a byte: the first two of
/// 27 (none, `a` to `z`), the last of 27 (the end, `a` to `z`).
static TRIGRAMS: &[u8] = include_bytes!("words/trigrams.bin");

/// Letters of the longest word.
const LONGEST: usize = 30;

/// Letters of the shortest part of a compound.
const SHORTEST_PART: usize = 3;

/// The most that any three letters of a word tell, in bits.
const MOST_BITS: u32 = 12;

/// What a run of letters is; case matters only where the word may be a name.
pub(crate) fn judge(letters: &str) -> Word {
    let Some(word) = folded(letters) else {
        // Other scripts: nobody draws tokens from them.
        return if letters.chars().all(char::is_alphabetic) { Word::Plausible } else { Word::Unlikely };
    };
    if TECHNICAL.has(&word) {
        Word::Technical
    } else if COMMON.has(&word) || !may_be_name(letters) && is_inflected(&word) {
        Word::Common
    } else if is_plausible(&word) || is_compound(&word) {
        Word::Plausible
    } else {
        Word::Unlikely
    }
}

/// In lower case, without diacritics; `None` where it has letters of another script.
fn folded(letters: &str) -> Option<String> {
    let mut word = String::with_capacity(letters.len());
    for c in letters.chars() {
        match c {
            'a'..='z' => word.push(c),
            'A'..='Z' => word.push(c.to_ascii_lowercase()),
            'ß' => word.push_str("ss"),
            'æ' | 'Æ' => word.push_str("ae"),
            'œ' | 'Œ' => word.push_str("oe"),
            _ => word.push(base(c)?),
        }
    }
    Some(word)
}

/// The letter under a diacritic.
fn base(c: char) -> Option<char> {
    const BASES: [(&str, char); 14] = [
        ("àáâãäåāăą", 'a'),
        ("çćč", 'c'),
        ("ďđð", 'd'),
        ("èéêëēėęě", 'e'),
        ("ğģ", 'g'),
        ("ìíîïīįıi̇", 'i'),
        ("łľļ", 'l'),
        ("ñńňņ", 'n'),
        ("òóôõöøōő", 'o'),
        ("ŕř", 'r'),
        ("śšşș", 's'),
        ("ťţț", 't'),
        ("ùúûüūůűų", 'u'),
        ("ýÿžźż", 'y'),
    ];
    let lower = c.to_lowercase().next()?;
    BASES.iter().find(|(letters, _)| letters.contains(lower)).map(|(_, base)| *base)
}

/// A sorted list, one word a line.
struct List {
    text: &'static [u8],
    /// Where the words of each two first letters begin.
    starts: [u32; BEGINNINGS + 1],
}

/// How many pairs of first letters there are: of 27 (none, `a` to `z`) each.
const BEGINNINGS: usize = 27 * 27;

impl List {
    /// Read by the compiler: the first word that anybody asks about waits for nothing.
    #[allow(long_running_const_eval, reason = "a step for each byte of a list, once")]
    const fn new(text: &'static [u8]) -> Self {
        let mut starts = [text.len() as u32; BEGINNINGS + 1];
        let (mut at, mut next) = (0, 0);
        while at < text.len() {
            let first = first_letters(text, at);
            while next <= first {
                starts[next] = at as u32;
                next += 1;
            }
            while at < text.len() && text[at] != b'\n' {
                at += 1;
            }
            at += 1;
        }
        List { text, starts }
    }

    fn has(&self, word: &str) -> bool {
        let first = first_letters(word.as_bytes(), 0);
        let bytes = self.text;
        let (mut low, mut high) = (self.starts[first] as usize, self.starts[first + 1] as usize);
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[low..middle].iter().rposition(|b| *b == b'\n').map_or(low, |at| low + at + 1);
            let end = bytes[middle..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| middle + at);
            match bytes[start..end].cmp(word.as_bytes()) {
                Ordering::Equal => return true,
                Ordering::Less => low = end + 1,
                Ordering::Greater => high = start,
            }
        }
        false
    }
}

/// The first two letters of the word that begins there, as a number, in the order of the words.
const fn first_letters(text: &[u8], at: usize) -> usize {
    letter(text, at) * 27 + letter(text, at + 1)
}

const fn letter(text: &[u8], at: usize) -> usize {
    if at >= text.len() || !text[at].is_ascii_lowercase() { 0 } else { (text[at] - b'a') as usize + 1 }
}

/// Whether letters follow each other as in words: what they tell on average, in bits.
fn is_plausible(word: &str) -> bool {
    // Measured: with these one random run of 6 letters in 50 passes, of 8 one in 170, of 12 one in 3,000, and 97 words in 100.
    let most = match word.len() {
        0..=2 => return false,
        3..=5 => 4.25,
        6..=11 => 4.5,
        12..=LONGEST => 4.25,
        _ => return false,
    };
    let (sum, highest) = bits(word);
    highest <= MOST_BITS && f64::from(sum) / (word.len() + 1) as f64 <= most
}

/// The bits of all trigrams of a word, its end included: their sum and the highest.
fn bits(word: &str) -> (u32, u32) {
    let letter = |b: u8| usize::from(b - b'a') + 1;
    let (mut before, mut last) = (0, 0);
    let (mut sum, mut highest) = (0, 0);
    for next in word.bytes().map(letter).chain([0]) {
        let index = (before * 27 + last) * 27 + next;
        let pair = TRIGRAMS.get(index / 2).copied().unwrap_or(0xff);
        let bits = u32::from(if index.is_multiple_of(2) { pair >> 4 } else { pair & 15 });
        sum += bits;
        highest = highest.max(bits);
        (before, last) = (last, next);
    }
    (sum, highest)
}

/// Letters of the shortest word that is known in other forms.
const SHORTEST_STEM: usize = 4;

/// Before and behind English words.
const PREFIXES: [&str; 7] = ["un", "re", "mis", "de", "pre", "non", "over"];
/// What stands behind a word, and what the word ends in that loses it. Not `er`: that makes names of people, too.
const ENDINGS: [(&str, &str); 9] = [
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
];

/// Whether a word may be a family's name that is another word's form: `Fielding`, `Brooks`.
fn may_be_name(letters: &str) -> bool {
    /// Letters of the longest name with an `s`.
    const LONGEST: usize = 6;
    letters.starts_with(|c: char| c.is_ascii_uppercase())
        && letters.bytes().skip(1).all(|b| b.is_ascii_lowercase())
        && (letters.ends_with("ing") || letters.ends_with('s') && letters.len() <= LONGEST)
}

/// Whether it is a known word in another form: `adapters`, `unmarshalling`, `misbehaving`.
fn is_inflected(word: &str) -> bool {
    let known = |word: &str| word.len() >= SHORTEST_STEM && (TECHNICAL.has(word) || COMMON.has(word));
    let has_form = |word: &str| {
        ENDINGS.iter().any(|(ending, lost)| {
            let Some(stem) = word.strip_suffix(ending) else { return false };
            // `retrying`, `marshalling`: the last letter stands twice.
            let is_twice =
                stem.len() > 1 && stem.as_bytes().ends_with(&[*stem.as_bytes().last().unwrap_or(&0); 2]);
            match *lost {
                "" => known(stem) || is_twice && known(stem.get(..stem.len() - 1).unwrap_or_default()),
                lost => stem.len() + 1 >= SHORTEST_STEM && known(&format!("{stem}{lost}")),
            }
        })
    };
    let rests = || PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix));
    has_form(word) || rests().any(|rest| known(rest) || rest.len() > SHORTEST_STEM && has_form(rest))
}

/// Whether a word is two technical ones written as one: `authtoken`, and no `correcthorse`.
pub(crate) fn is_made_of_terms(letters: &str) -> bool {
    let is_made = |word: &str| {
        let last = word.len().saturating_sub(SHORTEST_PART).min(LONGEST);
        (SHORTEST_PART..=last).any(|at| TECHNICAL.has(&word[..at]) && TECHNICAL.has(&word[at..]))
    };
    folded(letters).is_some_and(|word| is_made(&word))
}

/// Two words written as one: `webshop`, `shopportal`.
fn is_compound(word: &str) -> bool {
    let known = |part: &str| TECHNICAL.has(part) || COMMON.has(part);
    let last = word.len().saturating_sub(SHORTEST_PART).min(LONGEST);
    (SHORTEST_PART..=last).any(|at| known(&word[..at]) && known(&word[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_of_letters() {
        for list in [&TECHNICAL, &COMMON] {
            let words: Vec<&str> = std::str::from_utf8(list.text).unwrap().lines().collect();
            assert!(
                words.is_sorted() && words.iter().all(|word| word.bytes().all(|b| b.is_ascii_lowercase()))
            );
            assert!(words.iter().all(|word| list.has(word)));
        }
        assert_eq!(TRIGRAMS.len(), (27_usize * 27 * 27).div_ceil(2));
        assert!(["aaa", "zzz", "", "z", "a1"].iter().all(|word| !COMMON.has(word)));
    }

    #[test]
    fn words_and_names_are_told_from_random_letters() {
        for word in [
            "contoso",
            "mueller",
            "webshop",
            "shopportal",
            "Anmeldung",
            "ungültig",
            "fehlgeschlagen",
            "contraseña",
            "utilisateur",
            "Benutzerverwaltung",
            "authelia",
            "fabrikam",
            "northwind",
            "schneider",
            "ログイン",
            "ошибка",
        ] {
            assert_ne!(judge(word), Word::Unlikely, "{word}");
        }
        for random in ["qzxkwvjp", "xKqPzRtWvYnMbLcJhGfDsA", "wdjb", "mjht", "bcdfgh", "zqvnkx"] {
            assert_eq!(judge(random), Word::Unlikely, "{random}");
        }
        assert_eq!(
            (judge("OAuth"), judge("realm"), judge("Battery")),
            (Word::Technical, Word::Technical, Word::Common)
        );
    }

    #[test]
    fn few_random_runs_look_like_words() {
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            b'a' + ((state >> 33) % 26) as u8
        };
        for (length, most_in_a_thousand) in [(6, 40), (8, 15), (10, 8), (12, 3), (16, 0), (24, 0)] {
            let passed = (0..2_000)
                .map(|_| (0..length).map(|_| char::from(next())).collect::<String>())
                .filter(|random| judge(random) != Word::Unlikely)
                .count();
            assert!(passed <= 2 * most_in_a_thousand, "{length} letters: {passed} of 2000");
        }
    }

    #[test]
    fn words_are_known_in_their_other_forms() {
        let is_listed = |word: &str| TECHNICAL.has(word) || COMMON.has(word);
        for word in ["adapters", "deserialized", "misbehaving", "uncached", "preflighted"] {
            assert!(matches!(judge(word), Word::Common | Word::Technical) && !is_listed(word), "{word}");
        }
        for other in ["qzxkwvs", "xed", "unqz", "reing", "mueller", "Fielding", "Harding"] {
            assert!(!matches!(judge(other), Word::Common | Word::Technical), "{other}");
        }
    }

    #[test]
    fn letters_with_marks_are_read_without_them() {
        assert_eq!(folded("Straße").as_deref(), Some("strasse"));
        assert_eq!(folded("ÆæŒœ").as_deref(), Some("aeaeoeoe"));
        assert_eq!(folded("ÀçĎÉğÎłñÖřŠțŮž").as_deref(), Some("acdegilnorstuy"));
        assert_eq!((folded("слово"), folded("a1"), folded("a-b")), (None, None, None));
        assert_eq!((judge("слово"), judge("слово1")), (Word::Plausible, Word::Unlikely));
    }

    #[test]
    fn what_is_too_short_or_too_long_is_no_plausible_word() {
        assert!(!is_plausible("") && !is_plausible("in"));
        assert!(is_plausible("ing") && is_plausible(&"station".repeat(4)));
        assert!(!is_plausible(&"station".repeat(5)));
        assert!(is_compound("shoptoken") && is_compound("keytoken") && is_compound("tokenkey"));
        assert!(!is_compound("token") && !is_compound("xtoken") && !is_compound("tokenqzxkw"));
    }

    #[test]
    fn the_bits_of_a_word_are_those_of_its_letters_in_threes() {
        let nibble = |index: usize| {
            u32::from(if index.is_multiple_of(2) {
                TRIGRAMS[index / 2] >> 4
            } else {
                TRIGRAMS[index / 2] & 15
            })
        };
        let of = |before: usize, last: usize, next: usize| nibble((before * 27 + last) * 27 + next);
        let each = [of(0, 0, 2), of(0, 2, 1), of(2, 1, 20), of(1, 20, 0)];
        assert_eq!(bits("bat"), (each.iter().sum(), each.into_iter().max().unwrap()));
    }
}
