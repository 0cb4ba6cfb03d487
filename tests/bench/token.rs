//! The benchmark's native half: reads and verifies a token many times.
//!
//! `bench-token FILE ROUNDS`, the file with the token and its key, a line each; prints the microseconds of one reading and of
//! one verification, the best of five runs.

use std::hint::black_box;
use std::time::Instant;

use jose::{Jwt, KeySet, verify};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = std::fs::read_to_string(arguments.next().unwrap_or_default()).unwrap_or_default();
    let rounds: u32 = arguments.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(1);
    let (token, key) = file.split_once('\n').unwrap_or((&file, ""));
    let keys = KeySet::from_text(key).unwrap_or_default();
    let best = |work: &dyn Fn()| {
        let run = || {
            let start = Instant::now();
            (0..rounds).for_each(|_| work());
            start.elapsed().as_secs_f64() * 1e6 / f64::from(rounds)
        };
        (0..5).map(|_| run()).fold(f64::INFINITY, f64::min)
    };
    let read = best(&|| drop(black_box(Jwt::read(black_box(token)))));
    let verified = best(&|| drop(black_box(verify(black_box(token), &keys))));
    #[allow(clippy::print_stdout, reason = "this is what it is for")]
    {
        println!("{read} {verified}");
    }
}
