//! Reads the parts of a token that a strict reader refuses, and says why it would.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::defect::{Defect, Part};

/// Passes over bits at the end that no encoder leaves.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// Nobody reads on after so many.
const MOST_DEFECTS: usize = 32;

/// The schemes under which tokens travel (RFC 6750 §2.1, RFC 9449 §7.1).
const SCHEMES: [&str; 2] = ["Bearer", "DPoP"];

/// The token itself: without the scheme, quotes and line breaks that people copy along with it.
pub fn compact(text: &str) -> Cow<'_, str> {
    unwrapped(text, &mut Vec::new())
}

/// The token without what people copy along with it.
pub(crate) fn unwrapped<'t>(text: &'t str, defects: &mut Vec<Defect>) -> Cow<'t, str> {
    let mut token = text.trim();
    for scheme in SCHEMES {
        let rest = token
            .get(..scheme.len())
            .filter(|start| start.eq_ignore_ascii_case(scheme))
            .and_then(|_| token.get(scheme.len()..))
            .filter(|rest| rest.starts_with(char::is_whitespace));
        if let Some(rest) = rest {
            defects.push(Defect::Scheme(scheme));
            token = rest.trim();
        }
    }
    for quote in ['"', '\'', '`'] {
        let inside = token.strip_prefix(quote).map(|rest| rest.strip_suffix(quote).unwrap_or(rest));
        if let Some(inside) = inside {
            defects.push(Defect::Quoted);
            token = inside;
        }
    }
    if defects.is_empty() && token.len() != text.len() {
        let at = if text.starts_with(char::is_whitespace) { 0 } else { text.trim_end().chars().count() };
        defects.push(Defect::Whitespace(at));
    }
    match token.chars().position(char::is_whitespace) {
        None => Cow::Borrowed(token),
        Some(at) => {
            defects.push(Defect::Whitespace(at));
            Cow::Owned(token.split_whitespace().collect())
        }
    }
}

/// The bytes of a part; `None` where even a lenient reader finds none.
pub(crate) fn bytes_of(part: Part, encoded: &str, defects: &mut Vec<Defect>) -> Option<Vec<u8>> {
    let unpadded = encoded.trim_end_matches('=');
    if unpadded.len() != encoded.len() {
        defects.push(Defect::Padded(part));
    }
    let is_foreign = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let Some((at, found)) = unpadded.chars().enumerate().find(|(_, c)| is_foreign(*c)) else {
        return decoded(part, unpadded, defects);
    };
    defects.push(Defect::NotBase64Url { part, at, found });
    let url_safe = unpadded.replace('+', "-").replace('/', "_");
    if url_safe.contains(is_foreign) { None } else { decoded(part, &url_safe, defects) }
}

fn decoded(part: Part, encoded: &str, defects: &mut Vec<Defect>) -> Option<Vec<u8>> {
    let whole = LENIENT.decode(encoded).ok();
    if whole.is_some() {
        return whole;
    }
    // One character more than a multiple of four: no encoder writes that.
    defects.push(Defect::CutOff(part));
    LENIENT.decode(encoded.get(..encoded.len().saturating_sub(1))?).ok()
}

/// The members of a JSON object, of two of the same name the last.
pub(crate) fn object_of(part: Part, bytes: &[u8], defects: &mut Vec<Defect>) -> Map<String, Value> {
    if std::str::from_utf8(bytes).is_err() {
        defects.push(Defect::NotUtf8(part));
        return Map::new();
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let members =
        deserializer.deserialize_map(Members).and_then(|members| deserializer.end().map(|()| members));
    match members {
        Ok(members) => {
            let mut object = Map::new();
            for (name, value) in members {
                let duplicate = Defect::Duplicate(part, name.clone());
                let is_new = defects.len() < MOST_DEFECTS && !defects.contains(&duplicate);
                if object.insert(name, value).is_some() && is_new {
                    defects.push(duplicate);
                }
            }
            object
        }
        Err(_) if serde_json::from_slice::<Value>(bytes).is_ok() => {
            defects.push(Defect::NotObject(part));
            Map::new()
        }
        Err(error) => {
            defects.push(Defect::NotJson { part, line: error.line(), column: error.column() });
            Map::new()
        }
    }
}

/// All members of an object, those of the same name too.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(String, Value)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}
