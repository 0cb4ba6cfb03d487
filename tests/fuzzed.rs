//! Hostile inputs for each target of the fuzzer, made of its seeds with one number: the same in every run, some ten seconds each. LLVM's
//! fuzzer (`./build.sh fuzz`) looks further, for it sees which lines an input reaches.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use oauth_lens_tests::fuzz::{TARGETS, Target};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

/// An input's most bytes, as in `./build.sh fuzz`.
const LONGEST: usize = 16_384;

#[test]
fn what_is_made_of_the_seeds_holds() {
    let words = words();
    let next = AtomicUsize::new(0);
    let broken: Vec<String> = thread::scope(|scope| {
        let work = || {
            let mut broken = Vec::new();
            while let Some(target) = TARGETS.get(next.fetch_add(1, Ordering::Relaxed)) {
                broken.extend(try_out(target, &words));
            }
            broken
        };
        let workers: Vec<_> =
            (0..thread::available_parallelism().map_or(1, usize::from)).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(broken.is_empty(), "what does not hold, for tests/fuzz/found/TARGET:\n{}", broken.join("\n"));
}

/// The place of the input that broke a target.
fn try_out(target: &Target, words: &[String]) -> Option<String> {
    let mut dice = Dice(TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut pool = (target.seeds)();
    pool.retain(|seed| seed.len() <= LONGEST);
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzzed-{}", target.name));
    for _ in 0..target.inputs {
        let input = mutated(&mut dice, &pool, words);
        // Also what hangs, or ends the process, is left.
        std::fs::write(&place, &input).unwrap();
        match catch_unwind(AssertUnwindSafe(|| (target.run)(&input))) {
            // What leads somewhere begins others, too.
            Ok(true) if dice.below(8) == 0 => pool.push(input),
            Ok(_) => {}
            Err(_) => return Some(place.display().to_string()),
        }
    }
    None
}

/// One of the pool, changed at one to eight places.
fn mutated(dice: &mut Dice, pool: &[Vec<u8>], words: &[String]) -> Vec<u8> {
    let mut input = pool[dice.below(pool.len())].clone();
    for _ in 0..=dice.below(8) {
        let at = dice.below(input.len() + 1);
        let end = (at + 1 + dice.below(64)).min(input.len()).max(at);
        match dice.below(8) {
            0 => drop(input.drain(at..end)),
            1 => input.truncate(at),
            2 => input[at..end].reverse(),
            3 => {
                let piece = input[at..end].repeat(1 + dice.below(100));
                input.splice(at..at, piece);
            }
            4 => {
                let word = words[dice.below(words.len())].bytes();
                input.splice(at..end, word);
            }
            5 => {
                let other = &pool[dice.below(pool.len())];
                let from = dice.below(other.len() + 1);
                input.splice(at.., other[from..].iter().copied());
            }
            6 => input.insert(at, dice.byte()),
            _ => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
        }
        input.truncate(LONGEST);
    }
    input
}

struct Dice(TestRng);

impl Dice {
    /// A number less than this one, which is at least one.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.0.next_u32()).unwrap() % end
    }

    fn byte(&mut self) -> u8 {
        self.0.next_u32().to_le_bytes()[0]
    }
}

/// A word as the fuzzer sends it: `\"`, `\\` and `\x0d` are bytes.
fn unescaped(word: &str) -> String {
    let mut out = String::new();
    let mut rest = word;
    while let Some((before, escape)) = rest.split_once('\\') {
        out.push_str(before);
        let byte = escape.strip_prefix('x').and_then(|digits| u8::from_str_radix(digits.get(..2)?, 16).ok());
        let (c, length) = byte.map_or((escape.chars().next(), 1), |byte| (Some(char::from(byte)), 3));
        out.extend(c);
        rest = &escape[length..];
    }
    out + rest
}

/// The fuzzer's words, without its spelling of them.
fn words() -> Vec<String> {
    let words: Vec<String> = include_str!("fuzz/words.dict")
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"'))
        .map(unescaped)
        .collect();
    assert!(words.len() > 100);
    words
}
