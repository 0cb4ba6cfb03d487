//! A sentence in words that nobody knows: of which step or parameter of a login it speaks, and how that failed.
//!
//! Thousands of programs say in their own words that a redirect URI is not registered. What such a sentence means is what it says;
//! so the answer is a perhaps that says no more than the sentence does, and who can do what about it. Each way of failing belongs to
//! the thing that stands nearest to it; where a sentence speaks of two parameters, it is not told which of them failed.

mod clauses;
mod languages;
mod table;
mod words;

use self::clauses::{
    Phrase, between, is_beside, is_compared_with, is_denied, is_failed_reading, is_forbidden, is_getting,
    is_of_another, is_of_program, is_told_of_another, is_where_missing, phrases,
};
use self::table::{
    ACCESS_REFUSED, ACCESS_TOKEN, ALGORITHM, ALL, ENCRYPTED, FAULTS, Failed, Fault, Invalid, Lacking,
    Refused, Spoken, Unreadable,
};
use self::words::words;
use crate::known::{Known, is_about_oauth, just};

/// Words of the longest sentence that is read so; a longer text tells of more than one thing.
const LONGEST: usize = 90;
/// What a message speaks of, where it is one thing. What it says of a step tells less than a code of the specifications does.
pub(super) fn spoken(message: &str, has_code: bool) -> Option<&'static Known> {
    said(message, has_code).or_else(|| said(&languages::translated(message)?, has_code))
}

/// What a message in English speaks of.
fn said(message: &str, has_code: bool) -> Option<&'static Known> {
    let words = words(message);
    if words.len() > LONGEST || is_of_program(&words) {
        return None;
    }
    let is_of_oauth = is_about_oauth(message) || is_about_login(message, &words);
    let mut heard = heard(&words);
    // Beside a code of OAuth every word is about OAuth.
    heard.retain(|(spoken, _)| spoken.is_own || is_of_oauth || has_code);
    // `failed to refresh: missing refresh token`: that it failed says less than how.
    if heard.iter().any(|(spoken, way)| !spoken.is_step && *way != Failed) {
        heard.retain(|(_, way)| *way != Failed);
    }
    let heard: Vec<&Spoken> = heard.into_iter().map(|(spoken, _)| spoken).collect();
    let parameters: Vec<&str> = distinct(heard.iter().filter(|spoken| !spoken.is_step));
    let row = match parameters.as_slice() {
        [] if has_code => return None,
        // `missing, invalid or expired access token`: which of them is not told.
        [] if heard.len() > 1 && heard.iter().all(|spoken| spoken.things == ACCESS_TOKEN) => ACCESS_REFUSED,
        [] => heard.last()?.row,
        [ALGORITHM] if names_encryption(message) => ENCRYPTED,
        [row] => row,
        // Which of them failed is not told.
        _ => return None,
    };
    just(row)
}

/// Whether words of everyday can be nothing but those of a login: an issuer that is an address, the state of a callback.
fn is_about_login(message: &str, words: &[String]) -> bool {
    let has = |word: &str| words.iter().any(|own| own == word);
    let is_of_tls = || ["certificate", "x509", "cert", "ssl", "tls", "chain"].into_iter().any(has);
    // One that is told beside another.
    let is_compared =
        message.matches("https://").count() > 1 || has("expected") || has("token") || has("iss");
    let is_issuer = has("issuer") && message.contains("https://") && is_compared && !is_of_tls();
    let is_told = has("csrf") || has("callback") && (has("parameter") || has("request") || has("stored"));
    let is_of_page = || ["redux", "react", "reducer", "component", "hydration"].into_iter().any(has);
    let is_state = has("state") && is_told && !is_of_page();
    // What nobody writes so who speaks of something else.
    const CODES: [&str; 4] = ["state_mismatch", "nonce_mismatch", "missing_nonce", "invalid_nonce"];
    is_issuer || is_state || CODES.iter().any(|code| message.contains(code))
}

/// Whether an algorithm stands in a message with which tokens are encrypted and not signed (RFC 7518 §4.1).
fn names_encryption(message: &str) -> bool {
    const ALGORITHMS: [&str; 8] =
        ["RSA-OAEP", "RSA1_5", "ECDH-ES", "A128KW", "A192KW", "A256KW", "GCMKW", "PBES2-"];
    ALGORITHMS.iter().any(|algorithm| message.contains(algorithm))
}

fn distinct<'s>(spoken: impl Iterator<Item = &'s &'s Spoken>) -> Vec<&'static str> {
    let mut rows = Vec::new();
    for spoken in spoken {
        if !rows.contains(&spoken.row) {
            rows.push(spoken.row);
        }
    }
    rows
}

/// What is said of the things in a message, in the order of its words: each way of failing of the thing that is nearest.
fn heard(words: &[String]) -> Vec<(&'static Spoken, Fault)> {
    let mut things = phrases(words, ALL.iter().enumerate().map(|(number, spoken)| (number, spoken.things)));
    let own: Vec<bool> = things
        .iter()
        .map(|thing| !is_of_another(words, thing.end) && !is_told_of_another(words, thing, &things))
        .collect();
    let mut own = own.into_iter();
    things.retain(|_| own.next().unwrap_or_default());
    if things.is_empty() {
        return Vec::new();
    }
    let all = phrases(words, FAULTS.iter().copied());
    let faults = all.iter().filter(|fault| {
        !is_denied(words, fault.at)
            && !is_forbidden(words, fault.at)
            && (fault.of != Unreadable || is_failed_reading(words, fault, &all))
    });
    let mut heard = Vec::new();
    for fault in faults {
        let near = things
            .iter()
            .filter(|thing| {
                !is_compared_with(words, thing.at, fault) && !is_where_missing(words, thing.at, fault)
            })
            .filter_map(|thing| Some((between(words, thing, fault)?, thing)));
        let Some(least) = near.clone().map(|(gap, _)| gap).min() else { continue };
        let nearest: Vec<&Phrase<usize>> =
            near.filter(|(gap, _)| *gap == least).map(|(_, thing)| thing).collect();
        let beside = things.iter().filter(|other| nearest.iter().any(|thing| is_beside(words, thing, other)));
        let beside: Vec<&Phrase<usize>> = beside.collect();
        let with = |of: &[&Phrase<usize>], way: Fault| {
            ALL.iter().enumerate().find(|(number, spoken)| {
                // What stands behind a colon is of a step, as what it failed of; of a parameter it is another statement, and of a
                // token that was to be got, too.
                let is_of_token = spoken.things == ACCESS_TOKEN && matches!(way, Invalid | Refused);
                (spoken.is_step && !is_of_token || !least.has_colon)
                    && of.iter().any(|thing| thing.of == *number)
                    && spoken.faults.contains(&way)
            })
        };
        // What could not be got is not there; of what was not got it is not said that it is bad.
        let lacking = Some(Lacking).filter(|_| fault.of == Failed && is_getting(words, fault.end));
        for of in [&nearest, &beside] {
            let spoken = lacking.and_then(|way| with(of, way)).or_else(|| with(of, fault.of));
            heard.extend(spoken.map(|(_, spoken)| (spoken, fault.of)));
        }
    }
    heard
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(message: &str) -> Option<&'static str> {
        spoken(message, false).map(|known| known.text)
    }

    #[test]
    fn a_sentence_in_unknown_words_says_what_failed_and_how() {
        for (message, expected) in [
            (
                "acme-sso: the Redirect URI you gave us is not registered here",
                "the redirect URI is not accepted",
            ),
            ("redirectUri mismatch!", "the redirect URI is not accepted"),
            ("login broke: no redirect_uri in the request", "a redirect URI is missing"),
            ("id_token signed with the wrong algorithm: HS256", ALGORITHM),
            ("id_token signed with the wrong algorithm: RSA-OAEP-256, expected RS256", ENCRYPTED),
            ("we could not find the code verifier in your browser", "the code verifier is missing"),
            ("this client has to send a code_challenge, which is required", "a code challenge is missing"),
            ("client secret of tenant 7 was rejected", "the client secret is not accepted"),
            (
                "registration request failed with status 404: Cannot POST /register",
                "the client could not be registered",
            ),
            ("could not exchange code: HTTP 401", "the token endpoint refuses the client"),
            ("oauth: this code has already been exchanged", "the authorization code was used before"),
            ("unauthorized: access token has insufficient scopes.", "a scope is missing"),
            ("Missing, invalid or expired access token", "the access token is not accepted"),
            ("failed to get the ID token: xyzzy", "the token could not be fetched"),
            ("failed to refresh access token: Error: Missing refresh token.", "there is no refresh token"),
            ("unable to get the current id_token", "there is no ID token"),
            ("unable to check the current id_token", "the ID token is not accepted"),
            ("the request must include a 'client_id' input parameter", "the client id is missing"),
            ("[shop/ERROR] Could not find OAuth cookie", "the cookie of the login is missing"),
            ("OAuth2AuthHandler was created without a origin/callback URL", "a redirect URI is missing"),
            ("error getting access token: it took too long", "the token could not be fetched"),
            ("OIDC discovery: timed out", "the discovery document cannot be read"),
            ("Refresh token was already used", "the refresh token is not accepted"),
            (
                "Wrong issuer: got https://a.example/x, expected https://b.example/x",
                "the issuer does not fit",
            ),
            ("the state of the callback does not match the stored one", "the state does not fit"),
            ("there is no refresh token for this user", "there is no refresh token"),
            // The token is there, and lacks something.
            ("the access token is missing the claim of the tenant", "a claim is missing"),
            ("post_logout_redirect_uri is not allowed", "the logout is not accepted"),
        ] {
            assert_eq!(row(message), Some(expected), "{message}");
        }
    }

    #[test]
    fn every_row_is_one_of_the_table() {
        for spoken in ALL.iter().filter(|spoken| !spoken.faults.is_empty()) {
            let known = just(spoken.row);
            assert!(
                known.is_some_and(|known| !known.suspects.is_empty() || known.own.id.ends_with("exists")),
                "{}",
                spoken.row
            );
        }
    }

    #[test]
    fn what_is_not_of_a_login_says_nothing() {
        for message in [
            "java.lang.IllegalStateException: the scope is closed",
            "invalid state transition",
            r#"{"error_description":"The OAuth launch is no longer valid","state":"0b52142e"}"#,
            "unknown issuer of the certificate of https://a.example",
            "callback left the state machine in an unexpected state",
            "scope 'job' is not active",
            "the issuer of this bond is unknown",
            "gpg: BAD signature",
            // Of which of the two it is said is not told.
            "client_id or redirect_uri: one of redirect_uri invalid, client_secret invalid",
            "Error: the user gave no server metadata, error",
            "the access token is not expired",
            "the id_token hasn't been rejected",
            "the refresh token was never used before",
            "fetched the jwks, which took 450 ms",
            "the discovery document lists 404 algorithms",
            "",
        ] {
            assert_eq!(row(message), None, "{message}");
        }
    }

    #[test]
    fn a_code_of_the_specifications_says_more_than_a_step() {
        let message = "error getting token: invalid_grant";
        assert!(spoken(message, false).is_some() && spoken(message, true).is_none());
    }

    #[test]
    fn long_texts_are_not_read_so() {
        let message = format!("redirect_uri is not registered {}", "x ".repeat(LONGEST));
        assert_eq!(row(&message), None);
    }
}
