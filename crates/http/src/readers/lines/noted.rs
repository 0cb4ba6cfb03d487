//! A request and its answer as somebody noted them: the parts that are there, in one line that says the same.

use serde_json::{Map, Value};

use super::printed::method_of;
use super::talk::likely_method;

/// Parts of a request and its answer.
#[derive(Default)]
pub(super) struct Noted {
    pub(super) method: Option<String>,
    pub(super) url: Option<String>,
    pub(super) sent_fields: Vec<(String, String)>,
    pub(super) sent: Option<String>,
    pub(super) status: Option<u16>,
    pub(super) got: Option<String>,
}

impl Noted {
    /// Whether something is there of an answer.
    pub(super) fn is_answered(&self) -> bool {
        self.status.is_some() || self.got.is_some()
    }

    /// The lines that say the same: one of JSON (`docs/jsonl.md`), and behind it the answer's body where its status was not noted and nothing
    /// else tells it.
    pub(super) fn lines(self) -> Option<(String, Option<String>)> {
        let document = self.got.as_deref().and_then(|got| serde_json::from_str(got).ok());
        // Such a document is only in an answer that went well.
        let status = self.status.or_else(|| document.as_ref().and_then(method_of).map(|_| 200));
        let (body, left) = if status.is_some() { (self.got, None) } else { (None, self.got) };
        let url = self.url?;
        let method = self.method.unwrap_or_else(|| match self.sent {
            Some(_) => "POST".to_owned(),
            None => likely_method(&url).to_owned(),
        });
        let fields = self.sent_fields.into_iter().map(|(name, value)| Value::from(vec![name, value]));
        let fields: Vec<Value> = fields.collect();
        let members = [
            ("method", Some(Value::from(method))),
            ("url", Some(Value::from(url))),
            ("request_headers", Some(Value::from(fields.clone())).filter(|_| !fields.is_empty())),
            ("request_body", self.sent.map(Value::from)),
            ("status", status.map(Value::from)),
            (
                "response",
                body.map(|body| Value::Object(Map::from_iter([("body".to_owned(), Value::from(body))]))),
            ),
        ];
        let object = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Some((Value::Object(Map::from_iter(object)).to_string(), left))
    }
}
