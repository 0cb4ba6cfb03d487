//! What a line says that a form knows.

use super::stream::{At, Stream};
use super::text::{begins_message, piece, status_line, with_line_ends};
use super::{Way, Wire, number_of};
use crate::Uri;
use crate::readers::lines::form::{Compiled, Sign};
use crate::readers::lines::hexbox::Hexbox;
use crate::readers::lines::line::Line;
use crate::readers::lines::object::{form as form_of, members, read};
use crate::readers::lines::pairs;
use crate::readers::lines::pattern::Holes;
use crate::readers::lines::quoted::content;
use crate::readers::lines::talk::Talk;
use crate::readers::lines::told::{of_pairs, of_url, options, told};

impl Wire {
    pub(super) fn sign(&mut self, line: &Line, form: &'static Compiled, sign: Sign, holes: &Holes) -> bool {
        let id = holes.get("id");
        match sign {
            Sign::Exchange | Sign::Mention | Sign::Answered | Sign::Failed | Sign::Fetched => {
                let Some(mut talk) = Talk::of_one_line(line, holes) else { return false };
                if let Some((status, fields)) = self.early.take() {
                    talk.fill_answer(status, &fields);
                }
                if let Some(known) = self.told_in_full(&talk) {
                    // Another logger tells it in more lines.
                    self.answered = Some((known, line.number));
                    return self.talks.get_mut(known).is_some_and(|known| known.answer_as(line, talk));
                }
                talk.form = number_of(Some(form));
                talk.is_of_page = sign == Sign::Fetched;
                // What follows tells of its fields.
                talk.is_noted &= sign != Sign::Answered;
                let talk = self.push(talk);
                self.answered = Some((talk, line.number));
                let key = self.key(line, id);
                if sign == Sign::Answered {
                    *self.stream(key) = Stream::new(At::ReplyHead, Some(talk), Some(form), line);
                } else {
                    // What goes on in other lines is not this one's.
                    self.streams.remove(&key);
                }
                true
            }
            Sign::Url | Sign::Post => {
                let Some(target) = holes.get("url").or(holes.get("target")) else { return false };
                let otherwise = if sign == Sign::Post { "POST" } else { "" };
                self.begin(line, Some(form), id, holes.get("method").unwrap_or(otherwise), target);
                let key = self.key(line, id);
                let pairs = holes.get("pairs").and_then(|pairs| members(&format!("{{{pairs}}}")));
                if let (Some(fields), Some(request)) = (pairs, self.message(&key, Way::Sent)) {
                    fields.iter().for_each(|(name, value)| request.put_field(name, value));
                }
                self.body_of(line, id, Way::Sent, holes)
            }
            Sign::Page => self.page(line, Some(form), holes),
            Sign::Told => {
                self.told(line, holes);
                false
            }
            Sign::Opening => {
                self.begin(line, Some(form), id, "", "");
                let talk = self.streams.get(&self.key(line, id)).and_then(|stream| stream.talk);
                if let Some(talk) = talk.and_then(|talk| self.talks.get_mut(talk)) {
                    talk.is_of_server = true;
                }
                true
            }
            Sign::Request => {
                let joined = || Some(format!("{}/{}", holes.get("origin")?, holes.get("path")?));
                let target = holes.get("url").or(holes.get("target")).map(str::to_owned).or_else(joined);
                let (Some(method), Some(target)) = (holes.get("method"), target) else { return false };
                self.begin(line, Some(form), id, method, &target);
                let talk = self.talks.last_mut();
                if let (Some(talk), Some(host)) = (talk, holes.get("host")) {
                    talk.host = Some(host.to_owned());
                }
                self.body_of(line, id, Way::Sent, holes)
            }
            Sign::Reply | Sign::Answer => {
                let Some(status) = holes.get("status").and_then(|status| status.parse().ok()) else {
                    return false;
                };
                if !self.reply(line, Some(form), id, status, holes.get("url")) {
                    return false;
                }
                let key = self.key(line, id);
                let pairs = holes.get("pairs").map(|pairs| format!("{{{pairs}}}"));
                let fields = holes.get("headers").or(pairs.as_deref()).and_then(members).unwrap_or_default();
                if let Some(message) = self.message(&key, Way::Got) {
                    fields.iter().for_each(|(name, value)| message.put_field(name, value));
                    holes.get("type").into_iter().for_each(|kind| message.put_field("content-type", kind));
                }
                if sign == Sign::Answer {
                    self.stream(key).at = At::Between;
                }
                self.body_of(line, id, Way::Got, holes)
            }
            Sign::Sent | Sign::Got => {
                let piece = piece(holes);
                if !begins_message(&piece) && !self.is_of(line, id, form) {
                    return false;
                }
                let way = if sign == Sign::Sent { Way::Sent } else { Way::Got };
                let piece =
                    piece.strip_suffix("\r\n").or(piece.strip_suffix('\n')).unwrap_or(&piece).to_owned();
                for part in piece.split('\n') {
                    self.piece(line, form, id, way, part.trim_end_matches('\r'));
                }
                let key = self.key(line, id);
                if let Some(stream) = self.streams.get_mut(&key) {
                    stream.is_marked = line.has_prefix();
                }
                true
            }
            Sign::Heads => {
                let text = holes.get("text").unwrap_or_default().trim();
                let Some(inner) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) else {
                    return false;
                };
                for (at, part) in inner.split("}{").enumerate() {
                    let first = part.strip_prefix("null: ").or(part.strip_suffix(": null"));
                    let part = first.filter(|_| at == 0).unwrap_or(part);
                    let way = if status_line(part).is_some() || !self.is_sending(line, id) {
                        Way::Got
                    } else {
                        Way::Sent
                    };
                    self.piece(line, form, id, way, part);
                }
                // Of an answer it has no more than this.
                if !self.is_sending(line, id) {
                    let key = self.key(line, id);
                    self.stream(key).at = At::Between;
                }
                true
            }
            Sign::Flat => {
                let text = holes.get("text").unwrap_or_default();
                let mut way = Way::Sent;
                for part in
                    text.split("<<<<<<<<").map(|part| part.split("--------").next().unwrap_or_default())
                {
                    let whole = with_line_ends(part.trim());
                    whole.lines().for_each(|part| self.piece(line, form, id, way, part));
                    way = Way::Got;
                }
                let key = self.key(line, id);
                if let Some(stream) = self.streams.get_mut(&key) {
                    stream.at = At::Between;
                }
                true
            }
            Sign::Object => {
                let Some((object, _)) = holes.get("dict").and_then(read) else { return false };
                let url = holes.get("url");
                let mut found = url.map_or_else(|| told(&object), |url| vec![of_url(url, &object)]);
                if found.is_empty() && self.is_of(line, id, form) {
                    found.extend(options(&object));
                }
                found.iter().for_each(|told| self.put(line, Some(form), told));
                !found.is_empty()
            }
            Sign::SentBox | Sign::GotBox => {
                let way = if sign == Sign::SentBox { Way::Sent } else { Way::Got };
                self.hexbox = Some((way, form, Hexbox::default()));
                true
            }
            Sign::Pairs => {
                let told = of_pairs(pairs::pairs(holes.get("text").unwrap_or_default()));
                told.is_some_and(|told| {
                    self.put(line, Some(form), &told);
                    true
                })
            }
            Sign::Early => {
                let status = holes.get("status").and_then(|status| status.parse().ok());
                let fields = holes.get("headers").and_then(members).unwrap_or_default();
                self.early = status.map(|status| (status, fields));
                true
            }
            Sign::Basic => {
                self.basic = Some(line.number);
                true
            }
            Sign::Words if !self.is_of(line, id, form) => self.open(line, id, form),
            // The first line of a request of HTTP/2 is fields.
            Sign::SentField
                if holes.get("name").is_some_and(|name| name.starts_with(':'))
                    && !self.is_of(line, id, form)
                    && !self.open(line, id, form) =>
            {
                false
            }
            _ if !self.is_of(line, id, form) => false,
            Sign::Method => {
                let key = self.key(line, id);
                let talk = self.streams.get(&key).and_then(|stream| stream.talk);
                talk.and_then(|talk| self.talks.get_mut(talk))
                    .is_some_and(|talk| talk.name_method(holes.get("method").unwrap_or_default()))
            }
            Sign::Part if holes.get("url").is_some() => {
                let url = holes.get("url").and_then(Uri::parse);
                if let (Some(page), Some(url)) = (self.open_page(line, id), &url) {
                    page.name_origin(url);
                }
                true
            }
            Sign::Part => {
                let key = self.key(line, id);
                self.message(&key, Way::Sent).is_some_and(|request| {
                    request.put_part(holes);
                    true
                })
            }
            Sign::Location => {
                let location = holes.get("location").unwrap_or_default();
                if let Some(page) = self.open_page(line, id) {
                    page.early.put_field("location", location);
                    return true;
                }
                let key = self.key(line, id);
                let Some(answer) = self.message(&key, Way::Got) else { return false };
                answer.put_field("location", location);
                true
            }
            Sign::Served => {
                let status = holes.get("status").and_then(|status| status.parse().ok());
                let (Some(page), Some(status)) = (self.open_page(line, id), status) else { return false };
                page.answer(line, status);
                true
            }
            Sign::Head | Sign::GotHead | Sign::Payload => {
                let key = self.key(line, id);
                self.go_on(line, &key);
                let Some(stream) = self.streams.get_mut(&key) else { return false };
                stream.at = match sign {
                    Sign::Head => At::RequestHead,
                    Sign::GotHead => At::ReplyHead,
                    _ => At::Payload,
                };
                true
            }
            Sign::SentFields | Sign::GotFields => {
                let way = if sign == Sign::SentFields { Way::Sent } else { Way::Got };
                let fields = holes.get("headers").and_then(members).unwrap_or_default();
                let key = self.key(line, id);
                let Some(message) = self.message(&key, way) else { return false };
                fields.iter().for_each(|(name, value)| message.put_field(name, value));
                self.body_of(line, id, way, holes)
            }
            Sign::Field | Sign::SentField | Sign::GotField => {
                let (Some(name), Some(value)) = (holes.get("name"), holes.get("value")) else { return false };
                let way = match sign {
                    Sign::SentField => Some(Way::Sent),
                    Sign::GotField => Some(Way::Got),
                    _ => None,
                };
                let took = self.field(line, id, way, name, &content(value));
                // Whoever writes the frames of HTTP/2 marks each line.
                if took && name.starts_with(':') {
                    let key = self.key(line, id);
                    self.stream(key).is_marked_throughout = true;
                }
                took
            }
            Sign::Parameter => {
                let (Some(name), Some(value)) = (holes.get("name"), holes.get("value")) else { return false };
                let parameter = form_of(&[(name.to_owned(), value.to_owned())]);
                let key = self.key(line, id);
                self.message(&key, Way::Sent).is_some_and(|request| request.add_to_form(&parameter))
            }
            Sign::SentBody | Sign::GotBody | Sign::Body => {
                let key = self.key(line, id);
                // An answer of which nothing else is there is what a program says.
                if sign != Sign::SentBody && self.streams.get(&key).and_then(|stream| stream.talk).is_none() {
                    return false;
                }
                let at = self.streams.get(&key).map(|stream| stream.at).unwrap_or_default();
                let is_sent = sign == Sign::SentBody
                    || sign == Sign::Body && matches!(at, At::RequestHead | At::RequestBody);
                let way = if is_sent { Way::Sent } else { Way::Got };
                if let Some(stream) = self.streams.get_mut(&key) {
                    stream.at = if way == Way::Sent { At::RequestBody } else { At::ReplyBody };
                    (stream.has_prefix, stream.goes_on_bare) = (line.has_prefix(), false);
                }
                let is_noted = self.streams.get(&key).and_then(|stream| self.talks.get(stream.talk?));
                if is_noted.is_some_and(|talk| talk.is_noted)
                    && let Some(stream) = self.streams.get_mut(&key)
                {
                    stream.at = At::Between;
                }
                self.body_of(line, id, way, holes)
            }
            Sign::Wrapped => {
                let key = self.key(line, id);
                let way = match self.streams.get(&key).map(|stream| stream.at) {
                    Some(At::RequestBody) => Way::Sent,
                    Some(At::ReplyBody) => Way::Got,
                    _ => return false,
                };
                let text = holes.get("text").unwrap_or_default();
                self.message(&key, way).is_some_and(|message| {
                    message.add_to_line(text.strip_prefix(' ').unwrap_or(text));
                    true
                })
            }
            Sign::End => {
                let key = self.key(line, id);
                if let Some(stream) = self.streams.get_mut(&key) {
                    stream.at = At::Between;
                }
                true
            }
            Sign::Failure => {
                let key = self.key(line, id);
                let talk = self.streams.get(&key).and_then(|stream| stream.talk);
                let talk_answered = holes.get("status").and_then(|status| status.parse().ok());
                if let (Some(talk), Some(status)) = (talk.and_then(|t| self.talks.get_mut(t)), talk_answered)
                {
                    if talk.waits_for_answer() {
                        talk.answer(line, status);
                    }
                    return false;
                }
                if let (Some(talk), Some(reason)) =
                    (talk.and_then(|t| self.talks.get_mut(t)), holes.get("reason"))
                {
                    talk.error.get_or_insert_with(|| reason.to_owned());
                }
                true
            }
            Sign::Words => true,
        }
    }
}
