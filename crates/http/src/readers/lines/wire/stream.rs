//! Which talk goes on: one at a time in each source of lines, and in each stream that has an id.

use super::{MOST_STREAMS, Way, Wire};
use crate::readers::lines::form::Compiled;
use crate::readers::lines::line::Line;
use crate::readers::lines::talk::{Message, Talk};

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

#[derive(Default)]
pub(super) struct Stream {
    pub(super) at: At,
    /// The talk that goes on.
    pub(super) talk: Option<usize>,
    pub(super) form: Option<&'static Compiled>,
    /// Blanks before the first line of the message.
    pub(super) indent: usize,
    /// Its first line had a prefix, and one after it had none: what has one again is no part of it.
    pub(super) has_prefix: bool,
    pub(super) goes_on_bare: bool,
    /// Each line of it has a mark.
    pub(super) is_marked: bool,
    /// Each line of it has a mark or stands in a box: no other is a part of it.
    pub(super) is_marked_throughout: bool,
}

impl Stream {
    pub(super) fn new(at: At, talk: Option<usize>, form: Option<&'static Compiled>, line: &Line) -> Self {
        let indent = indent(&line.text);
        Stream {
            at,
            talk,
            form,
            indent,
            has_prefix: line.has_prefix(),
            goes_on_bare: false,
            is_marked: false,
            is_marked_throughout: false,
        }
    }

    /// Whether a line cannot belong to the message that goes on: it begins a record of the log, as those of the message do not.
    pub(super) fn is_left_by(&mut self, line: &Line) -> bool {
        let has_prefix = line.has_prefix();
        self.goes_on_bare |= !has_prefix;
        has_prefix && (!self.has_prefix || self.goes_on_bare)
    }
}

impl Wire {
    pub(super) fn key(&self, line: &Line, id: Option<&str>) -> String {
        match (line.source.as_deref(), id) {
            (source, Some(id)) => format!("{} {id}", source.unwrap_or_default()),
            (source, None) => self.current(source).to_owned(),
        }
    }

    /// The stream that goes on, of that source.
    pub(super) fn current<'s>(&'s self, source: Option<&'s str>) -> &'s str {
        source.map_or(&self.last, |source| self.last_of.get(source).map_or(source, String::as_str))
    }

    /// What follows without an id of its own belongs to that stream.
    pub(super) fn go_on(&mut self, line: &Line, key: &str) {
        key.clone_into(&mut self.last);
        if let Some(source) = line.source.as_deref() {
            if self.last_of.len() >= MOST_STREAMS {
                self.last_of.clear();
            }
            self.last_of.insert(source.to_owned(), key.to_owned());
        }
    }

    pub(super) fn stream(&mut self, key: String) -> &mut Stream {
        if self.streams.len() >= MOST_STREAMS && !self.streams.contains_key(&key) {
            self.streams.clear();
        }
        self.last.clone_from(&key);
        self.streams.entry(key).or_default()
    }

    pub(super) fn form_of(&self, source: Option<&str>) -> Option<&'static Compiled> {
        self.streams.get(self.current(source))?.form
    }

    /// Whether the talk that goes on was begun in that form.
    pub(super) fn is_of(&self, line: &Line, id: Option<&str>, form: &'static Compiled) -> bool {
        let stream = self.streams.get(&self.key(line, id));
        stream.is_some_and(|stream| stream.form.is_some_and(|known| std::ptr::eq(known, form)))
    }

    /// Whether the fields of a request go on.
    pub(super) fn is_sending(&self, line: &Line, id: Option<&str>) -> bool {
        self.streams.get(&self.key(line, id)).is_some_and(|stream| stream.at == At::RequestHead)
    }

    pub(super) fn has_query(&self, stream: &str) -> bool {
        let talk = self.streams.get(stream).and_then(|stream| self.talks.get(stream.talk?));
        talk.is_some_and(|talk| talk.is_noted && talk.is_get())
    }

    /// Begins the form, if nothing else goes on.
    pub(super) fn open(&mut self, line: &Line, id: Option<&str>, form: &'static Compiled) -> bool {
        let key = self.key(line, id);
        let talk = self.streams.get(&key).and_then(|stream| self.talks.get(stream.talk?));
        let waits = talk.is_some_and(|talk| talk.is_of_server && talk.waits_for_answer());
        let has_body = talk.is_some_and(Talk::has_body);
        let is_whole = self.streams.get(&key).is_some_and(|stream| self.is_complete(stream));
        let stream = self.stream(key);
        let is_between = match stream.at {
            At::Between => !waits,
            _ if stream.is_marked_throughout => true,
            // A body that has not begun may never come.
            At::RequestBody => !has_body,
            At::ReplyBody => !has_body || is_whole,
            _ => false,
        };
        if is_between {
            *stream = Stream { form: Some(form), ..Stream::default() };
        }
        is_between
    }

    pub(super) fn message(&mut self, stream: &str, way: Way) -> Option<&mut Message> {
        let talk = self.streams.get(stream)?.talk?;
        let talk = self.talks.get_mut(talk)?;
        match way {
            Way::Sent => Some(&mut talk.request),
            // Some write the fields before the status.
            Way::Got => Some(talk.reply.as_mut().map_or(&mut talk.early, |reply| &mut reply.message)),
        }
    }
}

pub(super) fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}
