//! Whether two lines tell of one request, and what one has of it that the other has not.

use super::Talk;
use crate::readers::lines::line::Line;
use crate::readers::lines::told::Told;
use crate::{UNSEEN_HOST, Uri};

impl Talk {
    /// Whether it is written again from its beginning.
    pub(in crate::readers::lines) fn begins_again(&mut self, method: &str, target: &str) -> bool {
        let same_target = self.target == target || self.target.ends_with(target) && target.len() > 1;
        let same_method = self.method == method || self.method.is_empty();
        // Of one that has its first line in fields it is not known yet.
        let is_known = !method.is_empty() || self.request.headers.is_empty();
        let again =
            self.reply.is_none() && same_method && same_target && self.request.body.is_none() && is_known;
        if again {
            method.clone_into(&mut self.method);
            self.request.headers.clear();
        }
        again
    }

    /// Whether one line says how this one ended.
    pub(in crate::readers::lines) fn is_told_again_by(&self, other: &Talk) -> bool {
        self.waits_for_answer() && self.is_same_request(other)
    }

    /// Whether two lines can tell of one request: hosts may be left out.
    pub(in crate::readers::lines) fn is_same_request(&self, other: &Talk) -> bool {
        let (Some(one), Some(two)) = (self.uri(), other.uri()) else { return false };
        let is_hostless = |uri: &Uri| uri.host() == UNSEEN_HOST;
        let target = |uri: &Uri| (uri.path().to_owned(), uri.url().query().map(str::to_owned));
        self.method == other.method
            && (one.same_resource(&two)
                || (is_hostless(&one) || is_hostless(&two)) && target(&one) == target(&two))
    }

    /// Whether an object can tell of this one. What it says of no request is said of one that has no such answer yet.
    pub(in crate::readers::lines) fn is_told_by(&self, told: &Told) -> bool {
        let request = Talk {
            method: told.method.clone().unwrap_or_else(|| self.method.clone()),
            target: told.target.clone().unwrap_or_else(|| self.target.clone()),
            host: told.target.is_none().then(|| self.host.clone()).flatten(),
            ..Talk::default()
        };
        let fits = |one: &Option<String>, two: &Option<String>| one.is_none() || two.is_none() || one == two;
        let answer_fits = match (&self.reply, told.status) {
            (Some(reply), Some(status)) => {
                reply.status == status && fits(&reply.message.body, &told.got_body)
            }
            (Some(_), None) => self.request.body.is_none() && self.request.headers.is_empty(),
            (None, _) => true,
        };
        let is_same = told.target.is_none() || self.is_same_request(&request);
        is_same && answer_fits && fits(&self.request.body, &told.sent_body) && !self.is_answer_alone
    }

    /// Whether it is told once more, by another logger or by an error that names what failed.
    pub(in crate::readers::lines) fn is_copy_of(&self, other: &Talk) -> bool {
        let fits = |one: &Option<String>, two: &Option<String>| one.is_none() || two.is_none() || one == two;
        let is_bare = self.request.headers.is_empty() && self.request.body.is_none();
        if self.is_noted && other.is_noted || !self.is_same_request(other) {
            return false;
        }
        match (&self.reply, &other.reply) {
            (None, Some(_)) => is_bare && self.error.is_none() && !other.request.headers.is_empty(),
            (Some(one), Some(two)) => {
                self.form != other.form
                    && one.status == two.status
                    && fits(&one.message.body, &two.message.body)
            }
            _ => false,
        }
    }

    /// Takes from a copy what is not there.
    pub(in crate::readers::lines) fn complete(&mut self, copy: Talk) {
        self.request.fill(&copy.request.headers, copy.request.body.as_deref());
        if let (Some(reply), Some(other)) = (&mut self.reply, copy.reply) {
            reply.message.fill(&other.message.headers, other.message.body.as_deref());
        }
        self.is_noted &= copy.is_noted;
    }

    /// Whether its answer is written a second time by another logger. A form that names its streams says whose it is, also
    /// where the body came with the fields and was written before them.
    pub(in crate::readers::lines) fn is_answered_again(&self, status: u16, is_named: bool) -> bool {
        // One redirect follows the other where no requests are shown.
        let is_of_chain = (self.is_answer_alone || self.is_of_redirect) && status / 100 == 3;
        let reply = self.reply.as_ref().filter(|reply| reply.status == status && !is_of_chain);
        reply.is_some_and(|reply| is_named || reply.message.body.is_none())
    }

    /// Takes the answer of another one.
    pub(in crate::readers::lines) fn answer_as(&mut self, line: &Line, other: Talk) -> bool {
        if let Some(reply) = other.reply {
            let fields = std::mem::take(&mut self.early);
            self.answer(line, reply.status);
            if let Some(own) = &mut self.reply {
                own.message.headers.extend(fields.headers.into_iter().chain(reply.message.headers));
            }
        }
        self.host = self.host.take().or(other.host);
        if self.request.headers.is_empty() {
            self.request.headers = other.request.headers;
        }
        self.error = self.error.take().or(other.error);
        true
    }

    pub(in crate::readers::lines) fn goes_to(&self, url: &Uri) -> bool {
        self.uri().is_some_and(|uri| uri.same_resource(url))
    }
}
