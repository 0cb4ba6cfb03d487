//! The fields of an archive that are read; all others are passed over.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::readers::lenient::{Number, Part, Text, list};
use crate::{LogLevel, Place, Provenance, Statement, Timestamp};

#[derive(Deserialize)]
pub(super) struct Entry<'a> {
    #[serde(default, borrow, rename = "startedDateTime")]
    pub(super) started: Text<'a>,
    #[serde(default)]
    pub(super) time: Number,
    #[serde(default, borrow)]
    pub(super) pageref: Text<'a>,
    #[serde(default, borrow, rename = "_frameref")]
    pub(super) frameref: Text<'a>,
    #[serde(default, borrow, rename = "_resourceType")]
    pub(super) resource_type: Text<'a>,
    #[serde(default, borrow, rename = "_error")]
    pub(super) error: Text<'a>,
    #[serde(default, borrow, rename = "_failureText")]
    pub(super) failure_text: Text<'a>,
    #[serde(default, borrow, rename = "_fromCache")]
    pub(super) from_cache: Text<'a>,
    #[serde(default, borrow)]
    pub(super) request: Part<RequestPart<'a>>,
    #[serde(default, borrow)]
    pub(super) response: Part<ResponsePart<'a>>,
    #[serde(default, borrow, rename = "_oauthLens")]
    pub(super) own: Part<Own<'a>>,
}

/// What a masked recording of our own keeps that an archive has no field for (`docs/masked-recordings.md`).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Own<'a> {
    #[serde(default, borrow)]
    pub(super) seen: Text<'a>,
    #[serde(default, borrow)]
    pub(super) via: Text<'a>,
    #[serde(default)]
    pub(super) tab: Number,
    #[serde(default)]
    pub(super) opener: Number,
    #[serde(default)]
    pub(super) frame: Number,
    #[serde(default, borrow)]
    pub(super) from: Text<'a>,
    #[serde(default, borrow)]
    pub(super) container: Text<'a>,
    #[serde(default, borrow)]
    pub(super) tab_closed: Text<'a>,
    #[serde(default)]
    pub(super) clock_ahead: Number,
    #[serde(default, borrow)]
    pub(super) untimed: Text<'a>,
    #[serde(default, borrow)]
    pub(super) unfinished: Text<'a>,
    #[serde(default, borrow)]
    pub(super) is_part: Text<'a>,
    #[serde(default, borrow)]
    pub(super) request_headers: Text<'a>,
    #[serde(default, borrow)]
    pub(super) request_body: Text<'a>,
    #[serde(default, borrow)]
    pub(super) response_headers: Text<'a>,
    #[serde(default, borrow)]
    pub(super) response_body: Text<'a>,
}

/// What a program said, in a masked recording of our own.
#[derive(Deserialize)]
pub(super) struct Line<'a> {
    #[serde(default, borrow)]
    time: Text<'a>,
    #[serde(default, borrow)]
    text: Text<'a>,
    #[serde(default, borrow)]
    level: Text<'a>,
}

impl Line<'_> {
    pub(super) fn statement(&self, place: Place) -> Option<Statement> {
        let text = Some(self.text.get()).filter(|text| !text.is_empty())?;
        let time = Timestamp::from_rfc3339(self.time.get());
        let level = LogLevel::named(self.level.get());
        Some(Statement { provenance: Provenance::at(place), time, text: text.into(), level })
    }
}

#[derive(Deserialize)]
pub(super) struct RequestPart<'a> {
    #[serde(default, borrow)]
    pub(super) method: Text<'a>,
    #[serde(default, borrow)]
    pub(super) url: Text<'a>,
    #[serde(default, borrow, deserialize_with = "list")]
    pub(super) headers: Vec<Part<Header<'a>>>,
    #[serde(default, borrow, rename = "postData")]
    pub(super) post_data: Part<PostData<'a>>,
    #[serde(default, rename = "bodySize")]
    pub(super) body_size: Number,
}

#[derive(Deserialize)]
pub(super) struct PostData<'a> {
    #[serde(default, borrow)]
    pub(super) text: Text<'a>,
    #[serde(default, borrow, deserialize_with = "list")]
    pub(super) params: Vec<Part<Field<'a>>>,
    #[serde(default, borrow)]
    pub(super) encoding: Text<'a>,
    #[serde(default, borrow, rename = "_encoding")]
    pub(super) underscore_encoding: Text<'a>,
}

#[derive(Deserialize)]
pub(super) struct ResponsePart<'a> {
    #[serde(default)]
    pub(super) status: Number,
    #[serde(default, borrow, deserialize_with = "list")]
    pub(super) headers: Vec<Part<Header<'a>>>,
    #[serde(default, borrow)]
    pub(super) content: Part<Content<'a>>,
    #[serde(default, borrow, rename = "redirectURL")]
    pub(super) redirect_url: Text<'a>,
    #[serde(default, rename = "bodySize")]
    pub(super) body_size: Number,
    #[serde(default, borrow, rename = "_failureText")]
    pub(super) failure_text: Text<'a>,
    #[serde(default, borrow, rename = "_error")]
    pub(super) error: Text<'a>,
    #[serde(default, borrow, rename = "_fetchType")]
    pub(super) fetch_type: Text<'a>,
}

#[derive(Deserialize)]
pub(super) struct Content<'a> {
    #[serde(default)]
    pub(super) size: Number,
    #[serde(default, borrow, rename = "mimeType")]
    pub(super) mime_type: Text<'a>,
    /// Most of an archive is text that nobody looks at: it is decoded when it is wanted.
    #[serde(default, borrow)]
    pub(super) text: Option<&'a RawValue>,
    #[serde(default, borrow)]
    pub(super) encoding: Text<'a>,
}

#[derive(Deserialize)]
pub(super) struct Header<'a> {
    #[serde(default, borrow)]
    pub(super) name: Text<'a>,
    #[serde(default, borrow)]
    pub(super) value: Text<'a>,
}

/// A field of a form.
pub(super) type Field<'a> = Header<'a>;
