//! A message beside a recording: the recording's own cause comes first, whether the message speaks of it or not, and what the
//! recording disproves comes last, with the logins in which it was looked for. Asked as the panel asks.

use oauth_lens_tests::session_of;
use report::{Answer, Lens, Question};

#[test]
fn print() {
    for (scenario, message) in [
        ("fault-redirect-uri-at-token-call", "invalid_grant"),
        ("fault-pkce-verifier", "invalid_grant"),
        ("fault-late-code", "invalid_grant"),
        ("fault-double-exchange", "invalid_grant"),
        ("fault-pkce-verifier", "PKCE verification failed: Code mismatch"),
        (
            "fault-pkce-verifier",
            "AADSTS50011: The redirect URI 'https://app.example/cb' specified in the request does not match",
        ),
        ("fault-state-mismatch", "RPError: state mismatch, expected a, got: b"),
        ("fault-state-mismatch", "Error: Invalid nonce"),
        ("fault-state-of-other-tab", "OAuth2Error: unexpected 'state' response parameter value"),
        ("fault-nonce-mismatch", "unexpected ID Token \"nonce\" claim value"),
        ("fault-wrong-secret", "invalid_client"),
        ("fault-entra-wrong-secret", "AADSTS7000215: Invalid client secret provided."),
        ("fault-html-discovery", "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON"),
        (
            "fault-cors-token",
            "Access to fetch at 'https://idp.example/token' from origin 'https://app.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        ),
        ("fault-cors-token", "TypeError: Failed to fetch"),
        ("fault-no-access-token", "oauth2: server response missing access_token"),
        ("fault-no-access-token", "An invalid OAuth response was received"),
        ("fault-form-post-lax-cookie", "Correlation failed."),
        ("fault-audience", "IDX10214: Audience validation failed."),
        (
            "fault-issuer",
            "oidc: issuer did not match the issuer returned by provider, expected \"a\" got \"b\"",
        ),
        ("fault-audience", "jwt expired"),
        ("fault-clock-skew", "ID token used too early"),
        ("fault-wrong-secret", "ORA-01017: invalid username/password; logon denied"),
        ("healthy-entra", "invalid_grant"),
        ("healthy-google", "state mismatch"),
        ("fault-access-denied", "The user cancelled the login"),
    ] {
        let text = std::fs::read_to_string(format!("scenarios/{scenario}/login.txt")).unwrap();
        let session = session_of(&text);
        let Some(Answer::Causes(said)) =
            Lens::default().ask(&session, Question::Causes { message: message.to_owned() }, None)
        else {
            panic!()
        };
        println!("## {scenario} | {message}");
        for c in &said.causes {
            println!(
                "   {:?} of_msg={} found={} root={} out={:?} {}",
                c.rule,
                c.is_of_message,
                c.found_in.len(),
                c.found_in.iter().any(|f| f.is_root_cause),
                c.ruled_out_in,
                c.title
            );
        }
    }
}
