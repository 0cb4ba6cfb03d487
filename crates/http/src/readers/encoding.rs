//! Bytes become UTF-8, or the reason why they are no text.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::Unreadable;

/// Bytes at the beginning that tell what all is.
const HEAD: usize = 4_096;

/// How files begin that hold no text: what they are, and what to do about them.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"\x1f\x8b", "it is compressed (gzip)", "Unpack it, and name the file that comes out: gunzip FILE"),
    (b"BZh", "it is compressed (bzip2)", "Unpack it, and name the file that comes out: bunzip2 FILE"),
    (b"\xfd7zXZ\0", "it is compressed (xz)", "Unpack it, and name the file that comes out: unxz FILE"),
    (
        b"\x28\xb5\x2f\xfd",
        "it is compressed (zstd)",
        "Unpack it, and name the file that comes out: unzstd FILE",
    ),
    (b"PK\x03\x04", "it is a ZIP archive", "Unpack it, and name the files that come out: unzip FILE"),
    (
        b"PK\x05\x06",
        "it is an empty ZIP archive",
        "Export the recording again, and wait until the file is written.",
    ),
    (b"7z\xbc\xaf\x27\x1c", "it is a 7z archive", "Unpack it, and name the files that come out: 7z x FILE"),
    (b"\x89PNG", "it is a picture (PNG)", NO_PICTURE),
    (b"\xff\xd8\xff", "it is a picture (JPEG)", NO_PICTURE),
    (b"GIF8", "it is a picture (GIF)", NO_PICTURE),
    (b"%PDF-", "it is a PDF document", NO_PICTURE),
    (b"\xd4\xc3\xb2\xa1", "it is a capture of packets (pcap)", NO_PACKETS),
    (b"\xa1\xb2\xc3\xd4", "it is a capture of packets (pcap)", NO_PACKETS),
    (b"\x0a\x0d\x0d\x0a", "it is a capture of packets (pcapng)", NO_PACKETS),
    (b"SQLite format 3\0", "it is an SQLite database", NO_TEXT),
    (b"\x7fELF", "it is a program", NO_TEXT),
];

const NO_PICTURE: &str = "A picture or a document of a login cannot be checked: in the browser's Network tab, export all as HAR and name that file.";
const NO_PACKETS: &str = "Traffic is mostly encrypted: export the login as HAR in the browser's Network tab, or record it with curl \
                          --trace-ascii. What is not can be read from `tshark -r FILE -T json`.";
const NO_TEXT: &str =
    "A recording is text: a HAR file, the output of `curl -v`, a log. Look at the name of the file.";
const TO_UTF8: &str = "Save it as UTF-8 and try again: iconv -f ENCODING -t UTF-8 FILE > NEW";

/// UTF-8 without byte order mark, with lines that end in LF. UTF-16, in which PowerShell writes what it redirects, is told
/// by its mark, or by the NUL in every other byte of what is mostly ASCII.
pub(super) fn to_utf8(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Unreadable> {
    let text = match bytes {
        [0xef, 0xbb, 0xbf, text @ ..] => Cow::Borrowed(text),
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Err(utf32()),
        [0xff, 0xfe, text @ ..] => Cow::Owned(from_utf16(text, u16::from_le_bytes)),
        [0xfe, 0xff, text @ ..] => Cow::Owned(from_utf16(text, u16::from_be_bytes)),
        _ => match wide(bytes) {
            None => Cow::Borrowed(bytes),
            Some(Wide::Utf16Le) => Cow::Owned(from_utf16(bytes, u16::from_le_bytes)),
            Some(Wide::Utf16Be) => Cow::Owned(from_utf16(bytes, u16::from_be_bytes)),
            Some(Wide::Utf32) => return Err(utf32()),
        },
    };
    // Lines that end in CR alone are those of an old Mac, or of a terminal's log.
    if text.contains(&b'\r') && !text.contains(&b'\n') {
        return Ok(Cow::Owned(text.iter().map(|b| if *b == b'\r' { b'\n' } else { *b }).collect()));
    }
    Ok(text)
}

/// Why an input in no known form is no text; `None` where it is text.
pub(super) fn no_text(bytes: &[u8]) -> Option<Unreadable> {
    if let Some((_, what, advice)) = SIGNATURES.iter().find(|(start, ..)| bytes.starts_with(start)) {
        return Some(Unreadable { what: (*what).to_owned(), place: None, advice });
    }
    if bytes.get(257..).is_some_and(|rest| rest.starts_with(b"ustar")) {
        return Some(Unreadable {
            what: "it is a tar archive".to_owned(),
            place: None,
            advice: "Unpack it, and name the files that come out: tar -xf FILE",
        });
    }
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let is_binary = |b: &u8| matches!(b, 0..=7 | 11 | 14..=26 | 28..=31 | 127);
    let binary = head.iter().filter(|b| is_binary(b)).count();
    if binary * 20 > head.len() {
        let first = head.iter().position(is_binary).unwrap_or_default();
        let byte = head.get(first).copied().unwrap_or_default();
        let what = format!("it is binary, no text: byte {} is 0x{byte:02x}", first + 1);
        return Some(Unreadable { what, place: None, advice: NO_TEXT });
    }
    let broken: usize = head.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    (broken * 10 > head.len() * 3).then(|| Unreadable {
        what: "its text is neither UTF-8 nor UTF-16".to_owned(),
        place: None,
        advice: TO_UTF8,
    })
}

enum Wide {
    Utf16Le,
    Utf16Be,
    Utf32,
}

/// An encoding without mark whose characters take two or four bytes: most recordings begin with ASCII (as in RFC 4627 §3), some logs
/// with letters of other scripts.
fn wide(bytes: &[u8]) -> Option<Wide> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let always_nul = |at: usize| head.iter().skip(at).step_by(4).all(|b| *b == 0);
    match *head.first_chunk::<4>()? {
        [a, 0, 0, 0] if is_ascii(a) => always_nul(3).then_some(Wide::Utf32),
        [0, 0, 0, a] if is_ascii(a) => always_nul(0).then_some(Wide::Utf32),
        [a, 0, b, 0] if is_ascii(a) && is_ascii(b) => Some(Wide::Utf16Le),
        [0, a, 0, b] if is_ascii(a) && is_ascii(b) => Some(Wide::Utf16Be),
        // Text has no NUL, and the blanks and line ends of UTF-16 have one each.
        _ if head.contains(&0) => {
            let (little, big) = (ascii_of(head, u16::from_le_bytes), ascii_of(head, u16::from_be_bytes));
            match little.unwrap_or_default().cmp(&big.unwrap_or_default()) {
                Ordering::Greater => Some(Wide::Utf16Le),
                Ordering::Less => Some(Wide::Utf16Be),
                Ordering::Equal => None,
            }
        }
        _ => None,
    }
}

/// How many characters of a text in UTF-16 are of ASCII; `None` where it is none: it has others than letters, marks and signs.
fn ascii_of(head: &[u8], unit: fn([u8; 2]) -> u16) -> Option<usize> {
    let units = head.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    let mut count = 0;
    let mut characters = char::decode_utf16(units).peekable();
    while let Some(c) = characters.next() {
        match c {
            Ok(c) if u8::try_from(c).is_ok_and(is_ascii) || c == '\u{1b}' => count += 1,
            Ok(c) if c.is_alphanumeric() || c.is_whitespace() => {}
            // Marks on letters, punctuation, signs, those of East Asia and their wide forms, pictures.
            Ok(
                '\u{a1}'..='\u{bf}'
                | '\u{300}'..='\u{36f}'
                | '\u{2000}'..='\u{2bff}'
                | '\u{3000}'..='\u{30ff}'
                | '\u{fe00}'..='\u{fe6f}'
                | '\u{ff00}'..='\u{ffef}'
                | '\u{1f000}'..='\u{1faff}',
            ) => {}
            // The head may end within a character.
            Err(_) if characters.peek().is_none() => {}
            _ => return None,
        }
    }
    Some(count)
}

fn is_ascii(byte: u8) -> bool {
    byte.is_ascii_graphic() || byte.is_ascii_whitespace()
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Vec<u8> {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    let mut text = String::with_capacity(bytes.len() / 2);
    text.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    text.into_bytes()
}

fn utf32() -> Unreadable {
    Unreadable {
        what: "its text is in UTF-32; only UTF-8 and UTF-16 are read".to_owned(),
        place: None,
        advice: "Save it as UTF-8 and try again: iconv -f UTF-32 -t UTF-8 FILE > NEW",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\"log\": \"日本語\u{3000}\u{1f600}é\"}\r\n";

    fn wide(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        for mark in ["", "\u{feff}"] {
            let marked = format!("{mark}{TEXT}");
            for bytes in [
                marked.clone().into_bytes(),
                wide(&marked, u16::to_le_bytes),
                wide(&marked, u16::to_be_bytes),
            ] {
                let text = to_utf8(&bytes).unwrap_or_else(|e| panic!("{e:?}"));
                assert_eq!(String::from_utf8_lossy(&text), TEXT, "{bytes:?}");
            }
        }
        // Most of it is not ASCII, and it was cut within a character.
        let text = format!("{{\"a\":\"{}", "語\u{3000}".repeat(4_000));
        let mut bytes = wide(&text, u16::to_le_bytes);
        bytes.push(b'x');
        assert!(*to_utf8(&bytes).unwrap() == *text.as_bytes());
    }

    #[test]
    fn utf_16_without_mark_may_begin_with_other_scripts() {
        for text in [
            "用户登录失败：invalid_grant\n",
            "Ошибка входа: invalid_grant\r\nPOST https://a.example/token\r\n",
            "로그인 실패 (401)\n",
            "ログイン失敗。\n",
            "😀 login\n",
        ] {
            for bytes in [wide(text, u16::to_le_bytes), wide(text, u16::to_be_bytes)] {
                assert_eq!(String::from_utf8_lossy(&to_utf8(&bytes).unwrap()), text);
            }
            assert_eq!(&*to_utf8(text.as_bytes()).unwrap(), text.as_bytes());
        }
        for binary in [&b"\x7fELF\x02\x01\x01\0\0\0\0\0"[..], b"ab\x01\0\x02c\0\0", b"\0\0\0"] {
            assert_eq!(&*to_utf8(binary).unwrap(), binary);
        }
    }

    #[test]
    fn utf_32_is_refused_by_name() {
        for mark in ["", "\u{feff}"] {
            let text = format!("{mark}{TEXT}");
            let little: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
            let big: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
            for bytes in [little, big] {
                let why = to_utf8(&bytes).err().map(|unreadable| unreadable.what).unwrap_or_default();
                assert!(why.contains("UTF-32"), "{bytes:?}: {why}");
            }
        }
    }

    #[test]
    fn lines_end_in_cr_alone_only_where_no_line_ends_in_lf() {
        assert_eq!(&*to_utf8(b"a\rb\r").unwrap(), b"a\nb\n");
        assert_eq!(&*to_utf8(b"a\rb\r\n").unwrap(), b"a\rb\r\n");
    }

    #[test]
    fn what_is_no_text_is_named() {
        let check = |bytes: &[u8], expected: Option<&str>| {
            let what = no_text(bytes).map(|unreadable| unreadable.what);
            assert!(
                what.as_deref().is_some_and(|what| expected.is_some_and(|e| what.contains(e)))
                    || what.is_none() && expected.is_none(),
                "{bytes:?}: {what:?}"
            );
        };
        check(b"\x1f\x8b\x08\0", Some("gzip"));
        check(b"PK\x03\x04\x14\0", Some("ZIP"));
        check(b"%PDF-1.7\n", Some("PDF"));
        check(b"ab\x01\x02", Some("byte 3 is 0x01"));
        check(&[0; 3], Some("byte 1 is 0x00"));
        check(&[0xff; 9], Some("neither UTF-8 nor UTF-16"));
        check(b"Zugriff f\xfcr M\xfcller verweigert, bitte melden Sie sich an", None);
        check("Überall Ümläute: äöü".as_bytes(), None);
        check(b"\x1b[31mred\x1b[0m\ttext\n", None);
        check(b"", None);
    }
}
