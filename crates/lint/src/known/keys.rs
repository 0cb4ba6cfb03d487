//! Keys by which a text is found without being read: numbers of 24 bits, made when the tables are packed and again from what is
//! asked. Two things may have one key; who looks a text up compares it then.

/// Bytes of a piece of a text by which it is found.
pub(crate) const GRAM: usize = 6;

/// Bits of a key.
pub(crate) const BITS: u32 = 24;

/// The key of a piece of [`GRAM`] bytes.
pub(crate) fn of_gram(gram: &[u8]) -> u32 {
    let number = gram.iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - BITS)) as u32
}

/// The key of a word (FNV-1a, folded).
pub(crate) fn of_word(word: &str) -> u32 {
    let hash = word.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    ((hash ^ hash >> BITS) & ((1 << BITS) - 1)) as u32
}
