//! What `curl -v` and `curl --trace-ascii` write: the server's half of a login.
//!
//! A transcript shows a request as `>` lines, a response as `<` lines, curl's notes as `*` lines and bodies as they
//! are. It holds no URL: that comes from the request line, `Host` and what the notes say about TLS. Times are left
//! out: the only ones in it are the `Date` headers, and these are the other side's clock.
//!
//! A request body is what stands between request and response, or the `-d` of the command if that is quoted above.

mod command;
mod powershell;
mod tools;
mod trace;
pub(in crate::readers) mod transfers;

use serde_json::Value;

use self::command::{command_line, continues};
use self::trace::{Trace, trace_mark};
use self::transfers::Transfers;
use crate::readers::lines::{
    Nesting, behind_prompt, is_command, is_fence, is_name, request_line, status_line,
};
use crate::readers::{Form, Problem};
use crate::{Exchange, Statement, Uri};

pub(crate) static CURL: Form = Form::of_lines("curl", "output of `curl -v`");

/// Where in an output a line stands.
#[derive(Clone, Copy, PartialEq, Default)]
enum State {
    /// Before a request and after a response.
    #[default]
    Notes,
    RequestHead,
    RequestBody,
    /// Insomnia marks each line of the body.
    MarkedRequestBody,
    ResponseHead,
    /// With `-i` the head stands before the body, unmarked.
    PlainHead,
    ResponseBody,
    /// Somebody marked each line of the body as curl marks the head.
    MarkedResponseBody,
    /// A body without a final line end comes after curl's closing note.
    LateBody,
}

/// Reads curl's output line by line.
#[derive(Default)]
pub(in crate::readers) struct Curl {
    state: State,
    transfers: Transfers,
    /// A command that may go on in the next line.
    command: Option<String>,
    trace: Trace,
    /// Blanks before curl's lines, as in an issue or a mail.
    indent: usize,
    late: Nesting,
    /// How deep one is in the JSON of the body that goes on.
    body: Nesting,
    has_begun: bool,
    /// The line in which the command begins.
    begun_at: usize,
    /// The address of the command whose request stands below it as it went over the wire.
    written_out: Option<Uri>,
}

impl Curl {
    /// Whether a line of it is one that curl writes, whatever goes on.
    pub(in crate::readers) fn is_start(text: &str) -> bool {
        let text = without_time(without_meter(text).unwrap_or_default().trim_start());
        match text.as_bytes().first() {
            _ if trace::is_dump(text) => true,
            Some(b'>') => marked(text, '>').is_some_and(|rest| request_line(rest.trim()).is_some()),
            Some(b'<') => {
                marked(text, '<').is_some_and(|rest| status_line(rest).is_some())
                    || trace_mark(text).is_some()
            }
            Some(b'*') => text.get(1..).is_some_and(|rest| opening_note(rest.trim())),
            Some(b'=') => trace_mark(text).is_some(),
            Some(b'c') => exit_text(text).is_some(),
            _ => false,
        }
    }

    /// Whether a line is a command that names an address, as somebody pasted it.
    pub(in crate::readers) fn is_command(text: &str) -> bool {
        let is_whole = |command: &str| command == text || behind_prompt(text) == Some(command);
        text.contains("://")
            && !text.starts_with(['#', '>'])
            && command_line(text, State::Notes).is_some_and(is_whole)
    }

    /// Whether a body goes on.
    pub(in crate::readers) fn is_in_body(&self) -> bool {
        matches!(
            self.state,
            State::RequestBody
                | State::MarkedRequestBody
                | State::ResponseBody
                | State::MarkedResponseBody
                | State::LateBody
        )
    }

    /// Whether a head that curl began goes on, which libcurl marks in its first line alone, or an answer begins behind it.
    pub(in crate::readers) fn is_in_head(&self, line: &str) -> bool {
        matches!(self.state, State::RequestHead | State::ResponseHead)
            || self.state == State::RequestBody && Curl::is_start(line)
    }

    /// Whether a line can be the body of the last answer, which came without one.
    pub(in crate::readers) fn wants(&self, line: &str) -> bool {
        let begins = self.state == State::ResponseHead && line.starts_with(['{', '[']);
        begins || matches!(self.state, State::Notes | State::LateBody) && self.transfers.wants_body(line)
    }

    /// Takes the address of a command whose request is the line that was not taken.
    pub(in crate::readers) fn take_written_out(&mut self) -> Option<Uri> {
        self.written_out.take()
    }

    /// Another form tells how the last request ended: what is said of its answer is said there.
    pub(in crate::readers) fn told_elsewhere(&mut self, status: u16, path: &str) {
        self.transfers.told_elsewhere(status, path);
    }

    /// Whether the last line is a command.
    pub(in crate::readers) fn has_command(&self) -> bool {
        self.command.is_some()
    }

    /// Takes a document behind a command that shows nothing else; says whether it did.
    pub(in crate::readers) fn answer(&mut self, document: &Value) -> bool {
        let Some(begun) = self.command.take_if(|begun| !continues(begun)) else { return false };
        let number = self.begun_at;
        if self.transfers.answered(number, &begun, document) {
            return true;
        }
        self.command = Some(begun);
        false
    }

    /// Takes a line that curl wrote, or that belongs to what it wrote. `is_start`: whether another form begins with it.
    pub(in crate::readers) fn take(
        &mut self,
        number: usize,
        line: &str,
        is_start: impl Fn(&str) -> bool,
    ) -> bool {
        let indented = line.bytes().take(self.indent).all(|b| matches!(b, b' ' | b'\t'));
        let line = line.get(self.indent..).filter(|_| indented).unwrap_or(line);
        let Some(line) = without_meter(line) else { return true };
        let line = without_time(line);
        if let Some(mut begun) = self.command.take() {
            if continues(&begun) && !is_output(line) {
                begun.push('\n');
                begun.push_str(line);
                self.command = Some(begun);
                return true;
            }
            self.transfers.command(self.begun_at, &begun);
        }
        if self.trace.take(number, line, &mut self.transfers) {
            self.has_begun = true;
            return true;
        }
        if let Some(begun) = command_line(line, self.state) {
            self.command = Some(begun.to_owned());
            self.begun_at = number;
            self.state = State::Notes;
            return true;
        }
        if self.has_begun && !self.transfers.is_in_markup() && (is_command(line) || is_fence(line)) {
            self.state = State::Notes;
            let is_command = is_command(line);
            if is_command {
                self.transfers.left();
            }
            return is_command;
        }
        if self.state == State::Notes
            && let Some((_, target)) = request_line(line)
        {
            self.written_out = self.transfers.is_written_out(target);
        }
        match self.state {
            State::Notes => self.between(number, line, is_start),
            State::LateBody => self.late_line(number, line, is_start),
            State::PlainHead => self.plain_head(number, line, is_start),
            // What begins like another form's line, where curl's own marks are gone, is no body.
            State::RequestBody | State::ResponseBody | State::MarkedResponseBody
                if is_start(line) && !Curl::is_start(line) && marked(line, '>').is_none() =>
            {
                self.state = State::Notes;
                false
            }
            // A request has no body in curl's output but one that somebody added.
            State::RequestBody if line.starts_with("* ") => {
                self.transfers.note(number, line.trim_start_matches(['*', ' ']));
                true
            }
            // A response's head may follow a request's without its mark.
            State::RequestHead | State::RequestBody if status_line(line).is_some() => {
                self.state = State::Notes;
                self.between(number, line, is_start)
            }
            // JSON that is whole is the whole body.
            State::ResponseBody | State::MarkedResponseBody
                if self.body.is_closed()
                    && !line.starts_with("* ")
                    && !Curl::is_start(line)
                    && exit_text(line).is_none() =>
            {
                self.state = State::Notes;
                self.between(number, line, is_start)
            }
            before => {
                self.state = verbose_line(number, line, before, &mut self.transfers);
                match (before, self.state) {
                    (State::ResponseBody, State::ResponseBody) => self.body.read(line),
                    (_, State::MarkedResponseBody) => self.body.read(marked(line, '<').unwrap_or(line)),
                    (_, State::ResponseBody) => {
                        self.body = Nesting::default();
                        self.body.read(line.strip_prefix('<').unwrap_or(line).trim());
                    }
                    _ => {}
                }
                true
            }
        }
    }

    /// A line before a request or after a response.
    fn between(&mut self, number: usize, line: &str, is_start: impl Fn(&str) -> bool) -> bool {
        if !self.has_begun && !Curl::is_start(line) {
            let inner = line.trim_start();
            if !self.transfers.has_command() {
                if inner.len() < line.len() && Curl::is_start(inner) {
                    self.indent = line.len() - inner.len();
                    return self.between(number, inner, is_start);
                }
                return false;
            }
        } else if Curl::is_start(line.trim_start()) && self.indent == 0 && line.starts_with([' ', '\t']) {
            self.indent = line.len() - line.trim_start().len();
        }
        let line = if self.has_begun { line } else { line.trim_start() };
        if let Some(status) = status_line(line).filter(|_| self.transfers.wants_answer()) {
            self.transfers.response(number, status);
            self.state = State::PlainHead;
            self.has_begun = true;
            return true;
        }
        // Another form may mark its lines so, too.
        let is_note = |note: &str| known_note(note.trim_start()) || !is_start(line);
        let is_own = Curl::is_start(line)
            || line.strip_prefix("* ").is_some_and(is_note)
            || line.trim_end() == "*"
            || data_mark(line).is_some()
            || exit_text(line).is_some()
            || line.starts_with("Warning: ");
        if is_own {
            self.has_begun = true;
            self.state = verbose_line(number, line, State::Notes, &mut self.transfers);
            return true;
        }
        if self.has_begun && self.transfers.wants_body(line) && !is_start(line) {
            self.late = Nesting::default();
            self.state = State::LateBody;
            return self.late_line(number, line, is_start);
        }
        // An empty line after curl's closing note is nobody's.
        line.trim().is_empty()
    }

    fn late_line(&mut self, number: usize, line: &str, is_start: impl Fn(&str) -> bool) -> bool {
        if Curl::is_start(line)
            || line.starts_with("* ")
            || exit_text(line).is_some()
            || line.trim().is_empty()
            || status_line(line).is_some() && self.transfers.wants_answer()
        {
            self.state = State::Notes;
            return line.trim().is_empty() || self.between(number, line, is_start);
        }
        let end = self.late.read_to_end(line);
        self.transfers.response_body_line(line.get(..end.unwrap_or(line.len())).unwrap_or(line));
        if end.is_some() || !self.late.has_begun() {
            self.state = State::Notes;
        }
        true
    }

    fn plain_head(&mut self, number: usize, line: &str, is_start: impl Fn(&str) -> bool) -> bool {
        if line.trim().is_empty() {
            self.state = State::LateBody;
            self.late = Nesting::default();
        } else if let Some(status) = status_line(line) {
            // An interim response, or one that was followed.
            self.transfers.response(number, status);
        } else if line.trim_start().starts_with(['{', '[', '<']) {
            // Some leave the empty line out.
            self.state = State::LateBody;
            self.late = Nesting::default();
            return self.late_line(number, line, is_start);
        } else {
            self.transfers.response_header(line);
        }
        true
    }

    /// The exchanges about which nothing more can come.
    pub(in crate::readers) fn release(&mut self) -> Vec<Exchange> {
        self.transfers.release()
    }

    /// The exchanges, the answers without a request, and what could not be read.
    pub(in crate::readers) fn finish(mut self) -> (Vec<Exchange>, Vec<Statement>, Vec<Problem>) {
        if let Some(line) = self.command.take() {
            self.transfers.command(self.begun_at, &line);
        }
        self.trace.finish(&mut self.transfers);
        self.transfers.finish()
    }
}

/// Whether this can only be curl's output, not its command.
fn is_output(line: &str) -> bool {
    line.starts_with("* ") || marked(line, '>').is_some_and(|rest| request_line(rest).is_some())
}

fn verbose_line(number: usize, line: &str, state: State, transfers: &mut Transfers) -> State {
    use State::{MarkedResponseBody, Notes, RequestBody, RequestHead, ResponseBody, ResponseHead};

    let in_body = matches!(state, RequestBody | ResponseBody | MarkedResponseBody);
    let body_line = |transfers: &mut Transfers, line: &str| match state {
        RequestBody => transfers.request_body_line(line),
        ResponseBody | MarkedResponseBody => transfers.response_body_line(line),
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
            // curl shows no request body: somebody has added it, in the manner of the lines above it.
            RequestBody => {
                transfers.request_body_line(rest);
                RequestBody
            }
            _ => {
                body_line(transfers, line);
                state
            }
        };
    }
    if let State::RequestHead | State::RequestBody | State::MarkedRequestBody = state
        && let Some(rest) = marked(line, '|')
    {
        transfers.request_body_line(rest);
        return State::MarkedRequestBody;
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
            // `< html >` is a tag.
            ResponseBody if transfers.begins_body() && (rest.starts_with('<') || !rest.ends_with('>')) => {
                transfers.response_body_line(rest);
                MarkedResponseBody
            }
            MarkedResponseBody => {
                transfers.response_body_line(rest);
                MarkedResponseBody
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
        return if matches!(state, ResponseBody | MarkedResponseBody) { Notes } else { state };
    }
    // libcurl marks the first line of a request alone, and some leave the marks out of what is empty.
    match state {
        RequestHead | ResponseHead if line.trim().is_empty() => {
            return if state == RequestHead { RequestBody } else { ResponseBody };
        }
        // Some leave out the empty line before the body, too.
        ResponseHead if line.starts_with(['{', '[']) => {
            transfers.response_body_line(line);
            return ResponseBody;
        }
        RequestHead if line.split_once(": ").is_some_and(|(name, _)| is_name(name)) => {
            transfers.request_header(line);
        }
        _ => {}
    }
    if in_body {
        // The body need not end with a line feed; what follows is then glued to it.
        if let Some((body, rest)) = glued(line) {
            body_line(transfers, body);
            return verbose_line(number, rest, state, transfers);
        }
        body_line(transfers, line);
    }
    state
}

/// The line after the last carriage return without curl's progress meter; `None` where nothing else was on it.
fn without_meter(line: &str) -> Option<&str> {
    let line = line.trim_end_matches('\r');
    let line = line.rsplit('\r').next().unwrap_or(line);
    let heading = line.trim_start();
    if heading.starts_with("% Total ") || heading.starts_with("Dload  Upload") {
        return None;
    }
    // Numbers, three clocks, and the speed: `100  28  100  9  0:00:01 --:--:-- --:--:--  280`. Newer ones leave out the
    // clocks that they do not know.
    let numbers = line.find(|c: char| !c.is_ascii_digit() && !" .:-kMGTP".contains(c)).unwrap_or(line.len());
    let (meter, rest) = line.split_at_checked(numbers)?;
    let clocks = meter.split(' ').filter(|word| word.matches(':').count() == 2).count();
    let words = meter.split_ascii_whitespace().filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    if clocks < 3 && (words.count() < 8 || !line.starts_with([' ', '1'])) {
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
        Rebuilt URL|Recv failure|Replaced cookie|Request completely sent|Received |Request took|Reusing|SSL|\
        Send failure|Server auth|Server certificate|Simulate|Switched|TLS|The requested URL|\
        Trying|Using |We are completely|[HTTP/|schannel|shutting down|transfer closed|\
        upload completely";
    begins_with_one_of(note, NOTES) || is_of_filter(note)
}

/// What `-vv` says of the parts of a connection: `[WRITE] …`, `[HTTP/2] [1] …`.
fn is_of_filter(note: &str) -> bool {
    let name = note.strip_prefix('[').and_then(|rest| rest.split_once("] "));
    name.is_some_and(|(name, _)| {
        !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"/-".contains(&b))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::Recording;
    use crate::readers::tests::{body, line};
    use crate::{Missing, Observer, Via};

    fn recording(text: &str) -> Recording {
        crate::readers::read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}: {text}"))
    }

    fn check(text: &str, expected: &[&str]) {
        let recording = recording(text);
        let lines: Vec<String> = recording.exchanges.iter().map(line).collect();
        assert_eq!(lines, expected, "{text}");
        assert_eq!(recording.problems, [], "{text}");
    }

    const TOKEN: &str = "\
* Connected to localhost (127.0.0.1) port 4020
> POST /token HTTP/1.1
> Host: localhost:4020
> Authorization: Basic YTpi
> Content-Length: 9
>
code=1234
< HTTP/1.1 400 Bad Request
< content-type: application/json
<
{
* a line of the body
}
* Connection #0 to host localhost left intact
";

    #[test]
    fn a_request_and_its_answer() {
        check(
            TOKEN,
            &["Server POST http://localhost:4020/token [code=1234] => 400 [{\n* a line of the body\n}]"],
        );
        let exchange = recording(TOKEN).exchanges.remove(0);
        assert_eq!((exchange.observer, exchange.context.via), (Observer::Server, Via::Server));
        assert!(exchange.started.is_none() && exchange.context.tab.is_none());
        assert!(exchange.request_header("authorization") == Some("Basic YTpi"));
        assert!(exchange.response_header("content-type") == Some("application/json"));
    }

    #[test]
    fn in_other_dress() {
        let expected: &[&str] =
            &["Server POST http://localhost:4020/token [code=1234] => 400 [{\n* a line of the body\n}]"];
        check(&TOKEN.replace('\n', "\r\n"), expected);
        check(&TOKEN.lines().map(|line| format!("    {line}\n")).collect::<String>(), expected);
        check(
            &TOKEN
                .lines()
                .map(|line| format!("{}\n", line.replace(">", "> ").replace(">  ", "> ")))
                .collect::<String>(),
            expected,
        );
        let timed: String = TOKEN
            .lines()
            .map(|line| {
                if line.starts_with(['*', '>', '<']) && !line.contains("body") {
                    format!("09:41:07.123456 [0-0] {line}\n")
                } else {
                    format!("{line}\n")
                }
            })
            .collect();
        check(&timed, expected);
        check(&format!("{TOKEN}\n{TOKEN}"), &[expected[0], expected[0]]);
    }

    #[test]
    fn what_somebody_typed_behind_it() {
        let head = "> POST /token HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 400 Bad Request\n< Content-Type: application/json\n<\n";
        let error = "{\"error\":\"invalid_grant\"}";
        let full = format!("Server POST https://a.example/token [not recorded] => 400 [{error}]");
        let bare = "Server POST https://a.example/token [not recorded] => 400 [not recorded]";
        let closed = "{ [25 bytes data]\n* Connection #0 to host a.example left intact\n";
        for prompt in ["$ ", "me@box:~$ ", "➜  ~ "] {
            check(&format!("{head}{closed}{prompt}cat out.json\n{error}\n"), &[&full]);
            check(&format!("{head}{{ [25 bytes data]\n{prompt}cat out.json\n{error}\n"), &[&full]);
            check(&format!("{head}{closed}{prompt}ls\nREADME.md\n"), &[bare]);
            check(&format!("{head}{error}\n{prompt}ls\nREADME.md\n"), &[&full]);
        }
        for fence in ["{code}", "```", "{noformat}", "[/code]"] {
            check(&format!("{fence}\n{head}{error}\n{fence}\n"), &[&full]);
        }
        let page = "<pre>\n$ npm install\n</pre>";
        let shown = format!("Server POST https://a.example/token [not recorded] => 400 [{page}]");
        check(&format!("{head}{page}\n* Connection #0 to host a.example left intact\n"), &[&shown]);
    }

    #[test]
    fn bodies_that_were_pasted_with_marks() {
        let form = "grant_type=authorization_code&code=c0de";
        let bodies = [
            "{\"access_token\":\"tok\"}",
            "{\n  \"access_token\": \"tok\",\n\n  \"id\": 1\n}",
            "<!DOCTYPE html>\n<p>Sorry</p>\n\n</html>",
            "access_token=tok&expires=1",
        ];
        let marked = |mark: &str, body: &str, is_marked: bool| -> String {
            let mark = if is_marked { mark } else { "" };
            body.lines().map(|line| format!("{mark}{line}\n")).collect()
        };
        for (sent, body) in
            [form, "{\"code\":\"c0de\"}"].iter().flat_map(|sent| bodies.map(|body| (sent, body)))
        {
            for choice in 0..16 {
                let is = |bit: u32| choice >> bit & 1 == 1;
                let (alone, note) = (
                    if is(2) { " " } else { "" },
                    if is(3) { "* Connection #0 to host idp.example left intact\n" } else { "" },
                );
                let text = format!(
                    "> POST /token HTTP/1.1\n> Host: idp.example\n>{alone}\n{}< HTTP/1.1 200 OK\n< Content-Type: \
                     application/json\n<{alone}\n{}{note}",
                    marked("> ", sent, is(0)),
                    marked("< ", body, is(1)),
                );
                let expected = format!("Server POST https://idp.example/token [{sent}] => 200 [{body}]");
                check(&text, &[&expected]);
                let logged: String =
                    text.lines().map(|line| format!("2026-11-28T10:00:00Z app[7]: {line}\n")).collect();
                check(&logged, &[&expected]);
            }
        }
        // A body may begin with a mark of its own.
        check(
            "> GET / HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 200 OK\n<\n<a\n< b\n",
            &["Server GET https://a.example/ [] => 200 [<a\n< b]"],
        );
    }

    #[test]
    fn where_the_request_went() {
        let check = |notes: &str, target: &str, host: &str, expected: &str| {
            let text = format!(
                "{notes}> GET {target} HTTP/1.1\n{host}> Accept: */*\n> \n< HTTP/1.1 204 No Content\n< \n"
            );
            let url = recording(&text).exchanges[0].request.uri.text().text().to_owned();
            assert_eq!(url, expected, "{text}");
        };
        let host = "> Host: a.example\n";
        check("* Connected to a.example (192.0.2.1) port 80 (#0)\n", "/x?y", host, "http://a.example/x?y");
        check("* Connected to a.example (192.0.2.1) port 443 (#0)\n", "/", host, "https://a.example/");
        check(
            "* Established connection to a.example (192.0.2.1 port 443) from 10.0.0.1 port 5\n",
            "/",
            host,
            "https://a.example/",
        );
        let port = "* Connected to a.example (192.0.2.1) port 9000\n";
        check(port, "/", "> Host: a.example:9000\n", "http://a.example:9000/");
        check(port, "/", "", "http://a.example:9000/");
        let tls = format!("{port}* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384\n");
        check(&tls, "/", "> Host: a.example:9000\n", "https://a.example:9000/");
        let h2 = format!("{port}* [HTTP/2] [1] [:scheme: https]\n");
        check(&h2, "/", "> Host: a.example:9000\n", "https://a.example:9000/");
        check(
            "$ curl -v https://a.example:9000/x\n",
            "/x",
            "> Host: a.example:9000\n",
            "https://a.example:9000/x",
        );
        check("", "http://b.example/y", host, "http://b.example/y");
        // Without notes: only local servers go without TLS.
        check("", "/", host, "https://a.example/");
        check("", "/", "> Host: localhost\n", "http://localhost/");
        check("", "/", "> Host: a.example:8080\n", "http://a.example:8080/");
    }

    #[test]
    fn one_connection_for_several_requests() {
        check(
            "* Connected to a.example (192.0.2.1) port 8080\n* ALPN: offers h2\n\
             > GET /1 HTTP/2\n> Host: a.example:8080\n> \n< HTTP/2 302 \n< location: /2\n< content-length: 0\n< \n\
             * Connection #0 to host a.example left intact\n* Issue another request to this URL: 'https://a.example:8080/2'\n\
             * Re-using existing connection #0 with host a.example\n\
             > GET /2 HTTP/2\n> Host: a.example:8080\n> \n< HTTP/2 100 \n< \n< HTTP/2 200 \n< content-length: 2\n< \nok* Connection #0 to host a.example left intact\n",
            &[
                "Server GET https://a.example:8080/1 [] => 302 [] -> https://a.example:8080/2",
                "Server GET https://a.example:8080/2 [] => 200 [ok]",
            ],
        );
    }

    #[test]
    fn request_bodies() {
        let check = |command: &str, method: &str, headers: &str, after: &str, expected: &str| {
            let text = format!(
                "{command}> {method} /token HTTP/1.1\n> Host: localhost\n{headers}> \n{after}< HTTP/1.1 200 OK\n< \n"
            );
            assert_eq!(body(&recording(&text).exchanges[0].request.body), expected, "{text}");
        };
        let length = |n: u8| format!("> Content-Length: {n}\n");
        check("", "GET", "", "", "[]");
        check("", "POST", "", "", "[not recorded]");
        check(
            "",
            "POST",
            &length(3),
            "} [3 bytes data]\n* upload completely sent off: 3 out of 3 bytes\n",
            "[not recorded]",
        );
        check("", "POST", &length(0), "", "[]");
        check("", "POST", &length(3), "a=1\n", "[a=1]");
        check("", "POST", &length(3), "> a=1\n>\n", "[a=1\n]");
        let insomnia = "> POST /token HTTP/1.1\n> Host: localhost\n\n| a=1\n\n* We are completely uploaded and fine\n\n< HTTP/1.1 200 OK\n\n* Received 26 B chunk\n";
        assert_eq!(body(&recording(insomnia).exchanges[0].request.body), "[a=1]");
        check(
            "",
            "POST",
            "",
            "{\n  \"a\": 1\n}\n* We are completely uploaded and fine\n",
            "[{\n  \"a\": 1\n}]",
        );
        check("$ curl -v -d a=1 -d 'b=2' http://localhost/token\n", "POST", &length(7), "", "[a=1&b=2]");
        check(
            "$ curl -vs http://localhost/token \\\n  --data-urlencode \"r=http://a/?b\" \\\n  --data-raw c=3\n",
            "POST",
            "",
            "",
            "[r=http%3A%2F%2Fa%2F%3Fb&c=3]",
        );
        check(
            "curl -v --json '{\"a\":\n 1}' http://localhost/token\n",
            "POST",
            &length(9),
            "",
            "[{\"a\":\n 1}]",
        );
        check("me@host:~$ curl -v -da=1 localhost/token\n", "POST", &length(3), "", "[a=1]");
        // Not what was sent: a variable, of which the name is known, a file, a redirect that became a GET.
        check(
            "$ curl -v -d \"code=$CODE\" http://localhost/token\n",
            "POST",
            &length(90),
            "",
            "form[code=[REDACTED]]",
        );
        check(
            "$ curl -v -d \"code=$CODE&$REST\" http://localhost/token\n",
            "POST",
            &length(90),
            "",
            "[not recorded]",
        );
        check("$ curl -v -d @body.txt http://localhost/token\n", "POST", &length(9), "", "[not recorded]");
        check("$ curl -v -F a=1 http://localhost/token\n", "POST", &length(99), "", "form[a=[REDACTED]]");
        check("$ curl -v -d a=1 -G http://localhost/token\n", "GET", "", "", "[]");
        check("$ curl -v -d a=1 http://localhost/token\n", "GET", "", "", "[]");
        check(
            "$ curl -v -d 'never closed http://localhost/token\n",
            "POST",
            &length(3),
            "",
            "[not recorded]",
        );
    }

    #[test]
    fn response_bodies() {
        let check = |method: &str, headers: &str, after: &str, expected: &str| {
            let text = format!(
                "> {method} / HTTP/1.1\n> Host: localhost\n>\n< HTTP/1.1 200 OK\n{headers}<\n{after}"
            );
            let exchange = recording(&text).exchanges.remove(0);
            assert_eq!(body(&exchange.response.unwrap().body), expected, "{text}");
        };
        let end = "* Connection #0 to host localhost left intact\n";
        let length = "< Content-Length: 9\n";
        check("GET", "", "", "[not recorded]");
        check("GET", length, end, "[not recorded]");
        check("GET", length, &format!("\n{end}"), "[not recorded]");
        check("GET", "", &format!("\n{end}"), "[]");
        check("GET", "< Content-Length: 0\n", end, "[]");
        check("HEAD", length, end, "[]");
        check("GET", length, &format!("{{\"a\":\"b\"}}{end}"), "[{\"a\":\"b\"}]");
        check("GET", length, &format!("< html >\n> text\n* Item\n{end}"), "[< html >\n> text\n* Item]");
        check(
            "GET",
            length,
            &format!(
                "{{ [9 bytes data]\n\r100  9  100  9  0  0  7042  0 --:--:-- --:--:-- --:--:-- 28000\n{end}{{\"a\":\"b\"}}\n"
            ),
            "[{\"a\":\"b\"}]",
        );
        check("GET", length, &format!("{{ [9 bytes data]\n{end}"), "[not recorded]");
        check(
            "GET",
            length,
            "Warning: Binary output can mess up your terminal.\nWarning: Use \"--output -\"\n",
            "[not recorded]",
        );
        check("GET", length, "a\0b\n", "[a\0b]");
    }

    #[test]
    fn network_errors() {
        let command = "$ curl -v -d a=1 https://idp.example/token\n";
        let refused = "*   Trying 192.0.2.1:443...\n* connect to 192.0.2.1 port 443 failed: Connection refused\n\
                       * Failed to connect to idp.example port 443 after 1 ms: Couldn't connect to server\n* Closing connection 0\n";
        let exit =
            "curl: (7) Failed to connect to idp.example port 443 after 1 ms: Couldn't connect to server\n";
        check(
            &format!("{command}{refused}{exit}"),
            &["Server POST https://idp.example/token [a=1] ! Refused"],
        );
        check(&format!("{command}{refused}"), &["Server POST https://idp.example/token [a=1] ! Refused"]);
        check(
            &format!("{command}* Could not resolve host: idp.example\n* Closing connection 0\n"),
            &["Server POST https://idp.example/token [a=1] ! NameNotResolved"],
        );
        check(
            "> GET / HTTP/1.1\n> Host: localhost\n> \n< HTTP/1.1 200 OK\n< Content-Length: 100\n< \n\
             {\"a\":\"b* transfer closed with 93 bytes remaining to read\n* Closing connection 0\n\
             curl: (18) transfer closed with 93 bytes remaining to read\n",
            &["Server GET http://localhost/ [] => 200 [{\"a\":\"b] ! Truncated"],
        );
        check(
            "> GET / HTTP/1.1\n> Host: localhost\n> \n* Empty reply from server\ncurl: (52) Empty reply from server\n",
            &["Server GET http://localhost/ [] ! Refused"],
        );
        // A wish of the caller (`-f`), not the network.
        check(
            "> GET / HTTP/1.1\n> Host: localhost\n> \n< HTTP/1.1 401 Unauthorized\n< content-length: 0\n< \n\
             * The requested URL returned error: 401\ncurl: (22) The requested URL returned error: 401\n",
            &["Server GET http://localhost/ [] => 401 []"],
        );
        // Which request it was, nobody says: then it is what curl said.
        let unsent = recording(&format!("{refused}{exit}"));
        let said: Vec<&str> = unsent.statements.iter().map(|statement| statement.text.text()).collect();
        assert_eq!(unsent.exchanges.len(), 0);
        assert_eq!(
            said,
            [
                "connect to 192.0.2.1 port 443 failed: Connection refused",
                "curl: (7) Failed to connect to idp.example port 443 after 1 ms: Couldn't connect to server"
            ]
        );
        let recording = recording(&format!("{TOKEN}{refused}{exit}"));
        assert_eq!((recording.exchanges.len(), recording.statements.len()), (1, 2));
        assert!(recording.exchanges[0].error.is_none());
    }

    #[test]
    fn documents_behind_a_command_that_shows_nothing_else() {
        let at = "https://a.example/.well-known/x";
        let document = "{\"issuer\":\"https://a.example\",\"token_endpoint\":\"https://a.example/token\"}";
        let read = format!("Server GET {at} [] => 200 [{document}]");
        let pretty = document.replace('{', "{\n  ").replace(',', ",\n  ").replace('}', "\n}");
        check(&format!("$ curl -s {at}\n{document}\n"), &[&read]);
        check(&format!("$ curl -s {at} | jq\n{pretty}\n"), &[&read]);
        let part = format!("Server GET {at} [] => 200 [{{\"issuer\":\"https://a.example\"}}]");
        check(&format!("$ curl -s {at} | jq .issuer\n\"https://a.example\"\n"), &[&part]);
        check(&format!("$ curl -s {at} | jq -r .issuer\nhttps://a.example\n"), &[&part]);
        // What is not there is no document's, and an error has a status that was not shown.
        let bare = format!("Server GET {at} []");
        for output in ["jq .issuer\nnull", "jq .\n{\"error\":\"invalid_request\"}"] {
            let recording = recording(&format!("$ curl -s {at} | {output}\n"));
            assert_eq!(recording.exchanges.iter().map(line).collect::<Vec<_>>(), [bare.as_str()], "{output}");
        }
    }

    #[test]
    fn proxies() {
        check(
            "* Connected to proxy (10.0.0.1) port 3128\n> CONNECT a.example:443 HTTP/1.1\n> Host: a.example:443\n> \n\
             < HTTP/1.1 200 Connection established\n< \n* CONNECT tunnel established, response 200\n\
             * ALPN: offers h2,http/1.1\n> GET /me HTTP/1.1\n> Host: a.example\n> \n< HTTP/1.1 204 No Content\n< \n",
            &["Server GET https://a.example/me [] => 204 []"],
        );
    }

    #[test]
    fn traces() {
        let ascii = "\
== Info:   Trying 127.0.0.1:8080...
== Info: Connected to 127.0.0.1 (127.0.0.1) port 8080 (#0)
=> Send header, 154 bytes (0x9a)
0000: POST /token HTTP/1.1
0016: Host: 127.0.0.1:8080
002c: X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
006c: bbbb
0098: 
=> Send data, 19 bytes (0x13)
0000: grant_type=x&code=y
<= Recv header, 17 bytes (0x11)
0000: HTTP/1.1 200 OK
<= Recv header, 17 bytes (0x11)
0000: Transfer-Encoding: chunked
<= Recv header, 2 bytes (0x2)
0000: 
<= Recv data, 9 bytes (0x9)
0000: 9
0003: {\"a\":\"b\"}
000e: 0
0011: 
{\"a\":\"b\"}== Info: Connection #0 to host 127.0.0.1 left intact
";
        let expected: &[&str] =
            &["Server POST http://127.0.0.1:8080/token [grant_type=x&code=y] => 200 [{\"a\":\"b\"}]"];
        check(ascii, expected);
        let long = recording(ascii).exchanges.remove(0);
        assert!(long.request_header("x-long") == Some(&format!("{}bbbb", "a".repeat(56))));
        let timed: String = ascii
            .lines()
            .map(|line| {
                if line.starts_with(['=', '<']) {
                    format!("12:49:46.598167 {line}\n")
                } else {
                    format!("{line}\n")
                }
            })
            .collect();
        check(&timed, expected);
        check(
            "\
=> Send header, 36 bytes (0x24)
0000: 47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a GET / HTTP/1.1..
0010: 48 6f 73 74 3a 20 6c 6f 63 61 6c 68 6f 73 74 0d Host: localhost.
0020: 0a 0d 0a                                        ...
<= Recv header, 17 bytes (0x11)
0000: 48 54 54 50 2f 31 2e 31 20 32 30 30 20 4f 4b 0d HTTP/1.1 200 OK.
0010: 0a                                              .
<= Recv data, 2 bytes (0x2)
0000: 6f 6b                                           ok
",
            &["Server GET http://localhost/ [] => 200 [ok]"],
        );
    }

    #[test]
    fn an_answer_whose_body_follows_its_head_without_an_empty_line() {
        check(
            "$ curl -u 'a:b' -v https://a.example/token -d c=d\n* Connected to a.example (10.0.0.1) port 443\n< HTTP/2 401\n{\"error\":\"invalid_client\"}\nand more\n",
            &[r#"Server POST https://a.example/token [c=d] => 401 [{"error":"invalid_client"}]"#],
        );
    }

    #[test]
    fn what_is_not_there_is_not_made_up() {
        let exchange = recording("> GET / HTTP/1.1\n> Host: localhost\n").exchanges.remove(0);
        assert!(exchange.response.is_none() && exchange.error.is_none());
        let unreadable = crate::readers::read(b"> GET / HTTP/1.1\n> Accept: */*\n").err().unwrap();
        assert_eq!(unreadable.what, "a request without URL: neither its first line nor `Host` names one");
        assert_eq!(unreadable.place.as_deref(), Some("line 1"));
        let only_error =
            recording("$ curl https://a.example/\ncurl: (6) Could not resolve host: a.example\n");
        assert_eq!(only_error.exchanges[0].request.headers.missing(), Some(Missing::NotRecorded));
    }

    #[test]
    fn what_is_no_output_of_curl() {
        for text in ["", "> GET https://a.example/", "* a list", "{\"a\": 1}", "curl it", ">", "<", "= x"] {
            assert!(!Curl::is_start(text), "{text}");
        }
    }
}
