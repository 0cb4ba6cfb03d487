//! A recording as the events that a browser would have sent while it happened.

use std::collections::HashSet;

use http::{Body, CaptureEvent, Captured, EventBody, Exchange, Timestamp, Via};

/// The events of exchanges with their times, in the order of time. As in a browser, a request and the redirects that
/// follow it share an id.
pub fn events_of(exchanges: &[Exchange], prefix: &str) -> Vec<(f64, CaptureEvent)> {
    let mut events = tab_events(exchanges);
    let mut ids: Vec<String> = Vec::new();
    for (at, exchange) in exchanges.iter().enumerate() {
        let request = match redirected_from(exchange, &exchanges[..at]) {
            Some(before) => ids[before].clone(),
            None => format!("{prefix}{}", exchange.id.0),
        };
        ids.push(request.clone());
        let started = exchange.started.map_or(0.0, Timestamp::as_millis);
        let ended = exchange.finished.map_or(started + 1.0, Timestamp::as_millis).max(started + 1.0);
        let headers = |headers: Option<&http::Headers>| {
            headers
                .map(|h| h.iter().map(|(n, v)| (n.to_owned(), v.text().to_owned())).collect())
                .unwrap_or_default()
        };
        events.push((
            started,
            CaptureEvent::RequestStarted {
                request: request.clone(),
                time: started,
                method: exchange.request.method.clone(),
                url: exchange.request.uri.text().text().to_owned(),
                resource: resource(exchange.context.via).to_owned(),
                tab: exchange.context.tab.unwrap_or(-1),
                frame: exchange.context.frame.unwrap_or(0),
                initiator: exchange.context.initiator.as_ref().map(|origin| origin.text().to_owned()),
                container: exchange.context.container.clone(),
                body: body(exchange.request.body.present()),
            },
        ));
        events.push((
            started,
            CaptureEvent::RequestSent {
                request: request.clone(),
                time: started,
                headers: headers(exchange.request.headers.present()),
            },
        ));
        if let Some(response) = &exchange.response {
            let headers: Vec<(String, String)> = headers(response.headers.present());
            match &response.location {
                Some(location) => {
                    let location = location.text().text().to_owned();
                    let status = response.status;
                    events.push((
                        ended,
                        CaptureEvent::Redirected { request, time: ended, status, location, headers },
                    ));
                    continue;
                }
                None => events.push((
                    ended,
                    CaptureEvent::ResponseStarted {
                        request: request.clone(),
                        time: ended,
                        status: response.status,
                        headers,
                    },
                )),
            }
        }
        match (&exchange.error, &exchange.response) {
            (Some(error), _) => {
                let error = error.text.text().to_owned();
                events.push((ended, CaptureEvent::Failed { request, time: ended, error }));
            }
            (None, Some(response)) => {
                let status = response.status;
                events.push((
                    ended,
                    CaptureEvent::Completed { request, time: ended, status, from_cache: false },
                ));
                if let Captured::Present(content) = &response.body {
                    events.push((
                        ended + 0.5,
                        CaptureEvent::Content {
                            method: exchange.request.method.clone(),
                            url: exchange.request.uri.text().text().to_owned(),
                            time: started - 1.0,
                            status,
                            request_body: None,
                            body: body(Some(content)),
                            of: None,
                            passed: false,
                        },
                    ));
                }
            }
            (None, None) => {}
        }
    }
    events.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    events
}

/// The `webRequest` id of an event that is about a request.
pub fn request_of(event: &CaptureEvent) -> Option<&str> {
    match event {
        CaptureEvent::RequestStarted { request, .. }
        | CaptureEvent::RequestSent { request, .. }
        | CaptureEvent::ResponseStarted { request, .. }
        | CaptureEvent::Redirected { request, .. }
        | CaptureEvent::Completed { request, .. }
        | CaptureEvent::Failed { request, .. } => Some(request),
        CaptureEvent::Content { .. }
        | CaptureEvent::TabOpened { .. }
        | CaptureEvent::Navigated { .. }
        | CaptureEvent::TabClosed { .. } => None,
    }
}

/// The exchange whose redirect this one follows.
fn redirected_from(exchange: &Exchange, before: &[Exchange]) -> Option<usize> {
    before.iter().rposition(|earlier| {
        earlier.context.tab == exchange.context.tab
            && earlier.context.via == exchange.context.via
            && earlier.finished <= exchange.started
            && earlier.response.as_ref().and_then(|response| response.location.as_ref())
                == Some(&exchange.request.uri)
    })
}

/// When tabs were opened by others, and when they were closed.
fn tab_events(exchanges: &[Exchange]) -> Vec<(f64, CaptureEvent)> {
    let mut events = Vec::new();
    let mut known = HashSet::new();
    for exchange in exchanges {
        let Some(tab) = exchange.context.tab else { continue };
        if !known.insert(tab) {
            continue;
        }
        if let Some(opener) = exchange.context.opener {
            let time = exchange.started.map_or(0.0, Timestamp::as_millis);
            events.push((time, CaptureEvent::TabOpened { tab, opener, time }));
        }
        if let Some(closed) = exchange.context.tab_closed {
            let time = closed.as_millis();
            events.push((time, CaptureEvent::TabClosed { tab, time }));
        }
    }
    events
}

fn resource(via: Via) -> &'static str {
    match via {
        Via::Page | Via::Popup => "main_frame",
        Via::Frame => "sub_frame",
        Via::Fetch => "xmlhttprequest",
        Via::Server | Via::Unknown => "other",
    }
}

fn body(body: Option<&Body>) -> EventBody {
    match body.and_then(Body::text) {
        None | Some("") => EventBody::None,
        Some(text) => EventBody::Text { text: text.to_owned() },
    }
}
