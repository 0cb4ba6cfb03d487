//! Lines of HTTP as they are, and pieces of messages that a form marks.

use std::borrow::Cow;

use super::stream::At;
use super::text::{field, glued_message, is_pairs, is_separator, looks_like_body, request_line, status_line};
use super::{Way, Wire};
use crate::Uri;
use crate::readers::lines::form::Compiled;
use crate::readers::lines::line::Line;
use crate::readers::lines::object::{form as form_of, parameters};
use crate::readers::lines::pattern::Holes;
use crate::readers::lines::quoted::content;
use crate::readers::lines::talk::Message;
use crate::readers::lines::typed::is_command;
use crate::readers::lines::wrapped::is_code_of_oauth;

impl Wire {
    /// A line of HTTP as it is, or one that goes on what a form began.
    pub(super) fn plain(&mut self, line: &Line, text: &str) -> bool {
        if let Some((method, target)) = request_line(text.trim_start()) {
            self.begin(line, None, None, method, target);
            return true;
        }
        if let Some(status) = status_line(text.trim_start()) {
            return self.reply(line, None, None, status, None);
        }
        let key = self.key(line, None);
        let stream = self.stream(key.clone());
        let indented = text.bytes().take(stream.indent).all(|b| matches!(b, b' ' | b'\t'));
        let text = text.get(stream.indent..).filter(|_| indented).unwrap_or(text);
        if stream.at != At::Between && (stream.is_marked_throughout || stream.is_marked && line.has_prefix())
        {
            return false;
        }
        if is_separator(text) {
            stream.at = At::Between;
            return true;
        }
        if stream.at != At::Between && stream.is_left_by(line) {
            stream.at = At::Between;
        }
        let stream_at = stream.at;
        if stream_at != At::Between && is_command(text) && !self.is_in_markup(&key) {
            self.stream(key).at = At::Between;
            return false;
        }
        let Some(stream) = self.streams.get_mut(&key) else { return false };
        match stream_at {
            At::Payload => {
                let Some((name, value)) = field(text) else {
                    stream.at = At::Between;
                    return text.trim().is_empty();
                };
                let parameter = form_of(&[(name, value)]);
                self.goes_on_to(line.number);
                self.message(&key, Way::Sent).is_some_and(|message| message.add_to_form(&parameter))
            }
            At::Between => {
                if let Some((name, value)) = field(text).filter(|(name, _)| name.starts_with(':')) {
                    return self.field(line, None, None, &name, &value);
                }
                self.hint(line, text);
                false
            }
            At::RequestHead | At::ReplyHead => self.head_line(&key, text),
            At::RequestBody | At::ReplyBody => {
                if self.streams.get(&key).is_some_and(|stream| self.is_complete(stream)) {
                    // Blank lines between messages are nobody's.
                    if text.trim().is_empty() {
                        return true;
                    }
                    if let Some(stream) = self.streams.get_mut(&key) {
                        stream.at = At::Between;
                    }
                    self.hint(line, text);
                    return false;
                }
                let way = if stream_at == At::RequestBody { Way::Sent } else { Way::Got };
                if self
                    .message(&key, way)
                    .is_some_and(|message| message.is_foreign(text) || !message.has_body() && is_pairs(text))
                {
                    return false;
                }
                let left = self.message(&key, way).and_then(|message| message.left());
                if let Some(at) = glued_message(text, left, way == Way::Sent) {
                    let (body, rest) = text.split_at(at);
                    self.body_line(&key, body);
                    return self.plain(line, rest);
                }
                self.body_line(&key, text);
                true
            }
        }
    }

    /// Whether a page goes on, which may show commands.
    fn is_in_markup(&mut self, key: &str) -> bool {
        let ways = [Way::Sent, Way::Got];
        ways.into_iter().any(|way| self.message(key, way).is_some_and(|message| message.is_markup()))
    }

    pub(super) fn head_line(&mut self, key: &str, text: &str) -> bool {
        let Some(stream) = self.streams.get_mut(key) else { return false };
        let way = if stream.at == At::RequestHead { Way::Sent } else { Way::Got };
        if text.trim().is_empty() {
            let is_of_form = stream.form.is_some();
            let body = if way == Way::Sent { At::RequestBody } else { At::ReplyBody };
            let talk = stream.talk.and_then(|talk| self.talks.get(talk));
            // Of an answer that a form tells without fields no more is written, nor of a request whose answer stands above it.
            let is_over = talk.is_some_and(|talk| match (&talk.reply, way) {
                (Some(_), Way::Sent) => true,
                (Some(reply), Way::Got) => is_of_form && !reply.message.has_fields(),
                (None, _) => false,
            });
            if let Some(stream) = self.streams.get_mut(key) {
                stream.at = if is_over { At::Between } else { body };
            }
            return true;
        }
        let Some(message) = self.message(key, way) else { return false };
        // A line that goes on a field looks like none.
        let is_field = text.contains(": ") && field(text.trim()).is_some();
        if text.starts_with([' ', '\t']) && !is_field && message.continue_field(text.trim()) {
            return true;
        }
        if let Some((name, value)) = field(text.trim_start()) {
            return !is_name_of_code(&name) && message.field(&name, &value);
        }
        // Some leave the empty line out.
        if looks_like_body(text) {
            message.body_line(text);
            if let Some(stream) = self.streams.get_mut(key) {
                stream.at = if way == Way::Sent { At::RequestBody } else { At::ReplyBody };
            }
            return true;
        }
        false
    }

    /// A URL between messages may be that of the next one.
    pub(super) fn hint(&mut self, line: &Line, text: &str) {
        let url = text.split_whitespace().filter(|word| word.starts_with("http")).find_map(Uri::parse);
        self.hint = url.map(|url| (line.number, url)).or(self.hint.take());
    }

    /// What comes next goes to that address.
    pub(in crate::readers::lines) fn expect(&mut self, number: usize, uri: Uri) {
        self.hint = Some((number, uri));
    }

    /// Puts a piece that is known to be sent, or to have come.
    pub(super) fn piece(
        &mut self,
        line: &Line,
        form: &'static Compiled,
        id: Option<&str>,
        way: Way,
        text: &str,
    ) {
        if let Some((method, target)) = request_line(text) {
            self.begin(line, Some(form), id, method, target);
            return;
        }
        if let Some(status) = status_line(text) {
            self.reply(line, Some(form), id, status, None);
            return;
        }
        let key = self.key(line, id);
        let Some(stream) = self.streams.get_mut(&key) else { return };
        let (head, body) = match way {
            Way::Sent => (At::RequestHead, At::RequestBody),
            Way::Got => (At::ReplyHead, At::ReplyBody),
        };
        if stream.at == head {
            if text.trim().is_empty() {
                stream.at = body;
                // Whoever marks the empty line marks those of the body.
                stream.is_marked_throughout = true;
                return;
            }
            if let Some((name, value)) = field(text) {
                self.field(line, id, Some(way), &name, &value);
                return;
            }
        }
        let stream = self.streams.get_mut(&key);
        if let Some(stream) = stream {
            stream.at = body;
        }
        self.body_line(&key, text);
    }

    pub(super) fn field(
        &mut self,
        line: &Line,
        id: Option<&str>,
        way: Option<Way>,
        name: &str,
        value: &str,
    ) -> bool {
        let key = self.key(line, id);
        let at = self.streams.get(&key).map(|stream| stream.at).unwrap_or_default();
        if name == ":status" {
            let form = self.streams.get(&key).and_then(|stream| stream.form);
            return value.parse().is_ok_and(|status| self.reply(line, form, id, status, None));
        }
        // A request of HTTP/2 has no first line, and each of these once (RFC 9113 §8.3.1).
        let has = |request: &mut Message| request.has(name);
        if name.starts_with(':') && (at != At::RequestHead || self.message(&key, Way::Sent).is_some_and(has))
        {
            let form = self.streams.get(&key).and_then(|stream| stream.form);
            self.begin(line, form, id, "", "/");
        }
        let way = way.or(match self.streams.get(&key).map(|stream| stream.at).unwrap_or_default() {
            At::RequestHead => Some(Way::Sent),
            At::ReplyHead => Some(Way::Got),
            _ => None,
        });
        let Some(message) = way.and_then(|way| self.message(&key, way)) else { return false };
        message.field(name, value)
    }

    /// What a pattern has of a body.
    pub(super) fn body_of(&mut self, line: &Line, id: Option<&str>, way: Way, holes: &Holes) -> bool {
        let key = self.key(line, id);
        let dict = || Some(Cow::Owned(form_of(&holes.get("dict").and_then(parameters)?)));
        let body = holes
            .get("body")
            .or(holes.get("answer"))
            .filter(|body| *body != "(null)")
            .map(content)
            .or_else(dict);
        // What a server calls parameters is the query too.
        let is_asked_by_query = way == Way::Sent && holes.get("dict").is_some() && self.has_query(&key);
        if let Some(body) = body.filter(|body| !body.is_empty() && !is_asked_by_query)
            && let Some(message) = self.message(&key, way)
        {
            message.put_body(&body);
        }
        true
    }

    pub(super) fn body_line(&mut self, key: &str, text: &str) {
        let at = self.streams.get(key).map(|stream| stream.at);
        let way = if at == Some(At::RequestBody) { Way::Sent } else { Way::Got };
        if let Some(message) = self.message(key, way) {
            message.body_line(text);
        }
    }

    /// The message in the box is whole.
    pub(super) fn end_box(&mut self, line: &Line) {
        let Some((way, form, hexbox)) = self.hexbox.take() else { return };
        let text = hexbox.text();
        let text = text.strip_suffix("\r\n").unwrap_or(&text);
        if text.is_empty() {
            return;
        }
        text.split('\n').for_each(|part| self.piece(line, form, None, way, part.trim_end_matches('\r')));
        let key = self.key(line, None);
        self.stream(key).is_marked_throughout = true;
    }

    /// A whole message in one literal.
    pub(super) fn take_message(&mut self, line: &Line, message: &str) -> bool {
        let mut took = false;
        for part in message.split('\n') {
            took |= self.plain(line, part.trim_end_matches('\r'));
        }
        // A body that ends without a line end ends here.
        let key = self.key(line, None);
        if let Some(stream) = self.streams.get_mut(&key)
            && matches!(stream.at, At::RequestHead | At::ReplyHead)
        {
            stream.at = if stream.at == At::RequestHead { At::RequestBody } else { At::ReplyBody };
        }
        took
    }
}

/// Whether a program names itself or its error, where a field's name would stand: `TypeError: …`, `ResponseValidator.check: …`,
/// `invalid_grant: …`.
fn is_name_of_code(name: &str) -> bool {
    let is_error = ["Error", "Exception", "ERROR", "WARN"].iter().any(|end| name.ends_with(end));
    !name.contains('-') && (is_error || name.contains('.') || is_code_of_oauth(name))
}
