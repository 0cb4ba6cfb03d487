//! What an app has stored in its page of a login: its state, code verifier and nonce beside those that were sent and came back, and
//! tokens that lie there.
//!
//! It is looked at when somebody asks, and nothing of it is kept: the names that its values get are those of a copy of the
//! redaction. What the page says is hostile: it is cut to size before it is read.

mod formats;
mod leaves;
mod login;
mod notes;

use lint::Session;
use oauth::Flow;
use serde::{Deserialize, Serialize};

use self::formats::What;
use self::leaves::{Leaf, leaves};
use self::login::{OfLogin, OtherLogins};
use crate::mask::{Redactor, Shown, shown};

/// Items that are read, bytes of one, and bytes of all.
const MOST_ITEMS: usize = 2_000;
const MOST_OF_ITEM: usize = 64 * 1024;
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// Bytes of a name that are read.
const MOST_OF_NAME: usize = 1024;
/// Values that are shown.
const MOST_SHOWN: usize = 200;

/// What a page has stored, as it says. It has no `Debug`.
#[derive(Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PageStorage {
    /// The page's own origin.
    pub origin: String,
    /// What is stored.
    pub items: Vec<StoredItem>,
    /// How many items were too many or too large.
    pub left_out: u32,
    /// What the browser did not let be read.
    pub refused: Vec<Store>,
}

/// Something that is stored.
#[derive(Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct StoredItem {
    /// Where.
    pub store: Store,
    /// Its key, or the cookie's name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// Where a page stores something.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum Store {
    /// It stays after the browser was closed.
    LocalStorage,
    /// It goes with the tab.
    SessionStorage,
    /// A cookie that scripts can read.
    Cookie,
}

/// What there is to say of it.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Stored {
    /// The values of a login that were found, those first that need a look.
    pub values: Vec<StoredValue>,
    /// What there is to say of all, the most important first.
    pub notes: Vec<StoredNote>,
}

/// A value of a login that is stored.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct StoredValue {
    /// What it is: `state`, `access token`.
    pub what: &'static str,
    /// Where it lies: `localStorage`.
    pub store: &'static str,
    /// Its key there, and its place in what stands under it.
    pub name: Shown,
    /// The library that stores it so.
    pub library: Option<&'static str>,
    /// The value, as a name.
    pub value: Shown,
    /// What the comparison with the login says.
    pub verdict: Shown,
    /// How that is.
    pub tone: StoredTone,
    /// What is to be said of a token that lies there.
    pub hygiene: Option<&'static str>,
}

/// Something to say of all.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct StoredNote {
    /// In a sentence or two.
    pub text: Shown,
    /// How that is.
    pub tone: StoredTone,
}

/// Whether something is as it should be; what matters most is first.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum StoredTone {
    /// It cannot work so.
    Error,
    /// It should be otherwise.
    Warning,
    /// It is the same.
    Ok,
    /// It is said, no more.
    Info,
}

/// What a page has stored of a login. `redactor` is a copy that nobody else uses.
pub(crate) fn stored(flow: &Flow<'_>, session: &Session, page: &PageStorage, redactor: &Redactor) -> Stored {
    let login = OfLogin::of(flow);
    let others = OtherLogins::of(session, flow);
    let mut found: Vec<Found> = Vec::new();
    let mut room = MOST_BYTES;
    let mut left_out = page.left_out as usize + page.items.len().saturating_sub(MOST_ITEMS);
    for item in page.items.iter().take(MOST_ITEMS) {
        let size = item.name.len() + item.value.len();
        if item.value.len() > MOST_OF_ITEM || item.name.len() > MOST_OF_NAME || size > room {
            left_out += 1;
            continue;
        }
        room -= size;
        found.extend(leaves(item).into_iter().filter_map(|leaf| Found::of(item.store, leaf, &login)));
    }
    let notes = notes::notes(flow, &login, page, &found, left_out, redactor);
    // Names are given before anything is shown: a value may stand in the key of another one.
    for one in &found {
        redactor.name(one.what.parameter(), &one.leaf.text);
    }
    let mut values: Vec<_> =
        found.iter().take(MOST_SHOWN).map(|one| one.shown(&login, &others, redactor)).collect();
    values.sort_by_key(|value| value.tone);
    Stored { values, notes }
}

/// A value that is one of a login.
struct Found {
    store: Store,
    leaf: Leaf,
    what: What,
}

impl Found {
    /// What a value is: by the login that has the same, else by what the library calls it, else by its name.
    fn of(store: Store, leaf: Leaf, login: &OfLogin) -> Option<Self> {
        let same = login.what(&leaf.text);
        let what = same.or(leaf.what)?;
        // What is called a token, a state or a nonce and holds a word, a number or a sentence is a setting.
        let least = if matches!(what, What::State | What::Nonce) { 6 } else { 16 };
        let is_value = leaf.text.len() >= least && !leaf.text.contains(char::is_whitespace);
        (same.is_some() || is_value).then_some(Found { store, leaf, what })
    }

    fn shown(&self, login: &OfLogin, others: &OtherLogins, redactor: &Redactor) -> StoredValue {
        let (verdict, tone) = self.verdict(login, others);
        let hygiene = self.hygiene();
        StoredValue {
            what: self.what.label(),
            store: self.store.label(),
            name: self.name(redactor),
            library: self.leaf.format.map(|format| format.library),
            value: redactor.name(self.what.parameter(), &self.leaf.text),
            verdict,
            tone: if hygiene.is_some() && tone != StoredTone::Error { StoredTone::Warning } else { tone },
            hygiene,
        }
    }

    fn verdict(&self, login: &OfLogin, others: &OtherLogins) -> (Shown, StoredTone) {
        let is_own = login.what(&self.leaf.text).is_some();
        match self.leaf.format {
            Some(format) if format.is_sealed && !is_own => {
                (shown!(format.library, " encrypts it: it cannot be compared."), StoredTone::Info)
            }
            // A name alone is no proof that it is one.
            None if !is_own && !others.have(&self.leaf.text) => (
                Shown::from("Is called so, and is none of this login: it may be of something else."),
                StoredTone::Info,
            ),
            _ => login.verdict(self.what, &self.leaf.text, others),
        }
    }

    /// The key and the path behind it. A key can hold a user's name or a value.
    fn name(&self, redactor: &Redactor) -> Shown {
        let Leaf { key, path, .. } = &self.leaf;
        let prose = |text: &str| if text.is_empty() { Shown::default() } else { redactor.prose(text) };
        let key = match self.leaf.format {
            // What the library itself writes there is no secret, whatever it looks like.
            Some(format) => {
                let parts = format.parts(key).into_iter();
                Shown::concat(
                    &parts.flat_map(|(fixed, behind)| [fixed.into(), prose(behind)]).collect::<Vec<_>>(),
                )
            }
            None => prose(key),
        };
        let path = path.iter().map(|member| redactor.field_name(member));
        Shown::joined(&std::iter::once(key).chain(path).collect::<Vec<_>>(), " › ")
    }

    fn hygiene(&self) -> Option<&'static str> {
        if !matches!(self.what, What::AccessToken | What::IdToken | What::RefreshToken) {
            return None;
        }
        Some(match (self.store, self.what) {
            (Store::LocalStorage, What::RefreshToken) => {
                "Every script of this page can read it, now and after the browser was closed, and get new tokens with it as long as the provider takes it."
            }
            (Store::LocalStorage, _) => {
                "Every script of this page can read it, and it stays after the browser was closed. Keep tokens in memory, or on the app's server behind an HttpOnly cookie."
            }
            (Store::SessionStorage, _) => {
                "Every script of this page can read it, as long as the tab is open."
            }
            (Store::Cookie, _) => {
                "Every script of this page can read it, and it goes with every request to the app. A cookie with a token needs HttpOnly."
            }
        })
    }
}

impl Store {
    fn label(self) -> &'static str {
        match self {
            Store::LocalStorage => "localStorage",
            Store::SessionStorage => "sessionStorage",
            Store::Cookie => "cookie",
        }
    }
}
