//! The archive of Fiddler (`.saz`): the messages of each session in files of its own, `raw/12_c.txt` what the client sent,
//! `raw/12_s.txt` what the server sent, `raw/12_m.xml` when.

use crate::readers::document::{recording, time, xml};
use crate::readers::message::{self, Around};
use crate::readers::record::Record;
use crate::readers::unpack::Archive;
use crate::readers::{Form, Recording, Unreadable};

/// Read as an archive alone: its files by themselves are raw messages.
pub(crate) static FIDDLER: Form =
    Form { name: "fiddler", called: "Fiddler archive", is_it: |_| false, read: |_| Err(unreadable()) };

fn unreadable() -> Unreadable {
    Unreadable {
        what: "it is no archive of Fiddler".to_owned(),
        place: None,
        advice: "Save the sessions again: File, Save, Selected Sessions, in ArchiveZip.",
    }
}

/// `None` where it has no sessions of Fiddler.
pub(crate) fn archive(archive: &Archive) -> Option<Result<Recording, Unreadable>> {
    let mut sessions: Vec<(u32, &str)> = archive
        .names()
        .filter_map(|name| {
            let stem = name.strip_suffix("_c.txt")?;
            Some((stem.strip_prefix("raw/").or_else(|| stem.strip_prefix("raw\\"))?.parse().ok()?, stem))
        })
        .collect();
    sessions.sort_unstable();
    if sessions.is_empty() {
        return None;
    }
    Some(recording(&FIDDLER, sessions.iter().map(|(_, stem)| session(archive, stem))))
}

fn session(archive: &Archive, stem: &str) -> Result<Option<Record>, &'static str> {
    let request = archive.named(&format!("{stem}_c.txt")).ok_or("its request cannot be unpacked")?;
    let response = archive.named(&format!("{stem}_s.txt")).filter(|bytes| !bytes.is_empty());
    let about =
        archive.named(&format!("{stem}_m.xml")).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let about = about.and_then(|text| xml(&text)).unwrap_or_default();
    let when = |name: &str| time(about.child("SessionTimers")?.attribute(name)?);
    let started = when("ClientBeginRequest");
    let ended = when("ServerDoneResponse").or_else(|| when("ClientDoneResponse"));
    let took = started.zip(ended).map(|(started, ended)| ended.as_millis() - started.as_millis());
    message::record(&request, response.as_deref(), &Around { url: None, started, took })
}

#[cfg(test)]
mod tests {
    use crate::Timestamp;
    use crate::readers::read;
    use crate::readers::tests::line;
    use crate::readers::unpack::tests::zip;

    #[test]
    fn sessions_are_read_by_their_number() {
        let answer = b"HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\n19\r\n{\"error\":\"invalid_grant\"}\r\n0\r\n\r\n";
        let times = br#"<?xml version="1.0" encoding="utf-8"?><Session SID="7" BitFlags="59"><SessionTimers ClientConnected="2026-11-28T04:35:50.0000000+00:00" ClientBeginRequest="2026-11-28T04:35:50.1230000+00:00" ServerDoneResponse="2026-11-28T05:35:50.2650000+01:00" /></Session>"#;
        let bytes = zip(&[
            ("[Content_Types].xml", b"<?xml version=\"1.0\"?>"),
            ("raw/10_c.txt", b"POST https://auth.example.com/token HTTP/1.1\r\nHost: auth.example.com\r\nContent-Length: 9\r\n\r\ncode=1234"),
            ("raw/10_s.txt", answer),
            ("raw/10_m.xml", times),
            ("raw/9_c.txt", b"GET https://app.example.com/login HTTP/1.1\r\nHost: app.example.com\r\nUser-Agent: Mozilla/5.0\r\nSec-Fetch-Dest: document\r\n\r\n"),
            ("raw/9_s.txt", b""),
            ("raw/8_c.txt", b"CONNECT app.example.com:443 HTTP/1.1\r\nHost: app.example.com:443\r\n\r\n"),
            ("raw/8_s.txt", b"HTTP/1.1 200 Connection established\r\n\r\n"),
            ("_index.htm", b"<html>"),
        ]);
        let recording = read(&bytes).unwrap_or_else(|unreadable| panic!("{unreadable:?}"));
        let lines: Vec<String> = recording.exchanges.iter().map(line).collect();
        assert_eq!(
            lines,
            [
                "Page GET https://app.example.com/login []",
                "Server POST https://auth.example.com/token [code=1234] => 400 [{\"error\":\"invalid_grant\"}]",
            ]
        );
        assert_eq!((recording.form.name, recording.problems.len()), ("fiddler", 0));
        let token = &recording.exchanges[1];
        assert_eq!(token.started.map(Timestamp::to_rfc3339).as_deref(), Some("2026-11-28T04:35:50.123Z"));
        assert_eq!(token.finished.map(Timestamp::to_rfc3339).as_deref(), Some("2026-11-28T04:35:50.265Z"));
    }
}
