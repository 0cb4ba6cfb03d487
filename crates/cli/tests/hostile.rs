//! What people and other programs can hand to the command: sizes, pipes, devices, encodings, names and addresses.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::{self, JoinHandle};

use oauth_lens_tests::expand;

const HAR: &str = include_str!("inputs/browser.har");
const CURL: &str = include_str!("inputs/server.curl.txt");

/// A folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("oauth-lens-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oauth-lens"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    told(&command(folder, arguments).output().unwrap())
}

/// Status, output, and the message in one line.
fn told(output: &Output) -> (i32, String, String) {
    let stderr = String::from_utf8(output.stderr.clone()).unwrap();
    let message = stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    (output.status.code().unwrap(), String::from_utf8(output.stdout.clone()).unwrap(), message)
}

/// Refused with a message that has all these parts.
fn refused(folder: &Path, arguments: &[&str], parts: &[&str]) {
    let (status, stdout, message) = run(folder, arguments);
    assert_eq!((status, stdout.as_str()), (2, ""), "{arguments:?}: {message}");
    for part in parts.iter().chain(&["help:"]) {
        assert!(message.contains(part), "{arguments:?}: {part:?} is not in {message:?}");
    }
}

// --- How much -----------------------------------------------------------------------------------------------------

#[test]
fn a_file_over_the_limit_is_refused_unread() {
    let folder = folder("large");
    File::create(folder.join("huge.har")).unwrap().set_len(10 << 30).unwrap();
    let parts = ["huge.har", "10 GiB", "at most 512 MiB", "--max-size 10GiB"];
    refused(&folder, &["check", "huge.har"], &parts);
    refused(&folder, &["explain", "invalid_grant", "--in", "huge.har"], &parts);

    fs::write(folder.join("login.har"), HAR).unwrap();
    fs::write(folder.join("server.txt"), CURL).unwrap();
    let (har, both) = (HAR.len().to_string(), (HAR.len() + CURL.len()).to_string());
    let too_small = (HAR.len() - 1).to_string();
    refused(
        &folder,
        &["check", "login.har", "--max-size", &too_small],
        &["login.har is too large", "at most"],
    );
    assert_eq!(run(&folder, &["check", "login.har", "--max-size", &har]).0, 0);
    assert_eq!(run(&folder, &["check", "login.har", "server.txt", "--max-size", &both]).0, 1);
    // What is read counts, and what is left out is said.
    let (_, said, _) = run(&folder, &["check", "login.har", "server.txt", "--max-size", &har]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["server.txt: left out:", "too large", "of all files", "came before"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    for wrong in ["0", "-1", "many", "1.5GiB", "99999999999GiB"] {
        assert_eq!(run(&folder, &["check", "login.har", &format!("--max-size={wrong}")]).0, 2, "{wrong}");
    }
    // Holes are no text, however many are allowed.
    refused(&folder, &["check", "huge.har", "--max-size", "20GiB"], &["huge.har", "binary", "0x00"]);
}

/// A log of about 9 MB with one login that was refused.
fn long_log() -> String {
    let line = "203.0.113.7 - - [28/Nov/2026:04:29:26 +0000] \"GET /a HTTP/1.1\" 200 512\n";
    let callback = line.replace("GET /a", "GET /cb?error=access_denied&state=S-1234567890");
    [line.repeat(60_000), callback, line.repeat(60_000)].concat()
}

#[test]
fn a_long_log_is_read_piece_by_piece_and_what_was_kept_is_said() {
    let folder = folder("long");
    let log = long_log();
    fs::write(folder.join("access.log"), &log).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(log.as_bytes()).unwrap();
    fs::write(folder.join("access.log.gz"), packed.finish().unwrap()).unwrap();
    for name in ["access.log", "access.log.gz"] {
        let (status, stdout, message) = run(&folder, &["check", name]);
        let said = stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(status, 1, "{name}: {said} {message}");
        assert!(said.contains("access_denied"), "{name}: {said}");
        let note =
            "120001 requests read; of so long a file those are kept that may play a role in a login: 1";
        assert!(said.contains(note), "{name}: {said}");
    }
    let (_, stdout, _) = run(&folder, &["check", "access.log", "--format", "json"]);
    assert!(stdout.contains("\"exchanges\": 120001") && stdout.contains("\"kept\": 1"), "{stdout}");
    let limited = &["check", "access.log", "--max-size", "8MB"];
    refused(&folder, limited, &["access.log is too large", "at most 7.7 MiB"]);
}

#[test]
fn standard_input_is_read_to_the_limit() {
    let folder = folder("stdin");
    let mut command = command(&folder, &["check", "-", "--max-size", "1MB"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = thread::spawn(move || while input.write_all(&[b'x'; 4096]).is_ok() {});
    let (status, _, message) = told(&child.wait_with_output().unwrap());
    writer.join().unwrap();
    assert_eq!(status, 2);
    assert!(
        message.contains("standard input is too large") && message.contains("at most 976.6 KiB"),
        "{message}"
    );
}

#[cfg(unix)]
mod unix {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::net::UnixListener;

    use super::*;

    fn pipe(path: &Path) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn devices_and_sockets_are_no_recordings() {
        let folder = folder("devices");
        refused(&folder, &["check", "/dev/zero"], &["/dev/zero", "binary"]);
        let parts = ["/dev/urandom", "a device that goes on", "at most 2 MiB", "--max-size"];
        refused(&folder, &["check", "/dev/urandom", "--max-size", "2MiB"], &parts);
        refused(&folder, &["check", "/dev/null"], &["/dev/null", "empty"]);
        refused(&folder, &["check", "."], &["is a directory"]);
        let _socket = UnixListener::bind(folder.join("socket")).unwrap();
        refused(&folder, &["check", "socket"], &["is a socket"]);
        refused(&folder, &["token", "x", "--jwks", "/dev/zero"], &["/dev/zero"]);
        refused(&folder, &["token", "x", "--secret", "/dev/urandom"], &["larger than 1 MiB"]);
        refused(&folder, &["token", "x", "--jwks", "socket"], &["is a socket"]);
    }

    #[test]
    fn a_pipe_that_ends_is_read() {
        let folder = folder("pipe");
        let path = folder.join("login");
        pipe(&path);
        let writer = thread::spawn(move || {
            let mut pipe = File::options().write(true).open(path).unwrap();
            for part in CURL.as_bytes().chunks(100) {
                pipe.write_all(part).unwrap();
            }
        });
        let (status, stdout, message) = run(&folder, &["check", "login", "--format", "json"]);
        writer.join().unwrap();
        assert_eq!((status, message.as_str()), (1, ""));
        assert!(stdout.contains("\"kind\": \"curl\""), "{stdout}");
    }

    #[test]
    fn a_pipe_that_never_ends_is_left() {
        let folder = folder("endless");
        let path = folder.join("log");
        pipe(&path);
        let writer = thread::spawn(move || {
            let mut pipe = File::options().write(true).open(path).unwrap();
            while pipe.write_all(b"{\"msg\":\"started\"}\n").is_ok() {}
        });
        let parts = ["log is too large: it is a pipe that goes on", "at most 1 MiB"];
        refused(&folder, &["check", "log", "--max-size", "1MiB"], &parts);
        writer.join().unwrap();
    }

    #[test]
    fn a_pipe_with_nobody_at_its_other_end_is_announced() {
        let folder = folder("silent");
        pipe(&folder.join("log\u{1b}[2J"));
        pipe(&folder.join("out"));
        fs::write(folder.join("login.txt"), CURL).unwrap();
        for (arguments, begins) in [
            (&["check", "log\u{1b}[2J"][..], "Waiting for the pipe log"),
            (&["explain", "--file", "log\u{1b}[2J"], "Waiting for the pipe log"),
            (&["sanitize", "login.txt", "out", "--force"], "Waiting for the pipe out: nobody reads it"),
        ] {
            let mut command = command(&folder, arguments);
            let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
            let mut said = vec![0; begins.len()];
            child.stderr.take().unwrap().read_exact(&mut said).unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
            assert_eq!(String::from_utf8_lossy(&said), begins);
        }
    }

    #[test]
    fn names_that_are_no_text_can_be_said() {
        let folder = folder("bytes");
        let name = std::ffi::OsStr::from_bytes(b"a\xff\x9b\xc2\x9b31m.har");
        let (status, _, message) = told(&command(&folder, &["check"]).arg(name).output().unwrap());
        assert_eq!(status, 2);
        assert!(message.contains("U+009B31m.har: there is no such file"), "{message}");
    }
}

// --- In which form ------------------------------------------------------------------------------------------------

#[test]
fn utf_16_is_read_and_utf_32_refused() {
    let folder = folder("encodings");
    let wide = |bytes: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
        format!("{mark}{HAR}").encode_utf16().flat_map(bytes).collect()
    };
    for (name, bytes) in [
        ("le", wide(u16::to_le_bytes, "")),
        ("be", wide(u16::to_be_bytes, "")),
        ("le-bom", wide(u16::to_le_bytes, "\u{feff}")),
        ("be-bom", wide(u16::to_be_bytes, "\u{feff}")),
        ("utf8-bom", format!("\u{feff}{HAR}").into_bytes()),
    ] {
        fs::write(folder.join(name), bytes).unwrap();
        let (status, stdout, message) = run(&folder, &["check", name]);
        assert_eq!((status, message.as_str()), (0, ""), "{name}");
        assert!(stdout.contains("client web-shop"), "{name}: {stdout}");
    }
    for (name, mark) in [("utf-32", ""), ("utf-32-bom", "\u{feff}")] {
        let bytes: Vec<u8> =
            format!("{mark}{HAR}").chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        fs::write(folder.join(name), bytes).unwrap();
        refused(&folder, &["check", name], &[name, "UTF-32", "iconv"]);
    }
    // Keys that PowerShell wrote.
    let keys: Vec<u8> = expand("\u{feff}$key(key-1)").encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.join("keys.json"), keys).unwrap();
    let token = expand(r#"$signed({"alg":"ES256","kid":"key-1"}, {"sub":"alice"})"#);
    let (_, stdout, message) = run(&folder, &["token", &token, "--jwks", "keys.json"]);
    assert!(stdout.contains("It fits the key key-1"), "{stdout}{message}");
}

#[test]
fn what_is_no_recording_is_called_what_it_is() {
    let folder = folder("foreign");
    let cases: &[(&str, &[u8], &str)] = &[
        ("empty", b"", "it is empty"),
        ("mark", b"\xef\xbb\xbf", "it is empty"),
        ("wide-mark", b"\xff\xfe", "it is empty"),
        ("blank", b" \r\n\t \n", "it is empty"),
        ("nul", &[0; 9], "binary"),
        ("control", b"abc\x01\x02\x03", "byte 4 is 0x01"),
        ("gz", b"\x1f\x8b\x08\0\0\0\0\0", "gz"),
        ("zip", b"PK\x03\x04\x14\0\0\0", "a ZIP archive"),
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture (PNG)"),
        ("pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
        ("pcap", b"\xd4\xc3\xb2\xa1\x02\0\x04\0", "a capture of packets"),
        ("other-encoding", &[0xd4; 60], "neither UTF-8 nor UTF-16"),
        ("token", b"eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.\n", "oauth-lens token -"),
        ("cut", b"{\"log\":{\"entries\":[{\"comment\":\"\xe2\x82", "ends before its first entry"),
    ];
    for (name, bytes, part) in cases {
        fs::write(folder.join(name), bytes).unwrap();
        refused(&folder, &["check", name], &[name, part]);
    }
    // Text of another encoding is text: a log, in which nothing is known.
    fs::write(folder.join("latin-1"), b"acc\xe8s refus\xe9 \xe0 la page demand\xe9e\n").unwrap();
    let (status, said, _) = run(&folder, &["check", "latin-1"]);
    assert!(status == 2 && said.contains("none holds a request"), "{said}");
    for depth in ["[".repeat(1_000_000), format!("{{\"log\":{{\"entries\":{}", "[".repeat(1_000_000))] {
        fs::write(folder.join("deep"), depth).unwrap();
        let (status, said, message) = run(&folder, &["check", "deep"]);
        assert!(status == 2 && (said.contains("deep") || message.contains("deep")), "{said}{message}");
    }
    // Any way to end a line.
    for (name, end) in [("crlf", "\r\n"), ("cr", "\r")] {
        fs::write(folder.join(name), CURL.replace('\n', end)).unwrap();
        assert_eq!(run(&folder, &["check", name]).0, 1, "{name}");
    }
}

#[test]
fn a_log_with_long_lines_is_read() {
    let folder = folder("long-lines");
    let authorize =
        "https://auth.example.com/authorize?response_type=code&client_id=web-shop&state=af0ifjsldkj3Kx9";
    let line = format!(
        r#"{{"method":"GET","url":"{authorize}","status":200,"response_body":"{}"}}"#,
        "x".repeat(3 << 20)
    );
    for (name, text) in [("one", line.clone()), ("several", format!("{line}\n{line}\n"))] {
        fs::write(folder.join(name), text).unwrap();
        let (status, stdout, message) = run(&folder, &["check", name, "--format", "json"]);
        assert!(status < 2 && stdout.contains("\"kind\": \"jsonl\""), "{name}: {message}");
    }
}

// --- How it is called ---------------------------------------------------------------------------------------------

/// Names that act on a terminal, turn text around, hide something or begin a line of their own.
const NAMES: &[&str] = &[
    "a\nerror[state]: forged\n  fix: run this.har",
    "a\u{1b}[2J\u{1b}]0;title\u{7}.har",
    "a\u{9b}31m\r\u{8}.har",
    "a\u{202e}rah.exe",
    "a\u{ad}\u{34f}\u{115f}\u{180b}\u{200b}\u{2028}\u{2066}\u{2800}\u{3164}\u{fe0f}\u{feff}\u{ffa0}\u{e0041}.har",
];

fn acts(c: char) -> bool {
    c.is_control() && c != '\n'
        || "\u{202e}\u{ad}\u{34f}\u{115f}\u{180b}\u{200b}\u{2028}\u{2066}\u{2800}\u{3164}\u{fe0f}\u{feff}\u{ffa0}\u{e0041}"
            .contains(c)
}

#[test]
fn no_name_acts_on_the_terminal() {
    let folder = folder("names");
    for name in NAMES {
        let path = folder.join(name);
        fs::write(&path, "nothing to see").unwrap();
        let mut outputs = vec![
            command(&folder, &["check", name]).output().unwrap(),
            command(&folder, &["check", &format!("no{name}")]).output().unwrap(),
            command(&folder, &["explain", name]).output().unwrap(),
            command(&folder, &["explain", &format!("{name}/x")]).output().unwrap(),
            command(&folder, &["token", "x", "--jwks", name]).output().unwrap(),
            command(&folder, &["token", "x", "--secret", &format!("no{name}")]).output().unwrap(),
            command(&folder, &["token", "x", "--at", name]).output().unwrap(),
            command(&folder, &["token", "x", "--jwks", &format!("https://{name}")]).output().unwrap(),
            command(&folder, &["check", &format!("--{name}")]).output().unwrap(),
            command(&folder, &["check", "x", name, "--format", name]).output().unwrap(),
            command(&folder, &["check", "x", "--max-size", name]).output().unwrap(),
            command(&folder, &[name]).output().unwrap(),
        ];
        // Read, with a problem and without.
        for text in
            [HAR.to_owned(), HAR[..HAR.len() - 40].to_owned(), "> GET https://a.example/\n< 200\n".repeat(9)]
        {
            fs::write(&path, text).unwrap();
            for format in ["text", "json", "markdown"] {
                outputs.push(command(&folder, &["check", name, "--format", format]).output().unwrap());
            }
        }
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        fs::write(path.join(name), "").unwrap();
        outputs.push(command(&folder, &["check", name]).output().unwrap());
        for output in &outputs {
            let text = format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
            assert!(text.len() > 10 && !text.contains(acts), "{name:?}: {text:?}");
            assert!(!text.lines().any(|line| line.starts_with("error[state]")), "{text}");
        }
    }
}

#[test]
fn no_message_names_the_user_of_a_url() {
    let folder = folder("users");
    for url in [
        "https://kanari:pass-kanari@127.0.0.1:1/x",
        "http://kanari:pass-kanari@127.0.0.1:1/x",
        "https://kanari@idp.invalid/x",
        "https://kanari:pa/kanari@idp.invalid/x",
        "https:kanari:kanari@idp.invalid",
        "HTTPS:\\\\kanari:kanari@idp.invalid",
        "ftp://kanari:kanari@idp.invalid/x",
        "//kanari:kanari@idp.invalid/x",
        "https://kanari:kanari@[bad/x",
    ] {
        for arguments in [
            &["check", url][..],
            &["check", "--format", "json", url],
            &["explain", url],
            &["explain", "x", "--in", url],
            &["token", "x", "--jwks", url],
            &["token", "x", "--secret", url],
            &["token", "x", url],
            &["token", "x", "--at", url],
            &["check", "x", "--fail-on", url],
            &[url],
        ] {
            let (status, stdout, message) = run(&folder, arguments);
            // A message that is not known may be anything; it is not repeated.
            let is_message = arguments == ["explain", url];
            let expected = if is_message { 1 } else { 2 };
            assert!(status == expected && is_message != stdout.is_empty(), "{arguments:?}");
            assert!(!stdout.contains("kanari"), "{stdout}");
            let is_told = is_message || message.len() > 10;
            assert!(!message.contains("kanari") && is_told, "{arguments:?}: {message}");
        }
    }
    // As the name of a file that is there.
    let name = "https:kanari@x.har";
    fs::write(folder.join(name), HAR).unwrap();
    for format in ["text", "json", "markdown"] {
        let (status, stdout, _) = run(&folder, &["check", name, "--format", format]);
        assert!(status == 0 && !stdout.contains("kanari"), "{stdout}");
    }
}

// --- Keys from a URL ----------------------------------------------------------------------------------------------

/// Answers once, and returns what was asked.
fn serve(answer: String) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        let length = stream.read(&mut request).unwrap();
        let _ = stream.write_all(answer.as_bytes());
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    (address, server)
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

#[test]
fn the_source_of_keys_is_named_without_what_may_be_secret() {
    let folder = folder("source");
    let token = expand(r#"$signed({"alg":"ES256","kid":"key-1"}, {"sub":"alice"})"#);
    for format in ["text", "json"] {
        let (address, server) = serve(answer("200 OK", "", &expand("$key(key-1)")));
        let url = format!("http://{address}/jwks?key=kanari#kanari");
        // A proxy of the surroundings has no business with this computer.
        let mut command = command(&folder, &["token", &token, "--jwks", &url, "--format", format]);
        command.env("http_proxy", "http://127.0.0.1:1").env("ALL_PROXY", "http://127.0.0.1:1");
        let (_, stdout, message) = told(&command.output().unwrap());
        assert!(stdout.contains(&format!("http://{address}/jwks?…")), "{stdout}{message}");
        assert!(!stdout.contains("kanari"), "{stdout}");
        assert!(server.join().unwrap().starts_with("GET /jwks?key=kanari HTTP/1.1"));
    }
}

#[test]
fn no_redirect_is_followed() {
    let folder = folder("redirect");
    let target = TcpListener::bind("127.0.0.1:0").unwrap();
    target.set_nonblocking(true).unwrap();
    let to = target.local_addr().unwrap();
    for (status, location, named) in [
        (
            "302 Found",
            format!("http://kanari:kanari@{to}/keys?kanari#kanari"),
            format!("http://{to}/keys?…,"),
        ),
        ("301 Moved Permanently", format!("//{to}/keys"), format!("http://{to}/keys,")),
        ("307 Temporary Redirect", "https://idp.example/\u{1b}[2J".to_owned(), String::new()),
        ("303 See Other", "https://[bad".to_owned(), String::new()),
    ] {
        let (address, server) = serve(answer(status, &format!("Location: {location}\r\n"), ""));
        let url = format!("http://{address}/jwks");
        let (status, stdout, message) = run(&folder, &["token", "x", "--jwks", &url]);
        assert_eq!((status, stdout.as_str()), (2, ""), "{message}");
        assert!(message.contains(&url) && message.contains(&named), "{message}");
        assert!(!message.contains("kanari") && !message.contains(acts), "{message}");
        server.join().unwrap();
    }
    assert!(target.accept().is_err(), "nobody came");
}

#[test]
fn an_answer_that_is_no_key_set_is_named() {
    let folder = folder("answers");
    for (answer, part) in [
        (answer("404 Not Found", "", "no"), "status 404"),
        (answer("200 OK", "", &"x".repeat((1 << 20) + 1)), "larger than 1 MiB"),
        (answer("200 OK", "", "<html>"), "neither JSON nor PEM"),
        (answer("200 OK", "Location: http://kanari@idp.invalid/\r\n", "\u{0}"), "neither JSON nor PEM"),
        ("nonsense\r\n\r\n".to_owned(), "could not be fetched"),
        (String::new(), "could not be fetched"),
    ] {
        let (address, server) = serve(answer);
        let url = format!("http://{address}/jwks");
        refused(&folder, &["token", "x", "--jwks", &url], &[&url, part]);
        server.join().unwrap();
    }
}

#[test]
fn plain_http_goes_to_this_computer_alone() {
    let folder = folder("http");
    for host in
        ["idp.invalid", "localhost.idp.invalid", "127.0.0.1.idp.invalid", "0.0.0.0", "10.0.0.1", "[::]"]
    {
        let url = format!("http://{host}/jwks");
        refused(&folder, &["token", "x", "--jwks", &url], &[&url, "without TLS", "https://"]);
    }
    for host in ["127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "localhost"] {
        let (address, server) = serve(answer("200 OK", "", &expand("$key(key-1)")));
        let port = address.rsplit_once(':').unwrap().1;
        let token = expand(r#"$signed({"alg":"ES256","kid":"key-1"}, {"sub":"alice"})"#);
        let (_, stdout, message) =
            run(&folder, &["token", &token, "--jwks", &format!("http://{host}:{port}/jwks")]);
        assert!(stdout.contains("It fits the key key-1"), "{host}: {stdout}{message}");
        server.join().unwrap();
    }
}

#[test]
fn settings_that_cannot_be_used_are_refused_with_their_line() {
    let folder = folder("settings");
    fs::write(folder.join("login.har"), expand(HAR)).unwrap();
    for (text, parts) in [
        ("rules-off = [\"state/mismach\"]", &["no rule", "state/mismatch"][..]),
        ("ignore-hosts = [\"https://ads.example/\"]", &["https://ads.example/", "is no host"]),
        ("\n[[client]]\nid = \"web\"", &["line 3", "unknown field `id`", "client_id"]),
        ("[[client]]\nclient_id = \"\"", &["no client_id"]),
        ("rules-off = [", &["line 1"]),
        ("rules-off = \"hunter2-Zq9\"", &["line 1", "a sequence is expected here"]),
        (
            "[[client]]\nclient_secret = \"hunter2-hunter2\"\nclient_id = \"web\"",
            &["unknown field `client_secret`"],
        ),
    ] {
        fs::write(folder.join("settings.toml"), text).unwrap();
        refused(&folder, &["check", "login.har", "--settings", "settings.toml"], parts);
        let (.., message) = run(&folder, &["check", "login.har", "--settings", "settings.toml"]);
        assert!(!message.contains("hunter2"), "{message}");
    }
    refused(&folder, &["check", "login.har", "--settings", "nowhere.toml"], &["nowhere.toml"]);
    refused(&folder, &["check", "login.har", "--settings", "."], &["no file of settings"]);
    fs::write(folder.join("settings.toml"), "ignore-hosts = [\"nothing.example\"]").unwrap();
    let plain = run(&folder, &["check", "login.har"]);
    assert_eq!(run(&folder, &["check", "login.har", "--settings", "settings.toml"]), plain);
}
