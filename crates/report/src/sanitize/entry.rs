//! An exchange as an entry of an archive.

use http::{Captured, Exchange, Headers, Observer, Parameters, Timestamp, Via};
use oauth::MessageKind;

use super::har::{Content, Entry, Nothing, Own, Pair, PostData, Request, Response, ResponseContent, Timings};
use crate::mask::set_cookies;
use crate::mask::written::{Writer, Written, WrittenBody};

/// When something happened of which nobody knows when: the fields have to be there.
const NO_TIME: &str = "1970-01-01T00:00:00.000Z";

pub(super) fn entry(exchange: &Exchange, kind: MessageKind, writer: &Writer<'_>) -> Entry {
    let context = &exchange.context;
    let mut own = Own {
        seen: match exchange.observer {
            Observer::Browser => "browser",
            Observer::Server => "server",
        },
        via: via(context.via),
        tab: context.tab,
        opener: context.opener,
        frame: context.frame,
        from: context.initiator.as_ref().map(|origin| writer.origin(origin)),
        container: context.container.as_deref().map(|name| writer.container(name)),
        tab_closed: context.tab_closed.map(Timestamp::to_rfc3339),
        clock_ahead: context.clock_ahead,
        untimed: exchange.started.is_none(),
        unfinished: exchange.finished.is_none() && (exchange.response.is_some() || exchange.error.is_some()),
        ..Own::default()
    };
    let took = exchange.started.zip(exchange.finished);
    let took = took.map_or(0.0, |(from, to)| (to.as_millis() - from.as_millis()).max(0.0));
    let request = request(exchange, kind, writer, &mut own);
    let response = response(exchange, kind, writer, &mut own);
    let is_from_cache = exchange.response.as_ref().is_some_and(|response| response.from_cache);
    Entry {
        started_date_time: exchange.started.map_or_else(|| NO_TIME.to_owned(), Timestamp::to_rfc3339),
        time: took,
        request,
        response,
        cache: Nothing {},
        timings: Timings { send: 0.0, wait: took, receive: 0.0 },
        resource_type: match context.via {
            Via::Page | Via::Popup | Via::Frame => "document",
            Via::Fetch => "fetch",
            Via::Server | Via::Unknown => "",
        },
        error: exchange.error.as_ref().map(|error| writer.prose(error.text.text())),
        from_cache: if is_from_cache { "disk" } else { "" },
        own,
    }
}

/// The words of the readers (`docs/jsonl.md`).
fn via(via: Via) -> &'static str {
    match via {
        Via::Page => "page",
        Via::Popup => "popup",
        Via::Frame => "frame",
        Via::Fetch => "fetch",
        Via::Server => "server",
        Via::Unknown => "other",
    }
}

fn request(exchange: &Exchange, kind: MessageKind, writer: &Writer<'_>, own: &mut Own) -> Request {
    let request = &exchange.request;
    let url = writer.uri(&request.uri);
    let (headers, why) = headers(&request.headers, writer);
    own.request_headers = why;
    let mut post_data = None;
    let mut body_size = -1;
    match &request.body {
        Captured::Missing(why) => own.request_body = why.word(),
        Captured::Present(body) => {
            let mime_type = header(&headers, "content-type");
            body_size = body.byte_length().map_or(-1, |length| length as i64);
            match writer.body(body, kind) {
                WrittenBody::Empty => own.request_body = "empty",
                WrittenBody::Missing(why) => own.request_body = why.word(),
                WrittenBody::Text(text) => {
                    post_data = Some(posted(mime_type, Content::Text(text), Vec::new()))
                }
                WrittenBody::Bytes(bytes) => {
                    post_data = Some(posted(mime_type, Content::Base64(bytes), Vec::new()))
                }
                WrittenBody::Form(fields) => {
                    let fields = fields.into_iter().map(|(name, value)| Pair { name, value }).collect();
                    post_data = Some(posted(mime_type, Content::None, fields));
                }
            }
        }
    }
    Request {
        method: writer.prose(&request.method),
        url,
        http_version: "HTTP/1.1",
        cookies: cookies(&headers, "cookie", ";"),
        query_string: pairs(request.uri.query(), writer),
        headers,
        post_data,
        headers_size: -1,
        body_size,
    }
}

fn posted(mime_type: Written, text: Content, params: Vec<Pair>) -> PostData {
    PostData { mime_type, params, encoding: text.encoding(), text }
}

fn response(exchange: &Exchange, kind: MessageKind, writer: &Writer<'_>, own: &mut Own) -> Response {
    let mut shown = Response {
        status: 0,
        status_text: "",
        http_version: "HTTP/1.1",
        cookies: Vec::new(),
        headers: Vec::new(),
        content: ResponseContent {
            size: 0,
            mime_type: Written::default(),
            text: Content::None,
            encoding: "",
        },
        redirect_url: Written::default(),
        headers_size: -1,
        body_size: -1,
    };
    let Some(response) = &exchange.response else { return shown };
    (shown.headers, own.response_headers) = headers(&response.headers, writer);
    shown.status = response.status;
    shown.cookies = cookies(&shown.headers, "set-cookie", "");
    shown.content.mime_type = header(&shown.headers, "content-type");
    shown.redirect_url = response.location.as_ref().map(|to| writer.uri(to)).unwrap_or_default();
    match &response.body {
        Captured::Missing(why) => own.response_body = why.word(),
        Captured::Present(body) => {
            own.is_part = body.is_part();
            shown.content.size = body.byte_length().unwrap_or_default();
            match writer.body(body, kind) {
                WrittenBody::Empty | WrittenBody::Form(_) => own.response_body = "empty",
                WrittenBody::Missing(why) => own.response_body = why.word(),
                WrittenBody::Text(text) => shown.content.text = Content::Text(text),
                WrittenBody::Bytes(bytes) => shown.content.text = Content::Base64(bytes),
            }
            shown.content.encoding = shown.content.text.encoding();
        }
    }
    shown
}

fn headers(headers: &Captured<Headers>, writer: &Writer<'_>) -> (Vec<Pair>, &'static str) {
    match headers {
        Captured::Missing(why) => (Vec::new(), why.word()),
        Captured::Present(fields) if fields.is_empty() => (Vec::new(), "none"),
        Captured::Present(fields) => {
            let pair = |(name, value): (&str, &http::Secret<String>)| Pair {
                name: writer.header_name(name),
                value: writer.header(name, value.text()),
            };
            (fields.iter().map(pair).collect(), "")
        }
    }
}

fn header(headers: &[Pair], name: &str) -> Written {
    let field = headers.iter().find(|field| field.name.is(name));
    field.map(|field| field.value.clone()).unwrap_or_default()
}

/// The parameters of the address, for viewers: the address says the same.
fn pairs(query: &Parameters, writer: &Writer<'_>) -> Vec<Pair> {
    query
        .iter()
        .map(|(name, value)| writer.parameter_pair(name, value))
        .map(|(name, value)| Pair { name, value })
        .collect()
}

/// The cookies of the fields, for viewers: the fields say the same.
fn cookies(headers: &[Pair], name: &str, between: &str) -> Vec<Pair> {
    let fields = headers.iter().filter(|field| field.name.is(name));
    let pieces = fields.flat_map(|field| {
        field.value.pieces(|text| match between {
            "" => {
                set_cookies(text).into_iter().map(|one| one.split(';').next().unwrap_or_default()).collect()
            }
            between => text.split(between).collect(),
        })
    });
    pieces.filter_map(|piece| piece.pair('=')).map(|(name, value)| Pair { name, value }).collect()
}
