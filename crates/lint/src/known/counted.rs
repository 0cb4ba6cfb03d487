//! Whether a code stands in a text only to say that there is none of it: `invalid_grant=0`, `{error="invalid_grant"} 0`, `no
//! invalid_grant`. The texts are as they are compared, in small letters.

/// Characters of the longest name of a counter.
const LONGEST_NAME: usize = 40;

/// Whether that is what is said of the code between these two.
pub(super) fn is_none(before: &str, behind: &str) -> bool {
    is_denied(before) || is_counted_before(before, behind) || is_counted_behind(behind)
}

/// `was not invalid_grant`
fn is_denied(before: &str) -> bool {
    before.ends_with(' ') && matches!(last_word(before), "not" | "no" | "without" | "never")
}

/// `0 invalid_grant errors`
fn is_counted_before(before: &str, behind: &str) -> bool {
    const COUNTED: [&str; 5] = ["error", "failure", "response", "answer", "refusal"];
    before.ends_with(' ')
        && matches!(last_word(before), "0" | "zero")
        && COUNTED.iter().any(|counted| behind.trim_start().starts_with(counted))
}

/// `=0`, ` errors in last hour: 0`, `"} 0`, `,0`, `| 0 |`, `: none`
fn is_counted_behind(behind: &str) -> bool {
    if [" counter reset", " count reset"].iter().any(|words| behind.starts_with(words)) {
        return true;
    }
    let closed = behind.trim_start_matches(['"', '\'']);
    // The name of a counter may go on before its value.
    let name =
        closed.find(|c: char| !(c.is_ascii_alphabetic() || matches!(c, ' ' | '_'))).unwrap_or(closed.len());
    let named = closed.get(name..).filter(|_| name <= LONGEST_NAME);
    let value = named.and_then(|rest| rest.strip_prefix(['=', ':', '|']));
    // Prometheus has labels in brackets before the value, CSV a comma without a blank.
    let label = closed.find("} ").and_then(|end| closed.get(end + 2..));
    let label = label.filter(|_| closed.starts_with(['}', ',']));
    let cell = closed.strip_prefix(',').filter(|cell| !cell.starts_with(' '));
    [value, label, cell].into_iter().flatten().any(|value| is_nothing(value.trim_start()))
}

/// Whether a value is nothing, and not the beginning of a sentence: `: None of the permissions …`.
fn is_nothing(value: &str) -> bool {
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '<' | '>' | '.'));
    let (word, rest) = value.split_at(end.unwrap_or(value.len()));
    let ends = rest.trim_start_matches(' ');
    let is_number = matches!(word, "0" | "0.0" | "0.");
    let is_word = matches!(word, "false" | "none" | "nil" | "<nil>" | "null");
    is_number || is_word && !ends.starts_with("of ")
}

fn last_word(text: &str) -> &str {
    text.trim_end().rsplit(' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_at_nothing_tell_of_no_error() {
        for (before, behind) in [
            ("", "=0"),
            ("", " errors in last hour: 0"),
            ("errors{error=\"", "\"} 0"),
            ("errors{code=\"", "\",client=\"web\"} 0.0"),
            ("", ",0"),
            ("| ", " | 0 |"),
            ("", "=false status=200"),
            ("errors: ", ": none, x: none"),
            ("the answer was not ", " but 200 ok"),
            ("0 ", " errors"),
            ("no ", " seen"),
            ("", " counter reset"),
        ] {
            assert!(is_none(before, behind), "{before}|{behind}");
        }
    }

    #[test]
    fn other_words_around_a_code_do_not_take_it_back() {
        for (before, behind) in [
            ("error: ", ""),
            ("", ": none of the permissions is granted"),
            ("", ": 07 is no code"),
            ("", "=1"),
            ("", ", 0 retries left"),
            ("errors{code=\"", "\"} 3"),
            ("", ": no reply address is registered"),
            ("3 ", " errors"),
        ] {
            assert!(!is_none(before, behind), "{before}|{behind}");
        }
    }
}
