//! Sentences that say only that an answer was of no use: "An invalid OAuth response was received", and the same in other words.
//! No program says them in just these words, and none of them says which answer it was or what was wrong with it.

use oauth::Provider;

use crate::known::{Known, just};

/// The row that says what such a sentence can be.
const ROW: &str = "an invalid OAuth response was received";

/// Whose rows say it in their own words.
pub(super) const VAGUE: [&str; 2] = ["an OAuth client", "Many apps"];

/// Words of the longest such sentence, with who says it and when.
const LONGEST: usize = 24;
/// Words of the longest one that names only the provider: `Invalid response from google.`
const SHORTEST: usize = 5;

const USELESS: [&str; 16] = [
    "invalid",
    "unexpected",
    "bad",
    "malformed",
    "wrong",
    "unknown",
    "incorrect",
    "unusable",
    "unrecognized",
    "parsed",
    "understood",
    "ungültige",
    "invalide",
    "inválida",
    "inaspettata",
    "ongeldig",
];
const ANSWER: [&str; 8] =
    ["response", "responses", "answer", "reply", "antwort", "réponse", "respuesta", "resposta"];
const OF_LOGIN: [&str; 8] =
    ["oauth", "oauth2", "oidc", "openid", "sso", "idp", "authentication", "authorization"];
const OF_LOGIN_TOGETHER: [&str; 4] = ["identity provider", "login provider", "auth provider", "auth server"];
/// Who says one of these says what is wrong.
const SAYS_MORE: [&str; 16] = [
    "state",
    "nonce",
    "signature",
    "certificate",
    "redirect",
    "scope",
    "password",
    "type",
    "mode",
    "pkce",
    "cors",
    "tls",
    "ssl",
    "challenge",
    "client",
    "grant",
];

/// What a sentence that says no more than this can be; `None` for one that says more, or something else.
pub(super) fn vague(message: &str) -> Option<&'static Known> {
    // A code in brackets is a program's own, and no words of the sentence.
    let is_code = |word: &&str| word.starts_with('[') && word.contains('_');
    let sentence: Vec<&str> = message.split_whitespace().filter(|word| !is_code(word)).collect();
    let lower = sentence.join(" ").to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let is_of_login = has(&OF_LOGIN)
        || OF_LOGIN_TOGETHER.iter().any(|name| lower.contains(name))
        || words.len() <= SHORTEST && words.iter().any(|word| is_provider(word));
    let is_vague = words.len() <= LONGEST && has(&USELESS) && has(&ANSWER) && is_of_login && !has(&SAYS_MORE);
    is_vague.then(|| just(ROW)).flatten()
}

/// Whether a word is of a provider's name.
fn is_provider(word: &str) -> bool {
    let names = Provider::all().iter().flat_map(|provider| provider.name.split(' '));
    names.filter(|name| name.len() > 3 && *name != "Identity").any(|name| name.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_that_say_only_that_an_answer_was_of_no_use() {
        for message in [
            "Received an invalid response from the OAuth server",
            "OAuth response was invalid",
            "Invalid response from google.",
            "invalid_oauth_response",
            "Response from OAuth provider could not be parsed",
            "Ungültige OAuth-Antwort erhalten",
        ] {
            assert!(vague(message).is_some(), "{message}");
        }
        for message in [
            "Invalid OAuth response type",
            "Invalid state in OAuth response",
            "Invalid response from the payment gateway",
            "Unexpected response from server: 500",
            "The OAuth login failed",
            "[invalid_token_response] the OAuth token response did not come",
            "invalid response from google maps for the geocoding of this address",
            "",
        ] {
            assert!(vague(message).is_none(), "{message}");
        }
    }
}
