//! How much chance a value can hold at most.

use http::Value;
use oauth::AuthorizationRequest;

use crate::evidence::{Evidence, Phrase, Verdict, fail};

/// Half of what RFC 6749 §10.10 demands: below it nobody can call the value hard to guess.
const ENOUGH: u32 = 64;

/// A value of the authorization request that can be guessed, where nothing protects in its place; else the verdict.
pub(crate) fn guessable(
    name: &'static str,
    value: Option<Value<'_>>,
    request: &AuthorizationRequest<'_>,
) -> Result<Evidence, Verdict> {
    let value = value.filter(|value| !value.is_empty()).ok_or(Verdict::NotApplicable)?;
    let value =
        value.known().ok_or(Verdict::Inconclusive("the value, which was taken out of the recording"))?;
    // PKCE binds the answer to this browser and this login in its place.
    if request.code_challenge().is_some() || !request.is_open() {
        return Err(Verdict::NotApplicable);
    }
    let bits = most_bits(value);
    if bits >= ENOUGH {
        return Err(Verdict::Pass);
    }
    let summary = Phrase::from("The ").text(name).text(" holds at most ").number(bits);
    Ok(fail(summary.text(" bits of chance; 128 are asked for.")).at(request.pointer(name)))
}

/// The most bits of chance that a value of this length and these kinds of characters can hold. It says nothing of how much it does
/// hold.
fn most_bits(value: &str) -> u32 {
    let length = value.chars().count();
    let mut characters = value.chars();
    let first = characters.next();
    if characters.all(|c| Some(c) == first) {
        return 0;
    }
    let has = |kind: fn(char) -> bool| value.chars().any(kind);
    let only = |kind: fn(char) -> bool| value.chars().all(kind);
    let kinds: f64 = if only(|c| c.is_ascii_digit()) {
        10.0
    } else if only(|c| matches!(c, '0'..='9' | 'a'..='f')) || only(|c| matches!(c, '0'..='9' | 'A'..='F')) {
        16.0
    } else {
        let sizes = [
            (has(|c| c.is_ascii_digit()), 10.0),
            (has(|c| c.is_ascii_lowercase()), 26.0),
            (has(|c| c.is_ascii_uppercase()), 26.0),
            (has(|c| !c.is_ascii_alphanumeric()), 33.0),
        ];
        sizes.iter().filter(|(there, _)| *there).map(|(_, size)| size).sum()
    };
    (length as f64 * kinds.log2()) as u32
}

#[cfg(test)]
mod tests {
    use super::most_bits;

    #[test]
    fn counts_what_a_value_can_hold() {
        assert_eq!(most_bits("1763890860123"), 43);
        assert_eq!(most_bits("00112233445566778899aabbccddeeff"), 128);
        assert_eq!(most_bits("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), 0);
        assert_eq!(most_bits("7yq2"), 20);
        assert_eq!(most_bits(""), 0);
        assert!(most_bits("Zk3yq0aB-9_xQ7vLmN2pRw") > 128);
    }
}
