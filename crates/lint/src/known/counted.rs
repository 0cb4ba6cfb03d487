//! Whether a code stands in a text only to say that there is none of it: `invalid_grant=0`, `errors{error="invalid_grant"} 0`,
//! `no invalid_grant`. The texts are as they are compared, in small letters.

/// Characters of the longest name of a counter.
const LONGEST_NAME: usize = 40;

/// Whether that is what is said of the code between these two.
pub(super) fn is_none(before: &str, behind: &str) -> bool {
    is_denied(before) || is_counted_before(before, behind) || is_counted_behind(before, behind)
}

/// `was not invalid_grant`
fn is_denied(before: &str) -> bool {
    ["was not ", "is not ", "no ", "without ", "never "]
        .iter()
        .any(|words| before.strip_suffix(words).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)))
}

/// `0 invalid_grant errors`
fn is_counted_before(before: &str, behind: &str) -> bool {
    const COUNTED: [&str; 5] = ["error", "failure", "response", "answer", "refusal"];
    before.ends_with(' ')
        && matches!(last_word(before), "0" | "zero")
        && COUNTED.iter().any(|counted| behind.trim_start().starts_with(counted))
}

/// `=0`, ` errors in last hour: 0`, Prometheus' `errors{error="…"} 0`, `| … | 0 |`
fn is_counted_behind(before: &str, behind: &str) -> bool {
    /// Words of the names of counters.
    const COUNTERS: [&str; 6] = ["error", "count", "total", "failure", "event", "time"];
    if [" counter reset", " count reset"].iter().any(|words| behind.starts_with(words)) {
        return true;
    }
    let name =
        behind.find(|c: char| !(c.is_ascii_alphabetic() || matches!(c, ' ' | '_'))).unwrap_or(behind.len());
    let (name, value) = behind.split_at(name);
    let is_counter = name.is_empty()
        || name.len() <= LONGEST_NAME && COUNTERS.iter().any(|word| name.trim_start().starts_with(word));
    if is_counter && value.strip_prefix(['=', ':']).is_some_and(is_nothing) {
        return true;
    }
    // A metric has its labels right behind its name.
    let is_metric = before.rsplit_once('{').is_some_and(|(metric, labels)| {
        metric.ends_with(|c: char| c.is_alphanumeric() || c == '_') && labels.ends_with('"')
    });
    if is_metric && behind.split_once("} ").is_some_and(|(_, value)| is_nothing(value)) {
        return true;
    }
    // A row of a table that has nothing but the code and its count.
    let is_row = before.rsplit('\n').next().unwrap_or_default().trim_matches(['|', ' ']).is_empty();
    let cell = behind.trim_start_matches(' ').strip_prefix(['|', ',']);
    let cell = cell.map(|cell| cell.split('\n').next().unwrap_or_default().trim_matches(['|', ' ']));
    is_row && cell == Some("0")
}

/// Whether a value is nothing.
fn is_nothing(value: &str) -> bool {
    let value = value.trim_start_matches(' ');
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(value.len());
    let (word, rest) = value.split_at(end);
    let is_sentence = rest.trim_start_matches(' ').starts_with(|c: char| c.is_alphabetic());
    matches!(word, "0" | "0.0" | "0.")
        || word == "false" && (value.len() == end || !is_sentence || rest.contains('='))
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
            ("", ": 0"),
            ("", " errors in last hour: 0"),
            ("errors{error=\"", "\"} 0"),
            ("errors{code=\"", "\",client=\"web\"} 0.0"),
            ("", ",0"),
            ("| ", " | 0 |"),
            ("", "=false status=200"),
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
            ("error: ", ": none"),
            ("error: ", ": null client id given"),
            ("", ": false alarm no, code used twice"),
            ("error token error=", " retries=0"),
            ("err=\"", "\" attempt=0"),
            ("", " error_description=null"),
            ("error='", "' cause=<nil>"),
            ("token,error,", ",0,jane"),
            ("| oauth | ", " | 0 |"),
            ("failed {\"error\":\"", "\"} null"),
            ("failed {\"error\":\"", "\"} 0"),
            ("login failed, why not ", ""),
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
