//! Interfaces of providers that are their own: no message of OAuth, and yet steps of logins.

use http::{Exchange, Uri};

/// An interface of a provider that is its own.
pub struct OwnInterface {
    /// Whose it is, as its users know it.
    pub provider: &'static str,
    /// The domain of its hosts; empty where they are the provider's customers'.
    domain: &'static str,
    /// Parts of its paths, one of which has to be there.
    paths: &'static [&'static str],
    /// Whether it is known to refuse calls for pages whose origin is not registered for the client: Google's buttons say so in the console
    /// ("The given origin is not allowed for the given client ID"), Keycloak's status frame answers 204 for the client's web origins alone.
    pub refuses_origins: bool,
}

static INTERFACES: [OwnInterface; 13] = [
    OwnInterface {
        provider: "Firebase",
        domain: "identitytoolkit.googleapis.com",
        paths: &["/v1/", "/v2/"],
        refuses_origins: false,
    },
    OwnInterface {
        provider: "Firebase",
        domain: "www.googleapis.com",
        paths: &["/identitytoolkit/v3/relyingparty/"],
        refuses_origins: false,
    },
    OwnInterface {
        provider: "Firebase",
        domain: "",
        paths: &[HANDLER, "/__/auth/iframe"],
        refuses_origins: false,
    },
    OwnInterface {
        provider: "Supabase",
        domain: "",
        paths: &[
            "/auth/v1/verify",
            "/auth/v1/otp",
            "/auth/v1/signup",
            "/auth/v1/recover",
            "/auth/v1/magiclink",
            "/auth/v1/user",
            "/auth/v1/token",
            "/auth/v1/callback",
            "/auth/v1/logout",
        ],
        refuses_origins: false,
    },
    OwnInterface { provider: "Amazon Cognito", domain: "amazonaws.com", paths: &[], refuses_origins: false },
    OwnInterface {
        provider: "Auth0",
        domain: "",
        paths: &["/co/authenticate", "/usernamepassword/login", "/dbconnections/", "/passwordless/start"],
        refuses_origins: false,
    },
    OwnInterface {
        provider: "Google",
        domain: "accounts.google.com",
        paths: &["/gsi/button", "/gsi/status", "/gsi/select", "/gsi/fedcm", "/gsi/issue", "/gsi/iframe"],
        refuses_origins: true,
    },
    OwnInterface {
        provider: "Google",
        domain: "accounts.google.com",
        paths: &["/o/oauth2/iframe"],
        refuses_origins: true,
    },
    // What its login page asks its server: whether this app may sign users in at all.
    OwnInterface {
        provider: "Apple",
        domain: "appleid.apple.com",
        paths: &["/appleauth/auth/oauth/"],
        refuses_origins: false,
    },
    OwnInterface {
        provider: "Keycloak",
        domain: "",
        paths: &["/protocol/openid-connect/3p-cookies/", "/protocol/openid-connect/login-status-iframe"],
        refuses_origins: true,
    },
    OwnInterface {
        provider: "Okta",
        domain: "",
        paths: &["/api/v1/authn", "/idp/idx/"],
        refuses_origins: false,
    },
    OwnInterface {
        provider: "Clerk",
        domain: "",
        paths: &["/v1/client/sign_ins", "/v1/client/sign_ups", "/v1/client/sessions"],
        refuses_origins: false,
    },
    OwnInterface { provider: "a FedCM provider", domain: "", paths: &[], refuses_origins: false },
];

/// Where the page is that takes the answers of other providers for Firebase.
const HANDLER: &str = "/__/auth/handler";

/// Headers that say of a request that it is one to such an interface: their value begins so.
const SAYS_SO: [(&str, &str, &str); 2] = [
    ("x-amz-target", "AWSCognitoIdentityProviderService.", "Amazon Cognito"),
    ("sec-fetch-dest", "webidentity", "a FedCM provider"),
];

impl OwnInterface {
    /// The interface to which a request goes; `None` for all others.
    pub fn of(exchange: &Exchange) -> Option<&'static OwnInterface> {
        let said = SAYS_SO.iter().find(|(name, value, _)| {
            exchange.request_header(name).is_some_and(|text| text.starts_with(value))
        });
        if let Some((_, _, provider)) = said {
            return INTERFACES.iter().find(|interface| interface.provider == *provider);
        }
        let uri = &exchange.request.uri;
        if uri.query().has("_clerk_js_version") {
            return INTERFACES.iter().find(|interface| interface.provider == "Clerk");
        }
        let path = uri.path();
        // Scripts of the interface's pages are none of its calls.
        if path.ends_with(".js") || path.ends_with(".css") {
            return None;
        }
        INTERFACES
            .iter()
            .find(|interface| interface.is_at(uri) && interface.paths.iter().any(|part| path.contains(part)))
    }

    fn is_at(&self, uri: &Uri) -> bool {
        let rest = uri.host().strip_suffix(self.domain);
        rest.is_some_and(|rest| self.domain.is_empty() || rest.is_empty() || rest.ends_with('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(request: &str, expected: Option<&str>) {
        let transcript = format!("{request}\n< 200\n");
        let recording = http::readers::read(transcript.as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
        let found = OwnInterface::of(&recording.exchanges[0]).map(|interface| interface.provider);
        assert_eq!(found, expected, "{request}");
    }

    #[test]
    fn is_told_by_host_and_path_or_by_a_header() {
        check("> POST https://identitytoolkit.googleapis.com/v1/accounts:lookup?key=K", Some("Firebase"));
        check("> GET https://shop.firebaseapp.com/__/auth/handler?a=b", Some("Firebase"));
        check("> GET https://shop.firebaseapp.com/__/auth/handler.js", None);
        check("> POST https://x.supabase.co/auth/v1/token?grant_type=pkce", Some("Supabase"));
        check("> GET https://accounts.google.com/gsi/button?a=b", Some("Google"));
        check("> GET https://accounts.google.com/gsi/client", None);
        check("> GET https://example.com/gsi/button", None);
        check("> POST https://appleid.apple.com/appleauth/auth/oauth/authorize", Some("Apple"));
        check("> POST https://appleid.apple.com/appleauth/auth/signin/complete", None);
        let cognito = "> x-amz-target: AWSCognitoIdentityProviderService.InitiateAuth";
        check(
            &format!("> POST https://cognito-idp.eu-central-1.amazonaws.com/\n{cognito}"),
            Some("Amazon Cognito"),
        );
        check("> POST https://sqs.eu-central-1.amazonaws.com/", None);
        check("> GET https://idp.example/accounts\n> sec-fetch-dest: webidentity", Some("a FedCM provider"));
    }
}
