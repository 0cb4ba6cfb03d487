//! What a template, a shell or a script leaves where a value belongs.

/// Values that a script writes for none.
const NO_VALUES: [&str; 6] = ["undefined", "null", "NaN", "None", "[object Object]", "[object Promise]"];

/// What placeholders have in them.
const PARTS: [&str; 10] =
    ["${", "{{", "<%", "#{", "YOUR_", "YOUR-", "CHANGEME", "<client", "<your", "process.env"];

/// Placeholders by how they begin and end.
const ENCLOSED: [(&str, &str); 6] =
    [("${", "}"), ("{{", "}}"), ("<%", "%>"), ("#{", "}"), ("%", "%"), ("<your", ">")];

/// Whether a placeholder stands in a value that people write: a name, an address, scopes.
pub(crate) fn is_in(value: &str) -> bool {
    let is_word_of_script = |part: &str| matches!(part, "undefined" | "[object Object]");
    // A part of an address that is nothing else: `https://undefined/callback`.
    NO_VALUES.contains(&value)
        || PARTS.iter().any(|part| value.contains(part))
        || value.split("://").nth(1).and_then(|rest| rest.split('/').next()).is_some_and(is_word_of_script)
}

/// Whether a value is nothing but a placeholder. A secret may have such signs in it by chance.
pub(crate) fn is_all_of(value: &str) -> bool {
    let value = value.trim();
    let is_name = |text: &str| {
        let is_of_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        text.len() > 3 && text.contains('_') && text.chars().all(is_of_name)
    };
    let is_word = |text: &str| {
        let is_of_word = |c: char| c.is_ascii_alphanumeric() || "_-. $:".contains(c);
        text.len() > 2 && text.chars().all(is_of_word)
    };
    let inside = |(begin, end): &(&str, &str)| value.strip_prefix(begin)?.strip_suffix(end);
    NO_VALUES.contains(&value)
        || ENCLOSED.iter().filter_map(inside).any(is_word)
        || value.strip_prefix('$').is_some_and(is_name)
        || value.strip_prefix("process.env.").is_some_and(is_word)
        || ["YOUR_", "YOUR-", "your_", "your-"].iter().any(|begin| value.starts_with(begin)) && is_word(value)
        || value.eq_ignore_ascii_case("changeme")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_filled_in_is_told_from_values() {
        for value in [
            "undefined",
            "null",
            "${CLIENT_SECRET}",
            "{{ .Values.secret }}",
            "$OIDC_CLIENT_SECRET",
            "%CLIENT_ID%",
            "<your-client-secret>",
            "your_client_secret",
            "process.env.CLIENT_ID",
        ] {
            assert!(is_all_of(value), "{value}");
        }
        for value in
            ["", "web", "x${y}z", "a%20b%", "$1$salt$hash", "s3cr#{t", "<3", "$ECRET", "none", "Nullable"]
        {
            assert!(!is_all_of(value), "{value}");
        }
        assert!(is_in("https://undefined/callback"));
        assert!(is_in("https://app.example/${PATH}"));
        assert!(!is_in("https://app.example/undefined-behaviour"));
    }
}
