//! Where a request begins, and which one an answer is for.

use super::stream::{At, Stream};
use super::{HINT, NEAR, Way, Wire, number_of};
use crate::Uri;
use crate::readers::lines::form::Compiled;
use crate::readers::lines::line::Line;
use crate::readers::lines::pattern::Holes;
use crate::readers::lines::talk::Talk;

impl Wire {
    /// A server's note of what it was asked.
    pub(super) fn page(&mut self, line: &Line, form: Option<&'static Compiled>, holes: &Holes) -> bool {
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
    pub(super) fn told(&mut self, line: &Line, holes: &Holes) {
        let Some(talk) = Talk::told(line, holes) else { return };
        let newest = self.talks.iter().rev().take(NEAR);
        if !newest.into_iter().any(|known| known.is_same_request(&talk)) {
            self.push(talk);
        }
    }

    pub(super) fn begin(
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
        let is_near = |at: &usize| line.number.saturating_sub(*at) <= HINT;
        if self.basic.take().as_ref().is_some_and(is_near) {
            talk.request.put_field("Authorization", "Basic [REDACTED]");
        }
        self.answered = None;
        let talk = Some(self.push(talk));
        let stream = self.stream(key);
        // HTTP as it is behind what a form told to its end is none of that form's.
        let goes_on = stream.talk.is_none() || stream.at != At::Between;
        *stream = Stream::new(At::RequestHead, talk, form.or(stream.form.filter(|_| goes_on)), line);
    }

    /// Whether the request of the talk that goes on was answered.
    pub(super) fn is_answered(&self, line: &Line) -> bool {
        let talk = self.streams.get(&self.key(line, None)).and_then(|stream| self.talks.get(stream.talk?));
        talk.is_some_and(|talk| !talk.waits_for_answer())
    }

    /// Whether the last request, of which nothing but fields was seen, is written a second time by another logger.
    pub(super) fn repeats(
        &mut self,
        key: &str,
        form: Option<&'static Compiled>,
        method: &str,
        target: &str,
    ) -> bool {
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
    pub(super) fn told_in_full(&self, talk: &Talk) -> Option<usize> {
        let newest = self.talks.places().rev().take(NEAR);
        newest.filter(|(_, known)| known.is_told_again_by(talk)).map(|(at, _)| at).next()
    }

    /// The newest note of a server that waits for its answer: of that id, where the form has ids.
    pub(super) fn open_page(&mut self, line: &Line, id: Option<&str>) -> Option<&mut Talk> {
        let waits = |talk: &Talk| talk.is_noted && talk.waits_for_answer();
        let of_id = id.and_then(|id| self.streams.get(&self.key(line, Some(id)))?.talk);
        match of_id {
            Some(talk) => self.talks.get_mut(talk).filter(|talk| waits(talk)),
            None => self.talks.iter_mut().rev().take(NEAR).find(|talk| waits(talk)),
        }
    }

    pub(super) fn push(&mut self, talk: Talk) -> usize {
        let at = self.talks.len();
        if let Some(url) = talk.url().filter(|_| talk.waits_for_answer()) {
            self.asked.put(&url, at);
        }
        self.talks.push(talk);
        at
    }

    /// Gives an answer to the request that waits for it.
    pub(super) fn reply(
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
        // What a server was asked is not answered by what it says of a call of its own.
        let is_others = |talk: &Talk| talk.is_noted && form.is_some() && talk.form != number_of(form);
        let going_on = going_on.filter(|talk| {
            self.talks.get(*talk).is_some_and(|talk| talk.waits_for_answer() && !is_others(talk))
        });
        let again = || {
            let talk = self.streams.get(&key)?.talk?;
            self.talks.get(talk)?.is_answered_again(status, form.is_some() && id.is_some()).then_some(talk)
        };
        let Some(talk) = by_url.or(going_on).or_else(again) else {
            if id.is_none() && form.is_none() {
                // An answer of which the request is not there: that of the redirect before it, or any.
                let before = self.streams.get(&key).and_then(|stream| stream.talk);
                let followed = before.and_then(|talk| self.talks.get_mut(talk)?.followed(line));
                let talk = match followed {
                    Some(mut talk) => {
                        talk.answer(line, status);
                        talk
                    }
                    None => Talk::without_request(line, status),
                };
                let talk = Some(self.push(talk));
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

    /// The newest request at that URL that waits for its answer.
    pub(super) fn asked_at(&mut self, url: &Uri) -> Option<usize> {
        let waits = |talk: &Talk| talk.waits_for_answer() && talk.goes_to(url);
        let mut newest = self.talks.places().rev().take(NEAR);
        // One whose host stands in a field is found while it is near.
        let near = newest.find(|(_, talk)| waits(talk)).map(|(at, _)| at);
        near.or_else(|| self.asked.newest(url, |talk| self.talks.get(talk).is_some_and(waits)))
    }
}
