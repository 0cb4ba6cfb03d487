//! `oauth-lens sanitize` as people run it: what is written, what is said, and what is refused.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oauth-lens"));
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/inputs")).args(arguments);
    command.env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that refuses its arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn what_is_written_opens_again_and_has_no_secret() {
    let out = folder("sanitize-writes").join("masked.har");
    let path = out.to_str().unwrap();
    let written = run(&["sanitize", "browser.har", "server.curl.txt", path], b"");
    assert_eq!(written.status.code(), Some(0), "{}", stderr(&written));
    let said = stderr(&written);
    assert!(
        said.contains("requests written; ") && said.contains(" masked (") && written.stdout.is_empty(),
        "{said}"
    );
    let text = fs::read_to_string(&out).unwrap();
    for secret in ["SplxlOBe", "code_verifier=dBj"] {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }
    let cause = |arguments: &[&str]| {
        let output = run(&[&["check", "--format", "json"], arguments].concat(), b"");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        report["logins"]
            .as_array()
            .unwrap()
            .iter()
            .map(|login| login["root_cause"].clone())
            .collect::<Vec<_>>()
    };
    let before = cause(&["browser.har", "server.curl.txt"]);
    assert!(before.iter().any(|cause| cause.is_string()), "{before:?}");
    assert_eq!(cause(&[path]), before);
    // On standard output it is the same.
    let printed = run(&["sanitize", "browser.har", "server.curl.txt", "-"], b"");
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), text);
}

#[test]
fn standard_input_and_logs_are_masked_too() {
    let log = b"2026-11-28T09:41:08Z ERROR [org.keycloak.events] type=\"CODE_TO_TOKEN_ERROR\", realmId=\"r\", clientId=\"shop\", error=\"invalid_code\", code_id=\"c0de-of-jane-4711-x\"\n";
    let written = run(&["sanitize", "-", "-"], log);
    assert_eq!(written.status.code(), Some(0), "{}", stderr(&written));
    let text = String::from_utf8(written.stdout.clone()).unwrap();
    assert!(text.contains("CODE_TO_TOKEN_ERROR") && !text.contains("c0de-of-jane"), "{text}");
    assert!(stderr(&written).contains("line of a log"), "{}", stderr(&written));
    let again = run(&["check", "-"], &written.stdout);
    assert!(String::from_utf8(again.stdout).unwrap().contains("invalid_code"));
}

#[test]
fn what_would_lose_a_file_is_refused() {
    let folder = folder("sanitize-refuses");
    let own = folder.join("own.har");
    let recording = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs/browser.har");
    fs::copy(&recording, &own).unwrap();
    let before = fs::read(&own).unwrap();
    let own = own.to_str().unwrap();
    let around = folder.join("..").join("sanitize-refuses").join("own.har");
    for (arguments, what, help) in [
        (vec!["sanitize", own, own], "is read and would be written over", "masked.har"),
        (
            vec!["sanitize", own, around.to_str().unwrap(), "--force"],
            "is read and would be written over",
            "another name",
        ),
        (vec!["sanitize", "browser.har", own], "exists already", "--force"),
        (vec!["sanitize", "browser.har", folder.to_str().unwrap()], "is a folder", "name of the file"),
        (vec!["sanitize", "browser.har", "no-folder/out.har"], "could not be written", "Make the folder"),
        (vec!["sanitize", "browser.har"], "required", ""),
        (vec!["sanitize", "empty.har", "-"], "could not be read: it is empty", ""),
        (vec!["sanitize", "no-such-file.har", "-"], "no-such-file.har", ""),
        (vec!["sanitize", "no-login.har", "-"], "nothing was written", "oauth-lens check"),
    ] {
        let output = run(&arguments, b"");
        let said = stderr(&output).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(
            said.contains(what) && said.contains(help) && output.stdout.is_empty(),
            "{arguments:?}: {said}"
        );
    }
    assert_eq!(fs::read(own).unwrap(), before);
    let replaced = run(&["sanitize", "browser.har", own, "--force"], b"");
    assert_eq!(replaced.status.code(), Some(0), "{}", stderr(&replaced));
    assert_ne!(fs::read(own).unwrap(), before);
}

#[test]
fn hosts_have_other_names_where_that_is_asked() {
    let text = |arguments: &[&str]| String::from_utf8(run(arguments, b"").stdout).unwrap();
    let plain = text(&["sanitize", "browser.har", "-"]);
    let other = text(&["sanitize", "browser.har", "-", "--hosts"]);
    assert!(plain.contains("auth.example.com") && !plain.contains("site1.example"), "{plain}");
    assert!(other.contains("auth.site1.example") && !other.contains("example.com"), "{other}");
}
