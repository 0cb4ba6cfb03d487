//! Where a rule is written.

/// A section of a specification. The type gives the link, so that no rule carries a URL of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reference {
    /// An RFC and its section: `4.1.3`, or `Appendix B`.
    Rfc(u16, &'static str),
    /// OpenID Connect Core 1.0.
    OidcCore(&'static str),
    /// OpenID Connect Discovery 1.0.
    OidcDiscovery(&'static str),
    /// OpenID Connect RP-Initiated Logout 1.0.
    RpInitiatedLogout(&'static str),
    /// OpenID Connect Back-Channel Logout 1.0.
    BackChannelLogout(&'static str),
    /// OpenID for Verifiable Credential Issuance 1.0.
    OpenId4Vci(&'static str),
    /// OpenID for Verifiable Presentations 1.0.
    OpenId4Vp(&'static str),
    /// OpenID Connect Client-Initiated Backchannel Authentication 1.0.
    Ciba(&'static str),
    /// JWT Secured Authorization Response Mode for OAuth 2.0.
    Jarm(&'static str),
    /// FAPI 1.0 Part 2: Advanced: the section, and its anchor.
    FapiAdvanced(&'static str, &'static str),
    /// The Model Context Protocol, Authorization: the name of the section, and its anchor.
    Mcp(&'static str, &'static str),
    /// OAuth 2.0 Multiple Response Type Encoding Practices.
    MultipleResponseTypes(&'static str),
    /// OAuth 2.0 Form Post Response Mode.
    FormPost(&'static str),
    /// The Fetch standard: the name of the algorithm or header, and its anchor.
    Fetch(&'static str, &'static str),
    /// The OAuth 2.1 draft.
    OAuth21(&'static str),
    /// Cookies: HTTP State Management Mechanism (RFC 6265bis).
    Cookies(&'static str),
    /// A recommendation of the W3C: its name and the part of its address after `https://www.w3.org/TR/`.
    W3c(&'static str, &'static str),
    /// The HTML standard: the name of the section, and its anchor.
    Html(&'static str, &'static str),
}

impl Reference {
    /// `RFC 6749 §4.1.3`.
    pub fn name(self) -> String {
        let section = |name: &str, section: &str| match section.strip_prefix("Appendix ") {
            Some(_) => format!("{name} {section}"),
            None => format!("{name} §{section}"),
        };
        match self {
            Reference::Rfc(number, s) => section(&format!("RFC {number}"), s),
            Reference::OidcCore(s) => section("OpenID Connect Core", s),
            Reference::OidcDiscovery(s) => section("OpenID Connect Discovery", s),
            Reference::RpInitiatedLogout(s) => section("OpenID Connect RP-Initiated Logout", s),
            Reference::BackChannelLogout(s) => section("OpenID Connect Back-Channel Logout", s),
            Reference::OpenId4Vci(s) => section("OpenID for Verifiable Credential Issuance", s),
            Reference::OpenId4Vp(s) => section("OpenID for Verifiable Presentations", s),
            Reference::Ciba(s) => section("OpenID Connect CIBA", s),
            Reference::Jarm(s) => section("JARM", s),
            Reference::FapiAdvanced(s, _) => section("FAPI 1.0 Part 2: Advanced", s),
            Reference::Mcp(name, _) => format!("Model Context Protocol, Authorization, {name}"),
            Reference::MultipleResponseTypes(s) => section("OAuth 2.0 Multiple Response Types", s),
            Reference::FormPost(s) => section("OAuth 2.0 Form Post Response Mode", s),
            Reference::Fetch(title, _) => format!("Fetch, {title}"),
            Reference::OAuth21(s) => section("OAuth 2.1 draft", s),
            Reference::Cookies(s) => section("RFC 6265bis", s),
            Reference::W3c(name, _) => name.to_owned(),
            Reference::Html(title, _) => format!("HTML, {title}"),
        }
    }

    /// Where to read it.
    pub fn url(self) -> String {
        match self {
            Reference::Rfc(number, section) => match section.strip_prefix("Appendix ") {
                Some(letter) => format!("https://www.rfc-editor.org/rfc/rfc{number}#appendix-{letter}"),
                None => format!("https://www.rfc-editor.org/rfc/rfc{number}#section-{section}"),
            },
            Reference::OidcCore(s) => {
                format!("https://openid.net/specs/openid-connect-core-1_0.html#rfc.section.{s}")
            }
            Reference::OidcDiscovery(s) => {
                format!("https://openid.net/specs/openid-connect-discovery-1_0.html#rfc.section.{s}")
            }
            Reference::RpInitiatedLogout(s) => {
                format!("https://openid.net/specs/openid-connect-rpinitiated-1_0.html#rfc.section.{s}")
            }
            Reference::BackChannelLogout(s) => {
                format!("https://openid.net/specs/openid-connect-backchannel-1_0.html#rfc.section.{s}")
            }
            Reference::Ciba(s) => {
                format!(
                    "https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#rfc.section.{s}"
                )
            }
            Reference::OpenId4Vci(s) => {
                format!(
                    "https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html#section-{s}"
                )
            }
            Reference::OpenId4Vp(s) => {
                format!("https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-{s}")
            }
            Reference::Jarm(s) => format!("https://openid.net/specs/oauth-v2-jarm-final.html#section-{s}"),
            Reference::FapiAdvanced(_, anchor) => {
                format!("https://openid.net/specs/openid-financial-api-part-2-1_0.html#{anchor}")
            }
            Reference::Mcp(_, anchor) => {
                format!(
                    "https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization#{anchor}"
                )
            }
            Reference::MultipleResponseTypes(s) => {
                format!("https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#rfc.section.{s}")
            }
            Reference::FormPost(s) => {
                format!("https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html#rfc.section.{s}")
            }
            Reference::Fetch(_, anchor) => format!("https://fetch.spec.whatwg.org/#{anchor}"),
            Reference::OAuth21(s) => {
                format!("https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1#section-{s}")
            }
            Reference::Cookies(s) => {
                format!("https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-{s}")
            }
            Reference::W3c(_, path) => format!("https://www.w3.org/TR/{path}"),
            Reference::Html(_, anchor) => format!("https://html.spec.whatwg.org/#{anchor}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_links() {
        let section = Reference::Rfc(6749, "4.1.3");
        assert_eq!(section.name(), "RFC 6749 §4.1.3");
        assert_eq!(section.url(), "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3");
        assert_eq!(
            Reference::Rfc(6749, "Appendix B").url(),
            "https://www.rfc-editor.org/rfc/rfc6749#appendix-B"
        );
    }
}
