//! What a login has to do with the others of its recording.

use std::collections::HashMap;

use http::Secret;

use super::draft::{Draft, Member};
use crate::flow::{Others, SignedIn};
use crate::message::MessageKind;

/// How many logins before it may be the one inside of which a login runs.
const NEAR: usize = 16;

/// The parameters that say what an app wants.
const WHAT_IS_ASKED: [&str; 11] = [
    "client_id",
    "redirect_uri",
    "request_uri",
    "request",
    "response_type",
    "scope",
    "acr_values",
    "claims",
    "max_age",
    "prompt",
    "resource",
];

/// What a login has to do with the others of its recording.
#[derive(Default)]
pub(super) struct Neighbours {
    /// What the others have to do with its values.
    pub(super) others: Others,
    /// The login inside of which this one runs.
    pub(super) outer: Option<usize>,
    /// Whether another one began later in the same tab and frame.
    pub(super) is_superseded: bool,
    /// The exchange with which the app began the same login anew.
    pub(super) next_start: Option<usize>,
}

/// For each of the logins, which are in the order in which they began.
pub(super) fn neighbours(drafts: &[Draft]) -> Vec<Neighbours> {
    let states = Owners::of(drafts, |draft| draft.state.as_ref());
    let nonces = Owners::of(drafts, |draft| draft.nonce.as_ref());
    let challenges = Owners::of(drafts, |draft| draft.challenge.as_ref());
    let request_uris = Owners::of(drafts, |draft| draft.request_uri.as_ref());
    let next = next_here(drafts);
    let signed_in = signed_in(drafts);
    let of = |index: usize| {
        let draft = &drafts[index];
        let reused = [
            ("state", states.first(draft.state.as_ref())),
            ("nonce", nonces.first(draft.nonce.as_ref())),
            ("code_challenge", challenges.first(draft.challenge.as_ref())),
        ];
        let is_reused = |(name, owner): &(&'static str, Option<usize>)| {
            owner.is_some_and(|owner| owner < index && is_other_request(&drafts[owner], draft, name))
        };
        let same_again = next[index].map(|next| &drafts[next]).filter(|next| ask_the_same(draft, next));
        Neighbours {
            others: Others {
                states: states.of_others(index, &returned_states(draft)),
                challenges: challenges.of_others(index, &draft.proofs),
                nonces: nonces.of_others(index, &draft.stated_nonces),
                reused: reused.iter().filter(|value| is_reused(value)).map(|(name, _)| *name).collect(),
                used_request_uri: request_uris
                    .first(draft.request_uri.as_ref())
                    .is_some_and(|owner| owner < index),
                signed_in: signed_in[index],
                same_again: same_again.and_then(|next| next.began),
                overtaken: is_overtaken(drafts, index),
                cookies: cookies_of_others(drafts, index),
            },
            outer: (index.saturating_sub(NEAR)..index).rev().find(|outer| encloses(&drafts[*outer], draft)),
            is_superseded: next[index].is_some(),
            next_start: same_again.and_then(|next| {
                let mut members = next.members.iter();
                members.find(|member| member.kind == MessageKind::LoginStart).map(|member| member.exchange)
            }),
        }
    };
    (0..drafts.len()).map(of).collect()
}

/// Which login was the first to send a value.
struct Owners<'d>(HashMap<&'d str, usize>);

impl<'d> Owners<'d> {
    fn of(drafts: &'d [Draft], value: impl Fn(&'d Draft) -> Option<&'d Secret<String>>) -> Self {
        let mut owners = HashMap::new();
        for (index, draft) in drafts.iter().enumerate() {
            if let Some(value) = value(draft) {
                owners.entry(value.text()).or_insert(index);
            }
        }
        Owners(owners)
    }

    fn first(&self, value: Option<&Secret<String>>) -> Option<usize> {
        self.0.get(value?.text()).copied()
    }

    /// Those of the values that another login sent.
    fn of_others(&self, index: usize, values: &[Secret<String>]) -> Vec<Secret<String>> {
        let is_of_other =
            |value: &&Secret<String>| self.first(Some(value)).is_some_and(|owner| owner != index);
        values.iter().filter(is_of_other).cloned().collect()
    }
}

/// The states that came back, or that a redirect of the provider sent on their way.
fn returned_states(draft: &Draft) -> Vec<Secret<String>> {
    let leads_back = |to: &&http::Uri| {
        draft.redirect_uri.as_ref().is_some_and(|redirect_uri| redirect_uri.same_endpoint(to))
    };
    let state = |to: &http::Uri| {
        let (query, fragment) = (to.query(), to.fragment());
        query.value("state").or_else(|| fragment.value("state")).cloned()
    };
    let announced = draft.redirects.iter().filter(leads_back).filter_map(state);
    draft.returned.iter().cloned().chain(announced).collect()
}

/// Whether the app made a second request, to the same provider, in which it put the value of that name again, after the
/// first one was answered. A page that is loaded again or a Back button repeats the whole of the first one, and a second
/// click may find the login that has begun.
fn is_other_request(first: &Draft, second: &Draft, name: &str) -> bool {
    let differ = |a: &Option<Secret<String>>, b: &Option<Secret<String>>| {
        a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| a != b)
    };
    let began_by_app = second.members.iter().any(|m| m.kind == MessageKind::LoginStart);
    let is_fresh = began_by_app
        || name != "state" && differ(&first.state, &second.state)
        || name != "nonce" && differ(&first.nonce, &second.nonce)
        || name != "code_challenge" && differ(&first.challenge, &second.challenge);
    let answered = answer(first).and_then(|answer| answer.started).zip(second.began);
    is_fresh
        && answered.is_some_and(|(answered, began)| answered < began)
        && first.server_origin == second.server_origin
        && first.client_id == second.client_id
        && !encloses(first, second)
}

/// The next login in the same tab and frame.
fn next_here(drafts: &[Draft]) -> Vec<Option<usize>> {
    let mut newest: HashMap<(i64, Option<i64>), usize> = HashMap::new();
    let mut next: Vec<Option<usize>> = vec![None; drafts.len()];
    for (index, draft) in drafts.iter().enumerate().rev() {
        if let (Some(place), Some(began)) = (draft.place(), draft.began) {
            let later = newest.insert(place, index);
            next[index] = later.filter(|later| drafts[*later].began.is_some_and(|time| time > began));
        }
    }
    next
}

/// Whether both logins ask the same provider for the same: not for more rights, another account or another proof.
fn ask_the_same(a: &Draft, b: &Draft) -> bool {
    a.server_origin == b.server_origin
        && request_of(a)
            .zip(request_of(b))
            .is_some_and(|(a, b)| WHAT_IS_ASKED.iter().all(|name| a.captured(name) == b.captured(name)))
}

fn request_of(draft: &Draft) -> Option<&http::Parameters> {
    draft.members.iter().find(|m| m.kind == MessageKind::AuthorizationRequest).map(|m| m.uri.query())
}

/// Which earlier login at the same provider, in the same browser, signed the user in there.
fn signed_in(drafts: &[Draft]) -> Vec<Option<SignedIn>> {
    let mut first: HashMap<(&str, Option<&str>), SignedIn> = HashMap::new();
    let mut found = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let place = (draft.server_origin.as_str(), draft.container.as_deref());
        found.push(first.get(&place).copied());
        let at_provider = |m: &&Member| m.uri.origin() == draft.server_origin;
        if let Some(at) = draft.began.filter(|_| !draft.codes.is_empty() || !draft.tokens.is_empty()) {
            let with_cookie = draft.members.iter().filter(at_provider).any(|m| m.sent_cookie == Some(true));
            first.entry(place).or_insert(SignedIn { at, with_cookie });
        }
    }
    found
}

/// Whether another login of the same client began, in another tab, while the user was still at the provider for this one,
/// and the app took its answer.
fn is_overtaken(drafts: &[Draft], index: usize) -> bool {
    let draft = &drafts[index];
    let Some(answered) = answer(draft).and_then(|answer| answer.started) else { return false };
    drafts.iter().skip(index + 1).take(NEAR).any(|other| {
        other.began.is_some_and(|began| began < answered)
            && other.server_origin == draft.server_origin
            && other.client_id == draft.client_id
            && other.redirect_uri == draft.redirect_uri
            && other.container == draft.container
            && other.place().zip(draft.place()).is_some_and(|(a, b)| a.0 != b.0)
            && answer(other).is_some_and(|answer| !answer.failed)
    })
}

/// The cookies that came with the answer to this login and that the start of another one had set since it began.
fn cookies_of_others(drafts: &[Draft], index: usize) -> Vec<u64> {
    let draft = &drafts[index];
    let Some(answer) = answer(draft).filter(|answer| !answer.cookies.is_empty()) else { return Vec::new() };
    let starts = drafts
        .iter()
        .skip(index + 1)
        .take(NEAR)
        .flat_map(|other| other.members.iter().filter(|member| member.kind == MessageKind::LoginStart));
    let before =
        |start: &&Member| start.started.zip(answer.started).is_some_and(|(start, answer)| start < answer);
    let set: Vec<u64> = starts.filter(before).flat_map(|start| start.cookies.iter().copied()).collect();
    answer.cookies.iter().copied().filter(|cookie| set.contains(cookie)).collect()
}

/// The first answer that reached the app.
fn answer(draft: &Draft) -> Option<&Member> {
    draft.members.iter().find(|m| m.kind == MessageKind::AuthorizationResponse)
}

/// Whether a login runs inside of another one: that one's provider is a client itself, of a provider further back.
fn encloses(outer: &Draft, inner: &Draft) -> bool {
    let request = inner.members.iter().find(|m| m.kind == MessageKind::AuthorizationRequest);
    let Some(request) = request else { return false };
    let answered = answer(outer).and_then(|answer| answer.started);
    let leads_to_it = outer.redirects.iter().any(|uri| uri.same_resource(&request.uri));
    let is_its_client = inner.redirect_uri.as_ref().is_some_and(|uri| uri.origin() == outer.server_origin);
    (leads_to_it || is_its_client)
        && !outer.server_origin.is_empty()
        && outer.place().is_none_or(|place| inner.place().is_none_or(|other| place == other))
        && outer.began.zip(inner.began).is_some_and(|(outer, inner)| outer < inner)
        && answered.is_none_or(|at| inner.began.is_none_or(|began| began <= at))
}
