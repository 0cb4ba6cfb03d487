//! A message beside a recording: the recording's own cause comes first, whether the message speaks of it or not, and what the
//! recording disproves comes last, with the logins in which it was looked for. Asked as the panel asks; the command says the same.

use oauth_lens_tests::{scenarios, session_of};
use report::{Answer, Cause, Explanation, Lens, Question};

/// What is said of a message beside the recording of a scenario.
fn explained(scenario: &str, message: &str) -> Explanation {
    let scenarios = scenarios();
    let (_, transcript) = scenarios.iter().find(|(name, _)| name == scenario).unwrap();
    let question = Question::Causes { message: message.to_owned() };
    let answer = Lens::default().ask(&session_of(transcript), question, None);
    let Some(Answer::Causes(explanation)) = answer else { panic!("{message}") };
    explanation
}

fn is_root_cause(cause: &Cause) -> bool {
    cause.found_in.iter().any(|found| found.is_root_cause)
}

/// A scenario, a message, the root cause that comes first, whether the message speaks of it, and what is struck out.
type Pair = (&'static str, &'static str, &'static str, bool, &'static [&'static str]);

const FITS: [Pair; 9] = [
    (
        "fault-redirect-uri-at-token-call",
        "invalid_grant",
        "redirect-uri/token-mismatch",
        true,
        &["pkce/verifier-mismatch"],
    ),
    (
        "fault-pkce-verifier",
        "invalid_grant",
        "pkce/verifier-mismatch",
        true,
        &["redirect-uri/token-mismatch"],
    ),
    (
        "fault-pkce-verifier",
        "PKCE verification failed: Code mismatch",
        "pkce/verifier-mismatch",
        true,
        &["pkce/method-omitted", "state/crossed"],
    ),
    (
        "fault-state-of-other-tab",
        "OAuth2Error: unexpected 'state' response parameter value",
        "state/crossed",
        true,
        &["state/mismatch", "state/reencoded"],
    ),
    (
        "fault-nonce-mismatch",
        "OperationProcessingError: unexpected ID Token \"nonce\" claim value",
        "nonce/mismatch",
        true,
        &["state/crossed"],
    ),
    (
        "fault-entra-wrong-secret",
        "AADSTS7000215: Invalid client secret provided.",
        "token/invalid-client",
        true,
        &[],
    ),
    (
        "fault-html-discovery",
        "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
        "format/html-instead-of-json",
        true,
        &["discovery/fetch-failed"],
    ),
    ("fault-cors-token", "TypeError: Failed to fetch", "cors/no-acao", true, &[]),
    ("fault-audience", "IDX10214: Audience validation failed.", "id-token/aud-mismatch", true, &[]),
];

/// Here the message speaks of something else, or of nothing that is known.
const MISSES: [Pair; 11] = [
    (
        "fault-redirect-uri-pages-unseen",
        "PKCE verification failed: Code mismatch",
        "redirect-uri/token-mismatch",
        false,
        &["pkce/verifier-mismatch"],
    ),
    (
        "fault-second-token-call-unseen",
        "PKCE verification failed: Code mismatch",
        "redirect-uri/token-mismatch",
        false,
        &[],
    ),
    (
        "fault-late-code",
        "invalid_grant",
        "token/code-stale",
        false,
        &["redirect-uri/token-mismatch", "pkce/verifier-mismatch"],
    ),
    (
        "fault-double-exchange",
        "invalid_grant",
        "token/double-exchange",
        false,
        &["redirect-uri/token-mismatch", "pkce/verifier-mismatch"],
    ),
    (
        "fault-pkce-verifier",
        "AADSTS50011: The redirect URI 'https://app.example/cb' specified in the request does not match",
        "pkce/verifier-mismatch",
        false,
        &["redirect-uri/refused"],
    ),
    (
        "fault-no-access-token",
        "oauth2: server response missing access_token",
        "token-response/no-access-token",
        false,
        &["format/content-type", "format/envelope", "format/camel-case"],
    ),
    (
        "fault-no-access-token",
        "An invalid OAuth response was received",
        "token-response/no-access-token",
        false,
        &["format/html-instead-of-json", "callback/no-code-no-error", "token/invalid-client"],
    ),
    (
        "fault-issuer",
        "oidc: issuer did not match the issuer returned by provider, expected \"a\" got \"b\"",
        "id-token/iss-mismatch",
        false,
        &["discovery/issuer-mismatch"],
    ),
    ("fault-audience", "jwt expired", "id-token/aud-mismatch", false, &["jwt/expired"]),
    ("fault-form-post-lax-cookie", "Correlation failed.", "cookie/formpost-samesite", false, &[]),
    (
        "fault-wrong-secret",
        "ORA-01017: invalid username/password; logon denied",
        "token/invalid-client",
        false,
        &[],
    ),
];

#[test]
fn the_recordings_own_cause_comes_first_and_what_it_disproves_last() {
    for (scenario, message, first, is_of_message, struck_out) in FITS.into_iter().chain(MISSES) {
        let causes = explained(scenario, message).causes;
        let rules: Vec<_> = causes.iter().map(|cause| cause.rule.unwrap_or("(text)")).collect();
        let what = format!("{scenario}, {message}: {rules:?}");
        assert!(causes[0].rule == Some(first) && is_root_cause(&causes[0]), "{what}");
        assert_eq!(causes[0].is_of_message, is_of_message, "{what}");
        let ruled_out: Vec<&str> = causes
            .iter()
            .filter(|cause| !cause.ruled_out_in.is_empty())
            .filter_map(|cause| cause.rule)
            .collect();
        assert_eq!(ruled_out, struck_out, "{what}");
        // Nothing that may be stands behind what cannot be, and nothing is both.
        let begin = causes.iter().position(|cause| !cause.ruled_out_in.is_empty()).unwrap_or(causes.len());
        assert!(causes[begin..].iter().all(|cause| !cause.ruled_out_in.is_empty()), "{what}");
        assert!(
            causes.iter().all(|cause| cause.found_in.is_empty() || cause.ruled_out_in.is_empty()),
            "{what}"
        );
    }
}

#[test]
fn a_login_that_works_proves_no_cause() {
    for (scenario, message) in [
        ("healthy-entra", "invalid_grant"),
        ("healthy-google", "RPError: state mismatch, expected a, got: b"),
    ] {
        let causes = explained(scenario, message).causes;
        assert!(!causes.is_empty() && causes.iter().all(|cause| cause.found_in.is_empty()), "{scenario}");
    }
}

#[test]
fn an_exact_identifier_leaves_no_room_for_what_others_say_in_its_sentence() {
    let causes =
        explained("healthy-entra", "IDX10214: Audience validation failed. Audiences: 'a'. Did not match")
            .causes;
    let products: Vec<&str> = causes.iter().filter_map(|cause| cause.product).collect();
    assert!(products.iter().all(|product| *product == "Microsoft.IdentityModel"), "{products:?}");
}
