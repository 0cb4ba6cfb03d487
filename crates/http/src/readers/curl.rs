//! What `curl -v` and `curl --trace-ascii` write: the server's half of a login.
//!
//! A transcript shows a request as `>` lines, a response as `<` lines, curl's notes as `*` lines and bodies as they
//! are. It holds no URL: that comes from the request line, `Host` and what the notes say about TLS. Times are left
//! out: the only ones in it are the `Date` headers, and these are the other side's clock.
//!
//! A request body is what stands between request and response, or the `-d` of the command if that is quoted above.

mod command;
mod trace;
mod transfers;

use self::command::{command_line, continues};
use self::trace::{read_trace, trace_mark};
use self::transfers::Transfers;
use super::{Recording, Unreadable};

/// Whether a line of it is one that curl writes.
pub(super) fn is_curl(bytes: &[u8]) -> bool {
    bytes.split(|&b| b == b'\n').any(|line| {
        let line = line.get(..line.len().min(20_000)).unwrap_or_default();
        let text = String::from_utf8_lossy(line);
        let text = without_time(without_meter(&text).unwrap_or_default().trim_start());
        match text.as_bytes().first() {
            Some(b'>') => text.get(1..).is_some_and(|rest| request_line(rest.trim()).is_some()),
            Some(b'*') => text.get(1..).is_some_and(|rest| opening_note(rest.trim())),
            Some(b'=' | b'<') => trace_mark(text).is_some(),
            Some(b'c') => exit_text(text).is_some(),
            _ => false,
        }
    })
}

pub(super) fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let text = String::from_utf8_lossy(bytes);
    let mut transfers = Transfers::default();
    if text.lines().any(|line| trace_mark(without_time(line)).is_some()) {
        read_trace(&text, &mut transfers);
    } else {
        read_verbose(&text, &mut transfers);
    }
    transfers.finish()
}

/// Where in an output a line stands.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// Before a request and after a response.
    Notes,
    RequestHead,
    RequestBody,
    ResponseHead,
    ResponseBody,
}

fn read_verbose(text: &str, transfers: &mut Transfers) {
    let indent = indent(text);
    let mut state = State::Notes;
    let mut command: Option<String> = None;
    for (number, line) in (1..).zip(text.strip_suffix('\n').unwrap_or(text).split('\n')) {
        let indented = line.bytes().take(indent).all(|b| b == b' ');
        let line = line.get(indent..).filter(|_| indented).unwrap_or(line);
        let Some(line) = without_meter(line) else { continue };
        let line = without_time(line);
        if let Some(mut begun) = command.take() {
            if continues(&begun) && !is_output(line) {
                begun.push('\n');
                begun.push_str(line);
                command = Some(begun);
                continue;
            }
            transfers.command(&begun);
        }
        if let Some(begun) = command_line(line, state) {
            command = Some(begun.to_owned());
            state = State::Notes;
        } else {
            state = verbose_line(number, line, state, transfers);
        }
    }
    if let Some(line) = command {
        transfers.command(&line);
    }
}

/// Whether this can only be curl's output, not its command.
fn is_output(line: &str) -> bool {
    line.starts_with("* ") || marked(line, '>').is_some_and(|rest| request_line(rest).is_some())
}

fn verbose_line(number: usize, line: &str, state: State, transfers: &mut Transfers) -> State {
    use State::{Notes, RequestBody, RequestHead, ResponseBody, ResponseHead};

    let in_body = matches!(state, RequestBody | ResponseBody);
    let body_line = |transfers: &mut Transfers, line: &str| match state {
        RequestBody => transfers.request_body_line(line),
        ResponseBody => transfers.response_body_line(line),
        _ => {}
    };
    if let Some(length) = data_mark(line) {
        if line.starts_with('}') {
            transfers.sent(length)
        } else {
            transfers.received(length)
        }
        return state;
    }
    if let Some(rest) = marked(line, '>') {
        if let Some((method, target)) = request_line(rest) {
            transfers.request(number, method, target);
            return RequestHead;
        }
        return match state {
            RequestHead if rest.is_empty() => RequestBody,
            RequestHead => {
                transfers.request_header(rest);
                RequestHead
            }
            _ => {
                body_line(transfers, line);
                state
            }
        };
    }
    if let Some(rest) = marked(line, '<') {
        if let Some(status) = status_line(rest) {
            transfers.response(number, status);
            return ResponseHead;
        }
        return match state {
            ResponseHead if rest.is_empty() => ResponseBody,
            ResponseHead => {
                transfers.response_header(rest);
                ResponseHead
            }
            _ => {
                body_line(transfers, line);
                state
            }
        };
    }
    if let Some(text) = exit_text(line) {
        transfers.exit(number, text);
        return Notes;
    }
    if line.starts_with("Warning: Binary output") {
        return Notes;
    }
    if let Some(note) =
        line.strip_prefix("* ").or_else(|| line.strip_prefix('*').filter(|rest| rest.is_empty()))
    {
        if in_body && !known_note(note.trim_start()) {
            body_line(transfers, line);
            return state;
        }
        transfers.note(number, note.trim());
        return if state == ResponseBody { Notes } else { state };
    }
    if in_body {
        // The body need not end with a line feed; what follows is then glued to it.
        if let Some((body, rest)) = glued(line) {
            body_line(transfers, body);
            return verbose_line(number, rest, state, transfers);
        }
        body_line(transfers, line);
    } else if state == Notes {
        transfers.stray_line(line);
    }
    state
}

/// How far the whole transcript is indented, as in an issue or a mail.
fn indent(text: &str) -> usize {
    let first =
        text.lines().find(|line| marked(line.trim_start(), '>').is_some_and(|l| request_line(l).is_some()));
    first.map_or(0, |line| line.len() - line.trim_start_matches(' ').len())
}

/// The line after the last carriage return without curl's progress meter; `None` where nothing else was on it.
fn without_meter(line: &str) -> Option<&str> {
    let line = line.trim_end_matches('\r');
    let line = line.rsplit('\r').next().unwrap_or(line);
    let heading = line.trim_start();
    if heading.starts_with("% Total ") || heading.starts_with("Dload  Upload") {
        return None;
    }
    // Numbers, three clocks, and the speed: `100  28  100  9  0:00:01 --:--:-- --:--:--  280`.
    let numbers = line.find(|c: char| !c.is_ascii_digit() && !" .:-kMGTP".contains(c)).unwrap_or(line.len());
    let (meter, rest) = line.split_at_checked(numbers)?;
    let clocks = meter.split(' ').filter(|word| word.matches(':').count() == 2).count();
    if clocks < 3 {
        return Some(line);
    }
    if rest.is_empty() { None } else { Some(rest) }
}

/// Without the time (`--trace-time`) and the transfer (`--trace-ids`) in front.
fn without_time(line: &str) -> &str {
    let mut rest = line;
    if let Some((time, after)) = line.split_once(' ')
        && time.len() >= 8
        && time.bytes().filter(|b| *b == b':').count() == 2
        && time.bytes().all(|b| b.is_ascii_digit() || b == b':' || b == b'.')
    {
        rest = after;
    }
    if let Some((ids, after)) = rest.strip_prefix('[').and_then(|r| r.split_once("] "))
        && ids.contains('-')
        && ids.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'x')
    {
        rest = after;
    }
    rest
}

/// `> text` and `>`, not `>text`.
fn marked(line: &str, mark: char) -> Option<&str> {
    let rest = line.strip_prefix(mark)?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix(' ').map(str::trim_end) }
}

fn request_line(text: &str) -> Option<(&str, &str)> {
    let mut words = text.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is = !method.is_empty() && method.bytes().all(|b| b.is_ascii_uppercase() || b == b'-' || b == b'_');
    let end = words.all(str::is_empty);
    (is && end && !target.is_empty() && version.starts_with("HTTP/")).then_some((method, target))
}

fn status_line(text: &str) -> Option<u16> {
    let mut words = text.strip_prefix("HTTP/")?.split(' ');
    words.next()?;
    words.next()?.trim().parse().ok().filter(|status| (100..1000).contains(status))
}

/// `{ [123 bytes data]`, `} [5 bytes data]`.
fn data_mark(line: &str) -> Option<u64> {
    let rest = line.strip_prefix("{ [").or_else(|| line.strip_prefix("} ["))?;
    rest.trim_end().strip_suffix(" bytes data]")?.parse().ok()
}

/// The text of `curl: (7) text`.
fn exit_text(line: &str) -> Option<(u32, &str)> {
    let (code, text) = line.strip_prefix("curl: (")?.split_once(')')?;
    Some((code.parse().ok()?, text.trim()))
}

/// A body and the line of curl's that follows it without a line feed.
fn glued(line: &str) -> Option<(&str, &str)> {
    const MARKS: &str = "* Connection #|* Closing connection|* transfer closed with|* Recv failure|curl: (";
    let found = MARKS.split('|').filter_map(|mark| line.rfind(mark)).filter(|at| *at > 0).min()?;
    let (body, rest) = line.split_at_checked(found)?;
    (rest.starts_with('*') || exit_text(rest).is_some()).then_some((body, rest))
}

/// Whether a note begins with one of the texts between the bars.
fn begins_with_one_of(note: &str, texts: &str) -> bool {
    texts.split('|').any(|text| note.starts_with(text))
}

/// The notes with which an output of curl begins.
fn opening_note(note: &str) -> bool {
    const OPENINGS: &str = "Trying |Connected to |Host |Could not resolve |Re-using existing |Connection #|\
        Established connection to ";
    begins_with_one_of(note, OPENINGS)
}

/// Notes that can come while a body is read. Bodies can begin with an asterisk too.
fn known_note(note: &str) -> bool {
    const NOTES: &str = "ALPN|Added cookie|Adding handle|About to connect|CAfile|CApath|CONNECT|\
        Can not multiplex|Cipher|Closing connection|Closing TLS|Connected to|Connection|\
        Could not resolve|Curl_http_done|Empty reply|Established connection|Excess found|Expire|\
        Failed to connect|Failed writing|Failure writing|Found bundle|Follow|GnuTLS|HTTP error|\
        HTTP/|Host |Hostname|IPv4:|IPv6:|Ignoring|Immediate connect|Issue another request|\
        Leftovers|Mark bundle|Maximum|NSS|Ok, so|OpenSSL|Operation timed out|Proxy|Re-using|\
        Rebuilt URL|Recv failure|Replaced cookie|Request completely sent|Reusing|SSL|\
        Send failure|Server auth|Server certificate|Simulate|Switched|TLS|The requested URL|\
        Trying|Using |We are completely|[HTTP/|schannel|shutting down|transfer closed|\
        upload completely";
    begins_with_one_of(note, NOTES)
}
