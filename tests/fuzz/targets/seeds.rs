//! What the fuzzer begins with: the other tests' logins, in every form, and the parts of their messages.

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use flate2::Compression;
use flate2::write::GzEncoder;
use http::{Body, CaptureEvent, EventBody, Exchange, Headers};
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::look::Bytes;
use crate::canaries::{self, Form, attacks, places};
use crate::{archive, events_of, expand, forms, scenarios};

/// Longer ones take the fuzzer's time.
const LONGEST: usize = 16_000;
const MOST: usize = 120;

/// Each once, the shortest first.
fn few(seeds: impl IntoIterator<Item = impl Into<Bytes>>) -> Vec<Bytes> {
    let seeds: BTreeSet<(usize, Bytes)> =
        seeds.into_iter().map(Into::into).map(|seed: Bytes| (seed.len(), seed)).collect();
    let seeds: Vec<Bytes> =
        seeds.into_iter().map(|(_, seed)| seed).filter(|seed| (1..LONGEST).contains(&seed.len())).collect();
    let step = seeds.len().div_ceil(MOST).max(1);
    seeds.into_iter().step_by(step).collect()
}

fn exchanges() -> Vec<Vec<Exchange>> {
    let read = |text: String| http::readers::read(text.as_bytes()).map(|recording| recording.exchanges).ok();
    scenarios().into_iter().filter_map(|(_, text)| read(text)).collect()
}

/// The generator's recordings in a form, made once: several targets begin with them.
fn generated(form: Form) -> Vec<String> {
    static MADE: Mutex<Vec<(Form, Vec<String>)>> = Mutex::new(Vec::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, known)) = made.iter().find(|(of, _)| *of == form) {
        return known.clone();
    }
    let places = places();
    let cases = canaries::round(&places, 1).filter(|case| case.form == form);
    let recordings: Vec<String> = cases.step_by(9).map(|case| case.recording(&case.value())).collect();
    made.push((form, recordings.clone()));
    recordings
}

pub(super) fn har() -> Vec<Bytes> {
    few(generated(Form::Har).into_iter().chain(generated(Form::CutHar)))
}

pub(super) fn json_lines() -> Vec<Bytes> {
    let attacks = attacks().into_iter().map(|attack| attack.text);
    few(exchanges().iter().map(|all| forms::json_lines(all)).chain(attacks).chain(generated(Form::CutLines)))
}

pub(super) fn curl() -> Vec<Bytes> {
    let recorded = archive("corpus/recordings.tar.gz").into_iter();
    let recorded =
        recorded.filter(|(name, _)| name.ends_with(".curl.txt")).map(|(_, bytes)| bytes).step_by(5);
    few(generated(Form::Curl).into_iter().map(String::into_bytes).chain(recorded))
}

pub(super) fn raw() -> Vec<Bytes> {
    few(exchanges().iter().map(|all| forms::raw(all)).chain(generated(Form::AccessLog)))
}

pub(super) fn transcripts() -> Vec<Bytes> {
    few(scenarios().into_iter().map(|(_, text)| text))
}

pub(super) fn open_telemetry() -> Vec<Bytes> {
    few(generated(Form::OpenTelemetry))
}

/// Formats, each with a line that has it.
pub(super) fn access_logs() -> Vec<Bytes> {
    few([
        "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent\n10.0.0.1 - - [28/Nov/2026:04:24:35 +0000] \"GET /cb?code=1 HTTP/1.1\" 302 0",
        "log_format own escape=default '$time_iso8601|$scheme|$host|$request_method|$uri$is_args$args|$status|$sent_http_location|$request_body';\n2026-11-28T04:24:35+00:00|https|a.example|POST|/token|400|-|a=1&b=\\x22",
        "%{Host}i %h %t \"%m %U%q\" %>s %D loc=%{Location}o\na.example:443 10.0.0.1 [28/Nov/2026:04:24:35 +0000] \"GET /login\" 302 12 loc=https://b.example/",
    ])
}

/// Tables and logs whose columns have names.
pub(super) fn columns() -> Vec<Bytes> {
    let examples = tools().into_iter();
    few(examples.filter(|seed| seed.starts_with(b"#") || seed.starts_with(b"\"") || !seed.contains(&b'{')))
}

/// The examples of the pages of forms.
pub(super) fn tools() -> Vec<Bytes> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/http/src/readers/forms");
    let files =
        std::fs::read_dir(folder).expect("the folder of forms").map(|file| file.expect("a file").path());
    let pages = files.filter(|path| path.extension().is_some_and(|e| e == "md"));
    let examples = pages.flat_map(|path| {
        let page = std::fs::read_to_string(path).expect("a page");
        let from = page.find("\n## Example\n").unwrap_or(page.len());
        let to = page.find("\n## Read as\n").unwrap_or(page.len());
        let fenced = page[from..to.max(from)].split("\n```").skip(1).step_by(2);
        fenced.filter_map(|block| Some(block.split_once('\n')?.1.to_owned())).collect::<Vec<_>>()
    });
    few(examples)
}

/// The same in archives.
pub(super) fn packed() -> Vec<Bytes> {
    let gzip = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("memory");
        encoder.finish().expect("memory")
    };
    let zip = |files: &[(&str, &[u8])]| {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            archive.start_file(*name, SimpleFileOptions::default()).expect("memory");
            archive.write_all(bytes).expect("memory");
        }
        archive.finish().expect("memory").into_inner()
    };
    let tools = tools();
    let networks =
        tools.iter().filter(|seed| seed.starts_with(b"{\"type\":\"resource-snapshot\"")).map(|seed| {
            zip(&[
                ("0-trace.network", seed),
                ("resources/3ab3e3e7.dat", b"code=1234"),
                ("resources/2d77f454.json", b"{}"),
            ])
        });
    let raw = tools.iter().filter(|seed| seed.starts_with(b"POST /")).map(|seed| {
        let text = String::from_utf8_lossy(seed);
        let (request, response) = text.split_once("\nHTTP/").unwrap_or((&text, ""));
        let answer = format!("HTTP/{response}");
        zip(&[
            ("raw/1_c.txt", request.as_bytes()),
            ("raw/1_s.txt", answer.as_bytes()),
            ("raw/1_m.xml", b"<Session/>"),
        ])
    });
    let several = tools.windows(2).step_by(5).map(|pair| zip(&[("a.har", &pair[0]), ("b.json", &pair[1])]));
    few(tools.iter().step_by(3).map(|seed| gzip(seed)).chain(networks).chain(raw).chain(several))
}

pub(super) fn recordings() -> Vec<Bytes> {
    let forms: [fn() -> Vec<Bytes>; 8] =
        [har, json_lines, curl, raw, transcripts, open_telemetry, tools, packed];
    few(forms.iter().flat_map(|form| form().into_iter().step_by(4)))
}

/// What becomes long, and is read piece by piece then.
pub(super) fn long() -> Vec<Bytes> {
    few(har().into_iter().chain(json_lines()).chain(raw()).chain(tools()))
}

/// Some of them behind each other.
pub(super) fn files() -> Vec<Bytes> {
    let all = recordings();
    let pairs = all.iter().zip(all.iter().skip(7)).map(|pair| [&pair.0[..], &pair.1[..]]);
    let three = all.windows(3).step_by(4).map(|three| three.join(super::files::BETWEEN));
    few(pairs.map(|pair| pair.join(super::files::BETWEEN)).chain(three))
}

/// What somebody pastes: the samples of known texts, and what a log says around one.
pub(super) fn messages() -> Vec<Bytes> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/lint/src/known");
    let text = |path: &Path| std::fs::read_to_string(path).expect("a file of texts");
    let tables = std::fs::read_dir(folder.join("texts")).expect("the folder of texts");
    let tables = tables.map(|file| text(&file.expect("a file").path()));
    let known: Vec<String> = tables
        .flat_map(|table| {
            table.lines().filter_map(|line| Some(line.split('\t').nth(2)?.to_owned())).collect::<Vec<_>>()
        })
        .collect();
    let foreign: Vec<String> = text(&folder.join("foreign.txt")).lines().map(str::to_owned).collect();
    let around = known.iter().step_by(40).map(|text| {
        format!("2026-11-28 04:24:35 ERROR [app] Error: login failed\n    at a (b.js:1:2)\nCaused by: {text}")
    });
    few(known.iter().step_by(12).cloned().chain(around).chain(foreign.into_iter().step_by(8)))
}

pub(super) fn events() -> Vec<Bytes> {
    let live = exchanges().into_iter().map(|all| {
        let lines = events_of(&all, "r").into_iter().enumerate();
        // Some of a batch end it.
        let lines = lines
            .map(|(at, (_, event))| format!("{}\n{}", written(&event), if at % 5 == 4 { "\n" } else { "" }));
        lines.collect::<String>().into_bytes()
    });
    let browsers = archive("fixtures/recordings.tar.gz").into_iter();
    let browsers = browsers.filter(|(name, _)| name.ends_with(".events.jsonl")).map(|(_, bytes)| bytes);
    few(live.chain(browsers))
}

fn written(event: &CaptureEvent) -> Value {
    let text = |body: &EventBody| match body {
        EventBody::Text { text } => json!({ "kind": "text", "text": text }),
        _ => json!({ "kind": "none" }),
    };
    match event {
        CaptureEvent::RequestStarted {
            request,
            time,
            method,
            url,
            resource,
            tab,
            frame,
            initiator,
            container,
            body,
        } => {
            json!({ "type": "requestStarted", "request": request, "time": time, "method": method, "url": url, "resource": resource,
                "tab": tab, "frame": frame, "initiator": initiator, "container": container, "body": text(body) })
        }
        CaptureEvent::RequestSent { request, time, headers } => {
            json!({ "type": "requestSent", "request": request, "time": time, "headers": headers })
        }
        CaptureEvent::ResponseStarted { request, time, status, headers } => {
            json!({ "type": "responseStarted", "request": request, "time": time, "status": status, "headers": headers })
        }
        CaptureEvent::Redirected { request, time, status, location, headers } => {
            json!({ "type": "redirected", "request": request, "time": time, "status": status, "location": location, "headers": headers })
        }
        CaptureEvent::Completed { request, time, status, from_cache } => {
            json!({ "type": "completed", "request": request, "time": time, "status": status, "fromCache": from_cache })
        }
        CaptureEvent::Failed { request, time, error } => {
            json!({ "type": "failed", "request": request, "time": time, "error": error })
        }
        CaptureEvent::Content { method, url, time, status, request_body, body, .. } => {
            json!({ "type": "content", "method": method, "url": url, "time": time, "status": status, "requestBody": request_body, "body": text(body) })
        }
        CaptureEvent::TabOpened { tab, opener, time } => {
            json!({ "type": "tabOpened", "tab": tab, "opener": opener, "time": time })
        }
        CaptureEvent::Navigated { tab, frame, time, url, .. } => {
            json!({ "type": "navigated", "tab": tab, "frame": frame, "time": time, "url": url })
        }
        CaptureEvent::TabClosed { tab, time } => json!({ "type": "tabClosed", "tab": tab, "time": time }),
    }
}

/// Of all exchanges of all scenarios.
fn each(of: impl Fn(&Exchange) -> Option<String>) -> Vec<Bytes> {
    few(exchanges().iter().flatten().filter_map(of))
}

fn header(headers: Option<&Headers>, name: &str) -> Option<String> {
    let all: Vec<&str> =
        headers?.iter().filter(|(own, _)| *own == name).map(|(_, value)| value.text()).collect();
    (!all.is_empty()).then(|| all.join("\n"))
}

fn body(exchange: &Exchange) -> Option<&str> {
    exchange.response_body().present().copied().and_then(Body::text)
}

pub(super) fn addresses() -> Vec<Bytes> {
    each(|exchange| {
        let location =
            header(exchange.response.as_ref().and_then(|response| response.headers.present()), "location");
        Some(format!("{}\n{}", exchange.request.uri.text().text(), location.unwrap_or_default()))
    })
}

pub(super) fn forms() -> Vec<Bytes> {
    let sent = each(|exchange| exchange.request.body.present()?.text().map(str::to_owned));
    let queries = each(|exchange| exchange.request.uri.url().query().map(str::to_owned));
    few(sent.into_iter().chain(queries))
}

pub(super) fn cookies() -> Vec<Bytes> {
    each(|exchange| header(exchange.request.headers.present(), "cookie"))
}

pub(super) fn set_cookies() -> Vec<Bytes> {
    each(|exchange| header(exchange.response.as_ref()?.headers.present(), "set-cookie"))
}

pub(super) fn challenges() -> Vec<Bytes> {
    each(|exchange| header(exchange.response.as_ref()?.headers.present(), "www-authenticate"))
}

pub(super) fn documents() -> Vec<Bytes> {
    each(|exchange| {
        body(exchange)
            .filter(|body| body.contains("_endpoint\"") || body.contains("authorization_servers"))
            .map(str::to_owned)
    })
}

pub(super) fn key_sets() -> Vec<Bytes> {
    let served = each(|exchange| body(exchange).filter(|body| body.contains("\"kty\"")).map(str::to_owned));
    let pasted = tokens().into_iter().filter_map(|seed| {
        let at = seed.iter().position(|b| *b == b'\n')?;
        Some(seed[at + 1..].to_vec())
    });
    few(served.into_iter().chain(pasted).chain([include_bytes!("../keys.json").to_vec()]))
}

pub(super) fn tokens() -> Vec<Bytes> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/token");
    let files = std::fs::read_dir(folder).expect("the folder of tokens");
    let kept = files.filter_map(|file| std::fs::read(file.ok()?.path()).ok());
    let signed = expand(
        r#"$signed({"alg":"ES256","kid":"key-1"}, {"iss":"https://a.example","aud":"web","sub":"jane","iat":1795426868})"#,
    );
    few(kept.chain([signed.into_bytes()]))
}

pub(super) fn masking() -> Vec<Bytes> {
    let around = [
        " ",
        "{\"a\":\"",
        "user=jane&password=",
        "Set-Cookie: a=",
        "<input type=hidden value=\"\">",
        "the code  was not accepted",
        "https://a.example/x?y=",
        "%",
        "&#",
        "\\u00",
        "jane:@a.example",
        "a.b.c",
        "[REDACTED]",
        "state#1 · 43 chars",
        "--\r\n\r\n",
        "\u{202e}é",
    ];
    let heads = (0_u32..96).map(|at| {
        let number = at.wrapping_mul(0x9e37_79b9);
        let [a, b, c, d] = number.to_be_bytes();
        vec![a, b, at as u8, (at / 3) as u8, c, d, b ^ c, 128]
    });
    heads
        .zip(around.iter().cycle())
        .map(|(head, around)| [head, around.as_bytes().to_vec()].concat())
        .collect()
}
