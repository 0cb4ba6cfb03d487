//! How many instructions the hot paths take, counted by callgrind and compared with `tests/bench/callgrind.tsv`.
//!
//!   cargo run --profile counted --package oauth-lens-tests --bin instructions [-- --update]
//!
//! Fails where a path takes more than it did by more than the tolerance; `--update` makes today's counts the ones to
//! compare with. Instructions, never time: what else the machine does changes nothing. They depend a little on the seeds
//! of hash tables and on the C library, and much on the processor's kind: the counts are those of Linux on x86-64.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use http::{CaptureEvent, Timestamp};
use lint::Session;
use oauth_lens_tests::{archive, events_of, expand, hostile};
use report::TokenContext;

/// How much more than its count a path may take, and how much less before the count should be renewed.
const TOLERANCE: f64 = 0.10;

/// A real login in Chromium: its archive, and the events that the extension saw.
const RECORDINGS: &str = "fixtures/recordings.tar.gz";
const HAR: &str = "chromium/redirect-uri.har";
const EVENTS: &str = "chromium/redirect-uri.events.jsonl";

/// Logins of the paths over many: enough for a cost that grows with their square to show.
const LOGINS: usize = 60;

/// What one changed login costs beside few others and beside many: the two counts are nearly the same.
const BESIDE: [usize; 2] = [5, 100];

/// Begun, sent, answered, complete, and its body.
const EVENTS_OF_A_CALL: usize = 5;

const TOKEN: &str = r#"$signed({"alg":"ES256","kid":"key-1"}, {"iss":"https://auth.example.com","sub":"alice","aud":"web-shop","nonce":"n-0S6","iat":$time(09:41:00),"exp":$time(10:41:00)})"#;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        None => compare(&counts()),
        Some("--update") => update(&counts()),
        Some("--run") => {
            run(std::env::args().nth(2).as_deref());
            ExitCode::SUCCESS
        }
        Some(other) => {
            eprintln!("unknown: {other}; --update, or nothing");
            ExitCode::from(2)
        }
    }
}

// --- What is counted: the only calls into the core -------------------------------------------------------------------

/// Runs all paths, or the one with that name, and prints the names of what it ran.
fn run(only: Option<&str>) {
    let files = archive(RECORDINGS);
    let har = files[HAR].as_slice();
    let text = String::from_utf8_lossy(&files[EVENTS]);
    let events: Vec<CaptureEvent> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    path(only, "import of a HAR", || har, imported);
    path(only, "fold of a login's events", || events.clone(), folded);
    path(only, "analysis of a login", || imported(har), |session| diagnosed(&session));
    path(only, "report of a login", || imported(har), |session| report::report(&session, &[], None));
    path(only, "view of a login", || folded(events.clone()), |session| looked_at(&session));

    let many = hostile::logins(LOGINS);
    let events: Vec<CaptureEvent> =
        events_of(&hostile::exchanges(&many), "").into_iter().map(|(_, event)| event).collect();
    let many = many.as_bytes();
    path(only, "fold of many logins' events", || events.clone(), folded);
    path(only, "analysis of many logins", || imported(many), |session| diagnosed(&session));
    path(only, "opening of many logins", || many, opened);
    path(only, "report of many logins", || imported(many), |session| report::report(&session, &[], None));

    for logins in BESIDE {
        path(only, &format!("a change beside {logins} logins"), || panel(logins), changed);
    }

    let token = expand(TOKEN);
    let now = Timestamp::from_rfc3339("2026-11-23T09:45:00Z");
    let context = || TokenContext::new(now, None, false);
    path(only, "checks of a token", context, |context| report::token(&token, &context));
}

fn imported(recording: &[u8]) -> Session {
    let mut session = Session::new();
    let recording = http::readers::read(recording).unwrap();
    session.import(recording.exchanges, recording.statements);
    session
}

fn folded(events: Vec<CaptureEvent>) -> Session {
    let mut session = Session::new();
    for event in events {
        session.ingest(vec![event]);
    }
    session
}

/// A session with many logins, what its panel was shown, and the events of one more API call with the last login's token.
fn panel(logins: usize) -> (Session, report::Lens, u64, Vec<CaptureEvent>) {
    let events = |recording: &str| -> Vec<CaptureEvent> {
        events_of(&hostile::exchanges(recording), "").into_iter().map(|(_, event)| event).collect()
    };
    let before = events(&hostile::logins(logins));
    let mut after = events(&hostile::logins_and_calls(logins, logins));
    let calls = after.split_off(before.len());
    let call = calls[calls.len() - EVENTS_OF_A_CALL..].to_vec();
    let (session, mut lens) = (folded(before), report::Lens::default());
    let seen = looked(&session, &mut lens, 0);
    (session, lens, seen, call)
}

/// What the panel is shown after one more call.
fn changed(
    (mut session, mut lens, seen, call): (Session, report::Lens, u64, Vec<CaptureEvent>),
) -> (Session, report::Lens) {
    session.ingest(call);
    looked(&session, &mut lens, seen);
    // To free many logins is no part of it.
    (session, lens)
}

/// The list's changes, and the newest login in full.
fn looked(session: &Session, lens: &mut report::Lens, since: u64) -> u64 {
    let changes = lens.changes(session, since);
    if let Some(row) = changes.rows.last() {
        black_box(lens.ask(session, report::Question::Login { login: row.key.clone() }, None));
    }
    changes.revision as u64
}

/// What the panel does with a file that is dropped on it: the list, and the newest login in full.
fn opened(recording: &[u8]) -> (report::Files, report::Lens) {
    let mut files = report::Files::new(u64::MAX);
    files.read(report::Shown::from_user("many.har"), recording, None);
    let mut lens = report::Lens::of_files();
    let changes = lens.changes(files.session(), 0);
    let login = changes.rows.last().map(|row| row.key.clone()).unwrap_or_default();
    black_box(lens.ask_about(&files, report::Question::Login { login }, None));
    // To free many logins is no part of it.
    (files, lens)
}

/// The diagnosis of everything.
fn diagnosed(session: &Session) -> usize {
    session.analysis().stories().iter().map(|story| story.diagnosis().findings.len()).sum()
}

/// What the panel shows of a recording that it sees for the first time: the list, and the newest login in full.
fn looked_at(session: &Session) -> Option<report::Answer> {
    let mut lens = report::Lens::default();
    let login = lens.changes(session, 0).rows.pop()?.key;
    lens.ask(session, report::Question::Login { login }, None)
}

/// Does the work once to warm up what is made only once, and once, on something fresh, to be counted.
fn path<G, R>(only: Option<&str>, name: &str, given: impl Fn() -> G, work: impl Fn(G) -> R) {
    if only.is_some_and(|only| only != name) {
        return;
    }
    black_box(work(given()));
    let mut fresh = Some(given());
    let mut result = None;
    counted_path(&mut || result = fresh.take().map(&work));
    black_box(result);
    println!("{name}");
}

/// Callgrind counts what happens in here.
#[inline(never)]
fn counted_path(work: &mut dyn FnMut()) {
    black_box(work)();
}

// --- Counting --------------------------------------------------------------------------------------------------------

/// The instructions of each path, each of a run of this program of its own under callgrind.
fn counts() -> BTreeMap<String, u64> {
    let program = std::env::current_exe().unwrap();
    let names = output(Command::new(&program).arg("--run")).0;
    let count = |name: &str| {
        let mut valgrind = Command::new("valgrind");
        valgrind
            .args(["--tool=callgrind", "--toggle-collect=*counted_path*", "--callgrind-out-file=/dev/null"])
            .arg(&program)
            .args(["--run", name]);
        let said = output(&mut valgrind).1;
        let collected = said.lines().find_map(|line| line.split_once("Collected : "));
        let count: u64 = collected.and_then(|(_, count)| count.trim().parse().ok()).unwrap();
        assert!(count > 0, "{name}: callgrind does not find the function `counted_path`");
        count
    };
    names.lines().map(|name| (name.to_owned(), count(name))).collect()
}

/// What a program prints, and what it says beside that.
fn output(program: &mut Command) -> (String, String) {
    let ran = program.output().unwrap_or_else(|error| panic!("{:?}: {error}", program.get_program()));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    (text(&ran.stdout), text(&ran.stderr))
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/callgrind.tsv")
}

fn compare(counts: &BTreeMap<String, u64>) -> ExitCode {
    let kept = std::fs::read_to_string(file()).unwrap_or_default();
    let mut kept: BTreeMap<&str, u64> = kept
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, count)| (name, count.parse().unwrap()))
        .collect();
    let (mut worse, mut better) = (false, false);
    for (name, &count) in counts {
        let Some(before) = kept.remove(name.as_str()) else {
            println!("{name:30} {count:>12}  NEW");
            worse = true;
            continue;
        };
        let change = count as f64 / before as f64 - 1.0;
        let (is_worse, is_better) = (change > TOLERANCE, change < -TOLERANCE);
        let verdict = if is_worse {
            "  MORE"
        } else if is_better {
            "  less"
        } else {
            ""
        };
        println!("{name:30} {count:>12}  {:>+6.1} %{verdict}", change * 100.0);
        worse |= is_worse;
        better |= is_better;
    }
    for name in kept.keys() {
        println!("{name:30} {:>12}  GONE", "-");
    }
    if worse || !kept.is_empty() {
        println!("not as in tests/bench/callgrind.tsv; where it is on purpose: {UPDATE}");
        return ExitCode::FAILURE;
    }
    if better {
        println!("far less than in tests/bench/callgrind.tsv; so that it stays: {UPDATE}");
    }
    ExitCode::SUCCESS
}

const UPDATE: &str = "cargo run --profile counted --package oauth-lens-tests --bin instructions -- --update";

fn update(counts: &BTreeMap<String, u64>) -> ExitCode {
    let mut text = String::new();
    for (name, count) in counts {
        let _ = writeln!(text, "{name}\t{count}");
    }
    std::fs::write(file(), text).unwrap();
    ExitCode::SUCCESS
}
