//! How much chance a value can hold at most.

/// The most bits of chance that a value of this length and these kinds of characters can hold. It says nothing of how much it does
/// hold.
pub(crate) fn most_bits(value: &str) -> u32 {
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
