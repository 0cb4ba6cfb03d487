//! Packets as tshark writes them in JSON: `-T json`, a list, and `-T ek`, a line each. A request and its answer are packets of their
//! own, which their connection joins.
//!
//! The same name stands there once for each header: what keeps the last one only would lose the others.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::readers::document::{has, header_line, names, recording, uri};
use crate::readers::record::{Part, Record};
use crate::readers::{Form, Recording, Unreadable};
use crate::{Body, Captured, Context, Missing, Timestamp};

pub(crate) static TSHARK: Form = Form { name: "tshark", called: "tshark JSON", is_it, read };

/// The protocols that are looked at.
const LAYERS: [&str; 3] = ["frame", "tcp", "http"];

fn is_it(bytes: &[u8]) -> bool {
    let names = names(bytes);
    let head = bytes.get(..400).unwrap_or(bytes);
    let is_of_packets = head.windows(9).any(|window| window == b"\"packets-");
    is_of_packets && (has(&names, &["_index", "_source"]) || names == ["index"])
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let packets: Vec<Packet> = match serde_json::from_slice(bytes) {
        Ok(packets) => packets,
        Err(_) => lines(bytes),
    };
    let mut pairs: Vec<Pair> = Vec::new();
    // Of each connection the request that waits for its answer.
    let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
    for packet in packets {
        let Some(layers) = packet.source.map_or(packet.layers, |source| source.layers) else { continue };
        let Layers { frame, tcp, http } = layers;
        let stream = first(&tcp, "tcp_stream").unwrap_or_default().to_owned();
        let time = first(&frame, "frame_time_epoch").and_then(|time| time.parse::<f64>().ok());
        if first(&http, "http_request_method").is_some() {
            waiting.entry(stream).or_default().push(pairs.len());
            pairs.push(Pair { sent: (time, http), got: None });
        } else if first(&http, "http_response_code").is_some_and(|code| !code.starts_with('1'))
            && let Some(at) = waiting.get_mut(&stream).filter(|w| !w.is_empty()).map(|w| w.remove(0))
            && let Some(pair) = pairs.get_mut(at)
        {
            pair.got = Some((time, http));
        }
    }
    recording(&TSHARK, pairs.iter().map(Pair::record))
}

/// The packets of `-T ek`; every other line says where each belongs.
fn lines(bytes: &[u8]) -> Vec<Packet> {
    let lines = bytes.split(|&b| b == b'\n');
    lines.filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

/// A request and its answer, each with its time in seconds since the epoch.
struct Pair {
    sent: (Option<f64>, Fields),
    got: Option<(Option<f64>, Fields)>,
}

impl Pair {
    fn record(&self) -> Result<Option<Record>, &'static str> {
        let (started, sent) = &self.sent;
        let method = first(sent, "http_request_method").ok_or("it has no method")?;
        if method == "CONNECT" {
            return Ok(None);
        }
        let target = first(sent, "http_request_full_uri").or_else(|| first(sent, "http_request_uri"));
        let got = self.got.as_ref().map(|(_, fields)| fields);
        let ended = self.got.as_ref().and_then(|(time, _)| *time);
        let may_be_empty = !matches!(method, "POST" | "PUT" | "PATCH");
        let request = part(sent, "http_request_line", may_be_empty);
        Ok(Some(Record {
            method: method.to_owned(),
            uri: uri(target.unwrap_or_default(), first(sent, "http_host"))?,
            started: started.and_then(|started| Timestamp::from_millis(started * 1e3)),
            took: started.zip(ended).map(|(started, ended)| (ended - started) * 1e3),
            observer: Some(request.observer()),
            request,
            status: got.and_then(|got| first(got, "http_response_code")?.parse().ok()),
            response: got.map(|got| part(got, "http_response_line", method == "HEAD")).unwrap_or_default(),
            error: None,
            via: None,
            context: Context::default(),
        }))
    }
}

fn part(fields: &Fields, line: &str, may_be_empty: bool) -> Part {
    let lines = fields.iter().filter(|(name, _)| name == line).map(|(_, line)| line.trim_end());
    let headers: Vec<(String, String)> = lines.filter_map(header_line).collect();
    let length = first(fields, "http_content_length_header");
    let body = match first(fields, "http_file_data") {
        Some(data) => Captured::Present(data_of(data)),
        None if length.map_or(may_be_empty, |length| length == "0") => Captured::Present(Body::Empty),
        None => Captured::Missing(Missing::NotRecorded),
    };
    Part { is_whole: !headers.is_empty(), headers, body }
}

/// A text, or since 4.2 its bytes as `67:72:61`.
fn data_of(data: &str) -> Body {
    let hex = |byte: &str| u8::from_str_radix(byte, 16).ok().filter(|_| byte.len() == 2);
    let bytes: Option<Vec<u8>> = data.split(':').map(hex).collect();
    bytes.map_or_else(|| Body::from_text(data), Body::from_bytes)
}

/// All names with their texts, in order, whatever they stand in. Both notations have one name for one thing here:
/// `http.request.uri` and `http_http_request_uri` are `http_request_uri`.
type Fields = Vec<(String, String)>;

fn first<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.iter().find(|(own, _)| own == name).map(|(_, text)| text.as_str())
}

#[derive(Deserialize)]
struct Packet {
    #[serde(rename = "_source")]
    source: Option<Source>,
    layers: Option<Layers>,
}

#[derive(Deserialize)]
struct Source {
    layers: Option<Layers>,
}

#[derive(Default)]
struct Layers {
    frame: Fields,
    tcp: Fields,
    http: Fields,
}

impl<'de> Deserialize<'de> for Layers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LayersVisitor)
    }
}

struct LayersVisitor;

impl<'de> Visitor<'de> for LayersVisitor {
    type Value = Layers;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the layers of a packet")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Layers, A::Error> {
        let mut layers = Layers::default();
        while let Some(name) = map.next_key::<String>()? {
            let Some(known) = LAYERS.iter().find(|known| **known == name) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let fields = map.next_value_seed(Walk { name: String::new(), doubled: known })?;
            match *known {
                "frame" => layers.frame.extend(fields),
                "tcp" => layers.tcp.extend(fields),
                _ => layers.http.extend(fields),
            }
        }
        Ok(layers)
    }
}

/// Gathers what stands under a name.
struct Walk<'w> {
    name: String,
    /// `-T ek` puts the protocol in front of the name once more.
    doubled: &'w str,
}

impl<'de> serde::de::DeserializeSeed<'de> for Walk<'_> {
    type Value = Fields;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fields, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("fields of a packet")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let name = name.replace('.', "_");
            let twice = format!("{0}_{0}_", self.doubled);
            let name =
                if name.starts_with(&twice) { name[self.doubled.len() + 1..].to_owned() } else { name };
            fields.append(&mut map.next_value_seed(Walk { name, doubled: self.doubled })?);
        }
        Ok(fields)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Fields, A::Error> {
        let mut fields = Vec::new();
        while let Some(mut more) =
            seq.next_element_seed(Walk { name: self.name.clone(), doubled: self.doubled })?
        {
            fields.append(&mut more);
        }
        Ok(fields)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Fields, E> {
        Ok(vec![(self.name, text.to_owned())])
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<Fields, E> {
        Ok(Vec::new())
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Fields, E> {
        Ok(vec![(self.name, number.to_string())])
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Fields, E> {
        Ok(Vec::new())
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Fields, E> {
        Ok(vec![(self.name, number.to_string())])
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Fields, E> {
        Ok(Vec::new())
    }
}
