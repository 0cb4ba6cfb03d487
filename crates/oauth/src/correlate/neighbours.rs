//! What a login has to do with the others of its recording.

use std::collections::HashMap;
use std::sync::Arc;

use http::cookie::SetCookie;
use http::{Exchange, Observer, Secret, Timestamp, Via};

use super::Correlator;
use super::cookies::cookie_mark;
use super::draft::Draft;
use super::index::{By, key};
use super::member::Member;
use crate::flow::{CookieChange, Others, SignedIn, SilentRow};
use crate::hashes::index_of_hash;
use crate::message::MessageKind;

/// How many logins before it may be the one inside of which a login runs.
pub(super) const NEAR: usize = 16;

/// In a loop the next login begins so soon after the one before, in milliseconds.
const LAP: f64 = 60_000.0;

/// Silent logins that follow so soon on each other are no matter of pages that a user opens, in milliseconds.
const SILENT_LAP: f64 = 5_000.0;

/// So many values of one login are compared with those of others.
const MOST_VALUES: usize = 64;

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
#[derive(Default, PartialEq)]
pub(super) struct Neighbours {
    /// What the others have to do with its values.
    pub(super) others: Others,
    /// The login inside of which this one runs.
    pub(super) outer: Option<usize>,
    /// Whether another one began later in the same tab and frame.
    pub(super) is_superseded: bool,
    /// The exchange with which the app began the same login anew.
    pub(super) next_start: Option<Same<Exchange>>,
}

/// Something that is the same only as itself.
pub(super) struct Same<T>(pub(super) Arc<T>);

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// For each of the logins, given in the order in which they began; `None` for those of which `is_same` says that they, and
/// those around them, are as they were: it is given the place of a login, that of the next one in the same tab and frame, and
/// which one signed the user in before.
pub(super) fn neighbours(
    correlator: &Correlator,
    order: &[usize],
    is_same: impl Fn(usize, Option<usize>, Option<SignedIn>) -> bool,
) -> Vec<Option<Neighbours>> {
    let drafts: Vec<&Draft> = order.iter().map(|at| &correlator.drafts[*at]).collect();
    let all = Drafts { correlator, order, drafts: &drafts };
    let next = next_here(&drafts);
    let signed_in = signed_in(&drafts);
    let runs = silent_runs(&drafts);
    let of = |index: usize| {
        if is_same(index, next[index], signed_in[index]) {
            return None;
        }
        let draft = drafts[index];
        let (cookies, overwriter) = cookies_of_others(&drafts, index);
        let same_again = next[index].map(|next| drafts[next]).filter(|next| ask_the_same(draft, next));
        Some(Neighbours {
            others: Others {
                states: all.of_others(By::State, index, returned_states(draft)),
                challenges: all.of_others(By::Challenge, index, draft.proofs.iter()),
                nonces: all.of_others(By::Nonce, index, draft.stated_nonces.iter()),
                reused: all.reused(index),
                used_request_uri: all.owner(By::RequestUri, draft.asked.request_uri.as_ref()).is_some_and(
                    |owner| owner != order[index] && correlator.drafts[owner].began <= draft.began,
                ),
                signed_in: signed_in[index],
                same_again: same_again.and_then(|next| next.began),
                overtaken: is_overtaken(&drafts, index),
                cookies,
                overwriter,
                deleted: deleted_by_others(&drafts, index),
                laps: laps_before(&drafts, index),
                shown_later: is_shown_later(&drafts, index),
                pages_later: has_pages_later(&drafts, index),
                silent_row: silent_row(&drafts, &runs, index),
            },
            outer: (index.saturating_sub(NEAR)..index).rev().find(|outer| all.encloses(*outer, index)),
            is_superseded: next[index].is_some(),
            next_start: same_again
                .filter(|next| next.counts.starts > 0)
                .and_then(|next| next.members.iter().find(|m| m.kind == MessageKind::LoginStart))
                .map(|member| Same(Arc::clone(&member.exchange))),
        })
    };
    (0..drafts.len()).map(of).collect()
}

/// The logins in the order in which they began, and where they stand.
struct Drafts<'c> {
    correlator: &'c Correlator,
    order: &'c [usize],
    drafts: &'c [&'c Draft],
}

impl Drafts<'_> {
    /// Which login was the first to send a value.
    fn owner(&self, by: By, value: Option<&Secret<String>>) -> Option<usize> {
        self.correlator.index.first(key(by, index_of_hash(value?.text())))
    }

    /// Those of the values that another login sent.
    fn of_others<'v>(
        &self,
        by: By,
        index: usize,
        values: impl Iterator<Item = &'v Secret<String>>,
    ) -> Vec<Secret<String>> {
        let is_of_other = |value: &&Secret<String>| {
            self.owner(by, Some(value)).is_some_and(|owner| owner != self.order[index])
        };
        values.take(MOST_VALUES).filter(is_of_other).cloned().collect()
    }

    /// The random values that an earlier request of the app had too.
    fn reused(&self, index: usize) -> Vec<&'static str> {
        let draft = self.drafts[index];
        let random = [
            ("state", By::State, &draft.asked.state),
            ("nonce", By::Nonce, &draft.asked.nonce),
            ("code_challenge", By::Challenge, &draft.asked.challenge),
        ];
        let is_reused = |(name, by, value): &(&str, By, &Option<Secret<String>>)| {
            let owner = self.owner(*by, value.as_ref()).filter(|owner| *owner != self.order[index]);
            owner.is_some_and(|owner| {
                self.is_other_request(owner, &self.correlator.drafts[owner], draft, self.order[index], name)
            })
        };
        random.into_iter().filter(is_reused).map(|(name, ..)| name).collect()
    }

    /// Whether the app made a second request, to the same provider, in which it put the value of that name again, after the
    /// first one was answered. A page that is loaded again or a Back button repeats the whole of the first one, and a second
    /// click may find the login that has begun.
    fn is_other_request(&self, at: usize, first: &Draft, second: &Draft, other: usize, name: &str) -> bool {
        let differ = |a: &Option<Secret<String>>, b: &Option<Secret<String>>| {
            a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| a != b)
        };
        let began_by_app = second.counts.starts > 0;
        let is_fresh = began_by_app
            || name != "state" && differ(&first.asked.state, &second.asked.state)
            || name != "nonce" && differ(&first.asked.nonce, &second.asked.nonce)
            || name != "code_challenge" && differ(&first.asked.challenge, &second.asked.challenge);
        let answered = first.answer().and_then(Member::started).zip(second.began);
        is_fresh
            && answered.is_some_and(|(answered, began)| answered < began)
            && first.server_origin == second.server_origin
            && first.asked.client_id == second.asked.client_id
            && !self.is_inside(at, first, second, other)
    }

    fn encloses(&self, outer: usize, inner: usize) -> bool {
        self.is_inside(self.order[outer], self.drafts[outer], self.drafts[inner], self.order[inner])
    }

    /// Whether a login runs inside of another one: that one's provider is a client itself, of a provider further back.
    fn is_inside(&self, at: usize, outer: &Draft, inner: &Draft, other: usize) -> bool {
        let Some(request) = inner.request().filter(|_| at != other) else { return false };
        let answered = outer.answer().and_then(Member::started);
        let leads_to_it = || self.correlator.redirect_to(at, request.uri()).is_some();
        let is_its_client =
            || inner.asked.redirect_uri.as_ref().is_some_and(|uri| *uri.origin() == *outer.server_origin);
        !outer.server_origin.is_empty()
            && outer.place().is_none_or(|place| inner.place().is_none_or(|other| place == other))
            && outer.began.zip(inner.began).is_some_and(|(outer, inner)| outer < inner)
            && answered.is_none_or(|at| inner.began.is_none_or(|began| began <= at))
            && (leads_to_it() || is_its_client())
    }
}

/// The states that came back, or that a redirect of the provider sent on their way.
fn returned_states(draft: &Draft) -> impl Iterator<Item = &Secret<String>> {
    let leads_back = |to: &&http::Uri| {
        draft.asked.redirect_uri.as_ref().is_some_and(|redirect_uri| redirect_uri.same_endpoint(to))
    };
    let announced = draft
        .redirects
        .iter()
        .take(MOST_VALUES)
        .filter(leads_back)
        .filter_map(|to| to.query().value("state").or_else(|| to.fragment().value("state")));
    draft.returned.iter().chain(announced.collect::<Vec<_>>())
}

/// Where a login runs: its tab and frame. A browser's recording that names none is taken for one of a single tab, as far as its logins
/// are one after the other.
fn place_of(draft: &Draft) -> Option<(i64, Option<i64>)> {
    const NO_TAB: i64 = i64::MIN;
    let without_tab = || {
        let request = draft.request()?;
        let context = &request.exchange.context;
        let is_page = context.via == Via::Page || context.via == Via::Unknown;
        let is_of_browser = request.exchange.observer == Observer::Browser && context.tab.is_none();
        (is_page && is_of_browser).then_some((NO_TAB, None))
    };
    draft.place().or_else(without_tab)
}

/// Whether a login began after another one's answer, where no tabs say which of them are beside each other.
fn follows(earlier: &Draft, later: &Draft) -> bool {
    let answered = earlier.answer().and_then(Member::started);
    earlier.tab.is_some() || answered.zip(later.began).is_some_and(|(answer, began)| answer <= began)
}

/// The next login in the same tab and frame.
fn next_here(drafts: &[&Draft]) -> Vec<Option<usize>> {
    let mut newest: HashMap<(i64, Option<i64>), usize> = HashMap::with_capacity(drafts.len());
    let mut next: Vec<Option<usize>> = vec![None; drafts.len()];
    for (index, draft) in drafts.iter().enumerate().rev() {
        if let (Some(place), Some(began)) = (place_of(draft), draft.began) {
            let later = newest.insert(place, index);
            let is_next = |later: &usize| drafts[*later].began.is_some_and(|time| time > began);
            next[index] = later.filter(|later| is_next(later) && follows(draft, drafts[*later]));
        }
    }
    next
}

/// Whether both logins ask the same provider for the same: not for more rights, another account or another proof.
fn ask_the_same(a: &Draft, b: &Draft) -> bool {
    a.server_origin == b.server_origin
        && a.request().zip(b.request()).is_some_and(|(a, b)| {
            let (a, b) = (a.uri().query(), b.uri().query());
            WHAT_IS_ASKED.iter().all(|name| a.captured(name) == b.captured(name))
        })
}

/// Which earlier login at the same provider, in the same browser, signed the user in there.
fn signed_in(drafts: &[&Draft]) -> Vec<Option<SignedIn>> {
    let mut first: HashMap<(&str, Option<&str>), SignedIn> = HashMap::new();
    let mut found = Vec::with_capacity(drafts.len());
    // Most are where the one before was.
    let mut last: Option<((&str, Option<&str>), SignedIn)> = None;
    for draft in drafts {
        let place = (&*draft.server_origin, draft.container.as_deref());
        let known = match last {
            Some((there, signed_in)) if there == place => Some(signed_in),
            _ => first.get(&place).copied(),
        };
        last = known.map(|known| (place, known));
        found.push(known);
        let signs_in = draft.counts.codes > 0 || draft.counts.tokens > 0;
        if let Some(at) = draft.began.filter(|_| known.is_none() && signs_in) {
            let at_provider = |m: &&Member| *m.uri().origin() == *draft.server_origin;
            let with_cookie = draft.members.iter().filter(at_provider).any(|m| m.sent_cookie() == Some(true));
            first.insert(place, SignedIn { at, with_cookie });
        }
    }
    found
}

/// Whether another login of the same client began, in another tab, while the user was still at the provider for this one,
/// and the app took its answer.
fn is_overtaken(drafts: &[&Draft], index: usize) -> bool {
    let draft = drafts[index];
    let Some(answered) = draft.answer().and_then(Member::started) else { return false };
    drafts.iter().skip(index + 1).take(NEAR).any(|other| {
        other.began.is_some_and(|began| began < answered)
            && is_of_same_client(other, draft)
            && other.asked.redirect_uri == draft.asked.redirect_uri
            && other.place().zip(draft.place()).is_some_and(|(a, b)| a.0 != b.0)
            && other.answer().is_some_and(|answer| !answer.failed())
    })
}

/// Whether a login of the same client, in the same browser, followed the answer to this one, in which the provider could show its
/// pages, and went well as far as it was seen.
fn is_shown_later(drafts: &[&Draft], index: usize) -> bool {
    pages_behind(drafts, index).any(is_good)
}

/// The same, whatever became of it.
fn has_pages_later(drafts: &[&Draft], index: usize) -> bool {
    pages_behind(drafts, index).next().is_some()
}

/// The logins with pages that followed the answer to a silent one, where none went well before: whoever was signed in already should
/// not have needed a page.
fn pages_behind<'d>(drafts: &'d [&'d Draft], index: usize) -> impl Iterator<Item = &'d Draft> {
    let draft = drafts[index];
    let answered = draft.answer().and_then(Member::started).filter(|_| is_silent(draft));
    let has_pages = move |other: &&Draft| is_of_same_client(other, draft) && !is_silent(other);
    let before = drafts[index.saturating_sub(NEAR)..index].iter().copied();
    let is_first = answered.is_some() && !before.filter(has_pages).any(is_good);
    let behind = drafts.iter().skip(index + 1).take(if is_first { NEAR } else { 0 }).copied();
    behind
        .filter(has_pages)
        .filter(move |other| other.began.zip(answered).is_some_and(|(began, answered)| began >= answered))
}

/// Whether a login got tokens, or a code that its server took.
fn is_good(draft: &Draft) -> bool {
    let is_taken = || {
        draft.counts.codes > 0
            && draft.counts.token_requests == 0
            && draft.answer().is_some_and(|answer| !answer.failed() && answer.location().is_some())
    };
    draft.counts.tokens > 0 || is_taken()
}

/// Whether both logins are of one client, at one provider, in one browser.
fn is_of_same_client(a: &Draft, b: &Draft) -> bool {
    a.server_origin == b.server_origin && a.asked.client_id == b.asked.client_id && a.container == b.container
}

/// A row of silent logins without success, up to one of them.
#[derive(Clone, Copy)]
struct Run {
    count: usize,
    first: Timestamp,
}

/// For each of the logins the row that ends with it, however long.
fn silent_runs(drafts: &[&Draft]) -> Vec<Option<Run>> {
    let mut runs: Vec<Option<Run>> = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().enumerate() {
        let run = draft.began.filter(|_| needs_the_user(draft)).map(|began| {
            let near = index.saturating_sub(NEAR)..index;
            let before = near.rev().find(|other| is_of_same_client(drafts[*other], draft));
            let before = before.filter(|before| is_next_try(drafts[*before], draft));
            match before.and_then(|before| runs[before]) {
                Some(run) => Run { count: run.count + 1, first: run.first },
                None => Run { count: 1, first: began },
            }
        });
        runs.push(run);
    }
    runs
}

/// The row of silent logins without success in which one stands.
fn silent_row(drafts: &[&Draft], runs: &[Option<Run>], index: usize) -> Option<SilentRow> {
    let draft = drafts[index];
    let run = runs[index]?;
    let began = draft.began?;
    // What other clients do between them is none of their business.
    let of_client = |other: &&&'_ Draft| is_of_same_client(other, draft);
    let behind = drafts.iter().skip(index + 1).take(NEAR).filter(of_client);
    let behind: Vec<Timestamp> = behind
        .scan(draft, |last, other| {
            let is_next = is_next_try(last, other);
            *last = other;
            if is_next { other.began } else { None }
        })
        .collect();
    let last = behind.last().unwrap_or(&began);
    Some(SilentRow {
        count: run.count + behind.len(),
        is_last: behind.is_empty(),
        seconds: last.as_seconds() - run.first.as_seconds(),
    })
}

/// Whether a silent login was answered that the provider needs the user (OpenID Connect Core §3.1.2.6).
fn needs_the_user(draft: &Draft) -> bool {
    const ERRORS: [&str; 4] =
        ["login_required", "interaction_required", "consent_required", "account_selection_required"];
    let needs =
        |parameters: &http::Parameters| parameters.text("error").is_some_and(|error| ERRORS.contains(&error));
    draft.refused
        && is_silent(draft)
        && draft.answer().is_some_and(|answer| {
            let uri = answer.uri();
            needs(uri.query()) || needs(uri.fragment()) || answer.exchange.form().is_some_and(needs)
        })
}

/// Whether a silent login that needs the user is the same user's next try after another such one.
fn is_next_try(earlier: &Draft, later: &Draft) -> bool {
    let lap = earlier.began.zip(later.began).map(|(one, other)| other.as_millis() - one.as_millis());
    needs_the_user(earlier)
        && needs_the_user(later)
        && lap.is_some_and(|lap| (0.0..=SILENT_LAP).contains(&lap))
        && are_of_one_user(earlier, later)
}

/// Whether two logins came out of one browser, as far as their requests show: a log has those of many users.
fn are_of_one_user(a: &Draft, b: &Draft) -> bool {
    const WHOSE: [&str; 4] = ["user-agent", "x-forwarded-for", "x-real-ip", "sec-ch-ua"];
    let Some((one, other)) = a.request().zip(b.request()) else { return false };
    let same = |name: &&str| one.exchange.request_header(name) == other.exchange.request_header(name);
    let cookies = |member: &Member| -> Vec<u64> {
        let headers = member.exchange.request.headers.present();
        let pairs = headers.into_iter().flat_map(http::cookie::pairs);
        pairs.map(|(name, value)| cookie_mark(name, value)).collect()
    };
    let (ours, theirs) = (cookies(one), cookies(other));
    let share_cookies = ours.iter().any(|cookie| theirs.contains(cookie));
    // A server sees all of its users, and many have the same browser.
    let tells = |name: &&str| name.starts_with("x-") && one.exchange.request_header(name).is_some();
    let is_told = share_cookies || one.exchange.observer == Observer::Browser || WHOSE.iter().any(tells);
    is_told && WHOSE.iter().all(same) && (share_cookies || ours.is_empty() && theirs.is_empty())
}

/// Whether the provider must not show anything in a login.
fn is_silent(draft: &Draft) -> bool {
    draft.request().is_some_and(|request| request.uri().query().text("prompt") == Some("none"))
}

/// The cookies that came with the answer to this login and that the start of another one had set since it began; and what set
/// the last of them.
fn cookies_of_others(drafts: &[&Draft], index: usize) -> (Vec<u64>, Option<CookieChange>) {
    let draft = drafts[index];
    let Some(answer) = draft.answer().filter(|answer| !answer.cookies.is_empty()) else {
        return (Vec::new(), None);
    };
    let before =
        |start: &&Member| start.started().zip(answer.started()).is_some_and(|(start, answer)| start < answer);
    let others = drafts.iter().skip(index + 1).take(NEAR).filter(|other| other.counts.starts > 0);
    let mut set: Vec<u64> = Vec::new();
    let mut overwriter = None;
    for other in others {
        let starts = other.members.iter().filter(|member| member.kind == MessageKind::LoginStart);
        for start in starts.filter(before) {
            let seen = set.len();
            set.extend(start.cookies.iter().filter(|cookie| answer.cookies.contains(cookie)));
            if set.len() > seen {
                overwriter = change(start, other, draft);
            }
        }
    }
    let came = answer.cookies.iter().copied().filter(|cookie| set.contains(cookie)).collect();
    (came, overwriter)
}

/// How an answer to another login changed a cookie.
fn change(by: &Member, other: &Draft, draft: &Draft) -> Option<CookieChange> {
    let for_page = |dest: &str| matches!(dest, "document" | "iframe" | "frame");
    Some(CookieChange {
        at: by.exchange.finished.or(by.started())?,
        in_other_tab: other.place().zip(draft.place()).map(|(a, b)| a.0 != b.0),
        is_for_part_of_page: by.exchange.request_header("sec-fetch-dest").is_some_and(|dest| !for_page(dest)),
    })
}

/// The cookies that the start of a login set and an answer to another one, in the same browser, deleted before this one was
/// answered with an error.
fn deleted_by_others(drafts: &[&Draft], index: usize) -> Vec<(u64, CookieChange)> {
    let draft = drafts[index];
    let start = draft.members.iter().find(|m| m.kind == MessageKind::LoginStart);
    let Some((start, answer)) = start.zip(draft.answer().filter(|answer| answer.failed())) else {
        return Vec::new();
    };
    let Some((from, to)) = start.started().zip(answer.started()) else { return Vec::new() };
    let set: Vec<&str> = set_by(start).into_iter().filter(|c| !c.removes).map(|c| c.name).collect();
    let near = index.saturating_sub(NEAR)..(index + NEAR + 1).min(drafts.len());
    let others = near.filter(|other| *other != index).map(|other| drafts[other]);
    let mut deleted = Vec::new();
    for other in others.filter(|other| other.container == draft.container) {
        let between = other.members.iter().filter(|m| m.started().is_some_and(|at| from < at && at < to));
        for by in between.filter(|by| by.uri().host() == start.uri().host()) {
            let gone = set_by(by).into_iter().filter(|c| c.removes && set.contains(&c.name));
            let marks = gone.map(|cookie| cookie_mark(cookie.name, ""));
            deleted.extend(
                marks
                    .zip(std::iter::repeat_with(|| change(by, other, draft)))
                    .filter_map(|(mark, by)| Some((mark, by?))),
            );
        }
    }
    deleted
}

/// The cookies that an answer sets and deletes.
fn set_by(member: &Member) -> Vec<SetCookie<'_>> {
    let headers = member.exchange.response.as_ref().and_then(|response| response.headers.present());
    headers.map(SetCookie::all).unwrap_or_default()
}

/// How many logins in a row just before one, among those that are near, asked for the same in the same tab and frame, each soon
/// after the one before.
fn laps_before(drafts: &[&Draft], index: usize) -> usize {
    let mut later = drafts[index];
    let Some(place) = place_of(later) else { return 0 };
    let here = drafts[index.saturating_sub(NEAR)..index]
        .iter()
        .rev()
        .filter(|earlier| place_of(earlier) == Some(place));
    here.take_while(|earlier| {
        let began = earlier.began.zip(later.began);
        let is_soon = began.is_some_and(|(one, other)| other.as_millis() - one.as_millis() <= LAP);
        let is_lap =
            is_soon && follows(earlier, later) && earlier.answer().is_some() && ask_the_same(earlier, later);
        later = earlier;
        is_lap
    })
    .count()
}
