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
    /// Throws bytes at it; false where they are nothing to begin others with.
    pub run: fn(&[u8]) -> bool,
}

/// All of them.
#[rustfmt::skip]
pub static TARGETS: &[Target] = &[
    // Recordings: each form for itself, and whichever it is.
    Target { name: "har", seeds: seeds::har, run: |bytes| recordings::form(bytes, &["har"]) },
    Target { name: "jsonl", seeds: seeds::json_lines, run: |bytes| recordings::form(bytes, &["jsonl"]) },
    Target { name: "curl", seeds: seeds::curl, run: |bytes| recordings::form(bytes, &["curl"]) },
    Target { name: "raw", seeds: seeds::raw, run: |bytes| recordings::form(bytes, &["raw"]) },
    Target { name: "transcript", seeds: seeds::transcripts, run: |bytes| recordings::form(bytes, &["transcript"]) },
    Target { name: "otel", seeds: seeds::open_telemetry, run: |bytes| recordings::form(bytes, &["otel"]) },
    Target { name: "access_log", seeds: seeds::access_logs, run: recordings::access_log },
    Target { name: "columns", seeds: seeds::columns, run: |bytes| recordings::form(bytes, &["jsonl", "log"]) },
    Target { name: "tools", seeds: seeds::tools, run: |bytes| recordings::form(bytes, &[]) },
    Target { name: "packed", seeds: seeds::packed, run: |bytes| recordings::form(bytes, &[]) },
    Target { name: "reader", seeds: seeds::recordings, run: |bytes| recordings::form(bytes, &[]) },
    Target { name: "stream", seeds: seeds::long, run: stream::stream },
    // From the bytes of a file or the events of a browser to all that is said about them.
    Target { name: "whole", seeds: seeds::recordings, run: recordings::whole },
    Target { name: "files", seeds: seeds::files, run: files::files },
    Target { name: "events", seeds: seeds::events, run: events::events },
    // The parts of messages.
    Target { name: "url", seeds: seeds::addresses, run: parts::url },
    Target { name: "form", seeds: seeds::forms, run: parts::form },
    Target { name: "cookie", seeds: seeds::cookies, run: parts::cookie },
    Target { name: "set_cookie", seeds: seeds::set_cookies, run: parts::set_cookie },
    Target { name: "www_authenticate", seeds: seeds::challenges, run: parts::www_authenticate },
    Target { name: "discovery", seeds: seeds::documents, run: parts::discovery },
    Target { name: "jwks", seeds: seeds::key_sets, run: parts::jwks },
    Target { name: "token", seeds: seeds::tokens, run: token::token },
    // An error message.
    Target { name: "explain", seeds: seeds::messages, run: explain::explain },
    // A secret in any text around it.
    Target { name: "masking", seeds: seeds::masking, run: masking::masking },
];
