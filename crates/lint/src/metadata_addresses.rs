//! The addresses in a discovery document.

use std::net::IpAddr;

use http::Uri;
use oauth::Discovery;

/// The endpoints that logins call.
const ENDPOINTS: [&str; 10] = [
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "end_session_endpoint",
    "introspection_endpoint",
    "revocation_endpoint",
    "device_authorization_endpoint",
    "pushed_authorization_request_endpoint",
    "registration_endpoint",
];

/// The endpoints that a document names.
pub(crate) fn addresses<'d>(document: &'d Discovery<'_>) -> impl Iterator<Item = (&'static str, Uri)> + 'd {
    ENDPOINTS.into_iter().filter_map(|name| Some((name, Uri::parse(document.text(name)?)?)))
}

/// Whether a host means something only on one machine or in one network.
pub(crate) fn is_internal(host: &str) -> bool {
    const ENDINGS: [&str; 6] = [".local", ".internal", ".localhost", ".lan", ".svc", ".home.arpa"];
    let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => ip.is_private() || ip.is_loopback() || ip.is_link_local(),
        Ok(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
        Err(_) => !host.contains('.') || ENDINGS.iter().any(|ending| host.ends_with(ending)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_internal_hosts() {
        for host in ["localhost", "keycloak", "10.0.0.5", "[::1]", "auth.svc.cluster.local", "172.20.1.1"] {
            assert!(is_internal(host), "{host}");
        }
        for host in ["auth.example.com", "8.8.8.8", "172.40.1.1", "localhost.example.com"] {
            assert!(!is_internal(host), "{host}");
        }
    }
}
