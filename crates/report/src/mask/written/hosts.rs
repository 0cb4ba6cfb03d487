//! Other names for hosts, with what they are of each other.
//!
//! Two hosts are of one site where they end in the same two labels, as the rules compare them. A site gets a name (`site1.example`), and
//! each label before it one of its own, the same wherever it stands: what was the same host, a host of the same site or one of another
//! site is so still. Schemes, ports and paths are no part of a host.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::net::{Ipv4Addr, Ipv6Addr};

use http::Uri;
use oauth::Provider;

use crate::mask::shape::is_technical;

/// Labels by which the rules tell sites apart.
const SITE: usize = 2;

/// How the names end that Microsoft Entra ID has for tenants, in the paths of its addresses too.
const TENANT: &str = ".onmicrosoft.com";

/// The hosts of a recording and what they are called.
#[derive(Default)]
pub(crate) struct Hosts {
    /// The sites of hosts that were asked or named: whatever ends in one of them is a host of it.
    sites: HashSet<String>,
    /// Hosts of one label that were asked or named: `intranet`.
    short: HashSet<String>,
    names: RefCell<Names>,
}

#[derive(Default)]
struct Names {
    sites: HashMap<String, usize>,
    labels: HashMap<String, usize>,
    addresses: HashMap<String, usize>,
    /// Names that were given before this recording came here, which stay.
    given: HashSet<String>,
}

impl Hosts {
    /// Says that this is a host, wherever it stands.
    pub(crate) fn learn(&mut self, host: &str) {
        let host = host.to_lowercase();
        if is_kept(&host) || is_address(&host) {
            return;
        }
        if !host.contains('.') {
            self.short.insert(host);
            return;
        }
        if is_masked(&host) {
            self.names.get_mut().given.insert(host.clone());
        }
        self.sites.insert(site_of(&host).to_owned());
    }

    /// The name of a host, of which is known that it is one, with its port.
    pub(super) fn host(&self, text: &str) -> String {
        let (host, port) = match text.rfind(':').filter(|at| !text[*at..].contains(']')) {
            Some(at) => text.split_at(at),
            None => (text, ""),
        };
        let lower = host.to_lowercase();
        if is_kept(&lower) { text.to_owned() } else { format!("{}{port}", self.name(&lower)) }
    }

    /// A text with other names for the hosts in it: those of sites that are known, what stands where an address has its host, and
    /// whatever is an IP address or ends as hosts do.
    pub(super) fn replaced(&self, text: String) -> String {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(start) = rest.find(is_part) {
            let (before, from) = rest.split_at(start);
            out.push_str(before);
            // `[2001:db8::7]`
            let bracketed = out.ends_with('[').then(|| from.split_once(']')).flatten();
            if let Some((inner, _)) = bracketed.filter(|(inner, _)| inner.parse::<Ipv6Addr>().is_ok()) {
                out.push_str(self.host(&format!("[{inner}]")).trim_matches(['[', ']']));
                rest = &from[inner.len()..];
                continue;
            }
            // `%2Fhost`
            let escape =
                from.get(..2).filter(|hex| out.ends_with('%') && hex.bytes().all(|b| b.is_ascii_hexdigit()));
            if let Some(escape) = escape {
                out.push_str(escape);
                rest = &from[escape.len()..];
                continue;
            }
            let (run, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
            let inner = run.trim_matches(['.', '-']);
            let lower = inner.to_lowercase();
            let is_host =
                out.ends_with("://") || self.is_known(&lower) || is_v4(&lower) || looks_like_host(inner);
            match is_host && !is_kept(&lower) && !lower.is_empty() {
                true => out.push_str(&run.replacen(inner, &self.name(&lower), 1)),
                false => out.push_str(run),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn is_known(&self, host: &str) -> bool {
        host.contains('.') && (self.sites.contains(site_of(host)) || host.ends_with(TENANT))
            || self.short.contains(host)
    }

    fn name(&self, host: &str) -> String {
        let names = &mut *self.names.borrow_mut();
        let number = |all: &mut HashMap<String, usize>, key: &str| {
            let next = all.len() + 1;
            *all.entry(key.to_owned()).or_insert(next)
        };
        if names.given.contains(host) {
            return host.to_owned();
        }
        if is_address(host) {
            let number = number(&mut names.addresses, host);
            return if host.starts_with('[') {
                format!("[2001:db8::{number:x}]")
            } else {
                format!("192.0.2.{number}")
            };
        }
        let labels: Vec<&str> = host.split('.').collect();
        let is_provider =
            Uri::parse(&format!("https://{host}/")).is_some_and(|uri| Provider::is_known_host(&uri));
        // Of a tenant's host at a provider that is known, the tenant alone has another name.
        let (own, site) = match is_provider {
            true if labels.len() > SITE => (&labels[..1], labels[1..].join(".")),
            true => return host.to_owned(),
            false if labels.len() == 1 => (labels.as_slice(), String::new()),
            false => {
                let from = labels.len().saturating_sub(SITE);
                let site = number(&mut names.sites, &labels[from..].join("."));
                (&labels[..from], format!("site{site}.example"))
            }
        };
        let label = |label: &&str| match is_technical(label) {
            true => (*label).to_owned(),
            false => format!("host{}", number(&mut names.labels, label)),
        };
        let mut named: Vec<String> = own.iter().map(label).collect();
        named.extend((!site.is_empty()).then_some(site));
        named.join(".")
    }
}

/// The last labels of a host, by which sites are told apart.
fn site_of(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at + 1);
    dots.nth(SITE - 1).map_or(host, |at| &host[at..])
}

/// Whether a text is the name of a host that nobody asked: by how it ends.
fn looks_like_host(text: &str) -> bool {
    const ENDS: [&str; 14] = [
        "biz", "cloud", "com", "corp", "de", "dev", "eu", "info", "internal", "io", "lan", "local", "net",
        "org",
    ];
    let labels: Vec<&str> = text.split('.').collect();
    let is_label = |label: &&str| !label.is_empty() && label.contains(|c: char| c.is_alphabetic());
    labels.len() > 1 && labels.iter().all(is_label) && labels.last().is_some_and(|end| ENDS.contains(end))
}

/// What stays: this machine, and hosts that nobody saw.
fn is_kept(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || host.ends_with(".invalid")
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback() || address.is_unspecified())
        || v6(host).is_some_and(|address| address.is_loopback() || address.is_unspecified())
}

fn is_v4(host: &str) -> bool {
    host.parse::<Ipv4Addr>().is_ok()
}

fn v6(host: &str) -> Option<Ipv6Addr> {
    host.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

fn is_address(host: &str) -> bool {
    is_v4(host) || v6(host).is_some()
}

/// Whether this is a name of a site as they are given here.
fn is_masked(host: &str) -> bool {
    let site = host.strip_suffix(".example").and_then(|rest| rest.rsplit('.').next());
    let number = site.and_then(|site| site.strip_prefix("site"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(known: &[&str], text: &str) -> String {
        let mut hosts = Hosts::default();
        known.iter().for_each(|host| hosts.learn(host));
        hosts.replaced(text.to_owned())
    }

    #[test]
    fn what_hosts_are_of_each_other_stays() {
        let text = "https://app.shop-17.io/cb https://id.shop-17.io:8443/x http://app.shop-17.io/ https://app.other.io/";
        assert_eq!(
            replaced(&[], text),
            "https://app.site1.example/cb https://id.site1.example:8443/x http://app.site1.example/ https://app.site2.example/"
        );
        assert_eq!(
            replaced(&["qzx.shop-17.io"], "Domain=shop-17.io; .shop-17.io, qzx.shop-17.io shop-17.io.evil"),
            "Domain=site1.example; .site1.example, host1.site1.example shop-17.io.evil"
        );
        assert_eq!(
            replaced(&["a.bücher-17.de", "qzxbox"], "www.bücher-17.de qzxbox:80 10.1.2.3 [2001:db9::7]"),
            "www.site1.example host1:80 192.0.2.1 [2001:db8::2]"
        );
    }

    #[test]
    fn this_machine_and_known_providers_stay_what_they_are() {
        for text in [
            "http://localhost:3000/cb",
            "http://127.0.0.1:8080/",
            "https://host-not-recorded.invalid/cb",
            "https://login.microsoftonline.com/common",
            "https://accounts.google.com/o/oauth2/v2/auth",
            "v2.0 1.21.3 not.a.host",
        ] {
            assert_eq!(replaced(&[], text), text);
        }
        assert_eq!(
            replaced(&[], "https://qzx17.eu.auth0.com/authorize"),
            "https://host1.eu.auth0.com/authorize"
        );
        assert_eq!(
            replaced(&[], "https://10.0.0.7/x https://10.0.0.8/x"),
            "https://192.0.2.1/x https://192.0.2.2/x"
        );
    }

    #[test]
    fn a_name_that_was_given_stays() {
        let once =
            replaced(&["app.shop-17.io"], "https://app.shop-17.io/ https://qzx.auth0.com/ https://10.0.0.7/");
        assert_eq!(replaced(&["app.site1.example"], &once), once);
    }
}
