//! The known texts as the build script packs them: lines in blocks, and the numbers of the texts by their keys.
//!
//! Nothing is read before somebody asks, and then only the blocks in which something may be.

use std::io::Read as _;
use std::sync::{LazyLock, OnceLock};

use flate2::read::DeflateDecoder;

use super::keys::{BITS, GRAM, of_gram, of_word};

/// The blocks, one behind another.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/texts.bin"));

/// How many texts there are, and of each block the number of its first text and where it ends.
const BLOCKS: (usize, &[(usize, usize)]) = include!(concat!(env!("OUT_DIR"), "/blocks.rs"));

/// By which pieces texts are found.
const GRAMS: Keys = Keys(include_bytes!(concat!(env!("OUT_DIR"), "/grams.bin")));
/// Of each sentence the two words beside each other that are rarest in all.
const SENTENCES: Keys = Keys(include_bytes!(concat!(env!("OUT_DIR"), "/sentences.bin")));
/// The identifiers in texts.
const NAMES: Keys = Keys(include_bytes!(concat!(env!("OUT_DIR"), "/names.bin")));
/// The texts that are too short for a key.
const SHORT: &[u16] = include!(concat!(env!("OUT_DIR"), "/short.rs"));

/// How many texts are packed; their numbers are those below.
pub(super) const fn count() -> usize {
    BLOCKS.0
}

/// The texts of which a piece stands in a text as it is compared, and those that have no key.
pub(super) fn with_piece_in(plain: &str) -> Vec<usize> {
    let pieces = plain.as_bytes().windows(GRAM).map(of_gram).filter(|key| SIEVE.has(*key));
    let mut numbers: Vec<usize> = pieces.flat_map(|key| GRAMS.of(key)).collect();
    numbers.extend(SHORT.iter().map(|number| usize::from(*number)));
    numbers
}

/// The sentences whose rarest two words are these, or whose longest is where none stands beside another.
pub(super) fn with_words(words: &str) -> impl Iterator<Item = usize> {
    SENTENCES.of(of_word(words))
}

/// The texts with this identifier.
pub(super) fn with_name(name: &str) -> impl Iterator<Item = usize> {
    NAMES.of(of_word(name))
}

/// The line of a text; where that says only the text, the one to which it belongs, too.
pub(super) fn line(number: usize) -> Option<(&'static str, Option<&'static str>)> {
    let at = BLOCKS.1.partition_point(|(first, _)| *first <= number).checked_sub(1)?;
    let (first, _) = BLOCKS.1.get(at)?;
    let (mut of, mut own) = (None, None);
    for line in block(at).lines().take(number - first + 1) {
        match line.starts_with(['=', '?']) {
            true => own = Some(line),
            false => (of, own) = (Some(line), None),
        }
    }
    of.map(|of| (of, own))
}

/// The number of the row that has this id.
pub(super) fn with_id(id: &str) -> Option<usize> {
    BLOCKS.1.iter().enumerate().find_map(|(at, (first, _))| {
        let mut lines = block(at).lines();
        let of = lines.position(|line| line.strip_prefix(id).is_some_and(|rest| rest.starts_with('\t')))?;
        Some(first + of)
    })
}

/// A block, unpacked when somebody asks, once.
fn block(at: usize) -> &'static str {
    static UNPACKED: [OnceLock<String>; BLOCKS.1.len()] = [const { OnceLock::new() }; BLOCKS.1.len()];
    let Some(place) = UNPACKED.get(at) else { return "" };
    place.get_or_init(|| {
        let end = |at: usize| BLOCKS.1.get(at).map_or(0, |(_, end)| *end);
        let from = at.checked_sub(1).map_or(0, end);
        let packed = PACKED.get(from..end(at)).unwrap_or_default();
        let mut text = String::new();
        // What cannot be unpacked is not there; a test counts the lines.
        let read = DeflateDecoder::new(packed).read_to_string(&mut text);
        if read.is_ok() { text } else { String::new() }
    })
}

/// Numbers of texts by their keys, sorted.
struct Keys(&'static [u8]);

/// Bytes of a key and of a number.
const ENTRY: usize = 5;

impl Keys {
    fn len(&self) -> usize {
        self.0.len() / ENTRY
    }

    fn entry(&self, at: usize) -> Option<(u32, usize)> {
        let entry = self.0.get(at * ENTRY..)?.first_chunk::<ENTRY>()?;
        let [a, b, c, d, e] = *entry;
        Some((u32::from_le_bytes([a, b, c, 0]), usize::from(u16::from_le_bytes([d, e]))))
    }

    /// The numbers of a key.
    fn of(&self, key: u32) -> impl Iterator<Item = usize> {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from.midpoint(to);
            match self.entry(middle).is_some_and(|(own, _)| own < key) {
                true => from = middle + 1,
                false => to = middle,
            }
        }
        (from..self.len())
            .map_while(move |at| self.entry(at).filter(|(own, _)| *own == key))
            .map(|(_, number)| number)
    }
}

/// Tells at once of most pieces that no text has them.
struct Sieve(Vec<u64>);

/// Bits of a key that the sieve looks at.
const LOOKED_AT: u32 = 19;

static SIEVE: LazyLock<Sieve> = LazyLock::new(|| {
    let mut sieve = Sieve(vec![0; 1 << LOOKED_AT >> 6]);
    for (key, _) in (0..GRAMS.len()).filter_map(|at| GRAMS.entry(at)) {
        let (word, bit) = Sieve::place(key);
        if let Some(word) = sieve.0.get_mut(word) {
            *word |= bit;
        }
    }
    sieve
});

impl Sieve {
    fn place(key: u32) -> (usize, u64) {
        let at = key >> (BITS - LOOKED_AT);
        ((at >> 6) as usize, 1 << (at & 63))
    }

    fn has(&self, key: u32) -> bool {
        let (word, bit) = Self::place(key);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

#[cfg(test)]
pub(super) fn lines() -> impl Iterator<Item = &'static str> {
    (0..BLOCKS.1.len()).flat_map(|at| block(at).lines())
}
