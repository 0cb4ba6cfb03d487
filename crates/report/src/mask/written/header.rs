//! Header fields.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Body, Redaction};

use super::{DEEPEST, TAKEN_OUT, Treatment, Writer, Written};
use crate::mask::{fields, set_cookies};
use crate::view::headers::cookie_attribute;

/// What browsers call themselves and what they are made of, in the order in which they say it.
const PRODUCTS: [&str; 9] =
    ["Mozilla", "AppleWebKit", "Gecko", "Chromium", "Chrome", "Firefox", "Safari", "Edg", "OPR"];

impl Writer<'_> {
    /// A header field's name.
    pub(crate) fn header_name(&self, name: &str) -> Written {
        self.whole(self.field_name(name))
    }

    /// A header field's value.
    pub(crate) fn header(&self, name: &str, value: &str) -> Written {
        // What is made of fixed words is no secret for that.
        if name == "user-agent" {
            return Written(self.user_agent(value));
        }
        let written = match name {
            _ if Redaction::of(value) == Some(Redaction::TakenOut) => TAKEN_OUT.to_owned(),
            "authorization" | "proxy-authorization" => self.authorization(value),
            "cookie" => {
                value.split(';').map(|pair| self.cookie_pair(pair.trim())).collect::<Vec<_>>().join("; ")
            }
            "set-cookie" => {
                set_cookies(value).into_iter().map(|one| self.set_cookie(one)).collect::<Vec<_>>().join(", ")
            }
            "dpop" => self.secret("dpop-proof", value.trim(), DEEPEST),
            "access-control-allow-origin" | "origin" => self.value(name, Treatment::Url, value, DEEPEST),
            _ => match fields::header(name) {
                Some(treatment) => self.value(name, treatment, value, DEEPEST),
                None => self.known_here("header", value),
            },
        };
        match name {
            "location" | "referer" => self.guarded_address(written),
            _ => self.whole(written),
        }
    }

    /// Which browser asked, without versions and what else tells somebody's machine from others; of another program nothing.
    fn user_agent(&self, value: &str) -> String {
        let is_named = |product: &&str| value.contains(&format!("{product}/"));
        let products: Vec<String> =
            PRODUCTS.iter().copied().filter(is_named).map(|product| format!("{product}/0")).collect();
        match products.is_empty() {
            true => self.known_here("header", value),
            false => products.join(" "),
        }
    }

    /// A name where the value stands, or what was there in place of it already.
    fn known_here(&self, label: &str, value: &str) -> String {
        if value.is_empty() {
            return String::new();
        }
        super::masked_before(value).unwrap_or_else(|| self.named_here(label, value))
    }

    fn authorization(&self, value: &str) -> String {
        let Some((scheme, credentials)) = value.split_once(' ') else {
            return self.secret("credentials", value, DEEPEST);
        };
        let basic = scheme.eq_ignore_ascii_case("basic").then(|| self.basic(credentials)).flatten();
        let credentials = basic.unwrap_or_else(|| self.secret("credentials", credentials.trim(), DEEPEST));
        format!("{} {credentials}", self.field_name(scheme))
    }

    /// HTTP Basic (RFC 7617 §2) with a name in place of what stands behind the colon. What stands before it is a client that is named
    /// elsewhere in the open, or has a name too.
    fn basic(&self, credentials: &str) -> Option<String> {
        let decoded = Body::from_base64(credentials)?;
        let (id, secret) = decoded.text()?.split_once(':')?;
        let id = match self.redactor.stands_open(id) {
            true => id.to_owned(),
            false => self.secret("client", id, 0),
        };
        Some(STANDARD.encode(format!("{id}:{}", self.secret("client_secret", secret, 0))))
    }

    fn cookie_pair(&self, pair: &str) -> String {
        match pair.split_once('=') {
            Some((name, value)) => format!("{}={}", self.field_name(name), self.secret("cookie", value, 0)),
            None => self.secret("cookie", pair, 0),
        }
    }

    fn set_cookie(&self, field: &str) -> String {
        let mut parts = field.split(';').map(str::trim);
        let mut shown = vec![self.cookie_pair(parts.next().unwrap_or_default())];
        shown.extend(
            parts.map(|attribute| self.renamed(cookie_attribute(attribute, self.redactor).to_string())),
        );
        shown.join("; ")
    }
}
