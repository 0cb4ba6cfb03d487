//! Other names for hosts, with what they are of each other.
//!
//! Two hosts are of one site where they end in the same two labels, as the rules compare them. A site gets a name (`site1.example`), and
//! each label before it one of its own, the same wherever it stands: what was the same host, a host of the same site or one of another
//! site is so still. Schemes, ports and paths are no part of a host.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use http::Uri;
use oauth::Provider;

use crate::mask::shape::is_technical;

/// Labels by which the rules tell sites apart.
const SITE: usize = 2;

/// The hosts of a recording and what they are called.
#[derive(Default)]
pub(crate) struct Hosts {
    /// Hosts that were asked or named, and what they end in.
    known: HashSet<String>,
    names: RefCell<Names>,
}

#[derive(Default)]
struct Names {
    sites: HashMap<String, usize>,
    labels: HashMap<String, usize>,
    addresses: HashMap<String, usize>,
}

impl Hosts {
    /// Says that this is a host, wherever it stands.
    pub(crate) fn learn(&mut self, host: &str) {
        let host = host.to_ascii_lowercase();
        if is_kept(&host) {
            return;
        }
        let labels: Vec<&str> = host.split('.').collect();
        let ends = 0..labels.len().saturating_sub(SITE - 1);
        let ends = ends.filter_map(|from| labels.get(from..)).map(|rest| rest.join("."));
        self.known.extend(ends.filter(|end| end.contains('.')));
    }

    /// A text with other names for the hosts in it: those that are known, and what stands where an address has its host.
    pub(super) fn replaced(&self, text: String) -> String {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(start) = rest.find(is_part) {
            let (before, from) = rest.split_at(start);
            let (run, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
            out.push_str(before);
            let inner = run.trim_matches(['.', '-']);
            let lower = inner.to_ascii_lowercase();
            let is_host = out.ends_with("://") && lower.contains('.') || self.known.contains(&lower);
            match is_host && !is_kept(&lower) {
                true => out.push_str(&run.replacen(inner, &self.name(&lower), 1)),
                false => out.push_str(run),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn name(&self, host: &str) -> String {
        let names = &mut *self.names.borrow_mut();
        let number = |all: &mut HashMap<String, usize>, key: &str| {
            let next = all.len() + 1;
            *all.entry(key.to_owned()).or_insert(next)
        };
        if is_masked(host) {
            return host.to_owned();
        }
        if host.rsplit('.').next().is_some_and(|last| last.parse::<u8>().is_ok()) {
            return format!("192.0.2.{}", number(&mut names.addresses, host));
        }
        let labels: Vec<&str> = host.split('.').collect();
        let is_provider =
            Uri::parse(&format!("https://{host}/")).is_some_and(|uri| Provider::is_known_host(&uri));
        // Of a tenant's host at a provider that is known, the tenant alone has another name.
        let (own, site) = match is_provider {
            true if labels.len() > SITE => (&labels[..1], labels[1..].join(".")),
            true => return host.to_owned(),
            false => {
                let from = labels.len().saturating_sub(SITE);
                let site = number(&mut names.sites, &labels[from..].join("."));
                (&labels[..from], format!("site{site}.example"))
            }
        };
        let mut named = String::new();
        for label in own {
            match is_technical(label) {
                true => named.push_str(label),
                false => named.push_str(&format!("host{}", number(&mut names.labels, label))),
            }
            named.push('.');
        }
        named + &site
    }
}

/// What stays: this machine, hosts that nobody saw, and what has no name that tells something.
fn is_kept(host: &str) -> bool {
    host.is_empty()
        || host == "localhost"
        || host.ends_with(".localhost")
        || host.starts_with("127.")
        || host.ends_with(".invalid")
        || !host.contains('.')
}

/// Whether this is a name that was given here before.
fn is_masked(host: &str) -> bool {
    let is_numbered = |label: &str, word: &str| {
        label
            .strip_prefix(word)
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    };
    host.starts_with("192.0.2.")
        || host
            .strip_suffix(".example")
            .and_then(|rest| rest.rsplit('.').next())
            .is_some_and(|site| is_numbered(site, "site"))
        || host.split('.').next().is_some_and(|label| is_numbered(label, "host"))
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
