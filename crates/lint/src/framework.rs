//! What an app is made with, where its addresses or cookies say so, and which line of its log tells why a login failed.

use http::Uri;
use http::cookie::{SetCookie, names};
use oauth::Flow;

/// A framework that exchanges codes on the app's server.
pub(crate) struct Framework {
    /// Its name.
    pub(crate) name: &'static str,
    /// Parts of the paths of its redirect URIs.
    paths: &'static [&'static str],
    /// Beginnings of the names of its cookies.
    cookies: &'static [&'static str],
    /// What its log says when the exchange fails.
    pub(crate) log: &'static str,
}

// A path of its own tells a framework better than a cookie, which its neighbours have too.
static FRAMEWORKS: [Framework; 9] = [
    Framework {
        name: "Spring Security",
        paths: &["/login/oauth2/code/"],
        cookies: &[],
        log: "Set logging.level.org.springframework.security=TRACE, log in again, and search the app's log for OAuth2AuthenticationException: the word in brackets, such as [invalid_token_response], names the step.",
    },
    Framework {
        name: "ASP.NET Core",
        paths: &["/signin-oidc"],
        cookies: &[".AspNetCore."],
        log: "Set the log level of Microsoft.AspNetCore.Authentication to Debug, log in again, and search the app's log for OpenIdConnectHandler and for a code that begins with IDX.",
    },
    Framework {
        name: "Auth.js",
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
        paths: &["/oauth2/callback"],
        cookies: &["_oauth2_proxy"],
        log: "Search the log of oauth2-proxy for \"Error redeeming code during OAuth2 callback\": the provider's answer stands behind it.",
    },
    Framework {
        name: "OmniAuth",
        paths: &["/users/auth/", "/auth/openid_connect/callback", "/auth/google_oauth2/callback"],
        cookies: &[],
        log: "Search the Rails log for \"Authentication failure!\": the word behind it names the cause.",
    },
    Framework {
        name: "Laravel Socialite",
        paths: &[],
        cookies: &["laravel_session"],
        log: "Search storage/logs/laravel.log for InvalidStateException or ClientException around this request; the provider's answer stands in it.",
    },
    Framework {
        name: "WordPress",
        paths: &["/wp-login.php", "/wp-admin/"],
        cookies: &["wordpress_"],
        log: "Switch on WP_DEBUG_LOG, log in again, and read wp-content/debug.log at the time of this request.",
    },
    Framework {
        name: "Passport",
        paths: &[],
        cookies: &["connect.sid"],
        log: "Search the app's log for InternalOAuthError: its member oauthError holds the provider's answer. passport.authenticate with failureMessage: true keeps the reason in the session.",
    },
    Framework {
        name: "Django",
        paths: &[],
        cookies: &["csrftoken"],
        log: "Search the Django log for the exception at the time of this request; the provider's answer stands in it.",
    },
];

impl Framework {
    /// What the app of a login is made with; `None` where nothing says it.
    pub(crate) fn of(flow: &Flow<'_>) -> Option<&'static Framework> {
        let redirect_uri = flow.authorization_request().and_then(|request| request.redirect_uri()?.known());
        let redirect_uri = redirect_uri.and_then(Uri::parse);
        let path = redirect_uri.as_ref().map_or("", Uri::path);
        let by_path = |framework: &&Framework| framework.paths.iter().any(|part| path.contains(part));
        FRAMEWORKS.iter().find(by_path).or_else(|| {
            let app = redirect_uri.as_ref()?.origin();
            let own = || flow.messages.iter().map(|m| m.exchange).filter(|e| e.request.uri.origin() == app);
            FRAMEWORKS.iter().find(|framework| {
                let is_its = |name: &str| framework.cookies.iter().any(|start| name.starts_with(start));
                own().any(|exchange| {
                    let sent = exchange.request.headers.present();
                    let set = exchange.response.as_ref().and_then(|response| response.headers.present());
                    sent.is_some_and(|headers| names(headers).into_iter().any(is_its))
                        || set.is_some_and(|headers| SetCookie::all(headers).iter().any(|c| is_its(c.name)))
                })
            })
        })
    }
}
