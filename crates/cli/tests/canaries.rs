//! What the command prints of recordings with planted secrets: `tests/canaries.rs` asks the libraries, this the terminal's text.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use oauth_lens_tests::canaries::{self, Case, Form, Outputs, Table};

/// Of so many generated cases one is given to the command: each costs a process.
const ONE_OF: usize = 11;

/// All that the command prints when it is given a recording.
fn printed(arguments: &[&str], recording: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oauth-lens"));
    command.args(arguments).env_remove("CLICOLOR_FORCE");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(recording.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

fn check(recording: &str, _: Form, turn: u64) -> Outputs {
    match turn % 8 {
        0 => vec![("explain", printed(&["explain", "redirect_uri_mismatch", "--in", "-"], recording))],
        _ => vec![("text", printed(&["check", "-"], recording))],
    }
}

#[test]
fn the_command_prints_no_generated_secret() {
    let places = canaries::places();
    let cases: Vec<Case<'_>> = canaries::sample(&places).into_iter().step_by(ONE_OF).collect();
    let mut table = Table::default();
    for (case, outcome) in canaries::run_all(&cases, check) {
        table.add(case, outcome);
    }
    assert_eq!(table.leaks(), 0, "{}", table.text());
}

#[test]
fn the_command_prints_nothing_of_an_attack() {
    let mut leaks = Vec::new();
    for attack in canaries::attacks() {
        for format in ["text", "markdown", "json"] {
            let path = attack.path.to_str().unwrap();
            let text = printed(&["check", path, "--format", format], "");
            assert!(!text.is_empty(), "{path}");
            let name = attack.path.file_name().unwrap().display();
            leaks.extend(attack.leaks(&text).into_iter().map(|leak| format!("{name}, {format}: {leak}")));
        }
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}
