//! The Fetch standard's CORS checks, run on the headers that were seen.

use crate::{Headers, Redaction};

/// Why a browser refuses to hand a response to a page of another origin (Fetch, "CORS check").
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CorsRefusal {
    /// No `Access-Control-Allow-Origin`.
    NoAllowOrigin,
    /// There are several of them, or one with a list: only one origin is allowed.
    SeveralOrigins,
    /// It names another origin.
    OtherOrigin,
    /// It is `*`, which does not count for a request with credentials.
    WildcardWithCredentials,
    /// The request carried credentials and `Access-Control-Allow-Credentials` is not `true`.
    NoCredentials,
}

/// Why a browser does not send a request after its preflight (Fetch, "CORS-preflight fetch", steps 7.5 to 7.9).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PreflightRefusal<'a> {
    /// `Access-Control-Allow-Methods` does not have the method.
    Method(&'a str),
    /// `Access-Control-Allow-Headers` does not have this header.
    Header(&'a str),
    /// It is `*`, which does not cover `Authorization`.
    WildcardWithoutAuthorization,
}

/// What a step of a check finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step<Why> {
    /// It holds.
    Passed,
    /// It does not.
    Failed(Why),
    /// What it looks at was taken out of the recording, and may have been right.
    Hidden,
}

impl<Why> Step<Why> {
    fn refusal(self) -> Result<(), Why> {
        match self {
            Step::Failed(why) => Err(why),
            Step::Passed | Step::Hidden => Ok(()),
        }
    }
}

const ALLOW_ORIGIN: &str = "access-control-allow-origin";
const ALLOW_CREDENTIALS: &str = "access-control-allow-credentials";
const ALLOW_METHODS: &str = "access-control-allow-methods";
const ALLOW_HEADERS: &str = "access-control-allow-headers";

/// The CORS check for a response, `origin` being the page's.
pub fn check(origin: &str, with_credentials: bool, response: &Headers) -> Result<(), CorsRefusal> {
    match allows_origin(origin, with_credentials, response) {
        Step::Passed => allows_credentials(with_credentials, response).refusal(),
        other => other.refusal(),
    }
}

/// Its steps 1 to 4: whether the answer is for that origin.
pub fn allows_origin(origin: &str, with_credentials: bool, response: &Headers) -> Step<CorsRefusal> {
    if response.hides(ALLOW_ORIGIN) {
        return Step::Hidden;
    }
    let Some(allowed) = response.text(ALLOW_ORIGIN).map(str::trim) else {
        return Step::Failed(CorsRefusal::NoAllowOrigin);
    };
    if response.count(ALLOW_ORIGIN) > 1 || allowed.contains([',', ' ', '\n']) {
        Step::Failed(CorsRefusal::SeveralOrigins)
    } else if allowed == "*" && with_credentials {
        Step::Failed(CorsRefusal::WildcardWithCredentials)
    } else if allowed == "*" || allowed == origin {
        Step::Passed
    } else if Redaction::of(origin) == Some(Redaction::TakenOut) {
        Step::Hidden
    } else {
        Step::Failed(CorsRefusal::OtherOrigin)
    }
}

/// Its steps 5 to 7: whether it counts for a request with credentials.
pub fn allows_credentials(with_credentials: bool, response: &Headers) -> Step<CorsRefusal> {
    if !with_credentials {
        Step::Passed
    } else if response.hides(ALLOW_CREDENTIALS) {
        Step::Hidden
    } else if response.text(ALLOW_CREDENTIALS) == Some("true") {
        Step::Passed
    } else {
        Step::Failed(CorsRefusal::NoCredentials)
    }
}

/// The check of what a preflight allows, `request` being the preflight's own headers. Whether the request behind it has
/// credentials is not seen in a preflight: it is taken to have none, so that `*` counts.
pub fn check_preflight<'a>(request: &'a Headers, response: &Headers) -> Result<(), PreflightRefusal<'a>> {
    allows_method(request, response).refusal()?;
    allows_headers(request, response).refusal()
}

/// Steps 7.5 and 7.6: whether the method may be used.
pub fn allows_method<'a>(request: &'a Headers, response: &Headers) -> Step<PreflightRefusal<'a>> {
    let Some(method) = request.text("access-control-request-method").map(str::trim) else {
        return Step::Passed;
    };
    let methods = list(response, ALLOW_METHODS);
    if is_safelisted_method(method) {
        Step::Passed
    } else if response.hides(ALLOW_METHODS) {
        Step::Hidden
    } else if methods.iter().any(|allowed| *allowed == method || *allowed == "*") {
        Step::Passed
    } else {
        Step::Failed(PreflightRefusal::Method(method))
    }
}

/// Steps 7.7 to 7.9: whether the headers may be sent.
pub fn allows_headers<'a>(request: &'a Headers, response: &Headers) -> Step<PreflightRefusal<'a>> {
    let names = request.text("access-control-request-headers").unwrap_or_default().split(',').map(str::trim);
    if response.hides(ALLOW_HEADERS) {
        return Step::Hidden;
    }
    let allowed = list(response, ALLOW_HEADERS);
    let wildcard = allowed.contains(&"*");
    for name in names.filter(|name| !name.is_empty()) {
        let is_listed = allowed.iter().any(|listed| listed.eq_ignore_ascii_case(name));
        if is_listed {
            continue;
        }
        if !wildcard {
            return Step::Failed(PreflightRefusal::Header(name));
        }
        if name.eq_ignore_ascii_case("authorization") {
            return Step::Failed(PreflightRefusal::WildcardWithoutAuthorization);
        }
    }
    Step::Passed
}

/// A method that a page of another origin may always use.
pub fn is_safelisted_method(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "POST")
}

/// The header for which a request of a page needs a preflight, as far as headers show that: those that browsers add by themselves say
/// nothing of the page (Fetch, "CORS-unsafe request-header names").
pub fn unsafe_header(request: &Headers) -> Option<&str> {
    request
        .iter()
        .map(|(name, value)| (name, value.text()))
        .find(|(name, value)| is_unsafe(name, value))
        .map(|(name, _)| name)
}

fn is_unsafe(name: &str, value: &str) -> bool {
    /// Besides those that begin with `sec-` and `proxy-`: what pages cannot set, and what the tools of a browser add.
    const OF_BROWSER: [&str; 21] = [
        "accept-charset",
        "accept-encoding",
        "access-control-request-headers",
        "access-control-request-method",
        "cache-control",
        "connection",
        "content-length",
        "cookie",
        "date",
        "dnt",
        "host",
        "if-modified-since",
        "if-none-match",
        "origin",
        "pragma",
        "priority",
        "referer",
        "te",
        "upgrade-insecure-requests",
        "user-agent",
        "x-client-data",
    ];
    const SAFE_TYPES: [&str; 3] = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
    match name {
        "accept" | "accept-language" | "content-language" | "range" => false,
        "content-type" => {
            let essence = value.split(';').next().unwrap_or_default().trim();
            !SAFE_TYPES.iter().any(|safe| essence.eq_ignore_ascii_case(safe))
        }
        _ => {
            !name.starts_with("sec-")
                && !name.starts_with("proxy-")
                && !name.starts_with(':')
                && !OF_BROWSER.contains(&name)
        }
    }
}

fn list<'h>(response: &'h Headers, name: &str) -> Vec<&'h str> {
    let fields = response.iter().filter(|(n, _)| *n == name).flat_map(|(_, value)| value.text().split(','));
    fields.map(str::trim).filter(|item| !item.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> Headers {
        Headers::from_pairs(pairs.iter().map(|(n, v)| (n.to_string(), v.to_string())))
    }

    #[test]
    fn follows_the_standard() {
        let app = "https://app.example";
        let with = |value| headers(&[("Access-Control-Allow-Origin", value)]);
        assert_eq!(check(app, false, &headers(&[])), Err(CorsRefusal::NoAllowOrigin));
        assert_eq!(check(app, false, &with("*")), Ok(()));
        assert_eq!(check(app, true, &with("*")), Err(CorsRefusal::WildcardWithCredentials));
        assert_eq!(check(app, false, &with(app)), Ok(()));
        assert_eq!(check(app, true, &with(app)), Err(CorsRefusal::NoCredentials));
        assert_eq!(check(app, false, &with("https://app.example/")), Err(CorsRefusal::OtherOrigin));
        assert_eq!(
            check(app, false, &with("https://app.example, https://b.example")),
            Err(CorsRefusal::SeveralOrigins)
        );
        let twice = headers(&[("access-control-allow-origin", app), ("access-control-allow-origin", app)]);
        assert_eq!(check(app, false, &twice), Err(CorsRefusal::SeveralOrigins));
    }

    #[test]
    fn a_step_that_cannot_be_seen_is_no_refusal() {
        let app = "https://app.example";
        let hidden = headers(&[("Access-Control-Allow-Origin", "[REDACTED]")]);
        assert_eq!(allows_origin(app, true, &hidden), Step::Hidden);
        assert_eq!(check(app, true, &hidden), Ok(()));
        let open = headers(&[
            ("Access-Control-Allow-Origin", app),
            ("Access-Control-Allow-Credentials", "[REDACTED]"),
        ]);
        assert_eq!(allows_credentials(true, &open), Step::Hidden);
        assert_eq!(allows_credentials(false, &open), Step::Passed);
        assert_eq!(check(app, true, &open), Ok(()));
    }

    #[test]
    fn a_request_needs_a_preflight_for_what_a_form_cannot_send() {
        let why = |pairs: &[(&str, &str)]| unsafe_header(&headers(pairs)).map(str::to_owned);
        assert_eq!(why(&[("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")]), None);
        assert_eq!(why(&[("Content-Type", "application/json")]).as_deref(), Some("content-type"));
        assert_eq!(
            why(&[("Accept", "*/*"), ("Authorization", "Bearer x")]).as_deref(),
            Some("authorization")
        );
        assert_eq!(why(&[("X-Client-Version", "1")]).as_deref(), Some("x-client-version"));
        assert_eq!(
            why(&[("Sec-Fetch-Mode", "cors"), ("Cache-Control", "no-cache"), ("Cookie", "a=1")]),
            None
        );
    }

    #[test]
    fn follows_the_standard_before_a_request() {
        let asks = |method, names| {
            headers(&[("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", names)])
        };
        let allows = |methods, names| {
            headers(&[("Access-Control-Allow-Methods", methods), ("Access-Control-Allow-Headers", names)])
        };
        assert_eq!(check_preflight(&asks("POST", "dpop"), &allows("", "DPoP, x")), Ok(()));
        assert_eq!(
            check_preflight(&asks("GET", "a,b"), &allows("", "a")),
            Err(PreflightRefusal::Header("b"))
        );
        assert_eq!(
            check_preflight(&asks("PUT", ""), &allows("GET, PATCH", "")),
            Err(PreflightRefusal::Method("PUT"))
        );
        assert_eq!(check_preflight(&asks("PUT", "x"), &allows("*", "*")), Ok(()));
        assert_eq!(
            check_preflight(&asks("GET", "x,authorization"), &allows("", "*")),
            Err(PreflightRefusal::WildcardWithoutAuthorization)
        );
        assert_eq!(check_preflight(&asks("GET", "authorization"), &allows("", "*, Authorization")), Ok(()));
    }
}
