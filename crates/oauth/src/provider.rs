//! What providers do their own way.
//!
//! One file of `providers/` a provider: how it is recognised, which rules its habits break without being faults, what its
//! error codes mean, and where its console has the setting that a fix is about. Rules know no provider.

mod errors;
mod foreign_tokens;

use http::{Exchange, Uri};

pub use self::errors::{ProviderError, code_of_page, numbered_code};
pub use self::foreign_tokens::ForeignToken;

use crate::flow::Flow;
use crate::message::MessageKind;
use crate::providers::{PROVIDERS, auth0, aws, cognito};

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
    /// An endpoint is on a host that begins and ends so: `oidc.`, a region, `.amazonaws.com`.
    HostBetween(&'static str, &'static str),
    /// The path of an endpoint contains this: what self-hosted providers can be told by.
    Path(&'static str),
    /// A discovery document was asked for at a path that contains this.
    Document(&'static str),
    /// An endpoint answered with this header.
    Header(&'static str),
    /// The authorization response has this parameter, which is no standard one.
    Returned(&'static str),
    /// An API is called with a JWT of this issuer.
    TokenIssuer(&'static str),
    /// The code begins with this.
    Code(&'static str),
    /// The user came to a page whose path begins with this.
    Page(&'static str),
    /// The discovery document has an `end_session_endpoint` whose path ends with this.
    EndSession(&'static str),
}

/// What to do where a page calls a token endpoint that is for servers alone.
pub const NO_PAGE: &str = "Exchange the code on your server, which alone may hold the client secret: this provider's token endpoint answers no page.";

/// What Keycloak called `post_logout_redirect_uri` before version 18.
pub(crate) const OLD_LOGOUT_RETURN: &str = "redirect_uri";

/// The names that some providers have of their own for `post_logout_redirect_uri`.
pub(crate) const OWN_LOGOUT_RETURNS: [&str; 2] = [auth0::LOGOUT_RETURN, cognito::LOGOUT_RETURN];

impl Provider {
    /// The dialect of a login, where it is known: the first that fits.
    pub fn of(flow: &Flow<'_>) -> Option<&'static Provider> {
        let find = || PROVIDERS.iter().copied().find(|provider| provider.is_marked(flow));
        *flow.read.provider.get_or_init(find)
    }

    /// The provider on whose own host an address in a text is, where it is the only one.
    pub fn named_in(text: &str) -> Option<&'static Provider> {
        let host = |(at, mark): (usize, &str)| {
            let rest = text.get(at + mark.len()..)?;
            let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
            Some(rest.get(..rest.find(|c| !is_of_name(c)).unwrap_or(rest.len()))?.trim_end_matches('.'))
        };
        let hosts: Vec<&str> = text.match_indices("://").take(MOST_ADDRESSES).filter_map(host).collect();
        let is_on = |mark: &Mark| match mark {
            Mark::Host(own) => hosts.contains(own),
            Mark::Domain(domain) => hosts.iter().any(|host| is_below(host, domain)),
            _ => false,
        };
        let is_it =
            |provider: &&&Provider| provider.marks.iter().any(|set| set.len() == 1 && set.iter().any(is_on));
        let mut named = PROVIDERS.iter().filter(is_it);
        named.next().copied().filter(|_| named.next().is_none())
    }

    /// What to do here about the finding of a rule.
    pub fn fix_of(&self, rule: &str) -> Option<&'static str> {
        self.fixes.iter().find(|(of, _)| *of == rule).map(|(_, fix)| *fix)
    }

    /// All dialects.
    pub fn all() -> &'static [&'static Provider] {
        PROVIDERS
    }

    /// Whether the provider of a login refuses authorization requests without `resource` (RFC 8707 §2).
    pub fn demands_resource(flow: &Flow<'_>) -> bool {
        let at_sign_in = |uri: &Uri| uri.host().ends_with(aws::SIGN_IN);
        flow.authorization_request().is_some_and(|request| at_sign_in(&request.exchange.request.uri))
    }

    /// The region of a client and that of the provider's host which it is used at, where both are known.
    pub fn regions(exchange: &Exchange) -> Option<(&'static str, &'static str)> {
        aws::regions(exchange)
    }

    /// Whether an address is one of a provider that is known, by its host alone.
    pub fn is_known_host(uri: &Uri) -> bool {
        let is_of = |mark: &Mark| match mark {
            Mark::Host(host) => uri.host() == *host,
            Mark::Domain(domain) => is_in(uri, domain),
            Mark::HostBetween(before, after) => uri.host().starts_with(before) && uri.host().ends_with(after),
            _ => false,
        };
        PROVIDERS
            .iter()
            .flat_map(|provider| provider.marks)
            .any(|set| set.len() == 1 && set.iter().any(is_of))
    }

    /// Whether a provider of that name is on hosts of its own alone, and this address is on none of them.
    pub fn is_elsewhere(name: &str, uri: &Uri) -> bool {
        let is_of = |mark: &Mark| match mark {
            Mark::Host(host) => Some(uri.host() == *host),
            Mark::Domain(domain) => Some(is_in(uri, domain)),
            Mark::HostBetween(before, after) => {
                Some(uri.host().starts_with(before) && uri.host().ends_with(after))
            }
            _ => None,
        };
        let by_host = |set: &[Mark]| set.iter().any(|mark| is_of(mark).is_some());
        let is_here = |set: &[Mark]| set.iter().any(|mark| is_of(mark) == Some(true));
        PROVIDERS.iter().any(|provider| {
            provider.name == name
                && provider.marks.iter().all(|set| by_host(set))
                && !provider.marks.iter().any(|set| is_here(set))
        })
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
            Mark::Domain(domain) => at_endpoint(&|uri| is_in(uri, domain)),
            Mark::HostBetween(before, after) => {
                at_endpoint(&|uri| uri.host().starts_with(before) && uri.host().ends_with(after))
            }
            Mark::Path(path) => at_endpoint(&|uri| uri.path().contains(path)),
            Mark::Document(path) => {
                flow.of_kind(MessageKind::Discovery).any(|(_, e)| e.request.uri.path().contains(path))
            }
            Mark::Returned(name) => flow.authorization_responses().iter().any(|r| r.parameters.has(name)),
            Mark::TokenIssuer(issuer) => flow
                .protected_requests()
                .iter()
                .any(|call| call.jwt().is_some_and(|jwt| jwt.text("iss") == Some(issuer))),
            Mark::Code(prefix) => flow
                .authorization_responses()
                .iter()
                .any(|r| r.parameters.text("code").is_some_and(|code| code.starts_with(prefix))),
            Mark::Page(path) => flow.messages.iter().any(|m| {
                m.kind == MessageKind::ProviderPage && m.exchange.request.uri.path().starts_with(path)
            }),
            Mark::EndSession(path) => flow
                .metadata
                .as_ref()
                .and_then(|metadata| metadata.end_session_endpoint.as_ref())
                .is_some_and(|uri| uri.path().ends_with(path)),
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

fn is_in(uri: &Uri, domain: &str) -> bool {
    is_below(uri.host(), domain)
}

fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Addresses of a text that are looked at.
const MOST_ADDRESSES: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::{azure_b2c, entra};

    #[test]
    fn azure_ad_b2c_is_told_before_entra_id_on_whose_host_it_once_was() {
        let place = |provider: &Provider| Provider::all().iter().position(|p| p.name == provider.name);
        assert!(place(&azure_b2c::AZURE_B2C) < place(&entra::ENTRA));
    }

    #[test]
    fn the_one_provider_whose_host_stands_in_a_text() {
        let named = |text: &str| Provider::named_in(text).map(|provider| provider.name);
        assert_eq!(named("`POST https://appleid.apple.com/auth/token` resulted in 400"), Some("Apple"));
        assert_eq!(named("(see https://appleid.apple.com)."), Some("Apple"));
        for text in [
            "https://appleid.apple.com.evil.example/",
            "https://xappleid.apple.com/",
            "not like appleid.apple.com",
        ] {
            assert_eq!(named(text), None, "{text}");
        }
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
