//! The Fetch standard's CORS checks, run on the headers that were seen.

use crate::Headers;

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

const ALLOW_ORIGIN: &str = "access-control-allow-origin";
const ALLOW_CREDENTIALS: &str = "access-control-allow-credentials";
const ALLOW_METHODS: &str = "access-control-allow-methods";
const ALLOW_HEADERS: &str = "access-control-allow-headers";

/// The CORS check for a response, `origin` being the page's.
pub fn check(origin: &str, with_credentials: bool, response: &Headers) -> Result<(), CorsRefusal> {
    if response.hides(ALLOW_ORIGIN) {
        // What was taken out of the recording may have been right.
        return Ok(());
    }
    let allowed = response.text(ALLOW_ORIGIN).ok_or(CorsRefusal::NoAllowOrigin)?.trim();
    if response.count(ALLOW_ORIGIN) > 1 || allowed.contains([',', ' ', '\n']) {
        return Err(CorsRefusal::SeveralOrigins);
    }
    if allowed == "*" {
        return if with_credentials { Err(CorsRefusal::WildcardWithCredentials) } else { Ok(()) };
    }
    if allowed != origin {
        return Err(CorsRefusal::OtherOrigin);
    }
    if with_credentials
        && !response.hides(ALLOW_CREDENTIALS)
        && response.text(ALLOW_CREDENTIALS) != Some("true")
    {
        return Err(CorsRefusal::NoCredentials);
    }
    Ok(())
}

/// The check of what a preflight allows, `request` being the preflight's own headers. Whether the request behind it has
/// credentials is not seen in a preflight: it is taken to have none, so that `*` counts.
pub fn check_preflight<'a>(request: &'a Headers, response: &Headers) -> Result<(), PreflightRefusal<'a>> {
    const SAFELISTED: [&str; 3] = ["GET", "HEAD", "POST"];
    let list = |name: &str| -> Vec<String> {
        let fields =
            response.iter().filter(|(n, _)| *n == name).flat_map(|(_, value)| value.text().split(','));
        fields.map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
    };
    let methods = list(ALLOW_METHODS);
    if let Some(method) = request.text("access-control-request-method").map(str::trim)
        && !response.hides(ALLOW_METHODS)
        && !SAFELISTED.contains(&method)
        && !methods.iter().any(|allowed| allowed == method || allowed == "*")
    {
        return Err(PreflightRefusal::Method(method));
    }
    let names = request.text("access-control-request-headers").unwrap_or_default().split(',').map(str::trim);
    if response.hides(ALLOW_HEADERS) {
        return Ok(());
    }
    let allowed = list(ALLOW_HEADERS);
    let wildcard = allowed.iter().any(|name| name == "*");
    for name in names.filter(|name| !name.is_empty()) {
        let is_listed = allowed.iter().any(|listed| listed.eq_ignore_ascii_case(name));
        if is_listed {
            continue;
        }
        if !wildcard {
            return Err(PreflightRefusal::Header(name));
        }
        if name.eq_ignore_ascii_case("authorization") {
            return Err(PreflightRefusal::WildcardWithoutAuthorization);
        }
    }
    Ok(())
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
