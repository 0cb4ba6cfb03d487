//! Marks of cookies, by which two logins are compared without keeping any: the cookies that a start of a login sets, and those
//! that come back with its answer.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use http::Exchange;
use http::cookie::SetCookie;

use crate::message::MessageKind;

/// Cookies of one message that are looked at.
const MOST: usize = 64;

/// A mark of a cookie with its value.
pub fn cookie_mark(name: &str, value: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (name, value).hash(&mut hasher);
    hasher.finish()
}

/// Of the start of a login the cookies that it sets, of the answer those that come along; of other messages none.
pub(super) fn marks(exchange: &Exchange, kind: MessageKind) -> Vec<u64> {
    match kind {
        MessageKind::LoginStart => {
            let headers = exchange.response.as_ref().and_then(|response| response.headers.present());
            let set = headers.map(SetCookie::all).unwrap_or_default();
            set.iter().take(MOST).map(|cookie| cookie_mark(cookie.name, cookie.value())).collect()
        }
        MessageKind::AuthorizationResponse => {
            let cookies = exchange.request_header("cookie").unwrap_or_default();
            let pairs = cookies.split(';').filter_map(|pair| pair.split_once('='));
            pairs.take(MOST).map(|(name, value)| cookie_mark(name.trim(), value.trim())).collect()
        }
        _ => Vec::new(),
    }
}
