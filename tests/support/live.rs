//! A recording as the events that a browser would have sent while it happened.

use http::{Body, CaptureEvent, Captured, EventBody, Exchange, Timestamp, Via};

/// The events of exchanges, in the order of time, each with the `webRequest` id it belongs to.
pub fn events_of(exchanges: &[Exchange], prefix: &str) -> Vec<(f64, CaptureEvent)> {
    let mut events = Vec::new();
    for exchange in exchanges {
        let request = format!("{prefix}{}", exchange.id.0);
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
                container: None,
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
