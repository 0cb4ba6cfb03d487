//! A healthy login stays healthy when something harmless is different: other hosts, another order, more of what nobody asks for.

use std::collections::BTreeSet;

use lint::{FindingKind, Outcome, Session};
use oauth_lens_tests::{expand, session_of};

/// A change that means nothing, by its name: it gets the transcript before its placeholders are computed.
type Harmless = (&'static str, fn(&str) -> String);

const HARMLESS: [Harmless; 14] = [
    ("names of headers in lower case", |text| header_names(text, str::to_lowercase)),
    ("names of headers in upper case", |text| header_names(text, str::to_uppercase)),
    ("headers in reverse order", |text| blocks_of_headers(text, |headers| headers.reverse())),
    ("a header more in each request", |text| {
        blocks_of_headers(text, |headers| add(headers, '>', "X-Request-Source: shop-7"))
    }),
    ("a CDN in front of everything", |text| {
        blocks_of_headers(text, |headers| {
            add(headers, '<', "Server: cloudflare");
            add(headers, '<', "CF-Ray: 8a1b2c3d4e5f6a7b-FRA");
            add(headers, '<', "Via: 1.1 varnish");
        })
    }),
    ("nginx in front of everything", |text| {
        blocks_of_headers(text, |headers| add(headers, '<', "Server: nginx/1.25.3"))
    }),
    ("a cookie more in each request", |text| {
        blocks_of_headers(text, |headers| add(headers, '>', "Cookie: _ga=GA1.2.3; theme=dark"))
    }),
    ("parameters in reverse order", |text| queries(text, |parameters| parameters.reverse())),
    ("a parameter more in each request", |text| {
        queries(text, |parameters| parameters.push("ui_theme=dark".to_owned()))
    }),
    ("escapes in lower case", lower_escapes),
    ("other hosts", |text| {
        let text = text.replace("auth.example.com", "sso.acme-corp.test");
        text.replace("app.example.com", "portal.widgets.test")
    }),
    ("another port of the app", |text| {
        let text = text.replace("%2F%2Fapp.example.com", "%2F%2Fapp.example.com%3A8443");
        text.replace("//app.example.com", "//app.example.com:8443")
    }),
    ("a member more in each JSON answer", |text| text.replace("\n< {\"", "\n< {\"x_trace\": 7, \"")),
    ("what a page loads besides", |text| format!("{text}\n\n{BESIDES}")),
];

/// Requests that are nobody's.
const BESIDES: &str = "\
@ other
> GET https://metrics.example.net/pixel.gif?u=7
< 200
< Content-Type: image/gif

@ fetch
> GET https://metrics.example.net/collect?e=page
< 404
< Content-Type: text/plain
<
< not here
";

#[test]
fn what_means_nothing_changes_nothing() {
    let mut worse = Vec::new();
    let (mut tried, mut changed) = (0, 0);
    for (name, text) in healthy() {
        let right = Said::of(&session_of(&text));
        for (how, change) in HARMLESS {
            let other = change(&text);
            tried += 1;
            changed += usize::from(other != text);
            let said = Said::of(&session_of(&other));
            if said != right {
                worse.push(format!("{name}, {how}: {said:?} in place of {right:?}"));
            }
        }
    }
    println!("{tried} tried, {changed} of them other transcripts");
    assert!(changed >= 1_000, "only {changed} of {tried} changes changed anything");
    assert!(worse.is_empty(), "{} of {changed}:\n{}", worse.len(), worse.join("\n"));
}

/// What a session is told to have: of each login how it ended, and the faults.
#[derive(PartialEq, Debug)]
struct Said {
    outcomes: Vec<Outcome>,
    faults: BTreeSet<&'static str>,
}

impl Said {
    fn of(session: &Session) -> Self {
        let analysis = session.analysis();
        let diagnoses = || analysis.stories().iter().map(|story| story.diagnosis());
        let findings = diagnoses().flat_map(|diagnosis| &diagnosis.findings);
        let faults = findings.filter(|finding| finding.kind != FindingKind::Hygiene);
        Said {
            outcomes: diagnoses().map(|diagnosis| diagnosis.outcome).collect(),
            faults: faults.map(|finding| finding.rule.id).collect(),
        }
    }
}

fn healthy() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    let mut healthy: Vec<_> = names
        .filter(|name| name.starts_with("healthy-"))
        .map(|name| (std::fs::read_to_string(folder.join(&name).join("login.txt")).unwrap(), name))
        .map(|(text, name)| (name, text))
        .collect();
    healthy.sort();
    healthy
}

// --- Changes ---------------------------------------------------------------------------------------------------------

/// Each message's headers, as lines; the first line, the body and what is no message stay.
fn blocks_of_headers(text: &str, mut change: impl FnMut(&mut Vec<String>)) -> String {
    let mut out = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push(line.to_owned());
        let Some(side) = first_line_of(line) else { continue };
        while let Some(more) = lines.next_if(|next| next.starts_with(&format!("{side}   "))) {
            out.push(more.to_owned());
        }
        let is_header = |next: &&str| next.starts_with(&format!("{side} "));
        let mut headers: Vec<String> = Vec::new();
        while let Some(header) = lines.next_if(is_header) {
            match headers.last_mut() {
                Some(last) if header.starts_with(&format!("{side}   ")) => {
                    last.push_str(header[1..].trim_start());
                }
                _ => headers.push(header.to_owned()),
            }
        }
        // Who has no headers was not seen to have any.
        if !headers.is_empty() {
            change(&mut headers);
        }
        out.extend(headers);
    }
    out.join("\n") + "\n"
}

/// The side whose message begins with a line.
fn first_line_of(line: &str) -> Option<char> {
    let rest = line.get(2..)?;
    let is_request = line.starts_with("> ") && rest.contains(" http");
    let is_answer =
        line.starts_with("< ") && rest.len() >= 3 && rest[..3].bytes().all(|b| b.is_ascii_digit());
    (is_request && rest.split(' ').next()?.bytes().all(|b| b.is_ascii_uppercase()))
        .then_some('>')
        .or(is_answer.then_some('<'))
}

fn add(headers: &mut Vec<String>, side: char, header: &str) {
    let name = &header[..=header.find(':').unwrap()];
    let is_there = |line: &String| line[2..].to_lowercase().starts_with(&name.to_lowercase());
    if headers.iter().all(|line| line.starts_with(side)) && !headers.iter().any(is_there) {
        headers.push(format!("{side} {header}"));
    }
}

fn header_names(text: &str, case: impl Fn(&str) -> String) -> String {
    blocks_of_headers(text, |headers| {
        for header in headers {
            if let Some((name, value)) = header.split_once(": ") {
                *header = format!("{}: {value}", case(name));
            }
        }
    })
}

/// The parameters of each request's address and of each `Location`: a browser asks for what it was sent to.
fn queries(text: &str, change: impl Fn(&mut Vec<String>)) -> String {
    let text = expand(text);
    let mut out = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let side = if line.starts_with("< Location: ") { Some('<') } else { first_line_of(line) };
        let Some(side) = side.filter(|_| line.contains("://")) else {
            out.push(line.to_owned());
            continue;
        };
        let mut as_written = vec![line.to_owned()];
        while let Some(more) = lines.next_if(|next| next.starts_with(&format!("{side}   "))) {
            as_written.push(more.to_owned());
        }
        let more = as_written[1..].iter().map(|line| line[1..].trim_start());
        let whole = line.to_owned() + &more.collect::<String>();
        // The names that reports give to secrets have blanks and `#` in them.
        let Some((before, query)) = whole.split_once('?').filter(|(_, query)| !query.contains(' ')) else {
            out.extend(as_written);
            continue;
        };
        let (query, after) = query.split_at(query.find('#').unwrap_or(query.len()));
        let mut parameters: Vec<String> = query.split('&').map(str::to_owned).collect();
        change(&mut parameters);
        out.push(format!("{before}?{}{after}", parameters.join("&")));
    }
    out.join("\n") + "\n"
}

fn lower_escapes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let end = (at + 3).min(rest.len());
        out.push_str(&rest[..at]);
        out.push_str(&rest[at..end].to_lowercase());
        rest = &rest[end..];
    }
    out + rest
}

#[test]
fn the_changes_change_what_they_say() {
    let text = expand(
        "> GET https://a.example/?a=1\n>   &b=2\n> Accept: x\n> Host: y\n< 302\n< Location: /\n<\n< {\"a\": 1}\n",
    );
    let changed: Vec<String> = HARMLESS.iter().map(|(_, change)| change(&text)).collect();
    assert!(changed[2].contains("> Host: y\n> Accept: x\n"), "{}", changed[2]);
    assert!(changed[7].contains("/?b=2&a=1\n"), "{}", changed[7]);
    assert!(changed[4].contains("< Location: /\n< Server: cloudflare\n"), "{}", changed[4]);
    assert!(changed[12].contains("< {\"x_trace\": 7, \"a\": 1}"), "{}", changed[12]);
}
