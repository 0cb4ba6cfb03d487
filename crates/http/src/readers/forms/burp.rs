//! What Burp saves of chosen items: an XML file with both messages of each as they were on the wire, mostly as base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::readers::document::{Element, recording, xml};
use crate::readers::message::{self, Around};
use crate::readers::record::Record;
use crate::readers::{Form, Recording, Unreadable};

pub(crate) static BURP: Form = Form { name: "burp", called: "Burp export", is_it, read };

/// Bytes in which the list has to begin, behind a declaration of the type.
const HEAD: usize = 4_000;

fn is_it(bytes: &[u8]) -> bool {
    let head = bytes.trim_ascii_start();
    let head = head.get(..HEAD).unwrap_or(head);
    head.starts_with(b"<") && head.windows(18).any(|window| window == b"<items burpVersion")
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let items = xml(&String::from_utf8_lossy(bytes)).unwrap_or_default();
    recording(&BURP, items.children.iter().map(record))
}

fn record(item: &Element) -> Result<Option<Record>, &'static str> {
    let request = item.child("request").ok_or("it has no request")?;
    let response = item.child("response").map(bytes).transpose()?.filter(|bytes| !bytes.is_empty());
    // The time is in the zone of whoever saved it, which is named and not numbered.
    let around = Around { url: item.text_of("url"), ..Around::default() };
    message::record(&bytes(request)?, response.as_deref(), &around)
}

fn bytes(message: &Element) -> Result<Vec<u8>, &'static str> {
    if message.attribute("base64") == Some("true") {
        return STANDARD.decode(message.text.trim()).map_err(|_| "a message in it is no base64");
    }
    Ok(message.text.clone().into_bytes())
}
