//! However a file comes, it holds the same.

use super::*;
use crate::readers::tests::line;
use crate::readers::{pages, read};

/// Keeps what it is given.
#[derive(Default)]
struct Kept {
    exchanges: Vec<Exchange>,
    statements: Vec<String>,
    passed_over: usize,
    /// Parts of addresses of which nothing is wanted.
    unwanted: &'static str,
}

impl Sink for Kept {
    fn wants(&mut self, uri: &Uri, _: u16) -> bool {
        let is_wanted = self.unwanted.is_empty() || !uri.text().text().contains(self.unwanted);
        self.passed_over += usize::from(!is_wanted);
        is_wanted
    }

    fn exchange(&mut self, exchange: Exchange) {
        self.exchanges.push(exchange);
    }

    fn statement(&mut self, statement: Statement) {
        self.statements.push(statement.text.text().to_owned());
    }
}

struct Pieces<'b>(&'b [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(room.len());
        self.0.read(&mut room[..count])
    }
}

/// What a stream gives that comes in pieces of that size: an exchange a line, and what is said.
fn streamed(bytes: &[u8], size: usize) -> Option<(Vec<String>, Vec<String>)> {
    let mut kept = Kept::default();
    let streamed = Streaming::of(bytes)?.read(Pieces(bytes, size), None, &mut kept).ok()?;
    in_order(streamed.form, &mut kept.exchanges);
    Some((kept.exchanges.iter().map(line).collect(), kept.statements))
}

fn at_once(bytes: &[u8]) -> Option<(Vec<String>, Vec<String>)> {
    let recording = read(bytes).ok()?;
    let statements = recording.statements.iter().map(|said| said.text.text().to_owned()).collect();
    Some((recording.exchanges.iter().map(line).collect(), statements))
}

const HAR: &str = r#"{"log":{"pages":[{"a":"}]"}],"entries":[
    {"startedDateTime":"2026-11-28T04:29:26.500Z","request":{"method":"GET","url":"https://a.example/one?q=\u0041"},
     "response":{"status":200,"content":{"mimeType":"text/html","text":"<a href=\"x\">\\\ud83d\ude00</a>"}}},
    {"startedDateTime":"2026-11-28T04:29:26.100Z","request":{"method":"POST","url":"https://a.example/token",
     "headers":[{"name":"Content-Length","value":"3"}],"postData":{"text":"a=1"}},"response":{"status":400,"content":{"text":"{\"error\":\"x\"}"}}},
    {"request":{"method":"GET","url":"https://a.example/keys"},"response":{"status":200,"content":{"text":"{\"keys\":[{\"kty\":\"RSA\"}]}"}}},
    7, {"request":null}, {"request":{"method":"GET","url":"data:,x"}},
    {"request":{"method":"GET","url":"https://a.example/last"},"response":{"status":204},"_error":null}
  ],"comment":{"b":["{"]}}}
"#;

#[test]
fn an_archive_in_pieces_is_the_same_archive() {
    let whole = at_once(HAR.as_bytes());
    assert_eq!(whole.as_ref().map(|(exchanges, _)| exchanges.len()), Some(4));
    for size in [1, 2, 7, 64, HAR.len()] {
        assert_eq!(streamed(HAR.as_bytes(), size), whole, "{size}");
    }
}

#[test]
fn an_archive_that_breaks_off_keeps_what_came_before() {
    let from = HAR.find("postData").unwrap();
    for end in from..HAR.len() {
        let cut = &HAR.as_bytes()[..end];
        assert_eq!(streamed(cut, 4_096), at_once(cut), "{end}");
    }
}

#[test]
fn what_is_not_wanted_is_passed_over_unread() {
    let mut kept = Kept { unwanted: "/last", ..Kept::default() };
    let streaming = Streaming::of(HAR.as_bytes()).unwrap();
    let streamed =
        streaming.read(HAR.as_bytes(), None, &mut kept).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!((kept.exchanges.len(), kept.passed_over), (3, 1));
    let problems: Vec<String> =
        streamed.problems.iter().map(|p| format!("{}: {}", p.place, p.what)).collect();
    assert_eq!(problems, ["entry 4: it is no object", "entry 5: it has no request"]);
    // Keys tell what they are, whatever their address.
    let mut kept = Kept { unwanted: "a.example", ..Kept::default() };
    assert!(streaming.read(HAR.as_bytes(), None, &mut kept).is_ok());
    let urls: Vec<&str> = kept.exchanges.iter().map(|exchange| exchange.request.uri.path()).collect();
    assert_eq!(urls, ["/one", "/token", "/keys"]);
}

#[test]
fn an_entry_that_is_too_long_is_read_without_its_longest_text() {
    let long = "\\\"x".repeat(4 << 20);
    let entry = |body: &str| {
        format!(
            r#"{{"request":{{"method":"POST","url":"https://a.example/b","postData":{{"text":"a=1"}}}},"response":{{"status":200,"content":{{"text":"{body}"}}}}}}"#
        )
    };
    let har = format!(r#"{{"log":{{"entries":[{},{}]}}}}"#, entry(&long), entry("short"));
    let mut kept = Kept::default();
    assert!(Streaming(Way::Har).read(har.as_bytes(), None, &mut kept).is_ok());
    let lines: Vec<String> = kept.exchanges.iter().map(line).collect();
    let head = "Fetch POST https://a.example/b [a=1] => 200";
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(kept.exchanges[0].response.as_ref().unwrap().body.missing(), Some(crate::Missing::TooLarge));
    assert!(lines.iter().all(|line| line.starts_with(head)) && lines[1].ends_with("[short]"), "{lines:?}");
}

#[test]
fn lines_in_windows_are_the_same_lines() {
    let mut read_examples = 0;
    for (name, example) in pages::examples_alone() {
        let text = example.repeat(12);
        let (Some(whole), Some(Streaming(Way::Lines))) =
            (at_once(text.as_bytes()), Streaming::of(text.as_bytes()))
        else {
            continue;
        };
        let (window, ahead) = (6 * example.len(), 3 * example.len());
        for step in [1, example.len()] {
            let pace = lines::Pace { window, ahead, step };
            let mut kept = Kept::default();
            let mut source = Source::new(Pieces(text.as_bytes(), 7));
            let mut settled = Settled { sink: &mut kept, exchanges: 0, statements: 0 };
            let read = lines::read_stream(&mut source, None, &pace, &mut settled);
            let form = read.unwrap_or_else(|error| panic!("{name}: {error:?}")).form;
            in_order(form, &mut kept.exchanges);
            let exchanges: Vec<String> = kept.exchanges.iter().map(line).collect();
            assert_eq!(exchanges, whole.0, "{name} by {step}");
        }
        read_examples += 1;
    }
    assert!(read_examples > 20, "{read_examples}");
}

#[test]
fn a_stream_with_the_newest_line_first_says_so() {
    let line = |second: usize| format!("2026-11-28T09:41:{second:02}Z ERROR login failed: invalid_grant\n");
    let problems = |text: String| {
        let mut kept = Kept::default();
        let read = Streaming(Way::Lines).read(text.as_bytes(), None, &mut kept);
        read.map(|read| read.problems.len()).unwrap_or_else(|error| panic!("{error:?}"))
    };
    assert_eq!(problems((10..40).map(line).collect()), 0);
    assert_eq!(problems((10..40).rev().map(line).collect()), 1);
}

mod properties {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_pieces_and_any_end(size in 1_usize..200, cut in 0_usize..HAR.len()) {
            let cut = &HAR.as_bytes()[..cut];
            proptest::prop_assert_eq!(streamed(cut, size), streamed(cut, cut.len().max(1)));
        }
    }
}
