//! From lines to requests and answers, whatever product wrote them.
//!
//! A request begins with a line that some form knows, and has fields and a body until something else begins. Lines between
//! them that say nothing of either are left to others.

mod plain;
mod sign;
mod stream;
mod talks;
#[cfg(test)]
mod tests;
mod text;

use std::collections::HashMap;

use self::stream::{At, Stream};
use self::text::{begins_message, is_remark, piece};
pub(in crate::readers) use self::text::{request_line, status_line};
use super::asked::Asked;
use super::form::{COMPILED, Compiled, Sign};
use super::hexbox::Hexbox;
use super::line::Line;
use super::pattern::{Characters, Pattern};
use super::quoted::message_in;
use super::slots::Slots;
use super::talk::Talk;
use super::told::Told;
use crate::{Exchange, Statement, Uri};

/// Lines between an answer and what a program prints of it.
const LATE: usize = 2;

/// Talks that can go on at the same time in one input.
const MOST_STREAMS: usize = 4_096;

/// Requests among which one is sought that several lines tell.
const NEAR: usize = 16;

/// Lines after which a URL between messages is no longer that of the next request.
const HINT: usize = 3;

/// What was taken of a line.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Took {
    Nothing,
    /// What it says of a request, or its form. It says more, so that it is a statement as well.
    Part,
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
    talks: Slots<Talk>,
    asked: Asked,
    streams: HashMap<String, Stream>,
    /// The stream that the last line belongs to.
    last: String,
    /// The same of each source of lines.
    last_of: HashMap<String, String>,
    hint: Option<(usize, Uri)>,
    /// Where it was said that the next request has credentials.
    basic: Option<usize>,
    /// The last talk that was answered, and the last line that told of it.
    answered: Option<(usize, usize)>,
    /// The box whose rows come.
    hexbox: Option<(Way, &'static Compiled, Hexbox)>,
    /// Status and fields of an answer whose request is named after it.
    early: Option<(u16, Vec<(String, String)>)>,
    /// The last talk that was let go: the next one may be a copy of it.
    last_released: Option<Talk>,
    /// Something of what was let go was more than HTTP as it is.
    was_dressed: bool,
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
            | Sign::Answer
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
            | Sign::Failed
            | Sign::Fetched => pattern.holes(text, has).is_some(),
            Sign::Sent | Sign::Got => {
                pattern.holes(text, has).is_some_and(|holes| begins_message(&piece(&holes)))
            }
            Sign::Words => {
                pattern.is_telling() && !pattern.begins_with_hole() && pattern.holes(text, has).is_some()
            }
            _ => false,
        })
    }

    /// Whether no talk goes on.
    pub(super) fn is_quiet(&self) -> bool {
        self.streams.is_empty() && self.hexbox.is_none() && self.early.is_none()
    }

    /// Whether a product's form goes on, which may quote others.
    pub(super) fn has_form(&self, source: Option<&str>) -> bool {
        let stream = self.streams.get(self.current(source));
        stream.is_some_and(|stream| stream.form.is_some() && stream.at != At::Between)
    }

    /// Whether a body goes on that is not known to be complete.
    pub(super) fn is_in_body(&self, source: Option<&str>) -> bool {
        self.streams.get(self.current(source)).is_some_and(|stream| {
            // A line without the mark of the others is no part of it.
            matches!(stream.at, At::RequestBody | At::ReplyBody)
                && !stream.is_marked_throughout
                && !self.is_complete(stream)
        })
    }

    /// Status and path of the exchange whose answer was told in that line.
    pub(super) fn told_at(&self, number: usize) -> Option<(u16, String)> {
        let (talk, _) = self.answered.filter(|(_, line)| *line == number)?;
        self.talks.get(talk)?.ended()
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
        for (at, form) in forms.enumerate() {
            let is_second = at > 0;
            for (sign, pattern) in &form.signs {
                let text = if pattern.begins_with_blank() { &*line.text } else { line.text.trim_start() };
                let Some(holes) = pattern.holes(text, has) else { continue };
                // What was cut off may be a part of it that says more.
                if *sign == Sign::Mention
                    && line.has_prefix()
                    && let Some(took) = self.take_whole(&line.with_prefix())
                {
                    return took;
                }
                let is_own = known.is_some_and(|known| std::ptr::eq(known, form));
                match sign {
                    Sign::Words if !is_own && !pattern.is_telling() => {}
                    // What a form passes over while it waits for nothing may be how another one begins.
                    Sign::Words if is_own && self.is_answered(line) && begins_elsewhere(line, form) => {}
                    // So is what it calls any part of a request.
                    Sign::Part if is_own && !is_second && self.is_answered(line) => {}
                    Sign::Told => {
                        self.told(line, &holes);
                        return Took::Part;
                    }
                    Sign::Exchange | Sign::Mention if is_remark(&holes) => {
                        self.sign(line, form, *sign, &holes);
                        return Took::Part;
                    }
                    _ if self.sign(line, form, *sign, &holes) => {
                        let is_said = matches!(sign, Sign::Words | Sign::Part) && holes.has_words();
                        // What stands behind a form's own words may be what went wrong, and names who works on it.
                        return if is_said { Took::Part } else { Took::All };
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

    /// Takes a line that is an exchange from its first character on.
    fn take_whole(&mut self, line: &Line) -> Option<Took> {
        let has = Characters::of(&line.text);
        let is_it = |sign: &Sign, pattern: &Pattern| *sign == Sign::Exchange && !pattern.begins_with_hole();
        COMPILED.iter().find_map(|form| {
            form.signs.iter().filter(|(sign, pattern)| is_it(sign, pattern)).find_map(|(sign, pattern)| {
                let holes = pattern.holes(&line.text, has)?;
                let took = if is_remark(&holes) { Took::Part } else { Took::All };
                self.sign(line, form, *sign, &holes).then_some(took)
            })
        })
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
        let stream = self.streams.get(&self.key(line, None));
        let at = stream.map(|stream| stream.at).unwrap_or_default();
        let Some((talk, _)) = self.answered.filter(near) else { return false };
        // Panes show the request behind its status.
        let is_asked_anew = at == At::RequestHead && stream.and_then(|stream| stream.talk) != Some(talk);
        if matches!(at, At::RequestBody | At::ReplyBody) || is_asked_anew {
            return false;
        }
        self.talks.get_mut(talk).is_some_and(|talk| talk.take_late_body(text))
    }

    /// What told of the last answer goes on to that line.
    pub(super) fn goes_on_to(&mut self, number: usize) {
        if let Some((_, last)) = &mut self.answered {
            *last = number.max(*last);
        }
    }

    /// Whether all was HTTP as it is.
    pub(super) fn is_plain(&self) -> bool {
        !self.was_dressed && self.talks.iter().all(|talk| talk.is_plain)
    }

    /// The exchanges in the order in which they began, and the answers of which the request is not there.
    pub(super) fn finish(mut self) -> (Vec<Exchange>, Vec<Statement>) {
        // A box that ends the input.
        if self.hexbox.is_some() {
            self.end_box(&Line::bare(0, String::new()));
        }
        let (talks, statements) = joined(self.last_released, self.talks.into_values());
        (talks.into_iter().filter_map(Talk::exchange).collect(), statements)
    }

    /// The same of what nothing more can be said about.
    pub(super) fn release(&mut self) -> (Vec<Exchange>, Vec<Statement>) {
        let open = self.streams.values().filter_map(|stream| stream.talk);
        let needed = open.chain(self.answered.map(|(talk, _)| talk)).collect();
        let released = self.talks.release(MOST_STREAMS, &needed);
        self.was_dressed |= released.iter().any(|talk| !talk.is_plain);
        let (mut talks, statements) = joined(self.last_released.take(), released);
        self.last_released = talks.pop();
        (talks.into_iter().filter_map(Talk::exchange).collect(), statements)
    }
}

/// Talks without those that are copies of the one before, and what is said by those that are none.
fn joined(last: Option<Talk>, talks: impl IntoIterator<Item = Talk>) -> (Vec<Talk>, Vec<Statement>) {
    let mut joined = Vec::from_iter(last);
    let mut statements = Vec::new();
    for talk in talks {
        statements.extend(talk.statement());
        match joined.last_mut() {
            _ if talk.is_tunnel() => {}
            Some(last) if talk.is_copy_of(last) => last.complete(talk),
            _ => joined.push(talk),
        }
    }
    (joined, statements)
}

/// Whether another form begins a request with a line.
fn begins_elsewhere(line: &Line, form: &'static Compiled) -> bool {
    let (text, has) = (line.text.trim_start(), Characters::of(&line.text));
    let others = COMPILED.iter().filter(|other| !std::ptr::eq(*other, form));
    others
        .flat_map(|other| &other.signs)
        .any(|(sign, pattern)| *sign == Sign::Request && pattern.holes(text, has).is_some())
}

/// A number for a form: 0 for none.
fn number_of(form: Option<&'static Compiled>) -> usize {
    form.map_or(0, |form| std::ptr::from_ref(form).addr())
}
