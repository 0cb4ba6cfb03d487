//! Request targets.

use std::sync::OnceLock;

use url::Url;

use crate::redaction::{with_names_encoded, with_unseen_host};
use crate::{Parameters, Secret};

/// The host of a URL whose host was not recorded: access logs often name paths alone. No name ends in `.invalid` (RFC 6761
/// §6.4).
pub const UNSEEN_HOST: &str = "host-not-recorded.invalid";

/// An absolute URI as it was captured, and its parts.
#[derive(Clone)]
pub struct Uri {
    text: Secret<String>,
    url: Secret<Url>,
    /// Decoded when somebody asks, once.
    query: OnceLock<Parameters>,
    fragment: OnceLock<Parameters>,
}

impl PartialEq for Uri {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Uri {
    /// Reads an absolute URI; `None` for anything else. The text stays as it was captured, but
    /// for the `#` in a name of a report, which begins no fragment, and a host in whose place something stands, which was not seen.
    pub fn parse(text: &str) -> Option<Self> {
        let text = with_names_encoded(text);
        let text = with_unseen_host(&text);
        let url = Url::parse(&text).ok()?;
        Some(Uri {
            text: Secret::new(text.into_owned()),
            url: Secret::new(url),
            query: OnceLock::new(),
            fragment: OnceLock::new(),
        })
    }

    /// Reads a reference relative to this URI (a `Location`). Without a fragment of its own it inherits this one's
    /// (RFC 9110 §10.2.2).
    pub fn join(&self, reference: &str) -> Option<Self> {
        let reference = with_names_encoded(reference);
        let reference = &*with_unseen_host(reference.trim());
        let mut joined = self.url.expose().join(reference.trim()).ok()?;
        let absolute = Url::parse(reference.trim()).is_ok();
        if joined.fragment().is_none() && self.url.expose().fragment().is_some() {
            joined.set_fragment(self.url.expose().fragment());
            return Uri::parse(joined.as_str());
        }
        if absolute { Uri::parse(reference.trim()) } else { Uri::parse(joined.as_str()) }
    }

    /// The text as it was captured.
    pub fn text(&self) -> &Secret<String> {
        &self.text
    }

    /// The parsed form.
    pub fn url(&self) -> &Url {
        self.url.expose()
    }

    /// `https`, `http`, `myapp` …
    pub fn scheme(&self) -> &str {
        self.url.expose().scheme()
    }

    /// The host, or nothing for schemes that have none.
    pub fn host(&self) -> &str {
        self.url.expose().host_str().unwrap_or_default()
    }

    /// Whether the host was recorded.
    pub fn is_host_known(&self) -> bool {
        self.host() != UNSEEN_HOST
    }

    /// Scheme, host and port (RFC 6454); for schemes without hosts the scheme alone.
    pub fn origin(&self) -> String {
        let origin = self.url.expose().origin();
        if origin.is_tuple() {
            origin.ascii_serialization()
        } else {
            format!("{}://{}", self.scheme(), self.host())
        }
    }

    /// The path.
    pub fn path(&self) -> &str {
        self.url.expose().path()
    }

    /// The parameters after `?`.
    pub fn query(&self) -> &Parameters {
        self.query.get_or_init(|| self.url.expose().query().map(Parameters::decode).unwrap_or_default())
    }

    /// The parameters after `#`, and after the route of an app in the page: `#/callback?code=…`.
    pub fn fragment(&self) -> &Parameters {
        self.fragment.get_or_init(|| {
            let fragment = self.url.expose().fragment().unwrap_or_default();
            Parameters::decode(&fragment[Uri::route_of(fragment)..])
        })
    }

    /// The bytes before the parameters of a fragment: the route of an app in the page, with the sign behind it.
    pub fn route_of(fragment: &str) -> usize {
        if !fragment.starts_with(['/', '!']) {
            return 0;
        }
        match (fragment.find(['?', '#']), fragment.find('=')) {
            (Some(sign), _) => sign + 1,
            // `#/access_token=…`: what begins with a name is no route.
            (None, Some(sign)) => fragment[..sign].rfind(['/', '!']).map_or(0, |at| at + 1),
            (None, None) => fragment.len(),
        }
    }

    /// Whether there is a fragment.
    pub fn has_fragment(&self) -> bool {
        self.url.expose().fragment().is_some()
    }

    /// Whether both name the same resource: everything but the fragment.
    pub fn same_resource(&self, other: &Uri) -> bool {
        without_fragment(self.url()) == without_fragment(other.url())
    }

    /// Whether both name the same endpoint: everything but query and fragment.
    pub fn same_endpoint(&self, other: &Uri) -> bool {
        self.endpoint() == other.endpoint()
    }

    /// What addresses of one endpoint have in common: scheme, host, port and path.
    pub fn endpoint(&self) -> (&str, &str, Option<u16>, &str) {
        (self.scheme(), self.host(), self.url().port_or_known_default(), self.path())
    }
}

fn without_fragment(url: &Url) -> &str {
    let text = url.as_str();
    text.split_once('#').map_or(text, |(before, _)| before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_stand_behind_the_route_of_an_app() {
        for (address, code) in [
            ("https://app.example/#code=1&state=2", Some("1")),
            ("https://app.example/#/callback?code=1&state=2", Some("1")),
            ("https://app.example/#!/callback?code=1", Some("1")),
            ("https://app.example/#/callback#code=1", Some("1")),
            ("https://app.example/#/code=1&state=2", Some("1")),
            ("https://app.example/#!code=1", Some("1")),
            ("https://app.example/#/login/code=1", Some("1")),
            ("https://app.example/#/orders/code", None),
        ] {
            assert_eq!(Uri::parse(address).unwrap().fragment().text("code"), code, "{address}");
        }
    }

    #[test]
    fn joins_as_a_browser_follows() {
        let from = Uri::parse("https://idp.example/authorize?x=1#frag").unwrap();
        assert!(from.join("/login").unwrap().text().text() == "https://idp.example/login#frag");
        assert!(from.join("myapp://cb?code=1#").unwrap().scheme() == "myapp");
        assert!(from.join("https://app.example/cb#code=1").unwrap().fragment().text("code") == Some("1"));
        assert!(Uri::parse("/relative").is_none());
        let elsewhere = from.join("https://<TENANT>.example/a?b=c").unwrap();
        assert!(
            !elsewhere.is_host_known()
                && elsewhere.path() == "/a"
                && elsewhere.query().text("b") == Some("c")
        );
    }
}
