//! Who talks to whom: addresses compared by scheme, host, site and port.
//!
//! The site (the registrable domain) takes the list of public suffixes, which is not here: two hosts are of different sites
//! where their last two labels differ, siblings where one is the other's subdomain or they share three labels, and else it is not
//! known.

use http::cookie::is_cross_site;
use http::{Exchange, Uri, Via};

/// How near two addresses are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Nearness {
    /// The same origin: scheme, host and port.
    Same,
    /// The same host by another scheme.
    OtherScheme,
    /// The same host on another port.
    OtherPort,
    /// Another host of the same site, or of one that cannot be told.
    Sibling,
    /// Another site.
    Foreign,
}

/// Compares two addresses.
pub(crate) fn nearness(one: &Uri, other: &Uri) -> Nearness {
    if one.origin() == other.origin() {
        Nearness::Same
    } else if one.host().eq_ignore_ascii_case(other.host()) {
        if one.scheme() == other.scheme() { Nearness::OtherPort } else { Nearness::OtherScheme }
    } else if is_cross_site(one, other) == Some(true) {
        Nearness::Foreign
    } else {
        Nearness::Sibling
    }
}

/// In what the target of a redirect differs from the address that gave it: the largest difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Move {
    /// To another host.
    Host,
    /// To another path of the host, or with other parameters alone.
    Path,
    /// From http to https, or back, and else to the same address.
    Scheme,
    /// To the same path on another port.
    Port,
    /// To the same address with another slash at its end.
    Slash,
}

impl Move {
    /// Where a redirect leads, seen from where it comes from.
    pub(crate) fn of(from: &Uri, to: &Uri) -> Self {
        let same_path = from.path().trim_end_matches('/') == to.path().trim_end_matches('/');
        match nearness(from, to) {
            Nearness::Sibling | Nearness::Foreign => Move::Host,
            _ if !same_path => Move::Path,
            Nearness::OtherScheme => Move::Scheme,
            Nearness::OtherPort => Move::Port,
            Nearness::Same if from.path() != to.path() => Move::Slash,
            Nearness::Same => Move::Path,
        }
    }
}

/// The page that made a request, as far as its headers tell: its origin.
pub(crate) fn page(exchange: &Exchange) -> Option<Uri> {
    Uri::parse(&exchange.requesting_origin()?)
}

/// Whether a page's script made a request to another origin, by what browsers alone write into it (Fetch Metadata §2).
pub(crate) fn is_fetched_across(exchange: &Exchange) -> bool {
    let across = exchange.request_header("sec-fetch-site");
    exchange.context.via == Via::Fetch
        && exchange.request_header("sec-fetch-mode") == Some("cors")
        && across.is_some_and(|site| matches!(site, "cross-site" | "same-site"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared() {
        let check = |a: &str, b: &str, expected| {
            let uri = |text| Uri::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(nearness(&uri(a), &uri(b)), expected, "{a} {b}");
            assert_eq!(nearness(&uri(b), &uri(a)), expected, "{b} {a}");
        };
        check("https://a.example/x", "https://a.example/y", Nearness::Same);
        check("https://a.example", "https://a.example:443", Nearness::Same);
        check("https://a.example", "http://a.example", Nearness::OtherScheme);
        check("https://a.example", "https://a.example:8443", Nearness::OtherPort);
        check("https://www.a.example", "https://api.a.example", Nearness::Sibling);
        check("https://a.example", "https://a.test", Nearness::Foreign);
        check("capacitor://localhost", "https://a.test", Nearness::Foreign);
    }

    #[test]
    fn a_redirect_leads_somewhere_else_in_one_way() {
        let check = |from: &str, to: &str, expected| {
            let uri = |text| Uri::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(Move::of(&uri(from), &uri(to)), expected, "{from} {to}");
        };
        check("http://a.example/token", "https://a.example/token", Move::Scheme);
        check("http://a.example/token", "https://a.example/token/", Move::Scheme);
        check("https://a.example/token", "https://a.example/token/", Move::Slash);
        check("https://a.example/token", "https://a.example/token?again", Move::Path);
        check("https://a.example/token", "https://a.example:8443/token", Move::Port);
        check("https://a.example/token", "https://a.example/login", Move::Path);
        check("http://a.example/token", "https://a.example/login", Move::Path);
        check("https://a.example/token", "https://www.a.example/token", Move::Host);
    }
}
