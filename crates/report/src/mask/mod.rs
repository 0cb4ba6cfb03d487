//! Masking: what of captured text may be shown. Nothing else can make a [`Shown`].

mod beginnings;
mod beside;
mod characters;
mod field_names;
pub(crate) mod fields;
mod forms;
mod json;
mod markup;
mod masked;
mod named;
mod names;
mod parts;
mod redactor;
mod scan;
pub(crate) mod secrets;
mod shape;
mod shown;
mod spelled;
mod spelling;
mod uri;
mod words;
pub(crate) mod written;

pub use characters::acts;
pub(crate) use forms::is_key_of_service;
pub(crate) use masked::Masked;
pub(crate) use redactor::{Redactor, readable};
pub(crate) use shape::{Strength, is_word, looks_random, strength};
pub use shown::Shown;
pub(crate) use shown::shown;

/// The cookies of a `Set-Cookie` header: what folded several into one field did not know that a comma may stand in a date.
pub(crate) fn set_cookies(field: &str) -> Vec<&str> {
    let mut cookies = Vec::new();
    let mut start = 0;
    for (at, _) in field.match_indices([',', '\n']) {
        let rest = field[at + 1..].trim_start();
        let name = rest.find(['=', ';', ',']).filter(|end| rest[*end..].starts_with('='));
        if name.is_some_and(|end| end > 0 && !rest[..end].contains(char::is_whitespace)) {
            cookies.push(field[start..at].trim());
            start = at + 1;
        }
    }
    cookies.push(field[start..].trim());
    cookies
}

#[cfg(test)]
mod tests {
    use super::set_cookies;

    #[test]
    fn cookies_that_were_folded_into_one_field_come_apart() {
        for (field, cookies) in [
            ("a=1; Path=/", vec!["a=1; Path=/"]),
            ("a=1; Path=/, b=2\nc=3", vec!["a=1; Path=/", "b=2", "c=3"]),
            (
                "a=1; Expires=Sat, 28 Nov 2026 09:41:08 GMT; Secure,b=2",
                vec!["a=1; Expires=Sat, 28 Nov 2026 09:41:08 GMT; Secure", "b=2"],
            ),
            ("a=1, two words=x", vec!["a=1, two words=x"]),
            ("a=1,=x, y; z=1", vec!["a=1,=x, y; z=1"]),
            (",a=1", vec!["", "a=1"]),
            ("", vec![""]),
        ] {
            assert_eq!(set_cookies(field), cookies, "{field}");
        }
    }
}
