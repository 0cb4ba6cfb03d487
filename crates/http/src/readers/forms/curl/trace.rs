//! `curl --trace-ascii` and `curl --trace`.

use super::transfers::Transfers;
use crate::readers::lines::{request_line, status_line};

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Mark<'a> {
    Note(&'a str),
    Block(Block),
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
        "=> Send header" => Mark::Block(Block::SendHeader),
        "=> Send data" => Mark::Block(Block::SendData),
        "<= Recv header" => Mark::Block(Block::ReceiveHeader),
        "<= Recv data" => Mark::Block(Block::ReceiveData),
        "=> Send SSL data" | "<= Recv SSL data" => Mark::Block(Block::Other),
        _ => return None,
    })
}

/// Reads the blocks of a trace.
#[derive(Default)]
pub(super) struct Trace {
    block: Option<(usize, Block, Dump)>,
    /// Bytes are written as pairs of digits.
    hexadecimal: bool,
}

/// What a block holds.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Block {
    SendHeader,
    SendData,
    ReceiveHeader,
    ReceiveData,
    Other,
}

impl Trace {
    /// Takes a line of a trace.
    pub(super) fn take(&mut self, number: usize, line: &str, transfers: &mut Transfers) -> bool {
        let mark =
            trace_mark(line).or_else(|| line.split_once("== Info:").map(|(_, note)| Mark::Note(note.trim())));
        if mark.is_none() {
            if let Some((_, _, dump)) = &mut self.block
                && let Some((offset, text)) = dump_line(line)
            {
                if offset == 0 && dump.text.is_empty() {
                    self.hexadecimal = is_hexadecimal(text);
                }
                dump.push(offset, text, self.hexadecimal);
                return true;
            }
            self.finish(transfers);
            return false;
        }
        self.finish(transfers);
        match mark {
            Some(Mark::Note(note)) => transfers.note(number, note),
            Some(Mark::Block(block)) => self.block = Some((number, block, Dump::default())),
            None => {}
        }
        true
    }

    /// The last block is over.
    pub(super) fn finish(&mut self, transfers: &mut Transfers) {
        if let Some((number, block, dump)) = self.block.take() {
            put(number, block, &dump.text, transfers);
        }
    }
}

/// Two digits and a space, again and again.
fn is_hexadecimal(text: &str) -> bool {
    let pairs = text.split(' ').take(2);
    text.as_bytes().get(2) == Some(&b' ')
        && pairs.clone().count() == 2
        && pairs
            .into_iter()
            .all(|pair| pair.is_empty() || pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn put(number: usize, block: Block, text: &str, transfers: &mut Transfers) {
    match block {
        Block::SendHeader => {
            for line in text.lines() {
                match request_line(line.trim_end()) {
                    Some((method, target)) => transfers.request(number, method, target),
                    None if !line.trim().is_empty() => transfers.request_header(line),
                    None => {}
                }
            }
        }
        Block::ReceiveHeader => {
            for line in text.lines() {
                match status_line(line.trim_end()) {
                    Some(status) => transfers.response(number, status),
                    None if !line.trim().is_empty() => transfers.response_header(line),
                    None => {}
                }
            }
        }
        Block::SendData => transfers.request_data(text),
        Block::ReceiveData => transfers.response_data(text),
        Block::Other => {}
    }
}

/// Whether it is the first line of a block: what has another number in front may be anything.
pub(super) fn is_dump(line: &str) -> bool {
    line.as_bytes().get(4) == Some(&b':') && dump_line(line).is_some_and(|(offset, _)| offset == 0)
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
