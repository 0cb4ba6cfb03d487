use super::calibration::Tried;
use super::*;

fn ids(message: &str) -> Vec<&'static str> {
    search(message).causes.iter().map(|cause| cause.rule.map_or("(code)", |rule| rule.id)).collect()
}

#[track_caller]
fn first(message: &str, id: &str) {
    let found = ids(message);
    // A text of a product may stand before the rules that it suspects.
    assert_eq!(found.iter().find(|found| **found != "(code)"), Some(&id), "{message}: {found:?}");
}

#[test]
fn messages_lead_to_their_causes() {
    first("grant request is invalid", "token/invalid-grant");
    first("invalid_grant", "token/invalid-grant");
    first("unexpected \"state\" response parameter value", "state/mismatch");
    first("OAuth2Error: unexpected 'state' response parameter value", "state/mismatch");
    first(
        "Uncaught (in promise) OperationProcessingError: unexpected ID Token \"nonce\" claim value at validate (index.js:123:9)",
        "nonce/mismatch",
    );
    first("JWT signature verification failed", "jwt/signature-invalid");
    first(
        "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
        "format/html-instead-of-json",
    );
    first("IDX10223: Lifetime validation failed. The token is expired.", "api/token-expired");
    first("IDX10503", "jwt/kid-unknown");
    first(
        "Access to fetch at 'https://idp.example/token' from origin 'https://app.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "cors/no-acao",
    );
    first("PKCE verification failed: Code mismatch", "pkce/verifier-mismatch");
    first("pkce verifier mismatch", "pkce/verifier-mismatch");
}

#[test]
fn a_providers_code_is_explained() {
    let explained = search(
        "AADSTS50011: The redirect URI 'https://app.example/cb' specified in the request does not match the redirect URIs \
         configured for the application '6731de76-14a6-49ae-97bc-6eba6914391e'.",
    );
    let causes = explained.causes;
    let Some(Match::Known(known)) = causes.first().map(|cause| cause.by) else {
        panic!("{:?}", ids("AADSTS50011"));
    };
    assert_eq!((known.product, known.text), ("Microsoft Entra ID", "AADSTS50011"));
    assert!(causes.iter().any(|cause| cause.rule.is_some_and(|rule| rule.id == "redirect-uri/refused")));
}

#[test]
fn the_words_of_an_answer_decide_before_its_code() {
    for message in [
        r#"{"error":"invalid_request","error_description":"HTTPS required"}"#,
        "https://app.example/cb?error=invalid_request&error_description=HTTPS+required&state=x",
    ] {
        let explained = search(message);
        assert_eq!(explained.certainty, Certainty::Perhaps, "{message}");
        first(message, "authorize/http");
    }
    // Words that nobody knows leave what the code says, however many they are.
    let unknown = r#"{"error":"invalid_request","error_description":"The token request is invalid."}"#;
    assert_eq!(search(unknown).why, CODE_ALONE);
    first(unknown, "token/invalid-request");
    first("/auth/failure?message=invalid_credentials", "token/invalid-client");
}

#[test]
fn what_is_no_message_finds_nothing() {
    for message in ["", "   ", "the", "hello world, how are you", "…", "'\"`", "error"] {
        assert_eq!(ids(message), Vec::<&str>::new(), "{message}");
    }
}

#[test]
fn every_text_finds_its_own_first_rule() {
    let mut lost = Vec::new();
    for known in crate::known::all().filter(|known| known.is_message()) {
        let found = ids(known.text);
        if !found.contains(&known.suspects[0].id) {
            lost.push(format!("{}: {}: {found:?}", known.product, known.text));
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn retired_ids_lead_to_rules_that_exist() {
    for retired in RETIRED {
        assert!(crate::rule(retired.id).is_none(), "{} is a rule", retired.id);
        if let Some(now) = retired.now {
            assert!(crate::rule(now).is_some(), "{now} is no rule");
        }
    }
    assert_eq!(retired("token/code-reused").and_then(|retired| retired.now), Some("token/double-exchange"));
}

/// `./build.sh calibrate wrong` prints the same with what was wrong.
#[test]
fn what_is_said_to_be_known_is() {
    let tried = [calibration::as_it_stands().0, calibration::changed().0, calibration::left_out().0];
    let all: usize = tried.iter().map(|tried| tried.known.all).sum();
    let right: usize = tried.iter().map(|tried| tried.known.right).sum();
    assert!(all > 1_000 && right as f64 >= 0.97 * all as f64, "{right} of {all}");
    // Of texts that are not known some speak of a part of a login in words that others use, too.
    let [.., Tried { asked, perhaps, .. }] = tried;
    assert!(10 * perhaps.all > 2 * asked && perhaps.precision() > 0.88, "{perhaps:?}");
}

#[test]
fn everyday_sentences_and_foreign_errors_are_not_known() {
    let lines: Vec<&str> = include_str!("../known/foreign.txt").lines().collect();
    let heard: Vec<&&str> =
        lines.iter().filter(|line| search(line).certainty != Certainty::Unknown).collect();
    assert!(lines.len() > 400 && heard.is_empty(), "{heard:#?}");
    for of_another_call in [
        "curl: (60) SSL certificate problem: unable to get local issuer certificate (https://repo.acme.dev/packages)",
        "GET https://cdn.example/fonts/a.woff2 net::ERR_CONNECTION_RESET",
        "dial tcp: lookup registry.acme.dev: no such host (pulling https://registry.acme.dev/v2/app)",
    ] {
        assert_eq!(search(of_another_call).certainty, Certainty::Unknown, "{of_another_call}");
    }
    let of_login = "curl: (60) SSL certificate problem: unable to get local issuer certificate (https://sso.acme.dev/token)";
    assert_eq!(search(of_login).certainty, Certainty::Known);
}

#[test]
fn a_short_text_is_not_the_beginning_of_another_sentence() {
    let products = |message: &str| -> Vec<&str> {
        let known = |cause: &Cause| match cause.by {
            Match::Known(known) => Some(known.product),
            _ => None,
        };
        search(message).causes.iter().filter_map(known).collect()
    };
    let message = "{\"error\":\"invalid_client\",\"error_description\":\"Invalid client credentials.\"}";
    assert!(!products(message).contains(&"Spotify"), "{:?}", products(message));
    assert!(products("invalid_client: Invalid client").contains(&"Spotify"));
    let message = "Provided JWT is missing an algorithm";
    assert!(!products(message).iter().any(|product| product.contains("Envoy")), "{:?}", products(message));
}

#[test]
fn what_a_message_speaks_of_is_a_perhaps() {
    let explained = search("acme-sso says: that Redirect URI is not allowed here");
    assert_eq!(explained.certainty, Certainty::Perhaps);
    first(
        "{\"error\":\"invalid_request\",\"error_description\":\"the redirect uri of app 7 is not registered\"}",
        "redirect-uri/refused",
    );
    // A step says less than the code beside it.
    first("error getting token: acme refused it with invalid_grant", "token/invalid-grant");
}

/// What is known of the first cause.
fn text(message: &str) -> &'static str {
    match search(message).causes.first().map(|cause| cause.by) {
        Some(Match::Known(known)) => known.text,
        _ => "",
    }
}

#[test]
fn what_many_failures_say_gives_way_to_the_reason_beside_it() {
    for (message, reason) in [
        (
            "Error: Unknown authentication strategy \"oidc\"\nfailed: unable to verify the first certificate",
            "unable to verify the first certificate",
        ),
        (
            "Error Domain=org.openid.appauth.oauth_token Code=-10 \"invalid_grant: Code not valid\" UserInfo={}",
            "Code not valid",
        ),
        (
            "Error Domain=org.openid.appauth.oauth_token Code=-10 \"invalid_client: AADSTS7000218: x\" UserInfo={}",
            "AADSTS7000218",
        ),
        (
            "[next-auth][error][OAUTH_CALLBACK_ERROR] https://next-auth.js.org/errors State cookie was missing.",
            "State cookie was missing",
        ),
        (
            "Error Domain=MSALErrorDomain Code=-50000 \"(null)\" UserInfo={MSALErrorDescriptionKey=The redirect uri is not registered, X=1}",
            "the redirect URI is not accepted",
        ),
        (
            "Exception: An error was encountered while handling the remote login.\n ---> Exception: Correlation failed.\n --- End of inner exception",
            "Correlation failed.",
        ),
    ] {
        assert_eq!(text(message), reason, "{message}");
    }
    // Alone they are what there is to say.
    assert_eq!(text("Unknown authentication strategy \"oidc\""), "Unknown authentication strategy \"…\"");
}

#[test]
fn a_status_means_what_its_address_is_for() {
    let explained =
        search("HTTPError: 401 Client Error: Unauthorized for url: https://idp.example/oauth2/token");
    assert_eq!((explained.certainty, explained.why), (Certainty::Perhaps, STATUS));
    assert!(!explained.next.is_empty());
    first(
        "HTTPError: 401 Client Error: Unauthorized for url: https://idp.example/oauth2/token",
        "token/invalid-client",
    );
    for message in [
        "Request failed with status code 401",
        "401 Client Error: Unauthorized for url: https://shop.example/orders",
    ] {
        assert_eq!(search(message).certainty, Certainty::Unknown, "{message}");
    }
    // The code and its words say more.
    let message = "Request failed with status code 401 https://idp.example/token {\"error\":\"invalid_grant\",\"error_description\":\"Code not valid\"}";
    assert_eq!(text(message), "Code not valid");
}

#[test]
fn an_answer_that_is_not_known_is_quoted() {
    let explained =
        search(r#"{"error":"something_own","error_description":"The flux compensator is not charged"}"#);
    assert_eq!(explained.certainty, Certainty::Unknown);
    assert_eq!(explained.answer.as_deref(), Some("something_own: The flux compensator is not charged"));
    assert_eq!(text(r#"{"error":{"code":400,"message":"Invalid JWT signature"}}"#), "Invalid JWT signature");
}

#[test]
fn values_in_a_message_are_compared() {
    for (message, difference) in [
        (
            "oidc: issuer did not match the issuer returned by provider, expected \"https://a.example/\" got \"https://a.example\"",
            "by a trailing slash",
        ),
        (
            "oidc: issuer did not match the issuer returned by provider, expected \"https://a.example/x\" got \"https://b.example/x\"",
            "in their host",
        ),
        (
            "RPError: unexpected iss value, expected https://login.example/T, got: https://login.example/t",
            "upper and lower case",
        ),
        ("RPError: nonce mismatch, expected abc, got: xyz", ""),
    ] {
        let explained = search(message);
        assert!(explained.difference.contains(difference), "{message}: {:?}", explained.difference);
        assert_eq!(explained.difference.is_empty(), difference.is_empty(), "{message}");
    }
}

#[test]
fn the_innermost_cause_says_more_than_what_wraps_it() {
    let wrapper = "OAuth2AuthenticationException: [invalid_token_response] An error occurred while attempting to retrieve the OAuth 2.0 Access Token Response";
    for (cause, rule) in [
        (
            "org.springframework.web.client.HttpClientErrorException$Unauthorized: 401 Unauthorized: \"{\"error\":\"invalid_client\"}\"",
            "token/invalid-client",
        ),
        ("java.net.UnknownHostException: keycloak", "network/dns"),
        ("java.net.SocketTimeoutException: Connect timed out", "network/refused"),
        (
            "WebClientResponseException$Unauthorized: 401 Unauthorized from POST https://idp.example/oauth2/token",
            "token/invalid-client",
        ),
        ("com.example.GrantException: {\"error\":\"invalid_grant\"}", "token/invalid-grant"),
    ] {
        first(&format!("{wrapper}\n\tat a.b.C(D.java:1)\nCaused by: {cause}\n\t... 9 more"), rule);
    }
    for (reason, rule) in [
        ("The required audience is missing", "api/wrong-audience"),
        ("This aud claim is not equal to the configured audience", "api/wrong-audience"),
        ("Invalid unsecured/JWS/JWE header: Invalid JSON object", "api/opaque-to-jwt-validator"),
        ("Jwt expired at 2026-01-01T00:00:00Z", "jwt/expired"),
    ] {
        first(&format!("An error occurred while attempting to decode the Jwt: {reason}"), rule);
    }
    // Alone a wrapper says that the reason stands elsewhere.
    assert_eq!(search(wrapper).why, WRAPS);
}

#[test]
fn a_sign_tells_as_much_as_a_word() {
    assert!(text("Unexpected token < in JSON at position 0").contains('<'));
    for message in ["Unexpected token in JSON at position 0", "Unexpected token } in JSON at position 0"] {
        assert!(!text(message).contains(['<', '\u{1f}', '\u{fffd}']), "{message}: {}", text(message));
    }
    assert!(text("SyntaxError: Unexpected token \u{feff} in JSON at position 0").contains('\u{feff}'));
}

#[test]
fn a_class_of_another_package_is_another_class() {
    let products = |message: &str| -> Vec<&str> {
        let causes = search(message).causes;
        causes
            .iter()
            .filter_map(|cause| match cause.by {
                Match::Known(known) => Some(known.product),
                _ => None,
            })
            .collect()
    };
    let of_java =
        products("io.micronaut.security.oauth2.state.InvalidStateException: State values do not match");
    assert!(!of_java.contains(&"Laravel Socialite"), "{of_java:?}");
    let of_php = products("Laravel\\Socialite\\Two\\InvalidStateException");
    assert!(of_php.contains(&"Laravel Socialite"), "{of_php:?}");
}

#[test]
fn texts_that_wrap_or_name_their_reason() {
    for (message, part) in [
        ("Could not authenticate you from OpenIDConnect because \"Csrf detected\".", "Csrf detected"),
        ("Could not authenticate you from Acme because \"Not found\".", "because \"…\""),
        ("oauth2: cannot fetch token: 401 Unauthorized\nResponse: ", "cannot fetch token: 401"),
        ("Verify return code: 21 (unable to verify the first certificate)", "Verify return code: 21"),
        (
            "ClaimsVerificationError: Signature verification failed: No matching key found",
            "No matching key found",
        ),
        ("authorization error: state does not match (wants AbC but got XyZ)", "state does not match (wants"),
        (
            "Diese Website ist nicht erreichbar. localhost hat die Verbindung abgelehnt. ERR_CONNECTION_REFUSED",
            "Website",
        ),
        (
            "TypeError: fetch failed { cause: Error: connect ECONNREFUSED ::1:8080 { errno: -111, code: 'ECONNREFUSED' } }",
            "ECONNREFUSED",
        ),
        (
            "Could not authenticate you from Saml because \"Ssl connect returned=1 errno=0 state=error: certificate verify failed (unable to get local issuer certificate)\".",
            "certificate verify failed",
        ),
        (
            "TypeError: fetch failed\n  [cause]: Error: self-signed certificate { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }",
            "self-signed certificate",
        ),
        ("AuthCanceled: Authentication process canceled: redirect_uri_mismatch", "redirect_uri_mismatch"),
    ] {
        assert!(text(message).contains(part), "{message}: {}", text(message));
    }
}

#[test]
fn a_page_that_has_the_number_alone_is_read() {
    let page = "Error Code: 53003\nRequest Id: 074bf675-a18e\nCorrelation Id: b6cc601a\nTimestamp: 2026-02-12T01:02:40.125Z";
    first(page, "callback/access-denied");
    assert_eq!(search("Error Code: 53003").certainty, Certainty::Unknown);
}

#[test]
fn the_origin_of_a_page_may_be_null() {
    let message = "Access to fetch at 'https://idp.example/auth?x=1' (redirected from 'https://app.example/x') from origin 'null' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    let explained = search(message);
    assert_eq!((explained.certainty, explained.difference), (Certainty::Known, ""));
}

#[test]
fn why_a_call_failed_comes_before_which_call_it_was() {
    let explained = search("token exchange failed: timeout of 10000ms exceeded");
    assert_eq!((explained.certainty, explained.why), (Certainty::Perhaps, UNREACHED));
    first("token exchange failed: timeout of 10000ms exceeded", "network/refused");
    assert_eq!(search("timeout of 10000ms exceeded").certainty, Certainty::Unknown);
}

#[test]
fn sentences_in_other_languages_are_read() {
    for (message, rule) in [
        ("OAuth: der State ist ungültig.", "state/mismatch"),
        ("La redirect_uri no coincide con las registradas", "redirect-uri/refused"),
        ("El client_id no es válido", "authorize/client-unknown"),
    ] {
        first(message, rule);
    }
    for message in [
        "Die Datei ist ungültig",
        "Der State der Komponente ist ungültig",
        "CSRF-Token ist ungültig",
        "Das Zugriffstoken ist noch nicht abgelaufen",
        "access token 未过期",
        "El token de acceso no ha expirado",
        "Le jeton d'accès n'a pas expiré",
        "токен доступа не просрочен",
        "El redirect_uri no es inválido",
        "Terraform state ungültig",
        "npm scope 无效",
    ] {
        assert_eq!(search(message).certainty, Certainty::Unknown, "{message}");
    }
}
