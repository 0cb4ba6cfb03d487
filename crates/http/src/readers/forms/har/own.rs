//! What our own masked recordings say beside the fields of an archive: where in the browser it happened, and why a part was not seen.
//!
//! An archive of others has none of it. What stands here was written by `report`'s `sanitize`; what somebody else writes under the
//! same name is only what any recording can say.

use std::borrow::Cow;

use super::entry::{decode, is_base64, unescape};
use super::fields::{Entry, Own};
use crate::readers::lenient::{Number, Text};
use crate::readers::via::named;
use crate::{Body, Captured, Context, Exchange, Headers, Missing, Observer, Secret, Timestamp, Uri};

/// Puts what is said there over what an archive alone tells.
pub(super) fn apply(own: &Own, entry: &Entry, exchange: &mut Exchange) {
    let is = |text: &Text| text.get() == "true";
    let text = |text: &Text| Some(text.get()).filter(|text| !text.is_empty()).map(str::to_owned);
    let whole = |number: &Number| number.0.filter(|number| number.fract() == 0.0).map(|number| number as i64);
    exchange.observer = if own.seen.get() == "server" { Observer::Server } else { Observer::Browser };
    exchange.context = Context {
        via: named(own.via.get()).unwrap_or(exchange.context.via),
        request: None,
        tab: whole(&own.tab),
        opener: whole(&own.opener),
        frame: whole(&own.frame),
        initiator: text(&own.from).map(Secret::new),
        container: text(&own.container),
        tab_closed: Timestamp::from_rfc3339(own.tab_closed.get()),
        clock_ahead: own.clock_ahead.0.unwrap_or_default(),
    };
    if is(&own.untimed) {
        (exchange.started, exchange.finished) = (None, None);
    }
    if is(&own.unfinished) {
        exchange.finished = None;
    }
    headers(&own.request_headers, &mut exchange.request.headers);
    body(&own.request_body, &mut exchange.request.body);
    let sent = entry.request.0.as_ref().and_then(|request| request.body_size.0);
    of_length(sent, &mut exchange.request.body);
    let (Some(response), Some(part)) = (&mut exchange.response, &entry.response.0) else { return };
    headers(&own.response_headers, &mut response.headers);
    let content = part.content.0.as_ref();
    let raw = content.and_then(|content| content.text).and_then(|raw| unescape(raw.get()));
    let encoding = content.is_some_and(|content| is_base64(content.encoding.get()));
    response.body = raw.map_or(Captured::Present(Body::Empty), |text| decode(Cow::Owned(text), encoding));
    body(&own.response_body, &mut response.body);
    of_length(content.and_then(|content| content.size.0), &mut response.body);
    if is(&own.is_part)
        && let Captured::Present(part) = &response.body
        && let Some(json) = part.json()
    {
        response.body = Captured::Present(Body::from_part(json));
    }
    if let Some(location) = Uri::parse(part.redirect_url.get()) {
        response.location = Some(location);
    }
}

fn headers(why: &Text, headers: &mut Captured<Headers>) {
    match why.get() {
        "none" => *headers = Captured::Present(Headers::default()),
        why => missing(why, headers),
    }
}

fn body(why: &Text, body: &mut Captured<Body>) {
    match why.get() {
        "empty" => *body = Captured::Present(Body::Empty),
        why => missing(why, body),
    }
}

/// Bytes of the longest body that is believed: a longer one was not recorded.
const LONGEST: f64 = 1e9;

/// Masked values have other lengths than what was sent.
fn of_length(length: Option<f64>, body: &mut Captured<Body>) {
    let length = length.filter(|length| (1.0..=LONGEST).contains(length) && length.fract() == 0.0);
    if let (Some(length), Captured::Present(present)) = (length, &*body) {
        *body = Captured::Present(present.clone().of_length(length as usize));
    }
}

fn missing<T>(why: &str, part: &mut Captured<T>) {
    if let Some(why) = Missing::named(why) {
        *part = Captured::Missing(why);
    }
}
