//! What takes the code at an app's address, where its addresses or cookies say so, and which line of its log tells why a login
//! failed: the app's framework, or a gateway in front of it that does the login.

use http::Uri;
use http::cookie::{SetCookie, names};
use oauth::Flow;

/// What exchanges codes on a server.
pub(crate) struct Framework {
    /// Its name.
    pub(crate) name: &'static str,
    /// Whether it stands in front of the app and does the login for it.
    pub(crate) is_gateway: bool,
    /// Parts of the paths of its redirect URIs.
    paths: &'static [&'static str],
    /// Beginnings of the names of its cookies.
    cookies: &'static [&'static str],
    /// What its log says when the exchange fails.
    pub(crate) log: &'static str,
}

// A path of its own tells a framework better than a cookie, which its neighbours have too; the cookies that many have stand last.
static FRAMEWORKS: &[Framework] = &[
    Framework {
        name: "Spring Security",
        is_gateway: false,
        paths: &["/login/oauth2/code/"],
        cookies: &[],
        log: "Set logging.level.org.springframework.security=TRACE, log in again, and search the app's log for OAuth2AuthenticationException: the word in brackets, such as [invalid_token_response], names the step.",
    },
    Framework {
        name: "Auth.js",
        is_gateway: false,
        paths: &["/api/auth/callback/"],
        cookies: &[
            "next-auth.",
            "__Secure-next-auth.",
            "__Host-next-auth.",
            "authjs.",
            "__Secure-authjs.",
            "__Host-authjs.",
        ],
        log: "Search the server's log for [auth][error], or [next-auth][error]: the line after it names the cause. debug: true in its options shows each step.",
    },
    Framework {
        name: "oauth2-proxy",
        is_gateway: true,
        paths: &[],
        cookies: &["_oauth2_proxy"],
        log: "Search the log of oauth2-proxy for \"Error redeeming code during OAuth2 callback\": the provider's answer stands behind it.",
    },
    Framework {
        name: "OmniAuth",
        is_gateway: false,
        paths: &["/users/auth/", "/auth/openid_connect/callback", "/auth/google_oauth2/callback"],
        cookies: &[],
        log: "Search the Rails log for \"Authentication failure!\": the word behind it names the cause.",
    },
    Framework {
        name: "the AWS load balancer",
        is_gateway: true,
        paths: &["/oauth2/idpresponse"],
        cookies: &["AWSALBAuthNonce", "AWSELBAuthSessionCookie"],
        log: "Read the load balancer's access log at this time: error_reason names the step of its login that failed. AuthTokenEpRequestFailed or AuthTokenEpRequestTimeout: it cannot reach the token endpoint (outbound rules of its security group, NAT, DNS); AuthInvalidGrantError, AuthInvalidStateParam: the code or the state.",
    },
    Framework {
        name: "Envoy's oauth2 filter",
        is_gateway: true,
        paths: &[],
        cookies: &["OauthNonce", "OauthHMAC", "OauthExpires", "CodeVerifier-"],
        log: "Set Envoy's loggers oauth2, client and http to debug, log in again, and read the gateway's log at this time: the answer of the token endpoint stands there.",
    },
    Framework {
        name: "Cloudflare Access",
        is_gateway: true,
        paths: &["/cdn-cgi/access/callback"],
        cookies: &["CF_AppSession", "CF_Session"],
        log: "Read the Access audit logs in Cloudflare Zero Trust at this time, and test the login method under Settings, Authentication.",
    },
    Framework {
        name: "the outpost of authentik",
        is_gateway: true,
        paths: &["/outpost.goauthentik.io/callback"],
        cookies: &["authentik_proxy_"],
        log: "Read the outpost's log at this time: it says which session the state names (should) and which one it found (is).",
    },
    Framework {
        name: "the login of Azure App Service",
        is_gateway: true,
        paths: &["/.auth/login/"],
        cookies: &["AppServiceAuthSession"],
        log: "Read the App Service's application logs (source: authentication) at this time, and the sign-in log of the provider.",
    },
    Framework {
        name: "mod_auth_openidc",
        is_gateway: true,
        paths: &[],
        cookies: &["mod_auth_openidc_state", "mod_auth_openidc_session"],
        log: "Set LogLevel auth_openidc:debug in Apache, log in again, and search the error log for oidc_ at this time.",
    },
    Framework {
        name: "traefik-forward-auth",
        is_gateway: true,
        paths: &["/_oauth"],
        cookies: &["_forward_auth"],
        log: "Set its log level to debug, log in again, and read the log of traefik-forward-auth at this time.",
    },
    Framework {
        name: "Pomerium",
        is_gateway: true,
        paths: &["/.pomerium/callback"],
        cookies: &["_pomerium"],
        log: "Read Pomerium's log at this time: the service authenticate says which step failed.",
    },
    Framework {
        name: "Jenkins",
        is_gateway: false,
        paths: &["/securityRealm/finishLogin"],
        cookies: &["JSESSIONID."],
        log: "Add a log recorder for org.jenkinsci.plugins.oic at level ALL, log in again, and read it and the Jenkins log at this time.",
    },
    Framework {
        name: "Grafana",
        is_gateway: false,
        paths: &["/login/generic_oauth", "/login/azuread", "/login/okta"],
        cookies: &["grafana_session"],
        log: "Set filters = oauth.generic_oauth:debug in [log] of Grafana's configuration, log in again, and search its log for login.OAuthLogin.",
    },
    Framework {
        name: "Argo CD",
        is_gateway: false,
        paths: &[],
        cookies: &["argocd.oauthstate", "argocd.token"],
        log: "Read the log of argocd-server, and of argocd-dex-server where Dex is used, at this time.",
    },
    Framework {
        name: "nextjs-auth0",
        is_gateway: false,
        paths: &[],
        cookies: &["auth_verification", "appSession", "__txn_"],
        log: "Search the server's log for CallbackHandlerError: the CAUSE behind it names the step.",
    },
    Framework {
        name: "Quarkus",
        is_gateway: false,
        paths: &[],
        cookies: &["q_auth", "q_session"],
        log: "Set quarkus.log.category.\"io.quarkus.oidc\".level=TRACE, log in again, and read the app's log at this time.",
    },
    Framework {
        name: "mozilla-django-oidc",
        is_gateway: false,
        paths: &["/oidc/callback/"],
        cookies: &[],
        log: "Set the logger mozilla_django_oidc to DEBUG, log in again, and read the Django log at this time.",
    },
    Framework {
        name: "ASP.NET Core",
        is_gateway: false,
        paths: &["/signin-oidc"],
        cookies: &[".AspNetCore."],
        log: "Set the log level of Microsoft.AspNetCore.Authentication to Debug, log in again, and search the app's log for OpenIdConnectHandler and for a code that begins with IDX.",
    },
    Framework {
        name: "Laravel Socialite",
        is_gateway: false,
        paths: &[],
        cookies: &["laravel_session"],
        log: "Search storage/logs/laravel.log for InvalidStateException or ClientException around this request; the provider's answer stands in it.",
    },
    Framework {
        name: "WordPress",
        is_gateway: false,
        paths: &["/wp-login.php", "/wp-admin/"],
        cookies: &["wordpress_"],
        log: "Switch on WP_DEBUG_LOG, log in again, and read wp-content/debug.log at the time of this request.",
    },
    Framework {
        name: "Passport",
        is_gateway: false,
        paths: &[],
        cookies: &["connect.sid"],
        log: "Search the app's log for InternalOAuthError: its member oauthError holds the provider's answer. passport.authenticate with failureMessage: true keeps the reason in the session.",
    },
    Framework {
        name: "Django",
        is_gateway: false,
        paths: &[],
        cookies: &["csrftoken"],
        log: "Search the Django log for the exception at the time of this request; the provider's answer stands in it.",
    },
];

/// What people call them in a sentence, where that is not their name.
static CALLED: [(&str, &str); 18] = [
    ("spring", "Spring Security"),
    ("nextauth", "Auth.js"),
    ("next-auth", "Auth.js"),
    ("authjs", "Auth.js"),
    ("rails", "OmniAuth"),
    ("devise", "OmniAuth"),
    ("gitlab", "OmniAuth"),
    ("envoy", "Envoy's oauth2 filter"),
    ("istio", "Envoy's oauth2 filter"),
    ("app service", "the login of Azure App Service"),
    ("argocd", "Argo CD"),
    ("asp.net", "ASP.NET Core"),
    ("aspnetcore", "ASP.NET Core"),
    ("blazor", "ASP.NET Core"),
    ("laravel", "Laravel Socialite"),
    ("socialite", "Laravel Socialite"),
    ("authentik outpost", "the outpost of authentik"),
    ("passport.js", "Passport"),
];

impl Framework {
    /// The one that a message names; `None` where it names none. What stands in an address is no name.
    pub(crate) fn named_in(message: &str) -> Option<&'static Framework> {
        let words = message.split_whitespace().filter(|word| !word.contains("://"));
        let text = words.collect::<Vec<_>>().join(" ").to_lowercase();
        let is_named = |name: &str| {
            let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            text.match_indices(name).any(|(at, _)| {
                !is_letter(text[..at].chars().next_back())
                    && !is_letter(text[at + name.len()..].chars().next())
            })
        };
        let called = CALLED.iter().find(|(word, _)| is_named(word)).map(|(_, name)| *name);
        let by_name = |framework: &&Framework| match called {
            Some(called) => framework.name == called,
            None => is_named(&framework.name.to_lowercase()),
        };
        FRAMEWORKS.iter().find(by_name)
    }

    /// What takes the code of a login; `None` where nothing says it.
    pub(crate) fn of(flow: &Flow<'_>) -> Option<&'static Framework> {
        let redirect_uri = flow.authorization_request().and_then(|request| request.redirect_uri()?.known());
        let redirect_uri = redirect_uri.and_then(Uri::parse);
        let path = redirect_uri.as_ref().map_or("", Uri::path);
        let by_path = |framework: &&Framework| framework.paths.iter().any(|part| path.contains(part));
        FRAMEWORKS.iter().find(by_path).or_else(|| {
            let app = redirect_uri.as_ref()?.origin();
            let own = flow.messages.iter().map(|m| m.exchange).filter(|e| e.request.uri.origin() == app);
            let cookies: Vec<&str> = own
                .flat_map(|exchange| {
                    let sent = exchange.request.headers.present();
                    let set = exchange.response.as_ref().and_then(|response| response.headers.present());
                    let sent = sent.into_iter().flat_map(names);
                    sent.chain(set.into_iter().flat_map(SetCookie::names))
                })
                .collect();
            FRAMEWORKS.iter().find(|framework| {
                let is_its = |name: &&str| framework.cookies.iter().any(|start| name.starts_with(start));
                cookies.iter().any(is_its)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_a_framework_by_what_people_call_it() {
        for (message, name) in [
            ("my Spring Boot app says: login failed", "Spring Security"),
            ("Django: Third-Party Login Failure", "Django"),
            ("login failed in Grafana", "Grafana"),
            ("next-auth does not log me in", "Auth.js"),
        ] {
            assert_eq!(Framework::named_in(message).map(|framework| framework.name), Some(name), "{message}");
        }
        for message in ["it springs up", "https://grafana.example/login failed", "login failed", ""] {
            assert!(Framework::named_in(message).is_none(), "{message}");
        }
        assert!(CALLED.iter().all(|(_, name)| FRAMEWORKS.iter().any(|framework| framework.name == *name)));
    }
}
