//! What in a request looks like an attack to a firewall's common rules.

use http::Exchange;
use oauth::{Part, Pointer};

/// Most places that are shown.
const SHOWN: usize = 3;

/// What a firewall takes for an attack, in lower case, and why.
const SIGNS: [(&str, &str); 9] = [
    ("--", "Two hyphens: the beginning of a comment in SQL, which common rules of firewalls refuse."),
    ("/*", "The beginning of a comment in SQL, which common rules of firewalls refuse."),
    ("\u{27}", "A quotation mark, which common rules against SQL injection refuse."),
    ("://127.", "A loopback address: common rules against SSRF refuse it in a parameter."),
    ("://localhost", "A loopback address: common rules against SSRF refuse it in a parameter."),
    ("://[::1]", "A loopback address: common rules against SSRF refuse it in a parameter."),
    ("://169.254.", "An address inside of the network: common rules against SSRF refuse it in a parameter."),
    ("../", "A step up in a path, which common rules of firewalls refuse."),
    ("<", "An angle bracket, which common rules against cross-site scripting refuse."),
];

/// The parameters of a request's address that firewalls often take for an attack, each with the reason.
pub(crate) fn looks_like_attack(message: usize, exchange: &Exchange) -> Vec<(Pointer, &'static str)> {
    let query = exchange.request.uri.query();
    let suspect = |(name, value): (&str, &str)| {
        let value = value.to_ascii_lowercase();
        let (_, why) = SIGNS.iter().find(|(sign, _)| value.contains(sign))?;
        Some((Pointer::new(message, Part::Query(name.to_owned().into())), *why))
    };
    query.iter().filter_map(|(name, value)| suspect((name, value.text()))).take(SHOWN).collect()
}
