//! What archives of all kinds look like.

use super::*;
use crate::readers::tests::{body, line};
use crate::*;

fn archive(entries: &str) -> String {
    format!(r#"{{"log":{{"version":"1.2","creator":{{"name":"x"}},"entries":[{entries}]}}}}"#)
}

fn recording(text: &str) -> Recording {
    read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}: {text}"))
}

pub(super) fn one(entry: &str) -> Exchange {
    let archive = archive(entry);
    let recording = crate::readers::read(archive.as_bytes()).unwrap_or_else(|e| panic!("{e:?}: {entry}"));
    assert_eq!(recording.problems, [], "{entry}");
    assert_eq!(recording.exchanges.len(), 1, "{entry}");
    recording.exchanges.into_iter().next().unwrap()
}

fn check(entry: &str, expected: &str) {
    assert_eq!(line(&one(entry)), expected, "{entry}");
}

fn check_unreadable(text: &str, what: &str, place: Option<&str>) {
    let unreadable = read(text.as_bytes()).err().unwrap_or_else(|| panic!("readable: {text}"));
    assert_eq!((unreadable.what.as_str(), unreadable.place.as_deref()), (what, place), "{text}");
}

fn check_problems(entries: &str, exchanges: usize, expected: &[&str]) {
    let recording = recording(&archive(entries));
    let problems: Vec<String> =
        recording.problems.iter().map(|p| format!("{}: {}", p.place, p.what)).collect();
    assert_eq!(problems, expected, "{entries}");
    assert_eq!(recording.exchanges.len(), exchanges, "{entries}");
}

const GOOD: &str = r#"{"request":{"method":"GET","url":"https://a.example/"},"response":{"status":204}}"#;

#[test]
fn reads_a_whole_entry() {
    let exchange = one(r#"{"pageref":"page@1","_frameref":"frame@1","_resourceType":"document","time":12.5,
          "startedDateTime":"2026-11-23T10:41:07.120+01:00",
          "request":{"method":"GET","url":"https://idp.example/authorize?state=s","cookies":[],"bodySize":0,
            "headers":[{"name":":authority","value":"idp.example"},{"name":"Accept","value":"text/html"}]},
          "response":{"status":302,"headers":[{"name":"Location","value":"/login"},
            {"name":"set-cookie","value":"a=1; Path=/\nb=2"}],
            "content":{"size":-1,"mimeType":"x-unknown"},"redirectURL":""}}"#);
    assert_eq!(
        line(&exchange),
        "Page GET https://idp.example/authorize?state=s [] => 302 [not recorded] -> https://idp.example/login"
    );
    assert_eq!(exchange.started.unwrap().to_rfc3339(), "2026-11-23T09:41:07.120Z");
    assert_eq!(exchange.finished.unwrap().as_millis() - exchange.started.unwrap().as_millis(), 12.5);
    assert_eq!((exchange.context.tab, exchange.context.frame), (Some(1), Some(0)));
    assert_eq!(exchange.request.headers.present().unwrap().iter().count(), 1);
    assert_eq!(exchange.response.unwrap().headers.present().unwrap().count("set-cookie"), 2);
}

#[test]
fn request_bodies() {
    let check = |post: &str, expected: &str| {
        let entry = format!(r#"{{"request":{{"method":"POST","url":"https://a.example/"{post}}}}}"#);
        assert_eq!(body(&one(&entry).request.body), expected, "{post}");
    };
    check(r#","postData":{"text":"a=1&b=%20"}"#, "[a=1&b=%20]");
    check(r#","postData":{"text":"YT0x","encoding":"base64"}"#, "[a=1]");
    check(r#","postData":{"text":"Content-Type: a/b\r\nContent-Length: 3\r\n\r\na=1"}"#, "[a=1]");
    check(r#","postData":{"text":"YT0x","_encoding":"base64"}"#, "[a=1]");
    check(r#","postData":{"text":"/w==","encoding":"base64"}"#, "[[ff]]");
    check(r#","postData":{"text":"?!","encoding":"base64"}"#, "[not readable]");
    check(r#","postData":{"text":"{\"a\":\"\\u0000\"}"}"#, "[{\"a\":\"\\u0000\"}]");
    check(r#","postData":{"text":"a\ud83d=1"}"#, "[a\u{fffd}=1]");
    check(
        r#","postData":{"params":[{"name":"u","value":"https://a.example/cb"}]}"#,
        "form[u=https://a.example/cb]",
    );
    check(
        r#","postData":{"params":[{"name":"u","value":"https%3A%2F%2Fa"}],"text":""}"#,
        "form[u=https://a]",
    );
    check(r#","postData":{"params":[{"name":"p","value":"100%25 sure"}]}"#, "form[p=100%25 sure]");
    check(r#","postData":{"params":"no list","text":""},"bodySize":12"#, "[not recorded]");
    check(r#","postData":{"text":""},"bodySize":0"#, "[]");
    check(r#","bodySize":0"#, "[]");
    check(r#","bodySize":-1"#, "[not recorded]");
    check("", "[not recorded]");
    check(r#","bodySize":0,"headers":[{"name":"Content-Length","value":"12"}]"#, "[not recorded]");
    check(r#","headers":[{"name":"Content-Length","value":0}]"#, "[]");
}

#[test]
fn response_bodies() {
    let check = |status: u16, headers: &str, content: &str, expected: &str| {
        let entry = format!(
            r#"{{"_resourceType":"fetch","request":{{"method":"GET","url":"https://a.example/"}},
                 "response":{{"status":{status},"headers":[{headers}],{content}}}}}"#
        );
        assert_eq!(body(&one(&entry).response.unwrap().body), expected, "{content}");
    };
    check(200, "", r#""content":{"size":2,"text":"{}"}"#, "[{}]");
    check(200, "", r#""content":{"size":2,"text":"e30=","encoding":"base64"}"#, "[{}]");
    check(200, "", r#""content":{"size":2,"text":"%%","encoding":"base64"}"#, "[not readable]");
    check(200, "", r#""content":{"size":9,"text":"\ud83d \ud83d\ude00 \\ud83d"}"#, "[\u{fffd} 😀 \\ud83d]");
    // An empty text is a body only where the size says so too.
    check(200, "", r#""content":{"size":0,"text":""}"#, "[]");
    check(200, "", r#""content":{"size":40,"text":""}"#, "[not recorded]");
    check(200, "", r#""content":{"text":""}"#, "[not recorded]");
    check(200, "", r#""content":{"size":-1}"#, "[not recorded]");
    check(200, "", r#""content":{"size":40}"#, "[not recorded]");
    check(200, "", r#""content":{"size":0}"#, "[not recorded]");
    check(200, "", r#""content":{"size":0},"bodySize":0"#, "[]");
    check(
        200,
        r#"{"name":"Content-Length","value":"9"}"#,
        r#""content":{"size":0,"text":""}"#,
        "[not recorded]",
    );
    check(200, r#"{"name":"Content-Length","value":"0"}"#, r#""content":{"size":-1}"#, "[]");
    check(204, "", r#""content":{"size":-1}"#, "[]");
    check(200, "", r#""content":null"#, "[not recorded]");
    check(200, "", r#""content":{"size":"4","text":{"a":[1]}}"#, "[not readable]");
    // What nobody looks at is not read.
    check(200, "", r#""content":{"size":3,"mimeType":"image/svg+xml","text":"<svg>"}"#, "[not recorded]");
    check(200, "", r#""content":{"size":3,"mimeType":"text/javascript","text":"{}"}"#, "[{}]");
}

#[test]
fn network_errors() {
    let entry = |extra: &str, response: &str| {
        format!(
            r#"{{"_resourceType":"fetch","request":{{"method":"GET","url":"https://a.example/",
                 "headers":[{{"name":"Origin","value":"https://b.example"}}]}}{extra},"response":{{{response}}}}}"#
        )
    };
    let check = |extra: &str, response: &str, expected: &str| {
        let line = line(&one(&entry(extra, response)));
        assert_eq!(line.strip_prefix("Fetch GET https://a.example/ []").unwrap(), expected, "{response}");
    };
    check("", r#""status":-1,"headers":[],"_failureText":"net::ERR_FAILED""#, " ! Blocked");
    check("", r#""status":0,"_error":"net::ERR_NAME_NOT_RESOLVED""#, " ! NameNotResolved");
    check(r#","_error":"net::ERR_CONNECTION_REFUSED""#, r#""status":0"#, " ! Refused");
    check("", r#""status":0,"_error":null"#, "");
    let acao = r#""headers":[{"name":"Access-Control-Allow-Origin","value":"*"}]"#;
    check(
        "",
        &format!(r#""status":200,{acao},"_error":"net::ERR_ABORTED""#),
        " => 200 [not recorded] ! Aborted",
    );
    check("", &format!(r#""status":200,{acao},"content":{{"size":0,"text":""}}"#), " => 200 []");
    // Without that header the browser keeps the body to itself, and says that it is empty.
    let other = r#""headers":[{"name":"Vary","value":"Origin"}],"content":{"size":0,"text":""}"#;
    check("", &format!(r#""status":200,{other}"#), " => 200 [hidden by the browser]");
    check("", &format!(r#""status":0,{other}"#), " => 0 [hidden by the browser]");
    assert!(one(&entry("", r#""status":0"#)).finished.is_none());
}

#[test]
fn how_the_request_was_made() {
    let check = |method: &str, kind: &str, headers: &[(&str, &str)], expected: Via| {
        let headers: Vec<String> =
            headers.iter().map(|(n, v)| format!(r#"{{"name":"{n}","value":"{v}"}}"#)).collect();
        let entry = format!(
            r#"{{"_resourceType":"{kind}","request":{{"method":"{method}","url":"https://a.example/","headers":[{}]}}}}"#,
            headers.join(",")
        );
        assert_eq!(one(&entry).context.via, expected, "{entry}");
    };
    check("GET", "document", &[], Via::Page);
    check("POST", "document", &[("Origin", "https://b.example")], Via::Page);
    check("GET", "document", &[("Sec-Fetch-Dest", "iframe")], Via::Frame);
    check("GET", "", &[("Sec-Fetch-Dest", "document")], Via::Page);
    check("GET", "", &[("Sec-Fetch-Dest", "empty")], Via::Fetch);
    check("GET", "document", &[("Sec-Fetch-Dest", "image")], Via::Unknown);
    check("POST", "xhr", &[], Via::Fetch);
    check("OPTIONS", "preflight", &[], Via::Fetch);
    check("OPTIONS", "", &[("Accept", "*/*")], Via::Fetch);
    for kind in ["script", "stylesheet", "image", "font", "ping", "manifest"] {
        check("GET", kind, &[("Origin", "https://b.example")], Via::Unknown);
    }
    check("GET", "other", &[("Upgrade-Insecure-Requests", "1")], Via::Page);
    check("GET", "", &[("Accept", "text/html,*/*")], Via::Page);
    check("POST", "", &[("Accept", "text/html,*/*"), ("Origin", "https://a.example")], Via::Page);
    check("GET", "", &[("Accept", "application/json")], Via::Fetch);
    check("GET", "", &[("Accept", "*/*"), ("X-Requested-With", "XMLHttpRequest")], Via::Fetch);
    check("GET", "", &[("Accept", "*/*"), ("Origin", "https://b.example")], Via::Fetch);
    check("GET", "", &[("Accept", "image/*")], Via::Unknown);
    check("POST", "", &[("User-Agent", "okhttp/4.9")], Via::Server);
    check("POST", "", &[("User-Agent", "Mozilla/5.0")], Via::Fetch);
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    check("POST", "", &[form, ("Origin", "https://b.example")], Via::Unknown);
    check("POST", "", &[form, ("Origin", "https://b.example"), ("Accept", "*/*")], Via::Fetch);
}

#[test]
fn tabs_and_frames() {
    let check = |entries: &[(&str, &str, &str)], expected: &[(Option<i64>, Option<i64>, Via)]| {
        let entries: Vec<String> = entries
            .iter()
            .map(|(page, frame, kind)| {
                format!(
                    r#"{{"pageref":"{page}","_frameref":"{frame}","_resourceType":"{kind}",
                         "request":{{"method":"GET","url":"https://a.example/"}}}}"#
                )
            })
            .collect();
        let recording = recording(&archive(&entries.join(",")));
        let places: Vec<_> =
            recording.exchanges.iter().map(|e| (e.context.tab, e.context.frame, e.context.via)).collect();
        assert_eq!(places, expected, "{entries:?}");
    };
    // Playwright: a page is a tab.
    check(
        &[
            ("page@a", "frame@1", "document"),
            ("page@a", "frame@2", "document"),
            ("page@a", "frame@2", "fetch"),
            ("page@b", "frame@3", "document"),
            ("page@a", "frame@1", "document"),
        ],
        &[
            (Some(1), Some(0), Via::Page),
            (Some(1), Some(1), Via::Frame),
            (Some(1), Some(1), Via::Fetch),
            (Some(2), Some(0), Via::Page),
            (Some(1), Some(0), Via::Page),
        ],
    );
    // Developer tools: a page is a page load.
    check(
        &[("page_1", "", "document"), ("page_2", "", "document"), ("page_2", "", "fetch")],
        &[(Some(1), Some(0), Via::Page), (Some(1), Some(0), Via::Page), (Some(1), None, Via::Fetch)],
    );
    check(&[("", "", "xhr")], &[(None, None, Via::Fetch)]);
}

#[test]
fn headers_that_are_not_there() {
    let exchange = one(r#"{"request":{"method":"GET","url":"https://a.example/","headers":[]},
                           "response":{"status":200,"headers":"none"}}"#);
    assert_eq!(exchange.request.headers.missing(), Some(Missing::NotRecorded));
    assert_eq!(exchange.response.unwrap().headers.missing(), Some(Missing::NotRecorded));
}

#[test]
fn in_order_of_time() {
    let entry = |n: u8, time: &str| {
        format!(r#"{{{time}"request":{{"method":"GET","url":"https://a.example/{n}"}}}}"#)
    };
    let entries = [
        entry(0, r#""startedDateTime":"2026-11-23T09:41:02Z","#),
        entry(1, ""),
        entry(2, r#""startedDateTime":"2026-11-23T09:41:01Z","#),
        entry(3, r#""startedDateTime":"2026-11-23T09:41:02Z","#),
        entry(4, r#""startedDateTime":"yesterday","#),
    ];
    let exchanges = recording(&archive(&entries.join(","))).exchanges;
    let order: Vec<&str> = exchanges.iter().map(|e| e.request.uri.path()).collect();
    assert_eq!(order, ["/2", "/0", "/1", "/3", "/4"]);
    assert!(exchanges.iter().zip(0..).all(|(exchange, id)| exchange.id == ExchangeId(id)));
}

#[test]
fn finds_the_entries() {
    let entries = format!("[{GOOD}]");
    for text in [
        entries.clone(),
        format!(r#"{{"entries":{entries}}}"#),
        format!(r#"{{"a":1,"log":{{"pages":[{{"entries":[]}}],"entries":{entries},"z":null}},"b":[]}}"#),
        format!("\n {{ \"log\" : {{ \"entries\" : {entries} }} }} \n\n"),
    ] {
        let recording = recording(&text);
        assert_eq!((recording.exchanges.len(), recording.problems.len()), (1, 0), "{text}");
    }
}

#[test]
fn fields_of_wrong_types() {
    check(
        r#"{"time":"soon","pageref":7,"startedDateTime":{},"request":{"method":"GET","url":"https://a.example/",
              "headers":{"a":1},"postData":"text"},"response":{"status":"200","content":[],"redirectURL":null}}"#,
        "Unknown GET https://a.example/ [] => 200 [not recorded]",
    );
    check(
        r#"{"request":{"method":"GET","url":"https://a.example/","headers":[1,null,{"name":1},{"value":"x"}]},
              "response":"none"}"#,
        "Unknown GET https://a.example/ []",
    );
}

#[test]
fn a_bad_entry_does_not_spoil_the_next() {
    check_problems(
        &format!("1,{GOOD},[],null"),
        1,
        &["entry 1: it is no object", "entry 3: it is no object", "entry 4: it is no object"],
    );
    check_problems(&format!("{{}},{GOOD}"), 1, &["entry 1: it has no request"]);
    check_problems(
        &format!(r#"{GOOD},{{"request":{{"method":"GET"}}}},{GOOD}"#),
        2,
        &["entry 2: its request has no URL"],
    );
    check_problems(
        &format!(r#"{GOOD},{{"request":{{"method":"GET","url":"/relative"}}}}"#),
        1,
        &["entry 2: the URL of its request is not absolute"],
    );
    check_problems(
        &format!(r#"{{"request":{{"url":"https://a.example/"}}}},{GOOD}"#),
        1,
        &["entry 1: its request has no method"],
    );
    check_problems(
        &format!(r#"{{"time":1,"time":2}},{GOOD}"#),
        1,
        &["entry 1: one of its fields cannot be read"],
    );
    check_problems(
        &format!(r#"{{"time":1e999,"request":1}},{GOOD}"#),
        1,
        &["entry 1: one of its fields cannot be read"],
    );
}

#[test]
fn what_is_no_http_is_passed_over() {
    let entry = |url: &str| format!(r#"{{"request":{{"method":"GET","url":"{url}"}}}}"#);
    let others =
        ["data:text/plain,x", "blob:https://a.example/1", "wss://a.example/", "chrome-extension://a/b.js"];
    let entries: Vec<String> = others.iter().map(|url| entry(url)).collect();
    check_problems(&format!("{},{}", entries.join(","), entry("myapp://callback?code=c")), 1, &[]);
    check_unreadable(&archive(&entries.join(",")), "none of its entries is an HTTP request", None);
}

#[test]
fn what_is_no_har() {
    let no_har = "it is JSON, but no HAR: it has no `log.entries`";
    for text in [
        "{}",
        "[1,2]",
        r#"{"log":1}"#,
        r#"{"log":[1]}"#,
        r#"{"log":{}}"#,
        r#"{"entries":{}}"#,
        r#"{"log":{"entries":null}}"#,
    ] {
        check_unreadable(text, no_har, None);
    }
    check_unreadable(&archive(""), "the HAR holds no entries", None);
    check_unreadable(&archive("1"), "none of its 1 entries can be read; entry 1: it is no object", None);
    check_unreadable(
        "{\"log\":{\n\"version\"",
        "the file ends before its first entry",
        Some("line 2, column 9"),
    );
    check_unreadable(
        "{\"log\":{\"entries\":[{\"a\"",
        "the file ends before its first entry is complete",
        Some("line 1, column 23"),
    );
    check_unreadable("{\"log\":{\"entries\":[{a", "its first entry is no JSON", Some("line 1, column 21"));
    check_unreadable("{\"log\":\0", "it begins like JSON, but is none", Some("line 1, column 8"));
}

#[test]
fn a_file_that_breaks_off() {
    let whole = archive(&format!("{GOOD},\n{GOOD}"));
    let check = |text: &str, exchanges: usize, problem: &str| {
        let recording = recording(text);
        assert_eq!(recording.exchanges.len(), exchanges);
        let problems: Vec<String> =
            recording.problems.iter().map(|p| format!("{}: {}", p.place, p.what)).collect();
        assert_eq!(problems, [problem]);
    };
    check(
        &whole[..whole.len() - 20],
        1,
        "entry 2: the file breaks off at line 2, column 64; this entry and all after it are lost",
    );
    check(&whole[..whole.len() - 1], 2, "line 2, column 83: the file breaks off here, after its last entry");
    check(
        &format!("{whole} {{"),
        2,
        "line 2, column 86: the archive ends here; what follows it was not read",
    );
    check(
        &whole.replacen("\n{\"request\"", "\n{oops", 1),
        1,
        "entry 2: it is no JSON at line 2, column 2; this entry and all after it are lost",
    );
}

#[test]
fn nesting_does_not_reach_the_stack() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    check_unreadable(&deep, "it is JSON, but no HAR: it has no `log.entries`", None);
    check_problems(
        &format!(
            r#"{deep},{{"request":{deep}}},{{"x":{deep},"request":{{"method":"GET","url":"https://a.example/","headers":{deep}}}}}"#
        ),
        1,
        &["entry 1: it is no object", "entry 2: it has no request"],
    );
    assert!(read("[".repeat(1_000_000).as_bytes()).is_err());
    assert!(read("{\"a\":".repeat(1_000_000).as_bytes()).is_err());
}

#[test]
fn bytes_that_are_no_text() {
    let text = archive(GOOD).into_bytes();
    let text: Vec<u8> = text.iter().map(|b| if *b == b'v' { 0xff } else { *b }).collect();
    assert_eq!(read(&text).map(|recording| recording.exchanges.len()).ok(), Some(1));
}

#[test]
fn what_stands_behind_an_archive_is_read_too() {
    let entry = |host: &str| {
        format!(
            r#"{{"startedDateTime":"2026-11-28T10:00:00Z","request":{{"method":"GET","url":"https://{host}/","headers":[]}},"response":{{"status":200,"headers":[]}}}}"#
        )
    };
    let archive = |host: &str| format!("{{\"log\":{{\"entries\":[\n{}\n]}}}}\n", entry(host));
    let talk = "> GET /me HTTP/1.1\n> Host: c.example\n> \n< HTTP/1.1 401 Unauthorized\n< \n";
    let hosts = |text: &str| -> Vec<String> {
        let recording = crate::readers::read(text.as_bytes()).unwrap();
        assert_eq!(recording.problems, [], "{text}");
        recording.exchanges.iter().map(|exchange| exchange.request.uri.host().to_owned()).collect()
    };
    assert_eq!(hosts(&format!("{}and:\n{talk}", archive("a.example"))), ["a.example", "c.example"]);
    assert_eq!(
        hosts(&format!("{}{}", archive("a.example"), archive("b.example"))),
        ["a.example", "b.example"]
    );
    assert_eq!(hosts(&format!("{talk}\nthe archive:\n{}", archive("a.example"))), ["c.example", "a.example"]);
    // In an issue's text, in code, and one entry of it alone.
    for text in [
        format!("Hi,\n\n```json\n{}```\nthanks\n", archive("a.example")),
        format!("HAR: {}thanks\n", archive("a.example").replace('\n', "")),
        format!("const har = {};\n", archive("a.example").trim_end()),
        format!("the entry\n{}\n", entry("a.example")),
        format!(
            "> Hi,\n>\n{}",
            archive("a.example").lines().map(|line| format!("> {line}\n")).collect::<String>()
        ),
    ] {
        assert_eq!(hosts(&text), ["a.example"], "{text}");
    }
}
