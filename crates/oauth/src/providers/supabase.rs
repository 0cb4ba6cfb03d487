//! Supabase Auth. <https://supabase.com/docs/guides/auth/debugging/error-codes>

use crate::provider::{Mark, Provider, ProviderError};

const LINK: &str = "Ask for a new mail and open the link once; where a mail scanner opens links first, send a code to type in, or a page with a button in place of the link.";
const VERIFIER: &str = "Let the user finish in the browser and at the host where the login began, and keep the code verifier where the client that exchanges the code finds it (cookies, for a server: @supabase/ssr).";

pub(crate) static SUPABASE: Provider = Provider {
    name: "Supabase",
    marks: &[&[Mark::Domain("supabase.co")], &[Mark::Path("/auth/v1/")]],
    habits: &[],
    fixes: &[],
    errors: &[
        ProviderError {
            code: "otp_expired",
            rule: None,
            means: "The link of the mail was used before, by a mail scanner for instance, or is too old.",
            fix: LINK,
        },
        ProviderError {
            code: "Email link is invalid or has expired",
            rule: None,
            means: "The link was used before, by a mail scanner for instance, or is too old.",
            fix: LINK,
        },
        ProviderError {
            code: "both auth code and code verifier should be non-empty",
            rule: None,
            means: "The code verifier is not in this browser's storage: the login began in another browser, on another host or client.",
            fix: VERIFIER,
        },
        ProviderError {
            code: "bad_code_verifier",
            rule: None,
            means: "The code verifier is of another login.",
            fix: VERIFIER,
        },
        ProviderError {
            code: "flow_state_not_found",
            rule: None,
            means: "The code is of a login that is not known any more: used, too old, or of another project.",
            fix: "Begin the login anew, and exchange each code once.",
        },
        ProviderError {
            code: "flow_state_expired",
            rule: None,
            means: "The code is too old.",
            fix: "Begin the login anew, and exchange the code right after it arrives.",
        },
        ProviderError {
            code: "provider is not enabled",
            rule: None,
            means: "This provider is not switched on in the project.",
            fix: "In the Supabase dashboard, open Authentication, Sign In / Providers, and enable it.",
        },
        ProviderError {
            code: "invalid_credentials",
            rule: None,
            means: "The e-mail address or the password is wrong.",
            fix: "Let the user type them again, or reset the password.",
        },
        ProviderError {
            code: "email_not_confirmed",
            rule: None,
            means: "The user has not confirmed the e-mail address.",
            fix: "Let the user open the link of the mail, or confirm the user in the dashboard.",
        },
        ProviderError {
            code: "refresh_token_already_used",
            rule: None,
            means: "The refresh token was used before, and the session is over.",
            fix: "Let one part of the app renew the session, and store the new refresh token before the next request.",
        },
        ProviderError {
            code: "No API key found in request",
            rule: None,
            means: "The request has no header apikey.",
            fix: "Send the project's anon or publishable key in the header apikey.",
        },
    ],
};
