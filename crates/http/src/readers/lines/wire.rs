//! From lines to requests and answers, whatever product wrote them.
//!
//! A request begins with a line that some form knows, and has fields and a body until something else begins. Lines between
//! them that say nothing of either are left to others.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::asked::Asked;
use super::form::{COMPILED, Compiled, Sign};
use super::hexbox::Hexbox;
use super::line::Line;
use super::object::{form as form_of, members};
use super::pattern::{Characters, Holes, Pattern, is_name};
use super::quoted::{content, message_in};
use super::talk::{Message, Talk};
use super::told::{Told, of_pairs, of_url, options, told};
use crate::{Exchange, Statement, Uri};

/// Lines between an answer and what a program prints of it.
const LATE: usize = 2;

/// Talks that can go on at the same time in one input.
const MOST_STREAMS: usize = 4_096;

/// Requests among which one is sought that several lines tell.
const NEAR: usize = 16;

/// Lines after which a URL between messages is no longer that of the next request.
const HINT: usize = 3;

/// A line's part in a talk.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) enum At {
    #[default]
    Between,
    RequestHead,
    RequestBody,
    ReplyHead,
    ReplyBody,
    /// The fields of a form, one a line.
    Payload,
}

/// What was taken of a line.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Took {
    Nothing,
    /// Its form. What stands behind a form's own words may be what went wrong: it is a statement as well.
    Form,
    All,
}

/// Which way a piece went.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Sent,
    Got,
}

#[derive(Default)]
pub(super) struct Wire {
    talks: Vec<Talk>,
    asked: Asked,
    streams: HashMap<String, Stream>,
    /// The stream that the last line belongs to.
    last: String,
    /// The same of each source of lines.
    last_of: HashMap<String, String>,
    hint: Option<(usize, Uri)>,
    /// The last talk that was answered, and the last line that told of it.
    answered: Option<(usize, usize)>,
    /// The box whose rows come.
    hexbox: Option<(Way, &'static Compiled, Hexbox)>,
    /// Status and fields of an answer whose request is named after it.
    early: Option<(u16, Vec<(String, String)>)>,
}

#[derive(Default)]
struct Stream {
    at: At,
    /// The talk that goes on.
    talk: Option<usize>,
    form: Option<&'static Compiled>,
    /// Blanks before the first line of the message.
    indent: usize,
    /// Its first line had a prefix, and one after it had none: what has one again is no part of it.
    has_prefix: bool,
    goes_on_bare: bool,
    /// Each line of it has a mark.
    is_marked: bool,
}

impl Stream {
    fn new(at: At, talk: Option<usize>, form: Option<&'static Compiled>, line: &Line) -> Self {
        let indent = indent(&line.text);
        Stream {
            at,
            talk,
            form,
            indent,
            has_prefix: line.has_prefix(),
            goes_on_bare: false,
            is_marked: false,
        }
    }

    /// Whether a line cannot belong to the message that goes on: it begins a record of the log, as those of the message do not.
    fn is_left_by(&mut self, line: &Line) -> bool {
        let has_prefix = line.has_prefix();
        self.goes_on_bare |= !has_prefix;
        has_prefix && (!self.has_prefix || self.goes_on_bare)
    }
}

impl Wire {
    /// Whether the line begins something, whatever goes on.
    pub(super) fn is_start(text: &str) -> bool {
        if request_line(text).is_some() || status_line(text).is_some() {
            return true;
        }
        let has = Characters::of(text);
        COMPILED.iter().flat_map(|form| &form.signs).any(|(sign, pattern)| match sign {
            Sign::Request
            | Sign::Opening
            | Sign::Reply
            | Sign::Exchange
            | Sign::Answered
            | Sign::Url
            | Sign::Post
            | Sign::Page
            | Sign::Heads
            | Sign::Flat
            | Sign::Object
            | Sign::Pairs
            | Sign::SentBox
            | Sign::Failed => pattern.holes(text, has).is_some(),
            Sign::Sent | Sign::Got => {
                pattern.holes(text, has).is_some_and(|holes| begins_message(&piece(&holes)))
            }
            Sign::Words => {
                pattern.is_telling() && !pattern.begins_with_hole() && pattern.holes(text, has).is_some()
            }
            _ => false,
        })
    }

    /// Whether a product's form goes on, which may quote others.
    pub(super) fn has_form(&self, source: Option<&str>) -> bool {
        let stream = self.streams.get(self.current(source));
        stream.is_some_and(|stream| stream.form.is_some() && stream.at != At::Between)
    }

    /// Whether a body goes on that is not known to be complete.
    pub(super) fn is_in_body(&self, source: Option<&str>) -> bool {
        self.streams.get(self.current(source)).is_some_and(|stream| {
            matches!(stream.at, At::RequestBody | At::ReplyBody) && !self.is_complete(stream)
        })
    }

    fn is_complete(&self, stream: &Stream) -> bool {
        let Some(talk) = stream.talk.and_then(|talk| self.talks.get(talk)) else { return true };
        match stream.at {
            At::RequestBody => talk.request.is_complete(),
            At::ReplyBody => talk.reply.as_ref().is_none_or(|reply| reply.message.is_complete()),
            _ => true,
        }
    }

    /// Takes a line that says something of a request or its answer.
    pub(super) fn take(&mut self, line: &Line) -> Took {
        let took = self.take_line(line);
        let goes_on = took != Took::Nothing || line.text.trim().is_empty();
        if let Some((_, last)) = &mut self.answered
            && goes_on
            && line.number <= *last + 1
        {
            *last = line.number;
        }
        took
    }

    fn take_line(&mut self, line: &Line) -> Took {
        if let Some((_, _, hexbox)) = &mut self.hexbox {
            if hexbox.take(&line.text) {
                return Took::All;
            }
            self.end_box(line);
        }
        let known = self.form_of(line.source.as_deref());
        let forms = known.into_iter().chain(COMPILED.iter());
        let has = Characters::of(&line.text);
        for form in forms {
            for (sign, pattern) in &form.signs {
                let text = if pattern.begins_with_blank() { &*line.text } else { line.text.trim_start() };
                let Some(holes) = pattern.holes(text, has) else { continue };
                let is_own = known.is_some_and(|known| std::ptr::eq(known, form));
                match sign {
                    Sign::Words if !is_own && !pattern.is_telling() => {}
                    Sign::Told => {
                        self.told(line, &holes);
                        return Took::Nothing;
                    }
                    Sign::Exchange | Sign::Mention if is_remark(&holes) => {
                        self.sign(line, form, *sign, &holes);
                        return Took::Nothing;
                    }
                    _ if self.sign(line, form, *sign, &holes) => {
                        let is_said = *sign == Sign::Words && pattern.is_open();
                        return if is_said { Took::Form } else { Took::All };
                    }
                    _ => {}
                }
            }
        }
        let took = match message_in(&line.text) {
            Some(message) => self.take_message(line, &message),
            None => self.plain(line, &line.text),
        };
        if took { Took::All } else { Took::Nothing }
    }

    /// Takes what a program printed as an object over several lines, of which only a form knows what it is.
    pub(super) fn take_object(&mut self, line: &Line) -> bool {
        let has = Characters::of(&line.text);
        for form in COMPILED.iter() {
            for (sign, pattern) in form.signs.iter().filter(|(_, pattern)| pattern.has_object()) {
                if let Some(holes) = pattern.holes(line.text.trim_start(), has)
                    && self.sign(line, form, *sign, &holes)
                {
                    return true;
                }
            }
        }
        false
    }

    /// Puts what a printed object tells.
    pub(super) fn put(&mut self, line: &Line, form: Option<&'static Compiled>, told: &Told) {
        let newest = self.talks.iter().rev().take(if told.target.is_some() { NEAR } else { 1 });
        let known = newest.into_iter().position(|talk| talk.is_told_by(told));
        let at = match known {
            Some(back) => self.talks.len() - 1 - back,
            None => {
                let answer = || Talk::without_request(line, told.status.unwrap_or_default());
                self.push(Talk::of_told(line, told).unwrap_or_else(answer))
            }
        };
        if let Some(talk) = self.talks.get_mut(at) {
            talk.fill(line, told);
        }
        self.answered = told.status.map(|_| (at, line.number));
        let key = self.key(line, None);
        *self.stream(key) = Stream { at: At::Between, talk: Some(at), form, ..Stream::default() };
    }

    /// Takes what a program printed of the last answer's body; `last`: the last line of it.
    pub(super) fn take_late_body(&mut self, line: &Line, text: &str) -> bool {
        let near = |(_, last): &(usize, usize)| line.number.saturating_sub(*last) <= LATE;
        let at = self.streams.get(&self.key(line, None)).map(|stream| stream.at).unwrap_or_default();
        let goes_on = matches!(at, At::RequestBody | At::ReplyBody | At::RequestHead);
        let Some((talk, _)) = self.answered.filter(near).filter(|_| !goes_on) else { return false };
        self.talks.get_mut(talk).is_some_and(|talk| talk.take_late_body(text))
    }

    /// What told of the last answer goes on to that line.
    pub(super) fn goes_on_to(&mut self, number: usize) {
        if let Some((_, last)) = &mut self.answered {
            *last = number.max(*last);
        }
    }

    fn form_of(&self, source: Option<&str>) -> Option<&'static Compiled> {
        self.streams.get(self.current(source))?.form
    }

    /// A whole message in one literal.
    fn take_message(&mut self, line: &Line, message: &str) -> bool {
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

    fn sign(&mut self, line: &Line, form: &'static Compiled, sign: Sign, holes: &Holes) -> bool {
        let id = holes.get("id");
        match sign {
            Sign::Exchange | Sign::Mention | Sign::Answered | Sign::Failed => {
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
                // What follows tells of its fields.
                talk.is_noted &= sign != Sign::Answered;
                let talk = self.push(talk);
                self.answered = Some((talk, line.number));
                let key = self.key(line, id);
                if sign == Sign::Answered {
                    *self.stream(key) =
                        Stream { at: At::ReplyHead, talk: Some(talk), form: Some(form), ..Stream::default() };
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
            Sign::Reply => {
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
                let Some((object, _)) = holes.get("dict").and_then(super::object::read) else { return false };
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
                let told = of_pairs(super::pairs::pairs(holes.get("text").unwrap_or_default()));
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
            Sign::Part => {
                let key = self.key(line, id);
                self.message(&key, Way::Sent).is_some_and(|request| {
                    request.put_part(holes);
                    true
                })
            }
            Sign::Location => {
                let key = self.key(line, id);
                let (Some(answer), Some(location)) = (self.message(&key, Way::Got), holes.get("location"))
                else {
                    return false;
                };
                answer.put_field("location", location);
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
                self.field(line, id, way, name, &content(value))
            }
            Sign::Parameter => {
                let (Some(name), Some(value)) = (holes.get("name"), holes.get("value")) else { return false };
                let parameter = form_of(&[(name.to_owned(), value.to_owned())]);
                let key = self.key(line, id);
                self.message(&key, Way::Sent).is_some_and(|request| request.add_to_form(&parameter))
            }
            Sign::SentBody | Sign::GotBody | Sign::Body => {
                let key = self.key(line, id);
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

    /// Begins the form, if nothing else goes on.
    fn open(&mut self, line: &Line, id: Option<&str>, form: &'static Compiled) -> bool {
        let key = self.key(line, id);
        let talk = self.streams.get(&key).and_then(|stream| self.talks.get(stream.talk?));
        let waits = talk.is_some_and(|talk| talk.is_of_server && talk.waits_for_answer());
        let stream = self.stream(key);
        let is_between = stream.at == At::Between && !waits;
        if is_between {
            *stream = Stream { form: Some(form), ..Stream::default() };
        }
        is_between
    }

    /// Whether the talk that goes on was begun in that form.
    fn is_of(&self, line: &Line, id: Option<&str>, form: &'static Compiled) -> bool {
        let stream = self.streams.get(&self.key(line, id));
        stream.is_some_and(|stream| stream.form.is_some_and(|known| std::ptr::eq(known, form)))
    }

    /// The message in the box is whole.
    fn end_box(&mut self, line: &Line) {
        let Some((way, form, hexbox)) = self.hexbox.take() else { return };
        let text = hexbox.text();
        let text = text.strip_suffix("\r\n").unwrap_or(&text);
        if !text.is_empty() {
            text.split('\n').for_each(|part| self.piece(line, form, None, way, part.trim_end_matches('\r')));
        }
    }

    /// Whether the fields of a request go on.
    fn is_sending(&self, line: &Line, id: Option<&str>) -> bool {
        self.streams.get(&self.key(line, id)).is_some_and(|stream| stream.at == At::RequestHead)
    }

    fn key(&self, line: &Line, id: Option<&str>) -> String {
        match (line.source.as_deref(), id) {
            (source, Some(id)) => format!("{} {id}", source.unwrap_or_default()),
            (source, None) => self.current(source).to_owned(),
        }
    }

    /// The stream that goes on, of that source.
    fn current<'s>(&'s self, source: Option<&'s str>) -> &'s str {
        source.map_or(&self.last, |source| self.last_of.get(source).map_or(source, String::as_str))
    }

    /// What follows without an id of its own belongs to that stream.
    fn go_on(&mut self, line: &Line, key: &str) {
        key.clone_into(&mut self.last);
        if let Some(source) = line.source.as_deref() {
            if self.last_of.len() >= MOST_STREAMS {
                self.last_of.clear();
            }
            self.last_of.insert(source.to_owned(), key.to_owned());
        }
    }

    fn stream(&mut self, key: String) -> &mut Stream {
        if self.streams.len() >= MOST_STREAMS && !self.streams.contains_key(&key) {
            self.streams.clear();
        }
        self.last.clone_from(&key);
        self.streams.entry(key).or_default()
    }

    /// A server's note of what it was asked.
    fn page(&mut self, line: &Line, form: Option<&'static Compiled>, holes: &Holes) -> bool {
        let id = holes.get("id");
        let Some(target) = holes.get("url").or(holes.get("target")) else { return false };
        self.begin(line, form, id, holes.get("method").unwrap_or("GET"), target);
        let key = self.key(line, id);
        let talk = self.streams.get(&key).and_then(|stream| stream.talk);
        if let Some(talk) = talk.and_then(|talk| self.talks.get_mut(talk)) {
            talk.is_noted = true;
            talk.note(holes);
        }
        if holes.get("dict").is_some() {
            self.body_of(line, id, Way::Sent, holes);
        }
        // What else a server writes is no part of it, unless the form says so.
        if let Some(stream) = self.streams.get_mut(&key) {
            stream.at = At::Between;
        }
        true
    }

    /// Something is said of a request, of which others may say more.
    fn told(&mut self, line: &Line, holes: &Holes) {
        let Some(talk) = Talk::told(line, holes) else { return };
        let newest = self.talks.iter().rev().take(NEAR);
        if !newest.into_iter().any(|known| known.is_same_request(&talk)) {
            self.push(talk);
        }
    }

    fn begin(
        &mut self,
        line: &Line,
        form: Option<&'static Compiled>,
        id: Option<&str>,
        method: &str,
        target: &str,
    ) {
        let key = self.key(line, id);
        if self.repeats(&key, form, method, target) {
            return;
        }
        self.go_on(line, &key);
        let hint = self.hint.take().filter(|(at, _)| line.number.saturating_sub(*at) <= HINT);
        let mut talk = Talk::new(line, method, target, hint.map(|(_, uri)| uri));
        talk.is_plain = form.is_none();
        talk.form = number_of(form);
        self.answered = None;
        let talk = Some(self.push(talk));
        let stream = self.stream(key);
        *stream = Stream::new(At::RequestHead, talk, form.or(stream.form), line);
    }

    /// Whether the last request, of which nothing but fields was seen, is written a second time by another logger.
    fn repeats(&mut self, key: &str, form: Option<&'static Compiled>, method: &str, target: &str) -> bool {
        let Some(stream) = self.streams.get_mut(key) else { return false };
        let talk = stream.talk.and_then(|talk| self.talks.get_mut(talk));
        let repeats = talk.is_some_and(|talk| {
            let again = talk.begins_again(method, target);
            talk.is_plain |= again && form.is_none();
            again
        });
        if repeats {
            stream.at = At::RequestHead;
        }
        repeats
    }

    /// The request that was written in more lines than the one that says how it ended.
    fn told_in_full(&self, talk: &Talk) -> Option<usize> {
        let newest = self.talks.iter().enumerate().rev().take(NEAR);
        newest.filter(|(_, known)| known.is_told_again_by(talk)).map(|(at, _)| at).next()
    }

    /// The newest request at that URL that waits for its answer.
    fn asked_at(&mut self, url: &Uri) -> Option<usize> {
        let waits = |talk: &Talk| talk.waits_for_answer() && talk.goes_to(url);
        let newest = self.talks.iter().rev().take(NEAR);
        // One whose host stands in a field is found while it is near.
        let near = newest.into_iter().position(waits).map(|back| self.talks.len() - 1 - back);
        near.or_else(|| self.asked.newest(url, |talk| self.talks.get(talk).is_some_and(waits)))
    }

    fn push(&mut self, talk: Talk) -> usize {
        let at = self.talks.len();
        if let Some(url) = talk.url().filter(|_| talk.waits_for_answer()) {
            self.asked.put(&url, at);
        }
        self.talks.push(talk);
        at
    }

    /// Gives an answer to the request that waits for it.
    fn reply(
        &mut self,
        line: &Line,
        form: Option<&'static Compiled>,
        id: Option<&str>,
        status: u16,
        url: Option<&str>,
    ) -> bool {
        let key = self.key(line, id);
        let by_url = url.and_then(Uri::parse).and_then(|url| self.asked_at(&url));
        let going_on = self.streams.get(&key).and_then(|stream| stream.talk);
        let going_on =
            going_on.filter(|talk| self.talks.get(*talk).is_some_and(|talk| talk.waits_for_answer()));
        let again = || {
            let talk = self.streams.get(&key)?.talk?;
            self.talks.get(talk)?.is_answered_again(status).then_some(talk)
        };
        let Some(talk) = by_url.or(going_on).or_else(again) else {
            if id.is_none() && form.is_none() {
                // An answer of which the request is not there.
                let talk = Some(self.push(Talk::without_request(line, status)));
                *self.stream(key) = Stream::new(At::ReplyHead, talk, form, line);
                return true;
            }
            return false;
        };
        if let Some(talk) = self.talks.get_mut(talk) {
            talk.answer(line, status);
        }
        self.answered = Some((talk, line.number));
        let is_noted = self.talks.get(talk).is_some_and(|talk| talk.is_noted);
        // A server that notes an answer does not write it out.
        let at = if is_noted { At::Between } else { At::ReplyHead };
        let form = form.or(self.streams.get(&key).and_then(|stream| stream.form));
        *self.stream(key) = Stream::new(at, Some(talk), form, line);
        true
    }

    /// Puts a piece that is known to be sent, or to have come.
    fn piece(&mut self, line: &Line, form: &'static Compiled, id: Option<&str>, way: Way, text: &str) {
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

    fn has_query(&self, stream: &str) -> bool {
        let talk = self.streams.get(stream).and_then(|stream| self.talks.get(stream.talk?));
        talk.is_some_and(|talk| talk.is_noted && talk.is_get())
    }

    fn message(&mut self, stream: &str, way: Way) -> Option<&mut Message> {
        let talk = self.streams.get(stream)?.talk?;
        let talk = self.talks.get_mut(talk)?;
        match way {
            Way::Sent => Some(&mut talk.request),
            // Some write the fields before the status.
            Way::Got => Some(talk.reply.as_mut().map_or(&mut talk.early, |reply| &mut reply.message)),
        }
    }

    fn field(&mut self, line: &Line, id: Option<&str>, way: Option<Way>, name: &str, value: &str) -> bool {
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
    fn body_of(&mut self, line: &Line, id: Option<&str>, way: Way, holes: &Holes) -> bool {
        let key = self.key(line, id);
        let dict = || Some(Cow::Owned(form_of(&holes.get("dict").and_then(members)?)));
        let body = holes.get("body").filter(|body| *body != "(null)").map(content).or_else(dict);
        // What a server calls parameters is the query too.
        let is_asked_by_query = way == Way::Sent && holes.get("dict").is_some() && self.has_query(&key);
        if let Some(body) = body.filter(|body| !body.is_empty() && !is_asked_by_query)
            && let Some(message) = self.message(&key, way)
        {
            message.put_body(&body);
        }
        true
    }

    fn body_line(&mut self, key: &str, text: &str) {
        let at = self.streams.get(key).map(|stream| stream.at);
        let way = if at == Some(At::RequestBody) { Way::Sent } else { Way::Got };
        if let Some(message) = self.message(key, way) {
            message.body_line(text);
        }
    }

    /// A line of HTTP as it is, or one that goes on what a form began.
    fn plain(&mut self, line: &Line, text: &str) -> bool {
        if let Some((method, target)) = request_line(text.trim_start()) {
            self.begin(line, None, None, method, target);
            return true;
        }
        if let Some(status) = status_line(text.trim_start()) {
            return self.reply(line, None, None, status, None);
        }
        let key = self.key(line, None);
        let stream = self.stream(key.clone());
        let indented = text.bytes().take(stream.indent).all(|b| b == b' ');
        let text = text.get(stream.indent..).filter(|_| indented).unwrap_or(text);
        if stream.is_marked && line.has_prefix() && stream.at != At::Between {
            return false;
        }
        if is_separator(text) {
            stream.at = At::Between;
            return true;
        }
        if stream.at != At::Between && stream.is_left_by(line) {
            stream.at = At::Between;
        }
        match stream.at {
            At::Payload => {
                let Some((name, value)) = field(text) else {
                    stream.at = At::Between;
                    return text.trim().is_empty();
                };
                let parameter = form_of(&[(name, value)]);
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
                if let Some(at) = glued_status(text) {
                    let (body, rest) = text.split_at(at);
                    self.body_line(&key, body);
                    return self.plain(line, rest);
                }
                self.body_line(&key, text);
                true
            }
        }
    }

    fn head_line(&mut self, key: &str, text: &str) -> bool {
        let Some(stream) = self.streams.get_mut(key) else { return false };
        let way = if stream.at == At::RequestHead { Way::Sent } else { Way::Got };
        if text.trim().is_empty() {
            stream.at = if way == Way::Sent { At::RequestBody } else { At::ReplyBody };
            return true;
        }
        let Some(message) = self.message(key, way) else { return false };
        // A line that goes on a field looks like none.
        let is_field = text.contains(": ") && field(text.trim()).is_some();
        if text.starts_with([' ', '\t']) && !is_field && message.continue_field(text.trim()) {
            return true;
        }
        if let Some((name, value)) = field(text.trim_start()) {
            return message.field(&name, &value);
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
    fn hint(&mut self, line: &Line, text: &str) {
        let url = text.split_whitespace().filter(|word| word.starts_with("http")).find_map(Uri::parse);
        self.hint = url.map(|url| (line.number, url)).or(self.hint.take());
    }

    /// Whether all was HTTP as it is.
    pub(super) fn is_plain(&self) -> bool {
        self.talks.iter().all(|talk| talk.is_plain)
    }

    /// The exchanges in the order in which they began, and the answers of which the request is not there.
    pub(super) fn finish(mut self) -> (Vec<Exchange>, Vec<Statement>) {
        // A box that ends the input.
        if self.hexbox.is_some() {
            self.end_box(&Line::bare(0, String::new()));
        }
        let statements = self.talks.iter().filter_map(Talk::statement).collect();
        let mut talks: Vec<Talk> = Vec::with_capacity(self.talks.len());
        for talk in self.talks.into_iter().filter(|talk| !talk.is_tunnel()) {
            match talks.last_mut() {
                Some(last) if talk.is_copy_of(last) => last.complete(talk),
                _ => talks.push(talk),
            }
        }
        let talks = talks.into_iter();
        (talks.filter_map(Talk::exchange).collect(), statements)
    }
}

/// A number for a form: 0 for none.
fn number_of(form: Option<&'static Compiled>) -> usize {
    form.map_or(0, |form| std::ptr::from_ref(form).addr())
}

/// A message with its line ends, where blanks took their place: `POST / HTTP/1.1 Host: a  b=c`.
fn with_line_ends(text: &str) -> String {
    let (head, body) = text.split_once("  ").unwrap_or((text, ""));
    let mut out = String::with_capacity(text.len() + 2);
    for word in head.split(' ') {
        let is_name = word.strip_suffix(':').is_some_and(is_name);
        out.push(if is_name { '\n' } else { ' ' });
        out.push_str(word);
    }
    format!("{}\n\n{body}", out.trim_start())
}

/// Whether a piece begins a request or an answer.
fn begins_message(piece: &str) -> bool {
    let first = piece.lines().next().unwrap_or_default();
    request_line(first).is_some() || status_line(first).is_some()
}

/// The piece of a message in a line.
fn piece<'l>(holes: &Holes<'l>) -> Cow<'l, str> {
    match (holes.get("quoted"), holes.get("text")) {
        (Some(quoted), _) => content(quoted),
        (None, text) => Cow::Borrowed(text.unwrap_or_default()),
    }
}

fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// `Name: value` in the ways in which programs write it.
fn field(text: &str) -> Option<(String, String)> {
    static WAYS: LazyLock<[Pattern; 5]> = LazyLock::new(|| {
        [
            "{name}: {value}",
            "'{name}', '{value}'",
            "\"{name}\": \"{value}\"{rest}",
            "'{name}': '{value}'{rest}",
            "-> {name}: {value}",
        ]
        .map(Pattern::new)
    });
    let text = text.trim_end();
    if let Some((name, value)) = text.split_once(':')
        && !name.is_empty()
        && is_name(name)
    {
        return Some((name.to_owned(), content(value).trim().to_owned()));
    }
    let has = Characters::of(text);
    WAYS.iter().find_map(|way| {
        let holes = way.holes(text, has)?;
        Some((holes.get("name")?.to_owned(), holes.get("value")?.to_owned()))
    })
}

/// Whether a line says more of an exchange than that it went well.
fn is_remark(holes: &Holes) -> bool {
    const FINE: [&str; 7] = ["", "-", "via_upstream", "----", "--", "--NI", "--VN"];
    let is_word = |word: &str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
    let words = |text: &str| text.split([' ', ':', ',', '.']).filter(|word| is_word(word)).count();
    holes.get("said").is_some_and(|said| !FINE.contains(&said))
        || holes.get("remark").is_some_and(|remark| words(remark) > 2)
}

fn looks_like_body(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(['{', '[', '<'])
        || text.split_once('=').is_some_and(|(name, _)| is_name(name)) && !text.contains(": ")
}

/// `METHOD target HTTP/version`.
pub(in crate::readers) fn request_line(text: &str) -> Option<(&str, &str)> {
    let mut words = text.split_ascii_whitespace();
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is = !method.is_empty() && method.bytes().all(|b| b.is_ascii_uppercase() || b == b'-' || b == b'_');
    let begins = text.starts_with(method) && version.starts_with("HTTP/") && version.len() <= 8;
    (is && begins && words.next().is_none()).then_some((method, target))
}

/// `HTTP/version status reason`.
pub(in crate::readers) fn status_line(text: &str) -> Option<u16> {
    let mut words = text.strip_prefix("HTTP/")?.split(' ');
    let version = words.next()?;
    let is_version = version.len() <= 3 && version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let status = words.next()?.trim().parse().ok().filter(|status| (100..1000).contains(status));
    status.filter(|_| is_version)
}

/// Where the next status line begins behind a body without a line end.
fn glued_status(text: &str) -> Option<usize> {
    let at = text.find("HTTP/1.").or_else(|| text.find("HTTP/2 "))?;
    (at > 0 && text[..at].ends_with(['}', ']', '>']) && status_line(&text[at..]).is_some()).then_some(at)
}

/// The lines with which Burp's log and Markdown set messages apart.
fn is_separator(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("```") || line.len() >= 10 && line.bytes().all(|b| b == b'=' || b == b'-')
}

#[cfg(test)]
mod tests;
