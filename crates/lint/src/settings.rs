//! What somebody says beside a recording: rules that he does not want, hosts that are none of his business, and the clients that
//! he knows.

use http::Uri;
use oauth::{Flow, RegisteredClient};

use crate::rule::{Check, Lane, Rule};

/// What a session takes into account beside what it sees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The ids of rules that find nothing. Those by which a refusal shows itself speak all the same: it is never silent.
    pub off: Vec<String>,
    /// Hosts whose messages are passed over; `*.example.com` is every host below.
    pub hosts: Vec<String>,
    /// Clients with their registration.
    pub clients: Vec<RegisteredClient>,
}

impl Settings {
    /// Whether a rule is asked.
    pub(crate) fn asks(&self, rule: &Rule) -> bool {
        let shows_refusal =
            matches!(rule.check, Check::Unexplained(_)) || matches!(rule.lane, Lane::Symptom(_));
        shows_refusal || !self.off.iter().any(|off| off == rule.id)
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

    /// The client of a login: one of whom the provider is named counts first.
    pub(crate) fn client_of(&self, flow: &Flow<'_>) -> Option<&RegisteredClient> {
        let known = || self.clients.iter().filter(|client| client.is_of(flow));
        known().find(|client| !client.issuer.is_empty()).or_else(|| known().next())
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
