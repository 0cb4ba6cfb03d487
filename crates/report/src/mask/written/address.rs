//! Addresses: what is replaced in them is encoded as their part of the address asks for.

use http::{Parameters, Uri};

use super::{Treatment, Writer};
use crate::mask::fields;
use crate::mask::forms::is_key;
use crate::mask::uri::{self, Parts, is_error_number, is_open_segment};

/// What stands in place of a host that cannot be told from a secret.
const WITHHELD_HOST: &str = "withheld.invalid";

impl Writer<'_> {
    /// An address or a reference.
    pub(super) fn address(&self, text: &str, depth: usize) -> String {
        let Some(depth) = depth.checked_sub(1) else { return self.named("address", text) };
        match Uri::parse(text) {
            Some(uri) => self.absolute(&uri, depth),
            None if text.starts_with(['/', '?', '#']) => {
                let parts = uri::parts(text, 0);
                let own = |(start, end): (usize, usize)| &text[start..end];
                let authority =
                    parts.authority.map_or(String::new(), |at| format!("//{}", self.host(own(at), true)));
                format!("{authority}{}", self.rest(text, &parts, depth))
            }
            None => self.as_masked(&self.redactor.mask(Treatment::Prose, text)),
        }
    }

    fn absolute(&self, uri: &Uri, depth: usize) -> String {
        let text = uri.text().text();
        let url = uri.url();
        let scheme = uri.scheme();
        if uri::UNREAD.contains(&scheme) {
            return format!("{scheme}:{}", encoded(&self.named("address", text)));
        }
        let parts = uri::parts(text, scheme.len() + 1);
        let normal = url.as_str();
        if !uri::agrees(uri, text, &parts) {
            // As the parser understood it.
            let again = Uri::parse(normal).filter(|again| {
                normal != text && uri::agrees(again, normal, &uri::parts(normal, scheme.len() + 1))
            });
            return match again {
                Some(again) => self.absolute(&again, depth),
                None => format!("https://{WITHHELD_HOST}/{}", encoded(&self.named("address", text))),
            };
        }
        let is_web = matches!(scheme, "https" | "http" | "wss" | "ws");
        let head = text.get(..scheme.len()).unwrap_or_default();
        let head = if is_web { head.to_owned() } else { self.own_scheme(head) };
        let authority = parts
            .authority
            .map_or(String::new(), |(start, end)| format!("//{}", self.host(&text[start..end], is_web)));
        if url.cannot_be_a_base() {
            return format!("{head}:{}", self.opaque(text, &parts, depth));
        }
        let (start, end) = parts.path;
        let tenant = start + uri::tenant(uri, text, &parts);
        let shown = Some(&text[start..tenant]).filter(|shown| self.redactor.escaped(shown).is_empty());
        let begin = shown.map_or(start, |_| tenant);
        let path = self.path(&text[begin..end], depth);
        let behind = self.behind_path(text, &parts, depth);
        format!("{head}:{authority}{}{path}{behind}", shown.unwrap_or_default())
    }

    /// An app's own scheme, `com.example.app`: what it was given stands in it, too.
    fn own_scheme(&self, scheme: &str) -> String {
        let label = |label: &str| match is_open_segment(label) && self.redactor.escaped(label).is_empty() {
            true => label.to_owned(),
            false => self.mark("scheme", label),
        };
        scheme.split('.').map(label).collect::<Vec<_>>().join(".")
    }

    /// The name of a secret, in letters that a host and a scheme may have.
    fn mark(&self, label: &str, secret: &str) -> String {
        let name = self.redactor.name(label, secret);
        self.tally.masked(name.as_str());
        let mark = name.as_str().split(" · ").next().unwrap_or_default();
        mark.replace(|c: char| !c.is_ascii_alphanumeric(), "-")
    }

    /// `urn:ietf:wg:oauth:2.0:oob`, `myapp:callback`.
    fn opaque(&self, text: &str, parts: &Parts, depth: usize) -> String {
        let (start, end) = parts.path;
        if self.redactor.mask(Treatment::Url, text).is_as_sent() {
            return text[start..].to_owned();
        }
        let path = encoded(&self.secret("path", &text[start..end], 0));
        format!("{path}{}", self.behind_path(text, parts, depth))
    }

    fn host(&self, authority: &str, is_web: bool) -> String {
        let (user, host) =
            authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
        let user = match user {
            Some("") => "@".to_owned(),
            Some(user) => {
                format!(
                    "{}@",
                    encoded(&self.secret(
                        "userinfo",
                        &Parameters::decode_value(&user.replace('+', "%2B")),
                        0
                    ))
                )
            }
            None => String::new(),
        };
        let is_shown = is_web || is_open_segment(host);
        let host = match is_shown {
            true => {
                let host = self.labels(host);
                self.hosts.as_ref().map_or(host.clone(), |hosts| hosts.host(&host))
            }
            false => encoded(&self.secret("host", &Parameters::decode_value(host), 0)),
        };
        format!("{user}{host}")
    }

    /// A host in which a secret is a label: a name that a host may have stands there.
    fn labels(&self, host: &str) -> String {
        if host.split('.').any(is_key) {
            self.mark("host", host);
            return WITHHELD_HOST.to_owned();
        }
        if self.redactor.escaped(host).is_empty() {
            return host.to_owned();
        }
        let label = |label: &str| match self.redactor.escaped(label).is_empty() {
            true => label.to_owned(),
            false => self.mark("host", label),
        };
        let host = host.split('.').map(label).collect::<Vec<_>>().join(".");
        // One that goes over several labels.
        if self.redactor.escaped(&host).is_empty() { host } else { WITHHELD_HOST.to_owned() }
    }

    fn rest(&self, text: &str, parts: &Parts, depth: usize) -> String {
        let (start, end) = parts.path;
        format!("{}{}", self.path(&text[start..end], depth), self.behind_path(text, parts, depth))
    }

    fn behind_path(&self, text: &str, parts: &Parts, depth: usize) -> String {
        let query = parts.query.map_or(String::new(), |(start, end)| {
            format!("?{}", self.query(&text[..start], &text[start..end], depth))
        });
        let fragment = parts
            .fragment
            .map_or(String::new(), |(start, end)| format!("#{}", self.fragment(&text[start..end], depth)));
        format!("{query}{fragment}")
    }

    fn fragment(&self, fragment: &str, depth: usize) -> String {
        match fragment.split_once('?') {
            Some((route, query)) => format!("{}?{}", self.path(route, depth), self.pairs(query, depth)),
            None if fragment.contains('=') => self.pairs(fragment, depth),
            None => self.path(fragment, depth),
        }
    }

    fn path(&self, path: &str, depth: usize) -> String {
        let segment = |segment: &str| {
            let (name, parameters) =
                segment.split_once(';').map_or((segment, None), |(name, rest)| (name, Some(rest)));
            let plain = Parameters::decode_value(&name.replace('+', "%2B"));
            let name = match is_open_segment(&plain) || is_template(&plain) {
                true if self.redactor.escaped(&plain).is_empty() && !self.redactor.is_secret_word(&plain) => {
                    self.renamed(name.to_owned())
                }
                _ => encoded(&self.secret("path", &plain, 0)),
            };
            let parameters = parameters
                .map(|all| all.split(';').map(|one| self.pairs(one, depth)).collect::<Vec<_>>().join(";"));
            parameters.map_or(name.clone(), |parameters| format!("{name};{parameters}"))
        };
        path.split('/').map(segment).collect::<Vec<_>>().join("/")
    }

    /// A query behind what stands before it.
    fn query(&self, before: &str, query: &str, depth: usize) -> String {
        let is_shown = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or_default();
            is_error_number(before, name, value) && self.redactor.escaped(value).is_empty()
        };
        let pair = |pair| if is_shown(pair) { pair.to_owned() } else { self.pair(pair, depth) };
        query.split('&').map(pair).collect::<Vec<_>>().join("&")
    }

    /// Parameters in their encoding. What stays as it was sent keeps the encoding in which it was.
    pub(super) fn pairs(&self, pairs: &str, depth: usize) -> String {
        pairs.split('&').map(|pair| self.pair(pair, depth)).collect::<Vec<_>>().join("&")
    }

    fn pair(&self, pair: &str, depth: usize) -> String {
        let (name, value) = pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value)));
        let plain_name = Parameters::decode_value(name);
        let shown_name = match value {
            Some(_) => self.field_name(&plain_name),
            None if self.redactor.is_secret_word(&plain_name) => self.secret("value", &plain_name, 0),
            None if self.redactor.field_name(&plain_name).as_str() == plain_name || plain_name.is_empty() => {
                plain_name.clone()
            }
            None => self.secret("value", &plain_name, 0),
        };
        let name = if shown_name == plain_name { name.to_owned() } else { Parameters::encode(&shown_name) };
        let Some(value) = value else { return name };
        let plain = Parameters::decode_value(value);
        let shown = self.parameter(&plain_name, &plain, depth);
        let value = if shown == plain { value.to_owned() } else { Parameters::encode(&shown) };
        format!("{name}={value}")
    }

    /// A parameter's value, decoded.
    pub(super) fn parameter(&self, name: &str, value: &str, depth: usize) -> String {
        match name {
            // Asked for by OpenID Connect Core §5.5 and RFC 9396: JSON that names claims and rights.
            "claims" | "authorization_details" => match serde_json::from_str(value) {
                Ok(json @ (serde_json::Value::Object(_) | serde_json::Value::Array(_))) => {
                    self.asked(&json, depth).to_string()
                }
                _ => self.value(name, fields::parameter(name), value, depth),
            },
            _ => self.value(name, fields::parameter(name), value, depth),
        }
    }
}

/// `{tenantid}`: what a document has in place of a part.
fn is_template(segment: &str) -> bool {
    let inner = segment.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
    inner.is_some_and(|inner| inner.len() <= 16 && inner.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// As a part of a path.
pub(super) fn encoded(text: &str) -> String {
    Parameters::encode(text).replace('+', "%20")
}
