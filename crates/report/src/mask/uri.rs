//! Addresses: host and path as they stand, path parts that look like credentials masked, parameters each by its own treatment.

use http::{Parameters, Uri};
use oauth::Provider;

use super::fields::{self, Treatment};
use super::forms::is_key;
use super::masked::Edit;
use super::redactor::Redactor;
use super::shape::{Mode, is_open, is_technical, is_uuid};
use super::spelled;
use super::spelling::unescaped;

/// Schemes whose rest is code or content.
pub(super) const UNREAD: [&str; 5] = ["data", "javascript", "blob", "vbscript", "about"];

/// The parts of an address as it was written, by places in the text.
pub(super) struct Parts {
    pub(super) authority: Option<(usize, usize)>,
    pub(super) path: (usize, usize),
    pub(super) query: Option<(usize, usize)>,
    pub(super) fragment: Option<(usize, usize)>,
}

/// What is replaced in the text of an address. Where text and parser do not agree on its parts, all but its scheme is.
pub(super) fn edits(redactor: &Redactor, uri: &Uri, text: &str) -> Vec<Edit> {
    let scheme = uri.scheme().len() + 1;
    let url = uri.url();
    let parts = parts(text, scheme);
    // An app's own scheme has names in it, and what an app was given: `com.example.app`, `fb1234567890`.
    let mut edits = match uri.scheme() {
        "https" | "http" | "wss" | "ws" => Vec::new(),
        own => labels(redactor, text, own.len()),
    };
    if UNREAD.contains(&uri.scheme()) || !agrees(uri, text, &parts) || spells_letters(text) {
        edits.extend(withheld(redactor, text, scheme));
        return edits;
    }
    if url.cannot_be_a_base() {
        // `urn:ietf:wg:oauth:2.0:oob`, `myapp:callback`: words of the protocols stay.
        let (start, end) = parts.path;
        let name_end = text[start..end].find(';').map_or(end, |at| start + at);
        let rest = &text[start..name_end];
        if name_end < end {
            parameters(redactor, text, (name_end + 1, end), &mut edits);
        }
        if rest.contains('@')
            || !rest.split([':', '/']).all(|part| is_open(part, Mode::Path) && is_technical(part))
        {
            edits.push(named(redactor, text, (start, name_end), "path"));
        }
    }
    if let Some((start, end)) = parts.authority {
        let userinfo = text[start..end].rfind('@');
        if let Some(length) = userinfo.filter(|length| *length > 0) {
            edits.push(named(redactor, text, (start, start + length), "userinfo"));
        }
        let host = (start + userinfo.map_or(0, |at| at + 1), end);
        let host_name = &text[host.0..host.1];
        let is_web = matches!(uri.scheme(), "https" | "http" | "wss" | "ws");
        let is_hidden = match is_web {
            true => host_name.split('.').any(is_key),
            // `api://UUID`: the identifier of an application at Entra.
            false => !(is_open(host_name, Mode::Path) || uri.scheme() == "api" && is_uuid(host_name)),
        };
        if host_name == http::UNSEEN_HOST {
            // Nobody saw the scheme either.
            edits.push(Edit { at: 0..end, by: NOT_RECORDED.to_owned() });
        } else if is_hidden {
            edits.push(named(redactor, text, host, "host"));
        }
    }
    if !url.cannot_be_a_base() {
        path(redactor, text, (parts.path.0 + tenant(uri, text, &parts), parts.path.1), &mut edits);
    }
    if let Some(query) = parts.query {
        pairs(redactor, text, query, &mut edits);
    }
    if let Some(fragment) = parts.fragment {
        self::fragment(redactor, text, fragment, &mut edits);
    }
    edits
}

/// Whether letters or digits are written as character references of HTML, which cut an address at their `#`.
fn spells_letters(text: &str) -> bool {
    let mut references = text.match_indices("&#").filter_map(|(at, _)| text.get(at..));
    references.any(|rest| {
        let plain = unescaped(rest.get(..rest.len().min(12)).unwrap_or_default());
        plain.starts_with(char::is_alphanumeric)
    })
}

/// How long the beginning of a path is that names a tenant of a provider, by its UUID: nobody signs in with it, and fixes speak of it.
pub(super) fn tenant(uri: &Uri, text: &str, parts: &Parts) -> usize {
    tenant_in(uri, &text[parts.path.0..parts.path.1]).map_or(0, |tenant| tenant.len() + 1)
}

/// That UUID.
pub(super) fn tenant_in<'p>(uri: &Uri, path: &'p str) -> Option<&'p str> {
    let first = path.strip_prefix('/')?.split('/').next()?;
    Some(first).filter(|first| is_uuid(first) && Provider::is_known_host(uri))
}

/// In place of a host that a log left out.
pub(super) const NOT_RECORDED: &str = "(host not recorded)";

/// What is replaced in a reference without scheme and host: `/error?code=…`.
pub(super) fn relative_edits(redactor: &Redactor, text: &str) -> Vec<Edit> {
    let parts = parts(text, 0);
    let mut edits = Vec::new();
    if let Some((start, end)) = parts.authority.filter(|(start, end)| text[*start..*end].contains('@')) {
        edits.push(named(redactor, text, (start, end), "userinfo"));
    }
    path(redactor, text, parts.path, &mut edits);
    if let Some(query) = parts.query {
        pairs(redactor, text, query, &mut edits);
    }
    if let Some(at) = parts.fragment {
        fragment(redactor, text, at, &mut edits);
    }
    edits
}

/// A fragment: parameters, or the route of an app in the page, with parameters or without.
fn fragment(redactor: &Redactor, text: &str, (start, end): (usize, usize), edits: &mut Vec<Edit>) {
    let fragment = &text[start..end];
    let route = Uri::route_of(fragment);
    let query = if route > 0 { (route < fragment.len()).then(|| route - 1) } else { fragment.find('?') };
    match query {
        Some(query) => {
            path(redactor, text, (start, start + query), edits);
            pairs(redactor, text, (start + query + 1, end), edits);
        }
        None if route > 0 => path(redactor, text, (start, end), edits),
        None if fragment.contains('=') => pairs(redactor, text, (start, end), edits),
        None => path(redactor, text, (start, end), edits),
    }
}

/// The parts of a path, and what stands in them behind a semicolon.
fn path(redactor: &Redactor, text: &str, (start, end): (usize, usize), edits: &mut Vec<Edit>) {
    let mut at = start;
    for segment in text[start..end].split('/') {
        let own = at;
        at += segment.len() + 1;
        let name_end = segment.find(';').unwrap_or(segment.len());
        let plain = Parameters::decode_value(&segment[..name_end].replace('+', "%2B"));
        if !is_open_segment(&plain) || redactor.is_secret_word(&plain) {
            edits.push(named(redactor, text, (own, own + name_end), "path"));
        }
        if name_end < segment.len() {
            parameters(redactor, text, (own + name_end + 1, own + segment.len()), edits);
        }
    }
}

/// Whether it is a name that the IETF registered, of words alone (RFC 6755): its parts are no names with values behind them.
pub(super) fn is_registered(text: &str) -> bool {
    let names = text.strip_prefix("urn:ietf:params:");
    names.is_some_and(|names| names.split(':').all(is_open_segment))
}

/// Whether a part of a path, decoded, is shown as it stands.
pub(super) fn is_open_segment(plain: &str) -> bool {
    let pieces = plain.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.' | '~'));
    // `[104, 117, 110]`: a text as the numbers of its bytes.
    let is_written_out = plain.contains([' ', ',', ';', ':']) && !spelled::places(plain).is_empty();
    !plain.contains('@')
        && !spells_letters(plain)
        && !is_written_out
        && pieces.into_iter().all(|part| is_open(part, Mode::Path))
}

/// What stands in a path behind a semicolon (RFC 3986 §3.3).
fn parameters(redactor: &Redactor, text: &str, (start, end): (usize, usize), edits: &mut Vec<Edit>) {
    let mut at = start;
    for parameter in text[start..end].split(';') {
        pairs(redactor, text, (at, at + parameter.len()), edits);
        at += parameter.len() + 1;
    }
}

/// Parameters in their encoding. What is shown as it was sent keeps the encoding in which it was.
pub(super) fn pairs(redactor: &Redactor, text: &str, (start, end): (usize, usize), edits: &mut Vec<Edit>) {
    let before = &text[..start];
    let mut at = start;
    for pair in text[start..end].split('&') {
        let own = at;
        at += pair.len() + 1;
        let (name, value) = match pair.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (pair, None),
        };
        let plain_name = Parameters::decode_value(name);
        let is_secret = value.is_none() && redactor.is_secret_word(&plain_name);
        if !name.is_empty() && (is_secret || !fields::is_plain_name(&plain_name)) {
            let by = redactor.name(if value.is_some() { "name" } else { "value" }, &plain_name);
            edits.push(Edit { at: own..own + name.len(), by: format!("({by})") });
        }
        let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
        let plain = Parameters::decode_value(value);
        let treatment = match is_error_number(before, &plain_name, &plain) {
            true => Treatment::Plain,
            false => fields::parameter(&plain_name),
        };
        let shown = redactor.value(&plain_name, treatment, &plain);
        if shown.as_str() != plain {
            let at = own + name.len() + 1..own + pair.len();
            let is_name = treatment == Treatment::Secret && !shown.as_str().starts_with('(');
            edits.push(Edit { at, by: if is_name { format!("({shown})") } else { shown.to_string() } });
        }
    }
}

/// Whether a parameter is the number of an error on a page about it, and no code of OAuth: `…/error?code=900144` of Entra.
pub(super) fn is_error_number(before: &str, name: &str, value: &str) -> bool {
    before.ends_with("/error?")
        && name == "code"
        && value.len() <= 8
        && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// The labels of an app's own scheme, which is as long as this.
fn labels(redactor: &Redactor, text: &str, scheme: usize) -> Vec<Edit> {
    let mut at = 0;
    let labels = text.get(..scheme).unwrap_or_default().split('.').map(|label| {
        let place = (at, at + label.len());
        at = place.1 + 1;
        place
    });
    let closed = labels.filter(|(start, end)| !is_open_segment(&text[*start..*end]));
    closed.map(|place| named(redactor, text, place, "scheme")).collect()
}

fn named(redactor: &Redactor, text: &str, (start, end): (usize, usize), label: &str) -> Edit {
    let name = redactor.name(label, &Parameters::decode_value(&text[start..end].replace('+', "%2B")));
    Edit { at: start..end, by: format!("({name})") }
}

fn withheld(redactor: &Redactor, text: &str, scheme: usize) -> Vec<Edit> {
    let start = text.char_indices().nth(scheme).map_or(text.len(), |(at, _)| at);
    if start >= text.len() { Vec::new() } else { vec![named(redactor, text, (start, text.len()), "address")] }
}

/// The parts by RFC 3986, Appendix B.
pub(super) fn parts(text: &str, scheme: usize) -> Parts {
    let fragment_at = text.find('#');
    let before_fragment = fragment_at.unwrap_or(text.len());
    let query_at = text[..before_fragment].find('?');
    let before_query = query_at.unwrap_or(before_fragment);
    let scheme = scheme.min(before_query);
    let scheme = (scheme..=before_query).find(|at| text.is_char_boundary(*at)).unwrap_or(before_query);
    let hierarchy = &text[scheme..before_query];
    let authority = hierarchy.starts_with("//").then(|| {
        let length = hierarchy[2..].find('/').unwrap_or(hierarchy.len() - 2);
        (scheme + 2, scheme + 2 + length)
    });
    Parts {
        authority,
        path: (authority.map_or(scheme, |(_, end)| end), before_query),
        query: query_at.map(|at| (at + 1, before_fragment)),
        fragment: fragment_at.map(|at| (at + 1, text.len())),
    }
}

/// Whether the parser found the same host, user and path in the text.
pub(super) fn agrees(uri: &Uri, text: &str, parts: &Parts) -> bool {
    let url = uri.url();
    let starts =
        text.get(..uri.scheme().len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(uri.scheme()));
    if !starts || text.contains(['\\', '\n', '\r', '\t']) {
        return false;
    }
    match parts.authority {
        None => url.host_str().is_none(),
        Some((start, end)) => {
            let authority = &text[start..end];
            let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
            let host = match host.rfind(':') {
                Some(at) if host[at + 1..].bytes().all(|b| b.is_ascii_digit()) => &host[..at],
                _ => host,
            };
            let is_foreign =
                !host.is_ascii() && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
            (is_foreign && url.host_str().is_some()
                || host.eq_ignore_ascii_case(url.host_str().unwrap_or_default()))
                && (user.is_empty() || !url.username().is_empty() || url.password().is_some() || user == ":")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mask::fields::Treatment;

    fn shown(text: &str) -> String {
        Redactor::default().value("address", Treatment::Url, text).to_string()
    }

    #[test]
    fn each_part_is_shown_by_its_own_treatment() {
        for (address, expected) in [
            ("myapp:callback;code=abc", "myapp:callback;code=(code#1 · 3 chars)"),
            (
                "myapp:callback;code=abc;state=xyz",
                "myapp:callback;code=(code#1 · 3 chars);state=(state#1 · 3 chars)",
            ),
            ("myapp:mueller", "myapp:(path#1 · 7 chars)"),
            ("mailto:login@token", "mailto:(path#1 · 11 chars)"),
            ("myapp:qzxkwv71;x=1", "myapp:(path#1 · 8 chars);x=(x#1 · 1 char)"),
            ("https://jane@idp.example/cb", "https://(userinfo#1 · 4 chars)@idp.example/cb"),
            ("https://jane:horse@idp.example:8443/cb", "https://(userinfo#1 · 10 chars)@idp.example:8443/cb"),
            ("myapp://callback/token", "myapp://callback/token"),
            ("myapp://jane@qzxkwv71/token", "myapp://(userinfo#1 · 4 chars)@(host#1 · 8 chars)/token"),
            ("com.example.web-shop://callback", "com.example.web-shop://callback"),
            ("com.apps.84371-qzx7kwv71m2t:/oauth2redirect", "com.apps.(scheme#1 · 18 chars):/oauth2redirect"),
            ("https://ghp_8ZkGvrjoOUPzXqich.a.example/cb", "https://(host#1 · 31 chars)/cb"),
            ("https://asia-northeast1-docker.pkg.dev/v2", "https://asia-northeast1-docker.pkg.dev/v2"),
            (
                "https://login.microsoftonline.com/6babcaad-604b-40ac-a9d7-9fd97c0b779f/oauth2",
                "https://login.microsoftonline.com/6babcaad-604b-40ac-a9d7-9fd97c0b779f/oauth2",
            ),
            (
                "https://a.example/6babcaad-604b-40ac-a9d7-9fd97c0b779f/oauth2",
                "https://a.example/(path#1 · 36 chars)/oauth2",
            ),
            (
                "api://6babcaad-604b-40ac-a9d7-9fd97c0b779f/read",
                "api://6babcaad-604b-40ac-a9d7-9fd97c0b779f/read",
            ),
            (
                "https://a.example/[104,117,110,116,101,114,50,45]/cb",
                "https://a.example/(path#1 · 31 chars)/cb",
            ),
            ("https://a.example/a&key=4969%200228/cb", "https://a.example/(path#1 · 15 chars)/cb"),
            ("javascript:alert(1)", "javascript:(address#1 · 8 chars)"),
            ("about:blank", "about:(address#1 · 5 chars)"),
            ("https://a.example/cb?", "https://a.example/cb?"),
            ("https://a.example/cb?=x&&code=&state", "https://a.example/cb?=(value#1 · 1 char)&&code=&state"),
            (
                "https://a.example/cb?qzxkwv71=1&qzxkwv72",
                "https://a.example/cb?(name#1 · 8 chars)=(value#1 · 1 char)&(value#2 · 8 chars)",
            ),
            (
                "https://a.example/cb?scope=openid&error_description=user+jane%40corp.example",
                "https://a.example/cb?scope=openid&error_description=user (e-mail#1 · 17 chars)",
            ),
            (
                "https://a.example/cb?redirect_uri=https%3A%2F%2Fb.example%2Fcb%3Fcode%3Dabc",
                "https://a.example/cb?redirect_uri=https://b.example/cb?code=(code#1 · 3 chars)",
            ),
            ("https://a.example/cb#qzxkwv71", "https://a.example/cb#(path#1 · 8 chars)"),
            (
                "https://a.example/cb#token/qzxkwv71?code=abc",
                "https://a.example/cb#token/(path#1 · 8 chars)?code=(code#1 · 3 chars)",
            ),
            ("https://a.example/a+b/cb", "https://a.example/a+b/cb"),
            ("https://a.example/error?code=900144", "https://a.example/error?code=900144"),
            ("/error?code=900144", "/error?code=900144"),
            ("https://a.example/error?code=9001449001", "https://a.example/error?code=(code#1 · 10 chars)"),
            ("https://a.example/cb?code=900144", "https://a.example/cb?code=(code#1 · 6 chars)"),
            (
                "https://a.example/qzxkwv71/cb;code=abc;x/qzxkwv72;state=abc",
                "https://a.example/(path#1 · 8 chars)/cb;code=(code#1 · 3 chars);x/(path#2 · 8 chars);state=(code#1 · 3 chars)",
            ),
            ("https://a.example/jane@corp", "https://a.example/(path#1 · 9 chars)"),
            ("https://a.example/cb%2Fqzxkwv71", "https://a.example/(path#1 · 11 chars)"),
            ("https://a.example\\qzxkwv71/cb", "https:(address#1 · 23 chars)"),
            ("https:a.example/qzxkwv71", "https:(address#1 · 18 chars)"),
            ("https://bücher.example/cb", "https://bücher.example/cb"),
            ("https://a.example:/cb", "https://a.example:/cb"),
            ("https://:@a.example/cb", "https://(userinfo#1 · 1 char)@a.example/cb"),
            (
                "//jane@a.example/cb?code=abc#state=abc",
                "//(userinfo#1 · 14 chars)/cb?code=(code#1 · 3 chars)#state=(code#1 · 3 chars)",
            ),
            ("//a.example/qzxkwv71", "//a.example/(path#1 · 8 chars)"),
            ("/cb?code=abc#/token?code=xyz", "/cb?code=(code#1 · 3 chars)#/token?code=(code#2 · 3 chars)"),
            ("?code=abc", "?code=(code#1 · 3 chars)"),
            ("#code=abc", "#code=(code#1 · 3 chars)"),
            ("/qzxkwv71/cb", "/(path#1 · 8 chars)/cb"),
        ] {
            assert_eq!(shown(address), expected);
        }
    }
}
