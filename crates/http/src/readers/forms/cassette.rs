//! Cassettes: requests and answers that a test recorded, to answer from them later. VCR.py, VCR of Ruby, Betamax and go-vcr
//! write the same few members under a few names, as YAML or as JSON.

use serde_json::Value;

use crate::Context;
use crate::readers::document::{has, json, list, names, part, recording, status, text, time, uri, yaml};
use crate::readers::record::Record;
use crate::readers::{Form, Recording, Unreadable};

pub(crate) static CASSETTE: Form = Form { name: "cassette", called: "VCR cassette", is_it, read };

/// Lines of YAML in which the list has to begin.
const FIRST_LINES: usize = 12;

fn is_it(bytes: &[u8]) -> bool {
    let names = names(bytes);
    if !names.is_empty() {
        // A contract of Pact has interactions too.
        return has(&names, &["http_interactions"])
            || has(&names, &["interactions"]) && !has(&names, &["consumer"]) && !has(&names, &["provider"]);
    }
    let mut lines = bytes.split(|&b| b == b'\n').take(FIRST_LINES).map(<[u8]>::trim_ascii_end);
    lines.any(|line| matches!(line, b"interactions:" | b"http_interactions:"))
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let document = if bytes.trim_ascii_start().starts_with(b"{") {
        json(bytes)?
    } else {
        yaml(&String::from_utf8_lossy(bytes)).ok_or_else(|| Unreadable {
            what: "it begins like a cassette, but is no YAML that can be read".to_owned(),
            place: None,
            advice: "Record the cassette again.",
        })?
    };
    let interactions = [list(&document, "http_interactions"), list(&document, "interactions")].concat();
    recording(&CASSETTE, interactions.iter().map(|interaction| record(interaction).map(Some)))
}

fn record(interaction: &Value) -> Result<Record, &'static str> {
    let first = |names: [&str; 2]| names.iter().find_map(|name| text(interaction, name));
    let request = interaction.get("request").unwrap_or(&Value::Null);
    let response = interaction.get("response").unwrap_or(&Value::Null);
    let target = first(["request.uri", "request.url"]).unwrap_or_default();
    Ok(Record {
        method: text(request, "method").ok_or("it has no method")?.to_ascii_uppercase(),
        uri: uri(&target, text(request, "host").as_deref())?,
        started: text(interaction, "recorded_at").and_then(|at| time(&at)),
        took: None,
        request: part(request.get("headers"), request.get("body")),
        status: ["status.code", "code", "status_code"].iter().find_map(|name| status(response, name)),
        // `content` is vcrpy's word for what httpx got.
        response: part(response.get("headers"), response.get("body").or_else(|| response.get("content"))),
        error: None,
        observer: None,
        via: None,
        context: Context::default(),
    })
}
