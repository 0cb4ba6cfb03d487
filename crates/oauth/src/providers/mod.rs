//! What providers do their own way.
//!
//! One file a provider: how it is recognised, which rules its habits break without being faults, what its error codes
//! mean, and where its console has the setting that a fix is about. Declarations only: rules know no provider.

mod entra;
mod github;
mod slack;

use http::Uri;

use crate::flow::Flow;

/// A provider's dialect.
pub struct Provider {
    /// Its name, as its users know it.
    pub name: &'static str,
    /// How it is recognised: by one of these sets, all of whose marks a login has to bear.
    pub marks: &'static [&'static [Mark]],
    /// Rules whose violation is this provider's habit, which every client of it knows how to take.
    pub habits: &'static [&'static str],
    /// What to do here about the finding of a rule, with the names that its console uses.
    pub fixes: &'static [(&'static str, &'static str)],
    /// Its error codes.
    pub errors: &'static [ProviderError],
}

/// A sign of a provider.
#[derive(Clone, Copy)]
pub enum Mark {
    /// An endpoint is on this host.
    Host(&'static str),
    /// An endpoint is on a host of this domain.
    Domain(&'static str),
    /// The path of an endpoint contains this: what self-hosted providers can be told by.
    Path(&'static str),
    /// An endpoint answered with this header.
    Header(&'static str),
}

/// An error code of a provider, in its own words and in plain ones.
pub struct ProviderError {
    /// What stands in `error`, in `error_description` or on the page: `AADSTS50011`, `bad_verification_code`.
    pub code: &'static str,
    /// What it means, as a sentence.
    pub means: &'static str,
    /// What to do, with the names of the provider's console.
    pub fix: &'static str,
}

/// All dialects; the first that fits is the login's.
static PROVIDERS: &[&Provider] = &[&entra::ENTRA, &github::GITHUB, &slack::SLACK];

impl Provider {
    /// The dialect of a login, where it is known.
    pub fn of(flow: &Flow<'_>) -> Option<&'static Provider> {
        PROVIDERS.iter().copied().find(|provider| provider.is_marked(flow))
    }

    /// All dialects.
    pub fn all() -> &'static [&'static Provider] {
        PROVIDERS
    }

    /// The error that a text names, the longest code first: `AADSTS500111` is not `AADSTS50011`.
    pub fn error_in(&self, text: &str) -> Option<&'static ProviderError> {
        self.errors.iter().filter(|error| names(text, error.code)).max_by_key(|error| error.code.len())
    }

    fn is_marked(&self, flow: &Flow<'_>) -> bool {
        self.marks.iter().any(|set| set.iter().all(|mark| mark.is_in(flow)))
    }
}

impl Mark {
    fn is_in(self, flow: &Flow<'_>) -> bool {
        let at_endpoint = |holds: &dyn Fn(&Uri) -> bool| {
            flow.messages.iter().any(|m| m.kind.is_at_endpoint() && holds(&m.exchange.request.uri))
        };
        match self {
            Mark::Host(host) => at_endpoint(&|uri| uri.host() == host),
            Mark::Domain(domain) => at_endpoint(&|uri| {
                uri.host().strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            }),
            Mark::Path(path) => at_endpoint(&|uri| uri.path().contains(path)),
            Mark::Header(name) => flow.messages.iter().any(|m| {
                m.kind.is_at_endpoint()
                    && m.exchange
                        .response
                        .as_ref()
                        .and_then(|response| response.headers.present())
                        .is_some_and(|headers| headers.has(name))
            }),
        }
    }
}

/// Whether a text has a code as a word of its own.
fn names(text: &str, code: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(code).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + code.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_word_of_its_own() {
        assert!(names("AADSTS50011: The redirect URI", "AADSTS50011"));
        assert!(!names("AADSTS500111: The reply URI", "AADSTS50011"));
        assert!(!names("XAADSTS50011", "AADSTS50011"));
        assert!(names("bad_verification_code", "bad_verification_code"));
    }

    #[test]
    fn every_dialect_can_be_recognised_and_no_code_stands_twice() {
        for provider in Provider::all() {
            assert!(provider.marks.iter().all(|set| !set.is_empty()), "{}", provider.name);
            assert!(!provider.marks.is_empty(), "{}", provider.name);
            let mut codes: Vec<&str> = provider.errors.iter().map(|error| error.code).collect();
            codes.sort_unstable();
            assert!(codes.windows(2).all(|pair| pair[0] != pair[1]), "{}", provider.name);
        }
    }
}
