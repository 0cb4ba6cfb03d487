//! A message that says no more than an address and the status with which it answered. What a status means is told by what the address
//! is: 401 of a token endpoint is about the client, of UserInfo about the access token. Of other addresses nothing is said.

use http::Uri;
use oauth::Provider;

use crate::behind::Behind;
use crate::known::{Known, is_about_oauth, just};

/// What an address is for in a login.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Endpoint {
    /// RFC 6749 §3.2.
    Token,
    /// OpenID Connect Core §5.3.
    UserInfo,
    /// RFC 8414, OpenID Connect Discovery.
    Discovery,
    /// RFC 9728.
    ResourceMetadata,
    /// RFC 7517 §5.
    Keys,
    /// RFC 7662.
    Introspection,
    /// RFC 7009.
    Revocation,
    /// RFC 9126.
    Pushed,
    /// RFC 8628.
    Device,
    /// RFC 7591.
    Registration,
    /// An API that takes access tokens alone.
    Api,
}

/// What the status in a message means, where the address that answered is one of a login.
pub(super) fn at_endpoint(message: &str) -> Option<&'static Known> {
    let (status, place) = status(message)?;
    let endpoint = endpoint_of(message, &place)?;
    just(row(endpoint, status)?)
}

/// Whether an address in a message is one to which nobody but a client of a login goes.
pub(super) fn names_endpoint(message: &str) -> bool {
    let is_of_login = |address: &str| Uri::parse(address).is_some_and(|uri| endpoint(&uri, false).is_some());
    addresses(message).iter().any(|(_, address)| is_of_login(address))
}

/// What it means that a message quotes a web page where a provider's answer should be.
pub(super) fn page(message: &str) -> Option<&'static Known> {
    let lower = message.to_ascii_lowercase();
    let is_page = ["<!doctype html", "<html", "<title>"].iter().any(|mark| lower.contains(mark));
    is_page.then(|| just("a web page in place of an answer")).flatten()
}

/// The status, and where it stands.
fn status(message: &str) -> Option<(u16, std::ops::Range<usize>)> {
    let mut from = 0;
    // Where a long message begins with headers and a stack, the status is further on.
    while from < message.len() {
        if let Some(behind) = Behind::of(message, from) {
            return Some((behind.status, behind.at));
        }
        from += STEP;
        from += (0..4).find(|more| message.is_char_boundary(from + more)).unwrap_or(0);
    }
    bare(message)
}

/// Bytes after which the status is looked for anew: less than are looked at each time, so that none is cut.
const STEP: usize = 500;

/// A number behind an address and nothing else, as browsers show it of answers without a reason phrase: `POST https://… 400`.
fn bare(message: &str) -> Option<(u16, std::ops::Range<usize>)> {
    let at = message.find("://")?;
    let end = at + message.get(at..)?.find(' ')?;
    let number = message.get(end + 1..)?.trim_start_matches('(');
    let begin = message.len() - number.len();
    let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    let is_end = number.get(digits..)?.trim_matches([')', '.', ' ']).is_empty();
    let status: u16 = number.get(..digits)?.parse().ok()?;
    (digits == 3 && is_end && (400..600).contains(&status)).then_some((status, begin..begin + digits))
}

/// Bytes from a status to the address of which it is told.
const NEAR: usize = 100;

/// What the address is that answered: the one behind the status, else the one before it, else the only one.
fn endpoint_of(message: &str, status: &std::ops::Range<usize>) -> Option<Endpoint> {
    let addresses = addresses(message);
    let behind = addresses.iter().find(|(at, _)| *at >= status.end && at - status.end <= NEAR);
    let before = || {
        addresses
            .iter()
            .rev()
            .find(|(at, text)| *at < status.start && status.start.saturating_sub(at + text.len()) <= NEAR)
    };
    let all_are_one = || addresses.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if a == b));
    let only = || addresses.first().filter(|_| all_are_one());
    let (_, address) = behind.or_else(before).or_else(only)?;
    // Of the address itself it is not told whether anybody speaks of OAuth.
    let others = addresses.iter().fold(message.to_owned(), |text, (_, address)| text.replace(address, ""));
    endpoint(&Uri::parse(address)?, is_about_oauth(&others))
}

/// The addresses in a message, in their order, and where they begin.
fn addresses(message: &str) -> Vec<(usize, &str)> {
    let is_border = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '<' | '>' | '`' | '(' | ')' | '[' | ']' | '{' | '}' | '|')
    };
    let marks = ["https://", "http://"].into_iter().flat_map(|mark| message.match_indices(mark));
    let mut starts: Vec<usize> = marks.map(|(at, _)| at).collect();
    starts.sort_unstable();
    let address = |at: usize| {
        let rest = message.get(at..)?;
        let address = rest.get(..rest.find(is_border).unwrap_or(rest.len()))?;
        Some((at, address.trim_end_matches(['.', ',', ';', ':', '\\'])))
    };
    starts.into_iter().filter_map(address).collect()
}

/// APIs to which nothing leads but an access token.
const APIS: [&str; 6] = [
    "graph.microsoft.com",
    "www.googleapis.com",
    "people.googleapis.com",
    "api.github.com",
    "graph.facebook.com",
    "api.linkedin.com",
];

/// Hosts at which machines get tokens of their platform, in no login.
const OF_PLATFORMS: [&str; 3] = ["169.254.169.254", "metadata.google.internal", "metadata"];

/// What an address is. Names that others use, too, count beside words of OAuth: in the path, in the message, or in the host of a
/// provider.
fn endpoint(uri: &Uri, speaks: bool) -> Option<Endpoint> {
    const OF_OAUTH: [&str; 9] =
        ["oauth", "oidc", "openid", "/connect/", "/realms/", "/as/", "/idp/", "/sso/", "/.well-known/"];
    let path = uri.path().trim_end_matches('/').to_ascii_lowercase();
    let host = uri.host();
    // A registry of containers gives tokens for a service, to users.
    if OF_PLATFORMS.contains(&host) || uri.query().has("service") {
        return None;
    }
    let well_known = |name: &str| path.contains(&format!("/.well-known/{name}"));
    if well_known("openid-configuration") || well_known("oauth-authorization-server") {
        return Some(Endpoint::Discovery);
    }
    if well_known("oauth-protected-resource") {
        return Some(Endpoint::ResourceMetadata);
    }
    let last = path.rsplit('/').next()?.split('.').next()?;
    let is_by_address = Provider::is_known_host(uri) || OF_OAUTH.iter().any(|word| path.contains(word));
    let is_of_oauth = speaks || is_by_address;
    let is_root = path.matches('/').count() == 1;
    match last {
        "userinfo" => Some(Endpoint::UserInfo),
        "jwks" => Some(Endpoint::Keys),
        // `/token` alone is what the specification's examples have; below `/api` it is an app's own login.
        "token" if is_root => Some(Endpoint::Token),
        _ if !is_of_oauth => APIS.contains(&host).then_some(Endpoint::Api),
        "token" | "access_token" | "accesstoken" => Some(Endpoint::Token),
        "certs" => Some(Endpoint::Keys),
        // Hotels have keys, users devices, and everybody registers.
        "keys" | "device" | "register" | "registration" if !is_by_address => None,
        "keys" => Some(Endpoint::Keys),
        "introspect" | "introspection" => Some(Endpoint::Introspection),
        "revoke" | "revocation" => Some(Endpoint::Revocation),
        "par" => Some(Endpoint::Pushed),
        "device" | "devicecode" | "device_authorization" | "deviceauthorization" => Some(Endpoint::Device),
        "code" if path.ends_with("/device/code") => Some(Endpoint::Device),
        "register" | "clients-registrations" | "registration" => Some(Endpoint::Registration),
        _ => APIS.contains(&host).then_some(Endpoint::Api),
    }
}

/// The row that says what a status of an endpoint means.
fn row(endpoint: Endpoint, status: u16) -> Option<&'static str> {
    use Endpoint::{
        Api, Device, Discovery, Introspection, Keys, Pushed, Registration, ResourceMetadata, Revocation,
        Token, UserInfo,
    };
    Some(match (endpoint, status) {
        (Token, 400) => "status 400 of a token endpoint",
        (Token, 401) => "status 401 of a token endpoint",
        (Token, 403) => "status 403 of a token endpoint",
        (Token, 404 | 405 | 410) => "status 404 of a token endpoint",
        (Token, 415) => "status 415 of a token endpoint",
        (UserInfo, 401) => "status 401 of UserInfo",
        (UserInfo, 403) => "status 403 of UserInfo",
        (UserInfo, 404 | 405 | 410) => "status 404 of UserInfo",
        (Api, 401) => "status 401 of an API",
        (Api, 403) => "status 403 of an API",
        (Discovery | ResourceMetadata, 404 | 410) => "status 404 of a discovery address",
        (Discovery | Keys | ResourceMetadata, 401 | 403) => "status 403 of a public document",
        (Keys, 404 | 410) => "status 404 of a key set",
        (Introspection | Revocation | Pushed | Device, 401) => "status 401 of an endpoint for clients",
        (Introspection | Revocation | Pushed | Device, 400) => "status 400 of an endpoint for clients",
        (Introspection | Revocation | Pushed | Device, 404 | 405 | 410) => {
            "status 404 of an endpoint for clients"
        }
        (Registration, 400 | 401 | 403) => "status 400 of a registration endpoint",
        (_, 429) => "status 429 of an endpoint",
        (_, 500..=599) => "status 500 of an endpoint",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(message: &str) -> Option<&'static str> {
        at_endpoint(message).map(|known| known.text)
    }

    #[test]
    fn every_row_is_in_the_table() {
        use Endpoint::*;
        for endpoint in [
            Token,
            UserInfo,
            Discovery,
            ResourceMetadata,
            Keys,
            Introspection,
            Revocation,
            Pushed,
            Device,
            Registration,
            Api,
        ] {
            for status in 300..600 {
                if let Some(text) = row(endpoint, status) {
                    assert!(just(text).is_some(), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_page_is_no_answer() {
        assert!(page("OAuth2::Error, <html>\n<head><title>404 Not Found</title></head>").is_some());
        assert!(page("OAuth2::Error, invalid_client").is_none());
    }

    #[test]
    fn the_address_tells_what_the_status_means() {
        for (message, means) in [
            (
                "401 Client Error: Unauthorized for url: https://idp.example/oauth2/token",
                "status 401 of a token endpoint",
            ),
            ("POST https://idp.example/oauth2/token 400", "status 400 of a token endpoint"),
            ("https://idp.example/token: 403 Forbidden", "status 403 of a token endpoint"),
            ("401 Unauthorized from https://idp.example/userinfo", "status 401 of UserInfo"),
            (
                "404 Not Found: https://idp.example/realms/x/.well-known/openid-configuration",
                "status 404 of a discovery address",
            ),
            (
                "Error fetching https://api.example/x: 400, message='Bad Request', url='https://api.example/oauth/token'",
                "status 400 of a token endpoint",
            ),
            ("HTTP 503 for https://idp.example/oauth2/v1/keys", "status 500 of an endpoint"),
            ("oauth: POST https://app.example/api/token answered HTTP 401", "status 401 of a token endpoint"),
        ] {
            assert_eq!(text(message), Some(means), "{message}");
        }
    }

    #[test]
    fn of_other_addresses_nothing_is_said() {
        for message in [
            "Request failed with status code 401",
            "401 Client Error: Unauthorized for url: https://shop.example/api/orders",
            "401 Client Error: Unauthorized for url: https://shop.example/api/token/",
            "401 for https://auth.docker.io/token?service=registry.docker.io&scope=repository:x:pull: status 401",
            "status 404: http://169.254.169.254/metadata/identity/oauth2/token",
            "status 401: https://shop.example/orders, then https://idp.example/oauth2/token",
            "https://idp.example/oauth2/token took 401 ms",
            "",
        ] {
            assert_eq!(text(message), None, "{message}");
        }
    }
}
