//! The dictionary and the trigrams by which the masking tells words from random letters, from word lists: Debian's
//! `scowl`, `wamerican`, `wngerman`, `wfrench`, `wspanish`, `witalian`, `wportuguese`, `wdutch`.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// The languages, and how much each counts.
const LANGUAGES: [(&str, u32); 7] = [
    ("american-english", 3),
    ("ngerman", 1),
    ("french", 1),
    ("spanish", 1),
    ("italian", 1),
    ("portuguese", 1),
    ("dutch", 1),
];

/// SCOWL's lists of the commonest words.
const COMMON: [&str; 4] = ["english-words.10", "english-words.20", "american-words.10", "american-words.20"];

/// Words of a language that are counted, taken evenly from its list.
const MOST_WORDS: usize = 60_000;

/// Writes `trigrams.bin`, and adds the commonest words to `common.txt`, whose other lines are written by hand.
pub(crate) fn write(lists: &Path, into: &Path) -> Result<()> {
    let technical = words(&fs::read_to_string(into.join("technical.txt"))?);
    let mut common = words(&fs::read_to_string(into.join("common.txt"))?);
    for name in COMMON {
        common.extend(read(&lists.join("scowl").join(name))?);
    }
    let common: BTreeSet<String> = common.difference(&technical).cloned().collect();
    fs::write(into.join("common.txt"), common.into_iter().map(|word| word + "\n").collect::<String>())?;
    fs::write(into.join("trigrams.bin"), trigrams(lists)?)?;
    Ok(())
}

fn trigrams(lists: &Path) -> Result<Vec<u8>> {
    let mut threes: HashMap<usize, f64> = HashMap::new();
    let mut pairs: HashMap<usize, f64> = HashMap::new();
    for (language, weight) in LANGUAGES {
        let all = read(&lists.join(language))?;
        let step = all.len().div_ceil(MOST_WORDS).max(1);
        for word in all.iter().filter(|word| word.len() >= 3).step_by(step) {
            let (mut before, mut last) = (0, 0);
            for next in word.bytes().map(|b| usize::from(b - b'a') + 1).chain([0]) {
                *pairs.entry(before * 27 + last).or_default() += f64::from(weight);
                *threes.entry((before * 27 + last) * 27 + next).or_default() += f64::from(weight);
                (before, last) = (last, next);
            }
        }
    }
    let bits = |index: usize| {
        let three = threes.get(&index).copied().unwrap_or_default() + 0.5;
        let pair = pairs.get(&(index / 27)).copied().unwrap_or_default() + 14.0;
        (-(three / pair).log2()).round().clamp(0.0, 15.0) as u8
    };
    let count = 27 * 27 * 27;
    Ok((0..count)
        .step_by(2)
        .map(|at| bits(at) << 4 | if at + 1 < count { bits(at + 1) } else { 0 })
        .collect())
}

fn read(list: &Path) -> Result<BTreeSet<String>> {
    let bytes = fs::read(list).with_context(|| format!("{} could not be read", list.display()))?;
    // SCOWL writes Latin-1.
    let text =
        String::from_utf8(bytes).unwrap_or_else(|e| e.into_bytes().into_iter().map(char::from).collect());
    Ok(words(&text))
}

/// The words of a list, in lower case, without diacritics; what has other signs is none.
fn words(list: &str) -> BTreeSet<String> {
    let plain = list.lines().map(|line| {
        line.trim().chars().filter_map(|c| match c.to_lowercase().next()? {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => Some('a'),
            'ç' => Some('c'),
            'è' | 'é' | 'ê' | 'ë' => Some('e'),
            'ì' | 'í' | 'î' | 'ï' => Some('i'),
            'ñ' => Some('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => Some('o'),
            'ù' | 'ú' | 'û' | 'ü' => Some('u'),
            other => Some(other),
        })
    });
    plain
        .map(Iterator::collect::<String>)
        .filter(|word| (1..=30).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase()))
        .collect()
}
