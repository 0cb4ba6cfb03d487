//! Tokens in words: what is wrong with one is named, and nothing is said of one that is right.

use http::Timestamp;
use jose::KeySet;
use oauth_lens_tests::{expand, session_of};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use report::{JudgementKind, Shown, SignatureState, Token, TokenContext, token};

const CLAIMS: &str = r#""iss":"https://auth.example.com","sub":"alice","aud":"web-shop","iat":$time(09:41:00),"exp":$time(10:41:00)"#;
const HEADER: &str = r#"{"alg":"ES256","kid":"key-1"}"#;

/// Read at 09:45 with the key of the transcripts.
fn read(text: &str) -> Token {
    let keys = KeySet::from_text(&expand("$key(key-1)")).unwrap();
    let now = Timestamp::from_rfc3339("2026-11-23T09:45:00Z");
    token(&expand(text), &TokenContext::new(now, Some((&keys, Shown::from("the key of the tests"))), false))
}

fn said(token: &Token) -> String {
    let checks = token.checks.iter().map(|check| format!("{:?}: {}\n", check.state, check.text));
    format!(
        "{}\n{:?}: {}\n{}",
        token.summary,
        token.signature.state,
        token.signature.text,
        checks.collect::<String>()
    )
}

#[track_caller]
fn check(text: &str, state: JudgementKind, sentence: &str) {
    let token = read(text);
    let said = said(&token);
    assert!(said.contains(sentence), "{text}\ndoes not say: {sentence}\nbut: {said}");
    assert_eq!(token.state, state, "{text}\n{said}");
}

fn signed(header: &str, claims: &str) -> String {
    format!("$signed({header}, {{{claims}}})")
}

#[test]
fn a_good_token_is_right() {
    let good = read(&signed(HEADER, CLAIMS));
    assert_eq!(good.state, JudgementKind::Right, "{}", said(&good));
    assert_eq!(good.signature.state, SignatureState::Valid);
    let piped = read(&format!("{}\n", signed(HEADER, CLAIMS)));
    assert_eq!(piped.state, JudgementKind::Right, "a shell puts a line break at the end: {}", said(&piped));
    assert_eq!(
        good.signature.text.as_str(),
        "It fits the key key-1, which it names (kid), of the key of the tests (ES256)."
    );
}

#[test]
fn what_is_wrong_is_named() {
    use JudgementKind::{Info, Right, Unknown, Warning, Wrong};
    let with = |more: &str| signed(HEADER, &format!("{CLAIMS},{more}"));
    let expired = r#""iss":"https://auth.example.com","iat":$time(09:00:00),"exp":$time(09:30:00)"#;
    check(&signed(HEADER, expired), Wrong, "It expired 15 min ago (exp).");
    check(&with(r#""nbf":$time(09:47:01)"#), Wrong, "It does not count yet: it does in 2 min 1 s (nbf).");
    let early = r#""iat":$time(09:47:00),"exp":$time(10:41:00)"#;
    check(
        &signed(HEADER, early),
        Warning,
        "It says that it will be issued in 2 min: one of two clocks is off. Refused by auth0-spa-js and Spring Security; taken by Authlib (up to 2 min).",
    );
    check(
        &signed(HEADER, r#""exp":$time(10:41:00)000"#),
        Wrong,
        "exp in the token is in milliseconds, not in seconds.",
    );
    check(&signed(HEADER, r#""exp":"1""#), Wrong, "exp in the token is a text, not a number.");
    check(&format!("Bearer {}", signed(HEADER, CLAIMS)), Warning, "The word Bearer stands before the token");
    check(
        &format!("$jwt({HEADER}, {{{CLAIMS}}})"),
        Wrong,
        "It does not fit the key key-1 of the key of the tests.",
    );
    check(
        &signed(r#"{"alg":"ES256","kid":"key-2"}"#, CLAIMS),
        Wrong,
        "It names the key key-2. The keys of the key of the tests are: key-1.",
    );
    check(
        &signed(r#"{"alg":"RS256","kid":"key-1"}"#, CLAIMS),
        Wrong,
        "No key of the key of the tests is for it: they are of another type",
    );
    check(&signed(r#"{"alg":"none"}"#, CLAIMS), Wrong, "The token is not signed (alg: none)");
    check(&signed(r#"{"alg":"XY"}"#, CLAIMS), Unknown, "an algorithm that nobody knows here");
    check(
        &signed(r#"{"alg":"ES256","kid":"key-1","jku":"https://evil.example/keys"}"#, CLAIMS),
        Warning,
        "Never fetch them from there",
    );
    check(
        &signed(r#"{"alg":"ES256","kid":"key-1","crit":["b64"]}"#, CLAIMS),
        Warning,
        "Readers that do not understand what crit lists have to refuse the token: [\"b64\"].",
    );
    check("2YotnFZFEjr1zCsicMWpAA", Unknown, "only its issuer can read it");
    check("eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d", Unknown, "only the reader it is for can look inside");
    check(&with(r#""nonce":"n","at_hash":"x""#), Right, "ID token: nothing is wrong with it");
    check(
        &signed(HEADER, r#""nonce":"n","exp":$time(10:41:00)"#),
        Wrong,
        "The ID token has no iss, no sub, no aud and no iat.",
    );
    check(
        &signed(r#"{"alg":"ES256","kid":"key-1","typ":"at+jwt"}"#, CLAIMS),
        Wrong,
        "The access token has no client_id and no jti.",
    );
    let logout = r#""events":{"http://schemas.openid.net/event/backchannel-logout":{}},"nonce":"n","jti":"1","sid":"s""#;
    check(&with(logout), Wrong, "The logout token has a nonce, which marks ID tokens.");
    check(&signed(HEADER, r#""scope":"read""#), Right, "RFC 9068 tokens say typ: at+jwt");
    let info = read(&signed(HEADER, r#""scope":"read""#));
    assert!(info.checks.iter().any(|check| check.state == Info));
}

/// RFC 9449 §4.1, the example of a proof: signed with the key in it, issued in 2019.
#[test]
fn a_dpop_proof_is_checked_with_its_own_key() {
    const PROOF: &str = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
    let proof = read(PROOF);
    assert_eq!(
        (proof.kind, proof.signature.state),
        ("dpop-proof", SignatureState::Valid),
        "{}",
        said(&proof)
    );
    assert_eq!(proof.state, JudgementKind::Right, "{}", said(&proof));
    let changed = read(&PROOF.replacen("eyJqdGki", "eyJqdGkj", 1));
    assert_ne!(changed.signature.state, SignatureState::Valid);
}

/// RFC 9068 §3, the claims of its example; its key is not published, so it is signed with the key of the tests.
#[test]
fn the_access_token_of_rfc_9068_has_nothing_missing() {
    let header = r#"{"typ":"at+JWT","alg":"ES256","kid":"key-1"}"#;
    let claims = r#""iss":"https://authorization-server.example.com/","sub":"5ba552d67","aud":"https://rs.example.com/","exp":1639528912,"iat":1618354090,"jti":"dbe39bf3a3ba4238a513f51d6e1691c4","client_id":"s6BhdRkqt3","scope":"openid profile reademail""#;
    check(&signed(header, claims), JudgementKind::Wrong, "It expired 4 years ago");
    let others = read(&signed(header, claims));
    let wrong = others.checks.iter().filter(|check| check.state <= JudgementKind::Warning).count();
    assert_eq!((others.name, wrong), ("Access token", 1), "{}", said(&others));
}

/// RFC 7516 Appendix A.1: of an encrypted token the header is read, and nothing else.
#[test]
fn of_an_encrypted_token_the_header_is_read() {
    let token = read(
        "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGe\
         ipsEdY3mx_etLbbWSrFr05kLzcSr4qKAq7YN7e9jwQRb23nfa6c9d-StnImGyFDbSv04uVuxIp5Zms1gNxKKK2Da14B8S4rzVRltdYwam_lDp5Xn\
         ZAYpQdb76FdIKLaVmqgfwX7XWRxv2322i-vDxRfqNzo_tETKzpVLzfiwQyeyPGLBIO56YJ7eObdv0je81860ppamavo35UgoRdbYaBcoh9QcfylQ\
         r66oc6vFWXRcZ_ZT2LawVCWTIy3brGPi6UklfCpIMfIjf7iGdXKHzg.48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG\
         9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A.XFBoMYUZodetZdvTiFvSkQ",
    );
    let header: Vec<&str> = token.header.iter().map(|member| member.value.as_str()).collect();
    assert_eq!(
        (token.form, header),
        ("encrypted JWT (JWE)", vec!["RSA-OAEP", "A256GCM"]),
        "{}",
        said(&token)
    );
    assert!(token.claims.is_empty());
}

#[test]
fn personal_claims_are_masked_until_somebody_asks_for_them() {
    let text = signed(HEADER, &format!(r#"{CLAIMS},"email":"alice@example.com","tid":"9188040d""#));
    let values = |reveals: bool| {
        let token = token(&expand(&text), &TokenContext::new(None, None, reveals));
        serde_json::to_string(&token).unwrap()
    };
    let masked = values(false);
    assert!(!masked.contains("alice") && !masked.contains("9188040d"), "{masked}");
    let revealed = values(true);
    assert!(revealed.contains("alice@example.com") && revealed.contains("9188040d"), "{revealed}");
    let signature = expand(&text).rsplit('.').next().unwrap().to_owned();
    assert!(!revealed.contains(&signature), "the signature is never shown");
}

mod properties {
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_failure_persistence(FileFailurePersistence::WithSource("regressions")))]

        /// One thing is changed, and that thing is named.
        #[test]
        fn whatever_is_changed_is_named(at in any::<prop::sample::Index>(), what in 0..6usize) {
            let sound = expand(&signed(HEADER, CLAIMS));
            let parts: Vec<&str> = sound.split('.').collect();
            // White space around a token is not in it: between two of its characters.
            let at = 1 + at.index(sound.len() - 1);
            let (changed, name) = match what {
                0 => (format!("\"{sound}\""), "Quotes"),
                1 => (format!("{}\n{}", &sound[..at], &sound[at..]), "White space"),
                2 => (format!("{}.{}", parts[0], parts[1]), "2 parts"),
                3 => (format!("{sound}="), "ends with ="),
                4 => (format!("{}.{}.{}", parts[0], parts[1], parts[2].replace(['-', '_'], "+")), "+"),
                _ => {
                    // Any other character of the claims makes another text, which nobody signed.
                    let other = if parts[1].ends_with('A') { "B" } else { "A" };
                    let payload = format!("{}{other}", &parts[1][..parts[1].len() - 1]);
                    (format!("{}.{payload}.{}", parts[0], parts[2]), "")
                }
            };
            let token = read(&changed);
            let said = said(&token);
            prop_assert!(changed == sound || token.state != JudgementKind::Right, "{}", said);
            prop_assert!(changed == sound || said.contains(name), "{} in {}", name, said);
        }

        #[test]
        fn no_text_makes_it_panic(text in "(Bearer )?[A-Za-z0-9_.~=+\"-]{0,120}") {
            read(&text.replace('$', ""));
        }
    }
}

fn scenario(name: &str) -> String {
    let path = format!("{}/scenarios/{name}/login.txt", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// The tokens of a scenario's first login, each with what is said of it.
fn tokens_of(scenario: &str) -> Vec<(&'static str, String)> {
    let session = session_of(&self::scenario(scenario));
    let key = report::report(&session, &[], None).logins[0].key.clone();
    let now = Timestamp::from_rfc3339("2026-11-23T09:45:00Z");
    let tokens = report::login_tokens(&session, &key, None, now, false).tokens;
    tokens.into_iter().map(|token| (token.token.kind, said(&token.token))).collect()
}

#[test]
fn the_tokens_of_a_login_are_judged_in_its_light() {
    let tokens = tokens_of("healthy-spa");
    let (_, id_token) = tokens.iter().find(|(kind, _)| *kind == "id-token").unwrap();
    for right in [
        "It fits the key key-1, which it names (kid), of the provider's key set in this login (ES256).",
        "It is for this client, todo-app (aud).",
        "It has the nonce that this login sent.",
        "It comes from https://auth.example.com, which this login asked.",
    ] {
        assert!(id_token.contains(right), "no {right:?} in {id_token}");
    }
    let dpop = tokens_of("healthy-dpop");
    let proofs: Vec<&String> =
        dpop.iter().filter(|(kind, _)| *kind == "dpop-proof").map(|(_, said)| said).collect();
    assert!(!proofs.is_empty());
    for proof in proofs {
        assert!(proof.contains("It is for the request that it was sent with (htm, htu)."), "{proof}");
    }
}

/// What has expired since is no fault of the login.
#[test]
fn a_token_of_a_login_is_judged_at_the_time_when_it_came() {
    let session = session_of(&scenario("healthy-spa"));
    let key = report::report(&session, &[], None).logins[0].key.clone();
    let read = |now: &str| {
        let now = Timestamp::from_rfc3339(now);
        let tokens = report::login_tokens(&session, &key, None, now, false).tokens;
        tokens.into_iter().map(|token| token.token).find(|token| token.kind == "id-token").unwrap()
    };
    let soon = read("2026-11-23T09:45:00Z");
    assert!(said(&soon).contains("Right: It expires 2026-11-23 "), "{}", said(&soon));
    let later = read("2026-11-25T10:00:00Z");
    assert!(
        said(&later).contains("Info: It was good when it came, and expired 47 h 18 min ago."),
        "{}",
        said(&later)
    );
    assert_eq!(later.state, soon.state);
}
