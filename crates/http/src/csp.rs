//! Content Security Policies, as far as they decide which addresses a page may use (CSP3 §6.7.2).

use std::ops::Range;

use crate::redaction::Redaction;
use crate::{Headers, Secret, Uri};

/// The value of one directive in one policy.
pub struct Directive<'h> {
    /// Its sources, as they stand there.
    pub sources: &'h str,
    /// Where the directive stands in the text of the first `Content-Security-Policy` header; `None` where it is in a
    /// later one.
    pub range: Option<Range<usize>>,
}

/// The directives of that name, one a policy: the first of `names` that a policy has counts (`connect-src`, else
/// `default-src`). Policies that only report are not looked at.
pub fn directives<'h>(response: &'h Headers, names: &[&str]) -> Vec<Directive<'h>> {
    let fields = response.iter().filter(|(name, _)| *name == "content-security-policy");
    let mut found = Vec::new();
    for (index, (_, field)) in fields.enumerate() {
        let text = Secret::text(field);
        let mut start = 0;
        for policy in text.split(',') {
            found.extend(
                names
                    .iter()
                    .find_map(|name| directive(policy, start, name))
                    .map(|(sources, range)| Directive { sources, range: (index == 0).then_some(range) }),
            );
            start += policy.len() + 1;
        }
    }
    found
}

/// The first directive of that name in a policy that begins at `start`: repeated ones do not count (CSP3 §2.2.1).
fn directive<'h>(policy: &'h str, start: usize, name: &str) -> Option<(&'h str, Range<usize>)> {
    let mut at = start;
    for part in policy.split(';') {
        let text = part.trim();
        let word = text.split_ascii_whitespace().next().unwrap_or_default();
        if word.eq_ignore_ascii_case(name) {
            let begin = at + (part.len() - part.trim_start().len());
            return Some((text[word.len()..].trim(), begin..begin + text.len()));
        }
        at += part.len() + 1;
    }
    None
}

impl Directive<'_> {
    /// Whether it lets a page of `own` use `target` (CSP3 §6.7.2.7). A source that browsers do not understand allows
    /// nothing, as there; one that was taken out of the recording may be any, and is taken to allow it. Paths are not
    /// compared: after a redirect they do not count (CSP3 §7.6).
    pub fn allows(&self, own: &Uri, target: &Uri) -> bool {
        let is_unknown = |source: &str| Redaction::of(source).is_some();
        !target.is_host_known()
            || self
                .sources
                .split_ascii_whitespace()
                .any(|source| is_unknown(source) || matches(source, own, target))
    }
}

fn matches(source: &str, own: &Uri, target: &Uri) -> bool {
    let source = source.to_ascii_lowercase();
    match source.as_str() {
        "'none'" => return false,
        "'self'" => return is_upgrade_of(own, target) && own.host().eq_ignore_ascii_case(target.host()),
        "*" => {
            let is_http = matches!(target.scheme(), "http" | "https");
            return is_http || scheme_matches(own.scheme(), target.scheme());
        }
        _ => {}
    }
    if source.starts_with('\'') {
        // Keywords, hashes and nonces are about scripts.
        return false;
    }
    if let Some(scheme) = source.strip_suffix(':') {
        return scheme_matches(scheme, target.scheme());
    }
    let (scheme, rest) = match source.split_once("://") {
        Some((scheme, rest)) => (scheme, rest),
        None => (own.scheme(), source.as_str()),
    };
    let authority = rest.split_once('/').map_or(rest, |(host, _)| host);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port == "*" || port.parse::<u16>().is_ok() => (host, Some(port)),
        _ => (authority, None),
    };
    let known = target.url().port_or_known_default();
    let port_fits = match port {
        Some("*") => true,
        Some(port) => port.parse::<u16>().ok() == known || port == "80" && known == Some(443),
        None => target.url().port().is_none(),
    };
    scheme_matches(scheme, target.scheme()) && host_matches(host, target.host()) && port_fits
}

/// The same scheme, or a more secure one (CSP3 §6.7.2.9).
fn scheme_matches(source: &str, target: &str) -> bool {
    source == target
        || matches!((source, target), ("http", "https") | ("ws", "wss" | "http" | "https") | ("wss", "https"))
}

/// The same host, any, or one below it (CSP3 §6.7.2.10).
fn host_matches(source: &str, target: &str) -> bool {
    let target = target.to_ascii_lowercase();
    match source.strip_prefix('*') {
        Some("") => true,
        Some(domain) => domain.starts_with('.') && target.ends_with(domain) && target != domain,
        None => source == target,
    }
}

/// The same scheme and port, or the secure one of the same host (CSP3 §6.7.2.7, `'self'`).
fn is_upgrade_of(own: &Uri, target: &Uri) -> bool {
    let ports = (own.url().port_or_known_default(), target.url().port_or_known_default());
    let both_default = own.url().port().is_none() && target.url().port().is_none();
    own.scheme() == target.scheme() && ports.0 == ports.1
        || matches!((own.scheme(), target.scheme()), ("http", "https" | "ws" | "wss") | ("https", "wss"))
            && (ports.0 == ports.1 || both_default)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> Uri {
        Uri::parse(text).unwrap()
    }

    #[track_caller]
    fn check(sources: &str, target: &str, expected: bool) {
        let directive = Directive { sources, range: None };
        assert_eq!(directive.allows(&uri("https://idp.example/login"), &uri(target)), expected, "{sources}");
    }

    #[test]
    fn matches_sources() {
        check("'self'", "https://idp.example/x", true);
        check("'self'", "https://app.example/cb", false);
        check("'self' https://app.example", "https://app.example/cb", true);
        check("'self' app.example", "https://app.example/cb", true);
        check("https://app.example/cb", "https://app.example/cb", true);
        check("http://app.example", "https://app.example/cb", true);
        check("https://app.example", "http://app.example/cb", false);
        check("*.example", "https://app.example/cb", true);
        check("*.app.example", "https://app.example/cb", false);
        check("https://app.example", "https://app.example:8443/cb", false);
        check("http://localhost:*", "http://localhost:3000/cb", true);
        check("https:", "https://app.example/cb", true);
        check("https:", "http://app.example/cb", false);
        check("*", "https://app.example/cb", true);
        check("*", "cursor://callback", false);
        check("cursor:", "cursor://callback", true);
        check("'none'", "https://idp.example/x", false);
        check("", "https://idp.example/x", false);
    }

    /// The examples that the specification gives of sources (CSP2 §4.2.2, CSP3 §6.7.2).
    #[test]
    fn matches_the_sources_of_the_specification() {
        check("http://*.example.com", "http://a.example.com/", true);
        check("http://*.example.com", "https://a.b.example.com/", true);
        check("http://*.example.com", "http://example.com/", false);
        check("mail.example.com:443", "https://mail.example.com/", true);
        check("mail.example.com:443", "https://mail.example.com:8443/", false);
        check("https://store.example.com", "https://store.example.com/", true);
        check("https://*:*", "https://anything.example:9443/", true);
        check("example.com:80", "https://example.com/", true);
        check("ws://example.com", "https://example.com/", true);
        check("wss://example.com", "http://example.com/", false);
        check("https://example.com", "wss://example.com/", false);
        check("'self'", "wss://idp.example/", true);
        check("'self'", "https://idp.example:8443/", false);
        check("cursor://anysphere.retrieval", "cursor://anysphere.retrieval/cb", true);
        check("EXAMPLE.com", "https://example.COM/", true);
    }

    #[test]
    fn what_is_not_understood_allows_nothing_and_what_was_taken_out_may() {
        for source in [
            "*example.com",
            "https://",
            "self",
            "example.com:http",
            "'unsafe-inline'",
            "'nonce-x'",
            "https//x",
        ] {
            check(source, "https://example.com/", false);
        }
        check("[REDACTED]", "https://example.com/", true);
        check("'self' ***", "https://example.com/", true);
    }

    #[test]
    fn finds_directives() {
        let text = "default-src 'self'; form-action 'self' https://a.example, connect-src *";
        let headers = Headers::from_pairs([("Content-Security-Policy".to_owned(), text.to_owned())]);
        let found = directives(&headers, &["form-action"]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].sources, "'self' https://a.example");
        assert_eq!(&text[found[0].range.clone().unwrap()], "form-action 'self' https://a.example");
        assert_eq!(directives(&headers, &["connect-src", "default-src"]).len(), 2);
        assert_eq!(directives(&headers, &["frame-src"]).len(), 0);
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(text in ".{0,80}") {
                let headers = Headers::from_pairs([("content-security-policy".to_owned(), text)]);
                for found in directives(&headers, &["a", "form-action"]) {
                    found.allows(&uri("https://a.example/"), &uri("https://b.example/c"));
                }
            }
        }
    }
}
