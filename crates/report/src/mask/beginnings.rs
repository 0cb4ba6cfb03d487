//! Where any of many strings stands in a text.
//!
//! An automaton finds them, too, but takes some states for each byte of each string: to make it for the secrets of 1,000 logins took
//! longer than all else that is done with them. Here a table of bits tells of most places at once that nothing begins there, and of the
//! others a search by halves among the sorted strings tells what does.

use std::ops::Range;

/// Strings that are sought together.
#[derive(Clone)]
pub(super) struct Beginnings {
    /// Sorted, each once.
    all: Vec<String>,
    /// Of each the longest other one that it begins with.
    within: Vec<Option<usize>>,
    long: Sieve<LONG>,
    short: Sieve<SHORT>,
}

/// One of them in a text.
pub(super) struct Found {
    pub(super) at: Range<usize>,
    /// The index of the string.
    pub(super) which: usize,
}

/// Bytes that most strings have; they are sieved by so many, and the rest by fewer.
const LONG: usize = 6;
const SHORT: usize = 3;

impl Beginnings {
    /// Of sorted strings, each of three bytes at least.
    pub(super) fn new(mut all: Vec<String>) -> Self {
        all.dedup();
        let mut within = Vec::with_capacity(all.len());
        // Those that the string before begins with, and that string.
        let mut open: Vec<usize> = Vec::new();
        for (which, own) in all.iter().enumerate() {
            while open
                .pop_if(|before| !all.get(*before).is_some_and(|before| own.starts_with(before)))
                .is_some()
            {}
            within.push(open.last().copied());
            open.push(which);
        }
        let (long, short): (Vec<&String>, Vec<&String>) = all.iter().partition(|own| own.len() >= LONG);
        Beginnings { long: Sieve::new(&long), short: Sieve::new(&short), within, all }
    }

    /// All that stand in a text, also in each other, by where they end, the longest first.
    pub(super) fn find_all(&self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        for at in 0..text.len() {
            let rest = &text.as_bytes()[at..];
            if !self.long.lets_through(rest) && !self.short.lets_through(rest) {
                continue;
            }
            // What the text begins with stands before the text in their order: the last of these, or what this one begins with.
            let mut next = self.all.partition_point(|own| own.as_bytes() <= rest).checked_sub(1);
            while let Some(which) = next {
                let Some(own) = self.all.get(which) else { break };
                if rest.starts_with(own.as_bytes()) {
                    found.push(Found { at: at..at + own.len(), which });
                }
                next = self.within.get(which).copied().flatten();
            }
        }
        found.sort_by_key(|found| (found.at.end, found.at.start));
        found
    }
}

/// Tells of most texts that none of some strings begins them, by their first bytes.
#[derive(Clone)]
struct Sieve<const WIDTH: usize> {
    /// How many bits of a number say where it is noted.
    bits: u32,
    noted: Vec<u64>,
}

impl<const WIDTH: usize> Sieve<WIDTH> {
    fn new(strings: &[&String]) -> Self {
        /// Places for each string: of texts without any one in so many is let through.
        const PLACES: usize = 16;
        let places =
            if strings.is_empty() { 0 } else { (PLACES * strings.len()).next_power_of_two().max(64) };
        let mut sieve = Sieve { bits: places.checked_ilog2().unwrap_or(1), noted: vec![0; places >> 6] };
        for string in strings {
            let place = sieve.place(string.as_bytes());
            if let Some((at, bit)) = place
                && let Some(noted) = sieve.noted.get_mut(at)
            {
                *noted |= bit;
            }
        }
        sieve
    }

    fn place(&self, text: &[u8]) -> Option<(usize, u64)> {
        let first = text.first_chunk::<WIDTH>()?;
        let number = first.iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        let at = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - self.bits);
        Some(((at >> 6) as usize, 1 << (at & 63)))
    }

    fn lets_through(&self, text: &[u8]) -> bool {
        !self.noted.is_empty()
            && self
                .place(text)
                .is_some_and(|(at, bit)| self.noted.get(at).is_some_and(|noted| noted & bit != 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All of them at all places, one by one.
    fn expected(strings: &[String], text: &str) -> Vec<(Range<usize>, String)> {
        let each = strings.iter().flat_map(|string| {
            (0..text.len())
                .filter(|at| text.as_bytes()[*at..].starts_with(string.as_bytes()))
                .map(move |at| (at..at + string.len(), string.clone()))
        });
        let mut all: Vec<_> = each.collect();
        all.sort_by_key(|(at, _)| (at.end, at.start));
        all
    }

    fn found(strings: &[String], text: &str) -> Vec<(Range<usize>, String)> {
        let beginnings = Beginnings::new(strings.to_vec());
        let found = beginnings.find_all(text).into_iter();
        found.map(|found| (found.at, beginnings.all[found.which].clone())).collect()
    }

    #[test]
    fn what_stands_in_each_other_is_found_by_its_end() {
        let strings = ["abc", "abcd", "abcdefgh", "bcdefg", "cde", "xyz"].map(str::to_owned);
        assert_eq!(found(&strings, "-abcdefgz abc"), expected(&strings, "-abcdefgz abc"));
        assert_eq!(found(&strings, "-abcdefgz abc").len(), 5);
        assert!(found(&[], "abc").is_empty() && found(&strings, "ab").is_empty());
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn nothing_is_missed_and_nothing_is_made_up(
                strings in proptest::collection::btree_set("[abé]{2,9}", 0..20), text in "[abé ]{0,60}",
            ) {
                let strings: Vec<String> = strings.into_iter().filter(|string| string.len() >= SHORT).collect();
                proptest::prop_assert_eq!(found(&strings, &text), expected(&strings, &text));
            }
        }
    }
}
