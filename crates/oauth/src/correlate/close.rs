//! What the exchanges so far make: logins, and what happened beside them or before any began.
//!
//! Closing is a step like any other, taken back when more comes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use http::{Exchange, ExchangeId, Observer};

use super::Correlator;
use super::beside::{is_named_like_endpoint, is_refused_by_somebody, is_refused_in_words_of_logins};
use super::draft::Draft;
use super::index::{By, key};
use super::member::Member;
use super::neighbours::{NEAR, Neighbours, neighbours};
use super::story::Correlated;
use super::waiting::List;
use crate::classify::{is_surely_about_token, is_surely_registration};
use crate::error_address::error_in_address;
use crate::message::{Join, MessageKind};
use crate::own_interface::OwnInterface;

/// Most clients that ended for want of PKCE.
const MOST_ENDED: usize = 16;

/// Exchanges of the longest recording of which each was recorded on purpose.
const RECORDED_BY_HAND: usize = 12;

/// Most refused calls that are kept beside logins.
const REFUSED_CALLS: usize = 8;

/// Refused calls that wait while a recording is read that is too long to be kept: more than are taken, for what comes later may
/// have begun earlier.
const MOST_WAITING: usize = 64;
/// Most calls to providers' own interfaces that are kept beside logins.
const OWN_CALLS: usize = 32;

/// Whether this is an authorization response on which whoever got it fails. That it says an error is everyday life beside a login: a silent
/// renewal asks whether somebody is signed in.
fn is_refused(member: &Member) -> bool {
    member.kind == MessageKind::AuthorizationResponse
        && member.exchange.status().is_some_and(|status| status >= 400)
}

/// What there was at the last look.
#[derive(Default)]
pub(super) struct Looked {
    /// The logins, in the order in which they began.
    order: Vec<usize>,
    /// The newest change of any of them.
    version: u64,
    /// How many documents were known.
    documents: usize,
}

impl Correlator {
    /// The logins and other stories, in the order in which they began. Each is the same as at the last look where nothing in
    /// it changed. `is_over` says that nothing more will come: what may be a login or not is then worth a look.
    pub fn stories(&mut self, is_over: bool) -> Vec<Arc<Correlated>> {
        self.open_again();
        self.open_stories = self.stories_at_most();
        self.journal.begin();
        self.is_closed = true;
        // What closing adds is no login that a callback could be mistaken beside.
        let has_login = self.drafts.iter().any(|draft| !draft.is_guess);
        self.close(is_over);

        let is_told = |draft: &Draft| {
            !draft.is_guess || is_over && (!has_login || draft.members.iter().any(is_refused))
        };
        let mut order: Vec<usize> = (0..self.drafts.len()).filter(|at| is_told(&self.drafts[*at])).collect();
        order.sort_by(|a, b| match (self.drafts[*a].began, self.drafts[*b].began) {
            (Some(a), Some(b)) => a.as_millis().total_cmp(&b.as_millis()),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        let changed = self.changed(&order);
        let near = |at: usize| changed[(at + NEAR + 1).min(order.len())] > changed[at.saturating_sub(NEAR)];
        let is_changed = |at: usize| changed[at + 1] > changed[at];
        let neighbours = neighbours(self, &order, |at, next, signed_in| {
            !near(at)
                && !next.is_some_and(is_changed)
                && self.told.get(at).is_some_and(|known| known.is_signed_in_by(signed_in))
        });
        let mut revision = self.revision;
        // Most stories stand where they stood before.
        let mut places: Option<HashMap<ExchangeId, usize>> = None;
        let mut story = |position: usize, at: usize, neighbours: Option<Neighbours>| {
            let Some(neighbours) = neighbours else { return Arc::clone(&self.told[position]) };
            let draft = &self.drafts[at];
            let metadata = self.metadata_for(draft);
            let first = draft.members.first().map(|first| first.exchange.id);
            let place = if self.told.get(position).is_some_and(|known| known.first() == first) {
                Some(position)
            } else {
                let places = places.get_or_insert_with(|| {
                    let all = self.told.iter().enumerate();
                    all.filter_map(|(at, known)| Some((known.first()?, at))).collect()
                });
                first.and_then(|first| places.get(&first).copied())
            };
            let known = place.and_then(|place| self.told.get(place));
            match known.filter(|known| known.is_of(draft, metadata, &neighbours)) {
                Some(known) => Arc::clone(known),
                None => {
                    revision += 1;
                    Arc::new(Correlated::new(draft, metadata.cloned(), neighbours, revision))
                }
            }
        };
        let each = order.iter().zip(neighbours).enumerate();
        let stories: Vec<Arc<Correlated>> =
            each.map(|(position, (at, neighbours))| story(position, *at, neighbours)).collect();
        self.looked_at = Looked { order, version: self.version, documents: self.documents.len() };
        self.revision = revision;
        self.told.clone_from(&stories);
        stories
    }

    /// Gives every story a new revision at the next look: something changed that no message shows.
    pub fn tell_anew(&mut self) {
        self.told.clear();
        self.looked_at = Looked::default();
    }

    /// A revision that no story has.
    pub fn next_revision(&mut self) -> u64 {
        self.revision += 1;
        self.revision
    }

    /// How many of the first logins in an order changed since the last look, or stood elsewhere then: for each length.
    fn changed(&self, order: &[usize]) -> Vec<u32> {
        let before = &self.looked_at;
        let is_known = before.documents == self.documents.len() && before.order.len() == self.told.len();
        let is_changed = |(position, at): (usize, &usize)| {
            !is_known || before.order.get(position) != Some(at) || self.drafts[*at].version > before.version
        };
        let mut changed = vec![0];
        changed.extend(order.iter().enumerate().scan(0, |sum, login| {
            *sum += u32::from(is_changed(login));
            Some(*sum)
        }));
        changed
    }

    pub(super) fn open_again(&mut self) {
        if std::mem::take(&mut self.is_closed) {
            self.take_back();
        }
    }

    fn close(&mut self, is_over: bool) {
        self.put_ended_without_pkce();
        self.close_preflights(is_over);
        self.close_documents();
        for pushed in self.waiting.list(List::Pushed).to_vec() {
            let draft = self.begin_draft(Draft::beside(&pushed));
            self.push_member(draft, pushed);
        }
        for other in self.waiting.list(List::Others).to_vec() {
            let is_about_token = matches!(other.kind, MessageKind::Introspection | MessageKind::Revocation);
            if !is_about_token || is_surely_about_token(&other.exchange) {
                self.put_beside(other);
            }
        }
        self.close_calls(is_over);
        self.close_own(is_over);
        self.close_wallet();
        self.close_error_pages(is_over);
        self.close_refused(is_over);
    }

    /// Pages on which an app shows an error, in a server's log: whose they are, neither tab nor `Location` tells there. Each is
    /// of the login whose answer is the line before it, at the same server and of the same browser.
    fn close_error_pages(&mut self, is_over: bool) {
        let pages = self.waiting.list(List::Refused).iter().filter(|page| {
            page.exchange.context.tab.is_none()
                && page.exchange.request.method == "GET"
                && error_in_address(page.uri()).is_some()
        });
        let pages: Vec<Member> = pages.take(REFUSED_CALLS).filter(|_| is_over).cloned().collect();
        for page in pages {
            let answer = |draft: &Draft| {
                let is_answer = |m: &&Member| m.kind == MessageKind::AuthorizationResponse;
                let last = draft.members.iter().rev().find(is_answer)?;
                is_right_before(&last.exchange, &page.exchange).then_some(last.exchange.id)
            };
            let found = self.drafts.iter().enumerate().filter_map(|(at, draft)| Some((answer(draft)?, at)));
            if let Some((_, draft)) = found.max() {
                self.push_member(draft, Member { join: Join::ErrorPage, ..page });
            }
        }
    }

    /// What was refused where no login is known: by hand one records what failed. An access log holds much that fails.
    fn close_refused(&mut self, is_over: bool) {
        if !is_over {
            return;
        }
        if self.drafts.iter().any(|draft| draft.counts.steps > 0) {
            return self.close_refused_after_login();
        }
        let has_documents = !self.drafts.is_empty();
        let preflights = self.waiting.list(List::Preflights).iter().filter(|preflight| preflight.failed());
        let documents = self.waiting.list(List::Documents).iter();
        let challenges = documents.filter(|document| document.kind == MessageKind::ResourceChallenge);
        let refused = self.waiting.list(List::Refused).iter().chain(preflights).chain(challenges);
        let is_by_hand = self.is_by_hand();
        // Closing is a step of its own.
        let is_alone = self.journal.steps() + self.passed_over == 2;
        let counts = |exchange: &Exchange| {
            is_alone || is_refused_by_somebody(exchange) || is_refused_in_words_of_logins(exchange)
        };
        let is_meant = |member: &Member| member.kind != MessageKind::OtherRequest || counts(&member.exchange);
        let speaks = |member: &&Member| {
            is_by_hand && !has_documents && is_meant(member) || is_named_like_endpoint(member.uri())
        };
        let refused: Vec<Member> = refused.filter(speaks).take(REFUSED_CALLS).cloned().collect();
        refused.into_iter().for_each(|member| self.put_beside(member));
    }

    /// Whether the recording is so short that each exchange was recorded on purpose.
    pub(super) fn is_by_hand(&self) -> bool {
        self.journal.steps() + self.passed_over <= RECORDED_BY_HAND
    }

    /// What a server's side was refused for its credentials after it had exchanged them, and what was refused at an address that
    /// is called like an endpoint: nobody else has a reason for it.
    fn close_refused_after_login(&mut self) {
        if !self.is_by_hand() {
            return;
        }
        let members = || self.drafts.iter().flat_map(|draft| &draft.members);
        let exchanges = members().filter(|m| {
            let is_ok = m.exchange.status().is_some_and(|status| (200..300).contains(&status));
            m.kind == MessageKind::TokenRequest && m.exchange.observer == Observer::Server && is_ok
        });
        let exchanged = exchanges.map(|m| m.exchange.id).min();
        let Some(began) = members().map(|m| m.exchange.id).min() else { return };
        let refused = self.waiting.list(List::Refused).iter().filter(|m| {
            let after = |id| m.exchange.id > id;
            let for_credentials = matches!(m.exchange.status(), Some(401 | 403));
            m.exchange.observer == Observer::Server
                && (for_credentials && exchanged.is_some_and(after)
                    || m.failed() && is_named_like_endpoint(m.uri()) && after(began))
        });
        let refused: Vec<Member> = refused.take(REFUSED_CALLS).cloned().collect();
        refused.into_iter().for_each(|member| self.put_beside(member));
    }

    /// Whether a refused request may count whose address does not say what it is: where it is one of few.
    pub(super) fn wants_refused(&self) -> bool {
        self.waiting.list(List::Refused).len() <= RECORDED_BY_HAND
    }

    /// Whether the newest message waits with more of its kind than any look at them needs. A log of millions of lines holds
    /// many thousands that failed.
    pub(super) fn is_one_of_too_many(&self, role: Option<MessageKind>) -> bool {
        let list = |list| self.waiting.list(list);
        match role {
            Some(MessageKind::OtherRequest) => {
                let all = list(List::Refused);
                let speaks = |member: &&Member| is_named_like_endpoint(member.uri());
                let speaking = all.iter().filter(speaks).count();
                let is_speaking = all.last().is_some_and(|last| speaks(&last));
                all.len() - speaking > RECORDED_BY_HAND && !is_speaking
                    || speaking > MOST_WAITING && is_speaking
            }
            None | Some(MessageKind::ResourceRequest) => list(List::Calls).len() > MOST_WAITING,
            _ => false,
        }
    }

    /// A browser that refused a preflight may show no trace of the request behind it.
    fn close_preflights(&mut self, is_over: bool) {
        for preflight in self.waiting.list(List::Preflights).to_vec() {
            if let Some(draft) = self.flow_stopped_by(&preflight) {
                self.push_member(draft, Member { join: Join::Provider, ..preflight });
            } else if preflight.failed() && is_over && is_named_like_endpoint(preflight.uri()) {
                self.put_beside(Member { join: Join::Start, ..preflight });
            }
        }
    }

    fn close_documents(&mut self) {
        // What belongs to a story of documents, where there is one.
        let mut beside = Vec::new();
        for document in self.waiting.list(List::Documents).to_vec() {
            if let Some(draft) = document.or_else {
                self.push_member(draft, document);
            } else if document.kind == MessageKind::ResourceChallenge
                || document.kind == MessageKind::ResourceMetadata && document.failed()
            {
                beside.push(document);
            } else if !self.has_login_at(&document)
                || document.kind == MessageKind::Discovery && document.failed()
            {
                // A client tries several addresses for one document.
                let found = self.index.newest(key(By::FoundDiscovery, document.uri().origin())).max();
                let is_found_later = found.is_some_and(|at| at > document.exchange.id.0 as usize);
                let is_try = document.kind == MessageKind::Discovery && document.failed() && is_found_later;
                if !is_try {
                    self.put_unbegun(document);
                }
            }
        }
        for registration in self.waiting.list(List::Registrations).to_vec() {
            let is_one = registration.failed() || is_surely_registration(&registration.exchange);
            if is_one && !self.has_login_at(&registration) {
                self.put_unbegun(registration);
            }
        }
        // The request behind a refused preflight, which would have been answered with a challenge, never went out.
        let preflights = self.waiting.list(List::Preflights).iter();
        let is_left = |preflight: &&Member| {
            preflight.failed()
                && !is_named_like_endpoint(preflight.uri())
                && self.flow_stopped_by(preflight).is_none()
        };
        beside.extend(preflights.filter(is_left).cloned());
        for document in beside {
            let at_server = [key(By::Unbegun, document.uri().origin())];
            let is_metadata = document.kind == MessageKind::ResourceMetadata;
            if let Some(draft) = self.newest(&at_server, |_, draft| draft.is_unbegun()) {
                self.push_member(draft, document);
            } else if is_metadata && self.drafts.iter().all(Draft::is_unbegun) {
                // Nothing else says how the client went on.
                self.put_unbegun(document);
            }
        }
    }

    /// Calls to providers' own interfaces: what was refused counts, and where no login is seen all of them are what there is.
    fn close_own(&mut self, is_over: bool) {
        let is_alone = is_over && self.drafts.iter().all(|draft| draft.is_guess);
        let calls = self.waiting.list(List::Own).iter().filter(|call| is_alone || call.failed());
        let calls: Vec<Member> = calls.take(OWN_CALLS).cloned().collect();
        for call in calls {
            let provider = OwnInterface::of(&call.exchange).map(|own| own.provider);
            self.put_at(key(By::Unbegun, (provider, call.kind)), call);
        }
    }

    /// Whether the newest call that waits to the same place was refused.
    pub(super) fn waits_for_another_try(&self, exchange: &Exchange) -> bool {
        let calls = self.waiting.recent(List::Calls);
        let last = calls.iter().rev().find(|call| call.uri().same_endpoint(&exchange.request.uri));
        last.is_some_and(Member::failed)
    }

    /// Calls that were refused. In a browser such calls are everyday life: there they count where nothing else does.
    fn close_calls(&mut self, is_over: bool) {
        let is_alone = self.drafts.iter().all(|draft| draft.is_guess);
        let calls = self.waiting.list(List::Calls).iter();
        let by_hand = |call: &&Member| call.exchange.observer == Observer::Server || is_over && is_alone;
        let calls: Vec<Member> = calls.filter(by_hand).take(REFUSED_CALLS).cloned().collect();
        for call in calls.into_iter().filter(|_| is_alone) {
            self.put_beside(call);
        }
    }

    /// Whether a login began at the provider of a document: then a client took it.
    fn has_login_at(&self, document: &Member) -> bool {
        document.origins.iter().any(|origin| self.has_begun(origin))
    }

    fn has_begun(&self, origin: &str) -> bool {
        self.newest(&[key(By::Server, origin)], |_, draft| !draft.is_unbegun()).is_some()
    }

    /// A client that learnt from a protected resource which provider to ask, and from the provider that it has no PKCE,
    /// goes no further (Model Context Protocol, Authorization).
    fn put_ended_without_pkce(&mut self) {
        for _ in 0..MOST_ENDED {
            let Some(end) = self.ended_without_pkce() else { return };
            self.put_ended(&end);
        }
    }

    /// The document with which the first such client ended.
    fn ended_without_pkce(&self) -> Option<Member> {
        let documents = self.waiting.recent(List::Documents);
        let resources = documents.iter().filter(|m| m.kind == MessageKind::ResourceMetadata);
        let named: HashSet<&str> = resources.flat_map(|m| m.origins.iter()).map(String::as_str).collect();
        let ends = |m: &&Member| {
            m.without_pkce && named.contains(m.uri().origin().as_str()) && !self.has_login_at(m)
        };
        documents.iter().find(ends).cloned()
    }

    /// What that client read and did.
    fn put_ended(&mut self, end: &Member) {
        let server_origin = end.uri().origin();
        let belongs = |m: &Member| match m.kind {
            MessageKind::ResourceMetadata => m.origins.contains(&server_origin),
            MessageKind::Discovery | MessageKind::Registration => m.uri().origin() == server_origin,
            _ => false,
        };
        let mut members = Vec::new();
        for list in [List::Documents, List::Registrations] {
            for at in self.waiting.places(list, belongs) {
                members.push(self.found(list, at));
            }
        }
        members.sort_by_key(|m| m.exchange.id);
        let draft = self.begin_draft(Draft::beside(end));
        for member in members {
            self.push_member(draft, member);
        }
    }

    /// What ended a login before it began, or came without one: documents of one provider, read in one tab.
    fn put_unbegun(&mut self, member: Member) {
        let place = key(By::Unbegun, (member.uri().origin(), member.tab()));
        let draft = match self.newest(&[place], |_, _| true) {
            Some(draft) => draft,
            None => {
                let draft = self.begin_draft(Draft::beside(&member));
                self.put_into_index(place, draft as u32);
                self.put_into_index(key(By::Unbegun, member.uri().origin()), draft as u32);
                draft
            }
        };
        if member.kind == MessageKind::ResourceMetadata {
            // The client goes on to the providers that the resource names.
            for origin in member.origins.iter() {
                self.put_into_index(key(By::Unbegun, (origin.clone(), member.tab())), draft as u32);
            }
        }
        self.push_member(draft, member);
    }

    /// What belongs to no login here: with others of its kind at the same server.
    pub(super) fn put_beside(&mut self, member: Member) {
        let place = key(By::Unbegun, (member.uri().origin(), member.kind));
        self.put_at(place, member);
    }

    pub(super) fn put_at(&mut self, place: u64, member: Member) {
        let draft = match self.newest(&[place], |_, _| true) {
            Some(draft) => draft,
            None => {
                let draft = self.begin_draft(Draft::beside(&member));
                self.put_into_index(place, draft as u32);
                draft
            }
        };
        self.push_member(draft, member);
    }
}

/// Seconds in which a browser follows a redirect.
const FOLLOWED: f64 = 10.0;

/// Whether a server answered the one with a redirect, and was asked for the other one right after.
fn is_right_before(answer: &Exchange, page: &Exchange) -> bool {
    let is_redirect = answer.status().is_some_and(|status| (300..400).contains(&status));
    let seconds = answer.started.zip(page.started).map(|(a, b)| (b.as_millis() - a.as_millis()) / 1_000.0);
    is_redirect
        && answer.context.tab.is_none()
        && answer.location().is_none()
        && answer.id.0.checked_add(1) == Some(page.id.0)
        && may_be_of_one_browser(answer, page)
        && answer.request.uri.origin() == page.request.uri.origin()
        && seconds.is_none_or(|seconds| (0.0..=FOLLOWED).contains(&seconds))
}

/// Whether nothing says that two browsers sent them.
fn may_be_of_one_browser(one: &Exchange, other: &Exchange) -> bool {
    let agents = one.request_header("user-agent").zip(other.request_header("user-agent"));
    agents.is_none_or(|(one, other)| one == other)
}
