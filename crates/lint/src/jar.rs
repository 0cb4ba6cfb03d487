//! A browser's cookies as far as a recording shows them: what each message set, what each request carried or lacked, and why
//! (RFC 6265bis §5.7, §5.8.3).

use std::collections::{HashMap, HashSet};

use http::cookie::{CookieRefusal, FromOtherSite, SameSite, SetCookie, is_cross_site, is_trustworthy, pairs};
use http::{Exchange, ExchangeId, Observer, Uri, Value, Via};
use oauth::{Flow, MessageKind};

use crate::analysis::Analysis;
use crate::cookie_return::{
    Carried, age, comes_from_other_site, is_in_foreign_frame, lifetime, takes_unsaid_for_lax,
};

/// Cookies of one message that are looked at.
const MOST_OF_MESSAGE: usize = 200;

/// Cookies that are held in mind, the newest: browsers keep some 200 of one site.
const MOST_HELD: usize = 2_000;

/// Redirects that are followed back.
const MOST_HOPS: usize = 20;

/// The cookies around one message.
pub struct Jar<'s> {
    /// What its request carried, and what was set before and did not come along.
    pub asked: Vec<Asked<'s>>,
    /// What its answer sets and removes.
    pub set: Vec<Set<'s>>,
    /// Whether the recording shows the cookies of its request.
    pub shows_request: bool,
    /// Whether a browser decided about them; a server's own calls have no jar.
    pub is_of_browser: bool,
    /// How many of them are not in the lists.
    pub left_out: usize,
}

/// A cookie and where it was set.
pub struct Held<'s> {
    /// The cookie.
    pub cookie: SetCookie<'s>,
    /// The exchange whose answer set it.
    pub by: &'s Exchange,
    /// The exchange whose cookie of the same name, domain and path it replaced.
    pub over: Option<ExchangeId>,
    /// What became of it.
    fate: Fate,
}

#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Kept,
    Dropped(Dropped),
    /// An answer removed it.
    Removed(ExchangeId),
    /// Another one took its place.
    Replaced,
}

/// A cookie that a request carried, or did not.
pub struct Asked<'s> {
    /// Its name.
    pub name: &'s str,
    /// Where it was set; `None` for one that the request brought from before, or by a script.
    pub held: Option<Held<'s>>,
    /// Whether it came.
    pub came: Came,
}

/// Whether a cookie came with a request.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Came {
    /// It did.
    Yes,
    /// It did, with another value than the one that was seen to be set.
    OtherValue,
    /// It did not, for this reason.
    No(Reason),
    /// The recording does not show the request's cookies; by its attributes it goes along, or it does not for this reason.
    Unseen(Option<Reason>),
}

/// Why a cookie did not come with a request.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Reason {
    /// The browser did not keep it.
    Dropped(Dropped),
    /// An answer removed it before.
    Removed(ExchangeId),
    /// It belongs elsewhere.
    Elsewhere(CookieRefusal),
    /// Its lifetime, in seconds, was over.
    Expired(f64),
    /// Its `SameSite` keeps it back: the request comes from another site.
    OtherSite(SameSite),
    /// It is `SameSite=Strict`, and redirects over another site led here from its own: browsers differ in that.
    RedirectedOverOtherSite,
    /// A preflight carries no cookies.
    Preflight,
    /// Nothing that was seen says why. A script asked another origin: without credentials none go along.
    ScriptElsewhere,
    /// Nothing that was seen says why. It is partitioned and was set in a frame: it goes out below that page alone.
    Partitioned,
    /// Nothing that was seen says why. It was set in a frame for which another site asked: where the page around is of another
    /// site, too, browsers keep none but `SameSite=None`.
    SetInFrame,
    /// Nothing that was seen says why. It was set by an answer to a script of another origin, where credentials decide, too.
    SetByScript,
    /// Nothing that was seen says why. It is one of another site than the page's: browsers may block these.
    ThirdParty,
    /// Nothing that was seen says why; the answer that set it was not complete as this request began.
    NotYet,
    /// Nothing that was seen says why.
    Unknown,
}

/// Why a browser does not keep a cookie that an answer sets.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Dropped {
    /// By what the cookie itself says, and the address that set it.
    Refused(CookieRefusal),
    /// It is `Partitioned` without `Secure`.
    PartitionedWithoutSecure,
    /// It would replace a `Secure` cookie, which an address without TLS cannot.
    OverSecure,
}

/// A cookie that an answer sets.
pub struct Set<'s> {
    /// The cookie.
    pub cookie: SetCookie<'s>,
    /// What the browser makes of it.
    pub becomes: Becomes,
    /// The exchange whose cookie it replaced or removed.
    pub over: Option<ExchangeId>,
    /// The next exchange that replaced or removed it.
    pub gone: Option<(ExchangeId, bool)>,
}

/// What a browser makes of a cookie that is set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Becomes {
    /// It keeps it.
    Kept,
    /// It keeps it only where the script's request was made with credentials, which was not seen.
    KeptWithCredentials,
    /// It keeps it only where the page around the frame is of its own site, which was not seen.
    KeptInOwnPage,
    /// It forgets the cookie of that name.
    Removal,
    /// It ignores it.
    Dropped(Dropped),
}

impl<'s> Jar<'s> {
    /// The cookies around a message, from all that the recording shows of the same browser before it.
    pub fn of(analysis: &Analysis<'s>, flow: &Flow<'s>, index: usize) -> Option<Self> {
        let message = flow.messages.get(index)?;
        let exchange = message.exchange;
        let mut others: Vec<&'s Exchange> =
            analysis.stories().iter().flat_map(|story| story.exchanges()).collect();
        others.retain(|other| is_of_same_jar(other, exchange));
        others.sort_by_key(|other| other.id);
        others.dedup_by_key(|other| other.id);
        let (before, after) = split(&others, exchange);

        let mut held = Holding::default();
        for (other, is_over) in newest(before) {
            held.take(other, is_over);
        }
        let mut left_out = held.left_out;
        let set = set(exchange, &held, &after, &mut left_out);
        let carried = Carried::of(exchange, flow);
        let way = Way::of(flow, index);
        let asked = asked(message.kind, exchange, held.all(), &carried, way, &mut left_out);
        Some(Jar {
            asked,
            set,
            shows_request: matches!(carried, Carried::Names(_)),
            is_of_browser: exchange.observer == Observer::Browser,
            left_out,
        })
    }
}

/// Whether cookies that one exchange sets can go with the other one: the same browser and jar, and not surely another site.
fn is_of_same_jar(one: &Exchange, other: &Exchange) -> bool {
    let jars = one.context.container.as_ref().zip(other.context.container.as_ref());
    one.id == other.id
        || one.observer == Observer::Browser
            && other.observer == Observer::Browser
            && jars.is_none_or(|(one, other)| one == other)
            && is_cross_site(&one.request.uri, &other.request.uri) != Some(true)
}

/// Those that were answered before a request began, each with whether its answer was over; and those that came after it.
fn split<'s>(all: &[&'s Exchange], exchange: &Exchange) -> (Vec<(&'s Exchange, bool)>, Vec<&'s Exchange>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for other in all.iter().filter(|other| other.id != exchange.id) {
        let began =
            other.started.zip(exchange.started).map(|(one, this)| (one.as_millis(), this.as_millis()));
        match began {
            Some((one, this)) if one < this => {
                let is_over = other.finished.is_none_or(|finished| finished.as_millis() <= this);
                before.push((*other, is_over));
            }
            Some((one, this)) if one > this => after.push(*other),
            // Without times, or at the same one, as they stand in the recording.
            _ if other.id < exchange.id => before.push((*other, true)),
            _ => after.push(*other),
        }
    }
    (before, after)
}

/// The last ones that set cookies, so many that what they set can be held in mind.
fn newest(mut before: Vec<(&Exchange, bool)>) -> Vec<(&Exchange, bool)> {
    let mut held = 0;
    let count = |exchange: &Exchange| {
        let headers = exchange.response.as_ref().and_then(|response| response.headers.present());
        headers.map_or(0, |headers| headers.count("set-cookie")).min(MOST_OF_MESSAGE)
    };
    before.retain(|(exchange, _)| count(exchange) > 0);
    let first = before.iter().rposition(|(exchange, _)| {
        held += count(exchange);
        held > MOST_HELD
    });
    before.split_off(first.map_or(0, |first| first + 1))
}

/// What a cookie is kept under: its name, domain or host, and path.
type Key<'s> = (&'s str, Result<String, String>, String);

fn key<'s>(cookie: &SetCookie<'s>, from: &Uri) -> Key<'s> {
    let (domain, path) = cookie.place(from);
    (cookie.name, domain, path)
}

/// What a browser holds.
#[derive(Default)]
struct Holding<'s> {
    held: Vec<(Held<'s>, bool)>,
    places: HashMap<Key<'s>, usize>,
    left_out: usize,
}

impl<'s> Holding<'s> {
    /// Takes what an answer sets.
    fn take(&mut self, by: &'s Exchange, is_over: bool) {
        let Some(headers) = by.response.as_ref().and_then(|response| response.headers.present()) else {
            return;
        };
        let cookies = SetCookie::all(headers);
        self.left_out += cookies.len().saturating_sub(MOST_OF_MESSAGE);
        for cookie in cookies.into_iter().take(MOST_OF_MESSAGE) {
            let key = key(&cookie, &by.request.uri);
            let old = self.places.get(&key).copied();
            let over_secure =
                || old.is_some_and(|old| overwrites_secure(&cookie, by, &self.held[old].0.cookie));
            let dropped = dropped(&cookie, by).or_else(|| over_secure().then_some(Dropped::OverSecure));
            if cookie.removes {
                if let Some(old) = old.filter(|_| dropped.is_none()) {
                    self.held[old].0.fate = Fate::Removed(by.id);
                    self.places.remove(&key);
                }
                continue;
            }
            let fate = dropped.map_or(Fate::Kept, Fate::Dropped);
            let mut over = None;
            if fate == Fate::Kept {
                if let Some(old) = old {
                    over = Some(self.held[old].0.by.id);
                    self.held[old].0.fate = Fate::Replaced;
                }
                self.places.insert(key, self.held.len());
            }
            self.held.push((Held { cookie, by, over, fate }, is_over));
        }
    }

    /// What there is to say of a request: what is held, and what was lost, once for each name.
    fn all(&mut self) -> Vec<(Held<'s>, bool)> {
        let kept: HashSet<&str> = self
            .held
            .iter()
            .filter(|(held, _)| held.fate == Fate::Kept)
            .map(|(held, _)| held.cookie.name)
            .collect();
        let mut lost = HashSet::new();
        let mut all: Vec<_> = std::mem::take(&mut self.held);
        all.reverse();
        all.retain(|(held, _)| match held.fate {
            Fate::Kept => true,
            Fate::Replaced => false,
            Fate::Removed(_) | Fate::Dropped(_) => {
                !kept.contains(held.cookie.name) && lost.insert(held.cookie.name)
            }
        });
        all.reverse();
        all
    }
}

/// RFC 6265bis §5.7, step 16: who is not secure leaves secure cookies alone.
fn overwrites_secure(new: &SetCookie<'_>, by: &Exchange, old: &SetCookie<'_>) -> bool {
    old.attribute("secure").is_some() && new.attribute("secure").is_none() && !is_trustworthy(&by.request.uri)
}

/// Why a browser does not keep a cookie, whatever else it holds.
fn dropped(cookie: &SetCookie<'_>, by: &Exchange) -> Option<Dropped> {
    if let Some(refusal) = cookie.refused_by_browser(&by.request.uri) {
        return Some(Dropped::Refused(refusal));
    }
    if cookie.attribute("partitioned").is_some() && cookie.attribute("secure").is_none() {
        return Some(Dropped::PartitionedWithoutSecure);
    }
    None
}

/// Whether it is kept only where the page around the frame in which it is set is of its own site.
fn takes_own_page(cookie: &SetCookie<'_>, by: &Exchange) -> bool {
    let keeps_to_site = match cookie.same_site() {
        SameSite::Strict | SameSite::Lax => true,
        SameSite::Unsaid => takes_unsaid_for_lax(by) == Some(true),
        SameSite::None => false,
    };
    keeps_to_site && is_in_foreign_frame(by)
}

/// How a request reached its host.
#[derive(Clone, Copy)]
struct Way {
    /// Whether it comes from a page of another site; `None` where that cannot be told.
    is_from_other_site: Option<bool>,
    /// Whether redirects over another site led there.
    is_over_other_site: bool,
    /// Whether the address bar shows where it goes.
    is_top: bool,
    is_script: bool,
    is_to_other_origin: bool,
}

impl Way {
    fn of(flow: &Flow<'_>, index: usize) -> Self {
        let exchange = flow.messages[index].exchange;
        let to = &exchange.request.uri;
        let (start, is_over_other_site) = beginning(flow, index);
        let by = start.requesting_origin();
        let from = by.as_deref().and_then(Uri::parse);
        let by_origin = from.as_ref().and_then(|from| is_cross_site(from, to));
        let is_redirected = start.id != exchange.id;
        let by_header = match exchange.request_header("sec-fetch-site") {
            Some("same-origin" | "same-site" | "none") => Some(false),
            // A redirect over another site counts there, and not for cookies everywhere.
            Some("cross-site") if !is_redirected => Some(true),
            _ => None,
        };
        Way {
            is_from_other_site: by_origin.or(by_header).or_else(|| from_provider(flow, index)),
            is_over_other_site,
            is_top: matches!(exchange.context.via, Via::Page | Via::Popup),
            is_script: exchange.context.via == Via::Fetch,
            is_to_other_origin: by.is_some_and(|origin| origin != to.origin()),
        }
    }
}

/// Whether the answer to a login comes from a provider of another site, where nothing tells who sent it.
fn from_provider(flow: &Flow<'_>, index: usize) -> Option<bool> {
    let responses = flow.authorization_responses();
    let response = responses.iter().find(|response| response.message == index)?;
    comes_from_other_site(response, flow).then_some(true)
}

/// The request with which a chain of redirects began that ends at a message, and whether that chain led over another site.
fn beginning<'s>(flow: &Flow<'s>, index: usize) -> (&'s Exchange, bool) {
    let mut at = index;
    let mut crosses = false;
    for _ in 0..MOST_HOPS {
        let address = flow.messages[at].exchange.request.uri.url();
        let leads = |exchange: &Exchange| exchange.location().is_some_and(|to| to.url() == address);
        match flow.messages[..at].iter().rposition(|message| leads(message.exchange)) {
            Some(before) => at = before,
            None => break,
        }
        let (hop, end) = (flow.messages[at].exchange, flow.messages[index].exchange);
        crosses |= is_cross_site(&hop.request.uri, &end.request.uri) == Some(true);
    }
    (flow.messages[at].exchange, crosses)
}

/// What a request carried, in its order, and then what did not come along.
fn asked<'s>(
    kind: MessageKind,
    exchange: &'s Exchange,
    held: Vec<(Held<'s>, bool)>,
    carried: &Carried<'_>,
    way: Way,
    left_out: &mut usize,
) -> Vec<Asked<'s>> {
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, (held, _)) in held.iter().enumerate() {
        by_name.entry(held.cookie.name).or_default().push(index);
    }
    let mut held: Vec<Option<(Held<'s>, bool)>> = held.into_iter().map(Some).collect();
    let mut all = Vec::new();
    let headers = exchange.request.headers.present().filter(|_| matches!(carried, Carried::Names(_)));
    let mut came: HashSet<&str> = HashSet::new();
    for (name, value) in headers.into_iter().flat_map(pairs) {
        came.insert(name);
        if all.len() >= MOST_OF_MESSAGE {
            *left_out += 1;
            continue;
        }
        let same = |at: &&usize| {
            held[**at].as_ref().is_some_and(|(held, _)| is_same(held.cookie.value(), value) != Some(false))
        };
        // One that belongs elsewhere is another cookie, however it is called.
        let comes_here = |at: &&usize| {
            held[**at].as_ref().is_some_and(|(held, _)| {
                held.cookie.kept_from(&held.by.request.uri, &exchange.request.uri).is_none()
            })
        };
        let places = by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        let here = || places.iter().filter(comes_here);
        let (at, is_other) = match here().find(same) {
            Some(at) => (Some(*at), false),
            None => (here().next().copied(), true),
        };
        let held = at.and_then(|at| held[at].take()).map(|(held, _)| held);
        let came = if is_other && held.is_some() { Came::OtherValue } else { Came::Yes };
        all.push(Asked { name, held, came });
    }
    for (held, is_over) in held.into_iter().flatten() {
        let name = held.cookie.name;
        let reason = reason(&held, kind, exchange, way);
        // Another host's own cookie of the same name.
        let is_elsewhere = matches!(reason, Some(Reason::Elsewhere(CookieRefusal::OtherHost)));
        if is_elsewhere && came.contains(name) {
            continue;
        }
        if all.len() >= MOST_OF_MESSAGE {
            *left_out += 1;
            continue;
        }
        let came = match headers.is_some() {
            true => Came::No(reason.unwrap_or_else(|| guess(&held, is_over, way))),
            // In a frame the page around it decides as well, which was not seen.
            false => Came::Unseen(
                reason.filter(|why| !matches!(why, Reason::OtherSite(_)) || way.is_top || way.is_script),
            ),
        };
        all.push(Asked { name, held: Some(held), came });
    }
    all
}

/// Whether two values are one; `None` where one of them was taken out of the recording.
fn is_same(set: &str, sent: &str) -> Option<bool> {
    Value::new(set).same(Value::new(sent))
}

/// Why a cookie does not go with a request, by what was seen of both.
fn reason(held: &Held<'_>, kind: MessageKind, exchange: &Exchange, way: Way) -> Option<Reason> {
    match held.fate {
        Fate::Dropped(why) => return Some(Reason::Dropped(why)),
        Fate::Removed(by) => return Some(Reason::Removed(by)),
        Fate::Kept | Fate::Replaced => {}
    }
    let cookie = &held.cookie;
    if let Some(refusal) = cookie.kept_from(&held.by.request.uri, &exchange.request.uri) {
        return Some(Reason::Elsewhere(refusal));
    }
    let age = age(held.by, exchange);
    if let (Some(lifetime), Some(age)) = (lifetime(cookie, held.by), age)
        && age > lifetime
    {
        return Some(Reason::Expired(lifetime));
    }
    if kind == MessageKind::Preflight {
        return Some(Reason::Preflight);
    }
    let request = FromOtherSite {
        method: &exchange.request.method,
        is_top: way.is_top,
        age,
        takes_unsaid_for_lax: takes_unsaid_for_lax(exchange),
    };
    if way.is_from_other_site == Some(true) && cookie.stays_at_its_site(&request) == Some(true) {
        return Some(Reason::OtherSite(cookie.same_site()));
    }
    if way.is_over_other_site && cookie.same_site() == SameSite::Strict {
        return Some(Reason::RedirectedOverOtherSite);
    }
    None
}

/// What can be said of one that did not come for no reason that was seen.
fn guess(held: &Held<'_>, is_over: bool, way: Way) -> Reason {
    if !is_over {
        Reason::NotYet
    } else if takes_credentials(held.by) {
        Reason::SetByScript
    } else if takes_own_page(&held.cookie, held.by) {
        Reason::SetInFrame
    } else if held.cookie.attribute("partitioned").is_some()
        && held.by.context.via == Via::Frame
        && way.is_top
    {
        Reason::Partitioned
    } else if way.is_script && way.is_to_other_origin {
        Reason::ScriptElsewhere
    } else if !way.is_top && way.is_from_other_site == Some(true) {
        Reason::ThirdParty
    } else {
        Reason::Unknown
    }
}

/// Whether what an answer sets is kept only where the script that asked did so with credentials, of which nothing was seen.
fn takes_credentials(by: &Exchange) -> bool {
    by.is_cross_origin_fetch() && by.request_header("cookie").is_none()
}

/// What an answer sets, and what became of it.
fn set<'s>(
    exchange: &'s Exchange,
    held: &Holding<'s>,
    after: &[&'s Exchange],
    left_out: &mut usize,
) -> Vec<Set<'s>> {
    let cookies = |exchange: &'s Exchange| {
        let headers = exchange.response.as_ref().and_then(|response| response.headers.present());
        headers.filter(|headers| headers.has("set-cookie")).map(SetCookie::all).unwrap_or_default()
    };
    let own = cookies(exchange);
    *left_out += own.len().saturating_sub(MOST_OF_MESSAGE);
    if own.is_empty() {
        return Vec::new();
    }
    // What came next of each: the first that takes its place or removes it.
    let mut next: HashMap<Key<'s>, (ExchangeId, bool)> = HashMap::new();
    for other in after.iter().filter(|_| exchange.observer == Observer::Browser) {
        for cookie in cookies(other).into_iter().take(MOST_OF_MESSAGE) {
            if next.len() < MOST_HELD && dropped(&cookie, other).is_none() {
                next.entry(key(&cookie, &other.request.uri)).or_insert((other.id, cookie.removes));
            }
        }
    }
    let mut all = Vec::new();
    // Of several with one name the last one counts.
    for cookie in own.into_iter().take(MOST_OF_MESSAGE).rev() {
        let key = key(&cookie, &exchange.request.uri);
        let old = held.places.get(&key).map(|old| &held.held[*old].0);
        let over_secure = old.is_some_and(|old| overwrites_secure(&cookie, exchange, &old.cookie));
        let dropped = dropped(&cookie, exchange).or(over_secure.then_some(Dropped::OverSecure));
        let becomes = match dropped {
            Some(why) => Becomes::Dropped(why),
            None if cookie.removes => Becomes::Removal,
            None if takes_credentials(exchange) => Becomes::KeptWithCredentials,
            None if takes_own_page(&cookie, exchange) => Becomes::KeptInOwnPage,
            None => Becomes::Kept,
        };
        let over = old.filter(|_| dropped.is_none()).map(|old| old.by.id);
        let gone = next.get(&key).copied().filter(|_| dropped.is_none());
        if dropped.is_none() {
            next.insert(key, (exchange.id, cookie.removes));
        }
        all.push(Set { cookie, becomes, over, gone });
    }
    all.reverse();
    all
}
