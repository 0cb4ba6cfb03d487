//! Fields and body of one direction.

use crate::readers::cut::is_cut;
use crate::readers::lines::nesting::Nesting;
use crate::readers::lines::object;
use crate::readers::lines::pattern::Holes;
use crate::readers::lines::quoted::content;
use crate::readers::{declared_length, without_chunks};
use crate::{Body, Captured, Headers, Missing};

/// Bytes of the longest body that is kept.
const LONGEST_BODY: usize = 8 << 20;

/// Fields and body of one direction.
#[derive(Default)]
pub(in crate::readers::lines) struct Message {
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<String>,
    nesting: Nesting,
    pub(in crate::readers::lines) is_ended: bool,
    /// It is written once more from its beginning: what comes takes the place of what is there.
    pub(super) is_told_again: bool,
}

impl Message {
    /// Adds a field; `false` where there can be none any more.
    pub(in crate::readers::lines) fn field(&mut self, name: &str, value: &str) -> bool {
        if std::mem::take(&mut self.is_told_again) {
            self.headers.clear();
        }
        self.headers.push((name.to_owned(), value.trim().to_owned()));
        true
    }

    /// Adds what is not there yet.
    pub(super) fn fill(&mut self, headers: &[(String, String)], body: Option<&str>) {
        if self.headers.is_empty() {
            self.headers.extend(headers.iter().cloned());
        }
        if let Some(body) = body.filter(|_| self.body.is_none()) {
            self.body_line(body);
            self.is_ended = true;
        }
    }

    /// Adds to the body in its last line.
    pub(in crate::readers::lines) fn add_to_line(&mut self, text: &str) {
        let body = self.body.get_or_insert_default();
        if body.len() + text.len() <= LONGEST_BODY {
            body.push_str(text);
        }
    }

    /// Puts a body in the place of what is there.
    pub(in crate::readers::lines) fn put_body(&mut self, body: &str) {
        self.body = None;
        self.nesting = Nesting::default();
        self.body_line(body);
        self.is_ended = true;
    }

    /// Puts a field in the place of one of that name.
    pub(in crate::readers::lines) fn put_field(&mut self, name: &str, value: &str) {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    /// Puts what the holes have of the first line.
    pub(in crate::readers::lines) fn put_part(&mut self, holes: &Holes) {
        for (hole, name) in
            [("method", ":method"), ("target", ":path"), ("host", ":authority"), ("scheme", ":scheme")]
        {
            if let Some(value) = holes.get(hole).filter(is_known) {
                self.put_field(name, value);
            }
        }
        if let (Some(query), Some(path)) = (holes.get("query").filter(is_known), self.header(":path")) {
            let path = format!("{path}?{}", query.trim_start_matches('?'));
            self.put_field(":path", &path);
        }
    }

    /// Adds a parameter to a form.
    pub(in crate::readers::lines) fn add_to_form(&mut self, parameter: &str) -> bool {
        let body = self.body.get_or_insert_default();
        if !body.is_empty() {
            body.push('&');
        }
        body.push_str(parameter);
        self.is_ended = true;
        true
    }

    /// A field may go on in the next line (RFC 9112 §5.2).
    pub(in crate::readers::lines) fn continue_field(&mut self, text: &str) -> bool {
        let Some((_, value)) = self.headers.last_mut() else { return false };
        value.push(' ');
        value.push_str(text);
        true
    }

    pub(in crate::readers::lines) fn has(&self, name: &str) -> bool {
        self.header(name).is_some()
    }

    pub(in crate::readers::lines) fn has_fields(&self) -> bool {
        !self.headers.is_empty()
    }

    pub(in crate::readers::lines) fn has_body(&self) -> bool {
        self.body.is_some()
    }

    /// Whether a body that begins like a page was seen.
    pub(in crate::readers::lines) fn is_markup(&self) -> bool {
        self.body.as_ref().is_some_and(|body| body.trim_start().starts_with('<'))
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn headers(&self) -> Headers {
        let plain = self.headers.iter().filter(|(name, _)| !name.starts_with(':'));
        Headers::from_pairs(plain.cloned())
    }

    pub(in crate::readers::lines) fn body_line(&mut self, text: &str) {
        self.nesting.read(text);
        // Behind what a program left out nothing of it comes.
        self.is_ended |= self.nesting.has_begun() && !self.nesting.is_closed() && is_cut(text);
        match &mut self.body {
            Some(body) if body.len() + text.len() > LONGEST_BODY => {}
            Some(body) => {
                body.push('\n');
                body.push_str(text);
            }
            None if text.trim().is_empty() => {}
            None => self.body = Some(text.to_owned()),
        }
    }

    /// Whether a line cannot be the first of the body: it is longer than all of that, and is not JSON as that is.
    pub(in crate::readers::lines) fn is_foreign(&self, text: &str) -> bool {
        let length = self.header("content-length").and_then(|length| length.trim().parse::<usize>().ok());
        let is_json = self.header("content-type").is_some_and(|kind| kind.contains("json"));
        self.body.is_none()
            && is_json
            && length.is_some_and(|length| text.len() > length)
            && !text.trim_start().trim_start_matches('b').starts_with(['{', '[', '"', '\''])
    }

    /// Bytes of the body that are still to come.
    pub(in crate::readers::lines) fn left(&self) -> Option<usize> {
        let length: usize = self.header("content-length")?.trim().parse().ok()?;
        length.checked_sub(self.body.as_ref().map_or(0, |body| body.len() + 1))
    }

    /// Whether nothing more of the body can come.
    pub(in crate::readers::lines) fn is_complete(&self) -> bool {
        let Some(body) = self.body.as_deref() else { return self.is_ended };
        let length = self.header("content-length").and_then(|length| length.parse::<usize>().ok());
        let begins = body.trim_start().as_bytes().first();
        match (begins, length) {
            _ if self.is_ended => true,
            (Some(b'{' | b'['), _) => self.nesting.is_closed(),
            (_, Some(length)) => body.len() >= length,
            (Some(b'<'), None) => body.trim_end().to_ascii_lowercase().ends_with("</html>"),
            // A form is one line.
            _ => body.contains('=') && !body.contains('\n') && !body.contains("--"),
        }
    }

    /// The body; where nothing stands, it is empty only if something says so.
    pub(super) fn body(&self, headers: &Headers, may_be_empty: bool) -> Captured<Body> {
        // Perl's LWP says so of an empty one.
        let body = self
            .body
            .as_deref()
            .map(str::trim_end)
            .filter(|body| *body != "(no content)")
            .unwrap_or_default();
        let plain = plain_body(body, headers);
        let body = plain.as_deref().unwrap_or(body);
        if body.is_empty() {
            let none = declared_length(headers).map_or(may_be_empty, |length| length == 0);
            return if none {
                Captured::Present(Body::Empty)
            } else {
                Captured::Missing(Missing::NotRecorded)
            };
        }
        let chunked = headers.text("transfer-encoding").is_some_and(|coding| coding.contains("chunked"));
        // The last chunk ends with an empty line, which was taken off.
        let lines = || body.replace("\r\n", "\n").replace('\n', "\r\n");
        let whole = if chunked { without_chunks(&format!("{}\r\n", lines())) } else { None };
        Captured::Present(whole.map_or_else(|| Body::from_text(body), Body::from_text))
    }
}

/// A body that a program printed as a literal or as an object of its language.
fn plain_body(body: &str, headers: &Headers) -> Option<String> {
    if body.starts_with("b'") || body.starts_with("b\"") {
        return Some(content(body).into_owned());
    }
    if body.starts_with('{') && body.contains("\"=>") {
        return object::members(body).map(|members| object::form(&members));
    }
    if !body.starts_with("{'") {
        return None;
    }
    let (value, _) = object::read(body)?;
    let is_form = headers.text("content-type").is_some_and(|kind| kind.contains("form"));
    Some(if is_form { object::form(&value.pairs()) } else { value.json().to_string() })
}

/// An object, as JSON or as a language prints it.
pub(super) fn object_of(text: &str) -> Option<serde_json::Value> {
    if !text.starts_with('{') {
        return None;
    }
    serde_json::from_str(text).ok().or_else(|| {
        let (value, rest) = object::read(text)?;
        rest.trim().is_empty().then(|| value.json())
    })
}

/// Whether something stands where products have marks for nothing.
pub(super) fn is_known(text: &&str) -> bool {
    !matches!(*text, "" | "-" | "_" | "null" | "(null)")
}
