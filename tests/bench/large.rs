//! Files larger than what may be kept of them: `oauth-lens check` against `serde_json` skipping the same bytes, as processes.
//!
//! The files are made here and deleted after. Printed are the processor's seconds, their ratio, what memory each process needed at most, and the same for half the
//! size: twice as much should take twice as long and no more memory. Nothing is asserted.
//!
//!     large OAUTH_LENS
//!
//! `LARGE=access` measures those kinds of files alone whose name has that.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::de::IgnoredAny;

/// What a file holds, its sizes in MB, and how it is written.
type Kind = (&'static str, &'static [u64], fn(&mut dyn Write, u64) -> std::io::Result<u64>);

const KINDS: [Kind; 3] = [
    ("har", &[100, 200, 1_000, 2_000], har),
    ("small.har", &[100, 200], small_har),
    ("access.log", &[500, 1_000], access_log),
];

/// Logins in each file, spread over it.
const LOGINS: u64 = 24;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next().unwrap_or_default();
    if let (way @ ("slice" | "reader"), Some(file)) = (first.as_str(), arguments.next()) {
        return skip(way, &file);
    }
    let wanted = std::env::var("LARGE").unwrap_or_default();
    let folder = std::env::temp_dir().join(format!("oauth-lens-large-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    println!(
        "{:12} {:>8} {:>9} {:>24} {:>24} {:>24}",
        "", "", "", "oauth-lens check", "IgnoredAny, all in memory", "IgnoredAny, a stream"
    );
    for (name, sizes, write) in KINDS {
        if !name.contains(&wanted) {
            continue;
        }
        for size in sizes {
            let file = folder.join(name);
            let mut out = BufWriter::with_capacity(1 << 20, File::create(&file).unwrap());
            let count = write(&mut out, size * 1_000_000).unwrap();
            out.flush().unwrap();
            drop(out);
            measure(&first, name, *size, count, &file);
            std::fs::remove_file(&file).unwrap();
        }
    }
    std::fs::remove_dir(&folder).unwrap();
}

/// What `serde_json` does with a file of which nothing is wanted.
fn skip(way: &str, file: &str) {
    if way == "slice" {
        let bytes = std::fs::read(file).unwrap();
        serde_json::from_slice::<IgnoredAny>(&bytes).unwrap();
    } else {
        let source = BufReader::with_capacity(1 << 20, File::open(file).unwrap());
        serde_json::from_reader::<_, IgnoredAny>(source).unwrap();
    }
}

fn measure(program: &str, name: &str, size: u64, count: u64, file: &Path) {
    let run = |program: PathBuf, arguments: &[&str]| {
        let file = file.to_str().unwrap();
        let mut command = Command::new(program);
        command.args(arguments).arg(file).stdout(Stdio::null());
        Run::of(command)
    };
    let own = std::env::current_exe().unwrap();
    let check = run(PathBuf::from(program), &["check", "--fail-on", "never", "--format", "json"]);
    let mut line = format!("{name:12} {size:>5} MB {count:>9} {:>24}", check.shown());
    if name.ends_with("har") {
        for way in ["slice", "reader"] {
            let skip = run(own.clone(), &[way]);
            let ratio = check.seconds / skip.seconds;
            let _ = write!(line, " {:>24}", format!("{} · ×{ratio:.2}", skip.shown()));
        }
    }
    println!("{line}");
}

/// What a process took.
struct Run {
    /// Of the processor.
    seconds: f64,
    /// Bytes that it held at most.
    peak: u64,
}

impl Run {
    fn of(mut command: Command) -> Run {
        let before = children_ticks();
        let begun = Instant::now();
        let mut child = command.spawn().unwrap();
        let status = format!("/proc/{}/status", child.id());
        let mut peak = 0;
        let ended = loop {
            if let Some(ended) = child.try_wait().unwrap() {
                break ended;
            }
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
            peak = kibibytes.map_or(peak, |kibibytes| peak.max(kibibytes << 10));
            std::thread::sleep(Duration::from_millis(2));
        };
        assert!(ended.success(), "{command:?}: {ended}");
        let seconds = match (before, children_ticks()) {
            (Some(before), Some(after)) => (after - before) as f64 / 100.0,
            _ => begun.elapsed().as_secs_f64(),
        };
        Run { seconds, peak }
    }

    fn shown(&self) -> String {
        format!("{:.2} s · {} MiB", self.seconds, self.peak >> 20)
    }
}

/// The processor's time of children that ended, in hundredths of a second.
fn children_ticks() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = text.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(13);
    Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
}

/// Numbers that are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn token(&mut self, length: usize) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        (0..length).map(|_| char::from(LETTERS[self.below(64) as usize])).collect()
    }
}

/// An archive of pages with scripts, pictures and data, of which the bodies were exported.
fn har(out: &mut dyn Write, size: u64) -> std::io::Result<u64> {
    archive(out, size, true)
}

/// The same without bodies.
fn small_har(out: &mut dyn Write, size: u64) -> std::io::Result<u64> {
    archive(out, size, false)
}

fn archive(out: &mut dyn Write, size: u64, has_bodies: bool) -> std::io::Result<u64> {
    let mut dice = Dice(7);
    let text = |length: usize, piece: &str| piece.repeat(length / piece.len() + 1);
    let mut picture = Dice(8);
    let bodies = [
        (
            "script",
            "text/javascript",
            text(60_000, "function load(a,b){if(a!==\\\"x\\\"){return fetch('/api/'+b)}\\n  return null}\\n"),
            "",
        ),
        ("image", "image/webp", picture.token(40_000), "base64"),
        (
            "xhr",
            "application/json",
            text(
                6_000,
                "{\\\"id\\\":4711,\\\"name\\\":\\\"shoe\\\",\\\"price\\\":{\\\"amount\\\":49.9,\\\"currency\\\":\\\"EUR\\\"}},",
            ),
            "",
        ),
        (
            "document",
            "text/html",
            text(30_000, "<div class=\\\"row\\\"><a href=\\\"/products/1\\\">Shoes<\\/a>\\n<\\/div>\\n"),
            "",
        ),
        ("fetch", "application/json", String::new(), ""),
        ("stylesheet", "text/css", text(20_000, ".row > a { color: #336699; margin: 0 4px }\\n"), ""),
    ];
    out.write_all(br#"{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[],"entries":["#)?;
    let (mut written, mut count, mut logins) = (0, 0, 0);
    while written < size {
        let mut entries = String::new();
        if written >= logins * size / LOGINS {
            logins += 1;
            login(&mut entries, &mut dice, count);
            count += 4;
        }
        let (kind, mime, body, encoding) = &bodies[dice.below(6) as usize];
        let url = format!(
            "https://cdn{}.shop.example/{kind}/{}?page={}",
            dice.below(4),
            dice.token(8),
            dice.below(100)
        );
        let body = if has_bodies {
            body.get(..body.len() - dice.below(body.len() as u64 / 4 + 1) as usize).unwrap_or(body)
        } else {
            ""
        };
        let body = body.trim_end_matches('\\');
        entry(&mut entries, count, kind, "GET", &url, 200, "", mime, body, encoding, None);
        count += 1;
        let entries = if written == 0 { &entries[1..] } else { &entries };
        out.write_all(entries.as_bytes())?;
        written += entries.len() as u64;
    }
    out.write_all(b"]}}")?;
    Ok(count)
}

fn login(out: &mut String, dice: &mut Dice, at: u64) {
    let [state, code, verifier] = [43, 43, 64].map(|length| dice.token(length));
    let back = format!("https://app.example.com/callback?code={code}&state={state}");
    let asked = format!(
        "https://auth.example.com/authorize?response_type=code&client_id=web-shop&scope=openid&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&state={state}"
    );
    let form = format!(
        "grant_type=authorization_code&client_id=web-shop&code={code}&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&code_verifier={verifier}"
    );
    let tokens = format!(
        "{{\\\"access_token\\\":\\\"{}\\\",\\\"token_type\\\":\\\"Bearer\\\",\\\"expires_in\\\":3600}}",
        dice.token(400)
    );
    entry(out, at, "document", "GET", &asked, 302, &back, "text/html", "", "", None);
    entry(out, at + 1, "document", "GET", &back, 200, "", "text/html", "<p>Welcome</p>", "", None);
    entry(
        out,
        at + 2,
        "fetch",
        "POST",
        "https://auth.example.com/token",
        200,
        "",
        "application/json",
        &tokens,
        "",
        Some(&form),
    );
    entry(
        out,
        at + 3,
        "fetch",
        "GET",
        "https://auth.example.com/userinfo",
        200,
        "",
        "application/json",
        "{\\\"sub\\\":\\\"4711\\\"}",
        "",
        None,
    );
}

#[expect(clippy::too_many_arguments)]
fn entry(
    out: &mut String,
    at: u64,
    kind: &str,
    method: &str,
    url: &str,
    status: u16,
    to: &str,
    mime: &str,
    body: &str,
    encoding: &str,
    form: Option<&str>,
) {
    let time = 1_795_000_000 + at / 4;
    let (hour, minute, second) = (time / 3_600 % 24, time / 60 % 60, time % 60);
    let day = 1 + (time - 1_795_000_000) / 86_400 % 28;
    let post = form.map_or(String::new(), |form| {
        format!(r#","postData":{{"mimeType":"application/x-www-form-urlencoded","text":"{form}"}}"#)
    });
    let encoding = if encoding.is_empty() { String::new() } else { format!(r#","encoding":"{encoding}""#) };
    let location =
        if to.is_empty() { String::new() } else { format!(r#",{{"name":"location","value":"{to}"}}"#) };
    let _ = write!(
        out,
        r#",{{"_connectionId":"84113","_initiator":{{"type":"script","stack":{{"callFrames":[{{"functionName":"load","scriptId":"41","url":"https://app.example.com/main.js","lineNumber":12,"columnNumber":7}}]}}}},"_priority":"High","_resourceType":"{kind}","cache":{{}},"connection":"443","pageref":"page_1","request":{{"method":"{method}","url":"{url}","httpVersion":"http/2.0","headers":[{{"name":":authority","value":"cdn.shop.example"}},{{"name":"accept","value":"*/*"}},{{"name":"accept-encoding","value":"gzip, deflate, br, zstd"}},{{"name":"accept-language","value":"en-GB,en;q=0.9"}},{{"name":"cache-control","value":"no-cache"}},{{"name":"priority","value":"u=1, i"}},{{"name":"referer","value":"https://app.example.com/"}},{{"name":"sec-ch-ua","value":"\"Chromium\";v=\"141\", \"Not?A_Brand\";v=\"8\""}},{{"name":"sec-ch-ua-platform","value":"\"Linux\""}},{{"name":"user-agent","value":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"}}],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0{post}}},"response":{{"status":{status},"statusText":"","httpVersion":"http/2.0","headers":[{{"name":"date","value":"Mon, 23 Nov 2026 09:41:00 GMT"}},{{"name":"server","value":"cloudflare"}},{{"name":"content-type","value":"{mime}"}},{{"name":"cache-control","value":"public, max-age=31536000"}},{{"name":"etag","value":"W/\"5f1c-19a\""}},{{"name":"vary","value":"accept-encoding"}},{{"name":"strict-transport-security","value":"max-age=15552000"}}{location}],"cookies":[],"content":{{"size":{size},"mimeType":"{mime}","text":"{body}"{encoding}}},"redirectURL":"{to}","headersSize":-1,"bodySize":-1,"_transferSize":{size},"_error":null}},"serverIPAddress":"203.0.113.7","startedDateTime":"2026-11-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z","time":31.4,"timings":{{"blocked":1.2,"dns":-1,"ssl":-1,"connect":-1,"send":0.1,"wait":30.2,"receive":0.3,"_blocked_queueing":0.9}}}}"#,
        size = body.len(),
        milli = at % 4 * 250,
    );
}

/// The log of a web server, in the combined format.
fn access_log(out: &mut dyn Write, size: u64) -> std::io::Result<u64> {
    let mut dice = Dice(7);
    let (mut written, mut count, mut logins) = (0, 0, 0);
    let mut line = String::new();
    while written < size {
        line.clear();
        let time = count / 50;
        let (day, hour, minute, second) = (1 + time / 86_400, time / 3_600 % 24, time / 60 % 60, time % 60);
        let mut put = |path: &str, status: u64| {
            let _ = writeln!(
                line,
                "203.0.113.{} - - [{day:02}/Nov/2026:{hour:02}:{minute:02}:{second:02} +0000] \"GET {path} HTTP/1.1\" {status} {} \"https://app.example.com/\" \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36\"",
                count % 200,
                400 + count % 9_000
            );
        };
        if written >= logins * size / LOGINS {
            logins += 1;
            let back = format!("/callback?code={}&state={}", dice.token(43), dice.token(43));
            put(&back, 500);
        }
        let path = format!("/products/{}?page={}", dice.token(8), dice.below(100));
        put(&path, [200, 200, 200, 304, 200, 404, 200, 302, 200, 200][dice.below(10) as usize]);
        count += 1;
        out.write_all(line.as_bytes())?;
        written += line.len() as u64;
    }
    Ok(count)
}
