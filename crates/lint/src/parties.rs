//! Who talks to whom: addresses compared by scheme, host, site and port.
//!
//! The site (the registrable domain) takes the list of public suffixes, which is not here: two hosts are of different sites
//! where their last two labels differ, siblings where one is the other's subdomain or they share three labels, and else it is not
//! known.

use http::cookie::is_cross_site;
use http::{Exchange, Uri, Via};
use oauth::AuthorizationRequest;

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

/// Whether two addresses are of one origin.
pub(crate) fn is_same_origin(one: &Uri, other: &Uri) -> bool {
    nearness(one, other) == Nearness::Same
}

/// Whether two addresses are of one host, on whatever port and by whatever scheme.
pub(crate) fn is_same_host(one: &Uri, other: &Uri) -> bool {
    one.host().eq_ignore_ascii_case(other.host())
}

/// Whether an address is of the server to which the browser was sent for the login.
pub(crate) fn is_at_server_of(request: &AuthorizationRequest<'_>, uri: &Uri) -> bool {
    uri.origin() == request.server_origin()
}

/// Whether two different addresses are one for people: with a slash or without, http or https, www or not, case.
pub(crate) fn is_other_spelling(one: &Uri, other: &Uri) -> bool {
    let host = |uri: &Uri| uri.host().trim_start_matches("www.").to_ascii_lowercase();
    let path = |uri: &Uri| uri.path().trim_end_matches('/').to_ascii_lowercase();
    !one.same_endpoint(other) && host(one) == host(other) && path(one) == path(other)
}

/// Whether a name of a server, as tokens have it in `aud`, is an address of the origin that was called; `None` where it is no
/// address, or a host was not seen.
pub(crate) fn names_origin_of(name: &str, called: &Uri) -> Option<bool> {
    let named = Uri::parse(name)?;
    (named.is_host_known() && called.is_host_known()).then(|| is_same_origin(&named, called))
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

/// Whether two endpoints of one server are alike but for one part of their paths, and the last: `/a/authorize` and `/b/token` of two
/// tenants or realms.
pub(crate) fn is_other_tenant(one: &Uri, other: &Uri) -> bool {
    let heads = |uri: &Uri| {
        let mut parts: Vec<String> = uri.path().split('/').map(str::to_owned).collect();
        parts.pop();
        parts
    };
    let (first, second) = (heads(one), heads(other));
    let differing: Vec<_> = first.iter().zip(&second).filter(|(one, other)| one != other).collect();
    // `v1`, `v2.0`: two versions of one interface.
    let is_version = |part: &str| {
        part.strip_prefix(['v', 'V']).is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        })
    };
    let is_told = matches!(differing.as_slice(), [(one, other)] if !is_version(one) && !is_version(other));
    // One part alone may be the endpoint's own name.
    one.origin() == other.origin() && first.len() == second.len() && first.len() > 2 && is_told
}

/// Whether two endpoints are of two servers of one kind, as of two environments or regions: their paths are alike up to the last part,
/// and their hosts but for one name, which says so.
pub(crate) fn is_other_environment(one: &Uri, other: &Uri) -> bool {
    let directory = |uri: &Uri| uri.path().rsplit_once('/').map(|(head, _)| head.to_ascii_lowercase());
    let (first, second) = (one.host().to_ascii_lowercase(), other.host().to_ascii_lowercase());
    let differing: Vec<(&str, &str)> =
        first.split('.').zip(second.split('.')).filter(|(one, other)| one != other).collect();
    let same_length = first.split('.').count() == second.split('.').count();
    let are_known = one.is_host_known() && other.is_host_known();
    match differing.as_slice() {
        [(one_name, other_name)] => {
            are_known
                && same_length
                && first.contains('.')
                && directory(one) == directory(other)
                && are_two_environments(one_name, other_name)
        }
        _ => false,
    }
}

/// Whether two names of hosts say of themselves that one is for tests and the other is not, or that they are of two regions.
fn are_two_environments(one: &str, other: &str) -> bool {
    const TESTS: [&str; 10] =
        ["test", "testing", "sandbox", "staging", "stage", "dev", "uat", "qa", "preprod", "demo"];
    const REGIONS: [&str; 14] =
        ["eu", "us", "uk", "au", "ap", "jp", "ca", "in", "de", "fr", "east", "west", "north", "south"];
    fn is_of(list: &[&str], part: &str) -> bool {
        list.contains(&part.trim_end_matches(|c: char| c.is_ascii_digit()))
    }
    let is_test = |name: &str| name.split('-').any(|part| is_of(&TESTS, part));
    let rest = |name: &str| -> Vec<String> {
        name.split('-').filter(|part| !is_of(&REGIONS, part)).map(str::to_owned).collect()
    };
    let has_region = |name: &str| name.split('-').any(|part| is_of(&REGIONS, part));
    is_test(one) != is_test(other) || has_region(one) && has_region(other) && rest(one) == rest(other)
}

/// Whether what one server issued goes to another: one of another environment, or another tenant or realm of it. Providers have several
/// hosts, so that another host alone says nothing.
pub(crate) fn is_other_server(issuing: &Uri, asked: &Uri) -> bool {
    is_other_environment(issuing, asked) || is_other_tenant(issuing, asked)
}

/// Whether an issuer, as tokens name it in `iss`, is of another realm than an endpoint, where both have one in their paths. Of one
/// realm two hosts may be two names.
pub(crate) fn is_other_realm(issuer: &Uri, endpoint: &Uri) -> bool {
    let realm = |uri: &Uri| {
        let (_, rest) = uri.path().split_once("/realms/")?;
        rest.split('/').next().map(str::to_owned)
    };
    realm(issuer).zip(realm(endpoint)).is_some_and(|(one, other)| one != other)
}

/// In what an address that somebody wrote down differs from the one that was called, where they are meant to be one: as a sentence
/// about it. `None` where they are the same, or two.
pub(crate) fn miswritten(written: &Uri, called: &Uri) -> Option<&'static str> {
    let has_two_slashes = |uri: &Uri| uri.path().contains("//");
    if is_same_host(written, called) && has_two_slashes(written) && !has_two_slashes(called) {
        Some(
            "It has two slashes in a row, as where a base address that ends in one stands before a path that begins with one.",
        )
    } else if is_other_spelling(written, called) {
        Some(
            "It is the address that was called in another spelling: a slash at its end, http for https, www, or case.",
        )
    } else {
        None
    }
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
    fn spellings_and_names_of_servers() {
        let uri = |text: &str| Uri::parse(text).unwrap_or_else(|| panic!("{text}"));
        let other = |a: &str, b: &str| is_other_spelling(&uri(a), &uri(b));
        assert!(other("http://www.a.example/cb", "https://a.example/CB/"));
        assert!(!other("https://a.example/cb", "https://a.example/cb"), "the same");
        assert!(!other("https://a.example/cb", "https://a.example/login"));
        let called = uri("https://auth.example/token");
        assert_eq!(names_origin_of("https://auth.example", &called), Some(true));
        assert_eq!(names_origin_of("https://other.example", &called), Some(false));
        assert_eq!(names_origin_of("my-api", &called), None);
    }

    #[test]
    fn servers_of_one_kind_are_told_apart() {
        let uri = |text: &str| Uri::parse(text).unwrap_or_else(|| panic!("{text}"));
        let other = |a: &str, b: &str| is_other_environment(&uri(a), &uri(b));
        assert!(other("https://login.crm.example/oauth2/authorize", "https://test.crm.example/oauth2/token"));
        assert!(other("https://auth-eu.a.example/authorize", "https://auth-us.a.example/token"));
        assert!(
            !other("https://login.a.example/oauth2/authorize", "https://auth.a.example/oauth2/token"),
            "services"
        );
        assert!(!other("https://auth.a.example/oauth2/authorize", "https://api.a.example/v1/token"), "paths");
        assert!(!other("https://auth.a.example/authorize", "https://auth.a.example/token"), "one");
        assert!(
            !other("https://eu1.a.example/oauth2/authorize", "https://auth.a.example/oauth2/token"),
            "service"
        );
        // Two hosts of one provider.
        assert!(!is_other_server(&uri("https://a.example/r/a/token"), &uri("https://b.example/r/a/token")));
        assert!(!is_other_server(&uri("https://a.example/token"), &uri("https://a.example:8443/token")));
        assert!(!is_other_server(
            &uri("https://a.example/oauth2/v1/token"),
            &uri("https://a.example/oauth2/v2/token")
        ));
        assert!(is_other_server(
            &uri("https://a.example/oauth2/x/token"),
            &uri("https://a.example/oauth2/y/token")
        ));
        let issuer = |a: &str, b: &str| is_other_realm(&uri(a), &uri(b));
        assert!(issuer(
            "https://kc.example/realms/a",
            "https://kc.example/realms/b/protocol/openid-connect/token"
        ));
        // Two names of one server, from inside and from outside.
        assert!(!issuer(
            "http://kc:8080/realms/a",
            "https://kc.example/realms/a/protocol/openid-connect/token"
        ));
        assert!(!issuer("https://a.example/", "https://a.example/oauth2/token"));
    }

    #[test]
    fn an_address_is_miswritten() {
        let uri = |text: &str| Uri::parse(text).unwrap_or_else(|| panic!("{text}"));
        let said = |a: &str, b: &str| miswritten(&uri(a), &uri(b)).is_some();
        assert!(said("https://a.example//token", "https://a.example/token"));
        assert!(said("https://a.example/token/", "https://a.example/token"));
        assert!(!said("https://a.example/token", "https://a.example/token"));
        assert!(!said("https://a.example", "https://a.example/token"));
        assert!(!said("https://b.example//token", "https://a.example/token"));
    }

    /// Principle: addresses are compared here alone.
    #[test]
    fn no_rule_compares_addresses_by_itself() {
        let rules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
        let areas = std::fs::read_dir(rules).unwrap_or_else(|e| panic!("{e}")).flatten();
        let files =
            areas.filter_map(|area| std::fs::read_dir(area.path()).ok()).flat_map(|all| all.flatten());
        for file in files.filter(|file| file.path().extension().is_some_and(|is| is == "rs")) {
            let text = std::fs::read_to_string(file.path()).unwrap_or_default();
            for own in ["host() ==", "host() !=", "origin() ==", "origin() !=", "is_cross_site("] {
                assert!(!text.contains(own), "{}: {own}", file.path().display());
            }
        }
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
