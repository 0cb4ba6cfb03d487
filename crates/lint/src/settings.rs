//! What somebody says beside a recording: rules that he does not want, hosts that are none of his business, and the clients that
//! he knows.

use http::Uri;
use oauth::{Flow, RegisteredClient};

use crate::diagnosis::{Diagnosis, Undecided};
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
    pub(crate) fn quieten(
        &self,
        whole: Diagnosis,
        rest: impl FnOnce(Vec<Finding>, Vec<Undecided>) -> Diagnosis,
    ) -> Diagnosis {
        let is_off = |rule: &Rule| self.off.iter().any(|off| off == rule.id);
        let root =
            whole.root_cause().filter(|_| whole.outcome != Outcome::Succeeded).map(|root| root.rule.id);
        let is_told = |finding: &Finding| !is_off(finding.rule) || root == Some(finding.rule.id);
        if whole.findings.iter().all(is_told) {
            return whole;
        }
        let Diagnosis { outcome, findings, undecided, .. } = whole;
        let undecided = undecided.into_iter().filter(|undecided| !is_off(undecided.rule)).collect();
        Diagnosis { outcome, ..rest(findings.into_iter().filter(is_told).collect(), undecided) }
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
        let known = |is_named: bool| {
            let of_login = self.clients.iter().filter(|client| client.is_of(flow));
            let mut of_login = of_login.filter(move |client| client.issuer.is_empty() != is_named);
            (of_login.next(), of_login.next())
        };
        match known(true) {
            (Some(one), None) => Some(one),
            (Some(_), Some(_)) => None,
            (None, _) => known(false).0.filter(|_| known(false).1.is_none()),
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
