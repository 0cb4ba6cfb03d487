//! What is packed is unpacked before anybody asks which form it has: gzip, ZIP, the call of JSONP around a HAR; and bodies that
//! were recorded as they were on the wire.
//!
//! Nothing here trusts a size that an input tells of itself: what comes out is counted.

mod archive;

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

pub(super) use self::archive::Archive;
use super::{Problem, Unreadable};

/// Bytes that come out of one input at most.
const MOST: usize = 512 << 20;

/// Bytes that come out of one body at most.
const MOST_OF_BODY: usize = 16 << 20;

/// So many bytes may come out of anything.
const FREE: usize = 32 << 20;

/// What comes out beyond that may be so many times as long as what went in. Logs reach 50; a bomb needs 1000, where Deflate
/// ends.
const RATIO: usize = 400;

/// How an input begins that is compressed (RFC 1952 §2.3.1).
const GZIP: &[u8] = b"\x1f\x8b";
const ZIP: &[u8] = b"PK\x03\x04";

/// So deep is what is packed unpacked: a ZIP in a gzip.
const DEPTH: usize = 2;

/// An input as forms read it.
pub(super) enum Unpacked<'b> {
    /// A file, and what was lost on the way.
    File(Cow<'b, [u8]>, Option<Problem>),
    /// Files in an archive.
    Archive(Archive),
}

/// Unpacks an input; what is not packed stays where it is.
///
/// # Errors
/// When it is larger than what is unpacked, no archive although it begins as one, or locked.
pub(super) fn unpack(bytes: &[u8]) -> Result<Unpacked<'_>, Unreadable> {
    let (mut bytes, mut broken) = (Cow::Borrowed(bytes), false);
    for _ in 0..DEPTH {
        if !bytes.starts_with(GZIP) {
            break;
        }
        match expand(MultiGzDecoder::new(&*bytes), bytes.len(), MOST) {
            Ok(Expanded { bytes: out, is_whole }) => {
                broken |= !is_whole;
                bytes = Cow::Owned(out);
            }
            // Said of it below, as of all that is no text.
            Err(Refused::Broken) => break,
            Err(Refused::TooLarge(what)) => return Err(too_large(what)),
        }
    }
    if bytes.starts_with(ZIP) {
        return Archive::open(bytes.into_owned()).map(Unpacked::Archive);
    }
    let problem = broken.then(|| Problem {
        place: "the end".to_owned(),
        what: "the compressed file (gzip) breaks off, or is damaged from there on".to_owned(),
    });
    Ok(Unpacked::File(without_call(bytes), problem))
}

/// Whether compressed bytes, all of which are here, unpack to far more than a recording does.
pub(super) fn is_bomb(bytes: &[u8]) -> bool {
    let fair = bytes.len().saturating_mul(RATIO).max(FREE) as u64;
    fair < MOST as u64
        && io::copy(&mut unpacking(bytes).take(fair + 1), &mut io::sink()).is_ok_and(|count| count > fair)
}

/// What comes out of a gzip, as it comes.
pub(super) fn unpacking<R: BufRead>(packed: R) -> MultiGzDecoder<R> {
    MultiGzDecoder::new(packed)
}

/// Whether an input is compressed so.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(GZIP)
}

/// What came out.
struct Expanded {
    bytes: Vec<u8>,
    /// It ended as it should.
    is_whole: bool,
}

enum Refused {
    /// Nothing came out.
    Broken,
    /// More comes out than is taken; what to say of it.
    TooLarge(String),
}

/// All that comes out of a decoder; what comes before it breaks off counts.
fn expand(decoder: impl Read, packed: usize, most: usize) -> Result<Expanded, Refused> {
    let fair = packed.saturating_mul(RATIO).max(FREE);
    let limit = most.min(fair);
    let mut bytes = Vec::new();
    let ended = decoder.take(limit as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > limit {
        return Err(Refused::TooLarge(if fair < most {
            format!("it unpacks to more than {RATIO} times its size")
        } else {
            format!("it unpacks to more than {} MiB", most >> 20)
        }));
    }
    match ended {
        Err(_) if bytes.is_empty() => Err(Refused::Broken),
        ended => Ok(Expanded { bytes, is_whole: ended.is_ok() }),
    }
}

fn too_large(what: String) -> Unreadable {
    Unreadable {
        what,
        place: None,
        advice: "Record the login alone (clear the Network tab before it begins), or unpack the file and give what is in it.",
    }
}

/// What is called as JSONP: `onInputData({"log": …});`.
fn without_call(bytes: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let Some((from, to)) = called(&bytes) else { return bytes };
    match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(from..to).unwrap_or_default()),
        Cow::Owned(mut bytes) => {
            bytes.truncate(to);
            bytes.drain(..from);
            Cow::Owned(bytes)
        }
    }
}

/// Where the one argument stands; nothing but a HAR is passed so.
fn called(bytes: &[u8]) -> Option<(usize, usize)> {
    const LONGEST_NAME: usize = 100;
    let start = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'.');
    let name = bytes.get(start..)?.iter().take(LONGEST_NAME).take_while(|b| is_name(b)).count();
    let from = start + name + 1;
    let rest = bytes.get(from..).filter(|_| name > 0 && bytes.get(from - 1) == Some(&b'('))?;
    let log = rest.trim_ascii_start().strip_prefix(b"{")?.trim_ascii_start();
    let end = bytes.trim_ascii_end();
    let end = end.strip_suffix(b";").unwrap_or(end).trim_ascii_end();
    log.starts_with(b"\"log\"").then(|| (from, end.strip_suffix(b")").unwrap_or(end).len()))
}

/// A body without the content coding it was sent in (RFC 9110 §8.4.1), also where the coding is not named.
pub(super) enum Decoded {
    /// The body.
    Body(Vec<u8>),
    /// There is more of it than is taken.
    TooLarge,
    /// It is compressed, and was not decoded: broken off, or in a coding that is not known here.
    Compressed,
    /// It was not compressed.
    Plain,
}

/// Takes the content codings off a body, the last one first.
pub(super) fn body(bytes: &[u8], codings: &str) -> Decoded {
    let named = codings.split(',').map(str::trim).filter(|coding| !coding.is_empty());
    let mut codings: Vec<String> = named.map(str::to_ascii_lowercase).collect();
    if codings.is_empty() && bytes.starts_with(GZIP) {
        codings.push("gzip".to_owned());
    }
    let mut body = Cow::Borrowed(bytes);
    for coding in codings.iter().rev().filter(|coding| *coding != "identity") {
        let packed = body.len();
        let expanded = match coding.as_str() {
            "gzip" | "x-gzip" => expand(MultiGzDecoder::new(&*body), packed, MOST_OF_BODY),
            // Some servers leave the frame of zlib out, which belongs there.
            "deflate" => match expand(ZlibDecoder::new(&*body), packed, MOST_OF_BODY) {
                Err(Refused::Broken) => expand(DeflateDecoder::new(&*body), packed, MOST_OF_BODY),
                expanded => expanded,
            },
            "br" => expand(brotli(&body), packed, MOST_OF_BODY),
            _ => return Decoded::Compressed,
        };
        match expanded {
            Ok(Expanded { bytes, is_whole: true }) => body = Cow::Owned(bytes),
            Ok(_) | Err(Refused::Broken) => return Decoded::Compressed,
            Err(Refused::TooLarge(_)) => return Decoded::TooLarge,
        }
    }
    match body {
        Cow::Owned(body) => Decoded::Body(body),
        Cow::Borrowed(_) => Decoded::Plain,
    }
}

fn brotli(bytes: &[u8]) -> impl Read + '_ {
    const BUFFER: usize = 4 << 10;
    brotli_decompressor::Decompressor::new(io::Cursor::new(bytes), BUFFER)
}

#[cfg(test)]
pub(super) mod tests;
