//! How often what is said of an error message is right.
//!
//!   cargo run --release --package oauth-lens-tests --bin calibrate [wrong]
//!
//! It is no step of `cargo xtask`: that one writes the catalogue of rules, and has to build without it.

use lint::calibration::{Answers, Tried, Wrong, as_it_stands, changed, left_out};

fn main() {
    let wants_wrong = std::env::args().any(|argument| argument == "wrong");
    print("each behind a log's prefix", as_it_stands(), wants_wrong);
    print("each with its words changed", changed(), wants_wrong);
    print("each as if it were not known", left_out(), wants_wrong);
}

fn print(what: &str, (tried, wrong): (Tried, Vec<Wrong>), wants_wrong: bool) {
    println!("{what}: {} messages, recall {:.1} %", tried.asked, 100.0 * tried.recall());
    for (name, Answers { all, right }) in [("known", tried.known), ("perhaps", tried.perhaps)] {
        println!(
            "  {name:8} {all:5} answers, {right:5} right: {:.1} %",
            100.0 * Answers { all, right }.precision()
        );
    }
    for (asked, said) in wrong.iter().filter(|_| wants_wrong) {
        println!("  {asked}\n    {said}");
    }
}
