//! HTTP Archive 1.2, as it is written: what that demands is there, and what it has no field for stands under `_oauthLens`.

use serde::Serialize;

use crate::mask::written::Written;

#[derive(Serialize)]
pub(super) struct Archive {
    pub(super) log: Log,
}

#[derive(Serialize)]
pub(super) struct Log {
    pub(super) version: &'static str,
    pub(super) creator: Creator,
    pub(super) comment: &'static str,
    #[serde(rename = "_oauthLensStatements", skip_serializing_if = "Vec::is_empty")]
    pub(super) statements: Vec<Line>,
    pub(super) entries: Vec<Entry>,
}

#[derive(Serialize)]
pub(super) struct Creator {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
}

/// What a program said.
#[derive(Serialize)]
pub(super) struct Line {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) time: Option<String>,
    pub(super) text: Written,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) level: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry {
    pub(super) started_date_time: String,
    pub(super) time: f64,
    pub(super) request: Request,
    pub(super) response: Response,
    pub(super) cache: Nothing,
    pub(super) timings: Timings,
    #[serde(rename = "_resourceType", skip_serializing_if = "str::is_empty")]
    pub(super) resource_type: &'static str,
    #[serde(rename = "_error", skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<Written>,
    #[serde(rename = "_fromCache", skip_serializing_if = "str::is_empty")]
    pub(super) from_cache: &'static str,
    #[serde(rename = "_oauthLens")]
    pub(super) own: Own,
}

#[derive(Serialize)]
pub(super) struct Nothing {}

/// Only the whole is known.
#[derive(Serialize)]
pub(super) struct Timings {
    pub(super) send: f64,
    pub(super) wait: f64,
    pub(super) receive: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Request {
    pub(super) method: Written,
    pub(super) url: Written,
    pub(super) http_version: &'static str,
    pub(super) cookies: Vec<Pair>,
    pub(super) headers: Vec<Pair>,
    pub(super) query_string: Vec<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) post_data: Option<PostData>,
    pub(super) headers_size: i64,
    pub(super) body_size: i64,
}

#[derive(Serialize, Clone)]
pub(super) struct Pair {
    pub(super) name: Written,
    pub(super) value: Written,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PostData {
    pub(super) mime_type: Written,
    pub(super) params: Vec<Pair>,
    #[serde(skip_serializing_if = "Content::is_none")]
    pub(super) text: Content,
    #[serde(rename = "_encoding", skip_serializing_if = "str::is_empty")]
    pub(super) encoding: &'static str,
}

/// Text, or bytes as base64.
#[derive(Serialize, Default)]
#[serde(untagged)]
pub(super) enum Content {
    #[default]
    None,
    Text(Written),
    Base64(String),
}

impl Content {
    pub(super) fn is_none(&self) -> bool {
        matches!(self, Content::None)
    }

    pub(super) fn encoding(&self) -> &'static str {
        if matches!(self, Content::Base64(_)) { "base64" } else { "" }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) status_text: &'static str,
    pub(super) http_version: &'static str,
    pub(super) cookies: Vec<Pair>,
    pub(super) headers: Vec<Pair>,
    pub(super) content: ResponseContent,
    #[serde(rename = "redirectURL")]
    pub(super) redirect_url: Written,
    pub(super) headers_size: i64,
    pub(super) body_size: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResponseContent {
    /// As it was before it was masked.
    pub(super) size: usize,
    pub(super) mime_type: Written,
    #[serde(skip_serializing_if = "Content::is_none")]
    pub(super) text: Content,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) encoding: &'static str,
}

/// Where in the browser it happened, and why a part was not seen: `http`'s reader of archives has the same fields.
#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct Own {
    pub(super) seen: &'static str,
    pub(super) via: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tab: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) opener: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) frame: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<Written>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) container: Option<Written>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tab_closed: Option<String>,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) clock_ahead: f64,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) untimed: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) unfinished: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) is_part: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) request_headers: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) request_body: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) response_headers: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) response_body: &'static str,
}

fn is_zero(number: &f64) -> bool {
    *number == 0.0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(value: &bool) -> bool {
    !value
}
