use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::*;
use crate::readers::tests::{body as shown, line};
use crate::readers::{Recording, read};

const HAR: &str = r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://a.example/"},"response":{"status":204}}]}}"#;
const READ: &str = "Unknown GET https://a.example/ [] => 204 []";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(in crate::readers) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut out);
    for (name, bytes) in files {
        let (mut entry, config) =
            archive.new_file(name).compression_method(CompressionMethod::DEFLATE).start().unwrap();
        let encoder = DeflateEncoder::new(&mut entry, Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(bytes).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    out
}

fn recording(bytes: &[u8]) -> Recording {
    read(bytes).unwrap_or_else(|unreadable| panic!("{unreadable:?}"))
}

fn check(bytes: &[u8], expected: &[&str], problems: &[&str]) {
    let recording = recording(bytes);
    let lines: Vec<String> = recording.exchanges.iter().map(line).collect();
    assert_eq!(lines, expected);
    let said: Vec<String> = recording.problems.iter().map(|p| format!("{}: {}", p.place, p.what)).collect();
    assert_eq!(said, problems);
    assert!((0..).zip(&recording.exchanges).all(|(at, exchange)| exchange.id.0 == at));
}

fn refused(bytes: &[u8]) -> String {
    read(bytes).err().map(|unreadable| unreadable.what).unwrap_or_default()
}

#[test]
fn packed_recordings_are_read() {
    let utf16: Vec<u8> = HAR.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        gzip(HAR.as_bytes()),
        gzip(&gzip(HAR.as_bytes())),
        gzip(&utf16),
        zip(&[("a.har", HAR.as_bytes())]),
        gzip(&zip(&[("picture.png", b"\x89PNG\r\n"), ("folder/a.har", &utf16)])),
        format!("onInputData({HAR});\n").into_bytes(),
        format!(" har.callback ( {HAR} ) ;").replace(" (", "(").into_bytes(),
        gzip(format!("c({HAR})").as_bytes()),
    ] {
        check(&bytes, &[READ], &[]);
    }
}

#[test]
fn all_that_can_be_read_in_an_archive_counts() {
    check(
        &zip(&[
            ("a.har", HAR.as_bytes()),
            ("b.har", b"{\"log\":"),
            ("notes.md", b""),
            ("__MACOSX/._a.har", b"\0\0\0"),
            ("c.har", HAR.as_bytes()),
        ]),
        &[READ, READ],
        &["file 2 of the archive: the file ends before its first entry"],
    );
    assert_eq!(refused(&zip(&[("a.png", b"\x89PNG")])), "it is a ZIP archive that holds no recording");
    assert_eq!(refused(&zip(&[("a.har", b"")])), "it is empty");
}

#[test]
fn what_breaks_off_is_read_so_far() {
    let text: String =
        (0..200).map(|at| format!("{{\"method\":\"GET\",\"url\":\"https://a.example/{at}\"}}\n")).collect();
    let packed = gzip(text.as_bytes());
    let recording = recording(&packed[..packed.len() - 20]);
    assert!(recording.exchanges.len() > 100, "{}", recording.exchanges.len());
    let last = recording.problems.last().map(|problem| problem.what.as_str());
    assert_eq!(last, Some("the compressed file (gzip) breaks off, or is damaged from there on"));
    assert_eq!(refused(b"\x1f\x8b\x08\0"), "it is compressed (gzip)");
    let packed = zip(&[("a.har", HAR.as_bytes())]);
    for length in 4..packed.len() {
        let _ = read(&packed[..length]);
    }
    assert_eq!(refused(&packed[..40]), "it is a ZIP archive that breaks off, or is damaged");
}

#[test]
fn bombs_are_refused() {
    let zeros = vec![b' '; FREE + (8 << 20)];
    let bomb = gzip(&zeros);
    for bytes in [bomb.clone(), zip(&[("a.har", &zeros)]), gzip(&bomb)] {
        assert_eq!(refused(&bytes), "it unpacks to more than 400 times its size");
    }
    let bomb = gzip(&zeros[..MOST_OF_BODY + 1]);
    assert!(matches!(body(&bomb, "gzip"), Decoded::TooLarge));
}

#[test]
fn bodies_lose_their_codings() {
    let text = br#"{"error":"invalid_grant"}"#;
    let deflate = |bytes: &[u8]| {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let zlib = |bytes: &[u8]| {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    // Stored, as encoders leave short texts.
    let brotli = b"\x0b\x0c\x80{\"error\":\"invalid_grant\"}\x03";
    let check = |codings: &str, bytes: &[u8]| match body(bytes, codings) {
        Decoded::Body(out) => assert_eq!(out, text, "{codings}"),
        _ => panic!("{codings}"),
    };
    check("gzip", &gzip(text));
    check("", &gzip(text));
    check("X-GZIP", &gzip(text));
    check("deflate", &zlib(text));
    check("deflate", &deflate(text));
    check("br", brotli);
    check("deflate, identity , gzip", &gzip(&zlib(text)));
    assert!(matches!(body(text, ""), Decoded::Plain));
    assert!(matches!(body(text, "identity"), Decoded::Plain));
    for (codings, bytes) in
        [("gzip", &text[..]), ("br", &text[..]), ("zstd", b"\x28\xb5\x2f\xfd"), ("gzip", &gzip(text)[..30])]
    {
        assert!(matches!(body(bytes, codings), Decoded::Compressed), "{codings}");
    }
}

#[test]
fn a_recording_may_keep_bodies_compressed() {
    use base64::Engine as _;
    let base64 = base64::engine::general_purpose::STANDARD.encode(gzip(b"{}"));
    let har = |encoding: &str| {
        format!(
            r#"{{"log":{{"entries":[{{"request":{{"method":"GET","url":"https://a.example/"}},"response":{{"status":200,
              "headers":[{{"name":"Content-Encoding","value":"{encoding}"}}],"content":{{"text":"{base64}","encoding":"base64"}}}}}}]}}}}"#
        )
    };
    let answer =
        |text: String| shown(&recording(text.as_bytes()).exchanges[0].response.as_ref().unwrap().body);
    assert_eq!(answer(har("gzip")), "[{}]");
    assert_eq!(answer(har("zstd")), "[not readable]");
}
