//! What somebody says beside a recording: rules that he does not want, hosts that are none of his business, and the clients that
//! he knows.

use http::Uri;
use oauth::{Flow, RegisteredClient};

use crate::diagnosis::Diagnosis;
use crate::finding::Finding;
use crate::outcome::Outcome;
use crate::rule::Rule;

/// What a session takes into account beside what it sees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The ids of rules that are not told, but for what broke a login.
    pub off: Vec<String>,
    /// Hosts whose messages are passed over; `*.example.com` is every host below.
    pub hosts: Vec<String>,
    /// Clients with their registration.
    pub clients: Vec<RegisteredClient>,
}

impl Settings {
    /// A diagnosis without what is not wanted. What broke a login is told all the same, and how it ended changes nothing.
    pub(crate) fn quieten(&self, whole: Diagnosis, flow: &Flow<'_>, is_over: bool) -> Diagnosis {
        let is_off = |rule: &Rule| self.off.iter().any(|off| off == rule.id);
        let root =
            whole.root_cause().filter(|_| whole.outcome != Outcome::Succeeded).map(|root| root.rule.id);
        let is_told = |finding: &Finding| !is_off(finding.rule) || root == Some(finding.rule.id);
        if whole.findings.iter().all(is_told) {
            return whole;
        }
        let Diagnosis { outcome, mut findings, mut undecided, .. } = whole;
        findings.retain(is_told);
        undecided.retain(|undecided| !is_off(undecided.rule));
        Diagnosis { outcome, ..Diagnosis::new(flow, findings, undecided, is_over) }
    }

    /// Whether messages to an address are passed over.
    pub(crate) fn ignores(&self, uri: &Uri) -> bool {
        let host = uri.host();
        self.hosts.iter().any(|ignored| match ignored.strip_prefix("*.") {
            Some(parent) => {
                host.strip_suffix(parent).is_some_and(|below| below.len() > 1 && below.ends_with('.'))
            }
            None => ignored.eq_ignore_ascii_case(host),
        })
    }

    /// The client of a login: one of whom the provider is named counts first. Of two that may be meant neither is.
    pub(crate) fn client_of(&self, flow: &Flow<'_>) -> Option<&RegisteredClient> {
        let of_login: Vec<_> = self.clients.iter().filter(|client| client.is_of(flow)).collect();
        let (named, bare): (Vec<_>, Vec<_>) =
            of_login.into_iter().partition(|client| !client.issuer.is_empty());
        match (named.as_slice(), bare.as_slice()) {
            ([one], _) | ([], [one]) => Some(one),
            _ => None,
        }
    }

    /// The first rule to be switched off that there is not.
    pub fn unknown_rule(&self) -> Option<&str> {
        self.off.iter().map(String::as_str).find(|id| crate::rule(id).is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_passed_over_with_those_below_where_it_says_so() {
        let settings = Settings {
            hosts: vec!["t.example.com".to_owned(), "*.ads.example".to_owned()],
            ..Settings::default()
        };
        let ignores = |uri: &str| settings.ignores(&Uri::parse(uri).unwrap());
        assert!(ignores("https://t.example.com/x") && ignores("https://T.example.com:8443/"));
        assert!(ignores("https://a.ads.example/") && ignores("https://b.a.ads.example/"));
        assert!(!ignores("https://ads.example/") && !ignores("https://badads.example/"));
        assert!(!ignores("https://a.t.example.com/"));
    }
}
