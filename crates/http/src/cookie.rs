//! Cookies: what a server sets, and why a browser does not send it back (RFC 6265bis).

use std::ops::Range;

use crate::cookie_date::cookie_date;
use crate::redaction::length_of;
use crate::{Headers, Secret, Timestamp, Uri};

/// One `Set-Cookie` header.
pub struct SetCookie<'h> {
    /// The name, as it stands there.
    pub name: &'h str,
    /// Which `Set-Cookie` header of the response it is, from 0.
    pub index: usize,
    /// The bytes of name and value together: browsers drop more than 4096 (RFC 6265bis §5.7).
    pub size: usize,
    /// Whether it removes a cookie in place of setting one.
    pub removes: bool,
    attributes: Vec<(String, &'h str, Range<usize>)>,
    value: &'h str,
}

/// `SameSite` (RFC 6265bis §5.6.7).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SameSite {
    /// Only with requests that begin on the cookie's own site.
    Strict,
    /// Also where the user goes there from another site by GET.
    Lax,
    /// Always.
    None,
    /// Not said: Chromium takes it for `Lax` two minutes after it was set, and sends it with a POST before.
    Unsaid,
}

/// Why a browser drops a cookie as it is set, or does not send it somewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CookieRefusal {
    /// `Secure` on an address without TLS.
    SecureOverHttp,
    /// `SameSite=None` without `Secure`.
    NoneWithoutSecure,
    /// A name with `__Host-` or `__Secure-` that breaks the rules of its prefix.
    Prefix,
    /// Name and value are longer than browsers keep.
    TooLarge,
    /// `Domain` names a domain that the host is not in.
    ForeignDomain,
    /// The cookie belongs to another host.
    OtherHost,
    /// The cookie belongs to another path.
    OtherPath,
    /// A `Secure` cookie does not go to an address without TLS.
    SecureNotSent,
}

/// A request that comes from another site, as far as `SameSite` asks.
#[derive(Clone, Copy)]
pub struct FromOtherSite<'r> {
    /// Its method.
    pub method: &'r str,
    /// Whether the address bar shows where it goes.
    pub is_top: bool,
    /// Seconds since the cookie was set.
    pub age: Option<f64>,
    /// Whether its browser takes a cookie without `SameSite` for `Lax`.
    pub takes_unsaid_for_lax: Option<bool>,
}

/// How long Chromium sends a cookie without `SameSite` with a POST from another site, in seconds.
pub const LAX_ALLOWING_POST: f64 = 120.0;

/// What a date has to be before to be past where the response does not say when it was made: 2000-01-01, in milliseconds.
/// Who removes a cookie without knowing the time writes 1970.
const LONG_AGO: f64 = 946_684_800_000.0;

/// The longest name and value that browsers keep, in bytes.
const LARGEST: usize = 4096;

impl<'h> SetCookie<'h> {
    /// The cookies that a response sets or removes, in order.
    pub fn all(response: &'h Headers) -> Vec<Self> {
        let fields = response.iter().filter(|(name, _)| *name == "set-cookie");
        let mut cookies: Vec<Self> =
            fields.enumerate().filter_map(|(index, (_, field))| Self::read(index, field)).collect();
        let now = response.text("date").and_then(Timestamp::from_http_date);
        for cookie in &mut cookies {
            cookie.removes = cookie.is_over_at(now.map_or(LONG_AGO, Timestamp::as_millis));
        }
        cookies
    }

    /// The names of the cookies that a response sets or removes, in order: nothing else of them is read.
    pub fn names(response: &'h Headers) -> impl Iterator<Item = &'h str> {
        let fields = response.iter().filter(|(name, _)| *name == "set-cookie");
        let named = fields.filter_map(|(_, field)| field.text().split(';').next()?.split_once('='));
        named.map(|(name, _)| name.trim()).filter(|name| !name.is_empty())
    }

    fn read(index: usize, field: &'h Secret<String>) -> Option<Self> {
        let text = field.text();
        let end = text.find(';').unwrap_or(text.len());
        let (name, value) = text[..end].split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        let mut attributes = Vec::new();
        let mut at = end + 1;
        for part in text.get(end + 1..).unwrap_or_default().split(';') {
            let start = at + (part.len() - part.trim_start().len());
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            if !part.trim().is_empty() {
                let range = start..start + part.trim().len();
                attributes.push((key.trim().to_ascii_lowercase(), value.trim(), range));
            }
            at += part.len() + 1;
        }
        let cookie =
            SetCookie { name, index, size: name.len() + length_of(value), removes: false, attributes, value };
        (!name.is_empty()).then_some(cookie)
    }

    /// The value: to compare, never to print.
    pub fn value(&self) -> &'h str {
        self.value
    }

    /// The last attribute of that (lower-case) name, which is the one that counts.
    pub fn attribute(&self, name: &str) -> Option<&'h str> {
        self.attributes.iter().rev().find(|(n, ..)| n == name).map(|(_, value, _)| *value)
    }

    /// All attributes in order: lower-case names, and values.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &'h str)> {
        self.attributes.iter().map(|(name, value, _)| (name.as_str(), *value))
    }

    /// Where that attribute stands in the header.
    pub fn range(&self, name: &str) -> Option<Range<usize>> {
        self.attributes.iter().rev().find(|(n, ..)| n == name).map(|(.., range)| range.clone())
    }

    /// `Max-Age`, in seconds (RFC 6265 §5.2.2).
    pub fn max_age(&self) -> Option<f64> {
        let age = self.attribute("max-age")?;
        let digits = age.strip_prefix('-').unwrap_or(age);
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if is_number { age.parse().ok() } else { None }
    }

    /// `Expires`, where it is a date (RFC 6265 §5.2.1).
    pub fn expires(&self) -> Option<Timestamp> {
        cookie_date(self.attribute("expires")?)
    }

    /// `SameSite`.
    pub fn same_site(&self) -> SameSite {
        match self.attribute("samesite").map(str::to_ascii_lowercase).as_deref() {
            Some("strict") => SameSite::Strict,
            Some("lax") => SameSite::Lax,
            Some("none") => SameSite::None,
            Some(_) | None => SameSite::Unsaid,
        }
    }

    /// Why a browser drops it as it is set by an answer of `from` (RFC 6265bis §5.7).
    pub fn refused_by_browser(&self, from: &Uri) -> Option<CookieRefusal> {
        let secure = self.attribute("secure").is_some();
        let lower = self.name.to_ascii_lowercase();
        let host_only = self.attribute("domain").is_none_or(str::is_empty);
        let is_host_cookie = lower.starts_with("__host-");
        if self.size > LARGEST {
            Some(CookieRefusal::TooLarge)
        } else if (is_host_cookie && (!secure || !host_only || self.attribute("path") != Some("/")))
            || (lower.starts_with("__secure-") && !secure)
        {
            Some(CookieRefusal::Prefix)
        } else if self.domain().is_some_and(|domain| !is_inside(from.host(), &domain)) {
            Some(CookieRefusal::ForeignDomain)
        } else if secure && !is_trustworthy(from) {
            Some(CookieRefusal::SecureOverHttp)
        } else if self.same_site() == SameSite::None && !secure {
            Some(CookieRefusal::NoneWithoutSecure)
        } else {
            None
        }
    }

    /// Why a browser that got it from `from` does not send it to `to`, whatever the site that asks (RFC 6265bis §5.8.3).
    pub fn kept_from(&self, from: &Uri, to: &Uri) -> Option<CookieRefusal> {
        let same_host = match self.domain() {
            Some(domain) => is_inside(to.host(), &domain),
            None => to.host().eq_ignore_ascii_case(from.host()),
        };
        if !same_host {
            Some(CookieRefusal::OtherHost)
        } else if !covers(&self.path(from), to.path()) {
            Some(CookieRefusal::OtherPath)
        } else if self.attribute("secure").is_some() && !is_trustworthy(to) {
            Some(CookieRefusal::SecureNotSent)
        } else {
            None
        }
    }

    /// Whether its `SameSite` keeps it from a request of another site (RFC 6265bis §5.8.3, §5.6.7.2); `None` where that depends on
    /// what is not known.
    pub fn stays_at_its_site(&self, request: &FromOtherSite<'_>) -> Option<bool> {
        let is_safe = matches!(request.method, "GET" | "HEAD" | "OPTIONS" | "TRACE");
        let goes_as_lax = request.is_top && is_safe;
        match self.same_site() {
            SameSite::Strict => Some(true),
            SameSite::None => Some(false),
            SameSite::Lax => Some(!goes_as_lax),
            SameSite::Unsaid if goes_as_lax || request.takes_unsaid_for_lax == Some(false) => Some(false),
            SameSite::Unsaid if request.is_top && request.method == "POST" => match request.age {
                Some(age) if age <= LAX_ALLOWING_POST => Some(false),
                Some(_) => request.takes_unsaid_for_lax,
                None => None,
            },
            SameSite::Unsaid => request.takes_unsaid_for_lax,
        }
    }

    /// Seconds for which it lives, `now` being when it was set; `None` where it lives until the browser closes, and where that cannot
    /// be told.
    pub fn lifetime(&self, now: Option<Timestamp>) -> Option<f64> {
        match self.max_age() {
            Some(age) => Some(age),
            None => Some(self.expires()?.as_seconds() - now?.as_seconds()),
        }
    }

    /// The domain or the host, and the path, that it is kept under (RFC 6265bis §5.7): another one with the same name and these takes
    /// its place.
    pub fn place(&self, from: &Uri) -> (Result<String, String>, String) {
        (self.domain().ok_or_else(|| from.host().to_ascii_lowercase()), self.path(from))
    }

    fn domain(&self) -> Option<String> {
        let domain = self.attribute("domain")?.trim_start_matches('.').to_ascii_lowercase();
        (!domain.is_empty()).then_some(domain)
    }

    /// `Path`, or the directory of the address that set it (RFC 6265bis §5.1.4).
    fn path(&self, from: &Uri) -> String {
        match self.attribute("path").filter(|path| path.starts_with('/')) {
            Some(path) => path.to_owned(),
            None => {
                let path = from.path();
                match path.rfind('/') {
                    Some(0) | None => "/".to_owned(),
                    Some(slash) => path[..slash].to_owned(),
                }
            }
        }
    }

    /// Whether it is over as it is set: a lifetime of nothing, or a date that is past (RFC 6265 §5.3).
    fn is_over_at(&self, now: f64) -> bool {
        match self.max_age() {
            Some(age) => age <= 0.0,
            None => self.expires().is_some_and(|end| end.as_millis() <= now),
        }
    }
}

/// The names of the cookies that a request carried.
pub fn names(request: &Headers) -> Vec<&str> {
    pairs(request).map(|(name, _)| name).collect()
}

/// The cookies that a request carried: names, and values to compare, never to print.
pub fn pairs(request: &Headers) -> impl Iterator<Item = (&str, &str)> {
    let fields = request.iter().filter(|(name, _)| *name == "cookie");
    let pairs = fields.flat_map(|(_, field)| field.text().split(';')).filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (name.trim(), value.trim())).filter(|(name, _)| !name.is_empty())
}

/// Whether browsers treat an address as secure: TLS, or this machine itself.
pub fn is_trustworthy(uri: &Uri) -> bool {
    let host = uri.host().trim_matches(['[', ']']);
    let loopback =
        host == "localhost" || host.ends_with(".localhost") || host == "::1" || host.starts_with("127.");
    uri.scheme() == "https" || loopback
}

/// Whether both addresses are of different sites. `None` where it takes the list of public suffixes to tell.
pub fn is_cross_site(one: &Uri, other: &Uri) -> Option<bool> {
    let (a, b) = (one.host().to_ascii_lowercase(), other.host().to_ascii_lowercase());
    if a == b {
        return (one.scheme() == other.scheme()).then_some(false);
    }
    let end = |host: &str| -> Vec<String> { host.rsplit('.').take(2).map(str::to_owned).collect() };
    (is_address(&a) || is_address(&b) || end(&a) != end(&b)).then_some(true)
}

/// Whether a host is a number and no name.
fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.rsplit('.').next().is_some_and(|label| label.parse::<u8>().is_ok())
}

fn is_inside(host: &str, domain: &str) -> bool {
    let host = host.to_ascii_lowercase();
    // An address is in no domain but its own (RFC 6265bis §5.1.3).
    if is_address(&host) {
        return host == domain;
    }
    host == domain || host.strip_suffix(domain).is_some_and(|before| before.ends_with('.'))
}

fn covers(cookie: &str, request: &str) -> bool {
    request
        .strip_prefix(cookie)
        .is_some_and(|rest| rest.is_empty() || cookie.ends_with('/') || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(field: &str) -> Headers {
        Headers::from_pairs([("Set-Cookie".to_owned(), field.to_owned())])
    }

    fn uri(text: &str) -> Uri {
        Uri::parse(text).unwrap()
    }

    #[track_caller]
    fn check(field: &str, from: &str, to: &str, expected: Option<CookieRefusal>) {
        let headers = set(field);
        let cookie = &SetCookie::all(&headers)[0];
        let (from, to) = (uri(from), uri(to));
        assert_eq!(
            cookie.refused_by_browser(&from).or_else(|| cookie.kept_from(&from, &to)),
            expected,
            "{field}"
        );
    }

    #[test]
    fn names_are_those_of_all_that_is_read() {
        let fields = ["a=1; Path=/", " b =", "=x", "none", "c;d=1", "__Host-e=f=g;Secure", ""];
        let headers = Headers::from_pairs(fields.map(|field| ("set-cookie".to_owned(), field.to_owned())));
        let all = SetCookie::all(&headers);
        let names: Vec<&str> = all.iter().map(|cookie| cookie.name).collect();
        assert_eq!(names, ["a", "b", "__Host-e"]);
        assert_eq!(SetCookie::names(&headers).collect::<Vec<_>>(), names);
    }

    #[test]
    fn reads_a_header() {
        let headers = set("a=b=c; Path=/x; SameSite=lax; HttpOnly");
        let cookie = &SetCookie::all(&headers)[0];
        assert_eq!((cookie.name, cookie.value(), cookie.size), ("a", "b=c", 4));
        assert_eq!(cookie.same_site(), SameSite::Lax);
        assert_eq!(cookie.range("samesite"), Some(16..28));
        assert!(!cookie.removes);
        assert!(SetCookie::all(&set("a=; Max-Age=0"))[0].removes);
        assert!(SetCookie::all(&set("a=; expires=Thu, 01 Jan 1970 00:00:00 GMT"))[0].removes);
        assert_eq!(SetCookie::all(&set("no cookie")).len(), 0);
    }

    #[test]
    fn a_cookie_that_is_over_is_removed() {
        let removes = |attributes: &str, date: Option<&str>| {
            let mut fields = vec![("Set-Cookie".to_owned(), format!("a=b; {attributes}"))];
            fields.extend(date.map(|date| ("Date".to_owned(), date.to_owned())));
            SetCookie::all(&Headers::from_pairs(fields))[0].removes
        };
        let now = Some("Mon, 23 Nov 2026 09:41:07 GMT");
        assert!(removes("Expires=Sun, 22 Nov 2026 09:41:07 GMT", now));
        assert!(removes("Expires=Mon, 23-Nov-26 09:41:07 GMT", now));
        assert!(!removes("Expires=Mon, 23 Nov 2026 09:46:07 GMT", now));
        // The clock of who recorded it is not the server's.
        assert!(!removes("Expires=Sun, 22 Nov 2026 09:41:07 GMT", None));
        assert!(removes("Expires=Thu, 01-Jan-70 00:00:01 GMT", None));
        assert!(removes("Expires=Mon, 01 Jan 1990 00:00:00 GMT", None));
        assert!(!removes("Expires=Wed, 01 Jan 2031 19:70:00 GMT", now), "1970 is nowhere in a date");
        // Browsers pass over what is no date and no number.
        assert!(!removes("Expires=0", now) && !removes("Max-Age=soon", now) && !removes("Max-Age=+0", now));
        assert!(
            removes("Max-Age=-1", now) && removes("Max-Age=soon; Expires=Thu, 01 Jan 1970 00:00:00 GMT", now)
        );
        assert!(!removes("Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", now), "Max-Age counts");
        assert!(!removes("Max-Age=99999999999999999999", now));
    }

    #[test]
    fn says_why_a_browser_keeps_it_back() {
        let (login, back) = ("https://app.example/auth/login", "https://app.example/auth/callback");
        check("a=1", login, back, None);
        check("a=1; Path=/", login, back, None);
        check("a=1", "https://app.example/login/start", back, Some(CookieRefusal::OtherPath));
        check("a=1", "https://www.app.example/auth/login", back, Some(CookieRefusal::OtherHost));
        check("a=1; Domain=app.example", "https://www.app.example/auth/login", back, None);
        check("a=1; Domain=other.example", login, back, Some(CookieRefusal::ForeignDomain));
        // Ports do not tell cookies apart, and an address has no domain around it.
        check("a=1; Path=/", "https://app.example:8443/x", back, None);
        check(
            "a=1; Domain=0.0.1",
            "http://127.0.0.1/x",
            "http://127.0.0.1/y",
            Some(CookieRefusal::ForeignDomain),
        );
        check("a=1; Domain=127.0.0.1", "http://127.0.0.1/x", "http://127.0.0.1/y", None);
        check("a=1; Secure", "http://app.example/auth/x", back, Some(CookieRefusal::SecureOverHttp));
        check("a=1; Secure", "http://localhost/auth/x", "http://localhost/auth/y", None);
        check("a=1; Secure", login, "http://app.example/auth/callback", Some(CookieRefusal::SecureNotSent));
        check("a=1; SameSite=None", login, back, Some(CookieRefusal::NoneWithoutSecure));
        check("__Host-a=1; Secure", login, back, Some(CookieRefusal::Prefix));
        check("__Host-a=1; Secure; Path=/", login, back, None);
        check("__Secure-a=1", login, back, Some(CookieRefusal::Prefix));
        check(&format!("a={}", "x".repeat(4096)), login, back, Some(CookieRefusal::TooLarge));
    }

    /// RFC 6265bis §5.8.3 and §5.6.7.2, row by row.
    #[test]
    fn same_site_keeps_a_cookie_from_other_sites() {
        let (top, inside) = (true, false);
        let (chromium, firefox, unknown) = (Some(true), Some(false), None);
        for (same_site, method, is_top, age, browser, stays) in [
            ("; SameSite=Strict", "GET", top, 1.0, chromium, Some(true)),
            ("; SameSite=Lax", "GET", top, 1.0, chromium, Some(false)),
            ("; SameSite=Lax", "HEAD", top, 1.0, chromium, Some(false)),
            ("; SameSite=Lax", "POST", top, 1.0, chromium, Some(true)),
            ("; SameSite=Lax", "GET", inside, 1.0, chromium, Some(true)),
            ("; SameSite=None; Secure", "POST", inside, 1.0, chromium, Some(false)),
            ("", "GET", top, 500.0, chromium, Some(false)),
            ("", "POST", top, 100.0, chromium, Some(false)),
            ("", "POST", top, 121.0, chromium, Some(true)),
            ("", "POST", top, 121.0, firefox, Some(false)),
            ("", "POST", top, 121.0, unknown, None),
            ("", "POST", inside, 1.0, chromium, Some(true)),
            ("", "GET", inside, 1.0, firefox, Some(false)),
            ("", "GET", inside, 1.0, unknown, None),
            ("; SameSite=nonsense", "POST", top, 121.0, chromium, Some(true)),
        ] {
            let headers = set(&format!("a=1{same_site}"));
            let request = FromOtherSite { method, is_top, age: Some(age), takes_unsaid_for_lax: browser };
            let found = SetCookie::all(&headers)[0].stays_at_its_site(&request);
            assert_eq!(found, stays, "{same_site} {method} {is_top} {age} {browser:?}");
        }
    }

    #[test]
    fn a_cookie_is_kept_under_its_name_domain_and_path() {
        let place = |field: &str, from: &str| {
            let headers = set(field);
            let cookie = &SetCookie::all(&headers)[0];
            cookie.place(&uri(from))
        };
        let at = "https://App.example/auth/login";
        assert_eq!(place("a=1", at), (Err("app.example".to_owned()), "/auth".to_owned()));
        assert_eq!(
            place("a=1; Domain=.APP.example; Path=/", at),
            (Ok("app.example".to_owned()), "/".to_owned())
        );
        assert_eq!(
            place("a=1; Path=no-path", "https://app.example"),
            (Err("app.example".to_owned()), "/".to_owned())
        );
    }

    #[test]
    fn tells_sites_apart_where_it_can() {
        let check = |a: &str, b: &str, expected| assert_eq!(is_cross_site(&uri(a), &uri(b)), expected);
        check("https://app.example/", "https://app.example/x", Some(false));
        check("https://app.example/", "http://app.example/x", None);
        check("https://a.example.com/", "https://b.example.com/", None);
        check("https://a.example.com/", "https://a.example.org/", Some(true));
        check("http://localhost/", "http://127.0.0.1/", Some(true));
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(field in ".{0,60}") {
                let headers = set(&field);
                for cookie in SetCookie::all(&headers) {
                    let uri = uri("https://app.example/a/b");
                    cookie.kept_from(&uri, &uri);
                    for (.., range) in &cookie.attributes {
                        cookie.expires();
                    assert!(headers.captured("set-cookie").unwrap().text().get(range.clone()).is_some());
                    }
                }
            }
        }
    }
}
