//! Commands for the reader to paste.

use lint::{Argument, Command};
use oauth::Flow;

use crate::mask::{Redactor, Shown, shown};
use crate::resolve;

/// A command on one line, in which no captured value can be more than text.
pub(crate) fn command(command: &Command, flow: &Flow<'_>, redactor: &Redactor) -> Shown {
    let mut line = Vec::new();
    for argument in &command.0 {
        if !line.is_empty() {
            line.push(Shown::from(" "));
        }
        line.push(match argument {
            Argument::Words(words) => Shown::from(*words),
            Argument::Value { name, pointer, otherwise } => {
                let value = resolve::text(flow, pointer, redactor);
                if is_plain(value.as_str()) {
                    shown!["\"", *name, &value, "\""]
                } else {
                    shown![*name, *otherwise]
                }
            }
        });
    }
    Shown::concat(&line)
}

/// Whether a value between double quotes is nothing but text, to sh, cmd and PowerShell, and to curl.
pub(crate) fn is_plain(value: &str) -> bool {
    // What is spelt out is another value.
    !value.contains("U+")
        && !value.starts_with('-')
        && !value.is_empty()
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/?=&+,;@".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn what_a_shell_could_take_for_more_is_not_plain() {
        for plain in ["https://app.example.com:8443/a-b_c/~d?e=f&g=h+i", "1234-ab.apps.example.com", "a@b"] {
            assert!(is_plain(plain), "{plain}");
        }
        for other in [
            "", "aU+000Ab", "-o/etc/x", "a\"b", "$(id)", "`id`", "a\\", "!!", "%PATH%", "a b", "a\nb",
            "{a,b}", "[1-9]", "ä", "a…",
        ] {
            assert!(!is_plain(other), "{other}");
        }
    }
}
