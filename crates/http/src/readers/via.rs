//! How a request was made, where the recording does not say it outright.

use crate::{Headers, Via};

/// How the request was made: by `Sec-Fetch-Dest` where the browser sent it, by the browser's own kind else, and
/// last by what the request looks like.
pub(super) fn via(method: &str, kind: &str, headers: &Headers, frame: Option<i64>) -> Via {
    let in_frame = frame.is_some_and(|frame| frame > 0);
    let document = if in_frame { Via::Frame } else { Via::Page };
    if method == "OPTIONS" {
        return Via::Fetch;
    }
    match header(headers, "sec-fetch-dest") {
        "document" => return Via::Page,
        "iframe" | "frame" | "fencedframe" | "embed" | "object" => return Via::Frame,
        "empty" => return Via::Fetch,
        "" => {}
        _ => return Via::Unknown,
    }
    match kind {
        "document" | "main_frame" => return document,
        "sub_frame" | "subdocument" | "iframe" => return Via::Frame,
        "xhr" | "fetch" | "xmlhttprequest" | "preflight" => return Via::Fetch,
        "" | "other" => {}
        _ => return Via::Unknown,
    }
    let agent = header(headers, "user-agent");
    if !agent.is_empty() && !agent.starts_with("Mozilla/") && !agent.starts_with("Opera/") {
        return Via::Server;
    }
    let accept = header(headers, "accept").trim_start();
    if header(headers, "sec-fetch-mode") == "navigate"
        || headers.has("upgrade-insecure-requests")
        || accept.starts_with("text/html")
    {
        return document;
    }
    // Pages and scripts both send forms to other origins; where a recording has no Accept, it does not say who did.
    let is_form = header(headers, "content-type").starts_with("application/x-www-form-urlencoded");
    let has_signs = !accept.is_empty() || !agent.is_empty() || headers.has("x-requested-with");
    if is_form && headers.has("origin") && !has_signs {
        return Via::Unknown;
    }
    let asks_for_json = accept.starts_with("application/json") || accept.starts_with("application/jwt");
    if headers.has("x-requested-with") || headers.has("origin") || asks_for_json || method != "GET" {
        return Via::Fetch;
    }
    Via::Unknown
}

/// Whether a browser made a request, by what only browsers send.
pub(super) fn is_of_browser(headers: &Headers) -> bool {
    let agent = header(headers, "user-agent");
    let signs = ["sec-fetch-dest", "sec-fetch-mode", "origin", "upgrade-insecure-requests"];
    agent.starts_with("Mozilla/") || agent.starts_with("Opera/") || signs.iter().any(|name| headers.has(name))
}

fn header<'h>(headers: &'h Headers, name: &str) -> &'h str {
    headers.text(name).unwrap_or_default()
}

/// By the word for it in the forms of this project.
pub(super) fn named(name: &str) -> Option<Via> {
    Some(match name {
        "page" => Via::Page,
        "popup" => Via::Popup,
        "frame" => Via::Frame,
        "fetch" => Via::Fetch,
        "server" => Via::Server,
        "other" => Via::Unknown,
        _ => return None,
    })
}
