//! What is read piece by piece says what it says when it is read at once.

use std::io::Read;

use http::readers::{self, Recording, Streaming};
use lint::{Imported, Session, Sieve};
use oauth_lens_tests::{archive, forms, scenarios};
use report::{ReportFormat, Shown, Source};

/// A file that comes in pieces of at most so many bytes.
struct Pieces<'b>(&'b [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(room.len());
        self.0.read(&mut room[..count])
    }
}

/// The sieve of a stream, its form and its problems; `None` where it is no such input.
fn sifted(session: &Session, bytes: &[u8], size: usize) -> Option<(Sieve, readers::Streamed)> {
    let mut sieve = session.sieve();
    let streamed = Streaming::of(bytes)?.read(Pieces(bytes, size), None, &mut sieve).ok()?;
    Some((sieve, streamed))
}

fn source(name: &str, kind: &'static str, imported: Imported, problems: &[readers::Problem]) -> Source {
    let problems = problems.iter().map(Shown::from_reader).collect();
    Source { name: Shown::from_user(name), kind, imported, problems }
}

/// The reports of files read at once, and read in pieces as far as they can be; and how many exchanges were passed over.
fn both(files: &[(&str, &[u8])], size: usize) -> Option<(String, String, usize)> {
    let (mut whole, mut pieces) = (Session::new(), Session::new());
    let (mut of_whole, mut of_pieces) = (Vec::new(), Vec::new());
    let (mut passed_over, mut is_streamed) = (0, false);
    for (name, bytes) in files {
        let read = readers::read(bytes).ok()?;
        let Recording { form, exchanges, statements, problems, .. } = read;
        let seen = exchanges.len();
        match sifted(&pieces, bytes, size) {
            Some((sieve, streamed)) => {
                assert_eq!(streamed.form.name, form.name, "{name}");
                let imported =
                    pieces.import_sifted(sieve, |exchanges| readers::in_order(streamed.form, exchanges));
                let came = imported.passed_over + imported.ids.len();
                // A command that is told again as a request is one of both, unless neither was kept.
                assert!(came == seen || came > seen && form.name != "har", "{name}: {came} of {seen}");
                passed_over += imported.passed_over;
                is_streamed = true;
                of_pieces.push(source(name, form.name, imported, &streamed.problems));
            }
            None => {
                let imported = pieces.import(exchanges.clone(), statements.clone());
                of_pieces.push(source(name, form.name, imported, &problems));
            }
        }
        let imported = whole.import(exchanges, statements);
        of_whole.push(source(name, form.name, imported, &problems));
    }
    let written = |session: &Session, sources: &[Source]| {
        let mut report = report::report(session, sources, None);
        // That some were not kept is said; and keys count what was kept.
        for input in &mut report.inputs {
            (input.kept, input.exchanges) = (None, 0);
        }
        for login in &mut report.logins {
            login.key.clear();
            login.messages.iter_mut().for_each(|message| message.key.clear());
        }
        ReportFormat::named("json").unwrap().write(&report).unwrap()
    };
    is_streamed.then(|| (written(&whole, &of_whole), written(&pieces, &of_pieces), passed_over))
}

#[test]
fn recordings_say_the_same() {
    let files = archive("corpus/recordings.tar.gz");
    let (mut streamed, mut passed_over) = (0, 0);
    for (name, har) in files.iter().filter(|(name, _)| name.ends_with(".har")) {
        let server = format!("server/{}.curl.txt", name.trim_start_matches("hars/").trim_end_matches(".har"));
        let mut runs = vec![vec![(name.as_str(), har.as_slice())]];
        if let Some(half) = files.get(&server) {
            runs.push(vec![(&server, half), (name, har)]);
        }
        for run in runs {
            let Some((whole, pieces, count)) = both(&run, 4_096) else { continue };
            streamed += 1;
            passed_over += count;
            pretty(&whole, &pieces, name);
        }
    }
    assert!(streamed > 200 && passed_over > 1_000, "{streamed} were streamed, {passed_over} passed over");
}

#[test]
fn logs_say_the_same() {
    let mut streamed = 0;
    for (name, text) in scenarios() {
        let exchanges = readers::read(text.as_bytes()).unwrap().exchanges;
        for text in [forms::json_lines(&exchanges), forms::raw(&exchanges)] {
            let Some((whole, pieces, _)) = both(&[(&name, text.as_bytes())], 7) else { continue };
            streamed += 1;
            pretty(&whole, &pieces, &name);
        }
    }
    assert!(streamed > 200, "{streamed}");
}

/// A log in which one line in so many is of a login.
fn log(lines: usize) -> String {
    let line = |request: &str, status: u16| {
        format!("203.0.113.7 - - [28/Nov/2026:04:29:26 +0000] \"GET {request} HTTP/1.1\" {status} 512\n")
    };
    let other =
        |number: usize| line(&format!("/a/{number}"), if number.is_multiple_of(3) { 404 } else { 200 });
    let mut log: Vec<String> = (0..lines).map(other).collect();
    log.insert(lines / 2, line("/callback?error=access_denied&state=S-1234567890", 500));
    log.concat()
}

#[test]
fn of_a_long_log_little_is_kept_however_long_it_is() {
    let kept = [2_000, 20_000].map(|lines| {
        let log = log(lines);
        let mut session = Session::new();
        let (sieve, streamed) = sifted(&session, log.as_bytes(), 1 << 20).unwrap();
        let imported = session.import_sifted(sieve, |exchanges| readers::in_order(streamed.form, exchanges));
        assert_eq!(imported.ids.len() + imported.passed_over, lines + 1);
        assert_eq!(session.seen(), lines + 1);
        imported.ids.len()
    });
    assert!(kept[0] < 20 && kept[0] == kept[1], "{kept:?}");
    let (whole, pieces, _) = both(&[("access.log", log(2_000).as_bytes())], 4_096).unwrap();
    pretty(&whole, &pieces, "access.log");
}

fn pretty(whole: &str, pieces: &str, name: &str) {
    if whole != pieces {
        let at = whole.lines().zip(pieces.lines()).position(|(a, b)| a != b).unwrap_or_default();
        let near =
            |text: &str| text.lines().skip(at.saturating_sub(5)).take(12).collect::<Vec<_>>().join("\n");
        panic!("{name}:\n{}\n--- in pieces:\n{}", near(whole), near(pieces));
    }
}
