//! What providers say in their own codes and words, and which faults that proves.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use super::Provider;
use crate::flow::Flow;
use crate::providers::entra;

/// The errors of all providers that prove a rule's fault whoever says them, by the rule.
static UNMISTAKABLE: LazyLock<HashMap<&'static str, Vec<&'static ProviderError>>> = LazyLock::new(|| {
    let mut by_rule: HashMap<_, Vec<_>> = HashMap::new();
    let all = Provider::all().iter().flat_map(|provider| provider.errors);
    for error in all.filter(|error| error.is_unmistakable()) {
        if let Some(rule) = error.rule {
            by_rule.entry(rule).or_default().push(error);
        }
    }
    by_rule
});

/// The letters before the numbers of the providers' codes, in lower case: what has a number behind them is an error of theirs, also
/// where the number is not known here.
static FAMILIES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let errors = Provider::all().iter().flat_map(|provider| provider.errors);
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    errors.filter_map(ProviderError::family).for_each(|family| *codes.entry(family).or_default() += 1);
    // What has but one is a framework's, which says others of everything.
    codes.into_iter().filter(|(_, count)| *count > 1).map(|(family, _)| family).collect()
});

/// Digits of the shortest number of such a code, and letters before it.
const LEAST_DIGITS: usize = 4;
const LEAST_LETTERS: usize = 4;

/// Where a code with a number of one of the providers stands in a text in lower case, whether the number is known or not.
pub fn numbered_code(lower: &str) -> Option<Range<usize>> {
    FAMILIES.iter().flat_map(|family| lower.match_indices(family.as_str())).find_map(|(at, family)| {
        let number = lower.get(at + family.len()..)?;
        let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let is_begun = !lower.get(..at)?.ends_with(|c: char| c.is_ascii_alphanumeric());
        let is_zero = number.bytes().take(digits).all(|digit| digit == b'0');
        (is_begun && digits >= LEAST_DIGITS && !is_zero).then(|| at..at + family.len() + digits)
    })
}

/// The code on a page that has its number alone, between what a support desk wants to know: `Error Code: 53003`, and below it the ids
/// of the request and of what it belongs to.
pub fn code_of_page(text: &str) -> Option<String> {
    const LABEL: &str = "error code: ";
    const LONGEST: usize = 7;
    let lower = text.to_ascii_lowercase();
    let (_, number) = lower.split_once(LABEL)?;
    let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    let is_page = ["request id: ", "correlation id: "].iter().all(|label| number.contains(label));
    let is_number = (LEAST_DIGITS..=LONGEST).contains(&digits);
    (is_page && is_number).then(|| format!("{}{}", entra::FAMILY, number.get(..digits).unwrap_or_default()))
}

/// An error code of a provider, in its own words and in plain ones.
pub struct ProviderError {
    /// What stands in `error`, in `error_description` or on the page: `AADSTS50011`, `bad_verification_code`.
    pub code: &'static str,
    /// The id of the rule whose fault it proves where it answers an authorization request; `None` where it only explains.
    pub rule: Option<&'static str>,
    /// What it means, as a sentence.
    pub means: &'static str,
    /// What to do, with the names of the provider's console.
    pub fix: &'static str,
}

impl ProviderError {
    /// Whether nobody else says this by chance: a number with its letters (`AADSTS50011`), an identifier
    /// (`deleted_client`), or four words. `URL Blocked` can be a firewall's.
    pub fn is_unmistakable(&self) -> bool {
        let has = |is: fn(&char) -> bool| self.code.chars().any(|c| is(&c));
        let is_one_word = !self.code.contains(char::is_whitespace);
        let is_numbered = has(char::is_ascii_digit) && has(char::is_ascii_alphabetic);
        let words = self.code.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        is_one_word && (is_numbered || self.code.contains('_')) || words.count() > 3
    }

    /// The letters before its number, in lower case, where it is letters and a number.
    fn family(&self) -> Option<String> {
        let letters = self.code.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = self.code.len() - letters.len();
        let is_one = digits >= LEAST_DIGITS
            && letters.len() >= LEAST_LETTERS
            && letters.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        is_one.then(|| letters.to_ascii_lowercase())
    }

    /// Whether its number is one of a framework, and not of the provider's own: others that are built with it say it, too.
    pub fn is_of_framework(&self) -> bool {
        self.family().is_some_and(|family| !FAMILIES.contains(&family))
    }

    /// Whether its code is made of words of the specifications alone, `invalid_code`: others say it of their own.
    pub fn is_of_common_words(&self) -> bool {
        const COMMON: [&str; 35] = [
            "access",
            "account",
            "auth",
            "authorization",
            "client",
            "code",
            "denied",
            "device",
            "error",
            "expired",
            "found",
            "grant",
            "id",
            "invalid",
            "login",
            "mismatch",
            "missing",
            "nonce",
            "not",
            "permission",
            "redirect",
            "refresh",
            "request",
            "required",
            "revoked",
            "scope",
            "secret",
            "session",
            "state",
            "token",
            "unauthorized",
            "uri",
            "url",
            "user",
            "verification",
        ];
        let code = self.code.to_ascii_lowercase();
        code.contains('_') && code.split('_').all(|word| COMMON.contains(&word))
    }
}

impl Provider {
    /// The error that a text names: the first in it, and of those that begin there the longest.
    pub fn error_in(&self, text: &str) -> Option<&'static ProviderError> {
        let errors: &'static [ProviderError] = self.errors;
        let named = errors.iter().filter_map(|error| Some((place(text, error.code)?, error)));
        named.min_by_key(|(at, error)| (*at, Reverse(error.code.len()))).map(|(_, error)| error)
    }

    /// Where the provider of a login says, in its own code or words, that the fault is the one of this rule. Many providers
    /// answer under the domains of their customers, and one provider for another, so that what cannot be mistaken counts
    /// whoever says it. Upper and lower case are the same.
    pub fn proof_in(text: &str, rule: &str, flow: &Flow<'_>) -> Option<Range<usize>> {
        let text = text.to_ascii_lowercase();
        let find = |error: &ProviderError| {
            let at = place(&text, &error.code.to_ascii_lowercase())?;
            Some(at..at + error.code.len())
        };
        let own = Provider::of(flow).into_iter().flat_map(|provider| provider.errors);
        let own = own.filter(|error| error.rule == Some(rule));
        own.chain(UNMISTAKABLE.get(rule).into_iter().flatten().copied()).find_map(find)
    }

    /// Where a page with the status, the title and the form of a login page says that it is an error.
    pub fn error_behind_login_page(text: &str) -> Option<Range<usize>> {
        let at = text.to_ascii_lowercase().find(entra::ERROR_ON_LOGIN_PAGE)?;
        Some(at..at + entra::ERROR_ON_LOGIN_PAGE.len())
    }
}

/// Where a text has a code as a word of its own: `AADSTS500111` is not `AADSTS50011`.
fn place(text: &str, code: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(code).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + code.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_providers_are_told_from_those_of_frameworks() {
        let code = |text: &str| numbered_code(text).and_then(|at| text.get(at).map(str::to_owned));
        assert_eq!(code("error: msis9999: no").as_deref(), Some("msis9999"));
        assert_eq!(code("(aadsts123456 and msis1234)").as_deref(), Some("aadsts123456"));
        for text in ["resteasy003210: x", "aadsts0000", "xmsis9999", "msis99"] {
            assert_eq!(code(text), None, "{text}");
        }
        let errors = || Provider::all().iter().flat_map(|provider| provider.errors);
        assert!(errors().any(|error| error.is_of_framework()));
        assert!(errors().any(|error| error.family().is_some() && !error.is_of_framework()));
    }
    use crate::providers::{auth0, hydra, okta, spotify};

    #[test]
    fn a_code_is_a_word_of_its_own() {
        assert_eq!(place("AADSTS50011: The redirect URI", "AADSTS50011"), Some(0));
        assert_eq!(place("AADSTS500111: The reply URI", "AADSTS50011"), None);
        assert_eq!(place("XAADSTS50011", "AADSTS50011"), None);
        assert_eq!(place("bad_verification_code", "bad_verification_code"), Some(0));
    }

    #[test]
    fn of_several_codes_the_first_counts_and_the_longest_there() {
        let code = |text| spotify::SPOTIFY.error_in(text).map(|error| error.code);
        assert_eq!(
            code("INVALID_CLIENT: Invalid redirect URI"),
            Some("INVALID_CLIENT: Invalid redirect URI")
        );
        assert_eq!(code("Invalid redirect URI"), Some("Invalid redirect URI"));
        assert_eq!(
            code("Authorization code expired. Invalid client secret"),
            Some("Authorization code expired")
        );
        assert_eq!(code("invalid_grant"), None);
    }

    #[test]
    fn sentences_are_found_whole_and_their_parts_are_not() {
        let okta = "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: https://a.example";
        let hydra = "The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered redirect urls.";
        let page = hydra.replace('\'', "&#39;");
        let rule = |provider: &Provider, text: &str| provider.error_in(text).map(|error| error.rule);
        let refused = Some(Some("redirect-uri/refused"));
        assert_eq!(rule(&okta::OKTA, okta), refused);
        assert_eq!([hydra, &page].map(|text| rule(&hydra::HYDRA, text)), [refused, refused]);
        assert_eq!(rule(&hydra::HYDRA, "Use one of your pre-registered redirect urls."), None);
        assert_eq!(
            rule(&auth0::AUTH0, "Service not found: https://api.example"),
            Some(Some("authorize/resource-invalid"))
        );
        assert_eq!(rule(&auth0::AUTH0, "404 Service not found"), None);
    }

    #[test]
    fn what_others_say_too_is_no_proof_of_its_own() {
        let is_unmistakable = |code| ProviderError { code, rule: None, means: "", fix: "" }.is_unmistakable();
        for code in ["AADSTS50011", "MSIS9224", "deleted_client", "Invalid parameter: redirect_uri"] {
            assert!(is_unmistakable(code), "{code}");
        }
        for code in ["40029", "4,700", "URL Blocked", "Unknown client", "Invalid redirect_uri"] {
            assert!(!is_unmistakable(code), "{code}");
        }
    }
}
