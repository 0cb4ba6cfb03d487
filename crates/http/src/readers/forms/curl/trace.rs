//! `curl --trace-ascii` and `curl --trace`.

use super::command::command_line;
use super::transfers::Transfers;
use super::{State, exit_text, request_line, status_line, without_meter, without_time};

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Mark<'a> {
    SendHeader,
    SendData,
    ReceiveHeader,
    ReceiveData,
    /// The bytes of TLS.
    Other,
    Note(&'a str),
}

pub(super) fn trace_mark(line: &str) -> Option<Mark<'_>> {
    if let Some(note) = line.strip_prefix("== Info:") {
        return Some(Mark::Note(note.trim()));
    }
    let (kind, rest) = line.split_once(", ")?;
    if !rest.contains(" bytes (0x") {
        return None;
    }
    Some(match kind {
        "=> Send header" => Mark::SendHeader,
        "=> Send data" => Mark::SendData,
        "<= Recv header" => Mark::ReceiveHeader,
        "<= Recv data" => Mark::ReceiveData,
        "=> Send SSL data" | "<= Recv SSL data" => Mark::Other,
        _ => return None,
    })
}

pub(super) fn read_trace(text: &str, transfers: &mut Transfers) {
    // The hexadecimal form writes the first request as bytes: two digits and a space, again and again.
    let after_first = text.split_once("=> Send header").and_then(|(_, rest)| rest.lines().nth(1));
    let hexadecimal = after_first.and_then(dump_line).is_some_and(|(_, text)| {
        text.as_bytes().get(2) == Some(&b' ')
            && text.get(..2).is_some_and(|pair| pair.bytes().all(|b| b.is_ascii_hexdigit()))
    });

    let mut block: Option<(usize, Mark, Dump)> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let Some(line) = without_meter(line).map(without_time) else { continue };
        let mark =
            trace_mark(line).or_else(|| line.split_once("== Info:").map(|(_, note)| Mark::Note(note.trim())));
        if mark.is_none()
            && let Some((_, _, dump)) = &mut block
            && let Some((offset, text)) = dump_line(line)
        {
            dump.push(offset, text, hexadecimal);
            continue;
        }
        if (mark.is_some() || exit_text(line).is_some())
            && let Some((number, mark, dump)) = block.take()
        {
            put(number, mark, &dump.text, transfers);
        }
        match mark {
            Some(Mark::Note(note)) => transfers.note(number, note),
            Some(mark) => block = Some((number, mark, Dump::default())),
            None => {
                if let Some(text) = exit_text(line) {
                    transfers.exit(number, text);
                } else if let Some(command) = command_line(line, State::Notes) {
                    transfers.command(command);
                }
            }
        }
    }
    if let Some((number, mark, dump)) = block {
        put(number, mark, &dump.text, transfers);
    }
}

fn put(number: usize, mark: Mark, text: &str, transfers: &mut Transfers) {
    match mark {
        Mark::SendHeader => {
            for line in text.lines() {
                match request_line(line.trim_end()) {
                    Some((method, target)) => transfers.request(number, method, target),
                    None if !line.trim().is_empty() => transfers.request_header(line),
                    None => {}
                }
            }
        }
        Mark::ReceiveHeader => {
            for line in text.lines() {
                match status_line(line.trim_end()) {
                    Some(status) => transfers.response(number, status),
                    None if !line.trim().is_empty() => transfers.response_header(line),
                    None => {}
                }
            }
        }
        Mark::SendData => transfers.request_data(text),
        Mark::ReceiveData => transfers.response_data(text),
        Mark::Other | Mark::Note(_) => {}
    }
}

/// `0016: Host: 127.0.0.1`.
fn dump_line(line: &str) -> Option<(usize, &str)> {
    let (offset, text) = line.split_once(':')?;
    let offset = Some(offset).filter(|offset| (4..=8).contains(&offset.len()))?;
    Some((usize::from_str_radix(offset, 16).ok()?, text.strip_prefix(' ').unwrap_or(text)))
}

/// The text of a block. Lines are cut at 64 characters, and at line ends: the offsets tell one from the other.
#[derive(Default)]
struct Dump {
    text: String,
    end: usize,
}

impl Dump {
    fn push(&mut self, offset: usize, line: &str, hexadecimal: bool) {
        if hexadecimal {
            let pairs = line
                .get(..line.len().min(48))
                .unwrap_or_default()
                .split(' ')
                .take_while(|pair| pair.len() == 2);
            let bytes: Vec<u8> = pairs.map_while(|pair| u8::from_str_radix(pair, 16).ok()).collect();
            self.text.push_str(&String::from_utf8_lossy(&bytes));
            return;
        }
        if offset > self.end {
            self.text.push_str("\r\n");
        }
        self.text.push_str(line);
        self.end = offset.saturating_add(line.len());
    }
}
