//! The beginning of an input, by which it is told how the rest is read.

use std::io::{self, BufReader, Read};

use super::{HEAD, Sink, Streamed, Streaming};
use crate::readers::lines::AccessLogFormat;
use crate::readers::{Unreadable, unpack};

/// An input of which the beginning was read.
pub enum Begun<R> {
    /// All of it, for [`read_as`](crate::readers::read_as).
    Short(Vec<u8>),
    /// It can be read piece by piece.
    Long(Long<R>),
    /// It goes on, and has to be read as a whole: its beginning, and the rest.
    Whole(Vec<u8>, R),
}

/// An input that is read piece by piece.
pub struct Long<R> {
    streaming: Streaming,
    is_packed: bool,
    source: Behind<R>,
}

/// Reads the beginning of an input.
///
/// # Errors
/// When it cannot be read.
pub fn begin<R: Read>(mut source: R) -> io::Result<Begun<R>> {
    let mut head = Vec::new();
    source.by_ref().take(HEAD as u64 + 1).read_to_end(&mut head)?;
    let is_packed = unpack::is_gzip(&head);
    if !is_packed && head.len() <= HEAD {
        return Ok(Begun::Short(head));
    }
    let streaming = if is_packed { of_packed(&head) } else { Streaming::of(&head) };
    Ok(match streaming {
        Some(streaming) => {
            Begun::Long(Long { streaming, is_packed, source: Behind { head, read: 0, rest: source } })
        }
        None if head.len() <= HEAD => Begun::Short(head),
        None => Begun::Whole(head, source),
    })
}

/// How to read what is packed, where it is long.
fn of_packed(head: &[u8]) -> Option<Streaming> {
    if head.len() <= HEAD && unpack::is_bomb(head) {
        return None;
    }
    let mut unpacked = Vec::new();
    // Where it breaks off is said where it is read.
    let _ended = unpack::unpacking(head).take(HEAD as u64 + 1).read_to_end(&mut unpacked);
    if unpacked.len() > HEAD && !unpack::is_gzip(&unpacked) { Streaming::of(&unpacked) } else { None }
}

impl<R: Read> Long<R> {
    /// Reads it to its end.
    ///
    /// # Errors
    /// When nothing in it can be read.
    pub fn read(
        self,
        format: Option<&AccessLogFormat>,
        sink: &mut impl Sink,
    ) -> Result<Streamed, Unreadable> {
        if self.is_packed {
            return self.streaming.read(unpack::unpacking(BufReader::new(self.source)), format, sink);
        }
        self.streaming.read(self.source, format, sink)
    }
}

/// What begins with bytes that were read already.
struct Behind<R> {
    head: Vec<u8>,
    read: usize,
    rest: R,
}

impl<R: Read> Read for Behind<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let mut left = self.head.get(self.read..).unwrap_or_default();
        if left.is_empty() {
            self.head = Vec::new();
            return self.rest.read(room);
        }
        let count = left.read(room)?;
        self.read += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn begun(bytes: &[u8]) -> &'static str {
        match begin(bytes).unwrap_or_else(|error| panic!("{error}")) {
            Begun::Short(_) => "short",
            Begun::Long(_) => "long",
            Begun::Whole(..) => "whole",
        }
    }

    #[test]
    fn what_unpacks_to_far_more_than_its_size_is_refused_as_a_whole() {
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&vec![b' '; 64 << 20]).unwrap_or_else(|error| panic!("{error}"));
        let packed = packed.finish().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(begun(&packed), "short");
    }

    #[test]
    fn what_can_be_read_in_pieces_is_told_by_its_beginning() {
        let line = "10.0.0.1 - - [28/Nov/2026:04:29:26 +0000] \"GET / HTTP/1.1\" 200 5\n";
        let log = line.repeat(HEAD / line.len() + 2);
        assert_eq!(begun(line.as_bytes()), "short");
        assert_eq!(begun(log.as_bytes()), "long");
        let archive = format!(r#"{{"log":{{"entries":[{}"#, " ".repeat(HEAD));
        assert_eq!(begun(archive.as_bytes()), "long");
        let other = format!(r#"{{"info":{{"_postman_id":1}},"item":["{}"#, " ".repeat(HEAD));
        assert_eq!(begun(other.as_bytes()), "whole");
        assert_eq!(begun(&vec![0; HEAD + 1]), "whole");
    }
}
