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
}
