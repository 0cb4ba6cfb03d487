//! The known texts as the build script packs them: lines, and the numbers of the texts by their keys.
//!
//! Keys and lines are unpacked when somebody asks for one, all at once: in one stream lines are half as long
//! as in blocks, and unpacking it takes some hundredths of a second, once.

use std::io::{Cursor, Read as _};
use std::sync::LazyLock;

use brotli_decompressor::Decompressor;

use super::keys::{BITS, GRAM, of_gram, of_word};

/// The lines, in Brotli.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/texts.br"));

/// How many texts there are, and how many bytes their lines have.
const SIZE: (usize, usize) = include!(concat!(env!("OUT_DIR"), "/size.rs"));

/// Bytes that are unpacked at a time.
const STEP: usize = 64 * 1024;

/// By which pieces texts are found.
static GRAMS: LazyLock<Keys> =
    LazyLock::new(|| Keys::read(include_bytes!(concat!(env!("OUT_DIR"), "/grams.bin"))));
/// Of each sentence the two words beside each other that are rarest in all.
static SENTENCES: LazyLock<Keys> =
    LazyLock::new(|| Keys::read(include_bytes!(concat!(env!("OUT_DIR"), "/sentences.bin"))));
/// The identifiers in texts.
static NAMES: LazyLock<Keys> =
    LazyLock::new(|| Keys::read(include_bytes!(concat!(env!("OUT_DIR"), "/names.bin"))));
/// The texts that are too short for a key.
const SHORT: &[u16] = include!(concat!(env!("OUT_DIR"), "/short.rs"));

/// How many texts are packed; their numbers are those below.
pub(super) const fn count() -> usize {
    SIZE.0
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
    let own = *LINES.get(number)?;
    if !own.starts_with(['=', '?']) {
        return Some((own, None));
    }
    let of = LINES.get(..number)?.iter().rfind(|line| !line.starts_with(['=', '?']))?;
    Some((of, Some(own)))
}

/// The number of the row that has this id.
pub(super) fn with_id(id: &str) -> Option<usize> {
    LINES.iter().position(|line| line.strip_prefix(id).is_some_and(|rest| rest.starts_with('\t')))
}

/// Makes ready what the first question would wait for.
pub(super) fn unpack() {
    LazyLock::force(&LINES);
    LazyLock::force(&SIEVE);
    LazyLock::force(&SENTENCES);
    LazyLock::force(&NAMES);
}

/// The lines, unpacked. What cannot be unpacked is not there; a test counts them.
static LINES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let mut text = String::with_capacity(SIZE.1);
        let read = Decompressor::new(Cursor::new(PACKED), STEP).read_to_string(&mut text);
        if read.is_ok() { text } else { String::new() }
    });
    TEXT.lines().collect()
});

/// Numbers of texts by their keys, sorted.
struct Keys(Vec<(u32, u16)>);

/// Bytes of an entry: how far its number is from that of the entry before, and its key. So written they are packed best.
const ENTRY: usize = 4;

impl Keys {
    fn read(packed: &[u8]) -> Self {
        let mut number = 0_u16;
        let entries = packed.as_chunks::<ENTRY>().0.iter().map(|[further, a, b, c]| {
            number = number.saturating_add(u16::from(*further));
            (u32::from_le_bytes([*a, *b, *c, 0]), number)
        });
        let mut entries: Vec<(u32, u16)> = entries.collect();
        entries.sort_unstable();
        Keys(entries)
    }

    /// The numbers of a key.
    fn of(&self, key: u32) -> impl Iterator<Item = usize> {
        let from = self.0.partition_point(|(own, _)| *own < key);
        let same = self.0.iter().skip(from).take_while(move |(own, _)| *own == key);
        same.map(|(_, number)| usize::from(*number))
    }
}

/// Tells at once of most pieces that no text has them.
struct Sieve(Vec<u64>);

/// Bits of a key that the sieve looks at.
const LOOKED_AT: u32 = 19;

static SIEVE: LazyLock<Sieve> = LazyLock::new(|| {
    let mut sieve = Sieve(vec![0; 1 << LOOKED_AT >> 6]);
    for (key, _) in &GRAMS.0 {
        let (word, bit) = Sieve::place(*key);
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
    LINES.iter().copied()
}
