//! What LLVM's fuzzer throws hostile bytes at (`./build.sh fuzz`): one line for each target.
//!
//! A target is a function of bytes. It panics where something does not hold, and says whether the input is worth keeping as a
//! beginning of others. What once did not hold lies in `tests/fuzz/found` and is run again by `tests/fuzz_found.rs`.

mod events;
mod explain;
mod files;
mod look;
mod masking;
mod parts;
mod recordings;
mod seeds;
mod stream;
mod token;

use look::Bytes;

/// Something that takes bytes from outside.
pub struct Target {
    /// What it is called in the command, and the name of its folder.
    pub name: &'static str,
    /// The bytes that the fuzzer begins with, made from what the other tests have.
    pub seeds: fn() -> Vec<Bytes>,
    /// How many inputs are tried in every run of the tests: some ten seconds.
    pub inputs: usize,
    /// Throws bytes at it; false where they are nothing to begin others with.
    pub run: fn(&[u8]) -> bool,
}

/// All of them.
#[rustfmt::skip]
pub static TARGETS: &[Target] = &[
    // Recordings: each form for itself, and whichever it is.
    Target { name: "har", inputs: 60, seeds: seeds::har, run: |bytes| recordings::form(bytes, &["har"]) },
    Target { name: "jsonl", inputs: 300, seeds: seeds::json_lines, run: |bytes| recordings::form(bytes, &["jsonl"]) },
    Target { name: "curl", inputs: 700, seeds: seeds::curl, run: |bytes| recordings::form(bytes, &["curl"]) },
    Target { name: "raw", inputs: 600, seeds: seeds::raw, run: |bytes| recordings::form(bytes, &["raw"]) },
    Target { name: "transcript", inputs: 2000, seeds: seeds::transcripts, run: |bytes| recordings::form(bytes, &["transcript"]) },
    Target { name: "otel", inputs: 120, seeds: seeds::open_telemetry, run: |bytes| recordings::form(bytes, &["otel"]) },
    Target { name: "access_log", inputs: 3000, seeds: seeds::access_logs, run: recordings::access_log },
    Target { name: "columns", inputs: 1200, seeds: seeds::columns, run: |bytes| recordings::form(bytes, &["jsonl", "log"]) },
    Target { name: "tools", inputs: 1500, seeds: seeds::tools, run: |bytes| recordings::form(bytes, &[]) },
    Target { name: "packed", inputs: 20000, seeds: seeds::packed, run: |bytes| recordings::form(bytes, &[]) },
    Target { name: "reader", inputs: 350, seeds: seeds::recordings, run: |bytes| recordings::form(bytes, &[]) },
    Target { name: "stream", inputs: 300, seeds: seeds::long, run: stream::stream },
    // From the bytes of a file or the events of a browser to all that is said about them.
    Target { name: "whole", inputs: 300, seeds: seeds::recordings, run: recordings::whole },
    Target { name: "files", inputs: 150, seeds: seeds::files, run: files::files },
    Target { name: "events", inputs: 900, seeds: seeds::events, run: events::events },
    // The parts of messages.
    Target { name: "url", inputs: 700, seeds: seeds::addresses, run: parts::url },
    Target { name: "form", inputs: 800, seeds: seeds::forms, run: parts::form },
    Target { name: "cookie", inputs: 900, seeds: seeds::cookies, run: parts::cookie },
    Target { name: "set_cookie", inputs: 1000, seeds: seeds::set_cookies, run: parts::set_cookie },
    Target { name: "www_authenticate", inputs: 700, seeds: seeds::challenges, run: parts::www_authenticate },
    Target { name: "discovery", inputs: 800, seeds: seeds::documents, run: parts::discovery },
    Target { name: "jwks", inputs: 600, seeds: seeds::key_sets, run: parts::jwks },
    Target { name: "token", inputs: 15000, seeds: seeds::tokens, run: token::token },
    // An error message.
    Target { name: "explain", inputs: 600, seeds: seeds::messages, run: explain::explain },
    // A secret in any text around it.
    Target { name: "masking", inputs: 1000, seeds: seeds::masking, run: masking::masking },
];
