//! A message's cookies in words: what it set and what became of that, what it carried or lacked and why.

use http::cookie::{CookieRefusal, SameSite, SetCookie};
use http::{ExchangeId, Via};
use lint::{Analysis, Asked, Becomes, Came, CookieReason, Dropped, HeldCookie, Jar, SetByAnswer, Story};
use oauth::Flow;
use serde::Serialize;

use crate::mask::{Redactor, Shown, shown};
use crate::view::headers::cookie_attribute;
use crate::words::duration;

/// The cookies of one message.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CookieTable {
    /// What has to be known to read the rest, a sentence each.
    pub notes: Vec<Shown>,
    /// What the request carried, and what it could have carried.
    pub asked: Vec<CookieRow>,
    /// What the answer sets and removes.
    pub set: Vec<CookieRow>,
}

/// One cookie.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CookieRow {
    /// Its name.
    pub name: Shown,
    /// What became of it.
    pub state: CookieState,
    /// That in a word or two.
    pub says: &'static str,
    /// Why, in a sentence.
    pub why: Shown,
    /// Its attributes, as they were set; empty where that was not seen.
    pub attributes: Shown,
    /// The number of the message that set it, or that did what the sentence says, where it is of this login.
    pub message: Option<u32>,
}

/// What became of a cookie.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum CookieState {
    /// It was sent, or kept.
    Ok,
    /// It was not sent, or not kept.
    No,
    /// That cannot be told.
    Unknown,
    /// It was removed on purpose.
    Removed,
}

/// The cookies of a message; `None` where there is nothing to say.
pub(super) fn table<'s>(
    story: &Story<'s>,
    analysis: &Analysis<'s>,
    index: usize,
    redactor: &Redactor,
) -> Option<CookieTable> {
    let jar = Jar::of(analysis, story.flow(), index)?;
    let exchange = story.flow().messages[index].exchange;
    let is_top = matches!(exchange.context.via, Via::Page | Via::Popup);
    let words = Words { analysis, flow: story.flow(), is_top, method: &exchange.request.method, redactor };
    if jar.asked.is_empty() && jar.set.is_empty() {
        return None;
    }
    let mut notes = Vec::new();
    if !jar.is_of_browser {
        notes.push(Shown::from("A server made this call: no browser decides about its cookies."));
    } else if !jar.shows_request {
        notes.push(Shown::from("The recording does not show which cookies this request carried."));
    }
    if jar.left_out > 0 {
        notes.push(shown!(Shown::number(jar.left_out as f64), " more cookies are not listed here."));
    }
    Some(CookieTable {
        notes,
        asked: jar.asked.iter().map(|asked| words.asked(asked)).collect(),
        set: jar.set.iter().map(|set| words.set(set)).collect(),
    })
}

struct Words<'a, 's> {
    analysis: &'a Analysis<'s>,
    flow: &'a Flow<'s>,
    /// How the request was made whose cookies these are.
    is_top: bool,
    method: &'a str,
    redactor: &'a Redactor,
}

impl Words<'_, '_> {
    /// `message 3`, `message 3 of login-2`.
    fn place(&self, id: ExchangeId) -> (Shown, Option<u32>) {
        if let Some(at) = self.flow.messages.iter().position(|message| message.exchange.id == id) {
            let number = at as u32 + 1;
            return (shown!("message ", Shown::number(number)), Some(number));
        }
        let mut stories = self.analysis.stories().iter();
        let found = stories.find_map(|story| {
            let at = story.exchanges().position(|exchange| exchange.id == id)?;
            Some(shown!("message ", Shown::number(at as u32 + 1), " of login-", Shown::number(story.number)))
        });
        (found.unwrap_or(Shown::from("another message")), None)
    }

    fn asked(&self, asked: &Asked<'_>) -> CookieRow {
        let by = asked.held.as_ref().map(|held| self.place(held.by.id));
        let message = by.as_ref().and_then(|(_, number)| *number);
        let set_by = by.map_or(Shown::default(), |(place, _)| place);
        let attributes = asked.held.as_ref().map(|held| self.attributes(&held.cookie)).unwrap_or_default();
        let (state, says, why) = match (asked.came, &asked.held) {
            (Came::Yes, Some(held)) => {
                (CookieState::Ok, "sent", shown!("Set by ", &set_by, self.over(held), "."))
            }
            (Came::OtherValue, Some(_)) => (
                CookieState::Ok,
                "sent",
                shown!(
                    "With another value than ",
                    &set_by,
                    " set: a script changed it, or an answer that is not in this recording."
                ),
            ),
            (Came::Yes | Came::OtherValue, None) => (
                CookieState::Ok,
                "sent",
                Shown::from("Set before this recording, by a script, or by an answer that is not in it."),
            ),
            (Came::No(reason), Some(held)) => {
                (CookieState::No, "not sent", self.reason(reason, held, &set_by))
            }
            (Came::Unseen(Some(reason)), Some(held)) => {
                (CookieState::No, "does not go along", self.reason(reason, held, &set_by))
            }
            (Came::Unseen(_) | Came::No(_), _) => (
                CookieState::Unknown,
                "not seen",
                shown!("Set by ", &set_by, ". Whether it went along was not seen."),
            ),
        };
        CookieRow { name: self.redactor.field_name(asked.name), state, says, why, attributes, message }
    }

    fn over(&self, held: &HeldCookie<'_>) -> Shown {
        held.over.map_or(Shown::default(), |over| shown!(", in place of the one of ", self.place(over).0))
    }

    fn reason(&self, reason: CookieReason, held: &HeldCookie<'_>, set_by: &Shown) -> Shown {
        let nothing = |words: &'static str| {
            shown!("Set by ", set_by, ". Nothing that was seen keeps it from this request; ", words)
        };
        match reason {
            CookieReason::Dropped(why) => {
                shown!("Set by ", set_by, ", and the browser does not keep it: ", dropped(why), ".")
            }
            CookieReason::Removed(by) => shown!("Set by ", set_by, "; ", self.place(by).0, " removed it."),
            CookieReason::Elsewhere(CookieRefusal::OtherHost) => {
                let place = match held.cookie.place(&held.by.request.uri).0 {
                    Ok(_) => "the Domain that it names, and this host is not in it.",
                    Err(_) => "its own host alone, since it names no Domain; this is another host.",
                };
                shown!("Set by ", set_by, " for ", place)
            }
            CookieReason::Elsewhere(CookieRefusal::OtherPath) => {
                let words = match held.cookie.attribute("path").is_some_and(|path| path.starts_with('/')) {
                    true => " for the Path that it names, and this address is outside of that.",
                    false => {
                        " without a Path, so for the folder of that address alone; this address is outside of it."
                    }
                };
                shown!("Set by ", set_by, words)
            }
            CookieReason::Elsewhere(_) => {
                shown!("Set by ", set_by, ". It is Secure, and this address is not https.")
            }
            CookieReason::Expired(lifetime) => {
                shown!("Set by ", set_by, " for ", duration(lifetime.round() as i64), ", and that is over.")
            }
            CookieReason::Partitioned => nothing(
                "but it is Partitioned and was set in a frame: it goes out below the page around that alone.",
            ),
            CookieReason::SetInFrame => nothing(
                "but another site asked for the frame in which it was set: where the page around is of another site, too, browsers keep none but SameSite=None.",
            ),
            CookieReason::OtherSite(same_site) => {
                let how = match (self.is_top, self.method) {
                    _ if same_site == SameSite::Strict => "",
                    (false, _) => ", and not as what the address bar shows",
                    (true, "POST") => " by POST",
                    (true, _) => "",
                };
                let rule = match same_site {
                    SameSite::Strict => "It is SameSite=Strict",
                    SameSite::Lax => "It is SameSite=Lax",
                    SameSite::None | SameSite::Unsaid => {
                        "It has no SameSite, which this browser takes for Lax"
                    }
                };
                shown!("Set by ", set_by, ". ", rule, ", and the request comes from another site", how, ".")
            }
            CookieReason::RedirectedOverOtherSite => shown!(
                "Set by ",
                set_by,
                ". It is SameSite=Strict, and redirects over another site led here: browsers differ in whether they send it then."
            ),
            CookieReason::Preflight => Shown::from("A preflight carries no cookies."),
            CookieReason::ScriptElsewhere => nothing(
                "but a script asked another origin, and browsers send cookies then only where it asks for that (credentials).",
            ),
            CookieReason::SetByScript => nothing(
                "but a script of another origin got it, and browsers keep it then only where it asked for that (credentials).",
            ),
            CookieReason::ThirdParty => nothing(
                "but it belongs to another site than the page, and browsers can block such cookies. The recording does not show whether.",
            ),
            CookieReason::NotYet => nothing("but that answer was not complete as this request began."),
            CookieReason::Unknown => nothing("why it did not come along was not seen."),
        }
    }

    fn set(&self, set: &SetByAnswer<'_>) -> CookieRow {
        let over = set.over.map(|over| self.place(over));
        let gone = set.gone.map(|(by, is_removed)| {
            let (place, number) = self.place(by);
            (shown!(place, if is_removed { " removed it" } else { " put another one in its place" }), number)
        });
        let later = gone.as_ref().map_or(Shown::default(), |(words, _)| shown!("; later ", words));
        let instead =
            over.as_ref().map_or(Shown::default(), |(place, _)| shown!("In place of the one of ", place));
        let (state, says, why) = match set.becomes {
            Becomes::Kept => {
                let words = match (over.is_some(), gone.as_ref()) {
                    (false, None) => Shown::default(),
                    (false, Some((words, _))) => shown!("Later ", words, "."),
                    (true, _) => shown!(instead, later, "."),
                };
                (CookieState::Ok, "kept", words)
            }
            Becomes::KeptWithCredentials => (
                CookieState::Unknown,
                "not seen",
                Shown::from(
                    "A script of another origin asked: browsers keep it only where it asked with credentials, which was not seen.",
                ),
            ),
            Becomes::KeptInOwnPage => (
                CookieState::Unknown,
                "not seen",
                Shown::from(
                    "Another site asked for this frame: the browser keeps it only where the page around is of its own site, or with SameSite=None.",
                ),
            ),
            Becomes::Removal => (
                CookieState::Removed,
                "removed",
                match &over {
                    Some((place, _)) => shown!("Removes the one that ", place, " set."),
                    None => Shown::from(
                        "Nothing was seen to be set that this removes: name, Domain and Path have to be the same.",
                    ),
                },
            ),
            Becomes::Dropped(why) => {
                (CookieState::No, "not kept", shown!("The browser does not keep it: ", dropped(why), "."))
            }
        };
        let message = over.and_then(|(_, number)| number).or(gone.and_then(|(_, number)| number));
        let name = self.redactor.field_name(set.cookie.name);
        CookieRow { name, state, says, why, attributes: self.attributes(&set.cookie), message }
    }

    fn attributes(&self, cookie: &SetCookie<'_>) -> Shown {
        const MOST: usize = 12;
        let written = |(name, value): (&str, &str)| match value {
            "" => cookie_attribute(name, self.redactor),
            value => cookie_attribute(&format!("{name}={value}"), self.redactor),
        };
        let all: Vec<Shown> = cookie.attributes().take(MOST).map(written).collect();
        Shown::joined(&all, "; ")
    }
}

fn dropped(why: Dropped) -> &'static str {
    match why {
        Dropped::Refused(CookieRefusal::SecureOverHttp) => "it is Secure and came over http",
        Dropped::Refused(CookieRefusal::NoneWithoutSecure) => "it is SameSite=None without Secure",
        Dropped::Refused(CookieRefusal::Prefix) => {
            "its name begins with __Host- or __Secure-, and its attributes are not what that demands"
        }
        Dropped::Refused(CookieRefusal::TooLarge) => "name and value have more than 4096 bytes",
        Dropped::Refused(_) => "its Domain is not one that this host is in",
        Dropped::PartitionedWithoutSecure => "it is Partitioned without Secure",
        Dropped::OverSecure => {
            "a Secure cookie of that name is there, which an address without TLS cannot replace"
        }
    }
}
